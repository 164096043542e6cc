package query

import "fmt"

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
	set, p := b.contactSet(f, of)
	e, n, from, to, by := b.fresh("e"), b.fresh("c"), b.fresh("c"), b.fresh("c"), b.fresh("c")
	show := fmt.Sprintf("{who: %s, whom: %s, count: %s, first: toString(%s), last: toString(%s), by: %s}", b.actor(p.who, who), b.actor(p.whom, whom), n, from, to, by)
	return fmt.Sprintf("%s%s\nWITH %s, %s, count(*) AS %s, min(%s.start) AS %s, max(%[6]s.end) AS %[8]s, collect(DISTINCT %[6]s.type) AS %[9]s ORDER BY %[5]s DESC, %[3]s.id, %[4]s.id LIMIT %[10]s\n%[11]s",
		b.everyEvent(e, set, of), p.expand(e, nil), p.who, p.whom, n, e, from, to, by, b.limit(first), b.give(show, p.who, p.whom, n, from, to, by))
}
