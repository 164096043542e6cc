// Package score measures a coder: it compares what a coder claims of
// articles with gold articles, which say what a careful analyst reads out of
// them, and tells precision, recall and every miss.
//
// Events are compared within one article: predicted actors are matched with
// gold actors by name, office or state; events of one type that share a
// state are paired best first; participants, dates and order are then judged
// pair by pair. Only ACTUAL and PLANNED events count, and STATEMENT never
// does. The same input gives the same report, byte for byte.
//
// [BCubed] measures clusters: the actors and events of many articles joined
// into one graph.
package score

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"safir/schema"
)

// Gold is an article with the labels of an analyst; testdata/README.md
// describes the format and how the labels are set.
type Gold struct {
	ID        string          `json:"id"`
	URL       string          `json:"url"`
	Title     string          `json:"title"`
	Text      string          `json:"text"`
	Language  schema.Language `json:"language"`
	Published schema.Date     `json:"published"`
	Publisher string          `json:"publisher"`
	Actors    []GoldActor     `json:"actors"`
	Events    []GoldEvent     `json:"events"`
	Order     [][2]string     `json:"order"` // keys of events: earlier, later
}

// GoldActor is an actor as an analyst labels it. Key is the article's own;
// Entity, where set, is the same for one real-world actor over a collection.
type GoldActor struct {
	Key    string      `json:"key"`
	Kind   schema.Kind `json:"kind"`
	State  string      `json:"state"`
	Names  []string    `json:"names"`
	Role   string      `json:"role"`
	Entity string      `json:"entity"`
	// Unnamed marks an office holder whom the article does not name.
	Unnamed bool `json:"unnamed"`
}

// GoldEvent is an event as an analyst labels it; participants are keys of
// actors. Global, where set, is the same for one real-world event over a
// collection.
type GoldEvent struct {
	Key        string           `json:"key"`
	Type       schema.EventType `json:"type"`
	Modality   schema.Modality  `json:"modality"`
	Initiators []string         `json:"initiators"`
	Recipients []string         `json:"recipients"`
	Parties    []string         `json:"parties"`
	Mediators  []string         `json:"mediators"`
	Date       *GoldDate        `json:"date"`
	Place      string           `json:"place"`
	Quote      string           `json:"quote"`
	Global     string           `json:"global"`
}

// GoldDate is the first and last day of an event.
type GoldDate struct {
	Start schema.Date `json:"start"`
	End   schema.Date `json:"end"`
}

// Article returns what a coder is given of the gold article.
func (g Gold) Article() schema.Article {
	return schema.Article{
		ID: g.ID, URL: g.URL, Title: g.Title, Text: g.Text, Language: g.Language,
		PublishedAt: g.Published, Publisher: g.Publisher,
	}
}

// ReadGold reads every .json file of dir, in the order of their names. What
// cannot be used is left out; the error then names each such file and why.
func ReadGold(dir string) ([]Gold, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("list gold articles of %s: %w", dir, err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no gold articles (*.json) in %s", dir)
	}
	slices.Sort(files)
	var (
		gold []Gold
		errs []error
		seen = make(map[string]string)
	)
	for _, f := range files {
		g, err := readGold(f)
		if err == nil && seen[g.ID] != "" {
			err = fmt.Errorf("id %q is that of %s, too", g.ID, seen[g.ID])
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("gold article %s: %w", f, err))
			continue
		}
		seen[g.ID] = f
		gold = append(gold, g)
	}
	return gold, errors.Join(errs...)
}

func readGold(file string) (Gold, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return Gold{}, err
	}
	var g Gold
	if err := json.Unmarshal(b, &g); err != nil {
		return Gold{}, err
	}
	return g, g.usable()
}

// usable tells what would make a comparison meaningless.
func (g Gold) usable() error {
	if g.ID == "" {
		return errors.New("no id")
	}
	actors := make(map[string]bool)
	for _, a := range g.Actors {
		if a.Key == "" || actors[a.Key] {
			return fmt.Errorf("actor key %q missing or used twice", a.Key)
		}
		actors[a.Key] = true
	}
	events := make(map[string]bool)
	for _, e := range g.Events {
		if e.Key == "" || events[e.Key] {
			return fmt.Errorf("event key %q missing or used twice", e.Key)
		}
		events[e.Key] = true
		if _, ok := e.Type.Info(); !ok {
			return fmt.Errorf("event %s: type %q is not in the vocabulary", e.Key, e.Type)
		}
		for _, p := range e.parts() {
			if !actors[p.actor] {
				return fmt.Errorf("event %s: no actor %q", e.Key, p.actor)
			}
		}
	}
	for _, o := range g.Order {
		if !events[o[0]] || !events[o[1]] {
			return fmt.Errorf("order %s, %s: not two events of the article", o[0], o[1])
		}
	}
	return nil
}

// Check tells every violation of the format that a reader of the labels
// would stumble over, one error each.
func (g Gold) Check() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	full := g.Title + "\n\n" + g.Text
	if g.Language != schema.Arabic && g.Language != schema.English {
		bad("language %q", g.Language)
	}
	for _, a := range g.Actors {
		switch {
		case !slices.Contains([]schema.Kind{schema.Person, schema.State, schema.Organization, schema.Group}, a.Kind):
			bad("actor %s: kind %q", a.Key, a.Kind)
		case a.Kind == schema.State && len(a.State) != 3:
			bad("actor %s: a state without its code", a.Key)
		case !slices.ContainsFunc(a.Names, func(n string) bool { return strings.Contains(full, n) }):
			bad("actor %s: none of its names is in the article", a.Key)
		}
	}
	for _, e := range g.Events {
		if e.Type == "STATEMENT" {
			bad("event %s: statements are not labelled", e.Key)
		}
		if !slices.Contains([]schema.Modality{schema.Actual, schema.Planned, schema.Denied, schema.Hypothetical}, e.Modality) {
			bad("event %s: modality %q", e.Key, e.Modality)
		}
		if len(e.parts()) == 0 {
			bad("event %s: no participants", e.Key)
		}
		if e.Quote == "" || !strings.Contains(full, e.Quote) {
			bad("event %s: quote is not in the article: %.60s", e.Key, e.Quote)
		}
		if d := e.Date; d != nil && d.End.Before(d.Start) {
			bad("event %s: date ends before it starts", e.Key)
		}
	}
	return errors.Join(errs...)
}

// part is one participant of an event: its role and the key of a gold actor
// or "?" and the id of a predicted actor that matches none.
type part struct {
	role  schema.Role
	actor string
}

func (e GoldEvent) parts() []part {
	var ps []part
	for _, r := range []struct {
		role schema.Role
		keys []string
	}{
		{schema.Initiator, e.Initiators}, {schema.Recipient, e.Recipients},
		{schema.Party, e.Parties}, {schema.Mediator, e.Mediators},
	} {
		for _, k := range r.keys {
			ps = append(ps, part{r.role, k})
		}
	}
	return ps
}

// Coded returns the labels as a coder's output, for whoever wants to see
// what becomes of perfect claims. Events whose quote stands in the title
// only take the article's first line as evidence. The error is that of
// [schema.Coded.Check].
func (g Gold) Coded() (schema.Coded, error) {
	c := schema.Coded{Article: g.Article(), Coder: "gold"}
	ids := make(map[string]string)
	for _, a := range g.Actors {
		ids[a.Key] = g.actorID(a)
		name := a.Names[0]
		for _, n := range a.Names {
			if n[0] < utf8.RuneSelf { // the usual English name stands after those of an Arabic article
				name = n
			}
		}
		coded := schema.Actor{ID: ids[a.Key], Kind: a.Kind, Name: name, Names: a.Names, State: a.State, Role: a.Role, Unnamed: a.Unnamed, Count: 1}
		if a.Kind == schema.State {
			coded.Code = a.State
		}
		c.Actors = append(c.Actors, coded)
	}
	keys := make(map[string]string)
	for _, ge := range g.Events {
		e := schema.Event{Type: ge.Type, Modality: ge.Modality, Confidence: 1, Evidence: g.evidence(ge.Quote)}
		if ge.Date != nil {
			e.Date = schema.Between(ge.Date.Start, ge.Date.End)
		}
		if ge.Place != "" {
			e.Place = &schema.Place{ID: schema.PlaceID(ge.Place), Name: ge.Place}
		}
		for _, p := range ge.parts() {
			e.Participants = append(e.Participants, schema.Participant{Role: p.role, Actor: ids[p.actor]})
		}
		e.ID = schema.EventID(g.ID, e)
		keys[ge.Key] = e.ID
		c.Events = append(c.Events, e)
	}
	for _, o := range g.Order {
		c.Order = append(c.Order, schema.Order{Earlier: keys[o[0]], Later: keys[o[1]]})
	}
	return c, c.Check()
}

func (g Gold) actorID(a GoldActor) string {
	if a.Kind == schema.State {
		return schema.StateID(a.State)
	}
	return schema.ActorID(a.Kind, g.ID, a.Key)
}

func (g Gold) evidence(quote string) schema.Evidence {
	at := strings.Index(g.Text, quote)
	if at < 0 {
		quote, _, _ = strings.Cut(g.Text, "\n")
		at = 0
	}
	start := utf8.RuneCountInString(g.Text[:at])
	return schema.Evidence{Quote: quote, Span: schema.Span{Start: start, End: start + utf8.RuneCountInString(quote)}}
}
