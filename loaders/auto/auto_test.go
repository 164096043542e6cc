package auto_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/loaders/auto"
)

func TestEachFileFindsItsLoader(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"a.txt":    "Title\n\nText with a\ttab.",
		"b.jsonl":  `{"article": {"id": "x", "text": "A B."}, "actors": [], "events": [], "order": []}` + "\n",
		"c.jsonl":  `{"id": "y", "text": "A B."}` + "\n",
		"d.tsv":    "Iran\tConsult\tOman\t2014-01-01\ttrain\n",
		"e.tsv":    "Event ID\tEvent Date\tEvent Type\tActor Name\tRecipient Name\n1\t2023-01-02\tCONSULT\tIran\tOman\n",
		"f.csv":    "a,b,c\n",
		"g.csv":    strings.Repeat("\t", 60) + "\n",
		"h.html":   "<html><body><p>One paragraph of text.</p></body></html>",
		"i.txt":    "Iran\tConsult\tOman\t2014-01-01\n",
		"j.tab":    "Iran\tConsult\tOman\tnever\nIran\tConsult\tOman\t2014-01-01\n",
		"note.png": "x",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for d, err := range auto.New([]string{dir}, auto.Options{}).Documents(t.Context()) {
		coder := "article"
		if d.Coded != nil {
			coder = d.Coded.Coder
		}
		if err != nil {
			coder = "error"
		}
		got = append(got, fmt.Sprintf("%s %s", filepath.Base(d.Item), coder))
	}
	want := []string{"a.txt article", "b.jsonl:1 coded/1", "c.jsonl:1 article", "d.tsv:1 icews/1", "e.tsv:2 polecat/1", "f.csv error", "g.csv error", "h.html article", "i.txt:1 icews/1", "j.tab error"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
