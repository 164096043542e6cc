package gazetteer

import (
	_ "embed" // for the tables
	"regexp"
	"slices"
	"strings"
	"sync"

	"safir/schema"
)

//go:embed persons.tsv
var personsTSV string

//go:embed organizations.tsv
var organizationsTSV string

//go:embed groups.tsv
var groupsTSV string

//go:embed places.tsv
var placesTSV string

//go:embed topics.tsv
var topicsTSV string

// Gazetteer holds the tables, each in its file's order, and finds entries in
// them.
type Gazetteer struct {
	Bodies  []Body
	Persons []Person
	Places  []Place
	Topics  []Topic

	bodies  map[string]int   // by id and code
	persons map[string]int   // by id
	places  map[string]int   // by id
	holders map[string][]int // persons by state or body, and role in either language
	byName  func() map[string][]entry
}

// Body is an organisation, or an armed group or party.
type Body struct {
	ID     string
	Kind   schema.Kind // schema.Organization or schema.Group
	Code   string      // UNO, EUE, ARL: as in event data; empty for most
	Name   string
	NameAr string
	State  string // alpha-3 of the state it belongs to or acts in; empty for international ones
	Names  []Term // the usual names first, then variants, adjectives and members
}

// Person is someone who holds or held office.
type Person struct {
	ID      string
	Name    string
	NameAr  string
	Names   []Term   // the usual names first
	Offices []Office // the main and latest one first, as in the file
}

// Office is one term of office.
type Office struct {
	State  string // alpha-3 of the state served or, for a body of one state, acted in; empty for international bodies
	Body   string // id of the organisation or group served; empty for offices of state
	Role   string // in English without the state: "minister of defence", "secretary-general of the United Nations"
	RoleAr string
	From   schema.Date // zero: not known
	To     schema.Date // zero: not known, or still in office
}

// Place is a town, site or region with the terms that name it.
type Place struct {
	schema.Place
	Names []Term
}

// Topic is a subject of diplomacy with the words that give it away.
type Topic struct {
	schema.Topic
	Cues []Term
}

// Default returns the gazetteer that safir carries.
var Default = sync.OnceValue(func() *Gazetteer {
	g, err := parse(personsTSV, organizationsTSV, groupsTSV, placesTSV, topicsTSV)
	if err != nil {
		panic("gazetteer: " + err.Error()) // embedded: a test fails first
	}
	return g
})

// Person returns the person of an id ("person:khalid-bin-salman").
func (g *Gazetteer) Person(id string) (Person, bool) {
	i, ok := g.persons[id]
	if !ok {
		return Person{}, false
	}
	return g.Persons[i], true
}

// Holders returns who held an office on a day, as far as is known: of is the
// code of a state or the id of a body, role the office in English or Arabic
// (a secretary of state is «وزير الخارجية»). Persons whose term is known to
// cover the day come alone if there are any; otherwise those whose term may
// cover it.
func (g *Gazetteer) Holders(of, role string, day schema.Date) []Person {
	var sure, maybe []Person
	for _, i := range g.holders[of+"\x00"+role] {
		p := g.Persons[i]
		for _, o := range p.Offices {
			if o.Role != role && o.RoleAr != role || o.State != of && o.Body != of || !o.covers(day) {
				continue
			}
			if o.From.IsZero() {
				maybe = append(maybe, p)
			} else {
				sure = append(sure, p)
			}
			break
		}
	}
	if len(sure) > 0 {
		return sure
	}
	return maybe
}

// At returns the office that the person held on a day: the first of the
// file's that covers it; with an unknown day, or none that covers it, the
// first whose beginning is not known to be later; ok is false for none.
func (p Person) At(day schema.Date) (o Office, ok bool) {
	if !day.IsZero() {
		for _, o := range p.Offices {
			if !o.From.IsZero() && o.covers(day) {
				return o, true
			}
		}
	}
	for _, o := range p.Offices {
		if day.IsZero() || o.covers(day) {
			return o, true
		}
	}
	return Office{}, false
}

// covers tells whether the term may include the day. On the days of change
// both the old and the new holder count.
func (o Office) covers(day schema.Date) bool {
	return (o.From.IsZero() || !day.Before(o.From)) && (o.To.IsZero() || !o.To.Before(day))
}

func parse(persons, organizations, groups, places, topics string) (*Gazetteer, error) {
	g := &Gazetteer{
		bodies: make(map[string]int), persons: make(map[string]int), places: make(map[string]int),
		holders: make(map[string][]int),
	}
	g.byName = sync.OnceValue(g.indexNames)
	for _, step := range []struct {
		table
		read func(row) error
	}{
		{table{"organizations.tsv", 9, organizations}, g.readOrganization},
		{table{"groups.tsv", 8, groups}, g.readGroup},
		{table{"persons.tsv", 10, persons}, g.readPerson},
		{table{"places.tsv", 5, places}, g.readPlace},
		{table{"topics.tsv", 5, topics}, g.readTopic},
	} {
		for r, err := range step.rows() {
			if err == nil {
				err = step.read(r)
			}
			if err != nil {
				return nil, err
			}
		}
	}
	for i, p := range g.Persons {
		for _, o := range p.Offices {
			of := o.State
			if o.Body != "" {
				of = o.Body
			}
			for _, role := range [...]string{o.Role, o.RoleAr} {
				if key := of + "\x00" + role; !slices.Contains(g.holders[key], i) {
					g.holders[key] = append(g.holders[key], i)
				}
			}
		}
	}
	return g, nil
}

var slugPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (g *Gazetteer) addBody(r row, kind schema.Kind, code, state string, first int) (*Body, error) {
	b := Body{Kind: kind, Code: code, State: state}
	var err error
	if b.ID, err = r.id(kind); err != nil {
		return nil, err
	}
	if b.Name, b.NameAr, b.Names, err = r.names(first); err != nil {
		return nil, err
	}
	if b.Name == "" || b.NameAr == "" {
		return nil, r.errorf("%s needs a name in English and in Arabic", b.ID)
	}
	if err := r.state(state); err != nil {
		return nil, err
	}
	for _, key := range []string{b.ID, code} {
		if key == "" {
			continue
		}
		if _, taken := g.bodies[key]; taken {
			return nil, r.errorf("%s stands twice", key)
		}
		g.bodies[key] = len(g.Bodies)
	}
	g.Bodies = append(g.Bodies, b)
	return &g.Bodies[len(g.Bodies)-1], nil
}

func (g *Gazetteer) readOrganization(r row) error {
	b, err := g.addBody(r, schema.Organization, r.cells[1], r.cells[8], 2)
	if err != nil {
		return err
	}
	return b.addAdjectives(r, 6)
}

func (g *Gazetteer) readGroup(r row) error {
	b, err := g.addBody(r, schema.Group, "", r.cells[5], 1)
	if err != nil {
		return err
	}
	return b.addAdjectives(r, 6)
}

func (b *Body) addAdjectives(r row, first int) error {
	for i, lang := range [...]schema.Language{schema.English, schema.Arabic} {
		terms, err := r.adjectives(r.cells[first+i], lang)
		if err != nil {
			return err
		}
		b.Names = append(b.Names, terms...)
	}
	return nil
}

// readPerson reads a person with an office; a line of the same id as the one
// before, without names, is a further office.
func (g *Gazetteer) readPerson(r row) error {
	id, err := r.id(schema.Person)
	if err != nil {
		return err
	}
	office, err := g.office(r)
	if err != nil {
		return err
	}
	if n := len(g.Persons); n > 0 && g.Persons[n-1].ID == id && strings.Join(r.cells[1:5], "") == "" {
		g.Persons[n-1].Offices = append(g.Persons[n-1].Offices, office)
		return nil
	}
	if _, taken := g.persons[id]; taken {
		return r.errorf("%s stands twice", id)
	}
	p := Person{ID: id, Offices: []Office{office}}
	if p.Name, p.NameAr, p.Names, err = r.names(1); err != nil {
		return err
	}
	if p.Name == "" || p.NameAr == "" {
		return r.errorf("%s needs a name in English and in Arabic", id)
	}
	p.Names = withJoinedAbd(p.Names)
	g.persons[id] = len(g.Persons)
	g.Persons = append(g.Persons, p)
	return nil
}

func (g *Gazetteer) office(r row) (Office, error) {
	o := Office{State: r.cells[5], Role: r.cells[6], RoleAr: r.cells[7]}
	if o.Role == "" || o.RoleAr == "" || isArabic(o.Role) || !isArabic(o.RoleAr) {
		return o, r.errorf("office %q, %q: must be given in English and in Arabic", o.Role, o.RoleAr)
	}
	switch i, ok := g.bodies[o.State]; {
	case ok:
		o.Body, o.State = g.Bodies[i].ID, g.Bodies[i].State
	case o.State == "":
		return o, r.errorf("neither state nor body")
	default:
		if err := r.state(o.State); err != nil {
			return o, err
		}
	}
	for i, d := range [...]*schema.Date{&o.From, &o.To} {
		if cell := r.cells[8+i]; cell != "" {
			var err error
			if *d, err = schema.ParseDate(cell); err != nil {
				return o, r.errorf("%w", err)
			}
		}
	}
	if !o.To.IsZero() && o.To.Before(o.From) {
		return o, r.errorf("office ends %s before it begins %s", o.To, o.From)
	}
	return o, nil
}

// withJoinedAbd adds to Arabic names with عبد as a word of its own the
// spelling that joins it to the next word, and the other way round.
func withJoinedAbd(names []Term) []Term {
	for _, t := range slices.Clone(names) {
		if t.Language != schema.Arabic {
			continue
		}
		other := t
		other.Text = strings.ReplaceAll(" "+t.Text, " عبد ال", " عبدال")[1:]
		if other.Text == t.Text {
			other.Text = strings.ReplaceAll(" "+t.Text, " عبدال", " عبد ال")[1:]
		}
		if other.Text != t.Text && !slices.Contains(names, other) {
			names = append(names, other)
		}
	}
	return names
}

func (g *Gazetteer) readPlace(r row) error {
	p := Place{}
	var err error
	if p.Name, p.NameAr, p.Names, err = r.names(0); err != nil {
		return err
	}
	p.ID, p.Country = schema.PlaceID(p.Name), r.cells[4]
	if p.Name == "" || p.NameAr == "" {
		return r.errorf("%s needs a name in English and in Arabic", p.ID)
	}
	if err := r.state(p.Country); err != nil {
		return err
	}
	if _, taken := g.places[p.ID]; taken {
		return r.errorf("%s stands twice", p.ID)
	}
	g.places[p.ID] = len(g.Places)
	g.Places = append(g.Places, p)
	return nil
}

func (g *Gazetteer) readTopic(r row) error {
	id := r.cells[0]
	t := Topic{Topic: schema.Topic{ID: "topic:" + id, Name: r.cells[1], NameAr: r.cells[2]}}
	switch {
	case !slugPattern.MatchString(id):
		return r.errorf("id %q must be lower-case letters, digits and hyphens", id)
	case t.Name == "" || t.NameAr == "" || isArabic(t.Name) || !isArabic(t.NameAr):
		return r.errorf("%s needs a name in English and in Arabic", t.ID)
	case slices.ContainsFunc(g.Topics, func(u Topic) bool { return u.ID == t.ID }):
		return r.errorf("%s stands twice", t.ID)
	}
	for i, lang := range [...]schema.Language{schema.English, schema.Arabic} {
		cues, err := r.terms(r.cells[3+i], lang)
		if err != nil {
			return err
		}
		if len(cues) == 0 {
			return r.errorf("%s has no cue in %s", t.ID, lang)
		}
		t.Cues = append(t.Cues, cues...)
	}
	g.Topics = append(g.Topics, t)
	return nil
}

// id returns the actor id that the slug in the first column makes.
func (r row) id(kind schema.Kind) (string, error) {
	if !slugPattern.MatchString(r.cells[0]) {
		return "", r.errorf("id %q must be lower-case letters, digits and hyphens", r.cells[0])
	}
	return schema.ActorID(kind, r.cells[0]), nil
}

// state checks the code of a state; none is fine.
func (r row) state(code string) error {
	if _, ok := schema.StateByCode(code); code != "" && (!ok || len(code) != 3) {
		return r.errorf("%q is not the code of a state", code)
	}
	return nil
}
