package score

import (
	"cmp"
	"slices"
	"strings"

	"safir/schema"
)

// tally counts what figures are made of.
type tally struct {
	articles, missing             int
	pred, gold, exact, typed      int
	soft                          float64
	pairsPred, pairsGold          int
	pairHitsPred, pairHitsGold    int
	actorsPred, actorsGold        int
	actorHits                     int
	dates, dateHits               int
	orderPred, orderGold, ordered int
	spans, spanHits               int
}

// Compare judges coded articles against gold articles. Coded articles are
// found by the id of their article; the later of two with one id counts. One
// that is not there is counted as missing, and all its events as missed.
func Compare(gold []Gold, coded []schema.Coded) Report {
	byID := make(map[string]schema.Coded, len(coded))
	for _, c := range coded {
		byID[c.Article.ID] = c
	}
	var (
		total     tally
		languages = make(map[string]*tally)
		types     = make(map[schema.EventType]*tally)
		r         Report
	)
	for _, g := range gold {
		c, found := byID[g.ID]
		lang := languages[string(g.Language)]
		if lang == nil {
			lang = new(tally)
			languages[string(g.Language)] = lang
		}
		a := align(g, c)
		for _, t := range []*tally{&total, lang} {
			t.add(a, found)
		}
		a.perType(types)
		if len(a.gold) == 0 {
			r.Eventless.add(len(a.pred))
		}
		r.Misses = append(r.Misses, a.misses()...)
	}
	r.Figures = total.figures()
	for _, l := range sortedKeys(languages) {
		r.Languages = append(r.Languages, Row{Of: l, Figures: languages[l].figures()})
	}
	for _, info := range schema.EventTypes() {
		if t := types[info.Type]; t != nil {
			r.Types = append(r.Types, t.typeRow(info.Type))
		}
	}
	return r
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// alignment is one article's prediction laid against its gold.
type alignment struct {
	article   Gold
	actors    map[string]GoldActor
	predicted map[string]schema.Actor
	gold      []GoldEvent
	goldParts [][]part
	pred      []schema.Event
	predParts [][]part
	order     []schema.Order
	matches   []match
	goldOf    map[int]int // pred index to gold index
	predOf    map[int]int
	fullText  string
	goldByKey map[string]int
	predByID  map[string]int
}

type match struct {
	f1         float64
	pred, gold int
}

func counted(t schema.EventType, m schema.Modality) bool {
	return t != "STATEMENT" && (m == "" || m == schema.Actual || m == schema.Planned)
}

func align(g Gold, c schema.Coded) *alignment {
	a := &alignment{
		article: g, order: c.Order, fullText: g.Title + "\n\n" + g.Text,
		actors: make(map[string]GoldActor), predicted: make(map[string]schema.Actor),
		goldOf: make(map[int]int), predOf: make(map[int]int),
		goldByKey: make(map[string]int), predByID: make(map[string]int),
	}
	for _, x := range g.Actors {
		a.actors[x.Key] = x
	}
	for _, x := range c.Actors {
		a.predicted[x.ID] = x
	}
	goldKey := matchActors(c.Actors, g.Actors)
	for _, e := range g.Events {
		if counted(e.Type, e.Modality) {
			a.goldByKey[e.Key] = len(a.gold)
			a.gold = append(a.gold, e)
			a.goldParts = append(a.goldParts, e.parts())
		}
	}
	for _, e := range c.Events {
		if !counted(e.Type, e.Modality) {
			continue
		}
		var ps []part
		for _, p := range e.Participants {
			k, ok := goldKey[p.Actor]
			if !ok {
				k = "?" + p.Actor
			}
			ps = append(ps, part{p.Role, k})
		}
		a.predByID[e.ID] = len(a.pred)
		a.pred = append(a.pred, e)
		a.predParts = append(a.predParts, ps)
	}
	a.matchEvents()
	return a
}

// matchEvents pairs events of one type that share a state, those with the
// most participants in common first, then the nearest in the article.
func (a *alignment) matchEvents() {
	var found []match
	for i, p := range a.pred {
		for j, g := range a.gold {
			if kin(p.Type) == kin(g.Type) && a.shareState(a.predParts[i], a.goldParts[j]) {
				found = append(found, match{partsF1(a.predParts[i], a.goldParts[j]), i, j})
			}
		}
	}
	slices.SortFunc(found, func(x, y match) int {
		return -cmp.Or(
			cmp.Compare(x.f1, y.f1),
			-cmp.Compare(distance(x), distance(y)),
			cmp.Compare(x.pred, y.pred),
			cmp.Compare(x.gold, y.gold),
		)
	})
	for _, m := range found {
		_, predDone := a.goldOf[m.pred]
		_, goldDone := a.predOf[m.gold]
		if !predDone && !goldDone {
			a.goldOf[m.pred], a.predOf[m.gold] = m.gold, m.pred
			a.matches = append(a.matches, m)
		}
	}
}

func distance(m match) int { return max(m.pred-m.gold, m.gold-m.pred) }

func (a *alignment) shareState(pred, gold []part) bool {
	return len(gold) == 0 || slices.ContainsFunc(pred, func(p part) bool {
		s := a.state(p.actor)
		return slices.ContainsFunc(gold, func(g part) bool { return a.state(g.actor) == s })
	})
}

func (a *alignment) state(actor string) string {
	state := ""
	if g, ok := a.actors[actor]; ok {
		state = g.State
	} else if id, ok := strings.CutPrefix(actor, "?"); ok {
		state = a.predicted[id].State
	}
	return cmp.Or(state, actor)
}

func sameDate(pred schema.Interval, gold *GoldDate) bool {
	if gold == nil || pred.IsZero() {
		return gold == nil && pred.IsZero()
	}
	return pred.Start == gold.Start && pred.End == gold.End
}

func (t *tally) add(a *alignment, found bool) {
	t.articles++
	if !found {
		t.missing++
	}
	t.pred += len(a.pred)
	t.gold += len(a.gold)
	for _, m := range a.matches {
		t.addMatch(a, m)
	}
	t.addPairs(a)
	t.addActors(a)
	t.addOrder(a)
	for _, e := range a.pred {
		t.spans++
		if e.Quote != "" && strings.Contains(a.fullText, e.Quote) {
			t.spanHits++
		}
	}
}

func (t *tally) addMatch(a *alignment, m match) {
	t.typed++
	t.soft += m.f1
	if m.f1 > 0.999 {
		t.exact++
	}
	t.dates++
	if sameDate(a.pred[m.pred].Date, a.gold[m.gold].Date) {
		t.dateHits++
	}
}

func contact(t schema.EventType) bool {
	info, _ := t.Info()
	return info.Contact
}

// addPairs compares who contacted whom. A gold contact that has no direction
// is right either way round.
func (t *tally) addPairs(a *alignment) {
	gold, pred, open := make(map[pair]bool), make(map[pair]bool), make(map[pair]bool)
	for j, e := range a.gold {
		if !contact(e.Type) {
			continue
		}
		for p := range pairs(a.goldParts[j]) {
			gold[p] = true
			if len(e.Initiators) == 0 {
				open[p], open[p.turned()] = true, true
			}
		}
	}
	for i, e := range a.pred {
		if contact(e.Type) {
			for p := range pairs(a.predParts[i]) {
				pred[p] = true
			}
		}
	}
	t.pairsGold += len(gold)
	t.pairsPred += len(pred)
	for p := range pred {
		if gold[p] || open[p] {
			t.pairHitsPred++
		}
	}
	for p := range gold {
		if pred[p] || open[p] && pred[p.turned()] {
			t.pairHitsGold++
		}
	}
}

func (t *tally) addActors(a *alignment) {
	gold, pred := actorSet(a.goldParts), actorSet(a.predParts)
	t.actorsGold += len(gold)
	t.actorsPred += len(pred)
	for x := range pred {
		if gold[x] {
			t.actorHits++
		}
	}
}

func actorSet(events [][]part) map[string]bool {
	m := make(map[string]bool)
	for _, ps := range events {
		for _, p := range ps {
			m[p.actor] = true
		}
	}
	return m
}

func (t *tally) addOrder(a *alignment) {
	gold, pred := make(map[[2]int]bool), make(map[[2]int]bool)
	for _, o := range a.article.Order {
		x, ok1 := a.goldByKey[o[0]]
		y, ok2 := a.goldByKey[o[1]]
		if ok1 && ok2 {
			gold[[2]int{x, y}] = true
		}
	}
	for _, o := range a.order {
		x, ok1 := a.predByID[o.Earlier]
		y, ok2 := a.predByID[o.Later]
		if ok1 && ok2 {
			pred[[2]int{x, y}] = true
		}
	}
	t.orderGold += len(gold)
	t.orderPred += len(pred)
	for o := range pred {
		x, ok1 := a.goldOf[o[0]]
		y, ok2 := a.goldOf[o[1]]
		if ok1 && ok2 && gold[[2]int{x, y}] {
			t.ordered++
		}
	}
}

// perType counts events under their own type: a mediation told as
// negotiation is a hit in both rows.
func (a *alignment) perType(types map[schema.EventType]*tally) {
	of := func(t schema.EventType) *tally {
		if types[t] == nil {
			types[t] = new(tally)
		}
		return types[t]
	}
	for _, e := range a.gold {
		of(e.Type).gold++
	}
	for _, e := range a.pred {
		of(e.Type).pred++
	}
	for _, m := range a.matches {
		of(a.gold[m.gold].Type).addMatch(a, m)
	}
}
