package api_test

import (
	"strings"
	"testing"
)

// TestFiltersNestAnywhere asks what needs the most Cypher, filters that look
// elsewhere and counts of their own, of the actors and events below every
// root field: what may be said in one place of a statement may be refused in
// another.
func TestFiltersNestAnywhere(t *testing.T) {
	s := open(t, story())
	const fragments = `
fragment talks on Actor {
  contacts(where: {after: {date: "2022-01-01"}, whom: {state: "SA"}}, first: 2) { whom { id } by count }
  events(where: {any: [{participants: [{id: ["state:IRN"]}]}, {before: {date: "2023-01-01"}}]}, first: 2) { totalCount }
}
fragment told on Event { initiators { ...talks } }`
	for _, question := range []string{
		`{ actor(name: "Mousavi") { ...talks } event(id: "event:call1") { ...told } }`,
		`{ actors(where: {role: "defence minister"}, first: 1) { nodes { ...talks } } events(where: {type: [MEETING]}, first: 1) { nodes { ...told } } }`,
		`{ states(first: 1) { ...talks } articles(first: 1) { nodes { events(first: 1) { ...told } } } }`,
		`{ article(id: "article:1") { events(first: 1) { ...told } actors(first: 1) { ...talks } } }`,
		`{ node(id: "event:meeting") { ... on Event { ...told } ... on Actor { ...talks } } }`,
		`{ search(text: "Mousavi", first: 2) { ... on Event { ...told } ... on Actor { ...talks } ... on Article { actors(first: 1) { ...talks } } } }`,
		`{ contacts(first: 1) { nodes { who { ...talks } event { ...told } } } }`,
		`{ contactPairs(first: 1) { whom { ...talks } } path(from: {id: ["person:khalid"]}, to: {id: ["person:pezeshkian"]}) { whom { ...talks } event { ...told } } }`,
	} {
		text := question + fragments
		if answer := ask(t, s, text, nil); strings.Contains(answer, `"errors"`) {
			t.Errorf("%s\n%s", question, answer)
		}
	}
}
