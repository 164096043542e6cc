package main

import (
	"bufio"
	"os"

	"github.com/spf13/cobra"
)

func newDump() *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use:   "dump",
		Short: "print the whole graph as JSON Lines, always in the same order",
		Long: "Prints every node and relationship with all properties, a JSON object a line, in an order that depends on the content alone: two\n" +
			"graphs are equal when their dumps are. What only tells when a machine did something is left out.\n" +
			"With --load, reads such a dump into an empty graph instead.",
		Example: "  safir dump > graph.jsonl\n  safir dump --load graph.jsonl",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withDatabase(cmd, func(db *database) error {
				if from != "" {
					return loadDump(cmd, db, from)
				}
				out := bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16)
				if err := db.Dump(cmd.Context(), out); err != nil {
					return err
				}
				return out.Flush()
			})
		},
	}
	cmd.Flags().StringVar(&from, "load", "", "read the dump in this `file` into an empty graph")
	return cmd
}

// loadDump reads a dump into an empty graph.
func loadDump(cmd *cobra.Command, db *database, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return usageError{err}
	}
	defer f.Close()
	if _, err := db.Migrate(cmd.Context()); err != nil {
		return err
	}
	return db.Restore(cmd.Context(), bufio.NewReaderSize(f, 1<<16))
}
