// Package gdelt reads GDELT 2.0: the Events file of every 15 minutes together
// with its Mentions file.
//
// Each event row is one event; the documents that mention it are its
// articles, so that an event is reported as often as it is told. An article's
// text is the rows of the events that it mentions. A mention of an event that
// is not in the files at hand adds nothing: the event came with an earlier
// slot.
//
// Files come from disk ([New]) or from a GDELT server ([NewRemote]).
package gdelt

import (
	"context"
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strings"

	"safir/loaders"
	"safir/loaders/files"
	"safir/loaders/table"
)

// Coder is the name under which the rows stand in the graph.
const Coder = "gdelt/2"

// Extensions are the file extensions of GDELT's files.
var Extensions = []string{".csv"}

// slotRows bounds the events that are held until their mentions are read. A
// slot of 15 minutes has a few thousand.
const slotRows = 100_000

// Options are the settings of a [Loader].
type Options struct {
	table.Options
	// Stdin is read for the path "-".
	Stdin io.Reader
}

// Loader yields the events of files on disk. It is made by [New].
type Loader struct {
	walk files.Walk
	opts table.Options
}

var _ loaders.Loader = (*Loader)(nil)

// New returns a loader of the files at paths. Events and Mentions find each
// other by the time in their names (20150218230000.export.CSV); files whose
// names have none belong together.
func New(paths []string, o Options) *Loader {
	return &Loader{files.Walk{Paths: paths, Stdin: o.Stdin, Accept: files.Among(Extensions), Want: "GDELT files"}, o.Options}
}

// Documents implements [loaders.Loader].
func (l *Loader) Documents(ctx context.Context) iter.Seq2[loaders.Document, error] {
	return func(yield func(loaders.Document, error) bool) {
		r := NewReader(l.opts, yield)
		if l.walk.Each(ctx, yield, func(f *files.File) bool { return r.Read(ctx, f) }) {
			r.Flush()
		}
	}
}

// Reader joins Events with Mentions. It is for callers that walk files of
// several kinds; others use [New].
type Reader struct {
	opts  table.Options
	emit  table.Emit
	slot  string
	rows  []table.Row
	at    map[string]int // index in rows, by event id
	early []mention      // read before their events
}

// NewReader returns a Reader that hands its documents to emit.
func NewReader(o table.Options, emit table.Emit) *Reader {
	return &Reader{opts: o, emit: emit, at: make(map[string]int)}
}

var slotPattern = regexp.MustCompile(`\b(\d{14})\.`)

// Read reads an Events or a Mentions file; false says that the walk is to end.
func (r *Reader) Read(ctx context.Context, f *files.File) bool {
	slot := ""
	if m := slotPattern.FindStringSubmatch(f.Name[strings.LastIndexAny(f.Name, `/\!`)+1:]); m != nil {
		slot = m[1]
	}
	if slot != r.slot && !r.Flush() {
		return false
	}
	r.slot = slot
	return table.Lines(ctx, f, true, r.emit, func(item, line string) (bool, error) {
		switch strings.Count(line, "\t") + 1 {
		case mentionColumns, mentionColumns - 1:
			m, err := parseMention(line)
			if err == nil && len(r.early) < slotRows {
				r.early = append(r.early, m)
			}
			return true, err
		case eventColumns:
			row, err := parseEvent(line)
			if err != nil {
				return true, err
			}
			row.Item = item
			if _, again := r.at[row.ID]; again {
				return true, nil // the same event in a second file of the slot
			}
			r.at[row.ID] = len(r.rows)
			r.rows = append(r.rows, row)
			return len(r.rows) < slotRows || r.Flush(), nil
		}
		return true, fmt.Errorf("%d columns, want %d (events) or %d (mentions)", strings.Count(line, "\t")+1, eventColumns, mentionColumns)
	})
}

// Flush hands on what is held.
func (r *Reader) Flush() bool {
	for _, m := range r.early {
		i, ok := r.at[m.event]
		if !ok {
			continue
		}
		row := &r.rows[i]
		if j := slices.IndexFunc(row.Stories, func(s table.Story) bool { return s.Key == m.story.Key }); j >= 0 {
			// A document may mention an event in several sentences.
			if old := row.Stories[j]; old.Confidence > m.story.Confidence {
				m.story.Confidence = old.Confidence
			}
			row.Stories[j] = m.story
			continue
		}
		row.Stories = append(row.Stories, m.story)
	}
	c := table.Chunker{Dataset: "gdelt", Publisher: "GDELT", Coder: Coder, Whole: true, Options: r.opts}
	rows := r.rows
	r.rows, r.early = nil, nil
	clear(r.at)
	for _, row := range rows {
		if !table.EmitAll(c.Add(row), r.emit) {
			return false
		}
	}
	return table.EmitAll(c.Flush(), r.emit)
}

// Sniff tells whether a line is that of an Events or Mentions file.
func Sniff(line string) bool {
	if _, err := parseEvent(line); err == nil {
		return true
	}
	_, err := parseMention(line)
	return err == nil
}
