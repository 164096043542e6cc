package main

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/graph/local/localtest"
	"safir/graph/store"
	"safir/loaders/coder"
	"safir/loaders/coder/ar"
	"safir/loaders/coder/en"
	"safir/loaders/coder/score"
	"safir/schema"
)

const collectionDir = "../../testdata/collection"

// TestCollection loads the collection twice, as an analyst and as the coder
// read it, and compares what the graph joined with what belongs together.
func TestCollection(t *testing.T) {
	gold, err := score.ReadGold(collectionDir)
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	labels := make([]schema.Coded, len(gold))
	for i, g := range gold {
		if labels[i], err = g.Coded(); err != nil {
			t.Fatalf("%s: %v", g.ID, err)
		}
	}
	claims, err := codeAll(ctx, coder.New(ar.Language(), en.Language()), gold)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name           string
		coded          []schema.Coded
		actors, events float64
	}{
		{"from labels", labels, 1, 1},
		{"from the coder", claims, .97, .90},
	} {
		t.Run(tc.name, func(t *testing.T) {
			wantActors, wantEvents := belonging(gold, tc.coded)
			actors, events := joined(t, tc.coded)
			for _, m := range []struct {
				of        string
				want, got map[string]string
				atLeast   float64
			}{
				{"actors", wantActors, actors, tc.actors},
				{"events", wantEvents, events, tc.events},
			} {
				c := score.BCubed(m.want, m.got)
				t.Logf("%s: B³ %+v", m.of, c)
				if c.F1 < m.atLeast {
					t.Errorf("%s: B³ F1 %.3f, want at least %.3f", m.of, c.F1, m.atLeast)
					logDifferences(t, m.want, m.got)
				}
			}
		})
	}
}

// item names a claim within the collection.
func item(article, claim string) string { return article + " " + claim }

// belonging tells for each claim that stands for a label what it really is.
func belonging(gold []score.Gold, coded []schema.Coded) (actors, events map[string]string) {
	actors, events = make(map[string]string), make(map[string]string)
	for i, g := range gold {
		entity, global := make(map[string]string), make(map[string]string)
		for _, a := range g.Actors {
			entity[a.Key] = a.Entity
		}
		for _, e := range g.Events {
			global[e.Key] = e.Global
		}
		m := score.Match(g, coded[i])
		for id, key := range m.Actors {
			actors[item(g.ID, id)] = entity[key]
		}
		for id, key := range m.Events {
			events[item(g.ID, id)] = global[key]
		}
	}
	return actors, events
}

// joined writes coded articles to an empty graph and tells the node that
// each claim came to.
func joined(t *testing.T, coded []schema.Coded) (actors, events map[string]string) {
	t.Helper()
	localtest.Reset(t)
	server := localtest.Neo4j(t)
	ctx := t.Context()
	s, err := store.Open(ctx, store.Config{URI: server.URI, Username: server.Username, Password: server.Password})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close(context.WithoutCancel(ctx)) })
	if _, err := s.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Write(ctx, coded); err != nil {
		t.Fatal(err)
	}
	return nodes(t, s, "MENTIONS"), nodes(t, s, "REPORTS")
}

func nodes(t *testing.T, s *store.Store, edge string) map[string]string {
	t.Helper()
	ctx := t.Context()
	res, err := neo4j.ExecuteQuery(ctx, s.Driver(),
		"MATCH (a:Article)-[r:"+edge+"]->(n) RETURN a.id AS article, r.claim AS claim, n.id AS node", nil,
		neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase(s.Database()))
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]string)
	for _, r := range res.Records {
		m := r.AsMap()
		out[item(m["article"].(string), m["claim"].(string))] = m["node"].(string)
	}
	return out
}

// logDifferences lists the clusters that are not as they should be.
func logDifferences(t *testing.T, want, got map[string]string) {
	t.Helper()
	parts := make(map[string]map[string][]string) // gold cluster to node to items
	mixed := make(map[string]map[string]bool)     // node to gold clusters
	for it, w := range want {
		g, ok := got[it]
		if !ok {
			continue
		}
		if parts[w] == nil {
			parts[w] = make(map[string][]string)
		}
		parts[w][g] = append(parts[w][g], it)
		if mixed[g] == nil {
			mixed[g] = make(map[string]bool)
		}
		mixed[g][w] = true
	}
	for _, w := range slices.Sorted(maps.Keys(parts)) {
		if len(parts[w]) > 1 {
			t.Logf("split: %s", w)
			for _, g := range slices.Sorted(maps.Keys(parts[w])) {
				slices.Sort(parts[w][g])
				t.Logf("\t%s: %s", g, parts[w][g])
			}
		}
	}
	for _, g := range slices.Sorted(maps.Keys(mixed)) {
		if len(mixed[g]) > 1 {
			t.Logf("mixed in %s: %s", g, slices.Sorted(maps.Keys(mixed[g])))
		}
	}
}
