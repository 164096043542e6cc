package main

import (
	"bufio"
	"fmt"

	"github.com/spf13/cobra"

	"safir/loaders/article"
	"safir/loaders/pipeline"
)

func newExtract() *cobra.Command {
	var withText bool
	cmd := &cobra.Command{
		Use:   "extract PATH…",
		Short: "code articles and print what they tell; no database",
		Long: "Reads articles (.txt, .html, .json, .jsonl, folders of them, .gz and .zip, - for standard input), codes them, and prints\n" +
			"one JSON object per article and line. Articles that cannot be read or coded are named on standard error.",
		Example: "  safir extract article.json\n  safir extract archive/ > coded.jsonl",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, _, err := configured(cmd)
			if err != nil {
				return err
			}
			cd, err := newCoder(c)
			if err != nil {
				return err
			}
			out := bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16)
			stderr := newProgress(cmd.ErrOrStderr())
			counts, err := pipeline.Run(cmd.Context(), article.New(args, article.Options{Stdin: cmd.InOrStdin()}), pipeline.Options{
				Coder: cd, Coders: c.Coder.Workers, Writers: 1, BatchItems: 16, Sink: printer{out, withText},
				OnError: stderr.failed, OnReturn: stderr.returned,
			})
			if flushErr := out.Flush(); err == nil {
				err = flushErr
			}
			if err == nil && counts.Seen == 0 {
				return fmt.Errorf("no articles in %v", args)
			}
			if err == nil && counts.Failed > 0 {
				return errPartial
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&withText, "with-text", false, "print each article's text too, so that `safir load --format coded` can take it")
	return cmd
}
