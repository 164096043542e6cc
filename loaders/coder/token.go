package coder

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/clipperhouse/uax29/v2/words"
)

type tokenKind uint8

const (
	wordToken tokenKind = iota
	numberToken
	punctToken
)

type tokenFlag uint16

const (
	flagCapital    tokenFlag = 1 << iota // begins with a capital
	flagCaps                             // all capitals, more than one
	flagGlued                            // no white space before
	flagPiece                            // a clitic or 's: not the start of a written word
	flagTanwin                           // ends in tanwin: adverb or indefinite object
	flagHyphen                           // joined to the word before by a hyphen
	flagAccusative                       // ends in the alef of the indefinite accusative
)

// token is a word, a clitic, a number or a sign, with its place in the
// original text in code points.
type token struct {
	start, end int32
	word       int32 // id of the folded form; negative: known in this article only
	bare       int32 // id without the article, or the form in capitals; 0 for none
	num        int32 // value of a number
	ch         rune  // the sign
	kind       tokenKind
	flag       tokenFlag
}

// sentence is a run of tokens within one paragraph.
type sentence struct {
	first, last int32 // tokens, last exclusive
	para        int32
}

type paragraph struct {
	first, last int32 // tokens, last exclusive
	noise       bool  // gives no evidence
}

// maxSentence bounds the work on a text without full stops.
const maxSentence = 240

// segment splits the text into paragraphs, sentences and tokens.
func (d *doc) segment() {
	text := d.article.Text
	point := int32(0)
	for at := 0; at < len(text); {
		end := at
		for end < len(text) && text[end] != '\n' {
			end++
		}
		line := text[at:end]
		d.segmentLine(line, &point)
		if end < len(text) {
			end++
			point++
		}
		at = end
	}
}

func (d *doc) segmentLine(line string, point *int32) {
	start := int32(len(d.tokens))
	base := *point
	d.tokenize(line, base)
	*point = base + int32(utf8.RuneCountInString(line))
	if int32(len(d.tokens)) == start {
		return
	}
	para := int32(len(d.paras))
	d.paras = append(d.paras, paragraph{first: start, last: int32(len(d.tokens))})
	// Sentence ends of UAX 29, joined where an abbreviation or an initial
	// only seems to end one.
	at, t, first := base, start, start
	for it := sentences.FromString(line); it.Next(); {
		at += int32(utf8.RuneCountInString(it.Value()))
		for t < int32(len(d.tokens)) && d.tokens[t].start < at {
			t++
		}
		if t > first && t < int32(len(d.tokens)) && d.joins(t) {
			continue
		}
		d.addSentence(first, t, para)
		first = t
	}
	d.addSentence(first, int32(len(d.tokens)), para)
}

func (d *doc) addSentence(first, last, para int32) {
	for last-first > maxSentence {
		cut := first + maxSentence
		for i := cut; i > first+maxSentence/2; i-- {
			if d.tokens[i].kind == punctToken {
				cut = i + 1
				break
			}
		}
		d.sents = append(d.sents, sentence{first, cut, para})
		first = cut
	}
	if last > first {
		d.sents = append(d.sents, sentence{first, last, para})
	}
}

// joins tells whether the sentence that seems to end before token t goes on:
// after an abbreviation, an initial, or a stop within brackets or quotes that the next
// word follows in lower case.
func (d *doc) joins(t int32) bool {
	dot := d.tokens[t-1]
	if dot.kind != punctToken || dot.ch != '.' || t < 2 {
		return false
	}
	w := d.tokens[t-2]
	if w.kind != wordToken || dot.flag&flagGlued == 0 {
		return false
	}
	return w.end-w.start == 1 || d.lx.abbrev[w.word] || d.lx.abbrev[w.bare] || d.lx.lang.Capitals && d.initials(&w)
}

// initials tells whether a word is several initials: "K.P".
func (d *doc) initials(t *token) bool {
	w := d.offsets.slice(t.start, t.end)
	for i := range len(w) {
		if i%2 == 1 && w[i] != '.' || i%2 == 0 && (w[i] < 'A' || w[i] > 'Z') {
			return false
		}
	}
	return len(w)%2 == 1
}

// tokenize appends the tokens of a line that starts at code point base.
func (d *doc) tokenize(line string, base int32) {
	pos, glued := base, false
	hyphen := false
	for it := words.FromString(line); it.Next(); {
		seg := it.Value()
		n := int32(utf8.RuneCountInString(seg))
		r, size := utf8.DecodeRuneInString(seg)
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			var flag tokenFlag
			if glued {
				flag |= flagGlued
				if hyphen {
					flag |= flagHyphen
				}
			}
			d.wordTokens(seg, pos, n, r, flag)
			glued, hyphen = true, false
		case unicode.IsSpace(r) || r == 0x200f || r == 0x200e || r == 0x202b || r == 0x202c || r == 0xfeff:
			glued, hyphen = false, false
		case (r == '-' || r == '‐' || r == '‑') && size == len(seg) && glued && d.lastIsWord() && it.End() < len(line) && wordAhead(line[it.End():]):
			hyphen = true // within a word: no token
		default:
			switch {
			case n > 1 && r < utf8.RuneSelf:
				n0 := n
				for _, r := range seg {
					d.tokens = append(d.tokens, token{start: pos, end: pos + 1, kind: punctToken, ch: r, flag: gluedFlag(glued)})
					pos++
					glued = true
				}
				pos -= n0
			case (r == '\'' || r == '’') && glued && d.pluralPossessive(line[it.End():]):
				d.tokens = append(d.tokens, token{start: pos, end: pos + 1, word: d.lx.possessive, flag: flagGlued | flagPiece})
			default:
				d.tokens = append(d.tokens, token{start: pos, end: pos + n, kind: punctToken, ch: r, flag: gluedFlag(glued)})
			}
			glued, hyphen = true, false
		}
		pos += n
	}
}

func gluedFlag(g bool) tokenFlag {
	if g {
		return flagGlued
	}
	return 0
}

func (d *doc) lastIsWord() bool {
	n := len(d.tokens)
	return n > 0 && d.tokens[n-1].kind != punctToken
}

// pluralPossessive tells whether an apostrophe before rest makes the last
// word a possessor: "the leaders' meeting".
func (d *doc) pluralPossessive(rest string) bool {
	if !d.lx.lang.Capitals || !d.lastIsWord() || len(rest) < 2 || rest[0] != ' ' || !wordAhead(rest[1:]) {
		return false
	}
	t := &d.tokens[len(d.tokens)-1]
	return strings.HasSuffix(d.offsets.slice(t.start, t.end), "s")
}

func wordAhead(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// wordTokens appends a written word: a number, or a word with its clitics.
func (d *doc) wordTokens(seg string, pos, n int32, r rune, flag tokenFlag) {
	if num, digits, points := parseNumber(seg); digits > 0 && unicode.IsDigit(r) { // one of a script that we read
		d.fold = foldWord(d.fold[:0], seg[:digits])
		d.tokens = append(d.tokens, token{start: pos, end: pos + points, kind: numberToken, num: num, flag: flag, word: d.lx.vocab[string(d.fold)]})
		if digits == len(seg) {
			return
		}
		seg, pos, n, flag = seg[digits:], pos+points, n-points, flagGlued
		r, _ = utf8.DecodeRuneInString(seg)
	}
	if unicode.IsUpper(r) {
		flag |= flagCapital
		if n > 1 && allCaps(seg) {
			flag |= flagCaps
		}
	}
	if d.lx.lang.Capitals {
		d.latinWord(seg, pos, n, flag)
		return
	}
	if size, points, word := d.clitiqueNumber(seg); size > 0 {
		d.tokens = append(d.tokens, token{start: pos, end: pos + points, word: word, flag: flag & flagGlued})
		r, _ = utf8.DecodeRuneInString(seg[size:])
		d.wordTokens(seg[size:], pos+points, n-points, r, flagGlued|flagPiece)
		return
	}
	d.joinedWord(seg, pos, n, flag)
}

// clitiqueNumber tells whether a written word is a clitic and a number:
// «و9».
func (d *doc) clitiqueNumber(seg string) (size int, points int32, word int32) {
	for i, r := range seg {
		if i > 4 {
			return 0, 0, 0
		}
		if !unicode.IsDigit(r) {
			points++
			continue
		}
		if i == 0 {
			return 0, 0, 0
		}
		d.fold = foldWord(d.fold[:0], seg[:i])
		for _, level := range d.lx.clitics.before {
			for _, c := range level {
				if c.text == string(d.fold) {
					return i, points, c.word
				}
			}
		}
		return 0, 0, 0
	}
	return 0, 0, 0
}

func allCaps(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 1
}

// parseNumber reads the digits that a word begins with; thousands are
// grouped by commas or «٬», fractions are cut.
func parseNumber(seg string) (value int32, size int, points int32) {
	v, frac := int64(0), false
	for i, r := range seg {
		switch {
		case r >= '0' && r <= '9':
			r -= '0'
		case r >= '٠' && r <= '٩':
			r -= '٠'
		case r >= '۰' && r <= '۹':
			r -= '۰'
		case r == ',' || r == '٬' || r == '،':
			points++
			size = i + utf8.RuneLen(r)
			continue
		case r == '.' || r == '٫':
			frac = true
			points++
			size = i + utf8.RuneLen(r)
			continue
		default:
			return clampNumber(v), size, points
		}
		if !frac && v < 1<<40 {
			v = v*10 + int64(r)
		}
		points++
		size = i + 1
		for size < len(seg) && !utf8.RuneStart(seg[size]) {
			size++
		}
	}
	return clampNumber(v), size, points
}

func clampNumber(v int64) int32 {
	if v > 1<<31-1 {
		return 1<<31 - 1
	}
	return int32(v)
}

// latinWord appends a word and, apart, the 's that it carries.
func (d *doc) latinWord(seg string, pos, n int32, flag tokenFlag) {
	stem := seg
	for _, s := range [...]string{"'s", "’s", "'S", "’S"} {
		if len(seg) > len(s) && seg[len(seg)-len(s):] == s {
			stem = seg[:len(seg)-len(s)]
			break
		}
	}
	m := n
	if len(stem) < len(seg) {
		m -= 2
	}
	d.fold = foldWord(d.fold[:0], stem)
	t := token{start: pos, end: pos + m, flag: flag, word: d.wordID(d.fold)}
	if flag&flagCaps != 0 {
		d.fold = append(d.fold[:0], '^')
		d.fold = foldWord(d.fold, stem)
		t.bare = d.lx.vocab[string(d.fold)]
	}
	d.tokens = append(d.tokens, t)
	if m < n {
		d.tokens = append(d.tokens, token{start: pos + m, end: pos + n, word: d.lx.possessive, flag: flagGlued | flagPiece})
	}
}

// wordID returns the id of a folded form, a new negative one where the
// lexicon does not know it.
func (d *doc) wordID(w []byte) int32 {
	if id := d.lx.vocab[string(w)]; id != 0 {
		return id
	}
	if id := d.local[string(w)]; id != 0 {
		return id
	}
	id := -int32(len(d.local)) - 1
	d.local[string(w)] = id
	return id
}
