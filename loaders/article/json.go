package article

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"safir/loaders"
	"safir/loaders/files"
	"safir/loaders/pubdate"
	"safir/schema"
)

var errNoText = errors.New("the article has no text")

// jsonArticle holds the keys that we read; others are ignored.
type jsonArticle struct {
	ID        looseString `json:"id"`
	URL       string      `json:"url"`
	Title     string      `json:"title"`
	Text      *string     `json:"text"`
	Language  string      `json:"language"`
	Published string      `json:"published"`
	Publisher string      `json:"publisher"`
}

// looseString takes a number for a string: databases number their articles.
type looseString string

func (s *looseString) UnmarshalJSON(b []byte) error {
	var v any
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return err
	}
	switch v := v.(type) {
	case nil:
	case string:
		*s = looseString(v)
	case json.Number:
		*s = looseString(v)
	default:
		return errors.New("id is neither a string nor a number")
	}
	return nil
}

// ParseJSON reads one article object. Its text is kept as it is.
func ParseJSON(b []byte) (schema.Article, error) {
	s, err := Decode(b, "")
	if err != nil {
		return schema.Article{}, err
	}
	var j jsonArticle
	if err := json.Unmarshal([]byte(s), &j); err != nil {
		return schema.Article{}, jsonError(err)
	}
	if j.Text == nil {
		return schema.Article{}, errors.New(`the object has no "text"`)
	}
	if strings.TrimSpace(*j.Text) == "" {
		return schema.Article{}, errNoText
	}
	a := schema.Article{
		ID: string(j.ID), URL: strings.TrimSpace(j.URL), Title: strings.TrimSpace(j.Title), Text: *j.Text,
		Language: languageCode(j.Language), Publisher: strings.TrimSpace(j.Publisher),
	}
	if p := strings.TrimSpace(j.Published); p != "" {
		t, err := pubdate.Parse(p)
		if err != nil {
			return schema.Article{}, fmt.Errorf(`"published": %w`, err)
		}
		a.PublishedAt = schema.DateOf(t)
	}
	return a, nil
}

// jsonError says in a user's words what is wrong with an object.
func jsonError(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Errorf("want an article object, not a %s", kind.Value)
	case errors.As(err, &kind):
		return fmt.Errorf("%q is a %s, not a string", kind.Field, kind.Value)
	case errors.As(err, &syntax):
		return fmt.Errorf("broken JSON after %d bytes: %w", syntax.Offset, err)
	}
	return fmt.Errorf("broken JSON: %w", err)
}

// json reads a file that holds an object, an array of objects, or objects one
// after another.
func (r *reader) json() {
	s := splitter{in: files.Unicode(r.file.Reader), max: r.opts.MaxBytes, line: 1}
	n := 0
	for r.ctx.Err() == nil {
		b, line, err := s.next()
		if errors.Is(err, io.EOF) {
			if n == 0 {
				r.yield(loaders.Document{Item: r.file.Name}, s.emptyError())
			}
			return
		}
		n++
		item := r.file.Name
		if s.array || n > 1 {
			item = fmt.Sprintf("%s[%d] (line %d)", r.file.Name, n, line)
		}
		if !r.object(item, b, err) || s.dead {
			return
		}
	}
}

// lines reads JSON Lines; blank lines are skipped.
func (r *reader) lines() {
	in := files.Unicode(r.file.Reader)
	empty := true
	for n := 1; r.ctx.Err() == nil; n++ {
		b, err := files.ReadLine(in, r.opts.MaxBytes)
		if errors.Is(err, io.EOF) {
			if empty {
				r.yield(loaders.Document{Item: r.file.Name}, errors.New("the file is empty"))
			}
			return
		}
		if err == nil && len(bytes.TrimSpace(b)) == 0 {
			continue
		}
		empty = false
		if !r.object(fmt.Sprintf("%s:%d", r.file.Name, n), b, err) {
			return
		}
		if err != nil && !errors.Is(err, files.ErrTooLong) {
			return // the file cannot be read on
		}
	}
}

// object yields the article of one JSON object, or its error.
func (r *reader) object(item string, b []byte, err error) bool {
	d := loaders.Document{Item: item}
	if err == nil {
		d.Article, err = ParseJSON(b)
	}
	if err == nil {
		d.Article.Source = r.opts.Source
		Complete(&d.Article)
	}
	return r.yield(d, err)
}
