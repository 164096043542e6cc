package identity

import (
	"cmp"
	"maps"
	"slices"

	"safir/schema"
)

// Shown is an actor as the graph shows it, from all its profiles.
type Shown struct {
	ID      string
	Kind    schema.Kind
	Name    string // English, or the best there is
	NameAr  string
	State   string
	Code    string
	Unnamed bool
	IDs     []string // that coders gave it, sorted
	Aliases []Alias  // by name
	Offices []Held   // by state and office
}

// Alias is a name and the first article, by id, that uses it.
type Alias struct{ Name, Article string }

// Held is an office that the actor holds in a state.
type Held struct {
	State string
	Office
}

// Show puts the profiles of one actor together. Where they differ, the
// gazetteer's word counts most, then what is smallest; names prefer articles
// in their own language, and then the longer.
func Show(id string, profiles []*Profile) Shown {
	profiles = slices.SortedFunc(slices.Values(profiles), func(p, q *Profile) int {
		return cmp.Or(cmp.Compare(bool2int(!p.Known), bool2int(!q.Known)), cmp.Compare(p.Key(), q.Key()))
	})
	s := Shown{ID: id, Kind: profiles[0].Kind, Unnamed: true}
	first := make(map[string]string)
	held := make(map[string]Held)
	var english, arabic usual
	for _, p := range profiles {
		s.IDs = append(s.IDs, p.ID)
		s.State, s.Code = cmp.Or(s.State, p.State), cmp.Or(s.Code, p.Code)
		s.Unnamed = s.Unnamed && p.Unnamed()
		for _, name := range slices.Sorted(maps.Keys(p.Names)) {
			u := p.Names[name]
			s.Name, english = betterName(s.Name, english, name, u.English)
			s.NameAr, arabic = betterName(s.NameAr, arabic, name, u.Arabic)
			if a, ok := first[name]; !ok || u.Article < a {
				first[name] = u.Article
			}
		}
		for key, o := range p.Offices {
			k := p.State + " " + key
			h, ok := held[k]
			if !ok {
				h = Held{p.State, *o}
			} else {
				h.Role, h.RoleAr = leastText(h.Role, o.Role), leastText(h.RoleAr, o.RoleAr)
				h.From, h.To = earliest(h.From, o.From), latest(h.To, o.To)
				h.First, h.Last = earliest(h.First, o.First), latest(h.Last, o.Last)
			}
			held[k] = h
		}
	}
	s.IDs = compact(s.IDs)
	for _, name := range slices.Sorted(maps.Keys(first)) {
		s.Aliases = append(s.Aliases, Alias{name, first[name]})
	}
	if s.Name == "" {
		s.Name = s.NameAr
	}
	if s.Name == "" && len(s.Aliases) > 0 {
		s.Name = s.Aliases[0].Name
	}
	if info, ok := schema.StateByCode(s.State); ok && s.Kind == schema.State {
		// A state has its usual names, whatever articles call it.
		s.Code, s.Name, s.NameAr = s.State, info.Name, info.NameAr
	}
	for _, k := range slices.Sorted(maps.Keys(held)) {
		s.Offices = append(s.Offices, held[k])
	}
	return s
}

func betterName(have string, by usual, name string, u usual) (string, usual) {
	if u == spelling || u < by || u == by && (len(name) < len(have) || len(name) == len(have) && name >= have) {
		return have, by
	}
	return name, u
}

// OfficeKey returns the key of the first office of an unnamed holder, to compare
// holders of a state by; empty where none is told.
func (s Shown) OfficeKey() string {
	if len(s.Offices) == 0 {
		return ""
	}
	o := s.Offices[0]
	return officeKey(cmp.Or(o.Role, o.RoleAr))
}

// Equivalent tells whether two states of a profile look the same to [Actors]
// and [Show], apart from which article used a name first: whoever changes one
// into the other needs to look at no other profile.
func (p *Profile) Equivalent(q *Profile) bool {
	if p.Kind != q.Kind || p.Code != q.Code || p.Known != q.Known || len(p.Names) != len(q.Names) || len(p.Offices) != len(q.Offices) {
		return false
	}
	for name, u := range p.Names {
		v := q.Names[name]
		if v == nil || u.English != v.English || u.Arabic != v.Arabic {
			return false
		}
	}
	for key, o := range p.Offices {
		w := q.Offices[key]
		if w == nil || o.Role != w.Role || o.RoleAr != w.RoleAr || o.From != w.From || o.To != w.To {
			return false
		}
		// When an office was told matters only where no term of it is known.
		if o.From.IsZero() && o.To.IsZero() && (o.First != w.First || o.Last != w.Last) {
			return false
		}
	}
	return true
}
