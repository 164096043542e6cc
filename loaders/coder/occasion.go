package coder

import "safir/schema"

// occasionDays is how far before publication the day of a story may lie: what
// is told of an older day is background, and the story does not go on from it.
const occasionDays = 1

// dateOccasions gives an event without a word of time the day of the occasion
// that the story goes on telling: the talk, the signing and what the same
// people said there. What others said of it afterwards keeps no day.
func (d *doc) dateOccasions() {
	for i := range d.raw {
		e := &d.raw[i]
		if e.joined != 0 || e.hasDate || !e.date.IsZero() || e.modality != schema.Actual || e.perfect {
			continue
		}
		if d.inTicker(e) {
			e.date = schema.On(d.day)
			continue
		}
		if !d.narrates(e) {
			continue
		}
		if p := d.occasion(i); p >= 0 {
			e.date = d.raw[p].date
		}
	}
}

// inTicker tells whether a verb tells the event in an entry under a time of
// day, "14:05 - …": the day's ticker tells the day of its publication.
func (d *doc) inTicker(e *event) bool {
	if d.day.IsZero() || !d.items[e.head].verb && !e.subject || d.background(e.head, e.lo) {
		return false
	}
	p := &d.paras[d.sents[e.sent].para]
	k := p.first
	if k < p.last && d.tokens[k].kind == punctToken {
		k++
	}
	return k+2 < p.last && d.tokens[k].kind == numberToken && d.tokens[k+1].ch == ':' && d.tokens[k+2].kind == numberToken &&
		d.tokens[k].num < 24 && d.tokens[k+2].num < 60
}

// narrates tells whether a past verb of a main clause tells the event.
func (d *doc) narrates(e *event) bool {
	h := &d.items[e.head]
	if !h.verb && !e.subject || h.verb && h.tag&Past == 0 || d.background(e.head, e.lo) {
		return false
	}
	d.sentLo = d.itemAt[e.sent]
	return !d.inRelative(e.head)
}

// occasion finds the event of the same paragraph or the one before from whose
// day event i goes on, -1 for none.
func (d *doc) occasion(i int) int {
	e := &d.raw[i]
	// Negotiations go on for days; the day of one meeting is not theirs.
	brief := joint(e.typ) && e.typ != "NEGOTIATION" && e.typ != "MEDIATION" && e.typ != "CONSULTATION"
	if !brief && !verbal[e.typ] {
		return -1
	}
	for j := i - 1; j >= 0; j-- {
		p := &d.raw[j]
		if d.sents[p.sent].para+1 < d.sents[e.sent].para {
			break
		}
		if p.modality != schema.Actual || p.perfect || p.head >= e.head || !d.ofStory(p.date) {
			continue
		}
		contact, _ := p.typ.Info()
		if brief && (d.sharesMaker(p, e) || d.amongStates(e, p)) || contact.Contact && d.sharesPerson(p, e) {
			return j
		}
	}
	return -1
}

// ofStory tells whether the interval is one day, of those just before
// publication.
func (d *doc) ofStory(iv schema.Interval) bool {
	return iv.Precision == schema.PrecisionDay && iv.Start == iv.End && !d.day.IsZero() && absDays(iv.Start, d.day) <= occasionDays
}

// amongStates tells whether e has two sides or more and all of them, or their
// states, take part in p.
func (d *doc) amongStates(e, p *event) bool {
	for _, a := range e.parts {
		ok := false
		for _, b := range p.parts {
			ok = ok || d.sameActor(a.actor, b.actor)
		}
		if !ok {
			return false
		}
	}
	return len(e.parts) > 1
}

// sharesPerson tells whether the person who does e takes part in p.
func (d *doc) sharesPerson(p, e *event) bool {
	for _, b := range e.parts {
		if b.role != initiator || d.actors[b.actor].Kind != schema.Person {
			continue
		}
		for _, a := range p.parts {
			if a.actor == b.actor && a.role != mediator {
				return true
			}
		}
	}
	return false
}
