package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/graph/api"
	"safir/graph/local/localtest"
	"safir/graph/query"
	"safir/graph/query/testgraph"
	"safir/graph/server"
	"safir/graph/server/graphiql"
	"safir/graph/store"
	"safir/schema"
)

func TestMain(m *testing.M) { localtest.Main(m) }

// story is a small graph: two calls after a ceasefire, and what led there.
func story() *testgraph.Graph {
	g := &testgraph.Graph{}
	for _, code := range []string{"IRN", "SAU", "ISR", "CHN"} {
		g.State(code)
	}
	for _, a := range []testgraph.Actor{
		{ID: "mousavi", Name: "Abdolrahim Mousavi", NameAr: "عبد الرحيم موسوي", State: "IRN", Role: "chief of staff of the armed forces", RoleAr: "رئيس هيئة الأركان"},
		{ID: "khalid", Name: "Khalid bin Salman", NameAr: "خالد بن سلمان", State: "SAU", Role: "minister of defence", RoleAr: "وزير الدفاع"},
		{ID: "mbs", Name: "Mohammed bin Salman", NameAr: "محمد بن سلمان", State: "SAU", Role: "crown prince", RoleAr: "ولي العهد"},
		{ID: "pezeshkian", Name: "Masoud Pezeshkian", NameAr: "مسعود بزشكيان", State: "IRN", Role: "president", RoleAr: "رئيس"},
	} {
		a.Kind = schema.Person
		g.Actor(a)
	}
	g.Event(testgraph.Event{ID: "ceasefire", Type: "CEASEFIRE", Start: "2025-06-24", Parties: []string{"state:IRN", "state:ISR"}, Title: "Ceasefire"})
	g.Event(testgraph.Event{ID: "restored", Type: "RELATIONS_RESTORED", Start: "2023-03-10", Parties: []string{"state:IRN", "state:SAU"}, Mediators: []string{"state:CHN"}, Title: "Relations restored"})
	g.Event(testgraph.Event{ID: "call1", Type: "PHONE_CALL", Start: "2025-06-29", From: []string{"mousavi"}, To: []string{"khalid"}, Title: "Call of the generals"})
	g.Event(testgraph.Event{ID: "call2", Type: "PHONE_CALL", Start: "2025-06-28", Parties: []string{"mbs", "pezeshkian"}, Title: "Call of the leaders"})
	g.Follows("call1", "ceasefire")
	g.Article("a1", "اتصال بين طهران والرياض", "النص", "ar", "2025-06-29", "almanber")
	g.Report("a1", "call1", "اتصل موسوي بوزير الدفاع السعودي")
	g.Mention("a1", "khalid", 2)
	g.Source("almanber", "feed", "ok")
	return g
}

// serveGraph serves a test graph on the package's Neo4j.
func serveGraph(t testing.TB, g *testgraph.Graph, cfg server.Config) *httptest.Server {
	t.Helper()
	localtest.Reset(t)
	return serveNeo4j(t, localtest.Neo4j(t), localtest.Driver(t), g, cfg)
}

func serveNeo4j(t testing.TB, at localtest.Server, driver neo4j.DriverWithContext, g *testgraph.Graph, cfg server.Config) *httptest.Server {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URI: at.URI, Username: at.Username, Password: at.Password, Database: "neo4j"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(context.Background()) })
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if g != nil {
		if err := g.Write(t.Context(), driver, "neo4j"); err != nil {
			t.Fatal(err)
		}
	}
	a, err := api.New(query.New(driver, "neo4j"), api.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Limits.Timeout == 0 {
		cfg.Limits.Timeout = time.Minute // a first question is planned, and this machine may be busy
	}
	cfg.Checks = []server.Check{{Name: "neo4j", Do: s.Ready}}
	srv, err := server.New(cfg, server.API(a))
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(srv.Handler())
	t.Cleanup(ts.Close)
	return ts
}

// ask sends a document to a server and gives the answer's body.
func ask(t testing.TB, ts *httptest.Server, document string, variables map[string]any) []byte {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	w := post(ts.Config.Handler, string(body))
	return w.Body.Bytes()
}

func TestTheQuestionIsAnswered(t *testing.T) {
	ts := serveGraph(t, story(), server.Config{})
	got := ask(t, ts, `{
		contacts(where: {after: {event: {type: [CEASEFIRE]}}}, orderBy: TIME_DESC) {
			nodes { whom { name(language: AR) state { code } } who { name } event { evidence { quote } } }
			totalCount
		}
	}`, nil)
	want := `{"data":{"contacts":{"nodes":[` +
		`{"whom":{"name":"خالد بن سلمان","state":{"code":"SAU"}},"who":{"name":"Abdolrahim Mousavi"},"event":{"evidence":[{"quote":"اتصل موسوي بوزير الدفاع السعودي"}]}},` +
		`{"whom":{"name":"مسعود بزشكيان","state":{"code":"IRN"}},"who":{"name":"Mohammed bin Salman"},"event":{"evidence":[]}}],"totalCount":2}}}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestReadyQuestionsAreAnswered(t *testing.T) {
	ts := serveGraph(t, story(), server.Config{})
	for _, q := range graphiql.Questions() {
		begin := time.Now()
		if got := ask(t, ts, q, nil); strings.Contains(string(got), `"errors"`) {
			t.Errorf("%s\n%s", q, got)
		}
		t.Logf("%v: %.60q", time.Since(begin).Round(time.Millisecond), q)
	}
}

func TestAuditsOverTheGraph(t *testing.T) {
	audit(t, serveGraph(t, &testgraph.Graph{}, server.Config{}).Config.Handler)
}

func TestGraphiQLAsksAndShowsTheAnswer(t *testing.T) {
	ts := serveGraph(t, story(), server.Config{GraphiQL: true})
	ctx := openGraphiQL(t, ts.URL)
	run := func(tab int, wanted string) {
		t.Helper()
		// The editor learns a tab's operation a moment after it is opened: ask
		// until the answer is there, as a user would.
		script := fmt.Sprintf(`(() => {
			if (document.querySelector('.result-window .CodeMirror')?.CodeMirror.getValue().includes(%q)) return true;
			document.querySelector('.graphiql-execute-button').click();
			return false;
		})()`, wanted)
		if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(fmt.Sprintf(".graphiql-tabs li:nth-child(%d) button", tab)))); err != nil {
			t.Fatal(err)
		}
		if _, err := chromedp.Run(ctx, chromedp.Poll[bool](script,
			chromedp.WithPollingInterval(time.Second), chromedp.WithPollingTimeout(20*time.Second))); err != nil {
			t.Errorf("tab %d shows no %q: %v", tab, wanted, err)
		}
	}
	run(1, `"name": "Khalid bin Salman"`)
	run(2, `"name": "خالد بن سلمان"`)
	saveShot(ctx, t)
	// The schema was read: the editor marks no field as unknown.
	if marks := inPage[int](ctx, t, `document.querySelectorAll('.graphiql-query-editor .CodeMirror-lint-mark-error').length`); marks > 0 {
		t.Errorf("the editor marks %d errors in a ready question", marks)
	}
}

// TestHostileDocuments sends what has broken other servers. Each must be an
// error within a tenth of a second; the generous bound here is for a busy
// machine, and the log has the time.
func TestHostileDocuments(t *testing.T) {
	ts := serveGraph(t, story(), server.Config{})
	fragments := "{ ...a } fragment a on Query { ...b } fragment b on Query { ...c } fragment c on Query { ...a }"
	var doubling strings.Builder
	doubling.WriteString("{ ...f0 }")
	for i := range 30 {
		fmt.Fprintf(&doubling, " fragment f%d on Query { ...f%d ...f%d }", i, i+1, i+1)
	}
	doubling.WriteString(" fragment f30 on Query { __typename }")
	huge := strings.Repeat("9", 5000)
	for name, document := range map[string]string{
		"fragment cycle":          fragments,
		"fragment of itself":      "{ ...a } fragment a on Query { __typename ...a }",
		"doubling fragments":      doubling.String(),
		"5,000 directives":        "{ __typename " + strings.Repeat("@skip(if: false) ", 5000) + "}",
		"5,000 unknown ones":      "{ __typename " + strings.Repeat("@aa ", 5000) + "}",
		"20,000-deep list":        "{ events(where: {id: " + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + "}) { totalCount } }",
		"20,000-deep selection":   strings.Repeat("{ a ", 20000) + strings.Repeat("}", 20000),
		"20,000-deep object":      "{ events(where: " + strings.Repeat("{not: ", 20000) + strings.Repeat("}", 20000) + ") { totalCount } }",
		"deep, within the tokens": "{ events(where: " + strings.Repeat("{not: ", 400) + "{}" + strings.Repeat("}", 400) + ") { totalCount } }",
		"many aliases":            "{ " + strings.Repeat("a: __typename ", 15000) + "}",
		"the same field often":    "{ " + strings.Repeat("__typename ", 20000) + "}",
		"conflicting fields":      "{ " + strings.Repeat("a: states { id } a: actors { totalCount } ", 100) + "}",
		"huge number":             "{ states(first: " + huge + ") { id } }",
		"huge float":              "{ events(where: {minConfidence: 1e" + huge + "}) { totalCount } }",
		"many operations":         strings.Repeat("query A { __typename } ", 8000),
		"many variables":          "query Q(" + strings.Repeat("$a: Int ", 8000) + ") { __typename }",
		"deep introspection":      "{ __schema { types { fields { type { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } } } }",
		"lone surrogate":          `{ events(where: {text: "\ud800"}) { totalCount } }`,
		"braced lone surrogate":   `{ events(where: {text: "\u{D800}"}) { totalCount } }`,
		"null byte":               "{ events(where: {text: \"\u0000\"}) { totalCount } }",
		"unterminated string":     `{ events(where: {text: "` + strings.Repeat("a", 10000),
		"unterminated block":      `{ events(where: {text: """` + strings.Repeat(`\"""`, 5000),
		"only comments":           strings.Repeat("#\n", 100000),
		"only commas":             strings.Repeat(",", 200000),
		"subscription":            "subscription { events { totalCount } }",
		"too many rows":           "{ events(first: 1000) { nodes { initiators { events(first: 1000) { nodes { id } } } } } }",
		"negative rows":           "{ events(first: -1) { nodes { id } } }",
	} {
		begin := time.Now()
		got := ask(t, ts, document, nil)
		took := time.Since(begin)
		t.Logf("%-24s %v", name, took.Round(100*time.Microsecond))
		if !strings.Contains(string(got), `"errors"`) {
			t.Errorf("%s: no error: %.300s", name, got)
		}
		if len(got) > 20000 {
			t.Errorf("%s: an answer of %d bytes", name, len(got))
		}
		if took > time.Second {
			t.Errorf("%s: took %v", name, took)
		}
		var a struct{ Errors []any }
		if err := json.Unmarshal(got, &a); err != nil || len(a.Errors) > 10 {
			t.Errorf("%s: %d errors, %v", name, len(a.Errors), err)
		}
	}
	big := `{"query": "{ ` + strings.Repeat("a: __typename ", 1_000_000) + `}"}`
	if w := post(ts.Config.Handler, big); w.Code != 413 {
		t.Errorf("a million aliases: %d", w.Code)
	}
	if got := ask(t, ts, "{ __typename }", nil); string(got) != `{"data":{"__typename":"Query"}}` {
		t.Errorf("afterwards: %s", got)
	}
}

// TestScannersFindNothing holds what scanners of GraphQL servers look for.
func TestScannersFindNothing(t *testing.T) {
	ts := serveGraph(t, &testgraph.Graph{}, server.Config{})
	for name, document := range map[string]string{
		"alias overloading":      "{ " + strings.Repeat("a: __typename ", 101) + "}",
		"field duplication":      "{ " + strings.Repeat("__typename ", 500) + "}",
		"directive overloading":  "{ __typename " + strings.Repeat("@aa ", 10) + "}",
		"circular introspection": "{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }",
		"unhandled error":        "qwerty cop { abc }",
		"subscription":           "subscription { events { totalCount } }",
	} {
		got := ask(t, ts, document, nil)
		var a struct {
			Data   any
			Errors []struct{ Extensions map[string]any }
		}
		if err := json.Unmarshal(got, &a); err != nil || a.Data != nil || len(a.Errors) == 0 || len(a.Errors) >= 10 {
			t.Errorf("%s: %d errors, %.300s", name, len(a.Errors), got)
		}
		for _, e := range a.Errors {
			if len(e.Extensions) != 1 || e.Extensions["code"] == nil {
				t.Errorf("%s: more than a code is told: %v", name, e.Extensions)
			}
		}
	}
}
