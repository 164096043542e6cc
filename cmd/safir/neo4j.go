package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"safir/graph/browser"
	"safir/graph/local"
	"safir/graph/store"
)

// database is the graph that a command works with, and how to let go of it.
type database struct {
	*store.Store
	config   Config
	brief    bool // the private Neo4j is started for this command alone
	log      *slog.Logger
	browser  string // address of Neo4j Browser; empty for a Neo4j of the user's own
	uri      string
	username string
	password string
	private  *local.Neo4j // the private Neo4j that this process started, or nil
}

// openDatabase connects to the configured Neo4j; with none configured, to
// the private one that runs over the data folder, or else to one that it
// starts and that close stops, for a brief use or a long one. tell is given progress a line at a time.
func openDatabase(ctx context.Context, c Config, log *slog.Logger, brief bool, tell func(string)) (*database, error) {
	d := newDatabase(c, log)
	d.brief = brief
	if d.uri == "" {
		if err := d.findPrivate(ctx, tell); err != nil {
			return nil, err
		}
	}
	if err := d.connect(ctx); err != nil {
		return nil, errors.Join(err, d.stopPrivate())
	}
	return d, nil
}

// newDatabase returns the configured graph, not yet connected.
func newDatabase(c Config, log *slog.Logger) *database {
	return &database{config: c, log: log, uri: c.Neo4j.URI, username: c.Neo4j.Username, password: c.Neo4j.Password}
}

// connect opens the store.
func (d *database) connect(ctx context.Context) (err error) {
	c := d.config.Neo4j
	d.Store, err = store.Open(ctx, store.Config{
		URI: d.uri, Username: d.username, Password: d.password, Database: c.Database,
		Connections: c.Connections, Patience: c.Patience, Log: d.log,
	})
	if err != nil {
		return neo4jError{fmt.Errorf("connect to Neo4j at %s: %w", d.uri, err)}
	}
	return nil
}

// findPrivate finds the private Neo4j that runs, or starts it.
func (d *database) findPrivate(ctx context.Context, tell func(string)) error {
	running, err := local.Find(d.config.Data)
	if err == nil {
		d.uri, d.browser, d.username, d.password = running.URI, running.HTTP, running.Username, running.Password
		return nil
	}
	return d.startPrivate(ctx, tell)
}

// startPrivate starts the private Neo4j.
func (d *database) startPrivate(ctx context.Context, tell func(string)) error {
	cfg, err := privateConfig(d.config, tell)
	if err != nil {
		return err
	}
	cfg.Brief = d.brief
	n, err := local.Start(ctx, cfg)
	switch {
	case errors.Is(err, local.ErrLocked), errors.Is(err, local.ErrPort), errors.Is(err, local.ErrJava), errors.Is(err, local.ErrMaven):
		return usageError{err}
	case err != nil:
		return neo4jError{err}
	}
	d.private, d.uri, d.username, d.password = n, n.URI(), n.Username(), n.Password()
	d.browser = browser.SignIn(n.HTTP(), n.URI(), n.Username())
	return nil
}

// privateConfig is the private Neo4j that the configuration asks for.
func privateConfig(c Config, tell func(string)) (local.Config, error) {
	heap, err1 := mebibytes("neo4j.heap", c.Neo4j.Heap)
	pages, err2 := mebibytes("neo4j.page_cache", c.Neo4j.PageCache)
	if err := errors.Join(err1, err2); err != nil {
		return local.Config{}, usageError{err}
	}
	guide := browserURL(c)
	return local.Config{
		Dir: c.Data, BoltPort: c.Neo4j.BoltPort, HTTPPort: c.Neo4j.HTTPPort, HeapMiB: heap, PageCacheMiB: pages,
		PostConnect: browser.PostConnect(guide.String()), RemoteHosts: []string{guide.Hostname()}, Tell: tell,
	}, nil
}

// mebibytes reads a size of memory as Java writes it: 512m, 2g.
func mebibytes(key, s string) (int, error) {
	unit := map[byte]int{'m': 1, 'g': 1024}
	if n := len(s) - 1; n > 0 {
		if size, err := strconv.Atoi(s[:n]); err == nil && size > 0 && unit[strings.ToLower(s)[n]] > 0 {
			return size * unit[strings.ToLower(s)[n]], nil
		}
	}
	return 0, fmt.Errorf("%s: %q is not a size such as 512m or 2g", key, s)
}

// close lets go of the graph and stops the Neo4j that was started for it.
func (d *database) close() error {
	// The command's context may be done already; letting go has its own time.
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return errors.Join(d.Close(ctx), d.stopPrivate())
}

func (d *database) stopPrivate() error {
	if d.private == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return d.private.Stop(ctx)
}

// teller returns a function that prints progress lines to w.
func teller(w io.Writer) func(string) {
	return func(line string) { fmt.Fprintln(w, line) }
}
