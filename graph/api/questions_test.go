package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/graph/query/testgraph"
)

var update = flag.Bool("update", false, "write the answers of testdata/questions anew")

// story is the graph that the questions of testdata are put to: undated
// calls told to follow a ceasefire, and what else the schema can show.
func story() *testgraph.Graph {
	g := &testgraph.Graph{}
	for _, code := range []string{"IRN", "ISR", "SAU", "QAT"} {
		g.State(code)
	}
	g.Actor(testgraph.Actor{ID: "person:mousavi", Name: "Abdolrahim Mousavi", NameAr: "عبد الرحيم موسوي", State: "IRN", Role: "chief of staff", RoleAr: "رئيس الأركان", Aliases: []string{"Mousavi"}})
	g.Actor(testgraph.Actor{ID: "person:khalid", Name: "Khalid bin Salman", NameAr: "خالد بن سلمان", State: "SAU", Role: "minister of defence", RoleAr: "وزير الدفاع", From: "2022-09-27"})
	g.Actor(testgraph.Actor{ID: "person:mbs", Name: "Mohammed bin Salman", NameAr: "محمد بن سلمان", State: "SAU", Role: "crown prince", RoleAr: "ولي العهد"})
	g.Actor(testgraph.Actor{ID: "person:pezeshkian", Name: "Masoud Pezeshkian", NameAr: "مسعود بزشكيان", State: "IRN", Role: "president", RoleAr: "الرئيس", Aliases: []string{"Pezeshkian", "بزشكيان"}})
	g.Actor(testgraph.Actor{ID: "group:students", Name: "students", NameAr: "طلاب", Kind: "GROUP"})

	g.Event(testgraph.Event{ID: "event:ceasefire", Type: "CEASEFIRE", Parties: []string{"state:IRN", "state:ISR"}, Mediators: []string{"state:QAT"}, Reports: 3, NotAfter: "2025-06-26"})
	g.Event(testgraph.Event{ID: "event:call1", Type: "PHONE_CALL", From: []string{"person:mousavi"}, To: []string{"person:khalid"}, Title: "phone call: Abdolrahim Mousavi → Khalid bin Salman", NotAfter: "2025-06-26"})
	g.Event(testgraph.Event{ID: "event:call2", Type: "PHONE_CALL", Parties: []string{"person:mbs", "person:pezeshkian"}, Confidence: 0.8, NotAfter: "2025-06-26"})
	g.Event(testgraph.Event{ID: "event:relations", Type: "RELATIONS_RESTORED", Start: "2023-01-01", End: "2023-12-31", Parties: []string{"state:IRN", "state:SAU"}})
	g.Event(testgraph.Event{ID: "event:meeting", Type: "MEETING", Start: "2022-03-01", Parties: []string{"person:khalid", "person:mbs"}, Confidence: 1})
	g.Event(testgraph.Event{ID: "event:planned", Type: "MEETING", Modality: "PLANNED", Parties: []string{"person:khalid", "person:pezeshkian"}})
	g.Follows("event:call1", "event:ceasefire")
	g.Follows("event:call2", "event:ceasefire")
	g.Follows("event:call1", "event:call2")
	g.Place("event:meeting", "place:doha", "Doha", "الدوحة", "QAT")
	g.Topic("event:meeting", "topic:truce", "truce")

	g.Source("almanber", "feed", "ok", "failed")
	g.Source("archive", "folder")
	g.Article("article:1", "اتصال هاتفي", "تلقى وزير الدفاع السعودي اتصالا هاتفيا من رئيس الأركان الإيراني", "ar", "2025-06-26", "almanber")
	g.Article("article:2", "A call", "The crown prince spoke with the president.", "en", "", "")
	g.Report("article:1", "event:call1", "تلقى وزير الدفاع السعودي اتصالا هاتفيا")
	g.Report("article:1", "event:call2", "اتصال")
	g.Report("article:2", "event:call2", "The crown prince spoke with the president.")
	g.Mention("article:1", "person:khalid", 3)
	g.Mention("article:1", "person:mousavi", 5)
	return g
}

// TestQuestions puts each question of testdata to the story and compares the
// answer with the one beside it.
func TestQuestions(t *testing.T) {
	s := open(t, story())
	files, err := filepath.Glob("testdata/questions/*.graphql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no questions: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".graphql"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var answer bytes.Buffer
			if err := json.Indent(&answer, []byte(ask(t, s, string(text), nil)), "", "  "); err != nil {
				t.Fatal(err)
			}
			answer.WriteByte('\n')
			golden := strings.TrimSuffix(file, ".graphql") + ".json"
			if *update {
				if err := os.WriteFile(golden, answer.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), answer.String()); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
		})
	}
}
