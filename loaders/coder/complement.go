package coder

import "safir/schema"

// askedOf are the types whose that-clause names in its subject whom they
// address: "demanded that Rwanda withdraw".
var askedOf = map[schema.EventType]bool{"DEMAND": true, "APPEAL": true, "ACCUSATION": true}

// aimedByInfinitive are the types whose infinitive names in its object whom
// they are aimed at: "threatened to attack Benin".
var aimedByInfinitive = map[schema.EventType]bool{"THREAT": true, "PLEDGE": true, "REJECTION": true, "OFFER_TO_MEDIATE": true}

// complementTarget gives an event without recipient the one that the
// complement of its head names.
func (d *doc) complementTarget(e *event, c *clause) {
	if !d.lx.lang.Capitals || hasRole(e.parts, recipient) || !hasRole(e.parts, initiator) {
		return
	}
	if askedOf[e.typ] && c.that != 0 {
		if id := d.mentionFrom(c.that, c.that+3); id >= 0 {
			d.aim(e, d.mentionActors(id), d.ments[id].last)
		}
		return
	}
	v := c.hi
	if !aimedByInfinitive[e.typ] || v >= d.sentHi || !d.items[v].verb || !d.items[v-1].is(cInfinitive) {
		return
	}
	cc := d.collect(v, d.sentHi, false)
	for i := range cc.args {
		a := &cc.args[i]
		if a.lo == a.hi || a.slot != noSlot && !d.lx.aimPrep[a.slot] {
			continue
		}
		d.aim(e, d.argActors(a), a.last)
		return
	}
}

// aim makes actors the recipients of an event, those aside who have a part in
// it already.
func (d *doc) aim(e *event, actors []int32, last int32) {
	if len(actors) == 0 || d.shares(actors, e) {
		return
	}
	e.parts = addParts(e.parts, recipient, actors)
	e.last = max(e.last, last)
}

// mentionFrom gives the mention that begins at one of the items from lo to
// hi, words before it that belong to a noun phrase aside; -1 for none.
func (d *doc) mentionFrom(lo, hi int32) int32 {
	for j := lo; j < hi && j < d.sentHi; j++ {
		it := &d.items[j]
		if it.ment != 0 {
			return it.ment - 1
		}
		if !it.any(mask(cDet, cAdverb)) && it.date == 0 {
			return -1
		}
	}
	return -1
}
