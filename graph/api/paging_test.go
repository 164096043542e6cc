package api_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"safir/graph/api"
	"safir/graph/query/testgraph"
)

func endCursor(t testing.TB, data string) string {
	t.Helper()
	_, after, _ := strings.Cut(data, `"endCursor":"`)
	cursor, _, ok := strings.Cut(after, `"`)
	if !ok {
		t.Fatalf("no cursor in %s", data)
	}
	return cursor
}

// crowd is a graph in which much happens at once.
func crowd() *testgraph.Graph {
	g := &testgraph.Graph{}
	var everybody []string
	for i := range 5 {
		id := fmt.Sprintf("person:%d", i)
		g.Actor(testgraph.Actor{ID: id, Name: fmt.Sprintf("Person %d", i%3)})
		everybody = append(everybody, id)
	}
	for i := range 12 {
		e := testgraph.Event{ID: fmt.Sprintf("event:%02d", i), Type: "MEETING", Reports: 1 + i%2, Confidence: []float64{0.5, 0.75}[i%2]}
		if i%4 != 3 {
			e.Start = june(1 + i%3)
		}
		switch i % 3 {
		case 0:
			e.Parties = everybody[:4]
		case 1:
			e.From, e.To = everybody[:2], everybody[2:]
		default:
			e.Type, e.From, e.Parties = "VISIT", everybody[4:], everybody[:1]
		}
		g.Event(e)
		g.Article(fmt.Sprintf("article:%02d", i), "t", "text", "en", e.Start, "")
	}
	return g
}

func june(day int) string { return fmt.Sprintf("2025-06-%02d", day) }

// TestPages walks lists page by page, of every size, and wants what one great
// page has.
func TestPages(t *testing.T) {
	s := open(t, crowd())
	for _, c := range []struct{ name, field, node string }{
		{"contacts", `contacts(%s)`, `who { id } whom { id } event { id }`},
		{"contacts of one", `contacts(where: {who: {id: ["person:1"]}} %s)`, `who { id } whom { id } event { id }`},
		{"contacts by means", `contacts(where: {by: [VISIT, MEETING]} %s)`, `who { id } whom { id } event { id }`},
		{"contacts down", `contacts(orderBy: TIME_DESC %s)`, `who { id } whom { id } event { id }`},
		{"contacts by reports", `contacts(orderBy: REPORTS_DESC %s)`, `who { id } whom { id } event { id }`},
		{"contacts by confidence", `contacts(orderBy: CONFIDENCE_DESC %s)`, `who { id } whom { id } event { id }`},
		{"events", `events(%s)`, `id`},
		{"events down", `events(orderBy: TIME_DESC %s)`, `id`},
		{"events by reports", `events(orderBy: REPORTS_DESC %s)`, `id`},
		{"events by confidence", `events(orderBy: CONFIDENCE_DESC %s)`, `id`},
		{"events of one", `events(where: {participants: [{id: ["person:4"]}]} orderBy: TIME_DESC %s)`, `id`},
		{"events of a day", `events(where: {on: "2025-06-02"} orderBy: TIME_DESC %s)`, `id`},
		{"events of types", `events(where: {type: [VISIT, MEETING], to: "2025-06-02"} %s)`, `id`},
		{"events after an event", `events(where: {after: {event: {id: ["event:00"]}}} %s)`, `id`},
		{"actors", `actors(%s)`, `id`},
		{"articles", `articles(%s)`, `id`},
	} {
		t.Run(c.name, func(t *testing.T) {
			all, cursors := pages(t, s, c.field, c.node, 1000)
			if len(all) < 3 {
				t.Fatalf("too few to tell: %v", all)
			}
			if sorted := slices.Compact(slices.Sorted(slices.Values(all))); len(sorted) != len(all) {
				t.Errorf("some come twice: %v", all)
			}
			if c := slices.Compact(slices.Sorted(slices.Values(cursors))); len(c) != len(all) {
				t.Errorf("cursors of %d rows are not distinct", len(all))
			}
			for _, size := range []int{1, 2, 3, 7} {
				if got, _ := pages(t, s, c.field, c.node, size); !slices.Equal(got, all) {
					t.Errorf("by pages of %d:\n%v\nwant\n%v", size, got, all)
				}
			}
		})
	}
}

func pages(t *testing.T, s *api.Schema, field, node string, size int) (nodes, cursors []string) {
	t.Helper()
	after := ""
	for range 200 {
		args := fmt.Sprintf(", first: %d", size)
		if after != "" {
			args += fmt.Sprintf(", after: %q", after)
		}
		call := strings.Replace(fmt.Sprintf(field, args), "(, ", "(", 1)
		raw := ask(t, s, `{ list: `+call+` { edges { cursor node { `+node+` } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }`, nil)
		var answer struct {
			Data struct {
				List struct {
					Edges []struct {
						Cursor string
						Node   json.RawMessage
					}
					PageInfo struct {
						HasNextPage, HasPreviousPage bool
						StartCursor, EndCursor       string
					}
					TotalCount int
				}
			}
			Errors []any
		}
		if err := json.Unmarshal([]byte(raw), &answer); err != nil || len(answer.Errors) > 0 {
			t.Fatalf("%s: %v %v", call, err, answer.Errors)
		}
		l := answer.Data.List
		for _, e := range l.Edges {
			nodes, cursors = append(nodes, string(e.Node)), append(cursors, e.Cursor)
		}
		if len(l.Edges) > 0 && (l.PageInfo.StartCursor != l.Edges[0].Cursor || l.PageInfo.EndCursor != l.Edges[len(l.Edges)-1].Cursor) {
			t.Errorf("%s: cursors of the page are not those of its edges", call)
		}
		if l.PageInfo.HasPreviousPage != (after != "") {
			t.Errorf("%s: hasPreviousPage %v", call, l.PageInfo.HasPreviousPage)
		}
		if !l.PageInfo.HasNextPage {
			if l.TotalCount != len(nodes) {
				t.Errorf("%s: totalCount %d, pages have %d", call, l.TotalCount, len(nodes))
			}
			return nodes, cursors
		}
		after = l.PageInfo.EndCursor
	}
	t.Fatalf("%s: no end of pages", field)
	return nil, nil
}

func TestCursorsAreChecked(t *testing.T) {
	s := open(t, crowd())
	cursor := endCursor(t, ask(t, s, `{ events(first: 1) { pageInfo { endCursor } } }`, nil))
	flipped := []byte(cursor)
	flipped[len(flipped)/2] ^= 1
	for name, field := range map[string]string{
		"not base64":    `events(after: "§")`,
		"empty inside":  `events(after: "AAAA")`,
		"changed":       `events(after: "` + string(flipped) + `")`,
		"cut":           `events(after: "` + cursor[:len(cursor)-3] + `")`,
		"another order": `events(after: "` + cursor + `", orderBy: TIME_DESC)`,
		"another list":  `contacts(after: "` + cursor + `")`,
		"of actors":     `actors(after: "` + cursor + `")`,
	} {
		got := ask(t, s, `{ `+field+` { totalCount nodes { __typename } } }`, nil)
		if !strings.Contains(got, `"code":"BAD_USER_INPUT"`) || !strings.Contains(got, "is not a cursor of this list") {
			t.Errorf("%s: %s", name, got)
		}
	}
}
