// Package ar is what Arabic brings to the coder: its tables, and how its
// verbs, nouns and adjectives inflect. The tables' format is described in
// [safir/loaders/coder].
package ar

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"safir/loaders/coder"
	"safir/schema"
)

//go:embed *.tsv
var tables embed.FS

// Language returns Arabic.
func Language() *coder.Language {
	return &coder.Language{
		Code:          schema.Arabic,
		Tables:        tables,
		Inflect:       Inflect,
		Passive:       Passive,
		VerbFirst:     true,
		AdjectiveLast: true,
	}
}

// Inflect returns the forms of a lemma as newspapers write them, without
// vowels and clitics.
//
// A verb is the past of the third person; forms gives its present, then
// "noun=" its verbal nouns, "part=" its active participle, "pp=" its passive
// participle and "not=" forms to leave out:
// «استقبل	verb	يستقبل; noun=استقبال; part=مستقبل». Of a noun, forms gives the plurals.
func Inflect(lemma string, part coder.Part, forms string) ([]coder.Form, error) {
	switch part {
	case coder.Verb:
		return verb(lemma, forms)
	case coder.Noun:
		return noun(lemma, forms, coder.Nominal), nil
	default:
		return adjective(lemma, coder.Nominal), nil
	}
}

func verb(past, forms string) ([]coder.Form, error) {
	fields := strings.Split(forms, ";")
	present := strings.TrimSpace(fields[0])
	if present != "" && !strings.HasPrefix(present, "ي") {
		return nil, fmt.Errorf("the present %q does not begin with ي", present)
	}
	out := append(pastForms(past), passiveForms(past, present)...)
	if present != "" {
		out = append(out, presentForms(present)...)
	}
	for _, f := range fields[1:] {
		key, value, ok := strings.Cut(strings.TrimSpace(f), "=")
		if !ok {
			return nil, fmt.Errorf("%q is none of noun=, part=, pp=, not=", strings.TrimSpace(f))
		}
		for _, v := range strings.Split(value, "|") {
			if v = strings.TrimSpace(v); v == "" {
				return nil, fmt.Errorf("%s= is empty", key)
			}
			switch key {
			case "noun":
				for _, f := range noun(v, "", coder.Nominal) {
					f.Lemma = v
					out = append(out, f)
				}
			case "part":
				out = append(out, participle(v)...)
			case "pp":
				for _, f := range adjective(v, 0) {
					f.Tag |= coder.PastPart
					out = append(out, f)
				}
			case "not": // looks like another word with «و»
				out = slices.DeleteFunc(out, func(f coder.Form) bool { return f.Text == v })
			default:
				return nil, fmt.Errorf("%q is none of noun, part, pp, not", key)
			}
		}
	}
	return out, nil
}

func pastForms(w string) []coder.Form {
	const tag = coder.Finite | coder.Past
	stem, plural := w, w+"وا"
	dual := w + "ا"
	switch {
	case strings.HasSuffix(w, "ى"):
		stem = strings.TrimSuffix(w, "ى")
		plural, dual = stem+"وا", stem+"يا"
	case strings.HasSuffix(w, "ا"):
		stem = strings.TrimSuffix(w, "ا")
		plural, dual = stem+"وا", stem+"وا"
	case strings.HasSuffix(w, "أ"):
		plural, dual = strings.TrimSuffix(w, "أ")+"أوا", w+"ا"
	}
	return []coder.Form{
		{Text: w, Tag: tag},
		{Text: stem + "ت", Tag: tag},
		{Text: plural, Tag: tag | coder.Plural},
		{Text: dual, Tag: tag | coder.Dual},
		{Text: stem + "تا", Tag: tag | coder.Dual},
	}
}

func presentForms(w string) []coder.Form {
	const tag = coder.Finite | coder.Present
	body := strings.TrimPrefix(w, "ي")
	stem := body
	dual := body + "ان"
	switch {
	case strings.HasSuffix(body, "ي"), strings.HasSuffix(body, "و"):
		stem = body[:len(body)-len("ي")]
	case strings.HasSuffix(body, "ى"):
		stem = strings.TrimSuffix(body, "ى")
		dual = stem + "يان"
	}
	var out []coder.Form
	for _, p := range [...]string{"ي", "ت"} {
		out = append(out,
			coder.Form{Text: p + body, Tag: tag},
			coder.Form{Text: p + stem + "ون", Tag: tag | coder.Plural},
			coder.Form{Text: p + stem + "وا", Tag: tag | coder.Plural},
			coder.Form{Text: p + dual, Tag: tag | coder.Dual},
			coder.Form{Text: p + strings.TrimSuffix(dual, "ن"), Tag: tag | coder.Dual},
		)
		if stem != body {
			out = append(out, coder.Form{Text: p + stem, Tag: tag}) // after لم
		}
		if l := []rune(body); len(l) == 3 && strings.ContainsRune("ويا", l[1]) {
			out = append(out, coder.Form{Text: p + string(l[0]) + string(l[2]), Tag: tag}) // «لم يزر»
		}
	}
	return append(out, coder.Form{Text: "ن" + body, Tag: tag})
}

// passiveForms gives the forms of the passive that are written otherwise
// than the active: «اغتيل», «حوصر», «استدعيت», «يعاد».
func passiveForms(past, present string) []coder.Form {
	const tag = coder.Finite | coder.PassiveOnly
	letters := []rune(past)
	n := len(letters)
	if n < 4 {
		return nil
	}
	var stem string
	var out []coder.Form
	switch {
	case letters[n-1] == 'ى': // the masculine is spelled alike but for the last letter
		return []coder.Form{{Text: string(letters[:n-1]) + "يت", Tag: tag | coder.Past}}
	case letters[n-2] == 'ا':
		stem = string(letters[:n-2]) + "ي" + string(letters[n-1])
		p := []rune(present)
		if m := len(p); m > 3 && p[m-2] == 'ي' {
			body := string(p[1:m-2]) + "ا" + string(p[m-1])
			out = append(out, coder.Form{Text: "ي" + body, Tag: tag | coder.Present}, coder.Form{Text: "ت" + body, Tag: tag | coder.Present})
		}
	case letters[1] == 'ا' && n == 4 && letters[0] != 'و': // «ووصل» is «و وصل»
		stem = string(letters[:1]) + "و" + string(letters[2:])
	default:
		return nil
	}
	return append(out, coder.Form{Text: stem, Tag: tag | coder.Past}, coder.Form{Text: stem + "ت", Tag: tag | coder.Past}, coder.Form{Text: stem + "وا", Tag: tag | coder.Past | coder.Plural})
}

// Passive tells by the vowels that newspapers write that a verb is passive:
// «فُرضت», «استُدعي», «يُتهم». The first vowel of «يُعلن» and «يُطالب» is that of
// the active as well.
func Passive(word string, tag coder.Tag) bool {
	letters, damma := 0, 0 // the letter that has the first damma
	first, third, last := rune(0), rune(0), rune(0)
	for _, r := range word {
		switch {
		case r == 'ُ':
			if damma == 0 {
				damma = letters
			}
		case unicode.Is(unicode.Mn, r) || r == 'ـ':
		default:
			letters++
			last = r
			switch letters {
			case 1:
				first = r
			case 3:
				third = r
			}
		}
	}
	switch {
	case tag&coder.Past != 0 && first != 'ي' && (first != 'ت' || tag&coder.Present == 0):
		if damma == 1 || (damma == 2 || damma == 3) && strings.ContainsRune("اأإ", first) && damma < letters {
			return true
		}
		return damma == 0 && last == 'ي' && letters > 3 // «استدعي», never «استدعى»
	case tag&coder.Present != 0:
		if strings.HasSuffix(word, "ون") || strings.HasSuffix(word, "وا") {
			letters -= 2
		}
		return damma == 1 && letters > 4 && third != 'ا'
	}
	return false
}

func participle(w string) []coder.Form {
	const tag = coder.ActivePart
	if strings.HasSuffix(w, "ا") || strings.HasSuffix(w, "ن") && strings.HasSuffix(w, "ين") {
		return []coder.Form{{Text: w, Tag: tag}}
	}
	stem := strings.TrimSuffix(w, "ي")
	plural := w + "ين"
	if stem != w {
		plural = stem + "ين"
	}
	return []coder.Form{
		{Text: w, Tag: tag}, {Text: w + "ا", Tag: tag}, {Text: w + "ة", Tag: tag},
		{Text: plural, Tag: tag | coder.Plural}, {Text: w + "ان", Tag: tag | coder.Dual}, {Text: w + "ات", Tag: tag | coder.Plural}, {Text: w + "تين", Tag: tag | coder.Dual},
	}
}

func noun(w, plurals string, tag coder.Tag) []coder.Form {
	out := []coder.Form{{Text: w, Tag: tag}}
	if stem, ok := strings.CutSuffix(w, "ة"); ok {
		out = append(out,
			coder.Form{Text: stem + "ات", Tag: tag | coder.Plural},
			coder.Form{Text: stem + "تان", Tag: tag | coder.Dual},
			coder.Form{Text: stem + "تين", Tag: tag | coder.Dual},
			coder.Form{Text: stem + "تا", Tag: tag | coder.Dual},
			coder.Form{Text: stem + "تي", Tag: tag | coder.Dual},
		)
	} else {
		out = append(out,
			coder.Form{Text: w + "ان", Tag: tag | coder.Dual},
			coder.Form{Text: w + "ين", Tag: tag | coder.Dual},
			coder.Form{Text: w + "ا", Tag: tag | coder.Dual},
			coder.Form{Text: w + "ي", Tag: tag | coder.Dual},
		)
	}
	for _, p := range strings.Split(plurals, "|") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, coder.Form{Text: p, Tag: tag | coder.Plural})
		}
	}
	return out
}

func adjective(w string, tag coder.Tag) []coder.Form {
	return []coder.Form{
		{Text: w, Tag: tag}, {Text: w + "ة", Tag: tag}, {Text: w + "ا", Tag: tag}, {Text: w + "ين", Tag: tag | coder.Plural},
		{Text: w + "ون", Tag: tag | coder.Plural}, {Text: w + "ات", Tag: tag | coder.Plural}, {Text: w + "ان", Tag: tag | coder.Dual}, {Text: w + "تين", Tag: tag | coder.Dual},
	}
}
