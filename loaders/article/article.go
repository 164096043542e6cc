// Package article reads articles that lie in files: HTML, plain text, JSON
// and JSON Lines, in folders and archives too.
//
// It promises a clean [schema.Article]: text in Unicode with one blank line
// between paragraphs, without the title, captions and repeats where the
// format leaves the layout to us (text and HTML), and verbatim where the
// format states it (JSON), so that spans fit the file. Whatever the item, it
// is bounded by [Options.MaxBytes] in memory, and what cannot be read is an
// error of that item alone.
package article

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"safir/loaders"
	"safir/loaders/files"
	"safir/schema"
)

// DefaultMaxBytes bounds one article where no other limit is set.
const DefaultMaxBytes = 8 << 20

// Options are the settings of a [Loader]. The zero value is usable.
type Options struct {
	// Source is the name of the configured source, kept with each article.
	Source string
	// Stdin is read for the path "-".
	Stdin io.Reader
	// MaxBytes bounds one article (a text or HTML file, a line of JSON Lines,
	// an element of a JSON array). Zero is [DefaultMaxBytes].
	MaxBytes int
	// Rules say what to leave out of HTML pages.
	Rules Rules
}

// Loader yields the articles of files. It is made by [New].
type Loader struct {
	walk files.Walk
	opts Options
}

var _ loaders.Loader = (*Loader)(nil)

// Extensions are the file extensions of articles, as [files.File] gives them.
var Extensions = []string{".txt", ".text", ".json", ".jsonl", ".ndjson", ".html", ".htm", ".xhtml"}

// New returns a loader of the articles at paths: files, folders, archives,
// or "-" for standard input.
func New(paths []string, opts Options) *Loader {
	return &Loader{files.Walk{Paths: paths, Stdin: opts.Stdin, Accept: files.Among(Extensions), Want: "articles"}, opts}
}

// Documents implements [loaders.Loader].
func (l *Loader) Documents(ctx context.Context) iter.Seq2[loaders.Document, error] {
	return l.walk.Documents(ctx, func(f *files.File, yield func(loaders.Document, error) bool) bool {
		for d, err := range Read(ctx, f, l.opts) {
			if !yield(d, err) {
				return false
			}
		}
		return true
	})
}

// Read yields the articles of one open file.
func Read(ctx context.Context, f *files.File, opts Options) iter.Seq2[loaders.Document, error] {
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = DefaultMaxBytes
	}
	r := reader{ctx: ctx, file: f, opts: opts}
	return func(yield func(loaders.Document, error) bool) {
		r.yield = yield
		format, err := formatOf(f)
		if err != nil {
			yield(loaders.Document{Item: f.Name}, err)
			return
		}
		switch format {
		case "text":
			r.whole(parseText)
		case "html":
			r.whole(func(b []byte) (schema.Article, error) { return ParseHTML(b, Page{Rules: opts.Rules}) })
		case "json":
			r.json()
		case "jsonl":
			r.lines()
		}
	}
}

// formatOf tells what the file holds: by its extension, and where that does
// not tell, by its first bytes.
func formatOf(f *files.File) (string, error) {
	switch f.Ext {
	case ".txt", ".text":
		return "text", nil
	case ".html", ".htm", ".xhtml":
		return "html", nil
	case ".json":
		return "json", nil
	case ".jsonl", ".ndjson":
		return "jsonl", nil
	}
	head, err := f.Peek(16 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read: %w", err)
	}
	if format := sniff(head); format != "" {
		return format, nil
	}
	if f.Ext == "" {
		return "text", nil
	}
	return "", fmt.Errorf("a %s file is not an article: want one of %s, also under .gz or in a .zip", f.Ext, strings.Join(Extensions, " "))
}

// sniff tells JSON, JSON Lines and HTML by their first bytes.
func sniff(head []byte) string {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case len(head) == 0:
		return ""
	case head[0] == '[':
		return "json"
	case head[0] == '{':
		if line, _, ok := bytes.Cut(head, []byte("\n")); ok && !balanced(line) {
			return "json"
		}
		return "jsonl"
	case head[0] == '<':
		return "html"
	}
	return ""
}

// reader reads the articles of one file.
type reader struct {
	ctx   context.Context
	file  *files.File
	opts  Options
	yield func(loaders.Document, error) bool
}

// whole reads a file that is one article.
func (r *reader) whole(parse func([]byte) (schema.Article, error)) {
	d := loaders.Document{Item: r.file.Name}
	b, err := io.ReadAll(io.LimitReader(r.file, int64(r.opts.MaxBytes)+1))
	switch {
	case err != nil:
		err = fmt.Errorf("read: %w", err)
	case len(b) > r.opts.MaxBytes:
		err = fmt.Errorf("line %d: the article is longer than the limit of %s", 1+bytes.Count(b, []byte("\n")), files.Size(r.opts.MaxBytes))
	case len(bytes.TrimSpace(b)) == 0:
		err = errors.New("the file is empty")
	default:
		d.Article, err = parse(b)
	}
	if err == nil {
		d.Article.Source = r.opts.Source
		Complete(&d.Article)
	}
	r.yield(d, err)
}

// Complete fills in what an article lacks and can be told from the rest of
// it: canonical URL, language, fingerprint, id.
func Complete(a *schema.Article) {
	a.URL = CanonicalURL(a.URL)
	if a.Language == "" {
		a.Language = Language(a.Title + "\n\n" + a.Text)
	}
	if len(a.Fingerprint) == 0 {
		a.Fingerprint = Fingerprint(a.Text)
	}
	if a.ID == "" {
		a.ID = schema.ArticleID(*a)
	}
}
