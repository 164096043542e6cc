package query_test

import (
	"context"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/graph/local/localtest"
	"safir/graph/query"
	"safir/graph/query/testgraph"
	"safir/graph/store"
)

func TestMain(m *testing.M) { localtest.Main(m) }

// open gives a reader of a graph that holds the given test graph alone.
func open(t testing.TB, g *testgraph.Graph) *query.Reader {
	t.Helper()
	localtest.Clear(t)
	migrate(t, localtest.Neo4j(t))
	if err := g.Write(context.Background(), localtest.Driver(t), "neo4j"); err != nil {
		t.Fatal(err)
	}
	return query.New(localtest.Driver(t), "neo4j")
}

// migrate gives the graph its indexes.
func migrate(t testing.TB, at localtest.Server) {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, store.Config{URI: at.URI, Username: at.Username, Password: at.Password})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(ctx) }()
	if _, err := s.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
}

// rows asks one question and returns its rows.
func rows(t testing.TB, r *query.Reader, q query.Question) []query.Row {
	t.Helper()
	s, err := query.Compile(q)
	if err != nil {
		t.Fatal(err)
	}
	answers, err := r.Run(context.Background(), []query.Statement{s})
	if err != nil {
		t.Fatalf("%v\n%s\n%v", err, s.Text, s.Params())
	}
	var out []query.Row
	for _, v := range query.Row(answers[0]).List("rows") {
		m, _ := v.(map[string]any)
		out = append(out, m)
	}
	return out
}

func ids(rows []query.Row) []string {
	out := []string{}
	for _, r := range rows {
		out = append(out, r.Text("id"))
	}
	return out
}

func clear(t testing.TB) { t.Helper(); localtest.Clear(t) }

func driver(t testing.TB) neo4j.DriverWithContext { t.Helper(); return localtest.Driver(t) }
