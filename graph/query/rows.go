package query

import (
	"fmt"
	"slices"
	"strings"

	"safir/schema"
)

// listing is a list of events, or of the contacts that events are, in an
// order and from a place in it.
type listing struct {
	e     string // variable of the event
	set   eventSet
	pairs *pairs // of contacts; nil for a list of events
	order Order
	page  Page
	of    string // variable of the actor in whose events to look; "" for all events
}

// cols are the variables that make up a row.
func (l listing) cols() string {
	if l.pairs == nil {
		return l.e
	}
	return l.e + ", " + l.pairs.who + ", " + l.pairs.whom + ", " + l.pairs.mutual
}

// orderBy is the order of the whole list.
func (l listing) orderBy() string {
	t := l.e + ".key"
	switch l.order {
	case TimeDesc:
		t = l.e + ".start IS NULL, " + l.e + ".key DESC"
	case ReportsDesc:
		t = l.e + ".reports DESC, " + l.e + ".id"
	case ConfidenceDesc:
		t = l.e + ".confidence DESC, " + l.e + ".id"
	}
	return t + l.pairOrder()
}

// keyOrder is the order of the events in one range of keys, told as the
// index has it: with the property before the key, though it is the same in
// all of them.
func (l listing) keyOrder() string {
	down := ""
	if l.order == TimeDesc {
		down = " DESC"
	}
	key := l.e + ".key" + down
	switch {
	case l.set.types != nil:
		return l.e + ".type" + down + ", " + key
	case l.set.contact != nil:
		return l.e + ".contact" + down + ", " + key
	}
	return key
}

func (l listing) pairOrder() string {
	if l.pairs == nil {
		return ""
	}
	return ", " + l.pairs.who + ".id, " + l.pairs.whom + ".id"
}

func (l listing) byTime() bool { return l.order == TimeAsc || l.order == TimeDesc || l.order == "" }

// conds are all conditions on an event but for its place in the list.
func (l listing) conds() []string {
	c := l.set.holds(l.e)
	if l.of != "" {
		c = append(c, l.partOf())
	}
	return c
}

// Keys of events sort by day: "start|end|id", with 9999-99-99 for days that
// are not known.
const (
	noDay   = "9999-99-99"
	dayEnd  = "}" // sorts after every key of the day before it
	keysEnd = "~" // sorts after every key
)

// keys is a range of event keys, lo included, hi excluded.
type keys struct {
	lo, hi  string
	undated bool
}

// ranges returns the ranges of keys that hold the rest of the list after the
// cursor: all of it, and what the days asked for leave.
func (l listing) ranges(c cursor) (rest, bounded []keys) {
	dated, undated := keys{"", noDay, false}, keys{noDay, keysEnd, true}
	if at := c.key; at != "" {
		switch {
		case l.order == TimeDesc && at >= noDay:
			dated.hi, undated.hi = "", l.past(at, true)
		case l.order == TimeDesc:
			dated.hi = l.past(at, true)
		case at >= noDay:
			dated.lo, undated.lo = noDay, l.past(at, false)
		default:
			dated.lo = l.past(at, false)
		}
	}
	rest = join(dated, undated)
	if from := l.set.span.from; !from.IsZero() {
		dated.lo, undated.hi = max(dated.lo, from.String()), ""
	}
	if to := l.set.span.to; !to.IsZero() {
		dated.hi = min(dated.hi, to.String()+dayEnd)
	}
	if l.set.after != nil {
		undated.hi = ""
	}
	return rest, join(dated, undated)
}

// past is the bound next to a cursor's key. Contacts of one event share its
// key, so theirs is still inside.
func (l listing) past(key string, down bool) string {
	if (l.pairs != nil) == down {
		return key + " " // the next greater key
	}
	return key
}

// join leaves out empty ranges and makes one of two that touch.
func join(a, b keys) []keys {
	switch {
	case a.lo >= a.hi && b.lo >= b.hi:
		return nil
	case a.lo >= a.hi:
		return []keys{b}
	case b.lo >= b.hi:
		return []keys{a}
	}
	return []keys{a, b}
}

func keyParam(ks []keys, types []schema.EventType) []any {
	out := []any{}
	add := func(k keys, t any) {
		out = append(out, map[string]any{"lo": k.lo, "hi": k.hi, "undated": k.undated, "type": t})
	}
	for _, k := range ks {
		if types == nil {
			add(k, nil)
		}
		for _, t := range types {
			add(k, string(t))
		}
	}
	return out
}

// driver says from which actors to start, if from any.
type driver struct {
	list string // expression: the actors of whom one has a part in every row; "" for none
	part string // relationships by which they may have it
	walk string // expression: true where they have so many events that walking all events in order finds a page sooner
}

// driver chooses the list whose actors have the fewest events.
func (b *builder) driver(set eventSet, of string, limit int) driver {
	d := driver{part: anyPart}
	var names, parts []string
	for _, l := range set.lists {
		names, parts = append(names, l.actors), append(parts, l.rels)
	}
	if slices.Sort(parts); of == "" && len(parts) > 0 && parts[0] == parts[len(parts)-1] {
		d.part = parts[0]
	}
	degree := "COUNT { (%s)-[:" + d.part + "]->() }"
	var size string
	if len(names) > 0 {
		d.list, size = b.fresh("v"), b.fresh("v")
		b.set(fmt.Sprintf("UNWIND [%s] AS l CALL (l) { UNWIND l.of AS x RETURN coalesce(sum("+fmt.Sprintf(degree, "x")+"), 0) AS n } WITH l.of AS l, n ORDER BY n LIMIT 1 RETURN l AS %s, n AS %s",
			"{of: "+strings.Join(names, "}, {of: ")+"}", d.list, size))
	}
	if of != "" {
		n := fmt.Sprintf(degree, of)
		if d.list == "" {
			d.list, size = "["+of+"]", n
		} else {
			d.list = fmt.Sprintf("CASE WHEN %s <= %s THEN [%s] ELSE %s END", n, size, of, d.list)
			size = fmt.Sprintf("CASE WHEN %s <= %s THEN %[1]s ELSE %[2]s END", n, size)
		}
	}
	if d.list != "" {
		// Of N events an actor has n. Starting from the actor reads n events;
		// walking in order reads about limit·N/n until the page is full.
		d.walk = fmt.Sprintf("(%s) * 1.0 * (%[1]s) > %[2]s * COUNT { (:Event) }", size, b.param(int64(limit)))
	}
	return d
}

// everyEvent returns clauses that find every event of a set once, as e.
func (b *builder) everyEvent(e string, set eventSet, of string) string {
	l := listing{e: e, set: set, of: of}
	conds := where(l.conds())
	if set.given != "" {
		return "UNWIND " + set.given + " AS " + e + " WITH DISTINCT " + e + conds
	}
	if d := b.driver(set, of, 0); d.list != "" {
		x := b.fresh("x")
		return fmt.Sprintf("UNWIND %s AS %s MATCH (%[2]s)-[:%s]->(%s:Event) WITH DISTINCT %[4]s%s", d.list, x, d.part, e, conds)
	}
	_, bounded := l.ranges(cursor{})
	if set.types == nil && set.contact == nil && set.after == nil && set.before == nil && set.span == (span{}) {
		return "MATCH (" + e + ":Event)" + conds // all of them: in the order in which they lie
	}
	k := b.fresh("k")
	text := fmt.Sprintf("UNWIND %s AS %s MATCH (%s:Event)%s%s", b.param(keyParam(bounded, set.types)), k, e, l.index(), where(l.seek(k)))
	ordered := l.ordered()
	if ordered == "" {
		return text
	}
	return call(text+" RETURN "+e+"\nUNION\nUNWIND "+ordered+" AS "+e+" WITH DISTINCT "+e+conds+" RETURN "+e, of)
}

// ordered is an expression for the events that are in the set by an order
// stated in texts, which their own days do not show; "" for none.
func (l listing) ordered() string {
	var lists []string
	for _, m := range []*moment{l.set.after, l.set.before} {
		if m != nil {
			lists = append(lists, m.ordered)
		}
	}
	return strings.Join(lists, " + ")
}

// rows returns a subquery that gives the columns of the list's next rows, one
// more than the page holds, in order.
func (b *builder) rows(l listing) string {
	c := b.cursor(l)
	limit := l.page.First + 1
	back := " RETURN " + l.cols()
	ends := back + " ORDER BY " + l.orderBy() + " LIMIT " + b.limit(limit)
	rest, bounded := l.ranges(c)
	place := b.beyond(l, c)
	conds, expand := l.conds(), ""
	if l.pairs != nil {
		expand = l.pairs.expand(l.e, place)
	} else {
		conds = append(conds, place...)
	}

	inRest := func() []string {
		if !l.byTime() {
			return nil
		}
		return []string{fmt.Sprintf("any(k IN %s WHERE %s.key >= k.lo AND %[2]s.key < k.hi)", b.param(keyParam(rest, nil)), l.e)}
	}
	if l.set.given != "" {
		return call("UNWIND "+l.set.given+" AS "+l.e+" WITH DISTINCT "+l.e+where(append(conds, inRest()...))+expand+ends, l.of)
	}
	d := b.driver(l.set, l.of, limit)
	if !l.byTime() {
		if l.pairs == nil {
			expand = " WITH " + l.e + where(place)
		}
		return call(b.everyEvent(l.e, l.set, l.of)+expand+ends, l.of)
	}
	var parts []string
	seeks := b.param(keyParam(bounded, l.set.types))
	if d.list != "" {
		x := b.fresh("x")
		parts = append(parts, fmt.Sprintf("UNWIND CASE WHEN %s THEN [] ELSE %s END AS %s MATCH (%[3]s)-[:%s]->(%s:Event) WITH DISTINCT %[5]s%s%s%s",
			d.walk, d.list, x, d.part, l.e, where(append(conds[:len(conds):len(conds)], inRest()...)), expand, ends))
		seeks = "CASE WHEN " + d.walk + " THEN " + seeks + " ELSE [] END"
	}
	k := b.fresh("k")
	// Said twice, so that the index's order is seen to carry through to the
	// contacts, and the walk ends with the page.
	inOrder := " WITH " + l.e + " ORDER BY " + l.keyOrder()
	sought := l.seek(k)
	if l.pairs == nil {
		sought = append(sought, place...)
	}
	parts = append(parts, "UNWIND "+seeks+" AS "+k+"\n"+call("MATCH ("+l.e+":Event)"+l.index()+where(sought)+inOrder+expand+
		back+" ORDER BY "+l.keyOrder()+l.pairOrder()+" LIMIT "+b.limit(limit), k, l.of)+back)
	if ordered := l.ordered(); ordered != "" {
		parts = append(parts, fmt.Sprintf("UNWIND %s AS %s WITH DISTINCT %[2]s%s%s%s",
			ordered, l.e, where(append(conds[:len(conds):len(conds)], inRest()...)), expand, ends))
	}
	return call(strings.Join(parts, "\nUNION\n"), l.of) + "\nWITH " + l.cols() + " ORDER BY " + l.orderBy() + " LIMIT " + b.limit(limit)
}

// index names the index that a range of keys is sought in. Left to itself,
// Neo4j guesses what an index holds that it has not counted yet, and reads all
// of it. Where there is no such index, the hint is passed over.
func (l listing) index() string {
	switch {
	case l.set.types != nil:
		return seekHint(l.e, "type, key")
	case l.set.contact != nil:
		return seekHint(l.e, "contact, key")
	}
	return seekHint(l.e, "key")
}

func seekHint(e, properties string) string {
	return " USING INDEX SEEK " + e + ":Event(" + properties + ")"
}

// seek are the conditions on an event within a range k of keys: those that an
// index answers first. A range bounds the start, so that what is asked of the
// start alone need not be checked again; of what a stated order puts after or
// before a moment the other part of the list takes care. Nothing here is an
// alternative at the top, for which the planner would seek twice, and lose the
// index's order.
func (l listing) seek(k string) []string {
	var c []string
	switch {
	case l.set.types != nil:
		c = append(c, l.e+".type = "+k+".type")
	case l.set.contact != nil:
		c = append(c, fmt.Sprintf("%s.contact = %t", l.e, *l.set.contact))
	}
	c = append(c, l.e+".key >= "+k+".lo", l.e+".key < "+k+".hi")
	if m := l.set.after; m != nil {
		c = append(c, fmt.Sprintf("%s.key > toString(%s) + '%s'", l.e, m.day, dayEnd))
	}
	if m := l.set.before; m != nil {
		c = append(c, fmt.Sprintf("%s.key < CASE WHEN %s.undated THEN '%s' ELSE toString(%s) END", l.e, k, keysEnd, m.day), m.holds(l.e))
	}
	c = append(c, l.set.left(l.e)...)
	if l.of != "" {
		c = append(c, l.partOf())
	}
	return c
}

// partOf is the condition that the actor has a part in the event.
func (l listing) partOf() string {
	return fmt.Sprintf("EXISTS { (%s)<-[:%s]-(%s) }", l.e, anyPart, l.of)
}
