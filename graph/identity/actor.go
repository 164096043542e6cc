package identity

import (
	"cmp"
	"maps"
	"slices"

	"safir/schema"
)

// Actors is how profiles fall together into actors.
type Actors struct {
	profiles map[string]*Profile
	actor    map[string]string   // profile key → actor id
	holders  map[string][]holder // office and state → the named actors that hold it
}

// holder is a named actor in an office.
type holder struct {
	actor string
	Office
}

// Actor returns the id of the actor whom a mention means. A holder of an
// office whom the article leaves unnamed is who held it on the day of
// publication, where the terms of office or the articles of that time tell
// exactly one.
func (a *Actors) Actor(profile string, published schema.Date) string {
	if p := a.profiles[profile]; p != nil && p.Unnamed() {
		found := ""
		for _, office := range slices.Sorted(maps.Keys(p.Offices)) {
			if h := a.holder(p.State+" "+office, published); h != "" {
				if found != "" && found != h {
					return a.actor[profile]
				}
				found = h
			}
		}
		if found != "" {
			return found
		}
	}
	return a.actor[profile]
}

// Base returns the id of the actor that a profile belongs to: for an office
// holder whom articles leave unnamed, the one who stays unnamed.
func (a *Actors) Base(profile string) string { return a.actor[profile] }

// told is for how many days around an article that names the holder of an
// office an article that does not is taken to mean the same.
const told = 60

// holder returns who held an office on a day, or "" where nothing tells or
// several do. Terms of office count first, then who was named at the time.
func (a *Actors) holder(office string, on schema.Date) string {
	if on.IsZero() {
		return a.onlyHolder(office)
	}
	var byTerm, byTime []string
	var since schema.Date
	for _, h := range a.holders[office] {
		switch {
		case h.From.IsZero() && h.To.IsZero():
			if !h.First.IsZero() && !on.Before(h.First.Add(-told)) && !on.After(h.Last.Add(told)) {
				byTime = append(byTime, h.actor)
			}
		case on.Before(h.From) || !h.To.IsZero() && on.After(h.To) || h.From.Before(since):
		case h.From.After(since):
			// Who came last holds it, where the one before has no last day.
			since, byTerm = h.From, []string{h.actor}
		default:
			byTerm = append(byTerm, h.actor)
		}
	}
	for _, found := range [][]string{compact(byTerm), compact(byTime)} {
		if len(found) == 1 {
			return found[0]
		}
		if len(found) > 1 {
			return ""
		}
	}
	return ""
}

// onlyHolder returns the only holder that is known of an office.
func (a *Actors) onlyHolder(office string) string {
	var all []string
	for _, h := range a.holders[office] {
		all = append(all, h.actor)
	}
	if all = compact(all); len(all) == 1 {
		return all[0]
	}
	return ""
}

// Related tells whether two profiles belong to one component: they may be one
// actor, or one is an unnamed holder of an office that the other holds.
func (d Decisions) Related(p, q *Profile) bool {
	if d.joins(p.ID, q.ID) || p.ID == q.ID {
		return true
	}
	if !d.meet(p, q) {
		return false
	}
	if p.Unnamed() || q.Unnamed() {
		if p.State != q.State {
			return false
		}
		for office := range p.Offices {
			if q.Offices[office] != nil {
				return true
			}
		}
		return false
	}
	return !d.conflict(p, q) && d.strength(p, q) > 0
}

func (d Decisions) meet(p, q *Profile) bool {
	storeP, searchP := p.Keys(d)
	storeQ, searchQ := q.Keys(d)
	return meet(storeP, searchP, storeQ, searchQ)
}

// The strengths with which two profiles mean one actor.
const (
	weak   = 1 // a single part of a name, or a full one without state or office to hold on to
	strong = 2 // a full name
	sure   = 3 // one id, one code
)

// strength tells how well two named profiles fit; 0 is not at all.
func (d Decisions) strength(p, q *Profile) int {
	if p.ID == q.ID || p.Code != "" && p.Code == q.Code {
		return sure
	}
	if p.Kind == schema.State || q.Kind == schema.State {
		return 0
	}
	if p.Kind != schema.Person {
		other := q.bodyNames()
		for _, n := range p.bodyNames() {
			if _, ok := slices.BinarySearch(other, n); ok {
				return strong
			}
		}
		return 0
	}
	best := 0
	for _, a := range p.personNames() {
		for _, b := range q.personNames() {
			switch {
			case len(a) > 1 && len(b) > 1 && sameName(a, b):
				if p.State == q.State || slices.Equal(a, b) || p.sharesOffice(q) {
					return strong
				}
			case len(a) == 1 && shortName(a[0], b), len(b) == 1 && shortName(b[0], a):
				if p.State != "" && p.State == q.State && (!p.full() || !q.full()) {
					best = weak
				}
			}
		}
	}
	return best
}

func (p *Profile) sharesOffice(q *Profile) bool {
	for office := range p.Offices {
		if q.Offices[office] != nil {
			return true
		}
	}
	return false
}

// full tells whether some name of the person has two parts or more.
func (p *Profile) full() bool {
	return p.Kind != schema.Person || slices.ContainsFunc(p.personNames(), func(n []string) bool { return len(n) > 1 })
}

// conflict tells whether two profiles cannot be one actor.
func (d Decisions) conflict(p, q *Profile) bool {
	if d.parts(p.ID, q.ID) {
		return true
	}
	if d.joins(p.ID, q.ID) {
		return false
	}
	bodies := p.Kind != schema.Person && p.Kind != schema.State && q.Kind != schema.Person && q.Kind != schema.State
	switch {
	case p.Kind != q.Kind && !bodies, // a movement may be told as a group or as an organisation
		p.Known && q.Known && p.ID != q.ID,
		p.Code != "" && q.Code != "" && p.Code != q.Code,
		p.Kind == schema.Person && p.State != "" && q.State != "" && p.State != q.State:
		return true
	}
	if p.Kind != schema.Person || p.ID == q.ID {
		return false
	}
	// Two full names of which no spelling fits are two people.
	full := false
	for _, a := range p.personNames() {
		for _, b := range q.personNames() {
			if len(a) > 1 && len(b) > 1 {
				if sameName(a, b) {
					return false
				}
				full = true
			}
		}
	}
	return full
}

// NewActors clusters profiles. Components may be given alone or together.
func NewActors(profiles []*Profile, d Decisions) *Actors {
	a := &Actors{profiles: make(map[string]*Profile), actor: make(map[string]string), holders: make(map[string][]holder)}
	for _, p := range profiles {
		a.profiles[p.Key()] = p
	}
	keys := slices.Sorted(maps.Keys(a.profiles))
	c := newClusters(keys, func(x, y string) bool { return d.conflict(a.profiles[x], a.profiles[y]) })

	var links []link
	for i, j := range meetings(len(keys), func(i int) (store, search []string) { return a.profiles[keys[i]].Keys(d) }) {
		x, y := keys[i], keys[j]
		p, q := a.profiles[x], a.profiles[y]
		switch {
		case d.joins(p.ID, q.ID):
			links = append(links, link{x, y, sure + 1})
		case p.Unnamed() != q.Unnamed():
		case p.Unnamed():
			if p.State == q.State && p.sharesOffice(q) {
				links = append(links, link{x, y, strong})
			}
		default:
			// One who is known by a single part waits for the full names.
			if s := d.strength(p, q); s > weak || s == weak && !p.full() && !q.full() {
				links = append(links, link{x, y, s})
			}
		}
	}
	c.join(links)
	a.attachShort(c, d)
	a.name(c)
	for _, k := range keys {
		p := a.profiles[k]
		if p.Kind != schema.Person || p.Unnamed() {
			continue
		}
		for key, o := range p.Offices {
			office := p.State + " " + key
			a.holders[office] = append(a.holders[office], holder{a.actor[k], *o})
		}
	}
	return a
}

// attachShort joins those who are known by one part of a name to the one
// full name of their state that it fits, and leaves them alone where it fits
// several: of those, one in the same office is taken.
func (a *Actors) attachShort(c *clusters, d Decisions) {
	type offer struct{ short, full string }
	var offers []offer
	all := c.all()
	isFull := func(members []string) bool {
		return slices.ContainsFunc(members, func(k string) bool { return a.profiles[k].full() })
	}
	met := make(map[string][]string) // profile of a short name → full ones that it may be
	keys := slices.Sorted(maps.Keys(a.profiles))
	for i, j := range meetings(len(keys), func(i int) (store, search []string) { return a.profiles[keys[i]].Keys(d) }) {
		for _, pair := range [][2]string{{keys[i], keys[j]}, {keys[j], keys[i]}} {
			if p, q := a.profiles[pair[0]], a.profiles[pair[1]]; !p.full() && q.full() && !p.Unnamed() && d.strength(p, q) > 0 {
				met[pair[0]] = append(met[pair[0]], pair[1])
			}
		}
	}
	for _, short := range all {
		if p := a.profiles[short[0]]; p.Kind != schema.Person || p.Unnamed() || isFull(short) {
			continue
		}
		fits := make(map[int]bool) // cluster → whether it shares an office
		for _, x := range short {
			for _, y := range met[x] {
				at := c.of[y]
				if _, known := fits[at]; !known && c.contradicts(short, c.members[at]) {
					continue
				}
				fits[at] = fits[at] || a.profiles[x].sharesOffice(a.profiles[y])
			}
		}
		if len(fits) > 1 {
			maps.DeleteFunc(fits, func(_ int, office bool) bool { return !office })
		}
		if len(fits) == 1 {
			for at := range fits {
				offers = append(offers, offer{short[0], c.members[at][0]})
			}
		}
	}
	for _, o := range offers {
		c.join([]link{{o.short, o.full, weak}})
	}
}

// name gives every cluster the id of its actor: a known id of its members
// before others, then the smallest. Where profiles of one id fell apart, the
// first cluster keeps it and the others add their state.
func (a *Actors) name(c *clusters) {
	taken := make(map[string]bool)
	for _, members := range c.all() {
		best := slices.MinFunc(members, func(x, y string) int {
			p, q := a.profiles[x], a.profiles[y]
			return cmp.Or(cmp.Compare(bool2int(!p.Known), bool2int(!q.Known)), cmp.Compare(p.ID, q.ID), cmp.Compare(p.State, q.State))
		})
		id := a.profiles[best].ID
		if taken[id] {
			id += "-" + schema.Slug(a.profiles[best].State)
		}
		taken[id] = true
		for _, k := range members {
			a.actor[k] = id
		}
	}
}

func bool2int(b bool) int {
	if b {
		return 1
	}
	return 0
}
