package ar_test

import (
	"slices"
	"strings"
	"testing"

	"safir/loaders/coder"
	"safir/loaders/coder/ar"
	"safir/schema"
)

// Every type of event is found in plain sentences, with who does it to whom.
func TestPlainSentences(t *testing.T) {
	engine := coder.New(ar.Language())
	good, all := 0, 0
	for n, line := range cases(t, "testdata/plain.tsv") {
		cols := strings.Split(line, "\t")
		if len(cols) != 3 {
			t.Fatalf("plain.tsv:%d: %d columns", n, len(cols))
		}
		c := code(t, engine, cols[2], schema.NewDate(2025, 6, 15))
		all++
		got := summary(c)
		parts := strings.Fields(cols[1])
		slices.Sort(parts)
		want := cols[0] + " " + strings.Join(parts, " ")
		if got != want {
			t.Errorf("plain.tsv:%d: %s\n got %s\nwant %s", n, cols[2], got, want)
			continue
		}
		good++
	}
	t.Logf("%d of %d", good, all)
}

// Articles about the weather, culture, sport, the economy or one's own
// people tell no event.
func TestQuietArticles(t *testing.T) {
	engine := coder.New(ar.Language())
	for n, line := range cases(t, "testdata/quiet.txt") {
		c := code(t, engine, line, schema.Date{})
		if got := summary(c); got != "" {
			t.Errorf("quiet.txt:%d: %s", n, got)
		}
	}
}

// summary names the events of an article by type, role and state.
func summary(c schema.Coded) string {
	var out []string
	for _, e := range c.Events {
		var parts []string
		for _, p := range e.Participants {
			parts = append(parts, string(p.Role[:1])+":"+label(c, p.Actor))
		}
		slices.Sort(parts)
		name := string(e.Type)
		if e.Modality != schema.Actual && e.Type != "INTENT_TO_MEET" {
			name += "/" + string(e.Modality)
		}
		out = append(out, name+" "+strings.Join(parts, " "))
	}
	return strings.Join(out, "; ")
}

func label(c schema.Coded, id string) string {
	for _, a := range c.Actors {
		if a.ID != id {
			continue
		}
		switch {
		case a.Code != "":
			return a.Code
		case id == "group:hamas":
			return "HAM"
		case strings.Contains(id, "houthi"):
			return "HUTHI"
		case strings.Contains(id, "rapid-support"):
			return "RSF"
		case strings.Contains(id, "islamic-state"), id == "group:isis":
			return "ISIS"
		case strings.Contains(id, "atomic"):
			return "IAEA"
		case a.State != "":
			return a.State
		}
	}
	return id
}
