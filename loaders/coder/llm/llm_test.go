package llm_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"safir/loaders/coder/llm"
	"safir/schema"
)

var article = schema.Article{
	ID: "a1", Title: "Call", Language: schema.English, PublishedAt: schema.NewDate(2025, 6, 30),
	Text: "Oman's foreign minister Badr Albusaidi called Abbas Araghchi on Sunday.\n\nThe call came after the ceasefire between Iran and Israel." +
		strings.Repeat("\n\nNothing else happened in the long afternoon that followed.", 20) + "\n\nMali stayed silent.",
}

const (
	actors = `[{"key":"b","kind":"PERSON","state":"OMN","names":["Badr Albusaidi"],"role":"minister of foreign affairs"},
 {"key":"x","kind":"PERSON","state":"IRN","names":["Abbas Araghchi","عباس عراقجي"],"role":null},
 {"key":"i","kind":"STATE","state":"IRN","names":["Iran"],"role":null},{"key":"s","kind":"STATE","state":"ISR","names":["Israel"],"role":null},
 {"key":"m","kind":"STATE","state":"MLI","names":["Mali"],"role":null},{"key":"z","kind":"PERSON","state":null,"names":["Nobody Here"],"role":null}]`
	call  = `{"key":"e1","type":"PHONE_CALL","modality":"ACTUAL","initiators":["b"],"recipients":["x"],"parties":[],"mediators":[],"date":{"start":"2025-06-29","end":"2025-06-29"},"place":null,"quote":"Badr Albusaidi called Abbas Araghchi on Sunday"}`
	truce = `{"key":"e2","type":"CEASEFIRE","modality":"ACTUAL","initiators":[],"recipients":[],"parties":["i","s"],"mediators":[],"date":null,"place":null,"quote":"the ceasefire between Iran and Israel"}`
)

func answerOf(events ...string) string {
	return fmt.Sprintf(`{"actors":%s,"events":[%s],"order":[["e2","e1"],["e1","nope"],["e1"]]}`, actors, strings.Join(events, ","))
}

// endpoint serves content as the model's answer and counts requests.
func endpoint(t *testing.T, content string) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	var n atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.Add(1)
		var body struct {
			Model          string `json:"model"`
			ResponseFormat struct {
				Type string `json:"type"`
			} `json:"response_format"`
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body.Model != "m" || r.URL.Path != "/v1/chat/completions" {
			t.Errorf("request %s for %q: %v", r.URL.Path, body.Model, err)
		}
		if body.ResponseFormat.Type != "json_schema" {
			t.Errorf("response format %q", body.ResponseFormat.Type)
		}
		writeCompletion(w, content)
	}))
	t.Cleanup(s.Close)
	return s, &n
}

func writeCompletion(w http.ResponseWriter, content string) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"id": "1", "object": "chat.completion", "model": "m",
		"choices": []any{map[string]any{"index": 0, "finish_reason": "stop", "message": map[string]any{"role": "assistant", "content": content}}},
		"usage":   map[string]any{"total_tokens": 100},
	})
}

func newCoder(t *testing.T, s *httptest.Server, change func(*llm.Config)) *llm.Coder {
	t.Helper()
	cfg := llm.Config{Model: "m", BaseURL: s.URL + "/v1", Timeout: 2 * time.Second, Retries: 1, HTTPClient: s.Client()}
	if change != nil {
		change(&cfg)
	}
	c, err := llm.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestGoodAnswer(t *testing.T) {
	s, n := endpoint(t, "```json\n"+answerOf(truce, call, call)+"\n```")
	c := newCoder(t, s, func(cfg *llm.Config) { cfg.CacheDir = t.TempDir() })
	got, err := c.Code(context.Background(), article)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Events) != 2 || got.Events[0].Type != "PHONE_CALL" || got.Events[1].Type != "CEASEFIRE" {
		t.Fatalf("events %+v", got.Events)
	}
	e := got.Events[0]
	if e.Date != schema.On(schema.NewDate(2025, 6, 29)) || string([]rune(article.Text)[e.Span.Start:e.Span.End]) != e.Quote {
		t.Errorf("call %+v", e)
	}
	if len(got.Actors) != 4 || len(got.Order) != 1 || got.Order[0].Later != e.ID {
		t.Errorf("actors %+v, order %+v", got.Actors, got.Order)
	}
	again, err := c.Code(context.Background(), article)
	if err != nil || n.Load() != 1 {
		t.Errorf("the cache was not used: %d requests, %v", n.Load(), err)
	}
	if d := cmp.Diff(got, again); d != "" {
		t.Errorf("the cached answer differs:\n%s", d)
	}
	if st := c.Stats(); st.Requests != 1 || st.Cached != 1 || st.Tokens != 100 || st.Accepted != 4 {
		t.Errorf("stats %+v", st)
	}
}

func TestRefusedEvents(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(call, old, new, 1) }
	for name, event := range map[string]string{
		"invented quote":       change("Badr Albusaidi called", "Badr Albusaidi insulted"),
		"empty quote":          change("Badr Albusaidi called Abbas Araghchi on Sunday", ""),
		"unknown type":         change("PHONE_CALL", "TEA_PARTY"),
		"statement":            change("PHONE_CALL", "STATEMENT"),
		"unknown modality":     change("ACTUAL", "CERTAIN"),
		"actor far away":       change(`["x"]`, `["m"]`),
		"actor not in text":    change(`["x"]`, `["z"]`),
		"actor never declared": change(`["x"]`, `["q"]`),
		"no participants":      change(`"initiators":["b"],"recipients":["x"]`, `"initiators":[],"recipients":[]`),
		"impossible date":      change(`"start":"2025-06-29"`, `"start":"2025-02-30"`),
		"date reversed":        change(`"start":"2025-06-29"`, `"start":"2025-07-29"`),
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := endpoint(t, answerOf(event, truce))
			c := newCoder(t, s, nil)
			got, err := c.Code(context.Background(), article)
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Events) != 1 || got.Events[0].Type != "CEASEFIRE" {
				t.Errorf("events %+v", got.Events)
			}
			sum := int64(0)
			for _, k := range c.Stats().Refused {
				sum += k
			}
			if sum != 1 {
				t.Errorf("refused %v", c.Stats().Refused)
			}
		})
	}
}

func TestBadEndpoints(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"not JSON inside":  func(w http.ResponseWriter, _ *http.Request) { writeCompletion(w, "I am sorry, Dave.") },
		"cut in half":      func(w http.ResponseWriter, _ *http.Request) { writeCompletion(w, answerOf(call)[:300]) },
		"wrong shape":      func(w http.ResponseWriter, _ *http.Request) { writeCompletion(w, `{"events":"none"}`) },
		"not JSON at all":  func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>gateway</html>") },
		"no choices":       func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"choices":[]}`) },
		"server error":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"unauthorised":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) },
		"silent":           func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"deeply nested":    func(w http.ResponseWriter, _ *http.Request) { writeCompletion(w, strings.Repeat("[", 1_000_000)) },
		"redirect to self": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) },
		"endless": func(w http.ResponseWriter, r *http.Request) {
			chunk := []byte(strings.Repeat(" ", 1<<16))
			for r.Context().Err() == nil {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		},
		"trickle": func(w http.ResponseWriter, r *http.Request) {
			for range 1000 {
				fmt.Fprint(w, " ")
				_ = http.NewResponseController(w).Flush()
				select {
				case <-time.After(50 * time.Millisecond):
				case <-r.Context().Done():
					return
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body) // a server sees a client leave only after its body
				h(w, r)
			}))
			t.Cleanup(s.Close)
			c := newCoder(t, s, func(cfg *llm.Config) { cfg.Timeout = 500 * time.Millisecond })
			start := time.Now()
			_, err := c.Code(context.Background(), article)
			if err == nil || !strings.Contains(err.Error(), "article a1") {
				t.Errorf("error %v does not name the article", err)
			}
			if d := time.Since(start); d > 20*time.Second {
				t.Errorf("took %s", d)
			}
		})
	}
}

func TestBudget(t *testing.T) {
	s, n := endpoint(t, answerOf(call))
	c := newCoder(t, s, func(cfg *llm.Config) { cfg.Budget = 150 })
	for i := range 3 {
		_, err := c.Code(context.Background(), article)
		if over := i == 2; errors.Is(err, llm.ErrBudget) != over {
			t.Errorf("article %d: %v", i, err)
		}
	}
	if n.Load() != 2 {
		t.Errorf("%d requests, want 2", n.Load())
	}
}

func TestConcurrencyIsBounded(t *testing.T) {
	var now, most atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		k := now.Add(1)
		for m := most.Load(); k > m && !most.CompareAndSwap(m, k); m = most.Load() {
		}
		time.Sleep(10 * time.Millisecond) // the model thinks
		writeCompletion(w, answerOf(call))
		now.Add(-1)
	}))
	defer s.Close()
	c := newCoder(t, s, func(cfg *llm.Config) { cfg.Concurrency = 3 })
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			if _, err := c.Code(context.Background(), article); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if most.Load() > 3 {
		t.Errorf("%d requests at once, want 3 at most", most.Load())
	}
}

func TestConfig(t *testing.T) {
	for _, cfg := range []llm.Config{{}, {Model: "m"}, {Model: "m", BaseURL: "http://localhost/v1", ResponseFormat: "xml"}} {
		if _, err := llm.New(cfg); err == nil {
			t.Errorf("%+v is accepted", cfg)
		}
	}
}
