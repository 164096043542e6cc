// Package auto tells by a file's name and first bytes what it holds, articles
// or one of the event tables, and hands it to the loader for that. A folder
// may hold all of them.
package auto

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"slices"
	"strings"

	"safir/loaders"
	"safir/loaders/article"
	"safir/loaders/coded"
	"safir/loaders/files"
	"safir/loaders/gdelt"
	"safir/loaders/icews"
	"safir/loaders/polecat"
	"safir/loaders/table"
	"safir/loaders/warc"
)

// Options are the settings of all loaders that a file may be handed to.
type Options struct {
	Article article.Options
	Table   table.Options
	// Stdin is read for the path "-".
	Stdin io.Reader
	// Seen leaves out files, as [files.Walk] has it.
	Seen func(name string, info fs.FileInfo) bool
}

// Loader yields what the files hold. It is made by [New].
type Loader struct {
	walk files.Walk
	opts Options
}

var _ loaders.Loader = (*Loader)(nil)

// New returns a loader of whatever is at paths.
func New(paths []string, o Options) *Loader {
	all := slices.Concat(article.Extensions, icews.Extensions, gdelt.Extensions, polecat.Extensions, coded.Extensions, warc.Extensions)
	return &Loader{files.Walk{Paths: paths, Stdin: o.Stdin, Accept: files.Among(all), Want: "articles or event tables", Seen: o.Seen}, o}
}

// Documents implements [loaders.Loader].
func (l *Loader) Documents(ctx context.Context) iter.Seq2[loaders.Document, error] {
	return func(yield func(loaders.Document, error) bool) {
		slots := gdelt.NewReader(l.opts.Table, yield)
		if l.walk.Each(ctx, yield, func(f *files.File) bool { return l.read(ctx, f, slots, yield) }) {
			slots.Flush()
		}
	}
}

func (l *Loader) read(ctx context.Context, f *files.File, slots *gdelt.Reader, yield table.Emit) bool {
	format, err := Format(f)
	if err != nil {
		return yield(loaders.Document{Item: f.Name}, err)
	}
	switch format {
	case "icews":
		return icews.Read(ctx, f, l.opts.Table, yield)
	case "polecat":
		return polecat.Read(ctx, f, l.opts.Table, yield)
	case "gdelt":
		return slots.Read(ctx, f)
	case "warc":
		o := l.opts.Article
		return warc.Read(ctx, f, warc.Options{Source: o.Source, Rules: o.Rules, MaxBytes: o.MaxBytes}, yield)
	case "coded":
		return coded.Read(ctx, f, coded.Options{Source: l.opts.Table.Source, ExactNames: l.opts.Table.ExactNames}, yield)
	}
	for d, err := range article.Read(ctx, f, l.opts.Article) {
		if !yield(d, err) {
			return false
		}
	}
	return ctx.Err() == nil
}

// Format tells what the open file holds: "article", "warc", "coded", "icews",
// "gdelt" or "polecat". It looks ahead in the file and reads nothing of it.
func Format(f *files.File) (string, error) {
	head, err := f.Peek(32 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read: %w", err)
	}
	line, _, _ := strings.Cut(strings.TrimLeft(strings.TrimPrefix(string(head), "\ufeff"), "\r\n"), "\n")
	line = strings.TrimRight(line, "\r")
	isTable := slices.Contains(icews.Extensions, f.Ext)
	switch {
	case f.Ext == ".warc", strings.HasPrefix(line, "WARC/1"):
		return "warc", nil
	case coded.Sniff(line), strings.HasPrefix(line, `{"article":`):
		return "coded", nil
	case !isTable && f.Ext != "":
		return "article", nil
	case strings.Count(line, "\t") >= 3:
		switch {
		case polecat.Sniff(line):
			return "polecat", nil
		case gdelt.Sniff(line):
			return "gdelt", nil
		case icews.Sniff(line), strings.HasPrefix(strings.ToLower(line), "source\trelation\t"):
			return "icews", nil
		}
	}
	if f.Ext == "" || slices.Contains(article.Extensions, f.Ext) {
		return "article", nil
	}
	return "", errors.New("the first line is that of no event table that we know (ICEWS, GDELT 2.0, POLECAT); if the format is known, name it")
}
