package coder

import (
	"strings"

	"safir/schema"
)

// core is the subject and object of a verb.
type core struct {
	subject   []int32 // actors
	object    []int32
	objArg    *arg
	subjArg   *arg
	passive   bool
	inherited bool // the subject is that of the clause before
	subjFirst int32
	nobody    bool // the subject is someone that is no actor
	reduced   bool // a participle that qualifies the noun before it
	antecNoun int32
	recalled  *arg  // the antecedent of the verb's relative clause, which recalls an event
	subjNoun  int32 // the noun that is the subject, where that is no actor
}

// core finds who a verb's subject and object are. ahead is the subject of the
// main clause to come, where the verb's clause opens the sentence.
func (d *doc) core(k, lo, hi int32, c *clause, participle bool, ahead []int32) core {
	var r core
	r.subjFirst = -1
	r.antecNoun, r.subjNoun = -1, -1
	if participle {
		r.subject, r.inherited = d.inheritedSubject(k), true
		switch {
		case len(ahead) > 0:
			r.subject = ahead
		case len(r.subject) == 0 && d.lx.lang.Capitals && k-1 > lo && d.items[k-1].kind == punctToken && len(d.verbs) == 0:
			var before core // "X, meeting Y in Rome, said"
			d.leftSubject(k-2, lo, k, &before)
			r.subject = before.subject
		case len(r.subject) == 0 && d.lx.lang.Capitals && len(d.verbs) == 0:
			if id := d.mentionFrom(lo, k); id >= 0 && !d.ments[id].deep {
				r.subject = d.mentionActors(id) // before a verb that no table has
			}
		}
		if a := firstBare(c.args); a != nil {
			d.others = r.subject
			r.objArg, r.object = a, d.argActors(a)
			d.others = nil
		}
		return r
	}
	if d.lx.lang.VerbFirst {
		d.coreVerbFirst(k, lo, hi, c, &r)
	} else {
		d.coreVerbSecond(k, lo, hi, c, &r, ahead)
	}
	return r
}

func firstBare(args []arg) *arg {
	for i := range args {
		if a := &args[i]; a.slot == noSlot && !a.adverb {
			return a
		}
	}
	return nil
}

// argActors gives the actors of an argument whose head is an actor, or that
// an actor qualifies.
func (d *doc) argActors(a *arg) []int32 {
	if a == nil || a.lo == a.hi {
		return nil
	}
	start := len(d.actorPool)
	for _, id := range d.argMents[a.lo:a.hi] {
		d.actorPool = d.appendActors(d.actorPool, id)
	}
	return d.actorPool[start:len(d.actorPool):len(d.actorPool)]
}

func (d *doc) mentionActors(id int32) []int32 {
	start := len(d.actorPool)
	d.actorPool = d.appendActors(d.actorPool, id)
	return d.actorPool[start:len(d.actorPool):len(d.actorPool)]
}

// subordinate tells whether the verb at item k stands in a relative clause or
// one of circumstance.
func (d *doc) subordinate(k, lo int32) bool {
	for i := k - 1; i >= lo; i-- {
		it := &d.items[i]
		if it.verb && !(d.lx.lang.Capitals && it.any(mask(cBe, cHave, cDo))) {
			if n := len(d.verbs); n > 0 && d.verbs[n-1].at == i {
				return d.verbs[n-1].aside && !d.commaBetween(i, k)
			}
			return false
		}
		if it.ment == 0 && it.date == 0 && it.any(mask(cRel, cSub, cAfter, cSince)) && !it.is(cThat) {
			return true
		}
	}
	return false
}

func (d *doc) commaBetween(i, k int32) bool {
	for j := i + 1; j < k; j++ {
		if it := &d.items[j]; it.kind == punctToken && (it.ch == ',' || it.ch == '،' || it.ch == '—' || it.ch == '–') {
			return true
		}
	}
	return false
}

// inheritedSubject gives the subject that the verb at item k shares with one
// before it.
func (d *doc) inheritedSubject(k int32) []int32 {
	if d.lx.lang.Capitals {
		for i := len(d.verbs) - 1; i >= 0; i-- {
			v := &d.verbs[i]
			if len(v.actors) > 0 && !(v.aside && d.commaBetween(v.at, k)) && !(i > 0 && d.tenseDiffers(v.at, k) && !d.tenseDiffers(d.verbs[i-1].at, k) && len(d.verbs[i-1].actors) > 0) &&
				!(i > 0 && d.items[v.at-1].is(cInfinitive) && d.commaBetween(v.at, k)) {
				return v.actors
			}
		}
		return nil
	}
	if d.items[k].tag&Dual != 0 && d.items[k].tag&Nominal == 0 && len(d.subj) < 2 && len(d.raw) > 0 {
		// «وتواعدا»: both sides of what was told just before.
		for i := len(d.raw) - 1; i >= 0 && i >= len(d.raw)-3; i-- {
			if e := &d.raw[i]; attackKin[e.typ] {
				continue
			}
			var both []int32
			for _, p := range d.raw[i].parts {
				if p.role != mediator {
					both = append(both, p.actor)
				}
			}
			if len(both) == 2 {
				return both
			}
			break
		}
	}
	if d.lx.lang.VerbFirst {
		// The last subject that agrees with the verb; one of an embedded
		// clause only within it.
		participle := d.items[k].tag&ActivePart != 0 && !d.items[k].verb
		joined := k > d.sentLo && (d.items[k-1].any(mask(cAnd, cThen, cPerfect)) || participle)
		var aside []int32 // what a participle goes on with where the main clause names nobody
		inside := d.embedded(k, d.sentLo)
		for i := len(d.told) - 1; i >= 0; i-- {
			v := &d.told[i]
			if !d.agrees(k, v.actors) && (v.gender == anyGender || v.gender != d.verbGender(k)) {
				continue
			}
			if v.aside && !inside && joined && d.commaBetween(v.at, k) {
				if aside == nil && participle {
					aside = v.actors
				}
				continue
			}
			return v.actors
		}
		if aside != nil {
			return aside
		}
		if len(d.told) == 0 && (k <= d.sentLo+3 || d.onlyTime(d.sentLo, k)) && len(d.prevSubj) > 0 && d.agrees(k, d.prevSubj) {
			many := d.items[k].tag&(Plural|Dual) != 0
			if (len(d.prevSubj) > 1) == many || many && d.actors[d.prevSubj[0]].Kind != schema.Person {
				return d.prevSubj // «وهددها …»: the sentence goes on about the same one
			}
		}
		return nil
	}
	if len(d.subj) > 0 {
		return d.subj
	}
	return nil
}

// onlyTime tells whether the items [lo, k) only say when: «وقبل ذلك بيومين
// كان قد التقى …».
func (d *doc) onlyTime(lo, k int32) bool {
	for i := lo; i < k; i++ {
		it := &d.items[i]
		if it.date == 0 && it.kind != punctToken && (it.ment != 0 || !it.any(mask(cAnd, cThen, cEarlier, cBefore, cAfter, cSame, cBe, cAux, cPerfect, cPrep, cAdverb, cDet))) {
			return false
		}
	}
	return true
}

// tenseDiffers tells whether the verb at item k is joined to a verb in another
// tense than that at item v: "said China opposes … and urged".
func (d *doc) tenseDiffers(v, k int32) bool {
	a, b := d.items[v].tag&(Past|Present), d.items[k].tag&(Past|Present)
	return a != 0 && b != 0 && a&b == 0 && k > 0 && d.items[k-1].is(cAnd)
}

// embedded tells whether the verb at item k stands in a content or relative
// clause.
func (d *doc) embedded(k, lo int32) bool {
	for i := k - 1; i >= lo && i >= k-6; i-- {
		it := &d.items[i]
		if it.ment == 0 && it.date == 0 && it.any(mask(cRel, cThat)) {
			return true
		}
		if it.verb && !it.any(mask(cBe, cAux)) || it.kind == punctToken {
			return false
		}
	}
	return false
}

// subjectGender gives the gender of the words that name a subject: the
// ministry of a state that is masculine is feminine.
func (d *doc) subjectGender(r *core) gender {
	if r.subjArg == nil || r.subjArg.lo == r.subjArg.hi {
		return anyGender
	}
	return d.genderOf(&d.ments[d.argMents[r.subjArg.lo]])
}

// agrees tells whether actors can be the subject of the verb at item k by its
// gender.
func (d *doc) agrees(k int32, actors []int32) bool {
	g := d.verbGender(k)
	if g == anyGender || len(actors) != 1 || d.items[k].tag&ActivePart != 0 {
		return true
	}
	a := &d.actors[actors[0]]
	switch a.Kind {
	case schema.State:
		if d.lx.masculine[a.lex-1] {
			return g == masculine
		}
		return g == feminine
	case schema.Person:
		return g == masculine || a.female
	}
	return true
}

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

func (d *doc) coreVerbSecond(k, lo, hi int32, c *clause, r *core, ahead []int32) {
	it := &d.items[k]
	be, have, toInf := false, false, false
	i := k - 1
	for i >= lo {
		p := &d.items[i]
		if p.ment != 0 {
			break
		}
		if p.is(cInfinitive) && !p.is(cPrep) || p.is(cInfinitive) && i == k-1 {
			toInf = true
			break
		}
		be, have = be || p.is(cBe), have || p.is(cHave) && !p.is(cBe)
		if !p.any(mask(cBe, cHave, cAux, cPerfect, cAdverb, cNot, cWill, cDo, cModal)) && p.date == 0 {
			break
		}
		i--
	}
	// A past participle is passive after "be", and after a noun where "by" follows.
	if it.tag&PastPart != 0 {
		switch {
		case be:
			r.passive = true
		case it.tag&Past == 0 && !have:
			r.passive = true
		case !have && k+1 < hi && d.items[k+1].is(cBy) && !d.byMeans(k+1), !have && d.reducedAt(k) == k:
			r.passive, r.reduced = true, true
		}
	}
	bares := d.bares[:0]
	for a := range c.args {
		if x := &c.args[a]; x.slot == noSlot && !x.adverb && !(x.under != 0 && x.lo == x.hi) {
			bares = append(bares, x)
		}
	}
	d.bares = bares
	if toInf {
		r.subject, r.inherited = d.inheritedSubject(k), true
		if s := d.controller(i, lo); len(s) > 0 {
			r.subject = s
		}
	} else {
		d.leftSubject(i, lo, k, r)
		if len(r.subject) == 0 && len(ahead) > 0 {
			r.subject, r.inherited = ahead, true
		}
	}
	if len(bares) > 0 {
		d.others = r.subject
		r.objArg, r.object = bares[0], d.argActors(bares[0])
		d.others = nil
	}
	if !r.passive && !toInf && len(bares) == 0 && len(r.subject) > 0 && !r.inherited {
		d.relativeObject(lo, c, r)
	}
	if r.passive {
		r.object, r.subject = r.subject, nil
		r.objArg, r.subjArg = nil, nil
		if len(r.object) == 0 && !r.inherited && !toInf && !it.is(cBroker) {
			d.passiveObject(i, lo, c, r)
		}
		r.nobody = false
	}
}

// byMeans tells whether the "by" at item k names a means, not an agent.
func (d *doc) byMeans(k int32) bool { return d.inFree(k, "bothphone") || d.inFree(k, "byvideo") }

// controller gives the object that does what the infinitive after it says:
// "prompting Mexico to sever ties". to is the item of "to".
func (d *doc) controller(to, lo int32) []int32 {
	if to <= lo {
		return nil
	}
	if d.nounInfinitive(to+1, lo) == to {
		gens, adjs := d.qualifiersBefore(to - 1) // "Mali's decision to cut ties"
		return append(gens, adjs...)
	}
	if d.items[to-1].ment == 0 {
		return nil
	}
	id := d.items[to-1].ment - 1
	m := &d.ments[id]
	j := m.first - 1
	for j >= lo && d.items[j].is(cDet) {
		j--
	}
	if m.last != to || m.deep || j < lo || d.tellsContact(j) || !(d.items[j].verb && !d.items[j].any(mask(cBe, cHave)) || d.items[j].tag&ActivePart != 0) {
		return nil
	}
	return d.mentionActors(id)
}

// tellsContact tells whether the verb at item k is one of meeting, calling or
// summoning: the infinitive after it is its subject's purpose.
func (d *doc) tellsContact(k int32) (yes bool) {
	d.heads(k, func(e *entry) bool {
		if e.kind == headEntry {
			for _, id := range d.lx.byHead[e.val] {
				info, _ := d.lx.frames[id].typ.Info()
				yes = yes || info.Contact && d.lx.frames[id].forms&verbForm != 0
			}
		}
		return !yes
	})
	return yes
}

// leftSubject walks left from item i to the noun phrase that is the subject
// of the verb at item k.
func (d *doc) leftSubject(i, lo, k int32, r *core) {
	words := 0
	for ; i >= lo; i-- {
		it := &d.items[i]
		if p := d.reducedAt(i); p >= 0 && p < k {
			i = p
			continue
		}
		switch {
		case it.date != 0:
			continue
		case it.kind == punctToken:
			switch it.ch {
			case ',', '—', '–', '-':
				if s := d.relativeBefore(i, lo); s >= 0 {
					i = s
				} else if s := d.appositionBefore(i, lo); s >= 0 {
					i = s
				}
				continue
			case ';', ':', '.':
				r.nobody = words > 0
				return
			}
			continue
		case it.ment != 0:
			m := &d.ments[it.ment-1]
			if g := d.governed(m.first, lo); m.deep || g >= 0 && !d.joinsSubjects(g, lo) {
				if g >= 0 && !m.deep {
					i = g
				} else {
					i = m.first
				}
				continue
			}
			if to := d.ofInfinitive(m.first, lo); to >= 0 {
				i = to
				continue
			}
			if words > 0 {
				r.nobody = true
				return
			}
			r.subject, r.subjFirst = d.leftList(it.ment-1, lo)
			return
		case it.is(cRel):
			// The antecedent.
			if i > lo {
				j := i - 1
				for j > lo && d.items[j].kind == punctToken {
					j--
				}
				if d.items[j].ment != 0 && d.ments[d.items[j].ment-1].last == j+1 {
					r.subject = d.mentionActors(d.items[j].ment - 1)
					return
				}
				r.subjNoun = j
			}
			r.nobody = true
			return
		case it.is(cAnd):
			if i > lo && (d.items[i-1].verb || words == 0) {
				if s := d.inheritedSubject(k); len(s) > 0 || len(d.verbs) > 0 {
					r.subject, r.inherited = s, true
					return
				}
			}
			continue
		case it.any(mask(cThat, cBreak, cSub)):
			r.nobody = words > 0
			return
		case it.verb:
			if words == 0 {
				r.subject, r.inherited = d.inheritedSubject(k), true
			} else {
				r.nobody = true
			}
			return
		case it.any(mask(cPrep, cDet, cAdverb, cNot, cAux, cPoss, cGenMark, cBe)):
			continue
		}
		if g := d.governed(i, lo); g >= 0 {
			i = g
			continue
		}
		if words == 0 {
			r.subjNoun = i
		}
		words++
	}
	r.nobody = words > 0
}

// joinsSubjects tells whether the words at item g, which may be a preposition, join two
// subjects: "Kenya, along with Uganda".
func (d *doc) joinsSubjects(g, lo int32) bool {
	if !d.items[g].is(cAnd) {
		return false
	}
	g--
	if g > lo && d.items[g].kind == punctToken && d.items[g].ch == ',' {
		g--
	}
	return g >= lo && d.items[g].ment != 0 && !d.ments[d.items[g].ment-1].deep
}

// governed returns the item of the preposition that governs item i within
// its noun phrase, -1 for none.
func (d *doc) governed(i, lo int32) int32 {
	for j := i - 1; j >= lo && j >= i-5; j-- {
		it := &d.items[j]
		if it.is(cPrep) && !it.is(cSub) && it.ment == 0 {
			return j
		}
		if it.kind == punctToken || it.verb || it.any(mask(cThat, cRel, cBreak, cSub, cAnd, cContent)) || it.date != 0 || it.ment != 0 {
			return -1
		}
		if it.is(cDet) {
			if j-1 >= lo && d.items[j-1].is(cPrep) && d.items[j-1].ment == 0 {
				return j - 1
			}
			return -1
		}
	}
	return -1
}

// appositionBefore returns the opening comma of the words in apposition that
// the comma at item i closes, -1 for none: "Blinken, Rubio's predecessor, had …".
func (d *doc) appositionBefore(i, lo int32) int32 {
	for j := i - 1; j > lo && j > i-16; j-- {
		it := &d.items[j]
		if it.verb {
			return -1
		}
		if it.kind == punctToken && (it.ch == ',' || it.ch == '—' || it.ch == '–') {
			b := &d.items[j-1]
			if b.ment == 0 || d.ments[b.ment-1].last != j || d.items[j+1].is(cAnd) {
				return -1
			}
			return j
		}
	}
	return -1
}

// relativeBefore returns where to go on when the comma at item i closes a
// relative clause or an insertion: before its opening comma.
func (d *doc) relativeBefore(i, lo int32) int32 {
	for j := i - 1; j >= lo; j-- {
		it := &d.items[j]
		if it.kind == punctToken && (it.ch == ',' || it.ch == '—' || it.ch == '–') {
			if j+1 < i && (d.items[j+1].is(cRel) || d.items[j+1].tag&(ActivePart|PastPart) != 0) {
				return j
			}
			if r := d.relativeAround(j, i, lo); r >= 0 {
				return r
			}
			return -1
		}
		if it.is(cRel) && j > lo && d.items[j-1].kind == punctToken {
			return j - 1
		}
	}
	return -1
}

// relativeAround returns the opening comma of a relative clause that holds the
// comma at item j, which only sets off a date or an apposition in it, and is
// closed by the comma at item i: "A, who had telephoned B, C, on Monday, thanked".
func (d *doc) relativeAround(j, i, lo int32) int32 {
	verbs := 0
	for x := j + 1; x < i; x++ {
		if d.items[x].verb {
			verbs++
		}
	}
	for ; j > lo && j > i-40; j-- {
		it := &d.items[j]
		switch {
		case it.verb:
			verbs++
		case it.kind == punctToken && it.ch == ',' && d.items[j+1].is(cRel) && d.items[j+1].ment == 0:
			if verbs == 0 || j == lo || d.items[j-1].ment == 0 {
				return -1
			}
			return j
		case it.kind == punctToken && it.ch != ',' && it.ch != '.', it.any(mask(cThat, cBreak)) && it.ment == 0 && !it.is(cRel):
			return -1
		}
	}
	return -1
}

// otherReading takes the noun phrase after a verb for its object and the
// subject of the clause before for its subject, where the verb is joined to that clause.
func (d *doc) otherReading(k, lo int32, r *core) (core, bool) {
	if r.subjArg == nil || !r.subjArg.actor && (!d.definiteItem(r.subjArg.first) || d.nominative(r.subjArg.first) || d.public(r.subjArg, "body")) || r.objArg != nil && (len(r.object) > 0 || r.objArg.lo < r.objArg.hi) || r.passive {
		return core{}, false
	}
	subject := d.inheritedSubject(k)
	if len(subject) == 0 || len(r.subject) > 0 && subject[0] == r.subject[0] {
		return core{}, false
	}
	joined := k > lo && (d.items[k-1].any(mask(cAnd, cThen, cPerfect, cSub, cBreak, cBefore, cAfter)) || d.items[k-1].kind == punctToken)
	if !joined {
		return core{}, false
	}
	alt := core{subject: subject, inherited: true, subjFirst: -1, antecNoun: -1, objArg: r.subjArg, object: r.subject}
	return alt, true
}
