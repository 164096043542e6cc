package schema

// openDay stands for a day that is not known in an [EventKey]; it sorts
// after every day.
const openDay = "9999-99-99"

// EventKey returns the key that puts events in the order of time: first day,
// last day, id. Events whose time is not known come last. Keys are unique and
// compare as strings, so that a page can start after the last key of the one
// before.
func EventKey(i Interval, id string) string {
	return keyDay(i.Start) + "|" + keyDay(i.End) + "|" + id
}

func keyDay(d Date) string {
	if d.IsZero() {
		return openDay
	}
	return d.String()
}
