// Package localtest gives each test package a Neo4j of its own.
//
// A package that needs one has
//
//	func TestMain(m *testing.M) { localtest.Main(m) }
//
// and its tests call [Driver]. Neo4j starts with the first call, on free ports
// over a temporary folder, serves the whole package and ends with it, also
// when the test binary is killed or times out. Packages that are tested at
// once do not share anything but the cache that Neo4j is fetched into.
//
// Where SAFIR_TEST_NEO4J_URI is set (with SAFIR_TEST_NEO4J_USERNAME and
// SAFIR_TEST_NEO4J_PASSWORD) that Neo4j is used instead. Its data is deleted
// by [Clear], and packages must then be tested one by one (go test -p 1).
package localtest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/graph/local"
)

// Server is what a program under test needs to connect.
type Server struct {
	URI, Username, Password string
}

var shared struct {
	once   sync.Once
	err    error
	dir    string
	neo4j  *local.Neo4j
	server Server
	driver neo4j.DriverWithContext
}

// Main runs the tests of a package and ends its Neo4j. It exits the process.
func Main(m *testing.M) { os.Exit(Tests{m}.Run()) }

// Tests is Main for packages whose tests are run by something else, which
// takes whatever has Run: Run runs the tests and ends the package's Neo4j.
type Tests struct{ *testing.M }

// Run returns the exit code of the tests.
func (t Tests) Run() int {
	defer stop()
	return t.M.Run()
}

// Neo4j gives the address of the package's Neo4j, started where it is not.
func Neo4j(tb testing.TB) Server {
	tb.Helper()
	shared.once.Do(func() { shared.err = start() })
	if shared.err != nil {
		tb.Fatalf("a Neo4j for the tests: %v", shared.err)
	}
	return shared.server
}

// Driver gives a driver for the package's Neo4j. It is shared: do not close it.
func Driver(tb testing.TB) neo4j.DriverWithContext {
	tb.Helper()
	Neo4j(tb)
	return shared.driver
}

// Clear deletes all nodes and relationships. Constraints and indexes stay.
func Clear(tb testing.TB) {
	tb.Helper()
	// In batches, as a test may have loaded more than one transaction holds.
	run(tb, "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")
}

// Reset is Clear, and takes away constraints and indexes as well.
func Reset(tb testing.TB) {
	tb.Helper()
	Clear(tb)
	// Constraints first: they take the indexes that serve them along.
	for _, r := range run(tb, "SHOW CONSTRAINTS YIELD name") {
		run(tb, fmt.Sprintf("DROP CONSTRAINT `%v`", r.Values[0]))
	}
	for _, r := range run(tb, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name") {
		run(tb, fmt.Sprintf("DROP INDEX `%v`", r.Values[0]))
	}
}

// Config gives the settings for a Neo4j that starts fast and stays small, for
// tests that start their own with [local.Start]: over a temporary folder, on
// free ports, without Browser, without password.
func Config(tb testing.TB) local.Config {
	tb.Helper()
	return config(tb.TempDir())
}

func config(dir string) local.Config {
	return local.Config{
		Dir:      dir,
		BoltPort: local.AnyPort, HTTPPort: local.AnyPort,
		NoBrowser: true, NoAuth: true, Throwaway: true,
		HeapMiB: 512, PageCacheMiB: 64,
		JavaFlags: []string{"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"},
		Settings: map[string]string{
			"db.tx_log.rotation.size":             "8m",
			"db.tx_log.rotation.retention_policy": "1 files",
			"db.logs.query.enabled":               "OFF",
			"server.threads.worker_count":         "2",
		},
	}
}

func start() error {
	if uri := os.Getenv("SAFIR_TEST_NEO4J_URI"); uri != "" {
		shared.server = Server{uri, os.Getenv("SAFIR_TEST_NEO4J_USERNAME"), os.Getenv("SAFIR_TEST_NEO4J_PASSWORD")}
		return connect()
	}
	const prefix = "safir-neo4j-test-"
	sweep(filepath.Join(os.TempDir(), prefix+"*"))
	dir, err := os.MkdirTemp("", fmt.Sprintf("%s%d-", prefix, os.Getpid()))
	if err != nil {
		return err
	}
	shared.dir = dir
	cfg := config(dir)
	cfg.Tell = func(line string) {
		if strings.HasPrefix(line, "fetch") { // a first start is long, and silence looks like a hang
			fmt.Fprintln(os.Stderr, line)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 9*time.Minute)
	defer cancel()
	if shared.neo4j, err = local.Start(ctx, cfg); err != nil {
		return err
	}
	shared.server = Server{shared.neo4j.URI(), shared.neo4j.Username(), shared.neo4j.Password()}
	return connect()
}

func connect() error {
	auth := neo4j.NoAuth()
	if shared.server.Username != "" {
		auth = neo4j.BasicAuth(shared.server.Username, shared.server.Password, "")
	}
	driver, err := neo4j.NewDriverWithContext(shared.server.URI, auth)
	if err != nil {
		return err
	}
	shared.driver = driver
	return driver.VerifyConnectivity(context.Background())
}

func stop() {
	if shared.driver != nil {
		shared.driver.Close(context.Background())
	}
	if shared.neo4j != nil {
		shared.neo4j.Kill()
	}
	if shared.dir != "" {
		os.RemoveAll(shared.dir)
	}
}

// sweep removes the folders that killed test binaries have left.
func sweep(pattern string) {
	dirs, _ := filepath.Glob(pattern)
	for _, dir := range dirs {
		if local.Abandoned(dir) {
			os.RemoveAll(dir)
		}
	}
}

func run(tb testing.TB, cypher string) []*neo4j.Record {
	tb.Helper()
	driver := Driver(tb)
	session := driver.NewSession(tb.Context(), neo4j.SessionConfig{DatabaseName: "neo4j"})
	defer session.Close(context.WithoutCancel(tb.Context()))
	result, err := session.Run(tb.Context(), cypher, nil)
	if err != nil {
		tb.Fatalf("%s: %v", cypher, err)
	}
	records, err := result.Collect(tb.Context())
	if err != nil {
		tb.Fatalf("%s: %v", cypher, err)
	}
	return records
}
