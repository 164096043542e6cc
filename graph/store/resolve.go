package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"safir/graph/identity"
)

// resolution is the work of one transaction that resolves identity.
type resolution struct {
	transaction
	decisions identity.Decisions
	ruled     bool // there are decisions in force
	rejected  bool // people have rejected events, so that there may be :Rejected nodes

	profiles map[string]*profile // loaded, by key
	deleted  map[string]bool     // profiles that no article tells of any more
	anew     map[string]bool     // profiles to be clustered anew though they are as they were

	reports map[string]*report                  // loaded or new, by key
	parts   map[string]map[string]identity.Part // article → actor as it has it → whom it means

	removed []*report       // claims that go
	dirty   map[string]bool // keys of reports to be clustered anew
	events  map[string]bool // nodes that the change touches
	renamed map[string]bool // actors whose shown names changed

	subjects map[string]subject // places and topics that events have, by id
	loose    map[string]bool    // actors, places and topics that may have lost what they are there for
}

// lock takes one of the locks that writers share; it is held until the
// transaction ends.
func (t transaction) lock(name string) error {
	return t.run(`MERGE (l:Lock {id: $name}) SET l.held = true REMOVE l.held`, map[string]any{"name": name})
}

// lockIdentity takes the lock under which identity is resolved.
func (t transaction) lockIdentity() error { return t.lock("identity") }

// newResolution reads what people decided; the caller holds the lock.
func (t transaction) newResolution() (*resolution, error) {
	decisions, ruled, rejected, err := t.decisions()
	return &resolution{
		transaction: t, decisions: decisions, ruled: ruled, rejected: rejected,
		profiles: make(map[string]*profile), deleted: make(map[string]bool),
		reports: make(map[string]*report), parts: make(map[string]map[string]identity.Part),
		dirty: make(map[string]bool), events: make(map[string]bool), renamed: make(map[string]bool),
		subjects: make(map[string]subject), loose: make(map[string]bool),
	}, err
}

// loadJoined writes items whose actors and events are joined with those of
// other articles, and tells which changed the graph.
func (t transaction) loadJoined(items []*item) (map[string]bool, error) {
	if err := t.lockIdentity(); err != nil {
		return nil, err
	}
	r, err := t.newResolution()
	if err != nil {
		return nil, err
	}
	fresh, known, err := t.lockArticles(items)
	if err != nil {
		return nil, err
	}
	if err := t.publish(items); err != nil || len(fresh) == 0 {
		return nil, err
	}
	oldMentions, err := r.withdraw(known)
	if err != nil {
		return nil, err
	}
	if err := t.writeArticles(fresh); err != nil {
		return nil, err
	}
	changed := make(map[string]bool)
	var mentions []mention
	for _, it := range fresh {
		changed[it.id] = true
		for _, a := range it.Actors {
			m := mention{}
			m.Article, m.Published, m.Language, m.Actor = it.id, it.Article.PublishedAt, it.Article.Language, a
			mentions = append(mentions, m)
		}
		for _, rep := range newReports(it) {
			r.reports[rep.key()] = rep
			r.dirty[rep.key()] = true
		}
	}
	if err := r.resolveActors(oldMentions, mentions); err != nil {
		return nil, err
	}
	if err := r.resolveEvents(); err != nil || !r.ruled {
		return changed, err
	}
	return changed, t.pointDecisions()
}

// withdraw takes the claims of articles out of the graph, to be told anew or
// not at all. It returns their mentions.
func (r *resolution) withdraw(articles []string) ([]mention, error) {
	if len(articles) == 0 {
		return nil, nil
	}
	params := map[string]any{"articles": articles}
	rows, err := r.query(`MATCH (d:Article)-[m:MENTIONS]->(a:Actor) WHERE d.id IN $articles AND m.told IS NOT NULL
		RETURN d.id, d.publishedAt, d.language, m.claim, m.told, a.id`, params)
	if err != nil {
		return nil, err
	}
	var mentions []mention
	for _, row := range rows {
		m, err := parseMention(str(row.Values[0]), row.Values[1], row.Values[2], row.Values[3], row.Values[4], row.Values[5])
		if err != nil {
			return nil, err
		}
		mentions = append(mentions, m)
	}
	found, err := r.readReports(`MATCH (d:Article)-[r:REPORTS]->(e) WHERE d.id IN $articles`, params)
	if err != nil {
		return nil, err
	}
	for _, rep := range found {
		r.removed = append(r.removed, rep)
		r.events[rep.event] = true
	}
	return mentions, r.run(`MATCH (d:Article)-[r:REPORTS|MENTIONS]->() WHERE d.id IN $articles DELETE r`, params)
}

// readReports reads claims; match binds d (the article), r and e (the event).
func (r *resolution) readReports(match string, params map[string]any) ([]*report, error) {
	rows, err := r.query(match+` RETURN d.id, d.publishedAt, d.fingerprint, r.claim, r.told, r.final, r.quote, r.start, r.end,
		r.confidence, r.coder, r.keys, e.id`, params)
	if err != nil {
		return nil, err
	}
	var all []*report
	for _, row := range rows {
		v := row.Values
		rep := &report{raw: str(v[4]), coder: str(v[10]), fingerprint: strs(v[2]), keys: strs(v[11]), event: str(v[12])}
		rep.Article, rep.Published, rep.ID = str(v[0]), dayOf(v[1]), str(v[3])
		rep.Confidence, _ = v[9].(float64)
		rep.final, _ = v[5].(bool)
		rep.evidence.Quote = str(v[6])
		rep.evidence.Span.Start, rep.evidence.Span.End = number(v[7]), number(v[8])
		if err := json.Unmarshal([]byte(rep.raw), &rep.told); err != nil {
			return nil, fmt.Errorf("article %s: what it tells of event %s: %w", rep.Article, rep.ID, err)
		}
		all = append(all, rep)
	}
	return all, nil
}

// each runs a statement over ids, which it knows as $name; no ids, no
// statement.
func (t transaction) each(cypher, name string, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return t.run(cypher, map[string]any{name: ids})
}

// run runs a statement without looking at rows.
func (t transaction) run(cypher string, params map[string]any) error {
	result, err := t.tx.Run(t.ctx, cypher, params)
	if err != nil {
		return err
	}
	_, err = result.Consume(t.ctx)
	return err
}

// blockChange says which members a node :Block gets and loses.
type blockChange struct{ add, remove []string }

// writeBlocks enters members under keys and takes others out; a block without
// members goes.
func (r *resolution) writeBlocks(changes map[string]*blockChange) error {
	var rows []map[string]any
	for _, key := range slices.Sorted(maps.Keys(changes)) {
		c := changes[key]
		rows = append(rows, map[string]any{"id": key, "add": c.add, "remove": c.remove})
	}
	return r.unwind(`UNWIND $rows AS row MERGE (b:Block {id: row.id})
		WITH b, row, COLLECT {
			UNWIND [m IN coalesce(b.members, []) WHERE NOT m IN row.remove] + row.add AS m
			WITH DISTINCT m ORDER BY m RETURN m } AS members
		SET b.members = members
		WITH b WHERE size(b.members) = 0 DELETE b`, rows)
}

// blockMembers returns the members of blocks, sorted, each once.
func (r *resolution) blockMembers(keys []string) ([]string, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	rows, err := r.query(`UNWIND $keys AS key MATCH (b:Block {id: key}) UNWIND b.members AS m RETURN DISTINCT m ORDER BY m`,
		map[string]any{"keys": keys})
	if err != nil {
		return nil, err
	}
	members := make([]string, len(rows))
	for i, row := range rows {
		members[i] = str(row.Values[0])
	}
	return members, nil
}

// moveKeys notes that a member's keys change from old to new.
func moveKeys(changes map[string]*blockChange, prefix, member string, before, after []string) {
	at := func(key string) *blockChange {
		c := changes[prefix+key]
		if c == nil {
			c = &blockChange{add: []string{}, remove: []string{}}
			changes[prefix+key] = c
		}
		return c
	}
	for _, k := range before {
		if !slices.Contains(after, k) {
			c := at(k)
			c.remove = append(c.remove, member)
		}
	}
	for _, k := range after {
		if !slices.Contains(before, k) {
			c := at(k)
			c.add = append(c.add, member)
		}
	}
}

func number(v any) int {
	n, _ := v.(int64)
	return int(n)
}
