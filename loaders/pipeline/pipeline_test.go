package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"safir/loaders"
	"safir/loaders/pipeline"
	"safir/schema"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// texts is a loader of articles; a text "bad…" is an item that cannot be read.
type texts []string

func (t texts) Documents(ctx context.Context) iter.Seq2[loaders.Document, error] {
	return func(yield func(loaders.Document, error) bool) {
		for i, s := range t {
			d := loaders.Document{Item: fmt.Sprintf("%d", i), Article: schema.Article{ID: fmt.Sprintf("a%d", i), Text: s}}
			var err error
			if strings.HasPrefix(s, "bad") {
				err = errors.New(s)
			}
			if ctx.Err() != nil || !yield(d, err) {
				return
			}
		}
	}
}

// coder claims nothing; it fails and panics where the text says so.
type coder struct{}

func (coder) Name() string { return "test/1" }

func (coder) Code(_ context.Context, a schema.Article) (schema.Coded, error) {
	switch a.Text {
	case "fail":
		return schema.Coded{}, errors.New("cannot code")
	case "panic":
		panic("bug")
	case "lie":
		return schema.Coded{Article: a, Events: []schema.Event{{ID: "e"}}}, nil
	}
	return schema.Coded{Article: a, Coder: "test/1"}, nil
}

// sink remembers the batches; item text "refuse" is refused, "gone" takes the sink away.
type sink struct {
	mu      sync.Mutex
	batches [][]string
	block   chan struct{}
}

func (s *sink) Write(ctx context.Context, batch []schema.Coded) ([]schema.Written, error) {
	if s.block != nil {
		select {
		case <-s.block:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	var out []schema.Written
	for _, c := range batch {
		w := schema.Written{Article: c.Article.ID, Outcome: schema.Loaded}
		switch c.Article.Text {
		case "gone":
			return nil, errors.New("sink gone")
		case "refuse":
			w.Outcome, w.Err = schema.Failed, errors.New("refused")
		case "old":
			w.Outcome = schema.Unchanged
		}
		ids = append(ids, c.Article.ID)
		out = append(out, w)
	}
	s.batches = append(s.batches, ids)
	return out, nil
}

func TestEveryDocumentIsCountedOnce(t *testing.T) {
	s := &sink{}
	var failed []string
	counts, err := pipeline.Run(t.Context(), texts{"x", "bad file", "fail", "panic", "lie", "refuse", "old", "y"}, pipeline.Options{
		Coder: coder{}, Sink: s, Coders: 3,
		OnError: func(item string, err error) { failed = append(failed, item+": "+err.Error()) },
	})
	if err != nil {
		t.Fatal(err)
	}
	want := pipeline.Counts{Seen: 8, Loaded: 2, Unchanged: 1, Failed: 5}
	if d := cmp.Diff(want, counts); d != "" {
		t.Errorf("counts (-want +got):\n%s", d)
	}
	slices.Sort(failed)
	wantErrs := []string{"1: bad file", "2: code: cannot code", "3: code: the coder broke down: bug", "4: evidence check: ", "5: refused"}
	for i, w := range wantErrs {
		if i >= len(failed) || !strings.HasPrefix(failed[i], w) {
			t.Errorf("failure %d: want %q in %q", i, w, failed)
		}
	}
}

func TestBatchesFollowTheLoadersOrder(t *testing.T) {
	var in texts
	for i := range 95 {
		in = append(in, fmt.Sprint("text ", i))
	}
	for range 5 {
		s := &sink{}
		if _, err := pipeline.Run(t.Context(), in, pipeline.Options{Coder: coder{}, Sink: s, Coders: 4, Writers: 1, BatchItems: 10}); err != nil {
			t.Fatal(err)
		}
		n := 0
		for i, b := range s.batches {
			if len(b) != 10 && i != len(s.batches)-1 {
				t.Errorf("batch %d holds %d documents", i, len(b))
			}
			for _, id := range b {
				if want := fmt.Sprintf("a%d", n); id != want {
					t.Fatalf("document %d is %s", n, id)
				}
				n++
			}
		}
		if n != len(in) {
			t.Errorf("%d documents written, want %d", n, len(in))
		}
	}
}

func TestSinkGoneStopsTheRun(t *testing.T) {
	in := texts{"gone"}
	for range 1000 {
		in = append(in, "x")
	}
	counts, err := pipeline.Run(t.Context(), in, pipeline.Options{Coder: coder{}, Sink: &sink{}, BatchItems: 1, Writers: 1})
	if err == nil || !strings.Contains(err.Error(), "sink gone") {
		t.Errorf("error %v", err)
	}
	if counts.InHand() != 0 || counts.Loaded != 0 || counts.Failed != 1 || counts.Seen == len(in) {
		t.Errorf("counts %+v", counts)
	}
}

func TestStopFinishesWhatIsInHand(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := &sink{block: make(chan struct{})}
	var in texts
	for range 500 {
		in = append(in, "x")
	}
	var once sync.Once
	counts, err := pipeline.Run(ctx, cancelAfter{in, 20, func() { cancel(); once.Do(func() { close(s.block) }) }}, pipeline.Options{Coder: coder{}, Sink: s})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if counts.InHand() != 0 || counts.Failed != 0 || counts.Loaded == 0 || counts.Seen >= len(in) {
		t.Errorf("counts %+v", counts)
	}
}

func TestStopGivesBackWhatTheSinkDoesNotTake(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := &sink{block: make(chan struct{})} // never opens
	returned := 0
	counts, _ := pipeline.Run(ctx, cancelAfter{texts{"x", "x", "x", "x"}, 3, cancel}, pipeline.Options{
		Coder: coder{}, Sink: s, Grace: time.Millisecond, OnReturn: func(string) { returned++ },
	})
	if counts.InHand() != 0 || counts.Returned != counts.Seen || counts.Returned != returned || counts.Seen == 0 {
		t.Errorf("counts %+v, returned %d", counts, returned)
	}
}

// cancelAfter calls stop when its n-th document is asked for.
type cancelAfter struct {
	texts
	n    int
	stop func()
}

func (c cancelAfter) Documents(ctx context.Context) iter.Seq2[loaders.Document, error] {
	return func(yield func(loaders.Document, error) bool) {
		i := 0
		for d, err := range c.texts.Documents(ctx) {
			if i++; i == c.n {
				c.stop()
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// keeper holds articles; "old" it has already.
type keeper struct {
	kept, failed []string
}

func (k *keeper) Keep(_ context.Context, _ string, as []schema.Article) ([]schema.Written, error) {
	var out []schema.Written
	for _, a := range as {
		w := schema.Written{Article: a.ID, Outcome: schema.Loaded}
		if a.Text == "old" {
			w.Outcome = schema.Unchanged
		}
		k.kept = append(k.kept, a.ID)
		out = append(out, w)
	}
	return out, nil
}

func (k *keeper) Fail(_ context.Context, id, reason string) error {
	k.failed = append(k.failed, id+": "+reason)
	return nil
}

func TestKeeperComesBeforeTheCoder(t *testing.T) {
	k, s := &keeper{}, &sink{}
	counts, err := pipeline.Run(t.Context(), texts{"x", "old", "fail"}, pipeline.Options{Coder: coder{}, Sink: s, Keeper: k})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(pipeline.Counts{Seen: 3, Loaded: 1, Unchanged: 1, Failed: 1}, counts); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"a0", "a1", "a2"}, k.kept); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"a2: code: cannot code"}, k.failed); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([][]string{{"a0"}}, s.batches); d != "" {
		t.Error(d)
	}
}
