package article

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	utf "golang.org/x/text/encoding/unicode"
)

// Decode returns the text of b. What decides, in this order: a byte order
// mark; valid UTF-8, whatever is declared; the declared charset
// (a name of the WHATWG list, empty for none); UTF-16 by its zero bytes; the
// old Arabic code pages where the bytes read as Arabic in them and in nothing
// else. All else is an error that names the first bad byte.
func Decode(b []byte, declared string) (string, error) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		b = b[3:]
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		return decodeAs(utf.UTF16(utf.LittleEndian, utf.UseBOM), b)
	}
	if enc := utf16Plain(b); enc != nil {
		return decodeAs(enc, b)
	}
	if utf8.Valid(b) {
		return string(b), nil
	}
	if enc, name := charset(declared); enc != nil && name != "utf-8" {
		return decodeAs(enc, b)
	}
	if s, ok := decodeArabic(b); ok {
		return s, nil
	}
	return "", invalidUTF8(b)
}

// Declared returns the first of the names that says something: one of a
// charset other than UTF-8, which valid UTF-8 needs nobody to declare. Servers
// and pages often declare different ones.
func Declared(names ...string) string {
	for _, n := range names {
		if enc, name := charset(n); enc != nil && name != "utf-8" {
			return n
		}
	}
	return ""
}

// charset returns the encoding of that name in the WHATWG list, or nil.
func charset(declared string) (encoding.Encoding, string) {
	declared = strings.Trim(strings.TrimSpace(declared), `"'`)
	// An older alias that pages still declare and the list does not know.
	if strings.EqualFold(declared, "asmo-708") {
		declared = "iso-8859-6"
	}
	enc, err := htmlindex.Get(declared)
	if err != nil {
		return nil, ""
	}
	name, err := htmlindex.Name(enc)
	if err != nil || name == "replacement" {
		return nil, ""
	}
	return enc, name
}

func decodeAs(enc encoding.Encoding, b []byte) (string, error) {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return "", fmt.Errorf("decode as %v: %w", enc, err)
	}
	return strings.TrimPrefix(string(out), "\ufeff"), nil
}

// utf16Plain recognises UTF-16 without a mark: every second byte of spaces,
// digits and markup is zero, which no other text has.
func utf16Plain(b []byte) encoding.Encoding {
	if len(b) < 4 || len(b)%2 != 0 {
		return nil
	}
	n := min(len(b), 4096) &^ 1
	var zero [2]int
	for i, c := range b[:n] {
		if c == 0 {
			zero[i%2]++
		}
	}
	switch {
	case zero[1] > n/20 && zero[0] == 0:
		return utf.UTF16(utf.LittleEndian, utf.IgnoreBOM)
	case zero[0] > n/20 && zero[1] == 0:
		return utf.UTF16(utf.BigEndian, utf.IgnoreBOM)
	}
	return nil
}

// decodeArabic recognises windows-1256 and ISO-8859-6 by what they say.
func decodeArabic(b []byte) (string, bool) {
	if utf8Share(b) > 0.1 {
		return "", false // UTF-8 with a fault in it
	}
	var best string
	var most float64
	for _, enc := range []*charmap.Charmap{charmap.Windows1256, charmap.ISO8859_6} {
		s, err := decodeAs(enc, b)
		if err != nil {
			continue
		}
		if score := readsArabic(s); score > most {
			best, most = s, score
		}
	}
	return best, most > 0
}

// utf8Share returns the share of the bytes beyond ASCII that stand in valid
// UTF-8 sequences.
func utf8Share(b []byte) float64 {
	good, all := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if b[0] >= utf8.RuneSelf {
			all += n
			if r != utf8.RuneError {
				good += n
			}
		}
		b = b[n:]
	}
	return float64(good) / float64(max(all, 1))
}

// readsArabic returns 0 for a string that is not Arabic prose, else the share
// of its commonest letters, about .7. The limits are wide: in the wrong code page letters fall
// on rare ones, and the article never starts a word.
func readsArabic(s string) float64 {
	high, letters, common, words, articles := 0, 0, 0, 0, 0
	for _, r := range s {
		if r >= utf8.RuneSelf && !unicode.IsPunct(r) && !unicode.IsSpace(r) && !unicode.IsSymbol(r) && !unicode.Is(unicode.Cf, r) {
			high++
			if unicode.Is(unicode.Arabic, r) {
				letters++
				if strings.ContainsRune("اليمنوترةبدعه", r) {
					common++
				}
			}
		}
	}
	for w := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
			words++
			if strings.Contains(w, "ال") {
				articles++
			}
		}
	}
	if letters < 20 || letters*20 < high*19 || common*2 < letters || articles*10 < words || strings.ContainsRune(s, utf8.RuneError) {
		return 0
	}
	return float64(common) / float64(letters)
}

func invalidUTF8(b []byte) error {
	line, start := 1, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return fmt.Errorf("invalid UTF-8: byte %#x at line %d, byte %d; convert the file to UTF-8", b[i], line, i-start+1)
		}
		if b[i] == '\n' {
			line, start = line+1, i+1
		}
		i += n
	}
	return errors.New("the charset is not known; convert the file to UTF-8")
}
