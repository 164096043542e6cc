package local

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// program is what a Neo4j is run from.
type program struct {
	java string // the command
	jars string // the folder of the jars
	// classes is an archive of loaded classes that makes a start more than
	// twice as fast, empty where there is none.
	classes string
}

// prepare makes the class archive where this Java has none yet. Neo4j runs
// without one as well: that it cannot be made is told once, and no fault.
func prepare(ctx context.Context, p program, release string, tell func(string, ...any)) (program, error) {
	sum := sha256.Sum256([]byte(release))
	archive := filepath.Join(p.jars, fmt.Sprintf("classes-%x.jsa", sum[:6]))
	if _, err := os.Stat(archive); err == nil {
		p.classes = archive
		return p, nil
	}
	failed := archive + ".failed"
	if _, err := os.Stat(failed); err == nil {
		return p, nil
	}
	lock, err := waitLock(ctx, archive+".lock", func() {
		tell("waiting for another safir that prepares Neo4j")
	})
	if err == nil {
		defer lock.Close()
		if _, missing := os.Stat(archive); errors.Is(missing, fs.ErrNotExist) {
			tell("preparing Neo4j for this Java, once, so that it starts faster")
			err = makeArchive(ctx, p, archive)
		}
	}
	switch {
	case ctx.Err() != nil:
		return p, ctx.Err()
	case err != nil:
		tell("Neo4j could not be prepared and starts slower (remove %s to try again): %v", failed, err)
		os.WriteFile(failed, []byte(err.Error()+"\n"), 0o644) //nolint:errcheck // then it is tried again
		return p, nil
	}
	p.classes = archive
	return p, nil
}

// makeArchive runs a Neo4j over a folder that is thrown away, has it load
// what every start and most questions need, and lets Java write that down as
// it ends.
func makeArchive(ctx context.Context, p program, archive string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	dir := archive + ".part"
	if err := os.RemoveAll(dir); err != nil { // of one that was killed
		return err
	}
	defer os.RemoveAll(dir)
	h, err := openHome(ctx, dir)
	if err != nil {
		return err
	}
	part := filepath.Join(dir, "classes.jsa")
	cfg, err := Config{
		Dir: dir, BoltPort: AnyPort, HTTPPort: AnyPort, NoAuth: true,
		JavaFlags: []string{"-XX:ArchiveClassesAtExit=" + part},
		grace:     2 * time.Minute, // it is as it ends that Java writes
	}.withDefaults()
	if err != nil {
		return err
	}
	n, err := start(ctx, cfg, h, p)
	if err != nil {
		return err
	}
	err = n.rehearse(ctx)
	if stopped := n.Stop(ctx); err == nil {
		err = stopped
	}
	if err != nil {
		return err
	}
	return os.Rename(part, archive)
}

// rehearse asks questions of every kind that safir asks.
func (n *Neo4j) rehearse(ctx context.Context) error {
	driver, err := neo4j.NewDriverWithContext(n.URI(), n.auth())
	if err != nil {
		return err
	}
	defer driver.Close(ctx)
	for _, statement := range []string{
		"CREATE CONSTRAINT c FOR (n:A) REQUIRE n.id IS UNIQUE",
		"CREATE INDEX i FOR (n:A) ON (n.a, n.b)",
		"CREATE FULLTEXT INDEX f FOR (n:A) ON EACH [n.t]",
		"CALL db.awaitIndexes()",
		"UNWIND range(1, 50) AS i MERGE (n:A {id: i}) SET n.a = true, n.b = toString(i), n.t = 'word ' + i, n.d = date('2025-06-24')",
		"MATCH (a:A), (b:A) WHERE b.id = a.id + 1 MERGE (a)-[:R {q: 'x'}]->(b)",
		"MATCH (n:A) WHERE n.a = true AND n.b > '3' WITH n ORDER BY n.a, n.b LIMIT 25 RETURN collect(n {.id, .d, of: [(n)-[r:R]->(m) | m {.id, r: r.q}], s: COLLECT { MATCH (n)<-[:R]-(k) RETURN k.id LIMIT 3 }})",
		"CALL db.index.fulltext.queryNodes('f', 'word') YIELD node, score RETURN count(*)",
		"MATCH p = shortestPath((a:A {id: 1})-[:R*..6]-(b:A {id: 5})) RETURN length(p)",
		"MATCH (n:A) WHERE EXISTS { (n)-[:R*1..3]->(:A {id: 9}) } RETURN n.a, count(*) AS c ORDER BY c DESC",
	} {
		if _, err := neo4j.ExecuteQuery(ctx, driver, statement, nil, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("neo4j")); err != nil {
			return err
		}
	}
	return nil
}
