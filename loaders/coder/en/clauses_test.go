package en_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/loaders/coder"
	"safir/loaders/coder/en"
	"safir/schema"
)

// clause is a case of testdata/clauses.txt, whose head states the format, or of
// testdata/constructions.txt, which goes through the types and constructions.
type clause struct {
	line int
	text string
	want []string
}

func readClauses(t *testing.T, name string) []clause {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // read only
	var out []clause
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		kind, rest, _ := strings.Cut(sc.Text(), " ")
		switch kind {
		case "S":
			out = append(out, clause{line: n, text: rest})
		case "E":
			if len(out) == 0 {
				t.Fatalf("%s:%d: an event without a text", name, n)
			}
			out[len(out)-1].want = append(out[len(out)-1].want, rest)
		case "#", "":
		default:
			t.Fatalf("%s:%d: line begins with %q, want S, E or #", name, n, kind)
		}
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestClauses(t *testing.T) { testClauses(t, "testdata/clauses.txt") }

func TestConstructions(t *testing.T) { testClauses(t, "testdata/constructions.txt") }

func testClauses(t *testing.T, name string) {
	c := coder.New(en.Language())
	for _, tt := range readClauses(t, name) {
		t.Run(fmt.Sprint("line ", tt.line), func(t *testing.T) {
			coded, err := c.Code(context.Background(), schema.Article{
				ID: "case", Text: tt.text, Language: schema.English, PublishedAt: schema.NewDate(2025, 6, 25),
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := coded.Check(); err != nil {
				t.Error(err)
			}
			var got []string
			for _, e := range coded.Events {
				got = append(got, describe(coded, e, tt.want))
			}
			want := slices.Clone(tt.want)
			slices.Sort(got)
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s\n(-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

// describe writes an event as the cases do, with the names and fields that
// the wanted events use.
func describe(c schema.Coded, e schema.Event, want []string) string {
	names := func(role schema.Role) string {
		var out []string
		for _, p := range e.Participants {
			if p.Role == role {
				out = append(out, actorName(c, p.Actor, want))
			}
		}
		// The order of the names is that of the case, if it has them.
		slices.SortFunc(out, func(a, b string) int { return place(want, a) - place(want, b) })
		return strings.Join(out, "|")
	}
	s := string(e.Type)
	for _, r := range []struct {
		key  string
		role schema.Role
	}{{"I", schema.Initiator}, {"R", schema.Recipient}, {"P", schema.Party}, {"M", schema.Mediator}} {
		if n := names(r.role); n != "" {
			s += " " + r.key + "=" + n
		}
	}
	if e.Modality != schema.Actual {
		s += " X=" + string(e.Modality)
	}
	date := "none"
	if !e.Date.IsZero() {
		date = e.Date.Start.String()
		if e.Date.End != e.Date.Start {
			date += ".." + e.Date.End.String()
		}
	}
	if slices.ContainsFunc(want, func(w string) bool {
		return strings.HasPrefix(w, string(e.Type)) && strings.Contains(w, " D=")
	}) || len(want) == 0 {
		s += " D=" + date
	}
	return s
}

func place(want []string, name string) int {
	return strings.Index(strings.Join(want, "\n"), name)
}

// actorName is the name that the case uses, else the first of the actor's.
func actorName(c schema.Coded, id string, want []string) string {
	for _, a := range c.Actors {
		if a.ID != id {
			continue
		}
		names := append([]string{a.State}, a.Names...)
		if a.Kind != schema.State {
			names = append(names[1:], a.Name)
		}
		for _, n := range names {
			n = strings.ReplaceAll(n, " ", "_")
			for _, w := range want {
				for _, f := range strings.FieldsFunc(w, func(r rune) bool { return r == ' ' || r == '=' || r == '|' }) {
					if f == n {
						return n
					}
				}
			}
		}
		return strings.ReplaceAll(names[0], " ", "_")
	}
	return "?" + id
}
