package table

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/schema"
)

func TestWordFilesNameTheBadLine(t *testing.T) {
	if _, err := parseCAMEO(cameoTSV); err != nil {
		t.Fatal(err)
	}
	if _, err := parseKinds(actorsTSV); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"11\tNO_TYPE\tx", "11\tATTACK", "\tATTACK\tx"} {
		if _, err := parseCAMEO("# c\n" + bad); err == nil || !strings.HasPrefix(err.Error(), "line 2: ") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, bad := range []string{"word\tSTATE\tx", "name\tGROUP\tx", "word\tGROUP\t", "word\tGROUP"} {
		if _, err := parseKinds("# c\n" + bad); err == nil || !strings.HasPrefix(err.Error(), "line 2: ") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestNamedActor(t *testing.T) {
	for name, want := range map[string]Actor{
		"Iran":                     {Kind: schema.State, State: "IRN"},
		"UNITED STATES":            {Kind: schema.State, State: "USA"},
		"Citizen (United Kingdom)": {Kind: schema.Organization, State: "GBR"},
		"Lawmaker (Holy See (Vatican City State))": {Kind: schema.Organization, State: "VAT"},
		"Militant (Syria)":                         {Kind: schema.Group, State: "SYR"},
		"Green Party (Australia)":                  {Kind: schema.Organization, State: "AUS"},
		"Boko Haram":                               {Kind: schema.Group},
		"Labour Party":                             {Kind: schema.Organization},
		"RJR":                                      {Kind: schema.Organization},
		"Kashim Shettima":                          {Kind: schema.Person},
		"Abdullah II of Jordan":                    {Kind: schema.Person},
	} {
		want.Name = name
		if d := cmp.Diff(want, NamedActor(name, "")); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestEveryCAMEORootHasAType(t *testing.T) {
	for root := 1; root <= 20; root++ {
		for _, rest := range []string{"0", "1", "9", "21"} {
			var r Row
			if err := r.SetCode(fmt.Sprintf("%02d%s", root, rest)); err != nil {
				t.Error(err)
			}
		}
	}
	var r Row
	for _, bad := range []string{"", "0", "00", "21", "999", "x"} {
		if r.SetCode(bad) == nil {
			t.Errorf("%q passes for a CAMEO code", bad)
		}
	}
}

func TestPiecesAreBoundedAndKeepTheirStories(t *testing.T) {
	c := Chunker{Dataset: "t", Publisher: "T", Coder: "t/1"}
	var docs []int
	for i := range 2*ChunkRows + 10 {
		r := Row{Item: fmt.Sprintf("f:%d", i+1), Line: fmt.Sprint("row ", i), Date: schema.NewDate(2020, 1, 1), Who: One(Actor{Name: "A", Kind: schema.Person})}
		_ = r.SetCode("040")
		if i%1000 == 0 {
			r.Stories = []Story{{Key: "s", Confidence: .4}, {Key: "u", URL: "https://x.example/u"}}
		}
		if d := c.Add(r); len(d) > 0 {
			t.Fatal("a day is cut")
		}
	}
	for _, d := range c.Flush() {
		if err := d.Coded.Check(); err != nil {
			t.Error(err)
		}
		docs = append(docs, len(d.Coded.Events))
	}
	if d := cmp.Diff([]int{3, 3, ChunkRows, ChunkRows, 7}, docs); d != "" {
		t.Error(d)
	}
}
