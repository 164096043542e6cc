package gazetteer

import (
	"slices"

	"safir/schema"
)

// Resolve gives an actor the id and usual names by which all of safir knows
// it: those of the table of states, or of the one entry here of its kind that
// one of its names names and whose state does not speak against it. The names
// that it came with stay. An actor that no table knows gets an id made of its
// name or, where it has none, of its state and office.
func (g *Gazetteer) Resolve(a schema.Actor) schema.Actor {
	written := slices.DeleteFunc(append(slices.Clone(a.Names), a.Name, a.NameAr), func(s string) bool { return s == "" })
	switch a.Kind {
	case schema.State:
		s, ok := schema.StateByCode(a.State)
		for i := 0; !ok && i < len(written); i++ {
			s, ok = schema.StateByName(written[i])
		}
		if ok {
			a.ID, a.State, a.Code = schema.StateID(s.Code), s.Code, s.Code
			return named(a, s.Name, s.NameAr)
		}
	case schema.Person:
		if i, ok := g.only(a, written); ok {
			p := g.Persons[i]
			a.ID = p.ID
			if a.State == "" && len(p.Offices) > 0 {
				a.State = p.Offices[0].State
			}
			return named(a, p.Name, p.NameAr)
		}
	default:
		if i, ok := g.only(a, written); ok {
			b := g.Bodies[i]
			a.ID, a.Kind, a.Code, a.State = b.ID, b.Kind, b.Code, b.State
			return named(a, b.Name, b.NameAr)
		}
	}
	switch {
	case a.Unnamed || len(written) == 0:
		a.ID = schema.ActorID(a.Kind, a.State, a.Role)
	case a.Name != "":
		a.ID = schema.ActorID(a.Kind, a.Name)
	default:
		a.ID = schema.ActorID(a.Kind, written[0])
	}
	return a
}

func named(a schema.Actor, english, arabic string) schema.Actor {
	a.Name, a.NameAr = english, arabic
	names := slices.Clone(a.Names)
	for _, n := range []string{english, arabic} {
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	a.Names = names
	return a
}

// only returns the place, in its table, of the one person or body that the
// actor can be. A name that several share says nothing beside one that is
// nobody else's; names of different entries contradict each other.
func (g *Gazetteer) only(a schema.Actor, names []string) (int, bool) {
	found := -1
	for _, name := range names {
		bearers := slices.DeleteFunc(slices.Clone(g.byName()[schema.Fold(name)]), func(e entry) bool {
			return e.person != (a.Kind == schema.Person) || !g.mayServe(e, a.State)
		})
		if len(bearers) != 1 || bearers[0].i == found {
			continue
		}
		if found >= 0 {
			return 0, false
		}
		found = bearers[0].i
	}
	return found, found >= 0
}

// mayServe tells whether an entry may be of a state; none given is any.
func (g *Gazetteer) mayServe(e entry, state string) bool {
	if state == "" {
		return true
	}
	if !e.person {
		s := g.Bodies[e.i].State
		return s == "" || s == state
	}
	return slices.ContainsFunc(g.Persons[e.i].Offices, func(o Office) bool { return o.State == "" || o.State == state })
}

// entry is a place in the table of persons or of bodies.
type entry struct {
	person bool
	i      int
}

func (g *Gazetteer) indexNames() map[string][]entry {
	m := make(map[string][]entry)
	put := func(e entry, terms []Term) {
		for _, t := range terms {
			if key := schema.Fold(t.Text); !t.Adjective && !slices.Contains(m[key], e) {
				m[key] = append(m[key], e)
			}
		}
	}
	for i, p := range g.Persons {
		put(entry{true, i}, p.Names)
	}
	for i, b := range g.Bodies {
		put(entry{false, i}, b.Names)
	}
	return m
}
