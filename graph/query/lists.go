package query

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

func (q Events) ask(b *builder) {
	set := b.events(q.Where)
	l := listing{e: b.fresh("e"), set: set, order: q.Order, page: q.Page}
	var rows, total string
	if q.Page.Rows {
		q.Of.Plain = q.Of.Plain || !l.byTime() // for cursors
		rows = b.rows(l) + "\n" + b.give(b.event(l.e, q.Of), l.e)
	}
	if q.Page.Total {
		total = "COUNT { " + b.everyEvent(l.e, set, "") + " RETURN 1 AS one }"
	}
	b.answer(rows, total)
}

// eventPage is an expression for a page of the events of an actor.
func (b *builder) eventPage(f EventFilter, order Order, page Page, of Selection, actor string) string {
	set := b.events(f)
	l := listing{e: b.fresh("e"), set: set, order: order, page: page, of: actor}
	rows, total := "[]", "null"
	if page.Rows {
		of.Plain = of.Plain || !l.byTime() // for cursors
		rows = "COLLECT {\n" + b.rows(l) + "\n" + b.give(b.event(l.e, of), l.e) + " }"
	}
	if page.Total {
		e := b.fresh("e")
		total = "COUNT { " + b.everyEvent(e, set, actor) + " RETURN 1 AS one }"
	}
	return "{rows: " + rows + ", total: " + total + "}"
}

func (q Actors) ask(b *builder) {
	set := b.actors(q.Where)
	match := "MATCH (x:Actor) WHERE " + set.holds("x")
	if set.list != "" {
		match = "UNWIND " + set.list + " AS x WITH x"
	}
	c := b.after(q.Page, actorList)
	b.page(q.Page, match, fmt.Sprintf("x.name > %[1]s OR x.name = %[1]s AND x.id > %[2]s", b.param(c.text), b.param(c.id)), "x.name, x.id", b.actor("x", q.Of))
}

// page makes the body for a page of x that match, of which beyond holds.
func (b *builder) page(p Page, match, beyond, order, show string) {
	var rows, total string
	if p.Rows {
		rows = match + " WITH x WHERE " + beyond + " WITH x ORDER BY " + order + " LIMIT " + b.limit(p.First+1) + "\n" + b.give(show, "x")
	}
	if p.Total {
		total = "COUNT { " + match + " RETURN 1 AS one }"
	}
	b.answer(rows, total)
}

func (q States) ask(b *builder) {
	b.answer("MATCH (x:State) WITH x ORDER BY x.name, x.id LIMIT "+b.limit(q.First)+b.give(b.actor("x", q.Of), "x"), "")
}

func (q Articles) ask(b *builder) {
	f := q.Where
	match, conds := "MATCH (x:Article)", []string{}
	if f.IDs != nil {
		conds = append(conds, "x.id IN "+b.param(strs(f.IDs)))
	}
	if f.Text != nil {
		found := b.gatherEvents("UNWIND " + b.param(luceneWords(b.words("text", *f.Text))) + " AS words CALL db.index.fulltext.queryNodes('articleText', words) YIELD node AS x")
		match = "UNWIND " + found + " AS x WITH x"
	}
	if f.Languages != nil {
		conds = append(conds, "x.language IN "+b.param(strs(f.Languages)))
	}
	if f.Source != nil {
		conds = append(conds, fmt.Sprintf("EXISTS { (x)<-[:PUBLISHED]-(src:Source) WHERE src.id = %[1]s OR src.name = %[1]s }", b.param(*f.Source)))
	}
	if !f.From.IsZero() {
		conds = append(conds, "x.publishedAt >= "+b.day(f.From))
	}
	if !f.To.IsZero() {
		conds = append(conds, "x.publishedAt <= "+b.day(f.To))
	}
	if f.Reports != nil {
		e := b.fresh("e")
		found := b.gatherEvents(b.everyEvent(e, b.events(*f.Reports), "") + " MATCH (x:Article)-[:REPORTS]->(" + e + ")")
		conds = append(conds, "x IN "+found)
		if match == "MATCH (x:Article)" {
			match = "UNWIND " + found + " AS x WITH x"
		}
	}
	if f.Mentions != nil {
		a := b.fresh("a")
		conds = append(conds, fmt.Sprintf("EXISTS { (x)-[:MENTIONS]->(%s) WHERE %s }", a, b.actors(*f.Mentions).holds(a)))
	}
	c := b.after(q.Page, articleList)
	day := "coalesce(toString(x.publishedAt), '')"
	at, id := b.param(c.text), b.param(c.id)
	first := b.param(q.Page.After == "")
	b.page(q.Page, match+where(conds), fmt.Sprintf("%s OR %s < %s OR %[2]s = %[3]s AND x.id > %[4]s", first, day, at, id), day+" DESC, x.id", b.article("x", q.Of))
}

func (q OneActor) ask(b *builder) {
	if (q.ID == nil) == (q.Name == nil) {
		b.fail("actor: give exactly one of id and name")
		return
	}
	var list string
	if q.ID != nil {
		list = b.byID(KindActor, *q.ID)
	} else {
		list = b.named(*q.Name)
	}
	b.answer("UNWIND "+list+" AS x WITH x ORDER BY COUNT { (x)-[:"+anyPart+"]->() } DESC, x.id LIMIT 1\n"+b.give(b.actor("x", q.Of), "x"), "")
}

func (q Node) ask(b *builder) {
	var parts []string
	for _, k := range kinds {
		of, ok := q.Of[k.kind]
		if !ok {
			continue
		}
		list := b.byID(k.kind, q.ID)
		parts = append(parts, "UNWIND "+list+" AS x"+hit(k.kind, k.show(b, "x", of)))
	}
	if len(parts) == 0 {
		b.answer("", "")
		return
	}
	b.answer(call(strings.Join(parts, "\nUNION ALL\n"))+"\nRETURN hit LIMIT 1", "")
}

// hit ends a subquery by returning a node x of a kind. The sets that show uses
// are named beside it: where show counts something, Cypher takes the map for
// an aggregation, and refuses what it is not grouped by.
func hit(kind Kind, show string) string {
	seen := append(setVariable.FindAllString(show, -1), "x")
	slices.Sort(seen)
	return fmt.Sprintf(" WITH %s, {kind: '%s', node: %s} AS hit RETURN hit", strings.Join(slices.Compact(seen), ", "), kind, show)
}

// byID gathers the node of an id, at most one. Events and actors are also
// found by the ids that the articles' own claims have.
func (b *builder) byID(kind Kind, id string) string {
	p, v, found := b.param(id), b.fresh("s"), b.fresh("s")
	b.set(fmt.Sprintf("MATCH (x:%s) WHERE x.id = %s RETURN collect(x) AS %s", kind, p, v))
	claims := map[Kind]string{KindEvent: "REPORTS", KindActor: "MENTIONS"}[kind]
	if claims == "" {
		return v
	}
	b.set(fmt.Sprintf("CALL (*) { UNWIND CASE WHEN size(%[1]s) = 0 THEN [%[2]s] ELSE [] END AS claim MATCH ()-[r:%[3]s]->(x:%[4]s) USING INDEX SEEK r:%[3]s(claim) WHERE r.claim = claim RETURN x ORDER BY x.id LIMIT 1 } WITH collect(x) AS near RETURN %[1]s + near AS %[5]s",
		v, p, claims, kind, found))
	return found
}

func (q Sources) ask(b *builder) {
	b.answer("MATCH (x:Source) WITH x ORDER BY x.name, x.id"+b.give(b.source("x", q.Of), "x"), "")
}

// countKeys are the expressions of the dimensions: e stands for the event, x
// for an actor who has a part in it by one of the relationships.
var countKeys = map[Dimension]struct{ key, rels string }{
	ByType:           {"e.type", ""},
	ByFamily:         {"e.family", ""},
	ByInitiator:      {"x.id", "INITIATED|JOINED"},
	ByRecipient:      {"x.id", "RECEIVED|JOINED"},
	ByInitiatorState: {"coalesce(x.state, '')", "INITIATED|JOINED"},
	ByRecipientState: {"coalesce(x.state, '')", "RECEIVED|JOINED"},
	ByYear:           {"coalesce(left(toString(e.start), 4), '')", ""},
	ByMonth:          {"coalesce(left(toString(e.start), 7), '')", ""},
	ByDay:            {"coalesce(toString(e.start), '')", ""},
}

var countVariable = regexp.MustCompile(`\b[ex]\b`)

func (q EventCounts) ask(b *builder) {
	if len(q.By) < 1 || len(q.By) > 2 {
		b.fail("by: give one or two dimensions, not %d", len(q.By))
		return
	}
	e := b.fresh("e")
	text := b.everyEvent(e, b.events(q.Where), "")
	// One actor for each side that is counted by; the two are never the same.
	sides := map[string]string{}
	var match, conds, keys, names []string
	for _, d := range q.By {
		c, ok := countKeys[d]
		if !ok {
			b.fail("by: there is no dimension %s", clip(string(d)))
			return
		}
		x := sides[c.rels]
		if c.rels != "" && x == "" {
			x = b.fresh("x")
			match = append(match, fmt.Sprintf("(%s)<-[:%s]-(%s)", e, c.rels, x))
			for _, other := range sides {
				conds = append(conds, x+" <> "+other)
			}
			sides[c.rels] = x
		}
		k := b.fresh("k")
		key := countVariable.ReplaceAllStringFunc(c.key, func(v string) string { return map[string]string{"e": e, "x": x}[v] })
		keys, names = append(keys, key+" AS "+k), append(names, k)
	}
	find := ""
	if len(match) > 0 {
		find = "MATCH " + strings.Join(match, ", ") + where(conds) + " "
	}
	list := strings.Join(names, ", ")
	text += fmt.Sprintf(" CALL (%s) { %sRETURN DISTINCT %s }", e, find, strings.Join(keys, ", "))
	b.answer(text+"\nWITH "+list+", count(*) AS n ORDER BY n DESC, "+list+" LIMIT "+b.limit(q.First)+" RETURN {keys: ["+list+"], count: n}", "")
}

func (q Search) ask(b *builder) {
	words := b.words("text", q.Text)
	names, texts := b.param(luceneFuzzy(words)), b.param(luceneNear(words))
	first := b.limit(q.First)
	index := map[Kind][]string{
		KindActor:   {"CALL db.index.fulltext.queryNodes('actorText', words, {limit: " + first + "}) YIELD node, score RETURN node AS x, score"},
		KindEvent:   {"CALL db.index.fulltext.queryNodes('eventTitles', words, {limit: " + first + "}) YIELD node, score RETURN node AS x, score", "CALL db.index.fulltext.queryRelationships('reportQuotes', words, {limit: " + first + "}) YIELD relationship, score RETURN endNode(relationship) AS x, score"},
		KindArticle: {"CALL db.index.fulltext.queryNodes('articleText', words, {limit: " + first + "}) YIELD node, score RETURN node AS x, score"},
	}
	var hits, shown []string
	for _, k := range kinds {
		for _, ask := range index[k.kind] {
			words := texts
			if k.kind == KindActor {
				words = names
			}
			hits = append(hits, "UNWIND "+words+" AS words "+ask)
		}
		if index[k.kind] != nil {
			of := q.Of[k.kind]
			shown = append(shown, fmt.Sprintf("WITH * WHERE x:%s%s", k.kind, hit(k.kind, k.show(b, "x", of))))
		}
	}
	b.answer(call(strings.Join(hits, "\nUNION\n"))+"\nWITH x, max(score) AS score ORDER BY score DESC, x.id LIMIT "+first+
		"\n"+call(strings.Join(shown, "\nUNION ALL\n"), "x")+"\nRETURN hit", "")
}
