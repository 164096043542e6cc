package api

import (
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"safir/graph/query"
	"safir/schema"
)

// planner turns root fields into questions.
type planner struct {
	limits  Limits
	filters int
	err     *gqlerror.Error
}

func (p *planner) fail(f *field, msg string) {
	if p.err == nil {
		p.err = at(inputError("%s", msg), f.at)
	}
}

// first reads how many rows a field asks for.
func (p *planner) first(f *field) int {
	n, ok := f.args["first"].(int)
	if !ok { // null
		n = p.limits.Rows
	}
	if n < 0 || n > p.limits.Rows {
		p.fail(f, "first: "+strconv.Itoa(n)+" is not within 0 and "+strconv.Itoa(p.limits.Rows)+".")
		return 0
	}
	return n
}

// listed is how long lists are taken to be that have no bound.
const listed = 4

// cost counts the rows that a selection asks for of one thing.
func (p *planner) cost(s *selection) int {
	total := 0
	for _, f := range s.fields {
		if f.of == nil || isIntrospection(f.name) {
			continue
		}
		rows := 1
		if _, bounded := f.args["first"]; bounded {
			rows = max(p.first(f), 1)
		} else if f.def.Type.Elem != nil && f.name != "nodes" && f.name != "edges" {
			rows = listed
		}
		below := 0
		for _, of := range f.of {
			below = max(below, p.cost(of))
		}
		total = min(total+rows*(1+below), huge)
	}
	return min(total, huge)
}

// question makes a root field a question.
func (p *planner) question(f *field) query.Question {
	switch f.name {
	case "contacts":
		order, page, of := p.connection(f)
		return query.Contacts{Where: p.contactFilter(f, f.args["where"]), Order: order, Page: page,
			Who: p.below(of, "who", "Actor"), Whom: p.below(of, "whom", "Actor"), Event: p.below(of, "event", "Event")}
	case "contactPairs":
		return p.pairs(f)
	case "events":
		order, page, of := p.connection(f)
		return query.Events{Where: p.eventFilter(f, f.args["where"], false), Order: order, Page: page, Of: p.selection("Event", of)}
	case "actors":
		_, page, of := p.connection(f)
		return query.Actors{Where: p.actorFilter(f, f.args["where"]), Page: page, Of: p.selection("Actor", of)}
	case "states":
		return query.States{First: p.first(f), Of: p.selection("Actor", f.of["Actor"])}
	case "articles":
		_, page, of := p.connection(f)
		return query.Articles{Where: p.articleFilter(f, f.args["where"]), Page: page, Of: p.selection("Article", of)}
	case "event":
		return query.Node{ID: text(f.args["id"]), Of: map[query.Kind]query.Selection{query.KindEvent: p.selection("Event", f.of["Event"])}}
	case "article":
		return query.Node{ID: text(f.args["id"]), Of: map[query.Kind]query.Selection{query.KindArticle: p.selection("Article", f.of["Article"])}}
	case "node":
		return query.Node{ID: text(f.args["id"]), Of: p.byKind(f, query.KindEvent, query.KindActor, query.KindArticle, query.KindPlace, query.KindTopic, query.KindSource)}
	case "actor":
		return query.OneActor{ID: optional(f.args["id"]), Name: optional(f.args["name"]), Of: p.selection("Actor", f.of["Actor"])}
	case "path":
		steps, ok := f.args["maxSteps"].(int)
		if !ok {
			steps = 4
		}
		of := f.of["Contact"]
		return query.Path{From: p.actorFilter(f, f.args["from"]), To: p.actorFilter(f, f.args["to"]), Where: p.eventFilter(f, f.args["where"], false), MaxSteps: steps,
			Who: p.below(of, "who", "Actor"), Whom: p.below(of, "whom", "Actor"), Event: p.below(of, "event", "Event")}
	case "eventCounts":
		return query.EventCounts{By: words[query.Dimension](f.args["by"]), Where: p.eventFilter(f, f.args["where"], false), First: p.first(f)}
	case "search":
		return query.Search{Text: text(f.args["text"]), First: p.first(f), Of: p.byKind(f, query.KindActor, query.KindEvent, query.KindArticle)}
	case "sources":
		return query.Sources{Of: p.selection("Source", f.of["Source"])}
	}
	p.fail(f, "There is no answer to "+f.name+" yet.")
	return nil
}

func (p *planner) byKind(f *field, kinds ...query.Kind) map[query.Kind]query.Selection {
	of := map[query.Kind]query.Selection{}
	for _, k := range kinds {
		of[k] = p.selection(string(k), f.of[string(k)])
	}
	return of
}

// connection reads what a connection is asked for, and merges what is asked
// of its nodes: by nodes, by edges, under any alias.
func (p *planner) connection(f *field) (query.Order, query.Page, *selection) {
	page := query.Page{First: p.first(f), After: text(f.args["after"])}
	nodes := &selection{}
	for _, of := range f.of {
		for _, c := range of.fields {
			switch c.name {
			case "totalCount":
				page.Total = true
			case "pageInfo":
				page.Rows = true
			case "nodes":
				page.Rows = true
				for _, n := range c.of {
					nodes.fields = append(nodes.fields, n.fields...)
				}
			case "edges":
				page.Rows = true
				for _, e := range c.of {
					for _, n := range e.fields {
						for _, below := range n.of {
							nodes.fields = append(nodes.fields, below.fields...)
						}
					}
				}
			}
		}
	}
	order := query.Order(text(f.args["orderBy"]))
	if order == "" {
		order = query.TimeAsc
	}
	return order, page, nodes
}

// pairs reads a question for contacts counted per pair.
func (p *planner) pairs(f *field) query.ContactPairs {
	of := f.of["ContactPair"]
	q := query.ContactPairs{Where: p.contactFilter(f, f.args["where"]), First: p.first(f), Who: p.below(of, "who", "Actor"), Whom: p.below(of, "whom", "Actor")}
	for _, c := range of.fields {
		q.Details = q.Details || c.name == "first" || c.name == "last" || c.name == "by"
	}
	return q
}

// below merges what is asked of one part of a row.
func (p *planner) below(s *selection, part, typ string) query.Selection {
	merged := &selection{}
	if s != nil {
		for _, f := range s.fields {
			if f.name == part && f.of != nil {
				merged.fields = append(merged.fields, f.of[typ].fields...)
			}
		}
	}
	return p.selection(typ, merged)
}

// lists are the fields that lead from a thing to others, and what they lead
// to.
var lists = map[string]map[string]struct {
	field query.Field
	to    string
}{
	"Event": {
		"initiators": {query.Initiators, "Actor"}, "recipients": {query.Recipients, "Actor"}, "parties": {query.Parties, "Actor"}, "mediators": {query.Mediators, "Actor"},
		"participants": {query.Participants, "Participant"}, "places": {query.Places, "Place"}, "topics": {query.Topics, "Topic"},
		"evidence": {query.Evidence, "Report"}, "follows": {query.Follows, "Event"}, "followedBy": {query.FollowedBy, "Event"},
	},
	"Actor": {
		"state": {query.StateOf, "Actor"}, "offices": {query.Offices, "Office"}, "representatives": {query.Representatives, "Actor"},
		"events": {query.EventsOf, "EventConnection"}, "contacts": {query.ContactsOf, "ContactPair"},
	},
	"Article": {"source": {query.SourceOf, "Source"}, "events": {query.ArticleEvents, "Event"}, "actors": {query.ArticleActors, "Actor"}},
	"Source":  {"lastRun": {query.LastRun, "Run"}, "runs": {query.Runs, "Run"}},
}

// selection makes what is asked of a thing a selection of the graph, and
// tells its fields where they find it in the row.
func (p *planner) selection(typ string, s *selection) query.Selection {
	var out query.Selection
	if s == nil {
		return out
	}
	for _, f := range s.fields {
		switch {
		case typ == "Actor" && (f.name == "kind" || f.name == "code"),
			typ == "Event" && slices.Contains([]string{"title", "date", "modality", "confidence", "reports"}, f.name):
			out.Plain = true
		case typ == "Actor" && f.name == "aliases":
			out.Aliases = true
		case typ == "Article" && f.name == "text":
			out.Text = true
		}
		way, ok := lists[typ][f.name]
		if !ok {
			continue
		}
		n := query.Nested{Key: "x" + strconv.Itoa(len(out.Nested)), Field: way.field}
		f.row = n.Key
		if _, bounded := f.args["first"]; bounded {
			n.First = p.first(f)
		}
		switch of := f.of[way.to]; way.to {
		case "Participant":
			if f.args["role"] != nil {
				n.Roles = words[schema.Role](f.args["role"])
			}
			n.Of = p.below(of, "actor", "Actor")
		case "Report":
			n.Of = p.below(of, "article", "Article")
		case "Office":
			n.Of = p.below(of, "state", "Actor")
		case "EventConnection":
			var nodes *selection
			n.Order, n.Page, nodes = p.connection(f)
			n.Where = p.eventFilter(f, f.args["where"], false)
			n.Of = p.selection("Event", nodes)
		case "ContactPair":
			n.Pairs = p.pairs(f)
		default:
			n.Of = p.selection(way.to, of)
		}
		out.Nested = append(out.Nested, n)
	}
	return out
}
