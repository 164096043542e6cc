package feed

import (
	"testing"

	"safir/loaders/fetch"
)

func FuzzParseFeed(f *testing.F) {
	f.Add([]byte(`<rss version="2.0"><channel><title>F</title><item><title>One</title><link>/1</link><pubDate>29 يونيو 2025</pubDate></item></channel></rss>`))
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>One</title><link href="/1"/></entry></feed>`))
	f.Add([]byte(`{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		parsed, err := parseFeed(&fetch.Page{Body: b})
		if err != nil {
			return
		}
		for _, it := range parsed.Items {
			if it != nil {
				day(it)
			}
		}
	})
}

func FuzzParseSitemap(f *testing.F) {
	f.Add([]byte(`<urlset><url><loc>https://x.example/1</loc><lastmod>2025-06-30</lastmod></url></urlset>`))
	f.Add([]byte("https://x.example/1\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if pages, maps, err := parseSitemap(b); err == nil && len(pages)+len(maps) > maxEntries {
			t.Error("more entries than the bound")
		}
	})
}
