package coder

import (
	"strings"

	"safir/schema"
)

// doc is the work on one article. It is used again for the next one, so that
// reading allocates little.
type doc struct {
	lx      *lexicon
	article *schema.Article
	day     schema.Date // of publication, or of the dateline

	fold      []byte
	endsInHaa bool              // … in ه, which may be a pronoun
	noSuffix  bool              // the word at hand ends in a letter that no pronoun does
	local     map[string]int32  // words of this article only → negative ids
	divided   map[string]pieces // how known words divide, by the lexicon dividedBy
	dividedBy *lexicon
	tokens    []token
	sents     []sentence
	paras     []paragraph

	matches []match
	matchAt []int32 // token → its first match; one more at the end

	items     []item
	itemAt    []int32 // sentence → its first item; one more at the end
	dates     []date
	ments     []mention
	actors    []actor
	raw       []event
	refs      []int32
	nodes     [2][]int32
	surname   map[int32][]int32 // later word of a name → names
	home      string            // state of the dateline
	prevVerbs []verbSubject     // of the sentence before
	agentless bool              // the clause in hand is passive and may name nobody who did it
	filled    uint64            // slots of the frame in hand that actors fill
	verbs     []verbSubject     // of the sentence, as far as it is read
	others    []int32           // whom a pronoun in the object cannot mean: the subject

	ctx dateContext

	offsets offsets

	// The sentence at work.
	sent, sentLo, sentHi int32
	para                 int32
	argPool              []arg
	argMents             []int32
	actorPool            []int32
	bares                []*arg
	subj, prevSubj       []int32 // actors: subject of the last verb, of the last sentence
	subjVerb, subjFirst  int32
	told                 []verbSubject // the sentence's verbs so far that have a subject
	used                 []int32       // noun heads that a verb carries
	muted                []span        // what is only spoken of
	denied               []modalScope
	firstEvent           int32
	reduced              []span // relative clauses that begin with a participle
	sentMents            []int32
	frontAnaphor         bool

	clock    int32
	order    []orderPair
	hashes   []uint64
	dateline bool // the dateline tells the day
	nameSets [][]int32
	lists    [][]int32  // three or more
	cur      []int32    // subject of the verb at work
	exclude  []int32    // whom an object pronoun cannot mean
	at       int32      // mention that is being resolved
	looking  bool       // a mention before it is being resolved on its way
	pairs    [][2]int32 // actors that were named together

	sceneKnown bool  // sceneState holds
	sceneState int32 // the state that the article speaks of most, -1 for none
	aliases    []alias
	nesting    int // mentions that are being read within one another
}

func (d *doc) reset(lx *lexicon, a *schema.Article) {
	d.lx, d.article = lx, a
	d.day = a.PublishedAt
	clear(d.local)
	d.tokens, d.sents, d.paras = d.tokens[:0], d.sents[:0], d.paras[:0]
	d.matches, d.matchAt = d.matches[:0], d.matchAt[:0]
	d.items, d.itemAt, d.dates = d.items[:0], d.itemAt[:0], d.dates[:0]
	d.ments, d.actors, d.raw = d.ments[:0], d.actors[:0], d.raw[:0]
	d.refs = d.refs[:0]
	clear(d.surname)
	d.order, d.hashes, d.nameSets, d.clock = d.order[:0], d.hashes[:0], d.nameSets[:0], 0
	d.pairs, d.lists, d.at, d.looking = d.pairs[:0], d.lists[:0], 0, false
	d.subj, d.prevSubj, d.cur = d.subj[:0], d.prevSubj[:0], nil
	d.verbs, d.prevVerbs = d.verbs[:0], d.prevVerbs[:0]
	d.home, d.aliases, d.sceneKnown, d.sceneState = "", d.aliases[:0], false, 0
	d.ctx = dateContext{}
	d.told, d.used, d.muted, d.denied, d.reduced = d.told[:0], d.used[:0], d.muted[:0], d.denied[:0], d.reduced[:0]
	d.others, d.exclude, d.sentMents = nil, nil, d.sentMents[:0]
	d.firstEvent, d.subjVerb, d.subjFirst, d.filled = 0, -1, 0, 0
	d.frontAnaphor, d.dateline, d.agentless = false, false, false
	d.offsets.reset(a.Text)
}

// match is a phrase of the lexicon at a token.
type match struct {
	size int16
	node int32
}

// matchPhrases finds, at every token, all phrases of the lexicon that begin
// there.
func (d *doc) matchPhrases() {
	tr := d.lx.trie
	for i := range d.tokens {
		d.matchAt = append(d.matchAt, int32(len(d.matches)))
		t := &d.tokens[i]
		if t.kind != wordToken {
			continue
		}
		cur, next := d.nodes[0][:0], d.nodes[1][:0]
		if n := tr.first(t.word); n != 0 {
			cur = append(cur, n)
		}
		if n := tr.first(t.bare); n != 0 && t.bare != t.word {
			cur = append(cur, n)
		}
		for size := int16(1); len(cur) > 0; size++ {
			for _, n := range cur {
				if len(tr.ends[n]) > 0 {
					d.matches = append(d.matches, match{size, n})
				}
			}
			j := i + int(size)
			if d.abbreviates(j) {
				j++ // "U.N. Security Council"
				size++
			}
			if j >= len(d.tokens) || d.tokens[j].kind == punctToken {
				break
			}
			u := &d.tokens[j]
			next = next[:0]
			for _, n := range cur {
				if to := tr.step(n, u.word); to != 0 {
					next = append(next, to)
				}
				if u.bare != u.word {
					if to := tr.step(n, u.bare); to != 0 {
						next = append(next, to)
					}
				}
			}
			cur, next = next, cur
		}
		d.nodes[0], d.nodes[1] = cur, next
	}
	d.matchAt = append(d.matchAt, int32(len(d.matches)))
}

// item is a run of tokens that is read as one: the longest phrase of the
// lexicon, an unknown word, a number or a sign.
type item struct {
	first, last int32
	kind        tokenKind
	ch          rune
	ents, more  []entry // readings with and without the article
	classes     uint64  // classes of words.tsv among them
	kinds       uint16  // kinds of entries among them
	tag         Tag     // of verbs and heads among them
	date        int32   // 1 + index of the date that it begins or continues
	ment        int32   // 1 + index of the mention that it belongs to
	verb        bool    // read as a verb
}

func (it *item) is(c classID) bool { return it.classes&(1<<uint(c)) != 0 }

func (it *item) any(mask uint64) bool { return it.classes&mask != 0 }

func (it *item) has(k entryKind) bool { return it.kinds&(1<<k) != 0 }

// unknown tells that the lexicon says nothing of the item.
func (it *item) unknown() bool { return it.kind == wordToken && it.kinds == 0 }

// each calls f for the item's readings until it returns false.
func (it *item) each(f func(*entry) bool) {
	for i := range it.ents {
		if !f(&it.ents[i]) {
			return
		}
	}
	for i := range it.more {
		if !f(&it.more[i]) {
			return
		}
	}
}

// entry returns the first reading of a kind.
func (it *item) entry(k entryKind) *entry {
	for i := range it.ents {
		if it.ents[i].kind == k {
			return &it.ents[i]
		}
	}
	for i := range it.more {
		if it.more[i].kind == k {
			return &it.more[i]
		}
	}
	return nil
}

// word returns the reading in a class of words.tsv.
func (it *item) word(c classID) *entry {
	if !it.is(c) {
		return nil
	}
	for i := range it.ents {
		if e := &it.ents[i]; e.kind == wordEntry && e.class == c {
			return e
		}
	}
	for i := range it.more {
		if e := &it.more[i]; e.kind == wordEntry && e.class == c {
			return e
		}
	}
	return nil
}

// dateWord returns the reading in a class of dates.tsv.
func (it *item) dateWord(c classID) *entry {
	if !it.has(dateEntry) {
		return nil
	}
	for i := range it.ents {
		if e := &it.ents[i]; e.kind == dateEntry && e.class == c {
			return e
		}
	}
	for i := range it.more {
		if e := &it.more[i]; e.kind == dateEntry && e.class == c {
			return e
		}
	}
	return nil
}

func mask(cs ...classID) (m uint64) {
	for _, c := range cs {
		m |= 1 << uint(c)
	}
	return m
}

// structural tells whether a reading divides the text into items; classes
// that only frames ask for, topics and noise do not.
func structural(e *entry) bool {
	switch e.kind {
	case wordEntry:
		return e.class < lastKnownClass
	case topicEntry, noiseEntry:
		return false
	}
	return true
}

// abbreviates tells whether token j is the stop of an abbreviation that another
// word follows.
func (d *doc) abbreviates(j int) bool {
	return d.lx.lang.Capitals && j > 0 && j+1 < len(d.tokens) && d.tokens[j].ch == '.' && d.tokens[j].flag&flagGlued != 0 &&
		d.lx.abbrev[d.tokens[j-1].word] && d.tokens[j+1].kind == wordToken
}

// itemise divides every sentence into items.
func (d *doc) itemise() {
	for _, s := range d.sents {
		d.itemAt = append(d.itemAt, int32(len(d.items)))
		if d.paras[s.para].noise {
			continue
		}
		for i := s.first; i < s.last; {
			it := d.itemFrom(i, s.last)
			d.items = append(d.items, it)
			if i = it.last; i < s.last && (it.any(titleMask) || it.has(stateEntry) || it.has(bodyEntry)) && d.abbreviates(int(i)) {
				i++ // the stop of "Gen.", "U.S."
			}
		}
	}
	d.itemAt = append(d.itemAt, int32(len(d.items)))
}

func (d *doc) itemFrom(i, end int32) item {
	t := &d.tokens[i]
	it := item{first: i, last: i + 1, kind: t.kind, ch: t.ch}
	ms := d.matches[d.matchAt[i]:d.matchAt[i+1]]
	capital := t.flag&flagCapital != 0 || !d.lx.lang.Capitals
	size := int16(0)
	for k := len(ms) - 1; k >= 0; k-- {
		m := ms[k]
		if size > 0 && m.size < size {
			break
		}
		if i+int32(m.size) > end || m.size > 1 && d.lx.lang.VerbFirst && d.toldOf(m.node, i+int32(m.size), end) {
			continue
		}
		ents := d.lx.trie.ends[m.node]
		useful := false
		for j := range ents {
			if e := &ents[j]; structural(e) && (capital || !isName(e.kind)) && !(e.tag&Finite != 0 && e.tag&Nominal == 0 && t.bare != 0 && d.startsWithArticleToken(t)) {
				useful = true
			} else if m.size == 1 && e.kind == wordEntry {
				it.kinds |= 1 << wordEntry // known, though it divides nothing
			}
		}
		if !useful {
			continue
		}
		size = m.size
		it.last = i + int32(size)
		if it.ents == nil {
			it.ents = ents
		} else {
			it.more = ents
		}
		for j := range ents {
			e := &ents[j]
			if !structural(e) || !capital && (isName(e.kind) || e.kind == dateEntry && (e.class == dMonth || e.class == dWeekday)) {
				continue // "may", "march", "sun"
			}
			it.kinds |= 1 << e.kind
			switch e.kind {
			case wordEntry:
				it.classes |= 1 << uint(e.class)
				it.tag |= e.tag
			case verbEntry, headEntry:
				it.tag |= e.tag
			}
		}
	}
	if it.is(cAbbrev) && it.is(cHonorific) && it.last < end && d.tokens[it.last].kind == punctToken && d.tokens[it.last].ch == '.' && !d.lx.lang.Capitals {
		it.last++ // «د. بدر»
	}
	if end := d.lx.lang.AdverbEnd; end != "" && it.kind == wordToken && it.kinds&^(1<<wordEntry) == 0 && it.classes == 0 && t.flag&flagCapital == 0 && t.end-t.start > 4 && strings.HasSuffix(d.offsets.slice(t.start, t.end), end) {
		it.kinds |= 1 << wordEntry
		it.classes |= mask(cAdverb)
	}
	if it.is(cPrep) && it.is(cGiven) {
		// «على» and «علي» fold to one form; the last letter tells them apart.
		switch {
		case d.offsets.slice(t.end-1, t.end) == "ى":
			it.classes &^= mask(cGiven, cNamePart)
			it.kinds &^= 1 << personEntry
		case it.last == i+1 && i+1 < end && d.tokens[i+1].word < 0:
			it.classes &^= mask(cPrep)
		default:
			it.classes &^= mask(cGiven)
		}
	}
	return it
}

// toldOf tells whether a phrase that would refer back to a talk begins to tell
// of one: «خلال الاتصال الذي أجراه …». i is the token after it.
func (d *doc) toldOf(node, i, end int32) bool {
	if !d.inClass(node, cSame) {
		return false
	}
	for j := i; j < end && j < i+4; j++ {
		for _, m := range d.matches[d.matchAt[j]:d.matchAt[j+1]] {
			if m.size == 1 && d.inClass(m.node, cRel) {
				return true
			}
		}
	}
	return false
}

func (d *doc) inClass(node int32, c classID) bool {
	for _, e := range d.lx.trie.ends[node] {
		if e.kind == wordEntry && e.class == c {
			return true
		}
	}
	return false
}

func isName(k entryKind) bool {
	switch k {
	case stateEntry, demonymEntry, bodyEntry, personEntry, placeEntry:
		return true
	}
	return false
}

// offsets finds the byte offset of a code point by marks along the text.
type offsets struct {
	text  string
	marks []int32
}

const offsetStep = 16

func (o *offsets) reset(text string) {
	o.text, o.marks = text, o.marks[:0]
	n := 0
	for i := range text {
		if n%offsetStep == 0 {
			o.marks = append(o.marks, int32(i))
		}
		n++
	}
}

// slice returns the text between two code points.
func (o *offsets) slice(start, end int32) string {
	return o.text[o.at(start):o.at(end)]
}

func (o *offsets) at(point int32) int {
	if int(point/offsetStep) >= len(o.marks) {
		return len(o.text)
	}
	at := int(o.marks[point/offsetStep])
	rest := o.text[at:]
	n := point % offsetStep
	for i := range rest {
		if n == 0 {
			return at + i
		}
		n--
	}
	return len(o.text)
}

// evidence is the text of a run of tokens.
func (d *doc) evidence(first, last int32) schema.Evidence {
	start, end := d.tokens[first].start, d.tokens[last-1].end
	return schema.Evidence{Quote: d.offsets.slice(start, end), Span: schema.Span{Start: int(start), End: int(end)}}
}

// startsWithArticleToken tells whether a token is written with the article.
func (d *doc) startsWithArticleToken(t *token) bool {
	return d.lx.clitics.article != "" && d.definite(t)
}
