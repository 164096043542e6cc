package store

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/schema"
)

// The properties of nodes, as Neo4j takes them. A nil removes the property.

func day(d schema.Date) any {
	if d.IsZero() {
		return nil
	}
	return neo4j.DateOf(d.Time())
}

func dayOf(v any) schema.Date {
	d, ok := v.(neo4j.Date)
	if !ok {
		return schema.Date{}
	}
	return schema.DateOf(d.Time())
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func list(s []string) any {
	if len(s) == 0 {
		return nil
	}
	return s
}

func str(v any) string {
	s, _ := v.(string)
	return s
}

func strs(v any) []string {
	l, _ := v.([]any)
	s := make([]string, 0, len(l))
	for _, x := range l {
		s = append(s, str(x))
	}
	return s
}

// hash returns a short digest of the parts.
func hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// articleProps returns what an article's node holds apart from its coding.
func articleProps(a schema.Article) map[string]any {
	var retrieved any
	if !a.RetrievedAt.IsZero() {
		retrieved = a.RetrievedAt.UTC()
	}
	return map[string]any{
		"url": text(a.URL), "title": text(a.Title), "text": text(a.Text), "language": text(string(a.Language)),
		"publisher": text(a.Publisher), "publishedAt": day(a.PublishedAt), "retrievedAt": retrieved,
		"fingerprint": list(a.Fingerprint),
		"contentHash": hash(a.URL, a.Title, a.Text, string(a.Language), a.Publisher, a.PublishedAt.String()),
	}
}

// kindLabel returns the second label of an actor's node.
func kindLabel(k schema.Kind) string {
	return map[schema.Kind]string{
		schema.Person: "Person", schema.State: "State", schema.Organization: "Organization", schema.Group: "Group",
	}[k]
}

// roleTypes are the relationship types by which actors take part in events.
var roleTypes = map[schema.Role]string{
	schema.Initiator: "INITIATED", schema.Recipient: "RECEIVED", schema.Party: "JOINED", schema.Mediator: "MEDIATED",
}

// foldedNames returns the distinct folded forms of names, sorted.
func foldedNames(names []string) []string {
	var folded []string
	for _, n := range names {
		if f := schema.Fold(n); f != "" {
			folded = append(folded, f)
		}
	}
	slices.Sort(folded)
	return slices.Compact(folded)
}

// caption returns an event's title in both languages: what happened, then
// who → to whom, or the parties, and who stood between.
func caption(info schema.TypeInfo, names map[schema.Role][][2]string) (en, ar string) {
	side := func(role schema.Role, lang int, and string) string {
		var ns []string
		for _, n := range names[role] {
			ns = append(ns, n[lang])
		}
		return strings.Join(ns, and)
	}
	build := func(what string, lang int, comma, arrow, via string) string {
		var who []string
		if p := side(schema.Party, lang, " – "); p != "" {
			who = append(who, p)
		}
		from, to := side(schema.Initiator, lang, comma), side(schema.Recipient, lang, comma)
		switch {
		case from != "" && to != "":
			who = append(who, from+arrow+to)
		case from != "":
			who = append(who, from)
		case to != "":
			who = append(who, strings.TrimLeft(arrow, " ")+to)
		}
		s := what
		if len(who) > 0 {
			s += ": " + strings.Join(who, comma)
		}
		if m := side(schema.Mediator, lang, comma); m != "" {
			s += " (" + via + m + ")"
		}
		return s
	}
	return build(info.English, 0, ", ", " → ", "mediated by "), build(info.Arabic, 1, "، ", " ← ", "بوساطة ")
}
