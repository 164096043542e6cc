package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"
	_ "time/tzdata" // time zones of schedules, where the machine has none

	"safir/loaders"
	"safir/loaders/article"
	"safir/loaders/auto"
	"safir/loaders/coded"
	"safir/loaders/feed"
	"safir/loaders/fetch"
	"safir/loaders/folder"
	"safir/loaders/gdelt"
	"safir/loaders/icews"
	"safir/loaders/pipeline"
	"safir/loaders/polecat"
	"safir/loaders/schedule"
	"safir/loaders/table"
	"safir/loaders/warc"
	"safir/schema"
)

// opener makes the loader of a source from what its last run remembered, and
// a function that says what to remember next; that may be nil.
type opener func(memory map[string]string) (loaders.Loader, func() map[string]string, error)

// newSources returns the configured sources for the runner. Its error names
// each one that is wrong.
func newSources(c Config, client *fetch.Client, o pipeline.Options) ([]schedule.Source, error) {
	var sources []schedule.Source
	var errs []error
	for _, sc := range c.Sources {
		s, err := newSource(sc, client, o)
		if err != nil {
			errs = append(errs, fmt.Errorf("source %s: %w", sc.Name, err))
			continue
		}
		sources = append(sources, s)
	}
	return sources, errors.Join(errs...)
}

func newSource(sc SourceConfig, client *fetch.Client, o pipeline.Options) (schedule.Source, error) {
	zone, err := time.LoadLocation(cmp.Or(sc.Timezone, "UTC"))
	if err != nil {
		return schedule.Source{}, fmt.Errorf("timezone: %w", err)
	}
	open, err := newOpener(sc, client)
	if err != nil {
		return schedule.Source{}, err
	}
	return schedule.Source{
		Name: sc.Name, Kind: sc.Kind, URL: cmp.Or(sc.URL, sc.Path, first(sc.URLs)), Cron: sc.Schedule, Zone: zone, Jitter: sc.Jitter,
		Run: schedule.Load(open, o),
	}, nil
}

// newOpener returns how a source of a kind is opened.
func newOpener(sc SourceConfig, client *fetch.Client) (opener, error) {
	rules := article.Rules{Content: sc.Rules.Content, Prune: sc.Rules.Prune, Lines: sc.Rules.Lines, Publisher: sc.Rules.Publisher}
	if err := rules.Check(); err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	paths := []string{sc.Path}
	tables := table.Options{Source: sc.Name, ExactNames: sc.ExactNames, JoinMirrors: sc.Mirrors == "join"}
	texts := article.Options{Source: sc.Name, Rules: rules}
	switch sc.Kind {
	case "feed", "sitemap", "page":
		urls := sc.URLs
		if sc.URL != "" {
			urls = append([]string{sc.URL}, urls...)
		}
		if len(urls) == 0 {
			return nil, errors.New("no url")
		}
		kind := map[string]feed.Kind{"feed": feed.Feed, "sitemap": feed.Sitemap, "page": feed.Page}[sc.Kind]
		return func(memory map[string]string) (loaders.Loader, func() map[string]string, error) {
			m := feed.NewMemory(memory)
			return feed.New(kind, urls, feed.Options{
				Client: client, Source: sc.Name, Language: schema.Language(sc.Language), Rules: rules, Memory: m, Max: sc.Max,
			}), m.Map, nil
		}, nil
	case "gdelt":
		if sc.Path == "" {
			return gdeltOpener(sc, client, tables)
		}
	}
	if sc.Path == "" {
		return nil, errors.New("no path")
	}
	if sc.Kind == "folder" {
		return func(memory map[string]string) (loaders.Loader, func() map[string]string, error) {
			m := feed.NewMemory(memory)
			return folder.New(paths, m, auto.Options{Article: texts, Table: tables}), m.Map, nil
		}, nil
	}
	var l loaders.Loader
	switch sc.Kind {
	case "jsonl":
		l = article.New(paths, texts)
	case "warc":
		l = warc.New(paths, warc.Options{Source: sc.Name, Rules: rules})
	case "coded":
		l = coded.New(paths, coded.Options{Source: sc.Name, ExactNames: sc.ExactNames})
	case "icews":
		l = icews.New(paths, icews.Options{Options: tables})
	case "polecat":
		l = polecat.New(paths, polecat.Options{Options: tables})
	case "gdelt":
		l = gdelt.New(paths, gdelt.Options{Options: tables})
	default:
		return nil, fmt.Errorf("kind %q", sc.Kind)
	}
	return func(map[string]string) (loaders.Loader, func() map[string]string, error) { return l, nil, nil }, nil
}

// gdeltOpener reads a GDELT server; it remembers the last slot that was read.
func gdeltOpener(sc SourceConfig, client *fetch.Client, tables table.Options) (opener, error) {
	o := gdelt.RemoteOptions{Options: tables, Open: client.Stream, Base: sc.URL}
	for _, day := range []struct {
		text string
		to   *time.Time
	}{{sc.From, &o.From}, {sc.To, &o.To}} {
		if day.text == "" {
			continue
		}
		d, err := schema.ParseDate(day.text)
		if err != nil {
			return nil, err
		}
		*day.to = d.Time()
	}
	const last = "last"
	return func(memory map[string]string) (loaders.Loader, func() map[string]string, error) {
		o := o
		o.After = memory[last]
		r := gdelt.NewRemote(o)
		return r, func() map[string]string { return map[string]string{last: r.Last()} }, nil
	}, nil
}

// configuredSource finds a source by name.
func configuredSource(c Config, name string) (SourceConfig, error) {
	for _, sc := range c.Sources {
		if sc.Name == name {
			return sc, nil
		}
	}
	return SourceConfig{}, usageError{fmt.Errorf("no source %q is configured", name)}
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// testSource reads a source without its memory and tells what it yields,
// writing nothing.
func testSource(ctx context.Context, sc SourceConfig, client *fetch.Client, tell func(item string, d loaders.Document, err error) bool) error {
	open, err := newOpener(sc, client)
	if err != nil {
		return usageError{err}
	}
	l, _, err := open(nil)
	if err != nil {
		return err
	}
	for d, err := range l.Documents(ctx) {
		if !tell(d.Item, d, err) {
			break
		}
	}
	return ctx.Err()
}
