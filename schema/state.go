package schema

import (
	_ "embed" // for the table
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// StateInfo is what is known of a state or territory by its names.
type StateInfo struct {
	Code      string      // ISO 3166-1 alpha-3; XKX for Kosovo
	Alpha2    string      // ISO 3166-1 alpha-2; XK for Kosovo
	Name      string      // usual English name
	NameAr    string      // usual Arabic name
	Capital   string      // in English: the town by which the news name the state; empty where there is none
	CapitalAr string      // the same in Arabic
	Terms     []StateTerm // every word that may stand for the state, the usual names first, no text twice in one language and sense
}

// Sense says how a term stands for its state.
type Sense int

// The senses of terms.
const (
	NameSense    Sense = iota // "Saudi Arabia", "KSA", «السعودية»
	DemonymSense              // "Saudi", "Saudis", «سعودي», «السعوديون»: adjective and people, all inflections
	CapitalSense              // "Riyadh": the capital, which may also be just a place
	MetonymSense              // "the Kremlin", «البيت الأبيض»
)

// StateTerm is a word or phrase that stands for a state.
type StateTerm struct {
	Text      string
	Language  Language
	Sense     Sense
	Ambiguous bool // it commonly names something else too; only context tells
}

//go:embed states.tsv
var statesTSV string

var states = sync.OnceValue(func() []StateInfo {
	s, err := parseStates(statesTSV)
	if err != nil {
		panic("schema: " + err.Error()) // embedded: a test fails first
	}
	return s
})

var stateByCode = sync.OnceValue(func() map[string]int {
	m := make(map[string]int)
	for i, s := range states() {
		m[s.Code], m[s.Alpha2] = i, i
	}
	return m
})

// stateByName maps folded names to places in states; -1 stands for a name
// that several states share.
var stateByName = sync.OnceValue(func() map[string]int {
	m := make(map[string]int)
	put := func(i int, name string) {
		key := Fold(name)
		if j, taken := m[key]; taken && j != i {
			m[key] = -1
			return
		}
		m[key] = i
	}
	for i, s := range states() {
		for _, t := range s.Terms {
			if t.Sense == NameSense {
				put(i, t.Text)
			}
		}
	}
	// The standard's names serve where the table has none of that spelling.
	for _, tag := range []language.Tag{language.English, language.Arabic, language.Persian, language.Hebrew, language.French} {
		namer := display.Regions(tag)
		for i, s := range states() {
			region, err := language.ParseRegion(s.Alpha2)
			if err != nil {
				continue
			}
			if name := namer.Name(region); name != "" {
				if _, taken := m[Fold(name)]; !taken {
					put(i, name)
				}
			}
		}
	}
	return m
})

// States returns the table in its file's order. Callers must not change the
// terms.
func States() []StateInfo { return slices.Clone(states()) }

// StateByCode returns the state of an ISO 3166-1 code, alpha-3 or alpha-2,
// in upper case.
func StateByCode(code string) (StateInfo, bool) {
	i, ok := stateByCode()[code]
	if !ok {
		return StateInfo{}, false
	}
	return states()[i], true
}

// StateByName returns the state of that name, in Arabic, English, Persian,
// Hebrew or French, however it is spelled (see [Fold]). Demonyms, capitals
// and metonyms are no names; a name that several states share gives none.
func StateByName(name string) (StateInfo, bool) {
	i, ok := stateByName()[Fold(name)]
	if !ok || i < 0 {
		return StateInfo{}, false
	}
	return states()[i], true
}

const stateColumns = 12

var codePattern = regexp.MustCompile(`^[A-Z]{3}$`)

// parseStates reads the table in the format that its head describes.
func parseStates(tsv string) ([]StateInfo, error) {
	var all []StateInfo
	seen := make(map[string]bool)
	for i, line := range strings.Split(tsv, "\n") {
		bad := func(format string, args ...any) error {
			return fmt.Errorf("states.tsv:%d: %w", i+1, fmt.Errorf(format, args...))
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != stateColumns {
			return nil, bad("%d columns, want %d", len(f), stateColumns)
		}
		s := StateInfo{Code: f[0], Alpha2: f[1]}
		switch {
		case !codePattern.MatchString(s.Code) || len(s.Alpha2) != 2:
			return nil, bad("codes %q and %q", f[0], f[1])
		case seen[s.Code] || seen[s.Alpha2]:
			return nil, bad("%s stands twice", s.Code)
		case f[2] == "" || f[3] == "":
			return nil, bad("%s needs a name in English and in Arabic", s.Code)
		}
		seen[s.Code], seen[s.Alpha2] = true, true
		for pair, sense := range [...]Sense{NameSense, NameSense, DemonymSense, CapitalSense, MetonymSense} {
			for side, lang := range [...]Language{English, Arabic} {
				if err := s.addTerms(f[2+2*pair+side], lang, sense); err != nil {
					return nil, bad("%s: %w", s.Code, err)
				}
			}
		}
		s.Name, s.NameAr = firstTerm(f[2]), firstTerm(f[3])
		s.Capital, s.CapitalAr = firstTerm(f[8]), firstTerm(f[9])
		all = append(all, s)
	}
	return all, nil
}

// addTerms adds the terms of one cell, which are separated by bars.
func (s *StateInfo) addTerms(cell string, lang Language, sense Sense) error {
	if cell == "" {
		return nil
	}
	for _, word := range strings.Split(cell, "|") {
		word, ambiguous := strings.CutPrefix(word, "?")
		word, fixed := strings.CutPrefix(word, "=")
		if word == "" || word != strings.TrimSpace(word) {
			return fmt.Errorf("term %q is empty or has space around it", word)
		}
		if isArabic(word) != (lang == Arabic) {
			return fmt.Errorf("term %q is not in the script of its column", word)
		}
		forms := []string{word}
		if sense == DemonymSense && !fixed {
			if lang == Arabic {
				var err error
				if forms, err = InflectArabicDemonym(word); err != nil {
					return err
				}
			} else {
				forms = InflectEnglishDemonym(word)
			}
		}
		for _, text := range forms {
			t := StateTerm{Text: text, Language: lang, Sense: sense, Ambiguous: ambiguous}
			same := func(u StateTerm) bool { return u.Text == t.Text && u.Language == lang && u.Sense == sense }
			if !slices.ContainsFunc(s.Terms, same) {
				s.Terms = append(s.Terms, t)
			}
		}
	}
	return nil
}

func firstTerm(cell string) string {
	word, _, _ := strings.Cut(cell, "|")
	return strings.TrimLeft(word, "?=")
}

// isArabic tells whether a word is written in Arabic letters.
func isArabic(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
}
