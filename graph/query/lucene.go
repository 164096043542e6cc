package query

import (
	"strings"
	"unicode/utf8"

	"safir/schema"
)

// The texts that full-text indexes take are Lucene's query language. They
// are made here of words of letters and digits alone (what schema.Fold
// leaves), so that nothing in them is an operator of that language.

// maxWords bounds what is looked for; Lucene has a bound of its own, at which
// it fails.
const maxWords = 32

// words splits what an argument asks for.
func (b *builder) words(argument, s string) []string {
	words := strings.Fields(schema.Fold(s))
	if len(words) > maxWords {
		b.fail("%s: %q has too many words: at most %d are looked for", argument, clip(s), maxWords)
		return nil
	}
	return words
}

// Each of the functions below returns a list of one text, or of none where
// there are no words.

// lucenePhrase asks for a whole value.
func lucenePhrase(words []string) []any {
	if len(words) == 0 {
		return []any{}
	}
	return []any{`"` + strings.Join(words, " ") + `"`}
}

// luceneFuzzy asks for all words, each of which may differ by a letter, or
// two where it is long.
func luceneFuzzy(words []string) []any { return luceneAll(words, fuzzyWord) }

func fuzzyWord(w string) string {
	switch n := utf8.RuneCountInString(w); {
	case n < 4:
		return `"` + w + `"` // quoted: AND, OR and NOT are words too
	case n < 7:
		return w + "~1"
	default:
		return w + "~2"
	}
}

// luceneWords asks for texts that have all words, as the index folds them.
func luceneWords(words []string) []any {
	return luceneAll(words, func(w string) string { return `"` + w + `"` })
}

// luceneNear asks for texts that have all words as the index folds them, or
// nearly.
func luceneNear(words []string) []any {
	return luceneAll(words, func(w string) string { return `("` + w + `"^2 OR ` + fuzzyWord(w) + `)` })
}

func luceneAll(words []string, form func(string) string) []any {
	if len(words) == 0 {
		return []any{}
	}
	forms := make([]string, len(words))
	for i, w := range words {
		forms[i] = form(w)
	}
	return []any{strings.Join(forms, " AND ")}
}
