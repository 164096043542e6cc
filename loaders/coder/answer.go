package coder

import (
	"slices"

	"safir/schema"
)

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

// reacts tells whether the frame's event answers another event.
func (f *frame) reacts() bool {
	for _, s := range f.slots {
		if s.role == makers {
			return true
		}
	}
	return false
}
