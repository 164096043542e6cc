package api_test

import (
	"context"
	"encoding/json"
	"testing"

	"safir/graph/api"
	"safir/graph/local/localtest"
	"safir/graph/query"
	"safir/graph/query/testgraph"
	"safir/graph/store"
)

func TestMain(m *testing.M) { localtest.Main(m) }

// open gives a schema over a graph that holds the given test graph alone.
func open(t testing.TB, g *testgraph.Graph) *api.Schema {
	t.Helper()
	return openWith(t, g, api.Options{})
}

func openWith(t testing.TB, g *testgraph.Graph, options api.Options) *api.Schema {
	t.Helper()
	ctx := context.Background()
	at := localtest.Neo4j(t)
	localtest.Clear(t)
	s, err := store.Open(ctx, store.Config{URI: at.URI, Username: at.Username, Password: at.Password})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(ctx) }()
	if _, err := s.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if err := g.Write(ctx, localtest.Driver(t), "neo4j"); err != nil {
		t.Fatal(err)
	}
	a, err := api.New(query.New(localtest.Driver(t), "neo4j"), options)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// ask returns the answer to a document as JSON, errors included.
func ask(t testing.TB, s *api.Schema, text string, variables map[string]any) string {
	t.Helper()
	doc, errs := s.Prepare(text)
	if len(errs) > 0 {
		return marshal(t, map[string]any{"errors": errs})
	}
	op, errs := doc.Operation("", variables)
	if len(errs) > 0 {
		return marshal(t, map[string]any{"errors": errs})
	}
	resp := s.Execute(context.Background(), op)
	if resp.Cause != nil {
		t.Logf("cause: %v", resp.Cause)
	}
	return marshal(t, resp)
}

func marshal(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
