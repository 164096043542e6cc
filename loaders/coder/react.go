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
	"SUPPORT":   {"AGREEMENT", "RECOGNITION", "RELATIONS_RESTORED", "CEASEFIRE"},
	"REJECTION": {"RECOGNITION", "SANCTIONS", "EXPULSION", "REDUCED_RELATIONS", "RELATIONS_SEVERED", "AGREEMENT", "OCCUPATION", "ACCUSATION", "CONDEMNATION", "DEMAND", "APPEAL", "OFFER_TO_MEDIATE", "INTENT_TO_MEET", "THREAT"},
}

// reactTo gives a reaction whose object names no actor ("the move", "it", "the
// charge") the makers of the last event of a kind that one reacts to so.
func (d *doc) reactTo(e *event, k int32, a *arg) {
	kinds := reactsTo[e.typ]
	if kinds == nil || a == nil || hasRole(e.parts, recipient) || !d.refersBack(k, a) {
		return
	}
	for i := len(d.raw) - 1; i >= 0; i-- {
		f := &d.raw[i]
		if f == e || !slices.Contains(kinds, f.typ) || f.modality == schema.Denied || f.modality == schema.Hypothetical {
			continue
		}
		makers := eventMakers(f)
		if len(makers) == 0 || d.shares(makers, e) {
			continue
		}
		e.parts = addParts(e.parts, recipient, makers)
		return
	}
}

// refersBack tells whether an object is something told: "the move", "this",
// "it".
func (d *doc) refersBack(k int32, a *arg) bool {
	for j := k + 1; j <= a.first && j < k+6 && j < d.sentHi; j++ {
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
