package schema_test

import (
	"encoding/json"
	"testing"

	"safir/schema"
)

func TestParseDate(t *testing.T) {
	for _, s := range []string{"", "2025-02-29", "2025-13-01", "24/06/2025", "2025-6-1"} {
		if d, err := schema.ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", s, d)
		}
	}
	d, err := schema.ParseDate("2024-02-29")
	if err != nil || d.Add(1).String() != "2024-03-01" || d.Add(-60).String() != "2023-12-31" {
		t.Errorf("2024-02-29: %v %v %v %v", d, d.Add(1), d.Add(-60), err)
	}
	if n := schema.NewDate(2025, 3, 1).DaysSince(d); n != 366 {
		t.Errorf("days between = %d, want 366", n)
	}
}

func TestDateJSON(t *testing.T) {
	var d schema.Date
	if err := json.Unmarshal([]byte(`"2025-06-24"`), &d); err != nil || d != schema.NewDate(2025, 6, 24) {
		t.Errorf("got %v, %v", d, err)
	}
	if err := json.Unmarshal([]byte("null"), &d); err != nil || !d.IsZero() {
		t.Errorf("null gives %v, %v", d, err)
	}
	if err := json.Unmarshal([]byte(`20250624`), &d); err == nil {
		t.Error("a number is taken for a date")
	}
}

func TestInterval(t *testing.T) {
	day := func(n int) schema.Interval { return schema.On(schema.NewDate(2025, 6, n)) }
	june, year := schema.InMonth(2025, 6), schema.InYear(2025)
	if june.End != schema.NewDate(2025, 6, 30) || year.Precision != schema.PrecisionYear {
		t.Errorf("june %v, year %v", june, year)
	}
	tests := []struct {
		name            string
		i, j            schema.Interval
		after, overlaps bool
	}{
		{"later day", day(25), day(24), true, false},
		{"same day", day(24), day(24), false, true},
		{"within the month", day(24), june, false, true},
		{"after the month", schema.InMonth(2025, 7), june, true, false},
		{"not known", day(24), schema.Interval{}, false, true},
		{"open end", day(24), schema.Interval{Start: schema.NewDate(2025, 6, 1)}, false, true},
		{"before an open end", day(1), schema.Interval{Start: schema.NewDate(2025, 6, 2)}, false, false},
	}
	for _, tt := range tests {
		if got := tt.i.After(tt.j); got != tt.after {
			t.Errorf("%s: After = %v", tt.name, got)
		}
		if got := tt.i.Overlaps(tt.j); got != tt.overlaps {
			t.Errorf("%s: Overlaps = %v", tt.name, got)
		}
	}
	if !june.Contains(day(30)) || june.Contains(year) {
		t.Error("Contains")
	}
	for days, want := range map[int]schema.Precision{0: "DAY", 6: "WEEK", 29: "MONTH", 200: "YEAR"} {
		s := schema.NewDate(2025, 1, 1)
		if got := schema.Between(s, s.Add(days)).Precision; got != want {
			t.Errorf("%d days: %s, want %s", days, got, want)
		}
	}
}
