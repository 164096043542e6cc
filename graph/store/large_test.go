package store_test

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safir/graph/local"
	"safir/graph/local/localtest"
	"safir/graph/store"
	"safir/schema"
)

// cuts counts how often a store says that it writes a batch in halves.
type cuts struct {
	slog.Handler
	n *atomic.Int32
}

func (c cuts) Enabled(context.Context, slog.Level) bool { return true }

func (c cuts) Handle(_ context.Context, r slog.Record) error {
	if strings.Contains(r.Message, "in halves") {
		c.n.Add(1)
	}
	return nil
}

func TestBatchesThatNeo4jHasNoMemoryForAreCut(t *testing.T) {
	if os.Getenv("SAFIR_TEST_ROUNDS") == "" {
		t.Skip("SAFIR_TEST_ROUNDS is not set; it takes a minute")
	}
	articles := world(rand.New(rand.NewPCG(17, 17)), 250)
	s := open(t)
	load(t, s, articles, rand.New(rand.NewPCG(1, 1)), 1)
	want := dump(t, s)

	ctx := t.Context()
	cfg := localtest.Config(t)
	cfg.Settings["dbms.memory.transaction.total.max"] = "14m"
	server, err := local.Start(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Kill()
	c := cuts{slog.DiscardHandler, new(atomic.Int32)}
	small, err := store.Open(ctx, store.Config{URI: server.URI(), Log: slog.New(c)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = small.Close(context.WithoutCancel(ctx)) }()
	if _, err := small.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	written, err := small.Write(ctx, articles)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range written {
		if w.Outcome != schema.Loaded {
			t.Errorf("%+v", w)
		}
	}
	if c.n.Load() == 0 {
		t.Error("nothing was cut: the test sees nothing")
	}
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(dump(t, small), "\n")); diff != "" {
		t.Errorf("a batch in parts gives another graph:\n%s", diff)
	}
}
