package article_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"safir/loaders/article"
)

var update = flag.Bool("update", false, "write golden files")

// TestHTML reads each page of testdata/html and compares with the .json beside it.
func TestHTML(t *testing.T) {
	pages, err := filepath.Glob("testdata/html/*.html")
	if err != nil || len(pages) == 0 {
		t.Fatal("no pages", err)
	}
	for _, p := range pages {
		t.Run(filepath.Base(p), func(t *testing.T) {
			b, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			a, err := article.ParseHTML(b, article.Page{URL: "https://news.example/x/page?id=1"})
			if err != nil {
				t.Fatal(err)
			}
			a.Language = article.Language(a.Text)
			var got bytes.Buffer
			e := json.NewEncoder(&got)
			e.SetEscapeHTML(false)
			e.SetIndent("", "  ")
			if err := e.Encode(map[string]any{
				"url": a.URL, "title": a.Title, "publisher": a.Publisher, "published": a.PublishedAt, "language": a.Language,
				"blocks": strings.Split(a.Text, "\n\n"),
			}); err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(p, ".html") + ".json"
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got.String()); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestHTMLCharsets(t *testing.T) {
	b, err := os.ReadFile("testdata/html/arabic.html")
	if err != nil {
		t.Fatal(err)
	}
	want, err := article.ParseHTML(b, article.Page{})
	if err != nil {
		t.Fatal(err)
	}
	page := strings.ReplaceAll(string(b), "ً", "") // the code pages differ in vowel signs
	page = strings.ReplaceAll(page, "عمّان", "عمان")
	for _, tc := range []struct {
		name, declared, meta string
		enc                  *charmap.Charmap
	}{
		{"declared by the server", "windows-1256", "", charmap.Windows1256},
		{"declared in the page", "", "windows-1256", charmap.Windows1256},
		{"declared wrongly", "", "utf-8", charmap.Windows1256},
		{"not declared", "", "", charmap.Windows1256},
		{"ISO-8859-6 in the page", "", "iso-8859-6", charmap.ISO8859_6},
		{"ISO-8859-6 not declared", "", "", charmap.ISO8859_6},
	} {
		t.Run(tc.name, func(t *testing.T) {
			meta := ""
			if tc.meta != "" {
				meta = `<meta http-equiv="Content-Type" content="text/html; charset=` + tc.meta + `">`
			}
			a, err := article.ParseHTML([]byte(codePage(t, tc.enc, strings.Replace(page, `<meta charset="utf-8">`, meta, 1))), article.Page{Charset: tc.declared})
			if err != nil {
				t.Fatal(err)
			}
			if w := strings.ReplaceAll(strings.ReplaceAll(want.Text, "ً", ""), "عمّان", "عمان"); a.Text != w || a.Title != want.Title {
				t.Errorf("title %q, text:\n%s", a.Title, cmp.Diff(w, a.Text))
			}
		})
	}
}

func TestHTMLRules(t *testing.T) {
	page := `<html><body><div id=b><p>First paragraph of the story.</p><p class=x>Left out by rule.</p><p>Our channel: a long line of the site.</p></div><div>Elsewhere</div></body></html>`
	a, err := article.ParseHTML([]byte(page), article.Page{Rules: article.Rules{Content: "#b", Prune: []string{".x"}, Lines: []string{"our channel"}, Publisher: "P"}})
	if err != nil {
		t.Fatal(err)
	}
	if a.Text != "First paragraph of the story." || a.Publisher != "P" {
		t.Errorf("text %q, publisher %q", a.Text, a.Publisher)
	}
	if err := (article.Rules{Prune: []string{"p["}}).Check(); err == nil {
		t.Error("a malformed selector passes")
	}
}

func TestHTMLWithoutArticle(t *testing.T) {
	for _, page := range []string{"<html></html>", "<", "<html><body><script>x</script></body></html>"} {
		if a, err := article.ParseHTML([]byte(page), article.Page{}); err == nil {
			t.Errorf("%q: %+v", page, a)
		}
	}
}

func FuzzParseHTML(f *testing.F) {
	for _, name := range []string{"arabic", "english"} {
		b, err := os.ReadFile("testdata/html/" + name + ".html")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 64<<10 {
			return
		}
		if a, err := article.ParseHTML(b, article.Page{URL: "https://x.example/a"}); err == nil && strings.TrimSpace(a.Text) == "" {
			t.Error("an article without text")
		}
	})
}
