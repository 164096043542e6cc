package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/spf13/cobra"

	"safir/graph/store"
	"safir/loaders/pipeline"
)

// loadOptions are the flags of `safir load`.
type loadOptions struct {
	format     string
	exactNames bool
	mirrors    string
	bulk       bool
}

func newLoad() *cobra.Command {
	var o loadOptions
	cmd := &cobra.Command{
		Use:   "load PATH|URL…",
		Short: "load articles, feeds or event tables into the graph",
		Long: "Loads what the paths and URLs hold: article files (.txt, .html, .json, .jsonl), coded articles, event tables, feeds, sitemaps and\n" +
			"pages. Folders are walked, .zip and .gz opened, - is standard input. Loading again changes nothing. Items that fail are named on\n" +
			"standard error, and the rest is loaded.",
		Example: "  safir load articles/ extra.jsonl.gz\n  safir load https://news.example/feed.xml\n  safir load --format icews --exact-names facts.tsv.gz",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.bulk {
				return loadBulk(cmd, args, o)
			}
			return withDatabase(cmd, func(db *database) error { return load(cmd, db, args, o) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "auto", "what the files hold: auto, article, feed, coded, icews, gdelt or polecat")
	f.BoolVar(&o.exactNames, "exact-names", false, "take actors' names in event tables as they are: one actor per distinct name")
	f.StringVar(&o.mirrors, "mirrors", "", "`join` makes one VISIT of the mirror rows 042 and 043 of an event table")
	f.BoolVar(&o.bulk, "bulk", false, "first load of event tables under --exact-names into an empty graph, by neo4j-admin")
	return cmd
}

// withDatabase runs f, which ends by itself, with the configured graph.
func withDatabase(cmd *cobra.Command, f func(*database) error) error {
	return useDatabase(cmd, true, f)
}

// withDatabaseForLong is withDatabase for what runs until it is stopped.
func withDatabaseForLong(cmd *cobra.Command, f func(*database) error) error {
	return useDatabase(cmd, false, f)
}

func useDatabase(cmd *cobra.Command, brief bool, f func(*database) error) error {
	c, log, err := configured(cmd)
	if err != nil {
		return err
	}
	db, err := openDatabase(cmd.Context(), c, log, brief, teller(cmd.ErrOrStderr()))
	if err != nil {
		return err
	}
	err = whileItRuns(cmd, db, func() error { return f(db) })
	return errors.Join(noticeAway(db.whyFull(err)), db.close())
}

// whileItRuns calls f with a context of the command that ends when the
// private Neo4j that was started for it ends by itself: nothing would bring
// it back.
func whileItRuns(cmd *cobra.Command, db *database, f func() error) error {
	if db.private == nil {
		return f()
	}
	outer := cmd.Context()
	ctx, stop := context.WithCancelCause(outer)
	cmd.SetContext(ctx)
	defer cmd.SetContext(outer)
	var wg sync.WaitGroup
	wg.Go(func() { watch(ctx, db.private, stop) })
	err := f()
	ended := context.Cause(ctx)
	stop(nil)
	wg.Wait()
	if ended != nil && outer.Err() == nil {
		return ended
	}
	return err
}

// noticeAway marks errors that mean that Neo4j cannot be reached.
func noticeAway(err error) error {
	if errors.Is(err, store.ErrUnavailable) {
		return neo4jError{err}
	}
	return err
}

func load(cmd *cobra.Command, db *database, args []string, flags loadOptions) error {
	loader, err := newLoader(db.config, args, flags, cmd.InOrStdin())
	if err != nil {
		return err
	}
	if _, err := db.Migrate(cmd.Context()); err != nil {
		return err
	}
	p := newProgress(cmd.ErrOrStderr())
	o, err := pipelineOptions(db, p)
	if err != nil {
		return err
	}
	counts, err := p.run(cmd.Context(), loader, o)
	switch {
	case err != nil && !errors.Is(err, errPartial):
		fmt.Fprintln(cmd.ErrOrStderr(), "what is not counted as loaded or unchanged, and all that would have come after it, is not in the graph; load again to go on")
	case counts.Seen == 0:
		return fmt.Errorf("nothing to load in %v", args)
	}
	return err
}

// pipelineOptions are how documents get into the graph.
func pipelineOptions(db *database, p *progress) (pipeline.Options, error) {
	cd, err := newCoder(db.config)
	return pipeline.Options{
		Coder: cd, Sink: sink{db}, Keeper: sink{db}, Coders: db.config.Coder.Workers, Writers: db.config.Neo4j.Connections,
		OnError: p.failed, OnReturn: p.returned, OnProgress: p.counts,
	}, err
}
