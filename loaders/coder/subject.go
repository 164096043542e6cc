package coder

import (
	"safir/schema"
)

// core is the subject and object of a verb.
type core struct {
	subject   []int32 // actors
	object    []int32
	objArg    *arg
	subjArg   *arg
	passive   bool
	inherited bool // the subject is that of the clause before
	subjFirst int32
	nobody    bool // the subject is someone that is no actor
	reduced   bool // a participle that qualifies the noun before it
	antecNoun int32
	recalled  *arg  // the antecedent of the verb's relative clause, which recalls an event
	subjNoun  int32 // the noun that is the subject, where that is no actor
}

// core finds who a verb's subject and object are. ahead is the subject of the
// main clause to come, where the verb's clause opens the sentence.
func (d *doc) core(k, lo, hi int32, c *clause, participle bool, ahead []int32) core {
	var r core
	r.subjFirst = -1
	r.antecNoun, r.subjNoun = -1, -1
	if participle {
		r.subject, r.inherited = d.inheritedSubject(k), true
		switch {
		case len(ahead) > 0:
			r.subject = ahead
		case len(r.subject) == 0 && d.lx.lang.Capitals && k-1 > lo && d.items[k-1].kind == punctToken && len(d.verbs) == 0:
			var before core // "X, meeting Y in Rome, said"
			d.leftSubject(k-2, lo, k, &before)
			r.subject = before.subject
		case len(r.subject) == 0 && d.lx.lang.Capitals && len(d.verbs) == 0:
			if id := d.mentionFrom(lo, k); id >= 0 && !d.ments[id].deep {
				r.subject = d.mentionActors(id) // before a verb that no table has
			}
		}
		if a := firstBare(c.args); a != nil {
			d.others = r.subject
			r.objArg, r.object = a, d.argActors(a)
			d.others = nil
		}
		return r
	}
	if d.lx.lang.VerbFirst {
		d.coreVerbFirst(k, lo, hi, c, &r)
	} else {
		d.coreVerbSecond(k, lo, hi, c, &r, ahead)
	}
	return r
}

func firstBare(args []arg) *arg {
	for i := range args {
		if a := &args[i]; a.slot == noSlot && !a.adverb {
			return a
		}
	}
	return nil
}

// argActors gives the actors of an argument whose head is an actor, or that
// an actor qualifies.
func (d *doc) argActors(a *arg) []int32 {
	if a == nil || a.lo == a.hi {
		return nil
	}
	start := len(d.actorPool)
	for _, id := range d.argMents[a.lo:a.hi] {
		d.actorPool = d.appendActors(d.actorPool, id)
	}
	return d.actorPool[start:len(d.actorPool):len(d.actorPool)]
}

func (d *doc) mentionActors(id int32) []int32 {
	start := len(d.actorPool)
	d.actorPool = d.appendActors(d.actorPool, id)
	return d.actorPool[start:len(d.actorPool):len(d.actorPool)]
}

// subordinate tells whether the verb at item k stands in a relative clause or
// one of circumstance.
func (d *doc) subordinate(k, lo int32) bool {
	for i := k - 1; i >= lo; i-- {
		it := &d.items[i]
		if it.verb && !(d.lx.lang.Capitals && it.any(mask(cBe, cHave, cDo))) {
			if n := len(d.verbs); n > 0 && d.verbs[n-1].at == i {
				return d.verbs[n-1].aside && !d.commaBetween(i, k)
			}
			return false
		}
		if it.ment == 0 && it.date == 0 && it.any(mask(cRel, cSub, cAfter, cSince)) && !it.is(cThat) {
			return true
		}
	}
	return false
}

func (d *doc) commaBetween(i, k int32) bool {
	for j := i + 1; j < k; j++ {
		if it := &d.items[j]; it.kind == punctToken && (it.ch == ',' || it.ch == '،' || it.ch == '—' || it.ch == '–') {
			return true
		}
	}
	return false
}

// inheritedSubject gives the subject that the verb at item k shares with one
// before it.
func (d *doc) inheritedSubject(k int32) []int32 {
	if d.lx.lang.Capitals {
		for i := len(d.verbs) - 1; i >= 0; i-- {
			v := &d.verbs[i]
			if len(v.actors) > 0 && !(v.aside && d.commaBetween(v.at, k)) && !(i > 0 && d.tenseDiffers(v.at, k) && !d.tenseDiffers(d.verbs[i-1].at, k) && len(d.verbs[i-1].actors) > 0) &&
				!(i > 0 && d.items[v.at-1].is(cInfinitive) && d.commaBetween(v.at, k)) {
				return v.actors
			}
		}
		return nil
	}
	if d.items[k].tag&Dual != 0 && d.items[k].tag&Nominal == 0 && len(d.subj) < 2 && len(d.raw) > 0 {
		// «وتواعدا»: both sides of what was told just before.
		for i := len(d.raw) - 1; i >= 0 && i >= len(d.raw)-3; i-- {
			if e := &d.raw[i]; attackKin[e.typ] {
				continue
			}
			var both []int32
			for _, p := range d.raw[i].parts {
				if p.role != mediator {
					both = append(both, p.actor)
				}
			}
			if len(both) == 2 {
				return both
			}
			break
		}
	}
	if d.lx.lang.VerbFirst {
		// The last subject that agrees with the verb; one of an embedded
		// clause only within it.
		participle := d.items[k].tag&ActivePart != 0 && !d.items[k].verb
		joined := k > d.sentLo && (d.items[k-1].any(mask(cAnd, cThen, cPerfect)) || participle)
		var aside []int32 // what a participle goes on with where the main clause names nobody
		inside := d.embedded(k, d.sentLo)
		for i := len(d.told) - 1; i >= 0; i-- {
			v := &d.told[i]
			if !d.agrees(k, v.actors) && (v.gender == anyGender || v.gender != d.verbGender(k)) {
				continue
			}
			if v.aside && !inside && joined && d.commaBetween(v.at, k) {
				if aside == nil && participle {
					aside = v.actors
				}
				continue
			}
			return v.actors
		}
		if aside != nil {
			return aside
		}
		if len(d.told) == 0 && (k <= d.sentLo+3 || d.onlyTime(d.sentLo, k)) && len(d.prevSubj) > 0 && d.agrees(k, d.prevSubj) {
			many := d.items[k].tag&(Plural|Dual) != 0
			if (len(d.prevSubj) > 1) == many || many && d.actors[d.prevSubj[0]].Kind != schema.Person {
				return d.prevSubj // «وهددها …»: the sentence goes on about the same one
			}
		}
		return nil
	}
	if len(d.subj) > 0 {
		return d.subj
	}
	return nil
}

// onlyTime tells whether the items [lo, k) only say when: «وقبل ذلك بيومين
// كان قد التقى …».
func (d *doc) onlyTime(lo, k int32) bool {
	for i := lo; i < k; i++ {
		it := &d.items[i]
		if it.date == 0 && it.kind != punctToken && (it.ment != 0 || !it.any(mask(cAnd, cThen, cEarlier, cBefore, cAfter, cSame, cBe, cAux, cPerfect, cPrep, cAdverb, cDet))) {
			return false
		}
	}
	return true
}

// tenseDiffers tells whether the verb at item k is joined to a verb in another
// tense than that at item v: "said China opposes … and urged".
func (d *doc) tenseDiffers(v, k int32) bool {
	a, b := d.items[v].tag&(Past|Present), d.items[k].tag&(Past|Present)
	return a != 0 && b != 0 && a&b == 0 && k > 0 && d.items[k-1].is(cAnd)
}

// embedded tells whether the verb at item k stands in a content or relative
// clause.
func (d *doc) embedded(k, lo int32) bool {
	for i := k - 1; i >= lo && i >= k-6; i-- {
		it := &d.items[i]
		if it.ment == 0 && it.date == 0 && it.any(mask(cRel, cThat)) {
			return true
		}
		if it.verb && !it.any(mask(cBe, cAux)) || it.kind == punctToken {
			return false
		}
	}
	return false
}

// subjectGender gives the gender of the words that name a subject: the
// ministry of a state that is masculine is feminine.
func (d *doc) subjectGender(r *core) gender {
	if r.subjArg == nil || r.subjArg.lo == r.subjArg.hi {
		return anyGender
	}
	return d.genderOf(&d.ments[d.argMents[r.subjArg.lo]])
}

// agrees tells whether actors can be the subject of the verb at item k by its
// gender.
func (d *doc) agrees(k int32, actors []int32) bool {
	g := d.verbGender(k)
	if g == anyGender || len(actors) != 1 || d.items[k].tag&ActivePart != 0 {
		return true
	}
	a := &d.actors[actors[0]]
	switch a.Kind {
	case schema.State:
		if d.lx.masculine[a.lex-1] {
			return g == masculine
		}
		return g == feminine
	case schema.Person:
		return g == masculine || a.female
	}
	return true
}

// otherReading takes the noun phrase after a verb for its object and the
// subject of the clause before for its subject, where the verb is joined to that clause.
func (d *doc) otherReading(k, lo int32, r *core) (core, bool) {
	if r.subjArg == nil || !r.subjArg.actor && (!d.definiteItem(r.subjArg.first) || d.nominative(r.subjArg.first) || d.public(r.subjArg, "body")) || r.objArg != nil && (len(r.object) > 0 || r.objArg.lo < r.objArg.hi) || r.passive {
		return core{}, false
	}
	subject := d.inheritedSubject(k)
	if len(subject) == 0 || len(r.subject) > 0 && subject[0] == r.subject[0] {
		return core{}, false
	}
	joined := k > lo && (d.items[k-1].any(mask(cAnd, cThen, cPerfect, cSub, cBreak, cBefore, cAfter)) || d.items[k-1].kind == punctToken)
	if !joined {
		return core{}, false
	}
	alt := core{subject: subject, inherited: true, subjFirst: -1, antecNoun: -1, objArg: r.subjArg, object: r.subject}
	return alt, true
}
