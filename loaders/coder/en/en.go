// Package en brings English to the coder: the words of diplomatic news, its
// offices, dates and patterns of events, as tables (their format is in the
// documentation of package coder), and how English inflects its words.
package en

import (
	"embed"

	"safir/loaders/coder"
	"safir/schema"
)

//go:embed *.tsv
var tables embed.FS

// Language returns what English brings.
func Language() *coder.Language {
	return &coder.Language{
		Code:      schema.English,
		Tables:    tables,
		Inflect:   Inflect,
		AdverbEnd: "ly",
		Capitals:  true,
	}
}
