package identity

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/schema"
)

// randomClaims makes claims of a small world, so that many of them touch.
func randomClaims(r *rand.Rand, n int) []*Claim {
	types := []schema.EventType{"PHONE_CALL", "CONSULTATION", "MEETING", "NEGOTIATION", "MEDIATION", "AIRSTRIKE", "ATTACK", "CEASEFIRE",
		"PRAISE", "INTENT_TO_MEET", "RELATIONS_RESTORED", "VISIT"}
	states := []string{"IRN", "SAU", "USA"}
	actor := func() Part {
		s := states[r.IntN(len(states))]
		switch k := r.IntN(4); k {
		case 0:
			return Part{Actor: "state:" + s, Kind: schema.State, State: s}
		case 1:
			return Part{Actor: "person:minister-" + s, Kind: schema.Person, State: s, Unnamed: true, Office: "foreign minister"}
		default:
			return Part{Actor: fmt.Sprintf("person:%s-%d", s, k), Kind: schema.Person, State: s}
		}
	}
	day := func() schema.Date { return schema.NewDate(2025, 6, 1+r.IntN(40)) }
	claims := make([]*Claim, n)
	for i := range claims {
		c := &Claim{ID: fmt.Sprintf("event:%03d", i), Article: fmt.Sprintf("article:%02d", r.IntN(n/2)), Type: types[r.IntN(len(types))],
			Modality: schema.Actual, Confidence: 1}
		if r.IntN(6) == 0 || c.Type == intentToMeet {
			c.Modality = schema.Planned
		}
		if r.IntN(8) > 0 {
			c.Published = day()
		}
		switch r.IntN(5) {
		case 0, 1:
			c.Date = schema.On(day())
		case 2:
			c.Date = schema.InMonth(2025, 6)
			if r.IntN(3) == 0 {
				c.Date = schema.InYear(2025)
			}
		}
		roles := [][]schema.Role{{schema.Initiator, schema.Recipient}, {schema.Party, schema.Party, schema.Mediator}, {schema.Party, schema.Party}, {schema.Initiator}}[r.IntN(4)]
		for _, role := range roles {
			p := actor()
			p.Role = role
			if !slices.ContainsFunc(c.Parts, func(q Part) bool { return q.Actor == p.Actor }) {
				c.Parts = append(c.Parts, p)
			}
		}
		SortParts(c.Parts)
		claims[i] = c
	}
	return claims
}

func describe(events []*Event) string {
	var lines []string
	for _, e := range events {
		var ids []string
		for _, c := range e.Claims {
			ids = append(ids, c.ID)
		}
		slices.Sort(e.Fulfils)
		parts, _ := json.Marshal(e.Parts)
		lines = append(lines, fmt.Sprintf("%s %s %s %s %s fulfils %v %s", e.ID, ids, e.Type, e.Date.Start, e.NotAfter, e.Fulfils, parts))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// component returns what can be reached from the first item by the relation,
// and the rest.
func component[T any](all []T, related func(a, b T) bool) (in, out []T) {
	in, out = all[:1:1], all[1:]
	for i := 0; i < len(in); i++ {
		var rest []T
		for _, x := range out {
			if related(in[i], x) {
				in = append(in, x)
			} else {
				rest = append(rest, x)
			}
		}
		out = rest
	}
	return in, out
}

func TestEventsAreAFunctionOfTheSetOfClaims(t *testing.T) {
	joined := 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		claims := randomClaims(r, 60)
		d := NewDecisions([]Decision{
			{ID: "d1", Action: Merge, A: []string{"event:001"}, B: []string{"event:002"}},
			{ID: "d2", Action: Split, A: []string{"event:003"}, B: []string{"event:004", "event:005"}},
			{ID: "d3", Action: Reject, A: []string{"event:006"}},
		})
		want := Events(claims, d)
		joined += len(claims) - len(want)
		for range 5 {
			shuffled := slices.Clone(claims)
			r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			if diff := cmp.Diff(describe(want), describe(Events(shuffled, d))); diff != "" {
				t.Fatalf("seed %d: another order gives other events:\n%s", seed, diff)
			}
		}
		var byComponent []*Event
		for rest := claims; len(rest) > 0; {
			var in []*Claim
			in, rest = component(rest, d.RelatedClaims)
			byComponent = append(byComponent, Events(in, d)...)
		}
		if diff := cmp.Diff(describe(want), describe(byComponent)); diff != "" {
			t.Fatalf("seed %d: components alone give other events:\n%s", seed, diff)
		}
	}
	if joined < 300 {
		t.Errorf("only %d claims were joined: the test sees too little", joined)
	}
}

func randomProfiles(r *rand.Rand, n int) []*Profile {
	names := []string{"Abbas Araghchi", "عباس عراقجي", "Abbas Araqchi", "Araghchi", "Mohammed bin Salman", "Khalid bin Salman", "محمد بن سلمان", "Salman",
		"Javad Zarif", "جواد ظريف", "foreign minister", "the Iranian foreign minister", "Mohammad Javad Zarif", "Zarif"}
	profiles := make(map[string]*Profile)
	for i := range n {
		name := names[r.IntN(len(names))]
		m := Mention{Article: fmt.Sprintf("article:%02d", i), Published: schema.NewDate(2025, 1, 1+r.IntN(365))}
		m.Actor = schema.Actor{ID: fmt.Sprintf("person:%d", r.IntN(n)), Kind: schema.Person, Name: name, Names: []string{name},
			State: []string{"IRN", "SAU", ""}[r.IntN(3)], Role: []string{"", "minister of foreign affairs", "president"}[r.IntN(3)]}
		p := profiles[ProfileKey(m.Actor)]
		if p == nil {
			p = &Profile{}
			profiles[ProfileKey(m.Actor)] = p
		}
		p.Add(m)
	}
	var all []*Profile
	for _, p := range profiles {
		all = append(all, p)
	}
	slices.SortFunc(all, func(p, q *Profile) int { return strings.Compare(p.Key(), q.Key()) })
	return all
}

func describeActors(profiles []*Profile, a *Actors) map[string]string {
	m := make(map[string]string)
	for _, p := range profiles {
		for month := range 12 {
			m[fmt.Sprint(p.Key(), month)] = a.Actor(p.Key(), schema.NewDate(2025, 1, 1).Add(30*month))
		}
	}
	return m
}

func TestActorsAreAFunctionOfTheSetOfProfiles(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 2))
		profiles := randomProfiles(r, 30)
		d := NewDecisions(nil)
		want := describeActors(profiles, NewActors(profiles, d))
		byComponent := make(map[string]string)
		for rest := profiles; len(rest) > 0; {
			var in []*Profile
			in, rest = component(rest, d.Related)
			for k, v := range describeActors(in, NewActors(in, d)) {
				byComponent[k] = v
			}
		}
		if diff := cmp.Diff(want, byComponent); diff != "" {
			t.Fatalf("seed %d: components alone give other actors:\n%s", seed, diff)
		}
	}
}
