package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"safir/schema"
)

// wide is a world with many actors and days.
func wide(r *rand.Rand, n int) []schema.Coded {
	states := schema.States()
	var all []schema.Coded
	types := schema.EventTypes()
	for i := range n {
		c := schema.Coded{Coder: "test/1", Article: schema.Article{ID: fmt.Sprintf("article:w%06d", i), Title: "title", Text: "a b c d e f g h", Language: schema.English,
			PublishedAt: schema.NewDate(2020, 1, 1).Add(r.IntN(1500))}}
		for j := range 4 {
			st := states[r.IntN(40)]
			k := r.IntN(12)
			if k < 4 {
				c.Actors = append(c.Actors, schema.Actor{ID: schema.StateID(st.Code), Kind: schema.State, Name: st.Name, State: st.Code, Code: st.Code, Names: []string{st.Name}})
			} else {
				first := []string{"Karl", "Omar", "Lucia", "Peter", "Hana", "Boris"}[r.IntN(6)]
				last := []string{"Smith", "Tanaka", "Haddad", "Novak", "Garcia", "Mbeki", "Olsen"}[r.IntN(7)]
				c.Actors = append(c.Actors, schema.Actor{ID: schema.ActorID(schema.Person, first, last, st.Code), Kind: schema.Person, Name: first + " " + last, State: st.Code, Names: []string{first + " " + last, last}, Role: []string{"", "minister", "president"}[r.IntN(3)]})
			}
			for x := range j {
				if c.Actors[x].ID == c.Actors[j].ID {
					c.Actors = c.Actors[:j]
					break
				}
			}
			if len(c.Actors) <= j {
				break
			}
		}
		for j := 0; j+1 < len(c.Actors); j++ {
			e := schema.Event{Type: types[r.IntN(len(types))].Type, Modality: schema.Actual, Confidence: .8,
				Participants: []schema.Participant{{Role: schema.Initiator, Actor: c.Actors[j].ID}, {Role: schema.Recipient, Actor: c.Actors[j+1].ID}},
				Evidence:     schema.Evidence{Quote: "a", Span: schema.Span{Start: 0, End: 1}}}
			if r.IntN(3) > 0 {
				e.Date = schema.On(c.Article.PublishedAt)
			}
			e.ID = schema.EventID(c.Article.ID, e)
			dup := false
			for _, o := range c.Events {
				dup = dup || o.ID == e.ID
			}
			if !dup {
				c.Events = append(c.Events, e)
			}
		}
		all = append(all, c)
	}
	return all
}

func TestSpeedWide(t *testing.T) {
	s := open(t)
	articles := wide(rand.New(rand.NewPCG(7, 7)), 3000)
	for i := 0; i < len(articles); i += 100 {
		t0 := time.Now()
		w, err := s.Write(context.Background(), articles[i:i+100])
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range w {
			if x.Err != nil {
				t.Fatal(x.Err)
			}
		}
		if i%500 == 0 {
			t.Log(i, time.Since(t0))
		}
	}
}
