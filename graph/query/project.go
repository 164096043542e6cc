package query

import (
	"fmt"
	"strings"

	"safir/schema"
)

// project returns a map expression of a node with all that the selection
// asks for.
type project func(b *builder, v string, s Selection) string

func (b *builder) event(v string, s Selection) string {
	plain := " .id, .type, .key"
	if s.Plain {
		plain += ", .title, .titleAr, .modality, .precision, .confidence, .reports, start: toString(" + v + ".start), end: toString(" + v + ".end)"
	}
	return b.object(v, plain, s)
}

func (b *builder) actor(v string, s Selection) string {
	plain := " .id, .name, .nameAr"
	if s.Plain {
		plain += ", .kind, .code"
	}
	if s.Aliases {
		plain += ", .aliases"
	}
	return b.object(v, plain, s)
}

func (b *builder) article(v string, s Selection) string {
	plain := " .id, .url, .title, .language, .publisher, publishedAt: toString(" + v + ".publishedAt)"
	if s.Text {
		plain += ", .text"
	}
	return b.object(v, plain, s)
}

func (b *builder) place(v string, s Selection) string {
	return b.object(v, " .id, .name, .nameAr, .country", s)
}

func (b *builder) topic(v string, s Selection) string {
	return b.object(v, " .id, .name, .nameAr", s)
}

func (b *builder) source(v string, s Selection) string {
	return b.object(v, " .id, .name, .kind, .url, .schedule", s)
}

func (b *builder) run(v string, s Selection) string {
	return b.object(v, fmt.Sprintf(" .id, .status, .seen, .loaded, .skipped, .failed, .error, startedAt: toString(%s.startedAt), endedAt: toString(%[1]s.endedAt)", v), s)
}

func (b *builder) object(v, plain string, s Selection) string {
	var t strings.Builder
	t.WriteString(v + " {" + plain)
	for _, n := range s.Nested {
		t.WriteString(", " + n.Key + ": " + b.nested(v, n))
	}
	t.WriteString("}")
	return t.String()
}

// kinds knows how each kind of node is shown.
var kinds = []struct {
	kind Kind
	show project
}{
	{KindEvent, (*builder).event}, {KindActor, (*builder).actor}, {KindArticle, (*builder).article},
	{KindPlace, (*builder).place}, {KindTopic, (*builder).topic}, {KindSource, (*builder).source},
}

// relOf is the relationship by which an actor has a role.
var relOf = map[schema.Role]string{
	schema.Initiator: "INITIATED", schema.Recipient: "RECEIVED", schema.Party: "JOINED", schema.Mediator: "MEDIATED",
}

const anyPart = "INITIATED|RECEIVED|JOINED|MEDIATED"

// nested returns an expression for a field of v.
func (b *builder) nested(v string, n Nested) string {
	x, r := b.fresh("n"), b.fresh("r")
	list := func(pattern, order, limit string, show project) string {
		return fmt.Sprintf("COLLECT { MATCH %s WITH DISTINCT %s ORDER BY %s%s%s }", pattern, x, order, limit, b.give(show(b, x, n.Of), x))
	}
	limit := func() string { return " LIMIT " + b.limit(n.First) }
	switch n.Field {
	case Initiators, Recipients, Parties, Mediators:
		rel := map[Field]string{Initiators: "INITIATED", Recipients: "RECEIVED", Parties: "JOINED", Mediators: "MEDIATED"}[n.Field]
		return list(fmt.Sprintf("(%s)<-[:%s]-(%s)", v, rel, x), x+".id", "", (*builder).actor)
	case Participants:
		rels := strings.Split(anyPart, "|")
		if n.Roles != nil {
			rels = nil
			for _, role := range n.Roles {
				rels = append(rels, relOf[role])
			}
		}
		role := "CASE type(" + r + ") WHEN 'INITIATED' THEN 'INITIATOR' WHEN 'RECEIVED' THEN 'RECIPIENT' WHEN 'JOINED' THEN 'PARTY' ELSE 'MEDIATOR' END"
		return fmt.Sprintf("COLLECT { MATCH (%s)<-[%s:%s]-(%s) WHERE type(%[2]s) IN %[5]s WITH %[2]s, %[4]s ORDER BY %[6]s, %[4]s.id%[7]s }",
			v, r, anyPart, x, b.param(strs(rels)), "CASE type("+r+") WHEN 'INITIATED' THEN 0 WHEN 'RECEIVED' THEN 1 WHEN 'JOINED' THEN 2 ELSE 3 END",
			b.give("{role: "+role+", actor: "+b.actor(x, n.Of)+"}", r, x))
	case Places:
		return list(fmt.Sprintf("(%s)-[:IN]->(%s:Place)", v, x), x+".id", "", (*builder).place)
	case Topics:
		return list(fmt.Sprintf("(%s)-[:ABOUT]->(%s:Topic)", v, x), x+".id", "", (*builder).topic)
	case Evidence:
		return fmt.Sprintf("COLLECT { MATCH (%s)<-[%s:REPORTS]-(%s:Article) WITH %[2]s, %[3]s ORDER BY %[2]s.confidence DESC, %[3]s.id, %[2]s.start, %[2]s.claim%[4]s%[5]s }",
			v, r, x, limit(), b.give(r+" {.quote, .start, .end, .confidence, .coder, article: "+b.article(x, n.Of)+"}", r, x))
	case Follows:
		return list(fmt.Sprintf("(%s)-[:FOLLOWS]->(%s:Event)", v, x), x+".key", limit(), (*builder).event)
	case FollowedBy:
		return list(fmt.Sprintf("(%s)<-[:FOLLOWS]-(%s:Event)", v, x), x+".key", limit(), (*builder).event)
	case StateOf:
		return fmt.Sprintf("head(COLLECT { MATCH (%s:Actor) WHERE %[1]s.id = 'state:' + %s.state%s })", x, v, b.give(b.actor(x, n.Of), x))
	case Offices:
		office := fmt.Sprintf("%s {role: coalesce(%[1]s.role, ''), .roleAr, from: toString(%[1]s.from), to: toString(%[1]s.to), state: %[2]s}", r, b.actor(x, n.Of))
		return fmt.Sprintf("COLLECT { MATCH (%s)-[%s:REPRESENTS]->(%s) WITH %[2]s, %[3]s ORDER BY %[2]s.to IS NOT NULL, %[2]s.to DESC, %[2]s.from IS NULL, %[2]s.from DESC, %[2]s.role, %[3]s.id%[4]s }",
			v, r, x, b.give(office, r, x))
	case Representatives:
		return list(fmt.Sprintf("(%s)<-[:REPRESENTS]-(%s:Actor)", v, x), x+".name, "+x+".id", limit(), (*builder).actor)
	case EventsOf:
		return b.eventPage(n.Where, n.Order, n.Page, n.Of, v)
	case ContactsOf:
		return "COLLECT {\n" + b.pairRows(n.Pairs, v) + "\n}"
	case SourceOf:
		return "head(" + list(fmt.Sprintf("(%s)<-[:PUBLISHED]-(%s:Source)", v, x), x+".id", " LIMIT 1", (*builder).source) + ")"
	case ArticleEvents:
		return list(fmt.Sprintf("(%s)-[:REPORTS]->(%s:Event)", v, x), x+".key", limit(), (*builder).event)
	case ArticleActors:
		return fmt.Sprintf("COLLECT { MATCH (%s)-[%s:MENTIONS]->(%s:Actor) WITH %[3]s, sum(%[2]s.count) AS %[4]s ORDER BY %[4]s DESC, %[3]s.id%[5]s%[6]s }",
			v, r, x, b.fresh("c"), limit(), b.give(b.actor(x, n.Of), x))
	case LastRun:
		return "head(" + list(fmt.Sprintf("(%s)-[:RAN]->(%s:Run)", v, x), x+".startedAt DESC, "+x+".id", " LIMIT 1", (*builder).run) + ")"
	case Runs:
		return list(fmt.Sprintf("(%s)-[:RAN]->(%s:Run)", v, x), x+".startedAt DESC, "+x+".id", limit(), (*builder).run)
	}
	b.fail("there is no field %s here", n.Field)
	return "null"
}
