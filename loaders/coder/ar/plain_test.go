package ar_test

import (
	"bufio"
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"safir/loaders/coder"
	"safir/loaders/coder/ar"
	"safir/schema"
)

// Every type of event is found in plain sentences, with who does it to whom.
func TestPlainSentences(t *testing.T) {
	f, err := os.Open("testdata/plain.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	engine := coder.New(ar.Language())
	sc := bufio.NewScanner(f)
	good, all := 0, 0
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		cols := strings.Split(line, "\t")
		if len(cols) != 3 {
			t.Fatalf("plain.tsv:%d: %d columns", n, len(cols))
		}
		day, _ := schema.ParseDate("2025-06-15")
		c, err := engine.Code(context.Background(), schema.Article{ID: "a", Text: cols[2], Language: schema.Arabic, PublishedAt: day})
		if err != nil {
			t.Fatal(err)
		}
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
	b, err := os.ReadFile("testdata/quiet.txt")
	if err != nil {
		t.Fatal(err)
	}
	engine := coder.New(ar.Language())
	for n, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		c, err := engine.Code(context.Background(), schema.Article{ID: "a", Text: line, Language: schema.Arabic})
		if err != nil {
			t.Fatal(err)
		}
		if got := summary(c); got != "" {
			t.Errorf("quiet.txt:%d: %s", n+1, got)
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
