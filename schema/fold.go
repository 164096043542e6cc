package schema

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the form of a name under which it is looked up and compared,
// so that spellings that readers take for one name become one string:
//
//   - Arabic: no diacritics and no tatweel; أ إ آ ٱ become ا, ى and ی become
//     ي, ة becomes ه, ؤ and ئ lose their hamza (before و every seat is و:
//     شئون, شؤون); the letters of Persian, Urdu and Kurdish become their
//     nearest Arabic ones; presentation forms become letters;
//   - Latin: lower case without diacritics; ø ł ß and their like are spelled
//     with plain letters;
//   - apostrophes and dots vanish (U.S. is us, Sana'a is sanaa), + stays
//     (OPEC+ is not OPEC), every other sign and every run of white space is
//     one space, digits are 0 to 9.
//
// Fold is idempotent and knows no words: an article ال or the stays, and so
// does the space in عبد الله.
func Fold(s string) string {
	f := folder{out: make([]byte, 0, len(s))}
	for _, r := range s {
		f.add(r)
	}
	return string(f.out)
}

type folder struct {
	out  []byte
	seat int  // where in out a letter stands that carried a hamza; 0: none
	gap  bool // a space is due before the next letter
}

func (f *folder) add(r rune) {
	if r < 0x80 {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9', r == '+':
			f.letter(r)
		case 'A' <= r && r <= 'Z':
			f.letter(r + 'a' - 'A')
		case r == '\'', r == '.', r == '`':
		default:
			f.gap = true
		}
		return
	}
	switch r {
	case 'ئ', 'ء':
		f.hamza(r)
		return
	case hamzaAbove:
		// The decomposed form of ئ.
		if n := len(f.out) - len("ي"); n >= 0 && string(f.out[n:]) == "ي" && !f.gap {
			f.seat = n + 1
		}
		return
	case 'و', 'ؤ':
		if f.seat > 0 && !f.gap {
			f.out = append(f.out[:f.seat-1], "و"...)
		}
		f.letter('و')
		return
	}
	if plain, ok := foldTable[r]; ok {
		for _, p := range plain {
			f.letter(p)
		}
		return
	}
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Lm, r) || strings.ContainsRune(dropped, r) {
		return
	}
	if parts := norm.NFKD.String(string(r)); parts != string(r) {
		for _, p := range parts {
			f.add(p)
		}
		return
	}
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		f.letter(unicode.ToLower(r))
	} else {
		f.gap = true
	}
}

func (f *folder) letter(r rune) {
	if f.gap && len(f.out) > 0 {
		f.out = append(f.out, ' ')
	}
	f.gap, f.seat = false, 0
	f.out = utf8.AppendRune(f.out, r)
}

// hamza writes the letter, which becomes و if و turns out to follow.
func (f *folder) hamza(r rune) {
	if r == 'ئ' {
		r = 'ي'
	}
	f.letter(r)
	f.seat = len(f.out) - utf8.RuneLen(r) + 1
}

const hamzaAbove = '\u0654'

// dropped are signs that stand within words: apostrophes, tatweel, soft
// hyphen, and the marks that steer joining and direction.
const dropped = "’‘ʼʿʾ′´ـ\u00ad\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"

// foldTable holds what Unicode's own decompositions do not know.
var foldTable = map[rune]string{
	'أ': "ا", 'إ': "ا", 'آ': "ا", 'ٱ': "ا", 'ى': "ي", 'ة': "ه",
	'ی': "ي", 'ې': "ي", 'ے': "ي", 'ێ': "ي", 'ک': "ك", 'ڪ': "ك", 'گ': "ك", 'ڭ': "ك", 'پ': "ب", 'چ': "ج", 'ژ': "ز",
	'ڤ': "ف", 'ڥ': "ف", 'ھ': "ه", 'ہ': "ه", 'ە': "ه", 'ۀ': "ه", 'ۆ': "و", 'ۇ': "و", 'ڵ': "ل", 'ڕ': "ر", 'ٹ': "ت", 'ڈ': "د",
	'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l", 'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d", 'þ': "th", 'Þ': "th", 'ħ': "h", 'Ħ': "h",
	'ı': "i", 'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ə': "a", 'Ə': "a", 'ŋ': "n", 'Ŋ': "n",
	'٠': "0", '١': "1", '٢': "2", '٣': "3", '٤': "4", '٥': "5", '٦': "6", '٧': "7", '٨': "8", '٩': "9",
	'۰': "0", '۱': "1", '۲': "2", '۳': "3", '۴': "4", '۵': "5", '۶': "6", '۷': "7", '۸': "8", '۹': "9",
}
