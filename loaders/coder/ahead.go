package coder

// opensSentence tells whether the participle or perfect at item k opens its sentence,
// so that its subject is that of the main clause: "Accusing Chad …, Sudan
// said", "Having summoned …".
func (d *doc) opensSentence(k, lo int32, participle bool) bool {
	if !d.lx.lang.Capitals || len(d.verbs) > 0 {
		return false
	}
	have := participle
	for i := k - 1; i >= lo; i-- {
		it := &d.items[i]
		if it.ment != 0 || !it.any(mask(cHave, cPerfect, cAdverb, cAfter, cBefore, cSince, cSub, cBe, cBy, cNot)) && it.date == 0 && it.kind == wordToken {
			return participle && d.items[k-1].kind != punctToken && d.mentionFrom(lo, k) < 0
		}
		have = have || it.is(cPerfect)
	}
	return have
}

// subjectAhead gives the subject of the main clause that follows a participle
// clause, and the item of the comma between the two.
func (d *doc) subjectAhead(k, hi int32) ([]int32, int32) {
	for j := k + 1; j < hi; j++ {
		it := &d.items[j]
		if it.kind != punctToken {
			continue
		}
		switch it.ch {
		case ',':
		case ';', ':':
			return nil, hi
		default:
			continue
		}
		n := j + 1
		for n < hi && d.items[n].ment == 0 && (d.items[n].any(mask(cDet, cAdverb, cPoss)) || d.items[n].date != 0) && d.items[n].kind == wordToken {
			n++
		}
		if n >= hi || d.items[n].ment == 0 {
			continue
		}
		id := d.items[n].ment - 1
		if v := d.verbOf(id, j, hi); v >= 0 {
			var r core
			d.leftSubject(v-1, j+1, v, &r)
			if len(r.subject) > 0 && !r.inherited && r.subjFirst >= d.ments[id].first {
				return r.subject, j
			}
		}
	}
	return nil, hi
}

// verbOf gives the verb before which the mention stands as a subject may, -1
// where there is none.
func (d *doc) verbOf(id, lo, hi int32) int32 {
	for v := d.ments[id].last; v < hi; v++ {
		it := &d.items[v]
		if it.verb && !d.items[v-1].any(mask(cInfinitive)) && !d.relative(v, lo) {
			for v-1 > lo && d.items[v-1].ment == 0 && d.items[v-1].any(mask(cBe, cHave, cAux, cPerfect, cNot, cWill, cDo, cAdverb)) {
				v--
			}
			return v
		}
	}
	return -1
}

// relative tells whether the verb at item v stands in a relative clause.
func (d *doc) relative(v, lo int32) bool {
	for i := v - 1; i > lo; i-- {
		it := &d.items[i]
		if it.ment == 0 && it.is(cRel) {
			return true
		}
		if it.verb || it.kind == punctToken {
			return false
		}
	}
	return false
}
