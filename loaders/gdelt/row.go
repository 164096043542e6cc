package gdelt

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"safir/loaders/article"
	"safir/loaders/table"
	"safir/schema"
)

// Columns of the two files; GDELT 2.0 writes no header.
const (
	eventColumns   = 61
	mentionColumns = 16
)

// The columns of the Events file that are read. Each actor has ten.
const (
	evID = iota
	evDay
	evActor1  = 5
	evActor2  = 15
	evCode    = 26
	evPlace   = 51 // ActionGeo_Type, FullName, CountryCode, ADM1, ADM2, Lat, Long, FeatureID
	evAdded   = 59
	evURL     = 60
	acCode    = 0
	acName    = 1
	acCountry = 2
	acGroup   = 3
	acType1   = 7
	geoNamed  = 1
)

// The columns of the Mentions file that are read.
const (
	mnEvent      = 0
	mnTime       = 2
	mnKind       = 3
	mnSource     = 4
	mnAddress    = 5
	mnConfidence = 11
	kindWeb      = "1"
)

// parseEvent reads a line of an Events file.
func parseEvent(line string) (table.Row, error) {
	f := strings.Split(line, "\t")
	if len(f) != eventColumns {
		return table.Row{}, fmt.Errorf("%d columns, want %d", len(f), eventColumns)
	}
	r := table.Row{ID: f[evID], Line: line}
	if _, err := strconv.ParseUint(r.ID, 10, 64); err != nil {
		return r, fmt.Errorf("event id %q is no number", r.ID)
	}
	var err error
	if r.Date, err = table.ParseDay(f[evDay]); err != nil {
		return r, fmt.Errorf("SQLDATE: %w", err)
	}
	if err := r.SetCode(f[evCode]); err != nil {
		return r, err
	}
	r.Who, r.Whom = table.One(actor(f[evActor1:evActor1+10])), table.One(actor(f[evActor2:evActor2+10]))
	if len(r.Who)+len(r.Whom) == 0 {
		return r, errors.New("neither actor is named")
	}
	r.Place = place(f[evPlace : evPlace+8])
	if url := strings.TrimSpace(f[evURL]); url != "" {
		r.Stories = []table.Story{story(url, "", f[evAdded])}
	}
	return r, nil
}

// actor reads the ten columns of an actor. Where GDELT gives a code alone, the
// code is the name.
func actor(f []string) table.Actor {
	name, code := strings.TrimSpace(f[acName]), strings.TrimSpace(f[acCode])
	if name == "" {
		name = code
	}
	if name == "" {
		return table.Actor{}
	}
	country := f[acCountry]
	a := table.NamedActor(name, country)
	role := f[acType1]
	if a.Kind == schema.State {
		if role == "" && f[acGroup] == "" || role == "GOV" {
			return a
		}
		a.Kind = schema.Organization // UNITED STATES with the type of its army, courts or firms
	}
	switch {
	case role == "REB", role == "INS", role == "SEP", role == "RAD", role == "UAF", role == "IMG":
		a.Kind = schema.Group
	case a.Kind == schema.Person && (!strings.Contains(name, " ") || f[acGroup] != ""):
		a.Kind = schema.Organization // POLICE, MUMBAI: whoever speaks for it
	}
	// PRESIDENT is somebody else in each country.
	a.Common = f[acGroup] == ""
	return a
}

// place reads the eight columns of the action's place.
func place(f []string) *schema.Place {
	kind, _ := strconv.Atoi(f[0])
	name, _, _ := strings.Cut(f[geoNamed], ",")
	if kind < 2 || name == "" { // 1 is a country as a whole
		return nil
	}
	parts := strings.Split(f[geoNamed], ",")
	return &schema.Place{ID: schema.PlaceID(name), Name: name, Country: table.StateCode(strings.TrimSpace(parts[len(parts)-1]))}
}

// mention is a line of a Mentions file.
type mention struct {
	event string
	story table.Story
}

func parseMention(line string) (mention, error) {
	f := strings.Split(line, "\t")
	if len(f) != mentionColumns && len(f) != mentionColumns-1 { // the last column is empty, and at times missing
		return mention{}, fmt.Errorf("%d columns, want %d", len(f), mentionColumns)
	}
	if _, err := strconv.ParseUint(f[mnEvent], 10, 64); err != nil {
		return mention{}, fmt.Errorf("event id %q is no number", f[mnEvent])
	}
	address := strings.TrimSpace(f[mnAddress])
	if address == "" {
		return mention{}, errors.New("the mention names no document")
	}
	s := story(address, f[mnSource], f[mnTime])
	if f[mnKind] != kindWeb {
		s.URL = ""
	}
	if c, err := strconv.ParseFloat(f[mnConfidence], 64); err == nil && c > 0 && c <= 100 {
		s.Confidence = c / 100
	}
	return mention{f[mnEvent], s}, nil
}

func story(address, publisher, at string) table.Story {
	address = article.CanonicalURL(address)
	s := table.Story{Key: address, URL: address, Publisher: publisher}
	s.Published, _ = table.ParseDay(at)
	return s
}
