package query

import "fmt"

// moment is a compiled Moment. An event is after it when its start is later
// than day, or when it is in ordered; it is before it when its last possible
// day is earlier than day, or when it is in ordered.
//
// By the contract A is after B when A's earliest day is later than B's
// latest, when a path of FOLLOWS leads from A to B, or when A is tied by
// FOLLOWS to an event that is after B. Both sides are taken to their ends
// here: what follows A's latest day bounds, and so does what B is followed
// by. So ordered holds the events that an order stated in texts puts on that
// side, and that their own days do not.
type moment struct {
	later   bool
	day     string // expression: a date or null
	ordered string // variable of a list of events
}

// holds is the condition that an event's own days put it on that side.
func (m *moment) holds(e string) string {
	if m.later {
		return e + ".start > " + m.day
	}
	return "coalesce(" + e + ".end, " + e + ".notAfter) < " + m.day
}

func (b *builder) moment(name string, m Moment) *moment {
	later := name == "after"
	switch {
	case m.Event == nil && m.Date.IsZero(), m.Event != nil && !m.Date.IsZero():
		b.fail("%s: give exactly one of date and event", name)
		return &moment{later, "null", "[]"}
	case m.Event == nil:
		day := b.day(m.Date)
		v := b.fresh("m")
		b.set(fmt.Sprintf("CALL (*) { %s } RETURN collect(DISTINCT y) AS %s", tiedBeyond(later, day), v))
		return &moment{later, day, v}
	}
	anchors := b.anchors(*m.Event, m.Match)
	next, reach, bound := "(b)<-[:FOLLOWS]-()", "(%s:Event)-[:FOLLOWS*1..]->(b)", "min(coalesce(x.end, x.notAfter))"
	if !later {
		next, reach, bound = "(b)-[:FOLLOWS]->()", "(b)-[:FOLLOWS*1..]->(%s:Event)", "max(x.start)"
	}
	tied, day, ordered := b.fresh("b"), b.fresh("d"), b.fresh("m")
	b.set(fmt.Sprintf("RETURN [b IN %s WHERE EXISTS { %s }] AS %s", anchors, next, tied))
	b.set(fmt.Sprintf("CALL (*) { UNWIND %s AS x RETURN x UNION UNWIND %s AS b MATCH %s RETURN x } RETURN %s AS %s", anchors, tied, fmt.Sprintf(reach, "x"), bound, day))
	b.set(fmt.Sprintf("CALL (*) { UNWIND %s AS b MATCH %s RETURN y UNION %s } RETURN collect(DISTINCT y) AS %s", tied, fmt.Sprintf(reach, "y"), tiedBeyond(later, day), ordered))
	return &moment{later, day, ordered}
}

// tiedBeyond returns a subquery for the events y that are not by their own
// days on the far side of a day, while one that they are tied to is.
func tiedBeyond(later bool, day string) string {
	if later {
		return fmt.Sprintf("MATCH (x:Event)-[:FOLLOWS]->(c:Event) WHERE c.start > %[1]s AND (x.start IS NULL OR x.start <= %[1]s) WITH DISTINCT x MATCH (y:Event)-[:FOLLOWS*0..]->(x) RETURN y", day)
	}
	return fmt.Sprintf("MATCH (c:Event)-[:FOLLOWS]->(x:Event) WHERE coalesce(c.end, c.notAfter) < %[1]s AND NOT coalesce(coalesce(x.end, x.notAfter) < %[1]s, false) WITH DISTINCT x MATCH (x)-[:FOLLOWS*0..]->(y:Event) RETURN y", day)
}

// anchors gathers the events that a moment means.
func (b *builder) anchors(f EventFilter, match Match) string {
	set := b.events(f)
	all := b.fresh("b")
	e := b.fresh("e")
	b.set(b.everyEvent(e, set, "") + " RETURN collect(DISTINCT " + e + ") AS " + all)
	if match == MatchAny || match == "" {
		return all
	}
	one := b.fresh("b")
	// Among events without days only a stated order tells which comes first.
	order := "b.start IS NULL, b.start IS NULL AND EXISTS { (b)-[:FOLLOWS*1..]->(o) WHERE o IN " + all + " }, b.key"
	if match == MatchLast {
		order = "b.start IS NULL, b.start IS NULL AND EXISTS { (o)-[:FOLLOWS*1..]->(b) WHERE o IN " + all + " }, b.key DESC"
	}
	b.set("UNWIND " + all + " AS b WITH b ORDER BY " + order + " LIMIT 1 RETURN collect(b) AS " + one)
	return one
}
