package main

import (
	"context"
	"iter"

	"github.com/spf13/cobra"

	"safir/loaders"
	"safir/schema"
)

func newRecode() *cobra.Command {
	var since string
	cmd := &cobra.Command{
		Use:   "recode",
		Short: "code stored articles again that another version of the coder coded",
		Long: "Codes again every stored article that was not coded by the present coder. Decisions survive; events that no report supports any\n" +
			"more go. It can be cut off and started again.",
		Example: "  safir recode --since 2025-06-01",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var from schema.Date
			if since != "" {
				d, err := schema.ParseDate(since)
				if err != nil {
					return usageError{err}
				}
				from = d
			}
			return withDatabase(cmd, func(db *database) error { return recode(cmd, db, from) })
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "only articles published on or after this `day`")
	return cmd
}

func recode(cmd *cobra.Command, db *database, since schema.Date) error {
	p := newProgress(cmd.ErrOrStderr())
	o, err := pipelineOptions(db, p)
	if err != nil {
		return err
	}
	o.Keeper = nil // the articles are kept already
	_, err = p.run(cmd.Context(), recodable{db, o.Coder.Name(), since}, o)
	return err
}

// recodable yields the articles that another coder than the one named coded.
type recodable struct {
	db    *database
	coder string
	since schema.Date
}

var _ loaders.Loader = recodable{}

// recodePage is how many articles are asked for at once.
const recodePage = 200

// Documents yields them in the order of their ids.
func (r recodable) Documents(ctx context.Context) iter.Seq2[loaders.Document, error] {
	return func(yield func(loaders.Document, error) bool) {
		for after := ""; ; {
			page, err := r.db.Recodable(ctx, r.coder, r.since, after, recodePage)
			if err != nil {
				yield(loaders.Document{Item: "stored articles"}, err)
				return
			}
			for _, a := range page {
				if !yield(loaders.Document{Item: a.ID, Article: a}, nil) {
					return
				}
				after = a.ID
			}
			if len(page) < recodePage {
				return
			}
		}
	}
}
