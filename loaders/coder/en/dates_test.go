package en_test

import (
	"context"
	"testing"

	"safir/loaders/coder"
	"safir/loaders/coder/en"
	"safir/schema"
)

// TestDates reads expressions of time in an article published on Wednesday
// 2025-06-25.
func TestDates(t *testing.T) {
	c := coder.New(en.Language())
	for _, tt := range []struct{ when, want string }{
		{"on Tuesday", "2025-06-24"},
		{"Tuesday", "2025-06-24"},
		{"on Wednesday", "2025-06-25"},
		{"last Sunday", "2025-06-22"},
		{"on Sunday evening", "2025-06-22"},
		{"today", "2025-06-25"},
		{"yesterday", "2025-06-24"},
		{"two days ago", "2025-06-23"},
		{"a week ago", "2025-06-18"},
		{"on 20 June", "2025-06-20"},
		{"on June 20", "2025-06-20"},
		{"on June 20, 2025", "2025-06-20"},
		{"on 3 December 2024", "2024-12-03"},
		{"on Dec. 3", "2024-12-03"},
		{"on 3 December", "2024-12-03"},
		{"in March", "2025-03-01..2025-03-31"},
		{"in March 2023", "2023-03-01..2023-03-31"},
		{"last month", "2025-05-01..2025-05-31"},
		{"last year", "2024-01-01..2024-12-31"},
		{"last November", "2024-11-01..2024-11-30"},
		{"in 2023", "2023-01-01..2023-12-31"},
		{"from 9 to 13 April", "2025-04-09..2025-04-13"},
	} {
		coded, err := c.Code(context.Background(), schema.Article{
			ID: "case", Language: schema.English, PublishedAt: schema.NewDate(2025, 6, 25),
			Text: "Omani Foreign Minister Tarek Benali met Kuwaiti Foreign Minister Salem Al-Rashed " + tt.when + ".",
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(coded.Events) != 1 {
			t.Errorf("%s: %d events, want 1", tt.when, len(coded.Events))
			continue
		}
		d := coded.Events[0].Date
		got := d.Start.String()
		if d.End != d.Start {
			got += ".." + d.End.String()
		}
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.when, got, tt.want)
		}
	}
}
