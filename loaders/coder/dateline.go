package coder

import "safir/schema"

// readDateline reads what stands before the first sentence: place and day of
// the dispatch. «الرياض 17 ذو الحجة 1446 هـ الموافق 13 يونيو 2025 م واس»,
// "MOSCOW, February 15. /TASS/.", «القاهرة – مراسلنا».
func (d *doc) readDateline() {
	d.dateline = false
	for s := range d.sents {
		if s > 3 {
			return
		}
		lo, hi := d.itemAt[s], d.itemAt[s+1]
		if lo == hi {
			continue
		}
		if d.datelineOf(lo, hi) {
			return
		}
	}
}

// datelineOf reads the items from lo; true where a place was found.
func (d *doc) datelineOf(lo, hi int32) bool {
	first := &d.items[lo]
	state := int32(-1)
	switch {
	case first.has(stateEntry):
		first.each(func(e *entry) bool {
			if e.kind == stateEntry && (state < 0 || !e.amb) {
				state = e.val
			}
			return true
		})
	case first.has(placeEntry):
		if c := d.lx.places[first.entry(placeEntry).val].Country; c != "" {
			if id, ok := d.lx.stateActor[c]; ok {
				state = id
			}
		}
	case d.lx.lang.Capitals && d.tokens[first.first].flag&flagCaps != 0:
	default:
		return false
	}
	// A dateline ends at a dash or a colon within some words, or is a line
	// of its own; it has no verb.
	end := int32(-1)
	for j := lo + 1; j < hi && j < lo+26; j++ {
		it := &d.items[j]
		if it.kind == punctToken && (it.ch == '-' || it.ch == '–' || it.ch == '—' || it.ch == ':') {
			end = j
			if j+1 < hi && d.items[j+1].kind == punctToken && d.items[j+1].ch == it.ch {
				end = j + 1
			}
			break
		}
	}
	slash := d.agencyEnd(lo, hi)
	if slash > 0 && (end < 0 || slash < end) {
		end = slash
	}
	cut := false
	if verb := d.verbAfter(lo, hi); end < 0 && verb > 0 {
		end, cut = verb, true
	}
	whole := false
	if end < 0 {
		if hi-lo > 24 {
			return false
		}
		end, whole = hi, true
	}
	save := d.day
	n0 := len(d.dates)
	d.sentLo, d.sentHi = lo, hi
	d.findDates(lo, end)
	day := schema.Date{}
	for i := n0; i < len(d.dates); i++ {
		if iv := d.dates[i].iv; !iv.IsZero() && iv.Precision == schema.PrecisionDay && !d.dates[i].weekday {
			day = iv.Start
		}
	}
	if cut && day.IsZero() {
		return false // a sentence
	}
	if d.lx.lang.Capitals {
		for j := lo; j < end; j++ {
			if tag := d.items[j].tag; tag&Finite != 0 && tag&Nominal == 0 {
				return false
			}
		}
	}
	if whole && day.IsZero() {
		// "Cairo – our correspondent" as a line of its own is handled by its dash; a sentence is none.
		for j := lo; j < hi; j++ {
			if d.items[j].tag&Finite != 0 {
				return false
			}
		}
		if hi-lo > 6 {
			return false
		}
	}
	if state >= 0 {
		d.home = d.lx.actors[state].State
	}
	if !day.IsZero() {
		d.day, d.dateline = day, true
		if !save.IsZero() && absDays(day, save) > 40 {
			d.day = save
		}
	}
	// The words of the dateline are no evidence.
	for j := lo; j < end; j++ {
		d.items[j] = item{first: d.items[j].first, last: d.items[j].last, kind: punctToken, ch: '.'}
	}
	if end < hi && !cut {
		d.items[end].kind, d.items[end].ch = punctToken, '.'
	}
	return state >= 0
}

// agencyEnd returns the item of the slash that closes an agency's name:
// «الدوحة في 15 يونيو /قنا/ استقبل …»; 0 for none.
func (d *doc) agencyEnd(lo, hi int32) int32 {
	open := int32(0)
	for j := lo + 1; j < hi && j < lo+20; j++ {
		if it := &d.items[j]; it.kind == punctToken && it.ch == '/' {
			if open > 0 && j-open <= 5 {
				return j
			}
			open = j
		}
	}
	return 0
}

// verbAfter returns the first item after the first two that can only be a
// verb, where verbs come first; 0 for none.
func (d *doc) verbAfter(lo, hi int32) int32 {
	if !d.lx.lang.VerbFirst {
		return 0
	}
	for j := lo + 2; j < hi && j < lo+20; j++ {
		if tag := d.items[j].tag; tag&Finite != 0 && tag&Nominal == 0 {
			return j
		}
	}
	return 0
}

func absDays(a, b schema.Date) int {
	n := a.DaysSince(b)
	if n < 0 {
		return -n
	}
	return n
}
