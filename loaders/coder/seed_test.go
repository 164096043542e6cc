package coder_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/schema"
)

// The article that the project began with gives exactly the events its
// readers marked.
func TestSeedArticle(t *testing.T) {
	b, err := os.ReadFile("../../../shared/gold/dev/ar-dev-01.json")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the article is not kept in this repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	var gold struct {
		ID, Title, Text, Published string
		Actors                     []struct {
			Key   string
			Names []string
		}
		Events []struct {
			Type                                       string
			Modality                                   string
			Initiators, Recipients, Parties, Mediators []string
			Date                                       *struct{ Start, End string }
		}
	}
	if err := json.Unmarshal(b, &gold); err != nil {
		t.Fatal(err)
	}
	day, _ := schema.ParseDate(gold.Published) // some do not say when
	keys := make(map[string]string)
	for _, a := range gold.Actors {
		for _, n := range a.Names {
			keys[n] = a.Key
		}
	}
	var want, got []string
	for _, e := range gold.Events {
		parts := slices.Concat(
			marked("I", e.Initiators), marked("R", e.Recipients), marked("P", e.Parties), marked("M", e.Mediators))
		line := eventLine(e.Type, e.Modality, parts)
		if e.Date != nil {
			line += " " + e.Date.Start + "/" + e.Date.End
		}
		want = append(want, line)
	}
	c := code(t, engine(), schema.Article{ID: gold.ID, Title: gold.Title, Text: gold.Text, Language: schema.Arabic, PublishedAt: day})
	names := make(map[string]string)
	for _, a := range c.Actors {
		names[a.ID] = a.Name
		for _, n := range append([]string{a.Name, a.NameAr}, a.Names...) {
			if k := keys[n]; k != "" {
				names[a.ID] = k
			}
		}
	}
	for _, e := range c.Events {
		var parts []string
		for _, p := range e.Participants {
			parts = append(parts, string(p.Role)[:1]+"="+names[p.Actor])
		}
		line := eventLine(string(e.Type), string(e.Modality), parts)
		if e.Date != (schema.Interval{}) {
			line += " " + e.Date.Start.String() + "/" + e.Date.End.String()
		}
		got = append(got, line)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func marked(role string, keys []string) []string {
	var out []string
	for _, k := range keys {
		out = append(out, role+"="+k)
	}
	return out
}

func eventLine(typ, modality string, parts []string) string {
	slices.Sort(parts)
	return typ + " " + modality + " " + strings.Join(parts, " ")
}
