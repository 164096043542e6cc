package article

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/andybalholm/cascadia"
	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"safir/loaders/pubdate"
	"safir/schema"
)

// Page is what is known of an HTML page beside its bytes.
type Page struct {
	URL     string // where it was found; empty for a file
	Charset string // that the server declares; empty for none
	Rules   Rules
}

// ParseHTML reads the article of an HTML page: its text in blocks, without
// title, captions, links to other articles and boilerplate; title, date,
// publisher and canonical address by the page's metadata.
func ParseHTML(b []byte, p Page) (a schema.Article, err error) {
	defer func() {
		if r := recover(); r != nil { // the extractors meet what nobody foresaw
			err = fmt.Errorf("read the page: %v", r)
		}
	}()
	s, err := decodePage(b, p.Charset)
	if err != nil {
		return a, err
	}
	doc, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return a, fmt.Errorf("parse HTML: %w", err)
	}
	base, err := url.Parse(p.URL)
	if err != nil {
		base = &url.URL{}
	}
	day := publishedAt(doc, p.URL)
	a = schema.Article{URL: canonicalLink(doc, base), PublishedAt: day, Publisher: p.Rules.Publisher}

	found := extract(doc, base, p.Rules)
	a.Title = pageTitle(doc, found.title, found.site)
	if a.Publisher == "" {
		a.Publisher = publisher(found.site, a.URL)
	}
	blocks := clean(a.Title, found.blocks, p.Rules)
	if length(blocks) < enough && p.Rules.Content == "" {
		blocks = short(s, a.Title, blocks, base, p.Rules)
	}
	if len(blocks) == 0 {
		return a, errors.New("the page holds no article text")
	}
	a.Text = strings.Join(blocks, "\n\n")
	return a, nil
}

// enough is how many letters make an article that needs no second opinion.
const enough = 300

var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:.-]+)`)

// decodePage is [Decode] with what HTML adds: the charset in the page's head,
// and windows-1252 where nothing else is said or seen.
func decodePage(b []byte, declared string) (string, error) {
	meta := ""
	if m := metaCharset.FindSubmatch(b[:min(len(b), 4096)]); m != nil {
		meta = string(m[1])
	}
	s, err := Decode(b, Declared(declared, meta))
	if err != nil && utf8Share(b) < 0.1 {
		return Decode(b, "windows-1252")
	}
	return s, err
}

// extraction is what an extractor found.
type extraction struct {
	title, site string
	blocks      []string
}

// extract finds the article's blocks by the source's selector, or by
// trafilatura.
func extract(doc *html.Node, base *url.URL, rules Rules) extraction {
	selectors := append(append([]string{}, common().selectors...), rules.Prune...)
	o := trafilatura.Options{
		OriginalURL: base, ExcludeComments: true, IncludeLinks: true,
		PruneSelector:    strings.Join(selectors, ", "),
		HtmlDateOverride: &htmldate.Result{},
	}
	if rules.Content != "" {
		prune(doc, selectors)
	}
	var e extraction
	res, err := trafilatura.ExtractDocument(doc, o)
	if err == nil && res != nil {
		e = extraction{title: res.Metadata.Title, site: res.Metadata.Sitename}
		if res.ContentNode != nil {
			e.blocks = blocksOf(res.ContentNode)
		}
	}
	if rules.Content != "" {
		e.blocks = nil
		if sel, err := cascadia.ParseGroup(rules.Content); err == nil {
			for _, n := range cascadia.QueryAll(doc, sel) {
				e.blocks = append(e.blocks, blocksOf(n)...)
			}
		}
	}
	return e
}

// short reads a page in which trafilatura found little. It then tends to take
// the whole page for one block, headings and all, so a short article is read
// from the element that should hold it; failing that, readability may find
// more.
func short(page, title string, found []string, base *url.URL, rules Rules) []string {
	if doc, err := html.Parse(strings.NewReader(page)); err == nil {
		prune(doc, append(append([]string{"header nav, nav, footer, aside, form"}, common().selectors...), rules.Prune...))
		for _, place := range []string{"[itemprop=articleBody]", "article", "main, [role=main]", "body"} {
			var best []string
			for _, n := range cascadia.QueryAll(doc, cascadia.MustCompile(place)) {
				if blocks := slices.DeleteFunc(clean(title, blocksOf(n), rules), isDate); length(blocks) > length(best) {
					best = blocks
				}
			}
			if n := length(best); n > 0 && (n*2 >= length(found) || place == "body") {
				found = best
				break
			}
		}
	}
	if more := clean(title, readable(page, base, rules), rules); length(more) > 2*length(found) {
		return more
	}
	return found
}

func isDate(block string) bool {
	_, err := pubdate.Parse(block)
	return err == nil
}

// readable is the second opinion, by readability.
func readable(page string, base *url.URL, rules Rules) []string {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	prune(doc, append(append([]string{}, common().selectors...), rules.Prune...))
	a, err := readability.FromDocument(doc, base)
	if err != nil || a.Node == nil {
		return nil
	}
	return blocksOf(a.Node)
}

// prune removes the elements that the selectors name.
func prune(doc *html.Node, selectors []string) {
	for _, s := range selectors {
		sel, err := cascadia.ParseGroup(s)
		if err != nil {
			continue // Rules.Check tells
		}
		for _, n := range cascadia.QueryAll(doc, sel) {
			if n.Parent != nil {
				n.Parent.RemoveChild(n)
			}
		}
	}
}

// blocksOf returns the text of a tree, one string for each block element, so
// that a heading does not run into the paragraph below it. Blocks that are
// nothing but links are left out: they lead to other articles.
func blocksOf(n *html.Node) []string {
	w := blockWriter{}
	w.walk(n, false)
	w.flush()
	return w.blocks
}

type blockWriter struct {
	blocks []string
	text   strings.Builder
	plain  int // letters outside links
	linked int // letters within
}

func (w *blockWriter) walk(n *html.Node, link bool) {
	switch n.Type {
	case html.TextNode:
		w.text.WriteString(n.Data)
		for _, r := range n.Data {
			if !isWord(r) {
				continue
			}
			if link {
				w.linked++
			} else {
				w.plain++
			}
		}
		return
	case html.ElementNode:
		switch n.Data {
		case "script", "style", "noscript", "template", "figcaption", "button", "iframe", "svg", "nav", "form", "select", "textarea":
			return
		case "br":
			// Two breaks part paragraphs; one is layout.
			if next := nextElementOrText(n); next != nil && next.Data == "br" && next.Type == html.ElementNode {
				w.flush()
			} else {
				w.text.WriteByte('\n')
			}
			return
		}
	}
	block := n.Type == html.ElementNode && !inline[n.Data]
	if block {
		w.flush()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, link || n.Type == html.ElementNode && n.Data == "a")
	}
	if block {
		w.flush()
	}
}

var inline = map[string]bool{
	"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "cite": true, "code": true, "data": true, "del": true, "dfn": true, "em": true,
	"font": true, "hi": true, "i": true, "ins": true, "kbd": true, "mark": true, "q": true, "ref": true, "s": true, "small": true, "span": true,
	"strong": true, "sub": true, "sup": true, "time": true, "tt": true, "u": true, "var": true, "wbr": true,
}

// nextElementOrText skips white space.
func nextElementOrText(n *html.Node) *html.Node {
	n = n.NextSibling
	for n != nil && (n.Type == html.CommentNode || n.Type == html.TextNode && strings.TrimSpace(n.Data) == "") {
		n = n.NextSibling
	}
	return n
}

func (w *blockWriter) flush() {
	text := strings.Join(strings.Fields(strings.ReplaceAll(w.text.String(), "\ufeff", "")), " ")
	if text != "" && (w.plain > 0 || w.linked == 0) && w.linked < 9*(w.plain+1) {
		w.blocks = append(w.blocks, text)
	}
	w.text.Reset()
	w.plain, w.linked = 0, 0
}

// clean leaves out what is said twice and what is boilerplate.
func clean(title string, blocks []string, rules Rules) []string {
	var kept []string
	for _, b := range evidence(title, blocks) {
		if !rules.drops(b) && strings.ContainsFunc(b, isWord) {
			kept = append(kept, b)
		}
	}
	return kept
}

func length(blocks []string) int {
	n := 0
	for _, b := range blocks {
		n += utf8.RuneCountInString(b)
	}
	return n
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// canonicalLink returns the address that the page states for itself, or the
// one under which it was found.
func canonicalLink(doc *html.Node, base *url.URL) string {
	for _, q := range []struct{ selector, attr string }{{"link[rel~=canonical i]", "href"}, {`meta[property="og:url"]`, "content"}} {
		n := cascadia.Query(doc, cascadia.MustCompile(q.selector))
		if n == nil {
			continue
		}
		u, err := base.Parse(strings.TrimSpace(attribute(n, q.attr)))
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			continue
		}
		// A front page for canonical address is a mistake of many sites; it
		// would make one article of all.
		if (u.Path == "" || u.Path == "/") && u.RawQuery == "" && len(base.Path) > 1 {
			continue
		}
		return CanonicalURL(u.String())
	}
	return CanonicalURL(base.String())
}

// textOf returns the whole text below n in one line.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// pageTitle prefers the heading that the page shows to what its head says,
// where the head says more than that.
func pageTitle(doc *html.Node, meta, site string) string {
	meta = strings.Join(strings.Fields(meta), " ")
	if n := cascadia.QueryAll(doc, cascadia.MustCompile("h1")); len(n) == 1 {
		h1 := textOf(n[0])
		if h1 != "" && (meta == "" || strings.Contains(meta, h1)) {
			return h1
		}
	}
	if meta == "" {
		if n := cascadia.Query(doc, cascadia.MustCompile("title")); n != nil {
			meta = textOf(n)
		}
	}
	for _, sep := range []string{" | ", " - ", " – ", " — ", " :: ", " » ", " • "} {
		if i := strings.LastIndex(meta, sep); i > 0 && site != "" && strings.EqualFold(strings.TrimSpace(meta[i+len(sep):]), site) {
			return strings.TrimSpace(meta[:i])
		}
	}
	return meta
}

func publisher(site, address string) string {
	if site != "" {
		return site
	}
	if u, err := url.Parse(address); err == nil {
		return strings.TrimPrefix(u.Hostname(), "www.")
	}
	return ""
}

// publishedAt returns the day that the page's metadata gives, or the first
// date that an element for dates shows.
func publishedAt(doc *html.Node, address string) schema.Date {
	// The extensive search would take dates out of the running text.
	o := htmldate.Options{ExtractTime: true, UseOriginalDate: true, URL: address, SkipExtensiveSearch: true, DeferUrlExtractor: true}
	if res, err := htmldate.FromDocument(doc, o); err == nil && !res.IsZero() {
		return schema.DateOf(res.DateTime)
	}
	for _, n := range cascadia.QueryAll(doc, dateElements()) {
		for _, s := range []string{attribute(n, "datetime"), attribute(n, "content"), textOf(n)} {
			if t, err := pubdate.Parse(s); err == nil && t.Before(time.Now().AddDate(0, 0, 2)) {
				return schema.DateOf(t)
			}
		}
	}
	return schema.Date{}
}

func dateElements() cascadia.Selector {
	return cascadia.MustCompile(`time, [itemprop=datePublished], .published, .publish-date, .published-date, .entry-date, .post-date, .article-date, .news-date, .date, .time-stamp, .timestamp`)
}
