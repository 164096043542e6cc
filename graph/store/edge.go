package store

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// pattern is a kind of relationship that events have.
type pattern struct {
	kind string // relationship type
	in   bool   // it points to the event
}

// edge is one relationship of an event.
type edge struct {
	kind           string
	id             string // of the other node
	in             bool
	article, quote string // of FOLLOWS: who tells it, and how
}

func (e edge) pattern() pattern { return pattern{e.kind, e.in} }

func (e edge) row(event string) map[string]any {
	return map[string]any{"event": event, "other": e.id, "article": e.article, "quote": e.quote}
}

// otherLabel returns the label of the node at the other end.
func (p pattern) otherLabel() string {
	switch p.kind {
	case "IN":
		return "Place"
	case "ABOUT":
		return "Topic"
	case "FOLLOWS", "FULFILS":
		return "Event"
	}
	return "Actor"
}

func (p pattern) between() string {
	kind := p.kind
	if kind == "FOLLOWS" {
		kind += " {article: row.article, quote: row.quote}"
	}
	if p.in {
		return fmt.Sprintf("(o)-[x:%s]->(e)", kind)
	}
	return fmt.Sprintf("(e)-[x:%s]->(o)", kind)
}

// create returns the statement that makes relationships of rows. MERGE is for
// those between two events, which each end may bring.
func (p pattern) create() string {
	verb := "CREATE"
	if p.otherLabel() == "Event" {
		verb = "MERGE"
	}
	return fmt.Sprintf(`UNWIND $rows AS row MATCH (e:Event {id: row.event}) MATCH (o:%s {id: row.other}) %s %s`, p.otherLabel(), verb, p.between())
}

// drop returns the statement that deletes relationships of rows.
func (p pattern) drop() string {
	return fmt.Sprintf(`UNWIND $rows AS row MATCH (e:Event {id: row.event}) MATCH (o:%s {id: row.other}) MATCH %s DELETE x`, p.otherLabel(), p.between())
}

func comparePatterns(a, b pattern) int {
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(fmt.Sprint(a.in), fmt.Sprint(b.in)))
}

func sortedEdges(edges map[edge]bool) []edge {
	return slices.SortedFunc(maps.Keys(edges), func(a, b edge) int {
		return cmp.Or(comparePatterns(a.pattern(), b.pattern()), cmp.Compare(a.id, b.id),
			cmp.Compare(a.article, b.article), cmp.Compare(a.quote, b.quote))
	})
}

// sameProps tells whether a node has exactly the wanted properties.
func sameProps(have, want map[string]any) bool {
	for k, v := range want {
		if encode(plain(have[k])) != encode(plain(v)) {
			return false
		}
	}
	return true
}
