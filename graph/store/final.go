package store

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/schema"
)

// loadFinal writes items whose events and actors are final: rows of event
// tables under exact names. They need no resolution; nodes that are there
// already stay as they are, but for what is counted over all articles that
// report an event. Their actors are there, see [Store.writeExactActors].
//
// The same few actors take part in the events of all writers, and Neo4j lets
// writers that tie relationships to one node run into deadlocks. So what
// touches only the writer's own nodes comes first, which several do at once;
// for the rest, and until it commits, a writer holds a lock.
func (t transaction) loadFinal(items []*item) (map[string]bool, error) {
	fresh, known, err := t.lockArticles(items)
	if err != nil {
		return nil, err
	}
	f := newFinalRows(fresh)
	var left leftovers
	if len(known) > 0 {
		if err := t.lock("table"); err != nil {
			return nil, err
		}
		if left, err = t.withdrawFinal(known); err != nil {
			return nil, err
		}
	}
	if err := t.writeArticles(fresh); err != nil {
		return nil, err
	}
	// Most rows are new: asking which are not is cheaper than MERGE for all.
	if f.there, err = t.existing("Event", f.events); err != nil {
		return nil, err
	}
	if err := t.createEvents(f); err != nil {
		return nil, err
	}
	if err := t.lock("table"); err != nil {
		return nil, err
	}
	if err := t.publish(items); err != nil {
		return nil, err
	}
	if len(fresh) == 0 {
		return nil, nil
	}
	if err := t.tieEvents(f); err != nil {
		return nil, err
	}
	if err := t.writeContacts(nil, f.contacts()); err != nil {
		return nil, err
	}
	if err := t.sumUp(slices.Concat(left.events, f.retold())); err != nil {
		return nil, err
	}
	changed := make(map[string]bool)
	for _, it := range fresh {
		changed[it.id] = true
	}
	return changed, t.dropActors(left.actors)
}

// finalRows is what a batch of final items brings.
type finalRows struct {
	items  []*item
	actors map[string]int            // id → its place among the ids, sorted
	ids    []string                  // of the actors
	events map[string]map[string]any // by id, as the first item that tells it has it
	first  map[string]string         // event → article that brings it
	told   map[string]schema.Event   // by id, as that item has it
	again  map[string]bool           // events that several items tell
	there  map[string]bool           // events that the graph has already
	nodes  map[string]string         // of new events, by id
}

func newFinalRows(items []*item) *finalRows {
	f := &finalRows{items: items, actors: make(map[string]int), events: make(map[string]map[string]any), first: make(map[string]string),
		told: make(map[string]schema.Event), again: make(map[string]bool)}
	for _, it := range items {
		byID := make(map[string]schema.Actor, len(it.Actors))
		for _, a := range it.Actors {
			byID[a.ID], f.actors[a.ID] = a, 0
		}
		for _, e := range it.Events {
			if f.events[e.ID] != nil {
				f.again[e.ID] = true
				continue
			}
			f.events[e.ID], f.first[e.ID], f.told[e.ID] = exactEvent(e, it.Article, byID), it.id, e
		}
	}
	f.ids = slices.Sorted(maps.Keys(f.actors))
	for i, id := range f.ids {
		f.actors[id] = i
	}
	return f
}

// isNew tells whether an event comes into the graph with these rows.
func (f *finalRows) isNew(id string) bool { return !f.there[id] }

// retold are the events of which other articles tell too, sorted.
func (f *finalRows) retold() []string {
	ids := slices.Sorted(maps.Keys(f.again))
	for id := range f.there {
		if !f.again[id] {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func (f *finalRows) places() (rows []map[string]any) {
	for _, id := range slices.Sorted(maps.Keys(f.told)) {
		if p := f.told[id].Place; p != nil && f.isNew(id) {
			rows = append(rows, map[string]any{"event": id, "id": p.ID, "name": text(p.Name), "nameAr": text(p.NameAr), "country": text(p.Country)})
		}
	}
	return rows
}

func (f *finalRows) contacts() (all []contact) {
	for _, id := range slices.Sorted(maps.Keys(f.told)) {
		if f.isNew(id) {
			all = append(all, exactContacts(f.told[id])...)
		}
	}
	return all
}

// errActorsGone says that actors went that were there a moment ago, by the
// hand of another writer.
var errActorsGone = errors.New("actors of a table were deleted meanwhile")

func exactReport(it *item, e schema.Event) map[string]any {
	return map[string]any{"claim": e.ID, "quote": e.Quote, "start": e.Span.Start, "end": e.Span.End, "confidence": e.Confidence, "coder": text(it.Coder)}
}

// createEvents makes the events that are new, with the report of the article
// that brings each.
func (t transaction) createEvents(f *finalRows) error {
	var rows []map[string]any
	for _, it := range f.items {
		var events []map[string]any
		for _, e := range it.Events {
			if f.first[e.ID] == it.id && f.isNew(e.ID) {
				row := f.events[e.ID]
				events = append(events, map[string]any{"label": row["label"], "props": row["props"], "report": exactReport(it, e)})
			}
		}
		if events != nil {
			rows = append(rows, map[string]any{"article": it.id, "events": events})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	found, err := t.query(`UNWIND $rows AS row MATCH (d:Article {id: row.article}) UNWIND row.events AS event
		CREATE (d)-[r:REPORTS]->(e:Event:$(event.label)) SET e = event.props, r = event.report
		RETURN e.id, elementId(e)`, map[string]any{"rows": rows})
	if err != nil {
		return err
	}
	f.nodes = make(map[string]string, len(found))
	for _, row := range found {
		f.nodes[str(row.Values[0])] = str(row.Values[1])
	}
	return nil
}

// tieEvents writes mentions, participants, places and the reports of events
// that were there. The nodes of the actors are found once, and then picked by
// their place in the list.
func (t transaction) tieEvents(f *finalRows) error {
	var mentions, reports []map[string]any
	parts := make(map[string][][]any)
	for _, it := range f.items {
		told := make([][]int, 0, len(it.Actors))
		for _, a := range it.Actors {
			told = append(told, []int{f.actors[a.ID], max(a.Count, 1)})
		}
		mentions = append(mentions, map[string]any{"article": it.id, "actors": told})
		for _, e := range it.Events {
			if f.first[e.ID] != it.id || !f.isNew(e.ID) {
				reports = append(reports, map[string]any{"article": it.id, "event": e.ID, "report": exactReport(it, e)})
				continue
			}
			for _, p := range e.Participants {
				kind := roleTypes[p.Role]
				parts[kind] = append(parts[kind], []any{f.nodes[e.ID], f.actors[p.Actor]})
			}
		}
	}
	const actors = `UNWIND range(0, size($actors) - 1) AS i MATCH (a:Actor {id: $actors[i]}) WITH i, a ORDER BY i
		WITH collect(a) AS actors WHERE size(actors) = size($actors)
		UNWIND $rows AS row `
	if err := t.expect(actors+`MATCH (d:Article {id: row.article}) UNWIND row.actors AS m WITH d, actors[m[0]] AS a, m[1] AS count
		CREATE (d)-[:MENTIONS {claim: a.id, count: count}]->(a)`, f.ids, mentions); err != nil {
		return err
	}
	for _, kind := range slices.Sorted(maps.Keys(parts)) {
		if err := t.expect(actors+`MATCH (e) WHERE elementId(e) = row[0] WITH e, actors[row[1]] AS a CREATE (a)-[:`+kind+`]->(e)`, f.ids, parts[kind]); err != nil {
			return err
		}
	}
	if err := t.unwind(`UNWIND $rows AS row MATCH (e:Event {id: row.event})
		MERGE (p:Place {id: row.id}) ON CREATE SET p.name = row.name, p.nameAr = row.nameAr, p.captionAr = coalesce(row.nameAr, row.name), p.country = row.country
		MERGE (e)-[:IN]->(p)`, f.places()); err != nil {
		return err
	}
	return t.unwind(`UNWIND $rows AS row MATCH (d:Article {id: row.article}) MATCH (e:Event {id: row.event})
		CREATE (d)-[r:REPORTS]->(e) SET r = row.report`, reports)
}

// expect runs a statement over actors and rows that must write something.
func (t transaction) expect(cypher string, actors []string, rows any) error {
	result, err := t.tx.Run(t.ctx, cypher, map[string]any{"actors": actors, "rows": rows})
	if err != nil {
		return err
	}
	summary, err := result.Consume(t.ctx)
	if err == nil && len(actors) > 0 && !summary.Counters().ContainsUpdates() {
		err = errActorsGone
	}
	return err
}

// writeExactActors makes the actors of final items in a transaction of their
// own: together with the rows it would make other writers wait for all of
// these. One that stays without rows, because the program was killed in
// between, is taken up when they are loaded again.
func (s *Store) writeExactActors(ctx context.Context, items []*item) error {
	actors := make(map[string]map[string]any)
	for _, it := range items {
		for _, a := range it.Actors {
			if !s.exact.has(a.ID) {
				actors[a.ID] = exactActor(a)
			}
		}
	}
	if len(actors) == 0 {
		return nil
	}
	err := s.write(ctx, func(t transaction) error {
		there, err := t.existing("Actor", actors)
		if err != nil {
			return err
		}
		rows := slices.DeleteFunc(sortedRows(actors), func(row map[string]any) bool { return there[row["id"].(string)] })
		return t.unwind(`UNWIND $rows AS row MERGE (a:Actor {id: row.id}) ON CREATE SET a += row.props, a:$(row.label)`, rows)
	})
	if err == nil {
		s.exact.add(slices.Collect(maps.Keys(actors)))
	}
	return err
}

// actorCache remembers ids of actors that are in the graph. It may be wrong
// about one that another program deleted; whoever relies on it notices.
type actorCache struct {
	mu  sync.Mutex
	ids map[string]bool
}

// cachedActors bounds the memory of the cache to some tens of megabytes.
const cachedActors = 200_000

func (c *actorCache) has(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ids[id]
}

func (c *actorCache) add(ids []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ids == nil || len(c.ids)+len(ids) > cachedActors {
		c.ids = make(map[string]bool)
	}
	for _, id := range ids {
		c.ids[id] = true
	}
}

func (c *actorCache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ids = nil
}

// existing tells which of the rows have a node.
func (t transaction) existing(label string, rows map[string]map[string]any) (map[string]bool, error) {
	found, err := t.query(`UNWIND $ids AS id MATCH (n:`+label+` {id: id}) RETURN n.id`, map[string]any{"ids": slices.Sorted(maps.Keys(rows))})
	if err != nil {
		return nil, err
	}
	there := make(map[string]bool, len(found))
	for _, row := range found {
		there[str(row.Values[0])] = true
	}
	return there, nil
}

// leftovers are nodes that lost something of what they are there for.
type leftovers struct{ events, actors []string }

// withdrawFinal takes out what articles of event tables told, with the events
// that no other article tells. It returns the events that stay, to be summed
// up anew, and the actors that may not be mentioned any more.
func (t transaction) withdrawFinal(articles []string) (left leftovers, err error) {
	if len(articles) == 0 {
		return left, nil
	}
	params := map[string]any{"articles": articles}
	rows, err := t.query(`UNWIND $articles AS id MATCH (d:Article {id: id})-[r:REPORTS]->(e:Event) DELETE r
		WITH DISTINCT e RETURN e.id, EXISTS { (e)<-[:REPORTS]-() }`, params)
	if err != nil {
		return left, err
	}
	var gone []string
	for _, row := range rows {
		if row.Values[1] == true {
			left.events = append(left.events, str(row.Values[0]))
		} else {
			gone = append(gone, str(row.Values[0]))
		}
	}
	pairs, err := t.query(`UNWIND $ids AS id MATCH (e:Event {id: id}) WHERE e.contact
		MATCH (a)-[:INITIATED|JOINED]->(e)<-[:RECEIVED|JOINED]-(b) RETURN DISTINCT a.id, b.id, e.type`, map[string]any{"ids": gone})
	if err != nil {
		return left, err
	}
	if err := t.each(`UNWIND $ids AS id MATCH (e:Event {id: id}) DETACH DELETE e`, "ids", gone); err != nil {
		return left, err
	}
	var lost []contact
	for _, row := range pairs {
		lost = append(lost, contact{who: str(row.Values[0]), whom: str(row.Values[1]), kind: str(row.Values[2])})
	}
	if err := t.writeContacts(lost, nil); err != nil {
		return left, err
	}
	if rows, err = t.query(`UNWIND $articles AS id MATCH (d:Article {id: id})-[m:MENTIONS]->(a:Actor) DELETE m RETURN DISTINCT a.id`, params); err != nil {
		return left, err
	}
	for _, row := range rows {
		left.actors = append(left.actors, str(row.Values[0]))
	}
	return left, nil
}

// dropActors deletes those of the actors that no article mentions. It locks
// them before it looks.
func (t transaction) dropActors(ids []string) error {
	slices.Sort(ids)
	return t.each(`UNWIND $ids AS id MATCH (a:Actor {id: id}) SET a.locked = true WITH a REMOVE a.locked
		WITH a WHERE NOT EXISTS { (a)<-[:MENTIONS]-() } DETACH DELETE a`, "ids", ids)
}

// sumUp works out anew what an event that several articles report has from
// all of them: the number of witnesses, how sure they are together, and the
// day by which it happened where none is told.
func (t transaction) sumUp(events []string) error {
	if len(events) == 0 {
		return nil
	}
	rows, err := t.query(`UNWIND $ids AS id MATCH (e:Event {id: id}) SET e.locked = true WITH e REMOVE e.locked
		WITH e MATCH (e)<-[r:REPORTS]-(d:Article)
		RETURN e.id, d.id, d.fingerprint, d.publishedAt, r.confidence, e.modality, e.end ORDER BY e.id, d.id, r.confidence`, map[string]any{"ids": events})
	if err != nil {
		return err
	}
	var sums []map[string]any
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].Values[0] == rows[0].Values[0] {
			n++
		}
		sums = append(sums, sumOfRows(rows[:n]))
		rows = rows[n:]
	}
	return t.unwind(`UNWIND $rows AS row MATCH (e:Event {id: row.id})
		SET e.reports = row.reports, e.confidence = row.confidence, e.notAfter = row.notAfter`, sums)
}

// sumOfRows sums up the reports of one event, as [transaction.sumUp] reads them.
func sumOfRows(reports []*neo4j.Record) map[string]any {
	var told []testimony
	for _, row := range reports {
		v := row.Values
		confidence, _ := v[4].(float64)
		told = append(told, testimony{str(v[1]), strs(v[2]), confidence, dayOf(v[3])})
	}
	s := sumOf(told)
	v := reports[0].Values
	notAfter := dayOf(v[6])
	if notAfter.IsZero() && v[5] == string(schema.Actual) {
		notAfter = s.published
	}
	return map[string]any{"id": v[0], "reports": s.reports, "confidence": s.confidence, "notAfter": day(notAfter)}
}

func sortedRows(rows map[string]map[string]any) []map[string]any {
	all := make([]map[string]any, 0, len(rows))
	for _, row := range rows {
		all = append(all, row)
	}
	slices.SortFunc(all, func(a, b map[string]any) int { return cmp.Compare(a["id"].(string), b["id"].(string)) })
	return all
}

func earliest(a, b schema.Date) schema.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func exactActor(a schema.Actor) map[string]any {
	aliases := slices.DeleteFunc(append([]string{a.Name, a.NameAr}, a.Names...), func(n string) bool { return n == "" })
	slices.Sort(aliases)
	aliases = slices.Compact(aliases)
	name := cmp.Or(a.Name, a.NameAr, aliases[0])
	return map[string]any{"id": a.ID, "label": kindLabel(a.Kind), "props": map[string]any{
		"name": name, "nameAr": text(a.NameAr), "captionAr": cmp.Or(a.NameAr, name), "kind": string(a.Kind), "aliases": aliases,
		"folded": foldedNames(aliases), "code": text(a.Code), "state": text(a.State), "ids": []string{a.ID}, "unnamed": false,
	}}
}

func exactEvent(e schema.Event, a schema.Article, actors map[string]schema.Actor) map[string]any {
	info, _ := e.Type.Info()
	names := make(map[schema.Role][][2]string)
	parts := make([][]string, 0, len(e.Participants))
	for _, p := range e.Participants {
		x := actors[p.Actor]
		names[p.Role] = append(names[p.Role], [2]string{cmp.Or(x.Name, x.NameAr), cmp.Or(x.NameAr, x.Name)})
		parts = append(parts, []string{p.Actor, roleTypes[p.Role]})
	}
	title, titleAr := caption(info, names)
	notAfter := e.Date.End
	if notAfter.IsZero() && e.Modality == schema.Actual {
		notAfter = a.PublishedAt
	}
	return map[string]any{"id": e.ID, "label": info.Label(), "parts": parts, "props": map[string]any{
		"type": string(e.Type), "code": info.Code, "family": string(info.Family), "contact": info.Contact,
		"title": title, "titleAr": titleAr, "modality": string(e.Modality), "start": day(e.Date.Start), "end": day(e.Date.End),
		"caption": info.Caption(schema.English, e.Modality, e.Date), "captionAr": info.Caption(schema.Arabic, e.Modality, e.Date),
		"precision": string(cmp.Or(e.Date.Precision, schema.PrecisionUnknown)), "confidence": roundConfidence(e.Confidence), "reports": 1, "id": e.ID,
		"key": schema.EventKey(e.Date, e.ID), "notAfter": day(notAfter), "ids": []string{e.ID},
	}}
}

func exactContacts(e schema.Event) []contact {
	info, _ := e.Type.Info()
	n := &node{props: map[string]any{"contact": info.Contact, "modality": string(e.Modality), "type": string(e.Type),
		"start": day(e.Date.Start), "end": day(e.Date.End)}, edges: make(map[edge]bool)}
	for _, p := range e.Participants {
		n.edges[edge{kind: roleTypes[p.Role], id: p.Actor, in: true}] = true
	}
	return contactsOf(n)
}
