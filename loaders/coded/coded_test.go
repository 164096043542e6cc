package coded

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const good = `{"article": {"id": "x1", "title": "T", "text": "Iran called Oman.", "publishedAt": "2025-06-29"},
"actors": [{"id": "state:IRN", "kind": "STATE", "name": "Iran", "state": "IRN"}, {"id": "state:OMN", "kind": "STATE", "name": "Oman", "state": "OMN"}],
"events": [{"id": "e1", "type": "PHONE_CALL", "modality": "ACTUAL", "participants": [{"role": "INITIATOR", "actor": "state:IRN"}, {"role": "RECIPIENT", "actor": "state:OMN"}],
 "confidence": 0.9, "quote": "Iran called Oman", "span": [0, 16]}], "order": []}`

func load(t *testing.T, o Options, lines ...string) (ids, errs []string) {
	t.Helper()
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], "\n", " ")
	}
	p := filepath.Join(t.TempDir(), "c.jsonl")
	if err := os.WriteFile(p, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	for d, err := range New([]string{p}, o).Documents(t.Context()) {
		if err != nil {
			errs = append(errs, filepath.Base(d.Item)+": "+err.Error())
			continue
		}
		s := d.Article.ID + " " + d.Coded.Coder + " " + string(d.Article.Language)
		for _, e := range d.Coded.Events {
			for _, p := range e.Participants {
				s += " " + p.Actor
			}
		}
		ids = append(ids, s)
	}
	return ids, errs
}

func TestOthersClaimsAreChecked(t *testing.T) {
	ids, errs := load(t, Options{}, good, "", "{", strings.Replace(good, "[0, 16]", "[1, 17]", 1), strings.Replace(good, `"text": "Iran called Oman.", `, "", 1),
		strings.Replace(good, "PHONE_CALL", "WAVE", 1), strings.Replace(good, "called Oman.", "\xff", 1), good)
	if d := cmp.Diff([]string{"x1 coded/1 en state:IRN state:OMN", "x1 coded/1 en state:IRN state:OMN"}, ids); d != "" {
		t.Error(d)
	}
	want := []string{
		"c.jsonl:3: unexpected end of JSON input",
		`c.jsonl:4: evidence check: event e1: quote "Iran called Oman" is not in the text at 1 to 17`,
		`c.jsonl:5: the article has no "text": without it no quote can be checked`,
		`c.jsonl:6: evidence check: event e1: type "WAVE" is not in the vocabulary`,
		"c.jsonl:7: invalid UTF-8",
	}
	if d := cmp.Diff(want, errs); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestExactNames(t *testing.T) {
	ids, errs := load(t, Options{ExactNames: true}, good)
	if d := cmp.Diff([]string{"x1 coded/1 en name:Iran name:Oman"}, ids); d != "" || len(errs) > 0 {
		t.Error(d, errs)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := Parse(b); err == nil {
			exactNames(c)
			if err := c.Check(); err != nil {
				t.Error(err)
			}
		}
	})
}
