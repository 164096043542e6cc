package coder

import (
	"slices"
	"strings"

	"safir/schema"
)

// part is who has a role in an event.
type part struct {
	role  role
	actor int32 // index in doc.actors
}

// event is what a frame found, before repeats are joined.
type event struct {
	frame    *frame
	typ      schema.EventType
	head     int32 // item
	sent     int32
	first    int32 // items of the evidence
	last     int32
	parts    []part
	modality schema.Modality
	date     schema.Interval
	hasDate  bool // the clause has an expression of time, whether or not it can be resolved
	dateID   int32
	ownDate  bool
	perfect  bool // told as earlier than what surrounds it («كان قد», "had")
	place    int32
	inferred int   // participants that are not named in the evidence
	subject  bool  // by a verb with its subject
	lo, hi   int32 // the clause
	anaphor  bool  // refers back to the event before («خلال الاتصال»)
	joined   int32 // 1 + event that it repeats
	also     []int32
	pending  schema.EventType // of the event whose makers are the recipients, told further on
	withs    int
	light    bool
	lacking  bool // a truce or break whose sides the passage does not name
}

// clauseStart walks back from item k to where its clause begins.
func (d *doc) clauseStart(k, lo int32) int32 {
	i := k
	for i > lo {
		p := i - 1
		it := &d.items[p]
		if it.kind == punctToken {
			switch it.ch {
			case ';', '؛', ':', '.', '!', '?', '؟', '…', '•':
				return i
			}
		}
		if it.any(clauseEnd) || it.verb && !it.is(cAux) && !it.is(cBe) && !it.is(cHave) {
			return i
		}
		i--
	}
	return i
}

// readSentence finds the events of sentence s.
func (d *doc) readSentence(s int32) {
	lo, hi := d.itemAt[s], d.itemAt[s+1]
	if lo == hi {
		return
	}
	d.sent, d.sentLo, d.sentHi = s, lo, hi
	d.argPool, d.argMents = d.argPool[:0], d.argMents[:0]
	if len(d.subj) > 0 {
		d.prevSubj = append(d.prevSubj[:0], d.subj...)
	}
	d.subj = d.subj[:0]
	d.subjVerb = -1
	d.told = d.told[:0]
	if len(d.verbs) > 0 {
		d.prevVerbs = append(d.prevVerbs[:0], d.verbs...)
	}
	d.verbs = d.verbs[:0]
	d.used = d.used[:0]
	d.muted = d.muted[:0]
	d.denied = d.denied[:0]
	d.firstEvent = int32(len(d.raw))
	d.resolveSentence(s)
	d.clock++
	clock := d.clock
	if d.lx.lang.Capitals {
		d.modalScopes(lo, hi)
	}
	for k := lo; k < hi; k++ {
		it := &d.items[k]
		switch {
		case it.verb:
			d.readVerb(k, lo, hi, false)
		case it.tag&ActivePart != 0 && d.isParticiple(k, lo):
			d.readVerb(k, lo, hi, true)
		}
	}
	for k := lo; k < hi; k++ {
		it := &d.items[k]
		if it.verb || !it.has(headEntry) || d.isUsed(k) {
			continue
		}
		d.readNoun(k, lo, hi)
	}
	if d.lx.lang.Capitals {
		d.noteMentions(clock)
	}
}

// noteMentions lets later sentences refer to those whom this one mentions
// outside of its events, as to people told before the events.
func (d *doc) noteMentions(clock int32) {
	for _, id := range d.sentMents {
		m := &d.ments[id]
		if m.actor != 0 || m.ref != noRef || m.deep && m.adjective && m.kind != schema.Group {
			continue
		}
		if a := d.resolve(m); a >= 0 {
			m.actor = a + 1
			if act := &d.actors[a]; act.last < clock {
				act.last = clock
			}
		}
	}
}

func (d *doc) isUsed(k int32) bool {
	for _, u := range d.used {
		if u == k {
			return true
		}
	}
	return false
}

type span struct{ lo, hi int32 }

func (d *doc) isMuted(k int32) bool {
	for _, m := range d.muted {
		if m.lo <= k && k < m.hi {
			return true
		}
	}
	return false
}

// readVerb reads the clause of a verb or participle: who its subject is, and
// the event that it tells, if any.
func (d *doc) readVerb(k, lo, hi int32, participle bool) {
	it := &d.items[k]
	if it.any(mask(cAux)) && !it.has(headEntry) && !it.is(cLight) {
		return
	}
	c := d.collect(k, hi, false)
	core := d.core(k, lo, hi, &c, participle)
	inside := d.isMuted(k)
	if it.is(cModal) {
		e := it.word(cModal)
		end := hi
		if c.that == 0 && c.hi < hi {
			end = c.hi
		}
		d.scope(k+1, end, schema.Modality(d.lx.values[e.val]))
	}
	if it.is(cContent) {
		d.mute(k+1, d.contentEnd(k, hi, &c))
	}
	if !inside && it.is(cAttend) && d.attend(k, &c) {
		inside = true
	}
	if !inside {
		if !d.lightEvent(k, lo, hi, &c, &core, participle) {
			d.verbEvent(k, lo, hi, &c, &core, participle)
		}
	}
	if d.lx.lang.VerbFirst && !participle && len(core.subject) > 0 && !it.any(mask(cBe, cHave, cDo)) {
		d.told = append(d.told, verbSubject{at: k, actors: core.subject, aside: d.embedded(k, lo)})
	}
	if !participle && !it.any(mask(cBe, cHave, cDo)) && (!d.lx.lang.VerbFirst || len(core.subject) > 0) {
		d.verbs = append(d.verbs, verbSubject{k, core.subject, d.subordinate(k, lo)})
		d.subj = append(d.subj[:0], core.subject...)
		d.subjVerb = k
		d.subjFirst = core.subjFirst
	}
}

func (d *doc) contentEnd(_, hi int32, c *clause) int32 {
	if c.that != 0 {
		return hi
	}
	return c.hi
}

func (d *doc) mute(lo, hi int32) { d.muted = append(d.muted, span{lo, hi}) }

type modalScope struct {
	lo, hi   int32
	modality schema.Modality
}

func (d *doc) scope(lo, hi int32, m schema.Modality) {
	d.denied = append(d.denied, modalScope{lo, hi, m})
}

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
	antecNoun int32
}

// core finds who a verb's subject and object are.
func (d *doc) core(k, lo, hi int32, c *clause, participle bool) core {
	var r core
	r.subjFirst = -1
	r.antecNoun = -1
	if participle {
		r.subject, r.inherited = d.inheritedSubject(k), true
		if a := firstBare(c.args, 0); a != nil {
			d.others = r.subject
			r.objArg, r.object = a, d.argActors(a)
			d.others = nil
		}
		return r
	}
	if d.lx.lang.VerbFirst {
		d.coreVerbFirst(k, lo, hi, c, &r)
	} else {
		d.coreVerbSecond(k, lo, hi, c, &r)
	}
	return r
}

func firstBare(args []arg, from int) *arg {
	for i := from; i < len(args); i++ {
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

// verbSubject is a verb of the sentence with its subject.
type verbSubject struct {
	at     int32
	actors []int32
	aside  bool // in a relative clause or one of circumstance
}

// subordinate tells whether the verb at item k stands in a relative clause or
// one of circumstance.
func (d *doc) subordinate(k, lo int32) bool {
	for i := k - 1; i >= lo; i-- {
		it := &d.items[i]
		if it.verb {
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
			if len(v.actors) > 0 && !(v.aside && d.commaBetween(v.at, k)) {
				return v.actors
			}
		}
		return nil
	}
	if d.items[k].tag&Dual != 0 && d.items[k].tag&Nominal == 0 && len(d.subj) < 2 && len(d.raw) > 0 {
		// «وتواعدا»: both sides of what was told just before.
		var both []int32
		for _, p := range d.raw[len(d.raw)-1].parts {
			if p.role != mediator {
				both = append(both, p.actor)
			}
		}
		if len(both) == 2 {
			return both
		}
	}
	if d.lx.lang.VerbFirst {
		// The last subject that agrees with the verb; one of an embedded
		// clause only within it.
		joined := k > d.sentLo && d.items[k-1].any(mask(cAnd, cThen, cPerfect))
		inside := d.embedded(k, d.sentLo)
		for i := len(d.told) - 1; i >= 0; i-- {
			v := &d.told[i]
			if v.aside && !inside && joined && d.commaBetween(v.at, k) || !d.agrees(k, v.actors) {
				continue
			}
			return v.actors
		}
		if len(d.told) == 0 && k <= d.sentLo+3 && len(d.prevSubj) > 0 && d.agrees(k, d.prevSubj) {
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
	return i >= lo && d.items[i].is(cPrep) && !d.items[i].is(cSub) && d.items[i].ment == 0
}

func (d *doc) coreVerbFirst(k, lo, hi int32, c *clause, r *core) {
	args := c.args
	it := &d.items[k]
	d.cur = nil
	// A pronoun on the verb is its object.
	var pron *arg
	bares := d.bares[:0]
	for i := range args {
		a := &args[i]
		if a.slot != noSlot || a.adverb || a.under != 0 && a.lo == a.hi {
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
	if left >= 0 && d.ments[left].ref != refPron || left >= 0 && d.tokens[d.items[d.ments[left].first].first].flag&flagPiece != 0 {
		m := &d.ments[left]
		prepped := d.prepBefore(m.first, lo)
		switch {
		case rel:
			leftActors = d.mentionActors(left)
			if m.deep {
				leftActors = nil
			}
		case m.deep && m.adjective && m.first > lo && d.items[m.first-1].has(headEntry) && !prepped:
			leftActors = d.mentionActors(left) // «غارة إسرائيلية استهدفت»
		case m.deep || prepped:
		case m.ref == refPron && m.first > lo && !d.items[m.first-1].is(cThat):
		case d.ownedByVerb(m.first, lo, k):
		default:
			leftActors = d.leftList(left, lo)
		}
	} else if left >= 0 {
		leftActors = d.mentionActors(left)
	}
	passive := d.tokens[it.first].flag&flagDamma != 0 || it.tag&PassiveOnly != 0
	if !passive {
		for j := k + 1; j < c.hi && j < k+25; j++ {
			if d.items[j].is(cBy) {
				passive = true
				break
			}
		}
	}
	r.passive = passive
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
	case rel && pron != nil && len(bares) > 0:
		// «التي زارها ترامب»: what stands before is the object
		set(bare(0), nil)
		if left >= 0 {
			r.object = d.mentionActors(left)
		}
	case len(leftActors) > 0:
		r.subject = leftActors
		r.subjFirst = d.ments[left].first
		if pron != nil {
			set(nil, pron)
			if rel && len(bares) == 0 {
				// «التي زارها صباح أمس»: the subject is that of the main clause
				r.object = leftActors
				r.subject, r.inherited = d.inheritedSubject(k), true
			}
		} else {
			set(nil, bare(0))
		}
	case pron != nil:
		set(bare(0), pron)
		if bare(0) == nil {
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
	if passive && r.subjArg != nil {
		r.objArg, r.object = r.subjArg, d.argActors(r.subjArg)
		r.subject, r.subjArg = nil, nil
	}
}

// nominative tells whether the ending shows a subject: «آخرون».
func (d *doc) nominative(k int32) bool {
	t := &d.tokens[d.items[k].first]
	return strings.HasSuffix(d.offsets.slice(t.start, t.end), "ون")
}

// heldByPronoun tells whether a pronoun hangs on the noun phrase.
func (d *doc) heldByPronoun(a *arg) bool {
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
// left.
func (d *doc) leftList(id, lo int32) []int32 {
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
		return nil
	}
	for i := n - 1; i >= 0; i-- {
		d.actorPool = d.appendActors(d.actorPool, ids[i])
	}
	return d.actorPool[start:len(d.actorPool):len(d.actorPool)]
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

func (d *doc) coreVerbSecond(k, lo, hi int32, c *clause, r *core) {
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
		case !have && k+1 < hi && d.items[k+1].is(cBy):
			r.passive = true
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
	}
	if len(bares) > 0 {
		d.others = r.subject
		r.objArg, r.object = bares[0], d.argActors(bares[0])
		d.others = nil
	}
	if r.passive {
		r.object, r.subject = r.subject, nil
		r.objArg, r.subjArg = nil, nil
		r.nobody = false
	}
}

// controller gives the object that does what the infinitive after it says:
// "prompting Mexico to sever ties". to is the item of "to".
func (d *doc) controller(to, lo int32) []int32 {
	if to <= lo || d.items[to-1].ment == 0 {
		return nil
	}
	id := d.items[to-1].ment - 1
	m := &d.ments[id]
	j := m.first - 1
	for j >= lo && d.items[j].is(cDet) {
		j--
	}
	if m.last != to || m.deep || j < lo || !(d.items[j].verb && !d.items[j].any(mask(cBe, cHave)) || d.items[j].tag&ActivePart != 0) {
		return nil
	}
	return d.mentionActors(id)
}

// leftSubject walks left from item i to the noun phrase that is the subject
// of the verb at item k.
func (d *doc) leftSubject(i, lo, k int32, r *core) {
	words := 0
	for ; i >= lo; i-- {
		it := &d.items[i]
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
			if m.deep || d.governed(m.first, lo) >= 0 {
				if g := d.governed(m.first, lo); g >= 0 && !m.deep {
					i = g
				} else {
					i = m.first
				}
				continue
			}
			if words > 0 {
				r.nobody = true
				return
			}
			r.subject = d.leftList(it.ment-1, lo)
			r.subjFirst = m.first
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
		case it.any(mask(cPrep, cDet, cAdverb, cNot, cAux, cPoss, cGenMark)):
			continue
		}
		if g := d.governed(i, lo); g >= 0 {
			i = g
			continue
		}
		words++
	}
	r.nobody = words > 0
}

// governed returns the item of the preposition that governs item i within
// its noun phrase, -1 for none.
func (d *doc) governed(i, lo int32) int32 {
	for j := i - 1; j >= lo && j >= i-5; j-- {
		it := &d.items[j]
		if it.is(cPrep) && !it.is(cSub) && it.ment == 0 {
			return j
		}
		if it.kind == punctToken || it.verb || it.any(mask(cThat, cRel, cBreak, cSub, cAnd)) || it.date != 0 || it.ment != 0 {
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
			return -1
		}
		if it.is(cRel) && j > lo && d.items[j-1].kind == punctToken {
			return j - 1
		}
	}
	return -1
}

// verbEvent finds the frame that holds at a verb and makes its event.
func (d *doc) verbEvent(k, lo, hi int32, c *clause, r *core, participle bool) {
	form := verbForm
	if participle {
		form = partForm
	}
	cl := d.clauseStart(k, lo)
	best := d.bestFrame(k, form, cl, c, func(f *frame) []part { return d.target(f, d.verbParts(f, k, c, r), c) })
	if best.frame == nil && d.lx.lang.VerbFirst && !participle {
		// The only noun phrase may be the object of a subject told before: «واتهمت فيه السلطات …».
		if alt, ok := d.otherReading(k, lo, r); ok {
			best = d.bestFrame(k, form, cl, c, func(f *frame) []part {
				if info, _ := f.typ.Info(); info.Contact {
					return nil
				}
				return d.target(f, d.verbParts(f, k, c, &alt), c)
			})
			if best.frame != nil {
				*r = alt
			}
		}
	}
	if best.frame == nil {
		return
	}
	e := d.newEvent(best.frame, k, cl, c)
	e.parts = best.parts
	e.withs = best.withs
	if s, ok := best.frame.role(obj); ok && s.role == makers && r.objArg != nil && r.objArg.head != 0 && !hasRole(best.parts, recipient) {
		e.pending = d.nounType(r.objArg.head - 1)
	}
	e.subject = len(r.subject) > 0
	if r.inherited {
		e.inferred++
	}
	if d.lx.lang.Capitals && verbal[e.typ] {
		d.voice(e, k)
	}
	if d.lx.lang.Capitals && e.pending == "" {
		d.reactTo(e, k, r.objArg)
	}
	d.spanEvent(e, c, r)
	d.sameTarget(e, r)
	d.ownEnvoy(e)
	d.muteContent(best.frame, hi, c)
	if best.withs > 0 {
		// The nouns that made the frame hold are no events of their own.
		for i := range c.args {
			if a := &c.args[i]; a.head != 0 {
				d.used = append(d.used, a.head-1)
			}
		}
	}
	n := len(d.raw) - 1
	d.finishEvent(e, c, cl, k)
	d.oneByOne(n, c, r)
	d.perRecipient(n)
	d.gapped(n, k, c, r)
}

// otherReading takes the noun phrase after a verb for its object and the
// subject of the clause before for its subject, where the verb is joined to that clause.
func (d *doc) otherReading(k, lo int32, r *core) (core, bool) {
	if r.subjArg == nil || !r.subjArg.actor || r.objArg != nil && (len(r.object) > 0 || r.objArg.lo < r.objArg.hi) || r.passive {
		return core{}, false
	}
	subject := d.inheritedSubject(k)
	if len(subject) == 0 || len(r.subject) > 0 && subject[0] == r.subject[0] {
		return core{}, false
	}
	joined := k > lo && (d.items[k-1].any(mask(cAnd, cThen, cPerfect)) || d.items[k-1].kind == punctToken)
	if !joined {
		return core{}, false
	}
	alt := core{subject: subject, inherited: true, subjFirst: -1, antecNoun: -1, objArg: r.subjArg, object: r.subject}
	return alt, true
}

// ownEnvoy turns the summons of one's own ambassador into what the frame's
// option says: he is called home.
func (d *doc) ownEnvoy(e *event) {
	if e.frame.own == "" {
		return
	}
	var who int32 = -1
	for _, p := range e.parts {
		if p.role == initiator {
			who = d.stateFor(p.actor)
		}
	}
	for i, p := range e.parts {
		called := e.frame.own == e.frame.typ // the frame asks for one's own envoy already
		if p.role != recipient || !called && (who < 0 || d.stateFor(p.actor) != who) || d.actors[p.actor].Kind != schema.Person {
			continue
		}
		e.typ = e.frame.own
		post := d.actors[p.actor].post
		e.parts = slices.Delete(e.parts, i, i+1)
		if post != 0 {
			e.parts = addParts(e.parts, recipient, []int32{d.lexActorID(post)})
		}
		return
	}
}

// gapped reads «زار A الخميس ثم B الجمعة»: one more event of the same verb.
func (d *doc) gapped(n int, k int32, c *clause, r *core) {
	if n >= len(d.raw) {
		return
	}
	d.gappedPrep(n, k, c)
	if r.objArg == nil {
		return
	}
	for i := range c.args {
		a := &c.args[i]
		if a == r.objArg || a.slot != noSlot || !a.actor || a.first <= k || a.first == 0 || !d.items[a.first-1].is(cThen) {
			continue
		}
		f := d.raw[n]
		role := recipient
		for _, p := range f.parts {
			if len(r.object) > 0 && p.actor == r.object[0] {
				role = p.role
			}
		}
		var parts []part
		for _, p := range f.parts {
			if p.role != role || role == party && len(r.subject) > 0 && p.actor == r.subject[0] {
				parts = append(parts, p)
			}
		}
		f.parts = addParts(parts, role, d.argActors(a))
		f.first, f.last, f.also = min(f.first, a.first), a.last, nil
		if a.last < c.hi {
			if id := d.items[a.last].date; id != 0 {
				f.date = d.dateFor(&d.dates[id-1], &f, k)
			} else {
				f.date = schema.Interval{}
			}
		}
		d.raw = append(d.raw, f)
	}
}

// voice lets an official who says that his state supports, pledges or rejects
// something be the one who does.
func (d *doc) voice(e *event, k int32) {
	for i := len(d.verbs) - 1; i >= 0; i-- {
		v := &d.verbs[i]
		if v.at >= k || !d.items[v.at].is(cSay) || len(v.actors) != 1 || d.actors[v.actors[0]].Kind != schema.Person {
			continue
		}
		for j := v.at + 1; j < k; j++ {
			if it := &d.items[j]; it.verb || it.kind == punctToken && it.ch != '"' {
				return
			}
		}
		who := v.actors[0]
		for j := range e.parts {
			if p := &e.parts[j]; p.role == initiator && d.actors[p.actor].Kind == schema.State && d.stateFor(who) == p.actor {
				p.actor = who
			}
		}
		return
	}
}

type found struct {
	frame *frame
	parts []part
	withs int
	score int
}

// bestFrame tries the frames of a head; the one with most companions that
// finds its participants wins.
func (d *doc) bestFrame(k int32, form formMask, cl int32, c *clause, fill func(*frame) []part) found {
	var best found
	d.heads(k, func(e *entry) bool {
		if e.kind != headEntry {
			return true
		}
		if form == verbForm && e.tag != 0 && e.tag&(Finite|PastPart|Infinitive|ActivePart) == 0 || form == nounForm && e.tag != 0 && e.tag&Nominal == 0 || form == partForm && e.tag&ActivePart == 0 {
			return true
		}
		for _, id := range d.lx.byHead[e.val] {
			f := &d.lx.frames[id]
			if f.forms&form == 0 {
				continue
			}
			score := f.prio*4 + len(f.with)*10
			if best.frame != nil && score <= best.score {
				continue
			}
			if !d.companionsHold(f, k, cl, c) {
				continue
			}
			if f.town && !d.hasTown(c) {
				continue
			}
			parts := fill(f)
			if !d.enough(f, parts) || f.person && !d.hasPerson(parts, 1) {
				continue
			}
			best = found{f, parts, len(f.with), score}
		}
		return true
	})
	return best
}

// hasPerson tells whether one of the participants after the first n is a
// person.
func (d *doc) hasPerson(parts []part, n int) bool {
	for i := n; i < len(parts); i++ {
		if d.actors[parts[i].actor].Kind == schema.Person {
			return true
		}
	}
	return false
}

// hasTown tells whether the first noun phrase after a verb is a place.
func (d *doc) hasTown(c *clause) bool {
	for k := c.head + 1; k < c.hi && k < c.head+4; k++ {
		if it := &d.items[k]; it.has(placeEntry) || it.ment != 0 && d.ments[it.ment-1].town {
			return true
		} else if !it.is(cDet) {
			return false
		}
	}
	return false
}

// companionsHold tells whether the clause has the words that a frame asks for, and
// none that it forbids.
func (d *doc) companionsHold(f *frame, k, cl int32, c *clause) bool {
	if len(f.with) == 0 && len(f.without) == 0 {
		return true
	}
	if d.lx.lang.Capitals && d.coordinated(k, cl) {
		cl = k // what stands before is the other verb's
	}
	first, last := d.items[cl].first, d.items[d.withComplement(c)-1].last
	most := last
	if c.that != 0 && d.lx.lang.VerbFirst {
		most = d.items[d.sentHi-1].last // what is said counts as well
	}
	for _, list := range f.with {
		if !d.hasCompanion(first, most, list) {
			return false
		}
	}
	return len(f.without) == 0 || !d.hasCompanion(first, last, f.without)
}

// coordinated tells whether "and" joins the verb at item k to one before.
func (d *doc) coordinated(k, cl int32) bool {
	i := k - 1
	for i > cl && d.items[i].any(mask(cAdverb, cHave, cBe, cPerfect, cNot, cThen)) && d.items[i].ment == 0 {
		i--
	}
	return i >= cl && d.items[i].is(cAnd) && d.items[k].verb
}

// withComplement returns where the clause ends together with the infinitive
// that hangs on it: "agreed to halt all fighting".
func (d *doc) withComplement(c *clause) int32 {
	end := c.hi
	for range 2 {
		if end >= d.sentHi || !d.items[end].verb || end == 0 || !d.items[end-1].is(cInfinitive) {
			return end
		}
		for end++; end < d.sentHi && !d.stops(end, d.sentHi) && d.items[end].kind != punctToken; end++ {
		}
	}
	return end
}

func (d *doc) hasCompanion(first, last int32, list []classID) bool {
	for i := first; i < last; i++ {
		for _, m := range d.matches[d.matchAt[i]:d.matchAt[i+1]] {
			ents := d.lx.trie.ends[m.node]
			for j := range ents {
				if ents[j].kind != wordEntry {
					continue
				}
				for _, id := range list {
					if ents[j].class == id {
						return true
					}
				}
			}
		}
	}
	return false
}

// enough tells whether a frame found the participants without which it is no
// event.
func (d *doc) enough(f *frame, parts []part) bool {
	n, who, whom := 0, 0, 0
	for _, p := range parts {
		switch p.role {
		case initiator:
			who++
			n++
		case recipient:
			whom++
			n++
		case party:
			n++
		}
	}
	for _, s := range f.slots {
		if s.self && d.filled&(1<<uint(s.slot)) == 0 {
			return false
		}
		if s.must {
			ok := false
			for _, p := range parts {
				if p.role == s.role || s.role == makers && p.role == recipient || s.role == location || s.role == content {
					ok = true
				}
			}
			if !ok {
				return false
			}
		}
	}
	switch {
	case f.context:
		return true
	case f.min > 0:
		return n >= f.min
	case f.solo:
		return n >= 1
	case f.mutual:
		return n >= 2
	}
	switch f.typ {
	case "PHONE_CALL", "VIDEO_CALL", "MESSAGE", "VISIT", "SUMMONS", "MEDIATION":
		return n >= 2
	}
	return who >= 1 || n-who-whom >= 2
}

// add puts actors into parts in a role, each actor once.
func addParts(parts []part, r role, actors []int32) []part {
next:
	for _, a := range actors {
		for _, p := range parts {
			if p.actor == a {
				continue next
			}
		}
		parts = append(parts, part{r, a})
	}
	return parts
}

// verbParts reads the roles of a frame from a verb's clause.
func (d *doc) verbParts(f *frame, k int32, c *clause, r *core) []part {
	var parts []part
	d.filled = 0
	if s, ok := f.role(subj); ok {
		parts = d.give(parts, f, s.role, r.subject, nil)
		d.fill(subj, r.subject)
	}
	if s, ok := f.role(obj); ok && r.objArg != nil && r.objArg.slot == noSlot {
		if !(r.objArg.lo == r.objArg.hi && r.objArg.head == 0) || s.role == makers {
			n := len(parts)
			parts = d.give(parts, f, s.role, d.notIn(parts, r.object), r.objArg)
			if len(parts) > n {
				d.filled |= 1 << obj
			}
		}
	} else if ok {
		d.fill(obj, r.object)
		parts = d.give(parts, f, s.role, d.notIn(parts, r.object), nil)
	}
	parts = d.prepParts(parts, f, c, k)
	if r.passive {
		if s, ok := f.role(subj); ok {
			for i := range c.args {
				a := &c.args[i]
				if a.slot != noSlot && d.items[a.first].is(cBy) {
					parts = d.give(parts, f, s.role, d.argActors(a), a)
				}
			}
		}
	}
	if s, ok := f.role(iobj); ok {
		// "sent Guterres a letter": the first of two bare phrases.
		first := firstBare(c.args, 0)
		if first != nil && first.actor {
			d.filled |= 1 << iobj
			parts = d.give(parts, f, s.role, d.argActors(first), first)
		}
	}
	return parts
}

func (d *doc) notIn(parts []part, actors []int32) []int32 { return actors }

// prepParts reads the roles that prepositions give.
func (d *doc) prepParts(parts []part, f *frame, c *clause, k int32) []part {
	for i := range c.args {
		a := &c.args[i]
		if a.slot == noSlot {
			continue
		}
		s, ok := f.role(a.slot)
		if !ok {
			continue
		}
		if a.under != 0 && a.under-1 != k && d.claims(a.under-1, a.slot) && len(f.with) == 0 {
			continue
		}
		if a.first > 0 && d.items[a.first-1].is(cThen) && i > 0 {
			continue // «ثم بـ …»: one more event
		}
		actors := d.argActors(a)
		if len(actors) == 0 && a.head == 0 && (s.role == recipient || s.role == makers) && d.lx.lang.Capitals {
			actors = d.attached(f, c, i)
		}
		parts = d.give(parts, f, s.role, actors, a)
		d.fill(a.slot, actors)
	}
	return parts
}

// fill notes that actors stand in a slot of the frame in hand.
func (d *doc) fill(s slot, actors []int32) {
	if len(actors) > 0 && s >= 0 && s < 64 {
		d.filled |= 1 << uint(s)
	}
}

// attached gives the actors of a phrase that hangs on argument i, whose head is
// no actor: "sanctions on companies tied to the army".
func (d *doc) attached(f *frame, c *clause, i int) []int32 {
	end := c.args[i].last
	for j := i + 1; j < len(c.args) && j <= i+2; j++ {
		b := &c.args[j]
		if b.slot == noSlot && b.lo == b.hi {
			end = b.last
			continue
		}
		if _, ok := f.role(b.slot); ok && b.slot != noSlot || b.first > end+4 {
			return nil
		}
		for k := end; k < b.first; k++ {
			if it := &d.items[k]; it.kind == punctToken || it.verb || it.is(cAnd) {
				return nil
			}
		}
		if acts := d.argActors(b); len(acts) > 0 {
			return acts
		}
		end = b.last
	}
	return nil
}

// claims tells whether a noun head has a use for a preposition.
func (d *doc) claims(k int32, s slot) bool {
	got := false
	d.items[k].each(func(e *entry) bool {
		if e.kind == headEntry {
			for _, id := range d.lx.byHead[e.val] {
				f := &d.lx.frames[id]
				if _, ok := f.role(s); ok && (f.forms&nounForm != 0 || d.items[k].verb) {
					got = true
				}
			}
		}
		return !got
	})
	return got
}

// give adds the actors of a slot in its role.
func (d *doc) give(parts []part, f *frame, ro role, actors []int32, a *arg) []part {
	switch ro {
	case makers:
		if a != nil && a.head != 0 {
			if ms := d.makersOf(a.head-1, a); len(ms) > 0 {
				return addParts(parts, recipient, ms)
			}
		}
		if len(actors) == 0 && a != nil {
			actors = d.makersIn(a)
		}
		return addParts(parts, recipient, actors)
	case subject2:
		if s, ok := f.role(subj); ok {
			return addParts(parts, s.role, actors)
		}
	case initiator, recipient, party, mediator:
		return addParts(parts, ro, actors)
	}
	return parts
}

// makersOf gives those who made the event of a noun: its initiators, or all
// its parties.
func (d *doc) makersOf(k int32, a *arg) []int32 {
	c := d.collect(k, d.sentHi, true)
	var out []int32
	best := d.bestFrame(k, nounForm, k, &c, func(f *frame) []part { return d.nounParts(f, k, &c, nil, nil) })
	typ := schema.EventType("")
	if best.frame != nil {
		typ = best.frame.typ
		for _, p := range best.parts {
			if p.role == initiator {
				out = append(out, p.actor)
			}
		}
		if len(out) == 0 {
			for _, p := range best.parts {
				if p.role == party {
					out = append(out, p.actor)
				}
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	if d.lx.lang.AdjectiveLast {
		if gens, adjs := d.qualifiersAfter(k, &c); len(gens) > 0 {
			return gens
		} else if len(adjs) > 0 {
			return adjs
		}
	}
	if acts := d.argActors(a); len(acts) > 0 {
		return acts
	}
	if typ == "" {
		typ = d.nounType(k)
	}
	return d.makersOfType(typ)
}

// nounType gives the type of the event that a noun head names.
func (d *doc) nounType(k int32) (typ schema.EventType) {
	d.items[k].each(func(e *entry) bool {
		if e.kind == headEntry {
			for _, id := range d.lx.byHead[e.val] {
				typ = d.lx.frames[id].typ
				return false
			}
		}
		return true
	})
	return typ
}

func hasRole(parts []part, r role) bool {
	for _, p := range parts {
		if p.role == r {
			return true
		}
	}
	return false
}

// findMakers gives the events that react to one told further on their
// recipients.
func (d *doc) findMakers() {
	for i := range d.raw {
		e := &d.raw[i]
		if e.pending == "" {
			continue
		}
		for j := i + 1; j < len(d.raw); j++ {
			f := &d.raw[j]
			if f.typ == e.pending || attackKin[f.typ] && attackKin[e.pending] {
				for _, m := range eventMakers(f) {
					e.parts = addParts(e.parts, recipient, []int32{m})
				}
				break
			}
		}
	}
}

// makersOfType gives the makers of the last event of a type, or of its kin.
func (d *doc) makersOfType(typ schema.EventType) []int32 {
	for i := len(d.raw) - 1; i >= 0; i-- {
		e := &d.raw[i]
		if e.typ == typ || attackKin[e.typ] && attackKin[typ] {
			return eventMakers(e)
		}
	}
	return nil
}

// attackKin are the types that one may call an attack.
var attackKin = map[schema.EventType]bool{"ATTACK": true, "AIRSTRIKE": true, "SHELLING": true, "BOMBING": true, "ASSASSINATION": true, "MASS_VIOLENCE": true}

func eventMakers(e *event) []int32 {
	var out []int32
	for _, p := range e.parts {
		if p.role == initiator {
			out = append(out, p.actor)
		}
	}
	if len(out) == 0 {
		for _, p := range e.parts {
			if p.role == party {
				out = append(out, p.actor)
			}
		}
	}
	return out
}

// makersIn looks for words that refer back to an event («الخطوة», "the
// move") in an argument.
func (d *doc) makersIn(a *arg) []int32 {
	for j := a.first; j < a.last+2 && j < d.sentHi; j++ {
		if d.items[j].is(cSame) && len(d.raw) > 0 {
			return eventMakers(&d.raw[len(d.raw)-1])
		}
	}
	return nil
}

// gappedPrep reads «اجتمع بـ A ثم بـ B».
func (d *doc) gappedPrep(n int, k int32, c *clause) {
	base := d.raw[n]
	for i := range c.args {
		a := &c.args[i]
		if a.slot == noSlot || a.first == 0 || !d.items[a.first-1].is(cThen) || !a.actor {
			continue
		}
		s, ok := base.frame.role(a.slot)
		if !ok || s.role != party && s.role != recipient {
			continue
		}
		var old []int32
		for j := range c.args {
			if b := &c.args[j]; b.slot == a.slot && b.first < a.first {
				old = append(old, d.argActors(b)...)
			}
		}
		f := base
		f.parts = nil
		for _, p := range base.parts {
			if !slices.Contains(old, p.actor) {
				f.parts = append(f.parts, p)
			}
		}
		f.parts = addParts(f.parts, s.role, d.argActors(a))
		f.also, f.last = nil, a.last
		d.raw = append(d.raw, f)
	}
	_ = k
}

// infinitiveContent are the types whose infinitive only says what is asked,
// threatened or refused.
var infinitiveContent = map[schema.EventType]bool{
	"APPEAL": true, "DEMAND": true, "THREAT": true, "PLEDGE": true, "OFFER_TO_MEDIATE": true, "INTENT_TO_MEET": true, "REJECTION": true,
}

// muteContent keeps what a frame only speaks of from being claimed.
func (d *doc) muteContent(f *frame, hi int32, c *clause) {
	if d.lx.lang.Capitals && infinitiveContent[f.typ] {
		if end := d.withComplement(c); end > c.hi {
			d.mute(c.hi, end) // "threatened to attack"
		}
	}
	switch f.typ {
	case "APPEAL", "DEMAND", "THREAT", "PLEDGE", "OFFER_TO_MEDIATE", "INTENT_TO_MEET":
		if c.that != 0 {
			d.mute(c.that-1, d.sentenceRest(c.that, hi))
		}
	}
	for i := range c.args {
		a := &c.args[i]
		if s, ok := f.role(a.slot); ok && a.slot != noSlot && s.role == content {
			d.mute(a.first, d.contentStop(a.first, c.hi))
		}
		switch f.typ {
		case "APPEAL", "DEMAND":
			if a.slot == noSlot && a.head != 0 && a.lo == a.hi {
				d.mute(a.first, d.contentStop(a.first, c.hi))
			}
		}
	}
	if s, ok := f.role(obj); ok && s.role == content {
		if a := firstBare(c.args, 0); a != nil {
			d.mute(a.first, c.hi)
		}
	}
}

// contentStop returns where what is spoken of ends: before words of time that
// belong to the clause again.
func (d *doc) contentStop(from, hi int32) int32 {
	for j := from; j < hi; j++ {
		if d.items[j].any(mask(cAfter, cSince)) {
			return j
		}
	}
	return hi
}

// sentenceRest returns where a content clause that begins at item k ends: at
// the next clause of the same level, or with the sentence.
func (d *doc) sentenceRest(k, hi int32) int32 {
	for j := k; j < hi; j++ {
		it := &d.items[j]
		if it.kind == punctToken && (it.ch == ';' || it.ch == '؛') || it.is(cBreak) {
			return j
		}
		if d.lx.lang.VerbFirst && it.kind == punctToken && it.ch == '،' && j+2 < hi && d.items[j+1].is(cAnd) && d.items[j+2].verb && d.items[j+2].tag&Past != 0 {
			return j // the main clause goes on: «تعهد بألا …، واتفق …»
		}
	}
	return hi
}

// newEvent begins an event.
func (d *doc) newEvent(f *frame, k, cl int32, c *clause) *event {
	d.raw = append(d.raw, event{frame: f, typ: f.typ, head: k, sent: d.sent, first: k, last: k + 1, modality: schema.Actual, lo: cl, hi: c.hi})
	return &d.raw[len(d.raw)-1]
}

// spanEvent stretches the evidence over subject and arguments.
func (d *doc) spanEvent(e *event, c *clause, r *core) {
	if r != nil && r.subjFirst >= 0 && r.subjFirst < e.first && r.subjFirst >= d.sentLo {
		e.first = r.subjFirst
	}
	for i := range c.args {
		a := &c.args[i]
		used := a.slot == noSlot || a.lo < a.hi
		if used && a.last > e.last && a.last <= c.hi {
			e.last = a.last
		}
	}
}

// hasComma tells whether the mention holds an apposition between commas.
func (d *doc) hasComma(id int32) bool {
	m := &d.ments[id]
	for i := m.first; i < m.last; i++ {
		if it := &d.items[i]; it.kind == punctToken && (it.ch == ',' || it.ch == '،') {
			return true
		}
	}
	return false
}

// target adds, to an attack whose target is only told by its place, the
// state in which that lies: «مواقع داخل باكستان», "sites in Iran".
func (d *doc) target(f *frame, parts []part, c *clause) []part {
	switch f.typ {
	case "ATTACK", "AIRSTRIKE", "SHELLING", "OCCUPATION":
	case "EXPULSION", "ARREST", "RELEASE", "ABDUCTION", "SEIZURE":
		return d.ofPeople(f, parts, c)
	default:
		if aimed[f.typ] && d.lx.lang.VerbFirst {
			return d.aimedAt(parts, c)
		}
		return parts
	}
	for _, p := range parts {
		if p.role == recipient || p.role == party {
			return parts
		}
	}
	for j := c.head + 1; j < c.hi; j++ {
		id := d.items[j].ment
		if id == 0 || d.ments[id-1].first != j {
			continue
		}
		m := &d.ments[id-1]
		if m.kind != schema.State && (m.kind != schema.Group || f.typ == "OCCUPATION") || m.ref != noRef || m.town && f.typ == "OCCUPATION" {
			continue
		}
		if !m.deep && !d.prepBefore(j, c.head) {
			continue
		}
		for _, a := range d.mentionActors(id - 1) {
			known := false
			for _, p := range parts {
				known = known || p.actor == a
			}
			if !known {
				return addParts(parts, recipient, []int32{a})
			}
		}
	}
	return parts
}

// oneByOne divides an event done with each of several: «استقبل كلا منهما».
func (d *doc) oneByOne(n int, c *clause, r *core) {
	if n >= len(d.raw) {
		return
	}
	var each []int32
	for i := range c.args {
		for _, id := range d.argMents[c.args[i].lo:c.args[i].hi] {
			if d.ments[id].each {
				for _, p := range d.raw[n].parts {
					if p.role != mediator && !slices.Contains(r.subject, p.actor) {
						each = append(each, p.actor)
					}
				}
			}
		}
	}
	if len(each) < 2 {
		return
	}
	base := d.raw[n]
	d.raw = d.raw[:n]
	for _, a := range each {
		f := base
		f.parts, f.also = nil, nil
		for _, p := range base.parts {
			if p.actor == a || !slices.Contains(each, p.actor) {
				f.parts = append(f.parts, p)
			}
		}
		d.raw = append(d.raw, f)
	}
}

// ofPeople adds the state of those whom an act concerns, where only an
// adjective tells it: «20 رهينة إسرائيليا», «12 عونا يعملون في القنصليات الجزائرية».
func (d *doc) ofPeople(f *frame, parts []part, c *clause) []part {
	if !d.lx.lang.AdjectiveLast || hasRole(parts, recipient) {
		return parts
	}
	for j := c.head + 1; j < d.sentHi && j < c.head+16; j++ {
		it := &d.items[j]
		if it.kind == punctToken && (it.ch == '.' || it.ch == '؛' || it.ch == ';') || it.is(cBreak) || it.is(cSub) {
			break
		}
		id := it.ment
		if id == 0 || d.ments[id-1].first != j {
			continue
		}
		m := &d.ments[id-1]
		if !m.adjective || !m.deep {
			continue
		}
		for _, a := range d.mentionActors(id - 1) {
			if !slices.ContainsFunc(parts, func(p part) bool { return p.actor == a }) && d.stateFor(a) >= 0 {
				own := false
				for _, p := range parts {
					own = own || d.stateFor(p.actor) == d.stateFor(a)
				}
				if !own {
					return addParts(parts, recipient, []int32{a})
				}
			}
		}
	}
	_ = f
	return parts
}

// perRecipient divides calls and visits by those who are called or visited:
// calls to two people are two events.
func (d *doc) perRecipient(n int) {
	if n >= len(d.raw) || !d.lx.lang.VerbFirst {
		return
	}
	base := d.raw[n]
	if base.typ != "PHONE_CALL" && base.typ != "VISIT" {
		return
	}
	var whom []int32
	who := 0
	for _, p := range base.parts {
		switch p.role {
		case recipient:
			if !slices.ContainsFunc(whom, func(a int32) bool { return d.sameActor(a, p.actor) }) {
				whom = append(whom, p.actor)
			}
		case initiator:
			who++
		}
	}
	if len(whom) < 2 || who == 0 {
		return
	}
	d.raw = d.raw[:n]
	for _, a := range whom {
		f := base
		f.parts, f.also = nil, nil
		for _, p := range base.parts {
			if p.role != recipient || p.actor == a {
				f.parts = append(f.parts, p)
			}
		}
		d.raw = append(d.raw, f)
	}
}

// attend adds those who were there to the meeting told before: «وحضر اللقاء
// A وB». False where the clause tells of no such meeting.
func (d *doc) attend(k int32, c *clause) bool {
	meeting := false
	for j := k + 1; j < c.hi; j++ {
		it := &d.items[j]
		if it.has(headEntry) && d.definiteItem(j) || it.is(cSame) || it.is(cPron) && j <= k+2 {
			meeting = true
			break
		}
	}
	if !meeting || d.items[k].tag&Finite == 0 {
		return false
	}
	at := -1
	for i := len(d.raw) - 1; i >= 0 && i >= len(d.raw)-6; i-- {
		if t := d.raw[i].typ; (t == "MEETING" || t == "VIDEO_CALL" || t == "NEGOTIATION" || t == "PHONE_CALL") && d.raw[i].modality == schema.Actual {
			at = i
			break
		}
	}
	if at < 0 {
		return false
	}
	e := &d.raw[at]
	r := party
	if directed(e) {
		return false
	}
	found := false
	for i := range c.args {
		a := &c.args[i]
		if !a.actor || a.first <= k {
			continue
		}
		for _, id := range d.argMents[a.lo:a.hi] {
			if m := &d.ments[id]; m.kind == schema.Person && (m.name1 > m.name0 || m.ref == refPlural) {
				e.parts = addParts(e.parts, r, d.mentionActors(id))
				found = true
			}
		}
	}
	return found
}

// sameTarget gives an act without recipient, joined to another of the same
// subject, the recipient of that one: «طالب الجزائر …، ملوحا برد».
func (d *doc) sameTarget(e *event, r *core) {
	if !d.lx.lang.VerbFirst || !r.inherited || !aimed[e.typ] && e.typ != "EXPULSION" || hasRole(e.parts, recipient) || len(e.parts) == 0 {
		return
	}
	for i := len(d.raw) - 2; i >= int(d.firstEvent); i-- {
		p := &d.raw[i]
		if !hasRole(p.parts, recipient) || !slices.ContainsFunc(p.parts, func(q part) bool { return q.role == initiator && q.actor == e.parts[0].actor }) {
			continue
		}
		for _, q := range p.parts {
			if q.role == recipient {
				e.parts = addParts(e.parts, recipient, []int32{q.actor})
			}
		}
		e.inferred++
		return
	}
}

// aimed are the types that are always directed at somebody.
var aimed = map[schema.EventType]bool{
	"REJECTION": true, "CONDEMNATION": true, "PRAISE": true, "SUPPORT": true, "SANCTIONS": true, "SANCTIONS_EASED": true, "AID": true, "AID_CUT": true,
	"BLOCKADE": true, "RELATIONS_SEVERED": true, "REDUCED_RELATIONS": true, "CEASEFIRE_VIOLATION": true, "THREAT": true, "TALKS_HALTED": true,
}

// aimedAt adds, to an act whose words give no recipient in a slot, the first
// other actor that its clause speaks of: «رفض شروط صندوق النقد الدولي».
func (d *doc) aimedAt(parts []part, c *clause) []part {
	if hasRole(parts, recipient) || !hasRole(parts, initiator) {
		return parts
	}
	for j := c.head + 1; j < c.hi; j++ {
		it := &d.items[j]
		if it.any(mask(cAfter, cSince, cBefore, cAttrib)) && it.ment == 0 {
			return parts
		}
		id := it.ment
		if id == 0 || d.ments[id-1].first != j {
			continue
		}
		m := &d.ments[id-1]
		if m.ref != noRef || m.town || m.capital && d.prepBefore(j, c.head) || m.kind == schema.Person && m.name1 == m.name0 {
			continue
		}
		for _, a := range d.mentionActors(id - 1) {
			own := false
			for _, p := range parts {
				own = own || p.actor == a || d.stateFor(p.actor) >= 0 && d.stateFor(p.actor) == d.stateFor(a)
			}
			if !own {
				return addParts(parts, recipient, []int32{a})
			}
		}
	}
	return parts
}

// heads calls f for the heads of frames that begin at item k, those of fewer
// words than the item included («انسحب» within «انسحب من»).
func (d *doc) heads(k int32, f func(*entry) bool) {
	it := &d.items[k]
	if it.kind != wordToken || it.last-it.first == 1 {
		it.each(f)
		return
	}
	for _, m := range d.matches[d.matchAt[it.first]:d.matchAt[it.first+1]] {
		if int32(m.size) > it.last-it.first {
			continue
		}
		ents := d.lx.trie.ends[m.node]
		for i := range ents {
			if !f(&ents[i]) {
				return
			}
		}
	}
}
