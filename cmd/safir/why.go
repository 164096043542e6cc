package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"safir/graph/store"
)

func newWhy() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "why ACTOR|EVENT", Short: "on what grounds reports were joined", Example: "  safir why person:abbas-araghchi", Args: cobra.ExactArgs(1),
		Long: "Tells what each article claimed of the actor or event, and for which reason the claims were joined. The id may be that of the node or\n" +
			"any id that `safir extract` printed.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return withDatabase(cmd, func(db *database) error {
				e, err := db.Why(cmd.Context(), args[0])
				switch {
				case errors.Is(err, store.ErrNotFound):
					return usageError{err}
				case err != nil:
					return err
				case asJSON:
					return json.NewEncoder(cmd.OutOrStdout()).Encode(e)
				}
				return printWhy(cmd.OutOrStdout(), e)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func printWhy(w io.Writer, e store.Explanation) error {
	state := ""
	if e.Rejected {
		state = " (rejected)"
	}
	fmt.Fprintf(w, "%s %s%s\n%s\n\nTold by\n", e.Kind, e.ID, state, e.Name)
	for _, t := range e.Told {
		fmt.Fprintf(w, "  %s\n    in %s %q (%s, %s)\n", t.Claim, t.Article, t.Title, t.Language, cmp.Or(t.Published.String(), "no day"))
		switch e.Kind {
		case "actor":
			fmt.Fprintf(w, "    as %s %s\n", strings.Join(t.Names, " | "), t.Office)
		default:
			fmt.Fprintf(w, "    %s %s %s\n    “%s”\n", t.Type, cmp.Or(t.Date, "no day"), strings.Join(t.Who, ", "), t.Quote)
		}
	}
	if len(e.Reasons) > 0 {
		fmt.Fprintln(w, "\nJoined because")
	}
	for _, r := range e.Reasons {
		fmt.Fprintf(w, "  %s = %s: %s\n", r.A, r.B, r.Why)
	}
	if len(e.Decisions) == 0 {
		return nil
	}
	fmt.Fprintln(w, "\nDecided by people")
	return printDecisions(w, nil, e.Decisions...)
}
