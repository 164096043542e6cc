package browser_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/graph/browser"
	"safir/graph/local/localtest"
	"safir/graph/store"
	"safir/schema"
)

func TestMain(m *testing.M) { localtest.Main(m) }

// load writes the coded articles of a file of JSON Lines into a Neo4j.
// testdata/sample.jsonl is what `safir extract --with-text` made of the
// articles in /testdata.
func load(t *testing.T, server localtest.Server, file string, keep func(schema.Coded) bool) {
	t.Helper()
	ctx := t.Context()
	s, err := store.Open(ctx, store.Config{URI: server.URI, Username: server.Username, Password: server.Password, Patience: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.WithoutCancel(ctx))
	if _, err := s.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var batch []schema.Coded
	for line := range bytes.Lines(b) {
		var c schema.Coded
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		if keep == nil || keep(c) {
			batch = append(batch, c)
		}
	}
	written, err := s.Write(ctx, batch)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range written {
		if w.Err != nil {
			t.Error(w.Err)
		}
	}
}

// picture is what a query draws.
type picture struct {
	nodes map[string]neo4j.Node
	kinds map[string]bool // labels and relationship types
}

func draw(t *testing.T, q browser.Query) picture {
	t.Helper()
	r, err := neo4j.ExecuteQuery(t.Context(), localtest.Driver(t), q.Cypher, nil, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithReadersRouting())
	if err != nil {
		t.Fatal(err)
	}
	p := picture{make(map[string]neo4j.Node), make(map[string]bool)}
	for _, n := range r.Summary.Notifications() {
		if !strings.Contains(n.Code(), "UnboundedVariableLength") {
			t.Errorf("%s: %s", n.Code(), n.Description())
		}
	}
	for _, row := range r.Records {
		for _, v := range row.Values {
			p.add(t, v)
		}
	}
	return p
}

func (p picture) add(t *testing.T, v any) {
	switch v := v.(type) {
	case nil:
	case neo4j.Node:
		p.nodes[v.ElementId] = v
		for _, l := range v.Labels {
			p.kinds[l] = true
		}
	case neo4j.Relationship:
		p.kinds[v.Type] = true
	case neo4j.Path:
		for _, n := range v.Nodes {
			p.add(t, n)
		}
		for _, r := range v.Relationships {
			p.add(t, r)
		}
	case []any:
		for _, x := range v {
			p.add(t, x)
		}
	default:
		t.Errorf("a %T is no part of a picture", v)
	}
}

// Every saved query draws what it says, and no hairball.
func TestQueriesDraw(t *testing.T) {
	load(t, localtest.Neo4j(t), "testdata/sample.jsonl", nil)
	for _, q := range browser.Queries() {
		t.Run(q.File, func(t *testing.T) {
			p := draw(t, q)
			if n := len(p.nodes); n < 2 || n > 48 {
				t.Errorf("%d nodes", n)
			}
			for _, want := range q.Shows {
				if !p.kinds[want] {
					t.Errorf("no %s in the picture", want)
				}
			}
			// What the captions take from is there.
			for _, n := range p.nodes {
				want := []string{"name"}
				switch {
				case slices.Contains(n.Labels, "Event"):
					want = []string{"caption", "captionAr", "title", "titleAr"}
				case slices.Contains(n.Labels, "Article"):
					want = []string{"title"}
				}
				for _, k := range want {
					if s, _ := n.Props[k].(string); s == "" {
						t.Errorf("%v without %s", n.Props["id"], k)
					}
				}
			}
			t.Logf("%d nodes, %v", len(p.nodes), p.kinds)
		})
	}
}

// An empty graph is no error, only an empty picture.
func TestQueriesOfAnEmptyGraph(t *testing.T) {
	localtest.Clear(t)
	for _, q := range browser.Queries() {
		if p := draw(t, q); len(p.nodes) > 0 {
			t.Errorf("%s: %d nodes", q.File, len(p.nodes))
		}
	}
}

func TestCounts(t *testing.T) {
	localtest.Clear(t)
	load(t, localtest.Neo4j(t), "testdata/sample.jsonl", nil)
	c, err := browser.CountsOf(localtest.Driver(t), "neo4j")(t.Context())
	if err != nil || c.Articles < 8 || c.Events < 20 || c.Actors < 20 {
		t.Errorf("%+v, %v", c, err)
	}
}
