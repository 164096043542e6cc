package coder

import (
	"slices"

	"safir/schema"
)

// reactsTo says what kinds of event one condemns, welcomes or rejects.
var reactsTo = map[schema.EventType][]schema.EventType{
	"CONDEMNATION": {
		"ATTACK", "AIRSTRIKE", "SHELLING", "BOMBING", "ASSASSINATION", "MASS_VIOLENCE", "OCCUPATION", "BLOCKADE", "SEIZURE", "ARREST", "ABDUCTION",
		"EXPULSION", "SANCTIONS", "RELATIONS_SEVERED", "REDUCED_RELATIONS", "RECOGNITION", "THREAT", "CEASEFIRE_VIOLATION", "COERCION", "COOPERATION", "AID_CUT", "AGREEMENT", "RELATIONS_RESTORED",
	},
	"PRAISE": {
		"AGREEMENT", "CEASEFIRE", "RELEASE", "RELATIONS_RESTORED", "RECOGNITION", "SANCTIONS_EASED", "WITHDRAWAL", "CONCESSION", "DE_ESCALATION",
		"ACCESS_GRANTED", "MEETING", "NEGOTIATION", "MEDIATION", "PLEDGE", "APOLOGY",
	},
	"SUPPORT": {
		"AGREEMENT", "RECOGNITION", "RELATIONS_RESTORED", "CEASEFIRE", "OFFER_TO_MEDIATE", "INTENT_TO_MEET", "SANCTIONS", "EXPULSION", "RELATIONS_SEVERED",
		"WITHDRAWAL", "AIRSTRIKE", "ATTACK", "DEMAND", "APPEAL", "MEDIATION",
	},
	"REJECTION": {
		"ACCUSATION", "CONDEMNATION", "DEMAND", "APPEAL", "OFFER_TO_MEDIATE", "INTENT_TO_MEET", "THREAT", "AGREEMENT", "CEASEFIRE", "RECOGNITION", "SANCTIONS",
		"OCCUPATION", "RELATIONS_SEVERED", "RELATIONS_RESTORED",
	},
}

// reactTo gives a reaction whose object names no actor ("the move", "it", "the
// charge") the makers of the last event of a kind that one reacts to so.
func (d *doc) reactTo(e *event, k int32, a *arg) {
	if a == nil || hasRole(e.parts, recipient) || !d.refersBack(k, a) {
		return
	}
	e.parts = addParts(e.parts, recipient, d.recalled(e.typ, a, e.parts))
}

// recalled gives the makers of the event told before that the object of a
// reaction means; those who react are none of them.
func (d *doc) recalled(typ schema.EventType, a *arg, parts []part) []int32 {
	kinds := reactsTo[typ]
	if kinds == nil {
		return nil
	}
	if told := d.toldTypes(a); told != nil {
		kinds = told
	}
	for _, m := range [...]schema.Modality{schema.Actual, schema.Planned} {
		for i := len(d.raw) - 1; i >= 0; i-- {
			f := &d.raw[i]
			if !slices.Contains(kinds, f.typ) || f.modality != m {
				continue
			}
			makers := eventMakers(f)
			if d.shares(makers, &event{parts: parts}) {
				if f.typ != "INTENT_TO_MEET" {
					continue
				}
				// "dismissed the offer" of talks: by the others
				makers = slices.DeleteFunc(makers, func(a int32) bool { return d.shares([]int32{a}, &event{parts: parts}) })
			}
			if len(makers) > 0 {
				return makers
			}
		}
	}
	return nil
}

// reactsToIt gives a reaction whose object is "it" or "this" the makers of the
// event told before; false where none was told.
func (d *doc) reactsToIt(e *event, a *arg) bool {
	kinds := reactsTo[e.typ]
	if kinds == nil || a == nil || a.lo == a.hi {
		return false
	}
	m := &d.ments[d.argMents[a.lo]]
	if m.ref != refPron || m.refOffice != "n" || a.hi-a.lo != 1 {
		return false
	}
	if typ := d.nounAhead(e, kinds); typ != "" {
		e.parts = slices.DeleteFunc(e.parts, func(p part) bool { return p.role == recipient })
		e.pending = typ // its event is read after those of the verbs
		return true
	}
	for i := len(d.raw) - 2; i >= 0 && i >= len(d.raw)-10; i-- {
		f := &d.raw[i]
		if !slices.Contains(kinds, f.typ) || f.modality == schema.Denied || f.modality == schema.Hypothetical {
			continue
		}
		makers := eventMakers(f)
		if len(makers) == 0 || d.shares(makers, e) && !hasRole(f.parts, recipient) {
			continue
		}
		e.parts = slices.DeleteFunc(e.parts, func(p part) bool { return p.role == recipient })
		e.parts = addParts(e.parts, recipient, makers)
		return true
	}
	return false
}

// nounAhead gives the type of an event that a noun before the reaction tells
// in its own sentence, where no verb of the sentence has told one of the kinds.
func (d *doc) nounAhead(e *event, kinds []schema.EventType) schema.EventType {
	for i := int(d.firstEvent); i < len(d.raw)-1; i++ {
		if slices.Contains(kinds, d.raw[i].typ) {
			return ""
		}
	}
	for j := e.head - 1; j >= d.sentLo; j-- {
		if it := &d.items[j]; it.has(headEntry) && !it.verb && it.ment == 0 && !d.isUsed(j) {
			if typ := d.nounType(j); slices.Contains(kinds, typ) {
				return typ
			}
		}
	}
	return ""
}

// toldTypes gives the types of event that the noun of an object may recall:
// "the raid", "the offer"; nil where it may be any.
func (d *doc) toldTypes(a *arg) []schema.EventType {
	class, ok := d.lx.classes["told"]
	if !ok || a.last == a.first {
		return nil
	}
	for i := d.items[a.first].first; i < d.items[a.last-1].last; i++ {
		for _, m := range d.matches[d.matchAt[i]:d.matchAt[i+1]] {
			for _, e := range d.lx.trie.ends[m.node] {
				if e.kind == wordEntry && e.class == class {
					return d.lx.told[e.val]
				}
			}
		}
	}
	return nil
}

// refersBack tells whether an object is something told: "the move", "this",
// "it".
func (d *doc) refersBack(k int32, a *arg) bool {
	for j := max(k+1, d.sentLo); j <= a.first && j < k+6 && j < d.sentHi; j++ {
		it := &d.items[j]
		if it.is(cSame) || it.is(cPron) {
			return true
		}
		if e := it.word(cDet); e != nil && d.lx.values[e.val] == "the" {
			return true
		}
	}
	return false
}

// shares tells whether one of the actors, or its state, has a part in e.
func (d *doc) shares(actors []int32, e *event) bool {
	for _, a := range actors {
		for _, p := range e.parts {
			if d.sameActor(a, p.actor) {
				return true
			}
		}
	}
	return false
}

// aimless tells whether an attack is a person's on nobody, as a skier attacks
// the course, or a report blames nobody else.
func (d *doc) aimless(e *event) bool {
	if hasRole(e.parts, recipient) || e.pending != "" {
		return false
	}
	if e.typ == "ACCUSATION" && e.frame.said {
		return true // "said it was behind the attack"
	}
	for _, p := range e.parts {
		if d.actors[p.actor].Kind != schema.Person {
			return false
		}
	}
	return attackKin[e.typ] && len(e.parts) > 0
}

// ofSummons tells whether a protest is what an envoy was summoned for, told in
// the same sentence.
func (d *doc) ofSummons(e *event) bool {
	if e.typ != "PROTEST" {
		return false
	}
	for i := len(d.raw) - 2; i >= int(d.firstEvent); i-- {
		f := &d.raw[i]
		if f.typ == "SUMMONS" && slices.ContainsFunc(f.parts, func(p part) bool { return p.role == initiator && d.shares([]int32{p.actor}, e) }) {
			return true
		}
	}
	return false
}
