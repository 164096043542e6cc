package query

import "safir/schema"

// In every filter nil means that a field is not given, while an empty list
// is given and matches nothing.

// ActorFilter selects the actors for which every field given holds.
type ActorFilter struct {
	IDs   []string
	Name  *string // any name or alias, in any script or spelling
	Kinds []schema.Kind
	State *string // ISO code or name: the state itself and all who represent it
	Role  *string // words of an office
	Any   []ActorFilter
}

// Match says which one is meant where several events match a [Moment].
type Match string

// The values of Match.
const (
	MatchAny   Match = "ANY"
	MatchFirst Match = "FIRST"
	MatchLast  Match = "LAST"
)

// Moment is a point in time: a day, or where Event is given the time of the
// events that match it.
type Moment struct {
	Date  schema.Date
	Event *EventFilter
	Match Match
}

// EventFilter selects the events for which every field given holds.
type EventFilter struct {
	IDs           []string
	Types         []schema.EventType
	Families      []schema.EventFamily
	Codes         []string // CAMEO codes or their beginnings
	Contact       *bool
	Initiator     *ActorFilter
	Recipient     *ActorFilter
	Participants  []ActorFilter
	Mediator      *ActorFilter
	After, Before *Moment
	On, From, To  schema.Date // zero: not given
	Year          *int
	Month         *string // 2025-06
	Modality      []schema.Modality
	Text          *string
	Article       *string
	Source        *string
	MinConfidence *float64
	MinReports    *int
	Not           *EventFilter
	Any           []EventFilter
}

// ContactFilter selects the contacts for which every field given holds.
type ContactFilter struct {
	Who, Whom     *ActorFilter
	Between       []ActorFilter // none or two
	By            []schema.EventType
	After, Before *Moment
	On, From, To  schema.Date
	MinConfidence *float64
	Modality      []schema.Modality
}

// events returns the filter for the events of the contacts.
func (f ContactFilter) events() EventFilter {
	contact := true
	return EventFilter{
		Types: f.By, Contact: &contact, After: f.After, Before: f.Before, On: f.On, From: f.From, To: f.To,
		MinConfidence: f.MinConfidence, Modality: f.Modality,
	}
}

// ArticleFilter selects the articles for which every field given holds.
type ArticleFilter struct {
	IDs       []string
	Text      *string
	Languages []schema.Language
	Source    *string
	From, To  schema.Date
	Reports   *EventFilter
	Mentions  *ActorFilter
}
