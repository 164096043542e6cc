package api_test

import (
	"context"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/graph/api"
	"safir/graph/local/localtest"
	"safir/graph/query"
	"safir/graph/query/testgraph"
)

// large gives a graph of SAFIR_BENCH_EVENTS events (default 500,000),
// generated where the database does not hold it yet: SAFIR_TEST_NEO4J_URI
// keeps it from one run to the next.
func large(b *testing.B) (*api.Schema, testgraph.Skew) {
	b.Helper()
	n := 500_000
	if s := os.Getenv("SAFIR_BENCH_EVENTS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	ctx, driver := context.Background(), localtest.Driver(b)
	skew, ok := kept(b, driver, n)
	if !ok {
		open(b, &testgraph.Graph{})
		start := time.Now()
		var err error
		skew, err = testgraph.Skewed(ctx, driver, "neo4j", n, func(written int) {
			if written%100_000 == 0 {
				b.Logf("%d events after %s", written, time.Since(start).Round(time.Second))
			}
		})
		if err != nil {
			b.Fatal(err)
		}
		query1(b, driver, "CALL db.awaitIndexes(300) RETURN 1 AS one", nil)
		query1(b, driver, "CREATE (:Bench {events: $n, busiest: $busiest, rare: $rare, event: $event}) RETURN 1 AS one",
			map[string]any{"n": n, "busiest": skew.Busiest, "rare": skew.Rare, "event": skew.Event})
		b.Logf("%d events in %s", n, time.Since(start).Round(time.Second))
	}
	s, err := api.New(query.New(driver, "neo4j"), api.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return s, skew
}

// kept reads what a run before left of the graph.
func kept(b *testing.B, driver neo4j.DriverWithContext, n int) (testgraph.Skew, bool) {
	r := query1(b, driver, "OPTIONAL MATCH (k:Bench {events: $n}) RETURN k.busiest AS busiest, k.rare AS rare, k.event AS event", map[string]any{"n": n})
	busiest, ok := r["busiest"].(string)
	if !ok {
		return testgraph.Skew{}, false
	}
	return testgraph.Skew{Events: n, Busiest: busiest, Rare: r["rare"].(string), Event: r["event"].(string)}, true
}

func query1(b *testing.B, driver neo4j.DriverWithContext, cypher string, params map[string]any) map[string]any {
	b.Helper()
	result, err := neo4j.ExecuteQuery(context.Background(), driver, cypher, params, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("neo4j"))
	if err != nil {
		b.Fatal(err)
	}
	if len(result.Records) == 0 {
		return nil
	}
	return result.Records[0].AsMap()
}

// BenchmarkAgainstCypher asks questions in GraphQL and in the Cypher that one
// would write by hand for them, by turns through the same driver, and reports
// the medians and their ratio.
func BenchmarkAgainstCypher(b *testing.B) {
	s, skew := large(b)
	driver := localtest.Driver(b)
	date := neo4j.DateOf(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
	const contact = "MATCH (a)-[i:INITIATED|JOINED]->(e)<-[j:RECEIVED|JOINED]-(b) WHERE a <> b AND (type(i) = 'INITIATED' OR type(j) = 'RECEIVED' OR a.id < b.id) "
	for _, c := range []struct {
		name, graphql, cypher string
		vars, params          map[string]any
	}{
		{
			"contacts after a day",
			`{ contacts(where: {after: {date: "2020-01-01"}}) { nodes { who { name } whom { name } } } }`,
			"MATCH (e:Event) WHERE e.contact = true AND e.key > $key AND e.key < '9999' AND e.modality = 'ACTUAL' WITH e ORDER BY e.contact, e.key LIMIT 26 " + contact + "RETURN a.name, b.name ORDER BY e.key LIMIT 26",
			nil, map[string]any{"key": "2020-01-01}"},
		},
		{
			"contacts after an event",
			`query($id: ID!) { contacts(where: {after: {event: {id: [$id]}}}) { nodes { who { name } whom { name } } } }`,
			"MATCH (x:Event {id: $id}) CALL (x) { MATCH (e:Event) WHERE e.contact = true AND e.key > toString(x.end) + '}' AND e.key < '9999' AND e.modality = 'ACTUAL' RETURN e ORDER BY e.contact, e.key LIMIT 26 } " + contact + "RETURN a.name, b.name ORDER BY e.key LIMIT 26",
			map[string]any{"id": skew.Event}, map[string]any{"id": skew.Event},
		},
		{
			"contacts after a ceasefire",
			`{ contacts(where: {after: {event: {type: [CEASEFIRE]}}}) { nodes { who { name } whom { name } } } }`,
			"MATCH (x:Event) WHERE x.type = 'CEASEFIRE' AND x.key > '' WITH toString(min(x.end)) + '}' AS key CALL (key) { MATCH (e:Event) WHERE e.contact = true AND e.key > key AND e.key < '9999' AND e.modality = 'ACTUAL' RETURN e ORDER BY e.contact, e.key LIMIT 26 } " + contact + "RETURN a.name, b.name ORDER BY e.key LIMIT 26",
			nil, nil,
		},
		{
			"events of the busiest actor after a day",
			`query($id: ID!) { events(where: {participants: [{id: [$id]}], after: {date: "2020-01-01"}}) { nodes { id title date { start } } } }`,
			"MATCH (a:Actor {id: $id})-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(e:Event) WHERE e.start > $day AND e.modality = 'ACTUAL' RETURN DISTINCT e.id, e.title, e.start, e.key ORDER BY e.key LIMIT 25",
			map[string]any{"id": skew.Busiest}, map[string]any{"id": skew.Busiest, "day": date},
		},
		{
			"events of a rare actor after a day",
			`query($id: ID!) { events(where: {participants: [{id: [$id]}], after: {date: "2020-01-01"}}) { nodes { id title date { start } } } }`,
			"MATCH (a:Actor {id: $id})-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(e:Event) WHERE e.start > $day AND e.modality = 'ACTUAL' RETURN DISTINCT e.id, e.title, e.start, e.key ORDER BY e.key LIMIT 25",
			map[string]any{"id": skew.Rare}, map[string]any{"id": skew.Rare, "day": date},
		},
		{
			"events nested in the busiest actor",
			`query($id: ID!) { actor(id: $id) { name events(first: 10) { nodes { id initiators { name } recipients { name } } } } }`,
			"MATCH (a:Actor {id: $id}) CALL (a) { MATCH (a)-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(e:Event) WHERE e.modality = 'ACTUAL' WITH DISTINCT e ORDER BY e.key LIMIT 10 RETURN collect(e {.id, i: [(e)<-[:INITIATED]-(x) | x.name], r: [(e)<-[:RECEIVED]-(x) | x.name]}) AS es } RETURN a.name, es",
			map[string]any{"id": skew.Busiest}, map[string]any{"id": skew.Busiest},
		},
		{
			"contactPairs of one actor",
			`query($id: ID!) { contactPairs(where: {who: {id: [$id]}}) { who { name } whom { name } count } }`,
			"MATCH (a:Actor {id: $id})-[c:CONTACTED]-(b) WITH startNode(c) AS a, endNode(c) AS b, c.count AS n ORDER BY n DESC LIMIT 25 RETURN a.name, b.name, n",
			map[string]any{"id": skew.Busiest}, map[string]any{"id": skew.Busiest},
		},
		{
			"contactPairs of one actor after a day",
			`query($id: ID!) { contactPairs(where: {who: {id: [$id]}, from: "2020-01-01"}) { who { name } whom { name } count } }`,
			"MATCH (x:Actor {id: $id})-[:INITIATED|JOINED]->(e:Event) WHERE e.contact AND e.start >= $day AND e.modality = 'ACTUAL' WITH DISTINCT x, e " + contact + "AND (a = x OR type(i) = 'JOINED' AND type(j) = 'JOINED' AND b = x) WITH a, b, count(*) AS n ORDER BY n DESC LIMIT 25 RETURN a.name, b.name, n",
			map[string]any{"id": skew.Busiest}, map[string]any{"id": skew.Busiest, "day": date},
		},
		{
			"path within 4",
			`query($a: ID!, $b: ID!) { path(from: {id: [$a]}, to: {id: [$b]}) { who { name } whom { name } by } }`,
			"MATCH (a:Actor {id: $a}), (b:Actor {id: $b}) MATCH p = shortestPath((a)-[:CONTACTED*..4]-(b)) UNWIND relationships(p) AS r WITH startNode(r) AS a, endNode(r) AS b CALL (a, b) { " +
				"MATCH (a)-[i:INITIATED|JOINED]->(e:Event)<-[j:RECEIVED|JOINED]-(b) WHERE e.contact AND e.modality = 'ACTUAL' AND (type(i) = 'INITIATED' OR type(j) = 'RECEIVED' OR a.id < b.id) RETURN e ORDER BY e.key LIMIT 1 } RETURN a.name, b.name, e.type",
			map[string]any{"a": skew.Rare, "b": "person:09000"}, map[string]any{"a": skew.Rare, "b": "person:09000"},
		},
		{
			"events by type and time",
			`{ events(where: {type: [PHONE_CALL, AGREEMENT], from: "2020-01-01"}) { nodes { id title } } }`,
			"UNWIND ['PHONE_CALL', 'AGREEMENT'] AS t CALL (t) { MATCH (e:Event) WHERE e.type = t AND e.key > '2020-01-01' AND e.key < '9999' AND e.modality = 'ACTUAL' RETURN e ORDER BY e.type, e.key LIMIT 25 } RETURN e.id, e.title ORDER BY e.key LIMIT 25",
			nil, nil,
		},
	} {
		b.Run(c.name, func(b *testing.B) {
			doc, errs := s.Prepare(c.graphql)
			if len(errs) > 0 {
				b.Fatal(errs)
			}
			ours, hand := make([]time.Duration, 0, b.N), make([]time.Duration, 0, b.N)
			ask := func() {
				start := time.Now()
				op, errs := doc.Operation("", c.vars)
				if len(errs) > 0 {
					b.Fatal(errs)
				}
				resp := s.Execute(context.Background(), op)
				if len(resp.Errors) > 0 {
					b.Fatal(resp.Errors, resp.Cause)
				}
				ours = append(ours, time.Since(start))
			}
			write := func() {
				start := time.Now()
				session := driver.NewSession(context.Background(), neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead, DatabaseName: "neo4j"})
				_, err := session.ExecuteRead(context.Background(), func(tx neo4j.ManagedTransaction) (any, error) {
					result, err := tx.Run(context.Background(), c.cypher, c.params)
					if err != nil {
						return nil, err
					}
					return result.Collect(context.Background())
				})
				if err != nil {
					b.Fatal(err)
				}
				_ = session.Close(context.Background())
				hand = append(hand, time.Since(start))
			}
			for range 5 { // warm both
				ask()
				write()
			}
			ours, hand = ours[:0], hand[:0]
			for b.Loop() {
				ask()
				write()
			}
			report(b, ours, hand)
		})
	}
}

func report(b *testing.B, ours, hand []time.Duration) {
	b.Helper()
	p50 := func(d []time.Duration) float64 { slices.Sort(d); return float64(d[len(d)/2].Microseconds()) / 1000 }
	o, h := p50(ours), p50(hand)
	b.ReportMetric(o, "graphql-ms")
	b.ReportMetric(h, "cypher-ms")
	b.ReportMetric(o/h, "ratio")
	b.ReportMetric(0, "ns/op")
}
