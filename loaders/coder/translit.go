package coder

import "strings"

// latin spells Arabic letters the way news in English mostly do, so that a
// name often comes out as English articles write it.
var latin = map[rune]string{
	'ا': "a", 'أ': "a", 'إ': "i", 'آ': "a", 'ء': "", 'ؤ': "u", 'ئ': "i", 'ب': "b", 'ت': "t", 'ث': "th", 'ج': "j", 'ح': "h", 'خ': "kh",
	'د': "d", 'ذ': "dh", 'ر': "r", 'ز': "z", 'س': "s", 'ش': "sh", 'ص': "s", 'ض': "d", 'ط': "t", 'ظ': "z", 'ع': "a", 'غ': "gh", 'ف': "f",
	'ق': "q", 'ك': "k", 'ل': "l", 'م': "m", 'ن': "n", 'ه': "h", 'و': "w", 'ي': "y", 'ى': "a", 'ة': "a", 'پ': "p", 'چ': "ch", 'ژ': "zh", 'گ': "g", 'ڤ': "v",
}

// Transliterate spells an Arabic name in Latin letters. It is a function of
// its spelling alone: short vowels are guessed between consonants.
func Transliterate(name string) string {
	var out []string
	for _, w := range strings.Fields(name) {
		out = append(out, transliterateWord(w))
	}
	return strings.Join(out, " ")
}

func transliterateWord(w string) string {
	switch w {
	case "بن":
		return "bin"
	case "بنت":
		return "bint"
	case "آل":
		return "Al"
	case "عبد":
		return "Abdul"
	}
	prefix := ""
	if rest, ok := strings.CutPrefix(w, "ال"); ok && len([]rune(rest)) > 2 {
		prefix, w = "al-", rest
	}
	rs := []rune(w)
	var b strings.Builder
	prevVowel := true
	for i, r := range rs {
		s, ok := latin[r]
		if !ok {
			if r < 0x80 {
				s = string(r)
			} else {
				continue
			}
		}
		vowel := r == 'ا' || r == 'أ' || r == 'إ' || r == 'آ' || r == 'ى' || r == 'ة' || r == 'ع'
		if r == 'و' && i > 0 {
			if i == len(rs)-1 || !isLongVowel(rs[i+1]) {
				s, vowel = "u", true
				if prevVowel {
					s, vowel = "w", false
				}
			}
		}
		if r == 'ي' && i > 0 {
			if i == len(rs)-1 || !isLongVowel(rs[i+1]) {
				s, vowel = "i", true
				if prevVowel {
					s, vowel = "y", false
				}
			}
		}
		if !vowel && !prevVowel {
			b.WriteString("a")
		}
		b.WriteString(s)
		prevVowel = vowel
	}
	out := b.String()
	if out == "" {
		return prefix
	}
	first := []rune(out)
	return prefix + strings.ToUpper(string(first[0])) + string(first[1:])
}

func isLongVowel(r rune) bool {
	switch r {
	case 'ا', 'و', 'ي', 'ى', 'ة', 'آ':
		return true
	}
	return false
}
