package coder_test

import (
	"context"
	"strings"
	"testing"

	"safir/loaders/coder"
	"safir/loaders/coder/ar"
	"safir/loaders/coder/en"
	"safir/schema"
)

// A denial's quote holds its negation: without it, it would say the opposite.
func TestDenialQuotesItsNegation(t *testing.T) {
	e := coder.New(ar.Language(), en.Language())
	for _, tt := range []struct {
		language  schema.Language
		text, not string
	}{
		{schema.Arabic, "لم تقطع المغرب علاقاتها الدبلوماسية مع فرنسا.", "لم"},
		{schema.Arabic, "لم تقصف إسرائيل دمشق يوم الأحد.", "لم"},
		{schema.English, "Algeria did not expel the French ambassador on Sunday.", "not"},
	} {
		c, err := e.Code(context.Background(), schema.Article{ID: "n", Language: tt.language, Text: tt.text})
		if err != nil || c.Check() != nil || len(c.Events) != 1 {
			t.Errorf("%s: %d events, %v, %v", tt.text, len(c.Events), err, c.Check())
			continue
		}
		if v := c.Events[0]; v.Modality != schema.Denied || !strings.Contains(v.Quote, tt.not) {
			t.Errorf("%s: %s “%s”", tt.text, v.Modality, v.Quote)
		}
	}
}
