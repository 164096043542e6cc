package coder

import (
	"safir/schema"
)

// sharedHead reads several states or bodies with one word for what each has:
// "the Greek and Turkish foreign ministers", "Mali and Niger's presidents".
func (d *doc) sharedHead(m mention, j, hi int32) (mention, int32, bool) {
	var ofs [8]int32
	n, k, and := 0, j, false
	for k < hi && n < len(ofs) {
		of := d.ownerAt(k)
		if of == 0 {
			break
		}
		ofs[n] = of
		n++
		if k++; k < hi && d.items[k].is(cGenMark) && d.tokens[d.items[k].first].flag&flagPiece != 0 {
			k++
		}
		l := k
		if l < hi && d.items[l].kind == punctToken && d.items[l].ch == ',' {
			l++
		}
		if l < hi && d.items[l].is(cAnd) {
			and = true
			l++
		}
		if l < hi && l > k && d.items[l].is(cDet) {
			l++
		}
		if l == k || l >= hi || d.ownerAt(l) == 0 {
			break
		}
		k = l
	}
	if n < 2 || !and {
		return m, j, false
	}
	for k < hi && d.items[k].is(cOfficeAdj) && !d.items[k].has(officeEntry) {
		k++
	}
	if k >= hi || d.items[k].kind != wordToken || d.items[k].date != 0 || d.items[k].verb {
		return m, j, false
	}
	it := &d.items[k]
	office, ref, counter := int32(0), noRef, schema.Kind("")
	switch {
	case it.word(cCounter) != nil:
		counter = "counter"
	case it.has(officeEntry) && it.entry(officeEntry).tag&Plural != 0:
		office = it.entry(officeEntry).val + 1
	case d.isLeaders(it):
		ref = refLeader
	default:
		return m, j, false
	}
	lo := int32(len(d.ments))
	for _, of := range ofs[:n] {
		d.ments = append(d.ments, mention{first: m.first, last: k + 1, kind: schema.Person, office: office, of: of, ref: ref, n: 1})
	}
	m.kind, m.ref, m.refKind, m.members0, m.members1, m.last, m.n = schema.Person, refPlural, counter, lo, lo+int32(n), k+1, int32(n)
	m.last = d.nameMembers(&m, k+1, hi)
	return m, m.last, true
}

// ownerAt gives 1 + the state or body that a name or demonym at item k means,
// 0 for none.
func (d *doc) ownerAt(k int32) int32 {
	it := &d.items[k]
	if it.kind != wordToken || it.date != 0 || it.has(officeEntry) {
		return 0
	}
	for _, kind := range [...]entryKind{demonymEntry, stateEntry, bodyEntry} {
		if it.has(kind) {
			if e, ok := d.pick(it, kind); ok {
				return e.val + 1
			}
		}
	}
	return 0
}

// isLeaders tells whether the word stands for those who rule: "leaders", "heads of
// state".
func (d *doc) isLeaders(it *item) bool {
	e := it.word(cPairNoun)
	return e != nil && d.lx.values[e.val] == "leader"
}

// nameMembers gives the members of a plural title the names that follow it
// between commas, in the same order: "the presidents of A and B, X and Y,". It
// returns where the mention ends.
func (d *doc) nameMembers(m *mention, k, hi int32) int32 {
	if k+1 >= hi || d.items[k].kind != punctToken || d.items[k].ch != ',' && d.items[k].ch != '—' && d.items[k].ch != '–' {
		return k
	}
	var names [8]mention
	n, j, end := int32(0), k+1, k
	for j < hi && n < m.n {
		id := int32(len(d.ments))
		mm, next, ok := d.parseMention(j, hi)
		d.ments = d.ments[:id]
		if !ok || mm.kind != schema.Person || mm.name1 == mm.name0 || mm.ref == refPlural {
			return k
		}
		names[n] = mm
		n++
		end, j = next, next
		if j < hi && d.items[j].kind == punctToken && d.items[j].ch == ',' && n < m.n {
			j++
		}
		if j < hi && d.items[j].is(cAnd) {
			j++
		}
	}
	if n != m.n || end < hi && !d.closes(end, hi) {
		return k
	}
	for i := range n {
		mm := &d.ments[m.members0+i]
		mm.name0, mm.name1, mm.lex, mm.honor = names[i].name0, names[i].name1, names[i].lex, names[i].honor
		if mm.ref == refLeader {
			mm.ref = noRef
		}
		if mm.office == 0 {
			mm.office = names[i].office
		}
	}
	return end
}

// leader finds the ruler of a state whom the article speaks of; where it names
// none the state stands for him.
func (d *doc) leader(of int32) int32 {
	best := int32(-1)
	state := d.lx.actors[of-1].Kind == schema.State
	for i := range d.actors {
		a := &d.actors[i]
		if a.Kind != schema.Person || d.stateOfPerson(a) != of || state && !d.rules(a) {
			continue
		}
		if best < 0 || a.last > d.actors[best].last {
			best = int32(i)
		}
	}
	if best >= 0 {
		return best
	}
	return d.lexActorID(of)
}

// rules tells whether a person is head of a state or government.
func (d *doc) rules(a *actor) bool {
	for _, o := range a.offices {
		if d.lx.offices[o-1].ruler {
			return true
		}
	}
	if len(a.offices) == 0 {
		o := d.officeOf(a)
		return o != 0 && d.lx.offices[o-1].ruler
	}
	return false
}

// leadAhead finds, in a language whose adjectives come last, the word that says
// who leads the delegation at item j, 0 for none: «وفد أمريكي رفيع المستوى
// برئاسة».
func (d *doc) leadAhead(j, hi int32) int32 {
	if !d.lx.lang.AdjectiveLast {
		return 0
	}
	for x := j + 1; x < hi && x < j+8; x++ {
		it := &d.items[x]
		if it.kind != wordToken || it.date != 0 || it.verb || it.any(mask(cAnd, cRel, cThat, cBreak)) {
			return 0
		}
		if it.is(cComprise) {
			return x
		}
	}
	return 0
}

// ledBy reads a delegation whose head is told as him: "a delegation led by A".
func (d *doc) ledBy(m mention, k, hi int32) (mention, int32, bool) {
	if k+1 >= hi || !d.items[k].is(cComprise) {
		return m, k, false
	}
	lo, j := int32(len(d.ments)), k+1
	for j < hi && int32(len(d.ments))-lo < 6 {
		mm, next, ok := d.parseMention(j, hi)
		if !ok || mm.kind != schema.Person || mm.ref != noRef && mm.ref != refOffice {
			break
		}
		if mm.of == 0 && m.lex != 0 && (mm.name1 > mm.name0 || mm.ref == refOffice && d.lx.lang.AdjectiveLast) {
			mm.of, mm.ref = m.lex, noRef
		}
		if mm.ref != noRef {
			break
		}
		mm.n, mm.deep = 1, false
		d.ments = append(d.ments, mm)
		m.last, j = next, next
		if j+1 < hi && d.items[j].is(cPrep) && (d.items[j+1].has(stateEntry) || d.items[j+1].has(bodyEntry)) && j+2 < hi && d.items[j+2].is(cAnd) {
			j += 2 // "A for Addis Ababa and B"
		}
		if !(j < hi && d.items[j].is(cAnd)) || d.items[k].tag&Plural == 0 && !d.pluralAgents(k) {
			break
		}
		j++
	}
	n := int32(len(d.ments)) - lo
	if n == 0 {
		d.ments = d.ments[:lo]
		return m, k, false
	}
	m.agents, m.lex, m.of = false, 0, 0
	m.kind, m.ref, m.members0, m.members1, m.n = schema.Person, refPlural, lo, lo+n, n
	return m, m.last, true
}

// pluralAgents tells whether the word before item k is a plural: "delegations".
func (d *doc) pluralAgents(k int32) bool {
	return k > d.sentLo && d.items[k-1].tag&Plural != 0
}
