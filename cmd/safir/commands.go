package main

import "github.com/spf13/cobra"

// commands lists the commands in the order of the README. Each stands in the
// file of its name.
func commands() []*cobra.Command {
	return []*cobra.Command{newUp(), newLoad(), newExtract(), newServe(), newRun(), newSourcesCommand(), newRetry(), newSchema(), newQuery(), newEval(), newDump(), newVersion()}
}
