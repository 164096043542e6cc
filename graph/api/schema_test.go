package api_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"safir/graph/api"
	"safir/schema"
)

func loadSDL(t *testing.T) *ast.Schema {
	t.Helper()
	s, err := gqlparser.LoadSchema(&ast.Source{Input: api.SDL()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Whoever reads the schema in a browser finds a word on everything but what
// its name says.
func TestEverythingIsDescribed(t *testing.T) {
	plain := map[string]bool{"id": true, "type": true, "name": true, "kind": true, "url": true, "title": true, "event": true, "node": true, "nodes": true, "edges": true,
		"cursor": true, "pageInfo": true, "source": true, "article": true, "actor": true, "role": true, "precision": true, "modality": true, "family": true, "who": true, "whom": true,
		"status": true, "startedAt": true, "language": true, "initiators": true, "recipients": true, "parties": true, "mediators": true, "count": true, "hasNextPage": true}
	for _, d := range loadSDL(t).Types {
		if d.BuiltIn {
			continue
		}
		if d.Description == "" {
			t.Errorf("%s is not described", d.Name)
		}
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			if f.Description == "" && (d.Kind == ast.InputObject || !plain[f.Name]) {
				t.Errorf("%s.%s is not described", d.Name, f.Name)
			}
			for _, a := range f.Arguments {
				if a.Description == "" {
					t.Errorf("%s.%s(%s) is not described", d.Name, f.Name, a.Name)
				}
			}
		}
		for _, v := range d.EnumValues {
			if v.Description == "" {
				t.Errorf("%s.%s is not described", d.Name, v.Name)
			}
		}
	}
}

// The enumerations hold the vocabulary, in its order.
func TestSchemaHoldsTheVocabulary(t *testing.T) {
	s := loadSDL(t)
	var types, families []string
	for _, info := range schema.EventTypes() {
		types = append(types, string(info.Type))
		if v := s.Types["EventType"].EnumValues.ForName(string(info.Type)); v != nil && (!strings.Contains(v.Description, info.Code) || !strings.Contains(v.Description, info.Arabic)) {
			t.Errorf("%s: the description lacks code %s or caption %s: %s", info.Type, info.Code, info.Arabic, v.Description)
		}
	}
	for _, f := range schema.EventFamilies() {
		families = append(families, string(f))
	}
	if diff := cmp.Diff(types, values(s, "EventType")); diff != "" {
		t.Errorf("EventType (-vocabulary +schema):\n%s", diff)
	}
	if diff := cmp.Diff(families, values(s, "EventFamily")); diff != "" {
		t.Errorf("EventFamily (-vocabulary +schema):\n%s", diff)
	}
}

func values(s *ast.Schema, enum string) []string {
	var names []string
	for _, v := range s.Types[enum].EnumValues {
		names = append(names, v.Name)
	}
	return names
}
