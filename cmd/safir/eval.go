package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"safir/loaders/coder"
	"safir/loaders/coder/score"
	"safir/schema"
)

func newEval() *cobra.Command {
	var misses, asJSON bool
	cmd := &cobra.Command{
		Use:   "eval GOLD_DIR",
		Short: "precision and recall of the coder on gold articles",
		Long: "Codes the gold articles in a folder and compares the result with their labels: event (type and all participants), soft, type,\n" +
			"pair (who contacted whom), actor, date, order and span; for all, per language and per type, and what articles without events gave.",
		Example: "  safir eval testdata/gold\n  safir eval testdata/gold --misses",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, _, err := configured(cmd)
			if err != nil {
				return err
			}
			cd, err := newCoder(c)
			if err != nil {
				return err
			}
			gold, readErr := score.ReadGold(args[0])
			if len(gold) == 0 {
				if readErr == nil {
					readErr = fmt.Errorf("no gold articles in %s", args[0])
				}
				return usageError{readErr}
			}
			coded, codeErr := codeAll(cmd.Context(), cd, gold)
			if err := cmd.Context().Err(); err != nil {
				return err
			}
			readErr = errors.Join(readErr, codeErr)
			report := score.Compare(gold, coded)
			if asJSON {
				err = report.WriteJSON(cmd.OutOrStdout())
			} else {
				err = report.WriteText(cmd.OutOrStdout(), misses)
			}
			if err == nil && readErr != nil {
				fmt.Fprintln(cmd.ErrOrStderr(), readErr)
				return errPartial
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&misses, "misses", false, "list what was missed, invented, or has the wrong participants")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// codeAll codes gold articles one by one, in order. An article that the coder
// fails on is left out and named in the error.
func codeAll(ctx context.Context, cd coder.Coder, gold []score.Gold) ([]schema.Coded, error) {
	coded := make([]schema.Coded, 0, len(gold))
	var errs []error
	for _, g := range gold {
		err := coder.Guard(func() error {
			x, err := cd.Code(ctx, g.Article())
			if err == nil {
				coded = append(coded, x)
			}
			return err
		})
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", g.ID, err))
		}
	}
	return coded, errors.Join(errs...)
}
