package schedule

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"safir/loaders"
	"safir/loaders/fetch"
	"safir/loaders/pipeline"
	"safir/schema"
)

// Load returns the Run function of a source that is read by a loader. open
// makes the loader from what the last run remembered, and a function that
// says, after the walk, what to remember; that may be nil.
func Load(open func(memory map[string]string) (loaders.Loader, func() map[string]string, error), o pipeline.Options) func(context.Context, schema.Run) Report {
	return func(ctx context.Context, run schema.Run) Report {
		l, remember, err := open(run.Memory)
		if err != nil {
			return Report{Err: err}
		}
		w := &watch{Loader: l}
		counts, err := pipeline.Run(ctx, w, o)
		r := Report{Seen: counts.Seen, Loaded: counts.Loaded, Unchanged: counts.Unchanged, Failed: counts.Failed}
		if err != nil {
			// The sink is gone or the run was stopped.
			r.Stopped = true
			r.Err = err
			return r
		}
		r.Wait, r.Err = w.result()
		if remember != nil {
			r.Memory = remember()
		}
		return r
	}
}

// watch looks at a loader's errors for those of the source as a whole.
type watch struct {
	loaders.Loader

	mu   sync.Mutex
	err  error
	wait time.Duration
}

func (w *watch) Documents(ctx context.Context) iter.Seq2[loaders.Document, error] {
	return func(yield func(loaders.Document, error) bool) {
		for d, err := range w.Loader.Documents(ctx) {
			if errors.Is(err, loaders.ErrSource) {
				w.note(err)
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

func (w *watch) note(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.err = errors.Join(w.err, err)
	var status *fetch.StatusError
	if errors.As(err, &status) {
		w.wait = max(w.wait, status.RetryAfter)
	}
}

func (w *watch) result() (time.Duration, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.wait, w.err
}
