package store

import (
	"cmp"
	"encoding/json"
	"slices"

	"safir/schema"
)

// claimsHash digests all that an article and its coding bring into the
// graph; an equal hash means that there is nothing to write.
func claimsHash(c *schema.Coded) string {
	b, err := json.Marshal(struct {
		Article           schema.Article
		Coder             string
		Table, ExactNames bool
		Actors            []schema.Actor
		Events            []schema.Event
		Order             []schema.Order
	}{withoutRetrieval(c.Article), c.Coder, c.Table, c.ExactNames, c.Actors, c.Events, c.Order})
	if err != nil { // plain values: cannot happen
		panic("store: " + err.Error())
	}
	return hash(string(b))
}

// withoutRetrieval leaves out when an article was fetched: fetching the same
// again is no change.
func withoutRetrieval(a schema.Article) schema.Article {
	a.RetrievedAt = schema.Article{}.RetrievedAt
	return a
}

// load writes items whose ids are final and tells which were not in the
// graph as they are.
func (t transaction) load(items []*item) (map[string]bool, error) {
	slices.SortFunc(items, func(a, b *item) int { return cmp.Compare(a.id, b.id) })
	fresh, err := t.claimArticles(items)
	if err != nil {
		return nil, err
	}
	changed := make(map[string]bool)
	var actors, mentions, events, reports, follows []map[string]any
	for _, it := range fresh {
		changed[it.id] = true
		byID := make(map[string]schema.Actor)
		for _, a := range it.Actors {
			byID[a.ID] = a
			actors = append(actors, actorRow(a))
			mentions = append(mentions, map[string]any{"article": it.id, "actor": a.ID, "claim": a.ID, "count": max(a.Count, 1)})
		}
		for _, e := range it.Events {
			events = append(events, eventRow(e, it.Article, byID))
			reports = append(reports, map[string]any{"article": it.id, "event": e.ID, "claim": e.ID, "quote": e.Quote,
				"start": e.Span.Start, "end": e.Span.End, "confidence": e.Confidence, "coder": text(it.Coder)})
		}
		for _, o := range it.Order {
			follows = append(follows, map[string]any{"earlier": o.Earlier, "later": o.Later, "article": it.id, "quote": o.Quote})
		}
	}
	byActor := func(a, b map[string]any) int { return cmp.Compare(a["id"].(string), b["id"].(string)) }
	slices.SortStableFunc(actors, byActor)
	actors = slices.CompactFunc(actors, func(a, b map[string]any) bool { return a["id"] == b["id"] })
	for _, step := range []struct {
		cypher string
		rows   []map[string]any
	}{
		{`UNWIND $rows AS row MERGE (a:Actor {id: row.id}) ON CREATE SET a += row.props, a:$(row.label)`, actors},
		{`UNWIND $rows AS row MATCH (s:Actor {id: row.state.id}) MATCH (a:Actor {id: row.id})
		  MERGE (a)-[r:REPRESENTS {role: row.state.role}]->(s) ON CREATE SET r += row.state.props`, represented(actors)},
		{`UNWIND $rows AS row MATCH (d:Article {id: row.article}) MATCH (a:Actor {id: row.actor})
		  CREATE (d)-[:MENTIONS {claim: row.claim, count: row.count}]->(a)`, mentions},
		{`UNWIND $rows AS row
		  MERGE (e:Event {id: row.id}) ON CREATE SET e += row.props, e:$(row.label), e.fresh = true
		  WITH e, row WHERE e.fresh REMOVE e.fresh
		  WITH e, row UNWIND row.parts AS part
		  MATCH (a:Actor {id: part.actor}) CREATE (a)-[:$(part.type)]->(e)`, events},
		{`UNWIND $rows AS row WITH row WHERE row.place IS NOT NULL MATCH (e:Event {id: row.id})
		  MERGE (p:Place {id: row.place.id}) ON CREATE SET p += row.place MERGE (e)-[:IN]->(p)`, events},
		{`UNWIND $rows AS row MATCH (d:Article {id: row.article}) MATCH (e:Event {id: row.event})
		  CREATE (d)-[r:REPORTS]->(e) SET r = row, r.article = null, r.event = null`, reports},
		{`UNWIND $rows AS row MATCH (l:Event {id: row.later}) MATCH (e:Event {id: row.earlier})
		  MERGE (l)-[:FOLLOWS {article: row.article, quote: row.quote}]->(e)`, follows},
	} {
		if err := t.unwind(step.cypher, step.rows); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

// claimArticles writes the articles' nodes, whose locks are then held, and
// returns the items whose claims are not in the graph.
func (t transaction) claimArticles(items []*item) ([]*item, error) {
	var locks []map[string]any
	for _, it := range items {
		locks = append(locks, map[string]any{"id": it.id})
	}
	rows, err := t.query(`UNWIND $rows AS row MERGE (a:Article {id: row.id}) SET a.locked = true
		WITH a REMOVE a.locked RETURN a.id, a.claimsHash`, map[string]any{"rows": locks})
	if err != nil {
		return nil, err
	}
	have := make(map[string]string)
	for _, row := range rows {
		have[str(row.Values[0])] = str(row.Values[1])
	}
	var fresh []*item
	var articles, published []map[string]any
	for _, it := range items {
		if have[it.id] == it.claimsHash {
			continue
		}
		fresh = append(fresh, it)
		props := articleProps(it.Article)
		props["state"], props["coder"], props["claimsHash"] = "coded", text(it.Coder), it.claimsHash
		articles = append(articles, map[string]any{"id": it.id, "props": props})
		if name := it.Article.Source; name != "" {
			published = append(published, map[string]any{"article": it.id, "id": SourceID(name), "name": name})
		}
	}
	if err := t.unwind(`UNWIND $rows AS row MATCH (a:Article {id: row.id}) SET a += row.props`, articles); err != nil {
		return nil, err
	}
	return fresh, t.unwind(`UNWIND $rows AS row MERGE (s:Source {id: row.id}) ON CREATE SET s.name = row.name
		WITH s, row MATCH (a:Article {id: row.article}) MERGE (s)-[:PUBLISHED]->(a)`, published)
}

// SourceID returns the id of a source's node by its configured name.
func SourceID(name string) string { return "source:" + schema.Slug(name) }

func actorRow(a schema.Actor) map[string]any {
	names := append([]string{a.Name, a.NameAr}, a.Names...)
	aliases := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == "" })
	slices.Sort(aliases)
	aliases = slices.Compact(aliases)
	name := cmp.Or(a.Name, a.NameAr, aliases[0])
	row := map[string]any{"id": a.ID, "label": kindLabel(a.Kind), "props": map[string]any{
		"name": name, "nameAr": text(a.NameAr), "kind": string(a.Kind), "aliases": aliases, "folded": foldedNames(aliases),
		"code": text(a.Code), "state": text(a.State), "ids": []string{a.ID}, "unnamed": a.Unnamed,
	}}
	if a.State != "" && a.Kind != schema.State {
		row["state"] = map[string]any{"id": schema.StateID(a.State), "role": a.Role,
			"props": map[string]any{"roleAr": text(a.RoleAr), "from": day(a.From), "to": day(a.To)}}
	}
	return row
}

func represented(actors []map[string]any) []map[string]any {
	var rows []map[string]any
	for _, a := range actors {
		if a["state"] != nil {
			rows = append(rows, a)
		}
	}
	return rows
}

func eventRow(e schema.Event, a schema.Article, actors map[string]schema.Actor) map[string]any {
	info, _ := e.Type.Info()
	names := make(map[schema.Role][][2]string)
	var parts []map[string]any
	for _, p := range e.Participants {
		x := actors[p.Actor]
		names[p.Role] = append(names[p.Role], [2]string{cmp.Or(x.Name, x.NameAr), cmp.Or(x.NameAr, x.Name)})
		parts = append(parts, map[string]any{"actor": p.Actor, "type": roleTypes[p.Role]})
	}
	title, titleAr := caption(info, names)
	precision := cmp.Or(e.Date.Precision, schema.PrecisionUnknown)
	notAfter := e.Date.End
	if notAfter.IsZero() && e.Modality == schema.Actual {
		notAfter = a.PublishedAt
	}
	row := map[string]any{"id": e.ID, "label": info.Label(), "parts": parts, "props": map[string]any{
		"type": string(e.Type), "code": info.Code, "family": string(info.Family), "contact": info.Contact,
		"title": title, "titleAr": titleAr, "modality": string(e.Modality), "start": day(e.Date.Start), "end": day(e.Date.End),
		"precision": string(precision), "confidence": e.Confidence, "reports": 1, "key": schema.EventKey(e.Date, e.ID),
		"notAfter": day(notAfter), "ids": []string{e.ID},
	}}
	if p := e.Place; p != nil {
		row["place"] = map[string]any{"id": p.ID, "name": p.Name, "nameAr": text(p.NameAr), "country": text(p.Country)}
	}
	return row
}
