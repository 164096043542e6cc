package identity

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"safir/schema"
)

// RelatedClaims tells whether two claims belong to one component: they may tell one
// event, or one tells the plan that the other fulfils.
func (d Decisions) RelatedClaims(a, b *Claim) bool {
	if d.joins(a.ID, b.ID) {
		return true
	}
	if planned, actual := planOf(a, b); planned != nil {
		return mayFulfil(planned, actual) && d.claimsMeet(a, b)
	}
	return !d.claimConflict(a, b) && d.claimStrength(a, b) > 0 && d.claimsMeet(a, b)
}

func (d Decisions) claimsMeet(a, b *Claim) bool {
	storeA, searchA := a.Keys(d)
	storeB, searchB := b.Keys(d)
	return meet(storeA, searchA, storeB, searchB)
}

// Event is what several articles tell together.
type Event struct {
	ID       string   // the smallest id of its claims
	Claims   []*Claim // sorted by article and id
	Type     schema.EventType
	Modality schema.Modality
	Date     schema.Interval
	NotAfter schema.Date // the last day on which it can have happened, zero where nothing tells
	Parts    []Part      // sorted by role and actor, each actor once
	Fulfils  []string    // ids of the plans that it carries out
	Rejected bool        // people said that it is no event
}

// atom is a set of claims of different articles that tell exactly the same;
// the first stands for all.
type atom struct {
	claims   []*Claim
	articles map[string]bool
}

// Events clusters claims. Components may be given alone or together.
func Events(claims []*Claim, d Decisions) []*Event {
	claims = slices.SortedFunc(slices.Values(claims), compareClaims)
	atoms := make(map[string]*atom)
	for _, c := range claims {
		key := c.signature()
		if len(d.of[c.ID]) > 0 {
			key += "\x00" + c.ID // decided on by itself
		}
		// What one article tells twice in the same words is two events: its
		// first goes with the others' first.
		for n := 0; ; n++ {
			k := key + "\x00" + strconv.Itoa(n)
			if a := atoms[k]; a == nil {
				atoms[k] = &atom{[]*Claim{c}, map[string]bool{c.Article: true}}
			} else if !a.articles[c.Article] {
				a.claims, a.articles[c.Article] = append(a.claims, c), true
			} else {
				continue
			}
			break
		}
	}
	keys := slices.Sorted(maps.Keys(atoms))
	c := newClusters(keys, func(x, y string) bool { return d.atomsConflict(atoms[x], atoms[y]) })
	var links, loose []link
	first := func(i int) *Claim { return atoms[keys[i]].claims[0] }
	for i, j := range meetings(len(keys), func(i int) (store, search []string) { return first(i).Keys(d) }) {
		x, y := keys[i], keys[j]
		if d.atomsConflict(atoms[x], atoms[y]) {
			continue
		}
		a, b := first(i), first(j)
		s := d.claimStrength(a, b)
		if s == 0 {
			continue
		}
		switch va, vb := a.vague(), b.vague(); {
		case va == vb || s >= decided:
			links = append(links, link{x, y, s})
		case va:
			loose = append(loose, link{x, y, s})
		default:
			loose = append(loose, link{y, x, s})
		}
	}
	c.join(links)
	c.join(onlyOffers(c, loose))

	var events []*Event
	for _, members := range c.all() {
		var all []*Claim
		for _, k := range members {
			all = append(all, atoms[k].claims...)
		}
		events = append(events, newEvent(all, d))
	}
	slices.SortFunc(events, func(a, b *Event) int { return strings.Compare(a.ID, b.ID) })
	d.findFulfilled(events)
	return events
}

func (d Decisions) atomsConflict(a, b *atom) bool {
	small, large := a, b
	if len(small.articles) > len(large.articles) {
		small, large = large, small
	}
	joined := d.joins(a.claims[0].ID, b.claims[0].ID)
	for article := range small.articles {
		if large.articles[article] && !joined {
			return true
		}
	}
	return d.claimConflict(a.claims[0], b.claims[0])
}

// vague tells whether the time of a claim is so wide that many events of a
// kind may lie in it.
func (c *Claim) vague() bool {
	s, bounded := c.span()
	return !bounded || s.dated && s.length() >= 27
}

// onlyOffers keeps, of the links from a vague claim (a) to a precise one (b),
// those of vague clusters that fit one precise cluster only: where several
// fit, nothing tells which is meant.
func onlyOffers(c *clusters, links []link) []link {
	fits := make(map[int]map[int]bool)
	for _, l := range links {
		a, b := c.of[l.a], c.of[l.b]
		if a == b || c.contradicts(c.members[a], c.members[b]) {
			continue
		}
		if fits[a] == nil {
			fits[a] = make(map[int]bool)
		}
		fits[a][b] = true
	}
	var only []link
	for _, l := range links {
		if len(fits[c.of[l.a]]) == 1 {
			only = append(only, l)
		}
	}
	return only
}

// Joined makes one event of claims that are known to tell it.
func Joined(claims []*Claim, d Decisions) *Event { return newEvent(slices.Clone(claims), d) }

// newEvent makes one event of its claims, by these rules: the sharpest type;
// the most precise date, of those the one that most articles tell, then the
// earliest; every participant that some claim names, but a state or unnamed
// holder only where no claim names one who acts for it in that part.
func newEvent(claims []*Claim, d Decisions) *Event {
	slices.SortFunc(claims, compareClaims)
	e := &Event{ID: claims[0].ID, Claims: claims, Type: claims[0].Type, Modality: claims[0].Modality}
	var published schema.Date
	votes := make(map[schema.Interval]int)
	for _, c := range claims {
		e.ID = min(e.ID, c.ID)
		if t, ok := sharper(e.Type, c.Type); ok {
			e.Type = t
		}
		if !c.Date.IsZero() {
			votes[c.Date]++
		}
		if c.Modality == schema.Actual { // others differ only where people joined them
			e.Modality = c.Modality
		}
		published = earliest(published, c.Published)
		e.Rejected = e.Rejected || d.Rejected(c.ID)
	}
	for _, i := range slices.SortedFunc(maps.Keys(votes), compareIntervals) {
		if e.Date.IsZero() || days(i) < days(e.Date) || days(i) == days(e.Date) && votes[i] > votes[e.Date] {
			e.Date = i
		}
	}
	e.NotAfter = e.Date.End
	if e.NotAfter.IsZero() && e.Modality == schema.Actual {
		e.NotAfter = published
	}
	e.Parts = mergeParts(claims)
	return e
}

func compareIntervals(a, b schema.Interval) int {
	if n := a.Start.Compare(b.Start); n != 0 {
		return n
	}
	if n := a.End.Compare(b.End); n != 0 {
		return n
	}
	return strings.Compare(string(a.Precision), string(b.Precision))
}

// days is the length of an interval; an open one is longest.
func days(i schema.Interval) int {
	if i.Start.IsZero() || i.End.IsZero() {
		return 1 << 30
	}
	return i.End.DaysSince(i.Start)
}

// mergeParts returns the participants that claims tell together.
func mergeParts(claims []*Claim) []Part {
	type tally struct {
		part  Part
		roles map[schema.Role]int
	}
	actors := make(map[string]*tally)
	for _, c := range claims {
		for _, p := range c.Parts {
			x := actors[p.Actor]
			if x == nil {
				x = &tally{p, make(map[schema.Role]int)}
				actors[p.Actor] = x
			}
			x.roles[p.Role]++
		}
	}
	// A direction that some report tells outweighs reports without one; where
	// as many reports tell one direction as the other, none is shown.
	var all []Part
	for _, id := range slices.Sorted(maps.Keys(actors)) {
		x := actors[id]
		i, r, m := x.roles[schema.Initiator], x.roles[schema.Recipient], x.roles[schema.Mediator]
		x.part.Role = schema.Party
		switch {
		case m > i+r:
			x.part.Role = schema.Mediator
		case i > r:
			x.part.Role = schema.Initiator
		case r > i:
			x.part.Role = schema.Recipient
		}
		all = append(all, x.part)
	}
	// The most specific wins: a state goes where one who acts for it is named,
	// an unnamed holder where a named one is. Who stays takes the direction
	// that was told of who goes.
	var parts []Part
	for _, p := range all {
		goes := false
		for i, q := range all {
			if q.Actor != p.Actor && moreSpecific(q, p) && neverTogether(claims, p.Actor, q.Actor) {
				goes = true
				if q.Role == schema.Party && p.Role != schema.Mediator {
					all[i].Role = p.Role
				}
			}
		}
		if !goes {
			parts = append(parts, p)
		}
	}
	for i, p := range parts { // roles may have changed after the copy
		parts[i].Role = all[slices.IndexFunc(all, func(q Part) bool { return q.Actor == p.Actor })].Role
	}
	settleRoles(parts)
	SortParts(parts)
	return parts
}

// settleRoles puts a party where the others leave room, when some report tells
// a direction and others only parties.
func settleRoles(parts []Part) {
	count := make(map[schema.Role]int)
	for _, p := range parts {
		count[p.Role]++
	}
	if count[schema.Party] == 0 || count[schema.Initiator] > 0 && count[schema.Recipient] > 0 {
		return
	}
	for i := range parts {
		switch {
		case parts[i].Role != schema.Party:
		case count[schema.Initiator] > 0:
			parts[i].Role = schema.Recipient
		case count[schema.Recipient] > 0:
			parts[i].Role = schema.Initiator
		}
	}
}

// moreSpecific tells whether q says more exactly who p is.
func moreSpecific(q, p Part) bool {
	if !oneOfTheOther(p, q) {
		return false
	}
	if p.Kind == schema.State {
		return q.Kind == schema.Person
	}
	return p.Unnamed && q.Kind == schema.Person && (!q.Unnamed || p.Office == "" && q.Office != "")
}

// neverTogether tells whether no claim names both actors: one that does means
// two.
func neverTogether(claims []*Claim, a, b string) bool {
	for _, c := range claims {
		seen := 0
		for _, p := range c.Parts {
			if p.Actor == a || p.Actor == b {
				seen++
			}
		}
		if seen > 1 {
			return false
		}
	}
	return true
}

// planOf tells which of two claims is a plan and which may carry it out; nil
// when they are not one of each.
func planOf(a, b *Claim) (planned, actual *Claim) {
	switch {
	case a.Modality == schema.Planned && b.Modality == schema.Actual:
		return a, b
	case b.Modality == schema.Planned && a.Modality == schema.Actual:
		return b, a
	}
	return nil, nil
}

// mayFulfil tells whether an actual event may be what was planned: of the
// planned type, or a contact where it was agreed to meet; participants that
// fit; within the planned time, or after the plan was told.
func mayFulfil(planned, actual *Claim) bool {
	info, _ := actual.Type.Info()
	if _, ok := sharper(planned.Type, actual.Type); !ok && (planned.Type != intentToMeet || !info.Contact) {
		return false
	}
	if planned.Country != "" && actual.Country != "" && planned.Country != actual.Country {
		return false
	}
	p, okP := planned.span()
	a, okA := actual.span()
	if planned.Date.IsZero() { // it may still come about on the day it is told
		p.first = planned.Published
	}
	if !okP || !okA || a.last.Before(p.first) || p.last.Before(a.first) {
		return false
	}
	if !a.dated && !actual.Published.After(planned.Published) {
		return false
	}
	exact, near, ok := fitParts(planned, actual)
	return ok && exact+near >= 2
}

// findFulfilled ties each plan to the first event that carries it out. It
// looks only at events whose keys the plan's meet: no others are related.
func (d Decisions) findFulfilled(events []*Event) {
	stored, searched := make(map[string][]int), make(map[string][]int)
	distinct := make(map[*Event][]*Claim)
	planned := false
	for i, e := range events {
		distinct[e] = d.distinct(e.Claims)
		planned = planned || e.Modality == schema.Planned
		if e.Modality != schema.Actual {
			continue
		}
		store, search := d.eventKeys(distinct[e])
		for _, k := range store {
			stored[k] = append(stored[k], i)
		}
		for _, k := range search {
			searched[k] = append(searched[k], i)
		}
	}
	if !planned {
		return
	}
	for _, plan := range events {
		if plan.Modality != schema.Planned {
			continue
		}
		store, search := d.eventKeys(distinct[plan])
		var near []int
		for _, k := range search {
			near = append(near, stored[k]...)
		}
		for _, k := range store {
			near = append(near, searched[k]...)
		}
		slices.Sort(near)
		var best *Event
		for _, i := range slices.Compact(near) {
			e := events[i]
			if (best == nil || schema.EventKey(e.Date, e.ID) < schema.EventKey(best.Date, best.ID)) && d.anyRelated(distinct[plan], distinct[e]) {
				best = e
			}
		}
		if best != nil {
			best.Fulfils = append(best.Fulfils, plan.ID)
		}
	}
}

// distinct leaves out claims that tell the same as another on the same day:
// what holds for the one holds for the other.
func (d Decisions) distinct(claims []*Claim) []*Claim {
	if len(claims) == 1 {
		return claims
	}
	seen := make(map[string]bool)
	var some []*Claim
	for _, c := range claims {
		key := c.signature() + "\x00" + c.Published.String()
		if len(d.of[c.ID]) > 0 {
			key += "\x00" + c.ID
		}
		if !seen[key] {
			seen[key] = true
			some = append(some, c)
		}
	}
	return some
}

func (d Decisions) eventKeys(claims []*Claim) (store, search []string) {
	for _, c := range claims {
		s, l := c.Keys(d)
		store, search = append(store, s...), append(search, l...)
	}
	return compact(store), compact(search)
}

func (d Decisions) anyRelated(plan, actual []*Claim) bool {
	for _, p := range plan {
		for _, a := range actual {
			if d.RelatedClaims(p, a) {
				return true
			}
		}
	}
	return false
}
