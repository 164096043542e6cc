package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"safir/graph/store"
)

// ruling is a command by which a person overrules what the graph joined.
// author and reason are what every decision needs.
func ruling(use, short, long, example string, args cobra.PositionalArgs, rule func(cmd *cobra.Command, db *database, author, reason string, args []string) error) *cobra.Command {
	var author, reason string
	cmd := &cobra.Command{
		Use: use, Short: short, Example: example, Args: args,
		Long: long + "\nThe decision is kept in the graph with its author and reason, respected by every later load, and can be undone.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if strings.TrimSpace(reason) == "" {
				return usageError{errors.New("a decision needs a --reason")}
			}
			return withDatabase(cmd, func(db *database) error {
				err := rule(cmd, db, cmp.Or(author, userName()), reason, args)
				if errors.Is(err, store.ErrNotFound) {
					return usageError{err}
				}
				return err
			})
		},
	}
	cmd.Flags().StringVar(&author, "author", "", "who decides (default: the user's name)")
	cmd.Flags().StringVar(&reason, "reason", "", "why, for those who come after")
	return cmd
}

// userName is the name under which the user of this machine is known.
func userName() string {
	if u, err := user.Current(); err == nil {
		return cmp.Or(u.Name, u.Username)
	}
	return cmp.Or(os.Getenv("USER"), "unknown")
}

func newMerge() *cobra.Command {
	return ruling("merge A B", "two actors, or two events, are one", "Joins two actors or two events, named by their ids.",
		`  safir merge event:1f… event:9c… --reason "one meeting, two datelines"`, cobra.ExactArgs(2),
		func(cmd *cobra.Command, db *database, author, reason string, args []string) error {
			d, err := db.Merge(cmd.Context(), author, reason, args[0], args[1])
			return printDecisions(cmd.OutOrStdout(), err, d)
		})
}

func newSplit() *cobra.Command {
	return ruling("split ID CLAIM…", "some reports of an actor or event mean another one",
		"Takes the claims (ids that `safir why ID` lists) out of the actor or event.",
		`  safir split event:1f… event:77… --reason "two calls on one day"`, cobra.MinimumNArgs(2),
		func(cmd *cobra.Command, db *database, author, reason string, args []string) error {
			d, err := db.Split(cmd.Context(), author, reason, args[0], args[1:])
			return printDecisions(cmd.OutOrStdout(), err, d)
		})
}

func newReject() *cobra.Command {
	return ruling("reject EVENT", "an event did not happen as told", "Takes an event out of every answer. Its reports stay, so that it can be restored.",
		`  safir reject event:1f… --reason "satire"`, cobra.ExactArgs(1),
		func(cmd *cobra.Command, db *database, author, reason string, args []string) error {
			d, err := db.Reject(cmd.Context(), author, reason, args[0])
			return printDecisions(cmd.OutOrStdout(), err, d)
		})
}

func newRestore() *cobra.Command {
	return ruling("restore EVENT|DECISION", "take a decision back",
		"Restores a rejected event, or undoes the decision of the id given (`safir decisions` lists them).",
		`  safir restore event:1f… --reason "confirmed by the ministry"`, cobra.ExactArgs(1),
		func(cmd *cobra.Command, db *database, author, reason string, args []string) error {
			if strings.HasPrefix(args[0], "decision:") {
				d, err := db.Undo(cmd.Context(), author, reason, args[0])
				return printDecisions(cmd.OutOrStdout(), err, d)
			}
			ds, err := db.RestoreEvent(cmd.Context(), author, reason, args[0])
			return printDecisions(cmd.OutOrStdout(), err, ds...)
		})
}

func newDecisions() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "decisions", Short: "what people decided, when and why", Example: "  safir decisions", Args: cobra.NoArgs,
		Long: "Lists all decisions, also those that were undone, the oldest first.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withDatabase(cmd, func(db *database) error {
				ds, err := db.Decisions(cmd.Context())
				if err == nil && asJSON {
					return json.NewEncoder(cmd.OutOrStdout()).Encode(ds)
				}
				return printDecisions(cmd.OutOrStdout(), err, ds...)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func printDecisions(w io.Writer, err error, ds ...store.Decision) error {
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, d := range ds {
		state := ""
		if d.Undone != nil {
			state = "undone"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", d.ID, d.At.Format(time.RFC3339), d.Action, strings.Join(append(d.A, d.B...), " "), d.Author, d.Reason, state)
	}
	return t.Flush()
}
