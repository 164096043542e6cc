package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/graph/store"
	"safir/schema"
)

// exact turns the world into event tables under exact names; some rows are
// told by two articles.
func exact(articles []schema.Coded) []schema.Coded {
	for i := range articles {
		c := &articles[i]
		c.Table, c.ExactNames = true, true
		if i%4 == 1 {
			before := articles[i-1]
			c.Article.Text, c.Actors, c.Events, c.Order = before.Article.Text, before.Actors, before.Events, nil
		}
		c.Order = nil
	}
	return articles
}

func TestTableRowsUnderExactNamesKeepTheirIDs(t *testing.T) {
	s := open(t)
	articles := exact(world(rand.New(rand.NewPCG(5, 5)), 24))
	rows := make(map[string]bool)
	for _, c := range articles {
		for _, e := range c.Events {
			rows[e.ID] = true
		}
	}
	var want string
	for round := range rounds(3) {
		if err := store.Empty(context.Background(), s); err != nil {
			t.Fatal(err)
		}
		load(t, s, articles, rand.New(rand.NewPCG(uint64(round), 4)), 1+3*(round%2))
		got := dump(t, s)
		if want == "" {
			want = got
		}
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
			t.Fatalf("round %d gives another graph:\n%s", round, diff)
		}
	}
	if n := len(eventsOf(want)); n != len(rows) {
		t.Errorf("%d events of %d rows", n, len(rows))
	}
	twice := 0
	for _, line := range strings.Split(want, "\n") {
		var e struct {
			Labels []string
			Props  struct{ Reports int }
		}
		if err := json.Unmarshal([]byte(line), &e); err == nil && slices.Contains(e.Labels, "Event") && e.Props.Reports == 2 {
			twice++
		}
	}
	if twice == 0 {
		t.Error("no event has two reports though two articles tell some")
	}
	// Such events are explained, but not ruled on.
	event := articles[0].Events[0].ID
	if x, err := s.Why(context.Background(), event); err != nil || x.ID != event || len(x.Told) != 2 || x.Told[0].Quote != articles[0].Events[0].Quote {
		t.Errorf("why %s: %+v, %v", event, x, err)
	}
	if _, err := s.Reject(context.Background(), "test", "to see", event); !errors.Is(err, store.ErrExact) {
		t.Errorf("reject %s: %v", event, err)
	}
	// Coded otherwise and back: what the first coding brought goes again.
	other := exact(world(rand.New(rand.NewPCG(6, 6)), 24))
	load(t, s, other, rand.New(rand.NewPCG(7, 4)), 2)
	load(t, s, articles, rand.New(rand.NewPCG(8, 4)), 2)
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(dump(t, s), "\n")); diff != "" {
		t.Fatalf("coding articles in another way and back changes the graph:\n%s", diff)
	}
	for _, c := range articles {
		w, err := s.Write(context.Background(), []schema.Coded{c})
		if err != nil || w[0].Outcome != schema.Unchanged {
			t.Errorf("%+v %v", w, err)
		}
	}
}
