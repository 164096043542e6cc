package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"safir/graph/api"
	"safir/graph/store"
)

func newSchema() *cobra.Command {
	cmd := &cobra.Command{
		Use: "schema", Short: "constraints and indexes in Neo4j, and the GraphQL schema", Args: cobra.NoArgs,
		Example: "  safir schema apply\n  safir schema print > safir.graphql",
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		&cobra.Command{
			Use: "apply", Short: "create what is missing; doing it twice changes nothing", Example: "  safir schema apply", Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				return withDatabase(cmd, func(db *database) error {
					done, err := db.Migrate(cmd.Context())
					for _, line := range done {
						fmt.Fprintln(cmd.OutOrStdout(), "applied", line)
					}
					if err == nil && len(done) == 0 {
						fmt.Fprintln(cmd.OutOrStdout(), "nothing to apply")
					}
					return err
				})
			},
		},
		&cobra.Command{
			Use: "check", Short: "tell what is missing or foreign; exit status 1 if anything is", Example: "  safir schema check", Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				return withDatabase(cmd, func(db *database) error {
					faults, err := db.CheckSchema(cmd.Context())
					if err != nil {
						return err
					}
					for _, line := range faults {
						fmt.Fprintln(cmd.OutOrStdout(), line)
					}
					if len(faults) > 0 {
						return fmt.Errorf("the schema in Neo4j is not as it should be (%d faults); `safir schema apply` creates what is missing", len(faults))
					}
					fmt.Fprintln(cmd.OutOrStdout(), "the schema is as it should be")
					return nil
				})
			},
		},
		newSchemaPrint(),
	)
	return cmd
}

func newSchemaPrint() *cobra.Command {
	var what string
	cmd := &cobra.Command{
		Use: "print", Short: "print the GraphQL schema (SDL) and the Cypher of constraints and indexes; needs no Neo4j",
		Example: "  safir schema print --only graphql > safir.graphql", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch what {
			case "":
				_, err := fmt.Fprintf(cmd.OutOrStdout(), "# GraphQL\n\n%s\n# Neo4j, in Cypher:\n\n%s", api.SDL(), commented(store.PrintSchema()))
				return err
			case "graphql":
				_, err := fmt.Fprint(cmd.OutOrStdout(), api.SDL())
				return err
			case "cypher":
				_, err := fmt.Fprint(cmd.OutOrStdout(), store.PrintSchema())
				return err
			}
			return usageError{fmt.Errorf("--only takes graphql or cypher, not %q", what)}
		},
	}
	cmd.Flags().StringVar(&what, "only", "", "print only one of them: `graphql` or cypher")
	return cmd
}

// commented makes every line of text a comment of GraphQL.
func commented(text string) string {
	return "# " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n# ") + "\n"
}
