package coder

import (
	"strconv"
	"strings"

	"safir/schema"
)

// countedPair reads "the two Gulf neighbours", "both leaders".
func (d *doc) countedPair(m mention, k, hi int32) (mention, int32, bool) {
	j, n, definite := k, int32(0), false
	for ; j < hi && j < k+3 && d.items[j].kind == wordToken; j++ {
		it := &d.items[j]
		if e := it.word(cNum); e != nil {
			v, _ := strconv.Atoi(d.lx.values[e.val])
			n = int32(v)
			continue
		}
		if it.is(cEach) {
			n, definite = 2, true
			continue
		}
		if !it.any(mask(cDet, cPoss)) {
			break
		}
		definite = definite || it.is(cPoss) || it.word(cDet) != nil && d.lx.values[it.word(cDet).val] == "the" || n == 0
	}
	if !definite {
		return m, k, false // "two diplomats": not told before
	}
	if n < 2 || n > 5 {
		return m, k, false
	}
	for skip := 0; j < hi && skip < 3; j, skip = j+1, skip+1 {
		it := &d.items[j]
		if it.kind != wordToken || it.date != 0 || it.verb || it.has(demonymEntry) {
			return m, k, false
		}
		if e := it.word(cPairNoun); e != nil {
			m.ref, m.n, m.last = refPair, n, j+1
			d.pairKind(&m, d.lx.values[e.val])
			return m, j + 1, true
		}
		if it.any(functionMask &^ mask(cNameStop)) {
			return m, k, false
		}
	}
	return m, k, false
}

// pairKind notes which actors a pair is made of.
func (d *doc) pairKind(m *mention, kind string) {
	switch kind {
	case "any":
	case "mediator":
		m.mediators = true
	case "side":
		m.side = true
	case "each":
		m.each = true
	case "person", "leader":
		m.refKind = schema.Person
	case "state":
		m.refKind = schema.State
	case "group":
		m.refKind = schema.Group
	default:
		m.refKind, m.refOffice = schema.Person, kind
	}
}

// pairMention reads "the two sides", «الوزيران», with the names that may
// follow.
func (d *doc) pairMention(m mention, j, hi int32) (mention, int32, bool) {
	e := d.items[j].word(cPair)
	num, kind, _ := strings.Cut(d.lx.values[e.val], ":")
	n, _ := strconv.Atoi(num)
	m.ref, m.n, m.last = refPair, int32(n), j+1
	d.pairKind(&m, kind)
	m = d.skipPossessor(m, hi)
	if pm, next, ok := d.apposedList(m, m.last, hi); ok {
		return pm, next, true
	}
	if m.refKind == schema.Person && d.lx.lang.Capitals && m.refOffice == "" {
		if office := d.officeOfWord(d.items[j].last - 1); office != 0 {
			if pm, next, ok := d.memberList(m, m.last, hi, office, 0); ok {
				return pm, next, true
			}
		}
		return d.rulersOf(m, hi)
	}
	if m.refKind == schema.Person {
		office := int32(0)
		if m.refOffice != "" {
			office = d.lx.officeID(m.refOffice)
		}
		if pm, next, ok := d.memberList(m, m.last, hi, office, 0); ok {
			return pm, next, true
		}
	}
	if m.last < hi && d.items[m.last].has(demonymEntry) {
		// «الجانبان السعودي والإيراني»
		if pm, next, ok := d.demonymList(m, m.last, hi); ok {
			return pm, next, true
		}
	}
	m.deep = d.possesses(m.first)
	return m, m.last, true
}

// officeOfWord gives 1 + the office that the plural at a token names:
// "presidents"; 0 for none.
func (d *doc) officeOfWord(t int32) int32 {
	for _, m := range d.matches[d.matchAt[t]:d.matchAt[t+1]] {
		if m.size > 1 {
			continue
		}
		for _, e := range d.lx.trie.ends[m.node] {
			if e.kind == officeEntry && e.tag&Plural != 0 && !d.lx.offices[e.val].leads {
				return e.val + 1
			}
		}
	}
	return 0
}

// rulersOf reads whose a plural word of persons speaks of: "the leaders of A
// and B".
func (d *doc) rulersOf(m mention, hi int32) (mention, int32, bool) {
	if pm, next, ok := d.memberList(m, m.last, hi, 0, 0); ok {
		for i := pm.members0; i < pm.members1; i++ {
			if mm := &d.ments[i]; mm.office == 0 && mm.name1 == mm.name0 {
				mm.ref = refLeader
			}
		}
		return pm, next, true
	}
	return m, m.last, true
}

func (d *doc) demonymList(m mention, k, hi int32) (mention, int32, bool) {
	lo := int32(len(d.ments))
	end := k
	for k < hi && d.items[k].has(demonymEntry) {
		e, _ := d.pick(&d.items[k], demonymEntry)
		if e == nil {
			break
		}
		d.ments = append(d.ments, mention{first: k, last: k + 1, kind: d.lx.actors[e.val].Kind, lex: e.val + 1, n: 1})
		k++
		end = k
		if k+1 < hi && d.items[k].is(cAnd) {
			k++
			continue
		}
		break
	}
	if n := int32(len(d.ments)) - lo; n >= 2 {
		m.ref, m.members0, m.members1, m.last, m.n = refPlural, lo, lo+n, end, n
		return m, end, true
	}
	d.ments = d.ments[:lo]
	return m, k, false
}

// counterMention reads «نظيره الفرنسي جان نويل بارو», "his Omani counterpart
// Badr Albusaidi".
func (d *doc) counterMention(m mention, j, hi int32) (mention, int32, bool) {
	e := d.items[j].word(cCounter)
	m.kind, m.ref, m.last = schema.Person, refCount, j+1
	m = d.skipPossessor(m, hi)
	if d.lx.values[e.val] == "many" || e.tag&(Plural|Dual) != 0 {
		k := m.last
		if k < hi {
			if pe := d.items[k].word(cPrep); pe != nil && (pe.val == d.lx.inPrep || d.lx.fromPrep[pe.val] && d.lx.lang.Capitals) {
				k++
			}
		}
		if pm, next, ok := d.memberList(m, k, hi, 0, 0); ok {
			pm.refKind = "counter"
			return pm, next, true
		}
		return m, m.last, true
	}
	k, mm := d.officeComplement(m.last, hi, m)
	m.of, m.last = mm.of, k
	if d.lx.lang.AdjectiveLast && k < hi {
		if pe := d.items[k].word(cPrep); pe != nil && m.of == 0 && pe.val == d.lx.inPrep && k+1 < hi && d.items[k+1].has(stateEntry) {
			if e, ok := d.pick(&d.items[k+1], stateEntry); ok {
				m.of, m.last = e.val+1, k+2
			}
		}
	}
	n := m.last
	comma := false
	if n < hi && d.items[n].kind == punctToken && (d.items[n].ch == ',' || d.items[n].ch == '،') {
		comma = true
		n++
	}
	for n < hi && d.items[n].any(titleMask) && !d.items[n].has(officeEntry) {
		n++
	}
	if n < hi && d.items[n].date == 0 {
		if d.items[n].has(personEntry) && !d.someoneElse(n, m.of) && (!d.items[n].entry(personEntry).amb || !comma) {
			pe := d.pickPerson(&d.items[n], m.of)
			m.lex, m.name0, m.name1, m.last = pe.val+1, d.items[n].first, d.items[n].last, n+1
		} else if r := d.nameRun(n, hi, !comma); r > n && (!comma || d.lx.lang.Capitals && r-n > 1 && d.closes(r, hi)) {
			m.name0, m.name1, m.last = d.items[n].first, d.items[r-1].last, r
		}
	}
	return m, m.last, true
}
