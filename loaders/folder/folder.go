// Package folder reads what is new in a folder: each file is read once, and
// again when it changes. A file that is still being written, to judge by its
// age, waits for the next run.
package folder

import (
	"context"
	"io/fs"
	"iter"
	"strconv"
	"time"

	"safir/loaders"
	"safir/loaders/auto"
	"safir/loaders/feed"
)

// settle is how long a file must have been left alone.
const settle = 5 * time.Second

// Loader yields the articles and event tables of new files. It is made by
// [New].
type Loader struct {
	paths  []string
	o      auto.Options
	memory *feed.Memory
	now    func() time.Time
}

var _ loaders.Loader = (*Loader)(nil)

// New returns a loader of the folders at paths. The memory is what the last
// run left.
func New(paths []string, memory *feed.Memory, o auto.Options) *Loader {
	return &Loader{paths, o, memory, time.Now}
}

// Documents implements [loaders.Loader].
func (l *Loader) Documents(ctx context.Context) iter.Seq2[loaders.Document, error] {
	o := l.o
	// A file counts as seen when the walk has gone beyond it: what comes of
	// its documents, the graph remembers.
	o.Seen = func(name string, info fs.FileInfo) bool {
		age := l.now().Sub(info.ModTime())
		if age >= 0 && age < settle {
			return true
		}
		version := strconv.FormatInt(info.ModTime().UnixNano(), 36) + " " + strconv.FormatInt(info.Size(), 36)
		if l.memory.Seen(name, version) {
			return true
		}
		l.memory.Mark(name, version)
		return false
	}
	return auto.New(l.paths, o).Documents(ctx)
}
