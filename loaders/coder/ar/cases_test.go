package ar_test

import (
	"bufio"
	"context"
	"iter"
	"os"
	"testing"

	"safir/loaders/coder"
	"safir/schema"
)

// cases reads the lines of a file of cases by their number; comments and empty
// lines are left out.
func cases(t *testing.T, file string) iter.Seq2[int, string] {
	t.Helper()
	return func(yield func(int, string) bool) {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		s := bufio.NewScanner(f)
		for n := 1; s.Scan(); n++ {
			if line := s.Text(); line != "" && line[0] != '#' && !yield(n, line) {
				return
			}
		}
		if err := s.Err(); err != nil {
			t.Fatal(err)
		}
	}
}

// code codes an Arabic text that appeared on a day.
func code(t *testing.T, e *coder.Engine, text string, day schema.Date) schema.Coded {
	t.Helper()
	c, err := e.Code(context.Background(), schema.Article{ID: "a", Text: text, Language: schema.Arabic, PublishedAt: day})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
