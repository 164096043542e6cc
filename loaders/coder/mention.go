package coder

import (
	"strings"

	"safir/schema"
)

// mention is a passage that stands for one actor, or for several.
type mention struct {
	first, last int32 // items, last exclusive
	sent        int32
	kind        schema.Kind
	lex         int32 // 1 + actor of the lexicon: state, body or known person
	office      int32 // 1 + office
	office2     int32 // a second office of the same person
	of          int32 // 1 + actor of the lexicon whom the office serves, or whose forces act
	post        int32 // 1 + actor of the lexicon to whom an envoy is accredited
	name0       int32 // tokens of the name
	name1       int32
	actor       int32 // 1 + actor of the article, once resolved
	ref         refKind
	refKind     schema.Kind
	refOffice   string
	n           int32 // how many a plural word stands for
	members0    int32 // mentions of those that a plural title names
	members1    int32
	gender      gender
	honor       string // family of the honorific
	title       int32  // word of the title before the name
	deep        bool   // qualifies a noun that is no actor: "the position of the Kingdom"
	adjective   bool   // a demonym
	agents      bool   // forces, side, delegation of the actor
	town        bool   // a town, which stands for its state only as a place to go
	capital     bool
	mediators   bool   // those who mediated
	side        bool   // states or groups, no persons
	each        bool   // one by one: as many events
	possessed   bool   // a pronoun hangs on the office
	indefinite  bool   // "an official", «موظفا»: someone new
	poss        string // the possessive before an office: "its ambassador"
	former      bool   // the office is one held before
}

type refKind uint8

const (
	noRef     refKind = iota
	refPair           // "the two sides"
	refPron           // he, she, it, they
	refCount          // his counterpart
	refHonor          // «سموه»
	refGroup          // "the group", «الحزب»
	refOrgan          // "the ministry", "the army" without a state
	refOffice         // "the minister"
	refHost
	refPlural  // members
	refCountry // «بلاده», "his country"
	refTitle   // "the general"
	refLeader  // the ruler of the state
)

type gender uint8

const (
	anyGender gender = iota
	masculine
	feminine
	plural
	dual
)

var (
	functionMask = mask(cAnd, cOr, cPrep, cRel, cThat, cBreak, cSub, cNot, cWill, cBe, cHave, cDo, cAux, cModal, cSay, cAttrib, cAfter, cBefore, cSince,
		cThen, cPron, cPoss, cStop, cLight, cMass, cEach, cPair, cCounter, cHost, cAdverb, cPerfect, cInfinitive, cNameStop, cGenMark, cPrecede, cFollow, cSame, cEarlier)
	titleMask = mask(cHonorific, cRank)
)

// findMentions reads the mentions of a sentence's items [lo, hi).
func (d *doc) findMentions(sent, lo, hi int32) {
	for k := lo; k < hi; {
		if d.items[k].date != 0 || d.items[k].kind != wordToken {
			k++
			continue
		}
		m, next, ok := d.parseMention(k, hi)
		if !ok {
			k++
			continue
		}
		m.sent = sent
		d.addMention(m)
		k = next
	}
}

func (d *doc) addMention(m mention) {
	if m.n == 0 {
		m.n = 1
	}
	d.ments = append(d.ments, m)
	id := int32(len(d.ments))
	for i := m.first; i < m.last; i++ {
		d.items[i].ment = id
	}
	if m.ref == refPlural {
		return
	}
}

// maxNesting bounds how deep mentions are read within mentions: names beside
// titles beside lists. More would only be read in vain, again and again.
const maxNesting = 4

// parseMention reads the longest mention that begins at item k.
func (d *doc) parseMention(k, hi int32) (m mention, next int32, ok bool) {
	if d.nesting > maxNesting {
		return m, k, false
	}
	d.nesting++
	defer func() { d.nesting-- }()
	it := &d.items[k]
	m.first = k
	j := k
	if it.is(cThat) && d.lx.lang.Capitals {
		return m, k, false // "demanded that Rwanda withdraw"
	}
	if it.is(cDet) {
		if j++; j >= hi {
			return m, k, false
		}
		it = &d.items[j]
		if it.kind != wordToken || it.date != 0 {
			return m, k, false
		}
	}
	if d.lx.lang.Capitals && it.is(cOfficeAdj) && !it.has(officeEntry) {
		l := j
		for l < hi && l < j+4 && d.items[l].is(cOfficeAdj) && !d.items[l].has(officeEntry) {
			l++
		}
		if l < hi {
			if am, next, ok := d.parseMention(l, hi); ok && am.kind == schema.Person && am.ref != refPair {
				am.first = k // "the visiting Malian president"
				return am, next, true
			}
		}
	}
	var poss *entry
	if !d.lx.lang.AdjectiveLast && it.is(cPoss) && d.lx.values[it.word(cPoss).val] == "she" && d.standsAlone(j+1, hi) {
		m.ref, m.refOffice, m.last = refPron, "her", j+1
		return m, j + 1, true
	}
	if !d.lx.lang.AdjectiveLast && it.is(cPoss) && j+1 < hi {
		poss = it.word(cPoss)
		m.poss = d.lx.values[poss.val]
		j++
		it = &d.items[j]
		if it.kind != wordToken || it.date != 0 {
			return m, k, false
		}
		if it.is(cOrgan) || it.is(cAgents) && it.word(cCounter) == nil {
			// "its troops": of the one spoken of
			m.ref, m.refOffice, m.agents, m.last = refPron, d.lx.values[poss.val], true, j+1
			return m, j + 1, true
		}
	}
	if it.is(cEach) && j+1 < hi {
		// «كل من», "both": what follows is a list.
		return m, k, false
	}
	if d.lx.lang.Capitals {
		if pm, next, ok := d.countedPair(m, k, hi); ok {
			return pm, next, true
		}
		if pm, next, ok := d.sharedHead(m, j, hi); ok {
			return pm, next, true
		}
		if gm, next, ok := d.capitalGroup(m, j, hi); ok {
			return gm, next, true
		}
		if gm, next, ok := d.aliasMention(m, j); ok {
			return gm, next, true
		}
	}
	titled, rank := false, false
	honor := int32(-1)
	for t := j; j < hi && d.titleAt(j, t) && d.items[j].date == 0 && !(d.items[j].has(personEntry)); {
		if e := d.items[j].word(cHonorific); e != nil {
			v := d.lx.values[e.val]
			if family, ok := strings.CutPrefix(v, "self:"); ok {
				m.honor = family
				return d.honorMention(m, k, j)
			}
			if v != "" {
				m.honor = v
			}
		}
		if d.items[j].has(officeEntry) && !d.items[j].is(cHonorific) && d.officeThenName(j, hi) {
			break
		}
		rank = rank || d.items[j].is(cRank)
		m.title = d.tokens[d.items[j].first].word
		titled = true
		j++
		if d.lx.lang.Capitals && j+1 < hi && d.items[j].kind == punctToken && d.items[j].ch == ',' && d.items[j+1].is(cHonorific) && d.items[j-1].is(cHonorific) {
			j++ // "his brother, His Majesty"
		}
	}
	if j >= hi {
		if honor >= 0 {
			return d.honorMention(m, k, honor)
		}
		return m, k, false
	}
	it = &d.items[j]
	switch {
	case it.date != 0 || it.kind != wordToken:
	case it.word(cPair) != nil && !d.isVerb(j):
		return d.pairMention(m, j, hi)
	case it.word(cCounter) != nil:
		return d.counterMention(m, j, hi)
	case it.has(officeEntry) && !(it.has(personEntry) && !it.entry(personEntry).amb) && !(titled && it.is(cGiven)):
		if m, next, ok := d.officeMention(m, j, hi, 0); ok {
			return m, next, true
		}
	case it.has(personEntry) && d.personAt(j) && d.personHere(j, titled):
		return d.personMention(m, j, hi)
	}
	if titled && d.lx.lang.AdjectiveLast && it.has(demonymEntry) && it.date == 0 && d.nameFollows(j+1, hi) {
		// «الجنرال الأميركي جاسبر جيفرز»
		if e, _ := d.pick(it, demonymEntry); e != nil {
			m.of = e.val + 1
			j++
			it = &d.items[j]
		}
		if it.has(personEntry) && d.personAt(j) {
			of := m.of
			m, next, ok = d.personMention(m, j, hi)
			if m.of == 0 {
				m.of = of
			}
			return m, next, ok
		}
	}
	if titled {
		if n := d.nameRun(j, hi, true); n > j {
			return d.namedMention(m, j, n, hi)
		}
		if d.lx.lang.Capitals && m.honor == "self" && d.items[j-1].is(cHonorific) {
			return d.honorMention(m, k, j-1) // "His Highness"
		}
		if t := j - 1; d.lx.lang.Capitals && d.items[t].any(titleMask) && t > k && d.items[k].is(cDet) && !d.items[t].has(officeEntry) {
			m.ref, m.kind, m.title, m.last = refTitle, schema.Person, d.tokens[d.items[t].first].word, j
			return m, j, true // "the cardinal"
		}
		if honor >= 0 {
			return d.honorMention(m, k, honor)
		}
		if rank && j > k {
			j = k
		} else {
			return m, k, false
		}
	}
	it = &d.items[j]
	switch {
	case d.lx.lang.AdjectiveLast && it.has(bodyEntry) && j+3 < hi && d.items[j+1].is(cRel) && d.items[j+2].is(cComprise):
		if pm, next, ok := d.comprising(m, j, hi); ok {
			return pm, next, true // «الترويكا الأوروبية التي تضم A وB وC»
		}
		return d.bodyMention(m, j, hi)
	case it.has(bodyEntry) && (d.unambiguous(it, bodyEntry) || it.last-it.first > 1 && d.lx.lang.AdjectiveLast):
		return d.bodyMention(m, j, hi)
	case it.has(stateEntry) && it.has(demonymEntry) && d.lx.lang.AdjectiveLast && j > d.sentLo && d.definiteItem(j-1) && (d.items[j-1].ment == 0 || d.ments[d.items[j-1].ment-1].adjective) && d.qualifies(j):
		return d.demonymMention(m, j, hi) // «العلاقات السعودية»
	case it.has(stateEntry):
		return d.stateMention(m, j, hi)
	case it.has(demonymEntry):
		return d.demonymMention(m, j, hi)
	case it.word(cGroup) != nil && !(j+1 < hi && (d.items[j+1].has(demonymEntry) || d.items[j+1].has(bodyEntry) || d.items[j+1].has(stateEntry) && !d.definiteItem(j))):
		e := it.word(cGroup)
		kind, codes, _ := strings.Cut(d.lx.values[e.val], ":")
		m.ref, m.refKind, m.refOffice, m.last = refGroup, schema.Kind(kind), codes, j+1
		return m, j + 1, true
	case it.is(cOrgan), it.is(cAgents):
		if d.lx.lang.Capitals {
			if pm, next, ok := d.ledBy(m, j+1, hi); ok {
				return pm, next, true
			}
		}
		fm, next, ok := d.forcesMention(m, j, hi)
		if x := d.leadAhead(j, hi); x > 0 {
			if pm, n, ok := d.ledBy(fm, x, hi); ok {
				return pm, n, true
			}
		}
		if m := fm; ok {
			if d.lx.lang.AdjectiveLast {
				for x := next; x < next+3 && x+1 < hi && d.items[x].kind == wordToken; x++ {
					if d.items[x].is(cComprise) && d.items[x].verb {
						if cm, n, ok := d.comprising(m, j, hi); ok {
							return cm, n, true
						}
					}
				}
			}
			return m, next, true
		}
		if it.is(cGroupHead) && (j+1 < hi && d.items[j+1].unknown() || d.namesGroup(it)) {
			if m, next, ok := d.unknownGroup(m, j, hi); ok {
				return m, next, true
			}
		}
	case it.is(cCountry) && j+1 < hi && d.items[j+1].any(mask(cPron, cPoss)) && d.tokens[d.items[j+1].first].flag&flagPiece != 0:
		m.ref, m.kind, m.last, m.gender = refCountry, schema.State, j+2, feminine
		m.deep = d.qualifies(m.first)
		return m, m.last, true
	case it.is(cGroupHead):
		if m, next, ok := d.unknownGroup(m, j, hi); ok {
			return m, next, true
		}
	case it.word(cHost) != nil && !d.isVerb(j):
		m.ref, m.kind, m.last = refHost, schema.Person, j+1
		m = d.skipPossessor(m, hi)
		if m.last < hi && d.items[m.last].has(demonymEntry) && d.lx.lang.AdjectiveLast {
			if e, _ := d.pick(&d.items[m.last], demonymEntry); e != nil {
				m.of = e.val + 1
				m.last++
			}
		}
		return m, m.last, true
	case it.is(cPron) && !it.is(cDet):
		e := it.word(cPron)
		if t := &d.tokens[it.first]; d.lx.lang.AdjectiveLast && t.end-t.start == 1 && t.flag&flagPiece == 0 {
			break // a letter
		}
		if d.lx.values[e.val] == "latter" && (j == d.sentLo || !d.isVerb(j-1) && !d.items[j-1].is(cPrep)) {
			break // «الهجمات الأخيرة»
		}
		m.ref, m.last = refPron, j+1
		m.refOffice = d.lx.values[e.val]
		return m, j + 1, true
	case it.has(placeEntry):
		if m, next, ok := d.placeMention(m, j); ok {
			return m, next, true
		}
	case it.is(cGiven) && d.items[j].first >= 0:
		if n := d.nameRun(j, hi, false); n > j+1 {
			return d.namedMention(m, j, n, hi)
		}
	}
	if k+3 < hi && d.items[k+1].is(cRel) && d.items[k+2].is(cComprise) && it.kinds&(1<<verbEntry) == 0 {
		if m, next, ok := d.comprising(m, k, hi); ok {
			return m, next, true
		}
	}
	if d.lx.lang.AdjectiveLast && it.unknown() && !d.definiteItem(j) && d.looksLikeName(it) {
		if n := d.nameRun(j, hi, false); n > j+1 {
			// «دينيس فيرنر، وزير خارجية ألمانيا،»
			if pm, next, ok := d.namedMention(m, j, n, hi); ok && pm.office != 0 && pm.of != 0 {
				return pm, next, true
			}
		}
	}
	if d.lx.lang.Capitals || d.isSurname(it) {
		if n := d.bareName(j, hi); n > j {
			return d.namedMention(m, j, n, hi)
		}
	}
	return m, k, false
}

// standsAlone tells whether no noun follows that a possessive before item k
// could belong to: "thanked her for".
func (d *doc) standsAlone(k, hi int32) bool {
	if k >= hi {
		return true
	}
	it := &d.items[k]
	return it.kind == punctToken || it.date != 0 || it.any(mask(cPrep, cAnd, cThat, cInfinitive, cSub, cBy, cRel)) && !it.is(cAdverb)
}

func (d *doc) unambiguous(it *item, k entryKind) bool {
	e := it.entry(k)
	return e != nil && (!e.amb || d.supported(e.val))
}

// supported tells whether the article names an actor by an unambiguous word
// as well.
func (d *doc) supported(lex int32) bool {
	for _, r := range d.refs {
		if r == lex {
			return true
		}
	}
	return false
}

// collectSupport notes which actors of the lexicon the article names by
// words that mean nothing else.
func (d *doc) collectSupport() {
	for i := range d.items {
		it := &d.items[i]
		if it.kinds&(1<<stateEntry|1<<demonymEntry|1<<bodyEntry|1<<personEntry) == 0 {
			continue
		}
		it.each(func(e *entry) bool {
			switch e.kind {
			case stateEntry, demonymEntry, bodyEntry, personEntry:
				if !e.amb && !d.supported(e.val) {
					d.refs = append(d.refs, e.val)
				}
			}
			return true
		})
	}
}

// pick chooses among the actors that an ambiguous word may stand for: the
// one that the article names elsewhere, or the state it is written from.
func (d *doc) pick(it *item, k entryKind) (*entry, bool) {
	var first, best *entry
	n := 0
	it.each(func(e *entry) bool {
		if e.kind != k {
			return true
		}
		if !e.amb {
			best = e
			return false
		}
		if first == nil || e.val != first.val {
			n++
		}
		if first == nil {
			first = e
		}
		if best == nil && (d.supported(e.val) || d.home != "" && d.lx.actors[e.val].State == d.home) {
			best = e
		}
		return true
	})
	if best != nil {
		return best, true
	}
	if n > 1 {
		it.each(func(e *entry) bool {
			if e.kind == k && best == nil && e.class == classID(schema.CapitalSense) {
				best = e
			}
			return true
		})
		return first, best != nil
	}
	return first, first != nil
}
