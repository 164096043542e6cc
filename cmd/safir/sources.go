package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"safir/loaders"
	"safir/loaders/schedule"
	"safir/schema"
)

func newSourcesCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "sources", Short: "how the sources fare; test, reset or pause one", Args: cobra.NoArgs,
		Long:    "Lists the sources that the graph knows: when each ran last and with what result, when it is due, and who runs it now.",
		Example: "  safir sources\n  safir sources test agency\n  safir sources pause agency",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withDatabase(cmd, func(db *database) error {
				sources, now, err := db.Sources(cmd.Context())
				if err != nil {
					return err
				}
				if asJSON {
					return json.NewEncoder(cmd.OutOrStdout()).Encode(sources)
				}
				return printSources(cmd.OutOrStdout(), sources, now)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.AddCommand(newSourcesTest(),
		sourceCommand("reset", "make a source due at once, its failures and what it remembers forgotten", func(cmd *cobra.Command, db *database, name string) error {
			return db.ResetSource(cmd.Context(), name)
		}),
		sourceCommand("pause", "run a source no more until it is resumed", func(cmd *cobra.Command, db *database, name string) error {
			return db.PauseSource(cmd.Context(), name, true)
		}),
		sourceCommand("resume", "let a paused source run again", func(cmd *cobra.Command, db *database, name string) error {
			return db.PauseSource(cmd.Context(), name, false)
		}),
	)
	return cmd
}

func sourceCommand(verb, short string, do func(*cobra.Command, *database, string) error) *cobra.Command {
	return &cobra.Command{
		Use: verb + " NAME", Short: short, Example: "  safir sources " + verb + " agency", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withDatabase(cmd, func(db *database) error { return do(cmd, db, args[0]) })
		},
	}
}

func printSources(w io.Writer, sources []schema.Source, now time.Time) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tKIND\tSCHEDULE\tLAST RUN\tSTATUS\tDUE\tHELD BY\tERROR")
	for _, s := range sources {
		status := string(s.LastStatus)
		switch {
		case s.Paused:
			status = "PAUSED"
		case schedule.Failing(s):
			status = fmt.Sprintf("FAILING (%d in a row)", s.Failures)
		}
		due := "now"
		if s.NextAt.After(now) {
			due = "in " + s.NextAt.Sub(now).Round(time.Second).String()
		}
		last := "never"
		if !s.LastRunAt.IsZero() {
			last = s.LastRunAt.Format(time.RFC3339)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", s.Name, s.Kind, s.Schedule, last, status, due, s.Holder, s.LastError)
	}
	return t.Flush()
}

func newSourcesTest() *cobra.Command {
	var most int
	cmd := &cobra.Command{
		Use: "test NAME", Short: "read a source and tell what it yields; needs no Neo4j, writes nothing", Args: cobra.ExactArgs(1),
		Example: "  safir sources test agency",
		RunE: func(cmd *cobra.Command, args []string) error {
			c, _, err := configured(cmd)
			if err != nil {
				return err
			}
			sc, err := configuredSource(c, args[0])
			if err != nil {
				return err
			}
			client := newClient(c.Fetch)
			defer client.Close()
			seen, failed := 0, 0
			err = testSource(cmd.Context(), sc, client, func(item string, d loaders.Document, err error) bool {
				seen++
				if err != nil {
					failed++
					fmt.Fprintf(cmd.ErrOrStderr(), "failed: %s: %v\n", item, err)
				} else {
					a := d.Article
					fmt.Fprintf(cmd.OutOrStdout(), "%s\t%s\t%s\t%d bytes\t%s\n", item, a.PublishedAt, a.Language, len(a.Text), a.Title)
				}
				return seen < most
			})
			switch {
			case err != nil:
				return err
			case seen == 0:
				return errors.New("the source yields nothing")
			case failed > 0:
				return errPartial
			}
			return nil
		},
	}
	cmd.Flags().IntVar(&most, "most", 20, "how many documents to read")
	return cmd
}
