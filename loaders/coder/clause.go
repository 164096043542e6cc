package coder

import (
	"strings"
	"unicode/utf8"

	"safir/schema"
)

// arg is a noun phrase in a clause, by itself or after a preposition.
type arg struct {
	slot   slot  // noSlot: bare
	lo, hi int32 // range in doc.argMents
	first  int32 // items
	last   int32
	actor  bool  // its head is an actor
	deep   bool  // an actor qualifies its head
	adverb bool  // words that are no actor and can be no subject either
	under  int32 // 1 + noun head that stands between the verb and it
	head   int32 // 1 + noun head inside
}

// clause is what stands around one verb or noun head.
type clause struct {
	head   int32
	lo, hi int32 // items that belong to it
	that   int32 // 1 + item that opens a content clause
	args   []arg
	date   int32 // 1 + date in it
}

// isVerb tells whether the item is read as a verb.
func (d *doc) isVerb(k int32) bool { return d.items[k].verb }

// markVerbs decides which items of a sentence are verbs where the form alone
// does not tell.
func (d *doc) markVerbs(lo, hi int32) {
	for k := lo; k < hi; k++ {
		it := &d.items[k]
		if it.kind != wordToken || it.date != 0 {
			continue
		}
		if it.tag == 0 {
			it.verb = d.lx.lang.VerbFirst && d.unknownVerb(k, lo, hi)
			continue
		}
		if d.lx.lang.VerbFirst {
			it.verb = d.verbFirst(k, lo, hi)
		} else {
			it.verb = d.verbSecond(k, lo)
		}
	}
}

// noVerb are classes that rule out a verb, whatever the spelling.
var noVerb = mask(cPrep, cAnd, cSub, cBreak, cThat, cRel, cDet, cAdverb, cAfter, cBefore, cSince, cHonorific, cAgents, cOrgan)

func (d *doc) verbFirst(k, lo, hi int32) bool {
	it := &d.items[k]
	t := &d.tokens[it.first]
	if it.tag&Finite == 0 || t.flag&(flagTanwin|flagAccusative) != 0 || t.bare != 0 && d.definite(t) {
		return false
	}
	if it.last-it.first > 1 && (it.has(personEntry) || it.has(bodyEntry)) || it.has(stateEntry) || it.has(officeEntry) || it.any(noVerb) && !(it.is(cPrep) && it.is(cLight) && d.actorAhead(k, hi) && (k == lo || d.items[k-1].any(mask(cAnd, cBreak, cAux)) || d.items[k-1].kind == punctToken)) {
		return false
	}
	prev := (*item)(nil)
	if k > lo {
		prev = &d.items[k-1]
	}
	if it.tag&Nominal == 0 {
		return prev == nil || !prev.is(cPrep)
	}
	if w := d.offsets.slice(t.start, t.end); d.lx.lang.Passive != nil && (prev == nil || !prev.is(cPrep)) && (d.lx.lang.Passive(w, it.tag&^Present) || strings.HasSuffix(w, "ى")) {
		return true
	}
	if prev != nil {
		if prev.is(cPrep) || prev.any(mask(cAfter, cBefore, cSince, cDet, cLight)) && !prev.is(cThat) {
			return false
		}
		ok := prev.is(cPron) && k-2 >= lo && d.items[k-2].is(cThat) || prev.kind == punctToken && prev.ch != '"' || prev.date != 0 || prev.any(mask(cAnd, cThat, cBreak, cSub, cThen, cRel, cNot, cAux, cWill, cAdverb)) ||
			prev.has(personEntry) || prev.has(stateEntry) || prev.has(bodyEntry) || prev.has(demonymEntry)
		if !ok && it.is(cLight) && prev.has(headEntry) && !prev.verb && !d.definiteItem(k-1) && lightValues[d.lx.values[it.word(cLight).val]] == lightGather && d.actorAhead(k, hi) {
			return true // «لقاء جمع …»
		}
		if !ok && !(k+1 < hi && d.items[k+1].is(cPron) && d.tokens[d.items[k+1].first].flag&flagPiece != 0 && d.actorAhead(k+1, hi) && prev.kind == wordToken) {
			return false
		}
		if d.afterSubject(k, lo) {
			return false
		}
		if prev.has(demonymEntry) && k-2 >= lo && d.items[k-2].tag&Nominal != 0 {
			return false
		}
	}
	if prev != nil && (prev.any(mask(cThen, cAux, cPerfect, cNot, cWill, cRel)) && !prev.is(cPrep) || prev.is(cPron) && k-2 >= lo && d.items[k-2].is(cThat)) {
		return true
	}
	n := k + 1
	for n < hi && (d.items[n].date != 0 || d.items[n].kind == punctToken && (d.items[n].ch == '،' || d.items[n].ch == ',') || d.items[n].is(cAdverb)) {
		n++
	}
	if n >= hi {
		return false
	}
	next := &d.items[n]
	if prev == nil && (next.kind == numberToken || next.is(cDet) || next.dateWord(dNum) != nil) {
		return true // «خطف ثلاثة …»
	}
	if nt := &d.tokens[next.first]; prev == nil && next.kind == wordToken {
		if w := d.offsets.slice(nt.start, nt.end); strings.HasSuffix(w, "ون") || strings.HasSuffix(w, "ان") && next.tag&Dual != 0 {
			return true // «خطف مسلحون»
		}
	}
	if next.unknown() && d.isSurname(next) || next.kinds&(1<<personEntry|1<<stateEntry|1<<bodyEntry|1<<officeEntry) != 0 || next.any(mask(cHonorific, cRank, cOrgan, cAgents, cPair, cGroup, cCounter, cGiven)) {
		return true
	}
	if it.is(cContent) && next.is(cContent) && next.ment == 0 {
		return true // «، تناول سبل …»
	}
	nt := &d.tokens[next.first]
	if next.kind == wordToken && (nt.bare != 0 || d.definite(nt)) && (it.tag&Dual != 0 && it.tag&Past != 0 || !(prev != nil && prev.is(cAnd))) {
		return true
	}
	if next.is(cPrep) && n+1 < hi && d.items[n+1].is(cPron) && d.tokens[d.items[n+1].first].flag&flagPiece != 0 && (prev == nil || prev.kind == punctToken || prev.is(cAnd)) {
		return true // «تعهد لهما فيها»
	}
	if next.is(cPron) && nt.flag&flagPiece != 0 && n == k+1 && d.actorAhead(n, hi) && (prev == nil || !prev.is(cPrep) && !prev.any(mask(cAfter, cBefore))) {
		return true // «مفاوضات استضافتها جنيف»
	}
	return next.is(cPron) && nt.flag&flagPiece != 0 && (prev == nil || prev.any(mask(cRel, cThat, cAux, cAnd)))
}

// afterSubject tells whether the subject of a verb stands right before item
// k, so that item k is its object: «أعادت الإمارات فتح …».
func (d *doc) afterSubject(k, lo int32) bool {
	for j := k - 1; j >= lo && j >= k-10; j-- {
		it := &d.items[j]
		if it.verb || j < k-1 && it.is(cLight) && it.tag&Nominal != 0 && !d.definiteItem(j) {
			return j < k-1 // … «بقرار اليابان رفع …»
		}
		if it.ment != 0 || it.is(cStop) && it.kind == wordToken && it.date == 0 && d.definiteItem(j) || it.is(cAnd) && j > lo && d.items[j-1].ment != 0 && d.items[j+1].ment != 0 {
			continue
		}
		if it.kind != wordToken || it.date != 0 || !it.any(titleMask|mask(cOrgan, cAgents, cGiven, cNamePart)) && it.kinds&(1<<personEntry|1<<stateEntry|1<<bodyEntry|1<<demonymEntry|1<<officeEntry) == 0 {
			return false
		}
	}
	return false
}

// unknownVerb tells whether a word that is no known verb stands and looks
// like one: at the beginning of a clause, before an actor, with a verb's
// prefix or ending.
func (d *doc) unknownVerb(k, lo, hi int32) bool {
	it := &d.items[k]
	if it.last-it.first > 1 || !it.unknown() && it.classes&^mask(cStop) != 0 || it.kinds&^(1<<wordEntry) != 0 {
		return false
	}
	if k > lo {
		p := &d.items[k-1]
		if !p.any(mask(cAnd, cBreak, cThat, cSub, cNot, cRel)) && p.kind != punctToken || p.is(cPrep) || p.kind == punctToken && p.ch == '"' {
			return false
		}
	}
	t := &d.tokens[it.first]
	w := d.offsets.slice(t.start, t.end)
	present := strings.HasPrefix(w, "ي") || strings.HasPrefix(w, "ت")
	past := strings.HasSuffix(w, "ت") && !strings.HasSuffix(w, "ات")
	return (present || past) && utf8.RuneCountInString(w) > 3 && d.actorAhead(k, hi)
}

// definite tells whether a word carries the article.
func (d *doc) definite(t *token) bool {
	art := d.lx.clitics.article
	if art == "" || t.kind != wordToken {
		return false
	}
	w := d.offsets.slice(t.start, t.end)
	return len(w) > len(art) && w[:len(art)] == art
}

// actorAhead tells whether the next item, dates aside, begins an actor.
func (d *doc) actorAhead(k, hi int32) bool {
	n := k + 1
	for n < hi && d.items[n].date != 0 {
		n++
	}
	if n >= hi {
		return false
	}
	next := &d.items[n]
	return next.unknown() && d.isSurname(next) || next.kinds&(1<<personEntry|1<<stateEntry|1<<bodyEntry|1<<officeEntry|1<<placeEntry) != 0 || next.any(mask(cHonorific, cRank, cOrgan, cPair, cGroup, cGiven))
}

var (
	beforeNoun = mask(cDet, cPoss, cGenMark, cPrep, cNum)
	beforeVerb = mask(cInfinitive, cWill, cDo, cModal, cPron, cRel, cNot)
)

func (d *doc) verbSecond(k, lo int32) bool {
	it := &d.items[k]
	t := &d.tokens[it.first]
	if it.tag&ActivePart != 0 && d.progressive(k, lo) {
		return true
	}
	if it.tag&(Finite|PastPart|Infinitive) == 0 {
		return false
	}
	if t.flag&flagHyphen != 0 && k > lo {
		return false // "US-backed"
	}
	if t.flag&flagCapital != 0 && k > lo && (it.first == 0 || d.tokens[it.first-1].kind == wordToken) {
		return false
	}
	if it.has(personEntry) || it.has(stateEntry) || it.has(officeEntry) || it.has(bodyEntry) {
		return false
	}
	if k == lo {
		return it.tag&Nominal == 0 && it.tag&Finite != 0
	}
	if it.is(cSame) && it.last-it.first > 1 {
		return false // "the move"
	}
	if d.items[k-1].verb && it.tag&(Infinitive|Present) != 0 && it.tag&Past == 0 && !d.items[k-1].any(beforeVerb&^mask(cModal)|mask(cBe, cHave, cAux)) && !d.endsInTo(k-1) && !d.inFree(k-1, "bare") {
		return false // "suspended free trade talks"
	}
	prev := &d.items[k-1]
	if prev.is(cAdverb) && k-2 >= lo {
		prev = &d.items[k-2]
	}
	if prev.any(mask(cInfinitive, cWill, cDo)) && it.tag&(Infinitive|Present) != 0 {
		return true
	}
	if prev.any(beforeNoun) && !prev.any(beforeVerb) || prev.kind == numberToken && it.tag&Nominal != 0 {
		return false
	}
	if prev.any(mask(cBe, cHave)) && it.tag&PastPart != 0 {
		return true
	}
	if prev.verb && prev.is(cLight) && it.tag&(Past|PastPart) == 0 && !prev.any(mask(cBe, cHave, cDo, cSay)) {
		return false // "held separate talks"
	}
	if it.tag&Nominal == 0 {
		return true
	}
	if prev.tag&PastPart != 0 && !prev.verb && k-2 >= lo && d.items[k-2].any(mask(cDet, cPoss, cGenMark)) {
		return false // "a planned visit"
	}
	if prev.has(stateEntry) && it.tag&Past == 0 && k-2 >= lo && d.items[k-2].verb && !d.items[k-2].is(cSay) {
		return false // "opposes US arms sales"
	}
	if prev.any(beforeVerb) {
		return true
	}
	if it.tag&Finite == 0 || prev.has(demonymEntry) || prev.tag&Nominal != 0 && prev.kinds != 0 && !prev.verb {
		return false
	}
	if it.tag&Past != 0 {
		return true
	}
	named := prev.has(personEntry) || prev.has(stateEntry) || prev.has(bodyEntry) || prev.is(cRel) || d.tokens[prev.first].flag&flagCapital != 0 && prev.unknown()
	return named && it.tag&Plural != 0 || named && d.tokens[it.last-1].kind == wordToken && it.tag&Present != 0 && strongPresent(it)
}

// progressive tells whether a form of "be" makes the participle at item k a
// finite verb: "was already accusing".
func (d *doc) progressive(k, lo int32) bool {
	for i := k - 1; i >= lo && i >= k-4; i-- {
		it := &d.items[i]
		if it.is(cBe) {
			return true
		}
		if !it.any(mask(cAdverb, cNot)) || it.is(cDet) {
			return false
		}
	}
	return false
}

// endsInTo tells whether the phrase at item k ends in the word before an
// infinitive: "is set to".
func (d *doc) endsInTo(k int32) bool {
	t := d.items[k].last - 1
	for _, m := range d.matches[d.matchAt[t]:d.matchAt[t+1]] {
		for _, e := range d.lx.trie.ends[m.node] {
			if m.size == 1 && e.kind == wordEntry && e.class == cInfinitive {
				return true
			}
		}
	}
	return false
}

// gerundAfter are the words after which a gerund tells what the subject of
// the clause did: "after meeting", "by expelling".
var gerundAfter = mask(cAfter, cBefore, cBy, cSince)

// gerundObject tells whether the noun phrase after item k is its object: an
// actor follows, with no preposition between.
func (d *doc) gerundObject(k int32) bool {
	n := k + 1
	for n < d.sentHi && d.items[n].ment == 0 && d.items[n].any(mask(cDet, cPoss, cEach)) {
		n++
	}
	return n < d.sentHi && d.items[n].ment != 0 && !d.items[n].is(cPrep)
}

// enacted tells whether what the noun before the participle at item k says is
// done by those who adopt it: "adopted a resolution extending the embargo", not
// "vetoed a law extending aid".
func (d *doc) enacted(k, lo int32) bool {
	if p := &d.items[k-1]; p.kind != wordToken || p.any(functionMask&^mask(cNameStop, cStop, cLight, cMass)) {
		return true
	}
	for j := k - 2; j >= lo && j > k-8; j-- {
		if it := &d.items[j]; it.verb {
			return d.inFree(j, "enact")
		}
	}
	return false
}

// compound tells whether the gerund at item k is the second half of a noun:
// "the suspension of intelligence sharing with Chad".
func (d *doc) compound(k, lo int32) bool {
	p := &d.items[k-1]
	if p.kind != wordToken || p.any(functionMask&^mask(cNameStop, cStop, cLight, cMass)) {
		return false
	}
	n := k + 1
	return k-2 >= lo && (d.items[k-2].is(cPrep) || d.items[k-2].is(cDet)) && n < d.sentHi && (d.items[n].is(cPrep) || d.items[n].kind == punctToken)
}

// strongPresent: a third person form such as "visits" after a name.
func strongPresent(it *item) bool { return it.tag&Plural != 0 }

// isParticiple tells whether the item is a participle that takes over the
// subject of its clause.
func (d *doc) isParticiple(k, lo int32) bool {
	it := &d.items[k]
	if it.tag&ActivePart == 0 || it.verb {
		return false
	}
	t := &d.tokens[it.first]
	if d.lx.lang.Capitals {
		if k == lo {
			return true
		}
		prev := &d.items[k-1]
		if prev.any(gerundAfter) && prev.ment == 0 && !d.progressive(k, lo) {
			return it.tag&Nominal == 0 || d.gerundObject(k)
		}
		if e := prev.word(cPrep); e != nil && e.val == d.lx.inPrep && it.tag&Nominal == 0 && k-2 >= lo && (d.items[k-2].ment != 0 || d.items[k-2].date != 0 || d.items[k-2].verb) {
			return true // "joined Chad in condemning"
		}
		return prev.kind == punctToken || prev.is(cAnd) || prev.is(cAdverb) || prev.is(cBreak) || prev.has(personEntry) || prev.date != 0 ||
			it.tag&Nominal == 0 && !prev.any(beforeNoun) && (prev.ment != 0 || prev.verb || !d.compound(k, lo) && d.enacted(k, lo))
	}
	if t.bare != 0 || d.definite(t) {
		return false
	}
	if t.flag&(flagTanwin|flagAccusative) != 0 {
		return true
	}
	if k == lo {
		return false
	}
	prev := &d.items[k-1]
	if prev.ment != 0 && !d.ments[prev.ment-1].deep && strings.HasSuffix(d.offsets.slice(t.start, t.end), "ا") {
		return !d.predicate(k, lo) // «قال الوزير متهما …»
	}
	return prev.kind == punctToken && prev.ch != '"' || prev.is(cAnd) || prev.date != 0
}

// predicate tells whether a form of "be" governs what stands at item k.
func (d *doc) predicate(k, lo int32) bool {
	for i := k - 1; i >= lo && i > k-10; i-- {
		if it := &d.items[i]; it.verb {
			return it.is(cBe)
		}
	}
	return false
}

var (
	clauseEnd = mask(cBreak, cSub)
)

// stops tells whether a walk along a clause ends before item j.
func (d *doc) stops(j, hi int32) bool {
	it := &d.items[j]
	if it.kind == punctToken {
		switch it.ch {
		case ';', '؛', ':', '.', '!', '?', '؟', '…', '•':
			return true
		}
		return false
	}
	if it.any(clauseEnd) || it.verb && !it.is(cAux) {
		return true
	}
	if d.lx.lang.VerbFirst && it.tag&ActivePart != 0 && j > d.sentLo && d.items[j-1].kind == punctToken && it.ment == 0 && it.has(headEntry) && d.isParticiple(j, d.sentLo) {
		return true // «، متهمة إياها …»
	}
	if it.is(cAnd) && j+1 < hi && d.items[j+1].verb {
		return true
	}
	return it.is(cThen) && j+1 < hi && d.items[j+1].verb
}

// closingQuote returns the item of the quotation mark that closes the one at
// item j, j where there is none.
func (d *doc) closingQuote(j, hi int32) int32 {
	open := d.items[j].ch
	closing := open
	switch open {
	case '“', '„':
		closing = '”'
	case '«':
		closing = '»'
	case '"', '‹':
	default:
		return j
	}
	for i := j + 1; i < hi && i < j+80; i++ {
		if it := &d.items[i]; it.kind == punctToken && (it.ch == closing || open == '“' && it.ch == '“') {
			return i
		}
	}
	return j
}

// relativeEnd returns the item after a relative clause that begins at item j:
// after its closing comma; hi where no comma closes it.
func (d *doc) relativeEnd(j, hi int32) int32 {
	sawVerb := false
	for i := j + 1; i < hi; i++ {
		it := &d.items[i]
		if it.verb {
			sawVerb = true
		}
		if it.kind != punctToken {
			continue
		}
		switch it.ch {
		case ',', '،', '—', '–':
			if i+1 < hi && (d.items[i+1].date != 0 || d.items[i+1].is(cAnd) && d.items[i+1].ment == 0 && d.items[i+1].is(cAnd) && i+2 < hi && d.items[i+2].verb) {
				continue
			}
			if i > 0 && d.items[i-1].date != 0 && i-2 > j && d.items[i-2].kind == punctToken {
				continue
			}
			if sawVerb {
				return i + 1
			}
		case ';', '؛', ':', '.':
			return hi
		}
	}
	return hi
}

// collect reads the noun phrases to the right of head k. noun says that the
// head is a noun: its phrases end at the first comma that does not only
// enclose a date.
func (d *doc) collect(k, hi int32, noun bool) clause {
	c := clause{head: k, lo: k, hi: hi}
	base := len(d.argPool)
	prep, prepAt := noSlot, int32(-1)
	if noun && k >= 0 {
		if prep = d.trailingPrep(k); prep != noSlot {
			prepAt = k // "an appeal to": the phrase ends in the preposition
		}
	}
	under := int32(0)
	joint := int32(-1) // item after which a list goes on
	flushPlaceholder := func(j int32, adverb bool) {
		n := len(d.argPool)
		if prep == noSlot && prepAt < 0 {
			if n > base {
				if a := &d.argPool[n-1]; !a.actor && a.slot == noSlot && a.last == j && !a.adverb && !(d.lx.lang.VerbFirst && a.lo < a.hi && d.items[j-1].is(cPron) && d.items[j].has(headEntry)) {
					a.last = j + 1
					return
				}
			}
			d.argPool = append(d.argPool, arg{first: j, last: j + 1, adverb: adverb, under: under, lo: int32(len(d.argMents)), hi: int32(len(d.argMents))})
		}
	}
	j := k + 1
	for j < hi {
		it := &d.items[j]
		if it.date != 0 {
			if c.date == 0 {
				c.date = it.date
			}
			if d.lx.lang.VerbFirst && prepAt >= 0 && prepAt == j-1 {
				prep, prepAt = noSlot, -1 // «اغتالت في العشرين منه القيادي»
			}
			j = d.dates[it.date-1].last
			continue
		}
		if it.kind == punctToken {
			switch it.ch {
			case ',', '،', '—', '–', '-':
				if noun && !d.commaGoesOn(j, hi) {
					c.hi = j
					goto done
				}
				prep, prepAt = noSlot, -1
				if !noun && d.lx.lang.VerbFirst {
					under = 0 // what follows is the verb's again
				}
				if e := d.interposed(j, k, hi); !noun && e > j {
					j = e
					continue
				}
				if n := len(d.argPool); n > base && d.argPool[n-1].last == j && d.listGoesOn(j, hi) {
					joint = j + 1
					if joint < hi && d.items[joint].is(cAnd) {
						joint++
					}
				}
				j++
				continue
			case '"', '“', '«':
				if e := d.closingQuote(j, hi); d.lx.lang.Capitals && prepAt == j-1 && prepAt > k && e > j {
					prep, prepAt = noSlot, -1 // "dismissed as “baseless” the claims"
					j = e + 1
					continue
				} else if e > j+6 {
					j = e + 1
					continue
				}
				j++
				continue
			case '(':
				i := j + 1
				for i < hi && i < j+12 && !(d.items[i].kind == punctToken && d.items[i].ch == ')') {
					i++
				}
				if i < hi && d.items[i].kind == punctToken {
					j = i + 1
				} else {
					j++
				}
				continue
			}
		}
		if d.carrying(j, k) {
			j++
			continue
		}
		if d.stops(j, hi) {
			c.hi = j
			break
		}
		if it.kind != wordToken {
			j++
			continue
		}
		if n := d.dubbed(j, hi); n > j {
			j = n
			continue
		}
		if it.any(mask(cAfter, cSince)) && it.ment == 0 && d.occasionAt(j, hi) && d.sated(base) {
			c.hi = j // "signed … after talks between …": the sides of the talks are not those of the deed
			break
		}
		if it.is(cRel) && it.ment == 0 && !d.opensContent(j, hi) {
			if noun {
				c.hi = j
				break
			}
			e := d.relativeEnd(j, hi)
			if e >= hi {
				c.hi = j
				break
			}
			prep, prepAt = noSlot, -1
			j = e
			continue
		}
		if it.is(cThat) && it.ment == 0 {
			c.that = j + 1
			c.hi = j
			break
		}
		if it.ment != 0 && it.ment <= int32(len(d.ments)) {
			id := it.ment - 1
			m := &d.ments[id]
			n := len(d.argPool)
			if d.lx.lang.Capitals && joint < 0 && n > base && d.argPool[n-1].last == m.first && d.tokens[d.items[m.first].first].flag&flagHyphen != 0 && d.argPool[n-1].lo < d.argPool[n-1].hi {
				joint = m.first
			}
			if joint == m.first && n > base && d.argPool[n-1].hi == int32(len(d.argMents)) && (d.argPool[n-1].actor || d.argPool[n-1].deep) {
				a := &d.argPool[n-1]
				d.argMents = append(d.argMents, id)
				a.hi++
				a.last = m.last
			} else {
				// «علاقاتها»: the pronoun qualifies the noun before it
				owned := d.lx.lang.VerbFirst && m.ref == refPron && prep == noSlot && j > k+1 && n > base && d.argPool[n-1].last == m.first && !d.argPool[n-1].actor && d.tokens[d.items[m.first].first].flag&flagPiece != 0
				a := arg{slot: prep, first: m.first, last: m.last, actor: !m.deep && (!owned || d.items[m.first-1].any(mask(cAgents, cOrgan))), deep: m.deep || owned && !d.items[m.first-1].any(mask(cAgents, cOrgan)), under: under, lo: int32(len(d.argMents))}
				if d.lx.lang.Capitals && m.kind == schema.Person && m.last < hi && d.items[m.last].is(cGenMark) && d.tokens[d.items[m.last].first].flag&flagPiece != 0 {
					a.actor, a.deep = false, true // "Biden's words"
				}
				if (m.deep || owned) && prep == noSlot && n > base && d.argPool[n-1].last == m.first && d.argPool[n-1].slot == noSlot && !d.argPool[n-1].actor && d.argPool[n-1].lo == d.argPool[n-1].hi {
					a.first = d.argPool[n-1].first
					a.head, a.under = d.argPool[n-1].head, d.argPool[n-1].under
					d.argPool = d.argPool[:n-1]
				}
				if prepAt >= 0 {
					a.first = prepAt
				}
				d.argMents = append(d.argMents, id)
				a.hi = a.lo + 1
				d.argPool = append(d.argPool, a)
			}
			j = m.last
			joint = -1
			if j < hi && d.items[j].is(cAnd) && d.items[j].is(cPrep) {
				if e := d.items[j].word(cPrep); d.claimed(k, under, d.lx.prepOf[e.val]) {
					prep, prepAt = noSlot, -1
					continue
				}
			}
			if j < hi && d.items[j].is(cAnd) && !d.stops(j, hi) {
				joint = j + 1
				if joint < hi && d.items[joint].any(mask(cDet, cEach)) && d.items[joint].ment == 0 {
					joint++
				}
				j++
				continue
			}
			if !(j < hi && d.items[j].kind == punctToken) {
				prep, prepAt = noSlot, -1
			}
			continue
		}
		if d.partOf(j, k, hi) {
			j++ // «اثنين من الدبلوماسيين»
			continue
		}
		if e := it.word(cPrep); e != nil && (!it.is(cAnd) || d.claimed(k, under, d.lx.prepOf[e.val])) {
			if prep != noSlot && prepAt >= 0 && j > prepAt+1 && d.lx.purposePrep[e.val] && j+1 < hi && d.items[j+1].ment != 0 && under == 0 {
				// «بالدور … لدولة الكويت»: whose it is
				id := d.items[j+1].ment - 1
				d.argMents = append(d.argMents, id)
				d.argPool = append(d.argPool, arg{slot: prep, first: prepAt, last: d.ments[id].last, deep: true, lo: int32(len(d.argMents)) - 1, hi: int32(len(d.argMents))})
			}
			if d.lx.lang.Capitals && prep != noSlot && prepAt >= 0 && j > prepAt+1 {
				// "on companies tied to …"
				d.argPool = append(d.argPool, arg{slot: prep, first: prepAt, last: j, under: under, lo: int32(len(d.argMents)), hi: int32(len(d.argMents))})
			}
			prep, prepAt = d.lx.prepOf[e.val], j
			joint = -1
			j++
			continue
		}
		if it.any(mask(cAnd, cOr, cEach, cDet, cAux, cThen, cPerfect, cGenMark, cInfinitive)) && !it.has(headEntry) {
			j++
			continue
		}
		if it.is(cAdverb) || it.is(cNot) && !noun || it.dateWord(dNum) != nil && !it.has(headEntry) {
			j++
			continue
		}
		if it.has(headEntry) && it.tag&Nominal != 0 || it.has(headEntry) && it.tag == 0 {
			flushPlaceholder(j, false)
			if n := len(d.argPool); prep == noSlot && n > base && d.argPool[n-1].last == j+1 && d.argPool[n-1].head == 0 {
				d.argPool[n-1].head = j + 1
			} else if prep != noSlot {
				d.argPool = append(d.argPool, arg{slot: prep, first: prepAt, last: j + 1, head: j + 1, under: under, lo: int32(len(d.argMents)), hi: int32(len(d.argMents))})
			}
			under = j + 1
			prep, prepAt = noSlot, -1
			j++
			continue
		}
		if n := len(d.argPool); d.lx.lang.AdjectiveLast && n > base && d.argPool[n-1].slot != noSlot && d.argPool[n-1].last == j && d.definiteItem(j) {
			// «في يومها الأول»: goes on with the phrase of the preposition
			d.argPool[n-1].last = j + 1
			j++
			continue
		}
		t := &d.tokens[it.first]
		adverb := t.flag&(flagTanwin|flagAccusative) != 0
		if prepAt < 0 {
			flushPlaceholder(j, adverb)
		}
		j++
	}
	if j >= hi {
		c.hi = hi
	}
done:
	c.args = d.argPool[base:len(d.argPool):len(d.argPool)]
	return c
}

// opensContent tells whether the word at item j, which may open a relative
// clause too, opens what is said: a subject follows, not a verb.
func (d *doc) opensContent(j, hi int32) bool {
	it := &d.items[j]
	if !d.lx.lang.Capitals || !it.is(cThat) {
		return false
	}
	n := j + 1
	for n < hi && d.items[n].is(cAdverb) && d.items[n].ment == 0 {
		n++
	}
	return n < hi && !d.items[n].verb && (d.items[n].ment != 0 || d.items[n].is(cDet) || !d.items[n].any(mask(cBe, cHave, cWill, cAux, cNot, cDo, cModal)))
}

// occasionAt tells whether the word of time at item j stands before a noun
// that can be an event of its own.
func (d *doc) occasionAt(j, hi int32) bool {
	for i := j + 1; i < hi && i < j+6; i++ {
		it := &d.items[i]
		if it.has(headEntry) && it.tag&Nominal != 0 {
			return true
		}
		if it.kind != wordToken || it.verb {
			return false
		}
	}
	return false
}

// sated tells whether the noun phrases read since base can be all that a head
// needs: two of them, or one where the subject stands before its verb.
func (d *doc) sated(base int) bool {
	n := 0
	for i := base; i < len(d.argPool); i++ {
		if a := &d.argPool[i]; !a.adverb {
			n++
		}
	}
	return n > 1 || n > 0 && !d.lx.lang.VerbFirst
}

// trailingPrep gives the slot of the preposition in which the phrase at item k
// ends, noSlot where it is a single word or ends otherwise.
func (d *doc) trailingPrep(k int32) slot {
	it := &d.items[k]
	if !d.lx.lang.Capitals || it.kind != wordToken || it.last-it.first < 2 {
		return noSlot
	}
	for _, m := range d.matches[d.matchAt[it.last-1]:d.matchAt[it.last]] {
		if m.size > 1 {
			continue
		}
		ents := d.lx.trie.ends[m.node]
		for i := range ents {
			if e := &ents[i]; e.kind == wordEntry && e.class == cPrep {
				return d.lx.prepOf[e.val]
			}
		}
	}
	return noSlot
}

// dubbing tells whether the verb at item k only says what somebody calls
// something: «ما وصفه بـ…».
func (d *doc) dubbing(k, lo int32) bool {
	return d.lx.lang.VerbFirst && k > lo && d.dubbed(k-1, d.sentHi) > k-1
}

// dubbed returns the item after words that only say what somebody calls what
// follows, j where there are none: «ندد بما وصفه بـ…», «رفض ما سماه …».
func (d *doc) dubbed(j, hi int32) int32 {
	if j+2 >= hi || !d.lx.lang.VerbFirst || !d.items[j+1].verb || !d.items[j+2].is(cPron) || d.tokens[d.items[j+2].first].flag&flagPiece == 0 ||
		!d.inFree(j, "what") || !d.inFree(j+1, "dub") {
		return j
	}
	if n := j + 3; n < hi && d.items[n].is(cPrep) && d.items[n].ment == 0 && !d.items[n].is(cAnd) {
		return n + 1
	}
	return j + 3
}

// carrying tells whether the verb at item j only says what a thing named just
// before holds: «طائرة تحمل 30 طنا من المساعدات».
func (d *doc) carrying(j, k int32) bool {
	return d.lx.lang.VerbFirst && k >= 0 && d.items[k].verb && j > k+1 && d.items[j].verb && d.inFree(j, "carry") && d.items[j-1].kind == wordToken && d.items[j-1].ment == 0 && !d.items[j-1].verb && !d.definiteItem(j-1) && !d.items[j-1].any(functionMask&^mask(cStop))
}

// partOf tells whether the preposition at item j only stands between a number
// and those of whom it is one.
func (d *doc) partOf(j, k, hi int32) bool {
	if !d.lx.lang.VerbFirst || j-1 <= k || j+1 >= hi || d.items[j+1].ment == 0 || d.items[j].ment != 0 {
		return false
	}
	e := d.items[j].word(cPrep)
	if e == nil || !d.lx.ofPrep[e.val] || d.lx.inPrep == e.val || d.lx.purposePrep[e.val] || d.lx.placePrep[e.val] {
		return false
	}
	p := &d.items[j-1]
	return p.date == 0 && (p.kind == numberToken || p.dateWord(dNum) != nil || p.is(cDet))
}

// inFree tells whether the word at item k is in a class of words.tsv that the
// engine does not know by itself.
func (d *doc) inFree(k int32, class string) bool {
	id, ok := d.lx.classes[class]
	if !ok {
		return false
	}
	first := d.items[k].first
	for _, m := range d.matches[d.matchAt[first]:d.matchAt[first+1]] {
		for _, e := range d.lx.trie.ends[m.node] {
			if e.kind == wordEntry && e.class == id {
				return true
			}
		}
	}
	return false
}

// interposed returns the item after a circumstance with a verb of its own that
// two commas set off within a clause, j where there is none at the comma at item
// j: «اتهم الوزير، في مقابلة بثتها قناة محلية، روسيا بـ …».
func (d *doc) interposed(j, k, hi int32) int32 {
	if !d.lx.lang.VerbFirst || j+3 >= hi || !(d.items[j+1].is(cPrep) && !d.items[j+1].is(cAnd) || d.items[j+1].any(mask(cAfter, cSame))) {
		return j
	}
	verb := false
	for i := j + 1; i+1 < hi && i < j+30; i++ {
		it := &d.items[i]
		if it.kind == punctToken && (it.ch == '،' || it.ch == ',') {
			n := &d.items[i+1]
			if pe := n.word(cPrep); verb && pe != nil && n.ment == 0 && !n.is(cAnd) && d.claims(k, d.lx.prepOf[pe.val]) {
				return i + 1
			}
			if !verb || n.ment == 0 || d.ments[n.ment-1].deep || n.verb || i+2 < hi && d.items[d.ments[n.ment-1].last-1].kind == punctToken {
				return j
			}
			if l := d.ments[n.ment-1].last; l < hi && d.items[l].verb {
				return j // the mention begins a clause of its own
			}
			return i + 1
		}
		if it.kind == punctToken && it.ch != '"' && it.ch != '«' && it.ch != '»' || it.any(clauseEnd) && !it.is(cAfter) || it.is(cAnd) && d.items[i+1].verb {
			return j
		}
		if it.verb {
			if verb || i == j+1 || !d.items[i-1].is(cRel) && d.items[i-1].kind != wordToken {
				return j
			}
			verb = true
		}
	}
	return j
}

// claimed tells whether the head of a clause, or the noun head last seen in
// it, has a use for a preposition that may also mean "and".
func (d *doc) claimed(k, under int32, s slot) bool {
	if under != 0 {
		return d.claims(under-1, s)
	}
	return d.claims(k, s)
}

// commaGoesOn tells whether the phrases of a noun go on after the comma at
// item j: it closes or opens a date or an apposition.
func (d *doc) commaGoesOn(j, hi int32) bool {
	if j+1 >= hi {
		return false
	}
	n := &d.items[j+1]
	if n.date != 0 {
		return true
	}
	if j > 1 && d.items[j-1].date != 0 {
		// The comma that closes a date between commas.
		f := d.dates[d.items[j-1].date-1].first
		if f > 0 && d.items[f-1].kind == punctToken {
			return true
		}
	}
	if j > 0 && d.items[j-1].date != 0 || j > 0 && d.items[j-1].ment != 0 {
		return n.is(cPrep) || d.listGoesOn(j, hi)
	}
	return d.listGoesOn(j, hi)
}

// listGoesOn tells whether the comma at item j stands between members of a
// list: a mention follows, then another comma or "and".
func (d *doc) listGoesOn(j, hi int32) bool {
	n := j + 1
	if n < hi && d.items[n].is(cAnd) && d.items[n].ment == 0 {
		n++
		return n < hi && d.items[n].ment != 0 && !d.ments[d.items[n].ment-1].deep
	}
	if n >= hi || d.items[n].ment == 0 || d.ments[d.items[n].ment-1].deep {
		return false
	}
	e := d.ments[d.items[n].ment-1].last
	if e >= hi {
		return false
	}
	if d.items[e].is(cAnd) && e+1 < hi && d.items[e+1].ment != 0 {
		return true
	}
	return d.items[e].kind == punctToken && (d.items[e].ch == ',' || d.items[e].ch == '،') && d.listGoesOn(e, hi)
}
