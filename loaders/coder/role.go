package coder

import (
	"slices"

	"safir/schema"
)

type found struct {
	frame *frame
	parts []part
	withs int
	score int
}

// bestFrame tries the frames of a head; the one with most companions that
// finds its participants wins.
func (d *doc) bestFrame(k int32, form formMask, cl int32, c *clause, fill func(*frame) []part) found {
	var best found
	d.heads(k, func(e *entry) bool {
		if e.kind != headEntry {
			return true
		}
		if form == verbForm && e.tag != 0 && e.tag&(Finite|PastPart|Infinitive|ActivePart) == 0 || form == nounForm && e.tag != 0 && e.tag&Nominal == 0 || form == partForm && e.tag&ActivePart == 0 {
			return true
		}
		for _, id := range d.lx.byHead[e.val] {
			f := &d.lx.frames[id]
			if f.forms&form == 0 {
				continue
			}
			score := f.prio*4 + len(f.with)*10
			if best.frame != nil && score <= best.score {
				continue
			}
			if !d.companionsHold(f, k, cl, c) {
				continue
			}
			if f.town && !d.hasTown(c) {
				continue
			}
			parts := fill(f)
			if !d.enough(f, parts) || f.person && !d.hasPerson(parts, 1) {
				continue
			}
			if d.agentless && f.typ == "RELEASE" && len(f.with) == 0 && d.lx.lang.Capitals && !d.hasPerson(parts, 0) && !hasRole(parts, initiator) {
				continue // "the film will be released in Canada"
			}
			best = found{f, parts, len(f.with), score}
		}
		return true
	})
	return best
}

// hasPerson tells whether one of the participants after the first n is a
// person.
func (d *doc) hasPerson(parts []part, n int) bool {
	for i := n; i < len(parts); i++ {
		if d.actors[parts[i].actor].Kind == schema.Person {
			return true
		}
	}
	return false
}

// hasTown tells whether the first noun phrase after a verb is a place.
func (d *doc) hasTown(c *clause) bool {
	for i := range c.args {
		if a := &c.args[i]; d.lx.lang.VerbFirst && a.slot != noSlot && a.actor && d.ments[d.argMents[a.lo]].town {
			return true
		}
	}
	from, to := c.head+1, c.hi
	if a := firstBare(c.args); a != nil && a.first < c.head {
		from, to = a.first, a.last // of a passive
	}
	for k := from; k < to && k < from+3; k++ {
		if it := &d.items[k]; it.has(placeEntry) || it.ment != 0 && d.ments[it.ment-1].town {
			return true
		} else if !it.is(cDet) && !it.is(cGenMark) {
			return false
		}
	}
	return false
}

// companionsHold tells whether the clause has the words that a frame asks for, and
// none that it forbids.
func (d *doc) companionsHold(f *frame, k, cl int32, c *clause) bool {
	if len(f.with) == 0 && len(f.without) == 0 {
		return true
	}
	if d.lx.lang.Capitals && d.coordinated(k, cl) {
		cl = k // what stands before is the other verb's
	}
	first, last := d.items[cl].first, d.items[d.withComplement(c)-1].last
	if c.that != 0 && d.lx.lang.Capitals {
		last = max(last, d.items[c.that-1].last) // "warned that"
	}
	most := last
	if c.that != 0 && d.lx.lang.VerbFirst || f.said && (c.that != 0 || d.items[k].is(cSay)) {
		most = d.items[d.sentHi-1].last // what is said counts as well
	}
	for _, list := range f.with {
		if !d.hasCompanion(first, most, list) {
			return false
		}
	}
	return len(f.without) == 0 || !d.hasCompanion(first, last, f.without)
}

// isCompanion tells whether the words that a frame asks for begin the argument.
func (d *doc) isCompanion(f *frame, a *arg) bool {
	if a == nil || a.lo == a.hi {
		return false
	}
	it := &d.items[d.ments[d.argMents[a.lo]].first]
	for _, list := range f.with {
		if d.hasCompanion(it.first, it.last, list) {
			return true
		}
	}
	return false
}

// coordinated tells whether "and" joins the verb at item k to one before.
func (d *doc) coordinated(k, cl int32) bool {
	i := k - 1
	for i > cl && d.items[i].any(mask(cAdverb, cHave, cBe, cPerfect, cNot, cThen)) && d.items[i].ment == 0 {
		i--
	}
	return i >= cl && d.items[i].is(cAnd) && d.items[k].verb
}

// withComplement returns where the clause ends together with the infinitive
// that hangs on it: "agreed to halt all fighting".
func (d *doc) withComplement(c *clause) int32 {
	end := c.hi
	for range 2 {
		if end >= d.sentHi || !d.items[end].verb || end == 0 || !d.items[end-1].is(cInfinitive) {
			return end
		}
		for end++; end < d.sentHi && !d.stops(end, d.sentHi) && d.items[end].kind != punctToken; end++ {
		}
	}
	return end
}

func (d *doc) hasCompanion(first, last int32, list []classID) bool {
	for i := first; i < last; i++ {
		for _, m := range d.matches[d.matchAt[i]:d.matchAt[i+1]] {
			ents := d.lx.trie.ends[m.node]
			for j := range ents {
				if ents[j].kind != wordEntry {
					continue
				}
				for _, id := range list {
					if ents[j].class == id {
						return true
					}
				}
			}
		}
	}
	return false
}

// enough tells whether a frame found the participants without which it is no
// event.
func (d *doc) enough(f *frame, parts []part) bool {
	n, who, whom := 0, 0, 0
	for _, p := range parts {
		switch p.role {
		case initiator:
			who++
			n++
		case recipient:
			whom++
			n++
		case party:
			n++
		}
	}
	for _, s := range f.slots {
		if s.self && d.filled&(1<<uint(s.slot)) == 0 {
			return false
		}
		if s.must && !(d.agentless && s.slot == subj) {
			ok := false
			for _, p := range parts {
				if p.role == s.role || s.role == makers && p.role == recipient || s.role == location || s.role == content {
					ok = true
				}
			}
			if !ok {
				return false
			}
		}
	}
	switch {
	case f.context:
		return true
	case f.min > 0:
		return n >= f.min
	case f.solo:
		return n >= 1
	case f.mutual:
		return n >= 2
	}
	switch f.typ {
	case "PHONE_CALL", "VIDEO_CALL", "MESSAGE", "VISIT", "SUMMONS", "MEDIATION":
		return n >= 2 || d.agentless && whom >= 1
	}
	return who >= 1 || n-who-whom >= 2 || d.agentless && whom >= 1
}

// add puts actors into parts in a role, each actor once.
func addParts(parts []part, r role, actors []int32) []part {
next:
	for _, a := range actors {
		for _, p := range parts {
			if p.actor == a {
				continue next
			}
		}
		parts = append(parts, part{r, a})
	}
	return parts
}

// verbParts reads the roles of a frame from a verb's clause.
func (d *doc) verbParts(f *frame, k int32, c *clause, r *core) []part {
	var parts []part
	d.filled = 0
	d.agentless = r.passive && undergone[f.typ]
	if s, ok := f.role(subj); ok {
		parts = d.give(parts, f, s.role, r.subject, nil)
		d.fill(subj, r.subject)
	}
	if s, ok := f.role(obj); ok && r.objArg != nil && r.objArg.slot == noSlot {
		if !(r.objArg.lo == r.objArg.hi && r.objArg.head == 0) || s.role == makers {
			n := len(parts)
			if info, _ := f.typ.Info(); info.Contact && d.lx.lang.Capitals && !r.objArg.actor && len(r.object) > 0 && d.onlyPersons(r.object) {
				return nil // "welcomed Biden's words"
			}
			parts = d.give(parts, f, s.role, r.object, r.objArg)
			if len(parts) == n && s.role == makers && d.lx.lang.Capitals {
				parts = addParts(parts, recipient, d.ownersOf(r.objArg, c, parts))
			}
			if len(parts) > n {
				d.filled |= 1 << obj
			} else if s.role == makers && r.passive && r.subjNoun >= 0 {
				parts = addParts(parts, recipient, d.makersAt(r.subjNoun))
			}
		}
	} else if ok {
		d.fill(obj, r.object)
		parts = d.give(parts, f, s.role, r.object, nil)
		if s.role == makers && r.passive && len(r.object) == 0 && r.subjNoun >= 0 {
			parts = addParts(parts, recipient, d.makersAt(r.subjNoun))
		}
	}
	parts = d.prepParts(parts, f, d.withoutBy(c, r), k)
	if r.passive {
		if s, ok := f.role(subj); ok {
			for i := range c.args {
				a := &c.args[i]
				if a.slot != noSlot && d.items[a.first].is(cBy) && (a.first > k || !d.lx.lang.Capitals) {
					parts = d.give(parts, f, s.role, d.argActors(a), a)
				}
			}
		}
	}
	if d.agentless {
		parts = d.agent(f, parts, c, r.objArg)
	}
	if s, ok := f.role(iobj); ok {
		// "sent Guterres a letter": the first of two bare phrases.
		first := firstBare(c.args)
		if first != nil && first.actor {
			d.filled |= 1 << iobj
			parts = d.give(parts, f, s.role, d.argActors(first), first)
		}
	}
	return parts
}

// withoutBy leaves out of the clause of an active verb the phrase with "by",
// which belongs to its object: "condemned the storming of the mosque by A".
func (d *doc) withoutBy(c *clause, r *core) *clause {
	if !d.lx.lang.Capitals || r.passive || d.items[c.head].tag&PastPart == 0 || !slices.ContainsFunc(c.args, d.isBy) {
		return c
	}
	out := *c
	out.args = slices.DeleteFunc(slices.Clone(c.args), d.isBy)
	return &out
}

func (d *doc) isBy(a arg) bool { return a.slot != noSlot && d.items[a.first].is(cBy) }

// ownersOf gives those to whom the object of a reaction belongs: "rejected the
// order of A", "welcomed his decision".
func (d *doc) ownersOf(a *arg, c *clause, parts []part) []int32 {
	if a.lo < a.hi {
		return nil
	}
	var out []int32
	if k := d.possBefore(a); k >= 0 {
		v := d.lx.values[d.items[k].word(cPoss).val]
		v = map[string]string{"m": "him", "she": "her", "n": "n", "p": "them"}[v]
		if v != "" && !(v == "n" && !d.hasPerson(parts, 0)) {
			out = d.pronoun(&mention{first: k, refOffice: v})
		}
	}
	for i := range c.args {
		b := &c.args[i]
		if b.first != a.last || b.slot == noSlot || b.lo == b.hi {
			continue
		}
		if e := d.items[b.first].word(cPrep); e != nil && d.lx.ofPrep[e.val] {
			out = d.argActors(b)
		}
	}
	if len(out) == 0 || d.shares(out, &event{parts: parts}) {
		return nil
	}
	return out
}

// possBefore returns the possessive before the noun of an argument, -1 for
// none.
func (d *doc) possBefore(a *arg) int32 {
	for k := a.first; k >= d.sentLo && k >= a.first-2; k-- {
		if it := &d.items[k]; it.is(cPoss) && it.ment == 0 {
			return k
		} else if it.verb || it.kind != wordToken || it.any(mask(cPrep, cDet)) {
			return -1
		}
	}
	return -1
}

// prepParts reads the roles that prepositions give.
func (d *doc) prepParts(parts []part, f *frame, c *clause, k int32) []part {
	for i := range c.args {
		a := &c.args[i]
		if a.slot == noSlot || a.first < k && d.items[a.first].is(cBy) {
			continue
		}
		s, ok := f.role(a.slot)
		if !ok {
			continue
		}
		if s.role == recipient && attackKin[f.typ] && d.lx.lang.Capitals && d.placePrepAt(a.first) && d.statesHit(parts) {
			continue // "attacked Ethiopian troops in Somalia"
		}
		if a.under != 0 && a.under-1 != k && d.claims(a.under-1, a.slot) && len(f.with) == 0 {
			continue
		}
		if a.first > 0 && d.items[a.first-1].is(cThen) && i > 0 {
			continue // «ثم بـ …»: one more event
		}
		if s.role == recipient && d.lx.lang.VerbFirst && a.deep && a.slot < 64 && d.filled&(1<<uint(a.slot)) != 0 && !d.items[a.first].is(cAnd) && !(a.first > 0 && d.items[a.first-1].is(cAnd)) {
			continue // «لمواقف إسبانيا الداعمة للحق الفلسطيني»: hangs on the first
		}
		if d.lx.lang.VerbFirst && a.hi == a.lo+1 && d.ments[d.argMents[a.lo]].ref == refPron && d.ments[d.argMents[a.lo]].first == a.first+1 {
			d.exclude = agents(parts) // «واعتذر له»: not himself
		}
		actors := d.argActors(a)
		d.exclude = nil
		if len(actors) == 0 && a.head == 0 && (s.role == recipient || s.role == makers) && d.lx.lang.Capitals {
			actors = d.attached(f, c, i)
		}
		parts = d.give(parts, f, s.role, actors, a)
		d.fill(a.slot, actors)
	}
	if v := c.hi; f.typ == "INTENT_TO_MEET" && d.lx.lang.Capitals && v < d.sentHi && v > k && d.items[v].verb && d.items[v-1].is(cInfinitive) {
		cc := d.collect(v, d.sentHi, false) // "offered to hold talks with Chad"
		return d.prepParts(parts, f, &cc, v)
	}
	return parts
}

func (d *doc) onlyPersons(actors []int32) bool {
	for _, a := range actors {
		if d.actors[a].Kind != schema.Person {
			return false
		}
	}
	return true
}

// statesHit tells whether states are the target of an attack already.
func (d *doc) statesHit(parts []part) bool {
	for _, p := range parts {
		if p.role == recipient && d.actors[p.actor].Kind == schema.State {
			return true
		}
	}
	return false
}

// agents gives those who act.
func agents(parts []part) []int32 {
	var out []int32
	for _, p := range parts {
		if p.role == initiator || p.role == party {
			out = append(out, p.actor)
		}
	}
	return out
}

// fill notes that actors stand in a slot of the frame in hand.
func (d *doc) fill(s slot, actors []int32) {
	if len(actors) > 0 && s >= 0 && s < 64 {
		d.filled |= 1 << uint(s)
	}
}

// attached gives the actors of a phrase that hangs on argument i, whose head is
// no actor: "sanctions on companies tied to the army".
func (d *doc) attached(f *frame, c *clause, i int) []int32 {
	end := c.args[i].last
	for j := i + 1; j < len(c.args) && j <= i+2; j++ {
		b := &c.args[j]
		if b.slot == noSlot && b.lo == b.hi {
			end = b.last
			continue
		}
		if _, ok := f.role(b.slot); ok && b.slot != noSlot || b.first > end+4 {
			return nil
		}
		for k := end; k < b.first; k++ {
			if it := &d.items[k]; it.kind == punctToken || it.verb || it.is(cAnd) {
				return nil
			}
		}
		if acts := d.argActors(b); len(acts) > 0 {
			return acts
		}
		end = b.last
	}
	return nil
}

// claims tells whether a noun head has a use for a preposition.
func (d *doc) claims(k int32, s slot) bool {
	got := false
	d.items[k].each(func(e *entry) bool {
		if e.kind == headEntry {
			for _, id := range d.lx.byHead[e.val] {
				f := &d.lx.frames[id]
				if _, ok := f.role(s); ok && (f.forms&nounForm != 0 || d.items[k].verb) {
					got = true
				}
			}
		}
		return !got
	})
	return got
}

// give adds the actors of a slot in its role.
func (d *doc) give(parts []part, f *frame, ro role, actors []int32, a *arg) []part {
	switch ro {
	case makers:
		if ms := d.makersOfPronoun(f.typ, a); len(ms) > 0 {
			return addParts(parts, recipient, ms)
		}
		if a != nil && a.head != 0 {
			if ms := d.makersOf(a.head-1, a); len(ms) > 0 && !(d.lx.lang.VerbFirst && d.ownState(parts, ms)) {
				if d.lx.lang.Capitals {
					ms = d.othersThan(ms, parts)
				}
				return addParts(parts, recipient, ms)
			}
		}
		if len(actors) == 0 && a != nil {
			actors = d.makersIn(a, f, parts)
		}
		return addParts(parts, recipient, actors)
	case subject2:
		if s, ok := f.role(subj); ok {
			return addParts(parts, s.role, actors)
		}
	case content:
		if a != nil && a.actor && a.slot != noSlot && d.lx.lang.VerbFirst && !hasRole(parts, recipient) && f.typ == "APPEAL" {
			return addParts(parts, recipient, actors) // «نداء إلى السودان»
		}
	case initiator, recipient, party, mediator:
		return addParts(parts, ro, actors)
	}
	return parts
}

// ownState tells whether actors are the state of those who act, which nobody
// condemns or rejects: «رفض الوزير إدراج بلاده …».
func (d *doc) ownState(parts []part, actors []int32) bool {
	for _, p := range parts {
		if p.role == initiator && d.stateFor(p.actor) >= 0 && d.stateFor(p.actor) == actors[0] {
			return true
		}
	}
	return false
}

// othersThan leaves out of those who are reacted to the ones who react, if any
// are left.
func (d *doc) othersThan(actors []int32, parts []part) []int32 {
	rest := slices.DeleteFunc(slices.Clone(actors), func(a int32) bool { return d.shares([]int32{a}, &event{parts: parts}) })
	if len(rest) == 0 {
		return actors
	}
	return rest
}

func hasRole(parts []part, r role) bool {
	for _, p := range parts {
		if p.role == r {
			return true
		}
	}
	return false
}

// target adds, to an attack whose target is only told by its place, the
// state in which that lies: «مواقع داخل باكستان», "sites in Iran".
func (d *doc) target(f *frame, parts []part, c *clause) []part {
	switch f.typ {
	case "ATTACK", "AIRSTRIKE", "SHELLING", "OCCUPATION":
	case "EXPULSION", "ARREST", "RELEASE", "ABDUCTION", "SEIZURE":
		return d.ofPeople(parts, c)
	default:
		if aimed[f.typ] && d.lx.lang.VerbFirst {
			return d.aimedAt(parts, c)
		}
		return parts
	}
	for _, p := range parts {
		if p.role == recipient || p.role == party {
			return parts
		}
	}
	for j := c.head + 1; j < c.hi; j++ {
		id := d.items[j].ment
		if id == 0 || d.ments[id-1].first != j {
			continue
		}
		m := &d.ments[id-1]
		if m.ref == refGroup && f.typ != "OCCUPATION" && j > c.head+1 && d.items[j-1].is(cPrep) {
			if as := d.mentionActors(id - 1); len(as) == 1 && !slices.ContainsFunc(parts, func(p part) bool { return p.actor == as[0] }) {
				return addParts(parts, recipient, as) // «قصفت مواقع للحركة»
			}
		}
		if m.kind != schema.State && (m.kind != schema.Group || f.typ == "OCCUPATION") || m.ref != noRef || m.town && f.typ == "OCCUPATION" {
			continue
		}
		if !m.deep && !d.prepBefore(j, c.head) {
			continue
		}
		for _, a := range d.mentionActors(id - 1) {
			known := false
			for _, p := range parts {
				known = known || p.actor == a
			}
			if !known {
				return addParts(parts, recipient, []int32{a})
			}
		}
	}
	return parts
}

// ofPeople adds the state of those whom an act concerns, where only an
// adjective tells it: «20 رهينة إسرائيليا», «12 عونا يعملون في القنصليات الجزائرية».
func (d *doc) ofPeople(parts []part, c *clause) []part {
	if !d.lx.lang.AdjectiveLast || hasRole(parts, recipient) {
		return parts
	}
	for j := c.head + 1; j < d.sentHi && j < c.head+16; j++ {
		it := &d.items[j]
		if it.kind == punctToken && (it.ch == '.' || it.ch == '؛' || it.ch == ';') || it.is(cBreak) || it.is(cSub) || it.is(cAfter) && it.ment == 0 {
			break
		}
		id := it.ment
		if id == 0 || d.ments[id-1].first != j {
			continue
		}
		m := &d.ments[id-1]
		if at := j - 1; m.kind == schema.Organization && at > c.head && d.items[at].is(cPrep) && d.lx.officePrep[d.items[at].word(cPrep).val] {
			return addParts(parts, recipient, d.mentionActors(id-1)) // «موظفين في الأمم المتحدة»
		}
		if !m.adjective || !m.deep {
			continue
		}
		for _, a := range d.mentionActors(id - 1) {
			if !slices.ContainsFunc(parts, func(p part) bool { return p.actor == a }) && d.stateFor(a) >= 0 {
				own := false
				for _, p := range parts {
					own = own || d.stateFor(p.actor) == d.stateFor(a)
				}
				if !own {
					return addParts(parts, recipient, []int32{a})
				}
			}
		}
	}
	return parts
}

// attend adds those who were there to the meeting told before: «وحضر اللقاء
// A وB». False where the clause tells of no such meeting.
func (d *doc) attend(k int32, c *clause) bool {
	meeting := false
	for j := k + 1; j < c.hi; j++ {
		it := &d.items[j]
		if it.has(headEntry) && d.definiteItem(j) || it.is(cSame) || it.is(cPron) && j <= k+2 {
			meeting = true
			break
		}
	}
	if !meeting || d.items[k].tag&Finite == 0 {
		return false
	}
	at := -1
	for i := len(d.raw) - 1; i >= 0 && i >= len(d.raw)-6; i-- {
		if t := d.raw[i].typ; (t == "MEETING" || t == "VIDEO_CALL" || t == "NEGOTIATION" || t == "PHONE_CALL") && d.raw[i].modality == schema.Actual {
			at = i
			break
		}
	}
	if at < 0 {
		return false
	}
	e := &d.raw[at]
	r := party
	if directed(e) {
		return false
	}
	found := false
	for i := range c.args {
		a := &c.args[i]
		if !a.actor || a.first <= k {
			continue
		}
		for _, id := range d.argMents[a.lo:a.hi] {
			if m := &d.ments[id]; m.kind == schema.Person && (m.name1 > m.name0 || m.ref == refPlural) {
				e.parts = addParts(e.parts, r, d.mentionActors(id))
				found = true
			}
		}
	}
	return found
}

// bilateral are the acts of one state that always concern another one.
var bilateral = map[schema.EventType]bool{
	"RELATIONS_SEVERED": true, "REDUCED_RELATIONS": true, "SANCTIONS": true, "BLOCKADE": true, "TALKS_HALTED": true, "AID_CUT": true, "EXPULSION": true,
}

// adversary gives an act between two states that names one of them the other
// one from what was told just before between the two: "raided Mexico's embassy,
// prompting Mexico to sever relations".
func (d *doc) adversary(e *event) {
	if !bilateral[e.typ] || hasRole(e.parts, recipient) || len(e.parts) != 1 {
		return
	}
	own := d.stateOrBody(e.parts[0].actor)
	for i := len(d.raw) - 2; i >= 0 && i >= len(d.raw)-5; i-- {
		p := &d.raw[i]
		if e.sent-p.sent > 2 {
			return
		}
		other, mine := int32(-1), false
		for _, q := range p.parts {
			switch s := d.stateOrBody(q.actor); {
			case q.role == mediator || s < 0:
			case s == own:
				mine = true
			case other >= 0 && other != s:
				other, mine = -1, false
			default:
				other = s
			}
		}
		if mine && other >= 0 {
			e.parts = addParts(e.parts, recipient, []int32{other})
			e.inferred++
			return
		}
	}
}

// stateOrBody gives the state, or the group or body, that an actor is or acts
// for.
func (d *doc) stateOrBody(id int32) int32 {
	if s := d.stateFor(id); s >= 0 || d.actors[id].Kind == schema.Person {
		return s
	}
	return id
}

// sameTarget gives an act without recipient, joined to another of the same
// subject, the recipient of that one: «طالب الجزائر …، ملوحا برد».
func (d *doc) sameTarget(e *event, r *core) {
	if d.lx.lang.Capitals {
		d.adversary(e)
		return
	}
	if !d.lx.lang.VerbFirst || !r.inherited || !aimed[e.typ] && e.typ != "EXPULSION" || hasRole(e.parts, recipient) || len(e.parts) == 0 {
		return
	}
	for i := len(d.raw) - 2; i >= int(d.firstEvent); i-- {
		p := &d.raw[i]
		if !hasRole(p.parts, recipient) || !slices.ContainsFunc(p.parts, func(q part) bool { return q.role == initiator && q.actor == e.parts[0].actor }) {
			continue
		}
		for _, q := range p.parts {
			if q.role == recipient {
				e.parts = addParts(e.parts, recipient, []int32{q.actor})
			}
		}
		e.inferred++
		return
	}
}

// aimedAt adds, to an act whose words give no recipient in a slot, the first
// other actor that its clause speaks of: «رفض شروط صندوق النقد الدولي».
func (d *doc) aimedAt(parts []part, c *clause) []part {
	if hasRole(parts, recipient) || !hasRole(parts, initiator) {
		return parts
	}
	for j := c.head + 1; j < c.hi; j++ {
		it := &d.items[j]
		if it.any(mask(cAfter, cSince, cBefore, cAttrib)) && it.ment == 0 {
			return parts
		}
		id := it.ment
		if id == 0 || d.ments[id-1].first != j {
			continue
		}
		m := &d.ments[id-1]
		if m.ref != noRef || m.town || m.capital && d.prepBefore(j, c.head) || m.kind == schema.Person && m.name1 == m.name0 {
			continue
		}
		for _, a := range d.mentionActors(id - 1) {
			own := false
			for _, p := range parts {
				own = own || p.actor == a || d.stateFor(p.actor) >= 0 && d.stateFor(p.actor) == d.stateFor(a)
			}
			if !own {
				return addParts(parts, recipient, []int32{a})
			}
		}
	}
	return parts
}

// heads calls f for the heads of frames that begin at item k, those of fewer
// words than the item included («انسحب» within «انسحب من»).
func (d *doc) heads(k int32, f func(*entry) bool) {
	it := &d.items[k]
	if it.kind != wordToken || it.last-it.first == 1 {
		it.each(f)
		return
	}
	for _, m := range d.matches[d.matchAt[it.first]:d.matchAt[it.first+1]] {
		if int32(m.size) > it.last-it.first {
			continue
		}
		ents := d.lx.trie.ends[m.node]
		for i := range ents {
			if !f(&ents[i]) {
				return
			}
		}
	}
}
