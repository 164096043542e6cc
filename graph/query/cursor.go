package query

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
)

// cursor is a row's place in a list. Which fields count is the list's
// business.
type cursor struct {
	key       string  // of an event
	number    float64 // its reports or confidence
	id        string  // of the event, actor or article
	who, whom string  // of a contact
	text      string  // name of an actor, day of an article
}

// cursorJSON is what stands in a cursor, behind a check sum.
type cursorJSON struct {
	List   string  `json:"l"`
	Key    string  `json:"k,omitempty"`
	Number float64 `json:"n,omitempty"`
	ID     string  `json:"i,omitempty"`
	Who    string  `json:"a,omitempty"`
	Whom   string  `json:"b,omitempty"`
	Text   string  `json:"t,omitempty"`
}

// The lists that have cursors; those of events and contacts have their order
// behind the name.
const (
	eventList   = "events "
	contactList = "contacts "
	actorList   = "actors"
	articleList = "articles"
)

func (c cursor) encode(list string) string {
	b, err := json.Marshal(cursorJSON{list, c.key, c.number, c.id, c.who, c.whom, c.text})
	if err != nil {
		return "" // no value of these types fails
	}
	return base64.RawURLEncoding.EncodeToString(append(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(b)), b...))
}

func decodeCursor(s, list string) (cursor, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(raw) < 4 {
		return cursor{}, false
	}
	sum := binary.BigEndian.Uint32(raw)
	var c cursorJSON
	if crc32.ChecksumIEEE(raw[4:]) != sum || json.Unmarshal(raw[4:], &c) != nil || c.List != list {
		return cursor{}, false
	}
	return cursor{c.Key, c.Number, c.ID, c.Who, c.Whom, c.Text}, true
}

// after reads the cursor of a page.
func (b *builder) after(p Page, list string) cursor {
	if p.After == "" {
		return cursor{}
	}
	c, ok := decodeCursor(p.After, list)
	if !ok {
		b.fail("after: %q is not a cursor of this list in this order", clip(p.After))
	}
	return c
}

func orderName(o Order) string {
	if o == "" {
		return string(TimeAsc)
	}
	return string(o)
}

// EventCursor returns the cursor of a row of an event list.
func EventCursor(o Order, row Row) string {
	return eventPlace(o, row).encode(eventList + orderName(o))
}

// ContactCursor returns the cursor of a row of a contact list.
func ContactCursor(o Order, row Row) string {
	c := eventPlace(o, row.Row("event"))
	c.who, c.whom = row.Row("who").Text("id"), row.Row("whom").Text("id")
	return c.encode(contactList + orderName(o))
}

// ActorCursor returns the cursor of a row of an actor list.
func ActorCursor(row Row) string {
	return cursor{text: row.Text("name"), id: row.Text("id")}.encode(actorList)
}

// ArticleCursor returns the cursor of a row of an article list.
func ArticleCursor(row Row) string {
	return cursor{text: row.Text("publishedAt"), id: row.Text("id")}.encode(articleList)
}

func eventPlace(o Order, row Row) cursor {
	c := cursor{key: row.Text("key")}
	switch o {
	case ReportsDesc:
		c = cursor{number: row.Number("reports"), id: row.Text("id")}
	case ConfidenceDesc:
		c = cursor{number: row.Number("confidence"), id: row.Text("id")}
	}
	return c
}

// cursor reads the cursor of a list of events or contacts.
func (b *builder) cursor(l listing) cursor {
	if l.pairs != nil {
		return b.after(l.page, contactList+orderName(l.order))
	}
	return b.after(l.page, eventList+orderName(l.order))
}

// beyond returns the conditions that a row is past the cursor, so far as
// ranges of keys do not say so. The text is the same for every page.
func (b *builder) beyond(l listing, c cursor) []string {
	var same string // condition that the row's event is at the cursor's place
	switch {
	case l.byTime() && l.pairs == nil:
		return nil
	case l.byTime():
		same = l.e + ".key = " + b.param(c.key)
	default:
		prop := l.e + ".reports"
		if l.order == ConfidenceDesc {
			prop = l.e + ".confidence"
		}
		n := any(c.number)
		if l.page.After == "" {
			n = 1e18
		}
		num, id := b.param(n), b.param(c.id)
		if l.pairs == nil {
			return []string{"(" + prop + " < " + num + " OR " + prop + " = " + num + " AND " + l.e + ".id > " + id + ")"}
		}
		who, whom := b.param(c.who), b.param(c.whom)
		return []string{"(" + prop + " < " + num + " OR " + prop + " = " + num + " AND (" + l.e + ".id > " + id + " OR " + l.e + ".id = " + id + " AND " +
			l.pairs.past(who, whom) + "))"}
	}
	return []string{"(NOT " + same + " OR " + l.pairs.past(b.param(c.who), b.param(c.whom)) + ")"}
}

// past is the condition that a contact comes after that of two actors within
// one event.
func (p *pairs) past(who, whom string) string {
	return "(" + p.who + ".id > " + who + " OR " + p.who + ".id = " + who + " AND " + p.whom + ".id > " + whom + ")"
}
