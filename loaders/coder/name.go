package coder

import (
	"slices"
	"strings"
	"unicode/utf8"

	"safir/loaders/coder/gazetteer"
	"safir/schema"
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
		if t.flag&flagCapital == 0 || it.has(stateEntry) || it.has(demonymEntry) || it.has(bodyEntry) || it.has(officeEntry) && !it.is(cGiven) {
			return it.has(personEntry)
		}
		if it.has(dateEntry) {
			return it.has(personEntry) || began && it.last-it.first == 1 // "Wang Jun"
		}
		if it.any(functionMask) && !it.is(cGiven) {
			return false
		}
		return true
	}
	if began && t.end-t.start == 1 && t.flag&flagPiece == 0 && (int(it.last) >= len(d.tokens) || d.tokens[it.last].start > t.end || d.tokens[it.last].kind == punctToken) {
		return true // «لين هسين ي»
	}
	if t.flag&flagTanwin != 0 || t.flag&flagPiece != 0 && (began || it.is(cPron)) {
		return false // a piece is a pronoun, or begins after «و» or a preposition
	}
	if it.is(cGiven) || began && d.items[k-1].word(cNamePart) != nil && d.lx.values[d.items[k-1].word(cNamePart).val] == "skip" && !it.any(functionMask&^mask(cStop, cNameStop, cLight, cContent)) {
		return true // after «بن» any word is a name
	}
	if k+1 < d.sentHi && d.items[k+1].kind == wordToken && d.tokens[d.items[k+1].first].flag&flagPiece != 0 {
		return false // carries a pronoun: a noun
	}
	if began && it.is(cStop) && it.kinds == 1<<wordEntry && it.classes == mask(cStop) && !d.definiteItem(k) && k+1 < d.sentHi && d.items[k+1].unknown() && (d.items[k-1].is(cGiven) || d.items[k-1].is(cNamePart)) {
		return true // «عبد الله صابر فضول»
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
			if (t.end-t.start == 1 || d.initials(t)) && d.nameToken(j+1, true) {
				j++
				continue
			}
			break
		}
		if words == 1 && sure && given && !d.lx.lang.Capitals && it.has(bodyEntry) && it.last-it.first == 1 && it.kinds&(1<<verbEntry|1<<headEntry|1<<stateEntry) == 0 && !it.any(functionMask) && d.tokens[it.first].flag&flagPiece == 0 {
			words++
			j++
			continue // «يوهان إريكسون», the company's namesake
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
	if !given && !d.looksLikeName(&d.items[k]) && !d.isSurname(&d.items[k]) && !(j > k+1 && d.items[k+1].is(cNamePart)) {
		return k
	}
	return j
}

// looksLikeName keeps words whose shape is that of a common noun out of
// names.
func (d *doc) looksLikeName(it *item) bool {
	t := &d.tokens[it.first]
	if t.flag&flagTanwin != 0 || t.flag&flagAccusative != 0 && (d.lx.common(t.word) || d.lx.common(t.bare)) {
		return false
	}
	w := d.offsets.slice(t.start, t.end)
	for _, s := range [...]string{"ات", "ية", "ون", "ين"} {
		if strings.HasSuffix(w, s) && utf8.RuneCountInString(w) > 5 && s != "ين" && s != "ون" {
			return false
		}
	}
	if strings.HasSuffix(w, "ة") {
		return false // «دائرة الشرق الأوسط»
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
	e := d.pickPerson(&d.items[j], m.of)
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
	if end, same := d.longerName(next, hi, e.val); end > next {
		next = end
		if !same {
			m.lex = 0
		}
	}
	short := int32(-1)
	if d.lx.lang.Capitals && next > j+1 && m.of != 0 && m.lex != 0 && !d.serves(e, m.of) {
		m.lex = 0 // "Bahrain's King Salman bin Isa"
		short = d.items[j].last - 1
	}
	if n := d.sameAgain(next, hi, m.lex); n > next {
		j, next = n-1, n
	}
	m.name0, m.name1 = max(short, d.items[j].first), d.items[next-1].last
	m.last = next
	if l := d.governmentOf(next, hi); l > next {
		m.agents, m.last = true, l
		return m, l, true
	}
	m = d.afterName(m, hi)
	m.deep = d.possesses(m.first)
	return m, m.last, true
}

// titleAt tells whether item k is a title before a name; after another title
// a word that is a given name as well begins the name: "Sheikh Sultan Al Nuaimi".
func (d *doc) titleAt(k, first int32) bool {
	it := &d.items[k]
	if !it.any(titleMask) {
		return false
	}
	return !(d.lx.lang.Capitals && k > first && it.is(cGiven) && k+1 < d.sentHi && d.nameToken(k+1, true))
}

// governmentOf returns where the mention of a state's leadership by its
// leader's name ends ("the Biden administration", "Maduro's government"), k
// where the name at its left stands for the person.
func (d *doc) governmentOf(k, hi int32) int32 {
	if !d.lx.lang.Capitals {
		return k
	}
	j := k
	if j < hi && d.items[j].is(cGenMark) && d.tokens[d.items[j].first].flag&flagPiece != 0 {
		j++
	}
	if j < hi && j > k && d.inFree(j, "bureau") {
		return j + 1 // "Netanyahu's office"
	}
	if j < hi && d.items[j].is(cOrgan) && d.items[j].ment == 0 && !d.items[j].has(officeEntry) && d.items[j].last-d.items[j].first == 1 {
		return j + 1
	}
	return k
}

// sameAgain returns the item after the name of the person whom the words
// before item k mean already: «العاهل الأردني الملك عبد الله الثاني».
func (d *doc) sameAgain(k, hi, lex int32) int32 {
	n := k
	for n < hi && d.items[n].any(titleMask) && d.items[n].date == 0 && !d.items[n].has(personEntry) {
		n++
	}
	if lex == 0 || n >= hi || d.lx.lang.Capitals {
		return k
	}
	same := false
	d.items[n].each(func(e *entry) bool {
		same = e.kind == personEntry && e.val == lex-1
		return !same
	})
	if !same {
		return k
	}
	return n + 1
}

// longerName reads, in a script without capitals, the words of a name that go
// on after one that the gazetteer knows, and tells whether they can be the
// same person's: «مشعل الأحمد» is, «فيصل المقداد الحربي» is not.
func (d *doc) longerName(k, hi, person int32) (int32, bool) {
	if d.lx.lang.Capitals {
		return k, true
	}
	own := d.lx.nameWords[person]
	whole := d.items[k-1].last-d.items[k-1].first > 1 // a family name alone goes on with no further one
	end, same := k, false
	for end < hi && end < k+4 {
		it := &d.items[end]
		if it.last-it.first != 1 || !d.nameToken(end, true) || it.is(cNamePart) && !it.is(cGiven) || it.has(demonymEntry) && !slices.Contains(own, d.tokens[it.first].word) || it.has(personEntry) && d.isSurname(it) {
			break
		}
		t := &d.tokens[it.first]
		known := slices.Contains(own, t.word) || t.bare != 0 && slices.Contains(own, t.bare)
		if !known && (!it.unknown() || !whole || !d.closesName(end, hi)) {
			break
		}
		same = same || known
		end++
	}
	return end, same
}

// closesName tells whether an unknown word after a known name can be its last
// part: no preposition hides in it, and something else than a noun follows.
func (d *doc) closesName(k, hi int32) bool {
	t := &d.tokens[d.items[k].first]
	w := d.offsets.slice(t.start, t.end)
	for _, p := range d.lx.clitics.before[1] {
		if strings.HasPrefix(w, p.text) {
			return false
		}
	}
	return d.closes(k+1, hi) || d.items[k+1].date != 0 || d.items[k+1].has(officeEntry) || d.items[k+1].any(titleMask)
}

// pickPerson chooses among the persons of one name: the one who serves the
// state or body that is told, the one whose full name the article tells, else
// the first.
func (d *doc) pickPerson(it *item, of int32) *entry {
	var first, best *entry
	it.each(func(e *entry) bool {
		if e.kind == personEntry {
			if first == nil {
				first = e
			}
			if of != 0 && d.serves(e, of) && (best == nil || !d.serves(best, of)) || best == nil && (d.supported(e.val) || !e.amb) {
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

// serves tells whether a known person has or had an office of a state or body.
func (d *doc) serves(e *entry, of int32) bool {
	p := d.lx.actors[e.val].person
	if p == 0 {
		return false
	}
	for _, o := range gazetteer.Default().Persons[p-1].Offices {
		if id, ok := d.lx.stateActor[o.State]; ok && id+1 == of {
			return true
		}
		if id, ok := d.lx.bodyActor[o.Body]; ok && id+1 == of {
			return true
		}
	}
	return false
}

// someoneElse tells whether the known name at item k is only a part of another
// name, or by its office that of another person: "Abdi Warsame".
func (d *doc) someoneElse(k, of int32) bool {
	it := &d.items[k]
	if !d.lx.lang.Capitals || it.last-it.first > 1 {
		return false
	}
	if k+1 < d.sentHi && d.items[k+1].unknown() && d.tokens[d.items[k+1].first].flag&flagCapital != 0 && d.tokens[d.items[k+1].first].flag&flagHyphen == 0 {
		return true
	}
	e := it.entry(personEntry)
	return of != 0 && e.amb && !d.supported(e.val) && !d.serves(d.pickPerson(it, of), of)
}

func (d *doc) namedMention(m mention, j, n, hi int32) (mention, int32, bool) {
	m.kind = schema.Person
	if d.lx.lang.AdjectiveLast && n == j+1 && j-2 >= d.sentLo && d.items[j-1].is(cHonorific) && d.items[j-2].is(cHonorific) && d.items[j-1].last-d.items[j-1].first == 1 {
		j-- // «السيد الشيخ نيانغ»: the second title is his first name
	}
	m.name0, m.name1 = d.items[j].first, d.items[n-1].last
	m.last = n
	if l := d.governmentOf(n, hi); l > n {
		m.agents, m.last = true, l
		return m, l, true
	}
	m = d.afterName(m, hi)
	m.deep = d.possesses(m.first)
	return m, m.last, true
}

// afterName takes an office in apposition into the mention: "NAME, the
// minister of X," or «محمد باقري رئيس هيئة الأركان».
func (d *doc) afterName(m mention, hi int32) mention {
	if d.lx.lang.AdjectiveLast {
		return d.lateApposition(m, hi)
	}
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
	for k < hi && (d.items[k].any(titleMask) || d.lx.lang.Capitals && d.items[k].is(cOfficeAdj)) && !d.items[k].has(officeEntry) {
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
	switch {
	case m.office == 0:
		m.office, m.former = ap.office, ap.former
	case !ap.former:
		m.office2 = ap.office
	default:
		ap.of = 0
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

func mergeName(m, name mention) mention {
	m.lex, m.name0, m.name1, m.last = name.lex, name.name0, name.name1, name.last
	if m.post == 0 {
		m.post = name.post
	}
	if m.honor == "" {
		m.honor = name.honor
	}
	if m.office2 == 0 && name.office2 != 0 {
		m.office2 = name.office2
	}
	m.agents = m.agents || name.agents
	if name.office != 0 && name.office != m.office {
		m.office2 = name.office
	}
	if m.of == 0 {
		m.of = name.of
	}
	return m
}

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
	if d.someoneElse(k, 0) {
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
