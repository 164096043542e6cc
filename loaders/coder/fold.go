package coder

import (
	"unicode/utf8"

	"safir/schema"
)

// foldWord appends the folded form of one word to dst: what [schema.Fold]
// gives for it, by a short way for the letters that news are made of.
func foldWord(dst []byte, word string) []byte {
	start := len(dst)
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			switch {
			case 'A' <= c && c <= 'Z':
				c += 'a' - 'A'
			case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			case c == '.', c == '\'':
				i++
				continue
			default:
				return append(dst[:start], schema.Fold(word)...)
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(word[i:])
		i += n
		switch {
		case r >= 0x621 && r <= 0x64A:
			switch r {
			case 'أ', 'إ', 'آ':
				r = 'ا'
			case 'ى':
				r = 'ي'
			case 'ة':
				r = 'ه'
			case 'ؤ':
				r = 'و'
			case 'ـ':
				continue
			case 'ئ', 'ء':
				return append(dst[:start], schema.Fold(word)...)
			}
			dst = append(dst, 0xD8|byte(r>>6)&0x07, 0x80|byte(r)&0x3F)
		case r >= 0x64B && r <= 0x652, r == '’', r == 0x200f, r == 0x200e:
		default:
			return append(dst[:start], schema.Fold(word)...)
		}
	}
	return dst
}
