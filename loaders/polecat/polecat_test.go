package polecat

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/schema"
)

var names = strings.Split("Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,Actor COW,Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,Recipient Name,Recipient Country,Recipient COW,Primary Recipient Sector,Recipient Sectors,Recipient Title,Recipient Name Raw,Wikipedia Recipient ID,Placename,City,District,Province,Country,Latitude,Longitude,GeoNames ID,Raw Placename,Feature Type,Source,Publication Date,Story People,Story Organizations,Story Locations,Language,Version", ",")

// row writes a line with the cells given by column; all others say None.
func row(columns []string, cells map[string]string) string {
	f := make([]string, len(columns))
	for i, n := range columns {
		if f[i] = cells[n]; f[i] == "" {
			f[i] = "None"
		}
	}
	return strings.Join(f, "\t")
}

func base(id string, more ...string) map[string]string {
	m := map[string]string{
		"Event ID": id, "Event Date": "2023-01-02", "Event Type": "CONSULT", "Event Mode": "phone", "Intensity": "1.5", "Quad Code": "1",
		"Actor Name": "Iran", "Actor Country": "Iran", "Recipient Name": "Badr Albusaidi", "Recipient Country": "OMN", "Latitude": "23.5", "Longitude": "58.4",
		"City": "Muscat", "Country": "Oman", "Publication Date": "2023-01-03", "Source": "Wire", "Language": "en", "Version": "1.0",
	}
	for i := 0; i < len(more); i += 2 {
		m[more[i]] = more[i+1]
	}
	return m
}

func load(t *testing.T, content string) (got, errs []string) {
	t.Helper()
	p := filepath.Join(t.TempDir(), "week.tsv")
	if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	for d, err := range New([]string{p}, Options{}).Documents(t.Context()) {
		if err != nil {
			errs = append(errs, filepath.Base(d.Item)+": "+err.Error())
			continue
		}
		if err := d.Coded.Check(); err != nil {
			t.Fatal(err)
		}
		for _, e := range d.Coded.Events {
			s := fmt.Sprintf("%s %s %s", e.ID, e.Type, e.Date.Start)
			if e.Place != nil {
				s += " in " + e.Place.Name
			}
			for _, p := range e.Participants {
				s += fmt.Sprintf(" %s:%s", p.Role[:1], p.Actor)
			}
			got = append(got, s)
		}
	}
	return got, errs
}

func TestTable(t *testing.T) {
	withHeadline := append(append(names[:35:35], "Headline"), names[35:]...)
	lines := []string{
		strings.Join(withHeadline, "\t"),
		row(withHeadline, base("a")),
		row(withHeadline, base("b", "Event Type", "ASSAULT", "Event Mode", "drone", "Actor Name", "Saudi Arabia;Yemen", "Actor Country", "SAU;YEM", "Recipient Name", "None", "City", "None")),
		row(withHeadline, base("c", "Headline", "Tabs\tin a\theadline", "Event Type", "SUPPORT", "Event Mode", "None", "Recipient Name", "Jos\xe9 P\xe9rez")),
		row(withHeadline, base("d", "Event Type", "DANCE")),
		row(withHeadline, base("e", "Event Date", "soon")),
		row(withHeadline, base("f", "Actor Name", "None", "Recipient Name", "None")),
		"g\t2023-01-02\tCONSULT",
		row(withHeadline, base("")),
	}
	got, errs := load(t, strings.Join(lines, "\r\n")+"\r\n")
	want := []string{
		"event:polecat-a PHONE_CALL 2023-01-02 in Muscat I:state:IRN R:person:badr-albusaidi",
		"event:polecat-b AIRSTRIKE 2023-01-02 I:state:SAU I:state:YEM",
		"event:polecat-c SUPPORT 2023-01-02 in Muscat I:state:IRN R:person:jose-perez",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	wantErrs := []string{
		`week.tsv:5: event type "DANCE" is none of PLOVER's`, `week.tsv:6: event date: "soon" is no day`, "week.tsv:7: neither actor nor recipient",
		"week.tsv:8: 3 columns, the header has 41", "week.tsv:9: no Event ID",
	}
	if d := cmp.Diff(wantErrs, errs); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestNotATable(t *testing.T) {
	if _, errs := load(t, "a\tb\nc\td\n"); len(errs) != 1 || !strings.Contains(errs[0], "week.tsv:1: the first line is not the header") {
		t.Errorf("%q", errs)
	}
}

func TestEveryTypeOfPLOVERHasOne(t *testing.T) {
	for _, typ := range strings.Fields("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT") {
		for _, mode := range []string{"", "visit", "some-new-mode"} {
			if got, ok := typeOf(typ, mode); !ok {
				t.Errorf("%s/%s has no type", typ, mode)
			} else if _, ok := got.Info(); !ok {
				t.Errorf("%s/%s: %s is not in the vocabulary", typ, mode, got)
			}
		}
	}
	for k, typ := range map[string]schema.EventType{"CONSULT/visit": "VISIT", "ACCUSE/disapprove": "CONDEMNATION", "RETREAT/ceasefire": "CEASEFIRE", "ASSAULT/heavy_weapons": "SHELLING"} {
		a, b, _ := strings.Cut(k, "/")
		if got, _ := typeOf(a, b); got != typ {
			t.Errorf("%s: %s, want %s", k, got, typ)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(strings.Join(names, "\t") + "\n" + row(names, base("a")) + "\n")
	f.Fuzz(func(t *testing.T, s string) {
		for d, err := range New([]string{"-"}, Options{Stdin: strings.NewReader(s)}).Documents(t.Context()) {
			if err == nil && d.Coded.Check() != nil {
				t.Errorf("%q: %v", s, d.Coded.Check())
			}
		}
	})
}
