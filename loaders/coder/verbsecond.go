package coder

func (d *doc) coreVerbSecond(k, lo, hi int32, c *clause, r *core, ahead []int32) {
	it := &d.items[k]
	be, have, toInf := false, false, false
	i := k - 1
	for i >= lo {
		p := &d.items[i]
		if p.ment != 0 {
			break
		}
		if p.is(cInfinitive) && !p.is(cPrep) || p.is(cInfinitive) && i == k-1 {
			toInf = true
			break
		}
		be, have = be || p.is(cBe), have || p.is(cHave) && !p.is(cBe)
		if !p.any(mask(cBe, cHave, cAux, cPerfect, cAdverb, cNot, cWill, cDo, cModal)) && p.date == 0 {
			break
		}
		i--
	}
	// A past participle is passive after "be", and after a noun where "by" follows.
	if it.tag&PastPart != 0 {
		switch {
		case be:
			r.passive = true
		case it.tag&Past == 0 && !have:
			r.passive = true
		case !have && k+1 < hi && d.items[k+1].is(cBy) && !d.byMeans(k+1), !have && d.reducedAt(k) == k:
			r.passive, r.reduced = true, true
		}
	}
	bares := d.bares[:0]
	for a := range c.args {
		if x := &c.args[a]; x.slot == noSlot && !x.adverb && !(x.under != 0 && x.lo == x.hi) {
			bares = append(bares, x)
		}
	}
	d.bares = bares
	if toInf {
		r.subject, r.inherited = d.inheritedSubject(k), true
		if s := d.controller(i, lo); len(s) > 0 {
			r.subject = s
		}
	} else {
		d.leftSubject(i, lo, k, r)
		if len(r.subject) == 0 && len(ahead) > 0 {
			r.subject, r.inherited = ahead, true
		}
	}
	if len(bares) > 0 {
		d.others = r.subject
		r.objArg, r.object = bares[0], d.argActors(bares[0])
		d.others = nil
	}
	if !r.passive && !toInf && len(bares) == 0 && len(r.subject) > 0 && !r.inherited {
		d.relativeObject(lo, c, r)
	}
	if r.passive {
		r.object, r.subject = r.subject, nil
		r.objArg, r.subjArg = nil, nil
		if len(r.object) == 0 && !r.inherited && !toInf && !it.is(cBroker) {
			d.passiveObject(i, lo, c, r)
		}
		r.nobody = false
	}
}

// byMeans tells whether the "by" at item k names a means, not an agent.
func (d *doc) byMeans(k int32) bool { return d.inFree(k, "bothphone") || d.inFree(k, "byvideo") }

// controller gives the object that does what the infinitive after it says:
// "prompting Mexico to sever ties". to is the item of "to".
func (d *doc) controller(to, lo int32) []int32 {
	if to <= lo {
		return nil
	}
	if d.nounInfinitive(to+1, lo) == to {
		gens, adjs := d.qualifiersBefore(to - 1) // "Mali's decision to cut ties"
		return append(gens, adjs...)
	}
	if d.items[to-1].ment == 0 {
		return nil
	}
	id := d.items[to-1].ment - 1
	m := &d.ments[id]
	j := m.first - 1
	for j >= lo && d.items[j].is(cDet) {
		j--
	}
	if m.last != to || m.deep || j < lo || d.tellsContact(j) || !(d.items[j].verb && !d.items[j].any(mask(cBe, cHave)) || d.items[j].tag&ActivePart != 0) {
		return nil
	}
	return d.mentionActors(id)
}

// tellsContact tells whether the verb at item k is one of meeting, calling or
// summoning: the infinitive after it is its subject's purpose.
func (d *doc) tellsContact(k int32) (yes bool) {
	d.heads(k, func(e *entry) bool {
		if e.kind == headEntry {
			for _, id := range d.lx.byHead[e.val] {
				info, _ := d.lx.frames[id].typ.Info()
				yes = yes || info.Contact && d.lx.frames[id].forms&verbForm != 0
			}
		}
		return !yes
	})
	return yes
}

// leftSubject walks left from item i to the noun phrase that is the subject
// of the verb at item k.
func (d *doc) leftSubject(i, lo, k int32, r *core) {
	words := 0
	for ; i >= lo; i-- {
		it := &d.items[i]
		if p := d.reducedAt(i); p >= 0 && p < k {
			i = p
			continue
		}
		switch {
		case it.date != 0:
			continue
		case it.kind == punctToken:
			switch it.ch {
			case ',', '—', '–', '-':
				if s := d.relativeBefore(i, lo); s >= 0 {
					i = s
				} else if s := d.appositionBefore(i, lo); s >= 0 {
					i = s
				}
				continue
			case ';', ':', '.':
				r.nobody = words > 0
				return
			}
			continue
		case it.ment != 0:
			m := &d.ments[it.ment-1]
			if g := d.governed(m.first, lo); m.deep || g >= 0 && !d.joinsSubjects(g, lo) {
				if g >= 0 && !m.deep {
					i = g
				} else {
					i = m.first
				}
				continue
			}
			if to := d.ofInfinitive(m.first, lo); to >= 0 {
				i = to
				continue
			}
			if words > 0 {
				r.nobody = true
				return
			}
			r.subject, r.subjFirst = d.leftList(it.ment-1, lo)
			return
		case it.is(cRel):
			// The antecedent.
			if i > lo {
				j := i - 1
				for j > lo && d.items[j].kind == punctToken {
					j--
				}
				if d.items[j].ment != 0 && d.ments[d.items[j].ment-1].last == j+1 {
					r.subject = d.mentionActors(d.items[j].ment - 1)
					return
				}
				r.subjNoun = j
			}
			r.nobody = true
			return
		case it.is(cAnd):
			if i > lo && (d.items[i-1].verb || words == 0) {
				if s := d.inheritedSubject(k); len(s) > 0 || len(d.verbs) > 0 {
					r.subject, r.inherited = s, true
					return
				}
			}
			continue
		case it.any(mask(cThat, cBreak, cSub)):
			r.nobody = words > 0
			return
		case it.verb:
			if words == 0 {
				r.subject, r.inherited = d.inheritedSubject(k), true
			} else {
				r.nobody = true
			}
			return
		case it.any(mask(cPrep, cDet, cAdverb, cNot, cAux, cPoss, cGenMark, cBe)):
			continue
		}
		if g := d.governed(i, lo); g >= 0 {
			i = g
			continue
		}
		if words == 0 {
			r.subjNoun = i
		}
		words++
	}
	r.nobody = words > 0
}

// joinsSubjects tells whether the words at item g, which may be a preposition, join two
// subjects: "Kenya, along with Uganda".
func (d *doc) joinsSubjects(g, lo int32) bool {
	if !d.items[g].is(cAnd) {
		return false
	}
	g--
	if g > lo && d.items[g].kind == punctToken && d.items[g].ch == ',' {
		g--
	}
	return g >= lo && d.items[g].ment != 0 && !d.ments[d.items[g].ment-1].deep
}

// governed returns the item of the preposition that governs item i within
// its noun phrase, -1 for none.
func (d *doc) governed(i, lo int32) int32 {
	for j := i - 1; j >= lo && j >= i-5; j-- {
		it := &d.items[j]
		if it.is(cPrep) && !it.is(cSub) && it.ment == 0 {
			return j
		}
		if it.kind == punctToken || it.verb || it.any(mask(cThat, cRel, cBreak, cSub, cAnd, cContent)) || it.date != 0 || it.ment != 0 {
			return -1
		}
		if it.is(cDet) {
			if j-1 >= lo && d.items[j-1].is(cPrep) && d.items[j-1].ment == 0 {
				return j - 1
			}
			return -1
		}
	}
	return -1
}

// appositionBefore returns the opening comma of the words in apposition that
// the comma at item i closes, -1 for none: "Blinken, Rubio's predecessor, had …".
func (d *doc) appositionBefore(i, lo int32) int32 {
	for j := i - 1; j > lo && j > i-16; j-- {
		it := &d.items[j]
		if it.verb {
			return -1
		}
		if it.kind == punctToken && (it.ch == ',' || it.ch == '—' || it.ch == '–') {
			b := &d.items[j-1]
			if b.ment == 0 || d.ments[b.ment-1].last != j || d.items[j+1].is(cAnd) {
				return -1
			}
			return j
		}
	}
	return -1
}

// relativeBefore returns where to go on when the comma at item i closes a
// relative clause or an insertion: before its opening comma.
func (d *doc) relativeBefore(i, lo int32) int32 {
	for j := i - 1; j >= lo; j-- {
		it := &d.items[j]
		if it.kind == punctToken && (it.ch == ',' || it.ch == '—' || it.ch == '–') {
			if j+1 < i && (d.items[j+1].is(cRel) || d.items[j+1].tag&(ActivePart|PastPart) != 0) {
				return j
			}
			if r := d.relativeAround(j, i, lo); r >= 0 {
				return r
			}
			return -1
		}
		if it.is(cRel) && j > lo && d.items[j-1].kind == punctToken {
			return j - 1
		}
	}
	return -1
}

// relativeAround returns the opening comma of a relative clause that holds the
// comma at item j, which only sets off a date or an apposition in it, and is
// closed by the comma at item i: "A, who had telephoned B, C, on Monday, thanked".
func (d *doc) relativeAround(j, i, lo int32) int32 {
	verbs := 0
	for x := j + 1; x < i; x++ {
		if d.items[x].verb {
			verbs++
		}
	}
	for ; j > lo && j > i-40; j-- {
		it := &d.items[j]
		switch {
		case it.verb:
			verbs++
		case it.kind == punctToken && it.ch == ',' && d.items[j+1].is(cRel) && d.items[j+1].ment == 0:
			if verbs == 0 || j == lo || d.items[j-1].ment == 0 {
				return -1
			}
			return j
		case it.kind == punctToken && it.ch != ',' && it.ch != '.', it.any(mask(cThat, cBreak)) && it.ment == 0 && !it.is(cRel):
			return -1
		}
	}
	return -1
}
