package api_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"safir/graph/api"
	"safir/graph/query"
)

// offline is a schema that is asked nothing of the graph.
func offline(t testing.TB, limits api.Limits) *api.Schema {
	t.Helper()
	s, err := api.New(query.New(nil, ""), api.Options{Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plan prepares a document and its operation, and returns the errors.
func plan(t testing.TB, s *api.Schema, text, variables string) string {
	t.Helper()
	doc, errs := s.Prepare(text)
	if len(errs) == 0 {
		var vars map[string]any
		d := json.NewDecoder(strings.NewReader(variables))
		d.UseNumber()
		if variables != "" {
			if err := d.Decode(&vars); err != nil {
				t.Fatal(err)
			}
		}
		_, errs = doc.Operation("", vars)
	}
	if len(errs) == 0 {
		return ""
	}
	return marshal(t, errs)
}

func TestVariablesAreCoercedStrictly(t *testing.T) {
	s := offline(t, api.Limits{})
	for _, c := range []struct{ typ, value, want string }{
		{"Int", `5`, ""},
		{"Int", `5.0`, ""},
		{"Int", `null`, ""},
		{"Int", `1.5`, "1.5 is no Int"},
		{"Int", `"5"`, `\"5\" is no Int`},
		{"Int", `true`, "true is no Int"},
		{"Int", `3000000000`, "3000000000 is no Int"},
		{"Int", `1e400`, "1e400 is no Int"},
		{"Int!", `null`, "null is no Int!"},
		{"ContactFilter", `{"minConfidence": 0.5}`, ""},
		{"ContactFilter", `{"minConfidence": 1}`, ""},
		{"ContactFilter", `{"minConfidence": "0.5"}`, `\"0.5\" is no Float`},
		{"ContactFilter", `{"by": "VISIT"}`, ""},
		{"ContactFilter", `{"by": ["VISIT", "MEETING"]}`, ""},
		{"ContactFilter", `{"by": ["visit"]}`, `\"visit\" is no value of EventType`},
		{"ContactFilter", `{"by": [0]}`, `0 is no value of EventType`},
		{"ContactFilter", `{"by": [null]}`, `null is no EventType!`},
		{"ContactFilter", `{"by": null, "who": null, "after": null, "modality": null}`, ""},
		{"ContactFilter", `{"on": "2025-06-24"}`, ""},
		{"ContactFilter", `{"on": "2025-02-30"}`, `\"2025-02-30\" is no Date`},
		{"ContactFilter", `{"on": 20250624}`, `20250624 is no Date`},
		{"ContactFilter", `{"whoever": {}}`, `ContactFilter has no field \"whoever\"`},
		{"ContactFilter", `[1]`, "expected an object of type ContactFilter"},
		{"ContactFilter", `{"who": {"id": 7}}`, ""},
		{"ContactFilter", `{"who": {"id": 7.5}}`, "7.5 is no ID"},
		{"ContactFilter", `{"who": {"id": ["a", null]}}`, "null is no ID!"},
		{"ContactFilter", `{"who": {"name": 7}}`, "7 is no String"},
		{"ContactFilter", `{"between": [{}]}`, "between: give exactly two"},
		{"ContactFilter", `{"after": {}}`, "after: give exactly one of date and event"},
		{"ContactFilter", `{"after": {"date": "2025-06-24", "event": {}}}`, "after: give exactly one of date and event"},
	} {
		text := `query($v: ` + c.typ + `) { contacts(where: $v) { totalCount } }`
		if strings.HasPrefix(c.typ, "Int") {
			text = `query($v: ` + c.typ + `) { contacts(first: $v) { nodes { by } } }`
		}
		got := plan(t, s, text, `{"v": `+c.value+`}`)
		if c.want == "" && got != "" || !strings.Contains(got, c.want) || c.want != "" && !strings.Contains(got, `"code":"BAD_USER_INPUT"`) {
			t.Errorf("%s = %s: %s, want %q", c.typ, c.value, got, c.want)
		}
	}
	if got := plan(t, s, `query($v: Int!) { contacts(first: $v) { nodes { by } } }`, `{}`); !strings.Contains(got, "Variable $v of type Int! must be given") {
		t.Error(got)
	}
}

func TestArgumentsAreChecked(t *testing.T) {
	s := offline(t, api.Limits{})
	for text, want := range map[string]string{
		`{ contacts(first: 1001) { nodes { by } } }`:              "first: 1001 is not within 0 and 1000",
		`{ contacts(first: -1) { nodes { by } } }`:                "first: -1 is not within 0 and 1000",
		`{ contacts(first: 99999999999) { nodes { by } } }`:       "99999999999 is no Int",
		`{ contacts(first: 1.5) { nodes { by } } }`:               "GRAPHQL_VALIDATION_FAILED",
		`{ contacts(where: {on: "yesterday"}) { nodes { by } } }`: `\"yesterday\" is no Date`,
		`{ events(where: {month: "2025-13"}) { totalCount } }`:    "month: \\\"2025-13\\\" is not a month",
		`{ events(where: {year: 0}) { totalCount } }`:             "year: 0 is not a year",
		`{ actor { id } }`:                                                                "actor: give exactly one of id and name",
		`{ actor(id: "a", name: "b") { id } }`:                                            "actor: give exactly one of id and name",
		`{ path(from: {kind: [PERSON]}, to: {id: ["a"]}) { by } }`:                        "from and to must name actors",
		`{ path(from: {id: ["a"]}, to: {id: ["b"]}, maxSteps: 7) { by } }`:                "maxSteps: give 1 to 6",
		`{ eventCounts(by: []) { count } }`:                                               "by: give one or two dimensions",
		`{ eventCounts(by: [TYPE, DAY, YEAR]) { count } }`:                                "by: give one or two dimensions",
		`{ search(text: "` + strings.Repeat("word ", 50) + `") { __typename } }`:          "has too many words",
		`{ actors(where: {name: "` + strings.Repeat("word ", 50) + `"}) { totalCount } }`: "has too many words",
	} {
		if got := plan(t, s, text, ""); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %q", clipped(text), got, want)
		}
	}
}

func clipped(s string) string { return s[:min(len(s), 100)] }

// TestHostileDocuments puts documents that are meant to hurt: each gets its
// error at once.
func TestHostileDocuments(t *testing.T) {
	s := offline(t, api.Limits{})
	chain := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "fragment f%d on Event { a: follows { ...f%d } b: follows { ...f%[2]d } } ", i, i+1)
		}
		return b.String() + fmt.Sprintf("fragment f%d on Event { id }", n)
	}
	filters := func(n int) string { return strings.Repeat(`{any: [`, n) + `{}` + strings.Repeat(`]}`, n) }
	for name, c := range map[string]struct{ text, variables, want string }{
		"nothing":               {``, ``, "GRAPHQL_PARSE_FAILED"},
		"only a fragment":       {`fragment f on Event { id }`, ``, "GRAPHQL_PARSE_FAILED"},
		"no GraphQL":            {`{{{`, ``, "GRAPHQL_PARSE_FAILED"},
		"cycle of fragments":    {`{ event(id: "1") { ...a } } fragment a on Event { ...b } fragment b on Event { ...a }`, ``, "GRAPHQL_VALIDATION_FAILED"},
		"cycle over fields":     {`{ event(id: "1") { ...a } } fragment a on Event { follows { ...a } }`, ``, "GRAPHQL_VALIDATION_FAILED"},
		"5,000 directives":      {`{ events ` + strings.Repeat("@skip(if: false) ", 5000) + `{ totalCount } }`, ``, "LIMIT_EXCEEDED"},
		"60 directives":         {`{ events ` + strings.Repeat("@skip(if: false) ", 60) + `{ totalCount } }`, ``, "LIMIT_EXCEEDED"},
		"20,000 deep list":      {`{ events(where: {id: ` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `}) { totalCount } }`, ``, "LIMIT_EXCEEDED"},
		"deep list":             {`{ events(where: {id: ` + strings.Repeat("[", 900) + strings.Repeat("]", 900) + `}) { totalCount } }`, ``, "GRAPHQL_VALIDATION_FAILED"},
		"a million aliases":     {`{ ` + strings.Repeat("a:__typename ", 100_000) + `}`, ``, "LIMIT_EXCEEDED"},
		"aliases":               {`{ ` + aliases(150) + `}`, ``, "LIMIT_EXCEEDED"},
		"deep selection":        {`{ event(id: "1") ` + strings.Repeat("{ follows ", 20) + "{ id }" + strings.Repeat("}", 20) + ` }`, ``, "LIMIT_EXCEEDED"},
		"exponential fragments": {`{ event(id: "1") { ...f0 } } ` + chain(12), ``, "LIMIT_EXCEEDED"},
		"too many rows":         {`{ events(first: 1000) { nodes { follows(first: 1000) { id } } } }`, ``, "LIMIT_EXCEEDED"},
		"overflowing rows":      {`{ events(first: 1000) { nodes { a: follows(first: 1000) { b: follows(first: 1000) { c: follows(first: 1000) { d: follows(first: 1000) { e: follows(first: 1000) { f: follows(first: 1000) { id } } } } } } } } }`, ``, "LIMIT_EXCEEDED"},
		"filters in filters":    {`query($f: ActorFilter) { actors(where: $f) { totalCount } }`, `{"f": ` + strings.NewReplacer("any:", `"any":`).Replace(filters(300)) + `}`, "LIMIT_EXCEEDED"},
		"many filters":          {`query($f: ActorFilter) { actors(where: $f) { totalCount } }`, `{"f": {"any": [` + strings.Repeat("{},", 5000) + `{}]}}`, "LIMIT_EXCEEDED"},
		"huge number":           {`{ events(first: ` + strings.Repeat("9", 1000) + `) { totalCount } }`, ``, "GRAPHQL_VALIDATION_FAILED"},
		"lone surrogate":        {`{ actor(name: "\uD800") { id } }`, ``, "surrogate"},
		"mutation":              {`mutation { __typename }`, ``, "GRAPHQL_VALIDATION_FAILED"},
		"subscription":          {`subscription { __typename }`, ``, "GRAPHQL_VALIDATION_FAILED"},
		"deep introspection":    {`{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`, ``, "GRAPHQL_VALIDATION_FAILED"},
	} {
		start := time.Now()
		got := plan(t, s, c.text, c.variables)
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %q", name, clipped(got), c.want)
		}
		if took := time.Since(start); took > time.Second { // 100 ms on a quiet machine
			t.Errorf("%s took %s", name, took)
		}
		var errs []any
		if err := json.Unmarshal([]byte(got), &errs); err == nil && len(errs) > 10 {
			t.Errorf("%s: %d errors", name, len(errs))
		}
	}
}

func aliases(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d: events { totalCount } ", i)
	}
	return b.String()
}

// What is wrong in the same way in many places is told once.
func TestErrorsOfOneMessageAreOne(t *testing.T) {
	_, errs := offline(t, api.Limits{}).Prepare(`{ __typename ` + strings.Repeat("@aa ", 30) + ` }`)
	for _, e := range errs {
		if len(e.Locations) > 10 {
			t.Errorf("%d locations: %v", len(e.Locations), e)
		}
	}
	if len(errs) > 2 || len(errs[0].Locations) < 2 {
		t.Errorf("%d errors: %v", len(errs), errs)
	}
}

func TestSuggestionsCanBeSwitchedOff(t *testing.T) {
	const text = `{ contact { totalCount } }`
	if got := plan(t, offline(t, api.Limits{}), text, ""); !strings.Contains(got, "Did you mean") {
		t.Error(got)
	}
	if got := plan(t, offline(t, api.Limits{NoSuggestions: true}), text, ""); got == "" || strings.Contains(got, "Did you mean") {
		t.Error(got)
	}
}

// The query that GraphiQL and other tools open with must pass the limits.
func TestIntrospectionQueryPasses(t *testing.T) {
	const text = `query IntrospectionQuery { __schema { description queryType { name kind } mutationType { name kind } subscriptionType { name kind } types { ...FullType }
  directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } }
fragment FullType on __Type { kind name description specifiedByURL isOneOf fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
  inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`
	s := offline(t, api.Limits{})
	got := ask(t, s, text, nil)
	if strings.Contains(got, `"errors"`) || !strings.Contains(got, `"name":"ContactConnection"`) {
		t.Error(clipped(got))
	}
}
