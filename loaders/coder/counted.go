package coder

import "safir/schema"

// dateOrder orders by dates that count from another event: "the next day",
// "five days before".
func (d *doc) dateOrder(k, from int32) {
	dt := &d.dates[d.items[k].date-1]
	if !dt.anchored && dt.eve == 0 || dt.delta == 0 && dt.eve == 0 {
		return
	}
	if d.countsBack(dt) || dt.last < d.sentHi && dt.eve == 0 && d.items[dt.last].any(mask(cAfter, cBefore)) {
		d.countedOrder(k, dt, from)
		return
	}
	e := d.eventOfClause(k, from)
	if e < 0 {
		for i := from; i < int32(len(d.raw)); i++ {
			if d.raw[i].head > k && d.raw[i].head < k+10 {
				e = i
				break
			}
		}
	}
	if e < 0 {
		return
	}
	p := d.lastBefore(k)
	switch {
	case dt.delta < 0 || dt.eve < 0:
		p = d.beforeHere(e, from)
	case p == e:
		p = d.eventBefore(e)
	}
	if p < 0 {
		return
	}
	switch {
	case dt.sameDay():
		d.dateBy(e, p, unitDay, 0)
	case !dt.vague && dt.eve != 0:
		d.dateBy(e, p, unitDay, int(dt.eve))
	}
	if dt.delta < 0 || dt.eve < 0 {
		d.addOrder(e, p, k)
	} else {
		d.addOrder(p, e, k)
	}
}

// countedOrder orders by an expression that counts from the event which
// follows it, «بعد أربعة أيام من انتزاع المدينة», and dates the one by the
// other.
func (d *doc) countedOrder(k int32, dt *date, from int32) {
	x, end := d.referred(dt.last-1, d.sentHi, from)
	m := d.mainEvent(k, end, from, x)
	if x < 0 || m < 0 || x == m {
		return
	}
	away := int(dt.delta)
	if dt.eve != 0 {
		away = int(dt.eve)
	}
	switch {
	case !dt.vague:
		d.dateBy(x, m, dt.unit, -away)
		d.dateBy(m, x, dt.unit, away)
	case dt.sameDay():
		d.dateBy(m, x, unitDay, 0)
	}
	if away < 0 {
		x, m = m, x
	}
	d.addOrder(x, m, k)
}

// hourOrder orders events of one day that a paragraph tells one after the
// other by the parts of the day: in the morning, after noon.
func (d *doc) hourOrder(from int32) {
	for i := from; i < int32(len(d.raw)); i++ {
		e := &d.raw[i]
		if i == 0 || d.hours(e) == 0 {
			continue
		}
		p := &d.raw[i-1]
		a, b := d.hours(p), d.hours(e)
		switch {
		case a == 0 || a == b || e.date != p.date || d.sents[p.sent].para != d.sents[e.sent].para:
		case a < b:
			d.addOrder(i-1, i, e.head)
		default:
			d.addOrder(i, i-1, e.head)
		}
	}
}

// hours tells in which part of its one day an event happened, 0 where its own
// words of time do not tell.
func (d *doc) hours(e *event) int32 {
	if e.dateID == 0 || e.modality != schema.Actual || e.date.Precision != schema.PrecisionDay {
		return 0
	}
	return d.dates[e.dateID-1].hours
}

// sameDay tells whether the expression says that something happened some
// hours before: on that day, as far as the text tells.
func (dt *date) sameDay() bool { return dt.vague && dt.unit == unitHour && dt.delta < 0 }

// dateBy dates event a, which has no date of its own, by event b, from which
// it is n units away.
func (d *doc) dateBy(a, b, unit int32, n int) {
	e, f := &d.raw[a], &d.raw[b]
	if !e.date.IsZero() || f.date.IsZero() || f.date.Start != f.date.End && (unit <= unitWeek || f.date.Start.Month != f.date.End.Month && unit == unitMonth) {
		return
	}
	e.date = shifted(f.date.Start, unit, n)
	e.hasDate, e.ownDate = true, true
}
