package coder

import "safir/schema"

// lastContact gives the last contact told before item k.
func (d *doc) lastContact(k int32) int32 {
	return d.lastThat(k, func(_ int32, e *event) bool {
		info, _ := e.typ.Info()
		return info.Contact
	})
}

// eventAt gives the event whose head is at item k.
func (d *doc) eventAt(k, from int32) int32 {
	for i := from; i < int32(len(d.raw)); i++ {
		if d.raw[i].head == k {
			return i
		}
	}
	return -1
}

// eventOfNoun gives the event that the noun at item j tells, itself or by the
// verb of its relative clause: «الهجوم الذي شنته إسرائيل», «غارات شنتها طائرات».
func (d *doc) eventOfNoun(j, from int32) int32 {
	if e := d.eventAt(j, from); e >= 0 {
		return e
	}
	rel := false
	for k := j + 1; k < d.sentHi && k < j+7; k++ {
		it := &d.items[k]
		switch {
		case it.kind == punctToken || it.is(cPrep) && !rel:
			return -1
		case it.is(cRel):
			rel = true
		case it.verb && !it.any(mask(cBe, cHave, cAux)):
			if rel || k+1 < d.sentHi && d.items[k+1].is(cPron) && d.tokens[d.items[k+1].first].flag&flagPiece != 0 {
				return d.eventAt(k, from)
			}
			return -1
		}
	}
	return -1
}

// referred finds the event that stands after an order word at item k: one
// told there, or an earlier one that the words refer to.
func (d *doc) referred(k, hi, from int32) (event, end int32) {
	end = k + 1
	for j := k + 1; j < hi && j < k+20; j++ {
		it := &d.items[j]
		end = j + 1
		if it.kind == punctToken {
			switch it.ch {
			case ',', '،', ';', '؛', ':', '(', '"', '—', '–':
				if it.ch == '"' || d.relativeAfter(j, hi) {
					continue
				}
				if j > k+1 {
					return -1, j
				}
				return d.lastBefore(k), j
			}
		}
		if it.has(headEntry) {
			if e := d.eventOfNoun(j, from); e >= 0 {
				return e, max(d.raw[e].hi, j+1)
			}
			if e := d.lastOfHead(j); e >= 0 {
				return e, j + 1
			}
		}
		if it.is(cSame) {
			return d.lastTold(d.sentLo), j + 1
		}
		if j <= k+4 && d.ownNoun(j, hi) {
			return d.whoseNoun(k), j + 1 // «قبل ساعات من انعقادها», "hours after its start"
		}
		if it.is(cPron) && j == k+1 {
			return d.beforeClause(k, from), j + 1
		}
		if it.is(cBreak) || it.is(cRel) && d.items[j-1].kind != punctToken && !d.items[j-1].is(cAnd) || it.verb && !it.has(headEntry) && !it.any(mask(cBe, cLight)) && j > k+6 {
			return -1, j
		}
	}
	return -1, end
}

// ownNoun tells whether the pronoun at item j belongs to a noun that tells no
// event itself: «انعقادها», "its start".
func (d *doc) ownNoun(j, hi int32) bool {
	n := j - 1
	if d.lx.lang.Capitals {
		n = j + 1
		if !d.items[j].is(cPoss) || n >= hi {
			return false
		}
	} else if !d.items[j].is(cPron) || n < 0 || d.items[n].is(cPrep) {
		return false
	}
	it := &d.items[n]
	return it.kind == wordToken && !it.verb && it.ment == 0 && (!it.has(headEntry) || d.lastOfHead(n) < 0) && !it.any(functionMask&^mask(cLight, cStop))
}

// whoseNoun finds what the pronoun of such a noun after item k stands for: an
// event that a noun before names, else what the sentence before tells.
func (d *doc) whoseNoun(k int32) int32 {
	for j := k - 1; j >= d.sentLo; j-- {
		it := &d.items[j]
		if it.has(headEntry) && !it.verb {
			if e := d.lastOfHead(j); e >= 0 {
				return e
			}
		}
		if it.is(cSame) {
			return d.lastTold(d.sentLo)
		}
	}
	return d.sentenceBefore()
}

// sentenceBefore gives what the last sentence with an event tells: its first
// event told by a verb, else its first.
func (d *doc) sentenceBefore() int32 {
	best := int32(-1)
	for i := d.recentEvents(); i < d.firstEvent; i++ {
		e := &d.raw[i]
		if best < 0 || e.sent > d.raw[best].sent || e.sent == d.raw[best].sent && d.main(e) && !d.main(&d.raw[best]) {
			best = i
		}
	}
	return best
}

// beforeClause gives the event told before the one whose clause holds item k:
// what «بعدها» refers to.
func (d *doc) beforeClause(k, from int32) int32 {
	if e := d.eventOfClause(k, from); e >= 0 && d.raw[e].head < k {
		return d.eventBefore(e)
	}
	return d.lastBefore(k)
}

// relativeAfter tells whether a relative clause follows the comma at item j:
// it goes on about what stands before.
func (d *doc) relativeAfter(j, hi int32) bool {
	if j+1 < hi && d.items[j+1].is(cAnd) {
		j++
	}
	return j+1 < hi && d.items[j+1].is(cRel)
}

// lastOfHead finds the last event of a type that the word at item j names or,
// where there is none, of one that people call by the same words.
func (d *doc) lastOfHead(j int32) int32 {
	if best := d.lastLike(j, sameKind); best >= 0 {
		return best
	}
	return d.lastLike(j, calledAlike)
}

func (d *doc) lastLike(j int32, like func(a, b schema.EventType) bool) int32 {
	best := int32(-1)
	d.items[j].each(func(e *entry) bool {
		if e.kind != headEntry {
			return true
		}
		for _, id := range d.lx.byHead[e.val] {
			t := d.lx.frames[id].typ
			for i := int32(len(d.raw)) - 1; i > max(best, d.recentEvents()-1); i-- {
				if r := &d.raw[i]; r.head < j && like(r.typ, t) {
					best = i
					break
				}
			}
		}
		return true
	})
	return best
}

// calledAlike tells whether a noun for events of type b may mean one of type
// a: a truce is an agreement, a video call a call, a meeting talks.
func calledAlike(a, b schema.EventType) bool {
	switch a {
	case "CEASEFIRE":
		return b == "AGREEMENT"
	case "VIDEO_CALL", "PHONE_CALL":
		return b == "PHONE_CALL" || b == "CONSULTATION"
	case "MEETING", "NEGOTIATION":
		return b == "MEETING" || b == "NEGOTIATION" || b == "CONSULTATION"
	}
	return attackKin[a] && attackKin[b]
}

// lastBefore gives the last event told before item k.
func (d *doc) lastBefore(k int32) int32 {
	return d.lastThat(k, func(int32, *event) bool { return true })
}

// lastThat gives the last event told before item k that fits.
func (d *doc) lastThat(k int32, fits func(i int32, e *event) bool) int32 {
	best := int32(-1)
	for i := d.recentEvents(); i < int32(len(d.raw)); i++ {
		if e := &d.raw[i]; e.head < k && (best < 0 || e.head >= d.raw[best].head) && fits(i, e) {
			best = i
		}
	}
	return best
}

// lastTold gives the event that words such as "the move" mean before item k:
// the first one of the last sentence that tells a deed, else what was said or
// talked of.
func (d *doc) lastTold(k int32) int32 {
	deed, word := int32(-1), int32(-1)
	for i := d.recentEvents(); i < int32(len(d.raw)); i++ {
		e := &d.raw[i]
		if e.head >= k || !d.main(e) {
			continue
		}
		best := &deed
		if info, _ := e.typ.Info(); info.Contact || verbal[e.typ] && e.typ != "AGREEMENT" || answering[e.typ] {
			best = &word
		}
		if *best < 0 || e.sent > d.raw[*best].sent {
			*best = i
		}
	}
	switch {
	case deed >= 0:
		return deed
	case word >= 0:
		return word
	}
	return d.lastBefore(k)
}

// mentionedBefore finds the event that a noun in the clause before item k
// speaks of again: «ليست هذه أول مكالمة … بعد وقف إطلاق النار».
func (d *doc) mentionedBefore(k, from int32) int32 {
	for j := k - 1; j >= d.sentLo && j > k-12; j-- {
		it := &d.items[j]
		if it.has(headEntry) && !it.verb && d.eventAt(j, from) < 0 {
			return d.lastOfHead(j)
		}
		if it.is(cSame) {
			return d.lastTold(d.sentLo) // «إن الخطوة رد على …»
		}
		if it.any(mask(cBreak, cSub, cThat)) {
			break
		}
	}
	return -1
}

// lastAlike gives the last event before item k that is of the kind of event
// e, a contact for a contact; else the last of all.
func (d *doc) lastAlike(e, k int32) int32 {
	if best := d.lastThat(k, func(i int32, r *event) bool { return i != e && contactPair(r, &d.raw[e]) }); best >= 0 {
		return best
	}
	return d.lastBefore(k)
}

// eventOfClause gives the event whose clause holds item k.
func (d *doc) eventOfClause(k, from int32) int32 {
	best := int32(-1)
	for i := from; i < int32(len(d.raw)); i++ {
		e := &d.raw[i]
		if e.lo <= k && k < e.hi && (best < 0 || d.items[e.head].verb && !d.items[d.raw[best].head].verb) {
			best = i
		}
	}
	return best
}

// eventBefore gives the event told before event e.
func (d *doc) eventBefore(e int32) int32 {
	best := int32(-1)
	for i := d.recentEvents(); i < int32(len(d.raw)); i++ {
		if i != e && d.raw[i].head < d.raw[e].lo && (best < 0 || d.raw[i].head > d.raw[best].head) {
			best = i
		}
	}
	return best
}

// lastKin gives the last event before item k, of the paragraph of event e or
// the one before, that is of its kind: what "then" goes on from.
func (d *doc) lastKin(e, k int32) int32 {
	to := &d.raw[e]
	return d.lastThat(k, func(i int32, r *event) bool {
		return i != e && r.modality == schema.Actual && d.sents[r.sent].para+1 >= d.sents[to.sent].para &&
			(sameKind(r.typ, to.typ) || joint(r.typ) && joint(to.typ))
	})
}

// joint tells whether events of the type take place where people meet.
func joint(t schema.EventType) bool {
	info, _ := t.Info()
	return info.Contact || t == "AGREEMENT"
}

func contactPair(p, e *event) bool {
	a, _ := p.typ.Info()
	b, _ := e.typ.Info()
	return a.Contact && b.Contact
}
