package llm

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"safir/schema"
)

// answer is what the model is asked for: the form of a gold article.
type answer struct {
	Actors []struct {
		Key   string   `json:"key"`
		Kind  string   `json:"kind"`
		State string   `json:"state"`
		Names []string `json:"names"`
		Role  string   `json:"role"`
	} `json:"actors"`
	Events []answerEvent `json:"events"`
	Order  [][]string    `json:"order"`
}

type answerEvent struct {
	Key        string   `json:"key"`
	Type       string   `json:"type"`
	Modality   string   `json:"modality"`
	Initiators []string `json:"initiators"`
	Recipients []string `json:"recipients"`
	Parties    []string `json:"parties"`
	Mediators  []string `json:"mediators"`
	Date       *struct {
		Start string `json:"start"`
		End   string `json:"end"`
	} `json:"date"`
	Place string `json:"place"`
	Quote string `json:"quote"`
}

// The reasons for which an event is refused.
const (
	refusedVocabulary  = "type or modality outside the vocabulary"
	refusedQuote       = "quote not verbatim in the text"
	refusedParticipant = "participant missing, or not named near the quote"
	refusedDate        = "date that is none"
)

// neighbourhood is how many bytes before and after a quote its participants
// may be named in: about two sentences of Arabic, three of English.
const neighbourhood = 600

// confidence is what a claim of a model starts with: below the rules of the
// first coder, which can be explained.
const confidence = 0.6

// parseAnswer reads the model's text; a Markdown fence around the object is
// forgiven.
func parseAnswer(text string) (answer, error) {
	text = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(text, "```"); ok {
		rest = strings.TrimPrefix(rest, "json")
		text, _, _ = strings.Cut(rest, "```")
	}
	var a answer
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		return answer{}, fmt.Errorf("the answer is not the JSON asked for: %w", err)
	}
	return a, nil
}

// convert keeps of an answer what the article bears out, and counts the
// refused events by reason.
func convert(a schema.Article, ans answer, resolve func(schema.Actor) schema.Actor) (schema.Coded, map[string]int64) {
	c := schema.Coded{Article: a}
	refused := map[string]int64{}
	actors := map[string]schema.Actor{} // by the answer's key
	for _, x := range ans.Actors {
		if actor, ok := convertActor(a.Text, schema.Kind(x.Kind), x.State, x.Names, x.Role); ok {
			actors[x.Key] = resolve(actor)
		}
	}
	used, ids := map[string]bool{}, map[string]string{} // event id by the answer's key
	for _, x := range ans.Events {
		e, reason := convertEvent(a, x, actors)
		if reason != "" {
			refused[reason]++
			continue
		}
		e.ID = schema.EventID(a.ID, e)
		if slices.ContainsFunc(c.Events, func(f schema.Event) bool { return f.ID == e.ID }) {
			ids[x.Key] = e.ID
			continue
		}
		ids[x.Key] = e.ID
		c.Events = append(c.Events, e)
		for _, p := range e.Participants {
			used[p.Actor] = true
		}
	}
	for _, x := range ans.Actors {
		if actor, ok := actors[x.Key]; ok && used[actor.ID] {
			used[actor.ID] = false // two keys of one actor give it once
			actor.Count = mentions(a.Text, actor.Names)
			c.Actors = append(c.Actors, actor)
		}
	}
	slices.SortFunc(c.Actors, func(a, b schema.Actor) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(c.Events, func(a, b schema.Event) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	for _, pair := range ans.Order {
		if len(pair) != 2 || ids[pair[0]] == "" || ids[pair[1]] == "" || ids[pair[0]] == ids[pair[1]] {
			continue
		}
		o := schema.Order{Earlier: ids[pair[0]], Later: ids[pair[1]]}
		if !slices.Contains(c.Order, o) {
			c.Order = append(c.Order, o)
		}
	}
	return c, refused
}

// convertActor takes an actor that the text names at least once.
func convertActor(text string, kind schema.Kind, state string, names []string, role string) (schema.Actor, bool) {
	x := schema.Actor{Kind: kind, State: strings.ToUpper(strings.TrimSpace(state)), Role: strings.TrimSpace(role)}
	for _, n := range names {
		if n = strings.TrimSpace(n); n != "" && !slices.Contains(x.Names, n) {
			x.Names = append(x.Names, n)
		}
	}
	if mentions(text, x.Names) == 0 || len(x.State) != 0 && len(x.State) != 3 {
		return schema.Actor{}, false
	}
	for _, n := range x.Names {
		if isArabic(n) {
			x.NameAr = cmp.Or(x.NameAr, n)
		} else {
			x.Name = cmp.Or(x.Name, n)
		}
	}
	x.Name = cmp.Or(x.Name, x.NameAr)
	switch kind {
	case schema.State:
		x.ID, x.Code = schema.StateID(x.State), x.State
		return x, x.State != ""
	case schema.Person, schema.Organization, schema.Group:
		x.ID = schema.ActorID(kind, x.Name)
		return x, true
	}
	return schema.Actor{}, false
}

func convertEvent(a schema.Article, x answerEvent, actors map[string]schema.Actor) (schema.Event, string) {
	e := schema.Event{Type: schema.EventType(x.Type), Modality: schema.Modality(x.Modality), Confidence: confidence}
	switch e.Modality {
	case schema.Actual, schema.Planned, schema.Denied, schema.Hypothetical:
	default:
		return e, refusedVocabulary
	}
	if _, ok := e.Type.Info(); !ok || e.Type == "STATEMENT" {
		return e, refusedVocabulary
	}
	quote := strings.TrimSpace(x.Quote)
	at := strings.Index(a.Text, quote)
	if quote == "" || at < 0 {
		return e, refusedQuote
	}
	start := utf8.RuneCountInString(a.Text[:at])
	e.Evidence = schema.Evidence{Quote: quote, Span: schema.Span{Start: start, End: start + utf8.RuneCountInString(quote)}}
	near := a.Text[max(0, at-neighbourhood):min(len(a.Text), at+len(quote)+neighbourhood)]
	for _, part := range []struct {
		role schema.Role
		keys []string
	}{{schema.Initiator, x.Initiators}, {schema.Recipient, x.Recipients}, {schema.Party, x.Parties}, {schema.Mediator, x.Mediators}} {
		for _, key := range part.keys {
			actor, ok := actors[key]
			if !ok || mentions(near, actor.Names) == 0 {
				return e, refusedParticipant
			}
			if p := (schema.Participant{Role: part.role, Actor: actor.ID}); !slices.Contains(e.Participants, p) {
				e.Participants = append(e.Participants, p)
			}
		}
	}
	if len(e.Participants) == 0 {
		return e, refusedParticipant
	}
	if x.Date != nil {
		from, err1 := schema.ParseDate(x.Date.Start)
		to, err2 := schema.ParseDate(x.Date.End)
		if err1 != nil || err2 != nil || to.Before(from) {
			return e, refusedDate
		}
		e.Date = schema.Between(from, to)
	}
	if place := strings.TrimSpace(x.Place); place != "" && strings.Contains(a.Text, place) {
		e.Place = &schema.Place{ID: schema.PlaceID(place), Name: place}
	}
	return e, ""
}

// mentions counts how often the names occur in text as words. An Arabic name
// may have particles written onto it («وبالرياض»); it must end with its word.
func mentions(text string, names []string) int {
	n := 0
	for _, name := range names {
		if utf8.RuneCountInString(name) < 2 {
			continue
		}
		for from := 0; ; {
			i := strings.Index(text[from:], name)
			if i < 0 {
				break
			}
			before, _ := utf8.DecodeLastRuneInString(text[:from+i])
			from += i + len(name)
			after, _ := utf8.DecodeRuneInString(text[from:])
			if !unicode.IsLetter(after) && (isArabic(name) || !unicode.IsLetter(before)) {
				n++
			}
		}
	}
	return n
}

func isArabic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x600 && r <= 0x6ff })
}
