package coder

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

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
	deep        bool   // qualifies a noun that is no actor: "the position of the Kingdom"
	adjective   bool   // a demonym
	agents      bool   // forces, side, delegation of the actor
	town        bool   // a town, which stands for its state only as a place to go
	capital     bool
	mediators   bool // those who mediated
	side        bool // states or groups, no persons
	each        bool // one by one: as many events
	possessed   bool // a pronoun hangs on the office
	indefinite  bool // "an official", «موظفا»: someone new
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

// nameToken tells whether an item can be part of an unknown name.
func (d *doc) nameToken(k int32, began bool) bool {
	it := &d.items[k]
	if it.kind != wordToken || it.date != 0 {
		return false
	}
	t := &d.tokens[it.first]
	if it.is(cNamePart) {
		return true
	}
	if d.lx.lang.Capitals {
		if t.flag&flagCapital == 0 || it.has(stateEntry) || it.has(demonymEntry) || it.has(bodyEntry) || it.has(officeEntry) || it.has(dateEntry) {
			return it.has(personEntry)
		}
		if it.any(functionMask) && !it.is(cGiven) {
			return false
		}
		return true
	}
	if t.flag&(flagTanwin|flagPiece) != 0 {
		return false
	}
	if it.is(cGiven) {
		return true
	}
	if k+1 < d.sentHi && d.items[k+1].kind == wordToken && d.tokens[d.items[k+1].first].flag&flagPiece != 0 {
		return false // carries a pronoun: a noun
	}
	return it.unknown() || it.has(personEntry) && began
}

// nameRun reads an unknown name at item k and returns the item after it.
func (d *doc) nameRun(k, hi int32, sure bool) int32 {
	j, words := k, 0
	given := k < hi && (d.items[k].is(cGiven) || d.items[k].has(personEntry))
	for j < hi && words < 6 {
		it := &d.items[j]
		if it.kind == punctToken && it.ch == '.' && d.lx.lang.Capitals && words > 0 && j+1 < hi {
			t := &d.tokens[d.items[j-1].first]
			if t.end-t.start == 1 && d.nameToken(j+1, true) {
				j++
				continue
			}
			break
		}
		if !d.nameToken(j, words > 0) {
			// A family name that is a common word as well: «البطريرك بشارة الراعي».
			if words == 1 && sure && d.lx.lang.AdjectiveLast && it.kind == wordToken && it.date == 0 && it.classes == mask(cStop) && it.kinds&^(1<<wordEntry) == 0 && d.definiteItem(j) && !it.is(cNameStop) && d.tokens[it.first].flag&flagPiece == 0 {
				j++
			}
			break
		}
		if words > 0 && it.has(personEntry) && !it.is(cNamePart) && it.last-it.first > 1 {
			break // another, known person
		}
		if words >= 1 && d.isOtherSurname(it, k, j) {
			break
		}
		if !it.is(cNamePart) {
			words++
		}
		j++
	}
	for j > k && d.items[j-1].is(cNamePart) && !d.items[j-1].is(cGiven) {
		j--
	}
	words = 0
	for i := k; i < j; i++ {
		if !d.items[i].is(cNamePart) {
			words++
		}
	}
	if words == 0 {
		return k
	}
	if d.lx.lang.Capitals {
		return j
	}
	if words == 1 && j-k == 1 && !d.isSurname(&d.items[k]) && !(sure && given) && !(sure && d.looksLikeName(&d.items[k])) {
		return k
	}
	if !given && !d.looksLikeName(&d.items[k]) && !d.isSurname(&d.items[k]) {
		return k
	}
	return j
}

// looksLikeName keeps words whose shape is that of a common noun out of
// names.
func (d *doc) looksLikeName(it *item) bool {
	t := &d.tokens[it.first]
	if t.flag&(flagTanwin|flagAccusative) != 0 {
		return false
	}
	w := d.offsets.slice(t.start, t.end)
	for _, s := range [...]string{"ات", "ية", "ون", "ين"} {
		if strings.HasSuffix(w, s) && utf8.RuneCountInString(w) > 5 && s != "ين" && s != "ون" {
			return false
		}
	}
	return !strings.HasPrefix(w, "ال") || utf8.RuneCountInString(w) < 4
}

func (d *doc) isSurname(it *item) bool {
	return len(d.surname[d.tokens[it.first].word]) > 0
}

// isOtherSurname tells whether the item is the known last name of someone
// other than the person whose name begins at item k.
func (d *doc) isOtherSurname(it *item, k, j int32) bool {
	as := d.surname[d.tokens[it.first].word]
	if len(as) == 0 {
		return false
	}
	if d.lx.lang.Capitals {
		for _, a := range as {
			for i := k; i < j; i++ {
				if slices.Contains(d.nameSets[a], d.tokens[d.items[i].first].word) {
					return false
				}
			}
		}
		return j > k
	}
	first := d.tokens[d.items[k].first].word
	for _, a := range as {
		if slices.Contains(d.nameSets[a], first) {
			return false
		}
	}
	return j > k
}

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

// parseMention reads the longest mention that begins at item k.
func (d *doc) parseMention(k, hi int32) (m mention, next int32, ok bool) {
	it := &d.items[k]
	m.first = k
	j := k
	if it.is(cDet) {
		if j++; j >= hi {
			return m, k, false
		}
		it = &d.items[j]
		if it.kind != wordToken || it.date != 0 {
			return m, k, false
		}
	}
	var poss *entry
	if !d.lx.lang.AdjectiveLast && it.is(cPoss) && j+1 < hi {
		poss = it.word(cPoss)
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
	}
	titled, rank := false, false
	honor := int32(-1)
	for j < hi && d.items[j].any(titleMask) && d.items[j].date == 0 && !(d.items[j].has(personEntry)) {
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
		if m, next, ok := d.forcesMention(m, j, hi); ok {
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
		m.ref, m.last = refPron, j+1
		m.refOffice = d.lx.values[e.val]
		return m, j + 1, true
	case it.has(placeEntry):
		if m, next, ok := d.placeMention(m, j, hi); ok {
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
	if d.lx.lang.Capitals || d.isSurname(it) {
		if n := d.bareName(j, hi); n > j {
			return d.namedMention(m, j, n, hi)
		}
	}
	return m, k, false
}

// comprisedPersons reads the persons of whom a delegation consists.
func (d *doc) comprisedPersons(m mention, j, hi int32) (mention, int32, bool) {
	lo := int32(len(d.ments))
	for j < hi && int32(len(d.ments))-lo < 12 {
		mm, next, ok := d.parseMention(j, hi)
		if !ok || mm.kind != schema.Person {
			break
		}
		mm.n, mm.deep = 1, false
		d.ments = append(d.ments, mm)
		m.last, j = next, next
		if j < hi && d.items[j].is(cAnd) {
			j++
			continue
		}
		if j+1 < hi && d.items[j].kind == punctToken && (d.items[j].ch == ',' || d.items[j].ch == '،') && d.items[j+1].has(officeEntry) {
			j++
			continue
		}
		break
	}
	n := int32(len(d.ments)) - lo
	if n < 1 {
		d.ments = d.ments[:lo]
		return m, j, false
	}
	m.kind, m.lex, m.ref, m.members0, m.members1, m.n = schema.Person, 0, refPlural, lo, lo+n, n
	return m, m.last, true
}

// unknownGroup reads the name of an armed group or party that the gazetteer
// does not know: «جهاز الردع», «اللواء 444 قتال».
func (d *doc) unknownGroup(m mention, j, hi int32) (mention, int32, bool) {
	k := j + 1
	if k >= hi {
		return m, j, false
	}
	n := &d.items[k]
	switch {
	case n.kind == numberToken:
	case n.kind != wordToken || n.date != 0 || n.verb || n.any(functionMask&^mask(cStop)) || d.tokens[n.first].flag&flagPiece != 0:
		return m, j, false
	case d.definiteItem(j): // «الجهاز الجديد»
		return m, j, false
	case !d.definiteItem(k):
		return m, j, false
	case n.kinds&(1<<demonymEntry|1<<stateEntry|1<<bodyEntry|1<<personEntry|1<<officeEntry) != 0:
		return m, j, false
	}
	k++
	for k < hi && k < j+4 {
		n := &d.items[k]
		if n.kind == numberToken || n.kind == wordToken && n.date == 0 && !n.verb && d.tokens[n.first].flag&flagPiece == 0 && !n.has(headEntry) && n.kinds&^(1<<wordEntry) == 0 &&
			n.classes&^mask(cStop) == 0 && (d.definiteItem(k) || n.unknown() && d.items[k-1].kind == numberToken) {
			k++
			continue
		}
		break
	}
	m.kind, m.last = schema.Group, k
	m.name0, m.name1 = d.items[j].first, d.items[k-1].last
	m.deep = d.qualifies(m.first)
	return m, k, true
}

// comprising reads «الرباعية التي تضم A وB وC»: the members stand for it.
func (d *doc) comprising(m mention, k, hi int32) (mention, int32, bool) {
	lo := int32(len(d.ments))
	j := k + 3
	if !d.items[k+1].is(cRel) {
		for j = k + 1; j < hi && !d.items[j].is(cComprise); j++ {
		}
		j++
	}
	if mm, next, ok := d.comprisedPersons(m, j, hi); ok {
		return mm, next, true
	}
	for j < hi && int32(len(d.ments))-lo < 12 {
		it := &d.items[j]
		kind := stateEntry
		if it.has(bodyEntry) {
			kind = bodyEntry
		}
		e, ok := d.pick(it, kind)
		if e == nil || !ok {
			break
		}
		d.ments = append(d.ments, mention{first: j, last: j + 1, kind: d.lx.actors[e.val].Kind, lex: e.val + 1, n: 1})
		m.last = j + 1
		j++
		for j < hi && (d.items[j].is(cAnd) || d.items[j].kind == punctToken && (d.items[j].ch == ',' || d.items[j].ch == '،')) {
			j++
		}
	}
	n := int32(len(d.ments)) - lo
	if n < 2 {
		d.ments = d.ments[:lo]
		return m, k, false
	}
	m.ref, m.members0, m.members1, m.n = refPlural, lo, lo+n, n
	return m, m.last, true
}

// bareName reads a name without a title: in scripts with capitals a run of
// capitalised words; else a name that the article has given before.
func (d *doc) bareName(j, hi int32) int32 {
	it := &d.items[j]
	if !d.lx.lang.Capitals {
		if it.unknown() && d.isSurname(it) && d.tokens[it.first].flag&flagTanwin == 0 {
			return j + 1
		}
		return j
	}
	if !d.nameToken(j, false) || it.is(cNamePart) && d.tokens[it.first].flag&flagCapital == 0 {
		return j
	}
	n := d.nameRun(j, hi, false)
	if n == j {
		return j
	}
	if n-j == 1 && !d.isSurname(it) {
		return j // a single unknown capitalised word can be anything
	}
	return n
}

func (d *doc) honorMention(m mention, k, honor int32) (mention, int32, bool) {
	m.first, m.ref, m.kind, m.last = k, refHonor, schema.Person, honor+1
	return m, m.last, true
}

// skipPossessor takes a pronoun that hangs on the last word into the mention.
func (d *doc) skipPossessor(m mention, hi int32) mention {
	if m.last < hi && d.items[m.last].any(mask(cPron, cPoss)) && d.tokens[d.items[m.last].first].flag&flagPiece != 0 {
		m.last++
	}
	return m
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

func (d *doc) stateMention(m mention, j, hi int32) (mention, int32, bool) {
	it := &d.items[j]
	e, ok := d.pick(it, stateEntry)
	if !ok {
		return m, j, false
	}
	m.kind, m.lex, m.last = schema.State, e.val+1, j+1
	m.capital = e.class == classID(schema.CapitalSense)
	m.town = e.amb && e.class != classID(schema.NameSense) && !d.supported(e.val)
	m.gender = feminine
	if !d.lx.lang.AdjectiveLast {
		// "Iran's foreign minister", "US troops"
		if n, next, ok := d.premodified(m, j+1, hi, e.val+1); ok {
			return n, next, true
		}
	}
	m.deep = d.qualifies(m.first)
	if !d.lx.lang.AdjectiveLast && d.nounFollows(m.last, hi) {
		m.adjective, m.deep = true, true // "the Gaza truce", "China-Australia talks"
	}
	if m.deep && d.lx.lang.AdjectiveLast && m.last < hi {
		m = d.skipAdjectives(m, hi)
	}
	return m, m.last, true
}

// nounFollows tells whether a name before item k only qualifies the noun
// that begins there.
func (d *doc) nounFollows(k, hi int32) bool {
	if k >= hi || d.items[k].kind != wordToken || d.items[k].date != 0 {
		return false
	}
	it := &d.items[k]
	if d.tokens[it.first].flag&flagHyphen != 0 {
		return true
	}
	return it.has(headEntry) && !it.verb && it.tag&(Nominal|ActivePart) != 0 && !it.any(functionMask&^mask(cNameStop, cLight, cStop))
}

// skipAdjectives does nothing but keep the mention as it is; adjectives that
// follow are no part of it.
func (d *doc) skipAdjectives(m mention, _ int32) mention { return m }

// premodified reads what follows a state, demonym or body that stands
// before its noun: an office, an organ, forces.
func (d *doc) premodified(m mention, j, hi, of int32) (mention, int32, bool) {
	if j < hi && d.items[j].is(cGenMark) {
		j++
		if n, next, ok := d.possessed(m, j, hi, of); ok {
			return n, next, true
		}
	}
	for skip := 0; j < hi && skip < 3; skip++ {
		it := &d.items[j]
		if it.kind != wordToken || it.date != 0 {
			return m, j, false
		}
		switch {
		case it.has(officeEntry):
			m.lex, m.kind, m.deep = 0, "", false
			return d.officeMention(m, j, hi, of)
		case it.is(cOfficeAdj):
			j++
			continue
		case it.word(cCounter) != nil:
			m.lex, m.adjective, m.of = 0, false, of
			return d.counterMention(m, j, hi)
		case it.is(cOrgan) || it.is(cAgents):
			m.last, m.agents, m.deep = j+1, true, false
			for m.last < hi && (d.items[m.last].is(cAgents) || d.items[m.last].is(cOrgan)) {
				m.last++
			}
			return m, m.last, true
		case it.any(functionMask) && !it.is(cNameStop) || it.has(stateEntry) || it.has(bodyEntry) || it.has(headEntry):
			return m, j, false
		}
		if it.has(demonymEntry) {
			return m, j, false
		}
		j++
	}
	return m, j, false
}

// possessed reads whom a state or body before 's leads on to: "Turkey's
// Erdogan", "Lebanon's Hezbollah".
func (d *doc) possessed(m mention, j, hi, of int32) (mention, int32, bool) {
	if j >= hi || d.items[j].date != 0 {
		return m, j, false
	}
	it := &d.items[j]
	switch {
	case it.has(personEntry) && d.personHere(j, true):
		n, next, ok := d.personMention(mention{first: m.first}, j, hi)
		if n.of == 0 {
			n.of = of
		}
		return n, next, ok
	case it.has(bodyEntry) && d.unambiguous(it, bodyEntry):
		return d.bodyMention(mention{first: m.first}, j, hi)
	case d.nameToken(j, false) && !it.is(cNamePart):
		if e := d.nameRun(j, hi, true); e > j+1 {
			return d.namedMention(mention{first: m.first, of: of}, j, e, hi)
		}
	}
	return m, j, false
}

func (d *doc) demonymMention(m mention, j, hi int32) (mention, int32, bool) {
	it := &d.items[j]
	e, ok := d.pick(it, demonymEntry)
	if !ok {
		if e == nil || len(d.refs) > 0 && !d.supported(e.val) {
			return m, j, false
		}
	}
	a := &d.lx.actors[e.val]
	m.kind, m.lex, m.last, m.adjective = a.Kind, e.val+1, j+1, true
	if !d.lx.lang.AdjectiveLast {
		if n, next, ok := d.premodified(m, j+1, hi, e.val+1); ok {
			return n, next, true
		}
		m.deep = j+1 < hi && d.items[j+1].kind == wordToken && !d.items[j+1].any(functionMask) || d.qualifies(m.first)
		return m, m.last, true
	}
	m.deep = d.qualifies(m.first)
	return m, m.last, true
}

// possesses tells whether a person's mention that begins at item k is the
// possessor of the noun before it: «تصريحات الرئيس».
func (d *doc) possesses(k int32) bool {
	if !d.lx.lang.AdjectiveLast || k <= d.sentLo || d.items[k-1].ment != 0 {
		return false
	}
	b := &d.items[k-1]
	return d.qualifies(k) && !d.definiteItem(k-1) && d.tokens[b.first].flag&(flagTanwin|flagAccusative) == 0 && b.kind == wordToken && !b.is(cEach)
}

// qualifies tells whether the mention that begins at item k hangs on a noun
// before it.
func (d *doc) qualifies(k int32) bool {
	if k <= d.sentLo {
		return false
	}
	b := &d.items[k-1]
	if b.kind != wordToken || b.date != 0 || b.ment != 0 && !d.ments[b.ment-1].deep {
		return false
	}
	if b.ment != 0 {
		return true
	}
	if d.lx.lang.Capitals {
		return b.is(cGenMark) || false
	}
	if d.isVerb(k - 1) {
		return false
	}
	if b.any(functionMask &^ mask(cStop, cLight)) {
		return false
	}
	if b.any(mask(cStop)) && d.tokens[b.first].flag&flagPiece == 0 && b.has(verbEntry) && b.tag&Nominal == 0 {
		return false
	}
	return true
}

func (d *doc) bodyMention(m mention, j, hi int32) (mention, int32, bool) {
	if it := &d.items[j]; it.last-it.first == 1 && (it.has(verbEntry) || it.has(headEntry)) && !d.lx.lang.Capitals {
		return m, j, false // «فتح» is a movement only where the words say so
	}
	e, ok := d.pick(&d.items[j], bodyEntry)
	if !ok {
		return m, j, false
	}
	a := &d.lx.actors[e.val]
	m.kind, m.lex, m.last = a.Kind, e.val+1, j+1
	if !d.lx.lang.AdjectiveLast {
		if n, next, ok := d.premodified(m, j+1, hi, e.val+1); ok {
			return n, next, true
		}
	}
	m.last = d.skipParenthesis(m.last, hi)
	m.deep = d.qualifies(m.first)
	return m, m.last, true
}

// skipParenthesis takes an abbreviation in brackets into the mention.
func (d *doc) skipParenthesis(j, hi int32) int32 {
	if j+2 < hi && d.items[j].kind == punctToken && d.items[j].ch == '(' && d.items[j+1].kind == wordToken && d.items[j+2].kind == punctToken && d.items[j+2].ch == ')' {
		return j + 3
	}
	return j
}

func (d *doc) placeMention(m mention, j, _ int32) (mention, int32, bool) {
	e := d.items[j].entry(placeEntry)
	if e.amb || d.items[j].is(cStop) && !d.lx.lang.Capitals && !(j > d.sentLo && d.items[j-1].is(cPrep)) {
		return m, j, false
	}
	p := &d.lx.places[e.val]
	if p.Country == "" {
		return m, j, false
	}
	id, ok := d.lx.stateActor[p.Country]
	if !ok {
		return m, j, false
	}
	m.kind, m.lex, m.last, m.town = schema.State, id+1, j+1, true
	m.deep = d.qualifies(m.first)
	return m, j + 1, true
}

// forcesMention reads an organ of a state, or forces, a side, a delegation
// of a state or group.
func (d *doc) forcesMention(m mention, j, hi int32) (mention, int32, bool) {
	organ := d.items[j].is(cOrgan)
	k := j + 1
	m.agents = true
	if d.lx.lang.AdjectiveLast {
		for skip := 0; k < hi && skip < 3; {
			it := &d.items[k]
			if it.kind != wordToken || it.date != 0 {
				break
			}
			if it.is(cDet) && k+1 < hi && d.items[k+1].is(cAgents) {
				// «عناصر هذه القوات»: of the one spoken of
				m.ref, m.last = refGroup, k+2
				return m, k + 2, true
			}
			if it.is(cOrgan) || it.is(cAgents) || it.has(officeEntry) && it.entry(officeEntry) != nil && d.isPartOfOrgan(k) {
				organ = organ || it.is(cOrgan)
				k++
				continue
			}
			if e := it.word(cGroup); e != nil && !it.has(demonymEntry) && !organ {
				m.ref, m.refKind, m.last = refGroup, schema.Kind(d.lx.values[e.val]), k+1
				return m, k + 1, true
			}
			if it.has(demonymEntry) || (it.has(stateEntry) || it.has(bodyEntry)) && !d.definiteItem(j) {
				return d.forcesOf(m, k, hi, organ)
			}
			if it.is(cPrep) && k == j+1 && k+1 < hi && (d.items[k+1].has(bodyEntry) || d.items[k+1].has(stateEntry)) {
				if e := it.word(cPrep); e != nil && d.lx.ofPrep[e.val] {
					k++
					continue
				}
				break
			}
			if it.is(cPron) && d.tokens[it.first].flag&flagPiece != 0 {
				// «قواتها»: of the one spoken of
				e := it.word(cPron)
				m.ref, m.refOffice, m.last = refPron, d.lx.values[e.val], k+1
				return m, k + 1, true
			}
			if it.any(functionMask) || it.has(headEntry) || d.isVerb(k) {
				break
			}
			k++
			skip++
		}
	} else if k < hi {
		if e := d.items[k].word(cPrep); e != nil && organ && e.val == d.lx.inPrep && k+1 < hi && d.items[k+1].has(stateEntry) {
			return d.forcesOf(m, k+1, hi, organ) // "the foreign ministry in Tehran"
		}
		// "experts from Russia", not "withdrew troops from Syria"
		object := m.first > d.sentLo && (d.isVerb(m.first-1) || d.items[m.first-1].tag&ActivePart != 0 || d.items[m.first-1].is(cPoss))
		if e := d.items[k].word(cPrep); e != nil && (d.lx.ofPrep[e.val] || d.lx.fromPrep[e.val] && !object) {
			l := k + 1
			if l < hi && d.items[l].is(cDet) {
				l++
			}
			if l < hi && (d.items[l].has(stateEntry) || d.items[l].has(bodyEntry)) {
				return d.forcesOf(m, l, hi, organ)
			}
			if l < hi && d.items[l].word(cPair) != nil {
				return d.pairMention(m, l, hi)
			}
		}
	}
	if !organ {
		return m, j, false
	}
	m.ref, m.kind, m.last = refOrgan, schema.State, j+1
	return m, j + 1, true
}

func (d *doc) isPartOfOrgan(int32) bool { return false }

func (d *doc) forcesOf(m mention, k, hi int32, organ bool) (mention, int32, bool) {
	it := &d.items[k]
	kind := stateEntry
	switch {
	case it.has(demonymEntry):
		kind = demonymEntry
	case it.has(bodyEntry):
		kind = bodyEntry
	}
	e, ok := d.pick(it, kind)
	if !ok && e == nil {
		return m, k, false
	}
	a := &d.lx.actors[e.val]
	m.kind, m.lex, m.last = a.Kind, e.val+1, k+1
	_ = organ
	m.last = d.skipParenthesis(m.last, hi)
	m.deep = d.qualifies(m.first) && false
	return m, m.last, true
}

// personHere tells whether a known name may be read as its person here.
func (d *doc) personHere(j int32, titled bool) bool {
	it := &d.items[j]
	e := it.entry(personEntry)
	if !e.amb || titled {
		return true
	}
	if it.any(functionMask) || it.has(verbEntry) || it.has(headEntry) || it.has(dateEntry) || it.has(stateEntry) || it.has(bodyEntry) {
		return d.supported(e.val) && d.lx.lang.Capitals
	}
	return d.supported(e.val) || d.isSurname(it)
}

// personMention reads a known person and the office told after the name.
func (d *doc) personMention(m mention, j, hi int32) (mention, int32, bool) {
	e := d.pickPerson(&d.items[j])
	if e == nil {
		return m, j, false
	}
	next := j + 1
	// A longer name than the gazetteer knows: «فيصل بن فرحان بن عبدالله».
	for next < hi {
		it := &d.items[next]
		if it.is(cNamePart) && next+1 < hi && d.nameToken(next+1, true) && !d.items[next+1].is(cNamePart) {
			next += 2
			continue
		}
		if it.is(cNamePart) && next+2 < hi && d.items[next+1].is(cNamePart) && d.nameToken(next+2, true) {
			next += 3
			continue
		}
		break
	}
	m.kind, m.lex = schema.Person, e.val+1
	m.name0, m.name1 = d.items[j].first, d.items[next-1].last
	m.last = next
	m = d.afterName(m, hi)
	m.deep = d.possesses(m.first)
	return m, m.last, true
}

// pickPerson chooses among the persons of one name: the one whose office or
// full name the article tells, else the first.
func (d *doc) pickPerson(it *item) *entry {
	var first, best *entry
	it.each(func(e *entry) bool {
		if e.kind == personEntry {
			if first == nil {
				first = e
			}
			if best == nil && (d.supported(e.val) || !e.amb) {
				best = e
			}
		}
		return true
	})
	if best != nil {
		return best
	}
	return first
}

func (d *doc) namedMention(m mention, j, n, hi int32) (mention, int32, bool) {
	m.kind = schema.Person
	m.name0, m.name1 = d.items[j].first, d.items[n-1].last
	m.last = n
	m = d.afterName(m, hi)
	m.deep = d.possesses(m.first)
	return m, m.last, true
}

// afterName takes an office in apposition into the mention: "NAME, the
// minister of X," or «محمد باقري رئيس هيئة الأركان».
func (d *doc) afterName(m mention, hi int32) mention {
	k := m.last
	comma := false
	bracket := false
	if k < hi && d.items[k].kind == punctToken {
		switch d.items[k].ch {
		case ',', '،':
			comma = true
			k++
		case '(':
			bracket = true
			k++
		}
	}
	if m.office != 0 && m.of == 0 && !comma && !bracket && d.lx.lang.Capitals {
		// "President A of X"
		l, mm := d.officeComplement(k, hi, m)
		m.of, m.last = mm.of, l
	}
	if m.office != 0 && !comma && !bracket {
		return m
	}
	if k < hi && d.items[k].is(cDet) {
		k++
	}
	start := k
	for k < hi && d.items[k].any(titleMask) && !d.items[k].has(officeEntry) {
		k++
	}
	if k >= hi {
		return m
	}
	var ap mention
	ap.first = start
	var of int32
	if !d.lx.lang.AdjectiveLast && !d.items[k].has(officeEntry) {
		it := &d.items[k]
		kind := entryKind(255)
		switch {
		case it.has(demonymEntry):
			kind = demonymEntry
		case it.has(stateEntry):
			kind = stateEntry
		case it.has(bodyEntry):
			kind = bodyEntry
		}
		if kind != 255 {
			e, _ := d.pick(it, kind)
			if e == nil {
				return m
			}
			of = e.val + 1
			k++
			if k < hi && d.items[k].is(cGenMark) {
				k++
			}
		}
	}
	if k >= hi || !d.items[k].has(officeEntry) || d.items[k].date != 0 {
		return m
	}
	ap, next, ok := d.officeMention(ap, k, hi, of)
	if !ok || ap.name1 > ap.name0 || ap.lex != 0 || ap.ref == refPlural || ap.of != 0 && m.of != 0 && ap.of != m.of {
		return m
	}
	if next+1 < hi && d.items[next].is(cGenMark) && d.tokens[d.items[next].first].flag&flagPiece != 0 {
		// "the US president's special envoy": the latter
		if !d.items[next+1].has(officeEntry) {
			return m
		}
		of := ap.of
		if ap, next, ok = d.officeMention(mention{first: start}, next+1, hi, of); !ok || ap.name1 > ap.name0 || ap.lex != 0 {
			return m
		}
	}
	if comma || bracket {
		closed := next >= hi || d.items[next].kind == punctToken
		if !closed && !(ap.of != 0) {
			return m
		}
		if !closed && comma {
			// "A, foreign minister of X and B" is a list; what follows must be a verb or a preposition.
			if d.items[next].is(cAnd) {
				return m
			}
		}
	}
	if m.office == 0 {
		m.office = ap.office
	} else {
		m.office2 = ap.office
	}
	if m.of == 0 {
		m.of = ap.of
	}
	m.last = next
	if bracket && next < hi && d.items[next].kind == punctToken && d.items[next].ch == ')' {
		m.last = next + 1
	}
	return m
}

// officeThenName tells whether the office at item k is followed by something
// that belongs to it.
func (d *doc) officeThenName(k, hi int32) bool {
	if k+1 >= hi {
		return true
	}
	n := &d.items[k+1]
	return n.has(demonymEntry) || n.has(stateEntry) || n.has(bodyEntry) || n.any(functionMask) || n.kind == punctToken
}

// officeMention reads an office with the state or body that it serves and
// the name of its holder. of is set where the state stood before.
func (d *doc) officeMention(m mention, j, hi, of int32) (mention, int32, bool) {
	oe := d.items[j].entry(officeEntry)
	o := &d.lx.offices[oe.val]
	m.kind, m.office, m.of = schema.Person, oe.val+1, of
	k := j + 1
	if oe.tag&(Plural|Dual) != 0 {
		if pm, next, ok := d.pluralOffice(m, j, hi, of); ok {
			return pm, next, true
		}
		if !d.lx.lang.Capitals {
			return m, j, false
		}
	}
	if k < hi && d.items[k].is(cPron) && d.tokens[d.items[k].first].flag&flagPiece != 0 {
		k++ // «سفيره»
		m.possessed = true
	}
	k = d.portfolio(k, hi)
	k, m = d.officeComplement(k, hi, m)
	// A second office of the same person.
	for range 2 {
		l := k
		if l < hi && d.items[l].is(cAnd) {
			l++
		}
		if l < hi && d.items[l].has(officeEntry) && d.items[l].date == 0 && (l == k || m.of == 0 && d.lx.lang.AdjectiveLast || d.lx.lang.Capitals && m.of == 0) {
			if l > k && d.lx.lang.Capitals && !d.nameFollowsOffice(l+1, hi) {
				break
			}
			m.office2 = d.items[l].entry(officeEntry).val + 1
			k = d.portfolio(l+1, hi)
			k, m = d.officeComplement(k, hi, m)
			continue
		}
		break
	}
	m.last = k
	if m.of == 0 {
		if o.state != "" {
			m.of = d.lx.stateActor[o.state] + 1
		} else if o.body != "" {
			if id, ok := d.lx.bodyActor[o.body]; ok {
				m.of = id + 1
			}
		}
	}
	// The name.
	n := k
	for n < hi && d.items[n].any(titleMask) && !d.items[n].has(officeEntry) && d.items[n].date == 0 {
		n++
	}
	titled := n > k
	comma := false
	if n == k && n+1 < hi && d.items[n].kind == punctToken && (d.items[n].ch == ',' || d.items[n].ch == '،') {
		l := n + 1
		for l < hi && d.items[l].any(titleMask) && d.items[l].date == 0 {
			l++
			titled = true
		}
		if l < hi {
			n, comma = l, true
		}
	}
	if n < hi && d.items[n].date == 0 {
		it := &d.items[n]
		switch {
		case it.has(personEntry) && d.personAt(n) && (titled || m.of != 0 || !it.entry(personEntry).amb || d.supported(it.entry(personEntry).val)) && d.personFits(it, m, comma):
			name, next, ok := d.personMention(mention{first: n, office: m.office, of: m.of}, n, hi)
			if ok && (!comma || titled || d.closes(next, hi)) {
				m.deep = d.possesses(m.first)
				return mergeName(m, name), next, true
			}
		default:
			if e := d.nameRun(n, hi, !comma || titled); e > n && (!comma || titled || d.lx.lang.Capitals && d.closes(e, hi) || d.items[n].is(cGiven) && d.closes(e, hi)) {
				name, next, _ := d.namedMention(mention{first: n, office: m.office}, n, e, hi)
				m.deep = d.possesses(m.first)
				return mergeName(m, name), next, true
			}
		}
	}
	if o.weak && m.of == 0 && !d.pointed(j) {
		return m, j, false
	}
	if m.of == 0 {
		m.ref = refOffice
	}
	m.deep = d.possesses(m.first)
	m.indefinite = d.tokens[d.items[j].first].flag&(flagTanwin|flagAccusative) != 0
	return m, m.last, true
}

// pointed tells whether an article or a possessor before the office at item j
// points to a holder told before: "the ambassador", "its ambassador".
func (d *doc) pointed(j int32) bool {
	return d.lx.lang.Capitals && j > d.sentLo && (d.items[j-1].is(cDet) && d.items[j-1].word(cDet) != nil && d.lx.values[d.items[j-1].word(cDet).val] == "the" || d.items[j-1].is(cPoss))
}

func (d *doc) nameFollowsOffice(k, hi int32) bool {
	return k < hi && (d.items[k].has(personEntry) || d.nameToken(k, false))
}

// personFits keeps an office apart from a name that starts the next list
// member or clause.
func (d *doc) personFits(_ *item, _ mention, _ bool) bool { return true }

// closes tells whether an apposition ends at item k.
func (d *doc) closes(k, hi int32) bool {
	return k >= hi || d.items[k].kind == punctToken || d.items[k].any(mask(cAnd, cPrep, cRel, cThat)) || d.isVerb(k)
}

func mergeName(m, name mention) mention {
	m.lex, m.name0, m.name1, m.last = name.lex, name.name0, name.name1, name.last
	if name.office != 0 && name.office != m.office {
		m.office2 = name.office
	}
	if m.of == 0 {
		m.of = name.of
	}
	return m
}

// portfolio skips the further fields of an office: «والهجرة وشؤون المصريين
// بالخارج في» – up to a state, a title or a name that the office goes with.
func (d *doc) portfolio(k, hi int32) int32 {
	if k >= hi || !d.items[k].is(cAnd) {
		return k
	}
	sawNoun := false
	for j := k; j < hi && j < k+12; j++ {
		it := &d.items[j]
		switch {
		case it.kind != wordToken || it.date != 0:
			return k
		case it.has(officeEntry) || it.has(personEntry) && sawNoun && !it.entry(personEntry).amb:
			if sawNoun {
				return j
			}
			return k
		case it.any(titleMask) && sawNoun:
			return j
		case it.has(stateEntry) || it.has(demonymEntry):
			if !sawNoun {
				return k
			}
			if it.has(demonymEntry) && j > k && d.tokens[it.first].flag&flagPiece == 0 && !d.items[j-1].is(cPrep) && d.isGenitivePlural(it) {
				continue
			}
			return j
		case it.is(cPrep) && sawNoun && j+1 < hi && (d.items[j+1].has(stateEntry) || d.items[j+1].has(bodyEntry)):
			return j
		case it.is(cAnd), it.is(cPrep), it.is(cDet):
		case it.any(functionMask &^ mask(cStop, cNameStop)), d.isVerb(j):
			return k
		default:
			if it.unknown() || it.any(mask(cStop, cNameStop)) || it.kinds != 0 {
				sawNoun = true
			}
		}
	}
	return k
}

// isGenitivePlural: «شؤون المصريين بالخارج» names people within a portfolio.
func (d *doc) isGenitivePlural(it *item) bool {
	t := &d.tokens[it.first]
	return strings.HasSuffix(d.offsets.slice(t.start, t.end), "ين")
}

// officeComplement reads whom the office serves.
func (d *doc) officeComplement(k, hi int32, m mention) (int32, mention) {
	end := k
	for steps := 0; k < hi && steps < 8; steps++ {
		it := &d.items[k]
		if it.kind == punctToken && (it.ch == '«' || it.ch == '"' || it.ch == '“') && k+2 < hi && d.items[k+2].kind == punctToken && (d.items[k+1].has(bodyEntry) || d.items[k+1].has(stateEntry)) {
			// «قائد "قسد" مظلوم عبدي»
			kind := bodyEntry
			if !d.items[k+1].has(bodyEntry) {
				kind = stateEntry
			}
			if e, _ := d.pick(&d.items[k+1], kind); e != nil && m.of == 0 {
				m.of = e.val + 1
				k += 3
				end = k
				continue
			}
		}
		if it.kind != wordToken || it.date != 0 {
			break
		}
		switch {
		case it.has(demonymEntry) && (d.lx.lang.AdjectiveLast || d.tokens[it.first].flag&flagPiece != 0):
			e, _ := d.pick(it, demonymEntry)
			if m.of == 0 && e != nil {
				m.of = e.val + 1
				k++
				end = k
				continue
			}
			return end, m
		case it.has(stateEntry) && !(d.lx.lang.Capitals && steps == 0 && !d.items[k-1].is(cPrep) && !d.items[k-1].is(cDet)):
			e, ok := d.pick(it, stateEntry)
			if e == nil || !ok && m.of != 0 {
				return end, m
			}
			switch {
			case m.possessed && d.items[k-1].is(cPrep):
				m.post = e.val + 1
			case m.of == 0:
				m.of = e.val + 1
			case !d.items[k-1].is(cPrep) && !d.items[k-1].is(cDet):
				return end, m
			case m.post == 0:
				m.post = e.val + 1
			}
			k++
			end = k
			continue
		case it.has(bodyEntry) && !(d.lx.lang.Capitals && !d.items[k-1].is(cPrep) && !d.items[k-1].is(cDet)):
			e, _ := d.pick(it, bodyEntry)
			if e == nil {
				return end, m
			}
			if m.of != 0 && d.lx.lang.AdjectiveLast && !d.items[k-1].is(cPrep) {
				return end, m
			}
			if m.of == 0 {
				m.of = e.val + 1
			}
			k++
			end = d.skipParenthesis(k, hi)
			k = end
			continue
		case it.has(placeEntry) && d.lx.lang.AdjectiveLast && m.of == 0 && !it.entry(placeEntry).amb:
			if id, ok := d.lx.stateActor[d.lx.places[it.entry(placeEntry).val].Country]; ok {
				m.of = id + 1
			}
			k++
			end = k
			continue
		case it.is(cNameStop), it.is(cOfficeAdj):
			// «الدائم», «السابق», "designate"
			k++
			end = k
			continue
		case it.is(cPrep):
			l := k + 1
			if l < hi && d.items[l].is(cDet) {
				l++
			}
			if l >= hi {
				return end, m
			}
			n := &d.items[l]
			pe := it.word(cPrep)
			if pe == nil || !d.lx.officePrep[pe.val] {
				return end, m
			}
			if m.of != 0 && m.office != 0 && d.lx.offices[m.office-1].one && !d.lx.lang.Capitals && d.lx.towardPrep[pe.val] {
				return end, m // «زيارة الرئيس الروسي إلى …»
			}
			if n.date == 0 && (n.has(stateEntry) || n.has(bodyEntry)) {
				if d.isVerbObject(k) {
					return end, m
				}
				k = l
				continue
			}
			if n.word(cGroup) != nil && d.lx.purposePrep[pe.val] {
				k = l + 1 // «للجماعة»
				end = k
				continue
			}
			if n.has(placeEntry) && d.nameFollows(l+1, hi) {
				k = l + 1
				end = k
				continue
			}
			if n.unknown() && d.lx.lang.AdjectiveLast && d.nameFollows(l+1, hi) && d.lx.inPrep == pe.val {
				k = l + 1
				end = k
				continue
			}
			if d.lx.lang.AdjectiveLast && m.of != 0 {
				// «وزير الدولة السعودي للشؤون الخارجية عادل الجبير»
				for x := l + 1; d.lx.purposePrep[pe.val] && x < l+4 && x < hi && d.items[x-1].kind == wordToken && !d.items[x-1].verb; x++ {
					if d.nameFollows(x, hi) {
						return x, m
					}
				}
			}
			if e := n.word(cAgents); e != nil && l+1 < hi && (d.items[l+1].has(demonymEntry) || d.items[l+1].has(stateEntry)) {
				k = l + 1
				continue
			}
			return end, m
		case it.is(cOrgan) || it.is(cAgents):
			if k+1 < hi && (d.items[k+1].has(demonymEntry) || d.items[k+1].has(stateEntry) || d.items[k+1].has(bodyEntry)) {
				k++
				continue
			}
			if it.is(cOrgan) {
				k++
				end = k
				continue
			}
			return end, m
		case it.word(cGroup) != nil && end > k-2:
			k++
			end = k
			continue
		default:
			return end, m
		}
	}
	return end, m
}

func (d *doc) isVerbObject(int32) bool { return false }

// nameFollows tells whether a person's name begins at item k, titles aside.
func (d *doc) nameFollows(k, hi int32) bool {
	for k < hi && d.items[k].any(titleMask) {
		k++
	}
	return k < hi && (d.personAt(k) || d.nameRun(k, hi, true) > k)
}

// personAt tells whether a known person's name stands at item k that means
// nothing else, or whom the article names elsewhere.
func (d *doc) personAt(k int32) bool {
	it := &d.items[k]
	e := it.entry(personEntry)
	if e == nil {
		return false
	}
	if it.last-it.first > 1 || !e.amb {
		return true
	}
	if it.has(verbEntry) || it.has(headEntry) || it.any(functionMask) {
		return d.isSurname(it) && !it.verb
	}
	return true
}

// pluralOffice reads «وزيرا خارجية السعودية وإيران», «الرئيسان الأمريكي X
// والتركي Y», "Presidents A and B".
func (d *doc) pluralOffice(m mention, j, hi, of int32) (mention, int32, bool) {
	oe := d.items[j].entry(officeEntry)
	k := j + 1
	for k < hi && k < j+3 && (d.items[k].unknown() || d.items[k].any(mask(cStop, cAgents))) {
		k++
	}
	if pm, next, ok := d.apposedList(m, k, hi); ok {
		return pm, next, true
	}
	return d.memberList(m, j+1, hi, oe.val+1, of)
}

// apposedList reads the persons that a plural word is explained by: «رئيسا
// الوفدين، A وB».
func (d *doc) apposedList(m mention, k, hi int32) (mention, int32, bool) {
	if k+1 >= hi || d.items[k].kind != punctToken || d.items[k].ch != '،' && d.items[k].ch != ',' {
		return m, k, false
	}
	k++
	lo := int32(len(d.ments))
	end := k
	for k < hi {
		mm, next, ok := d.parseMention(k, hi)
		if !ok || mm.kind != schema.Person || mm.name1 == mm.name0 {
			break
		}
		mm.n = 1
		d.ments = append(d.ments, mm)
		end, k = next, next
		if k < hi && d.items[k].is(cAnd) {
			k++
			continue
		}
		if k < hi && d.items[k].kind == punctToken && (d.items[k].ch == '،' || d.items[k].ch == ',') && k+1 < hi && !d.items[k+1].is(cPrep) && int32(len(d.ments))-lo < 2 {
			k++
			continue
		}
		break
	}
	n := int32(len(d.ments)) - lo
	if n < 2 {
		d.ments = d.ments[:lo]
		return m, k, false
	}
	m.kind, m.ref, m.members0, m.members1, m.last, m.n = schema.Person, refPlural, lo, lo+n, end, n
	return m, end, true
}

// memberList reads a list each member of which has the office: demonym, name
// or both, joined by "and" or commas.
func (d *doc) memberList(m mention, k, hi, officeID, of int32) (mention, int32, bool) {
	lo := int32(len(d.ments))
	end := k
	if k < hi {
		if e := d.items[k].word(cPrep); e != nil && d.lx.ofPrep[e.val] {
			k++
		}
	}
	n := int32(0)
	for k < hi {
		var mm mention
		mm.first, mm.kind, mm.office, mm.of, mm.n = k, schema.Person, officeID, of, 1
		it := &d.items[k]
		if it.date != 0 || it.kind != wordToken {
			break
		}
		l := k
		if it.has(officeEntry) && n > 0 {
			full, next, ok := d.officeMention(mm, k, hi, 0)
			if !ok {
				break
			}
			mm, l = full, next
		} else {
			kind := entryKind(255)
			switch {
			case it.has(demonymEntry):
				kind = demonymEntry
			case it.has(stateEntry):
				kind = stateEntry
			case it.has(bodyEntry):
				kind = bodyEntry
			}
			if kind != 255 {
				e, _ := d.pick(it, kind)
				if e == nil {
					break
				}
				mm.of = e.val + 1
				l = k + 1
			}
			for l < hi && d.items[l].any(titleMask) && !d.items[l].has(officeEntry) {
				l++
			}
			if l < hi && d.items[l].has(personEntry) {
				e := d.pickPerson(&d.items[l])
				mm.lex, mm.name0, mm.name1 = e.val+1, d.items[l].first, d.items[l].last
				l++
			} else if l < hi {
				if e := d.nameRun(l, hi, true); e > l {
					mm.name0, mm.name1 = d.items[l].first, d.items[e-1].last
					l = e
				}
			}
		}
		if l == k {
			break
		}
		mm.last = l
		if mm.lex == 0 && mm.name1 == 0 && mm.of == 0 {
			break
		}
		d.ments = append(d.ments, mm)
		n++
		end = l
		// A joint: and, or a comma before the next member.
		if l+1 < hi && (d.items[l].is(cAnd) || d.items[l].kind == punctToken && (d.items[l].ch == ',' || d.items[l].ch == '،')) {
			k = l + 1
			if k < hi && d.items[k].is(cAnd) {
				k++
			}
			if k < hi && d.items[k].is(cDet) {
				k++
			}
			continue
		}
		break
	}
	if n < 2 {
		d.ments = d.ments[:lo]
		return m, j0(m), false
	}
	m.kind, m.ref, m.members0, m.members1, m.last, m.n = schema.Person, refPlural, lo, lo+n, end, n
	return m, end, true
}

func j0(m mention) int32 { return m.first }

// countedPair reads "the two Gulf neighbours", "both leaders".
func (d *doc) countedPair(m mention, k, hi int32) (mention, int32, bool) {
	j, n := k, int32(0)
	for ; j < hi && j < k+3 && d.items[j].kind == wordToken; j++ {
		it := &d.items[j]
		if e := it.word(cNum); e != nil {
			v, _ := strconv.Atoi(d.lx.values[e.val])
			n = int32(v)
			continue
		}
		if it.is(cEach) {
			n = 2
			continue
		}
		if !it.any(mask(cDet, cPoss)) {
			break
		}
	}
	if n < 2 || n > 5 {
		return m, k, false
	}
	for skip := 0; j < hi && skip < 3; j, skip = j+1, skip+1 {
		it := &d.items[j]
		if it.kind != wordToken || it.date != 0 || it.verb {
			return m, k, false
		}
		if e := it.word(cPairNoun); e != nil {
			m.ref, m.n, m.last = refPair, n, j+1
			d.pairKind(&m, d.lx.values[e.val])
			return m, j + 1, true
		}
		if it.any(functionMask &^ mask(cNameStop)) {
			return m, k, false
		}
	}
	return m, k, false
}

// pairKind notes which actors a pair is made of.
func (d *doc) pairKind(m *mention, kind string) {
	switch kind {
	case "any":
	case "mediator":
		m.mediators = true
	case "side":
		m.side = true
	case "each":
		m.each = true
	case "person":
		m.refKind = schema.Person
	case "state":
		m.refKind = schema.State
	case "group":
		m.refKind = schema.Group
	default:
		m.refKind, m.refOffice = schema.Person, kind
	}
}

// pairMention reads "the two sides", «الوزيران», with the names that may
// follow.
func (d *doc) pairMention(m mention, j, hi int32) (mention, int32, bool) {
	e := d.items[j].word(cPair)
	num, kind, _ := strings.Cut(d.lx.values[e.val], ":")
	n, _ := strconv.Atoi(num)
	m.ref, m.n, m.last = refPair, int32(n), j+1
	d.pairKind(&m, kind)
	m = d.skipPossessor(m, hi)
	if pm, next, ok := d.apposedList(m, m.last, hi); ok {
		return pm, next, true
	}
	if m.refKind == schema.Person {
		office := int32(0)
		if m.refOffice != "" {
			office = d.lx.officeID(m.refOffice)
		}
		if pm, next, ok := d.memberList(m, m.last, hi, office, 0); ok {
			return pm, next, true
		}
	}
	if m.last < hi && d.items[m.last].has(demonymEntry) {
		// «الجانبان السعودي والإيراني»
		if pm, next, ok := d.demonymList(m, m.last, hi); ok {
			return pm, next, true
		}
	}
	m.deep = d.possesses(m.first)
	return m, m.last, true
}

func (d *doc) demonymList(m mention, k, hi int32) (mention, int32, bool) {
	lo := int32(len(d.ments))
	end := k
	for k < hi && d.items[k].has(demonymEntry) {
		e, _ := d.pick(&d.items[k], demonymEntry)
		if e == nil {
			break
		}
		d.ments = append(d.ments, mention{first: k, last: k + 1, kind: d.lx.actors[e.val].Kind, lex: e.val + 1, n: 1})
		k++
		end = k
		if k+1 < hi && d.items[k].is(cAnd) {
			k++
			continue
		}
		break
	}
	if n := int32(len(d.ments)) - lo; n >= 2 {
		m.ref, m.members0, m.members1, m.last, m.n = refPlural, lo, lo+n, end, n
		return m, end, true
	}
	d.ments = d.ments[:lo]
	return m, k, false
}

// counterMention reads «نظيره الفرنسي جان نويل بارو», "his Omani counterpart
// Badr Albusaidi".
func (d *doc) counterMention(m mention, j, hi int32) (mention, int32, bool) {
	e := d.items[j].word(cCounter)
	m.kind, m.ref, m.last = schema.Person, refCount, j+1
	m = d.skipPossessor(m, hi)
	if d.lx.values[e.val] == "many" || e.tag&Plural != 0 {
		k := m.last
		if k < hi {
			if pe := d.items[k].word(cPrep); pe != nil && pe.val == d.lx.inPrep {
				k++
			}
		}
		if pm, next, ok := d.memberList(m, k, hi, 0, 0); ok {
			pm.refKind = "counter"
			return pm, next, true
		}
		return m, m.last, true
	}
	k, mm := d.officeComplement(m.last, hi, m)
	m.of, m.last = mm.of, k
	if d.lx.lang.AdjectiveLast && k < hi {
		if pe := d.items[k].word(cPrep); pe != nil && m.of == 0 && pe.val == d.lx.inPrep && k+1 < hi && d.items[k+1].has(stateEntry) {
			if e, ok := d.pick(&d.items[k+1], stateEntry); ok {
				m.of, m.last = e.val+1, k+2
			}
		}
	}
	n := m.last
	comma := false
	if n < hi && d.items[n].kind == punctToken && (d.items[n].ch == ',' || d.items[n].ch == '،') {
		comma = true
		n++
	}
	for n < hi && d.items[n].any(titleMask) && !d.items[n].has(officeEntry) {
		n++
	}
	if n < hi && d.items[n].date == 0 {
		if d.items[n].has(personEntry) && (!d.items[n].entry(personEntry).amb || !comma) {
			pe := d.pickPerson(&d.items[n])
			m.lex, m.name0, m.name1, m.last = pe.val+1, d.items[n].first, d.items[n].last, n+1
		} else if r := d.nameRun(n, hi, !comma); r > n && (!comma || d.lx.lang.Capitals && r-n > 1 && d.closes(r, hi)) {
			m.name0, m.name1, m.last = d.items[n].first, d.items[r-1].last, r
		}
	}
	return m, m.last, true
}
