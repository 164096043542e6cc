package api_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"go.uber.org/goleak"

	"safir/graph/api"
	"safir/graph/local/localtest"
	"safir/graph/query"
)

// TestInjectionChangesNothing tries to break out of every argument that is a
// string: the text of the Cypher stays that of a harmless value, the graph
// stays as it is, and nothing is found.
func TestInjectionChangesNothing(t *testing.T) {
	s, w := watch(t)
	before := census(t)
	for _, field := range []string{
		`events(where: {text: %s}) { totalCount }`, `events(where: {id: [%s]}) { totalCount }`, `events(where: {code: [%s]}) { totalCount }`,
		`events(where: {article: %s}) { totalCount }`, `events(where: {source: %s}) { totalCount }`, `events(where: {initiator: {name: %s}}) { totalCount }`,
		`events(where: {after: {event: {article: %s}}}) { totalCount }`, `events(where: {participants: [{state: %s}, {role: %[1]s}]}) { totalCount }`,
		`actors(where: {name: %s}) { totalCount }`, `actors(where: {state: %s}) { totalCount }`, `actors(where: {role: %s}) { totalCount }`, `actors(where: {id: [%s]}) { totalCount }`,
		`articles(where: {text: %s}) { totalCount }`, `articles(where: {id: [%s]}) { totalCount }`, `articles(where: {source: %s}) { totalCount }`, `articles(where: {mentions: {name: %s}}) { totalCount }`,
		`contacts(where: {who: {name: %s}, between: [{id: [%[1]s]}, {state: %[1]s}]}) { totalCount }`, `contactPairs(where: {whom: {name: %s}}) { count }`,
		`event(id: %s) { id }`, `actor(id: %s) { id }`, `actor(name: %s) { id }`, `article(id: %s) { id }`, `node(id: %s) { id }`,
		`path(from: {name: %s}, to: {id: [%[1]s]}) { by }`, `search(text: %s) { __typename }`, `eventCounts(by: [TYPE], where: {text: %s}) { count }`,
	} {
		w.statements = nil
		ask(t, s, "{ "+fmt.Sprintf(field, `"harmless"`)+" }", nil)
		harmless := w.statements
		for _, attack := range []string{
			`\" OR true //`, `' OR 1=1 WITH 1 AS x MATCH (n) DETACH DELETE n //`, `'}) DETACH DELETE x //`, `\\' }) RETURN 1 //`, "`) MATCH (n) SET n:Gone //",
			`*`, `*:*`, `id:*`, `+a -b && c || d !e (f) {g} [h]^2 ~3 \\`, `\"harmless`, `/.*/`, `harmless OR`, `NOT harmless`, `a~ b* c?`, `[a TO z]`, `$p0`, `\u0000`, `\u202eevil`, `🤷`,
		} {
			w.statements = nil
			got := ask(t, s, "{ "+fmt.Sprintf(field, `"`+attack+`"`)+" }", nil)
			if strings.Contains(got, `"errors"`) && !strings.Contains(got, "BAD_USER_INPUT") {
				t.Errorf("%s with %s: %s", field, attack, got)
				continue
			}
			if !strings.Contains(got, `"errors"`) && cmp.Diff(harmless, w.statements) != "" {
				t.Errorf("%s with %s: the text of the statement changes:\n%s", field, attack, cmp.Diff(harmless, w.statements))
			}
			if strings.Contains(got, `"totalCount":`) && !strings.Contains(got, `"totalCount":0`) {
				t.Errorf("%s with %s finds something: %s", field, attack, got)
			}
		}
	}
	if diff := cmp.Diff(before, census(t)); diff != "" {
		t.Errorf("the graph changed:\n%s", diff)
	}
}

// census counts what is in the graph.
func census(t *testing.T) map[string]any {
	t.Helper()
	result, err := neo4j.ExecuteQuery(t.Context(), localtest.Driver(t), "MATCH (n) WITH labels(n) AS l, count(*) AS n ORDER BY l RETURN collect([l, n]) AS nodes, COUNT { ()-->() } AS edges", nil, neo4j.EagerResultTransformer)
	if err != nil {
		t.Fatal(err)
	}
	return result.Records[0].AsMap()
}

// TestErrorsTellNoInternals has the graph fail in every way that it can.
func TestErrorsTellNoInternals(t *testing.T) {
	open(t, story())
	driver := localtest.Driver(t)
	away, err := neo4j.NewDriverWithContext("bolt://127.0.0.1:1", neo4j.NoAuth())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = away.Close(context.Background()) }()
	late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	short, cancelShort := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancelShort()
	gone, cancelGone := context.WithCancel(t.Context())
	cancelGone()
	for name, c := range map[string]struct {
		ctx      context.Context
		driver   neo4j.DriverWithContext
		database string
		code     string
	}{
		"away":            {t.Context(), away, "neo4j", "UNAVAILABLE"},
		"no database":     {t.Context(), driver, "nowhere", "INTERNAL"},
		"too late":        {late, driver, "neo4j", "TIMEOUT"},
		"away till late":  {short, away, "neo4j", "TIMEOUT"},
		"nobody waits":    {gone, driver, "neo4j", "TIMEOUT"},
		"a bad statement": {t.Context(), broken{driver}, "neo4j", "INTERNAL"},
	} {
		s, err := api.New(query.New(c.driver, c.database), api.Options{})
		if err != nil {
			t.Fatal(err)
		}
		doc, errs := s.Prepare(`{ a: events { totalCount } b: sources { name } }`)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		op, errs := doc.Operation("", nil)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		start := time.Now()
		resp := s.Execute(c.ctx, op)
		got := marshal(t, resp)
		if string(resp.Data) != "null" || len(resp.Errors) != 2 || resp.Errors[0].Extensions["code"] != c.code || resp.Cause == nil {
			t.Errorf("%s: %s (cause %v), want %s", name, got, resp.Cause, c.code)
		}
		for _, internal := range []string{"Neo4j", "neo4j", "MATCH", "bolt", "127.0.0.1", "Error:", "context", "nowhere"} {
			if strings.Contains(got, internal) {
				t.Errorf("%s: %s tells %q", name, got, internal)
			}
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: took %s", name, took)
		}
	}
}

// broken is a driver that garbles every statement.
type broken struct{ neo4j.DriverWithContext }

func (b broken) NewSession(ctx context.Context, c neo4j.SessionConfig) neo4j.SessionWithContext {
	return brokenSession{b.DriverWithContext.NewSession(ctx, c)}
}

type brokenSession struct{ neo4j.SessionWithContext }

func (s brokenSession) ExecuteRead(ctx context.Context, work neo4j.ManagedTransactionWork, c ...func(*neo4j.TransactionConfig)) (any, error) {
	return s.SessionWithContext.ExecuteRead(ctx, func(tx neo4j.ManagedTransaction) (any, error) { return work(brokenTransaction{tx}) }, c...)
}

type brokenTransaction struct{ neo4j.ManagedTransaction }

func (t brokenTransaction) Run(ctx context.Context, cypher string, params map[string]any) (neo4j.ResultWithContext, error) {
	return t.ManagedTransaction.Run(ctx, "MATCH secret "+cypher, params)
}

// TestTimeEndsTheQuestionInNeo4jToo stops a question that would take for
// ever, and wants its transaction gone.
func TestTimeEndsTheQuestionInNeo4jToo(t *testing.T) {
	open(t, story())
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	_, err := query.New(localtest.Driver(t), "neo4j").Run(ctx, []query.Statement{{Text: "UNWIND range(1, 2000000000) AS never WITH count(never % 7) AS n RETURN [n] AS rows, null AS total"}})
	var e *query.Error
	if !errors.As(err, &e) || e.Code != query.Timeout {
		t.Fatalf("got %v, want a timeout", err)
	}
	for end := time.Now().Add(20 * time.Second); ; {
		result, err := neo4j.ExecuteQuery(t.Context(), localtest.Driver(t), "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS 'never %' AND NOT currentQuery CONTAINS 'SHOW' RETURN count(*) AS n", nil, neo4j.EagerResultTransformer)
		if err != nil {
			t.Fatal(err)
		}
		if n, _ := result.Records[0].Get("n"); n == int64(0) {
			return
		}
		if time.Now().After(end) {
			t.Fatal("the transaction still runs")
		}
	}
}

// TestNoGoroutineIsLeft gives up questions half-way, many at once.
func TestNoGoroutineIsLeft(t *testing.T) {
	s := open(t, story())
	doc, errs := s.Prepare(`{ events { nodes { participants { actor { name state { name } } } } } contacts { totalCount } }`)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	op, errs := doc.Operation("", nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	s.Execute(t.Context(), op) // the driver's own goroutines start with the first question
	before := goleak.IgnoreCurrent()
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*time.Millisecond)
			defer cancel()
			if resp := s.Execute(ctx, op); len(resp.Errors) > 0 && resp.Errors[0].Extensions["code"] != "TIMEOUT" {
				t.Errorf("%v (%v)", resp.Errors, resp.Cause)
			}
		})
	}
	all.Wait()
	goleak.VerifyNone(t, before)
}

func TestDocumentsAndPlansAreKept(t *testing.T) {
	s := offline(t, api.Limits{})
	const text = `query Q($n: Int) { events(first: $n) { totalCount } }`
	one, _ := s.Prepare(text)
	two, _ := s.Prepare(text)
	if one != two {
		t.Error("the document was parsed again")
	}
	opOne, _ := one.Operation("", map[string]any{"n": 1})
	opTwo, _ := two.Operation("Q", map[string]any{"n": 1})
	other, _ := two.Operation("Q", map[string]any{"n": 2})
	if opOne != opTwo || opOne == other {
		t.Error("an operation is planned once for the same variables, and anew for others")
	}
	if opOne.Name != "Q" || opOne.Hash == "" || opOne.Cost != 1 {
		t.Errorf("name %q, hash %q, cost %d", opOne.Name, opOne.Hash, opOne.Cost)
	}
}

// BenchmarkLayer measures what GraphQL adds to a question: everything but
// Neo4j and the driver, for 25 rows of 10 fields.
func BenchmarkLayer(b *testing.B) {
	s, err := api.New(query.New(canned{rows: rows(25)}, "neo4j"), api.Options{})
	if err != nil {
		b.Fatal(err)
	}
	const text = `query($first: Int) { events(first: $first) { nodes { id type family code contact title date { start } modality confidence reports } } }`
	for _, c := range []struct {
		name  string
		first func(i int) int
	}{
		{"seen before", func(int) int { return 25 }},
		{"with other variables", func(i int) int { return 25 + i%900 }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i++
				doc, errs := s.Prepare(text)
				if len(errs) > 0 {
					b.Fatal(errs)
				}
				op, errs := doc.Operation("", map[string]any{"first": c.first(i)})
				if len(errs) > 0 {
					b.Fatal(errs)
				}
				if resp := s.Execute(context.Background(), op); len(resp.Errors) > 0 {
					b.Fatal(resp.Errors, resp.Cause)
				}
			}
		})
	}
}

// canned is a driver that has the answer ready.
type canned struct {
	neo4j.DriverWithContext
	rows []any
}

func (c canned) NewSession(context.Context, neo4j.SessionConfig) neo4j.SessionWithContext {
	return cannedSession{rows: c.rows}
}

type cannedSession struct {
	neo4j.SessionWithContext
	rows []any
}

// ExecuteRead gives the rows to every statement that may be asked.
func (s cannedSession) ExecuteRead(context.Context, neo4j.ManagedTransactionWork, ...func(*neo4j.TransactionConfig)) (any, error) {
	return slices.Repeat([]query.Answer{{"rows": s.rows, "total": int64(len(s.rows))}}, 200), nil
}

func (s cannedSession) Close(context.Context) error { return nil }

func rows(n int) []any {
	out := make([]any, n)
	for i := range out {
		out[i] = map[string]any{"id": fmt.Sprint("event:", i), "type": "PHONE_CALL", "key": "2025", "title": "phone call: A → B", "titleAr": "اتصال", "modality": "ACTUAL", "precision": "DAY",
			"confidence": 0.9, "reports": int64(3), "start": "2025-06-24", "end": "2025-06-24"}
	}
	return out
}
