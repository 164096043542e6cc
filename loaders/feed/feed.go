// Package feed reads articles from the web: of feeds (RSS, Atom, JSON Feed),
// sitemaps, and lists of pages.
//
// It fetches by a [fetch.Client], so it is polite and bounded. An article's
// text comes from its page; where the page cannot be had, from the feed
// itself if that holds the text. What a source remembers ([Memory]) lets a
// later run fetch only what is new.
package feed

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"safir/loaders"
	"safir/loaders/article"
	"safir/loaders/fetch"
	"safir/loaders/pubdate"
	"safir/schema"
)

// Kind says what an address leads to.
type Kind string

// The kinds of addresses. Auto tells by what comes back.
const (
	Auto    Kind = "auto"
	Feed    Kind = "feed"
	Sitemap Kind = "sitemap"
	Page    Kind = "page"
)

// Options are the settings of a [Loader]. Client is required.
type Options struct {
	Client *fetch.Client
	// Source is the name of the configured source.
	Source string
	// Language is that of all articles of the source; empty tells each.
	Language schema.Language
	Rules    article.Rules
	// Memory is what the last run left; nil reads all.
	Memory *Memory
	// Max bounds the articles of one run of a feed or sitemap: its first ones
	// that are new. Zero is 1,000.
	Max int
	// Now gives the time of retrieval; nil is [time.Now].
	Now func() time.Time
}

// Loader yields the articles behind web addresses. It is made by [New].
type Loader struct {
	kind Kind
	urls []string
	o    Options
}

var _ loaders.Loader = (*Loader)(nil)

// New returns a loader of what is behind the addresses.
func New(kind Kind, urls []string, o Options) *Loader {
	o.Max = cmp.Or(o.Max, 1000)
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Loader{kind, urls, o}
}

// errEnd ends a walk whose consumer has stopped.
var errEnd = errors.New("the consumer stopped")

// Documents implements [loaders.Loader].
func (l *Loader) Documents(ctx context.Context) iter.Seq2[loaders.Document, error] {
	return func(yield func(loaders.Document, error) bool) {
		w := &walk{Loader: l, ctx: ctx, yield: yield, maps: make(map[string]bool)}
		for _, address := range l.urls {
			if ctx.Err() != nil || w.address(address) != nil {
				return
			}
		}
	}
}

// walk is one pass over the addresses. Its methods return an error only to
// end it.
type walk struct {
	*Loader
	ctx   context.Context
	yield func(loaders.Document, error) bool
	maps  map[string]bool // sitemaps read
	// incomplete says that something was left for the next run: then the
	// validators of this one are not kept, or the server would answer that
	// nothing has changed.
	incomplete bool
}

func (w *walk) fail(item string, err error) error {
	if w.ctx.Err() != nil || !w.yield(loaders.Document{Item: item}, err) {
		return errEnd
	}
	return nil
}

// address reads one of the configured addresses.
func (w *walk) address(address string) error {
	if w.kind == Page {
		return w.item(item{link: address}, true)
	}
	p, err := w.o.Client.Get(w.ctx, address, w.o.Memory.validators(address))
	if err != nil {
		return w.fail(address, loaders.SourceError(err))
	}
	if p.NotModified {
		return nil
	}
	kind := w.kind
	if kind == Auto {
		kind = kindOf(p)
	}
	switch kind {
	case Sitemap:
		err = w.sitemap(p, 0)
	case Feed:
		err = w.feed(p)
	default:
		return w.page(item{link: address}, p)
	}
	if err == nil && !w.incomplete {
		w.o.Memory.setValidators(address, p.Validators)
	}
	return err
}

// kindOf tells feeds, sitemaps and pages by type and first bytes.
func kindOf(p *fetch.Page) Kind {
	head := strings.ToLower(string(p.Body[:min(len(p.Body), 2048)]))
	switch {
	case strings.Contains(head, "<urlset"), strings.Contains(head, "<sitemapindex"), bytes.HasPrefix(p.Body, gzipMagic):
		return Sitemap
	case strings.Contains(head, "<rss"), strings.Contains(head, "<feed"), strings.Contains(head, "<rdf:rdf"),
		strings.Contains(head, "jsonfeed.org/version"), p.Type == "application/feed+json", p.Type == "application/rss+xml", p.Type == "application/atom+xml":
		return Feed
	}
	return Page
}

// item is a link to an article with what the feed or sitemap says of it.
type item struct {
	link      string
	version   string // changes with the article
	title     string
	publisher string
	published schema.Date
	html      string // the text in the feed
}

// feed reads the items of a feed.
func (w *walk) feed(p *fetch.Page) error {
	f, err := parseFeed(p)
	if err != nil {
		return w.fail(p.URL, loaders.SourceError(err))
	}
	base, err := url.Parse(p.URL)
	if err != nil {
		return w.fail(p.URL, err)
	}
	n := 0
	for i, it := range f.Items {
		if it == nil {
			continue
		}
		link := cmp.Or(it.Link, it.GUID)
		if u, err := base.Parse(strings.TrimSpace(link)); err == nil && link != "" {
			link = u.String()
		}
		a := item{
			link: link, title: strings.TrimSpace(it.Title), publisher: strings.TrimSpace(f.Title), html: it.Content,
			version: cmp.Or(it.Updated, it.Published), published: day(it),
		}
		if len(it.Description) > len(a.html) {
			a.html = it.Description
		}
		if a.link == "" && a.html == "" {
			if err := w.fail(fmt.Sprintf("%s[%d]", p.URL, i+1), errors.New("the entry has neither a link nor a text")); err != nil {
				return err
			}
			continue
		}
		if a.link != "" && w.o.Memory.Seen(a.link, a.version) {
			continue
		}
		if n++; n > w.o.Max {
			w.incomplete = true
			break
		}
		if err := w.item(a, false); err != nil {
			return err
		}
	}
	return nil
}

var xmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_:.-]+)["']`)

// parseFeed reads a feed of any kind, in any charset.
func parseFeed(p *fetch.Page) (f *gofeed.Feed, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("malformed feed: %v", r)
		}
	}()
	prolog := ""
	if m := xmlEncoding.FindSubmatch(p.Body[:min(len(p.Body), 512)]); m != nil {
		prolog = string(m[1])
	}
	s, err := article.Decode(p.Body, article.Declared(p.Charset, prolog))
	if err != nil {
		return nil, fmt.Errorf("malformed feed: %w", err)
	}
	if m := xmlEncoding.FindStringSubmatchIndex(s[:min(len(s), 512)]); m != nil {
		s = s[:m[2]] + "utf-8" + s[m[3]:]
	}
	// Control characters are no XML, and some feeds have them.
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' {
			return -1
		}
		return r
	}, s)
	if strings.TrimSpace(s) == "" {
		return nil, errors.New("malformed feed: it is empty")
	}
	f, err = gofeed.NewParser().ParseString(s)
	if err != nil {
		return nil, fmt.Errorf("malformed feed: %w", err)
	}
	return f, nil
}

// day returns the day of an entry, in the time zone that the entry gives.
func day(it *gofeed.Item) schema.Date {
	for _, s := range []string{it.Published, it.Updated} {
		if t, err := pubdate.Parse(s); err == nil {
			return schema.DateOf(t)
		}
	}
	for _, t := range []*time.Time{it.PublishedParsed, it.UpdatedParsed} {
		if t != nil {
			return schema.DateOf(*t)
		}
	}
	return schema.Date{}
}

// item fetches an article's page and hands the article on. With again, the
// page is asked for whether it has changed.
func (w *walk) item(it item, again bool) error {
	name := cmp.Or(it.link, it.title)
	have := fetch.Validators{}
	if again {
		have = w.o.Memory.validators(it.link)
	}
	var p *fetch.Page
	err := errors.New("the entry has no link")
	if it.link != "" {
		p, err = w.o.Client.Get(w.ctx, it.link, have)
	}
	if w.ctx.Err() != nil {
		return errEnd
	}
	if err != nil {
		// The feed may hold the text itself.
		if a, ok := w.fromFeed(it); ok {
			return w.hand(name, it, a)
		}
		if permanent(err) {
			w.o.Memory.Mark(it.link, it.version)
		} else {
			w.incomplete = true
		}
		if again && len(w.urls) == 1 {
			err = loaders.SourceError(err) // the page is all that the source has
		}
		return w.fail(name, err)
	}
	if p.NotModified {
		return nil
	}
	if again {
		w.o.Memory.setValidators(it.link, p.Validators)
	}
	return w.page(it, p)
}

// permanent tells whether a page is not worth asking for again.
func permanent(err error) bool {
	var status *fetch.StatusError
	if errors.As(err, &status) {
		return status.Code == http.StatusNotFound || status.Code == http.StatusGone
	}
	return errors.Is(err, fetch.ErrRobots) || errors.Is(err, fetch.ErrPrivate) || errors.Is(err, fetch.ErrTooLarge)
}

// page reads the article of a fetched page and hands it on.
func (w *walk) page(it item, p *fetch.Page) error {
	a, err := parsePage(p, w.o.Rules)
	if err != nil {
		var ok bool
		if a, ok = w.fromFeed(it); !ok {
			w.o.Memory.Mark(it.link, it.version)
			return w.fail(p.URL, err)
		}
	}
	return w.hand(p.URL, it, a)
}

// parsePage reads HTML, or plain text where the server says it is.
func parsePage(p *fetch.Page, rules article.Rules) (schema.Article, error) {
	switch {
	case p.Type == "application/json":
		return article.ParseJSON(p.Body)
	case strings.HasPrefix(p.Type, "image/"), strings.HasPrefix(p.Type, "video/"), strings.HasPrefix(p.Type, "audio/"), p.Type == "application/pdf", p.Type == "application/zip":
		return schema.Article{}, fmt.Errorf("the page is of type %s, not an article", p.Type)
	}
	return article.ParseHTML(p.Body, article.Page{URL: p.URL, Charset: p.Charset, Rules: rules})
}

// fewestLetters is how long a text in a feed must be to be more than a teaser.
const fewestLetters = 400

// fromFeed takes the article from the feed's entry.
func (w *walk) fromFeed(it item) (schema.Article, bool) {
	if len(it.html) < fewestLetters {
		return schema.Article{}, false
	}
	page := "<html><body><article>" + it.html + "</article></body></html>"
	a, err := article.ParseHTML([]byte(page), article.Page{URL: it.link, Charset: "utf-8", Rules: w.o.Rules})
	if err != nil || len([]rune(a.Text)) < fewestLetters {
		return schema.Article{}, false
	}
	a.Title = it.title
	return a, true
}

// hand completes an article and yields it.
func (w *walk) hand(name string, it item, a schema.Article) error {
	a.Title = cmp.Or(a.Title, it.title)
	if w.o.Rules.Publisher == "" {
		a.Publisher = cmp.Or(it.publisher, a.Publisher)
	}
	if !it.published.IsZero() {
		a.PublishedAt = it.published
	}
	a.Language = cmp.Or(w.o.Language, a.Language)
	a.Source = w.o.Source
	a.RetrievedAt = w.o.Now().UTC().Truncate(time.Second)
	article.Complete(&a)
	if !w.yield(loaders.Document{Item: name, Article: a}, nil) {
		return errEnd
	}
	if it.link != "" {
		w.o.Memory.Mark(it.link, it.version)
	}
	return nil
}
