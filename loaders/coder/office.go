package coder

import (
	"strings"

	"safir/schema"
)

// officeThenName tells whether the office at item k is followed by something
// that belongs to it.
func (d *doc) officeThenName(k, hi int32) bool {
	if k+1 >= hi {
		return true
	}
	n := &d.items[k+1]
	return n.has(demonymEntry) || n.has(stateEntry) || n.has(bodyEntry) || n.any(functionMask) || n.kind == punctToken
}

// officeMention reads an office with the state or body that it serves and
// the name of its holder. of is set where the state stood before.
func (d *doc) officeMention(m mention, j, hi, of int32) (mention, int32, bool) {
	if d.lx.lang.AdjectiveLast {
		return d.lateOffice(m, j, hi, of)
	}
	oe := d.items[j].entry(officeEntry)
	o := &d.lx.offices[oe.val]
	m.kind, m.office, m.of, m.former = schema.Person, oe.val+1, of, d.formerOffice(j)
	k := j + 1
	if oe.tag&(Plural|Dual) != 0 {
		if pm, next, ok := d.pluralOffice(m, j, hi, of); ok {
			return pm, next, true
		}
		if !d.lx.lang.Capitals {
			return m, j, false
		}
		if o.ruler && of != 0 {
			// "Niger's military rulers"
			return mention{first: m.first, last: j + 1, kind: schema.State, lex: of, agents: true}, j + 1, true
		}
	}
	if k < hi && d.items[k].is(cPron) && d.tokens[d.items[k].first].flag&flagPiece != 0 {
		k++ // «سفيره»
		m.possessed = true
	}
	if d.lx.lang.Capitals {
		k = d.ministry(k, hi)
	}
	m.possessed = m.possessed || m.poss != "" && d.lx.lang.Capitals
	k = d.portfolio(k, hi)
	k, m = d.officeComplement(k, hi, m)
	// A second office of the same person.
	for range 2 {
		l := k
		if l < hi && d.items[l].is(cAnd) {
			l++
		}
		if l < hi && d.items[l].has(officeEntry) && d.items[l].date == 0 && (l == k || m.of == 0 && d.lx.lang.AdjectiveLast || d.lx.lang.Capitals && m.of == 0) {
			if l > k && d.lx.lang.Capitals && !d.nameFollowsOffice(l+1, hi) {
				break
			}
			m.office2 = d.items[l].entry(officeEntry).val + 1
			k = d.portfolio(l+1, hi)
			k, m = d.officeComplement(k, hi, m)
			continue
		}
		break
	}
	m.last = k
	if m.of == 0 {
		if o.state != "" {
			m.of = d.lx.stateActor[o.state] + 1
		} else if o.body != "" {
			if id, ok := d.lx.bodyActor[o.body]; ok {
				m.of = id + 1
			}
		}
	}
	// The name.
	n := k
	for n < hi && d.titleAt(n, k) && !d.items[n].has(officeEntry) && d.items[n].date == 0 {
		n++
	}
	titled := n > k
	if titled {
		m.title = d.tokens[d.items[n-1].first].word
	}
	comma := false
	if n == k && n+1 < hi && d.items[n].kind == punctToken && (d.items[n].ch == ',' || d.items[n].ch == '،') {
		l := n + 1
		for l < hi && d.items[l].any(titleMask) && d.items[l].date == 0 {
			m.title = d.tokens[d.items[l].first].word
			l++
			titled = true
		}
		if l < hi {
			n, comma = l, true
		}
	}
	if n < hi && d.items[n].date == 0 {
		it := &d.items[n]
		switch {
		case it.has(personEntry) && d.personAt(n) && !d.someoneElse(n, m.of) && (titled || m.of != 0 || !it.entry(personEntry).amb || d.supported(it.entry(personEntry).val)):
			name, next, ok := d.personMention(mention{first: n, office: m.office, of: m.of}, n, hi)
			if ok && (!comma || titled || d.closes(next, hi)) {
				m.deep = d.possesses(m.first)
				return mergeName(m, name), next, true
			}
		default:
			if e := d.nameRun(n, hi, !comma || titled); e > n && (!comma || titled || d.lx.lang.Capitals && d.closes(e, hi) || d.items[n].is(cGiven) && d.closes(e, hi)) {
				name, next, _ := d.namedMention(mention{first: n, office: m.office}, n, e, hi)
				m.deep = d.possesses(m.first)
				return mergeName(m, name), next, true
			}
		}
	}
	if o.weak && m.of == 0 && !d.pointed(j) {
		return m, j, false
	}
	if m.of == 0 {
		m.ref = refOffice
	}
	m.deep = d.possesses(m.first)
	m.indefinite = d.tokens[d.items[j].first].flag&(flagTanwin|flagAccusative) != 0
	return m, m.last, true
}

// formerOffice tells whether what stands before the office at item j says that
// it was held before: "the former Malian president".
func (d *doc) formerOffice(j int32) bool {
	for i := j - 1; i >= d.sentLo && i >= j-5; i-- {
		it := &d.items[i]
		if e := it.word(cOfficeAdj); e != nil {
			if d.lx.values[e.val] == "former" {
				return true
			}
			continue
		}
		if it.kinds&(1<<demonymEntry|1<<stateEntry|1<<bodyEntry) == 0 && !it.is(cGenMark) {
			return false
		}
	}
	return false
}

// pointed tells whether an article or a possessor before the office at item j
// points to a holder told before: "the ambassador", "its ambassador".
func (d *doc) pointed(j int32) bool {
	return d.lx.lang.Capitals && j > d.sentLo && (d.items[j-1].is(cDet) && d.items[j-1].word(cDet) != nil && d.lx.values[d.items[j-1].word(cDet).val] == "the" || d.items[j-1].is(cPoss))
}

func (d *doc) nameFollowsOffice(k, hi int32) bool {
	return k < hi && (d.items[k].has(personEntry) || d.nameToken(k, false))
}

// closes tells whether an apposition ends at item k.
func (d *doc) closes(k, hi int32) bool {
	return k >= hi || d.items[k].kind == punctToken || d.items[k].any(mask(cAnd, cPrep, cRel, cThat)) || d.isVerb(k)
}

// skipAdjectives skips words in lower case before a state or body: "the
// paramilitary Rapid Support Forces".
func (d *doc) skipAdjectives(k, hi int32) int32 {
	if !d.lx.lang.Capitals {
		return k
	}
	for l := k; l < hi && l < k+3; l++ {
		it := &d.items[l]
		if it.kinds&(1<<stateEntry|1<<bodyEntry) != 0 {
			return l
		}
		if it.kind != wordToken || it.verb || it.date != 0 || d.capital(l) || it.any(functionMask|mask(cDet)) {
			break
		}
	}
	return k
}

// ministry skips what a minister is for, written with capitals: "for Foreign,
// Commonwealth and Development Affairs".
func (d *doc) ministry(k, hi int32) int32 {
	if k+1 >= hi || d.items[k].word(cPrep) == nil || !d.lx.officePrep[d.items[k].word(cPrep).val] || !d.capital(k+1) {
		return k
	}
	end, and := k, false
	for i := k + 1; i < hi && i < k+11; i++ {
		it := &d.items[i]
		switch {
		case it.kind == punctToken && it.ch == ',':
			if i+1 >= hi || !d.capital(i+1) && !d.items[i+1].is(cAnd) {
				return end
			}
		case it.is(cAnd):
			and = true
		case it.date != 0 || it.kind != wordToken || !d.capital(i) || it.kinds&(1<<stateEntry|1<<personEntry|1<<officeEntry) != 0 || it.any(titleMask|mask(cGiven)):
			return end
		case and && it.is(cNameStop):
			end = i + 1
		}
	}
	return end
}

// portfolio skips the further fields of an office: «والهجرة وشؤون المصريين
// بالخارج في» – up to a state, a title or a name that the office goes with.
func (d *doc) portfolio(k, hi int32) int32 {
	if k >= hi || !d.items[k].is(cAnd) {
		return k
	}
	sawNoun := false
	for j := k; j < hi && j < k+12; j++ {
		it := &d.items[j]
		switch {
		case it.kind != wordToken || it.date != 0:
			return k
		case it.has(officeEntry) || it.has(personEntry) && sawNoun && !it.entry(personEntry).amb:
			if sawNoun {
				return j
			}
			return k
		case it.any(titleMask) && sawNoun:
			return j
		case it.has(stateEntry) || it.has(demonymEntry):
			if !sawNoun {
				return k
			}
			if it.has(demonymEntry) && j > k && d.tokens[it.first].flag&flagPiece == 0 && !d.items[j-1].is(cPrep) && d.isGenitivePlural(it) {
				continue
			}
			return j
		case it.is(cPrep) && sawNoun && j+1 < hi && (d.items[j+1].has(stateEntry) || d.items[j+1].has(bodyEntry)):
			return j
		case it.is(cAnd), it.is(cPrep), it.is(cDet):
		case it.any(functionMask &^ mask(cStop, cNameStop)), d.isVerb(j):
			return k
		default:
			if it.unknown() || it.any(mask(cStop, cNameStop)) || it.kinds != 0 {
				sawNoun = true
			}
		}
	}
	return k
}

// isGenitivePlural: «شؤون المصريين بالخارج» names people within a portfolio.
func (d *doc) isGenitivePlural(it *item) bool {
	t := &d.tokens[it.first]
	return strings.HasSuffix(d.offsets.slice(t.start, t.end), "ين")
}

// officeComplement reads whom the office serves.
func (d *doc) officeComplement(k, hi int32, m mention) (int32, mention) {
	end := k
	governed := int32(-1) // the item before which a preposition stands, adjectives aside
	for steps := 0; k < hi && steps < 8; steps++ {
		it := &d.items[k]
		if it.kind == punctToken && (it.ch == '«' || it.ch == '"' || it.ch == '“') && k+2 < hi && d.items[k+2].kind == punctToken && (d.items[k+1].has(bodyEntry) || d.items[k+1].has(stateEntry)) {
			// «قائد "قسد" مظلوم عبدي»
			kind := bodyEntry
			if !d.items[k+1].has(bodyEntry) {
				kind = stateEntry
			}
			if e, _ := d.pick(&d.items[k+1], kind); e != nil && m.of == 0 {
				m.of = e.val + 1
				k += 3
				end = k
				continue
			}
		}
		if it.kind != wordToken || it.date != 0 {
			break
		}
		switch {
		case it.is(cNameStop) && d.lx.lang.AdjectiveLast && it.last-it.first == 1 && k+1 < hi && !d.supportedIn(it):
			k++ // «الرئيس الانتقالي في مالي»
			end = k
			continue
		case it.has(demonymEntry) && (d.lx.lang.AdjectiveLast || d.tokens[it.first].flag&flagPiece != 0):
			e, _ := d.pick(it, demonymEntry)
			if m.of == 0 && e != nil {
				m.of = e.val + 1
				k++
				end = k
				continue
			}
			return end, m
		case it.has(stateEntry) && !(d.lx.lang.Capitals && steps == 0 && governed != k && !d.items[k-1].is(cPrep) && !d.items[k-1].is(cDet)):
			e, ok := d.pick(it, stateEntry)
			if e == nil || !ok && m.of != 0 {
				return end, m
			}
			switch {
			case m.possessed && d.items[k-1].is(cPrep):
				m.post = e.val + 1
			case m.of == 0:
				m.of = e.val + 1
			case !d.items[k-1].is(cPrep) && !d.items[k-1].is(cDet):
				return end, m
			case m.post == 0:
				m.post = e.val + 1
			}
			k++
			end = k
			continue
		case it.has(bodyEntry) && !(d.lx.lang.Capitals && governed != k && !d.items[k-1].is(cPrep) && !d.items[k-1].is(cDet)):
			e, _ := d.pick(it, bodyEntry)
			if e == nil {
				return end, m
			}
			if m.of != 0 && d.lx.lang.AdjectiveLast && !d.items[k-1].is(cPrep) {
				return end, m
			}
			if m.of == 0 {
				m.of = e.val + 1
			}
			k++
			end = d.skipParenthesis(k, hi)
			k = end
			continue
		case it.has(placeEntry) && d.lx.lang.AdjectiveLast && m.of == 0 && !it.entry(placeEntry).amb:
			if id, ok := d.lx.stateActor[d.lx.places[it.entry(placeEntry).val].Country]; ok {
				m.of = id + 1
			}
			k++
			end = k
			continue
		case it.any(mask(cNameStop, cOfficeAdj)) && !(d.lx.lang.Capitals && it.any(mask(cThat, cDet))):
			// «الدائم», «السابق», "designate"
			k++
			end = k
			continue
		case it.is(cPrep):
			l := k + 1
			if l < hi && d.items[l].is(cDet) {
				l++
			}
			l = d.skipAdjectives(l, hi)
			if l >= hi {
				return end, m
			}
			n := &d.items[l]
			pe := it.word(cPrep)
			if pe == nil || !d.lx.officePrep[pe.val] {
				return end, m
			}
			if m.of != 0 && m.office != 0 && !d.lx.lang.Capitals && d.lx.towardPrep[pe.val] && !d.lx.offices[m.office-1].posted {
				return end, m // «زيارة الرئيس الروسي إلى …»
			}
			if n.date == 0 && (n.has(stateEntry) || n.has(bodyEntry)) {
				k, governed = l, l
				continue
			}
			if n.is(cCountry) && l+1 < hi && d.items[l+1].is(cPron) {
				k = l + 2 // «لدى بلاده»
				end = k
				continue
			}
			if d.lx.lang.Capitals {
				if _, next, ok := d.capitalGroup(mention{}, l, hi); ok {
					k, end = next, next
					continue
				}
			}
			if n.word(cGroup) != nil && d.lx.purposePrep[pe.val] {
				k = l + 1 // «للجماعة»
				end = k
				continue
			}
			if n.has(placeEntry) && d.nameFollows(l+1, hi) {
				k = l + 1
				end = k
				continue
			}
			if n.unknown() && d.lx.lang.AdjectiveLast && d.nameFollows(l+1, hi) && d.lx.inPrep == pe.val {
				k = l + 1
				end = k
				continue
			}
			if d.lx.lang.AdjectiveLast && m.of != 0 {
				// «وزير الدولة السعودي للشؤون الخارجية عادل الجبير»
				for x := l + 1; d.lx.purposePrep[pe.val] && x < l+4 && x < hi && d.items[x-1].kind == wordToken && !d.items[x-1].verb; x++ {
					if d.nameFollows(x, hi) {
						return x, m
					}
				}
			}
			if e := n.word(cAgents); e != nil && l+1 < hi && (d.items[l+1].has(demonymEntry) || d.items[l+1].has(stateEntry)) {
				k = l + 1
				continue
			}
			return end, m
		case it.is(cOrgan) || it.is(cAgents):
			if k+1 < hi && (d.items[k+1].has(demonymEntry) || d.items[k+1].has(stateEntry) || d.items[k+1].has(bodyEntry)) {
				k++
				continue
			}
			if it.is(cOrgan) {
				k++
				end = k
				continue
			}
			return end, m
		case it.word(cGroup) != nil && end > k-2:
			k++
			end = k
			continue
		default:
			return end, m
		}
	}
	return end, m
}

// supportedIn tells whether the article names by other words an actor whom the
// item may mean.
func (d *doc) supportedIn(it *item) bool {
	yes := false
	it.each(func(e *entry) bool {
		yes = isName(e.kind) && d.supported(e.val)
		return !yes
	})
	return yes
}

// pluralOffice reads «وزيرا خارجية السعودية وإيران», «الرئيسان الأمريكي X
// والتركي Y», "Presidents A and B".
func (d *doc) pluralOffice(m mention, j, hi, of int32) (mention, int32, bool) {
	oe := d.items[j].entry(officeEntry)
	k := j + 1
	for k < hi && k < j+3 && (d.items[k].unknown() || d.items[k].any(mask(cStop, cAgents))) {
		k++
	}
	if pm, next, ok := d.apposedList(m, k, hi); ok {
		return pm, next, true
	}
	if d.lx.lang.Capitals {
		if pm, next, ok := d.pairOffice(m, j+1, hi, oe.val+1); ok {
			return pm, next, true
		}
	}
	return d.memberList(m, j+1, hi, oe.val+1, of)
}

// pairOffice reads "the foreign ministers of both neighbours" with the names
// that may follow.
func (d *doc) pairOffice(m mention, k, hi, office int32) (mention, int32, bool) {
	if k+1 >= hi {
		return m, k, false
	}
	if e := d.items[k].word(cPrep); e == nil || !d.lx.ofPrep[e.val] {
		return m, k, false
	}
	var (
		pm   mention
		next int32
		ok   bool
	)
	if d.items[k+1].word(cPair) != nil {
		pm, next, ok = d.pairMention(mention{first: m.first}, k+1, hi)
	} else {
		pm, next, ok = d.countedPair(mention{first: m.first}, k+1, hi)
	}
	if !ok || pm.ref != refPair {
		return m, k, false
	}
	if am, next, ok := d.apposedList(m, next, hi); ok {
		return am, next, true
	}
	pm.kind, pm.office = schema.Person, office
	return pm, next, true
}

// apposedList reads the persons that a plural word is explained by: «رئيسا
// الوفدين، A وB».
func (d *doc) apposedList(m mention, k, hi int32) (mention, int32, bool) {
	if k+1 >= hi || d.items[k].kind != punctToken || d.items[k].ch != '،' && d.items[k].ch != ',' {
		return m, k, false
	}
	k++
	lo := int32(len(d.ments))
	end := k
	for k < hi {
		mm, next, ok := d.parseMention(k, hi)
		if !ok || mm.kind != schema.Person || mm.name1 == mm.name0 {
			break
		}
		mm.n = 1
		d.ments = append(d.ments, mm)
		end, k = next, next
		if k < hi && d.items[k].is(cAnd) {
			k++
			continue
		}
		if k < hi && d.items[k].kind == punctToken && (d.items[k].ch == '،' || d.items[k].ch == ',') && k+1 < hi && !d.items[k+1].is(cPrep) && int32(len(d.ments))-lo < 2 {
			k++
			continue
		}
		break
	}
	n := int32(len(d.ments)) - lo
	if n < 2 {
		d.ments = d.ments[:lo]
		return m, k, false
	}
	m.kind, m.ref, m.members0, m.members1, m.last, m.n = schema.Person, refPlural, lo, lo+n, end, n
	return m, end, true
}

// memberList reads a list each member of which has the office: demonym, name
// or both, joined by "and" or commas.
func (d *doc) memberList(m mention, k, hi, officeID, of int32) (mention, int32, bool) {
	lo := int32(len(d.ments))
	end := k
	if k < hi {
		if e := d.items[k].word(cPrep); e != nil && d.lx.ofPrep[e.val] {
			k++
		}
		if k < hi && d.items[k].is(cEach) {
			k++ // «وزراء خارجية كل من مصر والأردن»
		}
	}
	n, and, named := int32(0), false, false
	for k < hi {
		var mm mention
		mm.first, mm.kind, mm.office, mm.of, mm.n = k, schema.Person, officeID, of, 1
		it := &d.items[k]
		if it.date != 0 || it.kind != wordToken {
			break
		}
		l := k
		if it.has(officeEntry) && n > 0 {
			full, next, ok := d.officeMention(mm, k, hi, 0)
			if !ok {
				break
			}
			mm, l = full, next
		} else {
			kind := entryKind(255)
			switch {
			case it.has(demonymEntry):
				kind = demonymEntry
			case it.has(stateEntry):
				kind = stateEntry
			case it.has(bodyEntry):
				kind = bodyEntry
			}
			if kind != 255 {
				e, _ := d.pick(it, kind)
				if e == nil {
					break
				}
				mm.of = e.val + 1
				l = k + 1
			}
			for l < hi && d.items[l].any(titleMask) && !d.items[l].has(officeEntry) {
				l++
			}
			if l < hi && d.items[l].has(personEntry) && !d.someoneElse(l, mm.of) {
				e := d.pickPerson(&d.items[l], mm.of)
				mm.lex, mm.name0, mm.name1 = e.val+1, d.items[l].first, d.items[l].last
				l++
			} else if l < hi {
				if e := d.nameRun(l, hi, true); e > l {
					mm.name0, mm.name1 = d.items[l].first, d.items[e-1].last
					l = e
				}
			}
			if d.lx.lang.Capitals {
				l = d.memberName(&mm, l, hi, n == 0 || named)
			}
		}
		if l == k {
			break
		}
		mm.last = l
		if mm.lex == 0 && mm.name1 == 0 && mm.of == 0 {
			break
		}
		d.ments = append(d.ments, mm)
		n++
		end = l
		named = named || mm.name1 > mm.name0
		if and && d.lx.lang.Capitals && l < hi && d.items[l].kind == punctToken {
			break // "A and B, …"
		}
		// A joint: and, or a comma before the next member.
		if l+1 < hi && (d.items[l].is(cAnd) || d.items[l].kind == punctToken && (d.items[l].ch == ',' || d.items[l].ch == '،')) {
			k = l + 1
			and = and || d.items[l].is(cAnd)
			if k < hi && d.items[k].is(cAnd) {
				k++
				and = true
			}
			if k < hi && d.items[k].is(cDet) {
				k++
			}
			continue
		}
		break
	}
	if n < 2 {
		d.ments = d.ments[:lo]
		return m, j0(m), false
	}
	m.kind, m.ref, m.members0, m.members1, m.last, m.n = schema.Person, refPlural, lo, lo+n, end, n
	if d.lx.lang.Capitals && !named {
		m.last = d.nameMembers(&m, end, hi)
	}
	return m, m.last, true
}

// memberName reads what follows a member of a list: "A, NAME, and B, NAME" or
// "NAME of A and NAME of B". It returns where the member ends.
func (d *doc) memberName(m *mention, l, hi int32, apposed bool) int32 {
	switch {
	case l+1 >= hi:
	case m.name1 > m.name0 && m.of == 0:
		if e := d.items[l].word(cPrep); e != nil && d.lx.ofPrep[e.val] {
			if of := d.ownerAt(l + 1); of != 0 {
				m.of = of
				return l + 2
			}
		}
	case m.name1 == m.name0 && apposed && d.items[l].kind == punctToken && d.items[l].ch == ',':
		if e := d.nameRun(l+1, hi, true); e > l+2 && e < hi && (d.items[e].kind == punctToken && d.items[e].ch == ',' || d.isVerb(e)) {
			m.name0, m.name1 = d.items[l+1].first, d.items[e-1].last
			return e
		}
		if it := &d.items[l+1]; it.has(personEntry) && d.personAt(l+1) && l+2 < hi && d.items[l+2].kind == punctToken && d.items[l+2].ch == ',' {
			m.lex, m.name0, m.name1 = d.pickPerson(it, m.of).val+1, it.first, it.last
			return l + 2
		}
	}
	return l
}

func j0(m mention) int32 { return m.first }
