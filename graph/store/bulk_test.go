package store_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/graph/store"
	"safir/schema"
)

// TestBulkWritesWhatTheGraphHolds looks at the files alone; a test of the
// program imports them and compares with a load by transactions.
func TestBulkWritesWhatTheGraphHolds(t *testing.T) {
	dir := t.TempDir()
	b, err := store.NewBulk(dir)
	if err != nil {
		t.Fatal(err)
	}
	c := call()
	c.Table, c.ExactNames, c.Order = true, true, nil
	c.Article.Title = `A "quoted" title`
	other := call()
	for i, want := range []schema.Outcome{schema.Loaded, schema.Unchanged, schema.Failed} {
		w, err := b.Write(t.Context(), []schema.Coded{[]schema.Coded{c, c, other}[i]})
		if err != nil || w[0].Outcome != want {
			t.Fatalf("%d: %+v %v", i, w, err)
		}
		if want == schema.Failed && !errors.Is(w[0].Err, store.ErrNotBulk) {
			t.Error(w[0].Err)
		}
	}
	args, err := b.Close("")
	if err != nil {
		t.Fatal(err)
	}
	if len(args) < 10 || args[3] != "neo4j" {
		t.Errorf("%q", args)
	}
	var lines []string
	for _, name := range []string{"articles", "actors", "events", "initiated", "received", "joined", "reports", "mentions", "published", "contacted"} {
		f, err := os.ReadFile(filepath.Join(dir, name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(f)).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, r := range rows[1:] {
			lines = append(lines, name+": "+strings.Join(r[:min(3, len(r))], " "))
		}
	}
	want := []string{
		`articles: article:1  A "quoted" title`,
		"actors: person:khalid Person Khalid", "actors: person:mousavi Person Mousavi", "actors: state:IRN State Iran", "actors: state:ISR State Israel",
		"events: event:1 PhoneCall PHONE_CALL", "events: event:2 Ceasefire CEASEFIRE",
		"initiated: person:khalid event:1", "received: person:mousavi event:1", "joined: state:IRN event:2", "joined: state:ISR event:2",
		"reports: article:1 event:1 event:1", "reports: article:1 event:2 event:2",
		"mentions: article:1 person:khalid person:khalid", "mentions: article:1 person:mousavi person:mousavi", "mentions: article:1 state:IRN state:IRN", "mentions: article:1 state:ISR state:ISR",
		"published: source:wire article:1", "contacted: person:khalid person:mousavi 1",
	}
	if d := cmp.Diff(want, lines); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
