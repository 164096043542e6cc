package identity

import (
	"cmp"
	"slices"
	"strings"

	"safir/schema"
)

// Mention is what one article tells of one actor.
type Mention struct {
	Article   string
	Published schema.Date
	Language  schema.Language
	Actor     schema.Actor
}

// Profile is what all articles tell of the actors that coders gave one id
// and one state. It is a sum over mentions: the order of adding them makes no
// difference.
type Profile struct {
	ID      string              // as the coders gave it
	Kind    schema.Kind         //
	State   string              // ISO alpha-3; empty where not told
	Code    string              //
	Names   map[string]*NameUse // by name
	Offices map[string]*Office  // by [officeKey]
	Known   bool                // the id is the gazetteer's: two of them are two actors
	Count   int                 // articles

	store, search []string // cached keys
	persons       [][]string
	bodies        []string
}

// NameUse says who uses a name, and how.
type NameUse struct {
	Article string // the smallest id of the articles that use it
	English usual  // how far it is the usual English name
	Arabic  usual  // and the usual Arabic name
}

// usual says on whose word a name is the usual one of a language.
type usual int

const (
	spelling    usual = iota // it is only used
	transcribed              // an article in another language writes it so
	native                   // an article in the name's own language calls its actor so
	reference                // the gazetteer knows it
)

// Office is an office that a profile's actor is told to hold.
type Office struct {
	Role   string // the smallest of the wordings
	RoleAr string
	From   schema.Date // the earliest told; zero where none is
	To     schema.Date // the latest told; zero where none is
	First  schema.Date // the earliest day of an article that tells it; zero where none has a day
	Last   schema.Date
}

// ProfileKey tells which profile a mention belongs to.
func ProfileKey(a schema.Actor) string { return a.ID + "|" + a.State }

// Key returns the profile's key, see [ProfileKey].
func (p *Profile) Key() string { return p.ID + "|" + p.State }

// Add takes a mention into the profile; the mention's key must be the
// profile's.
func (p *Profile) Add(m Mention) {
	a := m.Actor
	p.store, p.search, p.persons, p.bodies = nil, nil, nil, nil
	p.ID, p.State = a.ID, a.State
	p.Known = p.Known || a.Known || a.Kind == schema.State
	if p.Kind == "" || a.Kind < p.Kind {
		p.Kind = a.Kind
	}
	p.Code = cmp.Or(min(p.Code, a.Code), p.Code, a.Code)
	p.Count++
	if p.Names == nil {
		p.Names, p.Offices = make(map[string]*NameUse), make(map[string]*Office)
	}
	use := func(name string) *NameUse {
		n := p.Names[name]
		if n == nil {
			n = &NameUse{Article: m.Article}
			p.Names[name] = n
		}
		n.Article = min(n.Article, m.Article)
		return n
	}
	for _, name := range a.Names {
		if name != "" {
			use(name)
		}
	}
	if a.Name != "" {
		u := use(a.Name)
		u.English = max(u.English, usualBy(a.Known, m.Language == schema.English))
	}
	if a.NameAr != "" {
		u := use(a.NameAr)
		u.Arabic = max(u.Arabic, usualBy(a.Known, m.Language == schema.Arabic))
	}
	if a.Role == "" && a.RoleAr == "" {
		return
	}
	key := officeKey(cmp.Or(a.Role, a.RoleAr))
	o := p.Offices[key]
	if o == nil {
		o = &Office{}
		p.Offices[key] = o
	}
	o.Role, o.RoleAr = leastText(o.Role, a.Role), leastText(o.RoleAr, a.RoleAr)
	o.From, o.To = earliest(o.From, a.From), latest(o.To, a.To)
	o.First, o.Last = earliest(o.First, m.Published), latest(o.Last, m.Published)
}

func usualBy(known, own bool) usual {
	switch {
	case known:
		return reference
	case own:
		return native
	}
	return transcribed
}

// leastText returns the smaller of two texts, an empty one counting as none.
func leastText(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}

func earliest(a, b schema.Date) schema.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func latest(a, b schema.Date) schema.Date {
	if b.After(a) {
		return b
	}
	return a
}

// Unnamed tells whether no article gives a name, only titles.
func (p *Profile) Unnamed() bool { return p.Kind == schema.Person && len(p.personNames()) == 0 }

// personNames returns the distinct part lists of a person's names, sorted.
func (p *Profile) personNames() [][]string {
	if p.persons != nil {
		return p.persons
	}
	all := [][]string{}
	for name := range p.Names {
		if parts := nameParts(name); len(parts) > 0 {
			all = append(all, parts)
		}
	}
	slices.SortFunc(all, slices.Compare[[]string])
	p.persons = slices.CompactFunc(all, slices.Equal[[]string])
	return p.persons
}

// bodyNames returns the folded names of an organisation or group, without
// those that only mean it within its article, sorted.
func (p *Profile) bodyNames() []string {
	if p.bodies != nil {
		return p.bodies
	}
	w := vocabulary()
	all := []string{}
	for name := range p.Names {
		var keep []string
		own := false
		for _, t := range strings.Fields(schema.Fold(name)) {
			if t != "the" {
				keep = append(keep, strings.TrimPrefix(t, "ال"))
			}
			own = own || !w.is("generic", t) && !w.is("title", t) && !stateWord(t)
		}
		if own || len(keep) > 1 {
			all = append(all, strings.Join(keep, " "))
		}
	}
	p.bodies = compact(all)
	return p.bodies
}

// Keys returns the keys under which a profile is kept, and those under which
// to look for profiles that it may be joined with.
//
// They are worked out once: a profile is not added to after it is asked for
// them.
func (p *Profile) Keys(d Decisions) (store, search []string) {
	if p.store == nil {
		p.store, p.search = p.keys(d)
	}
	return p.store, p.search
}

func (p *Profile) keys(d Decisions) (store, search []string) {
	store = d.Keys(p.ID)
	search = slices.Clone(store)
	both := func(k string) { store, search = append(store, k), append(search, k) }
	both("id " + p.ID)
	switch {
	case p.Kind == schema.State:
	case p.Kind != schema.Person:
		for _, n := range p.bodyNames() {
			both("body " + n)
		}
		if p.Code != "" {
			both("code " + p.Code)
		}
	case p.Unnamed():
		// Whoever holds the office, and others that leave its holder unnamed.
		for office := range p.Offices {
			both("office " + p.State + " " + office)
		}
	default:
		for office := range p.Offices {
			both("office " + p.State + " " + office)
		}
		for _, parts := range p.personNames() {
			for i, part := range parts {
				for _, spelling := range spellings(part) {
					sk := loose(skeleton(spelling))
					if len(parts) == 1 {
						p.nameKey("short "+sk, &store)
						p.searchKey("short "+sk, &search)
						p.searchKey("full "+sk, &search)
						continue
					}
					p.nameKey("full "+sk, &store)
					p.searchKey("short "+sk, &search)
					if i > 0 { // the first part of two full names that match is not enough to look for
						p.nameKey("name "+sk, &store)
						p.searchKey("name "+sk, &search)
					}
				}
			}
		}
	}
	return compact(store), compact(search)
}

func compact(s []string) []string {
	slices.Sort(s)
	return slices.Compact(s)
}

// nameKey keeps a name under its state, and for those who know no state.
func (p *Profile) nameKey(k string, to *[]string) {
	if p.State == "" {
		*to = append(*to, k+" ?")
		return
	}
	*to = append(*to, k+" "+p.State, k+" *")
}

// searchKey looks for a name in its state and where no state is told; one
// without a state looks in all.
func (p *Profile) searchKey(k string, to *[]string) {
	if p.State == "" {
		*to = append(*to, k+" ?", k+" *")
		return
	}
	*to = append(*to, k+" "+p.State, k+" ?")
}
