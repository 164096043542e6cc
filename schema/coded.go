package schema

import "time"

// Article is a text and where it comes from.
type Article struct {
	ID          string // as the source gave it, else made by [ArticleID]
	URL         string // canonical; empty where there is none
	Title       string
	Text        string // paragraphs separated by one blank line; the title is not repeated
	Language    Language
	Publisher   string
	PublishedAt Date      // zero where not known
	RetrievedAt time.Time // zero where not known
	Source      string    // name of the configured source that yielded it; empty for none
	// Fingerprint holds short hashes of the text. Two articles that share one
	// of them are near-identical (an agency's text in two papers), and count
	// as one witness. Empty where the text is not prose.
	Fingerprint []string
}

// Actor is someone or something that acts in one article's events.
type Actor struct {
	ID      string
	Kind    Kind
	Name    string   // usual English name, or a transliteration of the only name
	NameAr  string   // usual Arabic name; empty where not known
	Names   []string // as the article writes it, then its usual names
	State   string   // ISO 3166-1 alpha-3 of the state it is, serves or acts in; empty where none
	Code    string   // ISO alpha-3 of a state; the code of an organisation that has one (UNO)
	Role    string   // office in English, without the state's name: "minister of defence"
	RoleAr  string   // office in Arabic
	From    Date     // since when it holds the office, where known
	To      Date     // until when
	Unnamed bool     // an office holder whom the article does not name
	Known   bool     // the id is the gazetteer's, and so tells who it is
	Count   int      // mentions in the article
}

// Participant is an actor's part in an event.
type Participant struct {
	Role  Role
	Actor string // id of an Actor of the same Coded
}

// Span is a piece of an article's text, in Unicode code points from its
// start; End is exclusive.
type Span struct{ Start, End int }

// Evidence is a verbatim piece of an article's text.
type Evidence struct {
	Quote string
	Span  Span
}

// Place is a town, site or region where an event happened.
type Place struct {
	ID      string // by [PlaceID]
	Name    string // English where known, else as written
	NameAr  string // Arabic where known, else as written
	Country string // ISO alpha-3, empty where not known
}

// Topic is what an event was about.
type Topic struct {
	ID     string
	Name   string
	NameAr string
}

// Event is something that one actor did to, or with, another, as one article
// tells it.
type Event struct {
	ID           string // by [EventID]
	Type         EventType
	Modality     Modality
	Date         Interval
	Participants []Participant
	Place        *Place
	Topics       []Topic
	Confidence   float64    // 0 to 1
	Evidence                // the best passage
	Also         []Evidence // other passages that tell the same event
}

// Order says that a text puts one event before another.
type Order struct {
	Earlier, Later string // event ids
	Evidence
}

// Coded is an article together with what a coder claims it tells.
type Coded struct {
	Article Article
	Coder   string // name and version: "safir/1"
	// Table says that the events are rows of an event table: each keeps its
	// own id and is not joined with what others tell.
	Table bool
	// ExactNames says that actor ids are final: one actor for each distinct
	// name, not resolved against other names.
	ExactNames bool
	Actors     []Actor
	Events     []Event
	Order      []Order
}
