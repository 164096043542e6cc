// Package testgraph makes graphs for the tests and benchmarks of reading: a
// small one told actor by actor and event by event ([Graph]), and a large one
// with the skew of real event data ([Skewed]). Both follow the model that
// package store writes.
package testgraph

import (
	"context"
	"fmt"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/schema"
)

// Graph is a graph to be written. Add to it, then Write.
type Graph struct {
	actors, offices, events, parts, follows, articles, reports, mentions, places, topics, sources, runs []map[string]any
}

// Actor is an actor's properties.
type Actor struct {
	ID, Name, NameAr string
	Kind             schema.Kind
	State            string   // ISO code
	Code             string   // of an organisation; that of a state is its State
	Aliases          []string // beside the names
	Role, RoleAr     string   // an office of the state, if any
	From, To         string   // of the office, as ISO days
}

// Actor adds an actor. Name and id are enough.
func (g *Graph) Actor(a Actor) {
	if a.Kind == "" {
		a.Kind = schema.Person
	}
	code := a.Code
	if a.Kind == schema.State {
		code = a.State
	}
	var folded []string
	aliases := []string{}
	for _, n := range append([]string{a.Name, a.NameAr}, a.Aliases...) {
		if n != "" {
			folded = append(folded, schema.Fold(n))
			aliases = append(aliases, n)
		}
	}
	slices.Sort(aliases)
	slices.Sort(folded)
	g.actors = append(g.actors, map[string]any{"label": label(a.Kind), "props": map[string]any{
		"id": a.ID, "ids": []string{a.ID}, "name": text(a.Name), "nameAr": text(a.NameAr), "kind": string(a.Kind), "state": text(a.State), "code": text(code),
		"aliases": slices.Compact(aliases), "folded": slices.Compact(folded),
	}})
	if a.Role != "" || a.RoleAr != "" {
		g.offices = append(g.offices, map[string]any{"actor": a.ID, "state": schema.StateID(a.State), "props": map[string]any{
			"role": text(a.Role), "roleAr": text(a.RoleAr), "from": day(a.From), "to": day(a.To),
		}})
	}
}

// State adds a state by its code.
func (g *Graph) State(code string) {
	info, _ := schema.StateByCode(code)
	g.Actor(Actor{ID: schema.StateID(code), Kind: schema.State, Name: info.Name, NameAr: info.NameAr, State: code})
}

func label(k schema.Kind) string {
	return map[schema.Kind]string{schema.Person: "Person", schema.State: "State", schema.Organization: "Organization", schema.Group: "Group"}[k]
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func day(s string) any {
	d, err := schema.ParseDate(s)
	if err != nil {
		return nil
	}
	return neo4j.DateOf(d.Time())
}

// Event is an event's properties.
type Event struct {
	ID         string
	Type       schema.EventType
	Start, End string // ISO days; Start alone: that day
	NotAfter   string // where End is not known
	Modality   schema.Modality
	Confidence float64
	Reports    int
	From, To   []string // who did it, to whom
	Parties    []string
	Mediators  []string
	Title      string
}

// Event adds an event.
func (g *Graph) Event(e Event) {
	if e.Modality == "" {
		e.Modality = schema.Actual
	}
	if e.Confidence == 0 {
		e.Confidence = 0.9
	}
	if e.Reports == 0 {
		e.Reports = 1
	}
	info, _ := e.Type.Info()
	if e.Title == "" {
		e.Title = info.English
	}
	i := schema.Interval{}
	if e.Start != "" {
		i.Start, _ = schema.ParseDate(e.Start)
		i.End = i.Start
		if e.End != "" {
			i.End, _ = schema.ParseDate(e.End)
		}
		i = schema.Between(i.Start, i.End)
	}
	notAfter := day(e.NotAfter)
	if !i.End.IsZero() {
		notAfter = day(i.End.String())
	}
	var precision any
	if i.Precision != "" {
		precision = string(i.Precision)
	}
	g.events = append(g.events, map[string]any{"label": info.Label(), "props": map[string]any{
		"id": e.ID, "ids": []string{e.ID}, "type": string(e.Type), "code": info.Code, "family": string(info.Family), "contact": info.Contact,
		"title": e.Title, "titleAr": info.Arabic, "modality": string(e.Modality), "start": day(i.Start.String()), "end": day(i.End.String()),
		"precision": precision, "notAfter": notAfter, "key": schema.EventKey(i, e.ID), "confidence": e.Confidence, "reports": e.Reports,
	}})
	for rel, ids := range map[string][]string{"INITIATED": e.From, "RECEIVED": e.To, "JOINED": e.Parties, "MEDIATED": e.Mediators} {
		for _, id := range ids {
			g.parts = append(g.parts, map[string]any{"rel": rel, "actor": id, "event": e.ID})
		}
	}
}

// Follows says that a text puts later after earlier.
func (g *Graph) Follows(later, earlier string) {
	g.follows = append(g.follows, map[string]any{"later": later, "earlier": earlier})
}

// Article adds an article of a source ("" for none).
func (g *Graph) Article(id, title, body, language, published, source string) {
	g.articles = append(g.articles, map[string]any{"source": source, "props": map[string]any{
		"id": id, "title": title, "text": body, "language": language, "publishedAt": day(published), "state": "coded", "url": "https://example.org/" + id,
	}})
}

// Report says that an article reports an event by a quote.
func (g *Graph) Report(article, event, quote string) {
	g.reports = append(g.reports, map[string]any{"article": article, "event": event, "props": map[string]any{
		"claim": "claim:" + article + ":" + event, "quote": quote, "start": 0, "end": len([]rune(quote)), "confidence": 0.9, "coder": "safir/1",
	}})
}

// Mention says that an article mentions an actor so many times.
func (g *Graph) Mention(article, actor string, count int) {
	g.mentions = append(g.mentions, map[string]any{"article": article, "actor": actor, "count": count, "claim": "claim:" + article + ":" + actor})
}

// Place and Topic say where an event happened and what it was about.
func (g *Graph) Place(event, id, name, nameAr, country string) {
	g.places = append(g.places, map[string]any{"event": event, "id": id, "props": map[string]any{"name": name, "nameAr": nameAr, "country": country}})
}

// Topic says what an event was about.
func (g *Graph) Topic(event, id, name string) {
	g.topics = append(g.topics, map[string]any{"event": event, "id": id, "props": map[string]any{"name": name}})
}

// Source adds a source and its runs' statuses, the oldest first.
func (g *Graph) Source(name, kind string, runs ...string) {
	id := "source:" + schema.Slug(name)
	g.sources = append(g.sources, map[string]any{"id": id, "props": map[string]any{"name": name, "kind": kind, "schedule": "@daily"}})
	for i, status := range runs {
		g.runs = append(g.runs, map[string]any{"source": id, "id": fmt.Sprintf("run:%s:%d", name, i), "hour": i, "status": status})
	}
}

// Write writes the graph into a database.
func (g *Graph) Write(ctx context.Context, driver neo4j.DriverWithContext, database string) error {
	for _, step := range []struct {
		cypher string
		rows   []map[string]any
	}{
		{"UNWIND $rows AS r CREATE (n:Actor) SET n = r.props, n:$(r.label)", g.actors},
		{"UNWIND $rows AS r MATCH (a:Actor {id: r.actor}), (s:Actor {id: r.state}) CREATE (a)-[x:REPRESENTS]->(s) SET x = r.props", g.offices},
		{"UNWIND $rows AS r CREATE (n:Event) SET n = r.props, n:$(r.label)", g.events},
		{"UNWIND $rows AS r MATCH (a:Actor {id: r.actor}), (e:Event {id: r.event}) CREATE (a)-[:$(r.rel)]->(e)", g.parts},
		{"UNWIND $rows AS r MATCH (a:Event {id: r.later}), (b:Event {id: r.earlier}) CREATE (a)-[:FOLLOWS]->(b)", g.follows},
		{"UNWIND $rows AS r CREATE (s:Source {id: r.id}) SET s += r.props", g.sources},
		{"UNWIND $rows AS r MATCH (s:Source {id: r.source}) CREATE (s)-[:RAN]->(:Run {id: r.id, status: r.status, startedAt: datetime({year: 2025, month: 6, day: 25, hour: r.hour}), seen: 10, loaded: 9, skipped: 1, failed: 0})", g.runs},
		{"UNWIND $rows AS r CREATE (a:Article) SET a = r.props WITH a, r MATCH (s:Source {name: r.source}) CREATE (s)-[:PUBLISHED]->(a)", g.articles},
		{"UNWIND $rows AS r MATCH (a:Article {id: r.article}), (e:Event {id: r.event}) CREATE (a)-[x:REPORTS]->(e) SET x = r.props", g.reports},
		{"UNWIND $rows AS r MATCH (a:Article {id: r.article}), (e:Actor {id: r.actor}) CREATE (a)-[:MENTIONS {count: r.count, claim: r.claim}]->(e)", g.mentions},
		{"UNWIND $rows AS r MATCH (e:Event {id: r.event}) MERGE (p:Place {id: r.id}) SET p += r.props CREATE (e)-[:IN]->(p)", g.places},
		{"UNWIND $rows AS r MATCH (e:Event {id: r.event}) MERGE (p:Topic {id: r.id}) SET p += r.props CREATE (e)-[:ABOUT]->(p)", g.topics},
	} {
		if len(step.rows) == 0 {
			continue
		}
		if err := run(ctx, driver, database, step.cypher, map[string]any{"rows": step.rows}); err != nil {
			return fmt.Errorf("write a test graph: %w", err)
		}
	}
	return run(ctx, driver, database, contacted, nil)
}

// run runs a statement outside of any transaction of the driver's, as CALL …
// IN TRANSACTIONS wants it, and waits for indexes to take in what it wrote.
func run(ctx context.Context, driver neo4j.DriverWithContext, database, cypher string, params map[string]any) error {
	session := driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: database})
	defer func() { _ = session.Close(ctx) }()
	for _, c := range []string{cypher, "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()"} {
		result, err := session.Run(ctx, c, params)
		if err != nil {
			return err
		}
		if _, err := result.Consume(ctx); err != nil {
			return err
		}
	}
	return nil
}
