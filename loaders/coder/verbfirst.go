package coder

import (
	"strings"

	"safir/schema"
)

// leftMention finds the mention directly before item k, words aside that may
// stand between a subject and its verb.
func (d *doc) leftMention(k, lo int32) (id int32, rel bool) {
	i := k - 1
	for i >= lo {
		it := &d.items[i]
		switch {
		case it.date != 0:
			i--
			continue
		case it.ment != 0:
			return it.ment - 1, rel
		case it.any(mask(cAux, cPerfect, cAdverb, cNot, cWill, cBe, cHave, cDo)):
			i--
			continue
		case it.kind == punctToken && (it.ch == '،' || it.ch == ',' || it.ch == '—' || it.ch == '–') && (rel || i > lo && d.items[i-1].date != 0 || i+1 < k && d.items[i+1].date != 0 || i > lo && d.items[i-1].ment != 0 && d.hasComma(d.items[i-1].ment-1)):
			i--
			continue
		case it.is(cRel):
			if rel {
				return -1, rel
			}
			rel = true
			i--
			continue
		case i > lo+1 && i > k-3 && it.kind == wordToken && !it.verb && !it.any(functionMask&^mask(cStop, cNameStop)):
			// «غارات إسرائيلية عنيفة دمرت …»
			if id := d.items[i-1].ment; id != 0 && d.ments[id-1].deep && d.ments[id-1].adjective && d.items[d.ments[id-1].first-1].has(headEntry) {
				return id - 1, rel
			}
		}
		return -1, rel
	}
	return -1, rel
}

// prepBefore tells whether a preposition governs the item, articles and
// nouns in between aside.
func (d *doc) prepBefore(k, lo int32) bool {
	i := k - 1
	for i >= lo && (d.items[i].is(cDet) || d.items[i].is(cEach)) {
		i--
	}
	return i >= lo && d.items[i].is(cPrep) && !d.items[i].is(cSub) && d.items[i].ment == 0 && !(d.lx.lang.Capitals && d.joinsSubjects(i, lo))
}

func (d *doc) coreVerbFirst(k, lo, hi int32, c *clause, r *core) {
	args := c.args
	d.cur = nil
	// A pronoun on the verb is its object.
	var pron *arg
	aside := int32(0)
	bares := d.bares[:0]
	for i := range args {
		a := &args[i]
		if a.slot == noSlot && a.head != 0 && d.inFree(a.first, "circumstance") {
			aside = a.head // «أدان خلال لقائه نظيره الهجوم …»
			continue
		}
		if a.slot != noSlot || a.adverb || aside != 0 && a.under == aside && a.actor || a.lo == a.hi && a.last == a.first+1 && d.items[a.first].is(cNameStop) || a.under != 0 && (a.lo == a.hi || (a.deep && a.first == a.under || d.ments[d.argMents[a.lo]].ref == refPron) && d.inPhrase(args, a.under)) {
			continue
		}
		if a.first == k+1 && a.lo < a.hi && d.ments[d.argMents[a.lo]].ref == refPron && d.tokens[d.items[k+1].first].flag&flagPiece != 0 && a.hi-a.lo == 1 {
			pron = a
			continue
		}
		bares = append(bares, a)
	}
	d.bares = bares
	left, rel := d.leftMention(k, lo)
	var leftActors []int32
	leftFirst := int32(-1)
	if left >= 0 {
		leftFirst = d.ments[left].first
	}
	if left >= 0 && d.ments[left].ref != refPron || left >= 0 && d.tokens[d.items[d.ments[left].first].first].flag&flagPiece != 0 {
		m := &d.ments[left]
		prepped := d.prepBefore(m.first, lo)
		switch {
		case rel:
			leftActors = d.mentionActors(left)
			if m.deep && !(m.adjective && m.first > lo && d.items[m.first-1].has(headEntry) && !prepped) {
				leftActors = nil
			}
		case m.deep && m.adjective && m.first > lo && d.items[m.first-1].has(headEntry) && !prepped:
			leftActors = d.mentionActors(left) // «غارة إسرائيلية استهدفت»
		case m.deep || prepped:
		case m.ref == refPron && m.first > lo && !d.items[m.first-1].is(cThat):
		case d.ownedByVerb(m.first, lo, k):
		default:
			leftActors, leftFirst = d.leftList(left, lo)
		}
	} else if left >= 0 {
		leftActors = d.mentionActors(left)
	}
	passive := d.isPassive(k, c)
	set := func(s *arg, o *arg) {
		if s == nil && o != nil && o == pron && !rel {
			d.exclude = d.inheritedSubject(k)
			defer func() { d.exclude = nil }()
		}
		if s != nil {
			r.subjArg = s
			if s.actor && !(s.lo < s.hi && d.ments[d.argMents[s.lo]].town) {
				r.subject = d.argActors(s)
				d.cur = r.subject
				r.subjFirst = s.first
			} else if r.subject = d.membersOf(s, args); len(r.subject) > 0 {
				d.cur, r.subjFirst = r.subject, s.first
			} else {
				r.nobody = true
			}
		}
		if o != nil {
			r.objArg, r.object = o, d.argActors(o)
		}
	}
	// «توسط ونائب الرئيس»: the subject told before, and one more.
	if j := k + 1; j < hi && len(bares) > 0 && bares[0].actor && d.items[j].is(cAnd) && bares[0].first == j+1 && pron == nil && (len(leftActors) > 0 || len(d.subj) > 0) {
		if len(leftActors) == 0 {
			leftActors = d.subj
		}
		leftActors = append(append([]int32(nil), leftActors...), d.argActors(bares[0])...)
		bares = bares[1:]
		if left < 0 {
			left = d.items[k+2].ment - 1
		}
	}
	bare := func(i int) *arg {
		if i < len(bares) {
			return bares[i]
		}
		return nil
	}
	switch {
	case rel && pron != nil && len(bares) > 0 && (bares[0].actor || len(leftActors) == 0 || d.definiteItem(bares[0].first)):
		// «التي زارها ترامب»: what stands before is the object
		set(bare(0), nil)
		if left >= 0 {
			r.object = d.mentionActors(left)
		}
	case len(leftActors) > 0:
		r.subject = leftActors
		r.subjFirst = leftFirst
		if pron != nil {
			if rel && len(bares) > 0 {
				d.exclude = leftActors // «الوزير الذي سلمه رسالة»: another one
			}
			set(nil, pron)
			d.exclude = nil
			if rel && len(bares) == 0 {
				// «التي زارها صباح أمس»: the subject is that of the main clause
				r.object = leftActors
				r.subject, r.inherited = d.inheritedSubject(k), true
			}
		} else {
			set(nil, bare(0))
		}
	case pron != nil:
		s := bare(0)
		if s != nil && !s.actor && s.first > pron.last {
			s = nil // «في اتصال أجراه مع نظيره أهمية التهدئة»
		}
		set(s, pron)
		if s == nil {
			r.subject, r.inherited = d.inheritedSubject(k), true
		}
	case len(bares) == 0:
		r.subject, r.inherited = d.inheritedSubject(k), true
	case bares[0].actor && (d.disagrees(k, bares[0]) || d.oblique(bares[0])) && (len(d.subj) > 0 || len(d.prevSubj) > 0):
		r.subject, r.inherited = d.inheritedSubject(k), true
		if len(r.subject) == 0 {
			r.subject = d.prevSubj
		}
		set(nil, bares[0])
	case rel && !bares[0].actor:
		r.nobody = true
		set(nil, bares[0])
	case len(bares) == 1 && bares[0].actor && d.heldByPronoun(bares[0]) && len(d.inheritedSubject(k)) > 0:
		// «واستدعى سفيره»: his own ambassador is not the one who acts
		r.subject, r.inherited = d.inheritedSubject(k), true
		set(nil, bares[0])
	case !bares[0].actor && bares[0].first == k+1 && d.items[k+1].is(cMass) && k > lo && d.items[k-1].is(cAnd) && len(d.inheritedSubject(k)) > 0:
		// «ودعت الدول العربية إلى …»
		r.subject, r.inherited = d.inheritedSubject(k), true
		set(nil, bares[0])
	case !bares[0].actor && bares[0].first == k+1 && d.publicBody(k, bares[0]):
		set(bares[0], bare(1)) // «دعا اتحاد الناشرين …»
	default:
		set(bares[0], bare(1))
		if !bares[0].actor && len(bares) == 1 && d.items[bares[0].first].is(cSame) && len(d.inheritedSubject(k)) > 0 {
			// «وشجبت المذكرة»: a thing condemns nobody
			r.nobody = false
			r.subject, r.inherited = d.inheritedSubject(k), true
			set(nil, bares[0])
			r.subjArg = nil
		}
		if !bares[0].actor && len(bares) == 1 && !d.nominative(bares[0].first) && (bares[0].first == k+1 || len(d.inheritedSubject(k)) > 0) {
			// The only noun phrase may be the object of a subject told before.
			if !d.definiteItem(bares[0].first) || bares[0].head != 0 {
				r.nobody = false
				r.subject, r.inherited = d.inheritedSubject(k), true
				set(nil, bares[0])
				r.subjArg = nil
			}
		}
	}
	if r.inherited && d.thingActs(k) {
		r.subject, r.inherited, r.nobody = nil, false, true
	}
	if pron != nil && r.inherited && len(r.subject) == 1 && len(r.object) == 1 && r.subject[0] == r.object[0] {
		// «وطالبها»: not the one whom the pronoun means
		for i := len(d.told) - 1; i >= 0; i-- {
			if v := &d.told[i]; len(v.actors) > 0 && v.actors[0] != r.object[0] && d.agrees(k, v.actors) {
				r.subject = v.actors
				break
			}
		}
	}
	if passive {
		r.makePassive(d)
	}
}

// thingActs tells whether a noun phrase that tells an event opens the sentence
// right before the verb, so that it is the subject, and nobody told before:
// «وقف إطلاق النار أنهى …».
func (d *doc) thingActs(k int32) bool {
	tells := false
	j := k - 1
	for ; j >= d.sentLo && d.items[j].kind == wordToken && !d.items[j].verb && d.items[j].ment == 0 && !d.items[j].any(functionMask); j-- {
		tells = tells || d.items[j].has(headEntry) && d.hasNounFrame(j)
	}
	return tells && (j < d.sentLo || d.items[j].kind == punctToken)
}

// inPhrase tells whether the noun head of an item stands in a phrase with a
// preposition, so that what hangs on it is no subject or object of the verb.
func (d *doc) inPhrase(args []arg, head int32) bool {
	for i := range args {
		if a := &args[i]; a.head == head {
			return a.slot != noSlot
		}
	}
	return false
}

// membersOf gives the group of people who are named by no more than that:
// «مسلحون من حزب العمال».
func (d *doc) membersOf(s *arg, args []arg) []int32 {
	if s.lo < s.hi || s.last-s.first > 2 {
		return nil
	}
	for i := range args {
		a := &args[i]
		if a.first != s.last || a.slot == noSlot || !a.actor || d.definiteItem(s.first) || !d.nominative(s.last-1) {
			continue
		}
		if pe := d.items[a.first].word(cPrep); pe == nil || !d.lx.ofPrep[pe.val] || d.lx.inPrep == pe.val {
			return nil
		}
		if who := d.argActors(a); d.isGroup(who) {
			return who
		}
		return nil
	}
	return nil
}

// nominative tells whether the ending shows a subject: «آخرون».
func (d *doc) nominative(k int32) bool {
	t := &d.tokens[d.items[k].first]
	return strings.HasSuffix(d.offsets.slice(t.start, t.end), "ون")
}

// heldByPronoun tells whether a pronoun hangs on the noun phrase.
func (d *doc) heldByPronoun(a *arg) bool {
	if d.items[a.first].is(cCounter) {
		return false
	}
	for i := a.first + 1; i < a.last; i++ {
		if d.items[i].is(cPron) && d.tokens[d.items[i].first].flag&flagPiece != 0 {
			return true
		}
	}
	return false
}

func (d *doc) definiteItem(k int32) bool { return d.definite(&d.tokens[d.items[k].first]) }

// ownedByVerb tells whether a verb stands right before the mention at item
// first, so that it is that verb's subject or object already.
func (d *doc) ownedByVerb(first, lo, k int32) bool {
	i := first - 1
	for i >= lo && (d.items[i].date != 0 || d.items[i].kind == punctToken && (d.items[i].ch == ',' || d.items[i].ch == '،')) {
		i--
	}
	if i < lo || !d.items[i].verb || d.items[i].any(mask(cBe, cAux)) {
		return false
	}
	// «قالت إسرائيل قصفت»: no; a comma or and between would show a new clause.
	return !d.items[k-1].any(mask(cPerfect))
}

// leftList gives the actors of a mention and of those joined to it on its
// left, and the item at which the first of them begins.
func (d *doc) leftList(id, lo int32) ([]int32, int32) {
	start := len(d.actorPool)
	ids := [6]int32{id}
	n := 1
	first := d.ments[id].first
	for n < len(ids) {
		i := first - 1
		for i > lo && d.items[i].ment == 0 && d.items[i].any(mask(cDet, cPoss)) && !d.items[i].is(cAnd) {
			i--
		}
		if i < lo || !(d.items[i].is(cAnd) && d.items[i].ment == 0 || d.items[i].kind == punctToken && (d.items[i].ch == ',' || d.items[i].ch == '،') && n > 1) {
			break
		}
		i--
		if i >= lo && d.items[i].kind == punctToken && (d.items[i].ch == ',' || d.items[i].ch == '،') {
			i--
		}
		if i < lo || d.items[i].ment == 0 {
			break
		}
		p := d.items[i].ment - 1
		if d.ments[p].deep || d.ments[p].last != i+1 {
			break
		}
		ids[n] = p
		n++
		first = d.ments[p].first
	}
	if n > 1 && d.prepBefore(first, lo) {
		return nil, first
	}
	for i := n - 1; i >= 0; i-- {
		d.actorPool = d.appendActors(d.actorPool, ids[i])
	}
	return d.actorPool[start:len(d.actorPool):len(d.actorPool)], first
}

// disagrees tells whether verb and noun phrase differ in gender, so that the
// one cannot be the subject of the other.
func (d *doc) disagrees(k int32, a *arg) bool {
	if a.lo == a.hi {
		return false
	}
	m := &d.ments[d.argMents[a.lo]]
	g := d.genderOf(m)
	if g == anyGender {
		return false
	}
	v := d.verbGender(k)
	return v != anyGender && v != g
}

// oblique tells whether the ending shows that the noun phrase is no subject:
// «البلدين», «الحوثيين».
func (d *doc) oblique(a *arg) bool {
	if a.lo == a.hi {
		return false
	}
	m := &d.ments[d.argMents[a.lo]]
	if m.ref != refPair && !m.adjective && m.kind != schema.Group {
		return false
	}
	t := &d.tokens[d.items[m.first].first]
	return d.items[m.first].last-d.items[m.first].first == 1 && strings.HasSuffix(d.offsets.slice(t.start, t.end), "ين")
}

func (d *doc) verbGender(k int32) gender {
	t := &d.tokens[d.items[k].first]
	w := d.offsets.slice(t.start, t.end)
	tag := d.items[k].tag
	switch {
	case tag&Past != 0 && tag&Present == 0:
		if strings.HasSuffix(w, "ت") {
			return feminine
		}
		if strings.HasSuffix(w, "وا") || strings.HasSuffix(w, "ا") {
			return anyGender
		}
		return masculine
	case tag&Present != 0 && tag&Past == 0:
		if strings.HasPrefix(w, "ت") {
			return feminine
		}
		if strings.HasPrefix(w, "ي") {
			return masculine
		}
	}
	return anyGender
}

func (d *doc) genderOf(m *mention) gender {
	k := m.first
	if m.kind == schema.Person {
		for k+1 < m.last && d.items[k].any(titleMask) && !d.items[k].has(officeEntry) {
			k++ // «سماحة المرشد» is no woman
		}
		if m.name1 > m.name0 && d.items[k].first == m.name0 {
			return anyGender // names do not tell
		}
	}
	it := &d.items[k]
	if it.is(cMasc) {
		return masculine
	}
	if k+1 < m.last && d.tokens[d.items[k+1].first].flag&flagPiece != 0 && d.items[k+1].is(cPron) && strings.HasSuffix(d.offsets.slice(d.tokens[it.first].start, d.tokens[it.first].end), "ت") {
		return feminine // «رئيستها»
	}
	t := &d.tokens[it.first]
	w := strings.TrimRight(d.offsets.slice(t.start, t.end), "ًٌٍَُِّْ")
	switch {
	case m.ref != noRef && m.ref != refOffice && m.ref != refOrgan && m.ref != refGroup:
		return anyGender
	case strings.HasSuffix(w, "ة"):
		return feminine
	case m.agents:
		if strings.HasSuffix(w, "ات") {
			return feminine
		}
		return anyGender
	case m.kind == schema.State && !m.deep:
		return feminine
	case m.kind == schema.Person:
		if m.office != 0 || it.any(titleMask) {
			return masculine
		}
		return anyGender
	}
	return anyGender
}
