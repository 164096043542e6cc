package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/graph/local"
	"safir/graph/local/localtest"
	"safir/graph/store"
	"safir/loaders/icews"
	"safir/loaders/table"
	"safir/schema"
)

// The tests of this file measure how fast `safir load` is, on a private Neo4j
// as users have it, and log the figures. They take minutes and want the
// machine for themselves, so they run where SAFIR_TEST_SPEED is set.
func measured(t *testing.T) {
	t.Helper()
	if os.Getenv("SAFIR_TEST_SPEED") == "" {
		t.Skip("SAFIR_TEST_SPEED is not set")
	}
}

// newPrivate is safir with a private Neo4j of its own.
func newPrivate(t *testing.T) *program {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "safir.yaml"), []byte("neo4j: {bolt_port: -1, http_port: -1}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return &program{t, dir, append(os.Environ(), "SAFIR_DATA="+filepath.Join(dir, "data"))}
}

// told is the line in which `safir load` says what it did.
var told = regexp.MustCompile(`loaded (\d+) \((\d+) events\), unchanged (\d+), failed 0 in (\S+), `)

// load loads and returns the documents and events loaded, and the time without
// that of starting Neo4j.
func (p *program) load(args ...string) (documents, events int, took time.Duration) {
	p.t.Helper()
	_, errs, status := p.output(append([]string{"load"}, args...)...)
	m := told.FindStringSubmatch(errs)
	if status != 0 || m == nil {
		p.t.Fatalf("status %d: %s", status, errs)
	}
	documents, _ = strconv.Atoi(m[1])
	events, _ = strconv.Atoi(m[2])
	took, err := time.ParseDuration(m[4])
	if err != nil {
		p.t.Fatal(err)
	}
	return documents, events, took
}

func perSecond(n int, took time.Duration) float64 { return float64(n) / took.Seconds() }

// factTable is a research table of some 90,000 rows: a real one where it is
// at hand, one like it elsewhere.
func factTable(t *testing.T) string {
	t.Helper()
	real14 := filepath.Join("..", "..", "..", "shared", "data", "icews14_facts.tsv.gz")
	if path, err := filepath.Abs(real14); err == nil {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	relations := []string{"Consult", "Make a visit", "Host a visit", "Discuss by telephone", "Make statement", "Praise or endorse", "Criticize or denounce"}
	path := filepath.Join(t.TempDir(), "facts.tsv")
	var b strings.Builder
	for i := range 90_000 {
		// Squares of a number that wanders: few actors have many rows.
		a, c := i*7919%83, i*104729%89
		fmt.Fprintf(&b, "Actor %d\t%s\tActor %d\t%s\n", a*a, relations[i%len(relations)], c*c+1, schema.NewDate(2014, 1, 1+i/250))
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestSpeedOfTables compares the load of an event table with what a bare loop
// through the driver takes for the same rows, and with a second load and one
// in bulk.
func TestSpeedOfTables(t *testing.T) {
	measured(t)
	path := factTable(t)
	load := []string{"--format", "icews", "--exact-names", path}
	p := newPrivate(t)
	_, events, first := p.load(load...)
	loaded, _, second := p.load(load...)
	if loaded != 0 {
		t.Errorf("the second load changed %d documents", loaded)
	}
	bareEvents, bare := bareLoop(t, path)
	if bareEvents != events {
		t.Errorf("the bare loop wrote %d events, safir %d", bareEvents, events)
	}
	_, _, bulk := newPrivate(t).load(append(load, "--bulk")...)
	ratio := bare.Seconds() / first.Seconds()
	t.Logf("%d events: load %.0f/s, bare loop %.0f/s, ratio %.2f; second load %.0f %% of the first; bulk %.0f/s (with indexes)",
		events, perSecond(events, first), perSecond(events, bare), ratio, 100*second.Seconds()/first.Seconds(), perSecond(events, bulk))
	if ratio < .7 {
		t.Errorf("the load has %.0f %% of the speed of a bare loop", 100*ratio)
	}
	if second > first*4/10 {
		t.Errorf("the second load takes %v, the first %v", second, first)
	}
}

// bareLoop is what one would write by hand to get the rows into a Neo4j of
// the same kind and schema: actors, events, participants and the evidence,
// merged in batches, without checks, counts, contacts or mentions.
func bareLoop(t *testing.T, path string) (events int, took time.Duration) {
	t.Helper()
	ctx := t.Context()
	cfg := localtest.Config(t)
	cfg.HeapMiB, cfg.PageCacheMiB, cfg.Settings, cfg.JavaFlags, cfg.Brief = 512, 256, nil, nil, true
	server, err := local.Start(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Kill()
	db, err := store.Open(ctx, store.Config{URI: server.URI()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close(context.WithoutCancel(ctx)) }()
	if _, err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	var articles, rows []map[string]any
	flush := func() {
		_, err := neo4j.ExecuteQuery(ctx, db.Driver(), `UNWIND $articles AS article MERGE (d:Article {id: article.id})
			ON CREATE SET d.title = article.title, d.text = article.text
			WITH count(*) AS n UNWIND $rows AS row
			MERGE (a:Actor {id: row.a}) ON CREATE SET a.name = row.aName
			MERGE (b:Actor {id: row.b}) ON CREATE SET b.name = row.bName
			MERGE (e:Event {id: row.id}) ON CREATE SET e.type = row.type, e.code = row.code, e.title = row.title, e.start = row.day, e.end = row.day, e.key = row.key
			MERGE (a)-[:INITIATED]->(e) MERGE (b)-[:RECEIVED]->(e)
			WITH row, e MATCH (d:Article {id: row.article})
			MERGE (d)-[r:REPORTS]->(e) ON CREATE SET r.quote = row.quote, r.start = row.from, r.end = row.to, r.confidence = row.confidence`,
			map[string]any{"articles": articles, "rows": rows}, neo4j.EagerResultTransformer)
		if err != nil {
			t.Fatal(err)
		}
		articles, rows = nil, nil
	}
	for doc, err := range icews.New([]string{path}, icews.Options{Options: table.Options{ExactNames: true}}).Documents(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		c := doc.Coded
		articles = append(articles, map[string]any{"id": c.Article.ID, "title": c.Article.Title, "text": c.Article.Text})
		for _, e := range c.Events {
			events++
			info, _ := e.Type.Info()
			a, b := e.Participants[0].Actor, e.Participants[len(e.Participants)-1].Actor
			rows = append(rows, map[string]any{"id": e.ID, "article": c.Article.ID, "a": a, "aName": a, "b": b, "bName": b,
				"type": string(e.Type), "code": info.Code, "title": info.English + ": " + a + " → " + b, "day": neo4j.DateOf(e.Date.Start.Time()),
				"key": schema.EventKey(e.Date, e.ID), "quote": e.Quote, "from": e.Span.Start, "to": e.Span.End, "confidence": e.Confidence})
		}
		if len(rows) >= 5000 {
			flush()
		}
	}
	flush()
	return events, time.Since(start)
}

// TestSpeedOfArticles loads ten thousand articles from a JSON Lines file:
// coded, resolved and written. Once they are as varied as news are, once
// hundreds of them are copies.
func TestSpeedOfArticles(t *testing.T) {
	measured(t)
	const n = 10_000
	for _, x := range []struct {
		what     string
		articles []newsArticle
		least    float64
	}{{"news", news(t, n), 150}, {"copies", reprints(t, n), 0}} {
		path := filepath.Join(t.TempDir(), x.what+".jsonl")
		writeNews(t, path, x.articles)
		p := newPrivate(t)
		documents, events, took := p.load(path)
		again, _, second := p.load(path)
		if documents != n || again != 0 {
			t.Errorf("%s: %d articles loaded, %d of them twice", x.what, documents, again)
		}
		rate := perSecond(documents, took)
		t.Logf("%s: %d articles with %d events, %.0f articles/s on %d processors; the second load took %.0f %%",
			x.what, documents, events, rate, runtime.NumCPU(), 100*second.Seconds()/took.Seconds())
		if rate < x.least {
			t.Errorf("%s: %.0f articles/s, want %.0f", x.what, rate, x.least)
		}
	}
}

// TestSpeedOfOneArticle loads a table of half a million events and then single
// articles: what one takes depends on what it tells, not on the graph.
func TestSpeedOfOneArticle(t *testing.T) {
	measured(t)
	path := filepath.Join(t.TempDir(), "facts.tsv")
	var b strings.Builder
	states := schema.States()
	for i := range 500_000 {
		b.WriteString(states[i*7919%len(states)].Name + "\tConsult\tActor " + strconv.Itoa(i*104729%9973) + "\t" + schema.NewDate(2010, 1, 1+i/100).String() + "\n")
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	p := newPrivate(t)
	if _, events, _ := p.load("--format", "icews", "--exact-names", "--bulk", path); events != 500_000 {
		t.Fatalf("%d events", events)
	}
	var c Config
	c.Data, c.Neo4j = filepath.Join(p.dir, "data"), Neo4jConfig{Username: "neo4j", Database: "neo4j", BoltPort: -1, HTTPPort: -1, Heap: "512m", PageCache: "256m"}
	db, err := openDatabase(t.Context(), c, slog.New(slog.NewTextHandler(io.Discard, nil)), false, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.close() }()
	cd, err := newCoder(db.config)
	if err != nil {
		t.Fatal(err)
	}
	var took []time.Duration
	for i, a := range news(t, 60) {
		start := time.Now()
		day, err := schema.ParseDate(a.Published)
		if err != nil {
			t.Fatal(err)
		}
		c, err := cd.Code(t.Context(), schema.Article{ID: a.ID, URL: a.URL, Title: a.Title, Text: a.Text, Language: schema.Language(a.Language), PublishedAt: day})
		if err == nil {
			_, err = db.Write(t.Context(), []schema.Coded{c})
		}
		if err != nil {
			t.Fatal(err)
		}
		if i >= 30 { // Neo4j has seen the statements by then
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	median, slowest := took[len(took)/2], took[len(took)-1]
	t.Logf("one article into 500,000 events: %v, the slowest of %d %v", median, len(took), slowest)
	if median > 150*time.Millisecond {
		t.Errorf("one article takes %v", median)
	}
}
