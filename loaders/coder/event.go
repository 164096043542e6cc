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
	aside    bool  // by a verb in a relative clause
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
	d.modalScopes(lo, hi)
	d.muteInfinitives(lo, hi)
	if d.lx.lang.Capitals {
		d.findReduced()
	}
	for k := lo; k < hi; k++ {
		it := &d.items[k]
		switch {
		case d.inName(k): // «عبدالله بن ناصر»
		case it.verb:
			d.readVerb(k, lo, hi, false)
		case it.tag&ActivePart != 0 && !(it.ment != 0 && it.is(cOfficeAdj)) && d.isParticiple(k, lo):
			d.readVerb(k, lo, hi, true)
		}
	}
	for k := lo; k < hi; k++ {
		it := &d.items[k]
		if it.verb || !it.has(headEntry) || d.isUsed(k) || d.inName(k) {
			continue
		}
		d.readNoun(k, lo, hi)
	}
	d.addMediators()
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

// inName tells whether item k is part of a person's name.
func (d *doc) inName(k int32) bool {
	it := &d.items[k]
	if it.ment == 0 {
		return false
	}
	m := &d.ments[it.ment-1]
	return m.name0 <= it.first && it.first < m.name1
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
	var ahead []int32
	if d.opensSentence(k, lo, participle) {
		ahead, hi = d.subjectAhead(k, hi)
	}
	c := d.collect(k, hi, false)
	core := d.core(k, lo, hi, &c, participle, ahead)
	inside := d.isMuted(k) || d.dubbing(k, lo)
	if it.is(cModal) {
		d.modalVerb(k, hi, &c, &core)
	}
	if it.is(cContent) {
		d.mute(k+1, contentEnd(hi, &c))
	}
	if !inside && it.is(cAttend) && d.attend(k, &c) {
		inside = true
	}
	if d.lx.lang.Capitals {
		d.others = core.subject
	}
	if !inside {
		if !d.lightEvent(k, lo, hi, &c, &core, participle) && !d.callsOff(k, lo, hi) {
			d.verbEvent(k, lo, hi, &c, &core, participle)
		}
	}
	d.others = nil
	if d.lx.lang.VerbFirst && !participle && len(core.subject) > 0 && !it.any(mask(cBe, cHave, cDo)) {
		d.told = append(d.told, verbSubject{at: k, actors: core.subject, aside: d.embedded(k, lo), gender: d.subjectGender(&core)})
	}
	if !participle && !it.any(mask(cBe, cHave, cDo)) && (!d.lx.lang.VerbFirst || len(core.subject) > 0) {
		d.verbs = append(d.verbs, verbSubject{at: k, actors: core.subject, aside: d.subordinate(k, lo)})
	}
	if !participle && !core.reduced && !it.any(mask(cBe, cHave, cDo)) && (!d.lx.lang.VerbFirst || len(core.subject) > 0) {
		if d.lx.lang.VerbFirst && len(d.subj) > 0 && d.inRelative(k) {
			return // the sentence goes on about its main subject
		}
		d.subj = append(d.subj[:0], core.subject...)
		d.subjVerb = k
		d.subjFirst = core.subjFirst
	}
}

// callsOff tells whether the verb at item k calls off what was planned just
// before, "but the trip was cancelled", and denies that.
func (d *doc) callsOff(k, lo, hi int32) bool {
	le := d.items[k].word(cLight)
	if le == nil {
		return false
	}
	if kind := lightValues[d.lx.values[le.val]]; kind != lightCancel && kind != lightPostpone {
		return false
	}
	for j := max(lo, k-5); j < min(hi, k+4); j++ {
		it := &d.items[j]
		if info, _ := d.nounType(j).Info(); !it.has(headEntry) || it.verb || !info.Contact || !d.definiteItem(j) && !(j > lo && d.items[j-1].is(cDet)) {
			continue
		}
		for i := int32(len(d.raw)) - 1; i >= 0 && d.raw[i].sent+1 >= d.sent; i-- {
			if e := &d.raw[i]; e.modality == schema.Planned && e.typ == "INTENT_TO_MEET" && e.head < min(j, k) {
				e.modality = schema.Denied
				if e.sent == d.sent {
					e.last = max(e.last, k+1) // what denies it belongs to the evidence
				}
				return true
			}
		}
	}
	return false
}

// modalVerb notes what a modal verb governs: what stands after it, its subject
// aside («فشلت المفاوضات في …»: there were talks).
func (d *doc) modalVerb(k, hi int32, c *clause, r *core) {
	from, end := k+1, hi
	switch {
	case c.that != 0 || c.hi >= hi:
	case d.lx.lang.Capitals:
		end = max(c.hi, d.modalEnd(k+1, hi)) // "is set to recognise"
	default:
		end = c.hi
	}
	if s := r.subjArg; s != nil && s.first > k && d.lx.lang.VerbFirst {
		from = s.last
	}
	if d.lx.lang.Capitals {
		end = d.beforeDuring(from, end)
	}
	d.scope(from, end, schema.Modality(d.lx.values[d.items[k].word(cModal).val]))
}

// beforeDuring returns where, within the items from lo to hi, what a verb
// speaks of ends: before the words that say in what talk it does so.
func (d *doc) beforeDuring(lo, hi int32) int32 {
	for j := lo; j < hi; j++ {
		if e := d.items[j].word(cPrep); e != nil && d.lx.values[e.val] == "during" && d.items[j].ment == 0 {
			return j
		}
	}
	return hi
}

// contentEnd returns where what a verb only speaks of ends.
func contentEnd(hi int32, c *clause) int32 {
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

// verbSubject is a verb of the sentence with its subject.
type verbSubject struct {
	at     int32
	actors []int32
	aside  bool // in a relative clause or one of circumstance
	gender gender
}

// verbFrame finds the frame that holds at a verb. Where none does by the
// first reading of its clause, the other readings are tried; r becomes the one
// that holds.
func (d *doc) verbFrame(k, cl, lo int32, c *clause, r *core, participle bool) found {
	form := verbForm
	if participle {
		form = partForm
	}
	best := d.bestFrame(k, form, cl, c, func(f *frame) []part { return d.target(f, d.verbParts(f, k, c, r), c) })
	if d.lx.lang.VerbFirst && !participle && best.frame != nil && d.isCompanion(best.frame, r.subjArg) {
		// «وسحب القائم بالأعمال»: the one without whom there is no such event does not act.
		if alt, ok := d.otherReading(k, lo, r); ok {
			if b := d.bestFrame(k, form, cl, c, func(f *frame) []part { return d.target(f, d.verbParts(f, k, c, &alt), c) }); b.frame != nil {
				best, *r = b, alt
			}
		}
	}
	if best.frame == nil && d.lx.lang.VerbFirst && !participle {
		// The only noun phrase may be the object of a subject told before: «واتهمت فيه السلطات …».
		if alt, ok := d.otherReading(k, lo, r); ok {
			best = d.bestFrame(k, form, cl, c, func(f *frame) []part {
				info, _ := f.typ.Info()
				if info.Contact && (len(alt.object) != 1 || len(alt.subject) != 1) {
					return nil
				}
				if _, ok := f.role(obj); !alt.objArg.actor && (!ok || !strings.HasPrefix(string(info.Family), "VERBAL")) {
					return nil // a thing may be spoken of, but does not speak
				}
				return d.target(f, d.verbParts(f, k, c, &alt), c)
			})
			if best.frame != nil {
				*r = alt
			}
		}
	}
	if best.frame == nil && d.lx.lang.VerbFirst && !participle {
		if alt, persons, ok := d.passiveReading(k, c, r); ok {
			best = d.bestFrame(k, form, cl, c, func(f *frame) []part {
				if !undergone[f.typ] || attackKin[f.typ] && !ofPersons[f.typ] || persons && !ofPersons[f.typ] {
					return nil
				}
				return d.target(f, d.verbParts(f, k, c, &alt), c)
			})
			if best.frame != nil {
				*r = alt
			}
		}
	}
	return best
}

// verbEvent makes the event of a verb at which a frame holds.
func (d *doc) verbEvent(k, lo, hi int32, c *clause, r *core, participle bool) {
	cl := d.clauseStart(k, lo)
	best := d.verbFrame(k, cl, lo, c, r, participle)
	if best.frame != nil && attackKin[best.frame.typ] && d.toldByNoun(k, lo, r) {
		return
	}
	if best.frame != nil && best.frame.typ == "PHONE_CALL" && best.withs == 0 && d.named(r.objArg, c) {
		return // "called him a liar"
	}
	if best.frame != nil && d.lx.lang.Capitals && r.subjFirst > lo && d.items[r.subjFirst-1].is(cContent) && d.items[r.subjFirst-1].ment == 0 {
		return // "what it called …"
	}
	if best.frame == nil || d.lx.lang.VerbFirst && d.domestic(best.frame, best.parts, r) {
		return
	}
	e := d.newEvent(best.frame, k, cl, c)
	e.parts = best.parts
	e.withs = best.withs
	if s, ok := best.frame.role(obj); ok && s.role == makers && r.objArg != nil && r.objArg.head != 0 && !hasRole(best.parts, recipient) {
		e.pending = d.nounType(r.objArg.head - 1)
	}
	e.subject, e.aside = len(r.subject) > 0, d.inRelative(k)
	if r.inherited {
		e.inferred++
	}
	if d.lx.lang.Capitals && (verbal[e.typ] || e.typ == "REJECTION") {
		d.voice(e, k)
	}
	if d.lx.lang.Capitals {
		if r.recalled != nil && !hasRole(e.parts, recipient) {
			e.parts = addParts(e.parts, recipient, d.recalled(e.typ, r.recalled, e.parts))
		}
		if e.pending == "" && !d.reactsToIt(e, r.objArg) {
			d.reactTo(e, k, r.objArg)
		}
	}
	d.spanEvent(e, c, r)
	d.reciprocal(e, k, c)
	d.complementTarget(e, c)
	d.posted(e, r.objArg)
	d.carrier(e, r)
	d.sameTarget(e, r)
	d.ownEnvoy(e)
	if d.lx.lang.Capitals && (d.aimless(e) || d.ofSummons(e)) {
		d.raw = d.raw[:len(d.raw)-1]
		return
	}
	d.muteContent(best.frame, hi, c)
	if e.typ == "REJECTION" && r.objArg != nil && r.objArg.head != 0 {
		if info, _ := d.nounType(r.objArg.head - 1).Info(); info.Contact && d.lx.lang.Capitals {
			d.used = append(d.used, r.objArg.head-1) // "ruled out talks"
		}
	}
	if best.withs > 0 {
		// The nouns that made the frame hold are no events of their own.
		d.useHeads(k, c, best.frame)
	}
	n := len(d.raw) - 1
	d.finishEvent(e, c, cl, k)
	d.oneByOne(n, c, r)
	d.perRecipient(n)
	d.gapped(n, k, c, r)
}

// toldByNoun tells whether the noun before the verb of an attack tells it
// already: «تفجير استهدف موكبه», «التفجير الذي استهدف كنيسة».
func (d *doc) toldByNoun(k, lo int32, r *core) bool {
	if !d.lx.lang.VerbFirst || len(r.subject) > 0 && !r.inherited {
		return false
	}
	n := k - 1
	if n > lo && d.items[n].is(cRel) {
		n--
	}
	return n >= lo && d.items[n].has(headEntry) && !d.items[n].verb && attackKin[d.nounType(n)]
}

// useHeads keeps the nouns that stand with the head of a clause from making
// events of their own; what stands behind "after" does.
func (d *doc) useHeads(k int32, c *clause, f *frame) {
	for i := range c.args {
		if a := &c.args[i]; a.head != 0 && !d.timeBetween(k, a.head-1) && (!d.lx.lang.Capitals || d.accompanies(f, a)) {
			d.used = append(d.used, a.head-1)
		}
	}
}

// named tells whether more than the person called follows the verb: what he is
// called.
func (d *doc) named(a *arg, c *clause) bool {
	if a == nil || a.last >= c.hi || !d.lx.lang.Capitals {
		return false
	}
	n := &d.items[a.last]
	return n.kind == punctToken && (n.ch == '"' || n.ch == '“') || n.is(cDet) && n.ment == 0 && n.date == 0
}

// reciprocal makes all sides parties where they do something to each other.
func (d *doc) reciprocal(e *event, k int32, c *clause) {
	if e.frame.mutual || !d.lx.lang.Capitals || len(e.parts) < 2 {
		return
	}
	for j := k + 1; j < c.hi; j++ {
		w := d.items[j].word(cEach)
		if w == nil || d.lx.values[w.val] != "mutual" {
			continue
		}
		e.parts = slices.DeleteFunc(e.parts, func(p part) bool { return p.role != initiator })
		for i := range e.parts {
			e.parts[i].role = party
		}
		return
	}
}

// accompanies tells whether the noun of an argument is among the words that
// a frame asks for.
func (d *doc) accompanies(f *frame, a *arg) bool {
	for _, list := range f.with {
		if d.hasCompanion(d.items[a.first].first, d.items[a.head-1].last, list) {
			return true
		}
	}
	return false
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
	if who < 0 && e.frame.own == e.frame.typ && d.lx.lang.Capitals {
		for _, p := range e.parts { // "Chad's ambassador to Cuba was recalled"
			if s := d.stateFor(p.actor); p.role == recipient && s >= 0 && s != p.actor {
				e.parts = addParts(e.parts, initiator, []int32{s})
				who = s
				break
			}
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

// carrier makes who hands over the message of another a mediator, unless he
// acts for one of the two: "A passed a message from B to C".
func (d *doc) carrier(e *event, r *core) {
	if s, ok := e.frame.role(subj); !d.lx.lang.Capitals || e.typ != "MESSAGE" || !ok || s.role != ignored || r.passive {
		return
	}
	for _, a := range r.subject {
		own := d.stateOrBody(a)
		known := slices.ContainsFunc(e.parts, func(p part) bool { return p.actor == a || own >= 0 && d.stateOrBody(p.actor) == own })
		placed := !slices.ContainsFunc(e.parts, func(p part) bool { return d.stateOrBody(p.actor) < 0 })
		if !known && placed && len(e.parts) > 1 && own >= 0 {
			e.parts = addParts(e.parts, mediator, []int32{a})
		}
	}
}

// posted gives a recall without recipient the state to which the envoy called
// home was sent: "recalled its ambassador to Mali".
func (d *doc) posted(e *event, a *arg) {
	if !d.lx.lang.Capitals || e.typ != "REDUCED_RELATIONS" || a == nil || hasRole(e.parts, recipient) {
		return
	}
	for _, id := range d.argMents[a.lo:a.hi] {
		if post := d.ments[id].post; post != 0 {
			e.parts = addParts(e.parts, recipient, []int32{d.lexActorID(post)})
		}
	}
}

// gapped reads «زار A الخميس ثم B الجمعة»: one more event of the same verb.
func (d *doc) gapped(n int, k int32, c *clause, r *core) {
	if n >= len(d.raw) {
		return
	}
	d.gappedPrep(n, c)
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
				f.date = d.dateFor(&d.dates[id-1], &f)
			} else {
				f.date = schema.Interval{}
			}
		}
		d.raw = append(d.raw, f)
		d.addOrder(int32(n), int32(len(d.raw)-1), a.first-1)
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

// gappedPrep reads «اجتمع بـ A ثم بـ B».
func (d *doc) gappedPrep(n int, c *clause) {
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
		d.addOrder(int32(n), int32(len(d.raw)-1), a.first-1)
	}
}

// infinitiveContent are the types whose infinitive only says what is asked,
// threatened or refused.
var infinitiveContent = map[schema.EventType]bool{
	"APPEAL": true, "DEMAND": true, "THREAT": true, "PLEDGE": true, "OFFER_TO_MEDIATE": true, "INTENT_TO_MEET": true, "REJECTION": true,
	"AGREEMENT": true, "CEASEFIRE": true, "RELATIONS_RESTORED": true,
}

// muteContent keeps what a frame only speaks of from being claimed.
func (d *doc) muteContent(f *frame, hi int32, c *clause) {
	if d.lx.lang.Capitals && infinitiveContent[f.typ] {
		if end := d.withComplement(c); end > c.hi {
			d.mute(c.hi, end) // "threatened to attack"
		}
	}
	switch f.typ {
	case "APPEAL", "DEMAND", "THREAT", "PLEDGE", "OFFER_TO_MEDIATE", "INTENT_TO_MEET", "AGREEMENT":
		if c.that != 0 && (f.typ != "AGREEMENT" || d.lx.lang.VerbFirst) {
			d.mute(c.that-1, d.sentenceRest(c.that, hi))
		}
	}
	if f.typ == "THREAT" && d.lx.lang.VerbFirst {
		for j := c.hi; j < hi && j < c.hi+2; j++ { // … «إذا شنت إسرائيل حربا»
			if e := d.items[j].word(cModal); e != nil && schema.Modality(d.lx.values[e.val]) == schema.Hypothetical {
				d.mute(j, d.sentenceRest(j, hi))
			}
		}
	}
	for i := range c.args {
		a := &c.args[i]
		if s, ok := f.role(a.slot); ok && a.slot != noSlot && s.role == content {
			d.mute(a.first, d.contentStop(a.first, d.withRelative(c.hi, hi)))
		}
		switch f.typ {
		case "APPEAL", "DEMAND":
			if a.slot == noSlot && a.head != 0 && a.lo == a.hi {
				d.mute(a.first, d.contentStop(a.first, c.hi))
			}
		}
	}
	if s, ok := f.role(obj); ok && s.role == content {
		if a := firstBare(c.args); a != nil {
			d.mute(a.first, c.hi)
		}
	}
}

// withRelative returns where a clause that ends at item end stops together with
// the relative clause that hangs on it: «بالانسحاب من الأراضي التي تحتلها».
func (d *doc) withRelative(end, hi int32) int32 {
	if !d.lx.lang.VerbFirst || end >= hi || !(d.items[end].is(cRel) || end > 0 && d.items[end-1].is(cRel)) {
		return end
	}
	for j := end; j < hi; j++ {
		if it := &d.items[j]; it.kind == punctToken || j > end+1 && it.any(clauseEnd) || it.is(cAnd) && j+1 < hi && d.items[j+1].verb {
			return j
		}
	}
	return hi
}

// muteInfinitives keeps what a noun only speaks of from being claimed: "the
// threat to veto the package".
func (d *doc) muteInfinitives(lo, hi int32) {
	for k := lo; k+2 < hi; k++ {
		if it := &d.items[k]; it.has(headEntry) && !it.verb && d.items[k+1].is(cInfinitive) && d.items[k+2].verb && spokenOf[d.nounType(k)] {
			d.mute(k+2, d.withComplement(&clause{head: k, hi: k + 2}))
		}
	}
}

// spokenOf are the types whose nouns name in the infinitive what somebody
// says, not what he does.
var spokenOf = map[schema.EventType]bool{"THREAT": true, "DEMAND": true, "APPEAL": true, "PLEDGE": true, "REJECTION": true}

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

// aimed are the types that are always directed at somebody.
var aimed = map[schema.EventType]bool{
	"REJECTION": true, "CONDEMNATION": true, "PRAISE": true, "SUPPORT": true, "SANCTIONS": true, "SANCTIONS_EASED": true, "AID": true, "AID_CUT": true,
	"CONCESSION": true, "COERCION": true, "BLOCKADE": true, "RELATIONS_SEVERED": true, "REDUCED_RELATIONS": true, "CEASEFIRE_VIOLATION": true, "THREAT": true, "TALKS_HALTED": true,
}
