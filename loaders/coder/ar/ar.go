// Package ar is what Arabic brings to the coder: its tables, and how its
// verbs, nouns and adjectives inflect. The tables' format is described in
// [safir/loaders/coder].
package ar

import (
	"embed"
	"fmt"
	"slices"
	"strings"

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
		VerbFirst:     true,
		AdjectiveLast: true,
	}
}

// Inflect returns the forms of a lemma as newspapers write them, without
// vowels and clitics.
//
// A verb is the past of the third person; forms gives its present, then
// "noun=" its verbal nouns, "part=" its active participle and "not=" forms to leave out:
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
	out := pastForms(past)
	if present != "" {
		out = append(out, presentForms(present)...)
	}
	for _, f := range fields[1:] {
		key, value, ok := strings.Cut(strings.TrimSpace(f), "=")
		if !ok {
			return nil, fmt.Errorf("%q is none of noun=, part=, not=", strings.TrimSpace(f))
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
			case "not": // looks like another word with «و»
				out = slices.DeleteFunc(out, func(f coder.Form) bool { return f.Text == v })
			default:
				return nil, fmt.Errorf("%q is none of noun, part, not", key)
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
	}
	return append(out, coder.Form{Text: "ن" + body, Tag: tag})
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
