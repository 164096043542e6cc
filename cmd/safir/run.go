package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"safir/loaders/pipeline"
	"safir/loaders/schedule"
)

func newRun() *cobra.Command {
	var once bool
	cmd := &cobra.Command{
		Use:   "run [NAME…]",
		Short: "run the configured sources on their schedules",
		Long: "Runs the sources of the configuration when they are due, until Ctrl-C. What is due and what ran is kept in the graph: a restart\n" +
			"forgets nothing, a missed run is made up once, and several `safir run`, on several machines too, share the work.\n" +
			"With names, only those sources.",
		Example: "  safir run\n  safir run --once agency archive",
		RunE: func(cmd *cobra.Command, args []string) error {
			return withDatabaseForLong(cmd, func(db *database) error { return runSources(cmd, db, args, once) })
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "run what is due now, and end")
	return cmd
}

func runSources(cmd *cobra.Command, db *database, names []string, once bool) error {
	ctx := cmd.Context()
	c, err := only(db.config, names)
	if err != nil {
		return err
	}
	if _, err := db.Migrate(ctx); err != nil {
		return err
	}
	options, err := pipelineOptions(db, newProgress(cmd.ErrOrStderr()))
	if err != nil {
		return err
	}
	client := newClient(c.Fetch)
	defer client.Close()
	sources, err := newSources(c, client, options)
	if err != nil {
		return usageError{err}
	}
	runner, err := schedule.New(db.Store, sources, schedule.Options{
		Lease: c.Schedule.Lease, Parallel: c.Schedule.Parallel, Poll: c.Schedule.Poll, Backoff: c.Schedule.Backoff,
		Log: db.log,
		Recover: func(ctx context.Context) error {
			_, err := pipeline.Run(ctx, pipeline.Retry(db.Store, maxAttempts), options)
			return err
		},
	})
	if err != nil {
		return usageError{err}
	}
	if !once {
		return runner.Run(ctx)
	}
	if err := runner.Once(ctx, names...); err != nil {
		if errors.Is(noticeAway(err), err) {
			fmt.Fprintln(cmd.ErrOrStderr(), err)
			return errPartial
		}
		return err
	}
	return nil
}

// maxAttempts is how often an article that could not be coded is tried
// again without being asked.
const maxAttempts = 5

// only leaves the named sources in the configuration.
func only(c Config, names []string) (Config, error) {
	if len(c.Sources) == 0 {
		return c, usageError{errors.New("no sources are configured")}
	}
	if len(names) == 0 {
		return c, nil
	}
	var kept []SourceConfig
	for _, name := range names {
		sc, err := configuredSource(c, name)
		if err != nil {
			return c, err
		}
		kept = append(kept, sc)
	}
	c.Sources = kept
	return c, nil
}
