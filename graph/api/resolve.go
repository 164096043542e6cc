package api

import (
	"errors"
	"slices"
	"strings"

	"github.com/graphql-go/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"safir/graph/query"
	"safir/schema"
)

// Resolvers only pick from the rows that the graph returned. A source is a
// row, a page, an edge or a hit.

// page is a page of a connection.
type page struct {
	rows   []any
	more   bool
	total  any
	after  bool // it was asked for with a cursor
	cursor func(query.Row) string
}

type edge struct {
	page *page
	row  query.Row
}

// hit is a row of a kind that only the answer tells.
type hit struct {
	kind string
	row  query.Row
}

// run is one execution of an operation.
type run struct {
	op      *Operation
	answers []query.Answer
}

type pick func(r *run, f *field, row query.Row) any

// picks are the fields that are not just a property of the row.
var picks = map[string]map[string]pick{
	"Event": {
		"family":  func(_ *run, _ *field, row query.Row) any { return string(eventInfo(row).Family) },
		"code":    func(_ *run, _ *field, row query.Row) any { return eventInfo(row).Code },
		"contact": func(_ *run, _ *field, row query.Row) any { return eventInfo(row).Contact },
		"title":   byLanguage("title", "titleAr"),
		"date": func(_ *run, _ *field, row query.Row) any {
			if row["start"] == nil && row["end"] == nil {
				return nil
			}
			return map[string]any(row)
		},
	},
	"EventDate": {"precision": orText("precision", "UNKNOWN")},
	"Actor": {
		"name":    byLanguage("name", "nameAr"),
		"aliases": orList("aliases"),
		"events": func(_ *run, f *field, row query.Row) any {
			return newPage(f, row.Row(f.row), eventCursor(f))
		},
	},
	"Place":       {"name": byLanguage("name", "nameAr")},
	"Topic":       {"name": byLanguage("name", "nameAr")},
	"Contact":     {"by": func(_ *run, _ *field, row query.Row) any { return row.Row("event").Text("type") }},
	"ContactPair": {"by": func(_ *run, _ *field, row query.Row) any { return sorted(row.List("by")) }},
	"Article": {
		"title": orText("title", ""),
		"language": func(_ *run, _ *field, row query.Row) any {
			switch l := strings.ToUpper(row.Text("language")); l {
			case "AR", "EN":
				return l
			}
			return nil
		},
	},
	"Report": {"coder": orText("coder", "")},
	"Source": {"name": orText("name", ""), "kind": orText("kind", "")},
	"Run": {
		"seen": orZero("seen"), "loaded": orZero("loaded"), "skipped": orZero("skipped"), "failed": orZero("failed"), "status": orText("status", ""),
	},
}

func eventInfo(row query.Row) schema.TypeInfo {
	info, _ := schema.EventType(row.Text("type")).Info()
	return info
}

// byLanguage picks the text in the language asked for, else in the other.
func byLanguage(en, ar string) pick {
	return func(_ *run, f *field, row query.Row) any {
		first, second := row.Text(en), row.Text(ar)
		if f.args["language"] == "AR" {
			first, second = second, first
		}
		if first == "" {
			return second
		}
		return first
	}
}

func orText(key, none string) pick {
	return func(_ *run, _ *field, row query.Row) any {
		if s := row.Text(key); s != "" {
			return s
		}
		return none
	}
}

func orZero(key string) pick {
	return func(_ *run, _ *field, row query.Row) any { return row.Number(key) }
}

func orList(key string) pick {
	return func(_ *run, _ *field, row query.Row) any {
		if l := row.List(key); l != nil {
			return l
		}
		return []any{}
	}
}

func sorted(list []any) []any {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b any) int { return strings.Compare(text(a), text(b)) })
	return list
}

func eventCursor(f *field) func(query.Row) string {
	order := query.Order(text(f.args["orderBy"]))
	return func(row query.Row) string { return query.EventCursor(order, row) }
}

// newPage cuts the row too many that tells whether there is a next page.
func newPage(f *field, answer query.Row, cursor func(query.Row) string) *page {
	p := &page{rows: answer.List("rows"), total: answer["total"], after: text(f.args["after"]) != "", cursor: cursor}
	if first, ok := f.args["first"].(int); ok && len(p.rows) > first {
		p.rows, p.more = p.rows[:first], true
	}
	return p
}

func (p *page) resolve(f *field) any {
	switch f.name {
	case "nodes":
		return p.rows
	case "totalCount":
		return p.total
	case "pageInfo":
		return p
	case "edges":
		edges := make([]edge, len(p.rows))
		for i, r := range p.rows {
			m, _ := r.(map[string]any)
			edges[i] = edge{p, m}
		}
		return edges
	case "hasNextPage":
		return p.more
	case "hasPreviousPage":
		return p.after
	case "startCursor", "endCursor":
		if len(p.rows) == 0 {
			return nil
		}
		at := 0
		if f.name == "endCursor" {
			at = len(p.rows) - 1
		}
		m, _ := p.rows[at].(map[string]any)
		return p.cursor(m)
	}
	return nil
}

func (e edge) resolve(f *field) any {
	if f.name == "cursor" {
		return e.page.cursor(e.row)
	}
	return map[string]any(e.row)
}

var errNoAnswer = errors.New("the field has no answer")

// resolver makes the function by which graphql-go resolves a field.
func resolver(typ string, def *ast.FieldDefinition) graphql.FieldResolveFn {
	special := picks[typ][def.Name]
	return func(p graphql.ResolveParams) (any, error) {
		r, ok := p.Info.RootValue.(*run)
		if !ok {
			return nil, errNoAnswer
		}
		f := r.op.fields[p.Info.FieldASTs[0]]
		var row query.Row
		switch source := p.Source.(type) {
		case *run:
			return r.root(f), nil
		case *page:
			return source.resolve(f), nil
		case edge:
			return source.resolve(f), nil
		case hit:
			row = source.row
		case map[string]any:
			row = source
		case query.Row:
			row = source
		}
		switch {
		case special != nil:
			return special(r, f, row), nil
		case f.row != "":
			return row[f.row], nil
		}
		return row[def.Name], nil
	}
}

// root picks the answer of a root field.
func (r *run) root(f *field) any {
	answer := query.Row(r.answers[r.op.answers[f]])
	rows := answer.List("rows")
	switch f.name {
	case "contacts":
		order := query.Order(text(f.args["orderBy"]))
		return newPage(f, answer, func(row query.Row) string { return query.ContactCursor(order, row) })
	case "events":
		return newPage(f, answer, eventCursor(f))
	case "actors":
		return newPage(f, answer, query.ActorCursor)
	case "articles":
		return newPage(f, answer, query.ArticleCursor)
	case "event", "article", "node":
		if len(rows) == 0 {
			return nil
		}
		h := toHit(rows[0])
		if f.name == "node" {
			return h
		}
		return map[string]any(h.row)
	case "actor":
		if len(rows) == 0 {
			return nil
		}
		return rows[0]
	case "search":
		hits := make([]hit, len(rows))
		for i, row := range rows {
			hits[i] = toHit(row)
		}
		return hits
	}
	return rows
}

func toHit(v any) hit {
	m, _ := v.(map[string]any)
	row := query.Row(m)
	return hit{row.Text("kind"), row.Row("node")}
}
