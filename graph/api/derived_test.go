package api_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"safir/graph/api"
	"safir/graph/local/localtest"
	"safir/graph/query/testgraph"
	"safir/graph/store"
	"safir/schema"
)

// TestContactedTellsWhatTheEventsTell asks for pairs and totals twice: as
// CONTACTED answers them, and with a condition that every event meets, for
// which the events are counted.
func TestContactedTellsWhatTheEventsTell(t *testing.T) {
	for name, graph := range map[string]func(*testing.T) *api.Schema{
		"told by hand": func(t *testing.T) *api.Schema { return open(t, crowd()) },
		"written by the store": func(t *testing.T) *api.Schema {
			s := open(t, &testgraph.Graph{})
			writeCoded(t)
			return s
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := graph(t)
			var all int
			for _, where := range []string{
				``, `who: {id: [%q]}`, `whom: {id: [%q]}`, `who: {id: [%q]}, whom: {id: [%q]}`, `between: [{id: [%q]}, {id: [%q]}]`, `who: {kind: [PERSON]}, whom: {id: [%q]}`,
			} {
				var actors []any
				for range strings.Count(where, "%q") {
					actors = append(actors, fmt.Sprintf("person:%d", 1+len(actors)*2))
				}
				if len(actors) > 0 {
					where = fmt.Sprintf(where, actors...)
				}
				const text = `{ contactPairs(where: {%s}, first: 1000) { who { id } whom { id } count first last by } contacts(where: {%[1]s}) { totalCount } }`
				derived, counted := ask(t, s, fmt.Sprintf(text, where), nil), ask(t, s, fmt.Sprintf(text, where+" minConfidence: 0"), nil)
				if diff := cmp.Diff(counted, derived); diff != "" || strings.Contains(derived, "errors") {
					t.Errorf("%q: (-events +CONTACTED):\n%s", where, diff)
				}
				all += strings.Count(derived, `"who"`)
			}
			// Of chains the length is told; there may be several of it.
			chains := 0
			for from := range 3 {
				for to := range 5 {
					const text = `{ path(from: {id: ["person:%d"]}, to: {id: ["person:%d"]}%s) { by } }`
					derived, walked := ask(t, s, fmt.Sprintf(text, from, to, ""), nil), ask(t, s, fmt.Sprintf(text, from, to, ", where: {minConfidence: 0}"), nil)
					calls, called := ask(t, s, fmt.Sprintf(text, from, to, ", where: {type: [VISIT, PHONE_CALL]}"), nil), ask(t, s, fmt.Sprintf(text, from, to, ", where: {type: [VISIT, PHONE_CALL], minConfidence: 0}"), nil)
					for _, c := range [][2]string{{derived, walked}, {calls, called}} {
						if strings.Count(c[0], `"by"`) != strings.Count(c[1], `"by"`) || strings.Contains(c[0]+c[1], "errors") {
							t.Errorf("from %d to %d: by CONTACTED %s, by events %s", from, to, c[0], c[1])
						}
						chains += strings.Count(c[0], `"by"`)
					}
				}
			}
			if chains < 8 {
				t.Errorf("only %d steps of chains: too few to tell", chains)
			}
			if all < 10 {
				t.Errorf("only %d pairs: too few to tell", all)
			}
		})
	}
}

// writeCoded has the store write contacts of all shapes.
func writeCoded(t *testing.T) {
	t.Helper()
	ctx, server := context.Background(), localtest.Neo4j(t)
	s, err := store.Open(ctx, store.Config{URI: server.URI, Username: server.Username, Password: server.Password})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(ctx) }()
	c := schema.Coded{Article: schema.Article{ID: "article:1", Title: "t", Language: schema.English}, Coder: "test/1", Table: true, ExactNames: true}
	for i := range 6 {
		c.Actors = append(c.Actors, schema.Actor{ID: fmt.Sprintf("person:%d", i), Kind: schema.Person, Name: fmt.Sprintf("Person %d", i), Names: []string{fmt.Sprintf("Person %d", i)}, Known: true})
	}
	i, r, p := schema.Initiator, schema.Recipient, schema.Party
	for n, e := range []struct {
		typ   schema.EventType
		day   int
		roles []schema.Role // of persons 0 to 5; "" for no part
	}{
		{"PHONE_CALL", 1, []schema.Role{i, r}}, {"PHONE_CALL", 2, []schema.Role{r, i}}, {"PHONE_CALL", 3, []schema.Role{p, p}}, {"MEETING", 4, []schema.Role{p, p, p, p}},
		{"MEETING", 5, []schema.Role{"", p, "", p}}, {"VISIT", 6, []schema.Role{"", i, "", r, r}}, {"VISIT", 7, []schema.Role{"", i, i, r, p}}, {"MEDIATION", 8, []schema.Role{schema.Mediator, p, "", p}},
		{"STATEMENT", 9, []schema.Role{i, r}}, {"PHONE_CALL", 0, []schema.Role{"", r, "", i}},
	} {
		quote := fmt.Sprintf("Sentence %d tells a %s.", n, e.typ)
		start := utf8.RuneCountInString(c.Article.Text)
		c.Article.Text += quote + " "
		ev := schema.Event{ID: fmt.Sprintf("event:row-%d", n), Type: e.typ, Modality: schema.Actual, Confidence: 0.9,
			Evidence: schema.Evidence{Quote: quote, Span: schema.Span{Start: start, End: start + utf8.RuneCountInString(quote)}}}
		if e.day > 0 {
			ev.Date = schema.On(schema.NewDate(2025, 6, e.day))
		}
		for who, role := range e.roles {
			if role != "" {
				ev.Participants = append(ev.Participants, schema.Participant{Role: role, Actor: fmt.Sprintf("person:%d", who)})
			}
		}
		c.Events = append(c.Events, ev)
	}
	written, err := s.Write(ctx, []schema.Coded{c})
	if err != nil {
		t.Fatal(err)
	}
	if written[0].Err != nil {
		t.Fatal(written[0].Err)
	}
}
