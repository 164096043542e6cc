package testgraph

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/schema"
)

// Skew is what is known of a graph that [Skewed] wrote.
type Skew struct {
	Events  int
	Busiest string      // the actor with the most events
	Rare    string      // an actor with few
	Middle  schema.Date // half of the events are later
	Event   string      // a contact event of that day
}

const (
	skewFirst = 2015 // year
	skewYears = 10
	skewBatch = 5_000
	perChunk  = 2_000 // events that one table article reports
)

// weights of event types: words outnumber deeds, and a third are contacts, as
// in event data coded from news.
var weights = []struct {
	typ    schema.EventType
	weight int
}{
	{"STATEMENT", 20}, {"CONSULTATION", 12}, {"VISIT", 9}, {"APPEAL", 8}, {"MEETING", 7}, {"CONDEMNATION", 6}, {"PRAISE", 5}, {"NEGOTIATION", 4},
	{"PLEDGE", 4}, {"ACCUSATION", 4}, {"AIRSTRIKE", 3}, {"ATTACK", 3}, {"PHONE_CALL", 3}, {"AGREEMENT", 3}, {"DEMAND", 3}, {"THREAT", 2}, {"AID", 2},
	{"PROTEST", 1}, {"ARREST", 1}, {"CEASEFIRE", 0}, // a handful: see below
}

// Skewed writes a graph of so many events with the skew of real ones: of
// some thousand actors a few states take part in most events. The same number
// gives the same graph. It calls progress now and then with the events
// written.
func Skewed(ctx context.Context, driver neo4j.DriverWithContext, database string, events int, progress func(written int)) (Skew, error) {
	s := Skew{Events: events, Middle: schema.NewDate(skewFirst+skewYears/2, 1, 1)}
	actors := skewActors(min(10_000, max(50, events/50)))
	s.Busiest, s.Rare = actors[0].ID, actors[len(actors)/2].ID
	g := &Graph{}
	for _, a := range actors {
		g.Actor(a)
	}
	for from := 0; from < len(g.actors); from += skewBatch {
		part := g.actors[from:min(from+skewBatch, len(g.actors))]
		if err := run(ctx, driver, database, "UNWIND $rows AS r CREATE (n:Actor) SET n = r.props, n:$(r.label)", map[string]any{"rows": part}); err != nil {
			return s, fmt.Errorf("write actors: %w", err)
		}
	}
	if err := run(ctx, driver, database, "UNWIND $rows AS r MATCH (a:Actor {id: r.actor}), (s:Actor {id: r.state}) CREATE (a)-[x:REPRESENTS]->(s) SET x = r.props", map[string]any{"rows": g.offices}); err != nil {
		return s, fmt.Errorf("write offices: %w", err)
	}

	batches := make(chan []map[string]any)
	errs := make(chan error, 2)
	var writers sync.WaitGroup
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for range 2 {
		writers.Go(func() {
			for rows := range batches {
				if err := writeEvents(ctx, driver, database, rows); err != nil {
					errs <- err
					cancel()
					return
				}
			}
		})
	}
	s.Event = skewEvents(ctx, events, actors, s.Middle, func(rows []map[string]any, written int) {
		select {
		case batches <- rows:
			progress(written)
		case <-ctx.Done():
		}
	})
	close(batches)
	writers.Wait()
	select {
	case err := <-errs:
		return s, fmt.Errorf("write events: %w", err)
	default:
	}
	return s, run(ctx, driver, database, contacted, nil)
}

// skewActors makes states first, then people and bodies that belong to them.
func skewActors(n int) []Actor {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same graph every time
	states := schema.States()
	random.Shuffle(len(states), func(i, j int) { states[i], states[j] = states[j], states[i] })
	states = states[:min(len(states), max(10, n/10))]
	var actors []Actor
	for _, st := range states {
		actors = append(actors, Actor{ID: schema.StateID(st.Code), Kind: schema.State, Name: st.Name, NameAr: st.NameAr, State: st.Code})
	}
	roles := []string{"minister of foreign affairs", "president", "ambassador", "minister of defence"}
	for i := len(actors); i < n; i++ {
		st := states[random.IntN(len(states))]
		a := Actor{ID: fmt.Sprintf("person:%05d", i), Name: fmt.Sprintf("%s person %05d", st.Name, i), NameAr: fmt.Sprintf("شخص %05d", i), State: st.Code}
		switch i % 4 {
		case 0:
			a.Role = roles[i/4%len(roles)]
		case 1:
			a.Kind, a.ID = schema.Organization, fmt.Sprintf("org:%05d", i)
		}
		actors = append(actors, a)
	}
	return actors
}

// skewEvents makes the events in batches, and returns a contact of the day.
func skewEvents(ctx context.Context, n int, actors []Actor, day schema.Date, batch func(rows []map[string]any, written int)) (contact string) {
	random := rand.New(rand.NewPCG(3, 4))                        //nolint:gosec // the same graph every time
	zipf := rand.NewZipf(random, 1.25, 4, uint64(len(actors)-1)) // never negative
	total := 0
	for _, w := range weights {
		total += w.weight
	}
	first := schema.NewDate(skewFirst, 1, 1)
	days := schema.NewDate(skewFirst+skewYears, 1, 1).DaysSince(first)
	rows := make([]map[string]any, 0, skewBatch)
	for i := 0; i < n && ctx.Err() == nil; i++ {
		var typ schema.EventType
		pick := random.IntN(total)
		for _, w := range weights {
			if pick -= w.weight; pick < 0 {
				typ = w.typ
				break
			}
		}
		if i%(n/20+1) == 0 {
			typ = "CEASEFIRE"
		}
		info, _ := typ.Info()
		at := first.Add(random.IntN(days))
		id := fmt.Sprintf("event:%07d", i)
		if info.Contact && contact == "" && i > n/4 {
			contact, at = id, day
		}
		a, b := actors[zipf.Uint64()], actors[zipf.Uint64()]
		for a.ID == b.ID {
			b = actors[zipf.Uint64()]
		}
		from, to := "INITIATED", "RECEIVED"
		if info.Mutual {
			from, to = "JOINED", "JOINED"
		}
		title := info.English + ": " + a.Name + " → " + b.Name
		rows = append(rows, map[string]any{
			"label": info.Label(), "a": a.ID, "b": b.ID, "from": from, "to": to, "article": fmt.Sprintf("article:table-%05d", i/perChunk),
			"quote": title + ", " + at.String(), "claim": id,
			"props": map[string]any{
				"id": id, "ids": []string{id}, "type": string(typ), "code": info.Code, "family": string(info.Family), "contact": info.Contact,
				"title": title, "titleAr": info.Arabic + ": " + a.NameAr + " ← " + b.NameAr, "modality": "ACTUAL", "start": cypherDay(at), "end": cypherDay(at), "notAfter": cypherDay(at),
				"precision": "DAY", "key": schema.EventKey(schema.On(at), id), "confidence": 0.5 + float64(random.IntN(50))/100, "reports": 1 + random.IntN(4),
			},
		})
		if len(rows) == skewBatch || i == n-1 {
			batch(rows, i+1)
			rows = make([]map[string]any, 0, skewBatch)
		}
	}
	return contact
}

func cypherDay(d schema.Date) any { return neo4j.DateOf(d.Time()) }

func writeEvents(ctx context.Context, driver neo4j.DriverWithContext, database string, rows []map[string]any) error {
	session := driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: database})
	defer func() { _ = session.Close(ctx) }()
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		result, err := tx.Run(ctx, `UNWIND $rows AS r MERGE (t:Article {id: r.article}) ON CREATE SET t.title = r.article, t.state = 'coded', t.language = 'en'
WITH r, t MATCH (a:Actor {id: r.a}), (b:Actor {id: r.b})
CREATE (e:Event) SET e = r.props, e:$(r.label)
CREATE (a)-[:$(r.from)]->(e)<-[:$(r.to)]-(b), (t)-[:REPORTS {claim: r.claim, quote: r.quote, start: 0, end: size(r.quote), confidence: r.props.confidence, coder: 'table/1'}]->(e)`, map[string]any{"rows": rows})
		if err != nil {
			return nil, err
		}
		return result.Consume(ctx)
	})
	return err
}

// contacted derives CONTACTED from the contact events that happened, in
// transactions that hold a few actors each.
const contacted = `MATCH (a:Actor) CALL (a) {
  MATCH (a)-[i:INITIATED|JOINED]->(e:Event)<-[j:RECEIVED|JOINED]-(b)
  WHERE e.contact AND e.modality = 'ACTUAL' AND a <> b AND (type(i) = 'INITIATED' OR type(j) = 'RECEIVED' OR a.id < b.id)
  WITH a, b, e, CASE WHEN type(i) = 'JOINED' AND type(j) = 'JOINED' THEN 1 ELSE 0 END AS mutual
  WITH a, b, count(*) AS n, sum(mutual) AS mutual, min(e.start) AS first, max(e.end) AS last, e.type AS t ORDER BY t
  WITH a, b, sum(n) AS n, sum(mutual) AS mutual, min(first) AS first, max(last) AS last, collect(t) AS types
  CREATE (a)-[:CONTACTED {count: n, mutual: mutual, first: first, last: last, types: types}]->(b)
} IN TRANSACTIONS OF 100 ROWS`
