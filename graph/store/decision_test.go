package store_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/graph/store"
	"safir/schema"
)

// graphWithout returns a dump without decisions, and without the keys that
// they leave on claims.
func graphWithout(t *testing.T, s *store.Store) []string {
	return slices.DeleteFunc(strings.Split(dump(t, s), "\n"), func(l string) bool { return strings.HasPrefix(l, `{"labels":["Decision"]`) })
}

func eventsOf(dump string) (ids []string) {
	for _, l := range strings.Split(dump, "\n") {
		if _, rest, ok := strings.Cut(l, `"id":"event:`); ok && strings.Contains(l, `"modality"`) {
			id, _, _ := strings.Cut(rest, `"`)
			ids = append(ids, "event:"+id)
		}
	}
	return ids
}

// rulings are the relationships of a dump that lead from decisions to what
// they rule on.
func rulings(dump string) []string {
	return slices.DeleteFunc(strings.Split(dump, "\n"), func(l string) bool {
		return !strings.HasPrefix(l, `{"from":"Decision `) || !strings.HasSuffix(l, `"type":"ABOUT"}`)
	})
}

func TestDecisionsHoldAndCanBeUndone(t *testing.T) {
	s := open(t)
	ctx := context.Background()
	articles := world(rand.New(rand.NewPCG(11, 11)), 20)
	r := rand.New(rand.NewPCG(2, 2))
	load(t, s, articles, r, 1)
	plain := graphWithout(t, s)
	events := eventsOf(strings.Join(plain, "\n"))

	merged, err := s.Merge(ctx, "ana", "told twice", events[0], events[5])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Reject(ctx, "ana", "never happened", events[7]); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Merge(ctx, "ana", "one man", "person:javad-zarif", "person:araghchi"); err != nil {
		t.Fatal(err)
	}
	decided := dump(t, s)
	if n := strings.Count(decided, `"Rejected"]`); n != 1 {
		t.Errorf("%d rejected events", n)
	}
	if n := len(rulings(decided)); n != 3 {
		t.Errorf("%d nodes are shown to be ruled on, want one for each decision", n)
	}
	x, err := s.Why(ctx, events[5])
	if err != nil {
		t.Fatal(err)
	}
	y, err := s.Why(ctx, events[0])
	if err != nil || x.ID != y.ID || len(x.Decisions) != 1 || x.Decisions[0].Reason != "told twice" {
		t.Errorf("%+v\n%+v %v", x, y, err)
	}

	// Whatever is loaded later, in whatever order, respects them.
	if err := store.EmptyButDecisions(ctx, s); err != nil {
		t.Fatal(err)
	}
	load(t, s, articles, r, 4)
	if diff := cmp.Diff(strings.Split(decided, "\n"), strings.Split(dump(t, s), "\n")); diff != "" {
		t.Errorf("loading after the decisions gives another graph:\n%s", diff)
	}

	all, err := s.Decisions(ctx)
	if err != nil || len(all) != 3 {
		t.Fatal(all, err)
	}
	if _, err := s.RestoreEvent(ctx, "bo", "it did", events[7]); err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		if d.Action != "REJECT" {
			if _, err := s.Undo(ctx, "bo", "two after all", d.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	if diff := cmp.Diff(plain, graphWithout(t, s)); diff != "" {
		t.Errorf("undoing all decisions does not give the graph without them:\n%s", diff)
	}
	if d, err := s.Decisions(ctx); err != nil || len(d) != 3 || d[0].Undone == nil || d[0].Undone.Author != "bo" {
		t.Errorf("%+v %v", d, err)
	}
	_ = merged
}

func TestSplitPartsWhatWasJoined(t *testing.T) {
	s := open(t)
	ctx := context.Background()
	a, b := call(), call()
	b.Article.ID = "article:2"
	if _, err := s.Write(ctx, []schema.Coded{a, b}); err != nil {
		t.Fatal(err)
	}
	before := dump(t, s)
	events := eventsOf(before)
	if len(events) != 2 {
		t.Fatalf("%d events, want the two that both articles tell", len(events))
	}
	x, err := s.Why(ctx, events[0])
	if err != nil || len(x.Told) != 2 || len(x.Reasons) != 1 {
		t.Fatalf("%+v %v", x, err)
	}
	d, err := s.Split(ctx, "ana", "two calls", events[0], []string{x.Told[0].Claim})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(eventsOf(dump(t, s))); n != 3 {
		t.Errorf("%d events after the split", n)
	}
	if _, err := s.Undo(ctx, "ana", "one after all", d.ID); err != nil {
		t.Fatal(err)
	}
	if n := len(eventsOf(dump(t, s))); n != 2 {
		t.Errorf("%d events after the split was undone", n)
	}
	for _, err := range []error{
		second(s.Merge(ctx, "", "why", events[0], events[1])),
		second(s.Merge(ctx, "ana", "", events[0], events[1])),
		second(s.Merge(ctx, "ana", "why", events[0], "state:IRN")),
		second(s.Split(ctx, "ana", "why", events[0], []string{"event:none"})),
		second(s.Reject(ctx, "ana", "why", "state:IRN")),
	} {
		if err == nil {
			t.Error("a ruling that makes no sense was taken")
		}
	}
	if _, err := s.Why(ctx, "event:none"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}

func second[T any](_ T, err error) error { return err }
