package feed_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"golang.org/x/text/encoding/charmap"

	"safir/loaders/article"
	"safir/loaders/feed"
	"safir/loaders/fetch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// site is a web server whose pages a test writes. "{site}" stands for its address.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]string
	types map[string]string
	asked []string
}

func newSite(t *testing.T, pages map[string]string) *site {
	t.Helper()
	s := &site{pages: pages, types: map[string]string{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		body, ok := s.pages[r.URL.Path]
		if r.URL.Path != "/robots.txt" {
			s.asked = append(s.asked, r.URL.Path)
		}
		tag := fmt.Sprintf(`"%d"`, len(body))
		switch {
		case !ok:
			http.NotFound(w, r)
		case r.Header.Get("If-None-Match") == tag:
			w.WriteHeader(http.StatusNotModified)
		default:
			w.Header().Set("ETag", tag)
			if typ := s.types[r.URL.Path]; typ != "" {
				w.Header().Set("Content-Type", typ)
			}
			_, _ = io.WriteString(w, strings.ReplaceAll(body, "{site}", s.URL))
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// take returns which paths were asked for since the last call.
func (s *site) take() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.asked
	s.asked = nil
	return a
}

func page(title, text string) string {
	return "<html><head><title>" + title + "</title></head><body><article><h1>" + title + "</h1><p>" + text + "</p></article></body></html>"
}

func load(t *testing.T, s *site, kind feed.Kind, m *feed.Memory, change func(*feed.Options), paths ...string) []string {
	t.Helper()
	c := fetch.New(fetch.Options{AllowPrivate: true, Rate: 10_000, RetryWait: time.Millisecond, Timeout: 5 * time.Second})
	defer c.Close()
	o := feed.Options{Client: c, Memory: m, Source: "test"}
	if change != nil {
		change(&o)
	}
	for i := range paths {
		paths[i] = s.URL + paths[i]
	}
	var got []string
	for d, err := range feed.New(kind, paths, o).Documents(t.Context()) {
		line := d.Item + ": "
		if err != nil {
			line += err.Error()
		} else {
			a := d.Article
			line += fmt.Sprintf("%s | %s | %s | %s", a.Title, a.PublishedAt, a.Publisher, a.Text)
			if a.ID == "" || a.Source != "test" || a.RetrievedAt.IsZero() {
				t.Errorf("incomplete: %+v", a)
			}
		}
		got = append(got, strings.ReplaceAll(line, s.URL, ""))
	}
	return got
}

func check(t *testing.T, want, got []string) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

const long = "وقال بيان صادر عن الوزارة إن الوزيرين شددا على ضرورة مواصلة الجهود الدبلوماسية في المنطقة كلها."

const rss = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>صدى</title><link>{site}</link>
<item><title>الأول</title><link>{site}/1?utm_source=rss</link><pubDate>الأحد، 29 يونيو 2025 23:30:00 +0300</pubDate></item>
<item><title>Second</title><link>/2</link><pubDate>Mon, 30 Jun 2025 01:00:00 +0300</pubDate></item>
<item><title>Gone</title><link>{site}/gone</link></item>
<item><title>Fallback</title><link>{site}/gone2</link><content:encoded><![CDATA[<p>LONG</p><p>LONG2</p>]]></content:encoded></item>
<item><title>Empty</title></item>
</channel></rss>`

func TestRSS(t *testing.T) {
	text := strings.Repeat("Text of the feed itself. ", 20)
	s := newSite(t, map[string]string{
		"/feed": strings.NewReplacer("LONG2", strings.TrimSpace(text), "LONG", strings.TrimSpace(text)+" More.").Replace(rss),
		"/1":    page("الأول", long), "/2": page("Second", "One text of it."),
	})
	m := feed.NewMemory(nil)
	want := []string{
		"/1?utm_source=rss: الأول | 2025-06-29 | صدى | " + long,
		"/2: Second | 2025-06-30 | صدى | One text of it.",
		"/gone: the server answered 404 Not Found",
		"/gone2: Fallback | 0000-00-00 | صدى | " + strings.TrimSpace(text) + " More.\n\n" + strings.TrimSpace(text),
		"/feed[5]: the entry has neither a link nor a text",
	}
	got := load(t, s, feed.Auto, m, nil, "/feed")
	for i := range got {
		got[i] = strings.ReplaceAll(got[i], "|  |", "| 0000-00-00 |")
	}
	check(t, want, got)
	check(t, []string{"/feed", "/1", "/2", "/gone", "/gone2"}, s.take())

	// Nothing new: the feed alone is asked for, and answers that it has not changed.
	m = feed.NewMemory(m.Map())
	check(t, nil, load(t, s, feed.Feed, m, nil, "/feed"))
	check(t, []string{"/feed"}, s.take())

	// One entry more: only that page is fetched.
	s.pages["/feed"] = strings.Replace(s.pages["/feed"], "<item>", "<item><title>New</title><link>/3</link></item><item>", 1)
	s.pages["/3"] = page("New", "New text here.")
	m = feed.NewMemory(m.Map())
	got = load(t, s, feed.Feed, m, nil, "/feed")
	if len(got) != 2 || !strings.HasPrefix(got[0], "/3: New | ") {
		t.Errorf("%q", got)
	}
	check(t, []string{"/feed", "/3"}, s.take())
}

func TestAtomAndJSONFeed(t *testing.T) {
	s := newSite(t, map[string]string{
		"/atom": `<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><title>One</title><link href="{site}/1"/><updated>2025-06-29T10:00:00Z</updated></entry></feed>`,
		"/json": `{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": "1", "url": "{site}/1", "title": "One", "date_published": "2025-06-28T10:00:00Z"}]}`,
		"/1":    page("One", "Its text is short."),
	})
	check(t, []string{"/1: One | 2025-06-29 | A | Its text is short.", "/1: One | 2025-06-28 | J | Its text is short."}, load(t, s, feed.Auto, nil, nil, "/atom", "/json"))
}

func TestCharsetsOfFeeds(t *testing.T) {
	enc := func(c *charmap.Charmap, s string) string {
		out, err := c.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	body := `<rss version="2.0"><channel><title>صدى</title><item><title>الأول</title><link>/1</link></item></channel></rss>`
	s := newSite(t, map[string]string{
		"/prolog": enc(charmap.Windows1256, `<?xml version="1.0" encoding="windows-1256"?>`+body),
		"/header": enc(charmap.ISO8859_6, body),
		"/wrong":  `<?xml version="1.0" encoding="windows-1256"?>` + body, // it is UTF-8
		"/1":      page("الأول", long),
	})
	s.types["/header"] = "application/rss+xml; charset=ISO-8859-6"
	want := "/1: الأول |  | صدى | " + long
	check(t, []string{want, want, want}, load(t, s, feed.Feed, nil, nil, "/prolog", "/header", "/wrong"))
}

func TestMalformedFeeds(t *testing.T) {
	s := newSite(t, map[string]string{
		"/cut":   rss[:300],
		"/html":  "<html><body>no feed</body></html>",
		"/empty": " ",
		"/good":  `<rss version="2.0"><channel><title>F` + "\x02" + `</title><item><title>One</title><link>/1</link></item></channel></rss>`,
		"/1":     page("One", "Its text is short."),
	})
	got := load(t, s, feed.Feed, nil, nil, "/cut", "/html", "/empty", "/missing", "/good")
	for i, want := range []string{"/cut: malformed feed: ", "/html: malformed feed: ", "/empty: malformed feed: it is empty", "/missing: the server answered 404", "/1: One |  | F | Its text is short."} {
		if i >= len(got) || !strings.HasPrefix(got[i], want) {
			t.Errorf("%d: want %q in %q", i, want, got)
		}
	}
}

func TestMaxLeavesTheRestForTheNextRun(t *testing.T) {
	var items strings.Builder
	pages := map[string]string{}
	for i := range 5 {
		fmt.Fprintf(&items, "<item><title>T%d</title><link>/%d</link></item>", i, i)
		pages[fmt.Sprintf("/%d", i)] = page(fmt.Sprint("T", i), fmt.Sprint("Text number ", i, "."))
	}
	pages["/feed"] = `<rss version="2.0"><channel><title>F</title>` + items.String() + `</channel></rss>`
	s := newSite(t, pages)
	m := feed.NewMemory(nil)
	two := func(o *feed.Options) { o.Max = 2 }
	var n []int
	for range 4 {
		n = append(n, len(load(t, s, feed.Feed, m, two, "/feed")))
	}
	if d := cmp.Diff([]int{2, 2, 1, 0}, n); d != "" {
		t.Error(d)
	}
}

func TestSitemaps(t *testing.T) {
	s := newSite(t, map[string]string{
		"/index.xml": `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{site}/news.xml</loc></sitemap><sitemap><loc>{site}/index.xml</loc></sitemap><sitemap><loc>{site}/none.xml</loc></sitemap></sitemapindex>`,
		"/news.xml": `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>{site}/1</loc><news:news><news:publication><news:name>صدى</news:name><news:language>ar</news:language></news:publication><news:publication_date>2025-06-28</news:publication_date><news:title>الأول</news:title></news:news></url>
<url><loc>{site}/2</loc><lastmod>2025-06-30T10:00:00+00:00</lastmod></url></urlset>`,
		"/list.txt": "{site}/1\n{site}/2\n",
		"/1":        page("الأول", long), "/2": page("Second", "One text of it."),
	})
	m := feed.NewMemory(nil)
	host := strings.TrimPrefix(s.URL, "http://")
	got := load(t, s, feed.Auto, m, nil, "/index.xml")
	for i, want := range []string{"/2: Second |  | " + host + " | One text of it.", "/1: الأول | 2025-06-28 | صدى | " + long} {
		if i >= len(got) || got[i] != want {
			t.Errorf("%d: want %q in %q", i, want, got)
		}
	}
	if last := got[len(got)-1]; !strings.HasPrefix(last, "/none.xml: the server answered 404") {
		t.Errorf("%q", last)
	}
	if again := load(t, s, feed.Sitemap, m, nil, "/news.xml"); again != nil {
		t.Errorf("seen articles come again: %q", again)
	}
	if n := len(load(t, s, feed.Sitemap, nil, nil, "/list.txt")); n != 2 {
		t.Errorf("%d articles of a plain list", n)
	}
	for _, bad := range []string{"<html>", "", "<urlset><url><loc>x"} {
		s.pages["/bad.xml"] = bad
		if got := load(t, s, feed.Sitemap, nil, nil, "/bad.xml"); len(got) != 1 || !strings.HasPrefix(got[0], "/bad.xml: malformed sitemap: ") {
			t.Errorf("%q: %q", bad, got)
		}
	}
}

func TestPagesAreAskedForOnceUntilTheyChange(t *testing.T) {
	s := newSite(t, map[string]string{"/1": page("One", "Its text is short."), "/p.pdf": "%PDF"})
	s.types["/p.pdf"] = "application/pdf"
	m := feed.NewMemory(nil)
	if got := load(t, s, feed.Page, m, nil, "/1", "/p.pdf"); len(got) != 2 || !strings.HasSuffix(got[1], "the page is of type application/pdf, not an article") {
		t.Errorf("%q", got)
	}
	if got := load(t, s, feed.Page, feed.NewMemory(m.Map()), nil, "/1"); got != nil {
		t.Errorf("an unchanged page comes again: %q", got)
	}
	s.pages["/1"] = page("One", "Its text has changed since.")
	if got := load(t, s, feed.Page, m, nil, "/1"); len(got) != 1 {
		t.Errorf("%q", got)
	}
}

func TestMirrorsAreOneArticle(t *testing.T) {
	head := `<html><head><link rel="canonical" href="{site}/story"></head><body><p>The text of the story, told once.</p></body></html>`
	s := newSite(t, map[string]string{"/amp/story": head, "/story": head, "/m/story": head})
	c := fetch.New(fetch.Options{AllowPrivate: true, Rate: 10_000})
	defer c.Close()
	ids := map[string]bool{}
	for d, err := range feed.New(feed.Page, []string{s.URL + "/amp/story", s.URL + "/story?utm_medium=x", s.URL + "/m/story"}, feed.Options{Client: c, Rules: article.Rules{}}).Documents(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		ids[d.Article.ID] = true
	}
	if len(ids) != 1 {
		t.Errorf("%d articles", len(ids))
	}
}
