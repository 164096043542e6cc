package en_test

import (
	"context"
	"testing"

	"safir/loaders/coder"
	"safir/loaders/coder/en"
	"safir/schema"
)

// FuzzCode holds the coder to its promise on any text: it neither crashes nor
// claims what is not there, and codes the same text in the same way.
func FuzzCode(f *testing.F) {
	for _, s := range []string{
		"CAIRO, July 3 (MENA) - Egyptian Foreign Minister Badr Abdelatty spoke by phone with his Qatari counterpart.",
		"“We welcome it,” said the King’s envoy, who'd met A, B and C on May 3-5, 2024.",
		"The leaders' meeting\n\n\x00\xff\xfe \u202e U.S. U.N. p.m. — —",
		"between and of the, , , who whom by by by to to to",
	} {
		f.Add(s)
	}
	c := coder.New(en.Language())
	f.Fuzz(func(t *testing.T, text string) {
		a := schema.Article{ID: "fuzz", Text: text, Language: schema.English, PublishedAt: schema.NewDate(2025, 6, 25)}
		coded, err := c.Code(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		if err := coded.Check(); err != nil {
			t.Error(err)
		}
		again, err := c.Code(context.Background(), a)
		if err != nil || len(again.Events) != len(coded.Events) || len(again.Order) != len(coded.Order) {
			t.Errorf("coded again: %d events and %d orders, want %d and %d (%v)", len(again.Events), len(again.Order), len(coded.Events), len(coded.Order), err)
		}
	})
}
