package gazetteer

import (
	"fmt"
	"iter"
	"strings"
	"unicode"

	"safir/schema"
)

// Term is a name or word that stands for an entry.
type Term struct {
	Text      string
	Language  schema.Language
	Ambiguous bool // it commonly means something else too; only context tells
	Adjective bool // "European", «أممي», «حوثي»: says whose something is
}

// table is one file of the gazetteer.
type table struct {
	file    string
	columns int
	text    string
}

// row is one line of a table.
type row struct {
	file  string
	line  int
	cells []string
}

// errorf returns an error that names the row's file and line.
func (r row) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", r.file, r.line, fmt.Errorf(format, args...))
}

// rows yields the lines that are neither empty nor comments. Empty columns at
// the end may be left out; a line with too many comes with its error.
func (t table) rows() iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		n := 0
		for line := range strings.Lines(t.text) {
			n++
			line = strings.TrimRight(line, "\r\n")
			if line == "" || line[0] == '#' {
				continue
			}
			r := row{t.file, n, strings.Split(line, "\t")}
			var err error
			if n := len(r.cells); n > t.columns {
				err = r.errorf("%d columns, want %d", n, t.columns)
			} else {
				r.cells = append(r.cells, make([]string, t.columns-n)...)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// names reads the four cells from column first on: the usual name and its
// variants in English, then in Arabic. Usual names come first in the result.
func (r row) names(first int) (english, arabic string, terms []Term, err error) {
	english, arabic = r.cells[first], r.cells[first+2]
	for _, cell := range []struct {
		text string
		lang schema.Language
	}{{english, schema.English}, {arabic, schema.Arabic}, {r.cells[first+1], schema.English}, {r.cells[first+3], schema.Arabic}} {
		more, err := r.terms(cell.text, cell.lang)
		if err != nil {
			return "", "", nil, err
		}
		terms = append(terms, more...)
	}
	return strings.TrimPrefix(english, "?"), strings.TrimPrefix(arabic, "?"), terms, nil
}

// terms reads the terms of one cell, which are separated by bars.
func (r row) terms(cell string, lang schema.Language) ([]Term, error) {
	if cell == "" {
		return nil, nil
	}
	var terms []Term
	for word := range strings.SplitSeq(cell, "|") {
		word, ambiguous := strings.CutPrefix(word, "?")
		switch {
		case word == "" || word != strings.TrimSpace(word):
			return nil, r.errorf("term %q is empty or has space around it", word)
		case isArabic(word) != (lang == schema.Arabic):
			return nil, r.errorf("term %q is not in the script of its column", word)
		}
		terms = append(terms, Term{Text: word, Language: lang, Ambiguous: ambiguous})
	}
	return terms, nil
}

// adjectives reads a cell of adjectives and members' names and gives all
// their forms, as for the demonyms of states.
func (r row) adjectives(cell string, lang schema.Language) ([]Term, error) {
	stems, err := r.terms(cell, lang)
	if err != nil {
		return nil, err
	}
	var terms []Term
	for _, stem := range stems {
		fixed, isFixed := strings.CutPrefix(stem.Text, "=")
		forms := []string{fixed}
		switch {
		case isFixed:
		case lang == schema.Arabic:
			if forms, err = schema.InflectArabicDemonym(stem.Text); err != nil {
				return nil, r.errorf("%w", err)
			}
		default:
			forms = schema.InflectEnglishDemonym(stem.Text)
		}
		for _, form := range forms {
			terms = append(terms, Term{Text: form, Language: lang, Ambiguous: stem.Ambiguous, Adjective: true})
		}
	}
	return terms, nil
}

func isArabic(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
}
