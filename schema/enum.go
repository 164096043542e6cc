package schema

// Kind says what an actor is.
type Kind string

// The kinds of actors.
const (
	Person       Kind = "PERSON"
	State        Kind = "STATE"
	Organization Kind = "ORGANIZATION" // of several states, or of none: UN, EU, companies, charities
	Group        Kind = "GROUP"        // armed groups and movements, with the state they act in
)

// Role says what part an actor has in an event.
type Role string

// The roles, in the order in which participants are listed.
const (
	Initiator Role = "INITIATOR" // acts: the caller, the visitor, the one who condemns
	Recipient Role = "RECIPIENT" // is acted upon: the called, the host, the condemned
	Party     Role = "PARTY"     // takes part in an event without direction
	Mediator  Role = "MEDIATOR"  // stands between parties
)

// Modality says how an event stands to reality.
type Modality string

// The modalities.
const (
	Actual       Modality = "ACTUAL"       // happened or is under way
	Planned      Modality = "PLANNED"      // announced, expected, offered, agreed for the future
	Denied       Modality = "DENIED"       // somebody says it did not happen
	Hypothetical Modality = "HYPOTHETICAL" // conditional or merely possible
)

// Precision says how finely an event's time is known.
type Precision string

// The precisions. PrecisionUnknown goes with the zero Interval.
const (
	PrecisionDay     Precision = "DAY"
	PrecisionWeek    Precision = "WEEK"
	PrecisionMonth   Precision = "MONTH"
	PrecisionYear    Precision = "YEAR"
	PrecisionUnknown Precision = "UNKNOWN"
)

// Language is the ISO 639-1 code of a text's language, in lower case.
type Language string

// The languages that safir codes.
const (
	Arabic  Language = "ar"
	English Language = "en"
)

// The words that each enumeration allows.
var (
	kinds      = []Kind{Person, State, Organization, Group}
	roles      = []Role{Initiator, Recipient, Party, Mediator}
	modalities = []Modality{Actual, Planned, Denied, Hypothetical}
	precisions = []Precision{PrecisionDay, PrecisionWeek, PrecisionMonth, PrecisionYear}
)
