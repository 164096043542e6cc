package query_test

import (
	"slices"
	"strings"
	"testing"

	"safir/graph/query"
	"safir/graph/query/testgraph"
	"safir/schema"
)

// TestBeforeAndAfter goes through what the contract says of time. The graph
// of each case is told in short: "a 5" is an event on 5 June 2025, "a 5-9"
// one between these days, "a" one of no known day, "a <8" one of no known day
// that was reported on the 8th; "a>b" says that a text puts a after b.
func TestBeforeAndAfter(t *testing.T) {
	r := open(t, &testgraph.Graph{})
	for _, c := range []struct {
		name   string
		graph  string
		ask    string // "after 5": that day; "after b": an event; "after first b c", "last", "any"
		answer string
	}{
		{"a known day", "a 4, b 5, c 6", "after 5", "c"},
		{"a known day, before", "a 4, b 5, c 6", "before 5", "a"},
		{"an interval must be wholly after", "a 4-6, b 6-9, c 5-7", "after 5", "b"},
		{"an interval must be wholly before", "a 1-4, b 4-6, c 2-5", "before 5", "a"},
		{"a month", "a 1-30, b 30", "after 29", "b"},
		{"an unknown day is neither", "a, b 7", "after 5", "b"},
		{"an unknown day is not before", "a, b 3", "before 5", "b"},
		{"reported before the day is before it", "a <4, b <6", "before 5", "a"},
		{"reported on the day is not before it", "a <5", "before 5", ""},
		{"reported late says nothing of after", "a <9", "after 5", ""},

		{"an event by its day", "a 6, b 5, c 4", "after b", "a"},
		{"the same day is not after", "a 5, b 5", "after b", ""},
		{"the same day is not before", "a 5, b 5", "before b", ""},
		{"the same day, order stated", "a 5, b 5, a>b", "after b", "a"},
		{"the same day, order stated, before", "a 5, b 5, a>b", "before a", "b"},
		{"after the last day of an interval", "a 8, b 5-9, c 10", "after b", "c"},
		{"before the first day of an interval", "a 4, b 5-9, c 6", "before b", "a"},
		{"an event of no known day has no after by days", "a 6, b", "after b", ""},
		{"an event reported by a day is over by then", "a 6, b <5, c 5", "after b", "a"},
		{"an event reported by a day tells nothing of before", "a 3, b <5", "before b", ""},

		{"order stated, days unknown", "a, b, c, a>b", "after b", "a"},
		{"order stated is not turned around", "a, b, a>b", "before b", ""},
		{"order stated, before", "a, b, c, a>b", "before a", "b"},
		{"a chain", "a, b, c, d, a>b, b>c", "after c", "a b"},
		{"a chain, before", "a, b, c, d, a>b, b>c", "before a", "b c"},
		{"a long chain", "a, b, c, d, e, f, a>b, b>c, c>d, d>e, e>f", "after f", "a b c d e"},
		{"a circle ends", "a, b, a>b, b>a", "after b", "a b"},
		{"two ways to one event give it once", "a, b, c, d, a>b, a>c, b>d, c>d", "after d", "a b c"},

		{"tied to an event after the day", "a, b 6, a>b", "after 5", "a b"},
		{"tied to an event of that day", "a, b 5, a>b", "after 5", ""},
		{"tied by a chain", "a, b, c 6, a>b, b>c", "after 5", "a b c"},
		{"tied to an event after the event", "a, b 6, c 5, a>b", "after c", "a b"},
		{"its own interval is too wide, a tie decides", "a 1-30, b 6, a>b", "after 5", "a b"},
		{"tied to an event before the day", "a, b 4, b>a", "before 5", "a b"},
		{"tied by a chain, before", "a, b, c 4, c>b, b>a", "before 5", "a b c"},
		{"its own interval is too wide, a tie decides, before", "a 1-30, b 4, b>a", "before 5", "a b"},
		{"a tie in the other direction tells nothing", "a, b 6, b>a", "after 5", "b"},
		{"the event itself is over before what follows it", "a 9, b, c 7, c>b", "after b", "a c"},
		{"the event itself is later than what it follows", "a 3, b, c 7, b>c", "before b", "a c"},

		{"any of several", "a 4, b 3, c 6, d 9", "after any b c", "a c d"},
		{"the first of several", "a 4, b 3, c 6, d 9", "after first b c", "a c d"},
		{"the last of several", "a 4, b 3, c 6, d 9", "after last b c", "d"},
		{"before any of several", "a 4, b 3, c 6, d 2", "before any b c", "a b d"},
		{"before the first", "a 4, b 3, c 6, d 2", "before first b c", "d"},
		{"before the last", "a 4, b 3, c 6, d 2", "before last b c", "a b d"},
		{"any reaches by order where days do not", "a, b 3, c, a>c", "after any b c", "a"},
		{"the first one is dated where one is", "a, b 3, c, a>c", "after first b c", ""},
		{"without days a stated order tells the first", "a, b, c, d, a>b, c>b, d>c", "after first b c", "a c d"},
		{"without days a stated order tells the last", "a, b, c, d, a>b, c>b, d>c", "after last b c", "d"},
		{"after nothing there is nothing", "a 4", "after x", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			clear(t)
			if err := short(t, c.graph).Write(t.Context(), driver(t), "neo4j"); err != nil {
				t.Fatal(err)
			}
			want := strings.Fields(c.answer)
			for _, order := range []query.Order{query.TimeAsc, query.TimeDesc, query.ReportsDesc} {
				q := query.Events{Where: moment(t, c.ask), Order: order, Page: query.Page{First: 100, Rows: true, Total: true}}
				got := ids(rows(t, r, q))
				if slices.Sort(got); !slices.Equal(got, want) {
					t.Errorf("%s, %s: %v, want %v", c.ask, order, got, want)
				}
			}
			// The same where the events are found by an actor, or within not.
			f := moment(t, c.ask)
			f.Initiator = &query.ActorFilter{IDs: []string{"person:a"}}
			got := ids(rows(t, r, query.Events{Where: f, Page: query.Page{First: 100, Rows: true}}))
			if slices.Sort(got); !slices.Equal(got, want) {
				t.Errorf("%s, by actor: %v, want %v", c.ask, got, want)
			}
			f = moment(t, c.ask)
			got = ids(rows(t, r, query.Events{Where: query.EventFilter{Not: &f}, Page: query.Page{First: 100, Rows: true}}))
			for _, id := range got {
				if slices.Contains(want, id) {
					t.Errorf("not %s: %v has %s", c.ask, got, id)
				}
			}
		})
	}
}

// short reads a graph in short.
func short(t *testing.T, s string) *testgraph.Graph {
	t.Helper()
	g := &testgraph.Graph{}
	g.Actor(testgraph.Actor{ID: "person:a", Name: "A"})
	g.Actor(testgraph.Actor{ID: "person:b", Name: "B"})
	for _, part := range strings.Split(s, ", ") {
		if later, earlier, ok := strings.Cut(part, ">"); ok {
			g.Follows(later, earlier)
			continue
		}
		id, days, _ := strings.Cut(part, " ")
		e := testgraph.Event{ID: id, Type: "MEETING", From: []string{"person:a"}, To: []string{"person:b"}}
		start, end, interval := strings.Cut(days, "-")
		switch {
		case strings.HasPrefix(days, "<"):
			e.NotAfter = june(days[1:])
		case interval:
			e.Start, e.End = june(start), june(end)
		case days != "":
			e.Start = june(days)
		}
		g.Event(e)
	}
	return g
}

func june(day string) string { return "2025-06-" + strings.Repeat("0", 2-len(day)) + day }

// moment reads what is asked in short.
func moment(t *testing.T, s string) query.EventFilter {
	t.Helper()
	words := strings.Fields(s)
	m := &query.Moment{Match: query.MatchAny}
	switch first := words[1]; {
	case first[0] >= '0' && first[0] <= '9':
		d, err := schema.ParseDate(june(first))
		if err != nil {
			t.Fatal(err)
		}
		m.Date = d
	case len(words) > 2:
		m.Match, m.Event = query.Match(strings.ToUpper(first)), &query.EventFilter{IDs: words[2:]}
	default:
		m.Event = &query.EventFilter{IDs: words[1:]}
	}
	if words[0] == "before" {
		return query.EventFilter{Before: m}
	}
	return query.EventFilter{After: m}
}
