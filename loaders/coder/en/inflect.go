package en

import (
	"fmt"
	"strings"

	"safir/loaders/coder"
)

// Inflect returns the forms of a lemma. Regular English forms need not be
// given. forms holds, for a verb, "past=", "pp=" (past participle; without it
// the past serves), "ger=" and "noun=" (verbal nouns), separated by
// semicolons; for a noun, its plurals where they are not regular.
// Alternatives are separated by |.
func Inflect(lemma string, part coder.Part, forms string) ([]coder.Form, error) {
	switch part {
	case coder.Verb:
		return inflectVerb(lemma, forms)
	case coder.Noun:
		plurals := []string{addS(lemma)}
		if forms != "" {
			plurals = strings.Split(forms, "|")
		}
		return nounForms(append([]string{lemma}, plurals...)), nil
	case coder.Adj:
		if forms != "" {
			return nil, fmt.Errorf("an English adjective has no forms, found %q", forms)
		}
		return []coder.Form{{Text: lemma}}, nil
	}
	return nil, fmt.Errorf("part %q is not verb, noun or adj", part)
}

func inflectVerb(lemma, forms string) ([]coder.Form, error) {
	past, gerund := []string{addEd(lemma)}, []string{addIng(lemma)}
	var participle, nouns []string
	if forms != "" {
		for _, f := range strings.Split(forms, ";") {
			key, value, ok := strings.Cut(strings.TrimSpace(f), "=")
			if !ok || value == "" {
				return nil, fmt.Errorf("form %q is not of the kind past=went", f)
			}
			values := strings.Split(value, "|")
			switch key {
			case "past":
				past = values
			case "pp":
				participle = values
			case "ger":
				gerund = values
			case "noun":
				nouns = values
			default:
				return nil, fmt.Errorf("form %q is none of past, pp, ger, noun", key)
			}
		}
	}
	if participle == nil {
		participle = past
	}
	out := []coder.Form{
		{Text: lemma, Tag: coder.Finite | coder.Present | coder.Infinitive | coder.Plural},
		{Text: addS(lemma), Tag: coder.Finite | coder.Present},
	}
	for _, f := range past {
		out = append(out, coder.Form{Text: f, Tag: coder.Finite | coder.Past})
	}
	for _, f := range participle {
		out = append(out, coder.Form{Text: f, Tag: coder.PastPart})
	}
	for _, f := range gerund {
		out = append(out, coder.Form{Text: f, Tag: coder.ActivePart})
	}
	return merge(append(out, nounForms(nouns)...)), nil
}

// nounForms tags the forms of a noun: the first is the singular, and any that
// is a regular plural of one before it is a plural.
func nounForms(nouns []string) []coder.Form {
	var out []coder.Form
	for i, n := range nouns {
		tag := coder.Nominal
		if i > 0 && (strings.HasSuffix(n, "s") || n == "men") {
			tag |= coder.Plural
		}
		out = append(out, coder.Form{Text: n, Tag: tag})
	}
	return out
}

// merge joins the tags of forms that are spelt alike: "met" is past and past
// participle.
func merge(forms []coder.Form) []coder.Form {
	at := make(map[string]int, len(forms))
	out := forms[:0]
	for _, f := range forms {
		if i, ok := at[f.Text]; ok {
			out[i].Tag |= f.Tag
			continue
		}
		at[f.Text] = len(out)
		out = append(out, f)
	}
	return out
}

func addS(w string) string {
	switch {
	case hasAnySuffix(w, "s", "x", "z", "ch", "sh"):
		return w + "es"
	case w == "go":
		return "goes"
	case w == "have":
		return "has"
	case endsConsonantY(w):
		return w[:len(w)-1] + "ies"
	}
	return w + "s"
}

func addEd(w string) string {
	switch {
	case strings.HasSuffix(w, "e"):
		return w + "d"
	case endsConsonantY(w):
		return w[:len(w)-1] + "ied"
	case doubles(w):
		return w + w[len(w)-1:] + "ed"
	}
	return w + "ed"
}

func addIng(w string) string {
	switch {
	case strings.HasSuffix(w, "ie"):
		return w[:len(w)-2] + "ying"
	case strings.HasSuffix(w, "e") && !hasAnySuffix(w, "ee", "oe", "ye"):
		return w[:len(w)-1] + "ing"
	case doubles(w):
		return w + w[len(w)-1:] + "ing"
	}
	return w + "ing"
}

func endsConsonantY(w string) bool {
	n := len(w)
	return n > 1 && w[n-1] == 'y' && !vowel(w[n-2])
}

// doubles tells whether a word of one syllable doubles its last consonant:
// slam, slammed.
func doubles(w string) bool {
	n := len(w)
	if n < 2 || vowel(w[n-1]) || strings.IndexByte("wxy", w[n-1]) >= 0 || !vowel(w[n-2]) {
		return false
	}
	for i := range n - 2 {
		if vowel(w[i]) {
			return false
		}
	}
	return true
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

func hasAnySuffix(w string, suffixes ...string) bool {
	for _, s := range suffixes {
		if strings.HasSuffix(w, s) {
			return true
		}
	}
	return false
}
