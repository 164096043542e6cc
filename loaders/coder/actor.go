package coder

import (
	"slices"
	"strings"

	"safir/loaders/coder/gazetteer"
	"safir/schema"
)

// actor is someone whom the article speaks of.
type actor struct {
	schema.Actor
	lex     int32   // 1 + actor of the lexicon
	words   []int32 // of the name
	offices []int32
	formers []int32 // offices held before
	of      int32   // 1 + actor of the lexicon
	last    int32   // order of the last mention
	spans   [8][2]int32
	nspans  int
	female  bool
	post    int32    // 1 + actor of the lexicon to whom the person is accredited
	titles  []int32  // words of titles before the name
	honors  []string // families of honorifics that the article gives it
}

func (a *actor) hasOffice(o int32) bool { return slices.Contains(a.offices, o) }

// nameActors makes an actor of every person whom the article names together
// with title or full name, so that later mentions find them whatever comes
// first.
func (d *doc) nameActors() {
	for i := range d.ments {
		m := &d.ments[i]
		if m.kind == schema.Person && m.name1 > m.name0 && m.ref != refPlural {
			d.namedActor(m)
		}
	}
}

// registerNames lets later passes know last names.
func (d *doc) registerNames() {
	for id := range d.actors {
		a := &d.actors[id]
		if a.Kind != schema.Person || len(a.words) < 1 {
			continue
		}
		set := int32(len(d.nameSets))
		d.nameSets = append(d.nameSets, a.words)
		for i, w := range a.words {
			if w == 0 || i == 0 && len(a.words) > 1 && !(d.lx.lang.Capitals && !d.lx.givenNames[w]) {
				continue
			}
			d.surname[w] = append(d.surname[w], set)
		}
	}
}

// nameWords gives the words of a name that tell people apart: no particles.
func (d *doc) nameWords(first, last int32) []int32 {
	var out []int32
	for i := first; i < last; i++ {
		t := &d.tokens[i]
		if t.kind != wordToken || d.lx.particle[t.word] {
			continue
		}
		out = append(out, t.word)
	}
	return out
}

// namedActor finds or makes the actor of a named person.
func (d *doc) namedActor(m *mention) int32 {
	words := d.nameWords(m.name0, m.name1)
	id := int32(-1)
	if m.lex != 0 {
		for i := range d.actors {
			if d.actors[i].lex == m.lex {
				id = int32(i)
				break
			}
		}
	}
	if id < 0 {
		id = d.samePerson(m, words)
	}
	if id < 0 {
		a := actor{Actor: schema.Actor{Kind: schema.Person}, lex: m.lex, words: words, last: -1}
		d.actors = append(d.actors, a)
		id = int32(len(d.actors) - 1)
	}
	a := &d.actors[id]
	if a.lex == 0 && m.lex != 0 {
		a.lex = m.lex
	}
	if len(words) > len(a.words) {
		a.words = words
	}
	d.addOffice(a, m)
	d.addSpan(a, m.name0, m.name1)
	return id
}

func (d *doc) addOffice(a *actor, m *mention) {
	held := &a.offices
	if m.former {
		held = &a.formers
	}
	for _, o := range [...]int32{m.office, m.office2} {
		if o != 0 && !slices.Contains(*held, o) {
			*held = append(*held, o)
		}
	}
	if a.of == 0 && m.of != 0 {
		a.of = m.of
	}
	if d.genderOf(m) == feminine {
		a.female = true
	}
	if m.post != 0 {
		a.post = m.post
	}
	if m.title != 0 && !slices.Contains(a.titles, m.title) {
		a.titles = append(a.titles, m.title)
	}
	if m.honor != "" && !slices.Contains(a.honors, m.honor) {
		a.honors = append(a.honors, m.honor)
	}
}

func (d *doc) addSpan(a *actor, t0, t1 int32) {
	if t1 <= t0 || a.nspans == len(a.spans) {
		return
	}
	s := d.offsets.slice(d.tokens[t0].start, d.tokens[t1-1].end)
	for _, have := range a.spans[:a.nspans] {
		if d.offsets.slice(d.tokens[have[0]].start, d.tokens[have[1]-1].end) == s {
			return
		}
	}
	a.spans[a.nspans] = [2]int32{t0, t1}
	a.nspans++
}

// samePerson finds a person of the article whom a name means: all words of
// the shorter name are in the longer one, and the last ones agree.
func (d *doc) samePerson(m *mention, words []int32) int32 {
	if len(words) == 0 {
		return -1
	}
	best := int32(-1)
	for i := range d.actors {
		a := &d.actors[i]
		if a.Kind != schema.Person || len(a.words) == 0 || a.Unnamed || m.lex != 0 && a.lex != 0 && m.lex != a.lex {
			continue
		}
		if m.of != 0 && a.of != 0 && m.of != a.of && len(words) == 1 {
			continue
		}
		short, long := words, a.words
		if len(short) > len(long) {
			short, long = long, short
		}
		if !subset(short, long) {
			continue
		}
		if len(short) == 1 && len(long) > 1 && short[0] == long[0] && m.office == 0 && !d.firstNameEnough(m) && !(d.lx.lang.Capitals && !d.lx.givenNames[short[0]]) {
			continue
		}
		if best < 0 || a.last > d.actors[best].last {
			best = int32(i)
		}
	}
	return best
}

// firstNameEnough: «الشيخ محمد», "King Abdullah": a title with a first name.
func (d *doc) firstNameEnough(m *mention) bool {
	return m.first < int32(len(d.items)) && d.items[m.first].any(titleMask) || m.office != 0
}

func subset(short, long []int32) bool {
	for _, w := range short {
		if !slices.Contains(long, w) {
			return false
		}
	}
	return true
}

// lexActorID finds or makes the actor of a state, body or person of the
// lexicon.
func (d *doc) lexActorID(lex int32) int32 {
	for i := range d.actors {
		if d.actors[i].lex == lex {
			return int32(i)
		}
	}
	la := &d.lx.actors[lex-1]
	d.actors = append(d.actors, actor{Actor: la.Actor, lex: lex, last: -1})
	return int32(len(d.actors) - 1)
}

// kinOf gives the kin of a person's first office that has one.
func (d *doc) kinOf(a *actor) string {
	for _, o := range a.offices {
		if k := d.lx.offices[o-1].kin; k != "" {
			return k
		}
	}
	return ""
}

// sameOffice: "president" is also a "president of the republic"; a title that is only
// the rank of the office ("minister") goes with every such office.
func sameOffice(has, want string) bool {
	return has == want || strings.HasPrefix(has, want+" ")
}

func (d *doc) gazetteerPerson(a *actor) *gazetteer.Person {
	if a.lex == 0 {
		return nil
	}
	if p := d.lx.actors[a.lex-1].person; p != 0 {
		return &gazetteer.Default().Persons[p-1]
	}
	return nil
}

// stateOfPerson gives the state or body that a person serves.
func (d *doc) stateOfPerson(a *actor) int32 {
	if a.of != 0 {
		return a.of
	}
	if p := d.gazetteerPerson(a); p != nil {
		if o, ok := p.At(d.day); ok {
			if o.Body != "" {
				if id, ok := d.lx.bodyActor[o.Body]; ok {
					return id + 1
				}
			}
			if id, ok := d.lx.stateActor[o.State]; ok {
				return id + 1
			}
		}
	}
	return 0
}

// stateFor gives the state that an actor is or serves.
func (d *doc) stateFor(id int32) int32 {
	a := &d.actors[id]
	if a.Kind == schema.State {
		return id
	}
	if a.Kind == schema.Person {
		if of := d.stateOfPerson(a); of != 0 && d.lx.actors[of-1].Kind == schema.State {
			return d.lexActorID(of)
		}
	}
	return -1
}

func (d *doc) isWoman(a *actor) bool {
	for _, w := range a.words {
		if d.lx.women[w] {
			return true
		}
	}
	return false
}
