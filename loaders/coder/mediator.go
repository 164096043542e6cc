package coder

import (
	"slices"

	"safir/schema"
)

// mediated are the types between whose parties somebody can stand.
var mediated = map[schema.EventType]bool{
	"NEGOTIATION": true, "MEETING": true, "CEASEFIRE": true, "AGREEMENT": true, "RELEASE": true, "DE_ESCALATION": true, "RELATIONS_RESTORED": true,
	"INTENT_TO_MEET": true, "MEDIATION": true, "CONSULTATION": true, "WITHDRAWAL": true, "ACCESS_GRANTED": true, "MESSAGE": true,
}

// addMediators gives the talks and deals that the sentence tells those who,
// in its words, stood between the parties: "brokered by A", "A-mediated",
// "under A's mediation", "with A mediating".
func (d *doc) addMediators() {
	for k := d.sentLo; k < d.sentHi; k++ {
		it := &d.items[k]
		e := it.word(cBroker)
		if e == nil || it.date != 0 {
			continue
		}
		only := schema.EventType("")
		if d.lx.values[e.val] == "host" {
			only = "NEGOTIATION" // who hosts a meeting takes part in it
		}
		switch noun := it.tag&(Finite|PastPart|ActivePart|Infinitive) == 0 || it.tag&Nominal != 0 && !it.verb && d.prepBefore(d.phraseStart(k), d.sentLo); {
		case noun && it.ment != 0:
			if m := &d.ments[it.ment-1]; m.last == k+1 && d.withBefore(it.ment-1) { // "through Omani mediators"
				i := d.dealNear(k, true, only)
				d.mediators(i, k, d.mentionActors(it.ment-1))
			}
		case noun:
			d.mediation(k)
		case it.tag&PastPart != 0 && k > d.sentLo && d.tokens[it.first].flag&flagHyphen != 0:
			if id := d.items[k-1].ment; id != 0 {
				who, _ := d.leftList(id-1, d.sentLo)
				d.mediators(d.nearestDeal(k, true, only), k, who)
			}
		case it.tag&PastPart != 0 && d.byAfter(k) > 0:
			if n := d.dealBefore(k); n >= 0 && only == "" {
				d.mediators(d.dealOf(n), k, append(slices.Clone(d.listFrom(d.byAfter(k))), d.helpers(d.byAfter(k))...))
				continue
			}
			i := d.dealNear(k, false, only)
			d.mediators(i, k, d.listFrom(d.byAfter(k)))
		case it.tag&ActivePart != 0 && k > d.sentLo && d.items[k-1].ment != 0 && d.withBefore(d.items[k-1].ment-1):
			i := d.dealNear(k, true, only)
			who, _ := d.leftList(d.items[k-1].ment-1, d.ments[d.items[k-1].ment-1].first)
			d.mediators(i, k, who)
		case it.verb:
			d.mediatesTold(k)
		}
	}
}

// helpers gives those with whose help the mediators at item k stood between:
// "brokered by A with help from B".
func (d *doc) helpers(k int32) []int32 {
	for j := k; j < d.sentHi && j < k+12; j++ {
		it := &d.items[j]
		if e := it.word(cPrep); e != nil && it.ment == 0 && d.lx.values[e.val] == "sponsor" {
			return d.listFrom(j + 1)
		}
		if it.verb || it.kind == punctToken && it.ch != ',' {
			return nil
		}
	}
	return nil
}

// dealBefore returns the noun of talks or a deal right before the participle at
// item k, a comma aside; -1 where none stands there.
func (d *doc) dealBefore(k int32) int32 {
	for i := k - 1; i >= d.sentLo && i > k-4; i-- {
		it := &d.items[i]
		switch {
		case it.has(headEntry) && !it.verb && it.ment == 0:
			if !mediated[d.nounType(i)] {
				return -1
			}
			return i
		case it.kind == punctToken && it.ch == ',', it.is(cAdverb):
		default:
			return -1
		}
	}
	return -1
}

// dealOf finds the event that the noun at item n names: one of the sentence, or
// the last one of its kind told before; -1 for none.
func (d *doc) dealOf(n int32) int {
	typ := d.nounType(n)
	kinds := d.toldTypes(&arg{first: n, last: n + 1})
	for i := len(d.raw) - 1; i >= 0 && i >= len(d.raw)-10; i-- {
		e := &d.raw[i]
		if (e.typ == typ || slices.Contains(kinds, e.typ)) && mediated[e.typ] && e.modality != schema.Denied {
			return i
		}
	}
	return -1
}

// phraseStart walks back over what qualifies the noun at item k.
func (d *doc) phraseStart(k int32) int32 {
	i := k
	for i > d.sentLo {
		it := &d.items[i-1]
		if it.kind != wordToken || it.verb || it.date != 0 || it.ment == 0 && !it.is(cGenMark) && it.any(functionMask&^mask(cNameStop, cStop)) {
			break
		}
		i--
	}
	return i
}

// mediation reads the noun: "under Omani mediation", "through mediation by A".
func (d *doc) mediation(k int32) {
	if d.lx.lang.AdjectiveLast {
		d.lateMediation(k)
		return
	}
	if !d.prepBefore(d.phraseStart(k), d.sentLo) {
		return
	}
	gens, adjs := d.qualifiersBefore(k)
	who := append(append([]int32(nil), gens...), adjs...)
	if len(who) == 0 && k+2 < d.sentHi {
		if e := d.items[k+1].word(cPrep); e != nil && (d.lx.ofPrep[e.val] || d.lx.fromPrep[e.val] || d.items[k+1].is(cBy)) {
			who = d.listFrom(k + 2)
		}
	}
	d.mediators(d.dealNear(k, false, ""), k, who)
}

// lateMediation reads the noun where adjectives come last: «بوساطة قطرية
// ومصرية», «في إطار وساطة من الأمم المتحدة».
func (d *doc) lateMediation(k int32) {
	if !d.items[k].is(cPrep) && !d.prepBefore(k, d.sentLo) && !(k > d.sentLo && d.items[k-1].any(mask(cAfter, cSince, cContent))) {
		return
	}
	from := k + 1
	if from+1 < d.sentHi {
		if e := d.items[from].word(cPrep); e != nil && d.lx.ofPrep[e.val] {
			from++
		}
	}
	who := d.listFrom(from)
	d.mediators(d.dealNear(k, false, ""), k, who)
}

// byAfter returns the item after the "by" that follows the participle at item
// k, 0 where none does.
func (d *doc) byAfter(k int32) int32 {
	for j := k + 1; j < d.sentHi-1 && j <= k+6; j++ {
		it := &d.items[j]
		switch {
		case it.is(cBy):
			return j + 1
		case it.is(cBroker), it.date != 0, it.is(cAnd) && it.ment == 0, it.is(cAdverb):
		case it.is(cPrep) && d.placePrepAt(j): // "mediated in Doha by"
		case it.ment != 0 && d.placePrepAt(j-1):
		default:
			return 0
		}
	}
	return 0
}

func (d *doc) placePrepAt(k int32) bool {
	e := d.items[k].word(cPrep)
	return e != nil && d.lx.placePrep[e.val]
}

func (d *doc) withBefore(id int32) bool {
	k := d.ments[id].first
	for k > d.sentLo && d.items[k-1].is(cDet) && d.items[k-1].ment == 0 {
		k--
	}
	return k > d.sentLo && d.items[k-1].is(cPrep) && d.items[k-1].ment == 0 && !d.items[k-1].is(cSub)
}

// listFrom gives the actors of the list that begins at item k.
func (d *doc) listFrom(k int32) []int32 {
	start := len(d.actorPool)
	for k < d.sentHi {
		for k < d.sentHi && d.items[k].ment == 0 && d.items[k].any(mask(cDet, cEach, cHonorific)) {
			k++
		}
		if k >= d.sentHi || d.items[k].ment == 0 {
			break
		}
		id := d.items[k].ment - 1
		if m := &d.ments[id]; m.deep && !m.adjective {
			break
		}
		d.actorPool = d.appendActors(d.actorPool, id)
		k = d.ments[id].last
		if k+1 >= d.sentHi {
			break
		}
		joint := &d.items[k]
		if d.lx.lang.AdjectiveLast && joint.ment != 0 && d.ments[joint.ment-1].adjective && d.ments[id].adjective {
			continue // «وساطة قطرية مصرية»
		}
		if joint.kind == punctToken && (joint.ch == ',' || joint.ch == '،') && d.listGoesOn(k, d.sentHi) {
			if k++; d.items[k].is(cAnd) && d.items[k].ment == 0 {
				k++
			}
			continue
		}
		if !joint.is(cAnd) || joint.ment != 0 {
			break
		}
		k++
	}
	return d.actorPool[start:len(d.actorPool):len(d.actorPool)]
}

// dealNear finds the nearest such event, on the one side or, where none is
// there, on the other.
func (d *doc) dealNear(k int32, right bool, only schema.EventType) int {
	if i := d.nearestDeal(k, right, only); i >= 0 {
		return i
	}
	return d.nearestDeal(k, !right, only)
}

// nearestDeal finds the event of the sentence with its head nearest to item k
// on one side; -1 for none. only restricts it to one type.
func (d *doc) nearestDeal(k int32, right bool, only schema.EventType) int {
	best, dist := -1, int32(1<<30)
	for i := int(d.firstEvent); i < len(d.raw); i++ {
		e := &d.raw[i]
		n := k - e.head
		if right {
			n = -n
		}
		if n <= 0 || !mediated[e.typ] || only != "" && e.typ != only || n >= dist {
			continue
		}
		best, dist = i, n
	}
	return best
}

// mediators makes who the mediators of an event told by the words at item k.
func (d *doc) mediators(i int, k int32, who []int32) {
	if i < 0 || len(who) == 0 {
		return
	}
	e := &d.raw[i]
	rest := slices.DeleteFunc(slices.Clone(e.parts), func(p part) bool {
		return slices.ContainsFunc(who, func(a int32) bool { return d.sameActor(a, p.actor) })
	})
	if len(rest) == 0 || len(rest) < 2 && len(e.parts) > 1 {
		return
	}
	e.parts = addParts(rest, mediator, who)
	if e.frame.states == "NEGOTIATION" && d.lx.lang.Capitals {
		e.typ = e.frame.states // those between whom somebody stands negotiate
	}
	if e.head < k && e.sent == d.sent {
		e.last = max(e.last, k+1)
	}
	// The mediation is told already.
	for j := int(d.firstEvent); j < len(d.raw); j++ {
		if j != i && d.raw[j].head == k && (d.raw[j].typ == "MEDIATION" || d.raw[j].typ == e.typ) {
			d.raw = slices.Delete(d.raw, j, j+1)
			break
		}
	}
}

// subjectOf gives the subject of the verb at item k.
func (d *doc) subjectOf(k int32) (who []int32) {
	for i := range d.verbs {
		if d.verbs[i].at == k {
			who = d.verbs[i].actors
		}
	}
	return who
}

// mediatesTold reads a clause that says of talks or a deal told before who
// stood between: "A, who had brokered the deal".
func (d *doc) mediatesTold(k int32) {
	if d.mediatedBetween(k) {
		return
	}
	for i := int(d.firstEvent); i < len(d.raw); i++ {
		if d.raw[i].head == k || d.raw[i].head > k && d.raw[i].head <= k+4 {
			return // the clause tells its own parties
		}
	}
	typ := schema.EventType("")
	for j := k + 1; j < d.sentHi && j <= k+4; j++ {
		if it := &d.items[j]; it.has(headEntry) && !it.verb {
			typ = d.nounType(j)
			break
		}
	}
	if !mediated[typ] {
		return
	}
	who := d.subjectOf(k)
	for i := len(d.raw) - 1; i >= 0 && i >= len(d.raw)-8 && len(who) > 0; i-- {
		if e := &d.raw[i]; e.typ == typ && e.modality == schema.Actual {
			if !hasRole(e.parts, mediator) && !d.shares(who, e) {
				e.parts = addParts(e.parts, mediator, who)
			}
			return
		}
	}
}

// mediatedBetween mends an event of the sentence whose parties are those who,
// by the verb at item k, stood between others: "the talks that A mediated between
// B and C". It tells whether there is one.
func (d *doc) mediatedBetween(k int32) bool {
	who := d.subjectOf(k)
	if len(who) == 0 {
		return false
	}
	var parties []int32
	for j := k + 1; j < d.sentHi && j < k+8; j++ {
		if e := d.items[j].word(cPrep); e != nil && d.items[j].ment == 0 && d.lx.values[e.val] == "between" {
			parties = d.listFrom(j + 1)
			break
		}
	}
	if len(parties) < 2 {
		return false
	}
	done := false
	for i := int(d.firstEvent); i < len(d.raw); i++ {
		e := &d.raw[i]
		if !mediated[e.typ] || slices.ContainsFunc(e.parts, func(p part) bool { return !slices.Contains(who, p.actor) }) {
			continue
		}
		e.parts = addParts(addParts(nil, party, parties), mediator, who)
		done = true
	}
	return done
}
