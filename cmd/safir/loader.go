package main

import (
	"fmt"
	"io"
	"strings"

	"safir/loaders"
	"safir/loaders/article"
	"safir/loaders/auto"
	"safir/loaders/coded"
	"safir/loaders/feed"
	"safir/loaders/fetch"
	"safir/loaders/gdelt"
	"safir/loaders/icews"
	"safir/loaders/polecat"
	"safir/loaders/table"
)

// newLoader returns the loader for what a user names on the command line:
// paths, or URLs.
func newLoader(c Config, args []string, o loadOptions, stdin io.Reader) (loaders.Loader, error) {
	switch o.mirrors {
	case "", "join", "keep":
	default:
		return nil, usageError{fmt.Errorf("--mirrors takes join or keep, not %q", o.mirrors)}
	}
	var paths, urls []string
	for _, a := range args {
		if strings.HasPrefix(a, "http://") || strings.HasPrefix(a, "https://") {
			urls = append(urls, a)
		} else {
			paths = append(paths, a)
		}
	}
	if len(urls) > 0 && len(paths) > 0 {
		return nil, usageError{fmt.Errorf("load URLs and paths one after the other, not in one call")}
	}
	if len(urls) > 0 {
		return newWebLoader(c, urls, o)
	}
	tables := table.Options{ExactNames: o.exactNames, JoinMirrors: o.mirrors == "join"}
	switch o.format {
	case "auto":
		return auto.New(paths, auto.Options{Table: tables, Stdin: stdin}), nil
	case "article":
		return article.New(paths, article.Options{Stdin: stdin}), nil
	case "coded":
		return coded.New(paths, coded.Options{ExactNames: o.exactNames, Stdin: stdin}), nil
	case "icews":
		return icews.New(paths, icews.Options{Options: tables, Stdin: stdin}), nil
	case "gdelt":
		return gdelt.New(paths, gdelt.Options{Options: tables, Stdin: stdin}), nil
	case "polecat":
		return polecat.New(paths, polecat.Options{Options: tables, Stdin: stdin}), nil
	}
	return nil, usageError{fmt.Errorf("--format %q is none of auto, article, feed, coded, icews, gdelt, polecat", o.format)}
}

// newWebLoader returns the loader for URLs: what they are is told by what
// comes back, unless the format says that they are feeds.
func newWebLoader(c Config, urls []string, o loadOptions) (loaders.Loader, error) {
	kind := feed.Auto
	switch o.format {
	case "auto":
	case "feed":
		kind = feed.Feed
	default:
		return nil, usageError{fmt.Errorf("--format %s is for files; a URL is a feed, a sitemap or a page", o.format)}
	}
	return feed.New(kind, urls, feed.Options{Client: newClient(c.Fetch)}), nil
}

// newClient returns the HTTP client that all loaders of one process share.
func newClient(c FetchConfig) *fetch.Client {
	return fetch.New(fetch.Options{
		UserAgent: c.UserAgent, Timeout: c.Timeout, MaxBody: int64(c.Body), Rate: c.Rate, AllowPrivate: c.AllowPrivate,
	})
}
