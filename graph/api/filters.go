package api

import (
	"safir/graph/query"
	"safir/schema"
)

// The functions below read coerced filters. Null is the same as left out,
// but for modality.

func text(v any) string { s, _ := v.(string); return s }

func optional(v any) *string {
	if s, ok := v.(string); ok {
		return &s
	}
	return nil
}

func number[T any](v any) *T {
	if n, ok := v.(T); ok {
		return &n
	}
	return nil
}

func day(v any) schema.Date { d, _ := v.(schema.Date); return d }

// words reads a list of strings; nil for null.
func words[S ~string](v any) []S {
	list, ok := v.([]any)
	if !ok {
		return nil
	}
	out := make([]S, 0, len(list))
	for _, w := range list {
		out = append(out, S(text(w)))
	}
	return out
}

// filter counts a filter and returns its fields.
func (p *planner) filter(f *field, v any) map[string]any {
	m, ok := v.(map[string]any)
	if !ok {
		return nil
	}
	if p.filters++; p.filters > p.limits.Filters {
		if p.err == nil {
			p.err = at(limitError("The query has more than %d filters.", p.limits.Filters), f.at)
		}
		return nil
	}
	return m
}

func each[T any](v any, read func(any) T) []T {
	list, ok := v.([]any)
	if !ok {
		return nil
	}
	out := make([]T, 0, len(list))
	for _, item := range list {
		out = append(out, read(item))
	}
	return out
}

func (p *planner) actorFilter(f *field, v any) query.ActorFilter {
	m := p.filter(f, v)
	return query.ActorFilter{
		IDs: words[string](m["id"]), Name: optional(m["name"]), Kinds: words[schema.Kind](m["kind"]), State: optional(m["state"]), Role: optional(m["role"]),
		Any: each(m["any"], func(v any) query.ActorFilter { return p.actorFilter(f, v) }),
	}
}

func (p *planner) actorFilterOrNil(f *field, v any) *query.ActorFilter {
	if v == nil {
		return nil
	}
	a := p.actorFilter(f, v)
	return &a
}

func (p *planner) moment(f *field, v any) *query.Moment {
	m := p.filter(f, v)
	if m == nil {
		return nil
	}
	out := &query.Moment{Date: day(m["date"]), Match: query.Match(text(m["match"]))}
	if m["event"] != nil {
		e := p.eventFilter(f, m["event"], false)
		out.Event = &e
	}
	return out
}

// modality reads the modality of a filter: by default what happened, inside
// not and any what the filter around says.
func modality(m map[string]any, inner bool) []schema.Modality {
	if v, given := m["modality"]; given {
		return words[schema.Modality](v)
	}
	if inner {
		return nil
	}
	return []schema.Modality{schema.Actual}
}

func (p *planner) eventFilter(f *field, v any, inner bool) query.EventFilter {
	m := p.filter(f, v)
	out := query.EventFilter{
		IDs: words[string](m["id"]), Types: words[schema.EventType](m["type"]), Families: words[schema.EventFamily](m["family"]), Codes: words[string](m["code"]),
		Contact: number[bool](m["contact"]), Initiator: p.actorFilterOrNil(f, m["initiator"]), Recipient: p.actorFilterOrNil(f, m["recipient"]),
		Participants: each(m["participants"], func(v any) query.ActorFilter { return p.actorFilter(f, v) }),
		Mediator:     p.actorFilterOrNil(f, m["mediator"]), After: p.moment(f, m["after"]), Before: p.moment(f, m["before"]),
		On: day(m["on"]), From: day(m["from"]), To: day(m["to"]), Year: number[int](m["year"]), Month: optional(m["month"]),
		Modality: modality(m, inner), Text: optional(m["text"]), Article: optional(m["article"]), Source: optional(m["source"]),
		MinConfidence: number[float64](m["minConfidence"]), MinReports: number[int](m["minReports"]),
		Any: each(m["any"], func(v any) query.EventFilter { return p.eventFilter(f, v, true) }),
	}
	if m["not"] != nil {
		not := p.eventFilter(f, m["not"], true)
		out.Not = &not
	}
	return out
}

func (p *planner) contactFilter(f *field, v any) query.ContactFilter {
	m := p.filter(f, v)
	return query.ContactFilter{
		Who: p.actorFilterOrNil(f, m["who"]), Whom: p.actorFilterOrNil(f, m["whom"]),
		Between: each(m["between"], func(v any) query.ActorFilter { return p.actorFilter(f, v) }),
		By:      words[schema.EventType](m["by"]), After: p.moment(f, m["after"]), Before: p.moment(f, m["before"]),
		On: day(m["on"]), From: day(m["from"]), To: day(m["to"]), MinConfidence: number[float64](m["minConfidence"]), Modality: modality(m, false),
	}
}

func (p *planner) articleFilter(f *field, v any) query.ArticleFilter {
	m := p.filter(f, v)
	out := query.ArticleFilter{
		IDs: words[string](m["id"]), Text: optional(m["text"]), Source: optional(m["source"]), From: day(m["from"]), To: day(m["to"]),
		Mentions: p.actorFilterOrNil(f, m["mentions"]),
	}
	for _, l := range words[string](m["language"]) {
		out.Languages = append(out.Languages, map[string]schema.Language{"AR": schema.Arabic, "EN": schema.English}[l])
	}
	if m["language"] != nil && out.Languages == nil {
		out.Languages = []schema.Language{}
	}
	if m["reports"] != nil {
		e := p.eventFilter(f, m["reports"], false)
		out.Reports = &e
	}
	return out
}
