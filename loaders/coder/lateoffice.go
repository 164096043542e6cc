package coder

import (
	"strings"

	"safir/loaders/coder/gazetteer"
	"safir/schema"
)

// This file reads offices where adjectives come last: an office is followed
// by its fields, by whom it serves and where, by further offices of its
// holder, by titles and the name; and the name by offices in apposition.

// lateOffice reads the phrase of the office at item j. of is set where the
// state is known already.
func (d *doc) lateOffice(m mention, j, hi, of int32) (mention, int32, bool) {
	oe := d.items[j].entry(officeEntry)
	o := &d.lx.offices[oe.val]
	m.kind, m.office, m.of = schema.Person, oe.val+1, of
	if m.of == 0 {
		m.of = d.impliedBy(o)
	}
	if oe.tag&(Plural|Dual) != 0 {
		if pm, next, ok := d.pluralOffice(m, j, hi, of); ok {
			return pm, next, true
		}
		return m, j, false
	}
	k, m := d.officeReach(j, hi, m)
	k, m = d.furtherOffices(k, hi, m)
	m = d.sharperOffice(m)
	m.last = k
	if name, next, ok := d.holderAt(k, hi, m); ok {
		m = mergeName(m, name)
		m.deep = d.possesses(m.first)
		return m, next, true
	}
	if o.weak && m.of == 0 {
		return m, j, false
	}
	if m.of == 0 {
		m.ref = refOffice
	}
	m.deep = d.possesses(m.first)
	m.indefinite = d.tokens[d.items[j].first].flag&(flagTanwin|flagAccusative) != 0 || o.any && !d.definiteItem(j)
	return m, m.last, true
}

// impliedBy gives the state or body that an office belongs to by its words.
func (d *doc) impliedBy(o *office) int32 {
	if o.state != "" {
		return d.lx.stateActor[o.state] + 1
	}
	if o.body != "" {
		if id, ok := d.lx.bodyActor[o.body]; ok {
			return id + 1
		}
	}
	return 0
}

// holderAt reads the name of an office's holder at item k, after titles or a
// comma that may stand before it.
func (d *doc) holderAt(k, hi int32, m mention) (mention, int32, bool) {
	n, comma := k, false
	if n+1 < hi && d.items[n].kind == punctToken && (d.items[n].ch == ',' || d.items[n].ch == '،') {
		n, comma = n+1, true
	}
	from := n
	for n < hi && d.items[n].any(titleMask) && d.items[n].date == 0 && !(d.items[n].has(officeEntry) && d.officeThenName(n, hi)) && !d.items[n].has(personEntry) {
		if e := d.items[n].word(cHonorific); e != nil && m.honor == "" && !strings.HasPrefix(d.lx.values[e.val], "self:") {
			m.honor = d.lx.values[e.val]
		}
		n++
	}
	titled := n > from
	if n >= hi || d.items[n].date != 0 {
		return m, k, false
	}
	it := &d.items[n]
	name := mention{first: n, office: m.office, office2: m.office2, of: m.of, honor: m.honor}
	if it.has(personEntry) && d.personAt(n) && !d.othersName(n, hi, m.of) {
		e := it.entry(personEntry)
		if !titled && m.of == 0 && e.amb && !d.supported(e.val) {
			return m, k, false
		}
		name, next, ok := d.personMention(name, n, hi)
		return name, next, ok && (!comma || titled || d.closes(next, hi))
	}
	e := d.nameRun(n, hi, !comma || titled)
	if e <= n && it.has(personEntry) {
		e = d.nameRest(n, hi)
	}
	if e > n && e < hi && d.allGiven(n, e) && d.items[e].has(personEntry) && d.items[e].last-d.items[e].first > 1 && (!comma || titled) {
		if pe := d.pickPerson(&d.items[e], m.of); m.of == 0 || d.serves(pe, m.of) {
			name.lex = pe.val + 1 // «محمد شهباز شريف»
			e++
		}
	}
	if e <= n || comma && !titled && !((it.is(cGiven) || e > n+1 && m.of != 0 && it.unknown()) && d.closes(e, hi)) {
		return m, k, false
	}
	if last := &d.items[e-1]; e > n+1 && m.of != 0 && last.has(personEntry) {
		if pe := d.pickPerson(last, m.of); d.holdsOffice(pe, m.office, m.of) {
			name.lex = pe.val + 1 // «حقان فيدان»: written otherwise
		}
	}
	return d.namedMention(name, n, e, hi)
}

// allGiven tells whether items are given names and nothing else.
func (d *doc) allGiven(n, e int32) bool {
	for ; n < e; n++ {
		if !d.items[n].is(cGiven) {
			return false
		}
	}
	return true
}

// othersName tells whether the known name at item n, of one word, belongs to
// somebody who does not serve the state told before it, so that it can only
// be a part of another name.
func (d *doc) othersName(n, hi, of int32) bool {
	it := &d.items[n]
	return of != 0 && it.last-it.first == 1 && !d.serves(d.pickPerson(it, of), of) && d.nameRest(n, hi) > n+1
}

// nameRest returns the item after a name whose first word, at item n, is that
// of a known person.
func (d *doc) nameRest(n, hi int32) int32 {
	e := n + 1
	for e < hi && e < n+4 && d.nameToken(e, true) && d.items[e].last-d.items[e].first == 1 {
		e++
	}
	return e
}

// holdsOffice tells whether a known person has or had an office of a state or
// body.
func (d *doc) holdsOffice(e *entry, office, of int32) bool {
	p := d.lx.actors[e.val].person
	if p == 0 || office == 0 || !d.serves(e, of) {
		return false
	}
	return hasHeld(&gazetteer.Default().Persons[p-1], d.lx.offices[office-1].english)
}

// officeReach reads what belongs to the office at item j and returns the item
// after it.
func (d *doc) officeReach(j, hi int32, m mention) (int32, mention) {
	k := j + 1
	if k < hi && d.items[k].is(cPron) && d.tokens[d.items[k].first].flag&flagPiece != 0 {
		k++ // «سفيره»
		m.possessed = true
	}
	if n, of, ok := d.nestedOffice(j, k, hi); ok {
		if m.of == 0 {
			m.of = of
		}
		k = n
	}
	k, m = d.officeComplement(k, hi, m)
	if n, mm, ok := d.officeFields(j, k, hi, m); ok {
		k, m = n, mm
	}
	return k, m
}

// nestedOffice reads the office whose holder the one at item j serves:
// «مبعوث الرئيس الأمريكي», «المبعوث الخاص لرئيس تشاد». It returns the item
// after it and whom that one serves.
func (d *doc) nestedOffice(j, k, hi int32) (int32, int32, bool) {
	for k < hi && d.items[k].is(cNameStop) {
		k++ // «الخاص»
	}
	l := k
	if k < hi {
		if e := d.items[k].word(cPrep); e != nil && d.lx.purposePrep[e.val] {
			l++
		}
	}
	construct := l == k
	for l < hi && d.items[l].any(titleMask) && d.items[l].date == 0 && !d.items[l].has(officeEntry) {
		l++ // «ممثل صاحب السمو أمير البلاد»
	}
	if l >= hi || !d.items[l].has(officeEntry) || d.items[l].date != 0 || d.items[l].entry(officeEntry).tag&(Plural|Dual) != 0 {
		return k, 0, false
	}
	if construct && (d.closedOffice(j) || k > j+1) {
		return k, 0, false
	}
	id := d.items[l].entry(officeEntry).val
	of := d.impliedBy(&d.lx.offices[id])
	if of == 0 && d.items[l].has(personEntry) && d.items[l].last-d.items[l].first > 1 {
		of = d.stateOfPerson(&actor{lex: d.items[l].entry(personEntry).val + 1}) // «سفير خادم الحرمين الشريفين»
	}
	k, m := d.officeReach(l, hi, mention{office: id + 1, of: of})
	return k, m.of, true
}

// closedOffice tells whether the words of the office at item j are complete,
// so that a noun after them is no possessor: «وزير الخارجية», «الوزير».
func (d *doc) closedOffice(j int32) bool {
	it := &d.items[j]
	return d.definite(&d.tokens[it.last-1]) || it.entry(officeEntry) != nil && d.lx.offices[it.entry(officeEntry).val].fields && it.last-it.first > 1
}

// furtherOffices reads the offices that the holder has besides: «نائب رئيس
// الوزراء ووزير الخارجية».
func (d *doc) furtherOffices(k, hi int32, m mention) (int32, mention) {
	for range 3 {
		l := k
		and := l < hi && d.items[l].is(cAnd)
		if and || l+1 < hi && d.items[l].kind == punctToken && d.items[l].ch == '،' && d.holderFollows(l+1, hi) {
			l++
		}
		for t := l; m.of == 0 && l == k && t < hi && d.items[t].any(titleMask) && d.items[t].date == 0; t++ {
			if t+1 < hi && d.items[t+1].has(officeEntry) && !d.items[t].has(officeEntry) && !d.wantsObject(m.first) {
				l = t + 1 // «ممثل أمير البلاد سمو ولي العهد»
			}
		}
		if l >= hi || !d.items[l].has(officeEntry) || d.items[l].date != 0 || d.items[l].verb || d.items[l].entry(officeEntry).tag&(Plural|Dual) != 0 {
			return k, m
		}
		if and && (m.of != 0 || !d.lx.offices[d.items[l].entry(officeEntry).val].fields) {
			return k, m
		}
		n, mm := d.officeReach(l, hi, mention{office: d.items[l].entry(officeEntry).val + 1, of: m.of})
		if !and && d.wantsObject(m.first) && !d.objectAhead(n, hi) {
			return k, m // «استقبل ولي العهد وزير الخارجية الأمريكي»
		}
		if m.office2 == 0 {
			m.office2 = d.items[l].entry(officeEntry).val + 1
		}
		m.of, m.post = max(m.of, mm.of), max(m.post, mm.post)
		k = n
	}
	return k, m
}

// holderFollows tells whether an office with its holder's name, and a comma
// after, begin at item k: «وزير الدولة، وزير الخارجية، أحمد عطاف،».
func (d *doc) holderFollows(k, hi int32) bool {
	if !d.items[k].has(officeEntry) || d.items[k].date != 0 || d.items[k].entry(officeEntry).tag&(Plural|Dual) != 0 {
		return false
	}
	n, m := d.officeReach(k, hi, mention{office: d.items[k].entry(officeEntry).val + 1})
	_, _, ok := d.holderAt(n, hi, m)
	return ok
}

// officeFields reads the further fields of the office at item j from item k
// on: «والتعاون الدولي», «لجنة القوات المسلحة في مجلس النواب», «وشؤون المغتربين
// بالخارج». What no state, organ or name follows is left alone.
func (d *doc) officeFields(j, k, hi int32, m mention) (int32, mention, bool) {
	firm, ok := k, false
	field := m.office != 0 && d.lx.offices[m.office-1].fields // within a field of a ministry
	construct := !d.closedOffice(j) && k == j+1
	joined, listed := false, false
	for i := k; i < hi && i < k+16; {
		it := &d.items[i]
		if it.date != 0 || it.verb {
			break
		}
		if it.kind == punctToken {
			if (it.ch == '،' || it.ch == ',') && i > k && d.nameAfterComma(i+1, hi) {
				return i, m, true
			}
			break
		}
		if i > k && d.nameBegins(i, hi) {
			return i, m, true
		}
		switch {
		case it.has(officeEntry) && listed && !it.any(titleMask) && it.entry(officeEntry).tag&(Plural|Dual) == 0:
			return i, m, true // «نائب رئيس الوزراء للتنمية البشرية وزير الصحة»
		case it.has(officeEntry), it.any(titleMask), it.is(cCounter):
			return firm, m, ok
		case joined && field && it.has(demonymEntry) && d.pluralPeople(it):
			i++
			firm, ok = i, true
		case it.has(stateEntry), it.has(demonymEntry), it.has(bodyEntry):
			if m.of != 0 || joined && !it.has(demonymEntry) {
				return firm, m, ok
			}
			end, mm := d.officeComplement(i, hi, m)
			if end == i {
				return firm, m, ok
			}
			i, m, firm, ok = end, mm, end, true
			construct = false
		case it.is(cAnd):
			if !field && !listed || i+1 >= hi || !d.fieldNoun(i+1) {
				return firm, m, ok
			}
			joined = true
			i++
			continue
		case it.is(cPrep):
			e := it.word(cPrep)
			if e == nil || !d.lx.officePrep[e.val] || d.lx.towardPrep[e.val] || i+1 >= hi {
				return firm, m, ok
			}
			n := &d.items[i+1]
			switch {
			case n.is(cOrgan):
				i += 2
				firm, ok = i, true
			case n.is(cAgents) && m.of == 0, n.has(stateEntry) && m.of == 0, n.has(bodyEntry) && m.of == 0:
				joined = false
				i++
			case d.lx.purposePrep[e.val] && d.fieldNoun(i+1), joined && d.fieldNoun(i+1):
				i += 2
				listed = true
				if joined {
					firm, ok = i, true
				}
			case m.of == 0 && d.fieldNoun(i+1) && d.demonymSoon(i+2, hi):
				i += 2 // «النائب بالمجلس الرئاسي الليبي»
			case m.of != 0 && i+2 < hi && d.definiteItem(i+1) && d.fieldNoun(i+1) && d.nameBegins(i+2, hi):
				return i + 2, m, true // «ممثل تايوان في القمة فلان»
			default:
				return firm, m, ok
			}
		case it.is(cOrgan), it.is(cAgents):
			if i == k && !construct {
				return firm, m, ok
			}
			i++
		case i == k && d.nameAfterAdjectives(i, hi) > i:
			return d.nameAfterAdjectives(i, hi), m, true // «عضو البرلمان الإقليمي فلان»
		case construct && it.unknown() && !d.looksLikeName(it) && i+1 < hi && d.definiteItem(i+1) && d.fieldNoun(i+1):
			i += 2 // «مدير عام دائرة الشرق الأوسط»
			listed, construct = true, false
			firm, ok = i, true
		case d.fieldNoun(i):
			if !(joined || construct || i > k) {
				return firm, m, ok
			}
			i++
			if joined && (field || listed) || construct {
				firm, ok = i, true
			}
			listed = listed || construct
			if d.definiteItem(i - 1) {
				construct = false
			}
		default:
			return firm, m, ok
		}
	}
	return firm, m, ok
}

// nameAfterAdjectives returns the item at which a name begins after up to three
// definite words from item i on; i for none.
func (d *doc) nameAfterAdjectives(i, hi int32) int32 {
	for x := i; x < hi && x < i+3 && d.definiteItem(x) && d.fieldNoun(x); x++ {
		if x+1 < hi && d.nameBegins(x+1, hi) {
			return x + 1
		}
	}
	return i
}

// demonymSoon tells whether an adjective at item i or after it names a state.
func (d *doc) demonymSoon(i, hi int32) bool {
	for ; i < hi && d.items[i].kind == wordToken; i++ {
		if d.items[i].has(demonymEntry) {
			return true
		}
		if !d.definiteItem(i) || !d.fieldNoun(i) {
			return false
		}
	}
	return false
}

// fieldNoun tells whether the word at item i can name or describe a field of
// an office: a noun or adjective that is no actor.
func (d *doc) fieldNoun(i int32) bool {
	it := &d.items[i]
	if it.kind != wordToken || it.verb || it.date != 0 || d.tokens[it.first].flag&flagTanwin != 0 {
		return false
	}
	if it.kinds&(1<<stateEntry|1<<bodyEntry|1<<personEntry|1<<officeEntry) != 0 || it.any(titleMask|mask(cAgents, cGroup, cPair, cHost, cGiven)) {
		return false
	}
	if it.any(functionMask &^ mask(cStop, cNameStop, cContent, cLight, cMass)) {
		return false
	}
	if it.has(demonymEntry) {
		return d.pluralPeople(it)
	}
	return d.definiteItem(i) || it.has(headEntry) || it.has(verbEntry) || it.is(cStop) || it.has(wordEntry)
}

// pluralPeople: «المصريين», «المغاربة» name people, no state.
func (d *doc) pluralPeople(it *item) bool {
	t := &d.tokens[it.first]
	w := d.offsets.slice(t.start, t.end)
	return strings.HasSuffix(w, "ين") || strings.HasSuffix(w, "ون") || strings.HasSuffix(w, "ة") && !strings.HasSuffix(w, "ية")
}

// nameBegins tells whether the words at item i, after others of an office,
// can only be the name of its holder.
func (d *doc) nameBegins(i, hi int32) bool {
	it := &d.items[i]
	if it.any(titleMask) && !it.has(officeEntry) {
		return d.nameFollows(i, hi)
	}
	if it.has(personEntry) && d.personAt(i) {
		e := it.entry(personEntry)
		return !e.amb || d.supported(e.val)
	}
	if it.is(cGiven) && !it.has(demonymEntry) {
		return d.nameRun(i, hi, false) > i+1
	}
	return it.unknown() && d.looksLikeName(it) && !d.definiteItem(i) && d.closedNoun(i-1) && d.nameRun(i, hi, true) > i+1
}

// closedNoun tells whether the word at item i can have no possessor after it.
func (d *doc) closedNoun(i int32) bool {
	it := &d.items[i]
	return d.definiteItem(i) || it.kinds&(1<<stateEntry|1<<demonymEntry|1<<bodyEntry) != 0
}

func (d *doc) nameAfterComma(i, hi int32) bool {
	if i >= hi {
		return false
	}
	it := &d.items[i]
	if it.any(titleMask) && !it.has(officeEntry) {
		return d.nameFollows(i, hi)
	}
	if it.has(personEntry) && d.personAt(i) && !it.entry(personEntry).amb {
		return d.closes(i+1, hi)
	}
	if !it.is(cGiven) {
		return false
	}
	n := d.nameRun(i, hi, false)
	return n > i+1 && d.closes(n, hi)
}

// wantsObject tells whether the mention that begins at item k follows a verb
// whose object takes part in its event, so that the next noun phrase may be
// that object: «استقبل الرئيس …».
func (d *doc) wantsObject(k int32) bool {
	j := k - 1
	for j >= d.sentLo && (d.items[j].date != 0 || d.items[j].is(cAdverb) || d.items[j].any(titleMask)) {
		j--
	}
	if j < d.sentLo || !d.items[j].verb {
		return false
	}
	takes := false
	d.heads(j, func(e *entry) bool {
		if e.kind == headEntry {
			for _, id := range d.lx.byHead[e.val] {
				f := &d.lx.frames[id]
				if s, ok := f.role(obj); ok && len(f.with) == 0 && f.forms&verbForm != 0 && (s.role == recipient || s.role == party || s.role == makers) {
					takes = true
				}
			}
		}
		return !takes
	})
	return takes
}

// objectAhead tells whether a further actor that no preposition governs
// follows in the clause, from item k on.
func (d *doc) objectAhead(k, hi int32) bool {
	governed := false
	for i := k; i < hi && i < k+40; i++ {
		it := &d.items[i]
		if it.date != 0 {
			governed = false
			continue
		}
		if it.kind == punctToken {
			switch it.ch {
			case '.', '؛', ';', ':', '!', '؟':
				return false
			case '،', ',':
				governed = false
			}
			continue
		}
		if it.verb || it.any(mask(cBreak, cSub, cThat, cRel)) {
			return false
		}
		if it.is(cAnd) && !governed {
			continue
		}
		if e := it.word(cPrep); e != nil {
			governed = true
			if d.lx.placePrep[e.val] && i+1 < hi && !d.items[i+1].has(officeEntry) && !d.items[i+1].any(titleMask|mask(cCounter)) {
				governed = false // of a place: «في قصر اليمامة»
				i++
			}
			continue
		}
		if governed {
			continue
		}
		if it.has(officeEntry) || it.any(titleMask|mask(cCounter, cPair, cOrgan, cAgents)) || it.has(personEntry) && d.personAt(i) || it.has(stateEntry) && !(i > k && d.items[i-1].kind == wordToken && d.items[i-1].date == 0 && d.items[i-1].kinds&(1<<wordEntry) == 0) || it.has(bodyEntry) || it.is(cGiven) || it.unknown() && !d.definiteItem(i) && d.looksLikeName(it) && d.nameRun(i, hi, false) > i+1 {
			return true
		}
	}
	return false
}

// lateApposition takes the offices told after a name into its mention, and
// the wishes that stand there: «محمد بن سلمان ولي العهد رئيس مجلس الوزراء حفظه
// الله», «X، وزير خارجية اليونان،».
func (d *doc) lateApposition(m mention, hi int32) mention {
	for range 3 {
		m.last = d.skipWish(m.last, hi)
		k, closing := m.last, rune(0)
		if k < hi && d.items[k].kind == punctToken {
			switch d.items[k].ch {
			case ',', '،':
				closing = '،'
			case '(':
				closing = ')'
			case '-', '–', '—':
				closing = d.items[k].ch
			default:
				return m
			}
			k++
		}
		for closing != 0 && k < hi && d.items[k].any(titleMask) && !d.items[k].has(officeEntry) && d.items[k].date == 0 {
			k++
		}
		if k >= hi || !d.items[k].has(officeEntry) || d.items[k].date != 0 || d.items[k].verb || d.items[k].is(cGiven) && closing == 0 {
			return m
		}
		ap, next, ok := d.apposedOffice(m, k, hi)
		if !ok {
			return m
		}
		if closing == 0 && d.wantsObject(m.first) && d.known(&m) && !d.objectAhead(next, hi) {
			return m // «التقى ماكرون وزير الخارجية المصري»
		}
		if closing == '،' && !(next >= hi || d.items[next].kind == punctToken) && (ap.of == 0 || d.items[next].is(cAnd)) {
			return m
		}
		if closing == ')' && next < hi && d.items[next].kind == punctToken && d.items[next].ch == ')' {
			next++
		}
		m = d.sharperOffice(joinOffice(m, ap))
		m.last = next
	}
	return m
}

// joinOffice gives the person of a mention one more office.
func joinOffice(m, ap mention) mention {
	switch {
	case m.office == 0:
		m.office, m.office2 = ap.office, ap.office2
	case m.office2 == 0 && ap.office != m.office:
		m.office2 = ap.office
	}
	if m.of == 0 {
		m.of = ap.of
	}
	if m.post == 0 {
		m.post = ap.post
	}
	return m
}

// sharperOffice puts an office that says more before one that is only a rank:
// «وزير الدولة وزير الخارجية».
func (d *doc) sharperOffice(m mention) mention {
	if m.office != 0 && m.office2 != 0 && d.lx.offices[m.office-1].weak && !d.lx.offices[m.office2-1].weak {
		m.office, m.office2 = m.office2, m.office
	}
	return m
}

// apposedOffice reads the office at item k as one of the person of m; false
// where it begins a mention of its own, with a name or of another state.
func (d *doc) apposedOffice(m mention, k, hi int32) (mention, int32, bool) {
	oe := d.items[k].entry(officeEntry)
	if oe.tag&(Plural|Dual) != 0 || d.possessedAt(k, hi) {
		return m, k, false
	}
	ap := mention{first: k, kind: schema.Person, office: oe.val + 1}
	next, ap := d.officeReach(k, hi, ap)
	if ap.of == 0 {
		ap.of = d.impliedBy(&d.lx.offices[oe.val])
	}
	if _, _, named := d.holderAt(next, hi, ap); named && !(next < hi && d.items[next].kind == punctToken) {
		return m, k, false
	}
	if it := &d.items[k]; d.lx.offices[oe.val].weak && ap.of == 0 && next == k+1 && it.last-it.first == 1 && !d.definiteItem(k) {
		return m, k, false
	}
	return ap, next, d.mayServe(&m, ap.of)
}

// possessedAt tells whether a pronoun hangs on the office at item k.
func (d *doc) possessedAt(k, hi int32) bool {
	return k+1 < hi && d.items[k+1].is(cPron) && d.tokens[d.items[k+1].first].flag&flagPiece != 0
}

// mayServe tells whether the person of a mention can have an office of the
// state or body of.
func (d *doc) mayServe(m *mention, of int32) bool {
	if of == 0 {
		return true
	}
	own := m.of
	if own == 0 && m.lex != 0 {
		own = d.stateOfPerson(&actor{lex: m.lex})
	}
	return own == 0 || own == of || d.lx.actors[own-1].Kind != schema.State || d.lx.actors[of-1].Kind != schema.State
}

// known tells whether the person of a mention is told elsewhere: by an
// office, by the gazetteer.
func (d *doc) known(m *mention) bool {
	return m.lex != 0 || m.office != 0 || m.first < int32(len(d.items)) && d.isSurname(&d.items[m.first])
}

// skipWish returns the item after the words of blessing that follow a name:
// «المعظم -حفظه الله ورعاه-».
func (d *doc) skipWish(k, hi int32) int32 {
	for k < hi {
		j := k
		dash := j+1 < hi && d.items[j].kind == punctToken && d.items[j+1].is(cTrailing)
		if dash {
			j++
		}
		if !d.items[j].is(cTrailing) {
			break
		}
		if j++; dash && j < hi && d.items[j].kind == punctToken && d.items[j].ch != '.' {
			j++
		}
		k = j
	}
	return k
}
