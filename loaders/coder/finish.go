package coder

import (
	"slices"
	"strings"

	"safir/schema"
)

// meetTypes are contacts that, only planned, are an intent to meet.
var meetTypes = map[schema.EventType]bool{"MEETING": true, "VISIT": true, "NEGOTIATION": true, "PHONE_CALL": true, "VIDEO_CALL": true, "CONSULTATION": true}

// verbal are the types that one does to the other in a talk, so that the
// talk's day is theirs.
var verbal = map[schema.EventType]bool{
	"PRAISE": true, "CONDEMNATION": true, "SUPPORT": true, "APPEAL": true, "PLEDGE": true, "AGREEMENT": true, "DEMAND": true, "THREAT": true,
	"ACCUSATION": true, "MESSAGE": true, "OFFER_TO_MEDIATE": true, "INTENT_TO_MEET": true, "APOLOGY": true,
}

// finishEvent adds modality, date and place to an event whose participants
// are known. at is the verb that tells it, or the noun.
func (d *doc) finishEvent(e *event, c *clause, cl, at int32) {
	d.eventModality(e, at, cl)
	d.eventDate(e, c, cl, at)
	if e.typ == "MEDIATION" && e.modality == schema.Planned && e.withs > 0 {
		e.typ = "NEGOTIATION" // "will host talks between …"
	}
	if e.typ == "VISIT" && e.date.Precision == schema.PrecisionDay && e.date.Start == e.date.End {
		if n := d.daysOfStay(cl, c.hi); n > 1 {
			e.date = schema.Between(e.date.Start, e.date.Start.Add(n-1))
		}
	}
	d.eventPlace(e, c)
	d.fillContext(e)
	if e.frame.states != "" && !d.hasPerson(e.parts, 0) {
		e.typ = e.frame.states
	}
	if e.frame.groups != "" && len(e.parts) > 0 && e.parts[0].role == initiator && d.actors[e.parts[0].actor].Kind == schema.Group {
		e.typ = e.frame.groups
	}
	d.dropStates(e)
	if e.modality == schema.Actual && !e.date.IsZero() && !d.day.IsZero() && e.date.Start.After(d.day) {
		e.modality = schema.Planned // told of a day that has not come
	}
	if e.modality == schema.Planned && meetTypes[e.typ] {
		e.typ = "INTENT_TO_MEET"
		for i := range e.parts {
			if e.parts[i].role != mediator {
				e.parts[i].role = party
			}
		}
	}
	switch e.typ {
	case "THREAT", "ACCUSATION", "CONDEMNATION", "MESSAGE":
		d.dropOwnState(e)
		d.dropEnvoy(e)
	case "REJECTION", "PRAISE":
		if !d.lx.lang.Capitals {
			d.dropOwnState(e)
		}
	}
	if e.typ == "PHONE_CALL" && len(e.parts) > 1 && !hasRole(e.parts, recipient) {
		for i := range e.parts { // callers alone are those who spoke
			if e.parts[i].role == initiator {
				e.parts[i].role = party
			}
		}
	}
	if e.typ == "PHONE_CALL" && d.lx.lang.Capitals {
		d.splitCall(len(d.raw) - 1)
		e = &d.raw[len(d.raw)-1]
	}
	if e.modality == schema.Hypothetical && (d.asked(e.sent) || d.guessed(e)) || len(e.parts) == 0 && (!e.frame.context || d.isHeading(e.sent)) {
		d.raw = d.raw[:len(d.raw)-1]
	}
}

// guessed tells whether an event stands behind observers who think it possible.
func (d *doc) guessed(e *event) bool {
	for k := d.itemAt[e.sent]; k < e.head; k++ {
		if d.items[k].ment == 0 && d.inFree(k, "observer") {
			return true
		}
	}
	return false
}

// asked tells whether a sentence is a question.
func (d *doc) asked(s int32) bool {
	t := &d.tokens[d.sents[s].last-1]
	return t.kind == punctToken && (t.ch == '؟' || t.ch == '?')
}

// dropOwnState leaves out that somebody threatens or blames the state or group he
// speaks for: "Zakharova warned that Moscow would respond".
func (d *doc) dropOwnState(e *event) {
	e.parts = slices.DeleteFunc(e.parts, func(p part) bool {
		return p.role == recipient && d.actors[p.actor].Kind != schema.Person && slices.ContainsFunc(e.parts, func(q part) bool {
			return q.role == initiator && d.actors[q.actor].Kind == schema.Person && d.actors[p.actor].lex != 0 && d.stateOfPerson(&d.actors[q.actor]) == d.actors[p.actor].lex
		})
	})
}

// dropEnvoy leaves the sender's own envoy, who hands a message over, without a part.
func (d *doc) dropEnvoy(e *event) {
	if e.typ != "MESSAGE" {
		return
	}
	e.parts = slices.DeleteFunc(e.parts, func(p part) bool {
		return p.role == mediator && slices.ContainsFunc(e.parts, func(q part) bool {
			return q.role == initiator && d.stateFor(q.actor) >= 0 && d.stateFor(q.actor) == d.stateFor(p.actor)
		})
	})
}

// splitCall makes of calls of one to several people a call to each.
func (d *doc) splitCall(i int) {
	var callers, called []int32
	for _, p := range d.raw[i].parts {
		switch p.role {
		case initiator:
			callers = append(callers, p.actor)
		case recipient:
			called = append(called, p.actor)
		default:
			return
		}
	}
	if len(callers) != 1 || len(called) < 2 {
		return
	}
	for n, c := range called {
		parts := []part{{initiator, callers[0]}, {recipient, c}}
		if n == 0 {
			d.raw[i].parts = parts
			continue
		}
		e := d.raw[i]
		e.parts = parts
		d.raw = append(d.raw, e)
	}
}

// dropStates leaves out of a contact of people the states that they act for:
// "the China-Australia Annual Leaders' Meeting".
func (d *doc) dropStates(e *event) {
	if info, _ := e.typ.Info(); !info.Contact && !(e.typ == "INTENT_TO_MEET" && d.lx.lang.VerbFirst) || e.typ == "VISIT" || e.typ == "SUMMONS" || !d.hasPerson(e.parts, 0) {
		return
	}
	out := e.parts[:0:0]
	for _, p := range e.parts {
		drop := false
		for _, q := range e.parts {
			same := p.role == party && q.role != mediator || p.role == recipient && q.role == recipient
			drop = drop || same && d.actors[p.actor].Kind == schema.State && d.actors[q.actor].Kind == schema.Person && d.stateFor(q.actor) == p.actor
		}
		if !drop {
			out = append(out, p)
		}
	}
	if len(out) > 1 {
		e.parts = out
	}
}

// daysOfStay reads the length of a stay: "a four-day visit"; 0 for none.
func (d *doc) daysOfStay(lo, hi int32) int {
	for j := lo; j+1 < hi; j++ {
		u := d.items[j+1].dateWord(dUnit)
		if u == nil || u.val != unitDay || d.items[j+1].date != 0 || d.tokens[d.items[j+1].first].flag&flagHyphen == 0 {
			continue
		}
		if n := d.items[j].dateWord(dNum); n != nil {
			return int(n.val)
		}
		if d.items[j].kind == numberToken {
			return int(min(d.tokens[d.items[j].first].num, 60))
		}
	}
	return 0
}

// modalScopes notes the modal words of a sentence that are no verbs: "if",
// «من المنتظر», "may".
func (d *doc) modalScopes(lo, hi int32) {
	if d.asks(lo, hi) {
		d.scope(lo, hi, schema.Hypothetical)
	} else if d.lx.lang.Capitals && hi > lo && d.items[lo].is(cPerfect) && d.items[lo].tag&ActivePart == 0 {
		d.scope(lo, d.modalEnd(lo+1, hi), schema.Hypothetical) // "Had France expelled …"
	}
	for k := lo; k < hi; k++ {
		it := &d.items[k]
		if !it.is(cModal) || it.verb || it.date != 0 {
			continue
		}
		e := it.word(cModal)
		m := schema.Modality(d.lx.values[e.val])
		if m == schema.Actual || d.lx.lang.AdjectiveLast && m != schema.Hypothetical && !(k+1 < hi && d.items[k+1].is(cThat)) {
			continue // «القمة المقررة»: of the noun before
		}
		end := d.modalEnd(k+1, hi)
		if it.is(cContent) { // «احتمال …»: a noun, up to the next verb
			for j := k + 1; j < end; j++ {
				if d.items[j].verb {
					end = j
				}
			}
		}
		d.scope(k+1, end, m)
	}
}

// asks tells whether a sentence asks if something is so: "Will Egypt …?"
func (d *doc) asks(lo, hi int32) bool {
	if hi-lo < 2 || !d.lx.lang.Capitals {
		return false
	}
	last := &d.items[hi-1]
	return last.kind == punctToken && last.ch == '?' && d.items[lo].any(mask(cWill, cDo, cBe, cHave, cModal))
}

// modalEnd returns where what a modal word governs ends: with its clause.
func (d *doc) modalEnd(k, hi int32) int32 {
	for j := k; j < hi; j++ {
		it := &d.items[j]
		if it.kind == punctToken {
			switch it.ch {
			case ',', '،':
				if !d.listGoesOn(j, hi) {
					return j
				}
			case ';', '؛', '—', '–', ':':
				return j
			}
			continue
		}
		if it.any(mask(cBreak, cSub, cAfter, cSince, cThen)) || it.verb && it.is(cSay) && j > k+2 {
			return j
		}
	}
	return hi
}

func (d *doc) eventModality(e *event, at, cl int32) {
	if e.frame.modality != "" {
		e.modality = e.frame.modality
	}
	if e.frame.deny {
		e.modality = schema.Denied
	}
	fixed := e.frame.modality == schema.Actual // "will respond" threatens now
	for _, s := range d.denied {
		within := s.lo <= e.head && e.head < s.hi || d.lx.lang.Capitals && at > e.head && s.lo <= at && at < s.hi
		if within && e.modality != schema.Denied && !fixed {
			e.modality = s.modality
		}
	}
	if !d.items[e.head].verb && d.calledOff(e.head) {
		e.modality = schema.Denied
	}
	if !d.items[e.head].verb && d.lx.lang.AdjectiveLast {
		// «هجوما محتملا», «جولة مرتقبة»: the adjective says it.
		for j := e.head + 1; j < e.hi && j <= e.head+4; j++ {
			it := &d.items[j]
			if it.is(cModal) && !it.verb && e.modality == schema.Actual {
				e.modality = schema.Modality(d.lx.values[it.word(cModal).val])
			}
			if it.kind != wordToken || it.verb || it.is(cPrep) {
				break
			}
		}
	}
	if !d.items[at].verb {
		return
	}
	that, sawActor := false, false
	for j := at - 1; j >= cl && j >= at-5; j-- {
		it := &d.items[j]
		sawActor = sawActor || it.ment != 0
		switch {
		case it.date != 0, it.is(cAdverb), it.is(cBe), it.is(cDo), it.ment != 0, it.is(cAux) && !it.is(cPerfect):
			continue
		case it.is(cWill):
			if e.modality == schema.Actual && !fixed {
				e.modality = schema.Planned
				if d.conditional() {
					e.modality = schema.Hypothetical
				}
			}
		case it.is(cNot):
			// A quote without its "not" would say the opposite.
			e.modality, e.first = schema.Denied, min(e.first, j)
			return
		case it.is(cPerfect):
			if d.items[at].tag&Past == 0 && d.items[at].tag&Present != 0 && e.modality == schema.Actual {
				e.modality = schema.Hypothetical
				return
			}
			e.perfect = true
			continue
		case it.is(cHave):
			continue
		case it.is(cThat), it.is(cInfinitive):
			that = d.lx.lang.VerbFirst || it.is(cInfinitive) && !sawActor // not "aid to Chad was suspended"
		}
		break
	}
	if that && d.lx.lang.Capitals && e.modality == schema.Actual && !fixed && answering[e.typ] == (e.typ == "THREAT") {
		e.modality = d.infinitive(e, at)
	}
	if that && d.items[at].tag&Present != 0 && d.items[at].tag&Past == 0 && e.modality == schema.Actual && d.lx.lang.VerbFirst {
		if d.subjunctive(at, cl) {
			e.modality = schema.Hypothetical
		}
	}
}

// calledOff tells whether the noun at item k stands behind one that calls it
// off: «تأجيل القمة», "the cancellation of his visit".
func (d *doc) calledOff(k int32) bool {
	for j := k - 1; j >= d.sentLo && j > k-4; j-- {
		it := &d.items[j]
		if e := it.word(cLight); e != nil && !it.verb && it.tag&Nominal != 0 {
			kind := lightValues[d.lx.values[e.val]]
			return kind == lightCancel || kind == lightPostpone
		}
		if it.ment != 0 && it.word(cPoss) == nil || !it.any(mask(cPrep, cDet, cPoss, cGenMark)) {
			return false
		}
	}
	return false
}

// infinitive is the modality of what stands in the infinitive: planned where somebody
// undertakes it or comes for it, else only thought of.
func (d *doc) infinitive(e *event, at int32) schema.Modality {
	if d.decided(at) {
		return schema.Actual
	}
	if info, _ := e.typ.Info(); info.Contact {
		return schema.Planned
	}
	for j := at - 1; j >= max(d.sentLo, at-12); j-- {
		if !d.items[j].verb && !d.isParticiple(j, d.sentLo) {
			continue
		}
		if v := d.items[j].word(cModal); v != nil {
			return schema.Modality(d.lx.values[v.val])
		}
		m := schema.Hypothetical
		d.heads(j, func(en *entry) bool {
			for _, id := range d.lx.byHead[en.val] {
				if t := d.lx.frames[id].typ; en.kind == headEntry && (t == "PLEDGE" || t == "AGREEMENT") {
					m = schema.Planned
				}
			}
			return true
		})
		return m
	}
	return schema.Hypothetical
}

// decided tells whether the infinitive at item k hangs on a word that says
// that it was done: "the first leader to visit Chad", "the decision to cut ties".
func (d *doc) decided(k int32) bool {
	for j := k - 2; j >= d.sentLo && j >= k-4 && d.lx.lang.Capitals; j-- {
		if it := &d.items[j]; it.verb || it.kind == punctToken || it.is(cPrep) {
			return false
		}
		if d.inFree(j, "done") {
			return true
		}
	}
	return false
}

// conditional tells whether the sentence makes what it tells depend on a
// condition: "would … only if".
func (d *doc) conditional() bool {
	for j := d.sentLo; j < d.sentHi; j++ {
		it := &d.items[j]
		if it.is(cSub) && it.ment == 0 {
			if e := it.word(cModal); e != nil && schema.Modality(d.lx.values[e.val]) == schema.Hypothetical {
				return true
			}
		}
	}
	return false
}

// subjunctive tells whether a present verb stands after the particle that
// makes it a wish or a plan, not after one that opens a report.
func (d *doc) subjunctive(at, cl int32) bool {
	for j := at - 1; j >= cl && j >= at-2; j-- {
		if j < at-1 && !d.items[j+1].any(mask(cNot, cWill)) {
			return false // «أكد أن بلاده تطالب …»
		}
		if d.items[j].is(cThat) {
			return d.wish(j)
		}
	}
	return false
}

// wish tells whether the particle at item j opens a wish or a plan. Folding
// spells «أن» and «إن» alike; their first letters as written tell them apart.
func (d *doc) wish(j int32) bool {
	it := &d.items[j]
	wish := false
	it.each(func(e *entry) bool {
		wish = wish || e.kind == wordEntry && e.class == cThat && d.lx.values[e.val] == "wish"
		return !wish
	})
	return wish && !strings.HasPrefix(d.offsets.slice(d.tokens[it.first].start, d.tokens[it.first].end), "إ")
}

// eventPlace finds where the event happened: a place after "in".
func (d *doc) eventPlace(e *event, c *clause) {
	for j := e.lo; j < c.hi; j++ {
		it := &d.items[j]
		if !it.has(placeEntry) || j == e.lo {
			continue
		}
		p := &d.items[j-1]
		if pe := p.word(cPrep); pe != nil && d.lx.placePrep[pe.val] && p.ment == 0 {
			e.place = it.entry(placeEntry).val + 1
			return
		}
	}
}

// fillContext gives an event that the passage tells without its sides those
// that the passage is about: a pair named in the sentence, else the parties
// of the last event told between two.
func (d *doc) fillContext(e *event) {
	if !e.frame.context {
		return
	}
	n := 0
	for _, p := range e.parts {
		if p.role != mediator {
			n++
		}
	}
	if n >= 2 || n == 1 && !e.frame.mutual || d.isHeading(e.sent) {
		return
	}
	pair := d.pairIn(d.sentLo, d.sentHi, e.head)
	if len(pair) != 2 {
		pair = d.lastPair()
	}
	if len(pair) != 2 {
		e.lacking = true // what is told further on may say
		return
	}
	e.inferred++
	e.parts = addParts(e.parts, party, pair)
}

// isHeading tells whether a sentence is a heading: a short paragraph of its
// own without a full stop.
func (d *doc) isHeading(s int32) bool {
	p := &d.paras[d.sents[s].para]
	if p.last-p.first > 12 {
		return false
	}
	t := &d.tokens[p.last-1]
	return t.kind != punctToken || t.ch == '?' || t.ch == '؟' || t.ch == ':'
}

// fillLate gives the events that still lack their sides the first two states
// or groups that the article names together.
func (d *doc) fillLate() {
	for i := range d.raw {
		e := &d.raw[i]
		if !e.lacking || len(e.parts) > 0 && hasRole(e.parts, party) {
			continue
		}
		for _, p := range d.pairs {
			if d.actors[p[0]].Kind != schema.Person && d.actors[p[1]].Kind != schema.Person && p[0] != p[1] {
				e.parts = addParts(e.parts, party, p[:])
				e.inferred += 2
				break
			}
		}
	}
}

// pairIn finds two actors that the items name together: «بين X وY», or two
// demonyms on one noun.
func (d *doc) pairIn(lo, hi, near int32) []int32 {
	var best []int32
	dist := int32(1 << 30)
	for k := lo; k < hi; k++ {
		id := d.items[k].ment
		if id == 0 || k != d.ments[id-1].first {
			continue
		}
		m := &d.ments[id-1]
		j := m.last
		if j < hi && d.items[j].is(cAnd) && d.items[j].ment == 0 {
			j++
		} else if !m.adjective {
			continue
		}
		if j >= hi || d.items[j].ment == 0 {
			continue
		}
		n := &d.ments[d.items[j].ment-1]
		if n.kind != m.kind && !(n.kind != schema.Person && m.kind != schema.Person) || n.adjective != m.adjective || m.kind == schema.Person {
			continue
		}
		if !m.adjective && !d.prepBefore(m.first, lo) {
			continue
		}
		away := k - near
		if away < 0 {
			away = -away
		}
		if away < dist {
			got := d.appendActors(d.appendActors(nil, id-1), d.items[j].ment-1)
			if len(got) == 2 && got[0] != got[1] {
				best, dist = got, away
			}
		}
	}
	return best
}

// lastPair gives the states or groups that the last event of two sides was
// between.
func (d *doc) lastPair() []int32 {
	for i := len(d.raw) - 2; i >= 0 && i >= len(d.raw)-8; i-- {
		var got []int32
		for _, p := range d.raw[i].parts {
			if p.role == mediator {
				continue
			}
			a := p.actor
			if d.actors[a].Kind == schema.Person {
				continue
			}
			got = append(got, a)
		}
		if len(got) == 2 && !together(&d.raw[i], got) {
			return got
		}
	}
	return nil
}

// together tells whether two actors do what an event tells side by side, so
// that they are no two sides: "A and B welcomed the deal".
func together(e *event, two []int32) bool {
	n := 0
	for _, p := range e.parts {
		if p.role == initiator && (p.actor == two[0] || p.actor == two[1]) {
			n++
		}
	}
	return n == 2
}
