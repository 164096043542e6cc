package main

import (
	"context"
	"fmt"
	"net"
	"net/url"

	"github.com/spf13/cobra"

	"safir/graph/api"
	"safir/graph/browser"
	"safir/graph/query"
	"safir/graph/server"
)

func newServe() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "serve",
		Short:   "run the GraphQL server",
		Long:    "Serves GraphQL, GraphiQL, the guide for Neo4j Browser, health and metrics over the configured graph, until Ctrl-C.",
		Example: "  safir serve\n  SAFIR_SERVER_LISTEN=127.0.0.1:9000 safir serve",
		Args:    cobra.NoArgs,
		PreRunE: checkServer,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withDatabaseForLong(cmd, func(db *database) error {
				engine, err := newEngine(db)
				if err != nil {
					return err
				}
				s, err := newServer(db, engine)
				if err != nil {
					return err
				}
				l, err := listen(cmd.Context(), s, db.config)
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.ErrOrStderr(), "GraphQL on %s/graphql; Ctrl-C ends\n", addressOf(db.config, l))
				return s.Serve(cmd.Context(), l)
			})
		},
	}
	addListenFlag(cmd)
	return cmd
}

// checkServer finds what cannot be served before a Neo4j is waited for.
func checkServer(cmd *cobra.Command, _ []string) error {
	c, _, err := configured(cmd)
	if err != nil {
		return err
	}
	cfg, err := serverConfig(c)
	if err == nil {
		err = cfg.Check()
	}
	if err != nil {
		return usageError{err}
	}
	return nil
}

// addListenFlag defines the flag that stands for server.listen.
func addListenFlag(cmd *cobra.Command) {
	cmd.Flags().String("listen", "127.0.0.1:8080", "`address` to serve on")
}

// newEngine makes what answers GraphQL over a graph.
func newEngine(db *database) (server.Engine, error) {
	limits := db.config.Server.Limits
	service, err := api.New(query.New(db.Driver(), db.Database()), api.Options{Limits: api.Limits{
		Tokens: limits.Tokens, Depth: limits.Depth, Aliases: limits.Aliases, Directives: limits.Directives,
		Cost: limits.Cost, Rows: limits.Rows, NoSuggestions: !db.config.Server.Suggestions,
	}})
	if err != nil {
		return nil, err
	}
	return server.API(service), nil
}

// newServer makes the server over a graph.
func newServer(db *database, engine server.Engine) (*server.Server, error) {
	cfg, err := serverConfig(db.config)
	if err != nil {
		return nil, usageError{err}
	}
	cfg.Log = db.log
	cfg.Browser = browser.New(browser.Config{Counts: browser.CountsOf(db.Driver(), db.Database()), Log: db.log})
	cfg.Newest, cfg.Connections = query.New(db.Driver(), db.Database()).Freshness, db.Connections
	cfg.Checks = []server.Check{{Name: "neo4j", Do: db.Ready}, {Name: "schema", Do: db.checkSchema}}
	s, err := server.New(cfg, engine)
	if err != nil {
		return nil, usageError{err}
	}
	return s, nil
}

// checkSchema is an error while the schema is not as it should be.
func (d *database) checkSchema(ctx context.Context) error {
	faults, err := d.CheckSchema(ctx)
	if err == nil && len(faults) > 0 {
		err = fmt.Errorf("%d faults, see `safir schema check`", len(faults))
	}
	return err
}

// serverConfig is what the configuration says of the server.
func serverConfig(c Config) (server.Config, error) {
	s := c.Server
	cfg := server.Config{
		Listen: s.Listen, Prefix: s.Prefix, TLS: server.TLS{Certificate: s.TLS.Certificate, Key: s.TLS.Key}, Plain: s.Plain, Hosts: s.Hosts, Origins: s.Origins,
		GraphiQL: s.GraphiQL, Documents: s.Documents, DocumentsOnly: s.DocumentsOnly,
		Limits: server.Limits{Body: int64(s.Limits.Body), Timeout: s.Limits.Timeout, Concurrent: s.Limits.Concurrency, Queue: s.Limits.Queue},
	}
	for i, t := range s.Tokens {
		if t.Name == "" {
			t.Name = fmt.Sprintf("token%d", i+1)
		}
		cfg.Tokens = append(cfg.Tokens, server.Token{Name: t.Name, Secret: t.Token, Rate: t.Rate})
	}
	if s.TokensFile != "" {
		more, err := server.ReadTokens(s.TokensFile)
		if err != nil {
			return server.Config{}, fmt.Errorf("server.tokens_file: %w", err)
		}
		cfg.Tokens = append(cfg.Tokens, more...)
	}
	return cfg, nil
}

// listen opens the configured address; a port in use is wrong use.
func listen(ctx context.Context, s *server.Server, c Config) (net.Listener, error) {
	l, err := s.Listen(ctx)
	if err != nil {
		return nil, usageError{fmt.Errorf("listen on %s: %w; choose another address with --listen or server.listen", c.Server.Listen, err)}
	}
	return l, nil
}

// addressOf is the URL of a server that listens.
func addressOf(c Config, l net.Listener) string {
	c.Server.Listen = l.Addr().String()
	return serverURL(c)
}

// browserURL is where Neo4j Browser finds its guide and style. Browser allows
// remote content by host name, and knows the loopback address as localhost
// only.
func browserURL(c Config) *url.URL {
	host, port, err := net.SplitHostPort(c.Server.Listen)
	if err != nil {
		host, port = "localhost", "8080"
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsLoopback() || ip.IsUnspecified() {
		host = "localhost"
	}
	scheme := "http"
	if c.Server.TLS.Certificate != "" {
		scheme = "https"
	}
	return &url.URL{Scheme: scheme, Host: net.JoinHostPort(host, port), Path: c.Server.Prefix + "/browser"}
}
