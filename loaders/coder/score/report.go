package score

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"safir/schema"
)

// Figure is precision, recall and F1, each rounded to three places, over so
// many gold and predicted items.
type Figure struct {
	P    float64 `json:"p"`
	R    float64 `json:"r"`
	F1   float64 `json:"f1"`
	Gold int     `json:"gold"`
	Pred int     `json:"pred"`
}

// Figures says how good a coder is.
type Figures struct {
	Articles int     `json:"articles"`
	Missing  int     `json:"missing"` // gold articles that were not coded
	Event    Figure  `json:"event"`   // type and all participants in their roles
	Soft     Figure  `json:"soft"`    // type; credit is the F1 of the participants
	Type     Figure  `json:"type"`    // type and the state of one participant
	Pair     Figure  `json:"pair"`    // who contacted whom
	Actor    Figure  `json:"actor"`   // who takes part at all
	Date     float64 `json:"date"`    // share of matched events whose date, or its absence, is right
	Order    Figure  `json:"order"`   // which event came before which
	Span     float64 `json:"span"`    // share of quotes that stand in the article
}

// Row is the figures of some of the articles.
type Row struct {
	Of string `json:"of"`
	Figures
}

// TypeRow is the figures of one type of event.
type TypeRow struct {
	Of    schema.EventType `json:"of"`
	Event Figure           `json:"event"`
	Soft  Figure           `json:"soft"`
	Type  Figure           `json:"type"`
	Date  float64          `json:"date"`
}

// Eventless says what was claimed of articles that tell of no event.
type Eventless struct {
	Articles int `json:"articles"`
	Wrong    int `json:"wrong"`    // articles of which anything was claimed
	Spurious int `json:"spurious"` // events claimed
}

func (e *Eventless) add(claims int) {
	e.Articles++
	e.Spurious += claims
	if claims > 0 {
		e.Wrong++
	}
}

// What a [Miss] can be.
const (
	Missed   = "MISSED"   // a gold event that was not found
	Spurious = "SPURIOUS" // a predicted event that is not gold
	Parties  = "PARTIES"  // found, with other participants
)

// Miss is one event on which coder and analyst do not agree.
type Miss struct {
	Article string           `json:"article"`
	Kind    string           `json:"kind"`
	Type    schema.EventType `json:"type"`
	Got     string           `json:"got,omitempty"`
	Want    string           `json:"want,omitempty"`
	Quote   string           `json:"quote,omitempty"`
}

// String returns the miss on one line.
func (m Miss) String() string {
	if m.Kind == Parties {
		return fmt.Sprintf("%s %s %-18s got %s want %s", m.Article, m.Kind, m.Type, m.Got, m.Want)
	}
	return fmt.Sprintf("%s %-8s %-18s %s%s | %.160s", m.Article, m.Kind, m.Type, m.Got, m.Want, m.Quote)
}

// Report is the outcome of [Compare].
type Report struct {
	Figures
	Languages []Row     `json:"languages"`
	Types     []TypeRow `json:"types"` // in the vocabulary's order
	Eventless Eventless `json:"eventless"`
	Misses    []Miss    `json:"misses"`
}

// WriteJSON writes the report as one indented JSON object.
func (r Report) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// WriteText writes the report as tables; with misses, every miss after them.
func (r Report) WriteText(w io.Writer, misses bool) error {
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', tabwriter.AlignRight)
	line := func(cells ...string) { _, _ = fmt.Fprintln(t, strings.Join(cells, "\t")+"\t") }
	line("", "precision", "recall", "F1", "gold", "predicted")
	for _, row := range append([]Row{{Of: "all", Figures: r.Figures}}, r.Languages...) {
		for _, f := range []struct {
			name string
			Figure
		}{
			{"event", row.Event}, {"soft", row.Soft}, {"type", row.Type},
			{"pair", row.Pair}, {"actor", row.Actor}, {"order", row.Order},
		} {
			line(append([]string{row.Of + " " + f.name}, f.cells()...)...)
		}
	}
	for _, row := range r.Types {
		line(append([]string{string(row.Of)}, row.Event.cells()...)...)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, row := range append([]Row{{Of: "all", Figures: r.Figures}}, r.Languages...) {
		if _, err := fmt.Fprintf(w, "%s: %d articles, %d not coded; dates right %.3f; quotes found %.3f\n",
			row.Of, row.Articles, row.Missing, row.Date, row.Span); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintf(w, "without events: %d articles, %d of them with %d spurious events\n",
		r.Eventless.Articles, r.Eventless.Wrong, r.Eventless.Spurious); err != nil {
		return err
	}
	if misses {
		for _, m := range r.Misses {
			if _, err := fmt.Fprintln(w, m); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f Figure) cells() []string {
	return []string{
		fmt.Sprintf("%.3f", f.P), fmt.Sprintf("%.3f", f.R), fmt.Sprintf("%.3f", f.F1),
		strconv.Itoa(f.Gold), strconv.Itoa(f.Pred),
	}
}

// figure makes a Figure of hits among predicted and among gold items.
func figure(hitsPred float64, pred int, hitsGold float64, gold int) Figure {
	p, r := share(hitsPred, pred), share(hitsGold, gold)
	f := Figure{P: round(p), R: round(r), Gold: gold, Pred: pred}
	if p+r > 0 {
		f.F1 = round(2 * p * r / (p + r))
	}
	return f
}

func share(hits float64, of int) float64 {
	if of == 0 {
		return 0
	}
	return hits / float64(of)
}

// round gives three places; exact ties go to the even digit, as in printing.
func round(x float64) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 3, 64), 64)
	return v
}

func (t *tally) figures() Figures {
	same := func(hits float64, pred, gold int) Figure { return figure(hits, pred, hits, gold) }
	return Figures{
		Articles: t.articles,
		Missing:  t.missing,
		Event:    same(float64(t.exact), t.pred, t.gold),
		Soft:     same(t.soft, t.pred, t.gold),
		Type:     same(float64(t.typed), t.pred, t.gold),
		Pair:     figure(float64(t.pairHitsPred), t.pairsPred, float64(t.pairHitsGold), t.pairsGold),
		Actor:    same(float64(t.actorHits), t.actorsPred, t.actorsGold),
		Date:     round(share(float64(t.dateHits), t.dates)),
		Order:    same(float64(t.ordered), t.orderPred, t.orderGold),
		Span:     round(share(float64(t.spanHits), t.spans)),
	}
}

func (t *tally) typeRow(of schema.EventType) TypeRow {
	f := t.figures()
	return TypeRow{Of: of, Event: f.Event, Soft: f.Soft, Type: f.Type, Date: f.Date}
}

// misses lists what the article's prediction got wrong: missed gold events,
// then predicted ones, each in the article's order.
func (a *alignment) misses() []Miss {
	var out []Miss
	for j, g := range a.gold {
		if _, ok := a.predOf[j]; !ok {
			out = append(out, Miss{Article: a.article.ID, Kind: Missed, Type: g.Type, Want: a.label(a.goldParts[j]), Quote: g.Quote})
		}
	}
	for i, p := range a.pred {
		j, ok := a.goldOf[i]
		switch {
		case !ok:
			out = append(out, Miss{Article: a.article.ID, Kind: Spurious, Type: p.Type, Got: a.label(a.predParts[i]), Quote: p.Quote})
		case partsF1(a.predParts[i], a.goldParts[j]) < 0.999:
			out = append(out, Miss{
				Article: a.article.ID, Kind: Parties, Type: p.Type,
				Got: a.label(a.predParts[i]), Want: a.label(a.goldParts[j]), Quote: p.Quote,
			})
		}
	}
	return out
}

func (a *alignment) label(ps []part) string {
	var out []string
	for _, p := range ps {
		name := p.actor
		if g, ok := a.actors[p.actor]; ok {
			name = g.Names[len(g.Names)-1]
		}
		out = append(out, fmt.Sprintf("%.4s:%s", p.role, name))
	}
	return strings.Join(out, ", ")
}
