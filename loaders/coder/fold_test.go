package coder

import (
	"strings"
	"testing"
	"unicode"

	"safir/schema"
)

// The short way to fold a word gives what the schema's folding gives.
func FuzzFoldWord(f *testing.F) {
	for _, s := range []string{"Riyadh", "U.S.", "الأُمَم", "وزيرة", "شؤون", "رئيس", "سماء", "ﻻ", "حـــرب", "على", "É", "٢٠٢٥", "x’s", "\u200fبن"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == unicode.ReplacementChar }) {
			t.Skip()
		}
		if got, want := string(foldWord(nil, s)), schema.Fold(s); got != want {
			t.Errorf("foldWord(%q) = %q, want %q", s, got, want)
		}
	})
}
