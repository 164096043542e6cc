package coder

import (
	"safir/schema"
)

// alias is an abbreviation that the article gives a body of its own.
type alias struct {
	word         int32
	kind         schema.Kind
	name0, name1 int32 // tokens of the name
}

// capitalGroup reads, in scripts with capitals, the name of a group or
// organisation that the gazetteer does not know: capitalised words that end
// with a word of class grouphead, or begin with one and go on with "of" or
// "for": "the Azawad Liberation Front", "Movement for the Rights of Tiris".
func (d *doc) capitalGroup(m mention, j, hi int32) (mention, int32, bool) {
	if !d.capital(j) || d.items[j].any(functionMask&^mask(cNameStop, cStop)|titleMask|mask(cDet, cAgents, cOrgan)) || d.items[j].has(officeEntry) {
		return m, j, false
	}
	end, words, state := int32(0), 0, int32(0)
	var head *entry
walk:
	for i := j; i < hi && i < j+9; i++ {
		it := &d.items[i]
		switch {
		case it.date != 0 || it.verb || it.has(bodyEntry) && (it.last-it.first > 1 || i == j) && d.groupHead(i) == nil || it.has(officeEntry):
			break walk
		case it.kind == numberToken && i > j:
		case it.kind != wordToken:
			break walk
		case it.is(cGenMark) && d.tokens[it.first].flag&flagPiece != 0:
		case !d.capital(i):
			joint := end > 0 && (it.is(cPrep) && (head == d.groupHead(j) || !it.is(cGenMark)) || it.is(cDet) || it.is(cAnd) && i > end)
			if !joint || it.is(cPrep) && d.placePrepAt(i) || i+1 >= hi || !d.capital(i+1) && !d.items[i+1].is(cDet) {
				break walk
			}
		default:
			words++
			if e := d.groupHead(i); e != nil && head == nil {
				head, end = e, i+1
			} else if end > 0 {
				end = i + 1
			}
			if of := d.ownerAt(i); of != 0 && state == 0 {
				state = of
			}
		}
	}
	if head == nil || words < 2 || end-j < 2 {
		return m, j, false
	}
	m.kind = schema.Kind(d.lx.values[head.val])
	m.name0, m.name1, m.of = d.items[j].first, d.items[end-1].last, state
	if d.tokens[m.name0].flag&flagCapital == 0 || d.items[j].is(cGroup) {
		m.name0++ // the article
	}
	m.last = d.skipParenthesis(end, hi)
	if m.last > end {
		d.aliases = append(d.aliases, alias{d.tokens[d.items[end+1].first].word, m.kind, m.name0, m.name1})
	}
	m.deep = d.qualifies(m.first)
	return m, m.last, true
}

// capital tells whether item k, an article aside, is written with a capital.
func (d *doc) capital(k int32) bool {
	return d.items[k].kind == wordToken && d.tokens[d.items[k].last-1].flag&flagCapital != 0
}

// groupHead gives the word at item k by which the name of a group is known;
// "the Alliance" may be one.
func (d *doc) groupHead(k int32) *entry {
	it := &d.items[k]
	if e := it.word(cGroupHead); e != nil {
		return e
	}
	if e := it.word(cGroup); e != nil && it.last-it.first == 2 && d.capital(k) && k+1 < d.sentHi && d.items[k+1].is(cPrep) {
		if kind := schema.Kind(d.lx.values[e.val]); kind == schema.Group || kind == schema.Organization {
			return e
		}
	}
	return nil
}

// aliasMention reads the abbreviation that the article gave a body before.
func (d *doc) aliasMention(m mention, j int32) (mention, int32, bool) {
	if len(d.aliases) == 0 || d.items[j].last-d.items[j].first > 1 || d.items[j].kinds&(1<<stateEntry|1<<bodyEntry|1<<officeEntry) != 0 {
		return m, j, false
	}
	w := d.tokens[d.items[j].first].word
	for _, a := range d.aliases {
		if a.word == w {
			m.kind, m.name0, m.name1, m.last = a.kind, a.name0, a.name1, j+1
			m.deep = d.qualifies(m.first)
			return m, m.last, true
		}
	}
	return m, j, false
}
