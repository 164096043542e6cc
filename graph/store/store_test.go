package store_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"safir/graph/local/localtest"
	"safir/graph/store"
	"safir/schema"
)

func TestMain(m *testing.M) { localtest.Main(m) }

// open connects to the Neo4j that tests use, emptied.
func open(t testing.TB) *store.Store {
	t.Helper()
	server := localtest.Neo4j(t)
	ctx := context.Background()
	s, err := store.Open(ctx, store.Config{URI: server.URI, Username: server.Username, Password: server.Password, Patience: 20 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close(ctx) })
	if _, err := s.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if err := store.Empty(ctx, s); err != nil {
		t.Fatal(err)
	}
	return s
}

func dump(t testing.TB, s *store.Store) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.Dump(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSchemaIsAppliedOnceAndComplete(t *testing.T) {
	s := open(t)
	now, err := s.Migrate(context.Background())
	if err != nil || len(now) != 0 {
		t.Errorf("second Migrate applied %v, %v", now, err)
	}
	missing, err := s.CheckSchema(context.Background())
	if err != nil || len(missing) != 0 {
		t.Errorf("CheckSchema: %v, %v", missing, err)
	}
}

func call() schema.Coded {
	text := "Khalid called Mousavi after the ceasefire between Iran and Israel."
	span := func(q string) schema.Evidence {
		i := bytes.Index([]byte(text), []byte(q))
		return schema.Evidence{Quote: q, Span: schema.Span{Start: i, End: i + len(q)}}
	}
	return schema.Coded{
		Article: schema.Article{ID: "article:1", Title: "A call", Text: text, Language: schema.English, PublishedAt: schema.NewDate(2025, 6, 29), Source: "wire"},
		Coder:   "test/1",
		Actors: []schema.Actor{
			{ID: "person:khalid", Kind: schema.Person, Name: "Khalid", Names: []string{"Khalid"}, State: "SAU", Role: "minister of defence"},
			{ID: "person:mousavi", Kind: schema.Person, Name: "Mousavi", Names: []string{"Mousavi"}, State: "IRN"},
			{ID: "state:IRN", Kind: schema.State, Name: "Iran", NameAr: "إيران", Names: []string{"Iran"}, State: "IRN", Code: "IRN"},
			{ID: "state:ISR", Kind: schema.State, Name: "Israel", NameAr: "إسرائيل", Names: []string{"Israel"}, State: "ISR", Code: "ISR"},
		},
		Events: []schema.Event{
			{ID: "event:1", Type: "PHONE_CALL", Modality: schema.Actual, Confidence: .9, Evidence: span("Khalid called Mousavi"),
				Participants: []schema.Participant{{Role: schema.Initiator, Actor: "person:khalid"}, {Role: schema.Recipient, Actor: "person:mousavi"}}},
			{ID: "event:2", Type: "CEASEFIRE", Modality: schema.Actual, Confidence: .9, Evidence: span("ceasefire between Iran and Israel"),
				Date:         schema.On(schema.NewDate(2025, 6, 24)),
				Participants: []schema.Participant{{Role: schema.Party, Actor: "state:IRN"}, {Role: schema.Party, Actor: "state:ISR"}}},
		},
		Order: []schema.Order{{Earlier: "event:2", Later: "event:1", Evidence: span("after the ceasefire")}},
	}
}

func TestWritingTwiceChangesNothing(t *testing.T) {
	s := open(t)
	ctx := context.Background()
	w, err := s.Write(ctx, []schema.Coded{call()})
	if err != nil || w[0].Outcome != schema.Loaded {
		t.Fatalf("%+v, %v", w, err)
	}
	before := dump(t, s)
	w, err = s.Write(ctx, []schema.Coded{call()})
	if err != nil || w[0].Outcome != schema.Unchanged {
		t.Fatalf("%+v, %v", w, err)
	}
	if after := dump(t, s); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	if testing.Verbose() {
		t.Log(before)
	}
}

func TestDumpCanBeLoadedAgain(t *testing.T) {
	s := open(t)
	ctx := context.Background()
	if _, err := s.Write(ctx, []schema.Coded{call()}); err != nil {
		t.Fatal(err)
	}
	before := dump(t, s)
	if err := store.Empty(ctx, s); err != nil {
		t.Fatal(err)
	}
	if err := s.Restore(ctx, bytes.NewBufferString(before)); err != nil {
		t.Fatal(err)
	}
	if after := dump(t, s); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}
