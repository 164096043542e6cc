package gdelt

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/loaders/table"
	"safir/schema"
)

const shared = "../../../shared/data/"

// event writes an Events line.
func event(id, day, code string, actor1, actor2 []string, url string) string {
	f := make([]string, eventColumns)
	f[evID], f[evDay], f[evCode], f[evAdded], f[evURL] = id, day, code, "20150218230000", url
	copy(f[evActor1:], actor1)
	copy(f[evActor2:], actor2)
	copy(f[evPlace:], []string{"4", "Waterkloof, Free State, South Africa", "SF"})
	return strings.Join(f, "\t")
}

func mentionLine(event, source, address, confidence string) string {
	f := make([]string, mentionColumns)
	f[mnEvent], f[mnTime], f[mnKind], f[mnSource], f[mnAddress], f[mnConfidence] = event, "20150218231500", kindWeb, source, address, confidence
	return strings.Join(f, "\t")
}

func load(t *testing.T, paths ...string) (docs []schema.Coded, errs []string) {
	t.Helper()
	for d, err := range New(paths, Options{}).Documents(t.Context()) {
		if err != nil {
			errs = append(errs, filepath.Base(d.Item)+": "+err.Error())
			continue
		}
		if err := d.Coded.Check(); err != nil {
			t.Fatalf("%s: %v", d.Item, err)
		}
		docs = append(docs, *d.Coded)
	}
	return docs, errs
}

func TestEventsWithMentions(t *testing.T) {
	dir := t.TempDir()
	put := func(name string, lines ...string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("20150218230000.export.CSV",
		event("1", "20150218", "042", []string{"ZAF", "SOUTH AFRICA", "ZAF"}, []string{"USAGOV", "PRESIDENT", "USA", "", "", "", "", "GOV"}, "https://a.example/1?utm_source=x"),
		event("2", "20140218", "190", []string{"SYRREB", "REBELS", "SYR", "", "", "", "", "REB"}, nil, "https://a.example/2"),
		event("3", "20150218", "190", nil, nil, "https://a.example/2"),
		event("4", "20150218", "---", []string{"ZAF", "SOUTH AFRICA", "ZAF"}, nil, "https://a.example/2"),
		"cut\tshort",
	)
	put("20150218230000.mentions.CSV",
		mentionLine("1", "a.example", "https://a.example/1?utm_source=x", "80"),
		mentionLine("1", "a.example", "https://a.example/1?utm_source=x", "60"),
		mentionLine("1", "b.example", "https://b.example/9", "30"),
		mentionLine("99", "b.example", "https://b.example/9", "30"),
		mentionLine("x", "b.example", "https://b.example/9", "30"),
	)
	docs, errs := load(t, dir)
	var got []string
	for _, d := range docs {
		s := fmt.Sprintf("%s (%s, %s):", d.Article.URL, d.Article.Publisher, d.Article.PublishedAt)
		for _, e := range d.Events {
			s += fmt.Sprintf(" %s %s %s %.1f", e.ID, e.Type, e.Date.Start, e.Confidence)
			for _, p := range e.Participants {
				s += " " + p.Actor
			}
		}
		got = append(got, s)
	}
	want := []string{
		"https://a.example/1 (a.example, 2015-02-18): event:gdelt-1 VISIT 2015-02-18 0.8 state:ZAF org:president-usa",
		"https://b.example/9 (b.example, 2015-02-18): event:gdelt-1 VISIT 2015-02-18 0.3 state:ZAF org:president-usa",
		"https://a.example/2 (GDELT, 2015-02-18): event:gdelt-2 ATTACK 2014-02-18 0.7 group:rebels-syr",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	wantErrs := []string{
		"20150218230000.export.CSV:3: neither actor is named", `20150218230000.export.CSV:4: "---" is no CAMEO code`,
		"20150218230000.export.CSV:5: 2 columns, want 61 (events) or 16 (mentions)", `20150218230000.mentions.CSV:5: event id "x" is no number`,
	}
	if d := cmp.Diff(wantErrs, errs); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestSharedSamples(t *testing.T) {
	if _, err := os.Stat(shared); err != nil {
		t.Skip("the tables are not here")
	}
	docs, errs := load(t, shared+"gdelt2-events-sample.csv", shared+"gdelt2-mentions-sample.csv", shared+"gdelt2-mentions-translated-sample.csv")
	events := map[string]bool{}
	for _, d := range docs {
		for _, e := range d.Events {
			events[e.ID] = true
		}
	}
	if len(events) != 100 || len(errs) > 0 {
		t.Errorf("%d events, errors %q", len(events), errs)
	}
	t.Logf("%d documents", len(docs))
}

func FuzzRead(f *testing.F) {
	f.Add(event("1", "20150218", "042", []string{"ZAF", "SOUTH AFRICA", "ZAF"}, nil, "https://a.example/1") + "\n" + mentionLine("1", "b", "https://b.example", "50"))
	f.Fuzz(func(t *testing.T, s string) {
		for d, err := range New([]string{"-"}, Options{Stdin: strings.NewReader(s), Options: table.Options{ExactNames: true}}).Documents(t.Context()) {
			if err == nil && d.Coded.Check() != nil {
				t.Errorf("%q: %v", s, d.Coded.Check())
			}
		}
	})
}
