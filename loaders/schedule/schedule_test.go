package schedule

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"safir/schema"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// book keeps sources in memory. Its clock is the test's.
type book struct {
	mu      sync.Mutex
	now     time.Time
	sources map[string]*schema.Source
	current map[string]string // run by source
	runs    []schema.Run
	renewed chan string
}

var _ Book = (*book)(nil)

func newBook() *book {
	return &book{now: time.Date(2025, 6, 29, 10, 0, 0, 0, time.UTC), sources: map[string]*schema.Source{}, current: map[string]string{}}
}

func (b *book) pass(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

func (b *book) source(name string) schema.Source {
	b.mu.Lock()
	defer b.mu.Unlock()
	return *b.sources[name]
}

func (b *book) RegisterSources(_ context.Context, ss []schema.Source) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range ss {
		if b.sources[s.Name] == nil {
			b.sources[s.Name] = &s
		}
	}
	return nil
}

func (b *book) Sources(context.Context) ([]schema.Source, time.Time, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []schema.Source
	for _, s := range b.sources {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(x, y schema.Source) int { return strings.Compare(x.Name, y.Name) })
	return out, b.now, nil
}

func (b *book) ClaimSource(_ context.Context, name, holder string, lease time.Duration, force bool) (schema.Run, bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.sources[name]
	if s.Paused || !force && s.NextAt.After(b.now) || s.Holder != "" && s.LeaseUntil.After(b.now) {
		return schema.Run{}, false, nil
	}
	for i := range b.runs {
		if b.runs[i].ID == b.current[name] && b.runs[i].Status == schema.RunRunning {
			b.runs[i].Status = schema.RunLost
		}
	}
	s.Holder, s.LeaseUntil = holder, b.now.Add(lease)
	r := schema.Run{ID: fmt.Sprint(len(b.runs)), Source: name, Holder: holder, Status: schema.RunRunning, DueAt: s.NextAt, StartedAt: b.now, Failures: s.Failures, Memory: s.Memory}
	b.runs, b.current[name] = append(b.runs, r), r.ID
	return r, true, nil
}

func (b *book) RenewLease(_ context.Context, r schema.Run, lease time.Duration) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.current[r.Source] != r.ID {
		return schema.ErrLeaseLost
	}
	b.sources[r.Source].LeaseUntil = b.now.Add(lease)
	if b.renewed != nil {
		select {
		case b.renewed <- r.ID:
		default:
		}
	}
	return nil
}

func (b *book) FinishRun(_ context.Context, r schema.Run, next time.Time, failures int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.runs {
		if b.runs[i].ID == r.ID {
			b.runs[i] = r
		}
	}
	if b.current[r.Source] != r.ID {
		return schema.ErrLeaseLost
	}
	s := b.sources[r.Source]
	s.Holder, s.NextAt, s.Failures, s.LastStatus, s.LastError, s.Memory = "", next, failures, r.Status, r.Error, r.Memory
	b.current[r.Source] = ""
	return nil
}

func (b *book) PauseSource(_ context.Context, name string, paused bool) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sources[name].Paused = paused
	return nil
}

func (b *book) ResetSource(_ context.Context, name string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.sources[name]
	s.NextAt, s.Failures, s.Memory, s.Holder = time.Time{}, 0, nil, ""
	b.current[name] = ""
	return nil
}

func runner(t *testing.T, b Book, o Options, ss ...Source) *Runner {
	t.Helper()
	o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	r, err := New(b, ss, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestMissedRunsAreMadeUpOnce(t *testing.T) {
	b := newBook()
	n := 0
	r := runner(t, b, Options{}, Source{Name: "a", Cron: "*/15 * * * *", Run: func(_ context.Context, run schema.Run) Report {
		n++
		return Report{Seen: 1, Loaded: 1, Memory: map[string]string{"n": fmt.Sprint(run.Memory["n"], n)}}
	}})
	for i, step := range []struct {
		pass time.Duration
		runs int
	}{{0, 1}, {time.Minute, 1}, {13 * time.Minute, 1}, {2 * time.Minute, 2}, {5 * time.Hour, 3}, {time.Second, 3}} {
		b.pass(step.pass)
		if err := r.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n != step.runs {
			t.Errorf("step %d: %d runs, want %d", i, n, step.runs)
		}
	}
	if s := b.source("a"); s.Memory["n"] != "123" || s.LastStatus != schema.RunDone {
		t.Errorf("%+v", s)
	}
}

func TestFailuresBackOffAndDoNotStopOthers(t *testing.T) {
	b := newBook()
	good := 0
	r := runner(t, b, Options{},
		Source{Name: "bad", Cron: "* * * * *", Run: func(context.Context, schema.Run) Report { return Report{Err: errors.New("down")} }},
		Source{Name: "crash", Cron: "* * * * *", Run: func(context.Context, schema.Run) Report { panic("bug") }},
		Source{Name: "busy", Cron: "* * * * *", Run: func(context.Context, schema.Run) Report { return Report{Err: errors.New("429"), Wait: time.Hour} }},
		Source{Name: "good", Cron: "* * * * *", Run: func(context.Context, schema.Run) Report { good++; return Report{} }},
	)
	var waits []time.Duration
	for range 9 {
		err := r.Once(t.Context())
		if len(waits) == 0 && (err == nil || !strings.Contains(err.Error(), "source bad: down") || !strings.Contains(err.Error(), "the loader broke down: bug")) {
			t.Errorf("error %v", err)
		}
		wait := b.source("bad").NextAt.Sub(b.now).Round(time.Minute)
		waits = append(waits, wait)
		b.pass(wait + time.Second)
	}
	m := time.Minute
	if d := cmp.Diff([]time.Duration{5 * m, 10 * m, 20 * m, 40 * m, 80 * m, 160 * m, 320 * m, 360 * m, 360 * m}, waits); d != "" {
		t.Error(d)
	}
	if s := b.source("bad"); !Failing(s) || s.Failures != 9 || s.LastError != "down" {
		t.Errorf("%+v", s)
	}
	if good != 9 {
		t.Errorf("the good source ran %d times", good)
	}
	if first := b.runs[slices.IndexFunc(b.runs, func(r schema.Run) bool { return r.Source == "busy" })]; b.source("busy").Failures == 0 || first.Status != schema.RunFailed {
		t.Errorf("%+v", first)
	}
	if err := b.ResetSource(t.Context(), "bad"); err != nil {
		t.Fatal(err)
	}
	if _ = r.Once(t.Context(), "bad"); b.source("bad").Failures != 1 {
		t.Errorf("after a reset: %+v", b.source("bad"))
	}
}

func TestRetryAfterIsKept(t *testing.T) {
	b := newBook()
	r := runner(t, b, Options{}, Source{Name: "busy", Cron: "* * * * *", Run: func(context.Context, schema.Run) Report { return Report{Err: errors.New("429"), Wait: time.Hour} }})
	_ = r.Once(t.Context())
	if d := b.source("busy").NextAt.Sub(b.now).Round(time.Minute); d != time.Hour {
		t.Errorf("next in %s", d)
	}
}

func TestPauseAndNames(t *testing.T) {
	b := newBook()
	var ran []string
	src := func(name, cron string) Source {
		return Source{Name: name, Cron: cron, Run: func(context.Context, schema.Run) Report { ran = append(ran, name); return Report{} }}
	}
	r := runner(t, b, Options{Parallel: 1}, src("a", "@daily"), src("b", "@daily"), src("manual", ""))
	_ = b.RegisterSources(t.Context(), []schema.Source{{Name: "b"}})
	_ = b.PauseSource(t.Context(), "b", true)
	if err := r.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := r.Once(t.Context(), "manual"); err != nil {
		t.Fatal(err)
	}
	if err := r.Once(t.Context(), "nobody"); err == nil {
		t.Error("an unknown name passes")
	}
	if d := cmp.Diff([]string{"a", "manual"}, ran); d != "" {
		t.Error(d)
	}
}

// TestTwoProcessesShareTheWork runs two runners over one book until each
// source was due three times.
func TestTwoProcessesShareTheWork(t *testing.T) {
	b := newBook()
	var mu sync.Mutex
	ran := map[string]int{}
	all := make(chan struct{})
	var sources []Source
	for i := range 10 {
		name := fmt.Sprint("s", i)
		sources = append(sources, Source{Name: name, Cron: "* * * * *", Run: func(context.Context, schema.Run) Report {
			mu.Lock()
			defer mu.Unlock()
			if ran[name]++; len(ran) == 10 && ran[name] == 1 {
				close(all)
			}
			return Report{}
		}})
	}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 2 {
		r := runner(t, b, Options{Poll: time.Millisecond}, sources...)
		wg.Go(func() {
			if err := r.Run(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	<-all
	cancel()
	wg.Wait()
	for name, n := range ran {
		if n != 1 {
			t.Errorf("%s ran %d times", name, n)
		}
	}
}

func TestStopGivesTheSourceBack(t *testing.T) {
	b := newBook()
	started := make(chan struct{})
	r := runner(t, b, Options{}, Source{Name: "a", Cron: "@daily", Run: func(ctx context.Context, _ schema.Run) Report {
		close(started)
		<-ctx.Done()
		return Report{Seen: 2, Loaded: 1, Stopped: true, Memory: map[string]string{"half": "read"}}
	}})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- r.Run(ctx) }()
	<-started
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	s := b.source("a")
	if s.Holder != "" || s.NextAt.Sub(b.now) > time.Minute || s.LastStatus != schema.RunStopped || s.Memory != nil || s.Failures != 0 {
		t.Errorf("%+v", s)
	}
}

func TestLostLeaseEndsTheRun(t *testing.T) {
	b := newBook()
	b.renewed = make(chan string, 1)
	ended := make(chan error, 1)
	r := runner(t, b, Options{Lease: 30 * time.Millisecond}, Source{Name: "a", Cron: "@daily", Run: func(ctx context.Context, _ schema.Run) Report {
		<-b.renewed // it is renewed while it is ours
		b.pass(time.Hour)
		if _, ok, _ := b.ClaimSource(ctx, "a", "other", time.Minute, true); !ok {
			ended <- errors.New("an expired lease is not given to another")
			return Report{}
		}
		<-ctx.Done()
		ended <- context.Cause(ctx)
		return Report{Loaded: 1}
	}})
	if err := r.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; !errors.Is(err, schema.ErrLeaseLost) {
		t.Error(err)
	}
	if s := b.source("a"); s.Holder != "other" {
		t.Errorf("%+v", s)
	}
	if b.runs[0].Status != schema.RunLost {
		t.Errorf("the first run is %s", b.runs[0].Status)
	}
}

func TestNextHeedsZoneAndJitter(t *testing.T) {
	riyadh := time.FixedZone("Riyadh", 3*3600)
	daily, err := ParseCron("0 6 * * *")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2025, 6, 29, 10, 0, 0, 0, time.UTC)
	s := source{Source{Name: "a", Zone: riyadh}, daily}
	if got := s.next(now); !got.Equal(time.Date(2025, 6, 30, 3, 0, 0, 0, time.UTC)) {
		t.Errorf("next %s", got)
	}
	s.Jitter = 10 * time.Minute
	first, second := s.next(now), s.next(now)
	if d := first.Sub(time.Date(2025, 6, 30, 3, 0, 0, 0, time.UTC)); d < 0 || d >= s.Jitter || first != second {
		t.Errorf("jitter %s, then %s", first, second)
	}
}

func TestConfigurationIsChecked(t *testing.T) {
	run := func(context.Context, schema.Run) Report { return Report{} }
	_, err := New(newBook(), []Source{{Name: "a", Run: run}, {Name: "a", Run: run}, {Name: "b", Cron: "61 * * * *", Run: run}, {Name: "c"}, {Run: run}}, Options{})
	for _, want := range []string{`source "a": the name is used twice`, `source "b": schedule "61 * * * *"`, `source "c": it cannot be run`, `source "": it has no name`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v lacks %q", err, want)
		}
	}
}

// awayBook is a book that cannot be read for a while.
type awayBook struct {
	*book
	away func() bool
}

var errAway = errors.New("the graph cannot be reached")

func (b awayBook) do(f func() error) error {
	if b.away() {
		return errAway
	}
	b.mu.Lock()
	b.now = time.Now()
	b.mu.Unlock()
	return f()
}

func (b awayBook) Sources(ctx context.Context) (all []schema.Source, now time.Time, err error) {
	err = b.do(func() error { all, now, err = b.book.Sources(ctx); return err })
	return all, now, err
}

func (b awayBook) ClaimSource(ctx context.Context, name, holder string, lease time.Duration, force bool) (run schema.Run, ok bool, err error) {
	err = b.do(func() error { run, ok, err = b.book.ClaimSource(ctx, name, holder, lease, force); return err })
	return run, ok, err
}

func (b awayBook) RenewLease(ctx context.Context, r schema.Run, lease time.Duration) error {
	return b.do(func() error { return b.book.RenewLease(ctx, r, lease) })
}

func (b awayBook) FinishRun(ctx context.Context, r schema.Run, next time.Time, failures int) error {
	return b.do(func() error { return b.book.FinishRun(ctx, r, next, failures) })
}

// TestAnHourWithoutTheGraph takes the graph away for an hour, in the middle of
// a run: it is asked for ever less often, the log says what is going on, and
// when it is back all that came meanwhile is loaded, once.
func TestAnHourWithoutTheGraph(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		from, to := start.Add(12*time.Minute+30*time.Second), start.Add(72*time.Minute+30*time.Second)
		tries := 0
		b := awayBook{newBook(), nil}
		b.away = func() bool {
			if now := time.Now(); now.Before(from) || now.After(to) {
				return false
			}
			tries++
			return true
		}
		// A feed with an item a minute, which takes a minute to read.
		loaded := map[int]int{}
		feed := func(ctx context.Context, run schema.Run) Report {
			last, _ := strconv.Atoi(run.Memory["last"])
			there := int(time.Since(start) / time.Minute)
			select {
			case <-time.After(time.Minute):
			case <-ctx.Done():
			}
			if b.away() || ctx.Err() != nil {
				return Report{Stopped: true, Err: errAway}
			}
			for i := last + 1; i <= there; i++ {
				loaded[i]++
			}
			return Report{Seen: there - last, Loaded: there - last, Memory: map[string]string{"last": strconv.Itoa(there)}}
		}
		recovered := 0
		var log strings.Builder
		r, err := New(b, []Source{{Name: "feed", Cron: "@every 5m", Run: feed}}, Options{
			Log: slog.New(slog.NewTextHandler(&log, nil)), Recover: func(context.Context) error { recovered++; return nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithDeadline(t.Context(), start.Add(90*time.Minute))
		defer stop()
		if err := r.Run(ctx); err != nil {
			t.Fatal(err)
		}
		for i := 1; i <= 80; i++ {
			if loaded[i] != 1 {
				t.Errorf("item %d is loaded %d times", i, loaded[i])
			}
		}
		if tries < 20 || tries > 50 {
			t.Errorf("the graph was asked for %d times while it was away", tries)
		}
		if recovered < 7 {
			t.Errorf("what was left behind was taken up %d times: not when the graph was back", recovered)
		}
		for _, line := range []string{"end the run", "read what is due; all sources wait", "again=2m0s", "the graph is back; what was missed is made up", "away=1h"} {
			if !strings.Contains(log.String(), line) {
				t.Errorf("the log lacks %q", line)
			}
		}
		if s := b.source("feed"); s.LastStatus != schema.RunDone || s.Failures != 0 {
			t.Errorf("%+v", s)
		}
		if t.Failed() {
			t.Log(log.String())
		}
	})
}
