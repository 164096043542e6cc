package coder_test

import (
	"bufio"
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"safir/loaders/coder"
	"safir/loaders/coder/ar"
	"safir/loaders/coder/en"
	"safir/schema"
)

// whenCase is a block of testdata/when.txt.
type whenCase struct {
	line  int
	text  string
	wants []string // "D …", "M …", "O …"
}

// TestWhen reads days, modality and order of sentences in both languages.
func TestWhen(t *testing.T) {
	e := coder.New(ar.Language(), en.Language())
	for _, c := range whenCases(t) {
		a := schema.Article{ID: "case", Language: schema.English, PublishedAt: schema.NewDate(2025, 6, 25), Text: strings.ReplaceAll(c.text, " // ", "\n\n")}
		if strings.ContainsFunc(c.text, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
			a.Language = schema.Arabic
		}
		coded, err := e.Code(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range c.wants {
			kind, want := want[0], strings.TrimSpace(want[1:])
			if got := whenOf(kind, coded); got != want && !(kind == 'O' && slices.Contains(strings.Fields(got), want)) {
				t.Errorf("testdata/when.txt:%d: %s\n\twant %c %s\n\tgot  %c %s", c.line, c.text, kind, want, kind, got)
			}
		}
	}
}

func whenCases(t *testing.T) []whenCase {
	f, err := os.Open("testdata/when.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []whenCase
	s := bufio.NewScanner(f)
	for n := 1; s.Scan(); n++ {
		line := s.Text()
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "S "):
			out = append(out, whenCase{line: n, text: line[2:]})
		case len(out) > 0 && len(line) > 2 && strings.ContainsRune("DMO", rune(line[0])):
			out[len(out)-1].wants = append(out[len(out)-1].wants, line)
		default:
			t.Fatalf("testdata/when.txt:%d: %q is no line of a case", n, line)
		}
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// whenOf writes what the coder found as the cases are written.
func whenOf(kind byte, c schema.Coded) string {
	var out []string
	types := make(map[string]schema.EventType)
	told := false
	for _, e := range c.Events {
		types[e.ID] = e.Type
		told = told || e.Modality == schema.Actual || e.Modality == schema.Planned
		switch kind {
		case 'D':
			d := "-"
			if !e.Date.IsZero() {
				if d = e.Date.Start.String(); e.Date.End != e.Date.Start {
					d += ".." + e.Date.End.String()
				}
			}
			out = append(out, d)
		case 'M':
			out = append(out, string(e.Type)+":"+string(e.Modality))
		}
	}
	if kind == 'M' && !told {
		return "-"
	}
	if kind == 'O' {
		for _, o := range c.Order {
			out = append(out, string(types[o.Earlier])+"<"+string(types[o.Later]))
		}
	}
	return strings.Join(out, " ")
}
