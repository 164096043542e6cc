package identity

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"safir/schema"
)

// Part is an actor's part in a claim, after actors have been resolved.
type Part struct {
	Role    schema.Role
	Actor   string      // id of the joined actor
	Kind    schema.Kind //
	State   string      // ISO alpha-3 of the state it is, serves or acts in
	Unnamed bool        // an office holder of whom only office and state are known
	Office  string      // by officeKey, of one who is unnamed
}

// Claim is what one article tells of one event.
type Claim struct {
	ID         string // as the coder gave it
	Article    string
	Published  schema.Date // zero where not known
	Type       schema.EventType
	Modality   schema.Modality
	Date       schema.Interval
	Parts      []Part // sorted by [SortParts]
	Place      string // id; empty where not told
	Country    string // of the place; empty where not known
	Confidence float64

	store, search []string // cached keys
}

// SortParts puts participants in the order that claims and events have them.
func SortParts(parts []Part) { slices.SortFunc(parts, compareParts) }

func compareParts(a, b Part) int {
	return cmp.Or(cmp.Compare(slices.Index(roleOrder, a.Role), slices.Index(roleOrder, b.Role)), cmp.Compare(a.Actor, b.Actor))
}

var roleOrder = []schema.Role{schema.Initiator, schema.Recipient, schema.Party, schema.Mediator}

// span is when a claim's event can have happened, both days included.
type span struct {
	first, last schema.Date
	dated       bool // the article tells the time; otherwise the day it appeared bounds it
}

// span returns the claim's span; ok is false for one that nothing bounds, or
// nothing useful: more than two years tell as little as none.
func (c *Claim) span() (s span, ok bool) {
	d := c.Date
	switch {
	case !d.Start.IsZero() && !d.End.IsZero():
		s = span{d.Start, d.End, true}
	case !d.Start.IsZero():
		s = span{d.Start, d.Start.Add(366), false}
		if c.Published.After(d.Start) {
			s.last = c.Published
		}
	case !d.End.IsZero():
		s = span{d.End.Add(-366), d.End, false}
	case c.Published.IsZero():
		return span{}, false
	case c.Modality == schema.Planned:
		// Of what is to happen today an article tells the day.
		return span{c.Published.Add(1), c.Published.Add(planDays), false}, true
	default:
		return span{c.Published.Add(-typeRules()[c.Type].days), c.Published.Add(1), false}, true
	}
	return s, s.length() <= 2*366
}

func (s span) length() int { return s.last.DaysSince(s.first) }

// planDays is how far ahead a plan without a date reaches.
const planDays = 30

// months returns the months that a span touches, as keys.
func (s span) months() []string {
	var keys []string
	for d := schema.NewDate(s.first.Year, s.first.Month, 1); !d.After(s.last); d = schema.NewDate(d.Year, d.Month+1, 1) {
		keys = append(keys, fmt.Sprintf("%04d-%02d", d.Year, d.Month))
	}
	return keys
}

// side stands for a participant in keys: its state where it has one, so that
// a report of states meets one of persons.
func (p Part) side() string {
	if p.State != "" {
		return p.State
	}
	return p.Actor
}

// Keys returns the keys under which a claim is kept, and those under which to
// look for claims that may tell the same event.
//
// A claim is kept by group of types, pair of sides and month. One that names
// a single side is looked for, and looks, by that side. One without any
// bound in time looks at all times, but only by the very persons named.
//
// The keys are worked out once: a claim is not changed after it is asked for
// them.
func (c *Claim) Keys(d Decisions) (store, search []string) {
	if c.store == nil {
		c.store, c.search = c.keys(d)
	}
	return c.store, c.search
}

func (c *Claim) keys(d Decisions) (store, search []string) {
	store = d.Keys(c.ID)
	search = slices.Clone(store)
	group := typeRules()[c.Type].group
	var sides []string
	for _, p := range c.Parts {
		sides = append(sides, p.side())
	}
	sides = compact(sides)

	months := []string{"ever"}
	lookIn := months
	s, bounded := c.span()
	switch {
	case typeRules()[c.Type].rare:
		// A report may reach back for years: all times are one block.
	case bounded:
		months = s.months()
		lookIn = append(s.months(), "ever")
	}
	keep := func(what string, in []string, to *[]string) {
		for _, m := range in {
			*to = append(*to, group+" "+what+" "+m)
		}
	}
	if len(sides) == 1 {
		keep("one "+sides[0], months, &store)
		keep("one "+sides[0], lookIn, &search)
		keep("any "+sides[0], lookIn, &search)
	}
	for i, a := range sides {
		if len(sides) > 1 {
			keep("any "+a, months, &store)
			keep("one "+a, lookIn, &search)
		}
		for _, b := range sides[i+1:] {
			keep("pair "+a+" "+b, months, &store)
			keep("pair "+a+" "+b, lookIn, &search)
		}
	}
	// Those without bound in time meet those with one by the actors themselves;
	// the latter find the former under "ever".
	if who := c.who(); who != "" {
		store = append(store, group+" who "+who)
		if !bounded {
			search = append(search, group+" who "+who)
		}
	}
	return compact(store), compact(search)
}

// Around returns, from the keys under which a claim was kept, all those under
// which claims related to it may be kept.
func Around(store []string) []string {
	around := slices.Clone(store)
	for _, k := range store {
		fields := strings.Fields(k)
		if len(fields) < 4 {
			continue
		}
		group, when := fields[0], fields[len(fields)-1]
		sides := strings.Join(fields[2:len(fields)-1], " ")
		for _, what := range []string{fields[1], map[string]string{"one": "any", "any": "one"}[fields[1]]} {
			if what != "" && what != "who" {
				around = append(around, group+" "+what+" "+sides+" "+when, group+" "+what+" "+sides+" ever")
			}
		}
	}
	return compact(around)
}

// who names all participants of a claim of named persons, or of any actors
// where the type is one that happens once in years; empty for others.
func (c *Claim) who() string {
	var ids []string
	for _, p := range c.Parts {
		if p.Role == schema.Mediator {
			continue
		}
		if (p.Kind != schema.Person || p.Unnamed) && typeRules()[c.Type].days < 60 {
			return ""
		}
		ids = append(ids, p.Actor)
	}
	if ids = compact(ids); len(ids) < 2 {
		return ""
	}
	return strings.Join(ids, " ")
}

// fitParts tells how well the participants of two claims fit: exact counts
// those that are the same actor, near those of which one is the other's state
// or unnamed holder. ok is false when they cannot be one event's.
func fitParts(a, b *Claim) (exact, near int, ok bool) {
	if n := cmp.Or(cmp.Compare(len(a.Parts), len(b.Parts)), slices.CompareFunc(a.Parts, b.Parts, compareParts)); n > 0 {
		a, b = b, a
	}
	swappable := typeRules()[a.Type].swappable || typeRules()[b.Type].swappable
	used := make([]bool, len(b.Parts))
	match := func(p Part, same func(p, q Part) bool) bool {
		for j, q := range b.Parts {
			if !used[j] && rolesFit(p.Role, q.Role, swappable) && same(p, q) {
				used[j] = true
				return true
			}
		}
		return false
	}
	var rest []Part
	for _, p := range a.Parts {
		if match(p, func(p, q Part) bool { return p.Actor == q.Actor }) {
			exact++
		} else {
			rest = append(rest, p)
		}
	}
	var foreign []Part
	for _, p := range rest {
		if match(p, oneOfTheOther) {
			near++
		} else {
			foreign = append(foreign, p)
		}
	}
	// What the smaller has beside must not be missing in the larger, unless a
	// mediator that not every report names.
	for _, p := range foreign {
		if p.Role != schema.Mediator {
			return exact, near, false
		}
	}
	matched := exact + near
	if matched == 0 {
		return 0, 0, false
	}
	// One participant alone is enough only where the other side may be left
	// untold, and not for contacts, which need two.
	if matched == 1 && len(b.Parts) > 1 {
		info, _ := b.Type.Info()
		if info.Contact || info.Mutual || exact == 0 {
			return exact, near, false
		}
	}
	return exact, near, true
}

// rolesFit tells whether two roles may be one part in an event: a party is
// any side, a mediator is told as a party by some.
func rolesFit(a, b schema.Role, swappable bool) bool {
	switch {
	case a == b, a == schema.Party, b == schema.Party:
		return true
	case a == schema.Mediator, b == schema.Mediator:
		return false
	}
	return swappable
}

// oneOfTheOther tells whether one of two actors may stand for the other: a
// state for those who act for it, and an unnamed holder of an office for a
// named actor of the state.
func oneOfTheOther(p, q Part) bool {
	if p.State == "" || p.State != q.State {
		return false
	}
	switch {
	case p.Kind == schema.State, q.Kind == schema.State:
		return p.Kind == schema.Person || q.Kind == schema.Person
	case p.Kind != schema.Person || q.Kind != schema.Person:
		return false
	case p.Unnamed && q.Unnamed:
		return p.Office == "" || q.Office == "" || p.Office == q.Office
	}
	return (p.Unnamed || q.Unnamed) && (p.Office == "" || q.Office == "" || p.Office == q.Office)
}

// conflict tells whether two claims cannot tell one event.
func (d Decisions) claimConflict(a, b *Claim) bool {
	if d.parts(a.ID, b.ID) {
		return true
	}
	if d.joins(a.ID, b.ID) {
		return false
	}
	if a.Article == b.Article || a.Modality != b.Modality {
		return true
	}
	if _, ok := sharper(a.Type, b.Type); !ok {
		return true
	}
	if a.Country != "" && b.Country != "" && a.Country != b.Country {
		return true
	}
	sa, boundedA := a.span()
	sb, boundedB := b.span()
	if boundedA && boundedB && (sa.first.After(sb.last) || sb.first.After(sa.last)) ||
		!boundedA && !boundedB && a.Date != b.Date {
		return true
	}
	_, _, ok := fitParts(a, b)
	return !ok
}

// decided is the strength of a link that people made.
const decided = 1000

// claimStrength tells how well two claims that do not contradict each other
// fit, 0 for not enough to join them.
func (d Decisions) claimStrength(a, b *Claim) int {
	if d.joins(a.ID, b.ID) {
		return decided
	}
	exact, near, _ := fitParts(a, b)
	s := 20*exact + 8*near - 4*(max(len(a.Parts), len(b.Parts))-exact-near)
	if a.Type == b.Type {
		s += 10
	}
	if a.Place != "" && a.Place == b.Place {
		s += 5
	}
	t, ok := timeStrength(a, b)
	if !ok {
		return 0
	}
	return max(1, s+t)
}

// timeStrength tells how well the times of two claims fit; ok is false when
// they are compatible but too loose to join the claims on their own.
func timeStrength(a, b *Claim) (int, bool) {
	sa, boundedA := a.span()
	sb, boundedB := b.span()
	switch {
	case !boundedA || !boundedB:
		return 0, a.who() != "" && a.who() == b.who() || !boundedA && !boundedB
	case sa.dated && sb.dated:
		// Equal or one within the other; more days apart are less sure.
		wider := max(sa.length(), sb.length())
		if sa.first == sb.first && sa.last == sb.last {
			return max(200-wider, 100), true
		}
		return max(100-wider, 30), true
	case sa.dated || sb.dated:
		dated, other := sa, b
		if sb.dated {
			dated, other = sb, a
		}
		if other.Published.IsZero() {
			return 30, true
		}
		// News tell of what is new: the nearer to the day of publication, the better.
		away := other.Published.DaysSince(dated.last)
		if away < 0 {
			away = -away
		}
		return max(100-2*away, 20), true
	}
	apart := a.Published.DaysSince(b.Published)
	if apart < 0 {
		apart = -apart
	}
	near := sameNews
	if days := typeRules()[a.Type].days; days >= 60 {
		near = days
	}
	return 60 - min(apart, 40), apart <= near
}

// sameNews is how many days apart two articles without a date for an event may
// appear to be taken as news of one.
const sameNews = 2

// signature is equal for claims of different articles that tell exactly the
// same, so that they can be taken together.
func (c *Claim) signature() string {
	parts := make([]string, len(c.Parts))
	for i, p := range c.Parts {
		parts[i] = string(p.Role) + " " + p.Actor
	}
	slices.Sort(parts)
	when := c.Date.Start.String() + "/" + c.Date.End.String()
	if c.Date.IsZero() {
		when = "published " + c.Published.String()
	}
	return strings.Join([]string{string(c.Type), string(c.Modality), when, c.Place, c.Country, strings.Join(parts, ",")}, "\x00")
}

func compareClaims(a, b *Claim) int {
	return cmp.Or(cmp.Compare(a.Article, b.Article), cmp.Compare(a.ID, b.ID))
}

// meet tells whether one of two sorted lists of keys to store has a key that
// the other searches.
func meet(storeA, searchA, storeB, searchB []string) bool {
	return overlap(storeA, searchB) || overlap(storeB, searchA)
}

func overlap(a, b []string) bool {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch cmp.Compare(a[i], b[j]) {
		case 0:
			return true
		case -1:
			i++
		default:
			j++
		}
	}
	return false
}
