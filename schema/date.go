package schema

import (
	"encoding/json"
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar without time or zone. The zero
// Date means "not known"; it is null in JSON.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// NewDate returns the day given; days and months beyond their range carry
// over, as in [time.Date].
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// ParseDate reads an ISO 8601 day such as 2025-06-24. Days that the calendar
// does not have are errors.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q is not a day of the form 2025-06-24", s)
	}
	return DateOf(t), nil
}

// IsZero tells whether the day is not known.
func (d Date) IsZero() bool { return d == Date{} }

// Time returns midnight UTC of the day.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Add returns the day n days later (earlier for negative n).
func (d Date) Add(n int) Date { return NewDate(d.Year, d.Month, d.Day+n) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// Compare returns -1, 0 or +1 as d is before, equal to or after e. The zero
// Date comes first.
func (d Date) Compare(e Date) int {
	switch {
	case d == e:
		return 0
	case d.Year != e.Year:
		return sign(d.Year - e.Year)
	case d.Month != e.Month:
		return sign(int(d.Month - e.Month))
	default:
		return sign(d.Day - e.Day)
	}
}

// Before tells whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After tells whether d is later than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// DaysSince returns how many days d is after e (negative when before).
func (d Date) DaysSince(e Date) int { return int(d.Time().Sub(e.Time()).Hours() / 24) }

// String returns the day in ISO 8601, or "" when it is not known.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalJSON writes the day as a string, or null when it is not known.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Date) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*d = Date{}
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("date %s is not a string", b)
	}
	v, err := ParseDate(s)
	if err == nil {
		*d = v
	}
	return err
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

// Interval holds the days, both ends included, between which an event
// happened. The zero Interval means that no text tells when.
type Interval struct {
	Start     Date      `json:"start"`
	End       Date      `json:"end"`
	Precision Precision `json:"precision"`
}

// On returns the interval of one day.
func On(d Date) Interval { return Interval{d, d, PrecisionDay} }

// InMonth returns the first to last day of a month.
func InMonth(year int, month time.Month) Interval {
	return Interval{NewDate(year, month, 1), NewDate(year, month+1, 0), PrecisionMonth}
}

// InYear returns the first to last day of a year.
func InYear(year int) Interval {
	return Interval{NewDate(year, time.January, 1), NewDate(year, time.December, 31), PrecisionYear}
}

// Between returns the interval from start to end with the precision that its
// length has: up to a day, a week, a month, a year.
func Between(start, end Date) Interval {
	p := PrecisionYear
	switch n := end.DaysSince(start); {
	case n == 0:
		p = PrecisionDay
	case n < 7:
		p = PrecisionWeek
	case n < 31:
		p = PrecisionMonth
	}
	return Interval{start, end, p}
}

// IsZero tells whether nothing is known of the time.
func (i Interval) IsZero() bool { return i.Start.IsZero() && i.End.IsZero() }

// After tells whether all of i lies later than all of j. It is false where
// one of them is not known.
func (i Interval) After(j Interval) bool {
	return !i.Start.IsZero() && !j.End.IsZero() && i.Start.After(j.End)
}

// Overlaps tells whether i and j can be the same day; an end that is not
// known is open.
func (i Interval) Overlaps(j Interval) bool {
	if !i.End.IsZero() && !j.Start.IsZero() && i.End.Before(j.Start) {
		return false
	}
	return j.End.IsZero() || i.Start.IsZero() || !j.End.Before(i.Start)
}

// Contains tells whether j lies wholly within i.
func (i Interval) Contains(j Interval) bool {
	return !i.Start.After(j.Start) && !i.End.Before(j.End)
}
