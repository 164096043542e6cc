package query

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// Freshness returns the day of the newest article of each source by the
// source's name; sources without a dated article are left out.
func (r *Reader) Freshness(ctx context.Context) (map[string]time.Time, error) {
	newest := map[string]time.Time{}
	answers, err := r.Run(ctx, []Statement{{Text: "RETURN COLLECT { MATCH (s:Source) CALL (s) { MATCH (s)-[:PUBLISHED]->(a:Article) RETURN max(a.publishedAt) AS day } " +
		"WITH s, day WHERE day IS NOT NULL RETURN {name: s.name, day: day} } AS rows"}})
	if err != nil {
		return nil, err
	}
	for _, v := range Row(answers[0]).List("rows") {
		m, _ := v.(map[string]any)
		if d, ok := m["day"].(neo4j.Date); ok {
			newest[Row(m).Text("name")] = d.Time()
		}
	}
	return newest, nil
}
