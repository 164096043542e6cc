package coder

import (
	"slices"
	"strings"

	"safir/schema"
)

// counterOffice is the office that a counterpart has: that of the person
// spoken of.
func (d *doc) counterOffice() int32 {
	id := d.recent(func(a *actor) bool { return a.Kind == schema.Person && d.officeOf(a) != 0 })
	if id < 0 {
		return 0
	}
	return d.officeOf(&d.actors[id])
}

// counterpart finds or makes the person that "his counterpart" means.
func (d *doc) counterpart(m *mention) int32 {
	if d.lx.lang.Capitals && m.poss == "n" && m.of != 0 && m.name1 == m.name0 {
		return d.lexActorID(m.of) // of a ministry or an army
	}
	m.office = d.counterOffice()
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
	switch {
	case len(d.subj) > 0:
		me = d.subj[0]
	case d.lx.lang.Capitals && len(d.prevSubj) == 1:
		me = d.prevSubj[0]
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
		if d.lx.lang.Capitals && len(d.others) == 1 && id == d.others[0] && n0 == 2 {
			return false
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
			if len(got) > 1 || len(got) == 1 && d.lx.lang.Capitals {
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
		if n == 2 && len(got) == 2 && m.refKind == "" && !d.lx.lang.Capitals && together(&d.raw[i], got) {
			continue
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
		if len(subjects) > 1 || len(subjects) == 1 && d.lx.lang.Capitals && d.actors[subjects[0]].Kind == schema.Group {
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
	case "him", "her", "them":
		want := func(a *actor) bool { return a.Kind == schema.Person }
		if v == "her" {
			want = func(a *actor) bool { return a.Kind == schema.Person && d.isWoman(a) }
			if id := d.recent(func(a *actor) bool { return a.Kind == schema.Person && !d.isOther(a) && d.isWoman(a) }); id < 0 {
				want = func(a *actor) bool { return a.Kind == schema.Person }
			}
		}
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
	case "latter":
		return d.latter()
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

// latter gives the one told last before the mention at hand that is no
// subject.
func (d *doc) latter() []int32 {
	subjects := d.subj
	if len(subjects) == 0 {
		subjects = d.prevSubj
	}
	if id := d.recent(func(a *actor) bool {
		return a.Kind != "" && !slices.ContainsFunc(subjects, func(s int32) bool { return &d.actors[s] == a })
	}); id >= 0 {
		return []int32{id}
	}
	return nil
}

// isOther tells whether an actor is one whom a pronoun in the object cannot mean.
func (d *doc) isOther(a *actor) bool {
	for _, id := range d.others {
		if a == &d.actors[id] {
			return true
		}
	}
	return false
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
		if v == "p" && len(actors) == 1 {
			return d.actors[actors[0]].Kind == schema.Group
		}
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
	for i := len(d.raw) - 1; i >= 0 && i >= len(d.raw)-4; i-- {
		var got []int32
		for j := i; j >= 0 && d.raw[j].head == d.raw[i].head; j-- { // calls to several are told apart
			for _, p := range d.raw[j].parts {
				if p.role != mediator && !slices.Contains(d.others, p.actor) && !slices.Contains(got, p.actor) {
					got = append(got, p.actor)
				}
			}
		}
		if len(got) > 1 {
			slices.Sort(got)
			return got
		}
	}
	return nil
}

// inPlace tells whether the mention at item k only says where: after "in".
func (d *doc) inPlace(k int32) bool {
	if k == 0 {
		return false
	}
	e := d.items[k-1].word(cPrep)
	return e != nil && e.val == d.lx.inPrep
}
