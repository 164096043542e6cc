package api_test

import (
	"context"
	"sync"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/graph/api"
	"safir/graph/local/localtest"
	"safir/graph/query"
)

// watched is a driver that counts what is asked of it.
type watched struct {
	neo4j.DriverWithContext
	mu           sync.Mutex
	transactions int
	statements   []string
}

func (w *watched) NewSession(ctx context.Context, c neo4j.SessionConfig) neo4j.SessionWithContext {
	return watchedSession{w.DriverWithContext.NewSession(ctx, c), w}
}

type watchedSession struct {
	neo4j.SessionWithContext
	watch *watched
}

func (s watchedSession) ExecuteRead(ctx context.Context, work neo4j.ManagedTransactionWork, c ...func(*neo4j.TransactionConfig)) (any, error) {
	return s.SessionWithContext.ExecuteRead(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		s.watch.mu.Lock()
		s.watch.transactions++
		s.watch.mu.Unlock()
		return work(watchedTransaction{tx, s.watch})
	}, c...)
}

type watchedTransaction struct {
	neo4j.ManagedTransaction
	watch *watched
}

func (t watchedTransaction) Run(ctx context.Context, cypher string, params map[string]any) (neo4j.ResultWithContext, error) {
	t.watch.mu.Lock()
	t.watch.statements = append(t.watch.statements, cypher)
	t.watch.mu.Unlock()
	return t.ManagedTransaction.Run(ctx, cypher, params)
}

// watch gives a schema over the story and the driver that it asks.
func watch(t *testing.T) (*api.Schema, *watched) {
	t.Helper()
	open(t, story())
	w := &watched{DriverWithContext: localtest.Driver(t)}
	s, err := api.New(query.New(w, "neo4j"), api.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s, w
}

func TestOneStatementPerRootFieldAndOneTransaction(t *testing.T) {
	s, w := watch(t)
	for _, c := range []struct {
		name, text string
		statements int
	}{
		{"nested connection", `{ actor(id: "person:khalid") { events(first: 10) { nodes { initiators { name state { code } } evidence { article { title } } } } } }`, 1},
		{"deep", `{ actor(id: "person:khalid") { state { representatives(first: 2) { events(first: 5) { totalCount nodes { participants { actor { contacts(first: 2) { whom { offices { state { name } } } } } } } } } } } }`, 1},
		{"count and rows", `{ contacts(where: {after: {event: {type: [CEASEFIRE]}}}) { totalCount nodes { event { follows { followedBy { id } } } } } }`, 1},
		{"several root fields", `{ a: actor(name: "Mousavi") { id } b: events { totalCount } c: path(from: {name: "Mousavi"}, to: {name: "خالد بن سلمان"}) { by } d: search(text: "call") { __typename } }`, 4},
		{"introspection asks nothing", `{ __typename __schema { types { name } } }`, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.statements, w.transactions = nil, 0
			doc, errs := s.Prepare(c.text)
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			op, errs := doc.Operation("", nil)
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			resp := s.Execute(t.Context(), op)
			if len(resp.Errors) > 0 {
				t.Fatal(resp.Errors, resp.Cause)
			}
			if len(w.statements) != c.statements || resp.Statements != c.statements {
				t.Errorf("%d statements, %d told; want %d", len(w.statements), resp.Statements, c.statements)
			}
			if want := min(c.statements, 1); w.transactions != want {
				t.Errorf("%d transactions, want %d", w.transactions, want)
			}
		})
	}
}

// Values, cursors, aliases and the length of lists do not change the text of
// a statement, so that Neo4j plans it once.
func TestSameShapeSameText(t *testing.T) {
	s, w := watch(t)
	first := endCursor(t, ask(t, s, `{ contacts(first: 1) { pageInfo { endCursor } } }`, nil))
	for _, c := range []struct{ name, one, other string }{
		{"values", `{ events(where: {participants: [{name: "Mousavi"}], from: "2025-01-01", text: "a"}) { nodes { id } } }`, `{ events(where: {participants: [{name: "طهران"}], from: "2020-01-01", text: "b c d"}) { nodes { id } } }`},
		{"lists", `{ events(where: {type: [VISIT], id: ["1"], modality: [PLANNED]}) { nodes { id } } }`, `{ events(where: {type: [VISIT, MEETING, AID], id: ["1", "2"], modality: [PLANNED, DENIED]}) { nodes { id } } }`},
		{"aliases and plain fields", `{ events { nodes { id confidence } } }`, `{ x: events { y: nodes { z: title type date { start } } } }`},
		{"page size", `{ actors(first: 1) { nodes { id } } }`, `{ actors(first: 999) { nodes { name id } } }`},
		{"cursor", `{ contacts(first: 1) { nodes { by } } }`, `{ contacts(first: 1, after: "` + first + `") { nodes { by } } }`},
		{"states known and not", `{ actors(where: {role: "a"}) { totalCount } }`, `{ actors(where: {role: "a b c"}) { totalCount } }`},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.statements = nil
			t.Log(ask(t, s, c.one, nil), ask(t, s, c.other, nil))
			if len(w.statements) != 2 || w.statements[0] != w.statements[1] {
				t.Errorf("%d texts:\n%s", len(w.statements), w.statements)
			}
		})
	}
}
