package query

import (
	"fmt"
	"regexp"

	"safir/schema"
)

// pairs finds the contacts that an event is: who initiated it with each who
// received it or was a party; a party with each who received it; and parties
// with each other, once, in the order of their ids.
type pairs struct {
	who, whom, mutual string // variables
	conds             []string
	of                string // variable of an actor that is one of the two; "" for any
}

// pairs compiles what a filter asks of the two sides.
func (b *builder) pairs(f ContactFilter, set *eventSet, of string) *pairs {
	p := &pairs{who: b.fresh("a"), whom: b.fresh("a"), mutual: b.fresh("c"), of: of}
	side := func(f ActorFilter) actorSet {
		s := b.actors(f)
		if s.list != "" {
			set.lists = append(set.lists, s.list)
		}
		return s
	}
	any := actorSet{holds: func(string) string { return "true" }}
	if f.Who != nil || f.Whom != nil {
		who, whom := any, any
		if f.Who != nil {
			who = side(*f.Who)
		}
		if f.Whom != nil {
			whom = side(*f.Whom)
		}
		p.conds = append(p.conds, fmt.Sprintf("(%s AND %s OR %s AND %s AND %s)",
			who.holds(p.who), whom.holds(p.whom), p.mutual, who.holds(p.whom), whom.holds(p.who)))
	}
	if f.Between != nil {
		if len(f.Between) != 2 {
			b.fail("between: give exactly two actors, not %d", len(f.Between))
			return p
		}
		one, two := side(f.Between[0]), side(f.Between[1])
		p.conds = append(p.conds, fmt.Sprintf("(%s AND %s OR %s AND %s)",
			one.holds(p.who), two.holds(p.whom), one.holds(p.whom), two.holds(p.who)))
	}
	if of != "" {
		p.conds = append(p.conds, fmt.Sprintf("(%s = %s OR %s = %[2]s)", p.who, of, p.whom))
	}
	return p
}

// expand returns clauses that make of each event its contacts.
func (p *pairs) expand(e string, conds []string) string {
	r, s := p.who+"r", p.whom+"r"
	return " " + call(fmt.Sprintf("MATCH (%[1]s)-[%[2]s:INITIATED|JOINED]->(%[3]s)<-[%[4]s:RECEIVED|JOINED]-(%[5]s) "+
		"WHERE %[1]s <> %[5]s AND (type(%[2]s) = 'INITIATED' OR type(%[4]s) = 'RECEIVED' OR %[1]s.id < %[5]s.id) "+
		"WITH DISTINCT %[1]s, %[5]s, type(%[2]s) = 'JOINED' AND type(%[4]s) = 'JOINED' AS %[6]s%[7]s RETURN %[1]s, %[5]s, %[6]s",
		p.who, r, e, s, p.whom, p.mutual, where(append(p.conds[:len(p.conds):len(p.conds)], conds...))), e, p.of)
}

// contactSet compiles a filter for contacts.
func (b *builder) contactSet(f ContactFilter, of string) (eventSet, *pairs) {
	set := b.events(f.events())
	p := b.pairs(f, &set, of)
	return set, p
}

func (q Contacts) ask(b *builder) {
	set, p := b.contactSet(q.Where, "")
	l := listing{e: b.fresh("e"), set: set, pairs: p, order: q.Order, page: q.Page}
	var rows, total string
	if q.Page.Rows {
		rows = b.rows(l) + "\n" + b.give(fmt.Sprintf("{who: %s, whom: %s, mutual: %s, event: %s}",
			b.actor(p.who, q.Who), b.actor(p.whom, q.Whom), p.mutual, b.event(l.e, q.Event)), l.e, p.who, p.whom, p.mutual)
	}
	if q.Page.Total {
		total = "COUNT { " + b.everyEvent(l.e, set, "") + p.expand(l.e, nil) + " RETURN 1 AS one }"
	}
	b.answer(rows, total)
}

func (q ContactPairs) ask(b *builder) {
	b.answer(b.pairRows(q.Where, q.First, q.Who, q.Whom, ""), "")
}

// pairRows counts contacts per ordered pair.
func (b *builder) pairRows(f ContactFilter, first int, who, whom Selection, of string) string {
	if f.derived() {
		return b.derivedPairRows(f, first, who, whom, of)
	}
	set, p := b.contactSet(f, of)
	e, n, from, to, by := b.fresh("e"), b.fresh("c"), b.fresh("c"), b.fresh("c"), b.fresh("c")
	return fmt.Sprintf("%s%s\nWITH %s, %s, count(*) AS %s, min(%s.start) AS %s, max(%[6]s.end) AS %[8]s, collect(DISTINCT %[6]s.type) AS %[9]s ORDER BY %[5]s DESC, %[3]s.id, %[4]s.id LIMIT %[10]s\n%[11]s",
		b.everyEvent(e, set, of), p.expand(e, nil), p.who, p.whom, n, e, from, to, by, b.limit(first), b.givePair(p, who, whom, n, from, to, by))
}

func (b *builder) givePair(p *pairs, who, whom Selection, n, from, to, by string) string {
	return b.give(fmt.Sprintf("{who: %s, whom: %s, count: %s, first: toString(%s), last: toString(%s), by: %s}",
		b.actor(p.who, who), b.actor(p.whom, whom), n, from, to, by), p.who, p.whom, n, from, to, by)
}

// derived tells whether CONTACTED, which counts the contacts that happened
// per ordered pair, knows all that the filter asks.
func (f ContactFilter) derived() bool {
	return f.By == nil && f.After == nil && f.Before == nil && f.On.IsZero() && f.From.IsZero() && f.To.IsZero() && f.MinConfidence == nil &&
		len(f.Modality) == 1 && f.Modality[0] == schema.Actual
}

// derivedPairRows is pairRows by way of CONTACTED. Of who and whom the side
// that is asked for may be either one of a contact without direction, so that
// a pair in the other order counts with its mutual contacts alone; what else
// is told of those is then read from their events, for the rows of the page.
func (b *builder) derivedPairRows(f ContactFilter, first int, who, whom Selection, of string) string {
	var set eventSet
	p := b.pairs(f, &set, of)
	c, n, whole := b.fresh("c"), b.fresh("c"), b.fresh("c")
	// The conditions with and without the mutual ones.
	straight, either := p.given(p.conds, "false"), p.given(p.conds, "true")
	var match string
	if d := b.driver(set, of, 0); d.list != "" {
		x, o := b.fresh("x"), b.fresh("x")
		match = fmt.Sprintf("UNWIND %s AS %s MATCH (%[2]s)-[%s:CONTACTED]-(%s) WITH DISTINCT %[3]s, startNode(%[3]s) AS %[5]s, endNode(%[3]s) AS %[6]s", d.list, x, c, o, p.who, p.whom)
	} else {
		match = fmt.Sprintf("MATCH (%s)-[%s:CONTACTED]->(%s)", p.who, c, p.whom)
	}
	e, from, to, by := b.fresh("e"), b.fresh("c"), b.fresh("c"), b.fresh("c")
	mutual := fmt.Sprintf("MATCH (%s)-[:JOINED]->(%s:Event)<-[:JOINED]-(%s) WHERE %[2]s.contact AND %[2]s.modality = 'ACTUAL'", p.who, e, p.whom)
	return fmt.Sprintf("%s WITH %[5]s, %[6]s, %[7]s, %[2]s AS %[3]s WHERE %[3]s OR %[4]s AND %[5]s.mutual > 0\n"+
		"WITH %[5]s, %[6]s, %[7]s, %[3]s, CASE WHEN %[3]s THEN %[5]s.count ELSE %[5]s.mutual END AS %[8]s ORDER BY %[8]s DESC, %[6]s.id, %[7]s.id LIMIT %[9]s\n"+
		"CALL (%[5]s, %[6]s, %[7]s, %[3]s) { WITH %[5]s, %[6]s, %[7]s, %[3]s WHERE %[3]s OR %[5]s.mutual = %[5]s.count RETURN %[5]s.first AS %[10]s, %[5]s.last AS %[11]s, %[5]s.types AS %[12]s "+
		"UNION ALL WITH %[5]s, %[6]s, %[7]s, %[3]s WHERE NOT (%[3]s OR %[5]s.mutual = %[5]s.count) CALL (%[6]s, %[7]s) { %[13]s RETURN min(%[14]s.start) AS %[10]s, max(%[14]s.end) AS %[11]s, collect(DISTINCT %[14]s.type) AS %[12]s } RETURN %[10]s, %[11]s, %[12]s }\n%[15]s",
		match, straight, whole, either, c, p.who, p.whom, n, b.limit(first), from, to, by, mutual, e, b.givePair(p, who, whom, n, from, to, by))
}

// given is the conditions with the answer whether the contact is mutual put
// in.
func (p *pairs) given(conds []string, mutual string) string {
	return "(" + regexp.MustCompile(`\b`+p.mutual+`\b`).ReplaceAllString(and(conds), mutual) + ")"
}
