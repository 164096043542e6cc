package browser_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"safir/graph/browser"
)

func get(t *testing.T, h http.Handler, method, target string, head map[string]string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for k, v := range head {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestWhatIsServed(t *testing.T) {
	h := browser.New(browser.Config{Counts: func(context.Context) (browser.Counts, error) {
		return browser.Counts{Articles: 4711, Events: 2, Actors: 3}, nil
	}})
	for path, want := range map[string][2]string{
		"/browser/guide":           {"text/html; charset=utf-8", "<carousel"},
		"/browser/guide.html":      {"text/html; charset=utf-8", "4711"},
		"/browser/guide-ar":        {"text/html; charset=utf-8", `dir="rtl"`},
		"/browser/guide-ar.html":   {"text/html; charset=utf-8", "من تواصل مع من بعد وقف إطلاق النار"},
		"/browser/guide.adoc":      {"text/asciidoc; charset=utf-8", "[source,cypher]"},
		"/browser/guide-ar.adoc":   {"text/asciidoc; charset=utf-8", "== من يتواصل مع من"},
		"/browser/style.grass":     {"text/plain; charset=utf-8", "node.PhoneCall {"},
		"/browser/style-ar.grass":  {"text/plain; charset=utf-8", "{captionAr}"},
		"/browser/safir.cypher":    {"text/plain; charset=utf-8", "// Who talks with whom\nMATCH"},
		"/browser/safir-ar.cypher": {"text/plain; charset=utf-8", "// من يتواصل مع من\nMATCH"},
		"/browser/":                {"text/html; charset=utf-8", ":play http://example.com/browser/guide"},
	} {
		r := get(t, h, "GET", path, nil)
		text := body(t, r)
		if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != want[0] || !strings.Contains(text, want[1]) {
			t.Errorf("%s: %d %s, has %q: %v", path, r.StatusCode, r.Header.Get("Content-Type"), want[1], strings.Contains(text, want[1]))
		}
		if r.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: not for other origins", path)
		}
		if strings.Contains(text, "{{") || strings.Contains(text, "<no value>") || strings.Contains(text, "ZgotmplZ") {
			t.Errorf("%s: a template shows", path)
		}
		for _, host := range regexp.MustCompile(`https?://[^/"<\s]+`).FindAllString(text, -1) {
			if host != "http://example.com" {
				t.Errorf("%s names the host %s", path, host)
			}
		}
		if head := get(t, h, "HEAD", path, nil); head.StatusCode != http.StatusOK || body(t, head) != "" || head.ContentLength != int64(len(text)) {
			t.Errorf("HEAD %s: %d, length %d, want %d", path, head.StatusCode, head.ContentLength, len(text))
		}
	}
	for _, path := range []string{"/browser/nothing", "/browser/guide.txt", "/browser/guide-ar-ar", "/browser/../x"} {
		if r := get(t, h, "GET", path, nil); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	if r := get(t, h, "POST", "/browser/guide", nil); r.StatusCode != http.StatusMethodNotAllowed || r.Header.Get("Allow") == "" {
		t.Errorf("POST: %d", r.StatusCode)
	}
}

// Browser takes scripts and handlers out of a guide with regular expressions
// that would hit Cypher just as well.
func TestGuidesPassBrowsersCleaning(t *testing.T) {
	cleaned := regexp.MustCompile(`(?i)\s+on[^\s=]+[^\s=]*\s*=\s*("[^"]*"|'[^']*'|[\w\-.:]+\s*)|<script|javascript:`)
	for _, path := range []string{"/browser/guide", "/browser/guide-ar"} {
		if m := cleaned.FindString(body(t, get(t, browser.New(browser.Config{}), "GET", path, nil))); m != "" {
			t.Errorf("%s: Browser takes out %q", path, m)
		}
	}
}

func TestPreflight(t *testing.T) {
	h := browser.New(browser.Config{})
	r := get(t, h, "OPTIONS", "/browser/guide", map[string]string{
		"Origin": "http://localhost:7474", "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "cache-control,pragma",
		"Access-Control-Request-Private-Network": "true",
	})
	for name, want := range map[string]string{
		"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "cache-control,pragma", "Access-Control-Allow-Private-Network": "true",
	} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if r.StatusCode != http.StatusNoContent {
		t.Errorf("status %d", r.StatusCode)
	}
	r = get(t, h, "OPTIONS", "/browser/guide", map[string]string{"Access-Control-Request-Headers": "pragma\r\nset-cookie: x"})
	if r.Header.Get("Access-Control-Allow-Headers") != "" {
		t.Error("something that is no header was allowed")
	}
}

// A guide names addresses as its reader reaches them.
func TestAddresses(t *testing.T) {
	h := browser.New(browser.Config{})
	mounted := http.NewServeMux()
	mounted.Handle("/browser/", h)
	mounted.Handle("/safir/", http.StripPrefix("/safir", h))
	for _, c := range []struct {
		target string
		head   map[string]string
		want   string
	}{
		{"http://localhost:8080/browser/guide", nil, "http://localhost:8080/browser/style.grass"},
		{"http://localhost:8080/safir/browser/guide", nil, "http://localhost:8080/safir/browser/style.grass"},
		{"https://localhost:8443/browser/guide", nil, "https://localhost:8443/browser/style.grass"},
		{"http://10.0.0.5:8080/browser/guide", map[string]string{"X-Forwarded-Proto": "https", "X-Forwarded-Host": "graph.example.org"}, "https://graph.example.org/browser/style.grass"},
		{"http://10.0.0.5:8080/browser/guide", map[string]string{"X-Forwarded-Host": "graph.example.org", "X-Forwarded-Prefix": "/safir/"}, "http://graph.example.org/safir/browser/style.grass"},
		{"http://[::1]:8080/browser/guide", nil, "http://[::1]:8080/browser/style.grass"},
		{"http://localhost:8080/browser/guide", map[string]string{"X-Forwarded-Host": `x"><b>`}, "http://localhost:8080/browser/style.grass"},
		{"http://localhost:8080/browser/guide", map[string]string{"X-Forwarded-Prefix": `/x"><b>`}, "http://localhost:8080/browser/style.grass"},
	} {
		text := body(t, get(t, mounted, "GET", c.target, c.head))
		if !strings.Contains(text, ">:style "+c.want+"</pre>") {
			t.Errorf("%s %v: no %s in %s", c.target, c.head, c.want, text[:min(len(text), 1500)])
		}
	}
}

// Without numbers the guide is a guide all the same.
func TestGuideWithoutNumbers(t *testing.T) {
	for name, counts := range map[string]func(context.Context) (browser.Counts, error){
		"none": nil, "failing": func(context.Context) (browser.Counts, error) { return browser.Counts{}, errors.New("no Neo4j") },
	} {
		r := get(t, browser.New(browser.Config{Counts: counts}), "GET", "/browser/guide", nil)
		if text := body(t, r); r.StatusCode != http.StatusOK || !strings.Contains(text, "<carousel") || strings.Contains(text, "In the graph now") {
			t.Errorf("%s: %d %s", name, r.StatusCode, text)
		}
	}
}

func TestZip(t *testing.T) {
	first, err := browser.Zip()
	if err != nil {
		t.Fatal(err)
	}
	second, _ := browser.Zip()
	if !bytes.Equal(first, second) {
		t.Error("two archives differ")
	}
	z, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	if want := 2 * len(browser.Queries()); len(z.File) != want {
		t.Errorf("%d files, want %d", len(z.File), want)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil || !strings.HasPrefix(string(b), "// ") || strings.Count(f.Name, "/") != 1 || !strings.HasSuffix(f.Name, ".cypher") {
			t.Errorf("%s: %v, %s", f.Name, err, b)
		}
	}
}
