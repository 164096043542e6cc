package warc

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

func rec(typ, uri, contentType, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2025-06-29T10:00:00Z\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", typ, uri, contentType, len(block), block)
}

func response(uri, header, body string) string {
	return rec("response", uri, "application/http; msgtype=response", "HTTP/1.1 200 OK\r\n"+header+"\r\n\r\n"+body)
}

func page(text string) string {
	return "<html><body><h1>Title</h1><p>" + text + "</p></body></html>"
}

func zip(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

const html = "Content-Type: text/html; charset=utf-8"

func load(t *testing.T, name, content string) []string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	var got []string
	for d, err := range New([]string{p}, Options{Source: "s", MaxBytes: 4096}).Documents(t.Context()) {
		item := strings.TrimPrefix(d.Item, filepath.Dir(p)+"/")
		if err != nil {
			got = append(got, item+": "+err.Error())
			continue
		}
		got = append(got, fmt.Sprintf("%s: %s | %s | %s", item, d.Article.URL, d.Article.Title, d.Article.Text))
	}
	return got
}

func TestArchive(t *testing.T) {
	arabic, err := charmap.Windows1256.NewEncoder().String("التقى الوزير نظيره في القاهرة.")
	if err != nil {
		t.Fatal(err)
	}
	records := []string{
		rec("warcinfo", "", "application/warc-fields", "software: x"),
		rec("request", "https://x.example/1", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n"),
		response("https://x.example/1?utm_source=y", html, page("First page text.")),
		response("https://x.example/img", "Content-Type: image/png", "png"),
		rec("response", "https://x.example/404", "application/http", "HTTP/1.1 404 Not Found\r\n"+html+"\r\n\r\n"+page("Not found.")),
		rec("response", "https://x.example/broken", "application/http", "no http"),
		response("https://x.example/2", html+"\r\nContent-Encoding: gzip", zip(page("Second page text."))),
		response("https://x.example/3", html+"\r\nTransfer-Encoding: chunked", "5\r\n<p>Th\r\n9\r\nird text.\r\n0\r\n\r\n"),
		response("https://x.example/4", "Content-Type: text/html; charset=windows-1256", page(arabic)),
		response("https://x.example/5", html, page(strings.Repeat("x", 5000))),
		rec("resource", "https://x.example/6", "text/html", page("Resource text.")),
	}
	want := []string{
		"[3] https://x.example/1?utm_source=y: https://x.example/1 | Title | First page text.",
		"[6] https://x.example/broken: the archived answer: malformed HTTP status code \"http\"",
		"[7] https://x.example/2: https://x.example/2 | Title | Second page text.",
		"[8] https://x.example/3: https://x.example/3 |  | Third text.",
		"[9] https://x.example/4: https://x.example/4 | Title | التقى الوزير نظيره في القاهرة.",
		"[10] https://x.example/5: the archived page is longer than the limit of 4 KiB",
		"[11] https://x.example/6: https://x.example/6 | Title | Resource text.",
	}
	for name, content := range map[string]string{"a.warc": strings.Join(records, ""), "a.warc.gz": func() string {
		var b strings.Builder
		for _, r := range records {
			b.WriteString(zip(r))
		}
		return b.String()
	}()} {
		var w []string
		for _, s := range want {
			w = append(w, name+s)
		}
		if d := cmp.Diff(w, load(t, name, content)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestDamage(t *testing.T) {
	good := response("https://x.example/1", html, page("First page text."))
	for content, want := range map[string]string{
		"":                        "a.warc: the file holds no WARC records",
		"<html>":                  `a.warc[1]: want a WARC record, found "<html>"`,
		good + good[:120]:         "a.warc[2]: the record's head: unexpected EOF",
		good + good[:len(good)-9]: "a.warc[2] https://x.example/1: the file is cut short in this record: unexpected EOF",
		strings.Replace(good, "Content-Length: ", "Content-Length: -", 1): "a.warc[1]: the record's Content-Length is ",
	} {
		got := load(t, "a.warc", content)
		if len(got) == 0 || !strings.HasPrefix(got[len(got)-1], want) {
			t.Errorf("want %q in %q", want, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(response("https://x.example/1", html, page("First page text.")))
	f.Add(rec("resource", "https://x.example/6", "text/html", page("Resource text.")))
	f.Fuzz(func(t *testing.T, s string) {
		for d, err := range New([]string{"-"}, Options{Stdin: strings.NewReader(s), MaxBytes: 4096}).Documents(t.Context()) {
			if err == nil && d.Article.Text == "" {
				t.Error("an article without text")
			}
		}
	})
}
