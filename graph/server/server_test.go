package server_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"safir/graph/server"
)

func newServer(t testing.TB, cfg server.Config) http.Handler {
	t.Helper()
	s, err := server.New(cfg, newFake())
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

// call sends a request. Headers are "Name: value".
func call(h http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://localhost"+target, strings.NewReader(body))
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		if name == "Host" {
			r.Host = value
		}
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func post(h http.Handler, body string, headers ...string) *httptest.ResponseRecorder {
	return call(h, "POST", "/graphql", body, append([]string{"Content-Type: application/json"}, headers...)...)
}

// codeIn gives the code of an answer's first error.
func codeIn(t testing.TB, body []byte) string {
	t.Helper()
	var a struct {
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(body, &a); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, body)
	}
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Extensions.Code
}

const (
	older = "application/json; charset=utf-8"
	newer = "application/graphql-response+json; charset=utf-8"
)

func TestGraphQLOverHTTP(t *testing.T) {
	h := newServer(t, server.Config{Limits: server.Limits{Body: 2000}})
	hello := `{"query": "{ hello }"}`
	get := "/graphql?query=" + url.QueryEscape("{ hello }")
	const (
		acceptNewer = "Accept: application/graphql-response+json"
		acceptOlder = "Accept: application/json"
		jsonBody    = "Content-Type: application/json"
	)
	for name, c := range map[string]struct {
		method, target, body string
		headers              []string
		status               int
		media, code          string
	}{
		"post":                   {"POST", "/graphql", hello, []string{jsonBody}, 200, older, ""},
		"post, newer":            {"POST", "/graphql", hello, []string{jsonBody, acceptNewer}, 200, newer, ""},
		"charset":                {"POST", "/graphql", hello, []string{"Content-Type: application/json; charset=UTF-8"}, 200, older, ""},
		"other charset":          {"POST", "/graphql", hello, []string{"Content-Type: application/json; charset=latin1"}, 415, older, "UNSUPPORTED_MEDIA_TYPE"},
		"text":                   {"POST", "/graphql", hello, []string{"Content-Type: text/plain"}, 415, older, "UNSUPPORTED_MEDIA_TYPE"},
		"form":                   {"POST", "/graphql", "query=x", []string{"Content-Type: application/x-www-form-urlencoded"}, 415, older, "UNSUPPORTED_MEDIA_TYPE"},
		"no type":                {"POST", "/graphql", hello, nil, 415, older, "UNSUPPORTED_MEDIA_TYPE"},
		"encoded":                {"POST", "/graphql", hello, []string{jsonBody, "Content-Encoding: gzip"}, 415, older, "UNSUPPORTED_MEDIA_TYPE"},
		"not acceptable":         {"POST", "/graphql", hello, []string{jsonBody, "Accept: text/html"}, 406, older, "NOT_ACCEPTABLE"},
		"put":                    {"PUT", "/graphql", hello, []string{jsonBody}, 405, older, "METHOD_NOT_ALLOWED"},
		"empty":                  {"POST", "/graphql", " ", []string{jsonBody}, 400, older, "BAD_REQUEST"},
		"batch":                  {"POST", "/graphql", "[" + hello + "]", []string{jsonBody}, 400, older, "BAD_REQUEST"},
		"cut":                    {"POST", "/graphql", `{"query": "{ hel`, []string{jsonBody}, 400, older, "BAD_REQUEST"},
		"two values":             {"POST", "/graphql", hello + hello, []string{jsonBody}, 400, older, "BAD_REQUEST"},
		"a string":               {"POST", "/graphql", `"{ hello }"`, []string{jsonBody}, 400, older, "BAD_REQUEST"},
		"null":                   {"POST", "/graphql", `null`, []string{jsonBody}, 400, older, "BAD_REQUEST"},
		"no query":               {"POST", "/graphql", `{"Query": "{ hello }"}`, []string{jsonBody}, 400, older, "BAD_REQUEST"},
		"query a number":         {"POST", "/graphql", `{"query": 1}`, []string{jsonBody}, 400, older, "BAD_REQUEST"},
		"variables a list":       {"POST", "/graphql", `{"query": "{ hello }", "variables": []}`, []string{jsonBody}, 400, older, "BAD_REQUEST"},
		"variables null":         {"POST", "/graphql", `{"query": "{ hello }", "variables": null, "extensions": null, "operationName": null}`, []string{jsonBody}, 200, older, ""},
		"extensions a string":    {"POST", "/graphql", `{"query": "{ hello }", "extensions": ""}`, []string{jsonBody}, 400, older, "BAD_REQUEST"},
		"not UTF-8":              {"POST", "/graphql", "{\"query\": \"{ hello(name: \\\"\xff\\\") }\"}", []string{jsonBody}, 400, older, "BAD_REQUEST"},
		"lone high surrogate":    {"POST", "/graphql", `{"query": "{ hello }", "variables": {"a": "\ud800"}}`, []string{jsonBody}, 400, older, "BAD_REQUEST"},
		"lone low surrogate":     {"POST", "/graphql", `{"query": "{ hello }", "variables": {"a": "\udc00x"}}`, []string{jsonBody}, 400, older, "BAD_REQUEST"},
		"surrogates upside down": {"POST", "/graphql", `{"query": "{ hello }", "variables": {"a": "\udc00\ud800"}}`, []string{jsonBody}, 400, older, "BAD_REQUEST"},
		"surrogate pair":         {"POST", "/graphql", `{"query": "{ hello }", "variables": {"a": "\ud83d\ude00 \\ud800 \n"}}`, []string{jsonBody}, 200, older, ""},
		"deep":                   {"POST", "/graphql", `{"query": "{ hello }", "variables": ` + strings.Repeat("[", 900) + strings.Repeat("]", 900) + `}`, []string{jsonBody}, 400, older, "BAD_REQUEST"},
		"large":                  {"POST", "/graphql", hello + strings.Repeat(" ", 2000), []string{jsonBody}, 413, older, "PAYLOAD_TOO_LARGE"},
		"unparsed":               {"POST", "/graphql", `{"query": "{"}`, []string{jsonBody, acceptOlder}, 200, older, ""},
		"unparsed, newer":        {"POST", "/graphql", `{"query": "{"}`, []string{jsonBody, acceptNewer}, 400, newer, ""},
		"invalid, newer":         {"POST", "/graphql", `{"query": "{ bye }"}`, []string{jsonBody, acceptNewer}, 400, newer, ""},
		"partly answered":        {"POST", "/graphql", `{"query": "{ hello away }"}`, []string{jsonBody, acceptNewer}, 200, newer, "UNAVAILABLE"},
		"mutation":               {"POST", "/graphql", `{"query": "mutation { change }"}`, []string{jsonBody}, 200, older, ""},

		"get":                    {"GET", get, "", []string{acceptNewer}, 200, newer, ""},
		"get with variables":     {"GET", "/graphql?query=" + url.QueryEscape("query Q($n: String) { hello(name: $n) }") + "&variables=" + url.QueryEscape(`{"n": "all"}`) + "&operationName=Q", "", []string{acceptOlder}, 200, older, ""},
		"get, variables cut":     {"GET", get + "&variables={", "", []string{acceptOlder}, 400, older, "BAD_REQUEST"},
		"get, twice":             {"GET", get + "&query=x", "", []string{acceptOlder}, 400, older, "BAD_REQUEST"},
		"get without a mark":     {"GET", get, "", nil, 400, older, "BAD_REQUEST"},
		"get like an image":      {"GET", get, "", []string{"Accept: image/avif,image/webp,*/*"}, 400, older, "BAD_REQUEST"},
		"get with a mark":        {"GET", get, "", []string{"X-Requested-With: script"}, 200, older, ""},
		"get from another site":  {"GET", get, "", []string{acceptOlder, "Sec-Fetch-Site: cross-site"}, 400, older, "BAD_REQUEST"},
		"get by its script":      {"GET", get, "", []string{acceptOlder, "Sec-Fetch-Site: cross-site", "Origin: https://evil.example"}, 400, older, "BAD_REQUEST"},
		"get from this site":     {"GET", get, "", []string{acceptOlder, "Sec-Fetch-Site: same-origin"}, 200, older, ""},
		"get of a mutation":      {"GET", "/graphql?query=" + url.QueryEscape("mutation { change }"), "", []string{acceptNewer}, 405, newer, "METHOD_NOT_ALLOWED"},
		"another name":           {"POST", "/graphql", hello, []string{jsonBody, "Host: evil.example"}, 421, older, "UNKNOWN_HOST"},
		"an address of this one": {"POST", "/graphql", hello, []string{jsonBody, "Host: [::1]:8080"}, 200, older, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := call(h, c.method, c.target, c.body, c.headers...)
			if w.Code != c.status || w.Header().Get("Content-Type") != c.media || codeIn(t, w.Body.Bytes()) != c.code {
				t.Errorf("got %d %s\n%s\nwant %d %s %s", w.Code, w.Header().Get("Content-Type"), w.Body, c.status, c.media, c.code)
			}
			if c.status >= 400 && strings.Contains(w.Body.String(), `"data"`) {
				t.Errorf("data in a refusal: %s", w.Body)
			}
		})
	}
}

func TestTimeoutEndsTheOperation(t *testing.T) {
	h := newServer(t, server.Config{Limits: server.Limits{Timeout: 20 * time.Millisecond}})
	w := post(h, `{"query": "{ wait(milliseconds: 60000) }"}`)
	if codeIn(t, w.Body.Bytes()) != "TIMEOUT" {
		t.Errorf("answer %s", w.Body)
	}
}

func TestOverloadIsToldAndPasses(t *testing.T) {
	h := newServer(t, server.Config{Limits: server.Limits{Concurrent: 1, Queue: 1, Patience: 10 * time.Second}})
	// One runs, one waits, the third is sent away at once.
	codes := make(chan int, 3)
	for range 3 {
		go func() { codes <- post(h, `{"query": "{ wait(milliseconds: 300) }"}`).Code }()
	}
	if first := <-codes; first != http.StatusServiceUnavailable {
		t.Errorf("first to end: %d, want 503", first)
	}
	for range 2 {
		if c := <-codes; c != http.StatusOK {
			t.Errorf("status %d, want 200", c)
		}
	}

	impatient := newServer(t, server.Config{Limits: server.Limits{Concurrent: 1, Queue: 5, Patience: time.Millisecond}})
	var wg sync.WaitGroup
	var mu sync.Mutex
	count := map[int]int{}
	for range 4 {
		wg.Go(func() {
			w := post(impatient, `{"query": "{ wait(milliseconds: 200) }"}`)
			mu.Lock()
			defer mu.Unlock()
			count[w.Code]++
			if w.Code == 503 && w.Header().Get("Retry-After") == "" {
				t.Error("503 without Retry-After")
			}
		})
	}
	wg.Wait()
	if count[200] != 1 || count[503] != 3 {
		t.Errorf("statuses %v", count)
	}
}

func TestTokens(t *testing.T) {
	var log bytes.Buffer
	h := newServer(t, server.Config{
		Listen: "0.0.0.0:8080", Plain: true, GraphiQL: true,
		Tokens: []server.Token{{Name: "desk", Secret: "0123456789abcdef"}, {Name: "script", Secret: "fedcba9876543210", Rate: 0.2}},
		Log:    slog.New(slog.NewJSONHandler(&log, nil)),
	})
	for name, c := range map[string]struct {
		header string
		status int
	}{
		"none":        {"X: y", 401},
		"wrong":       {"Authorization: Bearer 0123456789abcdeg", 401},
		"beginning":   {"Authorization: Bearer 0123456789abcde", 401},
		"basic":       {"Authorization: Basic 0123456789abcdef", 401},
		"right":       {"Authorization: Bearer 0123456789abcdef", 200},
		"lower case":  {"Authorization: bearer 0123456789abcdef", 200},
		"other right": {"Authorization: Bearer fedcba9876543210", 200},
	} {
		w := post(h, `{"query": "query Greeting { hello }"}`, c.header, "Host: safir.example")
		if w.Code != c.status {
			t.Errorf("%s: %d, want %d", name, w.Code, c.status)
		}
		if c.status == 401 && (w.Header().Get("WWW-Authenticate") == "" || codeIn(t, w.Body.Bytes()) != "UNAUTHENTICATED") {
			t.Errorf("%s: %v %s", name, w.Header(), w.Body)
		}
	}
	if w := call(h, "GET", "/metrics", ""); w.Code != 401 {
		t.Errorf("/metrics without token: %d", w.Code)
	}
	if w := call(h, "GET", "/healthz", ""); w.Code != 200 {
		t.Errorf("/healthz without token: %d", w.Code)
	}
	// One in five seconds: two at once, of which one is used.
	post(h, `{"query": "{ hello }"}`, "Authorization: Bearer fedcba9876543210")
	w := post(h, `{"query": "{ hello }"}`, "Authorization: Bearer fedcba9876543210")
	if w.Code != 429 || w.Header().Get("Retry-After") != "5" || codeIn(t, w.Body.Bytes()) != "RATE_LIMITED" {
		t.Errorf("over the rate: %d %v %s", w.Code, w.Header(), w.Body)
	}
	if w := post(h, `{"query": "{ hello }"}`, "Authorization: Bearer 0123456789abcdef"); w.Code != 200 {
		t.Errorf("another token suffers: %d", w.Code)
	}

	text := log.String()
	for _, secret := range []string{"0123456789abcde", "fedcba", "{ hello }"} {
		if strings.Contains(text, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	for _, want := range []string{`"client":"desk"`, `"operation":"Greeting"`, `"cost":1`, `"statements":1`, `"outcome":"RATE_LIMITED"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the log lacks %s", want)
		}
	}
}

func TestReadTokens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tokens")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("# who\ndesk 0123456789abcdef\n\nscript\tfedcba9876543210 2.5 # nightly\n")
	tokens, err := server.ReadTokens(path)
	if err != nil || len(tokens) != 2 || tokens[1] != (server.Token{Name: "script", Secret: "fedcba9876543210", Rate: 2.5}) {
		t.Errorf("tokens %v, %v", tokens, err)
	}
	write("desk s\u00e9cret\nonly\nscript fedcba9876543210 many\n")
	_, err = server.ReadTokens(path)
	for _, want := range []string{":1: desk: the secret holds a character", ":2: want name", ":3: script: requests"} {
		if err == nil || !strings.Contains(err.Error(), path+want) {
			t.Errorf("error lacks %q: %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "fedcba") {
		t.Errorf("error tells a secret: %v", err)
	}
}

func TestConfigIsChecked(t *testing.T) {
	tokens := []server.Token{{Name: "desk", Secret: "0123456789abcdef"}}
	for name, c := range map[string]struct {
		cfg  server.Config
		want string
	}{
		"default":          {server.Config{}, ""},
		"loopback":         {server.Config{Listen: "[::1]:0"}, ""},
		"named loopback":   {server.Config{Listen: "localhost:8080"}, ""},
		"all, open":        {server.Config{Listen: ":8080"}, "no tokens are configured"},
		"address, open":    {server.Config{Listen: "10.1.2.3:80", Plain: true}, "no tokens are configured"},
		"address, clear":   {server.Config{Listen: "10.1.2.3:80", Tokens: tokens}, "in the clear"},
		"behind a proxy":   {server.Config{Listen: "10.1.2.3:80", Tokens: tokens, Plain: true}, ""},
		"short secret":     {server.Config{Listen: "10.1.2.3:80", Plain: true, Tokens: []server.Token{{Name: "desk", Secret: "short"}}}, "could guess it"},
		"short, alone":     {server.Config{Tokens: []server.Token{{Name: "desk", Secret: "short"}}}, ""},
		"no secret":        {server.Config{Tokens: []server.Token{{Name: "desk"}}}, "no secret"},
		"no port":          {server.Config{Listen: "localhost"}, "host:port"},
		"half TLS":         {server.Config{TLS: server.TLS{Key: "k"}}, "go together"},
		"no certificate":   {server.Config{TLS: server.TLS{Key: "k", Certificate: "c"}}, "tls:"},
		"same name":        {server.Config{Tokens: append(tokens, tokens...)}, "used twice"},
		"bad origin":       {server.Config{Origins: []string{"desk.example"}}, "origin"},
		"only of nothing":  {server.Config{DocumentsOnly: true}, "no folder"},
		"negative":         {server.Config{Limits: server.Limits{Queue: -1}}, "negative"},
		"missing document": {server.Config{Documents: "/does/not/exist"}, "persisted documents"},
	} {
		_, err := server.New(c.cfg, newFake())
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestPersistedDocuments(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const text = "query Greet($n: String) { hello(name: $n) }\n"
	write("greet.graphql", text)
	write("README", "not a document")
	open := newServer(t, server.Config{Documents: dir})
	only := newServer(t, server.Config{Documents: dir, DocumentsOnly: true})

	byName := `{"documentId": "greet", "variables": {"n": "سفير"}}`
	for _, h := range []http.Handler{open, only} {
		if w := post(h, byName); !strings.Contains(w.Body.String(), "hello سفير") {
			t.Errorf("by name: %s", w.Body)
		}
		if w := call(h, "GET", "/graphql?documentId=greet", "", "Accept: application/json"); w.Code != 200 {
			t.Errorf("by name, GET: %d %s", w.Code, w.Body)
		}
		w := post(h, `{"documentId": "../greet"}`)
		if w.Code != 400 || codeIn(t, w.Body.Bytes()) != "PERSISTED_DOCUMENT_NOT_FOUND" {
			t.Errorf("unknown name: %d %s", w.Code, w.Body)
		}
		if w := post(h, `{"documentId": "greet", "query": "{ hello }"}`); w.Code != 400 {
			t.Errorf("both: %d", w.Code)
		}
	}
	if w := post(open, `{"query": "{ hello }"}`); w.Code != 200 {
		t.Errorf("free text: %d", w.Code)
	}
	if w := post(only, `{"query": "{ hello }"}`); w.Code != 403 || codeIn(t, w.Body.Bytes()) != "PERSISTED_DOCUMENTS_ONLY" {
		t.Errorf("free text where only persisted ones are allowed: %d %s", w.Code, w.Body)
	}
	same, _ := json.Marshal(map[string]string{"query": text})
	if w := post(only, string(same)); w.Code != 200 {
		t.Errorf("the text of a persisted one: %d %s", w.Code, w.Body)
	}

	write("bad.graphql", "{ nothing }")
	if _, err := server.New(server.Config{Documents: dir}, newFake()); err == nil || !strings.Contains(err.Error(), "bad.graphql") {
		t.Errorf("a bad document: %v", err)
	}
}

func TestAPanicIsOneRequestsFault(t *testing.T) {
	var log bytes.Buffer
	h := newServer(t, server.Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
	w := post(h, `{"query": "{ panic }"}`, "X-Request-Id: trace-1")
	if w.Code != 500 || codeIn(t, w.Body.Bytes()) != "INTERNAL" || !strings.Contains(w.Body.String(), "trace-1") {
		t.Errorf("answer %d %s", w.Code, w.Body)
	}
	if strings.Contains(w.Body.String(), "secret") {
		t.Errorf("the answer tells internals: %s", w.Body)
	}
	if !strings.Contains(log.String(), "fake_test.go") || !strings.Contains(log.String(), "trace-1") {
		t.Errorf("the log lacks stack or id: %s", log.String())
	}
	if w := post(h, `{"query": "{ hello }"}`); w.Code != 200 {
		t.Errorf("afterwards: %d", w.Code)
	}
	if w := call(h, "GET", "/metrics", ""); !strings.Contains(w.Body.String(), "safir_panics_total 1") ||
		!strings.Contains(w.Body.String(), `safir_graphql_requests_total{outcome="INTERNAL"} 1`) {
		t.Error("the panic is not counted")
	}
}

func TestRequestIDsAreTakenOverWhereTheyAreFit(t *testing.T) {
	h := newServer(t, server.Config{})
	if got := post(h, "", "X-Request-Id: abc-1_Z").Header().Get("X-Request-Id"); got != "abc-1_Z" {
		t.Errorf("id %q", got)
	}
	for _, bad := range []string{"", "a b", "a\"b", "é", strings.Repeat("x", 65)} {
		if got := post(h, "", "X-Request-Id: "+bad).Header().Get("X-Request-Id"); got == bad || len(got) < 20 {
			t.Errorf("id %q for %q", got, bad)
		}
	}
}

func TestCORS(t *testing.T) {
	preflight := func(h http.Handler, origin string) http.Header {
		return call(h, "OPTIONS", "/graphql", "", "Origin: "+origin, "Access-Control-Request-Method: POST",
			"Access-Control-Request-Headers: authorization,content-type").Header()
	}
	closed := newServer(t, server.Config{})
	if got := preflight(closed, "https://desk.example").Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("closed: %q", got)
	}
	open := newServer(t, server.Config{Origins: []string{"https://desk.example"}})
	header := preflight(open, "https://desk.example")
	if header.Get("Access-Control-Allow-Origin") != "https://desk.example" || !strings.Contains(header.Get("Access-Control-Allow-Headers"), "authorization") {
		t.Errorf("allowed origin: %v", header)
	}
	if got := preflight(open, "https://evil.example").Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("another origin: %q", got)
	}
	for origin, status := range map[string]int{"https://desk.example": 200, "https://evil.example": 400} {
		w := call(open, "GET", "/graphql?query=%7Bhello%7D", "", "Origin: "+origin, "Sec-Fetch-Site: cross-site", "Accept: application/json")
		if w.Code != status {
			t.Errorf("GET from %s: %d, want %d", origin, w.Code, status)
		}
	}
	w := post(open, `{"query": "{ hello }"}`, "Origin: https://desk.example")
	if w.Header().Get("Access-Control-Allow-Origin") != "https://desk.example" || w.Header().Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("answer to an allowed origin: %v", w.Header())
	}
}

func TestCompression(t *testing.T) {
	h := newServer(t, server.Config{})
	plain := post(h, `{"query": "{ long }"}`)
	w := post(h, `{"query": "{ long }"}`, "Accept-Encoding: gzip")
	if w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() > plain.Body.Len()/4 {
		t.Fatalf("%d bytes, %v", w.Body.Len(), w.Header())
	}
	zr, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(zr); err != nil || !bytes.Equal(text, plain.Body.Bytes()) {
		t.Errorf("uncompressed: %q, %v", text, err)
	}
	if w := post(h, `{"query": "{ long }"}`, "Accept-Encoding: gzip;q=0"); w.Header().Get("Content-Encoding") != "" {
		t.Error("compressed against the client's will")
	}
}

func TestReadiness(t *testing.T) {
	var mu sync.Mutex
	var fault error
	asked := 0
	h := newServer(t, server.Config{Checks: []server.Check{
		{Name: "neo4j", Do: func(context.Context) error {
			mu.Lock()
			defer mu.Unlock()
			asked++
			return fault
		}},
		{Name: "schema", Do: func(context.Context) error { return nil }},
	}})
	set := func(err error) {
		mu.Lock()
		defer mu.Unlock()
		fault = err
	}
	until := func(status int) string {
		t.Helper()
		for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); {
			if w := call(h, "GET", "/readyz", ""); w.Code == status {
				return w.Body.String()
			}
			time.Sleep(10 * time.Millisecond) // polls: the answer may be a moment old
		}
		t.Fatalf("/readyz does not turn %d", status)
		return ""
	}
	until(200)
	set(errors.New("dial tcp 10.0.0.1:7687: refused"))
	if body := until(503); !strings.Contains(body, `"failed":"neo4j"`) || strings.Contains(body, "10.0.0.1") {
		t.Errorf("not ready: %s", body)
	}
	if w := call(h, "GET", "/metrics", ""); !strings.Contains(w.Body.String(), "safir_ready 0") {
		t.Error("metrics say ready")
	}
	set(nil)
	until(200)
	count := func() int {
		mu.Lock()
		defer mu.Unlock()
		return asked
	}
	before := count()
	for range 200 {
		call(h, "GET", "/readyz", "")
	}
	if n := count() - before; n > 3 {
		t.Errorf("200 probes asked Neo4j %d times", n)
	}
}

func TestMetrics(t *testing.T) {
	h := newServer(t, server.Config{
		Newest: func(context.Context) (map[string]time.Time, error) {
			return map[string]time.Time{"almanber": time.Now()}, nil
		},
		Connections: func(context.Context) (int, error) { return 3, nil },
	})
	post(h, `{"query": "{ hello }"}`)
	post(h, `{"query": "{ away }"}`)
	post(h, `{"query": "{ nothing }"}`)
	post(h, "{")
	text := call(h, "GET", "/metrics", "").Body.String()
	for _, want := range []string{
		`safir_graphql_requests_total{outcome="OK"} 1`,
		`safir_graphql_requests_total{outcome="UNAVAILABLE"} 1`,
		`safir_graphql_requests_total{outcome="REJECTED"} 1`,
		`safir_graphql_requests_total{outcome="BAD_REQUEST"} 1`,
		`safir_graphql_duration_seconds_count{outcome="OK"} 1`,
		"safir_graphql_statements_count 2",
		"safir_graphql_running 0", "safir_graphql_waiting 0", "safir_neo4j_connections 3",
		`safir_source_newest_article_age_seconds{source="almanber"} `,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
}

func TestPaths(t *testing.T) {
	guide := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "guide at "+r.URL.Path) })
	h := newServer(t, server.Config{GraphiQL: true, Browser: guide})
	for path, want := range map[string]string{
		"/": "graphiql/main.js", "/graphiql/main.js": "GraphiQLPluginExplorer", "/browser/guide.html": "guide at /browser/guide.html", "/healthz": "alive",
	} {
		if w := call(h, "GET", path, ""); w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %.200s", path, w.Code, w.Body)
		}
	}
	for _, path := range []string{"/nothing", "/graphiql/", "/graphiql/../fake_test.go", "/debug/pprof/"} {
		if w := call(h, "GET", path, ""); w.Code == 200 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	prefixed := newServer(t, server.Config{GraphiQL: true, Browser: guide, Prefix: "/safir"})
	for path, status := range map[string]int{"/safir": 307, "/safir/": 200, "/safir/healthz": 200, "/safir/browser/x": 200, "/healthz": 404} {
		if w := call(prefixed, "GET", path, ""); w.Code != status {
			t.Errorf("%s: %d, want %d", path, w.Code, status)
		}
	}
	if w := call(newServer(t, server.Config{}), "GET", "/", ""); w.Code != 404 {
		t.Errorf("/ without GraphiQL: %d", w.Code)
	}
}

func TestServeStopsWellAndLeavesNothing(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s, err := server.New(server.Config{Listen: "127.0.0.1:0"}, newFake())
	if err != nil {
		t.Fatal(err)
	}
	l, err := s.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, l) }()
	base := "http://" + l.Addr().String()
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	ask := func(query string) (string, error) {
		resp, err := client.Post(base+"/graphql", "application/json", strings.NewReader(`{"query": "`+query+`"}`))
		if err != nil {
			return "", err
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		return string(text), err
	}
	if text, err := ask("{ hello }"); err != nil || !strings.Contains(text, "hello world") {
		t.Fatalf("%s, %v", text, err)
	}
	slow := make(chan string, 1)
	go func() {
		text, err := ask("{ wait(milliseconds: 400) }")
		if err != nil {
			text = err.Error()
		}
		slow <- text
	}()
	for text := ""; !strings.Contains(text, "safir_graphql_running 1"); { // the slow one is under way
		resp, err := client.Get(base + "/metrics")
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		text = string(b)
	}
	stop()
	if text := <-slow; !strings.Contains(text, "400") {
		t.Errorf("the answer under way: %s", text)
	}
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
	if _, err := net.Dial("tcp", l.Addr().String()); err == nil {
		t.Error("still listening")
	}
}

func TestListenSaysWhatToDo(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s, err := server.New(server.Config{Listen: l.Addr().String()}, newFake())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Listen(t.Context()); err == nil || !strings.Contains(err.Error(), "choose another address") {
		t.Errorf("port in use: %v", err)
	}
}
