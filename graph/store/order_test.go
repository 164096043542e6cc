package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"safir/graph/store"
	"safir/schema"
)

// world makes coded articles of a small world, so that many of them tell of
// the same actors and events in different ways.
func world(r *rand.Rand, n int) []schema.Coded {
	actors := []schema.Actor{
		{ID: "state:IRN", Kind: schema.State, Name: "Iran", NameAr: "إيران", Names: []string{"Iran"}, State: "IRN", Code: "IRN"},
		{ID: "state:SAU", Kind: schema.State, Name: "Saudi Arabia", Names: []string{"Riyadh"}, State: "SAU", Code: "SAU"},
		{ID: "state:ISR", Kind: schema.State, Name: "Israel", Names: []string{"Israel", "إسرائيل"}, State: "ISR", Code: "ISR"},
		{ID: "person:abbas-araghchi", Kind: schema.Person, Name: "Abbas Araghchi", Names: []string{"Abbas Araghchi", "Araghchi"}, State: "IRN", Role: "minister of foreign affairs"},
		{ID: "person:abbas-araqchi", Kind: schema.Person, Name: "Abbas Araqchi", Names: []string{"Araqchi"}, State: "IRN"},
		{ID: "person:عباس-عراقجي", Kind: schema.Person, NameAr: "عباس عراقجي", Name: "Abas Araqji", Names: []string{"عباس عراقجي"}, State: "IRN", RoleAr: "وزير الخارجية"},
		{ID: "person:araghchi", Kind: schema.Person, Name: "Araghchi", Names: []string{"Araghchi"}, State: "IRN"},
		{ID: "person:irn-foreign-minister", Kind: schema.Person, Name: "foreign minister of Iran", Names: []string{"the Iranian foreign minister"}, State: "IRN", Role: "foreign minister", Unnamed: true},
		{ID: "person:javad-zarif", Kind: schema.Person, Name: "Javad Zarif", Names: []string{"Javad Zarif"}, State: "IRN", Role: "minister of foreign affairs"},
		{ID: "person:faisal-bin-farhan", Kind: schema.Person, Name: "Faisal bin Farhan", NameAr: "فيصل بن فرحان", Names: []string{"Prince Faisal bin Farhan"}, State: "SAU", Role: "minister of foreign affairs", Known: true},
		{ID: "person:فيصل-بن-فرحان", Kind: schema.Person, NameAr: "فيصل بن فرحان", Names: []string{"الأمير فيصل بن فرحان"}, State: "SAU"},
		{ID: "a9", Kind: schema.Person, Name: "Mohammed bin Salman", Names: []string{"Mohammed bin Salman", "crown prince"}, State: "SAU", Role: "crown prince"},
		{ID: "a9b", Kind: schema.Person, Name: "Khalid bin Salman", Names: []string{"Khalid bin Salman"}, State: "SAU", Role: "minister of defence"},
		{ID: "group:hamas", Kind: schema.Group, Name: "Hamas", Names: []string{"Hamas", "the movement"}, State: "PSE"},
		{ID: "group:حماس", Kind: schema.Group, NameAr: "حماس", Names: []string{"حماس", "Hamas"}, State: "PSE"},
	}
	types := []schema.EventType{"PHONE_CALL", "CONSULTATION", "MEETING", "NEGOTIATION", "AIRSTRIKE", "ATTACK", "CEASEFIRE", "PRAISE", "INTENT_TO_MEET"}
	day := func() schema.Date { return schema.NewDate(2025, 6, 1+r.IntN(12)) }
	var all []schema.Coded
	for i := range n {
		a := schema.Article{ID: fmt.Sprintf("article:%03d", i), Title: "t", Language: schema.English, Source: []string{"", "wire", "paper"}[i%3]}
		if i%3 == 0 {
			a.Language = schema.Arabic
		}
		if r.IntN(7) > 0 {
			a.PublishedAt = day()
		}
		if r.IntN(4) == 0 {
			a.Fingerprint = []string{strconv.Itoa(r.IntN(4))}
		}
		c := schema.Coded{Coder: "test/1"}
		var text strings.Builder
		use := make(map[string]bool)
		for range 1 + r.IntN(4) {
			e := schema.Event{Type: types[r.IntN(len(types))], Modality: schema.Actual, Confidence: float64(5+r.IntN(5)) / 10}
			if e.Type == "INTENT_TO_MEET" {
				e.Modality = schema.Planned
			}
			roles := [][]schema.Role{{schema.Initiator, schema.Recipient}, {schema.Party, schema.Party}, {schema.Party, schema.Party, schema.Mediator}, {schema.Initiator}}[r.IntN(4)]
			for _, role := range roles {
				x := actors[r.IntN(len(actors))]
				if slices.ContainsFunc(e.Participants, func(p schema.Participant) bool { return p.Actor == x.ID }) {
					continue
				}
				e.Participants = append(e.Participants, schema.Participant{Role: role, Actor: x.ID})
				if !use[x.ID] {
					use[x.ID] = true
					c.Actors = append(c.Actors, x)
				}
			}
			switch r.IntN(4) {
			case 0, 1:
				e.Date = schema.On(day())
			case 2:
				e.Date = schema.InMonth(2025, 6)
			}
			if r.IntN(3) == 0 {
				e.Place = &schema.Place{ID: "place:geneva", Name: "Geneva", Country: "CHE"}
			}
			quote := fmt.Sprintf("sentence %d of %d.", len(c.Events), i)
			start := utf8.RuneCountInString(text.String())
			text.WriteString(quote + " ")
			e.Evidence = schema.Evidence{Quote: quote, Span: schema.Span{Start: start, End: start + len(quote)}}
			e.ID = schema.EventID(a.ID, e)
			c.Events = append(c.Events, e)
		}
		a.Text = text.String()
		c.Article = a
		if len(c.Events) > 1 {
			c.Order = []schema.Order{{Earlier: c.Events[0].ID, Later: c.Events[1].ID, Evidence: c.Events[1].Evidence}}
		}
		all = append(all, c)
	}
	return all
}

// load writes articles in a random order and in random batches, by so many
// loaders at once.
func load(t *testing.T, s *store.Store, articles []schema.Coded, r *rand.Rand, loaders int) {
	t.Helper()
	articles = slices.Clone(articles)
	r.Shuffle(len(articles), func(i, j int) { articles[i], articles[j] = articles[j], articles[i] })
	batches := make(chan []schema.Coded, len(articles))
	for len(articles) > 0 {
		n := min(1+r.IntN(8), len(articles))
		batches <- articles[:n]
		articles = articles[n:]
	}
	close(batches)
	var wg sync.WaitGroup
	for range loaders {
		wg.Go(func() {
			for batch := range batches {
				written, err := s.Write(context.Background(), batch)
				if err != nil {
					t.Error(err)
				}
				for _, w := range written {
					if w.Err != nil {
						t.Error(w.Err)
					}
				}
			}
		})
	}
	wg.Wait()
}

// rounds is how many orders a test tries: few by default, more where
// SAFIR_TEST_ROUNDS says so.
func rounds(few int) int {
	if n, err := strconv.Atoi(os.Getenv("SAFIR_TEST_ROUNDS")); err == nil {
		return n
	}
	return few
}

// tellRound shows that a long test goes on.
func tellRound(t *testing.T, round int) {
	if (round+1)%20 == 0 {
		t.Logf("%d rounds", round+1)
	}
}

func TestOrderBatchesAndConcurrencyMakeNoDifference(t *testing.T) {
	s := open(t)
	articles := world(rand.New(rand.NewPCG(7, 7)), 40)
	var want string
	for round := range rounds(4) {
		if err := store.Empty(context.Background(), s); err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(uint64(round), 3))
		load(t, s, articles, r, []int{1, 4}[round%2])
		got := dump(t, s)
		if want == "" {
			want = got
		}
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
			t.Fatalf("round %d gives another graph:\n%s", round, diff)
		}
		tellRound(t, round)
	}
	if joined := strings.Count(want, `"type":"REPORTS"`) - strings.Count(want, `"modality"`); joined < 5 {
		t.Errorf("the world joins too little to tell: %d", joined)
	}
}

// Recoding some articles and back again, and loading them over what others
// told, ends where a plain load of the last coding ends.
func TestReplacedClaimsLeaveNothingBehind(t *testing.T) {
	s := open(t)
	articles := world(rand.New(rand.NewPCG(8, 8)), 30)
	other := world(rand.New(rand.NewPCG(9, 9)), 30)
	r := rand.New(rand.NewPCG(1, 1))
	load(t, s, articles, r, 1)
	want := dump(t, s)
	for round := range rounds(2) {
		load(t, s, other[round*5:round*5+12], r, 2)
		load(t, s, articles, r, 2)
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(dump(t, s), "\n")); diff != "" {
			t.Fatalf("round %d: coding articles in another way and back changes the graph:\n%s", round, diff)
		}
	}
}
