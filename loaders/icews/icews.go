// Package icews reads ICEWS event tables: the .tab files of the Integrated
// Crisis Early Warning System with 20 columns and a header, and the form that
// research tables give them, "source, relation, target, day", with or without
// a column for the split.
//
// Each row is one event, of the type that its CAMEO code has by the longest
// prefix. Names stay as the table writes them; a row's Story ID makes its
// article. Bad rows are errors that name file, line and reason.
package icews

import (
	"context"
	_ "embed" // for the names of relations
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"sync"

	"safir/loaders"
	"safir/loaders/files"
	"safir/loaders/table"
	"safir/schema"
)

// Coder is the name under which the rows stand in the graph.
const Coder = "icews/1"

// Extensions are the file extensions of ICEWS tables.
var Extensions = []string{".tab", ".tsv", ".txt", ".csv"}

// Options are the settings of a [Loader].
type Options struct {
	table.Options
	// Stdin is read for the path "-".
	Stdin io.Reader
}

// Loader yields the events of ICEWS tables. It is made by [New].
type Loader struct {
	walk files.Walk
	opts table.Options
}

var _ loaders.Loader = (*Loader)(nil)

// New returns a loader of the tables at paths.
func New(paths []string, o Options) *Loader {
	return &Loader{files.Walk{Paths: paths, Stdin: o.Stdin, Accept: files.Among(Extensions), Want: "ICEWS tables"}, o.Options}
}

// Documents implements [loaders.Loader].
func (l *Loader) Documents(ctx context.Context) iter.Seq2[loaders.Document, error] {
	return l.walk.Documents(ctx, func(f *files.File, yield func(loaders.Document, error) bool) bool {
		return Read(ctx, f, l.opts, yield)
	})
}

// Read yields the documents of one table; false says that the walk is to end.
func Read(ctx context.Context, f *files.File, o table.Options, yield table.Emit) bool {
	c := &table.Chunker{Dataset: "icews", Publisher: "ICEWS", Coder: Coder, Options: o}
	var columns map[string]int
	first := true
	ok := table.Lines(ctx, f, true, yield, func(item, line string) (bool, error) {
		cells := strings.Split(line, "\t")
		if first {
			first = false
			if columns = header(cells); columns != nil || strings.EqualFold(cells[0], "source") {
				return true, nil
			}
		}
		row, err := parse(cells, columns)
		if err != nil {
			return true, err
		}
		row.Item, row.Line = item, line
		return table.EmitAll(c.Add(row), yield), nil
	})
	return ok && table.EmitAll(c.Flush(), yield)
}

// Sniff tells whether a first line is that of an ICEWS table.
func Sniff(line string) bool {
	cells := strings.Split(line, "\t")
	if header(cells) != nil {
		return true
	}
	_, err := parse(cells, nil)
	return err == nil
}

// names are the columns of the feed, in its order.
var names = []string{
	"Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity", "Target Name",
	"Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude", "Longitude",
}

// header returns where each column stands, or nil for a line that is a row.
func header(cells []string) map[string]int {
	at := make(map[string]int)
	for i, c := range cells {
		at[strings.TrimSpace(c)] = i
	}
	for _, must := range []string{"Event ID", "Event Date", "Source Name", "CAMEO Code", "Target Name"} {
		if _, ok := at[must]; !ok {
			return nil
		}
	}
	return at
}

func parse(cells []string, columns map[string]int) (table.Row, error) {
	switch n := len(cells); {
	case columns == nil && (n == 4 || n == 5):
		return parseFact(cells)
	case columns == nil && n == len(names):
		columns = defaultColumns()
	case columns == nil:
		return table.Row{}, fmt.Errorf("%d columns, want 20, or source, relation, target, day", n)
	case n != len(columns):
		return table.Row{}, fmt.Errorf("%d columns, the header has %d", n, len(columns))
	}
	get := func(name string) string {
		if i, ok := columns[name]; ok {
			return table.Value(cells[i])
		}
		return ""
	}
	r := table.Row{ID: get("Event ID")}
	if r.ID == "" {
		return r, errors.New("no Event ID")
	}
	var err error
	if r.Date, err = table.ParseDay(get("Event Date")); err != nil {
		return r, fmt.Errorf("event date: %w", err)
	}
	if err := r.SetCode(get("CAMEO Code")); err != nil {
		return r, err
	}
	r.Who = table.One(actor(get("Source Name"), get("Source Country"), get("Source Sectors")))
	r.Whom = table.One(actor(get("Target Name"), get("Target Country"), get("Target Sectors")))
	if len(r.Who)+len(r.Whom) == 0 {
		return r, errors.New("neither source nor target")
	}
	r.Place = place(get("City"), get("District"), get("Province"), get("Country"))
	if story := get("Story ID"); story != "" {
		r.Stories = []table.Story{{Key: story, Publisher: get("Publisher")}}
	}
	return r, nil
}

var defaultColumns = sync.OnceValue(func() map[string]int { return header(names) })

// parseFact reads source, relation, target, day.
func parseFact(cells []string) (table.Row, error) {
	var r table.Row
	var err error
	if r.Date, err = table.ParseDay(cells[3]); err != nil {
		return r, err
	}
	code, ok := relations()[strings.ToLower(strings.TrimSpace(cells[1]))]
	if !ok {
		code = strings.TrimSpace(cells[1])
	}
	if err := r.SetCode(code); err != nil {
		return r, fmt.Errorf("relation %q is neither a name that ICEWS uses nor a CAMEO code", cells[1])
	}
	r.Who, r.Whom = table.One(table.NamedActor(strings.TrimSpace(cells[0]), "")), table.One(table.NamedActor(strings.TrimSpace(cells[2]), ""))
	if len(r.Who) == 0 || len(r.Whom) == 0 {
		return r, errors.New("source or target is empty")
	}
	return r, nil
}

// actor adds to the name what the sectors tell.
func actor(name, country, sectors string) table.Actor {
	a := table.NamedActor(name, country)
	if a.Kind != schema.Person {
		return a
	}
	for s := range strings.SplitSeq(sectors, ",") {
		switch strings.TrimSpace(s) {
		case "Rebel", "Insurgents", "Organized Violent", "International Dissident", "Separatists", "Radicals / Extremists / Fundamentalists", "Banned Parties":
			a.Kind = schema.Group
			return a
		case "International Government Organization", "Nongovernmental Organization (International)", "Multinational Corporation",
			"Global Diplomatic IGOs", "Regional Diplomatic IGOs", "News", "State Media", "Private / Public Media":
			a.Kind = schema.Organization
			return a
		}
	}
	return a
}

func place(city, district, province, country string) *schema.Place {
	for _, name := range []string{city, district, province} {
		if name != "" {
			return &schema.Place{ID: schema.PlaceID(name), Name: name, Country: table.StateCode(country)}
		}
	}
	return nil
}

//go:embed relations.tsv
var relationsTSV string

var relations = sync.OnceValue(func() map[string]string {
	m, err := parseRelations(relationsTSV)
	if err != nil {
		panic("icews: relations.tsv: " + err.Error()) // embedded: a test fails first
	}
	return m
})

// parseRelations reads the names of CAMEO codes, in lower case.
func parseRelations(tsv string) (map[string]string, error) {
	m := make(map[string]string)
	n := 0
	for line := range strings.Lines(tsv) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		code, name, ok := strings.Cut(line, "\t")
		key := strings.ToLower(name)
		var r table.Row
		switch {
		case !ok || name == "":
			return nil, fmt.Errorf("line %d: want CODE, tab, NAME", n)
		case m[key] != "" && m[key] != code:
			return nil, fmt.Errorf("line %d: %q has another code above", n, name)
		}
		if err := r.SetCode(code); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		m[key] = code
	}
	return m, nil
}
