package coder

// passiveObject makes what stands before a passive verb its object, as if it
// stood behind it: "four Russian diplomats were expelled", "aid to Rwanda was
// suspended". i is the item where the noun phrase ends.
func (d *doc) passiveObject(i, lo int32, c *clause, r *core) {
	from := d.subjectStart(i, lo)
	if from > i {
		return
	}
	before := d.collect(from-1, i+1, true)
	if len(before.args) == 0 {
		return
	}
	n := len(d.argPool)
	d.argPool = append(append(d.argPool, before.args...), c.args...)
	c.args = d.argPool[n:len(d.argPool):len(d.argPool)]
	if a := firstBare(c.args[:len(before.args)]); a != nil {
		r.objArg, r.object = a, d.argActors(a)
		r.subjFirst = from
	}
}

// subjectStart walks left from item i, the last of a noun phrase that stands
// before its verb, to the phrase's first item. Relative clauses, appositions
// and the infinitives that hang on a noun belong to it.
func (d *doc) subjectStart(i, lo int32) int32 {
	start := i + 1
	for ; i >= lo; i-- {
		it := &d.items[i]
		switch {
		case it.ment != 0:
			i = d.ments[it.ment-1].first
		case it.date != 0:
			continue
		case it.kind == punctToken && it.ch == ',':
			s := d.relativeBefore(i, lo)
			if s < 0 {
				s = d.appositionBefore(i, lo)
			}
			if s < 0 {
				s = d.nounApposition(i, lo)
			}
			if s < 0 {
				if i+1 < start || !d.listGoesOn(i, start+1) {
					return start
				}
				s = i
			}
			i = s
			continue
		case it.kind == punctToken && it.ch != '"' && it.ch != '“' && it.ch != '”' && it.ch != '\'':
			return start
		case it.verb:
			if d.reducedAt(i) == i {
				continue
			}
			to := d.nounInfinitive(i, lo)
			if to < 0 {
				return start
			}
			i = to
		case it.is(cRel):
			if start > i+1 {
				return start
			}
			continue
		case it.any(mask(cThat, cBreak, cSub)) && !it.is(cDet) && !it.is(cPrep):
			return start
		case it.is(cAnd) && (i == lo || d.items[i-1].kind == punctToken):
			return start
		case it.any(mask(cAfter, cBefore, cSince)) && !it.is(cPrep):
			return start
		}
		start = i
	}
	return start
}

// nounApposition returns the comma that opens the words in apposition to a noun
// that the comma at item i closes: "the lorries, the first for weeks, were …".
func (d *doc) nounApposition(i, lo int32) int32 {
	for j := i - 1; j > lo && j > i-12; j-- {
		it := &d.items[j]
		if it.verb {
			return -1
		}
		if it.kind == punctToken && it.ch == ',' {
			if b := &d.items[j-1]; j+1 < i && d.items[j+1].is(cDet) && b.kind == wordToken && b.date == 0 && !b.any(functionMask&^mask(cNameStop, cStop, cLight, cMass)) {
				return j
			}
			return -1
		}
	}
	return -1
}

// nounInfinitive returns the item of the "to" by which the infinitive at item
// v hangs on a noun ("the decision to cut ties"), -1 where it hangs on none.
func (d *doc) nounInfinitive(v, lo int32) int32 {
	if v-2 < lo || !d.items[v-1].is(cInfinitive) {
		return -1
	}
	n := &d.items[v-2]
	if n.kind != wordToken || n.verb || n.ment != 0 || n.date != 0 || n.tag != 0 && n.tag&Nominal == 0 || n.any(functionMask&^mask(cStop, cNameStop, cSame, cModal)) {
		return -1
	}
	return v - 1
}

// ofInfinitive returns the item of "to" where the mention that begins at item
// first is the object of an infinitive that hangs on a noun, -1 where not.
func (d *doc) ofInfinitive(first, lo int32) int32 {
	for j := first - 1; j > lo && j > first-5; j-- {
		it := &d.items[j]
		if it.verb {
			return d.nounInfinitive(j, lo)
		}
		if it.kind != wordToken || it.ment != 0 || it.any(mask(cAnd, cThat, cRel, cBreak, cSub)) {
			return -1
		}
	}
	return -1
}

// relativeObject makes the antecedent of a relative clause the object of its
// verb, where the clause has a subject of its own: "the deal that Iran signed".
func (d *doc) relativeObject(lo int32, c *clause, r *core) {
	j := r.subjFirst - 1
	for j > lo && d.items[j].ment == 0 && d.items[j].is(cDet) && !d.items[j].is(cRel) {
		j--
	}
	if j <= lo || d.items[j].ment != 0 || !d.items[j].is(cRel) {
		return
	}
	that := d.items[j].is(cThat)
	for j--; j > lo && d.items[j].kind == punctToken && d.items[j].ch == ','; j-- {
	}
	n := &d.items[j]
	switch {
	case n.ment == 0 && d.toldTypes(&arg{first: j, last: j + 1}) != nil && d.items[j-1].is(cDet) && d.apposed(j-1):
		r.recalled = &arg{first: j, last: j + 1} // ", a charge that Quito rejected"
	case n.ment != 0 && !that:
		r.object = d.mentionActors(n.ment - 1)
	case n.ment == 0 && n.kind == wordToken && !n.verb && n.date == 0 && n.tag&(ActivePart|Infinitive) != ActivePart && !n.any(functionMask&^mask(cNameStop, cStop, cLight, cMass, cSay)):
		first := r.subjFirst
		d.passiveObject(j, lo, c, r)
		r.subjFirst = min(first, r.subjFirst)
	}
}

// apposed tells whether a comma stands before item k, so that the noun phrase
// that begins there sums up what was told before it.
func (d *doc) apposed(k int32) bool {
	return k > d.sentLo && d.items[k-1].kind == punctToken && (d.items[k-1].ch == ',' || d.items[k-1].ch == '—' || d.items[k-1].ch == '–')
}
