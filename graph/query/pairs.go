package query

import (
	"fmt"
	"slices"

	"safir/schema"
)

// pairs finds the contacts that an event is: who initiated it with each who
// received it or was a party; a party with each who received it; and parties
// with each other, once, in the order of their ids.
type pairs struct {
	who, whom, mutual string // variables
	conds             []string
	straight, turned  []string // of conds, what a contact with direction must meet, and what one without may meet instead
	of                string   // variable of an actor that is one of the two; "" for any
}

// pairs compiles what a filter asks of the two sides.
func (b *builder) pairs(f ContactFilter, set *eventSet, of string) *pairs {
	p := &pairs{who: b.fresh("a"), whom: b.fresh("a"), mutual: b.fresh("c"), of: of}
	side := func(f ActorFilter, rels string) actorSet {
		s := b.actors(f)
		if s.list != "" {
			set.lists = append(set.lists, partOf{s.list, rels})
		}
		return s
	}
	if f.Who != nil || f.Whom != nil {
		var straight, turned []string
		if f.Who != nil {
			who := side(*f.Who, "INITIATED|JOINED")
			straight, turned = append(straight, who.holds(p.who)), append(turned, who.holds(p.whom))
		}
		if f.Whom != nil {
			whom := side(*f.Whom, "RECEIVED|JOINED")
			straight, turned = append(straight, whom.holds(p.whom)), append(turned, whom.holds(p.who))
		}
		p.conds = append(p.conds, "("+and(straight)+" OR "+p.mutual+" AND "+and(turned)+")")
		p.straight, p.turned = straight, turned
	}
	if f.Between != nil {
		if len(f.Between) != 2 {
			b.fail("between: give exactly two actors, not %d", len(f.Between))
			return p
		}
		const either = "INITIATED|RECEIVED|JOINED"
		one, two := side(f.Between[0], either), side(f.Between[1], either)
		p.both(fmt.Sprintf("(%s AND %s OR %s AND %s)", one.holds(p.who), two.holds(p.whom), one.holds(p.whom), two.holds(p.who)))
	}
	if of != "" {
		p.both(fmt.Sprintf("(%s = %s OR %s = %[2]s)", p.who, of, p.whom))
	}
	return p
}

// both adds a condition that does not depend on the direction.
func (p *pairs) both(cond string) {
	p.conds, p.straight, p.turned = append(p.conds, cond), append(p.straight, cond), append(p.turned, cond)
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
		q.Event.Plain = q.Event.Plain || !l.byTime() // for cursors
		rows = b.rows(l) + "\n" + b.give(fmt.Sprintf("{who: %s, whom: %s, mutual: %s, event: %s}",
			b.actor(p.who, q.Who), b.actor(p.whom, q.Whom), p.mutual, b.event(l.e, q.Event)), l.e, p.who, p.whom, p.mutual)
	}
	if q.Page.Total {
		if q.Where.derived() {
			pairs, _, count := b.derivedPairs(p, set, "")
			total = b.fresh("v")
			b.set(pairs + " RETURN sum(" + count + ") AS " + total)
		} else {
			total = "COUNT { " + b.everyEvent(l.e, set, "") + p.expand(l.e, nil) + " RETURN 1 AS one }"
		}
	}
	b.answer(rows, total)
}

func (q ContactPairs) ask(b *builder) { b.answer(b.pairRows(q, ""), "") }

// pairRows counts contacts per ordered pair; of is the variable of an actor
// who is one of the two, "" for any.
func (b *builder) pairRows(q ContactPairs, of string) string {
	if q.Where.derived() {
		return b.derivedPairRows(q, of)
	}
	set, p := b.contactSet(q.Where, of)
	e, n, from, to, by := b.fresh("e"), b.fresh("c"), "null", "null", "null"
	details := ""
	if q.Details {
		from, to, by = b.fresh("c"), b.fresh("c"), b.fresh("c")
		details = fmt.Sprintf(", min(%s.start) AS %s, max(%[1]s.end) AS %[3]s, collect(DISTINCT %[1]s.type) AS %[4]s", e, from, to, by)
	}
	return fmt.Sprintf("%s%s\nWITH %s, %s, count(*) AS %s%s ORDER BY %[5]s DESC, %[3]s.id, %[4]s.id LIMIT %[7]s\n%s",
		b.everyEvent(e, set, of), p.expand(e, nil), p.who, p.whom, n, details, b.limit(q.First), b.givePair(q, p, n, from, to, by))
}

func (b *builder) givePair(q ContactPairs, p *pairs, n, from, to, by string) string {
	return b.give(fmt.Sprintf("{who: %s, whom: %s, count: %s, first: toString(%s), last: toString(%s), by: %s}",
		b.actor(p.who, q.Who), b.actor(p.whom, q.Whom), n, from, to, by), slices.DeleteFunc([]string{p.who, p.whom, n, from, to, by}, func(v string) bool { return v == "null" })...)
}

// derived tells whether CONTACTED, which counts the contacts that happened
// per ordered pair, knows all that the filter asks.
func (f ContactFilter) derived() bool {
	return f.By == nil && f.After == nil && f.Before == nil && f.On.IsZero() && f.From.IsZero() && f.To.IsZero() && f.MinConfidence == nil &&
		len(f.Modality) == 1 && f.Modality[0] == schema.Actual
}

// derivedPairRows is pairRows by way of CONTACTED. The one who is asked for
// may be either side of a contact without direction, so that a pair in the
// other order counts, but with its mutual contacts alone; CONTACTED has their
// number, and their days and types are read from the events of those pairs of
// the page.
func (b *builder) derivedPairRows(q ContactPairs, of string) string {
	var set eventSet
	p := b.pairs(q.Where, &set, of)
	rows, c, n := b.derivedPairs(p, set, of)
	first, last, types := b.fresh("c"), b.fresh("c"), b.fresh("c")
	// The page's least number comes first, so that ids are read of few.
	found, least := b.fresh("c"), b.fresh("c")
	limit := b.limit(q.First)
	rows = call(fmt.Sprintf("%s RETURN collect([%s, %s]) AS %s", rows, n, c, found), of) +
		fmt.Sprintf("\nCALL (%[1]s) { UNWIND %[1]s AS r WITH r[0] AS n ORDER BY n DESC LIMIT %[2]s RETURN min(n) AS %[3]s }\n", found, limit, least) +
		fmt.Sprintf("UNWIND %s AS r WITH r WHERE r[0] >= %s WITH r[0] AS %s, r[1] AS %s, startNode(r[1]) AS %s, endNode(r[1]) AS %s ORDER BY %[3]s DESC, %[5]s.id, %[6]s.id LIMIT %[7]s\n",
			found, least, n, c, p.who, p.whom, limit)
	if !q.Details {
		return rows + b.givePair(q, p, n, "null", "null", "null")
	}
	// One walk over the events of each actor who has such pairs.
	all, row, x, e, o, told := b.fresh("c"), b.fresh("c"), b.fresh("x"), b.fresh("e"), b.fresh("x"), b.fresh("c")
	rows += fmt.Sprintf("WITH collect({who: %s, whom: %s, edge: %s, whole: %s, n: %s}) AS %s\n", p.who, p.whom, c, n+" = "+c+".count", n, all)
	rows += fmt.Sprintf("CALL (%[1]s) { UNWIND [r IN %[1]s WHERE NOT r.whole] AS r WITH r.whom AS %[2]s, collect(r.who) AS others "+
		"MATCH (%[2]s)-[:JOINED]->(%[3]s:Event)<-[:JOINED]-(%[4]s) WHERE %[3]s.contact AND %[3]s.modality = 'ACTUAL' AND %[4]s IN others "+
		"WITH %[2]s, %[4]s, min(%[3]s.start) AS first, max(%[3]s.end) AS last, collect(DISTINCT %[3]s.type) AS types RETURN collect({who: %[4]s, whom: %[2]s, first: first, last: last, types: types}) AS %[5]s }\n", all, x, e, o, told)
	rows += fmt.Sprintf("UNWIND %[1]s AS %[2]s WITH %[2]s, CASE WHEN %[2]s.whole THEN {first: %[2]s.edge.first, last: %[2]s.edge.last, types: %[2]s.edge.types} ELSE [t IN %[3]s WHERE t.who = %[2]s.who AND t.whom = %[2]s.whom][0] END AS %[4]s "+
		"WITH %[2]s.who AS %[5]s, %[2]s.whom AS %[6]s, %[2]s.n AS %[7]s, %[4]s.first AS %[8]s, %[4]s.last AS %[9]s, %[4]s.types AS %[10]s\n",
		all, row, told, b.fresh("c"), p.who, p.whom, n, first, last, types)
	return rows + b.givePair(q, p, n, first, last, types)
}

// derivedPairs returns clauses that find pairs by way of CONTACTED, and the
// variables that they leave: the relationship, beside who and whom, and how
// many of its contacts the conditions take.
func (b *builder) derivedPairs(p *pairs, set eventSet, of string) (rows, edge, count string) {
	edge, count = b.fresh("c"), b.fresh("c")
	match := fmt.Sprintf("MATCH (%s)-[%s:CONTACTED]->(%s)", p.who, edge, p.whom)
	if from := b.driver(set, of, 0); from.list != "" {
		match = call(fmt.Sprintf("UNWIND %[1]s AS %[2]s MATCH (%[2]s)-[%[3]s:CONTACTED]->(%[4]s) RETURN %[3]s, %[2]s, %[4]s\nUNION ALL\n"+
			"UNWIND %[1]s AS %[4]s MATCH (%[2]s)-[%[3]s:CONTACTED]->(%[4]s) WHERE NOT %[2]s IN %[1]s RETURN %[3]s, %[2]s, %[4]s", from.list, p.who, edge, p.whom), of)
	}
	return fmt.Sprintf("%s WITH %s, %s, %s, CASE WHEN %s THEN %[2]s.count WHEN %[6]s THEN %[2]s.mutual ELSE 0 END AS %[7]s WITH %[2]s, %[3]s, %[4]s, %[7]s WHERE %[7]s > 0",
		match, edge, p.who, p.whom, and(p.straight), and(p.turned), count), edge, count
}
