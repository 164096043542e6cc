package coder

import (
	"slices"

	"safir/schema"
)

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
