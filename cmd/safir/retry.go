package main

import (
	"github.com/spf13/cobra"

	"safir/loaders/pipeline"
)

func newRetry() *cobra.Command {
	return &cobra.Command{
		Use:   "retry",
		Short: "code again what is stored and not coded",
		Long: "Codes again the articles that were stored and not coded, because a process died or coding failed, however often it was tried.\n" +
			"What fails again is told with its reason.",
		Example: "  safir retry",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withDatabase(cmd, func(db *database) error {
				p := newProgress(cmd.ErrOrStderr())
				o, err := pipelineOptions(db, p)
				if err != nil {
					return err
				}
				_, err = p.run(cmd.Context(), pipeline.Retry(db.Store, 0), o)
				return err
			})
		},
	}
}
