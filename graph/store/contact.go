package store

import (
	"cmp"
	"slices"
	"strconv"

	"safir/schema"
)

// contact is what one event adds to a CONTACTED relationship.
type contact struct {
	who, whom   string
	kind        string // event type
	first, last schema.Date
	mutual      bool // without direction
}

// contactsOf returns the contacts that an event makes: who initiated it with
// whom received it or joined it, who joined it with whom received it, and of
// those who only joined it each pair once, in the order of their ids.
func contactsOf(n *node) []contact {
	if n.rejected || n.props["contact"] != true || n.props["modality"] != string(schema.Actual) {
		return nil
	}
	side := make(map[string][]string)
	for _, e := range sortedEdges(n.edges) {
		side[e.kind] = append(side[e.kind], e.id)
	}
	var all []contact
	add := func(who, whom string, mutual bool) {
		if who != whom {
			all = append(all, contact{who, whom, str(n.props["type"]), dayOf(n.props["start"]), dayOf(n.props["end"]), mutual})
		}
	}
	for _, a := range side["INITIATED"] {
		for _, b := range slices.Concat(side["RECEIVED"], side["JOINED"]) {
			add(a, b, false)
		}
	}
	for i, a := range side["JOINED"] {
		for _, b := range side["RECEIVED"] {
			add(a, b, false)
		}
		for _, b := range side["JOINED"][i+1:] {
			add(a, b, true)
		}
	}
	return all
}

// setContactCaption gives a CONTACTED c what Neo4j Browser, which would quote
// a date, writes on its arrow: "2×, 2025-06-29".
const setContactCaption = "SET c.caption = toString(c.count) + '×' + coalesce(', ' + toString(c.last), '')"

// contactCaption is what setContactCaption writes.
func contactCaption(count int, last schema.Date) string {
	caption := strconv.Itoa(count) + "×"
	if !last.IsZero() {
		caption += ", " + last.String()
	}
	return caption
}

// writeContacts brings CONTACTED up to date with what events added before
// and add now. What is only added is summed up; where something goes, the
// pair is counted anew.
func (t transaction) writeContacts(before, after []contact) error {
	balance := make(map[contact]int)
	for _, c := range after {
		balance[c]++
	}
	for _, c := range before {
		balance[c]--
	}
	type pair struct{ who, whom string }
	recount := make(map[pair]bool)
	for c, n := range balance {
		if n < 0 {
			recount[pair{c.who, c.whom}] = true
		}
	}
	type sum struct {
		count       int
		mutual      int
		first, last schema.Date
		kinds       []string
	}
	sums := make(map[pair]*sum)
	for c, n := range balance {
		p := pair{c.who, c.whom}
		if n <= 0 || recount[p] {
			continue
		}
		s := sums[p]
		if s == nil {
			s = &sum{}
			sums[p] = s
		}
		s.count += n
		if c.mutual {
			s.mutual += n
		}
		if s.first.IsZero() || !c.first.IsZero() && c.first.Before(s.first) {
			s.first = c.first
		}
		if c.last.After(s.last) {
			s.last = c.last
		}
		s.kinds = append(s.kinds, c.kind)
	}
	var rows, pairs []map[string]any
	for p, s := range sums {
		rows = append(rows, map[string]any{"who": p.who, "whom": p.whom, "count": s.count, "mutual": s.mutual, "first": day(s.first), "last": day(s.last), "types": s.kinds})
	}
	for p := range recount {
		pairs = append(pairs, map[string]any{"who": p.who, "whom": p.whom})
	}
	byPair := func(a, b map[string]any) int {
		return cmp.Or(cmp.Compare(a["who"].(string), b["who"].(string)), cmp.Compare(a["whom"].(string), b["whom"].(string)))
	}
	slices.SortFunc(rows, byPair)
	slices.SortFunc(pairs, byPair)
	if err := t.unwind(`UNWIND $rows AS row MATCH (a:Actor {id: row.who}) MATCH (b:Actor {id: row.whom})
		MERGE (a)-[c:CONTACTED]->(b) SET c.locked = true
		WITH c, row REMOVE c.locked
		WITH c, row, COLLECT { UNWIND coalesce(c.types, []) + row.types AS t WITH DISTINCT t ORDER BY t RETURN t } AS types
		SET c.types = types, c.count = coalesce(c.count, 0) + row.count, c.mutual = coalesce(c.mutual, 0) + row.mutual,
			c.first = CASE WHEN c.first IS NULL OR row.first < c.first THEN row.first ELSE c.first END,
			c.last = CASE WHEN c.last IS NULL OR row.last > c.last THEN row.last ELSE c.last END
		`+setContactCaption, rows); err != nil {
		return err
	}
	return t.unwind(`UNWIND $rows AS row MATCH (a:Actor {id: row.who}) MATCH (b:Actor {id: row.whom})
		OPTIONAL MATCH (a)-[old:CONTACTED]->(b) DELETE old
		WITH a, b
		MATCH (a)-[x:INITIATED|JOINED]->(e:Event {contact: true, modality: 'ACTUAL'})<-[y:RECEIVED|JOINED]-(b)
		WHERE type(x) = 'INITIATED' OR type(y) = 'RECEIVED' OR a.id < b.id
		WITH a, b, count(e) AS count, sum(CASE WHEN type(x) = 'JOINED' AND type(y) = 'JOINED' THEN 1 ELSE 0 END) AS mutual, min(e.start) AS first, max(e.end) AS last, collect(DISTINCT e.type) AS types
		WITH a, b, count, mutual, first, last, COLLECT { UNWIND types AS t WITH t ORDER BY t RETURN t } AS types
		CREATE (a)-[c:CONTACTED]->(b) SET c = {count: count, mutual: mutual, first: first, last: last, types: types}
		`+setContactCaption, pairs)
}
