package store

import "safir/schema"

// lockArticles makes the items' article nodes, whose locks the transaction
// then holds, and returns the items that the graph does not hold as they are.
// known are the ids of those among them that it holds in another coding.
func (t transaction) lockArticles(items []*item) (fresh []*item, known []string, err error) {
	var ids []string
	for _, it := range items {
		ids = append(ids, it.id)
	}
	rows, err := t.query(`UNWIND $ids AS id MERGE (a:Article {id: id}) SET a.locked = true
		WITH a REMOVE a.locked RETURN a.id, a.claimsHash, a.state`, map[string]any{"ids": ids})
	if err != nil {
		return nil, nil, err
	}
	have := make(map[string]string)
	state := make(map[string]string)
	for _, row := range rows {
		have[str(row.Values[0])], state[str(row.Values[0])] = str(row.Values[1]), str(row.Values[2])
	}
	var waiting []string // though what they are coded as is here
	for _, it := range items {
		if have[it.id] == it.claimsHash {
			if state[it.id] != "coded" {
				waiting = append(waiting, it.id)
			}
			continue
		}
		fresh = append(fresh, it)
		if have[it.id] != "" {
			known = append(known, it.id)
		}
	}
	return fresh, known, t.each(`UNWIND $ids AS id MATCH (a:Article {id: id})
		SET a.state = 'coded', a.pending = null, a.attempts = null, a.error = null`, "ids", waiting)
}

// writeArticles fills the nodes of articles whose claims are written in the
// same transaction.
func (t transaction) writeArticles(items []*item) error {
	var articles []map[string]any
	for _, it := range items {
		props := articleProps(it.Article)
		props["state"], props["coder"], props["claimsHash"] = "coded", text(it.Coder), it.claimsHash
		props["attempts"], props["error"], props["pending"], props["table"] = nil, nil, nil, nil
		if it.Table {
			props["table"] = true
		}
		articles = append(articles, map[string]any{"id": it.id, "props": props})
	}
	return t.unwind(`UNWIND $rows AS row MATCH (a:Article {id: row.id}) SET a += row.props`, articles)
}

// publish ties articles to the sources that yielded them.
func (t transaction) publish(items []*item) error {
	var rows []map[string]any
	for _, it := range items {
		if name := it.Article.Source; name != "" {
			rows = append(rows, map[string]any{"article": it.id, "id": SourceID(name), "name": name})
		}
	}
	return t.writePublished(rows)
}

func (t transaction) writePublished(rows []map[string]any) error {
	return t.unwind(`UNWIND $rows AS row MERGE (s:Source {id: row.id}) ON CREATE SET s.name = row.name
		WITH s, row MATCH (a:Article {id: row.article}) MERGE (s)-[:PUBLISHED]->(a)`, rows)
}

// SourceID returns the id of a source's node by its configured name.
func SourceID(name string) string { return "source:" + schema.Slug(name) }
