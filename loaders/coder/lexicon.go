package coder

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"safir/schema"
)

// lexicon is all that one language's tables and the gazetteer say, ready to
// be matched. It is built once and then only read.
type lexicon struct {
	lang    *Language
	vocab   map[string]int32 // folded word → id, from 1
	trie    *trie
	clitics *clitics

	classes map[string]classID
	told    map[int32][]schema.EventType // value of class told → types
	abbrev  map[int32]bool               // words after which a full stop ends no sentence

	actors  []lexActor
	offices []office
	places  []schema.Place
	topics  []schema.Topic
	frames  []frame
	byHead  [][]int32 // head → frames
	heads   map[string]int32
	values  []string // values of words.tsv that are no numbers
	valueID map[string]int32

	possessive int32           // the word 's
	taa, haa   map[string]bool // words that the tables write with ة, with ه
	prepOf     map[int32]slot

	stateActor  map[string]int32 // code → actor
	bodyActor   map[string]int32 // id or code → actor
	ofPrep      map[int32]bool   // prepositions (by value) that say whose something is
	fromPrep    map[int32]bool   // … that say whose people somebody is
	officePrep  map[int32]bool   // … that may follow an office
	placePrep   map[int32]bool   // … that say where
	purposePrep map[int32]bool   // … that say what for
	towardPrep  map[int32]bool   // … that say where to
	aimPrep     map[slot]bool    // … that say whom an infinitive is aimed at
	inPrep      int32
	masculine   map[int32]bool // actors that take a masculine verb
	particle    map[int32]bool // words inside names that tell nobody apart
	officeIDs   map[string]int32
	givenNames  map[int32]bool    // words of class given
	women       map[int32]bool    // … that are names of women
	nameWords   map[int32][]int32 // known person → the words of all its names

	lemmas  map[string][]Form   // headword, folded → forms
	members map[string][]string // class → its words as written
}

// classID is a class of words.tsv or dates.tsv, or a phrase that frames ask for.
type classID int32

type entryKind uint8

const (
	wordEntry    entryKind = iota // class of words.tsv
	dateEntry                     // class of dates.tsv
	headEntry                     // head of frames
	stateEntry                    // name, capital, palace of a state
	demonymEntry                  // adjective or people of a state, organisation or group
	bodyEntry                     // organisation or group
	personEntry                   // known person
	officeEntry                   // office or title
	placeEntry                    // town or site
	topicEntry
	noiseEntry
	verbEntry // a verb or noun of lemmas.tsv
)

// entry is one reading of a phrase.
type entry struct {
	kind  entryKind
	amb   bool // means something else as well
	class classID
	tag   Tag
	val   int32
}

// lexActor is an actor that the gazetteer knows.
type lexActor struct {
	schema.Actor
	person int32 // index in the gazetteer's persons + 1
}

type office struct {
	english, arabic string
	one, many       bool
	org, title      bool
	weak, ruler     bool
	leads           bool // any ruler may be called so
	leaders         bool // its plural means rulers where it has a state
	posted          bool // sent to a state or body: «المبعوث الأمريكي إلى سوريا»
	fields          bool // has fields that "and" goes on with: «وزير الخارجية والتعاون الدولي»
	any             bool // any holder of an office may be called so
	state, body     string
	kin             string // offices of one kin may be called by each other's words
}

// builder fills a lexicon.
type builder struct {
	*lexicon
	phrases []pending
	stops   [][]string
	closed  []bool // whether the stop word ends in a letter that no pronoun does
}

func (lx *lexicon) class(name string) classID {
	if id, ok := lx.classes[name]; ok {
		return id
	}
	id := lastKnownClass + classID(len(lx.classes))
	lx.classes[name] = id
	return id
}

func (lx *lexicon) value(s string) int32 {
	if id, ok := lx.valueID[s]; ok {
		return id
	}
	id := int32(len(lx.values))
	lx.values = append(lx.values, s)
	lx.valueID[s] = id
	return id
}

// newLexicon reads a language's tables and adds the names of the gazetteer.
func newLexicon(lang *Language) (*lexicon, error) {
	lx := &lexicon{
		lang: lang, vocab: make(map[string]int32, 1<<15), trie: newTrie(), clitics: &clitics{},
		told: make(map[int32][]schema.EventType), classes: make(map[string]classID), abbrev: make(map[int32]bool), heads: make(map[string]int32),
		valueID: make(map[string]int32), prepOf: make(map[int32]slot), lemmas: make(map[string][]Form), members: make(map[string][]string),
		stateActor: make(map[string]int32), bodyActor: make(map[string]int32), ofPrep: make(map[int32]bool), officePrep: make(map[int32]bool), fromPrep: make(map[int32]bool),
		placePrep: make(map[int32]bool), purposePrep: make(map[int32]bool), towardPrep: make(map[int32]bool), aimPrep: make(map[slot]bool), particle: make(map[int32]bool), masculine: make(map[int32]bool), nameWords: make(map[int32][]int32), officeIDs: make(map[string]int32), inPrep: -1,
		givenNames: make(map[int32]bool), women: make(map[int32]bool),
	}
	maps.Copy(lx.classes, knownClasses)
	lx.value("")
	lx.taa, lx.haa = make(map[string]bool), make(map[string]bool)
	b := &builder{lexicon: lx}
	lx.possessive = b.word("'s")
	for _, step := range []func() error{b.readClitics, b.readLemmas, b.readWords, b.readOffices, b.readFrames, b.readDates, b.readNoise, b.readStop} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("language %s: %w", lang.Code, err)
		}
	}
	b.addNames()
	b.finish()
	return lx, nil
}

func (b *builder) word(folded string) int32 {
	if id := b.vocab[folded]; id != 0 {
		return id
	}
	id := int32(len(b.vocab) + 1)
	b.vocab[folded] = id
	return id
}

// pending is a phrase that waits until all words are known.
type pending struct {
	words []string
	entry entry
}

// split gives the folded words of a phrase as the tokens of a text will have
// them. Capitals of short words are kept as a mark: "US" is not "us".
func (b *builder) split(phrase string) []string {
	var out []string
	for _, w := range strings.Fields(phrase) {
		if w == "'s" {
			out = append(out, w)
			continue
		}
		stem, genitive := w, false
		if b.lang.Capitals {
			stem, genitive = strings.CutSuffix(w, "'s")
		}
		folded := string(foldWord(nil, stem))
		if strings.HasSuffix(stem, "ه") {
			b.haa[folded] = true
		} else if strings.HasSuffix(stem, "ة") {
			b.taa[folded] = true
		}
		if b.lang.Capitals && len(folded) > 1 && len(folded) < 8 && !strings.Contains(folded, " ") && allCaps(stem) {
			out = append(out, "^"+folded)
		} else {
			out = appendFields(out, folded)
		}
		if genitive {
			out = append(out, "'s")
		}
	}
	return out
}

// appendFields appends the words of a folded string, mostly one.
func appendFields(out []string, s string) []string {
	if s == "" || strings.IndexByte(s, ' ') >= 0 {
		return append(out, strings.Fields(s)...)
	}
	return append(out, s)
}

// put keeps a phrase for [builder.finish].
func (b *builder) put(words []string, e entry) {
	if len(words) > 0 {
		b.phrases = append(b.phrases, pending{words, e})
	}
}

// add puts a phrase into the trie; the first of its words that is a lemma
// stands for all its forms.
//
// A phrase that begins with = is fixed: no word of it inflects, and it is a
// noun.
func (b *builder) add(phrase string, e entry) {
	if fixed, ok := strings.CutPrefix(phrase, "="); ok {
		e.tag |= Nominal
		b.put(b.split(fixed), e)
		return
	}
	ws := strings.Fields(phrase)
	for i, w := range ws {
		forms := b.lemmas[schema.Fold(w)]
		if forms == nil {
			continue
		}
		before, after := b.split(strings.Join(ws[:i], " ")), b.split(strings.Join(ws[i+1:], " "))
		for _, f := range forms {
			words := slices.Concat(before, b.split(f.Text), after)
			e := e
			e.tag |= f.Tag
			b.put(words, e)
		}
		return
	}
	b.put(b.split(phrase), e)
}

// finish gives ids to all words and fills the trie. Words within phrases
// that carry a clitic are divided as the words of a text are.
func (b *builder) finish() {
	cl := b.clitics
	joined := func(i int, w string) bool {
		if i == 0 {
			return false
		}
		for _, level := range cl.before {
			for _, c := range level {
				if len(w) > len(c.text)+3 && strings.HasPrefix(w, c.text) {
					return true
				}
			}
		}
		return false
	}
	for _, p := range b.phrases {
		for i, w := range p.words {
			if !joined(i, w) {
				b.word(w)
			}
		}
	}
	known := func(w string) bool {
		if b.vocab[w] != 0 {
			return true
		}
		rest, ok := strings.CutPrefix(w, cl.article)
		return ok && cl.article != "" && b.vocab[rest] != 0
	}
	var ids []int32
	for _, p := range b.phrases {
		ids = ids[:0]
		for i, w := range p.words {
			if joined(i, w) && b.vocab[w] == 0 {
				if rest, ok := strings.CutPrefix(w, cl.contract); ok && cl.contract != "" && known(cl.article+rest) {
					ids = append(ids, cl.contracted.word, b.word(cl.article+rest))
					continue
				}
				done := false
				for n, level := range cl.before {
					for _, c := range level {
						rest, ok := strings.CutPrefix(w, c.text)
						if ok && !done && len(rest) > 3 && (known(rest) || n == 0 && cl.article != "" && strings.HasPrefix(rest, cl.article)) {
							ids = append(ids, c.word, b.word(rest))
							done = true
						}
					}
				}
				if done {
					continue
				}
			}
			ids = append(ids, b.word(w))
		}
		b.trie.add(ids, p.entry)
		if p.entry.kind == personEntry && !b.lang.Capitals {
			b.nameWords[p.entry.val] = append(b.nameWords[p.entry.val], ids...)
		}
	}
	b.phrases = nil
	// A common word that divides into known pieces is read by its pieces.
	d := newDoc()
	d.lx = b.lexicon
	for i, words := range b.stops {
		w := words[0]
		d.noSuffix = b.closed[i]
		if len(words) != 1 || b.vocab[w] != 0 && (b.lang.Capitals || len(b.trie.ends[b.trie.first(b.vocab[w])]) > 0) {
			continue
		}
		if p, ok := d.divideAs([]byte(w), true); ok && !b.lang.Capitals && (p.word == 0 && p.bare == 0 || b.common(p.word) || b.common(p.bare)) {
			continue
		}
		b.trie.add([]int32{b.word(w)}, entry{kind: wordEntry, class: cStop})
	}
	b.stops = nil
}

// common tells whether a word means something by itself that is no name.
func (lx *lexicon) common(word int32) bool {
	for _, e := range lx.trie.ends[lx.trie.first(word)] {
		if e.kind == wordEntry || e.kind == verbEntry || e.kind == headEntry || e.kind == dateEntry || e.kind == officeEntry {
			return true
		}
	}
	return false
}

// functional tells whether a word is one of grammar: a preposition, a
// particle.
func (lx *lexicon) functional(word int32) bool {
	for _, e := range lx.trie.ends[lx.trie.first(word)] {
		if e.kind == wordEntry && mask(e.class)&mask(cPrep, cThat, cSub, cNot, cRel, cAux, cAfter, cBefore, cDet) != 0 && e.class < lastKnownClass {
			return true
		}
	}
	return false
}

func (b *builder) readClitics() error {
	rows, err := readTable(b.lang.Tables, "clitics.tsv", 3, 3)
	if err != nil {
		return err
	}
	c := b.clitics
	for _, r := range rows {
		switch class := r.cols[0]; class {
		case "before":
			level, err := strconv.Atoi(r.cols[1])
			if err != nil || level < 1 || level > 2 {
				return r.errorf("level %q is neither 1 nor 2", r.cols[1])
			}
			for _, p := range phrases(r.cols[2]) {
				f := schema.Fold(p)
				c.before[level-1] = append(c.before[level-1], clitic{f, b.word(f), nil})
			}
		case "after":
			for _, p := range phrases(r.cols[2]) {
				f := schema.Fold(p)
				c.after = append(c.after, clitic{f, b.word(f), nil})
			}
		case "future":
			f := schema.Fold(r.cols[2])
			only := make([]string, 0, 4)
			for _, p := range phrases(r.cols[1]) {
				only = append(only, schema.Fold(p))
			}
			c.before[1] = append(c.before[1], clitic{f, b.word(f), only})
		case "article":
			c.article = schema.Fold(r.cols[2])
		case "contract":
			pre := schema.Fold(r.cols[2])
			c.contract, c.contracted = schema.Fold(r.cols[1]), clitic{pre, b.word(pre), nil}
		case "stem", "ending":
			rw := rewrite{schema.Fold(r.cols[1]), schema.Fold(strings.Trim(r.cols[2], "-"))}
			if rw.from == "" {
				return r.errorf("nothing to rewrite")
			}
			if class == "stem" {
				c.stems = append(c.stems, rw)
			} else {
				c.endings = append(c.endings, rw)
			}
		default:
			return r.errorf("class %q is none of before, future, after, article, contract, stem, ending", class)
		}
	}
	return nil
}

func (b *builder) readLemmas() error {
	rows, err := readTable(b.lang.Tables, "lemmas.tsv", 2, 3)
	if err != nil {
		return err
	}
	seen := make(map[string]int)
	for _, r := range rows {
		lemma, part := r.cols[0], Part(r.cols[1])
		if part != Verb && part != Noun && part != Adj {
			return r.errorf("part %q is none of verb, noun, adj", part)
		}
		if n := seen[lemma+"\t"+string(part)]; n != 0 {
			return r.errorf("%s %s stands in line %d already", part, lemma, n)
		}
		seen[lemma+"\t"+string(part)] = r.line
		forms, err := b.lang.Inflect(lemma, part, r.col(2))
		if err != nil {
			return r.errorf("%w", err)
		}
		key := schema.Fold(lemma)
		b.lemmas[key] = append(b.lemmas[key], forms...)
		for _, f := range forms {
			if own := schema.Fold(f.Lemma); own != "" && own != key {
				b.lemmas[own] = append(b.lemmas[own], f)
			}
		}
		for _, f := range forms {
			b.put(b.split(f.Text), entry{kind: verbEntry, tag: f.Tag})
		}
	}
	return nil
}

func (b *builder) readWords() error {
	rows, err := readTable(b.lang.Tables, "words.tsv", 3, 3)
	if err != nil {
		return err
	}
	for _, r := range rows {
		name, value := r.cols[0], r.cols[1]
		ps := phrases(r.cols[2])
		if name == "" || len(ps) == 0 {
			return r.errorf("class and words must be given")
		}
		if value == "-" {
			value = ""
		}
		if err := checkValue(name, value); err != nil {
			return r.errorf("%w", err)
		}
		if name == "prepuse" {
			if err := b.prepUse(value, ps); err != nil {
				return r.errorf("%w", err)
			}
			continue
		}
		for _, p := range ps {
			e := entry{kind: wordEntry, class: b.class(name), val: b.value(value)}
			if closedClasses[name] {
				b.put(b.split(strings.TrimPrefix(p, "=")), e)
			} else {
				b.add(p, e)
			}
			if name == "namepart" && value == "skip" {
				b.particle[b.word(schema.Fold(p))] = true
			}
			b.members[name] = append(b.members[name], p)
			if name == "given" {
				for _, w := range b.split(p) {
					b.givenNames[b.word(w)] = true
					if value == "f" {
						b.women[b.word(w)] = true
					}
				}
			}
			if name == "told" && b.told[e.val] == nil {
				for _, t := range strings.Split(value, ",") {
					b.told[e.val] = append(b.told[e.val], schema.EventType(t))
				}
			}
			if name == "abbrev" {
				b.abbrev[b.word(schema.Fold(p))] = true
			}
			if name == "prep" {
				b.prep(value)
			}
		}
	}
	return nil
}

// prep gives the slot of a preposition's name.
func (b *builder) prep(name string) slot {
	v := b.value(name)
	s, ok := b.prepOf[v]
	if !ok {
		s = firstPrep + slot(len(b.prepOf))
		b.prepOf[v] = s
	}
	return s
}

// prepUse notes what prepositions are good for besides their slots.
func (b *builder) prepUse(use string, names []string) error {
	for _, n := range names {
		v, ok := b.valueID[n]
		if ok {
			_, ok = b.prepOf[v]
		}
		if !ok {
			return fmt.Errorf("%q is not the name of a preposition above", n)
		}
		switch use {
		case "toward":
			b.towardPrep[v] = true
		case "purpose":
			b.purposePrep[v] = true
		case "aim":
			b.aimPrep[b.prepOf[v]] = true
		case "of":
			b.ofPrep[v] = true
		case "from":
			b.fromPrep[v] = true
		case "office":
			b.officePrep[v] = true
		case "in":
			b.inPrep = v
			b.placePrep[v] = true
		case "place":
			b.placePrep[v] = true
		default:
			return fmt.Errorf("use %q is none of of, from, office, in, place, purpose, toward, aim", use)
		}
	}
	return nil
}

// officeID gives 1 + the office of a role in English, 0 for none.
func (lx *lexicon) officeID(english string) int32 { return lx.officeIDs[english] }

func (b *builder) readOffices() error {
	rows, err := readTable(b.lang.Tables, "offices.tsv", 4, 4)
	if err != nil {
		return err
	}
	for _, r := range rows {
		o := office{english: r.cols[0], arabic: r.cols[1]}
		if o.english == "" || r.cols[3] == "" {
			return r.errorf("the office in English and its words must be given")
		}
		for _, opt := range strings.Fields(r.cols[2]) {
			key, value, _ := strings.Cut(opt, "=")
			switch key {
			case "one":
				o.one = true
			case "many":
				o.many = true
			case "title":
				o.title = true
			case "weak":
				o.weak = true
			case "leads":
				o.leads = true
			case "leaders":
				o.leaders = true
			case "ruler":
				o.ruler = true
			case "posted":
				o.posted = true
			case "fields":
				o.fields = true
			case "any":
				o.any = true
			case "kin":
				o.kin = value
			case "org":
				o.org, o.body = true, value
			case "state":
				if _, ok := schema.StateByCode(value); !ok {
					return r.errorf("state %q is not known", value)
				}
				o.state = value
			default:
				return r.errorf("option %q is not known", opt)
			}
		}
		id := int32(len(b.offices))
		b.offices = append(b.offices, o)
		if _, ok := b.officeIDs[o.english]; !ok {
			b.officeIDs[o.english] = id + 1
		}
		for _, p := range phrases(r.cols[3]) {
			if err := b.addOffice(p, id); err != nil {
				return r.errorf("%w", err)
			}
		}
	}
	return nil
}

// addOffice adds the words of an office. Where names are written with
// capitals an office is a noun, whatever else its words are ("chair",
// "head"), and its plural is that of its last word.
func (b *builder) addOffice(words string, id int32) error {
	e := entry{kind: officeEntry, val: id}
	if !b.lang.Capitals {
		b.add(words, e)
		return nil
	}
	e.tag = Nominal
	b.put(b.split(words), e)
	at := strings.LastIndex(words, " ") + 1
	forms, err := b.lang.Inflect(words[at:], Noun, "")
	if err != nil {
		return err
	}
	for _, f := range forms[1:] {
		plural := words[:at] + f.Text
		if slices.Contains(b.members["agents"], plural) {
			continue // "leaders", "commanders" stand for their side
		}
		e.tag = f.Tag
		b.put(b.split(plural), e)
	}
	return nil
}

func (b *builder) readDates() error {
	rows, err := readTable(b.lang.Tables, "dates.tsv", 3, 3)
	if err != nil {
		return err
	}
	for _, r := range rows {
		class, ok := dateClasses[r.cols[0]]
		if !ok {
			return r.errorf("class %q is not one of dates", r.cols[0])
		}
		val, err := dateValue(class, r.cols[1])
		if err != nil {
			return r.errorf("%w", err)
		}
		for _, p := range phrases(r.cols[2]) {
			b.put(b.split(p), entry{kind: dateEntry, class: class, val: val})
		}
	}
	return nil
}

// readStop reads the common words that end a name.
func (b *builder) readStop() error {
	rows, err := readTable(b.lang.Tables, "stop.tsv", 1, 1)
	if err != nil {
		return err
	}
	for _, r := range rows {
		for _, p := range phrases(r.cols[0]) {
			b.stops = append(b.stops, b.split(p))
			b.closed = append(b.closed, strings.HasSuffix(p, "ة"))
		}
	}
	return nil
}

func (b *builder) readNoise() error {
	rows, err := readTable(b.lang.Tables, "noise.tsv", 2, 2)
	if err != nil {
		return err
	}
	for _, r := range rows {
		where, ok := noisePlaces[r.cols[0]]
		if !ok {
			return r.errorf("%q is none of start, whole, any, end, tail", r.cols[0])
		}
		for _, p := range phrases(r.cols[1]) {
			b.put(b.split(p), entry{kind: noiseEntry, class: where})
		}
	}
	return nil
}
