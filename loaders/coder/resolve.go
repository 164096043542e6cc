package coder

import (
	"maps"
	"slices"

	"safir/loaders/coder/gazetteer"
	"safir/schema"
)

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
	if k := m.first; d.lx.lang.VerbFirst && k-2 >= d.sentLo && d.items[k-1].is(cAnd) && d.items[k-1].ment == 0 && d.items[k-2].ment != 0 {
		if p := &d.ments[d.items[k-2].ment-1]; p.kind == m.kind && p.adjective == m.adjective {
			return // the end of a longer list
		}
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
				mm.office = d.counterOffice()
			}
			if mm.refOffice == "" && mm.office == 0 && mm.kind == schema.Person && mm.name1 == 0 && mm.of != 0 && m.refKind != "counter" {
				// plural title without names: still persons
				mm.kind = schema.Person
			}
			if mm.office != 0 && mm.of != 0 && mm.name1 == mm.name0 && d.lx.offices[mm.office-1].leaders && d.lx.actors[mm.of-1].Kind != schema.Group {
				mm.office, mm.ref = 0, refLeader // «قادة مصر والأردن»
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
		if m.office != 0 {
			return d.officersOf(out, m)
		}
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

// officersOf appends those who have an office of each of a pair: "the
// ambassadors of both countries".
func (d *doc) officersOf(out []int32, m *mention) []int32 {
	of := *m
	of.office, of.refKind = 0, schema.State
	for _, s := range d.pair(&of) {
		if d.actors[s].lex == 0 {
			continue
		}
		if id := d.officeHolder(&mention{first: m.first, last: m.last, office: m.office, of: d.actors[s].lex}); id >= 0 {
			if m.last > m.first {
				d.addSpan(&d.actors[id], d.items[m.first].first, d.items[m.last-1].last)
			}
			out = append(out, id)
		}
	}
	return out
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
	case a.Unnamed && (d.lx.lang.Capitals || d.tellsOffice(m)):
		k := m.first
		if d.items[k].is(cDet) {
			k++
		}
		d.addSpan(a, d.items[k].first, d.items[m.last-1].last)
	}
}

// tellsOffice tells whether the words of a mention hold the office: a member
// of «وزيرا خارجية مصر والأردن» is told by its state alone.
func (d *doc) tellsOffice(m *mention) bool {
	for k := m.first; k < m.last; k++ {
		if d.items[k].has(officeEntry) || d.items[k].is(cCounter) {
			return true
		}
	}
	return false
}

// resolve finds the one actor of a mention; -1 for none.
func (d *doc) resolve(m *mention) int32 {
	switch m.ref {
	case refCount:
		return d.counterpart(m)
	case refHonor:
		if id := d.recentPerson(func(a *actor) bool { return slices.Contains(a.honors, m.honor) && !d.isOther(a) }); id >= 0 {
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
	case refTitle:
		return d.recentPerson(func(a *actor) bool { return slices.Contains(a.titles, m.title) })
	case refLeader:
		return d.leader(m.of)
	case refOrgan:
		if m.lex != 0 {
			return d.lexActorID(m.lex) // "the Pentagon"
		}
		if id := d.organBefore(m); id >= 0 {
			return id
		}
		if id := d.organOfArticle(); id >= 0 {
			return id
		}
		if d.lx.lang.VerbFirst {
			if id := d.scene(); id >= 0 {
				return id
			}
		}
		if id := d.contextState(); id >= 0 {
			return id
		}
		return -1
	}
	if (m.kind == schema.Group || m.kind == schema.Organization) && m.lex == 0 && m.name1 > m.name0 {
		return d.namedGroup(m)
	}
	if m.kind == schema.Person {
		if m.name1 > m.name0 {
			if id := d.namedActor(m); !m.agents {
				return id
			} else if s := d.stateFor(id); s >= 0 {
				return s // "the Biden administration"
			}
			return d.contextState()
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

// organOfArticle is the state whose army or ministry is meant where nothing
// near tells it: the one that acts in the sentence, else the one that the
// article is about; -1 where that is not plain.
func (d *doc) organOfArticle() int32 {
	if !d.lx.lang.Capitals || d.home != "" {
		return -1
	}
	for _, s := range d.subj {
		if d.actors[s].Kind == schema.State {
			return s
		}
	}
	return d.scene()
}

// organBefore finds whose organ a mention without a state means by the same
// word told before with its state: "Sudan's army … the army".
func (d *doc) organBefore(m *mention) int32 {
	word, head := d.tokens[d.items[m.last-1].first].word, d.headWord(m)
	i := len(d.ments) - 1
	if id := d.items[m.first].ment; id != 0 {
		i = int(id) - 1 // the mentions after it come no earlier in the text
	}
	for far := max(0, i-2000); i >= far; i-- { // farther back no reader remembers
		b := &d.ments[i]
		if b.last > m.first || !b.agents || b.lex == 0 || b.ref != noRef {
			continue
		}
		if d.tokens[d.items[b.last-1].first].word == word || d.lx.lang.VerbFirst && d.headWord(b) == head {
			return d.lexActorID(b.lex)
		}
	}
	return -1
}

// headWord gives the first word of a mention, without its article.
func (d *doc) headWord(m *mention) int32 {
	t := &d.tokens[d.items[m.first].first]
	if t.bare != 0 {
		return t.bare
	}
	return t.word
}

// scene gives the state that the article speaks of most by far, which is where
// «قوات الأمن» and "the army" without a state are at home; -1 for none.
func (d *doc) scene() int32 {
	if d.sceneKnown {
		return d.sceneState
	}
	d.sceneKnown, d.sceneState = true, -1
	count := d.statesNamed()
	first, most, second := int32(0), 0, 0
	for _, lex := range slices.Sorted(maps.Keys(count)) {
		switch n := count[lex]; {
		case n > most:
			first, most, second = lex, n, most
		default:
			second = max(second, n)
		}
	}
	if most >= 3 && most*2 >= second*3 {
		d.sceneState = d.lexActorID(first)
	}
	return d.sceneState
}

// statesNamed counts how often the article speaks of each state: by its words
// in scripts with capitals, else by its mentions and those who serve it.
func (d *doc) statesNamed() map[int32]int {
	count := make(map[int32]int)
	note := func(lex int32) {
		if lex != 0 && d.lx.actors[lex-1].Kind == schema.State {
			count[lex]++
		}
	}
	if !d.lx.lang.Capitals {
		for i := range d.ments {
			if m := &d.ments[i]; m.kind == schema.Person {
				note(m.of)
			} else {
				note(m.lex)
			}
		}
		return count
	}
	for i := range d.items {
		it := &d.items[i]
		kind := stateEntry
		if !it.has(stateEntry) {
			kind = demonymEntry
		}
		if it.has(kind) {
			if e, ok := d.pick(it, kind); ok && e != nil {
				note(e.val + 1)
			}
		}
	}
	return count
}

// namedGroup finds or makes the actor of a group known by its name only.
func (d *doc) namedGroup(m *mention) int32 {
	words := d.nameWords(m.name0, m.name1)
	for i := range d.actors {
		if a := &d.actors[i]; a.Kind == m.kind && a.lex == 0 && (subset(words, a.words) || subset(a.words, words)) {
			d.addSpan(a, m.name0, m.name1)
			return int32(i)
		}
	}
	a := actor{Actor: schema.Actor{Kind: m.kind, State: d.home}, words: words, last: -1}
	if m.of != 0 && d.lx.actors[m.of-1].State != "" {
		a.State = d.lx.actors[m.of-1].State
	}
	if m.kind == schema.Organization {
		a.State = ""
	}
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
	if o.any && !m.indefinite {
		// «المسؤول الأمريكي»: whatever his office
		if id := d.recent(func(a *actor) bool { return a.Kind == schema.Person && (of == 0 || d.stateOfPerson(a) == of) }); id >= 0 {
			return id
		}
	}
	if o.any && m.indefinite && of != 0 {
		// «في أول زيارة لمسؤول سعودي»: the one whom the sentence tells of
		for _, list := range [...][]int32{d.cur, d.subj} {
			for _, s := range list {
				if a := &d.actors[s]; a.Kind == schema.Person && d.stateOfPerson(a) == of {
					return s
				}
			}
		}
		for i := d.at - 1; i >= 0 && d.ments[i].sent == m.sent; i-- {
			if b := &d.ments[i]; b.actor > 0 && d.actors[b.actor-1].Kind == schema.Person && d.stateOfPerson(&d.actors[b.actor-1]) == of {
				return b.actor - 1
			}
		}
	}
	if of == 0 && m.poss != "" {
		if s := d.possessorState(m.poss); s >= 0 {
			of = d.actors[s].lex
		}
	}
	if o.leads && of != 0 && !m.indefinite && !m.former {
		if id := d.leader(of); d.actors[id].Kind == schema.Person {
			return id // "the Thai leader"
		}
	}
	if !m.indefinite {
		best := int32(-1)
		for i := range d.actors {
			a := &d.actors[i]
			if a.Kind != schema.Person || of != 0 && a.of != of && d.stateOfPerson(a) != of {
				continue
			}
			if m.former != (slices.Contains(a.formers, m.office) && !a.hasOffice(m.office)) || !m.former && !d.holds(a, m.office) {
				continue
			}
			if of == 0 && d.lx.lang.VerbFirst && o.one && best >= 0 && d.atHome(&d.actors[best]) != d.atHome(a) {
				if d.atHome(a) {
					best = int32(i) // «وزير الخارجية» without a state is that of the dateline
				}
				continue
			}
			if best < 0 || a.last > d.actors[best].last {
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
		for i := range d.actors {
			a := &d.actors[i]
			if a.Kind == schema.Person && !m.former && d.holds(a, m.office) && (a.of == of || d.stateOfPerson(a) == of) {
				return int32(i)
			}
		}
	}
	a := actor{Actor: schema.Actor{Kind: schema.Person, Unnamed: true}, of: of, last: -1, post: m.post}
	if m.former {
		a.formers = []int32{m.office}
	} else {
		a.offices = []int32{m.office}
	}
	d.actors = append(d.actors, a)
	return int32(len(d.actors) - 1)
}

// possessorState is the state that "its ambassador" or "his ambassador" speaks
// of: that of the one who acts where the pronoun agrees with it, else of the
// last one told that does.
func (d *doc) possessorState(poss string) int32 {
	person := poss == "m" || poss == "she"
	if !person && poss != "n" {
		return -1
	}
	fits := func(a *actor) bool { return (a.Kind == schema.Person) == person }
	var id int32
	if len(d.others) == 1 && fits(&d.actors[d.others[0]]) {
		id = d.others[0]
	} else {
		id = d.recent(func(a *actor) bool { return fits(a) && (person || a.Kind == schema.State) })
	}
	if id < 0 {
		return -1
	}
	return d.stateFor(id)
}

// atHome tells whether a person serves the state of the dateline.
func (d *doc) atHome(a *actor) bool {
	of := d.stateOfPerson(a)
	return d.home != "" && of != 0 && d.lx.actors[of-1].State == d.home && d.lx.actors[of-1].Kind == schema.State
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
	p := d.gazetteerPerson(a)
	return p != nil && hasHeld(p, want)
}

// hasHeld tells whether a person of the gazetteer has or had an office.
func hasHeld(p *gazetteer.Person, office string) bool {
	return slices.ContainsFunc(p.Offices, func(o gazetteer.Office) bool { return sameOffice(o.Role, office) })
}

// recent finds the actor mentioned last that fits.
func (d *doc) recent(fits func(*actor) bool) int32 {
	// By the order of the text, before the mention at hand.
	for i := d.at - 1; i >= 0 && i >= d.at-120; i-- {
		m := &d.ments[i]
		if m.actor == 0 && m.ref == noRef && !d.looking {
			if a := d.resolveBefore(i); a >= 0 {
				m.actor = a + 1
			}
		}
		if m.actor > 0 && !(m.deep && m.adjective && d.actors[m.actor-1].Kind != schema.Group) && !m.town && !slices.Contains(d.exclude, m.actor-1) && fits(&d.actors[m.actor-1]) && !(m.capital && d.inPlace(m.first)) {
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

// resolveBefore resolves mention i while a later one is at hand. It looks no
// further back for others on the way, so that mentions that look for each
// other come to an end.
func (d *doc) resolveBefore(i int32) int32 {
	at := d.at
	d.at, d.looking = i, true
	a := d.resolve(&d.ments[i])
	d.at, d.looking = at, false
	return a
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
	if id := d.recent(func(a *actor) bool { return a.Kind == schema.State }); id >= 0 || !d.lx.lang.Capitals {
		return id
	}
	if id := d.recent(func(a *actor) bool { return a.Kind == schema.Person && d.stateOfPerson(a) != 0 }); id >= 0 {
		return d.stateFor(id)
	}
	return -1
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
