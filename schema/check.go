package schema

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Check is the evidence check that every coder's output must pass, whoever
// made it: words of the enumerations only, participants that exist, and
// quotes that stand verbatim in the article's text where their span says.
// The error joins one error for each fault, each naming the item.
func (c Coded) Check() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	quotes := newQuoteChecker(c.Article.Text)

	actors := make(map[string]bool, len(c.Actors))
	for i, a := range c.Actors {
		switch {
		case a.ID == "":
			bad("actor %d: no id", i)
		case actors[a.ID]:
			bad("actor %s: twice", a.ID)
		case !slices.Contains(kinds, a.Kind):
			bad("actor %s: kind %q", a.ID, a.Kind)
		case a.Kind == State && a.State == "":
			bad("actor %s: a state without its code", a.ID)
		case a.Name == "" && a.NameAr == "" && len(a.Names) == 0:
			bad("actor %s: no name", a.ID)
		}
		actors[a.ID] = true
	}
	events := make(map[string]bool, len(c.Events))
	for i, e := range c.Events {
		if e.ID == "" || events[e.ID] {
			bad("event %d: id %q missing or used twice", i, e.ID)
			continue
		}
		events[e.ID] = true
		if err := c.checkEvent(e, actors, quotes); err != nil {
			bad("event %s: %w", e.ID, err)
		}
	}
	for _, o := range c.Order {
		switch {
		case !events[o.Earlier] || !events[o.Later] || o.Earlier == o.Later:
			bad("order %s before %s: not two events of the article", o.Earlier, o.Later)
		case o.Quote != "" && !quotes.at(o.Evidence):
			bad("order %s before %s: quote is not at its span", o.Earlier, o.Later)
		}
	}
	return errors.Join(errs...)
}

func (c Coded) checkEvent(e Event, actors map[string]bool, quotes *quoteChecker) error {
	if _, ok := e.Type.Info(); !ok {
		return fmt.Errorf("type %q is not in the vocabulary", e.Type)
	}
	if !slices.Contains(modalities, e.Modality) {
		return fmt.Errorf("modality %q", e.Modality)
	}
	if !(e.Confidence >= 0 && e.Confidence <= 1) {
		return fmt.Errorf("confidence %v is not within 0 and 1", e.Confidence)
	}
	if d := e.Date; !d.IsZero() {
		if !slices.Contains(precisions, d.Precision) {
			return fmt.Errorf("precision %q", d.Precision)
		}
		if !d.Start.IsZero() && !d.End.IsZero() && d.End.Before(d.Start) {
			return fmt.Errorf("date ends %s before it starts %s", d.End, d.Start)
		}
	}
	if len(e.Participants) == 0 {
		return errors.New("no participants")
	}
	for _, p := range e.Participants {
		if !slices.Contains(roles, p.Role) {
			return fmt.Errorf("role %q", p.Role)
		}
		if !actors[p.Actor] {
			return fmt.Errorf("participant %q is not among the actors", p.Actor)
		}
	}
	for _, v := range append([]Evidence{e.Evidence}, e.Also...) {
		if !quotes.at(v) {
			return fmt.Errorf("quote %q is not in the text at %d to %d", clip(v.Quote, 60), v.Span.Start, v.Span.End)
		}
	}
	return nil
}

// quoteChecker finds code-point spans in a text without walking it anew for
// each quote.
type quoteChecker struct {
	text    string
	offsets []int // byte offset of every 256th code point
}

const checkerStep = 256

func newQuoteChecker(text string) *quoteChecker {
	q := &quoteChecker{text: text}
	n := 0
	for i := range text {
		if n%checkerStep == 0 {
			q.offsets = append(q.offsets, i)
		}
		n++
	}
	return q
}

func (q *quoteChecker) at(v Evidence) bool {
	start, ok := q.byteOffset(v.Span.Start)
	if !ok || v.Quote == "" || v.Span.End-v.Span.Start != utf8.RuneCountInString(v.Quote) {
		return false
	}
	end := start + len(v.Quote)
	return end <= len(q.text) && q.text[start:end] == v.Quote
}

func (q *quoteChecker) byteOffset(point int) (int, bool) {
	if point < 0 || point/checkerStep >= len(q.offsets) {
		return 0, false
	}
	at := q.offsets[point/checkerStep]
	for range point % checkerStep {
		if at >= len(q.text) {
			return 0, false
		}
		_, n := utf8.DecodeRuneInString(q.text[at:])
		at += n
	}
	return at, true
}

func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}
