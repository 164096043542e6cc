package coder

import (
	"time"

	hijri "github.com/hablullah/go-hijri"

	"safir/schema"
)

// date is an expression of time in the text.
type date struct {
	first, last int32 // items, last exclusive
	iv          schema.Interval
	weekday     bool // by a day of the week alone
	relative    bool // depends on the day of publication
	since       bool // only says when something began
	until       bool
	shift       int8 // 1: the next one is meant when the event lies ahead (weekday or month alone)
	day         int32
	month       int32
	anchored    bool // relative to a date or event told before
	delta       int32
	unit        int32
	vague       bool // says nothing that can be dated ("hours later")
	duration    bool // «لقاء استمر يومين»: no point in time
	past, ahead bool // last, next
	eve         int32
	following   bool  // the next day, of what was told before
	hours       int32 // which part of the day, 0 for none
}

// dateContext is what relative dates go back to.
type dateContext struct {
	last schema.Interval // the last date told
	para int32           // in which paragraph
}

// dateParts is what the words of one expression say.
type dateParts struct {
	day, day2        int32
	toDay            bool // "to" before the second day
	month            int32
	year             int32
	hijri            int32
	weekday          int32 // 1 + day of the week
	offset           int32
	hasOffset        bool
	unit             int32 // 1 + unit
	num              int32
	last, next, this bool
	same             bool
	following        bool
	previous         bool
	ago, later       bool
	prior            bool
	start, mid, end  bool
	since, until     bool
	eve              int32
	part, partDay    bool
	hours            int32
	back             int32 // how far back "last" goes: "the week before last" is 2
	dual             bool
	several          bool // the unit is a plural: "days ago" is no day unless a number stands with it
}

// findDates reads the dates of a sentence's items [lo, hi).
func (d *doc) findDates(lo, hi int32) {
	for k := lo; k < hi; {
		if n := d.parseDate(k, hi); n > k {
			if n > k+1 && d.lx.lang.Capitals && d.items[n-1].is(cThat) && d.items[n-1].dateWord(dSame) != nil {
				n-- // "said on Sunday that"
				d.items[n].date, d.dates[len(d.dates)-1].last = 0, n
			}
			k = d.dateRange(k, n, lo, hi)
			continue
		}
		k++
	}
}

// dateRange joins "between Friday and Sunday", "from May 6 to May 8", «ليلة 31
// مارس إلى الأول من أبريل», "Monday and Tuesday": the date [k, n) and the one
// after it. It returns the item after what it has read.
func (d *doc) dateRange(k, n, lo, hi int32) int32 {
	if n+1 >= hi {
		return n
	}
	and := d.items[n].is(cAnd)
	to := !and && d.items[n].dateWord(dTo) != nil
	from := d.items[k].dateWord(dFrom) != nil || k > lo && d.items[k-1].dateWord(dFrom) != nil
	if !to && !and || d.lx.lang.Capitals && to && !from {
		return n
	}
	id := len(d.dates) - 1
	m := d.parseDate(n+1, hi)
	if m == n+1 {
		return n
	}
	a, b := &d.dates[id], d.dates[len(d.dates)-1]
	if a.iv.Precision != schema.PrecisionDay || b.iv.Precision != schema.PrecisionDay || b.iv.Start.Before(a.iv.Start) {
		return m
	}
	if and && !from && !(a.weekday && b.weekday && b.iv.Start == a.iv.End.Add(1)) {
		return m
	}
	a.iv, a.last = schema.Between(a.iv.Start, b.iv.End), m
	d.dates = d.dates[:id+1]
	for i := k; i < m; i++ {
		d.items[i].date = int32(id) + 1
	}
	d.ctx.last = a.iv
	return m
}

// isDateStart tells whether an expression of time can begin at the item.
func isDateStart(it *item) bool {
	return it.has(dateEntry) || it.kind == numberToken
}

// parseDate reads a date at item k and returns the item after it, k for none.
func (d *doc) parseDate(k, hi int32) int32 {
	it := &d.items[k]
	if !isDateStart(it) {
		return k
	}
	if n := d.numericDate(k, hi); n > k {
		return n
	}
	var p dateParts
	end := k // after the last item that says something
	strong := false
	j := k
scan:
	for j < hi && j < k+14 {
		it := &d.items[j]
		switch {
		case it.kind == numberToken:
			n := d.tokens[it.first].num
			switch {
			case j+1 < hi && d.hasUnit(j+1) && !(p.month != 0 && p.day == 0):
				p.num = n
			case n >= 1000 && n <= 2200:
				if p.year != 0 || p.hijri != 0 && n > 1600 {
					break scan
				}
				if p.month == 0 && p.hijri == 0 && !d.yearAllowed(k, j) {
					break scan
				}
				p.year = n
				strong = true
			case n >= 1 && n <= 31 && p.day == 0:
				p.day = n
			case n >= 1 && n <= 31 && p.day2 == 0 && (p.month == 0 || p.toDay):
				p.day2 = n
			default:
				break scan
			}
			j++
			if j < hi && d.ordinalSuffix(j) {
				j++
			}
			end = j
			continue
		case it.kind == punctToken:
			if it.ch == '/' && p.month != 0 && j+1 < hi && d.items[j+1].dateWord(dMonth) != nil {
				j++
				continue
			}
			if it.ch == '.' && p.month != 0 && p.day == 0 && j+1 < hi && d.tokens[it.first].flag&flagGlued != 0 && d.items[j+1].kind == numberToken {
				j++ // "Dec. 3"
				continue
			}
			if (it.ch == '-' || it.ch == '–') && p.day != 0 && p.day2 == 0 && j+1 < hi && d.items[j+1].kind == numberToken {
				p.toDay = true // "May 3-5"
				j++
				continue
			}
			if (it.ch == ',' || it.ch == '،') && j+1 < hi && d.commaInDate(&p, j+1) {
				j++
				continue
			}
			if (it.ch == '(') && p.hijri != 0 {
				j++
				continue
			}
			break scan
		}
		known := it.has(dateEntry)
		if !known || !d.readDateWord(it, &p, &strong, j, hi) {
			if j > k && (it.is(cPrep) || !known && it.any(mask(cDet, cAnd))) && j+1 < hi && isDateStart(&d.items[j+1]) && d.linksDate(&p, j) {
				j++
				continue
			}
			break
		}
		j++
		if it.dateWord(dOn) == nil && it.dateWord(dDuring) == nil && it.dateWord(dTo) == nil {
			end = j // "on Tuesday on companies": the second word opens another phrase
		}
	}
	if end == k {
		return k
	}
	if p.day != 0 && p.month == 0 && p.unit == 0 && !strong && end < hi && d.items[end].is(cPron) && d.items[end-1].dateWord(dOrdinal) != nil && !d.ctx.last.IsZero() {
		p.month, p.year = int32(d.ctx.last.Start.Month), int32(d.ctx.last.Start.Year) // «العشرين منه»
		end++
	}
	if !strong && !(p.day != 0 && p.month != 0) {
		return k
	}
	dt, ok := d.resolveDate(&p)
	if !ok {
		return k
	}
	if y := dt.iv.Start.Year; !dt.iv.IsZero() && (y < 1 || dt.iv.End.Year > 9999) {
		dt.iv = schema.Interval{} // "99999 years ago"
	}
	end = d.nightInto(&dt, &p, end, hi)
	dt.first, dt.last = k, end
	d.dates = append(d.dates, dt)
	id := int32(len(d.dates))
	for i := k; i < end; i++ {
		d.items[i].date = id
	}
	if !dt.iv.IsZero() && !dt.since && !d.countsBack(&dt) && (d.ctx.last.IsZero() || d.day.IsZero() || !dt.iv.Start.After(d.day)) {
		d.ctx.last, d.ctx.para = dt.iv, d.para
	}
	return end
}

// nightInto takes in the second day of a night: «ليل الخميس الجمعة»; it returns
// the item after it.
func (d *doc) nightInto(dt *date, p *dateParts, end, hi int32) int32 {
	if p.weekday == 0 || !p.part || end >= hi || dt.iv.IsZero() {
		return end
	}
	if e := d.items[end].dateWord(dWeekday); e != nil && e.val == p.weekday%7 {
		dt.iv = schema.Between(dt.iv.Start, dt.iv.Start.Add(1))
		return end + 1
	}
	return end
}

func (d *doc) hasUnit(j int32) bool {
	it := &d.items[j]
	return it.dateWord(dUnit) != nil
}

// ordinalSuffix tells whether the item is the "th" of a number.
func (d *doc) ordinalSuffix(j int32) bool {
	t := &d.tokens[d.items[j].first]
	return d.lx.lang.Capitals && t.kind == wordToken && t.flag&flagGlued != 0 && t.end-t.start == 2 && d.items[j-1].kind == numberToken
}

// yearAllowed tells whether a lone number can be a year: what stands before
// says so.
func (d *doc) yearAllowed(k, j int32) bool {
	if j > k {
		return true // after a unit, a month or a word of time
	}
	if k == 0 || k-1 < d.sentLo {
		return false
	}
	b := &d.items[k-1]
	if b.word(cPrep) == nil && !b.is(cSince) {
		return false
	}
	// "in 300 places": what follows a year is no noun that it counts.
	if j+1 < d.sentHi {
		n := &d.items[j+1]
		if n.kind == wordToken && !n.is(cPrep) && !n.is(cAnd) && !n.is(cBreak) && !n.is(cSub) && !n.has(dateEntry) && n.kinds == 0 {
			return d.tokens[d.items[j].first].num >= 1900 && d.tokens[d.items[j].first].num <= 2100 && !d.lx.lang.Capitals
		}
	}
	n := d.tokens[d.items[j].first].num
	return n >= 1900 && n <= 2100
}

// commaInDate tells whether what follows a comma goes on with the date.
func (d *doc) commaInDate(p *dateParts, j int32) bool {
	it := &d.items[j]
	switch {
	case it.kind == numberToken:
		n := d.tokens[it.first].num
		return p.month != 0 && p.year == 0 && n >= 1900 && n <= 2100
	case it.dateWord(dMonth) != nil:
		return p.weekday != 0
	}
	return p.hasOffset && it.dateWord(dWeekday) != nil
}

// linksDate tells whether a preposition or "and" goes on with the date.
func (d *doc) linksDate(p *dateParts, j int32) bool {
	next := &d.items[j+1]
	it := &d.items[j]
	if it.is(cAnd) {
		return p.day != 0 && p.month == 0 && next.kind == numberToken && d.tokens[next.first].num <= 31
	}
	if it.is(cPrep) && (next.dateWord(dMonth) != nil || next.dateWord(dUnit) != nil || next.dateWord(dHijri) != nil || next.dateWord(dThis) != nil) {
		return p.day != 0 || p.start || p.mid || p.end || p.part || p.weekday != 0
	}
	if it.is(cPrep) && next.dateWord(dWeekday) != nil || it.is(cPrep) && next.dateWord(dDay) != nil {
		return p.part || p.start || p.mid || p.end
	}
	if it.is(cPrep) && next.kind == numberToken {
		return (p.prior || p.later) && j+2 < d.sentHi && d.hasUnit(j+2)
	}
	if it.is(cPrep) && (p.prior || p.later) {
		return next.dateWord(dNum) != nil || next.dateWord(dDual) != nil || next.dateWord(dUnit) != nil
	}
	if it.is(cDet) {
		return true
	}
	return false
}

// readDateWord adds what a word of dates.tsv says; false ends the expression
// before it.
func (d *doc) readDateWord(it *item, p *dateParts, strong *bool, j, hi int32) bool {
	if e := it.dateWord(dMonth); e != nil {
		switch {
		case p.month == 0:
			p.month = e.val
		case p.month == e.val: // double names
		default:
			return false
		}
		*strong = true
		return true
	}
	if e := it.dateWord(dHijri); e != nil {
		if p.hijri != 0 || p.month != 0 {
			return false
		}
		p.hijri = e.val
		*strong = true
		return true
	}
	if e := it.dateWord(dWeekday); e != nil {
		if p.weekday != 0 {
			return false
		}
		p.weekday = e.val + 1
		*strong = true
		return true
	}
	if e := it.dateWord(dDay); e != nil && e.val == 0 && j+1 < hi && p.unit == 0 && d.items[j+1].kinds&(1<<dateEntry) != 0 &&
		(d.items[j+1].dateWord(dSame) != nil || d.items[j+1].dateWord(dFollowing) != nil || d.items[j+1].dateWord(dPrevious) != nil) {
		p.unit = unitDay + 1 // "the same day", «اليوم التالي»
		return true
	}
	if e := it.dateWord(dDay); e != nil {
		if p.hasOffset || p.weekday != 0 {
			return false
		}
		p.offset, p.hasOffset = e.val, true
		*strong = true
		return true
	}
	if e := it.dateWord(dDual); e != nil {
		if p.unit != 0 {
			return false
		}
		p.unit, p.num, p.dual = e.val+1, 2, true
		*strong = *strong || p.ago || p.prior || p.later
		return true
	}
	if e := it.dateWord(dUnit); e != nil {
		if p.unit != 0 {
			return false
		}
		p.unit, p.several = e.val+1, it.dateWord(dUnits) != nil
		*strong = *strong || p.ago || p.prior || p.later || p.last || p.next || p.this || p.same || p.following || p.previous
		return true
	}
	switch {
	case it.dateWord(dTo) != nil && p.day != 0 && p.day2 == 0:
		if j+1 >= hi || d.items[j+1].kind != numberToken || d.tokens[d.items[j+1].first].num > 31 {
			return false
		}
		p.toDay = true
		return true
	case it.dateWord(dFuzzy) != nil:
		if p.unit == 0 && (j+1 >= hi || !d.hasUnit(j+1)) {
			return false
		}
		p.several = true // "a few days", «أيام قليلة»
	case it.dateWord(dNum) != nil && p.unit != 0 && p.num == 0 && !d.lx.lang.Capitals && d.definiteItem(j):
		p.num = it.dateWord(dNum).val // «الساعات الثماني والأربعين»
	case it.dateWord(dNum) != nil:
		if p.num != 0 || j+1 >= hi || !d.hasUnit(j+1) && (d.lx.lang.Capitals || d.items[j+1].dateWord(dNum) == nil) {
			return false
		}
		p.num = it.dateWord(dNum).val
	case it.dateWord(dOrdinal) != nil:
		if p.day != 0 || p.month != 0 && !d.lx.lang.Capitals {
			return false
		}
		p.day = it.dateWord(dOrdinal).val
	case it.dateWord(dLast) != nil:
		p.last, p.back = true, max(1, it.dateWord(dLast).val)
		*strong = *strong || p.unit != 0
	case it.dateWord(dNext) != nil:
		p.next = true
		*strong = *strong || p.unit != 0
	case it.dateWord(dThis) != nil:
		p.this = true
		*strong = *strong || p.unit != 0
	case it.dateWord(dSame) != nil:
		if d.lx.lang.Capitals && (j+1 >= hi || !d.items[j+1].has(dateEntry)) {
			return false // "said on Monday that"
		}
		p.same = true
		*strong = *strong || p.unit != 0
	case it.dateWord(dFollowing) != nil:
		p.following = true
		if d.lx.lang.Capitals && p.unit == 0 {
			p.unit = unitDay + 1 // the words are "the day before", "a day later"
		}
		*strong = *strong || p.unit != 0
	case it.dateWord(dPrevious) != nil:
		p.previous = true
		if d.lx.lang.Capitals && p.unit == 0 {
			p.unit = unitDay + 1 // the words are "the day before", "a day later"
		}
		*strong = *strong || p.unit != 0
	case it.dateWord(dAgo) != nil:
		p.ago = true
		*strong = *strong || p.unit != 0
	case it.dateWord(dAfter) != nil || it.dateWord(dBefore) != nil:
		if p.started() && p.unit == 0 && !p.hasOffset {
			return false // "on Tuesday after the talks"
		}
		if p.later = p.later || it.dateWord(dAfter) != nil; it.dateWord(dBefore) != nil {
			p.prior = true
		}
		*strong = *strong || p.unit != 0
	case it.dateWord(dEve) != nil:
		if p.started() {
			return false
		}
		p.eve = it.dateWord(dEve).val
		*strong = true
	case it.dateWord(dStart) != nil:
		p.start = true
	case it.dateWord(dMid) != nil:
		p.mid = true
	case it.dateWord(dEnd) != nil:
		p.end = true
	case it.dateWord(dPartDay) != nil:
		p.part, p.partDay, p.hours = true, true, it.dateWord(dPartDay).val
		*strong = true
	case it.dateWord(dPart) != nil:
		p.part, p.hours = true, max(p.hours, it.dateWord(dPart).val)
	case it.dateWord(dSince) != nil:
		if j > d.sentLo && p.started() {
			return false
		}
		p.since = true
	case it.dateWord(dUntil) != nil:
		if p.started() {
			return false
		}
		p.until = true
	case it.dateWord(dHijriEra) != nil && p.hijri == 0:
		return false // «منه»
	case it.dateWord(dEra) != nil, it.dateWord(dHijriEra) != nil, it.dateWord(dDuring) != nil, it.dateWord(dOn) != nil:
		return j > d.sentLo || it.dateWord(dOn) != nil || it.dateWord(dDuring) != nil
	default:
		return false
	}
	return true
}

func (p *dateParts) started() bool {
	return p.day != 0 || p.month != 0 || p.weekday != 0 || p.hasOffset || p.unit != 0 || p.year != 0
}

// numericDate reads 24/6/2025, 24-06-2025 and 2025-06-24.
func (d *doc) numericDate(k, hi int32) int32 {
	if k+4 >= hi {
		return k
	}
	var n [3]int32
	for i := range int32(3) {
		it := &d.items[k+2*i]
		if it.kind != numberToken {
			return k
		}
		n[i] = d.tokens[it.first].num
		if i < 2 {
			s := &d.items[k+2*i+1]
			if s.kind != punctToken || s.ch != '/' && s.ch != '-' && s.ch != '.' {
				return k
			}
		}
	}
	y, m, dd := n[2], n[1], n[0]
	if n[0] > 31 {
		y, dd = n[0], n[2]
	}
	if y < 1900 || y > 2100 || m < 1 || m > 12 || dd < 1 || dd > 31 {
		return k
	}
	dt := date{first: k, last: k + 5, iv: schema.On(schema.NewDate(int(y), time.Month(m), int(dd)))}
	d.dates = append(d.dates, dt)
	for i := k; i < k+5; i++ {
		d.items[i].date = int32(len(d.dates))
	}
	d.ctx.last = dt.iv
	return k + 5
}

// resolveDate gives the days that the parts mean; the zero interval where
// they depend on something that is not known.
func (d *doc) resolveDate(p *dateParts) (date, bool) {
	dt := date{since: p.since, until: p.until, past: p.last, ahead: p.next, hours: p.hours}
	pub := d.day
	known := !pub.IsZero()
	switch {
	case p.eve != 0:
		dt.anchored, dt.eve = true, p.eve
		if !d.ctx.last.IsZero() && d.ctx.last.Precision == schema.PrecisionDay {
			dt.iv = schema.On(d.ctx.last.End.Add(int(p.eve)))
		}
		return dt, true
	case p.hijri != 0:
		return d.resolveHijri(p, dt)
	case p.month != 0:
		year := int(p.year)
		dt.month, dt.day = p.month, p.day
		if year == 0 {
			dt.relative = true
			switch {
			case p.same && !d.ctx.last.IsZero():
				year = d.ctx.last.Start.Year
			case !known:
				return dt, true
			default:
				year = pub.Year
				day := p.day
				if day == 0 {
					day = 1
				}
				that := schema.NewDate(year, time.Month(p.month), int(day))
				if p.next {
					if !that.After(pub) {
						year++
					}
				} else if that.After(pub) && !p.this {
					dt.shift = 1
					year--
				}
			}
		}
		if p.day != 0 {
			if p.day > 31 {
				return dt, false
			}
			start := schema.NewDate(year, time.Month(p.month), int(p.day))
			if int(start.Month) != int(p.month) {
				return dt, false // 31 June
			}
			dt.iv = schema.On(start)
			if p.unit == unitWeek+1 && p.day <= 4 { // "the first week of June"
				first := schema.NewDate(year, time.Month(p.month), 7*int(p.day)-6)
				dt.iv = schema.Between(first, first.Add(6))
			}
			if p.day2 > p.day {
				dt.iv = schema.Between(start, schema.NewDate(year, time.Month(p.month), int(p.day2)))
			}
			return dt, true
		}
		dt.iv = partOfMonth(p, year, time.Month(p.month))
		return dt, true
	case p.weekday != 0:
		dt.weekday, dt.relative = true, true
		if p.hasOffset && known {
			dt.iv = schema.On(pub.Add(int(p.offset)))
			return dt, true
		}
		if !known {
			return dt, true
		}
		diff := (int(pub.Weekday()) - int(p.weekday-1) + 7) % 7
		switch {
		case p.next:
			diff = (int(p.weekday-1) - int(pub.Weekday()) + 7) % 7
			if diff == 0 {
				diff = 7
			}
			diff = -diff
		case p.last && diff == 0:
			diff = 7
		default:
			dt.shift = 1
		}
		dt.iv = schema.On(pub.Add(-diff))
		return dt, true
	case p.hasOffset:
		dt.relative = true
		if known {
			dt.iv = schema.On(pub.Add(int(p.offset)))
		}
		return dt, true
	case p.unit != 0:
		return d.resolveUnit(p, dt)
	case p.year != 0:
		dt.iv = schema.InYear(int(p.year))
		return dt, true
	case p.partDay:
		// «بعد الظهر»: of the day that the paragraph tells.
		dt.anchored = true
		if d.ctx.last.Precision == schema.PrecisionDay && d.ctx.para == d.para {
			dt.iv = d.ctx.last
		}
		return dt, true
	}
	return dt, false
}

func partOfMonth(p *dateParts, year int, m time.Month) schema.Interval {
	iv := schema.InMonth(year, m)
	switch {
	case p.start && !p.mid && !p.end, p.mid, p.end:
		// The month is what a reader can be sure of.
	}
	return iv
}

// resolveUnit reads "two weeks ago", "last month", "the same day".
func (d *doc) resolveUnit(p *dateParts, dt date) (date, bool) {
	pub, unit := d.day, p.unit-1
	known := !pub.IsZero()
	num := p.num
	if num == 0 {
		num = 1
	}
	some := p.several && p.num == 0
	if p.last && (p.num > 1 || p.dual) && (unit <= unitWeek || unit == unitHour && num%24 == 0) {
		dt.relative = true
		if known {
			dt.iv = schema.Between(pub.Add(-days(unit, int(num))), pub) // "over the past 48 hours"
		}
		return dt, true
	}
	if some && (p.last || p.next) {
		dt.relative, dt.duration = true, true // "in recent weeks"
		return dt, true
	}
	if some && (p.ago || p.prior || p.later) || unit == unitHour {
		dt.vague, dt.unit = true, unit
		switch {
		case p.later:
			dt.anchored, dt.delta = true, 1
		case p.prior:
			dt.anchored, dt.delta = true, -1
		}
		return dt, p.ago || p.later || p.prior
	}
	switch {
	case p.day != 0 && unit == unitMonth: // the 20th of the same month
		base := pub
		if p.same && !d.ctx.last.IsZero() {
			base = d.ctx.last.Start
		} else if !known {
			return dt, true
		}
		dt.relative = true
		m := int(base.Month)
		if p.last {
			m--
		} else if p.next {
			m++
		}
		dt.iv = schema.On(schema.NewDate(base.Year, time.Month(m), int(p.day)))
		return dt, true
	case p.year != 0 && unit == unitYear:
		dt.iv = schema.InYear(int(p.year))
		return dt, true
	case p.same:
		dt.anchored = true
		if !d.ctx.last.IsZero() {
			switch unit {
			case unitDay:
				dt.iv = d.ctx.last
			default:
				dt.iv = around(d.ctx.last.Start, unit, 0)
			}
		} else if unit == unitDay && known {
			dt.iv = schema.On(pub)
		}
		return dt, true
	case p.following && unit == unitDay, p.previous && unit == unitDay:
		dt.anchored, dt.following = true, true
		dt.delta = 1
		if p.previous {
			dt.delta = -1
		}
		if !d.ctx.last.IsZero() {
			dt.iv = schema.On(d.ctx.last.End.Add(int(dt.delta)))
		}
		return dt, true
	case (p.prior || p.later) && (p.this || p.last) && p.num == 0:
		dt.relative = true // "earlier this month"
		if known {
			n := 0
			if p.last {
				n = -1
			}
			dt.iv = around(pub, unit, n)
		}
		return dt, true
	case p.prior, p.later:
		dt.anchored, dt.unit = true, unit
		dt.delta = num
		if p.prior {
			dt.delta = -num
		}
		if !d.ctx.last.IsZero() && (p.num != 0 || p.dual || unit == unitDay) && d.ctx.last.Precision == schema.PrecisionDay {
			dt.iv = shifted(d.ctx.last.Start, unit, int(dt.delta))
		}
		return dt, true
	case p.ago:
		dt.relative = true
		if known {
			dt.iv = shifted(pub, unit, -int(num))
		}
		return dt, true
	case p.last:
		dt.relative = true
		if p.num > 1 || p.dual {
			dt.duration = true
			return dt, true
		}
		if known {
			dt.iv = around(pub, unit, -int(p.back))
		}
		return dt, true
	case p.next:
		dt.relative = true
		if p.num > 1 || p.dual {
			dt.duration = true
			return dt, true
		}
		if known {
			dt.iv = around(pub, unit, 1)
		}
		return dt, true
	case p.this:
		dt.relative = true
		if known {
			dt.iv = around(pub, unit, 0)
		}
		return dt, true
	}
	return dt, false
}

// days is the length of n units in days.
func days(unit int32, n int) int {
	switch unit {
	case unitWeek:
		return 7 * n
	case unitHour:
		return n / 24
	}
	return n
}

// shifted is n units away from a day, as precise as the unit.
func shifted(day schema.Date, unit int32, n int) schema.Interval {
	switch unit {
	case unitDay:
		return schema.On(day.Add(n))
	case unitWeek:
		return schema.On(day.Add(7 * n))
	case unitMonth:
		return schema.InMonth(day.Year, day.Month+time.Month(n))
	}
	return schema.InYear(day.Year + n)
}

// around is the calendar unit n units away from the one that holds the day.
// Weeks begin on Monday.
func around(day schema.Date, unit int32, n int) schema.Interval {
	switch unit {
	case unitDay:
		return schema.On(day.Add(n))
	case unitWeek:
		monday := day.Add(-(int(day.Weekday())+6)%7 + 7*n)
		return schema.Interval{Start: monday, End: monday.Add(6), Precision: schema.PrecisionWeek}
	case unitMonth:
		return schema.InMonth(day.Year, day.Month+time.Month(n))
	}
	return schema.InYear(day.Year + n)
}

func (d *doc) resolveHijri(p *dateParts, dt date) (date, bool) {
	year := int64(p.year)
	if year == 0 || year > 1600 {
		if year != 0 || d.day.IsZero() {
			return dt, year == 0
		}
		h, err := hijri.CreateUmmAlQuraDate(d.day.Time())
		if err != nil {
			return dt, true
		}
		year = h.Year
		if int64(p.hijri) > h.Month {
			year--
		}
		dt.relative = true
	}
	day := int64(p.day)
	if day == 0 {
		first := hijriDay(year, int64(p.hijri), 1)
		nextMonth, nextYear := int64(p.hijri)+1, year
		if nextMonth > 12 {
			nextMonth, nextYear = 1, year+1
		}
		last := hijriDay(nextYear, nextMonth, 1)
		if first.IsZero() || last.IsZero() {
			return dt, true
		}
		dt.iv = schema.Interval{Start: first, End: last.Add(-1), Precision: schema.PrecisionMonth}
		return dt, true
	}
	if on := hijriDay(year, int64(p.hijri), day); !on.IsZero() {
		dt.iv = schema.On(on)
	}
	return dt, true
}

// hijriDay converts by the Umm al-Qura calendar, which Gulf media use; the
// zero date where the calendar does not reach.
func hijriDay(year, month, day int64) schema.Date {
	if year < 1356 || year > 1500 || day < 1 || day > 30 {
		return schema.Date{}
	}
	return schema.DateOf(hijri.UmmAlQuraDate{Year: year, Month: month, Day: day}.ToGregorian())
}
