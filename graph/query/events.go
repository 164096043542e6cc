package query

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"safir/schema"
)

// eventSet is a compiled EventFilter: conditions that an event must meet,
// and what is known of where to look for such events.
type eventSet struct {
	holds   func(e string) []string // all conditions
	left    func(e string) []string // those that a seek in the index of keys leaves to be checked
	lists   []partOf                // each has a member with a part in the event
	given   string                  // variable of a list that holds all of them; "" for none
	types   []schema.EventType      // nil: any
	contact *bool                   // where the only thing asked of the type is whether it is a contact
	span    span                    // days that bound them
	after   *moment                 // their start is after it, or they are in its ordered
	before  *moment
}

// partOf is a list of actors, one of whom has a part in an event.
type partOf struct {
	actors string // variable
	rels   string // the relationships that the part is
}

// span bounds an event's possible days; zero is open.
type span struct{ from, to schema.Date }

// within narrows the span.
func (s *span) within(from, to schema.Date) {
	if !from.IsZero() && (s.from.IsZero() || from.After(s.from)) {
		s.from = from
	}
	if !to.IsZero() && (s.to.IsZero() || to.Before(s.to)) {
		s.to = to
	}
}

// events compiles a filter. Inside not and any (inner) the modality is that
// of the filter around unless given.
func (b *builder) events(f EventFilter) eventSet {
	var s eventSet
	var conds, sought []func(e string) string
	on := func(format string, args ...any) func(string) string {
		text := fmt.Sprintf(format, args...)
		return func(e string) string { return strings.ReplaceAll(text, "@", e) }
	}
	add := func(format string, args ...any) { conds = append(conds, on(format, args...)) }
	seek := func(format string, args ...any) { sought = append(sought, on(format, args...)) }
	if f.IDs != nil {
		s.given = b.fresh("g")
		b.set("MATCH (x:Event) WHERE x.id IN " + b.param(strs(f.IDs)) + " RETURN collect(x) AS " + s.given)
		add("@ IN %s", s.given)
	}
	b.eventTypes(f, &s, seek)
	b.eventParts(f, &s, &conds)
	b.eventTime(f, &s, add, seek)
	if f.Modality != nil {
		add("@.modality IN %s", b.param(strs(f.Modality)))
	}
	if f.MinConfidence != nil {
		add("@.confidence >= %s", b.param(*f.MinConfidence))
	}
	if f.MinReports != nil {
		add("@.reports >= %s", b.param(int64(*f.MinReports)))
	}
	if f.Text != nil {
		list := b.eventsTelling(*f.Text)
		if s.given == "" {
			s.given = list
		}
		add("@ IN %s", list)
	}
	if f.Article != nil {
		list := b.gatherEvents("MATCH (:Article {id: " + b.param(*f.Article) + "})-[:REPORTS]->(x:Event)")
		if s.given == "" {
			s.given = list
		}
		add("@ IN %s", list)
	}
	if f.Source != nil {
		a, src := b.fresh("n"), b.fresh("n")
		p := b.param(*f.Source)
		add("EXISTS { (@)<-[:REPORTS]-(%s:Article)<-[:PUBLISHED]-(%s:Source) WHERE %[2]s.id = %[3]s OR %[2]s.name = %[3]s }", a, src, p)
	}
	if f.Not != nil {
		inner := b.events(*f.Not)
		conds = append(conds, func(e string) string { return "NOT coalesce(" + and(inner.holds(e)) + ", false)" })
	}
	if f.Any != nil {
		var inner []eventSet
		for _, a := range f.Any {
			inner = append(inner, b.events(a))
		}
		conds = append(conds, func(e string) string {
			t := []string{"false"}
			for _, i := range inner {
				t = append(t, "("+and(i.holds(e))+")")
			}
			return "coalesce(" + strings.Join(t, " OR ") + ", false)"
		})
	}
	list := func(conds []func(string) string) func(string) []string {
		return func(e string) []string {
			t := make([]string, len(conds))
			for i, c := range conds {
				t[i] = c(e)
			}
			return t
		}
	}
	s.holds, s.left = list(append(sought, conds...)), list(conds)
	return s
}

// eventTypes reduces type, family, code and contact to a list of types, all
// of which are functions of the type.
func (b *builder) eventTypes(f EventFilter, s *eventSet, seek func(string, ...any)) {
	if f.Types == nil && f.Families == nil && f.Codes == nil {
		if f.Contact != nil {
			s.contact = f.Contact
			seek("@.contact = %t", *f.Contact)
		}
		return
	}
	s.types = []schema.EventType{}
	for _, info := range schema.EventTypes() {
		if f.Types != nil && !slices.Contains(f.Types, info.Type) ||
			f.Families != nil && !slices.Contains(f.Families, info.Family) ||
			f.Codes != nil && !slices.ContainsFunc(f.Codes, func(c string) bool { return c != "" && strings.HasPrefix(info.Code, c) }) ||
			f.Contact != nil && *f.Contact != info.Contact {
			continue
		}
		s.types = append(s.types, info.Type)
	}
	seek("@.type IN %s", b.param(strs(s.types)))
}

func (b *builder) eventParts(f EventFilter, s *eventSet, conds *[]func(string) string) {
	part := func(rels string, a ActorFilter) {
		set := b.actors(a)
		if set.list != "" {
			s.lists = append(s.lists, partOf{set.list, rels})
		}
		x := b.fresh("a")
		*conds = append(*conds, func(e string) string {
			return fmt.Sprintf("EXISTS { (%s)<-[:%s]-(%s) WHERE %s }", e, rels, x, set.holds(x))
		})
	}
	if f.Initiator != nil {
		part("INITIATED|JOINED", *f.Initiator)
	}
	if f.Recipient != nil {
		part("RECEIVED|JOINED", *f.Recipient)
	}
	for _, p := range f.Participants {
		part(anyPart, p)
	}
	if f.Mediator != nil {
		part("MEDIATED", *f.Mediator)
	}
}

func (b *builder) eventTime(f EventFilter, s *eventSet, add, seek func(string, ...any)) {
	s.span.within(f.From, f.To)
	s.span.within(f.On, f.On)
	if f.Year != nil {
		if *f.Year < 1 || *f.Year > 9998 {
			b.fail("year: %d is not a year from 1 to 9998", *f.Year)
			return
		}
		y := schema.InYear(*f.Year)
		s.span.within(y.Start, y.End)
	}
	if f.Month != nil {
		t, err := time.Parse("2006-01", *f.Month)
		if err != nil {
			b.fail("month: %q is not a month of the form 2025-06", clip(*f.Month))
			return
		}
		m := schema.InMonth(t.Year(), t.Month())
		s.span.within(m.Start, m.End)
	}
	if !s.span.from.IsZero() {
		seek("@.start >= %s", b.day(s.span.from))
	}
	if !s.span.to.IsZero() {
		add("coalesce(@.end, @.notAfter) <= %s", b.day(s.span.to))
	}
	if f.After != nil {
		s.after = b.moment("after", *f.After)
		seek("(%s OR @ IN %s)", s.after.holds("@"), s.after.ordered)
	}
	if f.Before != nil {
		s.before = b.moment("before", *f.Before)
		seek("(%s OR @ IN %s)", s.before.holds("@"), s.before.ordered)
	}
}

// gatherEvents collects the x that a subquery finds.
func (b *builder) gatherEvents(match string) string {
	v := b.fresh("g")
	b.set(match + " RETURN collect(DISTINCT x) AS " + v)
	return v
}

// eventsTelling gathers the events whose title or reporting quotes have the
// words.
func (b *builder) eventsTelling(text string) string {
	p := b.param(luceneWords(b.words("text", text)))
	return b.gatherEvents(fmt.Sprintf("CALL (*) { UNWIND %[1]s AS words CALL db.index.fulltext.queryNodes('eventTitles', words) YIELD node AS x RETURN x "+
		"UNION UNWIND %[1]s AS words CALL db.index.fulltext.queryRelationships('reportQuotes', words) YIELD relationship AS r RETURN endNode(r) AS x }", p))
}
