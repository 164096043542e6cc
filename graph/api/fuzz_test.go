package api_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"safir/graph/api"
	"safir/graph/query"
)

// FuzzOperation has any document and any variables prepared, planned and
// executed over an empty answer: nothing panics, and what comes out is JSON.
func FuzzOperation(f *testing.F) {
	files, err := filepath.Glob("testdata/questions/*.graphql")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text), `{"where": {"who": {"name": "x", "any": [{"kind": ["STATE"]}]}, "after": {"event": {"not": {"year": 2025}}, "match": "LAST"}}, "names": null}`)
	}
	s, err := api.New(query.New(canned{}, "neo4j"), api.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, variables string) {
		doc, errs := s.Prepare(text)
		if len(errs) > 0 {
			return
		}
		var vars map[string]any
		_ = json.Unmarshal([]byte(variables), &vars)
		op, errs := doc.Operation("", vars)
		if len(errs) > 0 {
			return
		}
		resp := s.Execute(context.Background(), op)
		if !json.Valid(resp.Data) {
			t.Errorf("%s gives %s", text, resp.Data)
		}
	})
}
