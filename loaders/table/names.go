package table

import (
	_ "embed" // for the word lists
	"fmt"
	"slices"
	"strings"
	"sync"

	"safir/schema"
)

//go:embed cameo.tsv
var cameoTSV string

//go:embed actors.tsv
var actorsTSV string

type codePrefix struct {
	prefix string
	typ    schema.EventType
}

var cameo = sync.OnceValue(func() []codePrefix {
	c, err := parseCAMEO(cameoTSV)
	if err != nil {
		panic("table: cameo.tsv: " + err.Error()) // embedded: a test fails first
	}
	return c
})

var kinds = sync.OnceValue(func() kindWords {
	k, err := parseKinds(actorsTSV)
	if err != nil {
		panic("table: actors.tsv: " + err.Error()) // embedded: a test fails first
	}
	return k
})

func parseCAMEO(tsv string) ([]codePrefix, error) {
	var out []codePrefix
	err := eachRow(tsv, 3, func(f []string) error {
		if _, ok := schema.EventType(f[1]).Info(); !ok || f[0] == "" {
			return fmt.Errorf("%q is no event type", f[1])
		}
		out = append(out, codePrefix{f[0], schema.EventType(f[1])})
		return nil
	})
	// The longest prefix comes first.
	slices.SortStableFunc(out, func(a, b codePrefix) int { return len(b.prefix) - len(a.prefix) })
	return out, err
}

// kindWords is the file actors.tsv.
type kindWords struct {
	titles map[string]schema.Kind
	words  []kindWord
}

type kindWord struct {
	word string // with a space on both sides
	kind schema.Kind
}

func parseKinds(tsv string) (kindWords, error) {
	k := kindWords{titles: make(map[string]schema.Kind)}
	err := eachRow(tsv, 3, func(f []string) error {
		kind, word := schema.Kind(f[1]), schema.Fold(f[2])
		if kind != schema.Group && kind != schema.Organization && kind != schema.Person || word == "" {
			return fmt.Errorf("%q is no kind, or it has no words", f[1])
		}
		switch f[0] {
		case "title":
			k.titles[word] = kind
		case "word":
			k.words = append(k.words, kindWord{" " + word + " ", kind})
		default:
			return fmt.Errorf("%q is neither word nor title", f[0])
		}
		return nil
	})
	return k, err
}

// eachRow calls f with the columns of each line; an error names the line.
func eachRow(tsv string, columns int, f func([]string) error) error {
	n := 0
	for line := range strings.Lines(tsv) {
		n++
		if line = strings.TrimRight(line, "\r\n"); line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != columns {
			return fmt.Errorf("line %d: %d columns, want %d", n, len(fields), columns)
		}
		if err := f(fields); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return nil
}

// SetCode sets the row's CAMEO code and the type that goes with it: by the
// longest prefix in the vocabulary, and by cameo.tsv for the families that the
// vocabulary does not name.
func (r *Row) SetCode(code string) error {
	t, ok := schema.TypeOfCAMEO(code)
	if !ok {
		for _, c := range cameo() {
			if strings.HasPrefix(code, c.prefix) {
				t, ok = c.typ, true
				break
			}
		}
	}
	if !ok {
		return fmt.Errorf("%q is no CAMEO code", code)
	}
	r.Code, r.Type = code, t
	return nil
}

// NamedActor tells from a name alone what it names: "Iran", "Citizen (Iran)",
// "Hassan Rouhani". country is what the table says of it, as a name or code;
// it may be empty.
func NamedActor(name, country string) Actor {
	a := Actor{Name: name, Kind: schema.Person, State: StateCode(country)}
	if name == "" {
		return a
	}
	if s, ok := schema.StateByName(name); ok {
		a.Kind, a.State = schema.State, s.Code
		return a
	}
	if title, place, ok := inBrackets(name); ok {
		a.Kind = schema.Organization
		if k, ok := kinds().titles[schema.Fold(title)]; ok {
			a.Kind = k
		}
		if s := StateCode(place); s != "" {
			a.State = s
		}
		return a
	}
	folded := " " + schema.Fold(name) + " "
	for _, w := range kinds().words {
		if strings.Contains(folded, w.word) {
			a.Kind = w.kind
			return a
		}
	}
	if !strings.Contains(strings.TrimSpace(folded), " ") && strings.ToUpper(name) == name {
		a.Kind = schema.Organization // an abbreviation
	}
	return a
}

// inBrackets takes "Foreign Affairs (Bangladesh)" apart; the place may hold
// brackets of its own.
func inBrackets(name string) (title, place string, ok bool) {
	title, place, ok = strings.Cut(name, " (")
	if !ok || !strings.HasSuffix(place, ")") {
		return "", "", false
	}
	return title, strings.TrimSuffix(place, ")"), true
}

// StateCode returns the ISO alpha-3 code of a state by its name or code;
// empty for regions and for what is not known.
func StateCode(country string) string {
	if country == "" {
		return ""
	}
	if s, ok := schema.StateByCode(country); ok {
		return s.Code
	}
	before, _, _ := strings.Cut(country, " (") // Holy See (Vatican City State)
	for _, name := range []string{country, before} {
		if s, ok := schema.StateByName(name); ok {
			return s.Code
		}
	}
	return ""
}
