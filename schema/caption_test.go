package schema_test

import (
	"testing"

	"safir/schema"
)

func TestIntervalIn(t *testing.T) {
	day := schema.NewDate
	for _, c := range []struct {
		in              schema.Interval
		english, arabic string
	}{
		{schema.Interval{}, "", ""},
		{schema.On(day(2025, 6, 29)), "29 Jun 2025", "29 يونيو 2025"},
		{schema.InMonth(2025, 2), "Feb 2025", "فبراير 2025"},
		{schema.InYear(2023), "2023", "2023"},
		{schema.Between(day(2025, 6, 23), day(2025, 6, 29)), "23–29 Jun 2025", "23–29 يونيو 2025"},
		{schema.Between(day(2025, 6, 30), day(2025, 7, 6)), "30 Jun – 6 Jul 2025", "30 يونيو – 6 يوليو 2025"},
		{schema.Between(day(2024, 12, 30), day(2025, 1, 5)), "30 Dec 2024 – 5 Jan 2025", "30 ديسمبر 2024 – 5 يناير 2025"},
		{schema.Interval{Start: day(2025, 3, 1)}, "from 1 Mar 2025", "منذ 1 مارس 2025"},
		{schema.Interval{End: day(2025, 3, 1)}, "until 1 Mar 2025", "حتى 1 مارس 2025"},
	} {
		if got := c.in.In(schema.English); got != c.english {
			t.Errorf("%v: %q, want %q", c.in, got, c.english)
		}
		if got := c.in.In(schema.Arabic); got != c.arabic {
			t.Errorf("%v: %q, want %q", c.in, got, c.arabic)
		}
	}
}

func TestEventCaption(t *testing.T) {
	call, _ := schema.EventType("PHONE_CALL").Info()
	day := schema.On(schema.NewDate(2025, 6, 29))
	for _, c := range []struct {
		l    schema.Language
		m    schema.Modality
		when schema.Interval
		want string
	}{
		{schema.English, schema.Actual, day, "phone call, 29 Jun 2025"},
		{schema.English, schema.Planned, day, "phone call (planned), 29 Jun 2025"},
		{schema.English, schema.Denied, schema.Interval{}, "phone call (denied)"},
		{schema.Arabic, schema.Hypothetical, day, call.Arabic + " \u200f(محتمل)،\u200f \u200f29\u200f يونيو \u200f2025\u200f"},
	} {
		if got := call.Caption(c.l, c.m, c.when); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
