package schema_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/schema"
)

// sample is a small coded article that passes the evidence check.
func sample() schema.Coded {
	text := "الأول\n\nاتصل بدر بأحمد في جنيف"
	e := schema.Event{
		Type: "PHONE_CALL", Modality: schema.Actual, Date: schema.On(schema.NewDate(2025, 6, 29)), Confidence: 0.9,
		Participants: []schema.Participant{{Role: schema.Initiator, Actor: "person:badr"}, {Role: schema.Recipient, Actor: "person:ahmad"}},
		Place:        &schema.Place{ID: schema.PlaceID("Geneva"), Name: "Geneva", NameAr: "جنيف", Country: "CHE"},
		Topics:       []schema.Topic{{ID: "topic:gaza", Name: "Gaza", NameAr: "غزة"}},
		Evidence:     schema.Evidence{Quote: "اتصل بدر بأحمد", Span: schema.Span{Start: 7, End: 21}},
		Also:         []schema.Evidence{{Quote: "الأول", Span: schema.Span{Start: 0, End: 5}}},
	}
	e.ID = schema.EventID("a", e)
	f := e
	f.Type, f.Date, f.Place, f.Topics, f.Also = "CEASEFIRE", schema.Interval{}, nil, nil, nil
	f.ID = schema.EventID("a", f)
	return schema.Coded{
		Article: schema.Article{ID: "a", URL: "https://news.example/a", Title: "t", Text: text, Language: schema.Arabic, PublishedAt: schema.NewDate(2025, 6, 30)},
		Coder:   "test/1",
		Actors: []schema.Actor{
			{ID: "person:badr", Kind: schema.Person, Name: "Badr", NameAr: "بدر", Names: []string{"بدر"}, State: "OMN", Role: "minister of foreign affairs", From: schema.NewDate(2020, 8, 18), Count: 2},
			{ID: "person:ahmad", Kind: schema.Person, Name: "Ahmad", Names: []string{"أحمد"}},
		},
		Events: []schema.Event{e, f},
		Order:  []schema.Order{{Earlier: f.ID, Later: e.ID, Evidence: e.Evidence}},
	}
}

func TestCodedJSON(t *testing.T) {
	want := sample()
	b, err := want.MarshalWithText()
	if err != nil {
		t.Fatal(err)
	}
	var got schema.Coded
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("round trip (-want +got):\n%s", d)
	}
	short, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{`"date":null`, `"place":"جنيف"`, `"place":null`, `"span":[7,21]`, `"code":"041"`} {
		if !strings.Contains(string(short), s) {
			t.Errorf("%s is not in %s", s, short)
		}
	}
	if strings.Contains(string(short), `"text"`) {
		t.Error("the text is printed unasked")
	}
}

func TestCodedPlaceByNameOnly(t *testing.T) {
	var c schema.Coded
	if err := json.Unmarshal([]byte(`{"article":{"id":"x"},"events":[{"id":"e","place":"Geneva","date":null}]}`), &c); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(&schema.Place{ID: "place:geneva", Name: "Geneva"}, c.Events[0].Place); d != "" {
		t.Error(d)
	}
}

func TestCheck(t *testing.T) {
	if err := sample().Check(); err != nil {
		t.Fatalf("a good article fails: %v", err)
	}
	tests := []struct {
		name string
		harm func(*schema.Coded)
		want string
	}{
		{"quote changed", func(c *schema.Coded) { c.Events[0].Quote = "اتصل بدر بزيد" }, "is not in the text"},
		{"span moved", func(c *schema.Coded) { c.Events[0].Span = schema.Span{Start: 8, End: 22} }, "is not in the text"},
		{"span beyond the end", func(c *schema.Coded) { c.Events[0].Span = schema.Span{Start: 900, End: 914} }, "is not in the text"},
		{"negative span", func(c *schema.Coded) { c.Events[0].Span = schema.Span{Start: -7, End: 7} }, "is not in the text"},
		{"no quote", func(c *schema.Coded) { c.Events[0].Evidence = schema.Evidence{} }, "is not in the text"},
		{"other passage", func(c *schema.Coded) { c.Events[0].Also[0].Quote = "الثاني" }, "is not in the text"},
		{"unknown type", func(c *schema.Coded) { c.Events[0].Type = "TEA" }, `type "TEA"`},
		{"unknown modality", func(c *schema.Coded) { c.Events[0].Modality = "MAYBE" }, `modality "MAYBE"`},
		{"confidence", func(c *schema.Coded) { c.Events[0].Confidence = 1.5 }, "confidence 1.5"},
		{"no participants", func(c *schema.Coded) { c.Events[0].Participants = nil }, "no participants"},
		{"unknown participant", func(c *schema.Coded) { c.Events[0].Participants[0].Actor = "person:x" }, `"person:x"`},
		{"unknown role", func(c *schema.Coded) { c.Events[0].Participants[0].Role = "HOST" }, `role "HOST"`},
		{"date reversed", func(c *schema.Coded) { c.Events[0].Date.End = schema.NewDate(2025, 1, 1) }, "before it starts"},
		{"event twice", func(c *schema.Coded) { c.Events[1].ID = c.Events[0].ID }, "used twice"},
		{"actor twice", func(c *schema.Coded) { c.Actors[1].ID = c.Actors[0].ID }, "twice"},
		{"unknown kind", func(c *schema.Coded) { c.Actors[1].Kind = "SHIP" }, `kind "SHIP"`},
		{"order of strangers", func(c *schema.Coded) { c.Order[0].Earlier = "event:none" }, "not two events"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := sample()
			tt.harm(&c)
			if err := c.Check(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestIDs(t *testing.T) {
	a := schema.Article{Title: "t", Text: "x"}
	if again := a; schema.ArticleID(a) != schema.ArticleID(again) {
		t.Error("an article's id is not a function of it")
	}
	b := a
	b.URL = "https://news.example/1"
	if schema.ArticleID(a) == schema.ArticleID(b) {
		t.Error("two articles share an id")
	}
	for in, want := range map[string]string{
		"Khalid bin Salman": "khalid-bin-salman", "  Kaïs Saïed ": "kais-saied", "د. محمد": "د-محمد", "O'Brien": "obrien", "--": "",
	} {
		if got := schema.Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
	c := sample()
	e := c.Events[0]
	e.Participants = []schema.Participant{e.Participants[1], e.Participants[0]}
	if schema.EventID("a", e) != c.Events[0].ID {
		t.Error("an event's id depends on the order of its participants")
	}
}
