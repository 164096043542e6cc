package query_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/graph/local"
	"safir/graph/local/localtest"
	"safir/graph/query"
	"safir/graph/query/testgraph"
	"safir/schema"
)

// TestHotQuestionsUseAnIndexForFilterAndOrder profiles the questions that are
// asked most over a graph in which scanning would show: an index must find
// the rows in their order, and the page's end must end the walk.
func TestHotQuestionsUseAnIndexForFilterAndOrder(t *testing.T) {
	open(t, &testgraph.Graph{})
	hotQuestions(t, driver(t))
}

// TestHotQuestionsUseAnIndexThatWasNeverCounted asks the same of a Neo4j that
// knows nothing of what its indexes hold, as is so for a while after a first
// load.
func TestHotQuestionsUseAnIndexThatWasNeverCounted(t *testing.T) {
	config := localtest.Config(t)
	config.Settings["db.index_sampling.background_enabled"] = "false"
	db, err := local.Start(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Kill()
	migrate(t, localtest.Server{URI: db.URI(), Username: db.Username(), Password: db.Password()})
	driver, err := neo4j.NewDriverWithContext(db.URI(), neo4j.NoAuth())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = driver.Close(context.Background()) }()
	hotQuestions(t, driver)
}

// TestAQuestionDoesWithoutItsIndex holds that the index named in a statement
// is a hint: while it is missing or being filled the answer is slow, not none.
func TestAQuestionDoesWithoutItsIndex(t *testing.T) {
	localtest.Reset(t)
	g := &testgraph.Graph{}
	g.Event(testgraph.Event{ID: "event:call", Type: "PHONE_CALL", Start: "2025-06-24"})
	if err := g.Write(t.Context(), driver(t), "neo4j"); err != nil {
		t.Fatal(err)
	}
	found := rows(t, query.New(driver(t), "neo4j"), query.Events{Where: query.EventFilter{Types: []schema.EventType{"PHONE_CALL"}}, Page: query.Page{First: 1, Rows: true}})
	if len(found) != 1 {
		t.Errorf("%d events, want 1", len(found))
	}
}

func hotQuestions(t *testing.T, driver neo4j.DriverWithContext) {
	t.Helper()
	const events = 20_000
	skew, err := testgraph.Skewed(t.Context(), driver, "neo4j", events, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	page := query.Page{First: 25, Rows: true}
	day := &query.Moment{Date: skew.Middle}
	happened := []schema.Modality{schema.Actual}
	busiest := []query.ActorFilter{{IDs: []string{skew.Busiest}}}
	for _, c := range []struct {
		name     string
		question query.Question
		index    string
	}{
		{"contacts after a day", query.Contacts{Where: query.ContactFilter{After: day, Modality: happened}, Page: page}, "Event(contact, key)"},
		{"contacts after a day, latest first", query.Contacts{Where: query.ContactFilter{After: day, Modality: happened}, Order: query.TimeDesc, Page: page}, "Event(contact, key)"},
		{"contacts after an event", query.Contacts{Where: query.ContactFilter{After: &query.Moment{Event: &query.EventFilter{IDs: []string{skew.Event}}}, Modality: happened}, Page: page}, "Event(contact, key)"},
		{"events of the busiest actor by time", query.Events{Where: query.EventFilter{Participants: busiest, Modality: happened}, Page: page}, "Event(key)"},
		{"events of the busiest actor after a day", query.Events{Where: query.EventFilter{Participants: busiest, After: day, Modality: happened}, Page: page}, "Event(key)"},
		{"by type and time", query.Events{Where: query.EventFilter{Types: []schema.EventType{"VISIT", "MEETING"}, From: skew.Middle, Modality: happened}, Page: page}, "Event(type, key)"},
		{"by code prefix", query.Events{Where: query.EventFilter{Codes: []string{"04"}, After: day, Modality: happened}, Page: page}, "Event(type, key)"},
		{"all events by time", query.Events{Where: query.EventFilter{Modality: happened}, Order: query.TimeDesc, Page: page}, "Event(key)"},
		{"contacts after any ceasefire", query.Contacts{Where: query.ContactFilter{After: &query.Moment{Event: &query.EventFilter{Types: []schema.EventType{"CEASEFIRE"}, Modality: happened}}, Modality: happened}, Page: page}, "Event(contact, key)"},
		{"contacts per pair of a month", query.ContactPairs{Where: query.ContactFilter{From: schema.NewDate(2024, 12, 1), Modality: happened}, First: 25}, "Event(contact, key)"},
		{"path", query.Path{From: busiest[0], To: query.ActorFilter{IDs: []string{skew.Rare}}, Where: query.EventFilter{Modality: happened}, MaxSteps: 4}, "Event(contact, key)"},
		{"an event by a claim's id", query.Node{ID: "event:0000003-claim", Of: map[query.Kind]query.Selection{query.KindEvent: {}}}, "REPORTS(claim)"},
		{"nested in the busiest actor", query.OneActor{ID: &skew.Busiest, Of: query.Selection{Nested: []query.Nested{
			{Key: "x0", Field: query.EventsOf, Where: query.EventFilter{Modality: happened}, Page: page},
		}}}, "Event(key)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := query.Compile(c.question)
			if err != nil {
				t.Fatal(err)
			}
			plan := profile(t, driver, s)
			text := describe(plan, 0)
			var used bool
			var hits int64
			walk(plan, func(p neo4j.ProfiledPlan) {
				details := fmt.Sprint(p.Arguments()["Details"])
				hits += p.DbHits()
				used = used || strings.Contains(p.Operator(), "IndexSeek") && strings.Contains(details, c.index) && p.DbHits() > 0
				if strings.Contains(p.Operator(), "Scan") && p.Records() > events/10 {
					t.Errorf("%s gives %d rows", p.Operator(), p.Records())
				}
			})
			if !used {
				t.Errorf("no seek in the index %s", c.index)
			}
			if most := int64(events / 4); hits > most {
				t.Errorf("%d database hits, want at most %d", hits, most)
			}
			if t.Failed() {
				t.Log(s.Text, "\n"+text)
			}
		})
	}
}

func profile(t *testing.T, driver neo4j.DriverWithContext, s query.Statement) neo4j.ProfiledPlan {
	t.Helper()
	session := driver.NewSession(t.Context(), neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead, DatabaseName: "neo4j"})
	defer func() { _ = session.Close(t.Context()) }()
	result, err := session.Run(t.Context(), "PROFILE "+s.Text, s.Params())
	if err != nil {
		t.Fatalf("%v\n%s", err, s.Text)
	}
	summary, err := result.Consume(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return summary.Profile()
}

func walk(p neo4j.ProfiledPlan, visit func(neo4j.ProfiledPlan)) {
	visit(p)
	for _, c := range p.Children() {
		walk(c, visit)
	}
}

func describe(p neo4j.ProfiledPlan, depth int) string {
	details := fmt.Sprint(p.Arguments()["Details"])
	if len(details) > 160 {
		details = details[:160] + "…"
	}
	text := fmt.Sprintf("%s%s rows=%d hits=%d %s\n", strings.Repeat("  ", depth), p.Operator(), p.Records(), p.DbHits(), details)
	for _, c := range p.Children() {
		text += describe(c, depth+1)
	}
	return text
}
