package store

import (
	"encoding/json"
	"fmt"
	"strings"

	"safir/graph/identity"
	"safir/schema"
)

// What an article claims is kept, as it claims it, on its relationships
// MENTIONS and REPORTS in the property "told", so that everything else can be
// worked out from it again.

// toldActor is an actor as one article has it; its id is the property "claim".
type toldActor struct {
	Kind    schema.Kind `json:"kind"`
	Name    string      `json:"name,omitempty"`
	NameAr  string      `json:"nameAr,omitempty"`
	Names   []string    `json:"names,omitempty"`
	State   string      `json:"state,omitempty"`
	Code    string      `json:"code,omitempty"`
	Role    string      `json:"role,omitempty"`
	RoleAr  string      `json:"roleAr,omitempty"`
	From    schema.Date `json:"from"`
	To      schema.Date `json:"to"`
	Unnamed bool        `json:"unnamed,omitempty"`
	Known   bool        `json:"known,omitempty"`
}

// toldEvent is an event as one article has it; its id is the property
// "claim", its best quote stands beside it.
type toldEvent struct {
	Type     schema.EventType  `json:"type"`
	Modality schema.Modality   `json:"modality"`
	Date     schema.Interval   `json:"date"`
	Parts    [][2]string       `json:"parts"` // role, id of the actor as the article has it
	Place    *schema.Place     `json:"place,omitempty"`
	Topics   []schema.Topic    `json:"topics,omitempty"`
	Also     []schema.Evidence `json:"also,omitempty"`
	After    []toldOrder       `json:"after,omitempty"`  // events of the article that it followed
	Before   []toldOrder       `json:"before,omitempty"` // events of the article that followed it
}

type toldOrder struct {
	Claim string `json:"claim"`
	Quote string `json:"quote,omitempty"`
}

// mention is an article's claim about an actor.
type mention struct {
	identity.Mention
	actor string // id of the node that it points to; empty for one that is new
}

func (m mention) told() string {
	a := m.Actor
	return encode(toldActor{a.Kind, a.Name, a.NameAr, a.Names, a.State, a.Code, a.Role, a.RoleAr, a.From, a.To, a.Unnamed, a.Known})
}

func parseMention(article string, published any, language any, claim, told, actor any) (mention, error) {
	m := mention{actor: str(actor)}
	m.Article, m.Published, m.Language = article, dayOf(published), schema.Language(str(language))
	var t toldActor
	if err := json.Unmarshal([]byte(str(told)), &t); err != nil {
		return m, fmt.Errorf("article %s: what it tells of actor %s: %w", article, claim, err)
	}
	m.Actor = schema.Actor{ID: str(claim), Kind: t.Kind, Name: t.Name, NameAr: t.NameAr, Names: t.Names, State: t.State, Code: t.Code,
		Role: t.Role, RoleAr: t.RoleAr, From: t.From, To: t.To, Unnamed: t.Unnamed, Known: t.Known}
	return m, nil
}

// report is an article's claim about an event.
type report struct {
	identity.Claim // once its actors are resolved
	told           toldEvent
	raw            string // told as it is kept
	final          bool   // a row of an event table: joined with nothing but its own id
	evidence       schema.Evidence
	coder          string
	fingerprint    []string
	keys           []string // under which it is kept in the graph
	event          string   // id of the node that it points to; empty for one that is new
}

// key tells reports apart: rows of event tables may be told by several
// articles under one id.
func (r *report) key() string { return r.Article + "\x00" + r.ID }

// newReports takes the events of a coded article.
func newReports(it *item) []*report {
	after, before := make(map[string][]toldOrder), make(map[string][]toldOrder)
	for _, o := range it.Order {
		after[o.Later] = append(after[o.Later], toldOrder{o.Earlier, o.Quote})
		before[o.Earlier] = append(before[o.Earlier], toldOrder{o.Later, o.Quote})
	}
	var all []*report
	for _, e := range it.Events {
		t := toldEvent{Type: e.Type, Modality: e.Modality, Date: e.Date, Place: e.Place, Topics: e.Topics, Also: e.Also,
			After: after[e.ID], Before: before[e.ID]}
		for _, p := range e.Participants {
			t.Parts = append(t.Parts, [2]string{string(p.Role), p.Actor})
		}
		r := &report{told: t, raw: encode(t), final: it.Table, evidence: e.Evidence, coder: it.Coder, fingerprint: it.Article.Fingerprint}
		r.ID, r.Article, r.Published, r.Confidence = e.ID, it.id, it.Article.PublishedAt, e.Confidence
		all = append(all, r)
	}
	return all
}

// resolve fills the claim by what is told, now that it is known whom the
// article's actors mean.
func (r *report) resolve(parts map[string]identity.Part) error {
	t := r.told
	r.Claim = identity.Claim{ID: r.ID, Article: r.Article, Published: r.Published, Confidence: r.Confidence,
		Type: t.Type, Modality: t.Modality, Date: t.Date}
	if t.Place != nil {
		r.Place, r.Country = t.Place.ID, t.Place.Country
	}
	for _, told := range t.Parts {
		p, ok := parts[told[1]]
		if !ok {
			return fmt.Errorf("article %s: event %s: actor %s is not among those it mentions", r.Article, r.ID, told[1])
		}
		p.Role = schema.Role(told[0])
		r.Parts = append(r.Parts, p)
	}
	identity.SortParts(r.Parts)
	return nil
}

func encode(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil { // plain values: cannot happen
		panic("store: " + err.Error())
	}
	return strings.TrimSuffix(b.String(), "\n")
}
