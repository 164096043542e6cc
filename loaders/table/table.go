// Package table turns rows of event tables that others have coded into coded
// articles. The folders beside it read one table format each; what they have
// in common is here.
//
// An event table has no text, but each claim needs evidence: so a piece of
// the table is the article. Its text is the rows, one a line and verbatim,
// and an event's quote is its row. The piece is a source's story where the
// table names one, else the rows of one day. An event keeps the id that its
// row has in the table ("event:icews-32889836"); a row without an id gets one
// from its content.
package table

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"safir/loaders"
	"safir/schema"
)

// ChunkRows is how many rows at most make one article where the table names
// no story.
const ChunkRows = 1000

// fewRows is how many rows an article has at least before a new day starts
// another: a table that is not in order of days would give one for each row.
const fewRows = 100

// windowRows bounds the rows of one day that are held to be gathered and joined.
const windowRows = 50_000

// confidence of rows whose table states none: coded by a machine, unchecked.
const confidence = 0.7

// namespace is the UUID namespace of rows without an id.
var namespace = uuid.NewSHA1(uuid.NameSpaceURL, []byte("https://safir.invalid/ns/row"))

// Row is one row of an event table: one event.
type Row struct {
	Item string // for messages: file and line
	Line string // the row as it stands, without its line end
	ID   string // the table's own id of the event; empty where it has none

	Code  string           // CAMEO, where the table has it
	Type  schema.EventType // set by [Row.SetCode] or by the table's reader
	Date  schema.Date
	Who   []Actor
	Whom  []Actor
	Place *schema.Place

	Confidence float64 // zero where the table states none
	// Stories are the texts that tell the event, where the table names them.
	Stories []Story
}

// Story is a text behind a table's row.
type Story struct {
	Key        string // id or address; rows of one key make one article
	URL        string
	Title      string
	Publisher  string
	Published  schema.Date
	Confidence float64 // that this story tells the event; zero where not stated
}

// One returns the actor as a side of a row; none for an actor without a name.
func One(a Actor) []Actor {
	if a.Name == "" {
		return nil
	}
	return []Actor{a}
}

// Actor is a row's actor. Its name is kept as the table writes it.
type Actor struct {
	Name  string
	Kind  schema.Kind
	State string // ISO alpha-3; empty where not known
	// Common says that the name is not one actor's own ("PRESIDENT"), so that
	// its state must tell whose it is.
	Common bool
}

// Options are the settings that all event tables have.
type Options struct {
	// Source is the name of the configured source.
	Source string
	// ExactNames makes one actor for each distinct name. What kind of actor
	// it is, its name alone tells; spellings are not joined.
	ExactNames bool
	// JoinMirrors makes one VISIT of the two rows "A makes a visit to B" (042)
	// and "B hosts a visit of A" (043) of one day and story.
	JoinMirrors bool
}

// Chunker gathers rows into documents. Rows are handed over in the table's
// order; the documents depend on the rows alone.
type Chunker struct {
	// Dataset is the short name of the table format in ids: "icews".
	Dataset string
	// Publisher is the article's publisher where a row names none.
	Publisher string
	// Coder names who coded the rows, with a version: "icews/1".
	Coder string
	// Whole says that only Flush ends a set of rows that belong together; the
	// caller bounds it. Else a set ends with its day.
	Whole bool
	Options

	rows []Row
}

// Add takes a row, and returns the documents that are complete with it.
func (c *Chunker) Add(r Row) []loaders.Document {
	var out []loaders.Document
	if n := len(c.rows); n > 0 && !c.Whole && (n >= windowRows || n >= fewRows && r.Date != c.rows[n-1].Date) {
		out = c.Flush()
	}
	c.rows = append(c.rows, r)
	return out
}

// Flush returns the documents of the rows still held.
func (c *Chunker) Flush() []loaders.Document {
	rows := c.rows
	c.rows = nil
	if c.JoinMirrors {
		rows = joinMirrors(rows)
	}
	c.number(rows)

	var pieces []*piece
	byKey := make(map[string]*piece)
	put := func(key string, s *Story, r *Row) {
		p := byKey[key]
		if p == nil || len(p.rows) >= ChunkRows {
			p = &piece{story: s}
			byKey[key] = p
			pieces = append(pieces, p)
		}
		p.rows = append(p.rows, r)
		p.confidence = append(p.confidence, cmp.Or(storyConfidence(s), r.Confidence, confidence))
	}
	for i := range rows {
		r := &rows[i]
		if len(r.Stories) == 0 {
			put("", nil, r)
		}
		for j := range r.Stories {
			put("story "+r.Stories[j].Key, &r.Stories[j], r)
		}
	}
	out := make([]loaders.Document, 0, len(pieces))
	for _, p := range pieces {
		out = append(out, c.document(p))
	}
	return out
}

func storyConfidence(s *Story) float64 {
	if s == nil {
		return 0
	}
	return s.Confidence
}

// number gives ids to rows that bring none: of equal rows, each its own.
func (c *Chunker) number(rows []Row) {
	seen := make(map[string]int)
	for i := range rows {
		r := &rows[i]
		if r.ID == "" {
			seen[r.Line]++
			r.ID = uuid.NewSHA1(namespace, fmt.Appendf(nil, "%s\x00%s\x00%d", c.Dataset, r.Line, seen[r.Line])).String()
		}
	}
}

// piece is the rows of one article.
type piece struct {
	story      *Story
	rows       []*Row
	confidence []float64
}

func (c *Chunker) document(p *piece) loaders.Document {
	first, last := p.rows[0], p.rows[len(p.rows)-1]
	var lines lineWriter
	coded := &schema.Coded{Coder: c.Coder, Table: true, ExactNames: c.ExactNames}
	actors := actorList{exact: c.ExactNames, at: make(map[string]int)}
	published := first.Date
	for i, r := range p.rows {
		if r.Date.After(published) {
			published = r.Date
		}
		e := schema.Event{
			ID: "event:" + c.Dataset + "-" + r.ID, Type: r.Type, Modality: schema.Actual, Confidence: p.confidence[i], Place: r.Place,
		}
		own, mirror, _ := strings.Cut(r.Line, "\n")
		e.Evidence = lines.add(own)
		if mirror != "" {
			e.Also = append(e.Also, lines.add(mirror))
		}
		if !r.Date.IsZero() {
			e.Date = schema.On(r.Date)
		}
		if r.Type == "INTENT_TO_MEET" {
			e.Modality = schema.Planned
		}
		e.Participants = actors.participants(r)
		coded.Events = append(coded.Events, e)
	}
	coded.Actors = actors.list

	a := schema.Article{Text: lines.text.String(), Language: schema.English, Publisher: c.Publisher, PublishedAt: published, Source: c.Source}
	if s := p.story; s != nil {
		a.URL, a.Title = s.URL, s.Title
		a.Publisher = cmp.Or(s.Publisher, a.Publisher)
		if !s.Published.IsZero() {
			a.PublishedAt = s.Published
		}
		a.Title = cmp.Or(a.Title, c.Publisher+" story "+s.Key)
	} else {
		a.Title = fmt.Sprintf("%s %s, %d rows", c.Publisher, first.Date, len(p.rows))
	}
	// The id hangs on the rows, not on the file's name: the same table under
	// another name is the same article.
	a.ID = "article:" + c.Dataset + "-" + uuid.NewSHA1(namespace, []byte(c.Dataset+"\x00"+a.URL+"\x00"+a.Text)).String()
	coded.Article = a

	item := first.Item
	if last != first {
		item += " to " + last.Item[strings.LastIndexByte(last.Item, ':')+1:]
	}
	return loaders.Document{Item: item, Article: a, Coded: coded}
}

// lineWriter writes rows into a text and says where they stand.
type lineWriter struct {
	text   strings.Builder
	points int
}

func (w *lineWriter) add(line string) schema.Evidence {
	if w.points > 0 {
		w.text.WriteByte('\n')
		w.points++
	}
	n := utf8.RuneCountInString(line)
	v := schema.Evidence{Quote: line, Span: schema.Span{Start: w.points, End: w.points + n}}
	w.text.WriteString(line)
	w.points += n
	return v
}

// actorList gathers the actors of one article.
type actorList struct {
	exact bool
	list  []schema.Actor
	at    map[string]int // by id
}

func (l *actorList) add(a Actor) string {
	if l.exact {
		a = NamedActor(a.Name, "") // by its name alone: rows may say different things of it
	}
	id := a.id(l.exact)
	i, ok := l.at[id]
	if !ok {
		i = len(l.list)
		l.at[id] = i
		n := schema.Actor{ID: id, Kind: a.Kind, Name: a.Name, Names: []string{a.Name}, State: a.State}
		if a.Kind == schema.State {
			n.Code = a.State
		}
		l.list = append(l.list, n)
	}
	l.list[i].Count++
	if !slices.Contains(l.list[i].Names, a.Name) {
		l.list[i].Names = append(l.list[i].Names, a.Name)
	}
	return id
}

func (a Actor) id(exact bool) string {
	switch {
	case exact || schema.Slug(a.Name) == "":
		return "name:" + a.Name
	case a.Kind == schema.State:
		return schema.StateID(a.State)
	case a.Common && a.State != "":
		return schema.ActorID(a.Kind, a.Name, a.State)
	}
	return schema.ActorID(a.Kind, a.Name)
}

// participants returns the row's actors in their roles.
func (l *actorList) participants(r *Row) []schema.Participant {
	info, _ := r.Type.Info()
	roles := [2]schema.Role{schema.Initiator, schema.Recipient}
	if info.Mutual {
		roles = [2]schema.Role{schema.Party, schema.Party}
	}
	var out []schema.Participant
	for i, side := range [][]Actor{r.Who, r.Whom} {
		for _, a := range side {
			p := schema.Participant{Role: roles[i], Actor: l.add(a)}
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}
