package coder

// orderPair says that one event is told as earlier than another.
type orderPair struct {
	earlier, later int32 // indexes in doc.raw
	item           int32 // the word that says so
}

// root follows joins to the event that is kept.
func (d *doc) root(i int32) int32 {
	for d.raw[i].joined != 0 {
		i = d.raw[i].joined - 1
	}
	return i
}

// reach is how many events back words refer: a text of any length is read in a
// time that grows with its length.
const reach = 64

// recentEvents is where the events begin to which words can still refer.
func (d *doc) recentEvents() int32 { return max(0, int32(len(d.raw))-reach) }

// addOrder notes an order once, never both ways.
func (d *doc) addOrder(earlier, later, item int32) {
	if earlier < 0 || later < 0 || earlier == later || d.raw[earlier].date.After(d.raw[later].date) {
		return
	}
	d.order = append(d.order, orderPair{earlier, later, item})
}

// readOrder finds what a sentence says of the order of its events and those
// before. It runs after the sentence's events are known.
func (d *doc) readOrder(s int32) {
	lo, hi := d.itemAt[s], d.itemAt[s+1]
	from := d.firstEvent
	for k := lo; k < hi; k++ {
		it := &d.items[k]
		switch {
		case it.ment != 0 && !it.any(mask(cPrecede, cFollow, cYield)):
			continue
		case it.any(mask(cAfter, cSince)):
			if it.verb && it.last-it.first == 1 {
				continue
			}
			x, end := d.referred(k, hi, from)
			m := d.mainEvent(k, end, from, x)
			if w := it.word(cAfter); x >= 0 && m >= 0 && x != m && w != nil && d.lx.values[w.val] == "same" {
				d.dateBy(m, x, unitDay, 0) // "upon his arrival"
			}
			d.addOrder(x, m, k)
		case it.is(cBefore):
			x, end := d.referred(k, hi, from)
			m := d.mainEvent(k, end, from, x)
			d.addOrder(m, x, k)
		case it.any(mask(cPrecede, cFollow)):
			d.precedeVerb(k, lo, hi, from)
		case it.is(cYield):
			d.yieldVerb(k, lo, hi, from)
		case it.is(cThen):
			d.thenOrder(k, from)
		case it.is(cEarlier):
			if e := d.eventOfClause(k, from); e >= 0 {
				if p := d.beforeHere(e, from); p >= 0 {
					d.addOrder(e, p, k)
				}
			}
		}
		if it.date != 0 && d.dates[it.date-1].first == k {
			d.dateOrder(k, from)
		}
	}
	d.perfectOrder(from)
	d.hourOrder(from)
	for i := from; i < int32(len(d.raw)); i++ {
		d.reactionOrder(i, from)
		d.undoing(i)
	}
}

// mainEvent finds the event that an order phrase [k, end) qualifies: the one
// whose clause holds it or, where the phrase says when something came that was
// told before ("the move came after …"), that one; else the main event of the
// sentence before the phrase, else the next one.
func (d *doc) mainEvent(k, end, from, not int32) int32 {
	if e := d.whatCame(k, from); e >= 0 && e != not {
		return e
	}
	best := int32(-1)
	for i := from; i < int32(len(d.raw)); i++ {
		e := &d.raw[i]
		if i == not || e.head >= k {
			continue
		}
		if e.hi >= k-1 && (best < 0 || e.head >= d.raw[best].head) {
			best = i
		}
	}
	if best >= 0 {
		return best
	}
	if e := d.mentionedBefore(k, from); e >= 0 && e != not {
		return e
	}
	for i := from; i < int32(len(d.raw)); i++ {
		e := &d.raw[i]
		if i != not && e.head < k && d.main(e) && d.carriesOn(k) {
			return i // «وقعت … إعلانا ينص على …، وذلك بعد مفاوضات»
		}
	}
	for i := from; i < int32(len(d.raw)) && d.opens(k); i++ {
		e := &d.raw[i]
		if i != not && e.head >= end && (best < 0 || e.head < d.raw[best].head) {
			best = i
		}
	}
	return best
}

// opens tells whether a phrase of time at item k stands before the verb that
// it belongs to.
func (d *doc) opens(k int32) bool {
	for j := k - 1; j >= d.sentLo; j-- {
		it := &d.items[j]
		if it.verb && !it.any(mask(cBe, cAux)) {
			return false
		}
		if it.any(mask(cBreak, cThat, cAnd)) && it.ment == 0 || it.kind == punctToken && (it.ch == ';' || it.ch == '؛' || it.ch == ':') {
			return true
		}
	}
	return true
}

// carriesOn tells whether a phrase of time at item k belongs to what stands
// before it in the sentence, and does not open a clause of its own.
func (d *doc) carriesOn(k int32) bool {
	j := k - 1
	if j < d.sentLo {
		return false
	}
	if it := &d.items[j]; it.is(cAnd) || it.kind == punctToken && (it.ch == ';' || it.ch == '؛' || it.ch == ':') {
		return false
	}
	return true
}

// whatCame finds what a verb of coming before the order word at item k speaks
// of: «ويأتي ذلك بعد …», "the sanctions came after …"; -1 where no such verb
// stands there.
func (d *doc) whatCame(k, from int32) int32 {
	v := k - 1
	for v >= d.sentLo && v > k-5 && !d.items[v].verb {
		if it := &d.items[v]; it.kind == punctToken || it.is(cAnd) {
			return -1
		}
		v--
	}
	if v < d.sentLo || !d.items[v].is(cCome) {
		if !d.items[k].is(cCome) {
			return -1
		}
		v = k // "followed", «أعقب»
	}
	lo, hi := max(d.sentLo, v-12), v
	if d.lx.lang.VerbFirst {
		lo, hi = v+1, k
	}
	return d.spokenOf(lo, hi, from)
}

// spokenOf finds the event that the words [lo, hi) speak of: one told there, one
// told before that a noun names again, or the last one.
func (d *doc) spokenOf(lo, hi, from int32) int32 {
	for j := lo; j < hi; j++ {
		it := &d.items[j]
		if it.has(headEntry) && !it.verb {
			if e := d.eventAt(j, from); e >= 0 {
				return e
			}
			if e := d.lastOfHead(j); e >= 0 {
				return e
			}
		}
	}
	for j := lo; j < hi; j++ {
		it := &d.items[j]
		if it.is(cSame) || j <= d.sentLo+2 && it.any(mask(cDet, cPron)) {
			return d.lastTold(d.sentLo)
		}
	}
	return -1
}

// precedeVerb orders the two sides of a verb such as "preceded", "led to" or
// «أعقب»: what stands before it, or it refers back to, and what stands after.
func (d *doc) precedeVerb(k, lo, hi, from int32) {
	it := &d.items[k]
	right, at := d.eventIn(k+1, min(hi, k+14), from)
	var left int32
	switch {
	case d.lx.lang.VerbFirst && right >= 0 && (!d.items[at].verb || d.commaBetween(k, at)):
		// «سبق الاجتماعَ اتصال», «أعقبتها هدنة»: the object stands before the subject.
		left = d.objectTold(k, at, right, lo, from)
	case d.lx.lang.VerbFirst:
		return
	default:
		left = d.spokenOf(max(lo, k-12), k, from)
		if left >= 0 && right < 0 && k+1 < hi && it.is(cFollow) && d.followedBy(k-1) {
			d.addOrder(d.eventBefore(left), left, k) // "a meeting followed"
			return
		}
		if right < 0 {
			if j := d.nounAfter(k, hi); j >= 0 {
				right = d.lastOfHead(j)
			}
		}
	}
	if x := d.lastBefore(k); left < 0 && !d.lx.lang.VerbFirst && x >= from && k > lo && d.items[k-1].is(cRel) {
		left = x // "freed ten …, a gesture that followed talks"
	}
	if left < 0 || right < 0 || left == right {
		return
	}
	// Arabic and the passive name the later side first with "preceded".
	passive := !d.lx.lang.VerbFirst && k > lo && d.items[k-1].is(cBe) && it.tag&PastPart != 0
	first := it.is(cPrecede)
	if first == (d.lx.lang.VerbFirst || passive) {
		left, right = right, left
	}
	d.addOrder(left, right, k)
}

// yieldVerb puts what leads to something before it: «أفضت المفاوضات إلى هدنة»,
// "the talks yielded a truce".
func (d *doc) yieldVerb(k, lo, hi, from int32) {
	left := d.spokenOf(lo, k, from)
	right, at := d.eventIn(k+1, min(hi, k+20), from)
	if d.lx.lang.VerbFirst && right >= 0 {
		if next, _ := d.eventIn(at+1, min(hi, at+14), from); next >= 0 && !d.commaBetween(at, d.raw[next].head) {
			left, right = right, next
		}
	}
	if left >= 0 && right >= 0 && left != right {
		d.addOrder(left, right, k)
	}
}

// eventIn gives the first event whose head is among the items [lo, hi), and
// its head.
func (d *doc) eventIn(lo, hi, from int32) (event, at int32) {
	for j := lo; j < hi; j++ {
		if d.items[j].has(headEntry) {
			if e := d.eventAt(j, from); e >= 0 {
				return e, j
			}
		}
		if it := &d.items[j]; it.kind == punctToken && (it.ch == ';' || it.ch == '؛') {
			break
		}
	}
	return -1, hi
}

// nounAfter gives the first noun head after the verb at item k, -1 for none.
func (d *doc) nounAfter(k, hi int32) int32 {
	for j := k + 1; j < hi && j < k+6; j++ {
		it := &d.items[j]
		if it.has(headEntry) && !it.verb {
			return j
		}
		if it.kind == punctToken || it.verb {
			break
		}
	}
	return -1
}

// objectTold finds what the object of a verb of order speaks of, which stands
// before the event right at item at.
func (d *doc) objectTold(k, at, right, lo, from int32) int32 {
	if k+1 < d.sentHi && d.items[k+1].is(cPron) {
		return d.lastAlike(right, k)
	}
	for j := k + 1; j < at; j++ {
		if d.items[j].has(headEntry) || d.items[j].is(cSame) {
			if e := d.lastOfHead(j); e >= 0 {
				return e
			}
			if info, _ := d.nounType(j).Info(); info.Contact {
				return d.lastContact(k)
			}
			return d.lastTold(d.sentLo)
		}
	}
	// «سبق المؤتمرَ اتصال»: a noun without event stands between.
	for j := k - 1; j >= lo; j-- {
		if e := d.eventAt(j, from); e >= 0 {
			return e
		}
	}
	return -1
}

// thenOrder puts the event after "then" behind the one before it.
func (d *doc) thenOrder(k, from int32) {
	next := int32(-1)
	for i := from; i < int32(len(d.raw)); i++ {
		if d.raw[i].head > k && d.raw[i].head < k+8 && (next < 0 || d.raw[i].head < d.raw[next].head) {
			next = i
		}
	}
	if next < 0 {
		return
	}
	p := d.lastKin(next, k)
	if p < 0 {
		if p = d.lastBefore(k); p < from {
			p = d.lastTold(k)
		}
	}
	if p >= 0 && p != next {
		d.addOrder(p, next, k)
	}
}
