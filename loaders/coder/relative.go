package coder

// findReduced notes the relative clauses of the sentence that begin with a
// participle right after their noun: "talks held in Rome by A and B ended".
// Spans run from the participle to the verb of the main clause, or to the end
// of the phrase.
func (d *doc) findReduced() {
	d.reduced = d.reduced[:0]
	for k := d.sentLo + 1; k < d.sentHi; k++ {
		it := &d.items[k]
		if !it.verb || it.tag&PastPart == 0 || !d.afterNoun(k) {
			continue
		}
		end, main := d.reducedEnd(k)
		if main && (d.byAfter(k) > 0 || it.tag&Past == 0 || d.objectless(k)) || !main && d.byAfter(k) > 0 {
			d.reduced = append(d.reduced, span{k, end})
		}
	}
}

// afterNoun tells whether a noun or an actor stands right before item k.
func (d *doc) afterNoun(k int32) bool {
	p := &d.items[k-1]
	if p.is(cAdverb) && p.ment == 0 && k-2 >= d.sentLo {
		p = &d.items[k-2]
	}
	if p.ment != 0 {
		return d.ments[p.ment-1].ref != refPron
	}
	return p.kind == wordToken && !p.verb && p.date == 0 && !p.any(functionMask&^mask(cNameStop, cStop, cLight))
}

// objectless tells whether no noun phrase follows the verb at item k directly,
// as it would if it were no participle.
func (d *doc) objectless(k int32) bool {
	if k+1 >= d.sentHi {
		return false
	}
	n := &d.items[k+1]
	return n.date != 0 || n.is(cPrep) && n.ment == 0 || n.is(cBy)
}

// reducedEnd returns where the phrase that a participle at item k opens ends,
// and whether the verb of the main clause stands there.
func (d *doc) reducedEnd(k int32) (end int32, main bool) {
	for i := k + 1; i < d.sentHi; i++ {
		it := &d.items[i]
		switch {
		case it.kind == punctToken && it.ch == ',' && d.listGoesOn(i, d.sentHi):
		case it.kind == punctToken && it.ch != '"' && it.ch != '“' && it.ch != '”':
			return i, false
		case it.date != 0 || it.ment != 0:
		case it.any(mask(cThat, cRel, cSub, cBreak)):
			return i, false
		case it.is(cAnd) && i+1 < d.sentHi && d.items[i+1].ment == 0 && (d.items[i+1].verb || d.items[i+1].any(mask(cBe, cHave, cWill, cDo, cAdverb))):
			return i, false
		case it.any(mask(cBe, cHave, cWill, cDo)) && !it.is(cAdverb):
			return i, true
		case it.verb && it.tag&(Past|Present) != 0 && d.items[i-1].is(cInfinitive):
			return i, false
		case it.verb && it.tag&(Past|Present) != 0:
			return i, it.tag&PastPart == 0 || !d.afterNoun(i) || !d.objectless(i) || d.endsThere(i)
		}
	}
	return d.sentHi, false
}

// endsThere tells whether what follows the verb at item k leaves it the only
// finite verb that there can be.
func (d *doc) endsThere(k int32) bool {
	for i := k + 1; i < d.sentHi; i++ {
		if it := &d.items[i]; it.verb || it.any(mask(cBe, cHave, cWill)) {
			return false
		}
	}
	return true
}

// reducedAt returns the participle that opens the reduced relative clause in
// which item i stands, -1 for none.
func (d *doc) reducedAt(i int32) int32 {
	for _, s := range d.reduced {
		if s.lo <= i && i < s.hi {
			return s.lo
		}
	}
	return -1
}

// madeBy gives those who made what the noun at item k names, by the words that
// follow it: "the proposal made by A", "the plan that A put forward".
func (d *doc) madeBy(k int32) []int32 {
	of := false
	for i := k + 1; i < d.sentHi && i <= k+8; i++ {
		it := &d.items[i]
		switch {
		case it.is(cBy) && i+1 < d.sentHi:
			return d.listFrom(i + 1)
		case it.is(cRel) && it.ment == 0 || it.is(cThat) && it.ment == 0:
			if i == k+1 && i+1 < d.sentHi && d.items[i+1].ment != 0 {
				return d.listFrom(i + 1)
			}
			return nil
		case it.is(cPrep) && i == k+1 && it.word(cPrep) != nil && d.lx.ofPrep[it.word(cPrep).val]:
			of = true
		case of && it.kind == wordToken && !it.verb && !it.any(mask(cPrep, cAnd, cThat, cSub, cBreak)):
			// "the storming of the mosque by"
		case it.kind != wordToken && it.date == 0 || it.ment != 0 || it.any(mask(cPrep, cAnd, cBe, cHave, cThat, cSub, cBreak, cWill, cNot)) || it.verb && it.tag&PastPart == 0:
			return nil
		}
	}
	return nil
}
