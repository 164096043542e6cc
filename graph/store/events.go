package store

import (
	"cmp"
	"maps"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/graph/identity"
	"safir/schema"
)

// resolveEvents clusters anew the reports that are dirty and all that they,
// as they were and as they are, are related to, and writes what differs.
func (r *resolution) resolveEvents() error {
	changes := make(map[string]*blockChange)
	for _, rep := range r.removed {
		moveKeys(changes, "event ", rep.ID, rep.keys, nil)
	}
	if err := r.resolveReports(slices.Sorted(maps.Keys(r.dirty))); err != nil {
		return err
	}
	component, err := r.reportComponent()
	if err != nil {
		return err
	}
	var claims []*identity.Claim
	byClaim := make(map[*identity.Claim]*report)
	rows := make(map[string][]*report) // of event tables, by id
	for _, k := range component {
		rep := r.reports[k]
		if rep.event != "" {
			r.events[rep.event] = true
		}
		byClaim[&rep.Claim] = rep
		if rep.final {
			rows[rep.ID] = append(rows[rep.ID], rep)
			continue
		}
		claims = append(claims, &rep.Claim)
		if r.dirty[k] {
			store, _ := rep.Keys(r.decisions)
			moveKeys(changes, "event ", rep.ID, rep.keys, store)
			rep.keys = store
		}
	}
	if err := r.writeBlocks(changes); err != nil {
		return err
	}
	events := identity.Events(claims, r.decisions)
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		var told []*identity.Claim
		for _, rep := range rows[id] {
			told = append(told, &rep.Claim)
		}
		events = append(events, identity.Joined(told, r.decisions))
	}
	return r.writeEvents(events, byClaim)
}

// resolveReports finds out whom the participants of reports mean.
func (r *resolution) resolveReports(keys []string) error {
	articles := make(map[string]bool)
	if len(keys) == 0 {
		return nil
	}
	for _, k := range keys {
		if a := r.reports[k].Article; r.parts[a] == nil {
			articles[a] = true
		}
	}
	var rows []*neo4j.Record
	if len(articles) > 0 {
		var err error
		if rows, err = r.query(`UNWIND $articles AS id MATCH (d:Article {id: id})-[m:MENTIONS]->(a:Actor)
			RETURN d.id, m.claim, a.id, a.kind, a.state, a.unnamed, a.office`, map[string]any{"articles": slices.Sorted(maps.Keys(articles))}); err != nil {
			return err
		}
	}
	for _, row := range rows {
		v := row.Values
		article := str(v[0])
		if r.parts[article] == nil {
			r.parts[article] = make(map[string]identity.Part)
		}
		unnamed, _ := v[5].(bool)
		r.parts[article][str(v[1])] = identity.Part{Actor: str(v[2]), Kind: schema.Kind(str(v[3])), State: str(v[4]), Unnamed: unnamed, Office: str(v[6])}
	}
	for _, k := range keys {
		rep := r.reports[k]
		if err := rep.resolve(r.parts[rep.Article]); err != nil {
			return err
		}
	}
	return nil
}

// reportComponent returns the keys of all reports that the change may put
// into other events.
func (r *resolution) reportComponent() ([]string, error) {
	in := make(map[string]bool)
	looked := make(map[string]bool)
	var wave []string
	look := func(keys []string) (search []string) {
		for _, k := range keys {
			if !looked[k] {
				looked[k] = true
				search = append(search, "event "+k)
			}
		}
		return search
	}
	// What was related to claims that go or change is a start as well: they
	// may have held it together.
	var around, ids []string
	for _, rep := range r.removed {
		around = append(around, identity.Around(rep.keys)...)
	}
	for _, k := range slices.Sorted(maps.Keys(r.dirty)) {
		rep := r.reports[k]
		in[k] = true
		wave = append(wave, k)
		around = append(around, identity.Around(rep.keys)...)
		if rep.final {
			ids = append(ids, rep.ID) // others that tell the same row
		}
	}
	for _, rep := range r.removed {
		if rep.final {
			ids = append(ids, rep.ID)
		}
	}
	start, err := r.loadMembers(look(around), ids)
	if err != nil {
		return nil, err
	}
	for _, k := range start {
		if !in[k] {
			in[k] = true
			wave = append(wave, k)
		}
	}
	for len(wave) > 0 {
		var search []string
		for _, k := range wave {
			if rep := r.reports[k]; !rep.final {
				_, keys := rep.Keys(r.decisions)
				search = append(search, look(keys)...)
			}
		}
		if _, err := r.loadMembers(search, nil); err != nil {
			return nil, err
		}
		by := make(map[string][]string)
		for _, k := range slices.Sorted(maps.Keys(r.reports)) {
			if rep := r.reports[k]; !in[k] && !rep.final {
				store, _ := rep.Keys(r.decisions)
				for _, key := range store {
					by[key] = append(by[key], k)
				}
			}
		}
		var next []string
		for _, k := range wave {
			rep := r.reports[k]
			if rep.final {
				continue
			}
			_, keys := rep.Keys(r.decisions)
			for _, key := range keys {
				for _, other := range by[key] {
					if !in[other] && r.decisions.RelatedClaims(&rep.Claim, &r.reports[other].Claim) {
						in[other] = true
						next = append(next, other)
					}
				}
			}
		}
		wave = next
	}
	return slices.Sorted(maps.Keys(in)), nil
}

// loadMembers loads the reports of blocks, and of event table rows by id,
// that are not loaded yet, and returns their keys.
func (r *resolution) loadMembers(blocks, rows []string) ([]string, error) {
	ids, err := r.blockMembers(blocks)
	if err != nil {
		return nil, err
	}
	ids = append(ids, rows...)
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := r.readReports(`UNWIND $ids AS id MATCH (d:Article)-[r:REPORTS {claim: id}]->(e) WHERE r.told IS NOT NULL WITH d, r, e`,
		map[string]any{"ids": ids})
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, rep := range found {
		if r.reports[rep.key()] == nil {
			r.reports[rep.key()] = rep
			keys = append(keys, rep.key())
		}
	}
	return keys, r.resolveReports(keys)
}

// node is an event as the graph has it, or shall have it.
type node struct {
	id       string
	rejected bool
	props    map[string]any
	edges    map[edge]bool
	contacts []contact
}

// writeEvents makes the graph hold these events instead of all that their
// claims and the change touched.
func (r *resolution) writeEvents(events []*identity.Event, byClaim map[*identity.Claim]*report) error {
	for _, e := range events {
		r.events[e.ID] = true
	}
	have, err := r.readEvents(slices.Sorted(maps.Keys(r.events)))
	if err != nil {
		return err
	}
	want, err := r.wantedEvents(events, byClaim)
	if err != nil {
		return err
	}

	var gone []string
	for _, id := range slices.Sorted(maps.Keys(have)) {
		if want[id] == nil || want[id].rejected != have[id].rejected {
			gone = append(gone, id)
		}
	}
	// Reports leave events that go before these are deleted.
	if err := r.writeReports(events, byClaim, gone, want); err != nil {
		return err
	}
	return r.writeNodes(have, want)
}

// wantedEvents works out nodes and relationships of events.
func (r *resolution) wantedEvents(events []*identity.Event, byClaim map[*identity.Claim]*report) (map[string]*node, error) {
	of := make(map[string]string) // article and claim → event
	var elsewhere []string
	actors := make(map[string]bool)
	for _, e := range events {
		for _, c := range e.Claims {
			of[byClaim[c].key()] = e.ID
		}
		for _, p := range e.Parts {
			actors[p.Actor] = true
		}
	}
	key := func(article, claim string) string { return article + "\x00" + claim }
	for _, e := range events {
		for _, c := range e.Claims {
			t := byClaim[c].told
			for _, o := range slices.Concat(t.After, t.Before) {
				if of[key(c.Article, o.Claim)] == "" {
					elsewhere = append(elsewhere, o.Claim)
				}
			}
		}
	}
	if len(elsewhere) > 0 {
		rows, err := r.query(`UNWIND $ids AS id MATCH (d:Article)-[r:REPORTS {claim: id}]->(e:Event) RETURN d.id, r.claim, e.id`,
			map[string]any{"ids": elsewhere})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if k := key(str(row.Values[0]), str(row.Values[1])); of[k] == "" {
				of[k] = str(row.Values[2])
			}
		}
	}
	names, err := r.actorNames(slices.Sorted(maps.Keys(actors)))
	if err != nil {
		return nil, err
	}
	rejected := make(map[string]bool)
	for _, e := range events {
		rejected[e.ID] = e.Rejected
	}
	want := make(map[string]*node)
	for _, e := range events {
		n := &node{id: e.ID, rejected: e.Rejected, edges: make(map[edge]bool)}
		want[e.ID] = n
		n.props = eventProps(e, byClaim, names)
		if e.Rejected {
			continue
		}
		for _, p := range e.Parts {
			n.edges[edge{kind: roleTypes[p.Role], id: p.Actor, in: true}] = true
		}
		for _, id := range e.Fulfils {
			if !rejected[id] {
				n.edges[edge{kind: "FULFILS", id: id}] = true
			}
		}
		for _, c := range e.Claims {
			t := byClaim[c].told
			r.addSubjects(t)
			if p := t.Place; p != nil {
				n.edges[edge{kind: "IN", id: p.ID}] = true
			}
			for _, topic := range t.Topics {
				n.edges[edge{kind: "ABOUT", id: topic.ID}] = true
			}
			for _, o := range t.After {
				if other := of[key(c.Article, o.Claim)]; other != "" && other != e.ID && !rejected[other] {
					n.edges[edge{kind: "FOLLOWS", id: other, article: c.Article, quote: o.Quote}] = true
				}
			}
			for _, o := range t.Before {
				if other := of[key(c.Article, o.Claim)]; other != "" && other != e.ID && !rejected[other] {
					n.edges[edge{kind: "FOLLOWS", id: other, in: true, article: c.Article, quote: o.Quote}] = true
				}
			}
		}
		n.contacts = contactsOf(n)
	}
	return want, nil
}

// eventProps returns what an event's node holds. Its confidence is that at
// least one of its witnesses is right; copies of one text are one witness.
func eventProps(e *identity.Event, byClaim map[*identity.Claim]*report, names map[string][2]string) map[string]any {
	info, _ := e.Type.Info()
	said := make(map[schema.Role][][2]string)
	for _, p := range e.Parts {
		said[p.Role] = append(said[p.Role], names[p.Actor])
	}
	title, titleAr := caption(info, said)
	var ids []string
	for _, c := range e.Claims {
		ids = append(ids, c.ID)
	}
	slices.Sort(ids)
	told := make([]testimony, len(e.Claims))
	for i, c := range e.Claims {
		told[i] = testimony{article: c.Article, fingerprint: byClaim[c].fingerprint, confidence: c.Confidence}
	}
	reports, confidence := witnesses(told)
	return map[string]any{
		"type": string(e.Type), "code": info.Code, "family": string(info.Family), "contact": info.Contact,
		"title": title, "titleAr": titleAr, "modality": string(e.Modality), "start": day(e.Date.Start), "end": day(e.Date.End),
		"caption": info.Caption(schema.English, e.Modality, e.Date), "captionAr": info.Caption(schema.Arabic, e.Modality, e.Date),
		"precision": string(cmp.Or(e.Date.Precision, schema.PrecisionUnknown)), "confidence": confidence, "reports": reports,
		"key": schema.EventKey(e.Date, e.ID), "notAfter": day(e.NotAfter), "ids": slices.Compact(ids),
	}
}

// actorNames returns English and Arabic names for captions.
func (r *resolution) actorNames(ids []string) (map[string][2]string, error) {
	rows, err := r.query(`UNWIND $ids AS id MATCH (a:Actor {id: id}) RETURN a.id, a.name, a.nameAr`, map[string]any{"ids": ids})
	if err != nil {
		return nil, err
	}
	names := make(map[string][2]string)
	for _, row := range rows {
		name, nameAr := str(row.Values[1]), str(row.Values[2])
		names[str(row.Values[0])] = [2]string{cmp.Or(name, nameAr), cmp.Or(nameAr, name)}
	}
	return names, nil
}

// readEvents reads events as the graph has them.
func (r *resolution) readEvents(ids []string) (map[string]*node, error) {
	have := make(map[string]*node)
	labels := []string{"Event"}
	if r.rejected {
		labels = append(labels, "Rejected")
	}
	for _, label := range labels {
		rows, err := r.query(`UNWIND $ids AS id MATCH (e:`+label+` {id: id}) RETURN e.id, properties(e),
			[(e)<-[x:INITIATED|RECEIVED|JOINED|MEDIATED|FOLLOWS]-(o) | [type(x), o.id, x.article, x.quote]],
			[(e)-[x:IN|ABOUT|FOLLOWS|FULFILS]->(o) | [type(x), o.id, x.article, x.quote]]`, map[string]any{"ids": ids})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			n := &node{id: str(row.Values[0]), rejected: label == "Rejected", props: row.Values[1].(map[string]any), edges: make(map[edge]bool)}
			for side, v := range row.Values[2:4] {
				for _, x := range v.([]any) {
					f := x.([]any)
					n.edges[edge{kind: str(f[0]), id: str(f[1]), in: side == 0, article: str(f[2]), quote: str(f[3])}] = true
				}
			}
			n.contacts = contactsOf(n)
			have[n.id] = n
		}
	}
	return have, nil
}

// writeReports ties reports to the events that they tell now, creating those
// nodes that are new, and deletes the nodes that go.
func (r *resolution) writeReports(events []*identity.Event, byClaim map[*identity.Claim]*report, gone []string, want map[string]*node) error {
	var nodes []map[string]any
	for _, id := range slices.Sorted(maps.Keys(want)) {
		nodes = append(nodes, map[string]any{"id": id})
	}
	isGone := make(map[string]bool)
	for _, id := range gone {
		isGone[id] = true
	}
	rows := map[bool][]map[string]any{}
	var moved []map[string]any
	for _, e := range events {
		for _, c := range e.Claims {
			rep := byClaim[c]
			if rep.event == e.ID && !isGone[e.ID] && !r.dirty[rep.key()] {
				continue
			}
			if rep.event != "" {
				moved = append(moved, map[string]any{"article": rep.Article, "claim": rep.ID})
			}
			var final any
			if rep.final {
				final = true
			}
			rows[e.Rejected] = append(rows[e.Rejected], map[string]any{"article": rep.Article, "event": e.ID, "props": map[string]any{
				"claim": rep.ID, "quote": rep.evidence.Quote, "start": rep.evidence.Span.Start, "end": rep.evidence.Span.End,
				"confidence": rep.Confidence, "coder": text(rep.coder), "told": rep.raw, "keys": list(rep.keys), "final": final}})
		}
	}
	if err := r.unwind(`UNWIND $rows AS row MATCH (d:Article {id: row.article})-[x:REPORTS {claim: row.claim}]->() DELETE x`, moved); err != nil {
		return err
	}
	for _, label := range []string{"Event", "Rejected"} {
		if err := r.each(`UNWIND $ids AS id MATCH (e:`+label+` {id: id}) DETACH DELETE e`, "ids", gone); err != nil {
			return err
		}
		var these []map[string]any
		for _, row := range nodes {
			if want[row["id"].(string)].rejected == (label == "Rejected") {
				these = append(these, row)
			}
		}
		if err := r.unwind(`UNWIND $rows AS row MERGE (e:`+label+` {id: row.id})`, these); err != nil {
			return err
		}
		if err := r.unwind(`UNWIND $rows AS row MATCH (d:Article {id: row.article}) MATCH (e:`+label+` {id: row.event})
			CREATE (d)-[x:REPORTS]->(e) SET x = row.props`, rows[label == "Rejected"]); err != nil {
			return err
		}
	}
	return nil
}

// writeNodes writes properties and relationships that differ.
func (r *resolution) writeNodes(have, want map[string]*node) error {
	var props []map[string]any
	add, drop := make(map[pattern][]map[string]any), make(map[pattern][]map[string]any)
	var before, after []contact
	for _, id := range slices.Sorted(maps.Keys(have)) {
		before = append(before, have[id].contacts...)
		for e := range have[id].edges {
			r.noteSubject(e)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(want)) {
		w, h := want[id], have[id]
		if h != nil && h.rejected != w.rejected {
			h = nil // it was deleted and made again
		}
		after = append(after, w.contacts...)
		label := "Rejected"
		if !w.rejected {
			info, _ := schema.EventType(str(w.props["type"])).Info()
			label = info.Label()
		}
		if h == nil || !sameProps(h.props, w.props) {
			row := map[string]any{"id": id, "props": w.props, "label": label, "old": nil}
			if h != nil && h.props["type"] != w.props["type"] {
				info, _ := schema.EventType(str(h.props["type"])).Info()
				row["old"] = info.Label()
			}
			props = append(props, row)
		}
		var old map[edge]bool
		if h != nil {
			old = h.edges
		}
		for _, e := range sortedEdges(w.edges) {
			if !old[e] {
				add[e.pattern()] = append(add[e.pattern()], e.row(id))
			}
		}
		for _, e := range sortedEdges(old) {
			if !w.edges[e] {
				drop[e.pattern()] = append(drop[e.pattern()], e.row(id))
			}
		}
	}
	rejected := slices.DeleteFunc(slices.Clone(props), func(row map[string]any) bool { return row["label"] != "Rejected" })
	shown := slices.DeleteFunc(props, func(row map[string]any) bool { return row["label"] == "Rejected" })
	if err := r.unwind(`UNWIND $rows AS row MATCH (e:Rejected {id: row.id}) SET e += row.props`, rejected); err != nil {
		return err
	}
	relabelled := slices.DeleteFunc(slices.Clone(shown), func(row map[string]any) bool { return row["old"] == nil })
	if err := r.unwind(`UNWIND $rows AS row MATCH (e:Event {id: row.id}) REMOVE e:$(row.old)`, relabelled); err != nil {
		return err
	}
	if err := r.unwind(`UNWIND $rows AS row MATCH (e:Event {id: row.id}) SET e += row.props, e:$(row.label)`, shown); err != nil {
		return err
	}
	if err := r.writeSubjects(); err != nil {
		return err
	}
	for _, p := range slices.SortedFunc(maps.Keys(drop), comparePatterns) {
		if err := r.unwind(p.drop(), drop[p]); err != nil {
			return err
		}
	}
	for _, p := range slices.SortedFunc(maps.Keys(add), comparePatterns) {
		if err := r.unwind(p.create(), add[p]); err != nil {
			return err
		}
	}
	if err := r.writeContacts(before, after); err != nil {
		return err
	}
	if err := r.retitle(); err != nil {
		return err
	}
	return r.sweep()
}
