package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"safir/graph/local"
	"safir/graph/server"
	"safir/loaders/pipeline"
)

// exampleQuestion is what `safir up` asks to show that all is well.
const exampleQuestion = `{
  contacts(where: {after: {event: {type: [CEASEFIRE]}}}) {
    nodes { who { name } whom { name } mutual by event { evidence(first: 1) { quote } } }
  }
}`

func newUp() *cobra.Command {
	var noSample bool
	cmd := &cobra.Command{
		Use:   "up",
		Short: "everything on this machine: Neo4j, sample articles, GraphQL, Neo4j Browser",
		Long: "Starts a private Neo4j (or uses the configured one), applies the schema, loads the sample articles, serves GraphQL, and stops\n" +
			"everything on Ctrl-C. The data stays and is there the next time. The first start fetches Neo4j with Maven, about 130 MB.",
		Example: "  safir up\n  safir up --no-sample --data /srv/safir",
		Args:    cobra.NoArgs,
		PreRunE: checkServer,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, log, err := configured(cmd)
			if err != nil {
				return err
			}
			tell := teller(cmd.ErrOrStderr())
			db := newDatabase(c, log)
			if db.uri == "" {
				if err := db.startPrivate(cmd.Context(), tell); err != nil {
					return err
				}
			}
			if err := db.connect(cmd.Context()); err != nil {
				return errors.Join(err, db.stopPrivate())
			}
			return errors.Join(noticeAway(db.whyFull(up(cmd, db, noSample))), db.close())
		},
	}
	addListenFlag(cmd)
	cmd.Flags().BoolVar(&noSample, "no-sample", false, "do not load the sample articles")
	return cmd
}

// up serves a graph until ctx is done or its Neo4j ends.
func up(cmd *cobra.Command, db *database, noSample bool) error {
	ctx, stop := context.WithCancelCause(cmd.Context())
	defer stop(nil)
	engine, err := newEngine(db)
	if err != nil {
		return err
	}
	s, err := newServer(db, engine)
	if err != nil {
		return err
	}
	l, err := listen(ctx, s, db.config)
	if err != nil {
		return err
	}
	defer l.Close()
	if _, err := db.Migrate(ctx); err != nil {
		return err
	}
	if !noSample {
		p := newProgress(cmd.ErrOrStderr())
		o, err := pipelineOptions(db, p)
		if err != nil {
			return err
		}
		counts, err := pipeline.Run(ctx, sampleLoader{}, o)
		if err != nil {
			return fmt.Errorf("load the sample articles: %w", err)
		}
		fmt.Fprintf(cmd.ErrOrStderr(), "sample articles: %d loaded, %d there already\n", counts.Loaded, counts.Unchanged)
	}
	if db.private != nil {
		go watch(ctx, db.private, stop)
	}
	if err := greet(ctx, cmd.OutOrStdout(), db, addressOf(db.config, l), engine); err != nil {
		return err
	}
	err = s.Serve(ctx, l)
	if cause := context.Cause(ctx); err == nil && cmd.Context().Err() == nil {
		err = cause
	}
	return err
}

// watch ends everything when the private Neo4j ends by itself.
func watch(ctx context.Context, n *local.Neo4j, stop context.CancelCauseFunc) {
	select {
	case <-n.Done():
		stop(neo4jError{errors.New("the private Neo4j has ended by itself; its logs folder tells why")})
	case <-ctx.Done():
	}
}

// greet prints where everything is, and the example question with its
// answer.
func greet(ctx context.Context, w io.Writer, db *database, address string, engine server.Engine) error {
	fmt.Fprintf(w, "GraphQL        %s/graphql\nGraphiQL       %s/\n", address, address)
	if db.browser != "" {
		fmt.Fprintf(w, "Neo4j Browser  %s  user %s, password %s\n", db.browser, db.username, db.password)
	} else {
		fmt.Fprintf(w, "Neo4j          %s  user %s\n", db.uri, db.username)
	}
	fmt.Fprintf(w, "\nWho contacted whom after the ceasefire?\n\n%s\n\n", exampleQuestion)
	if err := askExample(ctx, w, engine); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, "\nCtrl-C stops everything; the data stays.")
	return err
}

// askExample asks the engine itself, so that neither tokens nor TLS stand
// between.
func askExample(ctx context.Context, w io.Writer, engine server.Engine) error {
	op, errs := engine.Prepare(exampleQuestion, "", nil)
	if len(errs) > 0 {
		return fmt.Errorf("the example question: %w", errs)
	}
	answer := op.Execute(ctx)
	if len(answer.Errors) > 0 {
		return fmt.Errorf("the example question: %w", answer.Errors)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, answer.Data, "", "  "); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, indented.String())
	return err
}
