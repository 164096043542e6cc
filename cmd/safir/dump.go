package main

import (
	"bufio"

	"github.com/spf13/cobra"
)

func newDump() *cobra.Command {
	return &cobra.Command{
		Use:   "dump",
		Short: "print the whole graph as JSON Lines, always in the same order",
		Long: "Prints every node and relationship with all properties, a JSON object a line, in an order that depends on the content alone: two\n" +
			"graphs are equal when their dumps are. What only tells when a machine did something is left out.",
		Example: "  safir dump > graph.jsonl",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withDatabase(cmd, func(db *database) error {
				out := bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16)
				if err := db.Dump(cmd.Context(), out); err != nil {
					return err
				}
				return out.Flush()
			})
		},
	}
}
