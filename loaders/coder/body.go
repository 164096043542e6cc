package coder

import (
	"safir/schema"
)

// comprisedPersons reads the persons of whom a delegation consists.
func (d *doc) comprisedPersons(m mention, j, hi int32) (mention, int32, bool) {
	lo := int32(len(d.ments))
	for j < hi && int32(len(d.ments))-lo < 12 {
		mm, next, ok := d.parseMention(j, hi)
		if !ok || mm.kind != schema.Person {
			break
		}
		mm.n, mm.deep = 1, false
		d.ments = append(d.ments, mm)
		m.last, j = next, next
		if j < hi && d.items[j].is(cAnd) {
			j++
			continue
		}
		if j+1 < hi && d.items[j].kind == punctToken && (d.items[j].ch == ',' || d.items[j].ch == '،') && d.items[j+1].has(officeEntry) {
			j++
			continue
		}
		break
	}
	n := int32(len(d.ments)) - lo
	if n < 1 {
		d.ments = d.ments[:lo]
		return m, j, false
	}
	m.kind, m.lex, m.ref, m.members0, m.members1, m.n = schema.Person, 0, refPlural, lo, lo+n, n
	return m, m.last, true
}

// unknownGroup reads the name of an armed group or party that the gazetteer
// does not know: «جهاز الردع», «اللواء 444 قتال».
func (d *doc) unknownGroup(m mention, j, hi int32) (mention, int32, bool) {
	k := j + 1
	if k >= hi {
		return m, j, false
	}
	n := &d.items[k]
	if n.kind == punctToken {
		return d.quotedGroup(m, j, hi)
	}
	switch {
	case n.kind == numberToken:
	case n.kind != wordToken || n.date != 0 || n.verb || n.any(functionMask&^mask(cStop)) || d.tokens[n.first].flag&flagPiece != 0:
		return m, j, false
	case d.definiteItem(j): // «الجهاز الجديد»
		return m, j, false
	case !d.definiteItem(k):
		return m, j, false
	case n.kinds&(1<<demonymEntry|1<<stateEntry|1<<bodyEntry|1<<personEntry|1<<officeEntry) != 0:
		return m, j, false
	}
	k++
	for k < hi && k < j+4 {
		n := &d.items[k]
		if n.kind == numberToken || n.kind == wordToken && n.date == 0 && !n.verb && d.tokens[n.first].flag&flagPiece == 0 && !n.has(headEntry) && n.kinds&^(1<<wordEntry) == 0 &&
			n.classes&^mask(cStop) == 0 && (d.definiteItem(k) || n.unknown() && d.items[k-1].kind == numberToken) {
			k++
			continue
		}
		break
	}
	m.kind, m.last = schema.Group, k
	m.name0, m.name1 = d.items[j].first, d.items[k-1].last
	m.deep = d.qualifies(m.first)
	return m, k, true
}

// quotedGroup reads a name between quotation marks: «مليشيا "الجيش الأبيض"».
func (d *doc) quotedGroup(m mention, j, hi int32) (mention, int32, bool) {
	e := d.closingQuote(j+1, hi)
	if e <= j+2 || e > j+6 || d.definiteItem(j) {
		return m, j, false
	}
	for i := j + 2; i < e; i++ {
		if it := &d.items[i]; it.kind == punctToken || it.kinds&(1<<stateEntry|1<<bodyEntry|1<<personEntry|1<<officeEntry) != 0 {
			return m, j, false
		}
	}
	m.kind, m.last = schema.Group, e+1
	m.name0, m.name1 = d.items[j+2].first, d.items[e-1].last
	m.deep = d.qualifies(m.first)
	return m, m.last, true
}

// namesGroup tells whether a word begins the name of a group whatever follows
// («حركة»), and not only before a word that is otherwise unknown («قوات»).
func (d *doc) namesGroup(it *item) bool {
	e := it.word(cGroupHead)
	return e != nil && d.lx.values[e.val] != "" && d.lx.values[e.val] != "weak"
}

// comprising reads «الرباعية التي تضم A وB وC»: the members stand for it.
func (d *doc) comprising(m mention, k, hi int32) (mention, int32, bool) {
	lo := int32(len(d.ments))
	j := k + 3
	if !d.items[k+1].is(cRel) {
		for j = k + 1; j < hi && !d.items[j].is(cComprise); j++ {
		}
		j++
	}
	if mm, next, ok := d.comprisedPersons(m, j, hi); ok {
		return mm, next, true
	}
	for j < hi && int32(len(d.ments))-lo < 12 {
		it := &d.items[j]
		kind := stateEntry
		if it.has(bodyEntry) {
			kind = bodyEntry
		}
		e, ok := d.pick(it, kind)
		if e == nil || !ok {
			break
		}
		d.ments = append(d.ments, mention{first: j, last: j + 1, kind: d.lx.actors[e.val].Kind, lex: e.val + 1, n: 1})
		m.last = j + 1
		j++
		if j < hi && !d.items[j].is(cAnd) && d.items[j].kind != punctToken {
			break
		}
		for j < hi && (d.items[j].is(cAnd) || d.items[j].kind == punctToken && (d.items[j].ch == ',' || d.items[j].ch == '،')) {
			j++
		}
	}
	n := int32(len(d.ments)) - lo
	if n < 2 {
		d.ments = d.ments[:lo]
		return m, k, false
	}
	m.ref, m.members0, m.members1, m.n = refPlural, lo, lo+n, n
	return m, m.last, true
}

// skipPossessor takes a pronoun that hangs on the last word into the mention.
func (d *doc) skipPossessor(m mention, hi int32) mention {
	if m.last < hi && d.items[m.last].any(mask(cPron, cPoss)) && d.tokens[d.items[m.last].first].flag&flagPiece != 0 {
		m.last++
	}
	return m
}

func (d *doc) stateMention(m mention, j, hi int32) (mention, int32, bool) {
	it := &d.items[j]
	e, ok := d.pick(it, stateEntry)
	if !ok {
		return m, j, false
	}
	m.kind, m.lex, m.last = schema.State, e.val+1, j+1
	m.capital = e.class == classID(schema.CapitalSense)
	m.town = e.amb && e.class != classID(schema.NameSense) && !d.supported(e.val)
	m.gender = feminine
	if !d.lx.lang.AdjectiveLast {
		// "Iran's foreign minister", "US troops"
		if n, next, ok := d.premodified(m, j+1, hi, e.val+1); ok {
			return n, next, true
		}
	}
	m.deep = d.qualifies(m.first)
	if !d.lx.lang.AdjectiveLast && d.nounFollows(m.last, hi) {
		m.adjective, m.deep = true, true // "the Gaza truce", "China-Australia talks"
	}
	return m, m.last, true
}

// nounFollows tells whether a name before item k only qualifies the noun
// that begins there.
func (d *doc) nounFollows(k, hi int32) bool {
	if k >= hi || d.items[k].kind != wordToken || d.items[k].date != 0 {
		return false
	}
	it := &d.items[k]
	if d.tokens[it.first].flag&flagHyphen != 0 {
		return true
	}
	return it.has(headEntry) && !it.verb && it.tag&(Nominal|ActivePart) != 0 && !it.any(functionMask&^mask(cNameStop, cLight, cStop))
}

// premodified reads what follows a state, demonym or body that stands
// before its noun: an office, an organ, forces.
func (d *doc) premodified(m mention, j, hi, of int32) (mention, int32, bool) {
	if j < hi && d.items[j].is(cGenMark) {
		j++
		if n, next, ok := d.possessed(m, j, hi, of); ok {
			return n, next, true
		}
	}
	for skip := 0; j < hi && skip < 3; skip++ {
		it := &d.items[j]
		if it.kind != wordToken || it.date != 0 {
			return m, j, false
		}
		switch {
		case it.has(personEntry) && it.last-it.first > 1 && d.personAt(j):
			return d.personMention(mention{first: m.first, of: of}, j, hi) // "Chinese President Xi"
		case it.has(officeEntry):
			m.lex, m.kind, m.deep = 0, "", false
			return d.officeMention(m, j, hi, of)
		case it.is(cOfficeAdj):
			j++
			continue
		case it.word(cCounter) != nil:
			m.lex, m.adjective, m.of = 0, false, of
			return d.counterMention(m, j, hi)
		case it.any(mask(cOrgan, cAgents)) && j+1 < hi && d.items[j+1].has(officeEntry) && d.items[j+1].date == 0 && !d.items[j+1].verb:
			j++ // "Hezbollah's drone chief"
			continue
		case it.is(cOrgan) || it.is(cAgents):
			m.last, m.agents, m.deep = j+1, true, false
			if d.lx.lang.Capitals {
				if pm, next, ok := d.ledBy(m, j+1, hi); ok {
					return pm, next, true
				}
			}
			for m.last < hi && (d.items[m.last].is(cAgents) || d.items[m.last].is(cOrgan)) {
				m.last++
			}
			return m, m.last, true
		case it.any(functionMask|mask(cDet)) && !it.is(cNameStop) || it.has(stateEntry) || it.has(bodyEntry) || it.has(headEntry):
			return m, j, false
		}
		if it.has(demonymEntry) {
			return m, j, false
		}
		j++
	}
	return m, j, false
}

// possessed reads whom a state or body before 's leads on to: "Turkey's
// Erdogan", "Lebanon's Hezbollah".
func (d *doc) possessed(m mention, j, hi, of int32) (mention, int32, bool) {
	if j >= hi || d.items[j].date != 0 {
		return m, j, false
	}
	it := &d.items[j]
	switch {
	case it.has(personEntry) && d.personHere(j, true):
		n, next, ok := d.personMention(mention{first: m.first, of: of}, j, hi)
		if n.of == 0 {
			n.of = of
		}
		return n, next, ok
	case it.has(bodyEntry) && d.unambiguous(it, bodyEntry):
		return d.bodyMention(mention{first: m.first}, j, hi)
	case d.nameToken(j, false) && !it.is(cNamePart):
		if e := d.nameRun(j, hi, true); e > j+1 || e == j+1 && it.unknown() && (e >= hi || d.closes(e, hi)) {
			return d.namedMention(mention{first: m.first, of: of}, j, e, hi)
		}
	}
	return m, j, false
}

func (d *doc) demonymMention(m mention, j, hi int32) (mention, int32, bool) {
	it := &d.items[j]
	e, ok := d.pick(it, demonymEntry)
	if !ok {
		if e == nil || !d.lx.lang.Capitals && len(d.refs) > 0 && !d.supported(e.val) {
			return m, j, false
		}
	}
	a := &d.lx.actors[e.val]
	m.kind, m.lex, m.last, m.adjective = a.Kind, e.val+1, j+1, true
	if !d.lx.lang.AdjectiveLast {
		if n, next, ok := d.premodified(m, j+1, hi, e.val+1); ok {
			return n, next, true
		}
		m.deep = j+1 < hi && d.items[j+1].kind == wordToken && !d.items[j+1].any(functionMask) || d.qualifies(m.first)
		return m, m.last, true
	}
	m.deep = d.qualifies(m.first)
	return m, m.last, true
}

// possesses tells whether a person's mention that begins at item k is the
// possessor of the noun before it: «تصريحات الرئيس».
func (d *doc) possesses(k int32) bool {
	if !d.lx.lang.AdjectiveLast || k <= d.sentLo || d.items[k-1].ment != 0 {
		return false
	}
	b := &d.items[k-1]
	return d.qualifies(k) && !d.definiteItem(k-1) && d.tokens[b.first].flag&(flagTanwin|flagAccusative) == 0 && b.kind == wordToken && !b.is(cEach)
}

// qualifies tells whether the mention that begins at item k hangs on a noun
// before it.
func (d *doc) qualifies(k int32) bool {
	if k <= d.sentLo {
		return false
	}
	b := &d.items[k-1]
	if b.kind != wordToken || b.date != 0 || b.ment != 0 && !d.ments[b.ment-1].deep {
		return false
	}
	if b.ment != 0 {
		return true
	}
	if d.lx.lang.Capitals {
		return b.is(cGenMark) || false
	}
	if b.unknown() && d.nominative(k-1) {
		return false // «خطف مسلحون السائح»: a plural in «ون» has no possessor
	}
	if d.isVerb(k-1) || b.tag&ActivePart != 0 && d.isParticiple(k-1, d.sentLo) {
		return false
	}
	if b.any(functionMask &^ mask(cStop, cLight)) {
		return false
	}
	if b.any(mask(cStop)) && d.tokens[b.first].flag&flagPiece == 0 && b.has(verbEntry) && b.tag&Nominal == 0 {
		return false
	}
	return true
}

func (d *doc) bodyMention(m mention, j, hi int32) (mention, int32, bool) {
	if it := &d.items[j]; it.last-it.first == 1 && (it.has(verbEntry) || it.has(headEntry)) && !d.lx.lang.Capitals {
		return m, j, false // «فتح» is a movement only where the words say so
	}
	e, ok := d.pick(&d.items[j], bodyEntry)
	if !ok {
		return m, j, false
	}
	a := &d.lx.actors[e.val]
	m.kind, m.lex, m.last = a.Kind, e.val+1, j+1
	if !d.lx.lang.AdjectiveLast {
		if n, next, ok := d.premodified(m, j+1, hi, e.val+1); ok {
			return n, next, true
		}
	}
	m.last = d.skipParenthesis(m.last, hi)
	m.deep = d.qualifies(m.first)
	return m, m.last, true
}

// skipParenthesis takes an abbreviation in brackets into the mention.
func (d *doc) skipParenthesis(j, hi int32) int32 {
	if j+2 < hi && d.items[j].kind == punctToken && d.items[j].ch == '(' && d.items[j+1].kind == wordToken && d.items[j+2].kind == punctToken && d.items[j+2].ch == ')' {
		return j + 3
	}
	return j
}

func (d *doc) placeMention(m mention, j int32) (mention, int32, bool) {
	e := d.items[j].entry(placeEntry)
	if e.amb || d.items[j].is(cStop) && !d.lx.lang.Capitals && !(j > d.sentLo && d.items[j-1].is(cPrep)) {
		return m, j, false
	}
	p := &d.lx.places[e.val]
	if p.Country == "" {
		return m, j, false
	}
	id, ok := d.lx.stateActor[p.Country]
	if !ok {
		return m, j, false
	}
	m.kind, m.lex, m.last, m.town = schema.State, id+1, j+1, true
	m.deep = d.qualifies(m.first)
	return m, j + 1, true
}

// forcesMention reads an organ of a state, or forces, a side, a delegation
// of a state or group.
func (d *doc) forcesMention(m mention, j, hi int32) (mention, int32, bool) {
	organ := d.items[j].is(cOrgan)
	k := j + 1
	m.agents = true
	if d.lx.lang.AdjectiveLast {
		for skip := 0; k < hi && skip < 3; {
			it := &d.items[k]
			if it.kind != wordToken || it.date != 0 {
				break
			}
			if it.is(cDet) && k+1 < hi && d.items[k+1].is(cAgents) {
				// «عناصر هذه القوات»: of the one spoken of
				m.ref, m.last = refGroup, k+2
				return m, k + 2, true
			}
			if e := it.word(cGroup); e != nil && d.definiteItem(k) && !organ && !(k+1 < hi && d.items[k+1].has(demonymEntry)) && !it.has(demonymEntry) {
				m.ref, m.refKind, m.last = refGroup, schema.Kind(d.lx.values[e.val]), k+1
				return m, k + 1, true // «مقاتلو الحركة»
			}
			if it.is(cOrgan) || it.is(cAgents) {
				organ = organ || it.is(cOrgan)
				k++
				continue
			}
			if e := it.word(cGroup); e != nil && !it.has(demonymEntry) && !organ {
				m.ref, m.refKind, m.last = refGroup, schema.Kind(d.lx.values[e.val]), k+1
				return m, k + 1, true
			}
			if it.has(demonymEntry) || (it.has(stateEntry) || it.has(bodyEntry)) && !d.definiteItem(j) {
				return d.forcesOf(m, k, hi)
			}
			if it.is(cPrep) && k == j+1 && k+1 < hi && (d.items[k+1].has(bodyEntry) || d.items[k+1].has(stateEntry)) {
				if e := it.word(cPrep); e != nil && d.lx.ofPrep[e.val] {
					k++
					continue
				}
				break
			}
			if it.is(cPron) && d.tokens[it.first].flag&flagPiece != 0 {
				// «قواتها»: of the one spoken of
				e := it.word(cPron)
				m.ref, m.refOffice, m.last = refPron, d.lx.values[e.val], k+1
				return m, k + 1, true
			}
			if it.any(functionMask) || it.has(headEntry) || d.isVerb(k) {
				break
			}
			k++
			skip++
		}
	} else if k < hi {
		if e := d.items[k].word(cPrep); e != nil && organ && e.val == d.lx.inPrep && k+1 < hi && d.items[k+1].has(stateEntry) {
			return d.forcesOf(m, k+1, hi) // "the foreign ministry in Tehran"
		}
		// "experts from Russia", not "withdrew troops from Syria"
		object := m.first > d.sentLo && (d.isVerb(m.first-1) || d.items[m.first-1].tag&ActivePart != 0 || d.items[m.first-1].is(cPoss))
		if e := d.items[k].word(cPrep); e != nil && (d.lx.ofPrep[e.val] || d.lx.fromPrep[e.val] && !object) {
			l := k + 1
			if l < hi && d.items[l].is(cDet) {
				l++
			}
			if l < hi && (d.items[l].has(stateEntry) || d.items[l].has(bodyEntry)) {
				return d.forcesOf(m, l, hi)
			}
			if l < hi && d.items[l].word(cPair) != nil {
				return d.pairMention(m, l, hi)
			}
			if l < hi {
				if gm, next, ok := d.capitalGroup(m, l, hi); ok {
					gm.deep = false
					return gm, next, true
				}
			}
		}
	}
	if !organ {
		return m, j, false
	}
	m.ref, m.kind, m.last = refOrgan, schema.State, j+1
	if e := d.items[j].word(cOrgan); e != nil && d.lx.values[e.val] != "" {
		m.lex = d.lx.stateActor[d.lx.values[e.val]] + 1
	}
	return m, j + 1, true
}

func (d *doc) forcesOf(m mention, k, hi int32) (mention, int32, bool) {
	it := &d.items[k]
	kind := stateEntry
	switch {
	case it.has(demonymEntry):
		kind = demonymEntry
	case it.has(bodyEntry):
		kind = bodyEntry
	}
	e, ok := d.pick(it, kind)
	if !ok && e == nil {
		return m, k, false
	}
	a := &d.lx.actors[e.val]
	m.kind, m.lex, m.last = a.Kind, e.val+1, k+1
	m.last = d.skipParenthesis(m.last, hi)
	m.deep = d.lx.lang.AdjectiveLast && m.first > d.sentLo && !d.hasNounFrame(m.first-1) && !d.definiteItem(m.first-1) && d.qualifies(m.first) // «مواقع الجيش السوداني»
	return m, m.last, true
}
