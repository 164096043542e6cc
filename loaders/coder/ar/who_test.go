package ar_test

import (
	"slices"
	"strings"
	"testing"

	"safir/loaders/coder"
	"safir/loaders/coder/ar"
	"safir/schema"
)

// The participants of an event are exactly those whom the words name, under
// the names and for the states that the words give.
func TestWho(t *testing.T) {
	engine := coder.New(ar.Language())
	for n, line := range cases(t, "testdata/who.tsv") {
		events, text, ok := strings.Cut(line, "\t")
		if !ok {
			t.Fatalf("who.tsv:%d: no TAB", n)
		}
		text = strings.ReplaceAll(text, `\n`, "\n\n")
		c := code(t, engine, text, schema.NewDate(2025, 6, 15))
		var want []string
		for _, e := range strings.Split(events, " ; ") {
			words := strings.Fields(e)
			if e == "-" {
				continue
			}
			slices.Sort(words[1:])
			want = append(want, strings.Join(words, " "))
		}
		got := whoDid(c, events)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("who.tsv:%d: %s\n got %s\nwant %s", n, text, strings.Join(got, " ; "), strings.Join(want, " ; "))
		}
	}
}

// whoDid tells the events of an article as who.tsv writes them; of a person's
// names it takes the one that want holds, else the first.
func whoDid(c schema.Coded, want string) []string {
	names := make(map[string]string, len(c.Actors))
	for _, a := range c.Actors {
		switch {
		case a.Kind == schema.State:
			names[a.ID] = a.State
		case a.Kind != schema.Person:
			_, names[a.ID], _ = strings.Cut(a.ID, ":")
		default:
			for _, n := range a.Names {
				n = strings.ReplaceAll(n, " ", "_") + "/" + a.State
				if names[a.ID] == "" || strings.Contains(want, ":"+n) {
					names[a.ID] = n
				}
			}
		}
	}
	var out []string
	for _, e := range c.Events {
		var parts []string
		for _, p := range e.Participants {
			parts = append(parts, string(p.Role[:1])+":"+names[p.Actor])
		}
		slices.Sort(parts)
		typ := string(e.Type)
		if e.Modality != schema.Actual {
			typ += "/" + string(e.Modality)
		}
		out = append(out, strings.Join(append([]string{typ}, parts...), " "))
	}
	slices.Sort(out)
	return out
}
