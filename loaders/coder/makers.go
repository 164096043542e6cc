package coder

import (
	"slices"

	"safir/schema"
)

// makersOf gives those who made the event of a noun: its initiators, or all
// its parties.
func (d *doc) makersOf(k int32, a *arg) []int32 {
	c := d.collect(k, d.sentHi, true)
	best := d.bestFrame(k, nounForm, k, &c, func(f *frame) []part { return d.nounParts(f, k, &c, nil) })
	typ := schema.EventType("")
	if best.frame != nil {
		typ = best.frame.typ
		if out := eventMakers(&event{parts: best.parts}); len(out) > 0 {
			return out
		}
	}
	if d.lx.lang.Capitals {
		if by := d.madeBy(k); len(by) > 0 {
			return by
		}
	}
	if d.lx.lang.AdjectiveLast {
		if gens, adjs := d.qualifiersAfter(k, &c); len(gens) > 0 {
			return gens
		} else if len(adjs) > 0 {
			return adjs
		}
	}
	if acts := d.argActors(a); len(acts) > 0 {
		return acts
	}
	if typ == "" {
		typ = d.nounType(k)
	}
	if with := d.contactWith(k, &c); len(with) > 0 {
		return with
	}
	return d.makersOfType(typ, k)
}

// contactWith gives those with whom a contact would be: "ruled out talks with
// Cambodia".
func (d *doc) contactWith(k int32, c *clause) (out []int32) {
	if info, _ := d.nounType(k).Info(); !info.Contact || !d.lx.lang.Capitals {
		return nil
	}
	for i := range c.args {
		if a := &c.args[i]; a.slot != noSlot && d.claims(k, a.slot) {
			out = append(out, d.argActors(a)...)
		}
	}
	return out
}

// makersAt gives those who made what the noun at item k names, which is the
// subject of a passive: "the sanctions imposed by A were condemned".
func (d *doc) makersAt(k int32) []int32 {
	if !d.items[k].has(headEntry) {
		return d.madeBy(k)
	}
	for i := int(d.firstEvent); i < len(d.raw); i++ {
		if e := &d.raw[i]; e.first <= k && k < e.last {
			return eventMakers(e)
		}
	}
	return d.makersOf(k, nil)
}

// makersNamed gives those to whom the words at a noun head ascribe its event.
func (d *doc) makersNamed(k int32) []int32 {
	c := d.collect(k, d.sentHi, true)
	gens, adjs := d.qualifiersAfter(k, &c)
	if len(adjs) > 0 {
		return adjs
	}
	return gens
}

// nounType gives the type of the event that a noun head names.
func (d *doc) nounType(k int32) (typ schema.EventType) {
	d.items[k].each(func(e *entry) bool {
		if e.kind == headEntry {
			for _, id := range d.lx.byHead[e.val] {
				typ = d.lx.frames[id].typ
				return false
			}
		}
		return true
	})
	return typ
}

// findMakers gives the events that react to one told further on their
// recipients.
func (d *doc) findMakers() {
	for i := range d.raw {
		e := &d.raw[i]
		if e.pending == "" {
			continue
		}
		for j := i + 1; j < len(d.raw); j++ {
			f := &d.raw[j]
			if f.typ == e.pending || attackKin[f.typ] && attackKin[e.pending] {
				e.parts = addParts(e.parts, recipient, eventMakers(f))
				break
			}
		}
	}
}

// makersOfType gives the makers of the last event of a type, or of its kin, or
// of those types that the noun at item k may recall. What has happened goes
// before what is only planned.
func (d *doc) makersOfType(typ schema.EventType, k int32) []int32 {
	var told []schema.EventType
	if d.lx.lang.Capitals {
		told = d.toldTypes(&arg{first: k, last: k + 1})
	}
	planned := -1
	for i := len(d.raw) - 1; i >= 0; i-- {
		e := &d.raw[i]
		if e.typ != typ && !(attackKin[e.typ] && attackKin[typ]) && !slices.Contains(told, e.typ) || len(told) > 0 && len(eventMakers(e)) == 0 {
			continue
		}
		if !d.lx.lang.Capitals || e.modality == schema.Actual {
			return eventMakers(e)
		}
		if planned < 0 {
			planned = i
		}
	}
	if planned >= 0 {
		return eventMakers(&d.raw[planned])
	}
	return nil
}

// attackKin are the types that one may call an attack.
var attackKin = map[schema.EventType]bool{"ATTACK": true, "AIRSTRIKE": true, "SHELLING": true, "BOMBING": true, "ASSASSINATION": true, "MASS_VIOLENCE": true}

func eventMakers(e *event) []int32 {
	var out []int32
	for _, p := range e.parts {
		if p.role == initiator {
			out = append(out, p.actor)
		}
	}
	if len(out) == 0 {
		for _, p := range e.parts {
			if p.role == party {
				out = append(out, p.actor)
			}
		}
	}
	return out
}

// makersIn looks for words that refer back to an event («الخطوة», "the
// move") in an argument, and gives the makers of the last one to which f is a
// reaction.
func (d *doc) makersIn(a *arg, f *frame, parts []part) []int32 {
	for j := a.first; j < a.last+2 && j < d.sentHi; j++ {
		if !d.items[j].is(cSame) || len(d.raw) == 0 {
			continue
		}
		for i := len(d.raw) - 1; i >= 0 && i > len(d.raw)-12; i-- {
			e := &d.raw[i]
			if makers := eventMakers(e); slices.Contains(reactsTo[f.typ], e.typ) && len(makers) > 0 && !d.shares(makers, &event{parts: parts}) {
				return makers
			}
		}
		return eventMakers(&d.raw[len(d.raw)-1])
	}
	if d.lx.lang.Capitals && a.lo == a.hi && a.last > a.first {
		if by := d.madeBy(a.last - 1); len(by) > 0 {
			return by
		}
	}
	if d.lx.lang.Capitals && a.slot == noSlot && a.lo == a.hi && d.refersBack(a.first-3, a) && d.toldTypes(a) != nil {
		return d.recalled(f.typ, a, parts)
	}
	return nil
}

// makersOfPronoun gives the makers of the last event of a kind that one
// reacts to so, where the object is a pronoun that hangs on the verb and that
// event was told last: «كما أدانتها قطر».
func (d *doc) makersOfPronoun(typ schema.EventType, a *arg) []int32 {
	kinds := reactsTo[typ]
	if !d.lx.lang.VerbFirst || kinds == nil || a == nil || a.hi != a.lo+1 || d.ments[d.argMents[a.lo]].ref != refPron || d.ments[d.argMents[a.lo]].refOffice == "p" {
		return nil
	}
	for i := len(d.raw) - 1; i >= 0 && i >= len(d.raw)-4; i-- {
		e := &d.raw[i]
		if slices.Contains(kinds, e.typ) && e.modality != schema.Denied {
			return eventMakers(e)
		}
		if e.typ != typ {
			return nil
		}
	}
	return nil
}
