package schema

import (
	"encoding/json"
	"fmt"
)

// The wire form of a coded article, one JSON object (`safir extract`). Go
// names stay apart from it so that either can change alone.

type articleJSON struct {
	ID          string   `json:"id"`
	URL         *string  `json:"url"`
	Title       string   `json:"title"`
	Language    Language `json:"language"`
	PublishedAt Date     `json:"publishedAt"`
	Publisher   string   `json:"publisher,omitempty"`
	Source      string   `json:"source,omitempty"`
	Text        string   `json:"text,omitempty"`
}

type actorJSON struct {
	ID      string   `json:"id"`
	Kind    Kind     `json:"kind"`
	Name    string   `json:"name"`
	NameAr  string   `json:"nameAr,omitempty"`
	Names   []string `json:"names"`
	State   *string  `json:"state"`
	Code    string   `json:"code,omitempty"`
	Role    string   `json:"role,omitempty"`
	RoleAr  string   `json:"roleAr,omitempty"`
	From    *Date    `json:"from,omitempty"`
	To      *Date    `json:"to,omitempty"`
	Unnamed bool     `json:"unnamed,omitempty"`
	Known   bool     `json:"known,omitempty"`
	Count   int      `json:"mentions,omitempty"`
}

type participantJSON struct {
	Role  Role   `json:"role"`
	Actor string `json:"actor"`
}

type evidenceJSON struct {
	Quote string `json:"quote"`
	Span  [2]int `json:"span"`
}

type placeJSON struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	NameAr  string `json:"nameAr,omitempty"`
	Country string `json:"country,omitempty"`
}

type topicJSON struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	NameAr string `json:"nameAr,omitempty"`
}

type eventJSON struct {
	ID           string            `json:"id"`
	Type         EventType         `json:"type"`
	Code         string            `json:"code"`
	Modality     Modality          `json:"modality"`
	Date         *Interval         `json:"date"`
	Participants []participantJSON `json:"participants"`
	Place        *string           `json:"place"`
	PlaceInfo    *placeJSON        `json:"placeInfo,omitempty"`
	Topics       []topicJSON       `json:"topics,omitempty"`
	Confidence   float64           `json:"confidence"`
	evidenceJSON
	Also []evidenceJSON `json:"also,omitempty"`
}

type orderJSON struct {
	Earlier string `json:"earlier"`
	Later   string `json:"later"`
	Quote   string `json:"quote"`
	Span    [2]int `json:"span"`
}

type codedJSON struct {
	Article articleJSON `json:"article"`
	Coder   string      `json:"coder,omitempty"`
	Actors  []actorJSON `json:"actors"`
	Events  []eventJSON `json:"events"`
	Order   []orderJSON `json:"order"`
}

// MarshalJSON writes the form of `safir extract`. The article's text is left
// out unless withText was asked for by [Coded.MarshalWithText].
func (c Coded) MarshalJSON() ([]byte, error) { return c.marshal(false) }

// MarshalWithText is MarshalJSON with the article's text, so that the object
// can be loaded as a coded article.
func (c Coded) MarshalWithText() ([]byte, error) { return c.marshal(true) }

func (c Coded) marshal(text bool) ([]byte, error) {
	w := codedJSON{
		Article: articleJSON{
			ID: c.Article.ID, URL: ptr(c.Article.URL), Title: c.Article.Title, Language: c.Article.Language,
			PublishedAt: c.Article.PublishedAt, Publisher: c.Article.Publisher, Source: c.Article.Source,
		},
		Coder:  c.Coder,
		Actors: make([]actorJSON, 0, len(c.Actors)),
		Events: make([]eventJSON, 0, len(c.Events)),
		Order:  make([]orderJSON, 0, len(c.Order)),
	}
	if text {
		w.Article.Text = c.Article.Text
	}
	for _, a := range c.Actors {
		w.Actors = append(w.Actors, actorJSON{
			ID: a.ID, Kind: a.Kind, Name: a.Name, NameAr: a.NameAr, Names: append([]string{}, a.Names...), State: ptr(a.State), Code: a.Code,
			Role: a.Role, RoleAr: a.RoleAr, From: datePtr(a.From), To: datePtr(a.To), Unnamed: a.Unnamed, Known: a.Known, Count: a.Count,
		})
	}
	for _, e := range c.Events {
		info, _ := e.Type.Info()
		j := eventJSON{
			ID: e.ID, Type: e.Type, Code: info.Code, Modality: e.Modality, Confidence: e.Confidence,
			Participants: []participantJSON{}, evidenceJSON: evidenceJSON{e.Quote, [2]int{e.Span.Start, e.Span.End}},
		}
		if !e.Date.IsZero() {
			j.Date = &e.Date
		}
		for _, p := range e.Participants {
			j.Participants = append(j.Participants, participantJSON(p))
		}
		if p := e.Place; p != nil {
			name := p.Name
			if c.Article.Language == Arabic && p.NameAr != "" {
				name = p.NameAr
			}
			j.Place, j.PlaceInfo = &name, (*placeJSON)(p)
		}
		for _, t := range e.Topics {
			j.Topics = append(j.Topics, topicJSON(t))
		}
		for _, v := range e.Also {
			j.Also = append(j.Also, evidenceJSON{v.Quote, [2]int{v.Span.Start, v.Span.End}})
		}
		w.Events = append(w.Events, j)
	}
	for _, o := range c.Order {
		w.Order = append(w.Order, orderJSON{o.Earlier, o.Later, o.Quote, [2]int{o.Span.Start, o.Span.End}})
	}
	return json.Marshal(w)
}

// UnmarshalJSON reads the form that MarshalJSON and MarshalWithText write.
// It does not judge the claims: see [Coded.Check].
func (c *Coded) UnmarshalJSON(b []byte) error {
	var w codedJSON
	if err := json.Unmarshal(b, &w); err != nil {
		return fmt.Errorf("coded article: %w", err)
	}
	*c = Coded{
		Article: Article{
			ID: w.Article.ID, URL: deref(w.Article.URL), Title: w.Article.Title, Text: w.Article.Text, Language: w.Article.Language,
			PublishedAt: w.Article.PublishedAt, Publisher: w.Article.Publisher, Source: w.Article.Source,
		},
		Coder: w.Coder,
	}
	for _, a := range w.Actors {
		c.Actors = append(c.Actors, Actor{
			ID: a.ID, Kind: a.Kind, Name: a.Name, NameAr: a.NameAr, Names: a.Names, State: deref(a.State), Code: a.Code,
			Role: a.Role, RoleAr: a.RoleAr, From: deref(a.From), To: deref(a.To), Unnamed: a.Unnamed, Known: a.Known, Count: a.Count,
		})
	}
	for _, j := range w.Events {
		e := Event{
			ID: j.ID, Type: j.Type, Modality: j.Modality, Date: deref(j.Date), Confidence: j.Confidence,
			Evidence: Evidence{j.Quote, Span{j.Span[0], j.Span[1]}},
		}
		for _, p := range j.Participants {
			e.Participants = append(e.Participants, Participant(p))
		}
		switch {
		case j.PlaceInfo != nil:
			e.Place = (*Place)(j.PlaceInfo)
		case deref(j.Place) != "":
			e.Place = &Place{ID: PlaceID(*j.Place), Name: *j.Place}
		}
		for _, t := range j.Topics {
			e.Topics = append(e.Topics, Topic(t))
		}
		for _, v := range j.Also {
			e.Also = append(e.Also, Evidence{v.Quote, Span{v.Span[0], v.Span[1]}})
		}
		c.Events = append(c.Events, e)
	}
	for _, o := range w.Order {
		c.Order = append(c.Order, Order{o.Earlier, o.Later, Evidence{o.Quote, Span{o.Span[0], o.Span[1]}}})
	}
	return nil
}

func ptr(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func datePtr(d Date) *Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

func deref[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
