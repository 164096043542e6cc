package localtest_test

import (
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/graph/local/localtest"
)

func TestMain(m *testing.M) { localtest.Main(m) }

func TestResetEmptiesTheGraph(t *testing.T) {
	driver := localtest.Driver(t)
	query := func(cypher string) int64 {
		t.Helper()
		result, err := neo4j.ExecuteQuery(t.Context(), driver, cypher, nil, neo4j.EagerResultTransformer)
		if err != nil {
			t.Fatal(err)
		}
		if len(result.Records) == 0 {
			return 0
		}
		n, _ := result.Records[0].Values[0].(int64)
		return n
	}
	const (
		nodes   = "MATCH (n) RETURN count(n)"
		indexes = "SHOW INDEXES YIELD type WHERE type <> 'LOOKUP' RETURN count(*)"
	)
	query("CREATE CONSTRAINT unique_id FOR (n:T) REQUIRE n.id IS UNIQUE")
	query("CREATE FULLTEXT INDEX words FOR (n:T) ON EACH [n.text]")
	query("CALL db.awaitIndexes()")
	query("UNWIND range(1, 25000) AS i CREATE (:T {id: i})")

	localtest.Clear(t)
	if n, i := query(nodes), query(indexes); n != 0 || i != 2 {
		t.Errorf("after Clear: %d nodes, %d indexes; want 0, 2", n, i)
	}
	localtest.Reset(t)
	if i := query(indexes); i != 0 {
		t.Errorf("after Reset: %d indexes", i)
	}
	if again := localtest.Driver(t); again != driver {
		t.Error("a second Neo4j was started")
	}
}
