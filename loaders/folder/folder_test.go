package folder

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"safir/loaders/auto"
	"safir/loaders/feed"
)

func TestEachFileIsReadOnceUntilItChanges(t *testing.T) {
	dir := t.TempDir()
	now := time.Now()
	put := func(name, content string, age time.Duration) {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(p, now, now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	kept := map[string]string{}
	run := func() (titles []string) {
		m := feed.NewMemory(kept)
		l := New([]string{dir}, m, auto.Options{})
		l.now = func() time.Time { return now }
		for d, err := range l.Documents(t.Context()) {
			if err != nil {
				t.Errorf("%s: %v", d.Item, err)
			}
			titles = append(titles, d.Article.Title)
		}
		kept = m.Map()
		return titles
	}
	put("a.txt", "A\n\nText of a.", time.Hour)
	put("b.txt", "B\n\nText of b.", time.Second)
	for i, want := range [][]string{{"A"}, nil, {"B"}, {"A2"}} {
		if d := cmp.Diff(want, run()); d != "" {
			t.Errorf("run %d: %s", i, d)
		}
		switch i {
		case 1:
			now = now.Add(time.Minute)
		case 2:
			put("a.txt", "A2\n\nAnother text.", time.Minute)
		}
	}
}
