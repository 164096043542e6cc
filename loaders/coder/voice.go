package coder

import (
	"safir/schema"
)

// undergone are the types that may be told without saying who did it: somebody
// was expelled, released, killed, bombed.
var undergone = map[schema.EventType]bool{
	"SUMMONS": true, "EXPULSION": true, "ARREST": true, "RELEASE": true, "ABDUCTION": true, "ASSASSINATION": true, "SEIZURE": true,
	"AIRSTRIKE": true, "SHELLING": true, "ATTACK": true, "BOMBING": true, "SANCTIONS": true, "SANCTIONS_EASED": true, "AID_CUT": true, "BLOCKADE": true, "OCCUPATION": true,
	"TALKS_HALTED": true, "RELATIONS_RESTORED": true, "AGREEMENT": true,
}

// ofPersons are those of them that are done to persons, so that a person alone
// beside the verb is the one to whom it is done.
var ofPersons = map[schema.EventType]bool{"SUMMONS": true, "EXPULSION": true, "ARREST": true, "RELEASE": true, "ABDUCTION": true, "ASSASSINATION": true}

// isPassive tells whether the verb at item k is passive by its form, its
// vowels, or a phrase that names the agent.
func (d *doc) isPassive(k int32, c *clause) bool {
	it := &d.items[k]
	if it.tag&PassiveOnly != 0 {
		return true
	}
	if t := &d.tokens[it.first]; d.lx.lang.Passive != nil && d.lx.lang.Passive(d.offsets.slice(t.start, t.end), it.tag) {
		return true
	}
	for j := k + 1; j < c.hi && j < k+25; j++ {
		if d.items[j].is(cBy) {
			return true
		}
	}
	return false
}

// makePassive turns what was taken for the subject of a passive verb into its
// object.
func (r *core) makePassive(d *doc) {
	switch {
	case r.subjArg != nil:
		r.objArg, r.object = r.subjArg, d.argActors(r.subjArg)
	case !r.inherited && len(r.subject) > 0:
		r.objArg, r.object = nil, r.subject
	}
	r.subject, r.subjArg, r.inherited, r.passive = nil, nil, false, true
}

// passiveReading takes a verb whose spelling does not tell its voice for a
// passive: nothing in its clause can be both its subject and its object.
// persons says that the phrase beside it is a person, so that only what is
// done to persons may be meant.
func (d *doc) passiveReading(k int32, c *clause, r *core) (alt core, persons, ok bool) {
	it := &d.items[k]
	if r.passive || it.tag&Finite == 0 || r.nobody && r.subjArg == nil || len(r.subject) > 0 && (r.inherited || r.subjArg == nil) {
		return alt, false, false
	}
	alt = *r
	switch {
	case r.subjArg != nil && r.objArg == nil && len(r.object) == 0 && !d.disagrees(k, r.subjArg):
		if a := r.subjArg; a.actor {
			m := &d.ments[d.argMents[a.lo]]
			persons = true
			if m.kind != schema.Person && !m.agents || m.ref != noRef {
				return alt, false, false
			}
		}
	case r.subjArg == nil && r.objArg != nil && r.objArg.slot == noSlot:
	case r.subjArg == nil && r.objArg == nil && len(c.args) > 0 && c.args[0].slot != noSlot && c.args[0].first == k+1:
		// «أفرج عن …»
	default:
		return alt, false, false
	}
	alt.makePassive(d)
	return alt, persons, true
}

// agent gives a passive clause that names no agent the one that its words
// imply: whose measure it was («العقوبات الأوروبية»), where from, at whose
// court the envoy is.
func (d *doc) agent(f *frame, parts []part, c *clause, objArg *arg) []part {
	who, ok := f.role(subj)
	if !ok || who.role == initiator && hasRole(parts, initiator) {
		return parts
	}
	if _, ok := f.role(obj); !ok && objArg != nil {
		for _, id := range d.argMents[objArg.lo:objArg.hi] {
			if m := &d.ments[id]; m.deep && m.adjective || f.mutual && m.agents {
				parts = addParts(parts, who.role, d.mentionActors(id))
			}
		}
	}
	if f.mutual || hasRole(parts, initiator) {
		return parts
	}
	if attackKin[f.typ] {
		for i := range c.args {
			a := &c.args[i]
			if a.slot == noSlot || a.head == 0 || !attackKin[d.nounType(a.head-1)] {
				continue
			}
			if ms := d.makersNamed(a.head - 1); len(ms) > 0 { // «استُهدف بغارة إسرائيلية»
				d.used = append(d.used, a.head-1)
				return addParts(parts, initiator, ms)
			}
		}
	}
	if f.typ == "SUMMONS" || f.typ == "EXPULSION" {
		for _, p := range parts {
			if post := d.actors[p.actor].post; p.role == recipient && post != 0 {
				return addParts(parts, initiator, []int32{d.lexActorID(post)})
			}
		}
	}
	for i := range c.args {
		a := &c.args[i]
		if s, ok := f.role(a.slot); ok && a.slot != noSlot && s.role == implied {
			for _, who := range d.argActors(a) {
				if d.stateFor(who) >= 0 && !d.shares([]int32{who}, &event{parts: parts}) {
					return addParts(parts, initiator, []int32{who})
				}
			}
		}
	}
	return parts
}
