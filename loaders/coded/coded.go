// Package coded reads articles that another coder, or a person, has coded:
// the JSON Lines that `safir extract` prints, with the article's text in the
// key "text" of its object. They are checked as our own coder's output is, so
// a claim without a verbatim span does not get into the graph.
package coded

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"safir/loaders"
	"safir/loaders/article"
	"safir/loaders/files"
	"safir/schema"
)

// Extensions are the file extensions of coded articles.
var Extensions = []string{".jsonl", ".ndjson", ".json"}

// DefaultCoder stands for the coder where the input names none.
const DefaultCoder = "coded/1"

// maxLine bounds one coded article.
const maxLine = 32 << 20

// Options are the settings of a [Loader].
type Options struct {
	// Source is the name of the configured source.
	Source string
	// ExactNames makes one actor for each distinct name.
	ExactNames bool
	// Stdin is read for the path "-".
	Stdin io.Reader
}

// Loader yields coded articles. It is made by [New].
type Loader struct {
	walk files.Walk
	opts Options
}

var _ loaders.Loader = (*Loader)(nil)

// New returns a loader of the files at paths.
func New(paths []string, o Options) *Loader {
	return &Loader{files.Walk{Paths: paths, Stdin: o.Stdin, Accept: files.Among(Extensions), Want: "coded articles"}, o}
}

// Documents implements [loaders.Loader].
func (l *Loader) Documents(ctx context.Context) iter.Seq2[loaders.Document, error] {
	return l.walk.Documents(ctx, func(f *files.File, yield func(loaders.Document, error) bool) bool {
		return Read(ctx, f, l.opts, yield)
	})
}

// Read yields the coded articles of one file; false says that the walk is to
// end.
func Read(ctx context.Context, f *files.File, o Options, yield func(loaders.Document, error) bool) bool {
	in := files.Unicode(f.Reader)
	empty := true
	for n := 1; ctx.Err() == nil; n++ {
		line, err := files.ReadLine(in, maxLine)
		if errors.Is(err, io.EOF) {
			if empty {
				return yield(loaders.Document{Item: f.Name}, errors.New("the file is empty"))
			}
			return true
		}
		if err == nil && strings.TrimSpace(string(line)) == "" {
			continue
		}
		empty = false
		d := loaders.Document{Item: fmt.Sprintf("%s:%d", f.Name, n)}
		if err == nil {
			d.Coded, err = Parse(line)
		}
		if err == nil {
			d.Coded.Article.Source = cmp.Or(o.Source, d.Coded.Article.Source)
			if o.ExactNames {
				exactNames(d.Coded)
			}
			d.Article = d.Coded.Article
		}
		if !yield(d, err) {
			return false
		}
		if err != nil && strings.HasPrefix(err.Error(), "read: ") {
			return true
		}
	}
	return false
}

// Parse reads one coded article and checks its claims.
func Parse(line []byte) (*schema.Coded, error) {
	if !utf8.Valid(line) {
		return nil, errors.New("invalid UTF-8")
	}
	c := new(schema.Coded)
	if err := json.Unmarshal(line, c); err != nil {
		return nil, err
	}
	if strings.TrimSpace(c.Article.Text) == "" {
		return nil, errors.New(`the article has no "text": without it no quote can be checked`)
	}
	c.Coder = cmp.Or(c.Coder, DefaultCoder)
	article.Complete(&c.Article)
	for i := range c.Events {
		if e := &c.Events[i]; e.ID == "" {
			e.ID = schema.EventID(c.Article.ID, *e)
		}
	}
	if err := c.Check(); err != nil {
		return nil, fmt.Errorf("evidence check: %w", err)
	}
	return c, nil
}

// exactNames gives each actor the id of its name alone.
func exactNames(c *schema.Coded) {
	ids := make(map[string]string)
	var kept []schema.Actor
	for _, a := range c.Actors {
		name := cmp.Or(a.Name, a.NameAr, strings.Join(a.Names[:min(1, len(a.Names))], ""))
		id := "name:" + name
		if !slices.ContainsFunc(kept, func(k schema.Actor) bool { return k.ID == id }) {
			ids[a.ID], a.ID = id, id
			kept = append(kept, a)
			continue
		}
		ids[a.ID] = id
	}
	c.Actors, c.ExactNames = kept, true
	for i := range c.Events {
		for j := range c.Events[i].Participants {
			p := &c.Events[i].Participants[j]
			p.Actor = ids[p.Actor]
		}
	}
}

// Sniff tells whether a first line is a coded article.
func Sniff(line string) bool {
	var keys struct {
		Article json.RawMessage `json:"article"`
		Events  json.RawMessage `json:"events"`
	}
	return json.Unmarshal([]byte(line), &keys) == nil && len(keys.Article) > 0 && len(keys.Events) > 0
}
