package store

import (
	"cmp"
	"maps"
	"slices"

	"safir/schema"
)

// loadFinal writes items whose events and actors are final: rows of event
// tables under exact names. They need no resolution, so writers do not wait
// for each other; nodes that are there already stay as they are.
func (t transaction) loadFinal(items []*item) (map[string]bool, error) {
	fresh, known, err := t.lockArticles(items)
	if err != nil || len(fresh) == 0 {
		return nil, err
	}
	if err := t.withdrawFinal(known); err != nil {
		return nil, err
	}
	if err := t.writeArticles(fresh); err != nil {
		return nil, err
	}
	changed := make(map[string]bool)
	actors := make(map[string]map[string]any)
	events := make(map[string]map[string]any)
	contacts := make(map[string][]contact)
	var mentions, reports, places []map[string]any // reports beside an event's first, which comes with it
	for _, it := range fresh {
		changed[it.id] = true
		byID := make(map[string]schema.Actor, len(it.Actors))
		for _, a := range it.Actors {
			byID[a.ID] = a
			actors[a.ID] = exactActor(a)
			mentions = append(mentions, map[string]any{"article": it.id, "actor": a.ID, "count": max(a.Count, 1)})
		}
		for _, e := range it.Events {
			report := map[string]any{"claim": e.ID, "quote": e.Quote, "start": e.Span.Start, "end": e.Span.End,
				"confidence": e.Confidence, "coder": text(it.Coder)}
			if events[e.ID] != nil {
				reports = append(reports, map[string]any{"article": it.id, "event": e.ID, "report": report})
				continue
			}
			row := exactEvent(e, it.Article, byID)
			row["article"], row["report"] = it.id, report
			events[e.ID], contacts[e.ID] = row, exactContacts(e)
			if p := e.Place; p != nil {
				places = append(places, map[string]any{"event": e.ID, "id": p.ID, "name": text(p.Name), "nameAr": text(p.NameAr), "country": text(p.Country)})
			}
		}
	}
	if err := t.writeExactActors(actors); err != nil {
		return nil, err
	}
	if err := t.unwind(`UNWIND $rows AS row MATCH (d:Article {id: row.article}) MATCH (a:Actor {id: row.actor})
		CREATE (d)-[:MENTIONS {claim: row.actor, count: row.count}]->(a)`, mentions); err != nil {
		return nil, err
	}
	// Most rows are new: asking which are not is cheaper than MERGE for all.
	there, err := t.existing("Event", events)
	if err != nil {
		return nil, err
	}
	var made []map[string]any
	var added []contact
	for _, row := range sortedRows(events) {
		id := row["id"].(string)
		if there[id] {
			reports = append(reports, map[string]any{"article": row["article"], "event": id, "report": row["report"]})
			continue
		}
		made = append(made, row)
		added = append(added, contacts[id]...)
	}
	if err := t.unwind(`UNWIND $rows AS row MATCH (d:Article {id: row.article})
		CREATE (e:Event:$(row.label)) SET e = row.props, e.id = row.id
		CREATE (d)-[r:REPORTS]->(e) SET r = row.report
		WITH e, row UNWIND row.parts AS part MATCH (a:Actor {id: part[0]}) CREATE (a)-[:$(part[1])]->(e)`, made); err != nil {
		return nil, err
	}
	if err := t.unwind(`UNWIND $rows AS row MATCH (d:Article {id: row.article}) MATCH (e:Event {id: row.event})
		CREATE (d)-[r:REPORTS]->(e) SET r = row.report`, reports); err != nil {
		return nil, err
	}
	if err := t.unwind(`UNWIND $rows AS row MATCH (e:Event {id: row.event})
		MERGE (p:Place {id: row.id}) ON CREATE SET p.name = row.name, p.nameAr = row.nameAr, p.captionAr = coalesce(row.nameAr, row.name), p.country = row.country
		MERGE (e)-[:IN]->(p)`, places); err != nil {
		return nil, err
	}
	return changed, t.writeContacts(nil, added)
}

// writeExactActors makes those actors that are not there. MERGE only for
// them: it would make other writers wait.
func (t transaction) writeExactActors(actors map[string]map[string]any) error {
	there, err := t.existing("Actor", actors)
	if err != nil {
		return err
	}
	rows := slices.DeleteFunc(sortedRows(actors), func(row map[string]any) bool { return there[row["id"].(string)] })
	return t.unwind(`UNWIND $rows AS row MERGE (a:Actor {id: row.id}) ON CREATE SET a += row.props, a:$(row.label)`, rows)
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

// withdrawFinal takes out what articles of event tables told: their events
// that no other article tells, and their actors that none mentions.
func (t transaction) withdrawFinal(articles []string) error {
	if len(articles) == 0 {
		return nil
	}
	params := map[string]any{"articles": articles}
	rows, err := t.query(`UNWIND $articles AS id MATCH (d:Article {id: id})-[r:REPORTS]->(e:Event) DELETE r
		WITH DISTINCT e WHERE NOT EXISTS { (e)<-[:REPORTS]-() } RETURN e.id`, params)
	if err != nil {
		return err
	}
	var gone []string
	for _, row := range rows {
		gone = append(gone, str(row.Values[0]))
	}
	pairs, err := t.query(`UNWIND $ids AS id MATCH (e:Event {id: id}) WHERE e.contact
		MATCH (a)-[:INITIATED|JOINED]->(e)<-[:RECEIVED|JOINED]-(b) RETURN DISTINCT a.id, b.id, e.type`, map[string]any{"ids": gone})
	if err != nil {
		return err
	}
	if err := t.each(`UNWIND $ids AS id MATCH (e:Event {id: id}) DETACH DELETE e`, "ids", gone); err != nil {
		return err
	}
	var lost []contact
	for _, row := range pairs {
		lost = append(lost, contact{who: str(row.Values[0]), whom: str(row.Values[1]), kind: str(row.Values[2])})
	}
	if err := t.writeContacts(lost, nil); err != nil {
		return err
	}
	return t.run(`UNWIND $articles AS id MATCH (d:Article {id: id})-[m:MENTIONS]->(a:Actor) DELETE m
		WITH DISTINCT a WHERE NOT EXISTS { (a)<-[:MENTIONS]-() } DETACH DELETE a`, params)
}

func sortedRows(rows map[string]map[string]any) []map[string]any {
	all := make([]map[string]any, 0, len(rows))
	for _, row := range rows {
		all = append(all, row)
	}
	slices.SortFunc(all, func(a, b map[string]any) int { return cmp.Compare(a["id"].(string), b["id"].(string)) })
	return all
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
		"precision": string(cmp.Or(e.Date.Precision, schema.PrecisionUnknown)), "confidence": e.Confidence, "reports": 1,
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
