package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
)

// ErrUnavailable is wrapped by every error that means Neo4j could not be
// reached for as long as [Config.Patience] allows.
var ErrUnavailable = errors.New("neo4j cannot be reached")

// Config says which Neo4j holds the graph.
type Config struct {
	URI         string        // bolt://… or neo4j://…
	Username    string        // empty for a server without sign-in
	Password    string        //
	Database    string        // empty for the server's default
	Connections int           // upper bound of open connections; 0 for 20
	Patience    time.Duration // how long a server that is away, or a conflict, is tried again; 0 for a minute
	Log         *slog.Logger  // nil for none
}

// Store is the graph in one Neo4j database. Its methods may be called by
// several goroutines.
type Store struct {
	driver   neo4j.DriverWithContext
	database string
	log      *slog.Logger
	// bookmarks make every transaction see what this store has committed,
	// though in a cluster another server may answer.
	bookmarks neo4j.BookmarkManager
	exact     actorCache
	most      atomic.Int64 // articles that are resolved in one transaction; 0 for no bound
}

// Open connects to Neo4j and makes sure that it answers, trying again within
// the patience. The caller closes the store.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	auth := neo4j.NoAuth()
	if cfg.Username != "" {
		auth = neo4j.BasicAuth(cfg.Username, cfg.Password, "")
	}
	if cfg.Patience <= 0 {
		cfg.Patience = time.Minute
	}
	if cfg.Connections <= 0 {
		cfg.Connections = 20
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	driver, err := neo4j.NewDriverWithContext(cfg.URI, auth, func(c *config.Config) {
		c.MaxConnectionPoolSize = cfg.Connections
		c.MaxTransactionRetryTime = cfg.Patience
		c.SocketConnectTimeout = 5 * time.Second
		c.ConnectionAcquisitionTimeout = cfg.Patience
		c.UserAgent = "safir"
	})
	if err != nil {
		return nil, fmt.Errorf("neo4j address %q: %w", cfg.URI, err)
	}
	s := &Store{driver: driver, database: cfg.Database, log: cfg.Log, bookmarks: neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{})}
	if _, err := s.read(ctx, "RETURN 1", nil); err != nil {
		_ = driver.Close(ctx)
		return nil, fmt.Errorf("connect to %s: %w", cfg.URI, err)
	}
	return s, nil
}

// Close gives the connections back.
func (s *Store) Close(ctx context.Context) error { return s.driver.Close(ctx) }

// Driver returns the connections, for those who read the graph.
func (s *Store) Driver() neo4j.DriverWithContext { return s.driver }

// Database returns the name of the database; empty is the server's default.
func (s *Store) Database() string { return s.database }

// Ready asks Neo4j once, without patience.
func (s *Store) Ready(ctx context.Context) error {
	if err := s.driver.VerifyConnectivity(ctx); err != nil {
		return unavailable(err)
	}
	return nil
}

// transaction is one write transaction: all that runs in it is committed
// together or not at all.
type transaction struct {
	ctx context.Context
	tx  neo4j.ManagedTransaction
}

// query runs one statement and returns its rows.
func (t transaction) query(cypher string, params map[string]any) ([]*neo4j.Record, error) {
	result, err := t.tx.Run(t.ctx, cypher, params)
	if err != nil {
		return nil, err
	}
	return result.Collect(t.ctx)
}

// unwind runs a statement over rows, which it knows as $rows; no rows, no
// statement.
func (t transaction) unwind(cypher string, rows []map[string]any) error {
	if len(rows) == 0 {
		return nil
	}
	result, err := t.tx.Run(t.ctx, cypher, map[string]any{"rows": rows})
	if err != nil {
		return err
	}
	_, err = result.Consume(t.ctx)
	return err
}

// write runs work in one transaction and, as long as the patience lasts,
// again when the server is away or asks for a retry (a deadlock, a change of
// leader). work must not keep what an earlier try did.
func (s *Store) write(ctx context.Context, work func(transaction) error) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(ctx) }()
	for try := 1; ; try++ {
		_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
			return nil, work(transaction{ctx, tx})
		})
		// Another writer made the same node first, so that now it is there to be
		// found, or deleted one.
		var failed *neo4j.Neo4jError
		if try < 5 && errors.As(err, &failed) && (failed.Code == "Neo.ClientError.Schema.ConstraintValidationFailed" ||
			failed.Code == "Neo.ClientError.Statement.EntityNotFound") {
			continue
		}
		return unavailable(err)
	}
}

// read runs one reading statement, with the same patience.
func (s *Store) read(ctx context.Context, cypher string, params map[string]any) ([]*neo4j.Record, error) {
	session := s.session(ctx, neo4j.AccessModeRead)
	defer func() { _ = session.Close(ctx) }()
	rows, err := session.ExecuteRead(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		return transaction{ctx, tx}.query(cypher, params)
	})
	if err != nil {
		return nil, unavailable(err)
	}
	return rows.([]*neo4j.Record), nil
}

func (s *Store) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: mode, DatabaseName: s.database, BookmarkManager: s.bookmarks})
}

// unavailable marks errors that mean the server is away, now and for the
// patience before.
func unavailable(err error) error {
	var limit *neo4j.TransactionExecutionLimit
	if neo4j.IsConnectivityError(err) || errors.As(err, &limit) {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}
