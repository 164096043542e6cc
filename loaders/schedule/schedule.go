// Package schedule runs configured sources when they are due.
//
// What is due, running and done is kept in a [Book], the graph: a restart
// forgets nothing, and several processes share the work by leases without
// doing it twice. It promises that
//
//   - a run that was missed, however often, is made up once;
//   - a source that fails backs off, longer each time, and never holds up
//     another; a server that asks to be left alone is, for that long;
//   - a process that dies loses its lease when it expires, and the run is
//     taken over;
//   - a stop finishes what is in hand or gives the source back, due at once;
//   - the machines' clocks do not matter: all times are the database's.
package schedule

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/robfig/cron/v3"

	"safir/schema"
)

// FailingAfter is how many runs in a row must fail for a source to count as
// failing.
const FailingAfter = 5

// Failing tells whether a source counts as failing.
func Failing(s schema.Source) bool { return s.Failures >= FailingAfter }

// Source is a configured source.
type Source struct {
	Name string // unique
	Kind string
	URL  string // address or path, for people
	// Cron says when it runs, in five fields or as @daily and the like; empty
	// never makes it due, it runs only where it is named.
	Cron string
	Zone *time.Location // of Cron; nil is UTC
	// Jitter puts off each run by up to so long, so that sources of one
	// schedule do not all start at once.
	Jitter time.Duration
	// Run reads the source once. It returns soon after ctx ends.
	Run func(ctx context.Context, run schema.Run) Report
}

// Report is what a run came to.
type Report struct {
	Seen, Loaded, Unchanged, Failed int
	// Memory is kept for the next run, if this one was not stopped.
	Memory map[string]string
	// Err says why the source could not be read.
	Err error
	// Stopped says that the run did not get to its end because its context
	// ended or the graph was gone: the source is not to blame.
	Stopped bool
	// Wait is how long the source asks to be left alone.
	Wait time.Duration
}

// Options are the settings of a [Runner]. The zero value is usable.
type Options struct {
	// Holder names this process in leases; empty makes a unique name.
	Holder string
	// Lease is how long a process that does not renew it keeps a source; 0 is
	// 2 minutes. It is renewed every third of it.
	Lease time.Duration
	// Parallel is how many sources run at once; 0 is 4.
	Parallel int
	// Poll is how often the book is asked at least; 0 is 15 s.
	Poll time.Duration
	// Backoff is the wait after a first failure, doubled for each that
	// follows up to MaxBackoff; 0 is 5 minutes and 6 hours.
	Backoff, MaxBackoff time.Duration
	// Recover is called at the start and then every 15 minutes, to take up
	// what earlier runs left behind; nil does nothing.
	Recover func(ctx context.Context) error
	// Log gets a line for each run; nil is [slog.Default].
	Log *slog.Logger
}

const recoverEvery = 15 * time.Minute

// Runner runs sources. It is made by [New].
type Runner struct {
	book    Book
	o       Options
	sources []*source // in order of names

	mu      sync.Mutex
	running map[string]bool
}

type source struct {
	Source
	schedule cron.Schedule // nil where Cron is empty
}

// New returns a runner of the sources. Its error names each source whose
// configuration is wrong.
func New(book Book, sources []Source, o Options) (*Runner, error) {
	host, _ := os.Hostname()
	o.Holder = cmp.Or(o.Holder, host+"/"+uuid.NewString())
	o.Lease = cmp.Or(o.Lease, 2*time.Minute)
	o.Parallel = cmp.Or(o.Parallel, 4)
	o.Poll = cmp.Or(o.Poll, 15*time.Second)
	o.Backoff = cmp.Or(o.Backoff, 5*time.Minute)
	o.MaxBackoff = cmp.Or(o.MaxBackoff, 6*time.Hour)
	if o.Log == nil {
		o.Log = slog.Default()
	}
	r := &Runner{book: book, o: o, running: make(map[string]bool)}
	var errs []error
	seen := make(map[string]bool)
	for _, s := range sources {
		schedule, err := ParseCron(s.Cron)
		switch {
		case s.Name == "":
			err = errors.New("it has no name")
		case seen[s.Name]:
			err = errors.New("the name is used twice")
		case s.Run == nil:
			err = errors.New("it cannot be run")
		case s.Jitter < 0:
			err = errors.New("its jitter is negative")
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("source %q: %w", s.Name, err))
			continue
		}
		seen[s.Name] = true
		s.Zone = cmp.Or(s.Zone, time.UTC)
		r.sources = append(r.sources, &source{s, schedule})
	}
	slices.SortFunc(r.sources, func(a, b *source) int { return strings.Compare(a.Name, b.Name) })
	return r, errors.Join(errs...)
}

// ParseCron reads a cron expression of five fields, or @hourly, @daily,
// @every 2h and the like. An empty one is nil, which is never due.
func ParseCron(expression string) (cron.Schedule, error) {
	if expression == "" {
		return nil, nil
	}
	s, err := cron.ParseStandard(expression)
	if err != nil {
		return nil, fmt.Errorf("schedule %q: %w", expression, err)
	}
	return s, nil
}

// Run runs the sources as they come due, until ctx ends. It then waits for
// the runs in hand to finish or give back, and returns nil. An error says that
// the sources could not be registered.
func (r *Runner) Run(ctx context.Context) error {
	if err := r.register(ctx); err != nil {
		return err
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	back := make(chan struct{}, 1)
	wg.Go(func() { r.recover(ctx, back) })
	slots := make(chan struct{}, r.o.Parallel)
	wake := make(chan struct{}, 1)
	var away outage
	for {
		wait := r.o.Poll
		due, next, err := r.due(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			wait = away.again(r.o.Poll)
			r.o.Log.Error("read what is due; all sources wait", "error", err, "again", wait)
		default:
			if gone := away.over(); gone > 0 {
				r.o.Log.Info("the graph is back; what was missed is made up", "away", gone.Round(time.Second))
				poke(back)
			}
			if next > 0 {
				wait = min(wait, next)
			}
		}
		for _, s := range due {
			select {
			case slots <- struct{}{}:
			case <-ctx.Done():
				return nil
			}
			wg.Go(func() {
				defer func() { <-slots; poke(wake) }()
				_ = r.run(ctx, s, false) // logged, and kept in the book
			})
		}
		t := time.NewTimer(wait)
		select {
		case <-t.C:
		case <-wake:
		case <-ctx.Done():
		}
		t.Stop()
	}
}

// Once runs the sources of these names (none: all) that are due, those without
// a schedule only where they are named, and returns when they are done. The
// error joins those of the sources.
func (r *Runner) Once(ctx context.Context, names ...string) error {
	if err := r.register(ctx); err != nil {
		return err
	}
	for _, n := range names {
		if !slices.ContainsFunc(r.sources, func(s *source) bool { return s.Name == n }) {
			return fmt.Errorf("there is no source %q", n)
		}
	}
	var errs []error
	if r.o.Recover != nil {
		if err := r.o.Recover(ctx); err != nil {
			errs = append(errs, err)
		}
	}
	due, _, err := r.due(ctx)
	if err != nil {
		return err
	}
	for _, s := range r.sources {
		if s.schedule == nil && slices.Contains(names, s.Name) {
			due = append(due, s)
		}
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan struct{}, r.o.Parallel)
	for _, s := range due {
		if len(names) > 0 && !slices.Contains(names, s.Name) {
			continue
		}
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			if err := r.run(ctx, s, s.schedule == nil); err != nil {
				mu.Lock()
				defer mu.Unlock()
				errs = append(errs, fmt.Errorf("source %s: %w", s.Name, err))
			}
		})
	}
	wg.Wait()
	slices.SortFunc(errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(errs...)
}

func (r *Runner) register(ctx context.Context) error {
	var all []schema.Source
	for _, s := range r.sources {
		all = append(all, schema.Source{Name: s.Name, Kind: s.Kind, URL: s.URL, Schedule: s.Cron})
	}
	if err := r.book.RegisterSources(ctx, all); err != nil {
		return fmt.Errorf("register the sources: %w", err)
	}
	return nil
}

// poke wakes who waits on a channel with room for one; once is enough.
func poke(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// outage is the time for which the book cannot be read.
type outage struct {
	since time.Time
	tries int
}

// again notes a failure, and returns how long to wait before the next try:
// longer each time, up to eight times poll.
func (o *outage) again(poll time.Duration) time.Duration {
	if o.tries == 0 {
		o.since = time.Now()
	}
	o.tries++
	return poll << min(o.tries-1, 3)
}

// over ends the outage, and returns how long it was; 0 if there was none.
func (o *outage) over() (gone time.Duration) {
	if o.tries > 0 {
		gone = time.Since(o.since)
	}
	*o = outage{}
	return gone
}

// recover takes up what earlier runs left behind: at the start, now and then,
// and when the graph is back.
func (r *Runner) recover(ctx context.Context, back <-chan struct{}) {
	if r.o.Recover == nil {
		return
	}
	t := time.NewTicker(recoverEvery)
	defer t.Stop()
	for {
		if err := r.o.Recover(ctx); err != nil && ctx.Err() == nil {
			r.o.Log.Error("take up what earlier runs left behind", "error", err)
		}
		select {
		case <-t.C:
		case <-back:
		case <-ctx.Done():
			return
		}
	}
}

// due returns the sources that can be claimed now, and how long it is until
// the next one is due (0: not known).
func (r *Runner) due(ctx context.Context) (due []*source, next time.Duration, err error) {
	known, now, err := r.book.Sources(ctx)
	if err != nil {
		return nil, 0, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.sources {
		i := slices.IndexFunc(known, func(k schema.Source) bool { return k.Name == s.Name })
		if i < 0 || s.schedule == nil || r.running[s.Name] || known[i].Paused {
			continue
		}
		k := known[i]
		at := k.NextAt
		if k.Holder != "" && k.LeaseUntil.After(at) {
			at = k.LeaseUntil // somebody else has it until then
		}
		if d := at.Sub(now); d > 0 {
			if next == 0 || d < next {
				next = d
			}
			continue
		}
		due = append(due, s)
	}
	// The one that waits longest comes first.
	slices.SortStableFunc(due, func(a, b *source) int { return nextOf(known, a.Name).Compare(nextOf(known, b.Name)) })
	return due, next, nil
}

func nextOf(known []schema.Source, name string) time.Time {
	i := slices.IndexFunc(known, func(k schema.Source) bool { return k.Name == name })
	return known[i].NextAt
}

// run claims a source and reads it once. Its error is the source's; a source
// that somebody else has is none.
func (r *Runner) run(ctx context.Context, s *source, force bool) error {
	r.mu.Lock()
	if r.running[s.Name] {
		r.mu.Unlock()
		return nil
	}
	r.running[s.Name] = true
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.running, s.Name)
	}()

	log := r.o.Log.With("source", s.Name)
	run, ok, err := r.book.ClaimSource(ctx, s.Name, r.o.Holder, r.o.Lease, force)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		log.Error("claim the source", "error", err)
		return fmt.Errorf("claim: %w", err)
	}
	if !ok {
		return nil
	}
	started := time.Now()
	report, lost := r.read(ctx, s, run)
	if lost != nil {
		log.Warn("the run is given up; who has the lease next makes it up", "error", lost)
		return nil
	}
	// The database's time at the end: its time at the start and what has
	// passed here.
	now := run.StartedAt.Add(time.Since(started))
	next, failures := r.judge(s, &run, report, now)

	// The stop must not leave the source leased.
	endCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	if err := r.book.FinishRun(endCtx, run, next, failures); err != nil {
		log.Error("end the run", "error", err)
		return fmt.Errorf("end the run: %w", err)
	}
	attrs := []any{
		"status", run.Status, "seen", run.Seen, "loaded", run.Loaded, "unchanged", run.Unchanged, "failed", run.Failed,
		"took", time.Since(started).Round(time.Millisecond), "next", next,
	}
	if report.Stopped && ctx.Err() != nil {
		log.Info("run", attrs...)
		return nil
	}
	if report.Err != nil {
		log.Error("run", append(attrs, "error", report.Err, "failures", failures)...)
		return report.Err
	}
	log.Info("run", attrs...)
	return nil
}

// judge sets the run's outcome, and says when the source is due next and how
// often in a row it has failed.
func (r *Runner) judge(s *source, run *schema.Run, report Report, now time.Time) (next time.Time, failures int) {
	run.Seen, run.Loaded, run.Unchanged, run.Failed = report.Seen, report.Loaded, report.Unchanged, report.Failed
	failures = run.Failures
	if report.Err != nil {
		run.Error = report.Err.Error()
	}
	switch {
	case report.Stopped:
		run.Status = schema.RunStopped
		return now, failures // whoever is there next takes it up
	case report.Err != nil:
		run.Status = schema.RunFailed
		failures++
		wait := max(r.backoff(failures), report.Wait)
		return now.Add(wait), failures
	case report.Failed > 0:
		run.Status = schema.RunDegraded
	default:
		run.Status = schema.RunDone
	}
	run.Memory = report.Memory
	return s.next(now), 0
}

func (r *Runner) backoff(failures int) time.Duration {
	return min(r.o.Backoff<<min(failures-1, 16), r.o.MaxBackoff)
}

// next returns when the source is due after now. The jitter hangs on name and
// time alone, so that all processes agree.
func (s *source) next(now time.Time) time.Time {
	if s.schedule == nil {
		return now
	}
	at := s.schedule.Next(now.In(s.Zone)).UTC()
	if s.Jitter > 0 {
		h := fnv.New64a()
		_, _ = fmt.Fprintf(h, "%s %d", s.Name, at.Unix())
		at = at.Add(time.Duration(h.Sum64() % uint64(s.Jitter))) // positive, below Jitter
	}
	return at
}

// read reads the source while its lease is renewed. lost says why the lease
// is no longer this process's.
func (r *Runner) read(ctx context.Context, s *source, run schema.Run) (report Report, lost error) {
	runCtx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	done := make(chan struct{})
	renewed := make(chan struct{})
	go func() {
		defer close(renewed)
		r.renew(runCtx, run, done, cancel)
	}()
	report = safely(runCtx, s, run)
	close(done)
	<-renewed
	if cause := context.Cause(runCtx); errors.Is(cause, schema.ErrLeaseLost) {
		lost = cause
	}
	if ctx.Err() != nil {
		report.Stopped = true
	}
	return report, lost
}

// safely runs the source; a panic is its failure, and only its.
func safely(ctx context.Context, s *source, run schema.Run) (report Report) {
	defer func() {
		if p := recover(); p != nil {
			report = Report{Err: fmt.Errorf("the loader broke down: %v", p)}
		}
	}()
	return s.Run(ctx, run)
}

// renew keeps the lease until done. When it is lost, or could not be renewed
// before it expired, the run is cancelled.
func (r *Runner) renew(ctx context.Context, run schema.Run, done <-chan struct{}, cancel context.CancelCauseFunc) {
	t := time.NewTicker(r.o.Lease / 3)
	defer t.Stop()
	held := time.Now()
	for {
		select {
		case <-done:
			return
		case <-ctx.Done():
			return // the run is ending
		case <-t.C:
		}
		renewCtx, stop := context.WithTimeout(ctx, r.o.Lease/3)
		at := time.Now()
		err := r.book.RenewLease(renewCtx, run, r.o.Lease)
		stop()
		switch {
		case err == nil:
			held = at
		case errors.Is(err, schema.ErrLeaseLost):
			cancel(err)
			return
		case time.Since(held) > r.o.Lease:
			cancel(fmt.Errorf("%w: it could not be renewed: %w", schema.ErrLeaseLost, err))
			return
		default:
			r.o.Log.Warn("renew the lease", "source", run.Source, "error", err)
		}
	}
}
