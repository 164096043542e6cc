package coder

import (
	"slices"

	"safir/schema"
)

// eventDate finds when the event happened.
func (d *doc) eventDate(e *event, c *clause, cl, at int32) {
	isVerb := d.items[at].verb || d.items[at].tag&ActivePart != 0 && at == e.head
	lo := e.head
	if isVerb {
		lo = cl
	}
	best := int32(0)
	dist := int32(1 << 30)
	for j := lo; j < c.hi; j++ {
		id := d.items[j].date
		if id == 0 || id == best {
			continue
		}
		dt := &d.dates[id-1]
		if dt.first != j {
			continue
		}
		if d.countsBack(dt) {
			if e.head >= dt.last && (e.head <= dt.last+4 || e.first >= dt.last && e.first <= dt.last+2) && !d.commaBetween(dt.last, e.head) {
				e.hasDate, e.dateID = true, id // countedOrder dates it by the event that the phrase stands with
				return
			}
			continue
		}
		n := j - at
		if n < 0 {
			if d.lx.lang.Capitals && d.otherClause(j, at, cl) || d.timeBetween(j, min(at, e.head)) || d.inAside(j, cl) {
				continue
			}
			n = -n + 2
		}
		if d.belongsToNoun(j, at, e) || d.datesNoun(dt, e) {
			n += 40
		}
		if n < dist {
			best, dist = id, n
		}
	}
	if best == 0 && isVerb {
		best = d.dateOfWhen(cl)
		when := best != 0 // "since 7 February, when …" tells the day
		if best == 0 {
			best = d.dateAtFront(at)
		}
		if best != 0 {
			dt := d.dates[best-1]
			dt.since = dt.since && !when
			e.setDate(best, d.dateFor(&dt, e))
			return
		}
	}
	if best == 0 {
		best, dist = d.listDate(), 0
	}
	if dist >= 40 {
		best = 0
	}
	if best != 0 {
		dt := &d.dates[best-1]
		when := d.dateFor(dt, e)
		if e.light && e.frame.modality == schema.Planned && !dt.ahead && d.items[at].tag&Past != 0 {
			when = schema.Interval{} // the day on which the plan was made
		}
		e.setDate(best, when)
		return
	}
	if id := d.genitiveDate(e.head); id != 0 {
		e.setDate(id, d.dateFor(&d.dates[id-1], e))
		return
	}
	if id := d.backwardDate(min(e.head, e.first)); id != 0 {
		e.setDate(id, d.reversed(&d.dates[id-1]))
		return
	}
	d.inheritDate(e, c, cl, at)
}

// setDate notes the words of time that belong to an event, and the days that
// they tell, if any.
func (e *event) setDate(id int32, when schema.Interval) {
	e.hasDate, e.dateID, e.date, e.ownDate = true, id, when, !when.IsZero()
}

// otherClause tells whether the date at item j, before the verb, belongs to a
// verb before: "said on Monday that it would …".
func (d *doc) otherClause(j, at, cl int32) bool {
	mention := false
	for i := j; i < at; i++ {
		it := &d.items[i]
		if it.date != 0 {
			continue
		}
		if it.any(mask(cThat, cRel, cSub)) && it.ment == 0 {
			return true
		}
		mention = mention || it.ment != 0
	}
	return mention && cl > d.sentLo && d.items[cl-1].verb
}

// dateOfWhen gives the date that "when" goes on from: "on 7 February, when …".
func (d *doc) dateOfWhen(cl int32) int32 {
	j := cl - 1
	if j <= d.sentLo {
		return 0
	}
	if e := d.items[j].word(cSub); e == nil || d.lx.values[e.val] != "when" {
		return 0
	}
	for j--; j > d.sentLo && d.items[j].kind == punctToken; j-- {
	}
	return d.items[j].date
}

// dateAtFront gives the date that the sentence begins with, for a verb of its
// main clause.
func (d *doc) dateAtFront(at int32) int32 {
	j := d.sentLo
	for j < d.sentHi && d.items[j].date == 0 && (d.items[j].kind == punctToken || d.items[j].any(mask(cPrep, cDet, cAdverb, cAnd))) {
		j++
	}
	if j >= d.sentHi || j > d.sentLo+2 || d.items[j].date == 0 || d.inRelative(at) {
		return 0
	}
	for i := at - 1; i > j && !d.items[i].verb; i-- {
		if d.items[i].any(mask(cThat, cRel, cSub, cAfter, cSince)) && d.items[i].ment == 0 && d.items[i].date == 0 {
			return 0
		}
	}
	return d.items[j].date
}

// countsBack tells whether the expression counts from the event that follows
// it: «بعد أربعة أيام من …», "four days after …".
func (d *doc) countsBack(dt *date) bool {
	if dt.last >= d.sentHi {
		return false
	}
	next := &d.items[dt.last]
	if dt.eve != 0 {
		return (next.has(headEntry) || next.is(cLight)) && !d.definiteItem(dt.last)
	}
	if !dt.anchored || dt.delta == 0 || dt.following {
		return false
	}
	if d.lx.lang.Capitals {
		return d.items[dt.last-1].any(mask(cAfter, cBefore)) && next.kind != punctToken && !next.verb
	}
	pe := next.word(cPrep)
	return pe != nil && d.lx.ofPrep[pe.val]
}

// belongsToNoun tells whether the date at item j dates an occasion, or the
// verb of a relative clause, that stands between the verb and it, or what the
// verb only answers: "welcomed the recognition of … in September".
func (d *doc) belongsToNoun(j, at int32, e *event) bool {
	if j < at {
		return false
	}
	set := d.setOff(j)
	for i := j - 1; i > at; i-- {
		it := &d.items[i]
		if it.kind == punctToken && !(set && i == j-1) {
			return false
		}
		if it.any(mask(cAfter, cSince, cBefore)) && i != e.head || it.is(cRel) && it.ment == 0 {
			return true
		}
		if reactsTo[e.typ] != nil && it.has(headEntry) && !it.verb && i != e.head && slices.Contains(reactsTo[e.typ], d.nounType(i)) {
			return true
		}
	}
	return false
}

// setOff tells whether the date at item j stands between two commas: those say
// nothing of where the clause ends.
func (d *doc) setOff(j int32) bool {
	n := d.dates[d.items[j].date-1].last
	return j > d.sentLo && n < d.sentHi && d.items[j-1].kind == punctToken && d.items[n].kind == punctToken && d.items[n].ch == d.items[j-1].ch
}

// inAside tells whether the date at item j, before a verb, belongs to a
// relative clause or an occasion that ends before the verb: "Trump, who had
// called both on Saturday, said …".
func (d *doc) inAside(j, cl int32) bool {
	told := false
	set := d.setOff(j)
	for i := j - 1; i >= cl; i-- {
		it := &d.items[i]
		if it.kind == punctToken && !(set && i == j-1) {
			return false
		}
		if it.verb || it.has(headEntry) && it.ment == 0 {
			told = true
		}
		if told && it.any(mask(cRel, cAfter, cBefore, cSince)) && it.ment == 0 && it.date == 0 {
			return true
		}
	}
	return false
}

// datesNoun tells whether a date with the mark of the genitive belongs to
// another noun than the event's: "denounced Saturday's strike".
func (d *doc) datesNoun(dt *date, e *event) bool {
	if dt.last >= d.sentHi {
		return false
	}
	own := d.genitive(dt.last) || d.qualifying(dt)
	return own && (e.head < dt.first || e.head > dt.last+6)
}

// qualifying tells whether a date stands as an adjective before its noun: "the
// 18 June bombing".
func (d *doc) qualifying(dt *date) bool {
	n := &d.items[dt.last]
	the := d.items[dt.first].is(cDet) || dt.first > d.sentLo && d.items[dt.first-1].is(cDet)
	return d.lx.lang.Capitals && the && n.kind == wordToken && !n.verb && n.date == 0 && (n.has(headEntry) || dt.last+1 < d.sentHi && n.unknown() && d.items[dt.last+1].has(headEntry))
}

// listDate is the date of a chronology's entry: «7 مايو: …».
func (d *doc) listDate() int32 {
	p := d.sents[d.sent].para
	lo := d.sentLo
	for s := d.sent - 1; s >= 0 && d.sents[s].para == p; s-- {
		lo = d.itemAt[s]
	}
	for j := lo; j < d.sentHi && j < lo+3; j++ {
		if id := d.items[j].date; id != 0 {
			if n := d.dates[id-1].last; n < d.sentHi && d.items[n].kind == punctToken && (d.items[n].ch == ':' || d.items[n].ch == '–' || d.items[n].ch == '-') {
				return id
			}
			return 0
		}
		if d.items[j].kind == wordToken && !d.items[j].is(cPrep) {
			return 0
		}
	}
	return 0
}

// genitive tells whether the item is the ending of a genitive, not "of".
func (d *doc) genitive(k int32) bool {
	return d.items[k].is(cGenMark) && !d.items[k].is(cPrep)
}

// genitiveDate gives the date in the genitive before the noun at item k:
// "Tuesday's air strike"; 0 for none.
func (d *doc) genitiveDate(k int32) int32 {
	if d.items[k].verb {
		return 0
	}
	for j := k - 1; j > d.sentLo && j > k-7; j-- {
		it := &d.items[j]
		if d.genitive(j) && d.items[j-1].date != 0 {
			return d.items[j-1].date
		}
		if id := it.date; id != 0 && d.qualifying(&d.dates[id-1]) {
			return id
		}
		if it.kind != wordToken || it.verb || it.is(cPrep) {
			return 0
		}
	}
	return 0
}

// backwardDate finds an expression such as «بعد أربعة أيام من» or "a day
// after" right before the head: the event happened so long before the clause's time.
func (d *doc) backwardDate(k int32) int32 {
	far := k - 4
	if d.lx.lang.Capitals {
		far = k - 9
	}
	for j := k - 1; j >= d.sentLo && j >= far; j-- {
		it := &d.items[j]
		if it.date != 0 {
			dt := &d.dates[it.date-1]
			if !dt.vague && dt.anchored && (dt.unit != 0 || dt.delta != 0) || dt.eve != 0 {
				return it.date
			}
			return 0
		}
		if it.kind != wordToken || it.verb {
			return 0
		}
	}
	return 0
}

// reversed is the day from which the expression counts: as long before the day of the
// clause as it says.
func (d *doc) reversed(dt *date) schema.Interval {
	if dt.vague {
		return schema.Interval{}
	}
	var base schema.Date
	for i := len(d.raw) - 2; i >= int(d.firstEvent); i-- {
		if iv := d.raw[i].date; !iv.IsZero() && iv.Precision == schema.PrecisionDay {
			base = iv.Start
			break
		}
	}
	if id := d.dateInMain(dt); id != 0 && d.dates[id-1].iv.Precision == schema.PrecisionDay {
		base = d.dates[id-1].iv.Start
	}
	if base.IsZero() {
		return schema.Interval{} // nothing says when the clause's own event was
	}
	if dt.eve != 0 {
		return schema.On(base.Add(-int(dt.eve)))
	}
	return shifted(base, dt.unit, -int(dt.delta))
}

// dateInMain finds another day that the sentence tells.
func (d *doc) dateInMain(dt *date) int32 {
	for j := d.sentLo; j < d.sentHi; j++ {
		if id := d.items[j].date; id != 0 && &d.dates[id-1] != dt && !d.dates[id-1].iv.IsZero() && !d.dates[id-1].since && !d.dates[id-1].anchored {
			return id
		}
	}
	return 0
}

// dateFor fits a date to the event: what lies ahead is the next such day.
func (d *doc) dateFor(dt *date, e *event) schema.Interval {
	if dt.since || dt.vague || dt.duration || dt.iv.IsZero() {
		return schema.Interval{}
	}
	ahead := e.modality == schema.Planned
	if ahead && dt.shift == 1 && !dt.past && dt.iv.Start != d.day {
		switch {
		case dt.weekday:
			return schema.On(dt.iv.Start.Add(7))
		case dt.day != 0:
			return schema.On(schema.NewDate(dt.iv.Start.Year+1, dt.iv.Start.Month, dt.iv.Start.Day))
		case dt.month != 0:
			return schema.InMonth(dt.iv.Start.Year+1, dt.iv.Start.Month)
		}
	}
	if dt.until {
		if ahead && !d.day.IsZero() && !dt.iv.End.Before(d.day) {
			return schema.Between(d.day, dt.iv.End)
		}
		return schema.Interval{}
	}
	return dt.iv
}
