package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBulkLoadsTheSameGraph loads a table in bulk into a private Neo4j and by
// transactions into the tests' one. It runs where SAFIR_TEST_BULK is set, for
// it starts Neo4j three times.
func TestBulkLoadsTheSameGraph(t *testing.T) {
	if os.Getenv("SAFIR_TEST_BULK") == "" {
		t.Skip("SAFIR_TEST_BULK is not set")
	}
	table := filepath.Join(t.TempDir(), "facts.tsv")
	rows := []string{
		"Iran\tDiscuss by telephone\tForeign Affairs (Oman)\t2014-01-01", "Iran\tConsult\tOman\t2014-01-01", "Oman\tConsult\tIran\t2014-01-02",
		"Armed Gang (Thailand)\tUse unconventional violence\tCitizen (Thailand)\t2014-01-02", `A "quoted", name` + "\tPraise or endorse\tخالد\t2014-01-03",
		"Iran\tMake a visit\tIraq\t2014-01-03", "Iraq\tHost a visit\tIran\t2014-01-03", "Iraq\tExpress intent to meet or negotiate\tIraq\t2014-01-03",
	}
	if err := os.WriteFile(table, []byte(strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mentioned := filepath.Join(t.TempDir(), "gdelt")
	if err := os.Mkdir(mentioned, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"gdelt2-events-sample.csv", "gdelt2-mentions-sample.csv"} {
		b, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", name))
		if err != nil {
			continue // not here: the ICEWS rows must do
		}
		// A second article mentions each event.
		if name == "gdelt2-mentions-sample.csv" {
			b = append(b, bytes.ReplaceAll(b, []byte("http://"), []byte("http://mirror."))...)
		}
		if err := os.WriteFile(filepath.Join(mentioned, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, load := range [][]string{
		{"load", "--format", "icews", "--exact-names", "--mirrors", "join", table},
		{"load", "--format", "gdelt", "--exact-names", mentioned},
	} {
		if files, err := os.ReadDir(mentioned); load[2] == "gdelt" && (err != nil || len(files) == 0) {
			continue
		}
		p := newProgram(t, "sources: []\n")
		if _, errs, status := p.output(load...); status != 0 {
			t.Fatalf("status %d: %s", status, errs)
		}
		_, want := p.articles()
		if load[2] == "gdelt" && !strings.Contains(want, `"reports":2`) {
			t.Error("no event has two reports")
		}

		p.env = append(p.env, "SAFIR_NEO4J_URI=", "SAFIR_NEO4J_BOLT_PORT=-1", "SAFIR_NEO4J_HTTP_PORT=-1", "SAFIR_DATA="+filepath.Join(p.dir, "data"))
		if _, errs, status := p.output(append(load, "--bulk")...); status != 0 {
			t.Fatalf("bulk: status %d: %s", status, errs)
		}
		_, got := p.articles()
		if d := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); d != "" {
			t.Errorf("(-transactions +bulk):\n%s", d)
		}
		if _, errs, status := p.output(append(load, "--bulk")...); status != 2 || !strings.Contains(errs, "not empty") {
			t.Errorf("a second bulk load: status %d: %s", status, errs)
		}
	}
}
