package query

import "safir/schema"

// Question is one of the questions below.
type Question interface{ ask(*builder) }

// Order is an order of events.
type Order string

// The orders. Equals follow by id.
const (
	TimeAsc        Order = "TIME_ASC"
	TimeDesc       Order = "TIME_DESC"
	ReportsDesc    Order = "REPORTS_DESC"
	ConfidenceDesc Order = "CONFIDENCE_DESC"
)

// Page says which part of a list is asked for.
type Page struct {
	First int
	After string // a cursor made by [Cursor]; empty for the first page
	Rows  bool   // false where only the total is asked for
	Total bool   // count all, on every page
}

// Selection says what is to be returned of each thing. Id and names of a
// thing always come, and of an event its type; the rest only where it is asked
// for, the smaller properties all together.
type Selection struct {
	Plain   bool // the smaller properties of an event or actor; of other things they always come
	Aliases bool // of an actor
	Text    bool // of an article
	Nested  []Nested
}

// Nested is a field that leads from a thing to others.
type Nested struct {
	Key   string // where the answer has it; a word of letters and digits
	Field Field
	First int
	Roles []schema.Role // Participants: only these; nil for all
	Page  Page          // EventsOf
	Order Order
	Where EventFilter  // EventsOf
	Pairs ContactPairs // ContactsOf
	Of    Selection    // what of each thing; of a Participant, Report or Office: of the thing it holds
}

// Field names a way from one kind of thing to another.
type Field string

// The fields. From an event:
const (
	Initiators   Field = "initiators"
	Recipients   Field = "recipients"
	Parties      Field = "parties"
	Mediators    Field = "mediators"
	Participants Field = "participants"
	Places       Field = "places"
	Topics       Field = "topics"
	Evidence     Field = "evidence"
	Follows      Field = "follows"
	FollowedBy   Field = "followedBy"
)

// From an actor:
const (
	StateOf         Field = "state"
	Offices         Field = "offices"
	Representatives Field = "representatives"
	EventsOf        Field = "events"
	ContactsOf      Field = "contacts"
)

// From an article:
const (
	SourceOf      Field = "source"
	ArticleEvents Field = "articleEvents"
	ArticleActors Field = "articleActors"
)

// From a source:
const (
	LastRun Field = "lastRun"
	Runs    Field = "runs"
)

// Contacts asks for a page of contacts. Rows have who, whom, mutual and
// event.
type Contacts struct {
	Where            ContactFilter
	Order            Order
	Page             Page
	Who, Whom, Event Selection
}

// ContactPairs asks for contacts counted per ordered pair. Rows have who,
// whom, count, first, last, by.
type ContactPairs struct {
	Where     ContactFilter
	First     int
	Details   bool // first, last and by; else they may be missing
	Who, Whom Selection
}

// Events asks for a page of events.
type Events struct {
	Where EventFilter
	Order Order
	Page  Page
	Of    Selection
}

// Actors asks for a page of actors by name.
type Actors struct {
	Where ActorFilter
	Page  Page
	Of    Selection
}

// States asks for the states by name.
type States struct {
	First int
	Of    Selection
}

// Articles asks for a page of articles, the newest first.
type Articles struct {
	Where ArticleFilter
	Page  Page
	Of    Selection
}

// OneActor asks for the actor that has the id, or the name where no id is
// given; of several, the one with the most events.
type OneActor struct {
	ID, Name *string
	Of       Selection
}

// Kind is a kind of node.
type Kind string

// The kinds of node.
const (
	KindEvent   Kind = "Event"
	KindActor   Kind = "Actor"
	KindArticle Kind = "Article"
	KindPlace   Kind = "Place"
	KindTopic   Kind = "Topic"
	KindSource  Kind = "Source"
)

// Node asks for what has the id, among the kinds that Of has; the row's kind
// says what it is.
type Node struct {
	ID string
	Of map[Kind]Selection
}

// Path asks for the shortest chain of contacts. Rows have who, whom, mutual
// and event.
type Path struct {
	From, To         ActorFilter
	Where            EventFilter
	MaxSteps         int
	Who, Whom, Event Selection
}

// Dimension is what events are counted by.
type Dimension string

// The dimensions.
const (
	ByType           Dimension = "TYPE"
	ByFamily         Dimension = "FAMILY"
	ByInitiator      Dimension = "INITIATOR"
	ByRecipient      Dimension = "RECIPIENT"
	ByInitiatorState Dimension = "INITIATOR_STATE"
	ByRecipientState Dimension = "RECIPIENT_STATE"
	ByYear           Dimension = "YEAR"
	ByMonth          Dimension = "MONTH"
	ByDay            Dimension = "DAY"
)

// EventCounts asks how many events there are by one or two dimensions. Rows
// have keys and count.
type EventCounts struct {
	By    []Dimension
	Where EventFilter
	First int
}

// Search asks for what has the words in its names, titles or texts. The
// row's kind says what it is.
type Search struct {
	Text  string
	First int
	Of    map[Kind]Selection
}

// Sources asks for all sources by name.
type Sources struct{ Of Selection }
