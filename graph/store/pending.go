package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/schema"
)

// Keep stores articles before they are coded, in the state "pending", so that
// a crash only delays them; [Store.Write] makes them "coded". The outcome of
// an article that the graph holds as it is, coded by this coder, is
// [schema.Unchanged]: it need not be coded again. Of an article that is coded
// already, the new text waits beside the old until it is coded.
func (s *Store) Keep(ctx context.Context, coder string, articles []schema.Article) ([]schema.Written, error) {
	written := make([]schema.Written, len(articles))
	var rows, published []map[string]any
	at := make(map[string]int)
	for i := range articles {
		a := articles[i]
		written[i] = schema.Written{Article: a.ID, Outcome: schema.Unchanged}
		if a.ID == "" {
			written[i].Outcome, written[i].Err = schema.Failed, fmt.Errorf("article without an id")
			continue
		}
		if _, twice := at[a.ID]; twice {
			continue
		}
		at[a.ID] = i
		props := articleProps(a)
		rows = append(rows, map[string]any{"id": a.ID, "props": props, "hash": props["contentHash"], "pending": encode(a)})
		if a.Source != "" {
			published = append(published, map[string]any{"article": a.ID, "id": SourceID(a.Source), "name": a.Source})
		}
	}
	slices.SortFunc(rows, func(a, b map[string]any) int { return strings.Compare(a["id"].(string), b["id"].(string)) })
	var kept []*neo4j.Record
	err := s.write(ctx, func(t transaction) (err error) {
		kept, err = t.query(`UNWIND $rows AS row MERGE (a:Article {id: row.id}) SET a.locked = true
			WITH a, row REMOVE a.locked
			WITH a, row WHERE a.claimsHash IS NULL OR a.contentHash <> row.hash OR coalesce(a.coder, '') <> $coder
			SET a.state = 'pending', a.attempts = 0, a.error = null,
				a.pending = CASE WHEN a.claimsHash IS NULL THEN null ELSE row.pending END
			FOREACH (_ IN CASE WHEN a.claimsHash IS NULL THEN [1] ELSE [] END | SET a += row.props)
			RETURN a.id`, map[string]any{"rows": rows, "coder": coder})
		if err != nil {
			return err
		}
		return t.writePublished(published)
	})
	if err != nil {
		return nil, fmt.Errorf("keep %d articles: %w", len(articles), err)
	}
	for _, row := range kept {
		written[at[str(row.Values[0])]].Outcome = schema.Loaded
	}
	return written, nil
}

// Fail notes why an article could not be coded, and counts the attempt.
func (s *Store) Fail(ctx context.Context, articleID, reason string) error {
	err := s.write(ctx, func(t transaction) error {
		return t.run(`MATCH (a:Article {id: $id}) WHERE a.state IN ['pending', 'failed']
			SET a.state = 'failed', a.error = $reason, a.attempts = coalesce(a.attempts, 0) + 1`,
			map[string]any{"id": articleID, "reason": reason})
	})
	if err != nil {
		return fmt.Errorf("note the failure of article %s: %w", articleID, err)
	}
	return nil
}

// Pending returns articles that wait to be coded, with ids after the one
// given, in the order of ids, at most limit. Those that were tried maxAttempts
// times or more are left out; 0 leaves out none.
func (s *Store) Pending(ctx context.Context, after string, limit, maxAttempts int) ([]schema.Article, error) {
	return s.articles(ctx, `MATCH (a:Article) WHERE a.state IN ['pending', 'failed'] AND a.id > $after
		AND ($max = 0 OR coalesce(a.attempts, 0) < $max) WITH a ORDER BY a.id LIMIT $limit`,
		map[string]any{"after": after, "limit": limit, "max": maxAttempts})
}

// Failure says why an article could not be coded.
type Failure struct {
	Article  string `json:"article"`
	Title    string `json:"title"`
	Reason   string `json:"reason"`
	Attempts int    `json:"attempts"`
}

// Failures returns the articles that could not be coded, by id.
func (s *Store) Failures(ctx context.Context) ([]Failure, error) {
	rows, err := s.read(ctx, `MATCH (a:Article {state: 'failed'}) RETURN a.id, a.title, a.error, a.attempts ORDER BY a.id`, nil)
	if err != nil {
		return nil, fmt.Errorf("list failed articles: %w", err)
	}
	all := make([]Failure, len(rows))
	for i, row := range rows {
		all[i] = Failure{str(row.Values[0]), str(row.Values[1]), str(row.Values[2]), number(row.Values[3])}
	}
	return all, nil
}

// Recodable returns articles that another coder than the one named coded, so
// that they can be coded again: published on or after since (zero for all),
// with ids after the one given, in the order of ids, at most limit. Rows of
// event tables are not among them.
func (s *Store) Recodable(ctx context.Context, coder string, since schema.Date, after string, limit int) ([]schema.Article, error) {
	return s.articles(ctx, `MATCH (a:Article {state: 'coded'}) WHERE a.id > $after AND coalesce(a.coder, '') <> $coder AND a.table IS NULL
		AND ($since IS NULL OR a.publishedAt >= $since) WITH a ORDER BY a.id LIMIT $limit`,
		map[string]any{"after": after, "coder": coder, "since": day(since), "limit": limit})
}

func (s *Store) articles(ctx context.Context, match string, params map[string]any) ([]schema.Article, error) {
	rows, err := s.read(ctx, match+` RETURN a.id, a.url, a.title, a.text, a.language, a.publisher, a.publishedAt, a.retrievedAt,
		head([(s:Source)-[:PUBLISHED]->(a) | s.name]), a.fingerprint, a.pending ORDER BY a.id`, params)
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", err)
	}
	var all []schema.Article
	for _, row := range rows {
		v := row.Values
		a := schema.Article{ID: str(v[0]), URL: str(v[1]), Title: str(v[2]), Text: str(v[3]), Language: schema.Language(str(v[4])),
			Publisher: str(v[5]), PublishedAt: dayOf(v[6]), Source: str(v[8]), Fingerprint: strs(v[9])}
		if t, ok := v[7].(time.Time); ok {
			a.RetrievedAt = t
		}
		if waiting := str(v[10]); waiting != "" {
			if err := json.Unmarshal([]byte(waiting), &a); err != nil {
				return nil, fmt.Errorf("article %s: its new text: %w", a.ID, err)
			}
		}
		all = append(all, a)
	}
	return all, nil
}
