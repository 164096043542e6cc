package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/graph/api"
	"safir/graph/local"
	"safir/graph/local/localtest"
	"safir/graph/query"
	"safir/graph/query/testgraph"
)

// large gives a graph to measure over: the one that SAFIR_BENCH_DATA, a data
// folder of safir, holds, or else one of SAFIR_BENCH_EVENTS generated events
// (default 500,000). SAFIR_TEST_NEO4J_URI keeps a generated one from one run
// to the next.
func large(b *testing.B) neo4j.DriverWithContext {
	b.Helper()
	if dir := os.Getenv("SAFIR_BENCH_DATA"); dir != "" {
		return loaded(b, dir)
	}
	n := 500_000
	if s := os.Getenv("SAFIR_BENCH_EVENTS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	driver := localtest.Driver(b)
	if query1(b, driver, "MATCH (k:Bench {events: $n}) RETURN k.events AS n", map[string]any{"n": n}) != nil {
		return driver
	}
	open(b, &testgraph.Graph{})
	start := time.Now()
	_, err := testgraph.Skewed(b.Context(), driver, "neo4j", n, func(written int) {
		if written%100_000 == 0 {
			b.Logf("%d events after %s", written, time.Since(start).Round(time.Second))
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	query1(b, driver, "CREATE (:Bench {events: $n}) RETURN 1 AS one", map[string]any{"n": n})
	b.Logf("%d events in %s", n, time.Since(start).Round(time.Second))
	return driver
}

// loaded gives a driver for the private Neo4j of a data folder, run as the
// program itself runs it.
func loaded(b *testing.B, dir string) neo4j.DriverWithContext {
	b.Helper()
	db, err := local.Start(b.Context(), local.Config{Dir: dir, BoltPort: local.AnyPort, NoBrowser: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Stop(context.Background()) })
	driver, err := neo4j.NewDriverWithContext(db.URI(), neo4j.BasicAuth(db.Username(), db.Password(), ""))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = driver.Close(context.Background()) })
	return driver
}

func query1(b *testing.B, driver neo4j.DriverWithContext, cypher string, params map[string]any) map[string]any {
	b.Helper()
	records, err := run(driver, cypher, params)
	if err != nil {
		b.Fatal(err)
	}
	if len(records) == 0 {
		return nil
	}
	return records[0].AsMap()
}

// run asks in Cypher as a program would: a read in a session of its own.
func run(driver neo4j.DriverWithContext, cypher string, params map[string]any) ([]*neo4j.Record, error) {
	ctx := context.Background()
	session := driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead, DatabaseName: "neo4j"})
	defer func() { _ = session.Close(ctx) }()
	return neo4j.ExecuteRead(ctx, session, func(tx neo4j.ManagedTransaction) ([]*neo4j.Record, error) {
		result, err := tx.Run(ctx, cypher, params)
		if err != nil {
			return nil, err
		}
		return result.Collect(ctx)
	})
}

// subjects are what the questions ask about, found in the graph.
type subjects struct {
	busiest  string // the actor with the most events
	rare     string // one with about a dozen
	from, to string // two actors with few contacts and none in common
	day      neo4j.Date
	event    string // a contact of that day, the middle of all
}

func find(b *testing.B, driver neo4j.DriverWithContext) subjects {
	b.Helper()
	text := func(cypher string, params map[string]any) string {
		s, ok := query1(b, driver, cypher, params)["id"].(string)
		if !ok {
			b.Fatalf("nothing found by %s", cypher)
		}
		return s
	}
	const events = "COUNT { (a)-[:INITIATED|RECEIVED|JOINED|MEDIATED]->() }"
	var s subjects
	s.busiest = text("MATCH (a:Actor) RETURN a.id AS id ORDER BY "+events+" DESC, id LIMIT 1", nil)
	s.rare = text("MATCH (a:Actor) RETURN a.id AS id ORDER BY abs("+events+" - 12), id LIMIT 1", nil)
	s.event = text("MATCH (e:Event) WHERE e.contact = true AND e.modality = 'ACTUAL' AND e.start IS NOT NULL WITH e ORDER BY e.key WITH collect(e.id) AS ids RETURN ids[size(ids) / 2] AS id", nil)
	s.day = query1(b, driver, "MATCH (e:Event {id: $id}) RETURN e.start AS day", map[string]any{"id": s.event})["day"].(neo4j.Date)
	const few = "MATCH (a:Actor) WHERE COUNT { (a)-[:CONTACTED]-() } = 1 "
	s.from = text(few+"RETURN a.id AS id ORDER BY id LIMIT 1", nil)
	// The farthest of a few, so that the chain is long.
	s.to = text("MATCH (f:Actor {id: $from}) CALL () { "+few+"RETURN a ORDER BY a.id DESC LIMIT 200 } WITH f, a WHERE a <> f MATCH p = shortestPath((f)-[:CONTACTED*..4]-(a)) RETURN a.id AS id ORDER BY length(p) DESC, id LIMIT 1",
		map[string]any{"from": s.from})
	return s
}

// BenchmarkAgainstCypher asks questions in GraphQL and in the Cypher that one
// who knows the graph well would write by hand for the same answer, by turns
// through the same driver, and reports the medians and their ratio. First it
// checks that the two answers are the same.
func BenchmarkAgainstCypher(b *testing.B) {
	driver := large(b)
	query1(b, driver, "CALL db.awaitIndexes(300) RETURN 1 AS one", nil)
	s, err := api.New(query.New(driver, "neo4j"), api.Options{})
	if err != nil {
		b.Fatal(err)
	}
	about := find(b, driver)
	day := about.day.Time().Format(time.DateOnly)
	const (
		contact = "MATCH (a)-[i:INITIATED|JOINED]->(e)<-[j:RECEIVED|JOINED]-(b) WHERE a <> b AND (type(i) = 'INITIATED' OR type(j) = 'RECEIVED' OR a.id < b.id) "
		names   = "RETURN a.name, b.name ORDER BY e.key, a.id, b.id LIMIT 25"
		// An event that Neo4j can find by its index alone has at least one contact.
		contacts = "MATCH (e:Event) WHERE e.contact = true AND e.key > after AND e.key < '9999' AND e.modality = 'ACTUAL' RETURN e ORDER BY e.contact, e.key LIMIT 25 } "
		ofActor  = "MATCH (a:Actor {id: $id})-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(e:Event) WHERE e.start > $day AND e.modality = 'ACTUAL' WITH DISTINCT e ORDER BY e.key LIMIT 25 RETURN e.id, e.title, toString(e.start)"
	)
	for _, c := range []struct {
		name, graphql, cypher string
		vars, params          map[string]any
	}{
		{
			"contacts after a day",
			`query($day: Date!) { contacts(where: {after: {date: $day}}) { nodes { who { name } whom { name } } } }`,
			"WITH $day + '}' AS after CALL (after) { " + contacts + contact + names,
			map[string]any{"day": day}, map[string]any{"day": day},
		},
		{
			"contacts after an event",
			`query($id: ID!) { contacts(where: {after: {event: {id: [$id]}}}) { nodes { who { name } whom { name } } } }`,
			"MATCH (x:Event {id: $id}) WITH toString(x.end) + '}' AS after CALL (after) { " + contacts + contact + names,
			map[string]any{"id": about.event}, map[string]any{"id": about.event},
		},
		{
			"contacts after a ceasefire",
			`{ contacts(where: {after: {event: {type: [CEASEFIRE]}}}) { nodes { who { name } whom { name } } } }`,
			"MATCH (x:Event) WHERE x.type = 'CEASEFIRE' AND x.key > '' AND x.modality = 'ACTUAL' WITH toString(min(x.end)) + '}' AS after CALL (after) { " + contacts + contact + names,
			nil, nil,
		},
		{
			"events of the busiest actor after a day",
			`query($id: ID!, $day: Date!) { events(where: {participants: [{id: [$id]}], after: {date: $day}}) { nodes { id title date { start } } } }`,
			ofActor,
			map[string]any{"id": about.busiest, "day": day}, map[string]any{"id": about.busiest, "day": about.day},
		},
		{
			"events of a rare actor after a day",
			`query($id: ID!, $day: Date!) { events(where: {participants: [{id: [$id]}], after: {date: $day}}) { nodes { id title date { start } } } }`,
			ofActor,
			map[string]any{"id": about.rare, "day": day}, map[string]any{"id": about.rare, "day": about.day},
		},
		{
			"events nested in the busiest actor",
			`query($id: ID!) { actor(id: $id) { name events(first: 10) { nodes { id initiators { name } recipients { name } } } } }`,
			"MATCH (a:Actor {id: $id}) CALL (a) { MATCH (a)-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(e:Event) WHERE e.modality = 'ACTUAL' WITH DISTINCT e ORDER BY e.key LIMIT 10 RETURN collect([e.id, [(e)<-[:INITIATED]-(x) | x.name], [(e)<-[:RECEIVED]-(x) | x.name]]) AS es } RETURN a.name, es",
			map[string]any{"id": about.busiest}, map[string]any{"id": about.busiest},
		},
		{
			"contactPairs of one actor",
			`query($id: ID!) { contactPairs(where: {who: {id: [$id]}}) { who { name } whom { name } count } }`,
			"MATCH (x:Actor {id: $id}) CALL (x) { MATCH (x)-[c:CONTACTED]->(b) RETURN x AS a, b, c.count AS n UNION ALL MATCH (a)-[c:CONTACTED]->(x) WHERE c.mutual > 0 RETURN a, x AS b, c.mutual AS n } " +
				"WITH a, b, n ORDER BY n DESC, a.id, b.id LIMIT 25 RETURN a.name, b.name, n",
			map[string]any{"id": about.busiest}, map[string]any{"id": about.busiest},
		},
		{
			"contactPairs of one actor after a day",
			`query($id: ID!, $day: Date!) { contactPairs(where: {who: {id: [$id]}, after: {date: $day}}) { who { name } whom { name } count } }`,
			"MATCH (x:Actor {id: $id})-[:INITIATED|JOINED]->(e:Event) WHERE e.contact AND e.start > $day AND e.modality = 'ACTUAL' WITH DISTINCT x, e " + contact + "AND (a = x OR type(i) = 'JOINED' AND type(j) = 'JOINED' AND b = x) " +
				"WITH a, b, count(*) AS n ORDER BY n DESC, a.id, b.id LIMIT 25 RETURN a.name, b.name, n",
			map[string]any{"id": about.busiest, "day": day}, map[string]any{"id": about.busiest, "day": about.day},
		},
		{
			"path within 4",
			`query($a: ID!, $b: ID!) { path(from: {id: [$a]}, to: {id: [$b]}, maxSteps: 4) { who { name } whom { name } by event { id } } }`,
			"MATCH (f:Actor {id: $a}), (t:Actor {id: $b}) MATCH p = shortestPath((f)-[:CONTACTED*..4]-(t)) UNWIND range(0, length(p) - 1) AS step WITH nodes(p)[step] AS l, nodes(p)[step + 1] AS r, step " +
				"CALL (l, r) { MATCH (l)-[c:CONTACTED]-(r) WITH l, r, toString(min(c.first)) AS first MATCH (e:Event) WHERE e.contact = true AND e.key >= first AND e.key < first + '}' AND e.modality = 'ACTUAL' " +
				"MATCH (a)-[i:INITIATED|JOINED]->(e)<-[j:RECEIVED|JOINED]-(b) WHERE (a = l AND b = r OR a = r AND b = l) AND (type(i) = 'INITIATED' OR type(j) = 'RECEIVED' OR a.id < b.id) RETURN a, b, e ORDER BY e.key LIMIT 1 } " +
				"RETURN a.name, b.name, e.type, e.id ORDER BY step",
			map[string]any{"a": about.from, "b": about.to}, map[string]any{"a": about.from, "b": about.to},
		},
		{
			"events by type and time",
			`query($day: Date!) { events(where: {type: [PHONE_CALL, AGREEMENT], from: $day}) { nodes { id title } } }`,
			"UNWIND ['PHONE_CALL', 'AGREEMENT'] AS t CALL (t) { MATCH (e:Event) WHERE e.type = t AND e.key > $day AND e.key < '9999' AND e.modality = 'ACTUAL' RETURN e ORDER BY e.type, e.key LIMIT 25 } RETURN e.id, e.title ORDER BY e.key LIMIT 25",
			map[string]any{"day": day}, map[string]any{"day": day},
		},
	} {
		b.Run(c.name, func(b *testing.B) {
			doc, errs := s.Prepare(c.graphql)
			if len(errs) > 0 {
				b.Fatal(errs)
			}
			ask := func() json.RawMessage {
				op, errs := doc.Operation("", c.vars)
				if len(errs) > 0 {
					b.Fatal(errs)
				}
				resp := s.Execute(context.Background(), op)
				if len(resp.Errors) > 0 {
					b.Fatal(resp.Errors, resp.Cause)
				}
				return resp.Data
			}
			write := func() []*neo4j.Record {
				records, err := run(driver, c.cypher, c.params)
				if err != nil {
					b.Fatal(err)
				}
				return records
			}
			for range 5 { // warm both
				ours, hand := leaves(b, ask()), cells(write())
				if len(hand) == 0 {
					b.Fatal("no answer")
				}
				if diff := cmp.Diff(hand, ours); diff != "" {
					b.Fatalf("the answers differ (-Cypher +GraphQL):\n%s", diff)
				}
			}
			ours, hand := make([]time.Duration, 0, b.N), make([]time.Duration, 0, b.N)
			for b.Loop() {
				start := time.Now()
				ask()
				between := time.Now()
				write()
				ours, hand = append(ours, between.Sub(start)), append(hand, time.Since(between))
			}
			report(b, ours, hand)
		})
	}
}

// leaves are the values of an answer in their order.
func leaves(b *testing.B, data json.RawMessage) []string {
	b.Helper()
	var out []string
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var objects []bool // of the values that are open: is it an object?
	key := false       // in an object: is a key next?
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			b.Fatal(err)
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			objects = append(objects, token == json.Delim('{'))
		case json.Delim('}'), json.Delim(']'):
			objects = objects[:len(objects)-1]
		default:
			if key {
				key = false
				continue
			}
			out = append(out, fmt.Sprint(token))
		}
		key = len(objects) > 0 && objects[len(objects)-1]
	}
}

// cells are the values of records in their order.
func cells(records []*neo4j.Record) []string {
	var out []string
	var add func(v any)
	add = func(v any) {
		if list, ok := v.([]any); ok {
			for _, v := range list {
				add(v)
			}
			return
		}
		out = append(out, fmt.Sprint(v))
	}
	for _, r := range records {
		add(r.Values)
	}
	return out
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
