package main

import "github.com/spf13/cobra"

// commands lists the commands in the order of the README. Each stands in the
// file of its name.
func commands() []*cobra.Command {
	return []*cobra.Command{
		newUp(), newLoad(), newRun(), newSourcesCommand(), newRetry(), newRecode(), newExtract(), newEval(),
		newServe(), newQuery(), newSchema(), newDump(),
		newWhy(), newMerge(), newSplit(), newReject(), newRestore(), newDecisions(), newVersion(),
	}
}
