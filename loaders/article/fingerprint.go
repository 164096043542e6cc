package article

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"strings"
	"unicode"
)

// A fingerprint is a MinHash of the text's word triples, cut into bands: two
// texts that share the triples to a degree s share a band with probability
// 1-(1-s^rows)^bands. That is 6 % at s = .5, 95 % at .8, all but certain at
// .9: copies that differ in a dateline, a byline or a closing paragraph.
const (
	bands        = 16
	rows         = 8
	fewestTriple = 16 // texts shorter than that are compared as a whole
)

// Fingerprint returns the hashes that stand in [schema.Article.Fingerprint].
// They depend on the words alone: not on case, vowel signs, spelling of alef
// and yeh, punctuation or layout. Changing anything here makes old and new
// fingerprints differ.
func Fingerprint(text string) []string {
	words := foldWords(text)
	if len(words) == 0 {
		return nil
	}
	if len(words) < fewestTriple+2 {
		return []string{fmt.Sprintf("w%016x", hash64(strings.Join(words, " ")))}
	}
	var mins [bands * rows]uint64
	for i := range mins {
		mins[i] = math.MaxUint64
	}
	seen := make(map[uint64]bool, len(words))
	for i := range len(words) - 2 {
		h := hash64(words[i] + " " + words[i+1] + " " + words[i+2])
		if seen[h] {
			continue
		}
		seen[h] = true
		for k := range mins {
			mins[k] = min(mins[k], mix(h+uint64(k)*0x9e3779b97f4a7c15))
		}
	}
	out := make([]string, bands)
	for i := range out {
		h := fnv.New64a()
		for _, m := range mins[i*rows : (i+1)*rows] {
			var b [8]byte
			binary.BigEndian.PutUint64(b[:], m)
			_, _ = h.Write(b[:])
		}
		out[i] = fmt.Sprintf("%x%012x", i, h.Sum64()>>16)
	}
	return out
}

// foldWords returns the words of a text in the form in which they compare.
func foldWords(text string) []string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), r == 'ـ':
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return foldLetter(unicode.ToLower(r))
		}
		return ' '
	}, text)
	return strings.Fields(text)
}

func foldLetter(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ى', 'ی':
		return 'ي'
	case 'ة':
		return 'ه'
	case 'ک':
		return 'ك'
	}
	return r
}

func hash64(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s))
	return mix(h.Sum64())
}

// mix spreads every bit of h over all others (the finaliser of SplitMix64).
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
