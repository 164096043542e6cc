package query

import (
	"strings"
	"unicode/utf8"
)

// The texts that full-text indexes take are Lucene's query language. They
// are made here of words of letters and digits alone (what schema.Fold
// leaves), so that nothing in them is an operator of that language.

// lucenePhrase asks for a whole value.
func lucenePhrase(folded string) string { return `"` + folded + `"` }

// luceneFuzzy asks for all words, each of which may differ by a letter, or
// two where it is long. It is a list of one text; of none where there are no
// words.
func luceneFuzzy(folded string) []any {
	words := strings.Fields(folded)
	if len(words) == 0 {
		return []any{}
	}
	for i, w := range words {
		words[i] = fuzzyWord(w)
	}
	return []any{strings.Join(words, " AND ")}
}

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
func luceneWords(folded string) []any {
	words := strings.Fields(folded)
	if len(words) == 0 {
		return []any{}
	}
	for i, w := range words {
		words[i] = `"` + w + `"`
	}
	return []any{strings.Join(words, " AND ")}
}
