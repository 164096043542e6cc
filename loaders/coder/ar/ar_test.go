package ar_test

import (
	"testing"

	"safir/loaders/coder"
	"safir/loaders/coder/ar"
)

// A bad entry of a table is named with its file and line.
func TestTablesLoad(t *testing.T) {
	if err := coder.New(ar.Language()).Load(); err != nil {
		t.Fatal(err)
	}
}
