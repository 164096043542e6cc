// Package polecat reads POLECAT event tables: weekly files of tab-separated
// values with a header, as they are found in the wild, that is in Latin-1 or
// UTF-8, with or without a Headline column, with tabs inside cells.
//
// Each row is one event. Its PLOVER type and mode give our type; several
// names in a cell are several participants. A row that cannot be brought back
// to its columns, or whose type we do not know, is an error that names file,
// line and reason.
package polecat

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"safir/loaders"
	"safir/loaders/files"
	"safir/loaders/table"
	"safir/schema"
)

// Coder is the name under which the rows stand in the graph.
const Coder = "polecat/1"

// Extensions are the file extensions of POLECAT tables.
var Extensions = []string{".tsv", ".txt", ".tab", ".csv"}

// Options are the settings of a [Loader].
type Options struct {
	table.Options
	// Stdin is read for the path "-".
	Stdin io.Reader
}

// Loader yields the events of POLECAT tables. It is made by [New].
type Loader struct {
	walk files.Walk
	opts table.Options
}

var _ loaders.Loader = (*Loader)(nil)

// New returns a loader of the tables at paths.
func New(paths []string, o Options) *Loader {
	return &Loader{files.Walk{Paths: paths, Stdin: o.Stdin, Accept: files.Among(Extensions), Want: "POLECAT tables"}, o.Options}
}

// Documents implements [loaders.Loader].
func (l *Loader) Documents(ctx context.Context) iter.Seq2[loaders.Document, error] {
	return l.walk.Documents(ctx, func(f *files.File, yield func(loaders.Document, error) bool) bool {
		return Read(ctx, f, l.opts, yield)
	})
}

// Read yields the documents of one table; false says that the walk is to end.
func Read(ctx context.Context, f *files.File, o table.Options, yield table.Emit) bool {
	c := &table.Chunker{Dataset: "polecat", Publisher: "POLECAT", Coder: Coder, Options: o}
	var cols *columns
	ok := table.Lines(ctx, f, true, yield, func(item, line string) (bool, error) {
		cells := strings.Split(line, "\t")
		if cols == nil {
			if cols = header(cells); cols == nil {
				yield(loaders.Document{Item: item}, errors.New("the first line is not the header of a POLECAT table (Event ID, Event Date, Event Type, …)"))
				return false, nil
			}
			return true, nil
		}
		row, err := cols.parse(cells)
		if err != nil {
			return true, err
		}
		row.Item, row.Line = item, line
		return table.EmitAll(c.Add(row), yield), nil
	})
	return table.EmitAll(c.Flush(), yield) && ok
}

// Sniff tells whether a first line is the header of a POLECAT table.
func Sniff(line string) bool { return header(strings.Split(line, "\t")) != nil }

// columns says where each column stands.
type columns struct {
	names []string
	at    map[string]int
}

func header(cells []string) *columns {
	c := &columns{at: make(map[string]int)}
	for i, name := range cells {
		name = strings.ToLower(strings.Trim(strings.TrimSpace(name), `"`))
		c.names = append(c.names, name)
		c.at[name] = i
	}
	for _, must := range []string{"event id", "event date", "event type", "actor name", "recipient name"} {
		if _, ok := c.at[must]; !ok {
			return nil
		}
	}
	return c
}

// realign brings a row with tabs inside a cell back to the header's columns:
// of the ways to take neighbouring cells together it takes the first that puts
// numbers, days and codes where they belong.
func (c *columns) realign(cells []string) ([]string, error) {
	more := len(cells) - len(c.names)
	switch {
	case more < 0:
		return nil, fmt.Errorf("%d columns, the header has %d", len(cells), len(c.names))
	case more == 0:
		return cells, nil
	}
	for _, at := range c.suspects() {
		joined := append(slices.Clone(cells[:at]), strings.Join(cells[at:at+more+1], " "))
		if joined = append(joined, cells[at+more+1:]...); c.fits(joined) {
			return joined, nil
		}
	}
	return nil, fmt.Errorf("%d columns, the header has %d, and no cell can be told to hold the tabs", len(cells), len(c.names))
}

// suspects returns the columns in the order in which tabs are looked for: text
// as it was found first, then all others.
func (c *columns) suspects() []int {
	var found, others []int
	for i, name := range c.names {
		if name == "headline" || strings.Contains(name, "raw") || strings.HasPrefix(name, "story") || strings.HasSuffix(name, "title") || name == "source" {
			found = append(found, i)
		} else {
			others = append(others, i)
		}
	}
	return append(found, others...)
}

// fits tells whether the columns of known form have it.
func (c *columns) fits(cells []string) bool {
	for name, ok := range map[string]func(string) bool{
		"event date": isDay, "publication date": isDay, "latitude": isNumber, "longitude": isNumber, "intensity": isNumber,
		"geonames id": isNumber, "quad code": isQuad, "event type": isType, "language": isShort, "feature type": isShort, "actor cow": isNumbers, "recipient cow": isNumbers,
	} {
		if i, has := c.at[name]; has {
			if v := table.Value(cells[i]); v != "" && !ok(v) {
				return false
			}
		}
	}
	return true
}

func isDay(s string) bool    { _, err := table.ParseDay(s); return err == nil }
func isNumber(s string) bool { _, err := strconv.ParseFloat(s, 64); return err == nil }
func isShort(s string) bool  { return len(s) <= 20 && !strings.Contains(s, " ") }
func isType(s string) bool   { _, ok := typeOf(s, ""); return ok }

func isNumbers(s string) bool {
	return !slices.ContainsFunc(list(s), func(v string) bool { return !isNumber(v) && len(v) > 4 })
}

func isQuad(s string) bool {
	return len(s) == 1 && s >= "0" && s <= "4" || strings.HasSuffix(strings.ToUpper(s), "COOPERATION") || strings.HasSuffix(strings.ToUpper(s), "CONFLICT")
}

func (c *columns) parse(cells []string) (table.Row, error) {
	cells, err := c.realign(cells)
	if err != nil {
		return table.Row{}, err
	}
	get := func(name string) string {
		if i, ok := c.at[name]; ok {
			return table.Value(strings.Trim(cells[i], `"`))
		}
		return ""
	}
	r := table.Row{ID: get("event id")}
	if r.ID == "" {
		return r, errors.New("no Event ID")
	}
	if r.Date, err = table.ParseDay(get("event date")); err != nil {
		return r, fmt.Errorf("event date: %w", err)
	}
	var ok bool
	if r.Type, ok = typeOf(get("event type"), get("event mode")); !ok {
		return r, fmt.Errorf("event type %q is none of PLOVER's", get("event type"))
	}
	r.Who = actors(get("actor name"), get("actor country"), get("primary actor sector"))
	r.Whom = actors(get("recipient name"), get("recipient country"), get("primary recipient sector"))
	if len(r.Who) == 0 && len(r.Whom) == 0 {
		return r, errors.New("neither actor nor recipient")
	}
	if town := first(get("city"), get("placename"), get("district"), get("province")); town != "" {
		r.Place = &schema.Place{ID: schema.PlaceID(town), Name: town, Country: table.StateCode(get("country"))}
	}
	if headline := get("headline"); headline != "" {
		published, _ := table.ParseDay(get("publication date"))
		source := get("source")
		r.Stories = []table.Story{{Key: headline + " " + source, Title: headline, Publisher: source, Published: published}}
	}
	return r, nil
}

func first(names ...string) string {
	for _, n := range names {
		if n != "" {
			return list(n)[0]
		}
	}
	return ""
}

// list takes a cell of several values apart.
func list(s string) []string {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == '|' })
	out := parts[:0]
	for _, p := range parts {
		if p = table.Value(p); p != "" {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return []string{s}
	}
	return out
}

// groupSectors are the sectors of armed groups.
var groupSectors = []string{"REB", "PRM", "UAF", "IMG", "Armed Opposition", "Unidentified Armed"}

// actors reads the names of a cell, each with its country where as many are
// given.
func actors(names, countries, sectors string) []table.Actor {
	if names == "" {
		return nil
	}
	var out []table.Actor
	cs, ss := list(countries), list(sectors)
	at := func(vs []string, i int) string {
		if len(vs) == 1 {
			return vs[0]
		}
		if i < len(vs) {
			return vs[i]
		}
		return ""
	}
	for i, name := range list(names) {
		a := table.NamedActor(name, at(cs, i))
		if a.Kind != schema.State && slices.Contains(groupSectors, at(ss, i)) {
			a.Kind = schema.Group
		}
		out = append(out, a)
	}
	return out
}
