package browser

import (
	"context"
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// Counts are what the guide says of the size of the graph.
type Counts struct{ Articles, Events, Actors int64 }

// CountsOf returns a function that counts in a graph. It asks what Neo4j
// keeps counted, so that it costs the same in a large graph.
func CountsOf(driver neo4j.DriverWithContext, database string) func(context.Context) (Counts, error) {
	return func(ctx context.Context) (Counts, error) {
		var c Counts
		for label, n := range map[string]*int64{"Article": &c.Articles, "Event": &c.Events, "Actor": &c.Actors} {
			r, err := neo4j.ExecuteQuery(ctx, driver, "MATCH (n:"+label+") RETURN count(n) AS n", nil, neo4j.EagerResultTransformer,
				neo4j.ExecuteQueryWithDatabase(database), neo4j.ExecuteQueryWithReadersRouting())
			if err != nil {
				return Counts{}, fmt.Errorf("count %ss: %w", label, err)
			}
			*n, _, err = neo4j.GetRecordValue[int64](r.Records[0], "n")
			if err != nil {
				return Counts{}, fmt.Errorf("count %ss: %w", label, err)
			}
		}
		return c, nil
	}
}
