package score_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/loaders/coder/score"
	"safir/schema"
)

func readGold(t *testing.T, dir string) []score.Gold {
	t.Helper()
	gold, err := score.ReadGold(dir)
	if err != nil {
		t.Fatal(err)
	}
	return gold
}

func TestGoldInGivesFullMarks(t *testing.T) {
	gold := readGold(t, "testdata")
	var coded []schema.Coded
	for _, g := range gold {
		c, err := g.Coded()
		if err != nil {
			t.Fatalf("%s: %v", g.ID, err)
		}
		coded = append(coded, c)
	}
	r := score.Compare(gold, coded)
	for name, f := range map[string]score.Figure{
		"event": r.Event, "soft": r.Soft, "type": r.Type, "pair": r.Pair, "actor": r.Actor, "order": r.Order,
	} {
		if f.P != 1 || f.R != 1 || f.Gold == 0 {
			t.Errorf("%s: %+v", name, f)
		}
	}
	if r.Date != 1 || r.Span != 1 || len(r.Misses) != 0 {
		t.Errorf("dates %v, spans %v, misses %v", r.Date, r.Span, r.Misses)
	}
}

// The case is small enough to be reckoned by hand: of four gold events one
// is exact, one has its roles turned, one is of another type, one only
// denied and so not counted.
func TestFiguresByHand(t *testing.T) {
	gold := readGold(t, "testdata")[:1]
	c, err := gold[0].Coded()
	if err != nil {
		t.Fatal(err)
	}
	turned := &c.Events[1]
	turned.Participants[0].Role, turned.Participants[1].Role = schema.Recipient, schema.Initiator
	turned.Date = schema.Interval{}
	c.Events[2].Type = "THREAT"
	r := score.Compare(gold, []schema.Coded{c})
	want := score.Figures{
		Articles: 1,
		Event:    score.Figure{P: .333, R: .333, F1: .333, Gold: 3, Pred: 3},
		Soft:     score.Figure{P: .333, R: .333, F1: .333, Gold: 3, Pred: 3},
		Type:     score.Figure{P: .667, R: .667, F1: .667, Gold: 3, Pred: 3},
		Pair:     score.Figure{P: .5, R: .5, F1: .5, Gold: 2, Pred: 2},
		Actor:    score.Figure{P: 1, R: 1, F1: 1, Gold: 5, Pred: 5},
		Date:     .5,
		Order:    score.Figure{P: 1, R: 1, F1: 1, Gold: 1, Pred: 1},
		Span:     1,
	}
	if diff := cmp.Diff(want, r.Figures); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
	var kinds []string
	for _, m := range r.Misses {
		kinds = append(kinds, m.Kind+" "+string(m.Type))
	}
	if diff := cmp.Diff([]string{"MISSED CONDEMNATION", "PARTIES PHONE_CALL", "SPURIOUS THREAT"}, kinds); diff != "" {
		t.Errorf("misses (-want +got):\n%s", diff)
	}
}

func TestEventlessArticles(t *testing.T) {
	gold := []score.Gold{{ID: "calm"}, {ID: "sport"}}
	coded := []schema.Coded{{
		Article: schema.Article{ID: "sport"},
		Actors:  []schema.Actor{{ID: "state:MAR", Kind: schema.State, State: "MAR"}},
		Events:  []schema.Event{{ID: "e", Type: "ATTACK", Participants: []schema.Participant{{Role: schema.Initiator, Actor: "state:MAR"}}}},
	}}
	r := score.Compare(gold, coded)
	if diff := cmp.Diff(score.Eventless{Articles: 2, Wrong: 1, Spurious: 1}, r.Eventless); diff != "" {
		t.Errorf("eventless (-want +got):\n%s", diff)
	}
	if r.Missing != 1 {
		t.Errorf("missing %d, want 1", r.Missing)
	}
	var text bytes.Buffer
	if err := r.WriteText(&text, true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"without events: 2 articles, 1 of them with 1 spurious events", "sport SPURIOUS ATTACK"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("text has no %q:\n%s", want, text.String())
		}
	}
}

func TestReadGoldNamesWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"a.json": `{"id":"a","actors":[{"key":"s1","kind":"STATE","state":"OMN","names":["Oman"]}],"events":[]}`,
		"b.json": `{"id":"b","events":[{"key":"e1","type":"VISIT","initiators":["s9"]}]}`,
		"c.json": `{"id":"c","published":"2025-02-30"}`,
		"d.json": `{"id":"a"}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	gold, err := score.ReadGold(dir)
	if len(gold) != 1 || gold[0].ID != "a" {
		t.Errorf("read %v, want only a", gold)
	}
	for _, want := range []string{`b.json: event e1: no actor "s9"`, "c.json: date \"2025-02-30\"", `d.json: id "a" is that of`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not tell %q", err, want)
		}
	}
}

func TestBCubed(t *testing.T) {
	gold := map[string]string{"a": "1", "b": "1", "c": "1", "d": "2", "only gold": "3"}
	for _, tc := range []struct {
		name string
		pred map[string]string
		want score.Clusters
	}{
		{"the same", map[string]string{"a": "x", "b": "x", "c": "x", "d": "y"}, score.Clusters{P: 1, R: 1, F1: 1, Items: 4}},
		{"one split off", map[string]string{"a": "x", "b": "x", "c": "z", "d": "y"}, score.Clusters{P: 1, R: .667, F1: .8, Items: 4}},
		{"all one", map[string]string{"a": "x", "b": "x", "c": "x", "d": "x"}, score.Clusters{P: .625, R: 1, F1: .769, Items: 4}},
		{"nothing found", nil, score.Clusters{}},
	} {
		if diff := cmp.Diff(tc.want, score.BCubed(gold, tc.pred)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
}

// TestAgainstReference compares with the reference implementation on
// predictions of every quality, where both it and Python are on the machine.
func TestAgainstReference(t *testing.T) {
	shared := filepath.Join("..", "..", "..", "..", "shared")
	tool, goldDir := filepath.Join(shared, "tools", "score.py"), filepath.Join(shared, "gold", "dev")
	if _, err := os.Stat(tool); err != nil {
		t.Skip("no reference scorer here")
	}
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("no python3 here")
	}
	gold := readGold(t, goldDir)
	for seed := range uint64(6) {
		coded := distort(t, gold, rand.New(rand.NewPCG(seed, 1)), float64(seed)*0.07)
		var lines bytes.Buffer
		enc := json.NewEncoder(&lines)
		for _, c := range coded {
			if err := enc.Encode(c); err != nil {
				t.Fatal(err)
			}
		}
		file := filepath.Join(t.TempDir(), "predictions.jsonl")
		if err := os.WriteFile(file, lines.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), "python3", tool, goldDir, file).Output()
		if err != nil {
			t.Fatal(err)
		}
		var want score.Figures
		if err := json.Unmarshal(out, &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, score.Compare(gold, coded).Figures); diff != "" {
			t.Errorf("seed %d (-reference +got):\n%s", seed, diff)
		}
	}
}

// distort makes a coder's faults of perfect claims, more of them the higher p.
func distort(t *testing.T, gold []score.Gold, rnd *rand.Rand, p float64) []schema.Coded {
	t.Helper()
	types := schema.EventTypes()
	roles := []schema.Role{schema.Initiator, schema.Recipient, schema.Party, schema.Mediator}
	happens := func() bool { return rnd.Float64() < p }
	var out []schema.Coded
	for _, g := range gold {
		if p > 0 && rnd.Float64() < .05 {
			continue
		}
		c, err := g.Coded()
		if err != nil {
			t.Fatalf("%s: %v", g.ID, err)
		}
		for i := range c.Actors {
			a := &c.Actors[i]
			switch {
			case happens():
				a.Names, a.Name = []string{"nobody known"}, ""
			case happens() && a.Kind == schema.Person:
				a.Names, a.Name = nil, "Dr. "+a.Name+" Senior"
			case happens() && a.Kind == schema.State:
				a.Kind = schema.Organization
			case happens() && a.Role != "":
				a.Name, a.Names = "a stranger", nil
			}
			if happens() {
				a.State = ""
			}
		}
		c.Events = slices.DeleteFunc(c.Events, func(schema.Event) bool { return happens() })
		for i := range c.Events {
			e := &c.Events[i]
			if happens() {
				e.Type = types[rnd.IntN(len(types))].Type
			}
			if happens() {
				e.Participants[rnd.IntN(len(e.Participants))].Role = roles[rnd.IntN(len(roles))]
			}
			if happens() && len(c.Actors) > 0 {
				e.Participants[0].Actor = c.Actors[rnd.IntN(len(c.Actors))].ID
			}
			if happens() {
				e.Date = schema.On(schema.NewDate(2025, 1, 1+rnd.IntN(300)))
			}
			if happens() {
				e.Quote += " …"
			}
			if happens() {
				e.Modality = schema.Denied
			}
		}
		for range len(c.Order) {
			if n := len(c.Events); n > 1 && happens() {
				c.Order = append(c.Order, schema.Order{Earlier: c.Events[rnd.IntN(n)].ID, Later: c.Events[rnd.IntN(n)].ID})
			}
		}
		out = append(out, c)
	}
	return out
}
