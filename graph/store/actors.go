package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"safir/graph/identity"
	"safir/schema"
)

// profile is an identity profile as the graph keeps it in the node :Profile.
type profile struct {
	*identity.Profile
	before *identity.Profile // as the graph has it; nil for one that is new
	keys   []string          // under which the graph keeps it
	actor  string            // id of the actor that it belongs to
	was    string            // and before this transaction
}

// resolveActors takes withdrawn mentions out, new ones in, finds out whom all
// mentions mean, and writes what differs: profiles, actors, mentions. Reports
// whose participants change become dirty.
func (r *resolution) resolveActors(withdrawn, told []mention) error {
	touched, err := r.updateProfiles(withdrawn, told)
	if err != nil {
		return err
	}
	component, err := r.profileComponent(touched)
	if err != nil {
		return err
	}
	var profiles []*identity.Profile
	for _, k := range component {
		profiles = append(profiles, r.profiles[k].Profile)
	}
	actors := identity.NewActors(profiles, r.decisions)
	inComponent := make(map[string]bool)
	for _, k := range component {
		inComponent[k] = true
		r.profiles[k].actor = actors.Base(k)
	}
	means := func(m mention) string {
		k := identity.ProfileKey(m.Actor)
		if inComponent[k] {
			return actors.Actor(k, m.Published)
		}
		return r.profiles[k].actor
	}

	moved, err := r.moveMentions(component, means)
	if err != nil {
		return err
	}
	ids := make(map[string]bool) // actors to be shown anew
	for _, k := range slices.Concat(touched, component) {
		p := r.profiles[k]
		ids[p.actor], ids[p.was] = true, true
	}
	pointed := make(map[string]bool) // actors that mentions of this transaction point to
	for _, m := range slices.Concat(told, moved) {
		ids[means(m)], pointed[means(m)] = true, true
	}
	for _, m := range slices.Concat(withdrawn, moved) {
		ids[m.actor] = true
	}
	delete(ids, "")
	if err := r.writeProfiles(touched, component); err != nil {
		return err
	}
	if err := r.writeActors(slices.Sorted(maps.Keys(ids)), pointed); err != nil {
		return err
	}
	if err := r.writeMentions(told, moved, means); err != nil {
		return err
	}
	return r.dirtyReports(moved)
}

// updateProfiles brings the profiles of mentions that come and go up to date
// and returns their keys.
func (r *resolution) updateProfiles(withdrawn, told []mention) ([]string, error) {
	touched, lost := make(map[string]bool), make(map[string]bool)
	claims := make(map[string]bool)
	for _, m := range told {
		touched[identity.ProfileKey(m.Actor)] = true
	}
	for k := range r.anew {
		touched[k] = true
	}
	for _, m := range withdrawn {
		k := identity.ProfileKey(m.Actor)
		touched[k], lost[k], claims[m.Actor.ID] = true, true, true
	}
	keys := slices.Sorted(maps.Keys(touched))
	if err := r.loadProfiles(`UNWIND $ids AS id MATCH (p:Profile {id: id})`, keys); err != nil {
		return nil, err
	}
	for _, k := range keys {
		p := r.profiles[k]
		if p == nil {
			p = &profile{Profile: &identity.Profile{}}
			r.profiles[k] = p
			continue
		}
		if lost[k] {
			p.Profile = &identity.Profile{} // summed up anew
			continue
		}
		p.Profile = new(identity.Profile)
		if err := json.Unmarshal([]byte(encode(p.before)), p.Profile); err != nil {
			return nil, err
		}
	}
	if len(lost) > 0 {
		rest, err := r.readMentions(slices.Sorted(maps.Keys(claims)))
		if err != nil {
			return nil, err
		}
		for _, m := range rest {
			if k := identity.ProfileKey(m.Actor); lost[k] {
				r.profiles[k].Add(m.Mention)
			}
		}
	}
	for _, m := range told {
		r.profiles[identity.ProfileKey(m.Actor)].Add(m.Mention)
	}
	for _, k := range keys {
		r.deleted[k] = r.profiles[k].Count == 0
	}
	return keys, nil
}

// readMentions reads all mentions under ids that coders gave.
func (r *resolution) readMentions(claims []string) ([]mention, error) {
	rows, err := r.query(`UNWIND $claims AS claim MATCH (d:Article)-[m:MENTIONS {claim: claim}]->(a:Actor) WHERE m.told IS NOT NULL
		RETURN d.id, d.publishedAt, d.language, m.claim, m.told, a.id`, map[string]any{"claims": claims})
	if err != nil {
		return nil, err
	}
	var all []mention
	for _, row := range rows {
		v := row.Values
		m, err := parseMention(str(v[0]), v[1], v[2], v[3], v[4], v[5])
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// loadProfiles reads profiles that are not loaded yet; match binds p.
func (r *resolution) loadProfiles(match string, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	rows, err := r.query(match+` RETURN p.id, p.told, p.keys, p.actor`, map[string]any{"ids": ids})
	if err != nil {
		return err
	}
	for _, row := range rows {
		key := str(row.Values[0])
		if r.profiles[key] != nil {
			continue
		}
		p := &profile{before: new(identity.Profile), keys: strs(row.Values[2]), actor: str(row.Values[3]), was: str(row.Values[3])}
		if err := json.Unmarshal([]byte(str(row.Values[1])), p.before); err != nil {
			return fmt.Errorf("profile %s: %w", key, err)
		}
		p.Profile = p.before
		r.profiles[key] = p
	}
	return nil
}

// profileComponent returns the keys of all profiles whose actors the touched
// ones may change: those that they, as they were and as they are, are related
// to, directly or over others.
func (r *resolution) profileComponent(touched []string) ([]string, error) {
	in := make(map[string]bool)
	var wave, old []*identity.Profile
	for _, k := range touched {
		p := r.profiles[k]
		if p.before != nil && !r.deleted[k] && !r.anew[k] && p.before.Equivalent(p.Profile) && !p.Unnamed() {
			continue
		}
		if p.before != nil {
			old = append(old, p.before)
		}
		if !r.deleted[k] {
			in[k] = true
			wave = append(wave, p.Profile)
		}
	}
	looked := make(map[string]bool)
	for wave = slices.Concat(wave, old); len(wave) > 0; {
		var search []string
		for _, p := range wave {
			_, keys := p.Keys(r.decisions)
			for _, k := range keys {
				if !looked[k] {
					looked[k] = true
					search = append(search, "actor "+k)
				}
			}
		}
		members, err := r.blockMembers(search)
		if err != nil {
			return nil, err
		}
		members = slices.DeleteFunc(members, func(k string) bool { return r.profiles[k] != nil })
		if err := r.loadProfiles(`UNWIND $ids AS id MATCH (p:Profile {id: id})`, members); err != nil {
			return nil, err
		}
		by := make(map[string][]string) // key → loaded profiles kept under it
		for _, k := range slices.Sorted(maps.Keys(r.profiles)) {
			if !in[k] && !r.deleted[k] {
				store, _ := r.profiles[k].Keys(r.decisions)
				for _, key := range store {
					by[key] = append(by[key], k)
				}
			}
		}
		var next []*identity.Profile
		for _, p := range wave {
			_, keys := p.Keys(r.decisions)
			for _, key := range keys {
				for _, k := range by[key] {
					if q := r.profiles[k].Profile; !in[k] && r.decisions.Related(p, q) {
						in[k] = true
						next = append(next, q)
					}
				}
			}
		}
		wave = next
	}
	return slices.Sorted(maps.Keys(in)), nil
}

// moveMentions returns the mentions that the graph has of profiles in the
// component and that now mean another actor.
func (r *resolution) moveMentions(component []string, means func(mention) string) ([]mention, error) {
	claims := make(map[string]bool)
	for _, k := range component {
		if p := r.profiles[k]; p.before != nil && (p.actor != p.was || p.Unnamed() || p.before.Unnamed()) {
			claims[p.ID] = true
		}
	}
	if len(claims) == 0 {
		return nil, nil
	}
	all, err := r.readMentions(slices.Sorted(maps.Keys(claims)))
	if err != nil {
		return nil, err
	}
	in := make(map[string]bool)
	for _, k := range component {
		in[k] = true
	}
	return slices.DeleteFunc(all, func(m mention) bool {
		return !in[identity.ProfileKey(m.Actor)] || means(m) == m.actor
	}), nil
}

// writeProfiles writes touched profiles, and of the others in the component
// those that changed their actor.
func (r *resolution) writeProfiles(touched, component []string) error {
	var rows []map[string]any
	var gone []string
	changes := make(map[string]*blockChange)
	isTouched := make(map[string]bool)
	for _, k := range touched {
		p := r.profiles[k]
		isTouched[k] = true
		if r.deleted[k] {
			gone = append(gone, k)
			moveKeys(changes, "actor ", k, p.keys, nil)
			continue
		}
		store, _ := p.Keys(r.decisions)
		moveKeys(changes, "actor ", k, p.keys, store)
		rows = append(rows, map[string]any{"id": k, "props": map[string]any{"told": encode(p.Profile), "keys": store, "actor": p.actor}})
	}
	for _, k := range component {
		if p := r.profiles[k]; !isTouched[k] && p.actor != p.was {
			rows = append(rows, map[string]any{"id": k, "props": map[string]any{"actor": p.actor}})
		}
	}
	if err := r.unwind(`UNWIND $rows AS row MERGE (p:Profile {id: row.id}) SET p += row.props`, rows); err != nil {
		return err
	}
	if err := r.each(`MATCH (p:Profile) WHERE p.id IN $gone DELETE p`, "gone", gone); err != nil {
		return err
	}
	return r.writeBlocks(changes)
}

// writeActors shows actors anew from all their profiles. pointed are those
// that must be there; one that has no mentions goes once its events have
// moved, see [resolution.sweep].
func (r *resolution) writeActors(ids []string, pointed map[string]bool) error {
	if err := r.loadProfiles(`MATCH (p:Profile) WHERE p.actor IN $ids`, ids); err != nil {
		return err
	}
	members := make(map[string][]*identity.Profile)
	for _, k := range slices.Sorted(maps.Keys(r.profiles)) {
		if p := r.profiles[k]; !r.deleted[k] {
			members[p.actor] = append(members[p.actor], p.Profile)
		}
	}
	rows, err := r.query(`UNWIND $ids AS id MATCH (a:Actor {id: id})
		RETURN a.id, a.name, a.nameAr, a.kind, a.state, a.unnamed, a.office, [(a)-[o:REPRESENTS]->(s) | [s.id, o.role, o.roleAr, o.from, o.to]]`,
		map[string]any{"ids": ids})
	if err != nil {
		return err
	}
	type current struct {
		name, part string
		offices    map[string]bool
	}
	have := make(map[string]current)
	for _, row := range rows {
		v := row.Values
		c := current{encode(v[1:3]), encode(v[3:7]), make(map[string]bool)}
		for _, o := range v[7].([]any) {
			c.offices[encode(plain(o))] = true
		}
		have[str(v[0])] = c
	}
	var write, office []map[string]any
	var dropped []map[string]any
	var reparted []string
	for _, id := range ids {
		r.loose[id] = true
		c, exists := have[id]
		if len(members[id]) == 0 || !exists && !pointed[id] {
			continue
		}
		s := identity.Show(id, members[id])
		props := shownProps(s)
		write = append(write, map[string]any{"id": id, "label": kindLabel(s.Kind), "props": props})
		if exists {
			if c.name != encode([]any{props["name"], props["nameAr"]}) {
				r.renamed[id] = true
			}
			if c.part != encode([]any{props["kind"], props["state"], props["unnamed"], props["office"]}) {
				reparted = append(reparted, id)
			}
		}
		want := make(map[string]bool)
		for _, h := range s.Offices {
			if _, ok := schema.StateByCode(h.State); !ok || s.Kind == schema.State {
				continue
			}
			o := []any{schema.StateID(h.State), cmp.Or(h.Role, h.RoleAr), text(h.RoleAr), day(h.From), day(h.To)}
			key := encode(plain(o))
			want[key] = true
			if !c.offices[key] {
				office = append(office, map[string]any{"actor": id, "state": bareState(h.State), "role": o[1], "roleAr": o[2], "from": o[3], "to": o[4]})
			}
		}
		for _, key := range slices.Sorted(maps.Keys(c.offices)) {
			if !want[key] {
				var o [5]any
				if err := json.Unmarshal([]byte(key), &o); err != nil {
					return err
				}
				dropped = append(dropped, map[string]any{"actor": id, "state": o[0], "role": o[1]})
				r.loose[str(o[0])] = true
			}
		}
	}
	if err := r.unwind(`UNWIND $rows AS row MERGE (a:Actor {id: row.id})
		REMOVE a:Person:State:Organization:Group SET a += row.props, a:$(row.label)`, write); err != nil {
		return err
	}
	if err := r.unwind(`UNWIND $rows AS row MATCH (a:Actor {id: row.actor})-[o:REPRESENTS {role: row.role}]->(:Actor {id: row.state}) DELETE o`, dropped); err != nil {
		return err
	}
	if err := r.unwind(`UNWIND $rows AS row MATCH (a:Actor {id: row.actor})
		MERGE (s:Actor {id: row.state.id}) ON CREATE SET s:State, s += row.state.props
		CREATE (a)-[:REPRESENTS {role: row.role, roleAr: row.roleAr, from: row.from, to: row.to}]->(s)`, office); err != nil {
		return err
	}
	return r.dirtyByActor(reparted)
}

// shownProps returns the properties of an actor's node.
func shownProps(s identity.Shown) map[string]any {
	var aliases, articles []string
	for _, a := range s.Aliases {
		aliases, articles = append(aliases, a.Name), append(articles, a.Article)
	}
	props := map[string]any{
		"name": s.Name, "nameAr": text(s.NameAr), "captionAr": cmp.Or(s.NameAr, s.Name), "kind": string(s.Kind), "state": text(s.State), "code": text(s.Code),
		"unnamed": s.Unnamed, "ids": s.IDs, "aliases": aliases, "aliasArticles": articles,
		"folded": foldedNames(append([]string{s.Name, s.NameAr}, aliases...)), "office": nil, "role": nil, "roleAr": nil,
	}
	if s.Unnamed && len(s.Offices) > 0 {
		props["office"], props["role"], props["roleAr"] = text(s.OfficeKey()), text(s.Offices[0].Role), text(s.Offices[0].RoleAr)
	}
	return props
}

// bareState returns the row of a state that is known only as what others
// represent.
func bareState(code string) map[string]any {
	info, _ := schema.StateByCode(code)
	names := []string{info.Name, info.NameAr}
	slices.Sort(names)
	id := schema.StateID(code)
	return map[string]any{"id": id, "props": map[string]any{
		"name": info.Name, "nameAr": text(info.NameAr), "captionAr": cmp.Or(info.NameAr, info.Name), "kind": string(schema.State), "state": code, "code": code,
		"unnamed": false, "ids": []string{id}, "aliases": names, "folded": foldedNames(names),
	}}
}

// writeMentions writes new mentions and moves others to the actors that they
// mean now.
func (r *resolution) writeMentions(told, moved []mention, means func(mention) string) error {
	var create, move []map[string]any
	for _, m := range told {
		create = append(create, map[string]any{"article": m.Article, "actor": means(m), "claim": m.Actor.ID,
			"count": max(m.Actor.Count, 1), "told": m.told()})
	}
	for _, m := range moved {
		move = append(move, map[string]any{"article": m.Article, "actor": means(m), "claim": m.Actor.ID})
	}
	if err := r.unwind(`UNWIND $rows AS row MATCH (d:Article {id: row.article}) MATCH (a:Actor {id: row.actor})
		CREATE (d)-[:MENTIONS {claim: row.claim, count: row.count, told: row.told}]->(a)`, create); err != nil {
		return err
	}
	return r.unwind(`UNWIND $rows AS row MATCH (d:Article {id: row.article})-[m:MENTIONS {claim: row.claim}]->() MATCH (a:Actor {id: row.actor})
		CREATE (d)-[n:MENTIONS]->(a) SET n = properties(m) DELETE m`, move)
}

// dirtyReports notes the reports that have a part for one of the mentions.
func (r *resolution) dirtyReports(moved []mention) error {
	if len(moved) == 0 {
		return nil
	}
	claims := make(map[string]map[string]bool) // article → ids of its actors
	for _, m := range moved {
		if claims[m.Article] == nil {
			claims[m.Article] = make(map[string]bool)
		}
		claims[m.Article][m.Actor.ID] = true
	}
	found, err := r.readReports(`UNWIND $articles AS id MATCH (d:Article {id: id})-[r:REPORTS]->(e) WHERE r.told IS NOT NULL WITH d, r, e`,
		map[string]any{"articles": slices.Sorted(maps.Keys(claims))})
	if err != nil {
		return err
	}
	for _, rep := range found {
		if slices.ContainsFunc(rep.told.Parts, func(p [2]string) bool { return claims[rep.Article][p[1]] }) {
			r.reports[rep.key()] = rep
			r.dirty[rep.key()] = true
		}
	}
	return nil
}

// dirtyByActor notes all reports of events that actors have a part in.
func (r *resolution) dirtyByActor(ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	found, err := r.readReports(`UNWIND $ids AS id MATCH (a:Actor {id: id})-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(e)<-[r:REPORTS]-(d:Article)
		WHERE r.told IS NOT NULL WITH DISTINCT d, r, e`, map[string]any{"ids": ids})
	if err != nil {
		return err
	}
	for _, rep := range found {
		if r.reports[rep.key()] == nil {
			r.reports[rep.key()] = rep
		}
		r.dirty[rep.key()] = true
	}
	return nil
}
