package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"safir/graph/local"
	"safir/graph/store"
	"safir/loaders/pipeline"
)

// bulkFolder takes the import files for a Neo4j elsewhere.
const bulkFolder = "safir-import"

// loadBulk is the first load of a large event table: it writes import files
// and lets neo4j-admin of the private Neo4j read them. For a Neo4j elsewhere
// it prints the command.
func loadBulk(cmd *cobra.Command, args []string, o loadOptions) error {
	c, _, err := configured(cmd)
	if err != nil {
		return err
	}
	if !o.exactNames {
		return usageError{errors.New("--bulk is for event tables under --exact-names: all else must be held against what the graph knows")}
	}
	loader, err := newLoader(c, args, o, cmd.InOrStdin())
	if err != nil {
		return err
	}
	private := c.Neo4j.URI == ""
	dir := bulkFolder
	if private {
		if err := emptyPrivate(cmd, c); err != nil {
			return err
		}
		dir = filepath.Join(c.Data, "import")
		defer os.RemoveAll(dir) // what is left is overwritten the next time
	}
	bulk, err := store.NewBulk(dir)
	if err != nil {
		return err
	}
	p := newProgress(cmd.ErrOrStderr())
	p.showBar()
	start := time.Now()
	counts, err := pipeline.Run(cmd.Context(), loader, pipeline.Options{
		Sink: bulk, Writers: 1, OnError: p.failed, OnReturn: p.returned, OnProgress: p.counts,
	})
	admin, closeErr := bulk.Close(c.Neo4j.Database)
	if err := errors.Join(err, closeErr); err != nil {
		return err
	}
	if private {
		if err := importPrivate(cmd, c, admin); err != nil {
			return err
		}
	}
	p.done(counts, time.Since(start))
	if !private {
		fmt.Fprintf(cmd.OutOrStdout(), "neo4j-admin %s\n", strings.Join(admin, " "))
		fmt.Fprintf(cmd.ErrOrStderr(), "the import files are in %s: copy them to the server, stop its database, run the command there, start it again, then run: safir schema apply\n", dir)
	}
	switch {
	case counts.Seen == 0:
		return fmt.Errorf("nothing to load in %v", args)
	case counts.Failed > 0:
		return errPartial
	}
	return nil
}

// emptyPrivate makes sure that the private Neo4j is stopped and empty.
func emptyPrivate(cmd *cobra.Command, c Config) error {
	if _, err := local.Find(c.Data); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return usageError{fmt.Errorf("the private Neo4j in %s is running; stop it first, --bulk works on a stopped one", c.Data)}
	}
	if _, err := os.Stat(c.Data); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return withDatabase(cmd, func(db *database) error {
		empty, err := db.IsEmpty(cmd.Context())
		if err == nil && !empty {
			err = usageError{errors.New("the graph is not empty; --bulk is for the first load")}
		}
		return err
	})
}

// importPrivate imports the files and makes the indexes.
func importPrivate(cmd *cobra.Command, c Config, admin []string) error {
	cfg, err := privateConfig(c, teller(cmd.ErrOrStderr()))
	if err != nil {
		return err
	}
	var out strings.Builder
	if err := local.Admin(cmd.Context(), cfg, &out, admin...); err != nil {
		err = errors.Join(local.Room(c.Data), fmt.Errorf("import: %w\n%s", err, strings.TrimSpace(out.String())))
		// The graph was empty, and what the import has left is none.
		return errors.Join(err, local.Discard(context.WithoutCancel(cmd.Context()), cfg, c.Neo4j.Database))
	}
	return withDatabase(cmd, func(db *database) error {
		if _, err := db.Migrate(cmd.Context()); err != nil {
			return err
		}
		return db.AwaitIndexes(cmd.Context())
	})
}
