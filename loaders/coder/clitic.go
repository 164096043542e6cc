package coder

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clitics are the pieces that a script writes together with words.
type clitics struct {
	before  [2][]clitic // conjunctions, then prepositions and future
	after   []clitic
	article string
	// contract is how a preposition and the article look together («لل»);
	// contracted is the preposition.
	contract   string
	contracted clitic
	stems      []rewrite // how a stem looks before a suffix
	endings    []rewrite // how a word looks in other cases
}

type clitic struct {
	text string // folded
	word int32
	only []string // what must follow
}

type rewrite struct{ from, to string }

// pieces is how a written word divides.
type pieces struct {
	pre        [2]clitic
	word, bare int32
	post       clitic
	accusative bool
}

// joinedWord appends a word of a script that writes clitics together with
// their word.
func (d *doc) joinedWord(seg string, pos, n int32, flag tokenFlag) {
	d.fold = foldWord(d.fold[:0], seg)
	d.noSuffix = strings.HasSuffix(seg, "ة") || strings.HasSuffix(seg, "ةً") || strings.HasSuffix(seg, "ةُ") || strings.HasSuffix(seg, "ةَ") || strings.HasSuffix(seg, "ةِ")
	d.endsInHaa = strings.HasSuffix(seg, "ه")
	if strings.ContainsRune(seg, 'ً') {
		flag |= flagTanwin
	}
	p := d.dividedOnce()
	if p.accusative {
		flag |= flagAccusative
	}
	rest := seg
	start, end := pos, pos+n
	for _, c := range p.pre {
		if c.word == 0 {
			continue
		}
		size, points := lettersIn(rest, utf8.RuneCountInString(c.text))
		d.tokens = append(d.tokens, token{start: start, end: start + points, word: c.word, flag: flag & (flagGlued | flagPiece)})
		rest, start = rest[size:], start+points
		flag |= flagPiece
	}
	if p.word == 0 && p.bare == 0 { // a preposition with its pronoun
		d.tokens = append(d.tokens, token{start: start, end: end, word: p.post.word, flag: flagPiece})
		return
	}
	t := token{start: start, end: end, word: p.word, bare: p.bare, flag: flag}
	if p.post.word == 0 {
		d.tokens = append(d.tokens, t)
		return
	}
	_, points := lettersIn(rest, utf8.RuneCountInString(d.lettersOf(rest))-utf8.RuneCountInString(p.post.text))
	t.end = start + points
	d.tokens = append(d.tokens, t, token{start: t.end, end: end, word: p.post.word, flag: flagPiece})
}

// lettersOf folds what is left of a word, to count its letters.
func (d *doc) lettersOf(s string) string {
	d.fold = foldWord(d.fold[:0], s)
	return string(d.fold)
}

// lettersIn returns how much of s holds its first n letters, marks included.
func lettersIn(s string, n int) (size int, points int32) {
	for i, r := range s {
		if r == 'ـ' || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
			points++
			continue
		}
		if n == 0 {
			return i, points
		}
		n--
		points++
	}
	return len(s), points
}

// find looks a form up as it is, without its article, and in its other
// endings.
func (c *clitics) find(lx *lexicon, w []byte, endings bool) (word, bare int32, accusative bool) {
	word = lx.vocab[string(w)]
	if art := c.article; art != "" && len(w) > len(art)+3 && string(w[:len(art)]) == art {
		bare = lx.vocab[string(w[len(art):])]
	}
	if word != 0 || bare != 0 {
		return word, bare, false
	}
	if !endings {
		return 0, 0, false
	}
	for _, r := range c.endings {
		if n := len(w) - len(r.from); n >= 4 && string(w[n:]) == r.from {
			if id := lx.vocab[string(w[:n])+r.to]; id != 0 {
				return id, 0, r.to == ""
			}
		}
	}
	return 0, 0, false
}

// findStem looks up what is left of a form when its suffix is cut.
//
// A verb's feminine and a noun in ة look the same before a pronoun
// («استضافتها»): both are returned.
func (c *clitics) findStem(lx *lexicon, w []byte) (word, other int32) {
	if len(w) < 4 {
		return 0, 0
	}
	exact := lx.vocab[string(w)]
	for _, r := range c.stems {
		if n := len(w) - len(r.from); n >= 2 && string(w[n:]) == r.from {
			if id := lx.vocab[string(w[:n])+r.to]; id != 0 {
				if exact != 0 {
					return exact, id
				}
				return id, 0
			}
		}
	}
	return exact, 0
}

// maxDivided bounds the words whose division a doc remembers.
const maxDivided = 1 << 14

// dividedOnce divides the folded word, or remembers how: most words of an
// article stood in another one.
func (d *doc) dividedOnce() pieces {
	if d.dividedBy != d.lx || len(d.divided) >= maxDivided {
		d.dividedBy, d.divided = d.lx, make(map[string]pieces)
	}
	n := len(d.fold)
	mark := byte(0)
	if d.noSuffix {
		mark |= 1
	}
	if d.endsInHaa {
		mark |= 2
	}
	d.fold = append(d.fold, mark)
	p, ok := d.divided[string(d.fold)]
	if !ok {
		if p = d.divide(d.fold[:n]); p.word >= 0 && p.bare >= 0 { // not an unknown word, whose number only this article knows
			d.divided[string(d.fold)] = p
		}
	}
	return p
}

// divide finds the reading of a written word that the lexicon knows: as it
// is, else with clitics before, after, or both. A word that it does not know stays whole, unless
// an article shows where its prefix ends or the article has it without.
func (d *doc) divide(w []byte) pieces {
	if p, ok := d.divideAs(w, false); ok {
		return p
	}
	if p, ok := d.divideAs(w, true); ok {
		return p
	}
	return d.divideUnknown(w)
}

// divideAs tries all divisions that leave a known word; endings says whether
// one in another case counts.
func (d *doc) divideAs(w []byte, endings bool) (pieces, bool) {
	lx, c := d.lx, d.lx.clitics
	if word, bare, acc := c.find(lx, w, endings); word != 0 || bare != 0 {
		plain := word
		if word == 0 {
			word = d.wordID(w)
		}
		whole := pieces{word: word, bare: bare, accusative: acc}
		// A word that only stands within names, and one that is written with
		// ة elsewhere, may divide all the same: «بأن», «سفيره».
		suffixed := d.endsInHaa && lx.taa[string(w)] && !lx.haa[string(w)]
		if bare != 0 || plain != 0 && len(lx.trie.ends[lx.trie.first(plain)]) > 0 && !suffixed {
			return whole, true
		}
		if p, ok := d.withSuffix(w); ok && (suffixed && lx.common(p.word) || lx.functional(p.word)) {
			return p, true
		}
		if p, ok := d.withPrefix(w, endings); ok && (lx.functional(p.word) || p.word == 0 && p.bare == 0) {
			return p, true
		}
		return whole, true
	}
	if p, ok := d.withSuffix(w); ok {
		return p, true
	}
	return d.withPrefix(w, endings)
}

// withPrefix divides a word after its prefixes.
func (d *doc) withPrefix(w []byte, endings bool) (pieces, bool) {
	c := d.lx.clitics
	if p, ok := d.contracted(w, clitic{}, endings); ok {
		return p, true
	}
	for level, first := range c.before {
		for _, a := range first {
			rest, ok := a.cut(w)
			if !ok {
				continue
			}
			if p, ok := d.afterPrefix(rest, level, endings); ok {
				p.pre[1], p.pre[0] = p.pre[0], a
				return p, true
			}
			if level != 0 {
				continue
			}
			if p, ok := d.contracted(rest, a, endings); ok {
				return p, true
			}
			for _, b := range c.before[1] {
				rest, ok := b.cut(rest)
				if !ok {
					continue
				}
				if p, ok := d.afterPrefix(rest, 1, endings); ok {
					p.pre = [2]clitic{a, b}
					return p, true
				}
			}
		}
	}
	return pieces{}, false
}

// divideUnknown divides a word that nobody knows where its article, or the
// same word elsewhere in the text, shows the prefix.
func (d *doc) divideUnknown(w []byte) pieces {
	c := d.lx.clitics
	var best pieces
	found := false
	for level, first := range c.before {
		for _, a := range first {
			rest, ok := a.cut(w)
			if !ok || found {
				continue
			}
			if d.startsWithArticle(rest) && len(rest) >= 10 || len(rest) >= 6 && d.local[string(rest)] != 0 {
				best, found = pieces{pre: [2]clitic{a}, word: d.wordID(rest)}, true
			} else if level == 0 {
				for _, b := range c.before[1] {
					if rest, ok := b.cut(rest); ok && (d.startsWithArticle(rest) && len(rest) >= 10 || len(rest) >= 8 && d.local[string(rest)] != 0) {
						best, found = pieces{pre: [2]clitic{a, b}, word: d.wordID(rest)}, true
						break
					}
				}
			}
		}
	}
	if found {
		return best
	}
	return pieces{word: d.wordID(w)}
}

func (d *doc) startsWithArticle(w []byte) bool {
	art := d.lx.clitics.article
	return art != "" && len(w) > len(art) && string(w[:len(art)]) == art
}

// cut takes the clitic off a word, where what follows allows it.
func (c *clitic) cut(w []byte) ([]byte, bool) {
	rest, ok := cutPrefix(w, c.text)
	if !ok || len(c.only) == 0 {
		return rest, ok
	}
	for _, o := range c.only {
		if len(rest) > len(o) && string(rest[:len(o)]) == o {
			return rest, true
		}
	}
	return nil, false
}

func cutPrefix(w []byte, p string) ([]byte, bool) {
	if len(w) >= len(p)+2 && string(w[:len(p)]) == p {
		return w[len(p):], true
	}
	return nil, false
}

// afterPrefix reads what follows the prefix a: a known word, one with a
// suffix, or a pronoun.
func (d *doc) afterPrefix(rest []byte, level int, endings bool) (pieces, bool) {
	lx, c := d.lx, d.lx.clitics
	if level == 1 {
		for _, s := range c.after {
			if string(rest) == s.text {
				return pieces{post: s}, true
			}
		}
	}
	if len(rest) < 4 {
		return pieces{}, false
	}
	if word, bare, acc := c.find(lx, rest, endings); word != 0 || bare != 0 {
		if d.endsInHaa && lx.taa[string(rest)] && !lx.haa[string(rest)] {
			if p, ok := d.withSuffix(rest); ok && lx.common(p.word) {
				return p, true // «وطالبه» is no «طالبة»
			}
		}
		if word == 0 {
			word = d.wordID(rest)
		}
		return pieces{word: word, bare: bare, accusative: acc}, true
	}
	return d.withSuffix(rest)
}

func (d *doc) withSuffix(w []byte) (pieces, bool) {
	c := d.lx.clitics
	if d.noSuffix {
		return pieces{}, false
	}
	for _, s := range c.after {
		n := len(w) - len(s.text)
		if n < 4 || string(w[n:]) != s.text {
			continue
		}
		if d.startsWithArticle(w) && (n > 6 || d.lx.vocab[string(w[:n])] == 0) {
			continue
		}
		if id, other := c.findStem(d.lx, w[:n]); id != 0 {
			return pieces{word: id, bare: other, post: s}, true
		}
	}
	return pieces{}, false
}

// contracted reads a word that begins with a preposition and the article
// drawn together, after the conjunction that may stand before.
func (d *doc) contracted(w []byte, before clitic, endings bool) (pieces, bool) {
	lx, c := d.lx, d.lx.clitics
	if c.contract == "" {
		return pieces{}, false
	}
	rest, ok := cutPrefix(w, c.contract)
	if !ok {
		return pieces{}, false
	}
	p := pieces{pre: [2]clitic{before, c.contracted}}
	if before.word == 0 {
		p.pre = [2]clitic{c.contracted}
	}
	full := append(append(make([]byte, 0, len(w)+4), c.article...), rest...)
	p.word, p.bare, _ = c.find(lx, full, endings)
	if p.bare == 0 {
		p.bare = lx.vocab[string(rest)]
	}
	// A word that begins with the preposition's letter: «للبنان», «للقاء»,
	// which is no contraction of «إلقاء».
	if id := lx.vocab[string(w[len(c.contracted.text):])]; id != 0 && (p.bare == 0 || lx.common(id)) {
		p.word, p.bare = id, 0
		return p, true
	}
	if p.word == 0 && p.bare == 0 {
		if stem, ok := d.withSuffix(full); ok {
			p.word, p.bare, p.post = stem.word, stem.bare, stem.post
			return p, true
		}
		if len(full) < 10 || !endings {
			return pieces{}, false
		}
	}
	if p.word == 0 {
		p.word = d.wordID(full)
	}
	return p, true
}
