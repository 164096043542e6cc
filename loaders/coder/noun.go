package coder

import (
	"slices"
	"strings"

	"safir/schema"
)

// light is a support verb with its clause: "held talks", «تلقى اتصالا».
type light struct {
	kind    lightKind
	subject []int32
	clause  *clause
	verb    int32
	passive bool
	core    *core
}

// lightEvent makes the event of the noun that a support verb carries; false
// where the verb carries none.
func (d *doc) lightEvent(k, lo, hi int32, c *clause, r *core, participle bool) bool {
	it := &d.items[k]
	le := d.lightWord(k)
	if le == nil || it.is(cHave) && d.auxiliary(k, hi) {
		return false
	}
	// A frame of the verb's own that asks for companions is sharper.
	if it.has(headEntry) {
		form := verbForm
		if participle {
			form = partForm
		}
		cl := d.clauseStart(k, lo)
		if b := d.bestFrame(k, form, cl, c, func(f *frame) []part { return d.verbParts(f, k, c, r) }); b.frame != nil && b.withs > 0 && (!d.lx.lang.Capitals || !r.passive || b.frame.mutual || hasRole(b.parts, initiator)) {
			return false
		}
	}
	n := d.carried(k, lo, c, participle)
	if n >= 0 && d.isUsed(n) && n < k {
		d.extend(n, c, r, lightValues[d.lx.values[le.val]])
	}
	if n < 0 || d.isUsed(n) || d.isMuted(n) && n > k {
		return false
	}
	kind := lightValues[d.lx.values[le.val]]
	if kind == lightReceive && d.lx.lang.VerbFirst && (len(r.subject) == 0 || r.inherited) {
		switch { // «تعرض ثلاثة مصريين …», «الهجوم الذي تعرضت له حافلة …»
		case r.subjArg != nil && !(r.subjArg.first <= n && n < r.subjArg.last):
			r.subject, r.inherited = d.argActors(r.subjArg), false
		case r.nobody && r.objArg != nil:
			r.subject = d.argActors(r.objArg)
		}
	}
	l := &light{kind: kind, subject: r.subject, clause: c, verb: k, passive: r.passive, core: r}
	return d.nounEvent(n, k, lo, hi, l)
}

// lightWord gives the support verb at item k, one within a longer phrase
// included ("planned" in "planned for"); nil for none.
func (d *doc) lightWord(k int32) (le *entry) {
	if le = d.items[k].word(cLight); le != nil || !d.lx.lang.Capitals || d.items[k].has(headEntry) {
		return le
	}
	d.heads(k, func(e *entry) bool {
		if e.kind == wordEntry && e.class == cLight {
			le = e
		}
		return le == nil
	})
	return le
}

// auxiliary tells whether a form of "have" only helps the verb after it: "talks
// have been cancelled".
func (d *doc) auxiliary(k, hi int32) bool {
	j := k + 1
	for j < hi && d.items[j].any(mask(cAdverb, cNot, cBe, cAux)) && d.items[j].tag&PastPart == 0 || j < hi && d.items[j].is(cBe) {
		j++
	}
	return j < hi && d.items[j].verb && d.items[j].tag&(PastPart|ActivePart) != 0
}

// timeBetween tells whether a word such as "after" governs the noun at item n,
// so that the verb at item k does not carry it.
func (d *doc) timeBetween(k, n int32) bool {
	for j := n - 1; j > k; j-- {
		it := &d.items[j]
		if it.any(mask(cAfter, cBefore, cSince)) && it.ment == 0 && it.date == 0 {
			return true
		}
		if d.lx.lang.VerbFirst && it.date == 0 && it.kind == wordToken && !it.any(mask(cPrep, cDet, cAdverb)) {
			return false
		}
	}
	return false
}

// participleBetween tells whether a participle that governs the noun at item n
// stands between it and the verb at item k: "issued a statement condemning the attack".
func (d *doc) participleBetween(k, n int32) bool {
	for j := k + 1; j < n && d.lx.lang.Capitals; j++ {
		if it := &d.items[j]; it.ment == 0 && it.tag&ActivePart != 0 && d.isParticiple(j, d.sentLo) {
			return true
		}
	}
	return false
}

// inTalk tells whether words such as «خلال» stand before a noun of contact, so
// that the subject of the clause is one of its sides.
func (d *doc) inTalk(k, lo int32) bool {
	return k-1 >= lo && d.inFree(k-1, "during") || k-2 >= lo && d.items[k-1].ment == 0 && d.inFree(k-2, "during")
}

// extend adds to the event of a noun what a further verb tells of it: «اتفاق
// … أنهى …، أبرم بوساطة …».
func (d *doc) extend(n int32, c *clause, r *core, kind lightKind) {
	for i := int(d.firstEvent); i < len(d.raw); i++ {
		e := &d.raw[i]
		if e.head != n {
			continue
		}
		if s, ok := e.frame.role(subj); ok && kind == lightAct && !r.inherited && !hasRole(e.parts, s.role) {
			e.parts = addParts(e.parts, s.role, r.subject)
		}
		for j := range c.args {
			a := &c.args[j]
			if s, ok := e.frame.role(a.slot); ok && a.slot != noSlot {
				e.parts = d.give(e.parts, e.frame, s.role, d.argActors(a), a)
				e.last = max(e.last, a.last)
			}
		}
	}
}

// carried finds the noun head that a support verb carries: among its
// arguments, or before it as the antecedent of a relative clause.
func (d *doc) carried(k, lo int32, c *clause, participle bool) int32 {
	// An indefinite noun right before the verb: «مكالمة جمعت …».
	for j := k - 1; j >= lo && j >= k-3; j-- {
		it := &d.items[j]
		if it.has(headEntry) && !it.verb && it.tag&Nominal != 0 && !d.definiteItem(j) && d.hasNounFrame(j) && d.lx.lang.AdjectiveLast {
			return j
		}
		if it.kind != wordToken || it.any(functionMask&^mask(cStop, cAdverb)) || it.ment != 0 || it.date != 0 {
			break
		}
	}
	if j := k - 2; j >= lo && d.items[k-1].is(cRel) && d.lx.lang.AdjectiveLast {
		// «الغارة الجوية التي شنتها …»
		for j > lo && !(d.items[j].has(headEntry) && d.hasNounFrame(j)) && d.items[j].kind == wordToken && !d.items[j].verb && !d.items[j].any(functionMask&^mask(cStop, cNameStop)) {
			j--
		}
		if d.items[j].has(headEntry) && !d.items[j].verb && d.hasNounFrame(j) {
			return j
		}
	}
	phrase, aside := int32(-1), int32(0)
	for i := range c.args {
		a := &c.args[i]
		if a.head != 0 && d.lx.lang.VerbFirst && d.inFree(a.first, "circumstance") {
			aside = a.head // «أكد خلال استقباله نظيره دعم …»
			continue
		}
		n := a.head - 1
		if d.lx.lang.VerbFirst && a.head != 0 && a.head < a.last && !d.hasNounFrame(n) && d.items[n].is(cLight) && d.items[a.head].has(headEntry) {
			n = a.head // «أعلن تنفيذ ضربات»
		}
		if a.head == 0 || a.under != 0 && a.under != aside && phrase != a.under-1 && !(d.lx.lang.VerbFirst && a.slot != noSlot && d.inPhrase(c.args, a.under)) || phrase >= 0 && a.slot != noSlot || !d.hasNounFrame(n) || d.timeBetween(k, n) || d.participleBetween(k, n) {
			continue
		}
		if a.slot == noSlot || !d.lx.lang.VerbFirst {
			return n
		}
		if pe := d.items[a.first].word(cPrep); pe != nil && d.lx.purposePrep[pe.val] && d.tellsContact(n) {
			continue // «وصل إلى بيروت للقاء …»: what he came for
		}
		if phrase = n; a.first != k+1 {
			return phrase
		}
		// «جرى عبر الاتصال المرئي لقاء …»
	}
	if phrase >= 0 {
		return phrase
	}
	if participle {
		return -1
	}
	j := k - 1
	for j >= lo && j > k-14 {
		it := &d.items[j]
		if p := d.reducedAt(j); p > lo && p < k && d.lx.lang.Capitals {
			j = p - 1
			continue
		}
		switch {
		case d.lx.lang.Capitals && it.is(cInfinitive) && it.ment == 0 && j == k-1:
			return -1 // "the call on Mali to hold elections"
		case it.has(headEntry) && !it.verb && d.hasNounFrame(j) && !d.inProperName(j, lo):
			return j
		case it.kind == punctToken && (it.ch == ',' || it.ch == '،' || it.ch == '"' || it.ch == '”' || it.ch == '»' || it.ch == '“'):
		case it.is(cRel), it.is(cAdverb), it.is(cAux), it.is(cPerfect), it.is(cBe), it.is(cHave), it.date != 0, it.ment != 0, it.is(cWill), it.is(cNot):
		case it.kind == wordToken && !it.verb && !it.any(mask(cThat, cBreak, cSub, cSay)):
		case it.kind == numberToken:
		default:
			return -1
		}
		j--
	}
	return -1
}

func (d *doc) hasNounFrame(k int32) bool {
	ok := false
	each := d.items[k].each
	if d.lx.lang.Capitals {
		each = func(f func(*entry) bool) { d.heads(k, f) } // "appeal" in "appeal to"
	}
	each(func(e *entry) bool {
		if e.kind == headEntry && (e.tag == 0 || e.tag&Nominal != 0) {
			for _, id := range d.lx.byHead[e.val] {
				if d.lx.frames[id].forms&nounForm != 0 {
					ok = true
				}
			}
		}
		return !ok
	})
	return ok
}

// readNoun reads a noun head that no verb carries.
func (d *doc) readNoun(k, lo, hi int32) {
	if d.items[k].tag&ActivePart != 0 && d.items[k].tag&Nominal == 0 {
		return
	}
	if d.isMuted(k) || d.isTopic(k, lo) || d.inProperName(k, lo) {
		return
	}
	if d.purpose(k, lo, hi) || d.nominalLight(k, lo, hi) {
		return
	}
	d.nounEvent(k, -1, lo, hi, nil)
}

// inProperName tells whether a noun that names no contact is part of a name:
// "the Multinational Security Support mission".
func (d *doc) inProperName(k, lo int32) bool {
	if !d.lx.lang.Capitals || k-1 < lo || d.items[k-1].ment != 0 || d.items[k-1].kind != wordToken {
		return false
	}
	capital := func(i int32) bool { return d.tokens[d.items[i].first].flag&flagCapital != 0 }
	info, _ := d.nounType(k).Info()
	return !info.Contact && capital(k) && capital(k-1) && k-1 > lo
}

// nominalLight reads the verbal noun of a support verb with its subject
// before the noun that it carries: «إعلان الهند وباكستان وقفا لإطلاق النار».
func (d *doc) nominalLight(k, lo, hi int32) bool {
	if !d.lx.lang.AdjectiveLast {
		return false
	}
	j := k - 1
	for j >= lo && j > k-8 && (d.items[j].ment != 0 || d.items[j].is(cAnd) || d.items[j].kind == numberToken || d.items[j].date != 0 || d.items[j].kind == punctToken && (d.items[j].ch == '،' || d.items[j].ch == ',')) {
		j--
	}
	if j < lo || j == k-1 || d.items[j+1].ment == 0 {
		return false
	}
	le := d.items[j].word(cLight)
	if le == nil || d.items[j].tag&Nominal == 0 || d.items[j].verb || d.items[j].has(headEntry) && d.isUsed(j) {
		return false
	}
	var subject []int32
	for i := j + 1; i < k; i++ {
		if id := d.items[i].ment; id != 0 && d.ments[id-1].first == i {
			subject = d.appendActors(subject, id-1)
		}
	}
	if len(subject) == 0 {
		return false
	}
	l := &light{kind: lightValues[d.lx.values[le.val]], subject: subject, clause: &clause{head: j, hi: k + 1}, verb: j, core: &core{subjFirst: j}}
	return d.nounEvent(k, -1, lo, hi, l)
}

// purpose reads a meeting for which somebody comes: «وصل … للقاء X».
func (d *doc) purpose(k, lo, hi int32) bool {
	if k-1 < lo || len(d.subj) == 0 || d.subjVerb < 0 || d.subjVerb > k {
		return false
	}
	pe := d.items[k-1].word(cPrep)
	if pe == nil || !d.lx.purposePrep[pe.val] {
		return false
	}
	n := len(d.raw)
	l := &light{kind: lightPlan, subject: d.subj, clause: &clause{head: k, hi: k + 1}, verb: k, core: &core{subjFirst: -1}}
	if !d.nounEvent(k, -1, lo, hi, l) {
		return false
	}
	if e := &d.raw[n]; !meetTypes[e.typ] && e.typ != "INTENT_TO_MEET" {
		d.raw = d.raw[:n]
		return false
	}
	return true
}

// isTopic tells whether the noun is only spoken of: "efforts to reach a
// ceasefire", «بحث سبل وقف إطلاق النار».
func (d *doc) isTopic(k, lo int32) bool {
	for j := k - 1; j >= lo && j >= k-5; j-- {
		it := &d.items[j]
		if it.is(cContent) {
			return true
		}
		if it.kind == punctToken || it.verb || it.any(mask(cAfter, cBefore, cSince, cSub, cBreak)) {
			return false
		}
	}
	return false
}

// nounEvent makes the event of a noun head. l is the verb that carries it,
// nil for none. It returns false where no frame holds.
func (d *doc) nounEvent(k, verb, lo, hi int32, l *light) bool {
	if d.lx.lang.AdjectiveLast && k > lo && d.items[k-1].is(cDet) && d.items[k-1].date == 0 && d.definiteItem(k) && (l == nil || l.kind == lightHappen) {
		return false // «هذا الاتصال»: the one told before
	}
	if l == nil && d.toldBefore(k, lo, hi) {
		return false // "after the talks"
	}
	c := d.collect(k, hi, true)
	cl := d.clauseStart(k, lo)
	if l != nil && l.verb >= 0 && l.verb < cl {
		cl = l.verb
	}
	if l != nil && verb >= 0 {
		cl = d.clauseStart(verb, lo)
	}
	own := c
	if l != nil && verb > k {
		c.hi = max(c.hi, verb+1)
	}
	wide := c
	if l != nil {
		wide.hi = max(c.hi, l.clause.hi)
	}
	best := d.bestFrame(k, nounForm, cl, &wide, func(f *frame) []part { return d.target(f, d.nounParts(f, k, &c, l), &wide) })
	lent, lender := false, int32(-1)
	if best.frame == nil && l == nil && (d.lx.lang.Capitals || d.inTalk(k, lo)) {
		if s, v := d.subjectAround(k, lo); len(s) > 0 {
			lent, lender = true, v
			l := &light{kind: lightAct, subject: s, clause: &c, verb: -1, core: &core{}}
			best = d.bestFrame(k, nounForm, cl, &wide, func(f *frame) []part {
				if info, _ := f.typ.Info(); !info.Contact && f.typ != "CLASH" {
					return nil
				}
				return d.visitPlace(f, k, lo, d.nounParts(f, k, &c, l))
			})
		}
	}
	if best.frame == nil {
		return false
	}
	f := best.frame
	if l == nil && d.lx.lang.Capitals && meetTypes[f.typ] && f.mutual && d.onlyAttended(&c) {
		s, _ := d.subjectAround(k, lo) // "A and B talked during a meeting attended by C"
		best.parts = addParts(addParts(nil, party, s), party, partActors(best.parts))
	}
	if l == nil && d.lx.lang.Capitals && f.typ == "SUPPORT" && !twoSided(best.parts) {
		return false // "thanked her for Finland's support"
	}
	if lent && !d.lx.lang.Capitals && f.typ == "PHONE_CALL" {
		for i := range best.parts { // who called is not told
			if best.parts[i].role != mediator {
				best.parts[i].role = party
			}
		}
	}
	if l == nil && attackKin[f.typ] && !f.context && !f.solo && !twoSided(best.parts) && !d.hasAgent(&c) {
		return false
	}
	e := d.newEvent(f, k, cl, &wide)
	e.parts, e.withs = best.parts, best.withs
	e.first = d.nounStart(k, lo)
	if lent {
		e.inferred++
	}
	d.spanEvent(e, &c, nil)
	if l != nil {
		e.subject = len(l.subject) > 0
		d.spanEvent(e, l.clause, l.core)
		if verb >= 0 && verb < e.first {
			e.first = verb
		} else if verb < 0 && l.verb < e.first {
			e.first = l.verb
		}
		if verb >= 0 && verb >= e.last {
			e.last = verb + 1
		}
		switch l.kind {
		case lightCancel, lightPostpone, lightDeny:
			e.modality = schema.Denied
		case lightOffer, lightPlan:
			e.modality = schema.Planned
		}
		d.used = append(d.used, k)
	}
	if best.withs > 0 {
		d.useHeads(k, &c, f)
	}
	d.complementTarget(e, &own)
	d.ownEnvoy(e)
	d.muteContent(f, hi, &own)
	at := k
	if l != nil && verb >= 0 {
		at = verb
		e.light = true
	}
	if lent && lender >= 0 && lender < k && f.typ == "VISIT" {
		at, cl = lender, d.clauseStart(lender, lo)
	}
	n := len(d.raw) - 1
	d.finishEvent(e, &wide, cl, at)
	d.perRecipient(n)
	return true
}

// toldBefore tells whether the noun at item k, in a phrase of time, only means
// a contact that the passage has told: "after the talks, …".
func (d *doc) toldBefore(k, lo, hi int32) bool {
	if !d.lx.lang.Capitals || k < lo+2 || !d.items[k-1].is(cDet) || !d.items[k-2].any(mask(cAfter, cBefore)) || k+1 < hi && d.items[k+1].kind == wordToken && !d.items[k+1].verb {
		return false
	}
	if info, _ := d.nounType(k).Info(); !info.Contact {
		return false
	}
	e := d.lastOfHead(k)
	return e >= 0 && d.raw[e].sent < d.sent && d.raw[e].sent+3 >= d.sent
}

// onlyAttended tells whether the words after a meeting only say who attended
// it.
func (d *doc) onlyAttended(c *clause) bool {
	attended := false
	for i := range c.args {
		a := &c.args[i]
		e := d.items[a.first].word(cPrep)
		switch {
		case a.slot == noSlot || e == nil || a.lo == a.hi:
		case d.lx.values[e.val] == "presence":
			attended = true
		case !d.lx.placePrep[e.val]:
			return false
		}
	}
	return attended
}

func partActors(parts []part) []int32 {
	var out []int32
	for _, p := range parts {
		out = append(out, p.actor)
	}
	return out
}

// subjectAround gives the subject of the clause in which a contact is told by
// a preposition: "during a meeting with B", "in a phone call with B, A said".
func (d *doc) subjectAround(k, lo int32) (actors []int32, verb int32) {
	i := k - 1
	for i >= lo && i > k-7 && d.items[i].kind != punctToken && d.items[i].date == 0 && d.items[i].ment == 0 && !d.items[i].is(cPrep) && !d.items[i].verb && !d.items[i].any(mask(cAfter, cBefore)) {
		i--
	}
	if d.lx.lang.Capitals && (i < lo || !d.items[i].is(cPrep) && !d.items[i].is(cAfter) && !d.followedBy(k)) {
		return nil, -1
	}
	var before, after []int32
	bv, av := int32(-1), int32(-1)
	for j := range d.verbs {
		v := &d.verbs[j]
		if v.at < k && len(v.actors) > 0 && !v.aside {
			before, bv = v.actors, v.at
		}
		if v.at > k && len(after) == 0 {
			after, av = v.actors, v.at
		}
	}
	if len(before) > 0 {
		return before, bv
	}
	if len(after) == 0 && i > lo {
		var r core // "X is on a visit to Y"
		if d.leftSubject(i-1, lo, i, &r); !r.inherited {
			return r.subject, -1
		}
	}
	return after, av
}

// twoSided tells whether both ends of an act are known.
func twoSided(parts []part) bool {
	who, whom := false, false
	for _, p := range parts {
		who = who || p.role == initiator || p.role == party
		whom = whom || p.role == recipient
	}
	return who && whom || len(parts) > 1
}

// visitPlace gives a visit the place that stands before it: "X, in Kyiv on an
// unannounced visit".
func (d *doc) visitPlace(f *frame, k, lo int32, parts []part) []part {
	if f.typ != "VISIT" || hasRole(parts, recipient) {
		return parts
	}
	for j := k - 1; j > lo && j > k-9; j-- {
		it := &d.items[j]
		if it.ment != 0 {
			e := d.items[d.ments[it.ment-1].first-1].word(cPrep)
			if m := &d.ments[it.ment-1]; m.first > lo && m.kind == schema.State && e != nil && e.val == d.lx.inPrep {
				return addParts(parts, recipient, d.mentionActors(it.ment-1))
			}
			return parts
		}
		if it.verb || it.kind == punctToken {
			return parts
		}
	}
	return parts
}

// hasAgent tells whether an English noun says by whom: "the massacre of
// civilians by the militia".
func (d *doc) hasAgent(c *clause) bool {
	for i := range c.args {
		if a := &c.args[i]; d.lx.lang.Capitals && a.actor && d.items[a.first].is(cBy) {
			return true
		}
	}
	return false
}

// followedBy tells whether the clause of a noun only says that it came next:
// "a meeting with B followed".
func (d *doc) followedBy(k int32) bool {
	for j := k + 1; j < d.sentHi && j < k+12; j++ {
		if d.items[j].verb {
			return d.items[j].is(cFollow) && (j+1 >= d.sentHi || d.items[j+1].kind == punctToken || d.items[j+1].is(cPrep) || d.items[j+1].date != 0)
		}
	}
	return false
}

// nounStart takes what stands before the noun and belongs to it into the
// evidence: demonyms, possessors, adjectives.
func (d *doc) nounStart(k, lo int32) int32 {
	if d.lx.lang.AdjectiveLast {
		return k
	}
	i := k
	for i > lo {
		it := &d.items[i-1]
		if it.kind != wordToken && it.kind != numberToken || it.verb || it.date != 0 || it.any(mask(cPrep, cAnd, cThat, cRel, cBreak, cSub, cAux, cHave, cBe, cAfter, cBefore, cSince)) && it.ment == 0 {
			break
		}
		i--
	}
	return i
}

// nounParts reads the roles of a noun: from what it belongs to, from its
// demonyms, its prepositions, and the verb that carries it.
func (d *doc) nounParts(f *frame, k int32, c *clause, l *light) []part {
	var parts []part
	d.filled = 0
	d.agentless = l != nil && (l.kind == lightHappen || l.kind == lightReceive) && undergone[f.typ]
	subjRole, hasSubj := f.role(subj)
	objRole, hasObj := f.role(obj)
	if !hasSubj {
		subjRole.role = initiator
		if f.mutual {
			subjRole.role = party
		}
		if _, ok := f.role(gen); ok && !f.mutual {
			subjRole.role = initiator
		}
	}
	var bySubject []int32
	if l != nil && l.kind != lightHappen && !l.passive {
		bySubject = l.subject
	}
	target := recipient
	if f.mutual {
		target = party
	}
	d.fill(subj, bySubject)
	switch {
	case l != nil && l.kind == lightGather:
		parts = addParts(addParts(parts, party, l.core.subject), party, l.core.object)
	case l != nil && (l.kind == lightReceive || f.typ == "ABDUCTION" && l.kind == lightExpress && !d.isGroup(bySubject)):
		parts = addParts(parts, target, bySubject) // who announces the abduction of his people
	case l != nil && l.kind == lightDeny: // has a part where another lacks
	default:
		parts = addParts(parts, subjRole.role, bySubject)
	}
	parts = d.prepParts(parts, f, c, k)
	if l != nil {
		// Prepositions of the carrying verb, before and after its noun.
		for i := range l.clause.args {
			a := &l.clause.args[i]
			if a.slot == noSlot || a.lo == a.hi && a.head == 0 {
				continue
			}
			s, ok := f.role(a.slot)
			if !ok || covered(c.args, a) {
				continue
			}
			parts = d.give(parts, f, s.role, d.argActors(a), a)
			d.fill(a.slot, d.argActors(a))
		}
		if l.core.objArg != nil && l.kind != lightHappen && len(l.core.object) > 0 && l.core.objArg.head == 0 && l.core.objArg.actor {
			if _, ok := f.role(iobj); ok {
				parts = addParts(parts, target, l.core.object)
			}
		}
		if l.passive {
			parts = d.byPhrase(parts, subjRole.role, l.clause)
		}
	}
	if d.lx.lang.VerbFirst {
		parts = d.byPhrase(parts, subjRole.role, c)
	}
	// Demonyms and possessors.
	var gens, adjs []int32
	genRole, genGiven := f.role(gen)
	adjRole, adjGiven := f.role(adj)
	if d.lx.lang.AdjectiveLast {
		gens, adjs = d.qualifiersAfter(k, c)
	} else {
		gens, adjs = d.qualifiersBefore(k)
	}
	if !adjGiven {
		adjRole.role = subjRole.role
		if len(adjs) > 1 && f.mutual {
			adjRole.role = party
		}
	}
	d.fill(adj, adjs)
	d.fill(gen, gens)
	if len(adjs) > 0 && adjRole.role != ignored {
		if len(bySubject) == 0 || f.mutual || adjGiven {
			parts = d.give(parts, f, adjRole.role, adjs, nil)
		}
	}
	if d.lx.lang.AdjectiveLast && hasObj && !f.mutual && len(gens) > 0 {
		switch {
		case d.objectFollows(k, c) != nil:
			genRole.role, genGiven = subjRole.role, true // «طرد أستراليا السفير …»
		case ofPersons[f.typ] && d.personOrPeople(k, gens[0]):
			genRole.role, genGiven = objRole.role, true
		}
	}
	if d.lx.lang.AdjectiveLast && hasObj && !f.mutual && len(gens) == 0 && len(adjs) == 0 && len(bySubject) > 0 && !d.definiteItem(k) && l.kind != lightReceive {
		if a := firstBare(c.args); a != nil && a.first == k+1 && a.deep {
			parts = d.give(parts, f, objRole.role, d.argActors(a), a)
			d.fill(obj, d.argActors(a))
		}
	}
	if len(gens) > 0 {
		if !genGiven {
			filled := false
			for _, p := range parts {
				filled = filled || p.role == recipient
			}
			switch {
			case hasObj && !filled && !f.mutual && (d.objectFollows(k, c) == nil):
				genRole.role = objRole.role
			default:
				genRole.role = subjRole.role
			}
		}
		if len(bySubject) > 0 && l.kind != lightReceive && !f.mutual && genRole.role == subjRole.role {
			genRole.role = ignored
			if hasObj && objRole.role == recipient && !hasRole(parts, recipient) && len(gens) > 0 && !slices.Contains(bySubject, gens[0]) && d.stateFor(gens[0]) != d.stateFor(bySubject[0]) {
				genRole.role = recipient // «يعتزم زيارة تركيا»
			}
			// «عبر الوزير عن إدانة المملكة»: the one who speaks
		}
		if genRole.role != ignored {
			parts = d.give(parts, f, genRole.role, gens, nil)
		}
		if hasObj {
			if a := d.objectFollows(k, c); a != nil {
				parts = d.give(parts, f, objRole.role, d.argActors(a), a)
				d.fill(obj, d.argActors(a))
			}
		}
	}
	if l != nil && l.kind == lightDeny && !hasRole(parts, initiator) && len(parts) < 2 {
		parts = addParts(parts, subjRole.role, bySubject)
	}
	if d.agentless {
		parts = d.agent(f, parts, c, nil)
	}
	return parts
}

func (d *doc) isGroup(actors []int32) bool {
	return len(actors) > 0 && d.actors[actors[0]].Kind == schema.Group
}

// byPhrase gives the role of the subject to those whom a phrase such as
// «من قبل» or "by" names.
func (d *doc) byPhrase(parts []part, r role, c *clause) []part {
	for i := range c.args {
		if a := &c.args[i]; a.slot != noSlot && a.under == 0 && d.items[a.first].is(cBy) {
			parts = addParts(parts, r, d.argActors(a))
		}
	}
	return parts
}

// covered tells whether an argument of the verb was read as one of the noun
// already.
func covered(args []arg, a *arg) bool {
	for i := range args {
		if args[i].first == a.first {
			return true
		}
	}
	return false
}

// qualifiersAfter gives the possessor and the demonyms that follow a noun.
func (d *doc) qualifiersAfter(k int32, c *clause) (gens, adjs []int32) {
	start := len(d.actorPool)
	j := k + 1
	for j < c.hi {
		it := &d.items[j]
		if it.ment != 0 {
			m := &d.ments[it.ment-1]
			if m.adjective && m.kind != "" && !d.people(k, j) {
				d.actorPool = d.appendActors(d.actorPool, it.ment-1)
				adjs = d.actorPool[start:len(d.actorPool):len(d.actorPool)]
				j = m.last
				if j < c.hi && d.items[j].is(cAnd) && j+1 < c.hi && d.items[j+1].ment != 0 && d.ments[d.items[j+1].ment-1].adjective {
					j++
				}
				continue
			}
			if j == k+1 || d.onlyAdjectives(k+1, j) {
				// the possessor, with those joined to it
				for i := range c.args {
					if a := &c.args[i]; a.first <= j && j < a.last && a.slot == noSlot {
						return d.argActors(a), adjs
					}
				}
				return d.mentionActors(it.ment - 1), adjs
			}
			return gens, adjs
		}
		if it.ment == 0 && d.definiteItem(j) && !d.definiteItem(k) && !it.any(mask(cEach, cDet)) {
			return gens, adjs // «رفض الإجراءات الإثيوبية»
		}
		if it.kind != wordToken || it.date != 0 || it.is(cPrep) || it.any(functionMask&^mask(cStop, cNameStop, cEach)) || it.verb {
			return gens, adjs
		}
		if len(adjs) > 0 && d.definiteItem(j) && !d.definiteItem(k) {
			return gens, adjs // «غارة إسرائيلية العاصمة القطرية»
		}
		j++
	}
	return gens, adjs
}

// people tells whether the demonym at item j names people and does not
// qualify the noun at item k: «توقيف عشرات المصريين».
func (d *doc) people(k, j int32) bool {
	return d.pluralEnding(j) && !d.pluralEnding(k)
}

func (d *doc) pluralEnding(k int32) bool {
	t := &d.tokens[d.items[k].last-1]
	w := d.offsets.slice(t.start, t.end)
	return strings.HasSuffix(w, "ين") || strings.HasSuffix(w, "ون")
}

// personOrPeople tells whether what a noun belongs to is a person, or people
// told by their state.
func (d *doc) personOrPeople(k int32, actor int32) bool {
	if d.actors[actor].Kind == schema.Person {
		return true
	}
	for j := k + 1; j < d.sentHi && j < k+4; j++ {
		if id := d.items[j].ment; id != 0 {
			m := &d.ments[id-1]
			return m.agents && d.pluralEnding(m.first) || d.people(k, j)
		}
	}
	return false
}

// onlyAdjectives tells whether the items before a possessor leave it one: a
// demonym may stand between, no further noun.
func (d *doc) onlyAdjectives(from, to int32) bool {
	for j := from; j < to; j++ {
		if it := &d.items[j]; it.ment == 0 && !it.any(mask(cEach, cDet)) && it.kind != numberToken && it.dateWord(dNum) == nil {
			return false
		}
	}
	return true
}

// objectFollows gives the object of a verbal noun, after its subject in the
// genitive: «طرد فرنسا 12 موظفا».
func (d *doc) objectFollows(k int32, c *clause) *arg {
	seen := false
	for i := range c.args {
		a := &c.args[i]
		if a.slot != noSlot || a.adverb && a.lo == a.hi {
			continue
		}
		if !seen {
			if a.first > k+2 {
				return nil
			}
			seen = true
			continue
		}
		if a.under != 0 || a.lo == a.hi {
			return nil
		}
		return a
	}
	return nil
}

// qualifiersBefore gives the possessors and the states or demonyms that
// stand before a noun: "Iran's", "Israeli", "US-Iran".
func (d *doc) qualifiersBefore(k int32) (gens, adjs []int32) {
	gs := len(d.actorPool)
	j := k - 1
	for j >= d.sentLo && j > k-9 {
		it := &d.items[j]
		if it.is(cGenMark) && it.ment == 0 {
			if j-1 >= d.sentLo && d.items[j-1].ment != 0 {
				who, _ := d.leftList(d.items[j-1].ment-1, d.sentLo)
				return who, adjs
			}
			return gens, adjs
		}
		if it.ment != 0 {
			m := &d.ments[it.ment-1]
			if m.ref == refPron {
				return d.mentionActors(it.ment - 1), adjs
			}
			if m.adjective || m.kind == schema.State || m.kind == schema.Organization || m.kind == schema.Group || m.agents {
				d.actorPool = d.appendActors(d.actorPool, it.ment-1)
				adjs = d.actorPool[gs:len(d.actorPool):len(d.actorPool)]
				j = m.first - 1
				if j >= d.sentLo && d.items[j].is(cAnd) && j-1 >= d.sentLo && d.items[j-1].ment != 0 && (d.ments[d.items[j-1].ment-1].adjective) {
					j--
				}
				continue
			}
			return gens, adjs
		}
		if it.any(mask(cPrep, cDet, cAnd, cThat, cRel, cBreak, cSub, cBe, cHave, cAux, cDo, cWill, cAfter, cBefore, cSince)) || it.verb || it.kind == punctToken || it.date != 0 {
			return gens, adjs
		}
		if j > d.sentLo && d.tokens[it.first].flag&flagHyphen != 0 && d.items[j-1].ment != 0 {
			j = d.ments[d.items[j-1].ment-1].first // "US-backed": not its own
		}
		j--
	}
	return gens, adjs
}
