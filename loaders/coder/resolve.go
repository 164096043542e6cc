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
	of      int32 // 1 + actor of the lexicon
	last    int32 // order of the last mention
	spans   [8][2]int32
	nspans  int
	female  bool
	post    int32    // 1 + actor of the lexicon to whom the person is accredited
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
	for _, o := range [...]int32{m.office, m.office2} {
		if o != 0 && !slices.Contains(a.offices, o) {
			a.offices = append(a.offices, o)
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

// resolveSentence resolves the mentions of a sentence that need no context
// of the clause, in the order of the text.
func (d *doc) resolveSentence(s int32) {
	d.sentMents = d.sentMents[:0]
	for k := d.itemAt[s]; k < d.itemAt[s+1]; {
		it := &d.items[k]
		if it.ment == 0 {
			k++
			continue
		}
		m := &d.ments[it.ment-1]
		d.sentMents = append(d.sentMents, it.ment-1)
		d.notePair(it.ment-1, d.itemAt[s+1])
		k = max(m.last, k+1)
	}
}

// notePair remembers two actors that are named together, so that "the two
// sides" can mean them.
func (d *doc) notePair(id, hi int32) {
	m := &d.ments[id]
	if m.ref == refPlural && m.members1-m.members0 == 2 {
		if got := d.appendActors(nil, id); len(got) == 2 && got[0] != got[1] {
			d.pairs = append(d.pairs, [2]int32{got[0], got[1]})
		}
		return
	}
	j := m.last
	if m.ref != noRef || j+1 >= hi || !(d.items[j].is(cAnd) && d.items[j].ment == 0) || d.items[j+1].ment == 0 {
		return
	}
	if d.noteList(id, hi) {
		return
	}
	n := &d.ments[d.items[j+1].ment-1]
	if n.ref != noRef && n.ref != refCount || (n.kind == schema.Person) != (m.kind == schema.Person) || n.adjective != m.adjective {
		return
	}
	if n.last < hi && d.items[n.last].is(cAnd) && n.last+1 < hi && d.items[n.last+1].ment != 0 {
		return // more than two
	}
	got := d.appendActors(d.appendActors(nil, id), d.items[j+1].ment-1)
	if len(got) == 2 && got[0] != got[1] {
		d.pairs = append(d.pairs, [2]int32{got[0], got[1]})
	}
}

// noteList remembers three or more actors that are named in one list.
func (d *doc) noteList(id, hi int32) bool {
	m := &d.ments[id]
	ids := []int32{id}
	j := m.last
	for len(ids) < 8 {
		k := j
		for k < hi && (d.items[k].is(cAnd) && d.items[k].ment == 0 || d.items[k].kind == punctToken && (d.items[k].ch == ',' || d.items[k].ch == '،')) {
			k++
		}
		if k == j || k >= hi || d.items[k].ment == 0 {
			break
		}
		n := &d.ments[d.items[k].ment-1]
		if n.ref != noRef || (n.kind == schema.Person) != (m.kind == schema.Person) || n.adjective != m.adjective {
			break
		}
		ids = append(ids, d.items[k].ment-1)
		j = n.last
	}
	if len(ids) < 3 || len(d.lists) > 200 {
		return false
	}
	var got []int32
	for _, i := range ids {
		got = d.appendActors(got, i)
	}
	if len(d.lists) > 0 && slices.Contains(d.lists[len(d.lists)-1], got[len(got)-1]) && len(d.lists[len(d.lists)-1]) > len(got) {
		return true
	}
	d.lists = append(d.lists, got)
	return true
}

// appendActors resolves a mention and appends whom it stands for.
func (d *doc) appendActors(out []int32, id int32) []int32 {
	m := &d.ments[id]
	if m.ref != refPlural {
		d.at = id
	}
	if m.ref == refPlural {
		for i := m.members0; i < m.members1; i++ {
			mm := &d.ments[i]
			if m.refKind == "counter" && mm.office == 0 {
				mm.office = d.counterOffice(m)
			}
			if mm.refOffice == "" && mm.office == 0 && mm.kind == schema.Person && mm.name1 == 0 && mm.of != 0 && m.refKind != "counter" {
				// plural title without names: still persons
				mm.kind = schema.Person
			}
			out = d.appendActors(out, i)
		}
		return out
	}
	if m.actor > 0 {
		d.touch(m.actor-1, m)
		return append(out, m.actor-1)
	}
	switch m.ref {
	case refPair:
		return append(out, d.pair(m)...)
	case refPron:
		return append(out, d.pronoun(m)...)
	}
	a := d.resolve(m)
	if a < 0 {
		return out
	}
	m.actor = a + 1
	d.touch(a, m)
	return append(out, a)
}

// touch notes that an actor was mentioned.
func (d *doc) touch(id int32, m *mention) {
	a := &d.actors[id]
	d.clock++
	a.last = d.clock
	switch {
	case m.ref == refPron || m.ref == refPair:
	case m.name1 > m.name0:
		d.addSpan(a, m.name0, m.name1)
	case a.Kind != schema.Person && !m.adjective && m.last > m.first:
		d.addSpan(a, d.items[m.first].first, d.items[m.last-1].last)
	case a.Unnamed:
		k := m.first
		if d.items[k].is(cDet) {
			k++
		}
		d.addSpan(a, d.items[k].first, d.items[m.last-1].last)
	}
}

// resolve finds the one actor of a mention; -1 for none.
func (d *doc) resolve(m *mention) int32 {
	switch m.ref {
	case refCount:
		return d.counterpart(m)
	case refHonor:
		if id := d.recentPerson(func(a *actor) bool { return slices.Contains(a.honors, m.honor) }); id >= 0 {
			return id
		}
		return d.recentPerson(func(a *actor) bool { return len(a.words) > 0 })
	case refHost:
		if m.of != 0 {
			if id := d.recentPerson(func(a *actor) bool { return d.stateOfPerson(a) == m.of }); id >= 0 {
				return id
			}
		}
		return d.otherSide()
	case refGroup:
		if m.refOffice != "" {
			return d.recentState(m.refOffice)
		}
		return d.recent(func(a *actor) bool {
			return a.Kind == m.refKind || m.refKind == "" && (a.Kind == schema.Group || a.Kind == schema.State)
		})
	case refCountry:
		for _, list := range [...][]int32{d.cur, d.subj, d.prevSubj} {
			for _, s := range list {
				if id := d.stateFor(s); id >= 0 {
					return id
				}
			}
		}
		return -1
	case refOrgan:
		if id := d.organBefore(m); id >= 0 {
			return id
		}
		if id := d.contextState(); id >= 0 {
			return id
		}
		return -1
	}
	if m.kind == schema.Group && m.lex == 0 && m.name1 > m.name0 {
		return d.namedGroup(m)
	}
	if m.kind == schema.Person {
		if m.name1 > m.name0 {
			return d.namedActor(m)
		}
		if m.office != 0 {
			return d.officeHolder(m)
		}
		return -1
	}
	if m.lex != 0 {
		return d.lexActorID(m.lex)
	}
	return -1
}

// organBefore finds whose organ a mention without a state means by the same
// word told before with its state: "Sudan's army … the army".
func (d *doc) organBefore(m *mention) int32 {
	word := d.tokens[d.items[m.last-1].first].word
	for i := len(d.ments) - 1; i >= 0; i-- {
		b := &d.ments[i]
		if b.last <= m.first && b.agents && b.lex != 0 && b.ref == noRef && d.tokens[d.items[b.last-1].first].word == word {
			return d.lexActorID(b.lex)
		}
	}
	return -1
}

// namedGroup finds or makes the actor of a group known by its name only.
func (d *doc) namedGroup(m *mention) int32 {
	words := d.nameWords(m.name0, m.name1)
	for i := range d.actors {
		if a := &d.actors[i]; a.Kind == schema.Group && a.lex == 0 && (subset(words, a.words) || subset(a.words, words)) {
			d.addSpan(a, m.name0, m.name1)
			return int32(i)
		}
	}
	a := actor{Actor: schema.Actor{Kind: schema.Group, State: d.home}, words: words, last: -1}
	d.actors = append(d.actors, a)
	id := int32(len(d.actors) - 1)
	d.addSpan(&d.actors[id], m.name0, m.name1)
	return id
}

// officeHolder finds who holds an office in the article, or makes an unnamed
// holder.
func (d *doc) officeHolder(m *mention) int32 {
	o := &d.lx.offices[m.office-1]
	of := m.of
	if !m.indefinite {
		best := int32(-1)
		for i := range d.actors {
			a := &d.actors[i]
			if a.Kind != schema.Person || of != 0 && a.of != of && d.stateOfPerson(a) != of {
				continue
			}
			if !d.holds(a, m.office) {
				continue
			}
			if best < 0 || a.last > d.actors[best].last || d.actors[best].last < 0 && a.last < 0 && false {
				best = int32(i)
			}
		}
		if best >= 0 && !(o.many && d.actors[best].last < 0 && of == 0) {
			return best
		}
		if of == 0 && o.kin != "" {
			if id := d.recent(func(a *actor) bool { return a.Kind == schema.Person && d.kinOf(a) == o.kin }); id >= 0 {
				return id
			}
		}
	}
	if of == 0 {
		if o.weak {
			return -1
		}
		if s := d.contextState(); s >= 0 {
			of = d.actors[s].lex
		} else {
			return -1
		}
		// With the state known, the holder may be.
		mm := *m
		mm.of = of
		for i := range d.actors {
			a := &d.actors[i]
			if a.Kind == schema.Person && d.holds(a, m.office) && (a.of == of || d.stateOfPerson(a) == of) {
				return int32(i)
			}
		}
	}
	a := actor{Actor: schema.Actor{Kind: schema.Person, Unnamed: true}, of: of, offices: []int32{m.office}, last: -1, post: m.post}
	d.actors = append(d.actors, a)
	return int32(len(d.actors) - 1)
}

// holds tells whether a person holds an office, by the article or by the
// gazetteer.
func (d *doc) holds(a *actor, office int32) bool {
	if a.hasOffice(office) {
		return true
	}
	want := d.lx.offices[office-1].english
	for _, o := range a.offices {
		if sameOffice(d.lx.offices[o-1].english, want) {
			return true
		}
	}
	if p := d.gazetteerPerson(a); p != nil {
		for _, o := range p.Offices {
			if sameOffice(o.Role, want) {
				return true
			}
		}
	}
	return false
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

// recent finds the actor mentioned last that fits.
func (d *doc) recent(fits func(*actor) bool) int32 {
	// By the order of the text, before the mention at hand.
	for i := d.at - 1; i >= 0 && i >= d.at-120; i-- {
		m := &d.ments[i]
		if m.actor == 0 && (m.ref == noRef || m.ref == refPlural) && m.ref != refPlural {
			if a := d.resolve(m); a >= 0 {
				m.actor = a + 1
			}
		}
		if m.actor > 0 && !(m.deep && m.adjective) && !m.town && !slices.Contains(d.exclude, m.actor-1) && fits(&d.actors[m.actor-1]) && !(m.capital && d.inPlace(m.first)) {
			return m.actor - 1
		}
		if m.of != 0 && m.kind == schema.Person {
			// «رئيس أركان حزب الله» names the party as well.
			if la := &d.lx.actors[m.of-1]; la.Kind == schema.Group {
				if id := d.lexActorID(m.of); fits(&d.actors[id]) && !slices.Contains(d.exclude, id) {
					return id
				}
			}
		}
	}
	if d.at > 0 {
		return -1
	}
	best := int32(-1)
	for i := range d.actors {
		a := &d.actors[i]
		if a.last >= 0 && fits(a) && (best < 0 || a.last > d.actors[best].last) {
			best = int32(i)
		}
	}
	return best
}

func (d *doc) recentPerson(fits func(*actor) bool) int32 {
	for _, list := range [...][]int32{d.subj, d.prevSubj} {
		for _, s := range list {
			if a := &d.actors[s]; a.Kind == schema.Person && fits(a) {
				return s
			}
		}
	}
	return d.recent(func(a *actor) bool { return a.Kind == schema.Person && fits(a) })
}

// contextState is the state that an office or organ without one belongs to:
// that of the subject before, else of the dateline, else the last one told.
func (d *doc) contextState() int32 {
	for i, list := range [...][]int32{d.cur, d.subj, d.prevSubj} {
		if i == 1 && d.home != "" && d.lx.lang.Capitals {
			break
		}
		for _, s := range list {
			if of := d.stateOfPerson(&d.actors[s]); d.actors[s].Kind == schema.Person && of != 0 && d.lx.actors[of-1].Kind == schema.State {
				return d.lexActorID(of)
			}
			if d.actors[s].Kind == schema.State {
				return s
			}
		}
	}
	if d.home != "" {
		return d.lexActorID(d.lx.stateActor[d.home] + 1)
	}
	return d.recent(func(a *actor) bool { return a.Kind == schema.State })
}

// counterOffice is the office that a counterpart has: that of the person
// spoken of.
func (d *doc) counterOffice(_ *mention) int32 {
	id := d.recent(func(a *actor) bool { return a.Kind == schema.Person && d.officeOf(a) != 0 })
	if id < 0 {
		return 0
	}
	return d.officeOf(&d.actors[id])
}

// officeOf gives a person's office.
func (d *doc) officeOf(a *actor) int32 {
	if len(a.offices) > 0 {
		return a.offices[0]
	}
	if p := d.gazetteerPerson(a); p != nil {
		if o, ok := p.At(d.day); ok {
			return d.lx.officeID(o.Role)
		}
	}
	return 0
}

// counterpart finds or makes the person that "his counterpart" means.
func (d *doc) counterpart(m *mention) int32 {
	m.office = d.counterOffice(m)
	if m.name1 > m.name0 {
		return d.namedActor(m)
	}
	if m.of == 0 || m.office == 0 {
		return d.otherSide()
	}
	return d.officeHolder(m)
}

// otherSide gives the other participant of the last event of two.
func (d *doc) otherSide() int32 {
	me := int32(-1)
	if len(d.subj) > 0 {
		me = d.subj[0]
	}
	for i := len(d.raw) - 1; i >= 0 && i >= len(d.raw)-3; i-- {
		for _, p := range d.raw[i].parts {
			if p.actor != me && d.actors[p.actor].Kind == schema.Person {
				return p.actor
			}
		}
	}
	return -1
}

// pair gives those whom "the two sides" means: of the last event told with
// so many participants of the kind, else the last ones mentioned.
func (d *doc) pair(m *mention) []int32 {
	n0 := m.n
	fits := func(id int32) bool {
		a := &d.actors[id]
		if d.lx.lang.VerbFirst && len(d.cur) == 1 && id == d.cur[0] && n0 == 2 {
			return false // the one who acts is none of the two he acts upon
		}
		if m.side && a.Kind == schema.Person {
			return false
		}
		if m.refOffice != "" {
			return a.Kind == schema.Person && d.holds2(a, m.refOffice)
		}
		return m.refKind == "" && a.Kind != "" || a.Kind == m.refKind
	}
	n := int(m.n)
	if m.mediators {
		for i := len(d.raw) - 1; i >= 0; i-- {
			var got []int32
			for _, p := range d.raw[i].parts {
				if p.role == mediator {
					got = append(got, p.actor)
				}
			}
			if len(got) > 1 {
				return got
			}
		}
		return nil
	}
	for i := len(d.raw) - 1; i >= 0 && i >= len(d.raw)-8; i-- {
		if d.lx.lang.Capitals && d.raw[i].modality != schema.Actual {
			continue
		}
		var got []int32
		for _, p := range d.raw[i].parts {
			if p.role != mediator && fits(p.actor) && !slices.Contains(got, p.actor) {
				got = append(got, p.actor)
			}
		}
		if len(got) == n && (n != 2 || (d.actors[got[0]].Kind == schema.Person) == (d.actors[got[1]].Kind == schema.Person)) || n == 0 && len(got) > 1 {
			return got
		}
		if info, _ := d.raw[i].typ.Info(); len(got) > n && n == 2 && d.raw[i].subject && d.items[d.raw[i].head].verb && info.Contact {
			return got[:2] // those who met, without those who were there
		}
		// The states of two persons: "the two countries".
		if m.refKind == schema.State && n == 2 {
			got = got[:0]
			for _, p := range d.raw[i].parts {
				if p.role == mediator {
					continue
				}
				if s := d.stateFor(p.actor); s >= 0 && !slices.Contains(got, s) {
					got = append(got, s)
				}
			}
			if len(got) == n {
				return got
			}
		}
	}
	if n > 2 {
		for i := len(d.lists) - 1; i >= 0; i-- {
			var got []int32
			for _, a := range d.lists[i] {
				if m.refKind == schema.State {
					if s := d.stateFor(a); s >= 0 {
						a = s
					}
				}
				if fits(a) && !slices.Contains(got, a) {
					got = append(got, a)
				}
			}
			if len(got) == n {
				return got
			}
		}
	}
	if n == 2 {
		for i := len(d.pairs) - 1; i >= 0; i-- {
			p := d.pairs[i]
			a, b := p[0], p[1]
			if m.refKind == schema.State {
				if sa, sb := d.stateFor(a), d.stateFor(b); sa >= 0 && sb >= 0 && sa != sb {
					a, b = sa, sb
				}
			}
			if fits(a) && fits(b) {
				return []int32{a, b}
			}
		}
	}
	var order []int32
	for i := range d.actors {
		if d.actors[i].last >= 0 && fits(int32(i)) {
			order = append(order, int32(i))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return int(d.actors[b].last - d.actors[a].last) })
	if m.refKind == "" && n == 2 && d.lx.lang.Capitals {
		// A state and the group that it fights.
		for _, g := range order {
			if d.actors[g].Kind != schema.Group {
				continue
			}
			for _, s := range order {
				if d.actors[s].Kind == schema.State && d.actors[s].State == d.actors[g].State {
					return []int32{s, g}
				}
			}
		}
	}
	if m.refKind == "" && n == 2 && len(order) > 0 {
		// Two of one kind.
		kind := d.actors[order[0]].Kind
		order = slices.DeleteFunc(order, func(a int32) bool { return d.actors[a].Kind != kind })
	}
	if len(order) < n || n == 0 {
		return nil
	}
	order = order[:n]
	slices.Sort(order)
	return order
}

func (d *doc) holds2(a *actor, office string) bool {
	for _, o := range a.offices {
		if sameOffice(d.lx.offices[o-1].english, office) || strings.HasPrefix(office, d.lx.offices[o-1].english) {
			return true
		}
	}
	if p := d.gazetteerPerson(a); p != nil {
		for _, o := range p.Offices {
			if sameOffice(o.Role, office) {
				return true
			}
		}
	}
	return false
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

// pronoun gives whom a pronoun means, where that is plain: values are
// number and gender ("m", "f", "p", "2", "n").
func (d *doc) pronoun(m *mention) []int32 {
	v := m.refOffice
	subjects := d.subj
	if len(subjects) == 0 {
		subjects = d.prevSubj
	}
	if d.lx.lang.Capitals {
		subjects = d.subjectsFor(v)
	}
	human := func(id int32) bool { return d.actors[id].Kind == schema.Person }
	switch v {
	case "2":
		mm := mention{n: 2}
		return d.pair(&mm)
	case "p":
		if len(subjects) > 1 {
			return subjects
		}
		// A group, or several actors told together.
		for i := len(d.raw) - 1; i >= 0 && i >= len(d.raw)-3; i-- {
			var got []int32
			for _, p := range d.raw[i].parts {
				if p.role == recipient || p.role == party {
					got = append(got, p.actor)
				}
			}
			if len(got) > 1 {
				return got
			}
		}
		if g := d.recent(func(a *actor) bool { return a.Kind == schema.Group }); g >= 0 {
			return []int32{g}
		}
		return nil
	case "f":
		// A state or body, or a woman: the object told last in the sentence, else the last one.
		if m.agents {
			// «قواتها»: of the one that acts
			for i := len(d.told) - 1; i >= 0; i-- {
				if v := d.told[i].actors; len(v) == 1 && !human(v[0]) {
					return v
				}
			}
			if len(subjects) == 1 && !human(subjects[0]) {
				return subjects
			}
		}
		g := d.recent(func(a *actor) bool { return a.Kind != schema.Person || d.isWoman(a) })
		if len(subjects) == 1 && g == subjects[0] {
			return subjects
		}
		if g >= 0 {
			return []int32{g}
		}
	case "him", "them":
		want := func(a *actor) bool { return a.Kind == schema.Person }
		if v == "them" {
			if got := d.toldTogether(); len(got) > 0 {
				return got
			}
			want = func(a *actor) bool { return a.Kind == schema.Group }
		}
		best := int32(-1)
		for i := range d.actors {
			a := &d.actors[i]
			if a.last >= 0 && want(a) && !slices.Contains(d.others, int32(i)) && (best < 0 || a.last > d.actors[best].last) {
				best = int32(i)
			}
		}
		if best >= 0 {
			return []int32{best}
		}
	case "she":
		if g := d.recent(func(a *actor) bool { return a.Kind == schema.Person && d.isWoman(a) }); g >= 0 {
			return []int32{g}
		}
		if len(subjects) == 1 && human(subjects[0]) {
			return subjects
		}
	case "we":
		return d.speaker()
	case "m":
		if len(subjects) == 1 && human(subjects[0]) && !slices.Contains(d.exclude, subjects[0]) {
			return subjects
		}
		if g := d.recent(func(a *actor) bool { return a.Kind == schema.Person }); g >= 0 {
			return []int32{g}
		}
	case "n":
		if len(subjects) == 1 && !human(subjects[0]) {
			return subjects
		}
		if g := d.recent(func(a *actor) bool { return a.Kind != schema.Person }); g >= 0 {
			return []int32{g}
		}
	}
	return nil
}

// recentState finds the state mentioned last among those of a list of codes,
// such as the kingdoms; the subject of the clause is not meant.
func (d *doc) recentState(codes string) int32 {
	best := int32(-1)
	for i := range d.actors {
		a := &d.actors[i]
		if a.Kind != schema.State || a.last < 0 || !strings.Contains(codes, a.State) || slices.Contains(d.others, int32(i)) {
			continue
		}
		if best < 0 || a.last > d.actors[best].last {
			best = int32(i)
		}
	}
	if best < 0 && d.home != "" && strings.Contains(codes, d.home) {
		return d.lexActorID(d.lx.stateActor[d.home] + 1)
	}
	if best < 0 {
		// The state of someone told: "the Kingdom" after "the King of Jordan".
		id := d.recent(func(a *actor) bool {
			of := d.stateOfPerson(a)
			return a.Kind == schema.Person && of != 0 && strings.Contains(codes, d.lx.actors[of-1].State)
		})
		if id >= 0 {
			return d.lexActorID(d.stateOfPerson(&d.actors[id]))
		}
	}
	return best
}

// subjectsFor gives the subject told last that a pronoun agrees with: of the
// verbs before it in the sentence, else of the main verbs of the one before.
func (d *doc) subjectsFor(v string) []int32 {
	person := v == "m" || v == "she"
	fits := func(actors []int32) bool {
		if len(actors) == 0 || (v == "p") != (len(actors) > 1) {
			return false
		}
		return v == "p" || (d.actors[actors[0]].Kind == schema.Person) == person
	}
	for i := len(d.verbs) - 1; i >= 0; i-- {
		if fits(d.verbs[i].actors) {
			return d.verbs[i].actors
		}
	}
	for _, aside := range [...]bool{false, true} {
		for i := len(d.prevVerbs) - 1; i >= 0; i-- {
			if u := &d.prevVerbs[i]; u.aside == aside && fits(u.actors) {
				return u.actors
			}
		}
	}
	return nil
}

// speaker gives the subject of the verb of reporting in the sentence, for the
// "we" of a quotation.
func (d *doc) speaker() []int32 {
	for k := d.sentLo; k < d.sentHi; k++ {
		it := &d.items[k]
		if !it.verb || !it.is(cSay) {
			continue
		}
		if id, _ := d.leftMention(k, d.sentLo); id >= 0 && d.ments[id].refOffice != "we" {
			return d.mentionActors(id)
		}
		if k+1 < d.sentHi && d.items[k+1].ment != 0 && d.ments[d.items[k+1].ment-1].refOffice != "we" {
			return d.mentionActors(d.items[k+1].ment - 1)
		}
	}
	return nil
}

// toldTogether gives those to whom the last events were done together, the
// subject aside.
func (d *doc) toldTogether() []int32 {
	for i := len(d.raw) - 1; i >= 0 && i >= len(d.raw)-3; i-- {
		var got []int32
		for _, p := range d.raw[i].parts {
			if p.role != mediator && !slices.Contains(d.others, p.actor) {
				got = append(got, p.actor)
			}
		}
		if len(got) > 1 {
			return got
		}
	}
	return nil
}

func (d *doc) isWoman(a *actor) bool {
	for _, w := range a.words {
		if d.lx.women[w] {
			return true
		}
	}
	return false
}

// inPlace tells whether the mention at item k only says where: after "in".
func (d *doc) inPlace(k int32) bool {
	if k == 0 {
		return false
	}
	e := d.items[k-1].word(cPrep)
	return e != nil && e.val == d.lx.inPrep
}
