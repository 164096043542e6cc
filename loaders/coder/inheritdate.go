package coder

import "safir/schema"

// inheritDate gives an event without a date of its own that of the event it
// is told with.
func (d *doc) inheritDate(e *event, c *clause, cl, at int32) {
	if e.perfect || e.modality == schema.Planned {
		return
	}
	verb := d.items[at].verb || d.items[at].tag&ActivePart != 0
	// 1. The same sentence, the same subject.
	if verb && !d.inRelative(at) {
		for i := len(d.raw) - 2; i >= int(d.firstEvent); i-- {
			p := &d.raw[i]
			if p.sent != e.sent || p.date.IsZero() || p.modality != schema.Actual || !d.items[p.head].verb && !p.subject {
				continue
			}
			if d.sharesMaker(p, e) && (d.items[at].tag&ActivePart != 0 && !d.items[at].verb || e.inferred > 0 || d.joinedBefore(at, cl)) {
				e.date = p.date
				return
			}
		}
	}
	// 2. It refers to a contact told before.
	if j := d.anaphorIn(cl, c.hi); j >= 0 || d.frontAnaphor {
		for i := len(d.raw) - 2; i >= 0 && i >= len(d.raw)-6; i-- {
			p := &d.raw[i]
			if info, _ := p.typ.Info(); (info.Contact || p.typ == "DIPLOMATIC_COOPERATION") && p.modality == schema.Actual {
				if d.items[at].verb || d.items[at].tag&ActivePart != 0 {
					e.date = p.date
					e.anaphor = true
				}
				return
			}
		}
	}
	if e.typ == "CONSULTATION" && d.lx.lang.Capitals {
		for i := len(d.raw) - 2; i >= 0; i-- {
			if p := &d.raw[i]; retells(p, e) && p.modality == schema.Actual && !p.date.IsZero() && d.within(e, p) {
				e.date = p.date
				return
			}
		}
	}
	// 3. Said in a talk that the paragraph has told.
	if verb && verbal[e.typ] {
		for i := len(d.raw) - 2; i >= 0 && i >= len(d.raw)-8; i-- {
			p := &d.raw[i]
			if d.sents[p.sent].para != d.sents[e.sent].para {
				break
			}
			if info, _ := p.typ.Info(); info.Contact && p.modality == schema.Actual && !p.perfect && !p.date.IsZero() && d.takesPart(p, e) {
				e.date = p.date
				return
			}
		}
	}
	// 4. The dateline's day.
	if verb && d.dateline && !d.inRelative(at) && d.items[at].tag&(Past|ActivePart) != 0 && !d.background(at, cl) {
		e.date = schema.On(d.day)
	}
}

// within tells whether all participants of e take part in p.
func (d *doc) within(e, p *event) bool {
	for _, a := range e.parts {
		ok := false
		for _, b := range p.parts {
			ok = ok || a.actor == b.actor
		}
		if !ok {
			return false
		}
	}
	return true
}

// background tells whether the clause looks back ("has ...", "since").
func (d *doc) background(at, cl int32) bool {
	for j := cl; j < at; j++ {
		if d.items[j].any(mask(cHave, cSince, cPerfect)) {
			return true
		}
	}
	return false
}

func (d *doc) inRelative(at int32) bool {
	for j := at - 1; j >= d.sentLo && j >= at-3; j-- {
		it := &d.items[j]
		if it.is(cRel) {
			return true
		}
		if it.date == 0 && !it.any(mask(cAux, cPerfect, cAdverb, cHave, cBe, cNot)) {
			return false
		}
	}
	return false
}

func (d *doc) joinedBefore(at, cl int32) bool {
	for j := at - 1; j >= cl-1 && j >= d.sentLo && j >= at-3; j-- {
		if d.items[j].is(cAnd) || d.items[j].is(cThen) {
			return true
		}
	}
	return false
}

func (d *doc) sharesMaker(p, e *event) bool {
	for _, a := range p.parts {
		for _, b := range e.parts {
			if a.actor == b.actor && (b.role == initiator || b.role == party) && a.role != mediator {
				return true
			}
		}
	}
	return false
}

// takesPart tells whether a maker of e is one of the participants of p.
func (d *doc) takesPart(p, e *event) bool {
	for _, b := range e.parts {
		if b.role != initiator && b.role != party {
			continue
		}
		for _, a := range p.parts {
			if a.actor == b.actor {
				return true
			}
		}
	}
	return false
}

// anaphorIn finds a word that refers back to a contact: «خلال الاتصال».
func (d *doc) anaphorIn(lo, hi int32) int32 {
	for j := lo; j < hi; j++ {
		if e := d.items[j].word(cSame); e != nil && d.lx.values[e.val] == "contact" {
			return j
		}
	}
	return -1
}
