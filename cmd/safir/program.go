package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"
)

// The exit statuses of safir. They are part of what scripts rely on.
const (
	exitDone        = 0
	exitPartial     = 1 // some of the work failed, told item by item
	exitUsage       = 2 // wrong use or configuration
	exitNoNeo4j     = 3 // Neo4j cannot be reached
	exitInterrupted = 130
)

// usageError is a wrong use or configuration.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// neo4jError says that Neo4j cannot be reached.
type neo4jError struct{ error }

func (e neo4jError) Unwrap() error { return e.error }

// errPartial ends a command whose items have been told one by one.
var errPartial = errors.New("some of the work failed")

// run is the whole program: it runs the command that args name and returns
// the exit status. Results go to stdout, all else to stderr.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return exitStatus(ctx, root.ExecuteContext(ctx), stderr)
}

// exitStatus is the one place that turns errors into exit statuses, and that
// prints them.
func exitStatus(ctx context.Context, err error, stderr io.Writer) int {
	var usage usageError
	var neo neo4jError
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "safir: interrupted")
		return exitInterrupted
	case errors.Is(err, errPartial):
		return exitPartial
	}
	fmt.Fprintln(stderr, "safir:", err)
	switch {
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &neo):
		return exitNoNeo4j
	}
	return exitPartial
}

// newRoot builds the command tree. Cobra's own errors (unknown command or
// flag, wrong arguments) are wrong use.
func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "safir",
		Short:         "a diplomatic-event knowledge graph",
		Long:          "safir reads news, Arabic and English, into a Neo4j graph of who did what to whom, and when,\nand answers GraphQL questions about it, each answer with the words that state it.",
		Example:       "  safir up                       # everything on this machine, with sample articles\n  safir load articles/           # load a folder of articles\n  safir query question.graphql   # ask the running server",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	addConfigFlags(root.PersistentFlags())
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.CompletionOptions.HiddenDefaultCmd = false
	root.AddCommand(commands()...)
	for _, c := range root.Commands() {
		wrapArgs(c)
	}
	wrapArgs(root)
	return root
}

// wrapArgs makes wrong arguments of c and its subcommands a usage error.
func wrapArgs(c *cobra.Command) {
	for _, sub := range c.Commands() {
		wrapArgs(sub)
	}
	if check := c.Args; check != nil {
		c.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return usageError{fmt.Errorf("%w; see '%s --help'", err, cmd.CommandPath())}
			}
			return nil
		}
	}
}

// newLogger returns the log that the configuration asks for.
func newLogger(c LogConfig, w io.Writer) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Level)); err != nil {
		return nil, usageError{fmt.Errorf("log.level: %q is none of debug, info, warn, error", c.Level)}
	}
	o := &slog.HandlerOptions{Level: level}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, o)), nil
	}
	return slog.New(slog.NewTextHandler(w, o)), nil
}

// configured reads the configuration and opens the log of one command.
func configured(cmd *cobra.Command) (Config, *slog.Logger, error) {
	c, err := loadConfig(cmd.Flags())
	if err != nil {
		return Config{}, nil, err
	}
	log, err := newLogger(c.Log, cmd.ErrOrStderr())
	return c, log, err
}
