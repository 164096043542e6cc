package ar_test

import (
	"context"
	"testing"

	"safir/loaders/coder"
	"safir/loaders/coder/ar"
	"safir/schema"
)

// TestDates reads the day of the last event of articles published on
// Wednesday 2025-06-25.
func TestDates(t *testing.T) {
	c := coder.New(ar.Language())
	for _, tt := range []struct{ text, want string }{
		{"استدعت مصر السفير الإثيوبي في 13 مايو، وردت إثيوبيا في اليوم التالي باستدعاء السفير المصري.", "2025-05-14..2025-05-14"},
		{"أفرجت حركة حماس، ليل الخميس الجمعة، عن رهينة إسرائيلي.", "2025-06-19..2025-06-20"},
		{"توترت العلاقات في يوليو 2023، حين سحبت مصر سفيرها من إثيوبيا.", "2023-07-01..2023-07-31"},
		{"وفي 27 نوفمبر 2024، وقّعت مصر اتفاقا مع إثيوبيا.", "2024-11-27..2024-11-27"},
	} {
		coded, err := c.Code(context.Background(), schema.Article{ID: "case", Language: schema.Arabic, PublishedAt: schema.NewDate(2025, 6, 25), Text: tt.text})
		if err != nil {
			t.Fatal(err)
		}
		if len(coded.Events) == 0 {
			t.Errorf("%s: no event", tt.text)
			continue
		}
		d := coded.Events[len(coded.Events)-1].Date
		if got := d.Start.String() + ".." + d.End.String(); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.text, got, tt.want)
		}
	}
}
