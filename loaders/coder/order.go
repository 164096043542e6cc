package coder

import (
	"slices"

	"safir/schema"
)

// orderPair says that one event is told as earlier than another.
type orderPair struct {
	earlier, later int32 // indexes in doc.raw
	item           int32 // the word that says so
}

// root follows joins to the event that is kept.
func (d *doc) root(i int32) int32 {
	for d.raw[i].joined != 0 {
		i = d.raw[i].joined - 1
	}
	return i
}

// reach is how many events back words refer: a text of any length is read in a
// time that grows with its length.
const reach = 64

// recentEvents is where the events begin to which words can still refer.
func (d *doc) recentEvents() int32 { return max(0, int32(len(d.raw))-reach) }

// addOrder notes an order once, never both ways.
func (d *doc) addOrder(earlier, later, item int32) {
	if earlier < 0 || later < 0 || earlier == later || d.raw[earlier].date.After(d.raw[later].date) {
		return
	}
	d.order = append(d.order, orderPair{earlier, later, item})
}

// readOrder finds what a sentence says of the order of its events and those
// before. It runs after the sentence's events are known.
func (d *doc) readOrder(s int32) {
	lo, hi := d.itemAt[s], d.itemAt[s+1]
	from := d.firstEvent
	for k := lo; k < hi; k++ {
		it := &d.items[k]
		switch {
		case it.ment != 0 && !it.any(mask(cPrecede, cFollow, cYield)):
			continue
		case it.any(mask(cAfter, cSince)):
			if it.verb && it.last-it.first == 1 {
				continue
			}
			x, end := d.referred(k, hi, from)
			m := d.mainEvent(k, end, from, x)
			if w := it.word(cAfter); x >= 0 && m >= 0 && x != m && w != nil && d.lx.values[w.val] == "same" {
				d.dateBy(m, x, unitDay, 0) // "upon his arrival"
			}
			d.addOrder(x, m, k)
		case it.is(cBefore):
			x, end := d.referred(k, hi, from)
			m := d.mainEvent(k, end, from, x)
			d.addOrder(m, x, k)
		case it.any(mask(cPrecede, cFollow)):
			d.precedeVerb(k, lo, hi, from)
		case it.is(cYield):
			d.yieldVerb(k, lo, hi, from)
		case it.is(cThen):
			d.thenOrder(k, from)
		case it.is(cEarlier):
			if e := d.eventOfClause(k, from); e >= 0 {
				if p := d.beforeHere(e, from); p >= 0 {
					d.addOrder(e, p, k)
				}
			}
		}
		if it.date != 0 && d.dates[it.date-1].first == k {
			d.dateOrder(k, from)
		}
	}
	d.perfectOrder(from)
	d.hourOrder(from)
	for i := from; i < int32(len(d.raw)); i++ {
		d.reactionOrder(i, from)
		d.undoing(i)
	}
}

// reactionOrder puts an event before what is said of it: a condemnation of an
// attack comes after the attack.
func (d *doc) reactionOrder(i, from int32) {
	e := &d.raw[i]
	if !e.frame.reacts() && (!answering[e.typ] || e.perfect) {
		return
	}
	for j := e.head + 1; j < max(e.last, min(e.hi, e.head+8)) && j < d.sentHi; j++ {
		it := &d.items[j]
		x := int32(-1)
		switch {
		case it.has(headEntry) && !it.verb:
			if x = d.eventOfNoun(j, from); x < 0 {
				x = d.lastOfHead(j)
			}
			if x < 0 && it.is(cSame) {
				x = d.answered(i)
			}
		case it.is(cSame):
			if x = d.leadOf(i); x < 0 { // "the move" is what the article is about
				x = d.lastBefore(e.lo)
			}
		case it.is(cPron) && d.governs(e, j):
			x = d.answered(i)
		}
		if x >= 0 && x != i && d.raw[x].modality == schema.Actual {
			d.addOrder(x, i, j)
			if e.anaphor || d.frontAnaphor {
				// What is said of it in a call puts the call behind it, too.
				d.addOrder(x, d.lastContact(e.lo), j)
			}
			return
		}
	}
	for _, x := range [...]int32{d.antecedent(i), d.refused(i), d.honoured(i)} {
		if x >= 0 {
			d.addOrder(x, i, e.head)
			return
		}
	}
}

// antecedent finds what a reaction in a relative clause answers: "…, which
// Caracas denounced".
func (d *doc) antecedent(i int32) int32 {
	for j := d.raw[i].head - 1; j >= d.sentLo && j > d.raw[i].head-8; j-- {
		it := &d.items[j]
		if it.is(cRel) && it.ment == 0 && j > d.sentLo && d.items[j-1].kind == punctToken && d.items[j-1].ch == ',' {
			if x := d.lastBefore(j); x >= d.firstEvent && d.main(&d.raw[x]) && d.lx.values[it.word(cRel).val] == "event" {
				return x
			}
			return -1
		}
		if it.kind == punctToken || it.verb && it.ment == 0 {
			return -1
		}
	}
	return -1
}

// honoured finds for what two or more are praised whom one event told before
// made partners.
func (d *doc) honoured(i int32) int32 {
	e := &d.raw[i]
	if e.typ != "PRAISE" {
		return -1
	}
	for j := i - 1; j >= d.recentEvents(); j-- {
		f := &d.raw[j]
		if info, _ := f.typ.Info(); info.Contact || f.modality != schema.Actual || !slices.Contains(reactsTo[e.typ], f.typ) {
			continue
		}
		n := 0
		for _, p := range e.parts {
			if p.role == recipient && !slices.ContainsFunc(f.parts, func(q part) bool { return q.role != mediator && d.sameActor(p.actor, q.actor) }) {
				return -1
			}
			if p.role == recipient {
				n++
			}
		}
		if n > 1 {
			return j
		}
		return -1
	}
	return -1
}

// undone are the deeds that what is demanded would undo.
var undone = map[schema.EventType][]schema.EventType{
	"RELEASE": {"ARREST", "ABDUCTION"},
}

// undoing puts before a demand or an appeal what it asks to undo: who asks to
// free somebody knows him taken.
func (d *doc) undoing(i int32) {
	e := &d.raw[i]
	if e.typ != "DEMAND" && e.typ != "APPEAL" {
		return
	}
	for j := e.head + 1; j < d.sentHi && j < e.head+12; j++ {
		if !d.items[j].has(headEntry) {
			continue
		}
		kinds := undone[d.nounType(j)]
		for x := i - 1; x >= 0 && kinds != nil && d.raw[x].sent+4 >= e.sent; x-- {
			if f := &d.raw[x]; f.modality == schema.Actual && slices.Contains(kinds, f.typ) {
				d.addOrder(x, i, j)
				return
			}
		}
	}
}

// refused finds what a rejection without an object of its own answers: the
// accusation, demand or offer told just before that was directed at who rejects.
func (d *doc) refused(i int32) int32 {
	e := &d.raw[i]
	if e.typ != "REJECTION" {
		return -1
	}
	for j := i - 1; j >= 0 && d.raw[j].sent+1 >= e.sent; j-- {
		f := &d.raw[j]
		if !slices.Contains(reactsTo[e.typ], f.typ) || f.head > e.head {
			continue
		}
		for _, p := range e.parts {
			if p.role == initiator && d.directedAt(f, p.actor) {
				return j
			}
		}
	}
	return -1
}

// directedAt tells whether an actor, or his state, is whom an event is done
// to.
func (d *doc) directedAt(e *event, actor int32) bool {
	s := d.stateFor(actor)
	for _, p := range e.parts {
		if p.role != initiator && p.role != mediator && (p.actor == actor || s >= 0 && s == d.stateFor(p.actor)) {
			return true
		}
	}
	return false
}

// governs tells whether the head of the event governs the pronoun at item j,
// itself or by a preposition of its frame.
func (d *doc) governs(e *event, j int32) bool {
	if j == e.head+1 {
		return d.items[e.head].verb
	}
	pe := d.items[j-1].word(cPrep)
	if j != e.head+2 || pe == nil {
		return false
	}
	_, ok := e.frame.role(d.lx.prepOf[pe.val])
	return ok
}

// answered finds what a reaction to "it" answers: the last event told just
// before of a kind that one reacts to so, with no person for whom the word
// could stand.
func (d *doc) answered(i int32) int32 {
	e := &d.raw[i]
	for _, p := range e.parts {
		if p.role == recipient && d.actors[p.actor].Kind == schema.Person {
			return -1
		}
	}
	for j := i - 1; j >= 0 && d.raw[j].sent+2 >= e.sent; j-- {
		if f := &d.raw[j]; slices.Contains(reactsTo[e.typ], f.typ) && f.head < e.head {
			return j
		}
	}
	return -1
}

// answering are the types that answer what their object names: an accusation
// of breaking the truce comes after the truce.
var answering = map[schema.EventType]bool{
	"ACCUSATION": true, "CONDEMNATION": true, "PRAISE": true, "REJECTION": true, "SUPPORT": true, "THREAT": true, "DEMAND": true, "CEASEFIRE_VIOLATION": true,
}

// lastContact gives the last contact told before item k.
func (d *doc) lastContact(k int32) int32 {
	best := int32(-1)
	for i := d.recentEvents(); i < int32(len(d.raw)); i++ {
		r := &d.raw[i]
		if info, _ := r.typ.Info(); info.Contact && r.head < k && (best < 0 || r.head >= d.raw[best].head) {
			best = int32(i)
		}
	}
	return best
}

// reacts tells whether the frame's event answers another event.
func (f *frame) reacts() bool {
	for _, s := range f.slots {
		if s.role == makers {
			return true
		}
	}
	return false
}

// eventAt gives the event whose head is at item k.
func (d *doc) eventAt(k, from int32) int32 {
	for i := from; i < int32(len(d.raw)); i++ {
		if d.raw[i].head == k {
			return i
		}
	}
	return -1
}

// eventOfNoun gives the event that the noun at item j tells, itself or by the
// verb of its relative clause: «الهجوم الذي شنته إسرائيل», «غارات شنتها طائرات».
func (d *doc) eventOfNoun(j, from int32) int32 {
	if e := d.eventAt(j, from); e >= 0 {
		return e
	}
	rel := false
	for k := j + 1; k < d.sentHi && k < j+7; k++ {
		it := &d.items[k]
		switch {
		case it.kind == punctToken || it.is(cPrep) && !rel:
			return -1
		case it.is(cRel):
			rel = true
		case it.verb && !it.any(mask(cBe, cHave, cAux)):
			if rel || k+1 < d.sentHi && d.items[k+1].is(cPron) && d.tokens[d.items[k+1].first].flag&flagPiece != 0 {
				return d.eventAt(k, from)
			}
			return -1
		}
	}
	return -1
}

// referred finds the event that stands after an order word at item k: one
// told there, or an earlier one that the words refer to.
func (d *doc) referred(k, hi, from int32) (event, end int32) {
	end = k + 1
	for j := k + 1; j < hi && j < k+20; j++ {
		it := &d.items[j]
		end = j + 1
		if it.kind == punctToken {
			switch it.ch {
			case ',', '،', ';', '؛', ':', '(', '"', '—', '–':
				if it.ch == '"' || d.relativeAfter(j, hi) {
					continue
				}
				if j > k+1 {
					return -1, j
				}
				return d.lastBefore(k), j
			}
		}
		if it.has(headEntry) {
			if e := d.eventOfNoun(j, from); e >= 0 {
				return e, max(d.raw[e].hi, j+1)
			}
			if e := d.lastOfHead(j); e >= 0 {
				return e, j + 1
			}
		}
		if it.is(cSame) {
			return d.lastTold(d.sentLo), j + 1
		}
		if j <= k+4 && d.ownNoun(j, hi) {
			return d.whoseNoun(k), j + 1 // «قبل ساعات من انعقادها», "hours after its start"
		}
		if it.is(cPron) && j == k+1 {
			return d.beforeClause(k, from), j + 1
		}
		if it.is(cBreak) || it.is(cRel) && d.items[j-1].kind != punctToken && !d.items[j-1].is(cAnd) || it.verb && !it.has(headEntry) && !it.any(mask(cBe, cLight)) && j > k+6 {
			return -1, j
		}
	}
	return -1, end
}

// ownNoun tells whether the pronoun at item j belongs to a noun that tells no
// event itself: «انعقادها», "its start".
func (d *doc) ownNoun(j, hi int32) bool {
	n := j - 1
	if d.lx.lang.Capitals {
		n = j + 1
		if !d.items[j].is(cPoss) || n >= hi {
			return false
		}
	} else if !d.items[j].is(cPron) || n < 0 || d.items[n].is(cPrep) {
		return false
	}
	it := &d.items[n]
	return it.kind == wordToken && !it.verb && it.ment == 0 && (!it.has(headEntry) || d.lastOfHead(n) < 0) && !it.any(functionMask&^mask(cLight, cStop))
}

// whoseNoun finds what the pronoun of such a noun after item k stands for: an
// event that a noun before names, else what the sentence before tells.
func (d *doc) whoseNoun(k int32) int32 {
	for j := k - 1; j >= d.sentLo; j-- {
		it := &d.items[j]
		if it.has(headEntry) && !it.verb {
			if e := d.lastOfHead(j); e >= 0 {
				return e
			}
		}
		if it.is(cSame) {
			return d.lastTold(d.sentLo)
		}
	}
	return d.sentenceBefore()
}

// sentenceBefore gives what the last sentence with an event tells: its first
// event told by a verb, else its first.
func (d *doc) sentenceBefore() int32 {
	best := int32(-1)
	for i := d.recentEvents(); i < d.firstEvent; i++ {
		e := &d.raw[i]
		if best < 0 || e.sent > d.raw[best].sent || e.sent == d.raw[best].sent && d.main(e) && !d.main(&d.raw[best]) {
			best = i
		}
	}
	return best
}

// beforeClause gives the event told before the one whose clause holds item k:
// what «بعدها» refers to.
func (d *doc) beforeClause(k, from int32) int32 {
	if e := d.eventOfClause(k, from); e >= 0 && d.raw[e].head < k {
		return d.eventBefore(e)
	}
	return d.lastBefore(k)
}

// relativeAfter tells whether a relative clause follows the comma at item j:
// it goes on about what stands before.
func (d *doc) relativeAfter(j, hi int32) bool {
	if j+1 < hi && d.items[j+1].is(cAnd) {
		j++
	}
	return j+1 < hi && d.items[j+1].is(cRel)
}

// lastOfHead finds the last event of a type that the word at item j names or,
// where there is none, of one that people call by the same words.
func (d *doc) lastOfHead(j int32) int32 {
	if best := d.lastLike(j, sameKind); best >= 0 {
		return best
	}
	return d.lastLike(j, calledAlike)
}

func (d *doc) lastLike(j int32, like func(a, b schema.EventType) bool) int32 {
	best := int32(-1)
	d.items[j].each(func(e *entry) bool {
		if e.kind != headEntry {
			return true
		}
		for _, id := range d.lx.byHead[e.val] {
			t := d.lx.frames[id].typ
			for i := int32(len(d.raw)) - 1; i > max(best, d.recentEvents()-1); i-- {
				if r := &d.raw[i]; r.head < j && like(r.typ, t) {
					best = i
					break
				}
			}
		}
		return true
	})
	return best
}

// calledAlike tells whether a noun for events of type b may mean one of type
// a: a truce is an agreement, a video call a call, a meeting talks.
func calledAlike(a, b schema.EventType) bool {
	switch a {
	case "CEASEFIRE":
		return b == "AGREEMENT"
	case "VIDEO_CALL", "PHONE_CALL":
		return b == "PHONE_CALL" || b == "CONSULTATION"
	case "MEETING", "NEGOTIATION":
		return b == "MEETING" || b == "NEGOTIATION" || b == "CONSULTATION"
	}
	return attackKin[a] && attackKin[b]
}

// lastBefore gives the last event told before item k.
func (d *doc) lastBefore(k int32) int32 {
	best := int32(-1)
	for i := d.recentEvents(); i < int32(len(d.raw)); i++ {
		if d.raw[i].head < k && (best < 0 || d.raw[i].head >= d.raw[best].head) {
			best = i
		}
	}
	return best
}

// mainEvent finds the event that an order phrase [k, end) qualifies: the one
// whose clause holds it or, where the phrase says when something came that was
// told before ("the move came after …"), that one; else the main event of the
// sentence before the phrase, else the next one.
func (d *doc) mainEvent(k, end, from, not int32) int32 {
	if e := d.whatCame(k, from); e >= 0 && e != not {
		return e
	}
	best := int32(-1)
	for i := from; i < int32(len(d.raw)); i++ {
		e := &d.raw[i]
		if i == not || e.head >= k {
			continue
		}
		if e.hi >= k-1 && (best < 0 || e.head >= d.raw[best].head) {
			best = i
		}
	}
	if best >= 0 {
		return best
	}
	if e := d.mentionedBefore(k, from); e >= 0 && e != not {
		return e
	}
	for i := from; i < int32(len(d.raw)); i++ {
		e := &d.raw[i]
		if i != not && e.head < k && d.main(e) && d.carriesOn(k) {
			return i // «وقعت … إعلانا ينص على …، وذلك بعد مفاوضات»
		}
	}
	for i := from; i < int32(len(d.raw)) && d.opens(k); i++ {
		e := &d.raw[i]
		if i != not && e.head >= end && (best < 0 || e.head < d.raw[best].head) {
			best = i
		}
	}
	return best
}

// opens tells whether a phrase of time at item k stands before the verb that
// it belongs to.
func (d *doc) opens(k int32) bool {
	for j := k - 1; j >= d.sentLo; j-- {
		it := &d.items[j]
		if it.verb && !it.any(mask(cBe, cAux)) {
			return false
		}
		if it.any(mask(cBreak, cThat, cAnd)) && it.ment == 0 || it.kind == punctToken && (it.ch == ';' || it.ch == '؛' || it.ch == ':') {
			return true
		}
	}
	return true
}

// carriesOn tells whether a phrase of time at item k belongs to what stands
// before it in the sentence, and does not open a clause of its own.
func (d *doc) carriesOn(k int32) bool {
	j := k - 1
	if j < d.sentLo {
		return false
	}
	if it := &d.items[j]; it.is(cAnd) || it.kind == punctToken && (it.ch == ';' || it.ch == '؛' || it.ch == ':') {
		return false
	}
	return true
}

// whatCame finds what a verb of coming before the order word at item k speaks
// of: «ويأتي ذلك بعد …», "the sanctions came after …"; -1 where no such verb
// stands there.
func (d *doc) whatCame(k, from int32) int32 {
	v := k - 1
	for v >= d.sentLo && v > k-5 && !d.items[v].verb {
		if it := &d.items[v]; it.kind == punctToken || it.is(cAnd) {
			return -1
		}
		v--
	}
	if v < d.sentLo || !d.items[v].is(cCome) {
		if !d.items[k].is(cCome) {
			return -1
		}
		v = k // "followed", «أعقب»
	}
	lo, hi := max(d.sentLo, v-12), v
	if d.lx.lang.VerbFirst {
		lo, hi = v+1, k
	}
	return d.spokenOf(lo, hi, from)
}

// spokenOf finds the event that the words [lo, hi) speak of: one told there, one
// told before that a noun names again, or the last one.
func (d *doc) spokenOf(lo, hi, from int32) int32 {
	for j := lo; j < hi; j++ {
		it := &d.items[j]
		if it.has(headEntry) && !it.verb {
			if e := d.eventAt(j, from); e >= 0 {
				return e
			}
			if e := d.lastOfHead(j); e >= 0 {
				return e
			}
		}
	}
	for j := lo; j < hi; j++ {
		it := &d.items[j]
		if it.is(cSame) || j <= d.sentLo+2 && it.any(mask(cDet, cPron)) {
			return d.lastTold(d.sentLo)
		}
	}
	return -1
}

// lastTold gives the event that words such as "the move" mean before item k:
// the first one of the last sentence that tells a deed, else what was said or
// talked of.
func (d *doc) lastTold(k int32) int32 {
	deed, word := int32(-1), int32(-1)
	for i := d.recentEvents(); i < int32(len(d.raw)); i++ {
		e := &d.raw[i]
		if e.head >= k || !d.main(e) {
			continue
		}
		best := &deed
		if info, _ := e.typ.Info(); info.Contact || verbal[e.typ] && e.typ != "AGREEMENT" || answering[e.typ] {
			best = &word
		}
		if *best < 0 || e.sent > d.raw[*best].sent {
			*best = i
		}
	}
	switch {
	case deed >= 0:
		return deed
	case word >= 0:
		return word
	}
	return d.lastBefore(k)
}

// mentionedBefore finds the event that a noun in the clause before item k
// speaks of again: «ليست هذه أول مكالمة … بعد وقف إطلاق النار».
func (d *doc) mentionedBefore(k, from int32) int32 {
	for j := k - 1; j >= d.sentLo && j > k-12; j-- {
		it := &d.items[j]
		if it.has(headEntry) && !it.verb && d.eventAt(j, from) < 0 {
			return d.lastOfHead(j)
		}
		if it.is(cSame) {
			return d.lastTold(d.sentLo) // «إن الخطوة رد على …»
		}
		if it.any(mask(cBreak, cSub, cThat)) {
			break
		}
	}
	return -1
}

// lastAlike gives the last event before item k that is of the kind of event
// e, a contact for a contact; else the last of all.
func (d *doc) lastAlike(e, k int32) int32 {
	best := int32(-1)
	for i := d.recentEvents(); i < int32(len(d.raw)); i++ {
		r := &d.raw[i]
		if i != e && r.head < k && contactPair(r, &d.raw[e]) && (best < 0 || r.head >= d.raw[best].head) {
			best = int32(i)
		}
	}
	if best < 0 {
		best = d.lastBefore(k)
	}
	return best
}

// precedeVerb orders the two sides of a verb such as "preceded", "led to" or
// «أعقب»: what stands before it, or it refers back to, and what stands after.
func (d *doc) precedeVerb(k, lo, hi, from int32) {
	it := &d.items[k]
	right, at := d.eventIn(k+1, min(hi, k+14), from)
	var left int32
	switch {
	case d.lx.lang.VerbFirst && right >= 0 && (!d.items[at].verb || d.commaBetween(k, at)):
		// «سبق الاجتماعَ اتصال», «أعقبتها هدنة»: the object stands before the subject.
		left = d.objectTold(k, at, right, lo, from)
	case d.lx.lang.VerbFirst:
		return
	default:
		left = d.spokenOf(max(lo, k-12), k, from)
		if left >= 0 && right < 0 && k+1 < hi && it.is(cFollow) && d.followedBy(k-1) {
			d.addOrder(d.eventBefore(left), left, k) // "a meeting followed"
			return
		}
		if right < 0 {
			if j := d.nounAfter(k, hi); j >= 0 {
				right = d.lastOfHead(j)
			}
		}
	}
	if x := d.lastBefore(k); left < 0 && !d.lx.lang.VerbFirst && x >= from && k > lo && d.items[k-1].is(cRel) {
		left = x // "freed ten …, a gesture that followed talks"
	}
	if left < 0 || right < 0 || left == right {
		return
	}
	// Arabic and the passive name the later side first with "preceded".
	passive := !d.lx.lang.VerbFirst && k > lo && d.items[k-1].is(cBe) && it.tag&PastPart != 0
	first := it.is(cPrecede)
	if first == (d.lx.lang.VerbFirst || passive) {
		left, right = right, left
	}
	d.addOrder(left, right, k)
}

// yieldVerb puts what leads to something before it: «أفضت المفاوضات إلى هدنة»,
// "the talks yielded a truce".
func (d *doc) yieldVerb(k, lo, hi, from int32) {
	left := d.spokenOf(lo, k, from)
	right, at := d.eventIn(k+1, min(hi, k+20), from)
	if d.lx.lang.VerbFirst && right >= 0 {
		if next, _ := d.eventIn(at+1, min(hi, at+14), from); next >= 0 && !d.commaBetween(at, d.raw[next].head) {
			left, right = right, next
		}
	}
	if left >= 0 && right >= 0 && left != right {
		d.addOrder(left, right, k)
	}
}

// eventIn gives the first event whose head is among the items [lo, hi), and
// its head.
func (d *doc) eventIn(lo, hi, from int32) (event, at int32) {
	for j := lo; j < hi; j++ {
		if d.items[j].has(headEntry) {
			if e := d.eventAt(j, from); e >= 0 {
				return e, j
			}
		}
		if it := &d.items[j]; it.kind == punctToken && (it.ch == ';' || it.ch == '؛') {
			break
		}
	}
	return -1, hi
}

// nounAfter gives the first noun head after the verb at item k, -1 for none.
func (d *doc) nounAfter(k, hi int32) int32 {
	for j := k + 1; j < hi && j < k+6; j++ {
		it := &d.items[j]
		if it.has(headEntry) && !it.verb {
			return j
		}
		if it.kind == punctToken || it.verb {
			break
		}
	}
	return -1
}

// objectTold finds what the object of a verb of order speaks of, which stands
// before the event right at item at.
func (d *doc) objectTold(k, at, right, lo, from int32) int32 {
	if k+1 < d.sentHi && d.items[k+1].is(cPron) {
		return d.lastAlike(right, k)
	}
	for j := k + 1; j < at; j++ {
		if d.items[j].has(headEntry) || d.items[j].is(cSame) {
			if e := d.lastOfHead(j); e >= 0 {
				return e
			}
			if info, _ := d.nounType(j).Info(); info.Contact {
				return d.lastContact(k)
			}
			return d.lastTold(d.sentLo)
		}
	}
	// «سبق المؤتمرَ اتصال»: a noun without event stands between.
	for j := k - 1; j >= lo; j-- {
		if e := d.eventAt(j, from); e >= 0 {
			return e
		}
	}
	return -1
}

// thenOrder puts the event after "then" behind the one before it.
func (d *doc) thenOrder(k, from int32) {
	next := int32(-1)
	for i := from; i < int32(len(d.raw)); i++ {
		if d.raw[i].head > k && d.raw[i].head < k+8 && (next < 0 || d.raw[i].head < d.raw[next].head) {
			next = i
		}
	}
	if next < 0 {
		return
	}
	p := d.lastKin(next, k)
	if p < 0 {
		if p = d.lastBefore(k); p < from {
			p = d.lastTold(k)
		}
	}
	if p >= 0 && p != next {
		d.addOrder(p, next, k)
	}
}

// eventOfClause gives the event whose clause holds item k.
func (d *doc) eventOfClause(k, from int32) int32 {
	best := int32(-1)
	for i := from; i < int32(len(d.raw)); i++ {
		e := &d.raw[i]
		if e.lo <= k && k < e.hi && (best < 0 || d.items[e.head].verb && !d.items[d.raw[best].head].verb) {
			best = i
		}
	}
	return best
}

// eventBefore gives the event told before event e.
func (d *doc) eventBefore(e int32) int32 {
	best := int32(-1)
	for i := d.recentEvents(); i < int32(len(d.raw)); i++ {
		if i != e && d.raw[i].head < d.raw[e].lo && (best < 0 || d.raw[i].head > d.raw[best].head) {
			best = i
		}
	}
	return best
}

// dateOrder orders by dates that count from another event: "the next day",
// "five days before".
func (d *doc) dateOrder(k, from int32) {
	dt := &d.dates[d.items[k].date-1]
	if !dt.anchored && dt.eve == 0 || dt.delta == 0 && dt.eve == 0 {
		return
	}
	if d.countsBack(dt) || dt.last < d.sentHi && dt.eve == 0 && d.items[dt.last].any(mask(cAfter, cBefore)) {
		d.countedOrder(k, dt, from)
		return
	}
	e := d.eventOfClause(k, from)
	if e < 0 {
		for i := from; i < int32(len(d.raw)); i++ {
			if d.raw[i].head > k && d.raw[i].head < k+10 {
				e = i
				break
			}
		}
	}
	if e < 0 {
		return
	}
	p := d.lastBefore(k)
	switch {
	case dt.delta < 0 || dt.eve < 0:
		p = d.beforeHere(e, from)
	case p == e:
		p = d.eventBefore(e)
	}
	if p < 0 {
		return
	}
	switch {
	case dt.sameDay():
		d.dateBy(e, p, unitDay, 0)
	case !dt.vague && dt.eve != 0:
		d.dateBy(e, p, unitDay, int(dt.eve))
	}
	if dt.delta < 0 || dt.eve < 0 {
		d.addOrder(e, p, k)
	} else {
		d.addOrder(p, e, k)
	}
}

// countedOrder orders by an expression that counts from the event which
// follows it, «بعد أربعة أيام من انتزاع المدينة», and dates the one by the
// other.
func (d *doc) countedOrder(k int32, dt *date, from int32) {
	x, end := d.referred(dt.last-1, d.sentHi, from)
	m := d.mainEvent(k, end, from, x)
	if x < 0 || m < 0 || x == m {
		return
	}
	away := int(dt.delta)
	if dt.eve != 0 {
		away = int(dt.eve)
	}
	switch {
	case !dt.vague:
		d.dateBy(x, m, dt.unit, -away)
		d.dateBy(m, x, dt.unit, away)
	case dt.sameDay():
		d.dateBy(m, x, unitDay, 0)
	}
	if away < 0 {
		x, m = m, x
	}
	d.addOrder(x, m, k)
}

// hourOrder orders events of one day that a paragraph tells one after the
// other by the parts of the day: in the morning, after noon.
func (d *doc) hourOrder(from int32) {
	for i := from; i < int32(len(d.raw)); i++ {
		e := &d.raw[i]
		if i == 0 || d.hours(e) == 0 {
			continue
		}
		p := &d.raw[i-1]
		a, b := d.hours(p), d.hours(e)
		switch {
		case a == 0 || a == b || e.date != p.date || d.sents[p.sent].para != d.sents[e.sent].para:
		case a < b:
			d.addOrder(i-1, i, e.head)
		default:
			d.addOrder(i, i-1, e.head)
		}
	}
}

// hours tells in which part of its one day an event happened, 0 where its own
// words of time do not tell.
func (d *doc) hours(e *event) int32 {
	if e.dateID == 0 || e.modality != schema.Actual || e.date.Precision != schema.PrecisionDay {
		return 0
	}
	return d.dates[e.dateID-1].hours
}

// sameDay tells whether the expression says that something happened some
// hours before: on that day, as far as the text tells.
func (dt *date) sameDay() bool { return dt.vague && dt.unit == unitHour && dt.delta < 0 }

// dateBy dates event a, which has no date of its own, by event b, from which
// it is n units away.
func (d *doc) dateBy(a, b, unit int32, n int) {
	e, f := &d.raw[a], &d.raw[b]
	if !e.date.IsZero() || f.date.IsZero() || f.date.Start != f.date.End && (unit <= unitWeek || f.date.Start.Month != f.date.End.Month && unit == unitMonth) {
		return
	}
	e.date = shifted(f.date.Start, unit, n)
	e.hasDate, e.ownDate = true, true
}

// perfectOrder puts what is told in the pluperfect before the event that the
// passage tells, unless their days say otherwise.
func (d *doc) perfectOrder(from int32) {
	for i := from; i < int32(len(d.raw)); i++ {
		e := &d.raw[i]
		if !e.perfect || e.modality == schema.Denied || e.modality == schema.Hypothetical || d.reported(e) {
			continue
		}
		if p := d.foreground(i, from); p >= 0 && !d.ordered(i) {
			d.addOrder(i, p, e.head)
		}
	}
}

// beforeHere finds the event from which words such as "hours earlier" count
// back: the last one told in the paragraph before event e, else the one that
// the article leads with.
func (d *doc) beforeHere(e, from int32) int32 {
	noun := int32(-1)
	for j := from - 1; j >= 0 && d.sents[d.raw[j].sent].para == d.sents[d.raw[e].sent].para; j-- {
		p := &d.raw[j]
		if p.modality != schema.Actual || reactsTo[p.typ] != nil {
			continue
		}
		if d.items[p.head].verb || p.subject {
			return j
		}
		if noun < 0 {
			noun = j
		}
	}
	if noun >= 0 {
		return noun
	}
	if p := d.leadOf(e); p >= 0 {
		return p
	}
	return d.eventBefore(e)
}

// ordered tells whether words of time have said before what event i came.
func (d *doc) ordered(i int32) bool {
	return slices.ContainsFunc(d.order[max(0, len(d.order)-reach):], func(o orderPair) bool { return o.earlier == i })
}

// reported tells whether the event stands in a report of what somebody said:
// there a pluperfect only follows the tense of the saying.
func (d *doc) reported(e *event) bool {
	if !d.lx.lang.Capitals {
		return false
	}
	for j := e.head - 1; j >= d.sentLo; j-- {
		it := &d.items[j]
		if it.verb && it.is(cSay) {
			return true
		}
		if it.kind == punctToken && (it.ch == ';' || it.ch == ',') {
			return false
		}
	}
	return false
}

// foreground finds the event that the passage tells while it looks back on
// event i: a contact before another contact, the main one of its sentence, the
// last one told in its paragraph of the same sides, or the one that the
// article leads with.
func (d *doc) foreground(i, from int32) int32 {
	e := &d.raw[i]
	for j := from - 1; j >= 0 && d.sents[d.raw[j].sent].para == d.sents[e.sent].para; j-- {
		if p := &d.raw[j]; d.main(p) && contactPair(p, e) {
			return j
		}
	}
	if p := d.leadOf(i); p >= 0 && contactPair(&d.raw[p], e) {
		return p
	}
	for j := from; j < int32(len(d.raw)); j++ {
		if p := &d.raw[j]; j != i && d.main(p) && !answering[p.typ] && d.sharesState(p, e) {
			return j
		}
	}
	for j := from - 1; j >= 0 && d.sents[d.raw[j].sent].para == d.sents[e.sent].para; j-- {
		if p := &d.raw[j]; d.main(p) && !answering[p.typ] && d.sharesState(p, e) {
			return j
		}
	}
	if p := d.leadOf(i); p >= 0 && d.sharesState(&d.raw[p], e) && (d.ofTime(e, &d.raw[p]) || joint(d.raw[p].typ) && joint(e.typ) && d.amongStates(e, &d.raw[p])) {
		return p
	}
	return -1
}

// ofTime tells whether two events are told as of one time: older ones stand in
// no relation but that of their days.
func (d *doc) ofTime(e, f *event) bool {
	return e.date.IsZero() || f.date.IsZero() || absDays(e.date.Start, f.date.Start) <= 4
}

// main tells whether the event is told as what happened, by a verb and not in
// the pluperfect.
func (d *doc) main(e *event) bool {
	return !e.perfect && e.modality == schema.Actual && (d.items[e.head].verb || e.subject)
}

// leadOf finds the event with which the article begins, told as what happened
// in a sentence before event i; -1 for none.
func (d *doc) leadOf(i int32) int32 {
	for j := int32(0); j < i; j++ {
		if d.leads(j, i) {
			return j
		}
	}
	return -1
}

func (d *doc) leads(j, i int32) bool {
	p := &d.raw[j]
	return p.joined == 0 && !p.aside && d.main(p) && p.sent < d.raw[i].sent
}

// lastKin gives the last event before item k, of the paragraph of event e or
// the one before, that is of its kind: what "then" goes on from.
func (d *doc) lastKin(e, k int32) int32 {
	best := int32(-1)
	to := &d.raw[e]
	for i := d.recentEvents(); i < int32(len(d.raw)); i++ {
		r := &d.raw[i]
		if i == e || r.head >= k || r.modality != schema.Actual || d.sents[r.sent].para+1 < d.sents[to.sent].para {
			continue
		}
		if (sameKind(r.typ, to.typ) || joint(r.typ) && joint(to.typ)) && (best < 0 || r.head >= d.raw[best].head) {
			best = int32(i)
		}
	}
	return best
}

// joint tells whether events of the type take place where people meet.
func joint(t schema.EventType) bool {
	info, _ := t.Info()
	return info.Contact || t == "AGREEMENT"
}

// sharesState tells whether a side of e, or one of its state, takes part in p.
func (d *doc) sharesState(p, e *event) bool {
	for _, a := range e.parts {
		s := d.stateFor(a.actor)
		for _, b := range p.parts {
			if a.actor == b.actor || s >= 0 && s == d.stateFor(b.actor) {
				return true
			}
		}
	}
	return false
}

func contactPair(p, e *event) bool {
	a, _ := p.typ.Info()
	b, _ := e.typ.Info()
	return a.Contact && b.Contact
}

// leadOrder puts before the contact that the article leads with the contacts of
// the same people on days before.
func (d *doc) leadOrder() {
	lead := int32(-1)
	for i := range d.raw {
		if e := &d.raw[i]; e.joined == 0 && e.modality == schema.Actual && !e.perfect && !e.date.IsZero() {
			lead = int32(i)
			break
		}
	}
	if lead < 0 {
		return
	}
	l := &d.raw[lead]
	for i := range d.raw {
		e := &d.raw[i]
		if answering[l.typ] || answering[e.typ] || e.joined != 0 || e.modality != schema.Actual || e.sent <= l.sent || !l.date.After(e.date) {
			continue
		}
		info, _ := e.typ.Info()
		shared := false
		for _, p := range e.parts {
			shared = shared || d.shares([]int32{p.actor}, l)
		}
		if lt, _ := l.typ.Info(); shared && info.Contact && lt.Contact {
			d.addOrder(int32(i), lead, e.head)
		}
	}
}
