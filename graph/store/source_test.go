package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"safir/schema"
)

func TestOneRunOfASourceAtATime(t *testing.T) {
	s := open(t)
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.RegisterSources(ctx, []schema.Source{{Name: "wire", Kind: "feed", URL: "http://x", Schedule: "@daily"}}))
	run, ok, err := s.ClaimSource(ctx, "wire", "a", time.Minute, false)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if _, ok, err := s.ClaimSource(ctx, "wire", "b", time.Minute, true); err != nil || ok {
		t.Fatal("claimed twice", err)
	}
	must(s.RenewLease(ctx, run, time.Minute))
	run.Status, run.Seen, run.Memory = schema.RunDone, 7, map[string]string{"etag": "x"}
	must(s.FinishRun(ctx, run, time.Now().Add(time.Hour), 0))
	if _, ok, err := s.ClaimSource(ctx, "wire", "b", time.Minute, false); err != nil || ok {
		t.Fatal("claimed before it is due", err)
	}
	sources, now, err := s.Sources(ctx)
	must(err)
	if len(sources) != 1 || sources[0].Memory["etag"] != "x" || sources[0].LastStatus != schema.RunDone || !sources[0].NextAt.After(now) || sources[0].Holder != "" {
		t.Errorf("%+v at %v", sources, now)
	}

	// A holder that died loses its lease, and learns it.
	dead, ok, err := s.ClaimSource(ctx, "wire", "a", -time.Second, true)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	next, ok, err := s.ClaimSource(ctx, "wire", "b", time.Minute, true)
	if err != nil || !ok || next.Memory["etag"] != "x" {
		t.Fatal(ok, err)
	}
	if err := s.RenewLease(ctx, dead, time.Minute); !errors.Is(err, schema.ErrLeaseLost) {
		t.Error(err)
	}
	if err := s.FinishRun(ctx, dead, time.Now(), 1); !errors.Is(err, schema.ErrLeaseLost) {
		t.Error(err)
	}
	must(s.PauseSource(ctx, "wire", true))
	must(s.ResetSource(ctx, "wire"))
	if _, ok, err := s.ClaimSource(ctx, "wire", "c", time.Minute, true); err != nil || ok {
		t.Fatal("claimed while paused", err)
	}
	must(s.PauseSource(ctx, "wire", false))
	if _, ok, err := s.ClaimSource(ctx, "wire", "c", time.Minute, false); err != nil || !ok {
		t.Fatal("not due after a reset", err)
	}
	if err := s.ResetSource(ctx, "other"); err == nil {
		t.Error("a source that is not known was reset")
	}
}

func TestPendingArticlesWaitUntilTheyAreCoded(t *testing.T) {
	s := open(t)
	ctx := context.Background()
	c := call()
	keep := func(want schema.Outcome) {
		t.Helper()
		w, err := s.Keep(ctx, c.Coder, []schema.Article{c.Article})
		if err != nil || w[0].Outcome != want {
			t.Fatalf("%+v %v", w, err)
		}
	}
	waiting := func(want int) []schema.Article {
		t.Helper()
		all, err := s.Pending(ctx, "", 10, 0)
		if err != nil || len(all) != want {
			t.Fatalf("%d waiting, want %d: %v", len(all), want, err)
		}
		return all
	}
	keep(schema.Loaded)
	if a := waiting(1)[0]; a.Text != c.Article.Text || a.PublishedAt != c.Article.PublishedAt || a.Source != "wire" {
		t.Errorf("%+v", a)
	}
	if err := s.Fail(ctx, c.Article.ID, "no verbs"); err != nil {
		t.Fatal(err)
	}
	waiting(1)
	for after, max := range map[string]int{c.Article.ID: 0, "": 1} {
		if all, err := s.Pending(ctx, after, 10, max); err != nil || len(all) != 0 {
			t.Errorf("after %q, tried less than %d times: %d waiting, %v", after, max, len(all), err)
		}
	}
	if f, err := s.Failures(ctx); err != nil || len(f) != 1 || f[0].Reason != "no verbs" || f[0].Attempts != 1 {
		t.Errorf("%+v %v", f, err)
	}
	if _, err := s.Write(ctx, []schema.Coded{c}); err != nil {
		t.Fatal(err)
	}
	waiting(0)
	keep(schema.Unchanged)
	before := dump(t, s)
	c.Article.Title = "Another title"
	keep(schema.Loaded)
	if a := waiting(1)[0]; a.Title != "Another title" {
		t.Errorf("%+v", a)
	}
	c.Article.Title = call().Article.Title
	if _, err := s.Write(ctx, []schema.Coded{c}); err != nil {
		t.Fatal(err)
	}
	waiting(0)
	if after := dump(t, s); after != before {
		t.Error("an article that waited with another text and came back changed the graph")
	}
	if all, err := s.Recodable(ctx, "test/2", schema.Date{}, "", 10); err != nil || len(all) != 1 {
		t.Errorf("%d to be coded again: %v", len(all), err)
	}
}
