package feed

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html/charset"

	"safir/loaders"
	"safir/loaders/fetch"
	"safir/loaders/pubdate"
	"safir/schema"
)

var gzipMagic = []byte("\x1f\x8b")

// A sitemap may be an index of others, which may be such too. What one run
// reads is bounded.
const (
	maxDepth    = 3
	maxMaps     = 500
	maxEntries  = 50_000 // of one sitemap, as the protocol has it
	maxUnzipped = 50 << 20
)

// entry is a <url> or <sitemap> of a sitemap, with Google's news extension.
type entry struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod"`
	News    struct {
		Publication struct {
			Name string `xml:"name"`
		} `xml:"publication"`
		Date  string `xml:"publication_date"`
		Title string `xml:"title"`
	} `xml:"http://www.google.com/schemas/sitemap-news/0.9 news"`
}

// sitemap reads a sitemap or an index of sitemaps. Newer entries come first
// where the sitemap tells, so that the bound cuts the old ones.
func (w *walk) sitemap(p *fetch.Page, depth int) error {
	w.maps[p.URL] = true
	pages, maps, err := parseSitemap(p.Body)
	if err != nil && depth == 0 {
		err = loaders.SourceError(err)
	}
	if err != nil {
		return w.fail(p.URL, err)
	}
	base, err := url.Parse(p.URL)
	if err != nil {
		return w.fail(p.URL, err)
	}
	newestFirst := func(a, b entry) int { return strings.Compare(version(b), version(a)) }
	slices.SortStableFunc(pages, newestFirst)
	slices.SortStableFunc(maps, newestFirst)
	n := 0
	for _, e := range pages {
		link := resolve(base, e.Loc)
		if link == "" || w.o.Memory.Seen(link, version(e)) {
			continue
		}
		if n++; n > w.o.Max {
			w.incomplete = true
			break
		}
		it := item{link: link, version: version(e), title: strings.TrimSpace(e.News.Title), publisher: strings.TrimSpace(e.News.Publication.Name)}
		if t, err := pubdate.Parse(e.News.Date); err == nil {
			it.published = schema.DateOf(t)
		}
		if err := w.item(it, false); err != nil {
			return err
		}
	}
	for _, e := range maps {
		if err := w.submap(resolve(base, e.Loc), depth+1); err != nil {
			return err
		}
	}
	return nil
}

// submap reads a sitemap that an index names.
func (w *walk) submap(link string, depth int) error {
	switch {
	case link == "" || w.maps[link]:
		return nil
	case depth > maxDepth:
		return w.fail(link, fmt.Errorf("sitemaps nest deeper than %d", maxDepth))
	case len(w.maps) >= maxMaps:
		return w.fail(link, fmt.Errorf("more than %d sitemaps", maxMaps))
	}
	w.maps[link] = true
	p, err := w.o.Client.Get(w.ctx, link, w.o.Memory.validators(link))
	if err != nil {
		w.incomplete = true
		return w.fail(link, err)
	}
	if p.NotModified {
		return nil
	}
	if err := w.sitemap(p, depth); err != nil {
		return err
	}
	if !w.incomplete {
		w.o.Memory.setValidators(link, p.Validators)
	}
	return nil
}

func version(e entry) string {
	if e.LastMod != "" {
		return strings.TrimSpace(e.LastMod)
	}
	return strings.TrimSpace(e.News.Date)
}

func resolve(base *url.URL, ref string) string {
	ref = strings.TrimSpace(ref)
	u, err := base.Parse(ref)
	if ref == "" || err != nil {
		return ""
	}
	return u.String()
}

// parseSitemap returns a sitemap's pages, and the sitemaps of an index. It
// reads XML, gzipped or not, and plain lists of addresses.
func parseSitemap(b []byte) (pages, maps []entry, err error) {
	if bytes.HasPrefix(b, gzipMagic) {
		if b, err = gunzip(b); err != nil {
			return nil, nil, fmt.Errorf("malformed sitemap: %w", err)
		}
	}
	b = bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))
	if bytes.HasPrefix(b, []byte("http://")) || bytes.HasPrefix(b, []byte("https://")) {
		for line := range strings.FieldsSeq(string(b)) {
			if pages = append(pages, entry{Loc: line}); len(pages) == maxEntries {
				break
			}
		}
		return pages, nil, nil
	}
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	d.CharsetReader = charset.NewReaderLabel
	rooted := false
	for len(pages)+len(maps) < maxEntries {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, fmt.Errorf("malformed sitemap: %w", err)
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch name := start.Name.Local; {
		case !rooted && name != "urlset" && name != "sitemapindex":
			return nil, nil, fmt.Errorf("malformed sitemap: it begins with <%s>, not <urlset> or <sitemapindex>", name)
		case !rooted:
			rooted = true
		case name == "url" || name == "sitemap":
			var e entry
			if err := d.DecodeElement(&e, &start); err != nil {
				return nil, nil, fmt.Errorf("malformed sitemap: %w", err)
			}
			if name == "url" {
				pages = append(pages, e)
			} else {
				maps = append(maps, e)
			}
		}
	}
	if !rooted {
		return nil, nil, errors.New("malformed sitemap: it is empty")
	}
	return pages, maps, nil
}

func gunzip(b []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(z, maxUnzipped+1))
	if err == nil && len(out) > maxUnzipped {
		err = fetch.ErrTooLarge
	}
	return out, err
}
