package score_test

import (
	"path/filepath"
	"testing"

	"safir/loaders/coder/score"
	"safir/schema"
)

var corpus = filepath.Join("..", "..", "..", "testdata")

// TestCorpus holds every labelled article of the project to its format.
func TestCorpus(t *testing.T) {
	for _, set := range []struct {
		dir      string
		atLeast  int
		clusters bool
	}{
		{"gold", 40, false},
		{filepath.Join("gold", "blind"), 20, false},
		{"collection", 30, true},
	} {
		t.Run(set.dir, func(t *testing.T) {
			gold := readGold(t, filepath.Join(corpus, set.dir))
			if len(gold) < set.atLeast {
				t.Errorf("%d articles, want at least %d", len(gold), set.atLeast)
			}
			for _, g := range gold {
				if err := g.Check(); err != nil {
					t.Errorf("%s: %v", g.ID, err)
				}
				if _, err := g.Coded(); err != nil {
					t.Errorf("%s as coded article: %v", g.ID, err)
				}
				if set.clusters {
					checkClusters(t, g)
				}
			}
		})
	}
}

func checkClusters(t *testing.T, g score.Gold) {
	t.Helper()
	entities := make(map[string]string)
	for _, a := range g.Actors {
		if a.Entity == "" {
			t.Errorf("%s: actor %s has no entity", g.ID, a.Key)
		}
		if other := entities[a.Entity]; other != "" {
			t.Errorf("%s: actors %s and %s are one entity", g.ID, other, a.Key)
		}
		entities[a.Entity] = a.Key
	}
	globals := make(map[string]string)
	for _, e := range g.Events {
		if e.Global == "" {
			t.Errorf("%s: event %s has no global", g.ID, e.Key)
		}
		if other := globals[e.Global]; other != "" {
			t.Errorf("%s: events %s and %s are one event", g.ID, other, e.Key)
		}
		globals[e.Global] = e.Key
	}
}

// TestCollectionOverlaps: a collection without reports of the same event in
// both languages would measure nothing.
func TestCollectionOverlaps(t *testing.T) {
	languages := make(map[string]map[schema.Language]bool)
	for _, g := range readGold(t, filepath.Join(corpus, "collection")) {
		for _, e := range g.Events {
			if languages[e.Global] == nil {
				languages[e.Global] = make(map[schema.Language]bool)
			}
			languages[e.Global][g.Language] = true
		}
	}
	both := 0
	for _, ls := range languages {
		if len(ls) > 1 {
			both++
		}
	}
	if both < 15 {
		t.Errorf("%d events are told in both languages, want at least 15", both)
	}
}
