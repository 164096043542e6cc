package main

import (
	"bytes"
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/graph/local/localtest"
	"safir/graph/store"
	"safir/loaders/article"
	"safir/schema"
	"safir/testdata"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestSampleGraphs loads each sample article alone and compares the graph
// with testdata/graphs/NAME.jsonl.
func TestSampleGraphs(t *testing.T) {
	names, err := fs.Glob(testdata.Sample(), "*.json")
	if err != nil || len(names) < 6 {
		t.Fatalf("%d sample articles, %v", len(names), err)
	}
	cd, err := newCoder(Config{})
	if err != nil {
		t.Fatal(err)
	}
	db := openTestStore(t)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			localtest.Clear(t)
			b, err := fs.ReadFile(testdata.Sample(), name)
			if err != nil {
				t.Fatal(err)
			}
			a, err := article.ParseJSON(b)
			if err != nil {
				t.Fatal(err)
			}
			coded, err := cd.Code(context.Background(), a)
			if err != nil {
				t.Fatal(err)
			}
			if err := coded.Check(); err != nil {
				t.Errorf("the evidence check: %v", err)
			}
			if _, err := db.Write(context.Background(), []schema.Coded{coded}); err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			if err := db.Dump(context.Background(), &got); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("..", "..", "testdata", "graphs", name+"l")
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); d != "" {
				t.Errorf("the graph differs (-want +got); -update writes it anew:\n%s", d)
			}
		})
	}
}

// openTestStore opens the package's Neo4j, emptied and with its schema.
func openTestStore(t *testing.T) *store.Store {
	t.Helper()
	localtest.Reset(t)
	s := localtest.Neo4j(t)
	db, err := store.Open(context.Background(), store.Config{URI: s.URI, Username: s.Username, Password: s.Password})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close(context.Background()) })
	if _, err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return db
}
