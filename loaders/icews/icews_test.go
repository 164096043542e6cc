package icews

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/loaders/table"
	"safir/schema"
)

// shared holds tables that are not part of the project.
const shared = "../../../shared/data/"

func load(t *testing.T, o table.Options, paths ...string) (docs []schema.Coded, errs []string) {
	t.Helper()
	for d, err := range New(paths, Options{Options: o}).Documents(t.Context()) {
		if err != nil {
			errs = append(errs, filepath.Base(d.Item)+": "+err.Error())
			continue
		}
		if err := d.Coded.Check(); err != nil {
			t.Fatalf("%s: %v", d.Item, err)
		}
		docs = append(docs, *d.Coded)
	}
	return docs, errs
}

func write(t *testing.T, name string, lines ...string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func tell(docs []schema.Coded) []string {
	var out []string
	for _, d := range docs {
		names := map[string]string{}
		for _, a := range d.Actors {
			names[a.ID] = fmt.Sprintf("%s %s %s", a.Kind, a.State, a.Name)
		}
		for _, e := range d.Events {
			s := fmt.Sprintf("%s %s", e.Date.Start, e.Type)
			for _, p := range e.Participants {
				s += fmt.Sprintf(", %s %s", p.Role[:1], names[p.Actor])
			}
			out = append(out, s)
		}
	}
	return out
}

func TestFacts(t *testing.T) {
	p := write(t, "facts.tsv",
		"Iran\tDiscuss by telephone\tForeign Affairs (Oman)\t2014-01-01\ttrain",
		"Armed Gang (Thailand)\tUse unconventional violence\tCitizen (Thailand)\t2014-01-01",
		"Hassan Rouhani\tMake a visit\tIraq\t2014-01-02",
		"Iraq\tHost a visit\tHassan Rouhani\t2014-01-02",
		"Iraq\tWave at\tIran\t2014-01-02",
		"Iraq\tConsult\tIran\t2014-02-30",
		"Iraq\tConsult",
		"Iraq\t040\tIran\t2014-01-02",
	)
	docs, errs := load(t, table.Options{}, p)
	want := []string{
		"2014-01-01 PHONE_CALL, I STATE IRN Iran, R ORGANIZATION OMN Foreign Affairs (Oman)",
		"2014-01-01 ATTACK, I GROUP THA Armed Gang (Thailand), R ORGANIZATION THA Citizen (Thailand)",
		"2014-01-02 VISIT, I PERSON  Hassan Rouhani, R STATE IRQ Iraq",
		"2014-01-02 CONSULTATION, P STATE IRQ Iraq, P PERSON  Hassan Rouhani",
		"2014-01-02 CONSULTATION, P STATE IRQ Iraq, P STATE IRN Iran",
	}
	if d := cmp.Diff(want, tell(docs)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	wantErrs := []string{
		`facts.tsv:5: relation "Wave at" is neither a name that ICEWS uses nor a CAMEO code`, `facts.tsv:6: "2014-02-30" is no day`,
		"facts.tsv:7: 2 columns, want 20, or source, relation, target, day",
	}
	if d := cmp.Diff(wantErrs, errs); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}

	docs, _ = load(t, table.Options{JoinMirrors: true}, p)
	if d := cmp.Diff(append(want[:3:3], want[4]), tell(docs)); d != "" {
		t.Errorf("joined (-want +got):\n%s", d)
	}
	visit := docs[0].Events[2]
	if len(visit.Also) != 1 || !strings.HasPrefix(visit.Also[0].Quote, "Iraq\tHost a visit") {
		t.Errorf("the host's row is no evidence of the joined visit: %+v", visit.Also)
	}
}

func TestIdsHangOnRowsAlone(t *testing.T) {
	lines := []string{"Iran\tConsult\tOman\t2014-01-01", "Iran\tConsult\tOman\t2014-01-01", "Iran\tConsult\tIraq\t2014-01-01"}
	a, _ := load(t, table.Options{}, write(t, "a.tsv", lines...))
	b, _ := load(t, table.Options{}, write(t, "b.tsv", lines...))
	if d := cmp.Diff(a, b); d != "" {
		t.Errorf("another file name, another graph:\n%s", d)
	}
	if a[0].Events[0].ID == a[0].Events[1].ID {
		t.Error("two equal rows are one event")
	}
}

func TestExactNames(t *testing.T) {
	docs, _ := load(t, table.Options{ExactNames: true}, write(t, "a.tsv", "Iran\tConsult\tIRAN\t2014-01-01", "iran\tConsult\tIran\t2014-01-01"))
	var ids []string
	for _, a := range docs[0].Actors {
		ids = append(ids, a.ID)
	}
	if d := cmp.Diff([]string{"name:Iran", "name:IRAN", "name:iran"}, ids); d != "" || !docs[0].ExactNames || !docs[0].Table {
		t.Error(d)
	}
}

func TestFeed(t *testing.T) {
	p := write(t, "events.tab", strings.Join(names, "\t"),
		"1\t2018-06-01\tJohn Doe\tRebel\tSyria\tConsult\t040\t1\tUnited States\tNA\tUnited States\t77\t2\tDaily\tGeneva\tNA\tGeneva\tSwitzerland\t46\t6",
		"2\t2018-06-01\tJohn Doe\tRebel\tSyria\tConsult\t999\t1\tUnited States\tNA\tUnited States\t77\t2\tDaily\tGeneva\tNA\tGeneva\tSwitzerland\t46\t6",
		"3\t2018-06-01\tNA\tNA\tSyria\tConsult\t040\t1\tNA\tNA\tUnited States\t77\t2\tDaily\tGeneva\tNA\tGeneva\tSwitzerland\t46\t6",
		"4\t2018-06-01\tcut",
	)
	docs, errs := load(t, table.Options{}, p)
	if d := cmp.Diff([]string{"2018-06-01 CONSULTATION, P GROUP SYR John Doe, P STATE USA United States"}, tell(docs)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{`events.tab:3: "999" is no CAMEO code`, "events.tab:4: neither source nor target", "events.tab:5: 3 columns, the header has 20"}, errs); d != "" {
		t.Error(d)
	}
	if e := docs[0].Events[0]; e.ID != "event:icews-1" || e.Place == nil || e.Place.ID != "place:geneva" || docs[0].Article.Publisher != "Daily" {
		t.Errorf("%+v of %+v", e, docs[0].Article)
	}
}

func TestSharedTables(t *testing.T) {
	for name, want := range map[string]struct{ events, actors int }{
		"icews14_facts.tsv.gz": {90730, 7128}, "icews-2018-sample.tab.gz": {3705, 0},
	} {
		if _, err := os.Stat(shared + name); err != nil {
			t.Skip("the table is not here")
		}
		docs, errs := load(t, table.Options{ExactNames: true}, shared+name)
		events, actors := map[string]bool{}, map[string]bool{}
		for _, d := range docs {
			for _, e := range d.Events {
				events[e.ID] = true
			}
			for _, a := range d.Actors {
				actors[a.ID] = true
			}
		}
		if len(events) != want.events || want.actors > 0 && len(actors) != want.actors || len(errs) > 0 {
			t.Errorf("%s: %d events, %d actors, %d documents, errors %q", name, len(events), len(actors), len(docs), errs)
		}
		t.Logf("%s: %d documents", name, len(docs))
	}
}

func TestRelationsNameTheBadLine(t *testing.T) {
	if _, err := parseRelations(relationsTSV); err != nil {
		t.Fatal(err)
	}
	for bad, want := range map[string]string{"# c\n040": "line 2: ", "999\tX": "line 1: ", "040\tX\n041\tx": "line 2: "} {
		if _, err := parseRelations(bad); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v, want %s…", bad, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Iran\tConsult\tOman\t2014-01-01\n")
	f.Add(strings.Join(names, "\t") + "\n1\t2018-06-01\ta\t\t\t\t040\t\tb\t\t\t\t\t\t\t\t\t\t\t\n")
	f.Fuzz(func(t *testing.T, s string) {
		for d, err := range New([]string{"-"}, Options{Stdin: strings.NewReader(s), Options: table.Options{JoinMirrors: true}}).Documents(t.Context()) {
			if err == nil && d.Coded.Check() != nil {
				t.Errorf("%q: %v", s, d.Coded.Check())
			}
		}
	})
}
