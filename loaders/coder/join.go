package coder

import (
	"slices"
	"strings"

	"safir/schema"
)

// joinReach is how many events back a passage may tell one again: more than
// any article has, and a bound for what is none.
const joinReach = 400

// joinEvents joins passages that tell one event. Two contacts of the same
// people on different days stay two.
func (d *doc) joinEvents() {
	for i := range d.raw {
		e := &d.raw[i]
		if e.joined != 0 {
			continue
		}
		for j := max(0, i-joinReach); j < i; j++ {
			f := &d.raw[j]
			if f.joined != 0 || !d.repeats(f, e) {
				continue
			}
			d.absorb(f, e, int32(i))
			e.joined = int32(j) + 1
			break
		}
	}
	for i := range d.raw {
		if e := &d.raw[i]; e.joined == 0 && e.typ == "INTENT_TO_MEET" {
			d.dropHosts(e)
		}
	}
}

// dropHosts leaves out of a meeting to come the states whose people are its
// sides: «يتوجه إلى الخرطوم للقاء نظيره».
func (d *doc) dropHosts(e *event) {
	people := 0
	for _, p := range e.parts {
		if d.actors[p.actor].Kind == schema.Person {
			people++
		}
	}
	if people < 2 {
		return
	}
	all := slices.Clone(e.parts)
	e.parts = slices.DeleteFunc(e.parts, func(p part) bool {
		return p.role == party && d.actors[p.actor].Kind == schema.State && slices.ContainsFunc(all, func(q part) bool {
			return d.actors[q.actor].Kind == schema.Person && d.stateFor(q.actor) == p.actor
		})
	})
}

// sameKind tells whether two types may tell one event.
func sameKind(a, b schema.EventType) bool {
	if a == b {
		return true
	}
	kin := func(t schema.EventType) schema.EventType {
		switch t {
		case "MEDIATION":
			return "NEGOTIATION"
		case "ATTACK":
			return "AIRSTRIKE"
		}
		return t
	}
	return kin(a) == kin(b)
}

// retells tells whether e only tells what was spoken of in the contact f:
// "the two leaders discussed ...".
func retells(f, e *event) bool {
	info, _ := f.typ.Info()
	return e.typ == "CONSULTATION" && info.Contact && f.typ != "SUMMONS" && f.typ != "MESSAGE" && f.typ != "VISIT"
}

func (d *doc) repeats(f, e *event) bool {
	if !sameKind(f.typ, e.typ) && !retells(f, e) || f.modality != e.modality {
		return false
	}
	if !f.date.IsZero() && !e.date.IsZero() && !f.date.Contains(e.date) && !e.date.Contains(f.date) {
		return false
	}
	if e.typ == "INTENT_TO_MEET" && d.lx.lang.Capitals && !d.within(e, f) && !d.within(f, e) {
		return false
	}
	if completes(f, e) {
		return true
	}
	// Every participant of the shorter one is in the longer one, in a role that agrees, himself or by his state.
	short, long := e.parts, f.parts
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) == 0 {
		return true
	}
	for _, p := range short {
		ok := false
		for _, q := range long {
			if d.sameActor(p.actor, q.actor) && rolesAgree(p.role, q.role) && (p.actor == q.actor || p.role != recipient || !verbal[e.typ]) {
				ok = true
			}
		}
		if !ok {
			return false
		}
	}
	// One side alone is a thin likeness: only what refers back may lack the other.
	if len(short) == 1 && len(long) > 1 {
		return e.sent-f.sent <= 6 && short[0].role != recipient || e.sent == f.sent
	}
	return true
}

// completes tells whether one of two passages close together tells only whom an
// attack hit and the other only whose it was: «تبنت الجماعة الهجوم».
func completes(f, e *event) bool {
	if !attackKin[e.typ] || e.sent-f.sent > 4 || e.sent == f.sent {
		return false
	}
	who, whom := directed(f), hasRole(f.parts, recipient)
	return who != whom && !hasRole(f.parts, party) && !hasRole(e.parts, party) && who == hasRole(e.parts, recipient) && whom == directed(e)
}

func rolesAgree(a, b role) bool {
	return a == b || a == party && b != mediator || b == party && a != mediator
}

func (d *doc) sameActor(a, b int32) bool {
	if a == b {
		return true
	}
	sa, sb := d.stateFor(a), d.stateFor(b)
	return sa >= 0 && sa == sb && (d.actors[a].Kind == schema.State || d.actors[b].Kind == schema.State)
}

// absorb adds to f what its repeat e tells.
func (d *doc) absorb(f, e *event, id int32) {
	f.also = append(f.also, id)
	if f.date.IsZero() && !e.date.IsZero() {
		f.date, f.ownDate = e.date, e.ownDate
	} else if e.date.Precision == schema.PrecisionDay && f.date.Precision != schema.PrecisionDay && !e.date.IsZero() {
		f.date = e.date
	}
	if f.typ == "ATTACK" && e.typ == "AIRSTRIKE" {
		f.typ = e.typ
	}
	if f.place == 0 {
		f.place = e.place
	}
	// Direction and missing sides.
	if directed(e) && !directed(f) && len(e.parts) >= len(f.parts) {
		parts := slices.Clone(e.parts)
		for _, p := range f.parts {
			if p.role == mediator {
				parts = addParts(parts, mediator, []int32{p.actor})
			}
		}
		f.parts = parts
		return
	}
	for _, p := range e.parts {
		known := false
		for i := range f.parts {
			q := &f.parts[i]
			if d.sameActor(p.actor, q.actor) {
				known = true
				if d.actors[q.actor].Kind == schema.State && d.actors[p.actor].Kind == schema.Person && e.subject && f.inferred >= e.inferred && personal(f.typ) {
					q.actor = p.actor // the person is more telling than the state
				}
			}
		}
		if known {
			continue
		}
		r := p.role
		if directed(f) && r == party {
			continue
		}
		if !directed(f) && r != mediator && len(f.parts) > 0 {
			r = party
		}
		f.parts = append(f.parts, part{r, p.actor})
	}
}

// personal tells whether officials do what states are said to do: they call
// and condemn, but cease fire and sever relations only as states.
func personal(t schema.EventType) bool {
	info, _ := t.Info()
	return info.Contact || strings.HasPrefix(string(info.Family), "VERBAL")
}

func directed(e *event) bool {
	for _, p := range e.parts {
		if p.role == initiator {
			return true
		}
	}
	return false
}
