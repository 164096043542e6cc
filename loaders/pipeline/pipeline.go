// Package pipeline carries documents from a loader through a coder into a
// sink: fetch → keep → code → write, as stages with bounded queues between
// them.
//
// It promises that every document that the loader yields is counted exactly
// once (loaded, unchanged, failed or returned), that one bad document never
// stops the others, that the documents of a batch are in the loader's order
// whatever the number of coders, and that when its context ends it takes
// nothing more in and then finishes, or gives back, what it holds.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"safir/loaders"
	"safir/loaders/coder"
	"safir/schema"
)

// Sink takes coded articles; the graph is one.
type Sink interface {
	// Write writes a batch and returns one outcome for each of its items, in
	// order. An error means that nothing of the batch is written and that no
	// other batch would be: the run stops.
	Write(ctx context.Context, batch []schema.Coded) ([]schema.Written, error)
}

// Keeper stores articles before they are coded, so that a crash only delays
// them.
type Keeper interface {
	// Keep stores articles as pending. The outcome of an article that the
	// graph holds as it is, coded by this coder, is Unchanged: it need not be
	// coded again.
	Keep(ctx context.Context, coder string, articles []schema.Article) ([]schema.Written, error)
	// Fail notes why a kept article could not be coded, and counts the attempt.
	Fail(ctx context.Context, articleID, reason string) error
}

// Options are the settings of a run. Sink is required; Coder too unless every
// document comes coded.
type Options struct {
	Coder  coder.Coder
	Sink   Sink
	Keeper Keeper // nil: articles are not stored before they are coded

	Coders  int // articles coded at once; 0 is one for each CPU
	Writers int // batches written at once; 0 is 2

	// A batch is full when it holds so many documents (0: 400; rows of event
	// tables are not counted here), events (0: 5,000) or bytes of text
	// (0: 16 MiB); full batches depend on the documents alone, never on timing.
	BatchItems, BatchEvents, BatchBytes int
	// Linger sends on a batch that is not full when nothing was added for so
	// long; 0 waits for the loader to end. It is for loaders that wait for
	// the world.
	Linger time.Duration
	// Grace is how long what is in hand may take when ctx ends; 0 is 10 s.
	Grace time.Duration

	// OnError is told each failed item with its reason; OnReturn each item
	// that was in hand when the run was stopped and was not written. Both are
	// called from one goroutine at a time.
	OnError  func(item string, err error)
	OnReturn func(item string)
	// OnProgress is told the counts after each document or batch that is
	// done; from one goroutine at a time.
	OnProgress func(Counts)
}

// Counts say what became of the documents. Seen is the sum of the others and
// of what is still in hand.
type Counts struct {
	Seen      int
	Loaded    int
	Unchanged int
	Failed    int
	Returned  int // in hand when the run was stopped, and not written
	Events    int // of the loaded documents
}

// InHand returns how many documents are taken in and not done.
func (c Counts) InHand() int { return c.Seen - c.Loaded - c.Unchanged - c.Failed - c.Returned }

// Run carries every document of l into the sink. Its error is nil although
// single documents failed; it says that ctx ended or that the sink is gone.
func Run(ctx context.Context, l loaders.Loader, o Options) (Counts, error) {
	o = o.withDefaults()
	r := &run{o: o}

	// Taking in stops with ctx; what is in hand has its grace after that.
	takeCtx, stopTaking := context.WithCancelCause(ctx)
	defer stopTaking(nil)
	workCtx, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	release := context.AfterFunc(takeCtx, func() {
		t := time.AfterFunc(o.Grace, stopWork)
		context.AfterFunc(workCtx, func() { t.Stop() })
	})
	defer release()
	r.stop = func(err error) {
		stopTaking(err)
		stopWork()
	}

	taken := r.take(takeCtx, l)
	if o.Keeper != nil {
		taken = r.keep(workCtx, taken)
	}
	coded := r.code(workCtx, taken)
	r.write(workCtx, r.batch(coded))

	err := context.Cause(takeCtx)
	return r.counts, err
}

func (o Options) withDefaults() Options {
	def := func(n *int, v int) {
		if *n <= 0 {
			*n = v
		}
	}
	def(&o.Coders, runtime.GOMAXPROCS(0))
	def(&o.Writers, 2)
	def(&o.BatchItems, 400)
	def(&o.BatchEvents, 5000)
	def(&o.BatchBytes, 16<<20)
	if o.Grace <= 0 {
		o.Grace = 10 * time.Second
	}
	return o
}

// job is a document on its way.
type job struct {
	doc   loaders.Document
	coded schema.Coded
	err   error
	done  bool // already counted
	ready chan struct{}
}

type run struct {
	o    Options
	stop func(error) // ends everything at once

	mu     sync.Mutex // guards counts and the callbacks
	counts Counts
}

// finish counts a document once and tells the callbacks.
func (r *run) finish(item string, outcome schema.Outcome, events int, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch outcome {
	case schema.Loaded:
		r.counts.Loaded++
		r.counts.Events += events
	case schema.Unchanged:
		r.counts.Unchanged++
	case returned:
		r.counts.Returned++
		if r.o.OnReturn != nil {
			r.o.OnReturn(item)
		}
	default:
		r.counts.Failed++
		if r.o.OnError != nil {
			r.o.OnError(item, err)
		}
	}
	if r.o.OnProgress != nil {
		r.o.OnProgress(r.counts)
	}
}

// returned is the outcome, here alone, of what was given back.
const returned schema.Outcome = "RETURNED"

// take pulls documents from the loader until it or ctx ends.
func (r *run) take(ctx context.Context, l loaders.Loader) <-chan *job {
	out := make(chan *job, r.o.Coders)
	go func() {
		defer close(out)
		for d, err := range l.Documents(ctx) {
			if err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()) {
				return // the loader says that it was stopped; the item is not bad
			}
			r.mu.Lock()
			r.counts.Seen++
			r.mu.Unlock()
			if err != nil {
				r.finish(d.Item, schema.Failed, 0, err)
				continue
			}
			select {
			case out <- &job{doc: d}:
			case <-ctx.Done():
				r.finish(d.Item, returned, 0, nil)
				return
			}
		}
	}()
	return out
}

// keep stores articles as pending, in batches of what comes in while those
// before are stored.
func (r *run) keep(ctx context.Context, in <-chan *job) <-chan *job {
	out := make(chan *job, r.o.Coders)
	go func() {
		defer close(out)
		for batch := range r.gather(in) {
			r.keepBatch(ctx, batch)
			for _, j := range batch {
				if !j.done {
					out <- j
				}
			}
		}
	}()
	return out
}

// gather hands on what has come in whenever it is asked for more, bounded as
// batches are.
func (r *run) gather(in <-chan *job) <-chan []*job {
	out := make(chan []*job)
	go func() {
		defer close(out)
		var b []*job
		bytes := 0
		for in != nil || len(b) > 0 {
			more, ready := in, out
			if len(b) >= r.o.BatchItems || bytes >= r.o.BatchBytes {
				more = nil
			}
			if len(b) == 0 {
				ready = nil
			}
			select {
			case j, ok := <-more:
				if !ok {
					in = nil
					continue
				}
				b, bytes = append(b, j), bytes+len(j.doc.Article.Text)
			case ready <- b:
				b, bytes = nil, 0
			}
		}
	}()
	return out
}

func (r *run) keepBatch(ctx context.Context, batch []*job) {
	var articles []schema.Article
	var of []*job
	for _, j := range batch {
		if j.doc.Coded == nil {
			articles, of = append(articles, j.doc.Article), append(of, j)
		}
	}
	if len(articles) == 0 || r.o.Coder == nil {
		return
	}
	results, err := r.o.Keeper.Keep(ctx, r.o.Coder.Name(), articles)
	if err == nil && len(results) != len(articles) {
		err = fmt.Errorf("keep %d articles: %d outcomes", len(articles), len(results))
	}
	if err != nil {
		r.sinkGone(ctx, of, fmt.Errorf("store articles before coding: %w", err))
		return
	}
	for i, j := range of {
		if results[i].Outcome != schema.Loaded {
			j.done = true
			err := results[i].Err
			if err == nil && results[i].Outcome != schema.Unchanged {
				err = errors.New("not stored, for no stated reason")
			}
			r.finish(j.doc.Item, results[i].Outcome, 0, err)
		}
	}
}

// sinkGone ends the run: its jobs fail with err, or are given back where the
// run was stopped.
func (r *run) sinkGone(ctx context.Context, jobs []*job, err error) {
	outcome := schema.Failed
	if ctx.Err() != nil {
		outcome = returned
	} else {
		r.stop(err)
	}
	for _, j := range jobs {
		j.done = true
		r.finish(j.doc.Item, outcome, 0, err)
	}
}

// code codes several articles at once and hands them on in the order in which
// they came.
func (r *run) code(ctx context.Context, in <-chan *job) <-chan *job {
	work, order := make(chan *job), make(chan *job, 2*r.o.Coders)
	out := make(chan *job, r.o.Coders)
	go func() {
		defer close(order)
		defer close(work)
		for j := range in {
			j.ready = make(chan struct{})
			order <- j
			work <- j
		}
	}()
	for range r.o.Coders {
		go func() {
			for j := range work {
				r.codeOne(ctx, j)
				close(j.ready)
			}
		}()
	}
	go func() {
		defer close(out)
		for j := range order {
			<-j.ready
			if j.err == nil {
				out <- j
				continue
			}
			if ctx.Err() != nil {
				r.finish(j.doc.Item, returned, 0, nil)
				continue
			}
			r.fail(ctx, j)
		}
	}()
	return out
}

func (r *run) fail(ctx context.Context, j *job) {
	if r.o.Keeper != nil && j.doc.Coded == nil {
		if err := r.o.Keeper.Fail(ctx, j.doc.Article.ID, j.err.Error()); err != nil {
			j.err = errors.Join(j.err, fmt.Errorf("note the failure: %w", err))
		}
	}
	r.finish(j.doc.Item, schema.Failed, 0, j.err)
}

// codeOne codes an article, and holds what the coder claims against the text.
func (r *run) codeOne(ctx context.Context, j *job) {
	if ctx.Err() != nil {
		j.err = ctx.Err()
		return
	}
	if j.doc.Coded != nil {
		j.coded = *j.doc.Coded
		j.coded.Article = j.doc.Article
	} else {
		if r.o.Coder == nil {
			j.err = errors.New("there is no coder for articles")
			return
		}
		err := coder.Guard(func() (err error) {
			j.coded, err = r.o.Coder.Code(ctx, j.doc.Article)
			return err
		})
		if err != nil {
			j.err = fmt.Errorf("code: %w", err)
			return
		}
	}
	if err := coder.Guard(j.coded.Check); err != nil {
		j.err = fmt.Errorf("evidence check: %w", err)
	}
}

// batch gathers jobs into batches.
func (r *run) batch(in <-chan *job) <-chan []*job {
	out := make(chan []*job, 1)
	go func() {
		defer close(out)
		var b []*job
		items, events, bytes := 0, 0, 0
		flush := func() {
			if len(b) > 0 {
				out <- b
			}
			b, items, events, bytes = nil, 0, 0, 0
		}
		var linger <-chan time.Time
		for {
			select {
			case j, ok := <-in:
				if !ok {
					flush()
					return
				}
				n, size := len(j.coded.Events), len(j.coded.Article.Text)
				if events+n > r.o.BatchEvents || bytes+size > r.o.BatchBytes {
					flush()
				}
				b, events, bytes = append(b, j), events+n, bytes+size
				if !j.coded.Table {
					items++
				}
				if items >= r.o.BatchItems || len(b) >= r.o.BatchEvents || events >= r.o.BatchEvents || bytes >= r.o.BatchBytes {
					flush()
				}
				if r.o.Linger > 0 {
					linger = time.After(r.o.Linger)
				}
			case <-linger:
				flush()
				linger = nil
			}
		}
	}()
	return out
}

// write writes batches until none is left; it returns when all is done.
func (r *run) write(ctx context.Context, in <-chan []*job) {
	var wg sync.WaitGroup
	for range r.o.Writers {
		wg.Go(func() {
			for b := range in {
				r.writeBatch(ctx, b)
			}
		})
	}
	wg.Wait()
}

func (r *run) writeBatch(ctx context.Context, jobs []*job) {
	if ctx.Err() != nil {
		r.sinkGone(ctx, jobs, ctx.Err())
		return
	}
	batch := make([]schema.Coded, len(jobs))
	for i, j := range jobs {
		batch[i] = j.coded
	}
	results, err := r.o.Sink.Write(ctx, batch)
	if err == nil && len(results) != len(jobs) {
		err = fmt.Errorf("write %d documents: %d outcomes", len(jobs), len(results))
	}
	if err != nil {
		r.sinkGone(ctx, jobs, err)
		return
	}
	for i, j := range jobs {
		if res := results[i]; res.Outcome == schema.Loaded || res.Outcome == schema.Unchanged {
			r.finish(j.doc.Item, res.Outcome, len(j.coded.Events), nil)
			continue
		}
		if j.err = results[i].Err; j.err == nil {
			j.err = errors.New("not written, for no stated reason")
		}
		r.fail(ctx, j)
	}
}
