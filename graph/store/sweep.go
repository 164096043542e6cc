package store

import (
	"cmp"
	"maps"
	"slices"

	"safir/graph/identity"
	"safir/schema"
)

// subject is a place or topic of an event.
type subject struct {
	label                 string
	name, nameAr, country string
}

// addSubjects notes the place and topics of a claim, to be written.
func (r *resolution) addSubjects(t toldEvent) {
	add := func(id string, s subject) {
		have := r.subjects[id]
		least := func(a, b string) string {
			if a == "" || b != "" && b < a {
				return b
			}
			return a
		}
		r.subjects[id] = subject{s.label, least(have.name, s.name), least(have.nameAr, s.nameAr), least(have.country, s.country)}
	}
	if p := t.Place; p != nil {
		add(p.ID, subject{"Place", p.Name, p.NameAr, p.Country})
	}
	for _, x := range t.Topics {
		add(x.ID, subject{"Topic", x.Name, x.NameAr, ""})
	}
}

// noteSubject notes that an event had a place or topic and may lose it.
func (r *resolution) noteSubject(e edge) {
	if e.kind == "IN" || e.kind == "ABOUT" {
		r.loose[e.id] = true
	}
}

// writeSubjects writes places and topics. Where articles name them
// differently, the smallest name stays: the order of loading makes no
// difference.
func (r *resolution) writeSubjects() error {
	for _, label := range []string{"Place", "Topic"} {
		var rows []map[string]any
		for _, id := range slices.Sorted(maps.Keys(r.subjects)) {
			if s := r.subjects[id]; s.label == label {
				rows = append(rows, map[string]any{"id": id, "name": text(s.name), "nameAr": text(s.nameAr), "country": text(s.country)})
			}
		}
		if err := r.unwind(`UNWIND $rows AS row MERGE (p:`+label+` {id: row.id}) SET
			p.name = CASE WHEN p.name IS NULL OR row.name < p.name THEN row.name ELSE p.name END,
			p.nameAr = CASE WHEN p.nameAr IS NULL OR row.nameAr < p.nameAr THEN row.nameAr ELSE p.nameAr END,
			p.country = CASE WHEN p.country IS NULL OR row.country < p.country THEN row.country ELSE p.country END
			SET p.captionAr = coalesce(p.nameAr, p.name)`, rows); err != nil {
			return err
		}
	}
	return nil
}

// sweep deletes actors that no article mentions and nobody represents, and
// places and topics that no event has.
func (r *resolution) sweep() error {
	ids := slices.Sorted(maps.Keys(r.loose))
	if err := r.each(`UNWIND $ids AS id MATCH (n:Place {id: id}) WHERE NOT EXISTS { (n)<-[:IN]-() } DELETE n`, "ids", ids); err != nil {
		return err
	}
	if err := r.each(`UNWIND $ids AS id MATCH (n:Topic {id: id}) WHERE NOT EXISTS { (n)<-[:ABOUT]-() } DELETE n`, "ids", ids); err != nil {
		return err
	}
	if err := r.each(`UNWIND $ids AS id MATCH (n:Actor {id: id}) WHERE NOT EXISTS { (n)<-[:MENTIONS]-() } AND NOT EXISTS { (n)<-[:REPRESENTS]-() }
		DETACH DELETE n`, "ids", ids); err != nil {
		return err
	}
	// A state that is left only as what others represent loses the names that
	// articles had for it.
	rows, err := r.query(`UNWIND $ids AS id MATCH (n:State {id: id}) WHERE NOT EXISTS { (n)<-[:MENTIONS]-() } RETURN n.id, n.code`, map[string]any{"ids": ids})
	if err != nil {
		return err
	}
	var bare []map[string]any
	for _, row := range rows {
		bare = append(bare, bareState(str(row.Values[1])))
	}
	return r.unwind(`UNWIND $rows AS row MATCH (n:Actor {id: row.id}) SET n = row.props, n.id = row.id`, bare)
}

// retitle writes the captions of events anew whose actors are called
// otherwise now.
func (r *resolution) retitle() error {
	if len(r.renamed) == 0 {
		return nil
	}
	rows, err := r.query(`UNWIND $ids AS id MATCH (:Actor {id: id})-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(e:Event) WITH DISTINCT e
		RETURN e.id, e.type, e.title, e.titleAr, [(e)<-[x:INITIATED|RECEIVED|JOINED|MEDIATED]-(a) | [type(x), a.id, a.name, a.nameAr]]`,
		map[string]any{"ids": slices.Sorted(maps.Keys(r.renamed))})
	if err != nil {
		return err
	}
	roles := make(map[string]schema.Role)
	for role, kind := range roleTypes {
		roles[kind] = role
	}
	var titles []map[string]any
	for _, row := range rows {
		v := row.Values
		var parts []identity.Part
		names := make(map[string][2]string)
		for _, x := range v[4].([]any) {
			f := x.([]any)
			id, name, nameAr := str(f[1]), str(f[2]), str(f[3])
			parts = append(parts, identity.Part{Role: roles[str(f[0])], Actor: id})
			names[id] = [2]string{cmp.Or(name, nameAr), cmp.Or(nameAr, name)}
		}
		identity.SortParts(parts)
		said := make(map[schema.Role][][2]string)
		for _, p := range parts {
			said[p.Role] = append(said[p.Role], names[p.Actor])
		}
		info, _ := schema.EventType(str(v[1])).Info()
		if title, titleAr := caption(info, said); title != str(v[2]) || titleAr != str(v[3]) {
			titles = append(titles, map[string]any{"id": str(v[0]), "title": title, "titleAr": titleAr})
		}
	}
	return r.unwind(`UNWIND $rows AS row MATCH (e:Event {id: row.id}) SET e.title = row.title, e.titleAr = row.titleAr`, titles)
}
