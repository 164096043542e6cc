package gazetteer

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/schema"
)

func TestTablesAreRich(t *testing.T) {
	g := Default()
	count := map[string]int{"persons": len(g.Persons), "places": len(g.Places), "topics": len(g.Topics)}
	for _, b := range g.Bodies {
		count[string(b.Kind)]++
	}
	for what, want := range map[string]int{"persons": 600, "ORGANIZATION": 150, "GROUP": 120, "places": 600, "topics": 40} {
		if count[what] < want {
			t.Errorf("%d %s, want at least %d", count[what], what, want)
		}
	}
}

// A name that two entries share must be marked as ambiguous in both.
func TestNamesAreUnique(t *testing.T) {
	type owner struct {
		id        string
		ambiguous bool
	}
	check := func(owners map[string][]owner) {
		for name, os := range owners {
			for _, a := range os {
				for _, b := range os {
					if a.id < b.id && (!a.ambiguous || !b.ambiguous) {
						t.Errorf("%q stands for %s and %s without being marked in both", name, a.id, b.id)
					}
				}
			}
		}
	}
	g := Default()
	actors := make(map[string][]owner)
	add := func(m map[string][]owner, id string, terms []Term) {
		for _, n := range terms {
			key := schema.Fold(n.Text)
			m[key] = append(m[key], owner{id, n.Ambiguous})
		}
	}
	for _, p := range g.Persons {
		add(actors, p.ID, p.Names)
	}
	for _, b := range g.Bodies {
		add(actors, b.ID, b.Names)
	}
	check(actors)
	places := make(map[string][]owner)
	for _, p := range g.Places {
		add(places, p.ID, p.Names)
	}
	check(places)
}

// Where an actor's name is also a state's, one of them must be marked.
func TestNamesAreNotStates(t *testing.T) {
	states := make(map[string]schema.StateTerm)
	for _, s := range schema.States() {
		for _, term := range s.Terms {
			states[schema.Fold(term.Text)] = term
		}
	}
	g := Default()
	check := func(id string, terms []Term) {
		for _, n := range terms {
			if s, ok := states[schema.Fold(n.Text)]; ok && !s.Ambiguous && !n.Ambiguous {
				t.Errorf("%s: %q also stands for a state", id, n.Text)
			}
		}
	}
	for _, p := range g.Persons {
		check(p.ID, p.Names)
	}
	for _, b := range g.Bodies {
		check(b.ID, b.Names)
	}
}

func TestHolders(t *testing.T) {
	g := Default()
	for _, c := range []struct{ of, role, day, want string }{
		{"USA", "president", "2024-06-01", "person:joe-biden"},
		{"USA", "president", "2025-06-01", "person:donald-trump"},
		{"SAU", "minister of defence", "2025-06-29", "person:khalid-bin-salman"},
		{"IRN", "minister of foreign affairs", "2025-06-29", "person:abbas-araghchi"},
		{"org:united-nations", "secretary-general of the United Nations", "2025-06-29", "person:antonio-guterres"},
		{"USA", "وزير الخارجية", "2025-06-29", "person:marco-rubio"},
		{"USA", "minister of silly walks", "2025-06-29", ""},
	} {
		day, err := schema.ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, p := range g.Holders(c.of, c.role, day) {
			ids = append(ids, p.ID)
		}
		if got := strings.Join(ids, " "); got != c.want {
			t.Errorf("%s of %s on %s: %q, want %q", c.role, c.of, c.day, got, c.want)
		}
	}
}

func TestOfficeAt(t *testing.T) {
	p, ok := Default().Person("person:donald-trump")
	if !ok {
		t.Fatal("no such person")
	}
	for day, want := range map[schema.Date]schema.Date{
		schema.NewDate(2019, 5, 1): schema.NewDate(2017, 1, 20),
		schema.NewDate(2025, 5, 1): schema.NewDate(2025, 1, 20),
		{}:                         schema.NewDate(2025, 1, 20),
	} {
		if o, ok := p.At(day); !ok || o.From != want || o.Role != "president" {
			t.Errorf("on %s: %+v, %v", day, o, ok)
		}
	}
	if o, ok := p.At(schema.NewDate(2022, 5, 1)); ok {
		t.Errorf("in 2022: %+v", o)
	}
}

func TestNamesInBothSpellings(t *testing.T) {
	names := withJoinedAbd([]Term{{Text: "عبد الفتاح السيسي", Language: schema.Arabic}, {Text: "فيصل بن عبدالعزيز", Language: schema.Arabic}})
	var got []string
	for _, n := range names {
		got = append(got, n.Text)
	}
	want := []string{"عبد الفتاح السيسي", "فيصل بن عبدالعزيز", "عبدالفتاح السيسي", "فيصل بن عبد العزيز"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBadEntryNamesFileAndLine(t *testing.T) {
	const person = "a\tA\t\tا\t\tSAU\tking\tملك\t\t\n"
	for _, c := range []struct{ persons, organizations, groups, places, topics, want string }{
		{persons: "a\tA\t\tا\t\tXXX\tking\tملك", want: `persons.tsv:2: "XXX" is not the code`},
		{persons: "a\tA\t\tا\t\t\tking\tملك", want: "persons.tsv:2: neither state nor body"},
		{persons: "A\tA\t\tا\t\tSAU\tking\tملك", want: `persons.tsv:2: id "A"`},
		{persons: "a\tA\t\t\t\tSAU\tking\tملك", want: "persons.tsv:2: person:a needs a name"},
		{persons: "a\tA\t\tB\t\tSAU\tking\tملك", want: `persons.tsv:2: term "B" is not in the script`},
		{persons: "a\tA\t\tا\t\tSAU\tking\t", want: `persons.tsv:2: office "king", ""`},
		{persons: "a\tA\t\tا\t\tSAU\tking\tملك\t2025-02-30", want: `persons.tsv:2: date "2025-02-30"`},
		{persons: "a\tA\t\tا\t\tSAU\tking\tملك\t2025-02-03\t2024-01-01", want: "persons.tsv:2: office ends"},
		{persons: person + person, want: "persons.tsv:3: person:a stands twice"},
		{organizations: "a\tAAA\tA\t\tا\n" + "b\tAAA\tB\t\tب", want: "organizations.tsv:3: AAA stands twice"},
		{organizations: strings.Repeat("\t", 9), want: "organizations.tsv:2: 10 columns"},
		{groups: "a\tA\t\tا\t\tSAU\t\tسعودية", want: `groups.tsv:2: demonym "سعودية"`},
		{groups: "a\tA|\t\tا\t\tSAU", want: `groups.tsv:2: term "" is empty`},
		{places: "A\t\tا\t\tSAU\nA\t\tا\t\tSAU", want: "places.tsv:3: place:a stands twice"},
		{topics: "a\tA\tا\ta", want: "topics.tsv:2: topic:a has no cue in ar"},
	} {
		head := "# head\n"
		_, err := parse(head+c.persons, head+c.organizations, head+c.groups, head+c.places, head+c.topics)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("error %v, want %s…", err, c.want)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := parse(personsTSV, organizationsTSV, groupsTSV, placesTSV, topicsTSV); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleGazetteer_Holders() {
	for _, p := range Default().Holders("SAU", "minister of defence", schema.NewDate(2025, 6, 29)) {
		fmt.Println(p.Name, p.NameAr)
	}
	// Output: Khalid bin Salman خالد بن سلمان
}
