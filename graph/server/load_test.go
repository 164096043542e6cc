package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"go.uber.org/goleak"

	"safir/graph/local"
	"safir/graph/local/localtest"
	"safir/graph/query/testgraph"
	"safir/graph/server"
)

// loadTime is how long TestLoad lasts in each of its halves. A minute, as
// SAFIR_TEST_LOAD=1m gives it, is long enough to hold latency and memory to
// their bounds; a short run on a busy machine only tells them.
func loadTime(t *testing.T) (each time.Duration, judged bool) {
	if s := os.Getenv("SAFIR_TEST_LOAD"); s != "" {
		d, err := time.ParseDuration(s)
		if err != nil {
			t.Fatalf("SAFIR_TEST_LOAD: %v", err)
		}
		return d, d >= 20*time.Second
	}
	return 2 * time.Second, false
}

// TestLoad has 64 clients ask without pause, kills Neo4j under them and
// starts it again.
func TestLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	each, judged := loadTime(t)
	leaks := goleak.IgnoreCurrent()
	t.Cleanup(func() { goleak.VerifyNone(t, leaks) }) // after all other clean-up

	n, err := local.Start(t.Context(), localtest.Config(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Kill() })
	driver, err := neo4j.NewDriverWithContext(n.URI(), neo4j.NoAuth())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { driver.Close(context.Background()) })
	ts := serveNeo4j(t, localtest.Server{URI: n.URI()}, driver, crowd(), server.Config{Limits: server.Limits{Timeout: 5 * time.Second}})
	clients := startClients(ts.URL)
	defer clients.stop()

	clients.until(t, func(c tally) bool { return c.answered > 200 }) // warm: plans made, connections open
	clients.take()
	memory := heap()
	time.Sleep(each) // the load is the test
	before := clients.take()
	t.Logf("up:   %v", before)
	if len(before.failed) > 0 {
		t.Errorf("failed while Neo4j was up: %v", before.failed)
	}
	if judged {
		if p50, p99 := before.percentile(50), before.percentile(99); p99 > 10*p50 {
			t.Errorf("p99 %v is more than 10 × p50 %v", p99, p50)
		}
		if grown := heap() - memory; grown > 32<<20 {
			t.Errorf("memory has grown by %d MiB", grown>>20)
		}
	}

	n.Kill()
	clients.until(t, func(c tally) bool { return c.failed["UNAVAILABLE"] > 0 })
	untilReady(t, ts.URL, http.StatusServiceUnavailable)
	if n, err = local.Start(t.Context(), n.Config()); err != nil {
		t.Fatal(err)
	}
	untilReady(t, ts.URL, http.StatusOK)
	away := clients.take()
	t.Logf("away: %v", away)
	for code := range away.failed {
		if code != "UNAVAILABLE" && code != "TIMEOUT" && code != "OVERLOADED" {
			t.Errorf("failed with %q while Neo4j was away", code)
		}
	}

	// What was asked while it came back may still fail; what is asked now not.
	clients.until(t, func(c tally) bool { return c.answered > 200 })
	clients.take()
	time.Sleep(each)
	after := clients.take()
	t.Logf("back: %v", after)
	if len(after.failed) > 0 {
		t.Errorf("failed after Neo4j was back: %v", after.failed)
	}
	if after.answered == 0 {
		t.Error("nothing answered after Neo4j was back")
	}
}

// crowd is a graph with enough events that pages are full.
func crowd() *testgraph.Graph {
	g := story()
	for i := range 40 {
		g.Actor(testgraph.Actor{ID: fmt.Sprintf("minister%d", i), Name: fmt.Sprintf("Minister %d", i), Kind: "PERSON", State: []string{"IRN", "SAU", "ISR", "CHN"}[i%4]})
	}
	day := time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)
	for i := range 1000 {
		g.Event(testgraph.Event{
			ID: fmt.Sprintf("e%d", i), Type: "PHONE_CALL", Start: day.AddDate(0, 0, i/5).Format(time.DateOnly),
			From: []string{fmt.Sprintf("minister%d", i%40)}, To: []string{fmt.Sprintf("minister%d", (i*7+1)%40)}, Title: "Call",
		})
	}
	return g
}

// clients are 64 who ask without pause.
type clients struct {
	cancel context.CancelFunc
	wg     sync.WaitGroup
	http   *http.Client
	mu     sync.Mutex
	tally  tally
}

// tally is what became of their questions.
type tally struct {
	answered int
	failed   map[string]int // by code
	times    []time.Duration
}

func (c tally) percentile(p int) time.Duration {
	if len(c.times) == 0 {
		return 0
	}
	slices.Sort(c.times)
	return c.times[(len(c.times)-1)*p/100].Round(10 * time.Microsecond)
}

func (c tally) String() string {
	return fmt.Sprintf("%d answered, failed %v, p50 %v, p99 %v", c.answered, c.failed, c.percentile(50), c.percentile(99))
}

func startClients(base string) *clients {
	const count = 64
	ctx, cancel := context.WithCancel(context.Background())
	c := &clients{cancel: cancel, http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: count}}}
	c.tally.failed = map[string]int{}
	var next atomic.Int64
	for range count {
		c.wg.Go(func() {
			for ctx.Err() == nil {
				begin := time.Now()
				code, err := c.ask(ctx, base, int(next.Add(1)))
				if ctx.Err() != nil {
					return
				}
				if err != nil {
					code = err.Error()
				}
				c.mu.Lock()
				if code == "" {
					c.tally.answered++
					c.tally.times = append(c.tally.times, time.Since(begin))
				} else {
					c.tally.failed[code]++
				}
				c.mu.Unlock()
			}
		})
	}
	return c
}

// ask sends one of a few questions with a value that changes.
func (c *clients) ask(ctx context.Context, base string, i int) (code string, err error) {
	questions := []string{
		`query ($day: Date) { contacts(where: {after: {date: $day}}) { nodes { who { name } whom { name } event { date { start } } } } }`,
		`query ($day: Date) { events(where: {from: $day}, first: 10) { nodes { title initiators { name state { code } } } } }`,
		`query { actor(id: "khalid") { name events(first: 5) { nodes { title } } } }`,
	}
	day := time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%150).Format(time.DateOnly)
	q := questions[i%len(questions)]
	variables := map[string]any{"day": day}
	if i%len(questions) == 2 {
		variables = nil
	}
	body, err := json.Marshal(map[string]any{"query": q, "variables": variables})
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/graphql", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	var a struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return "", fmt.Errorf("answer %.100q: %w", text, err)
	}
	if len(a.Errors) > 0 {
		return a.Errors[0].Extensions.Code, nil
	}
	return "", nil
}

// take gives what was tallied since it was last asked.
func (c *clients) take() tally {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.tally
	c.tally = tally{failed: map[string]int{}}
	return t
}

func (c *clients) until(t *testing.T, enough func(tally) bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		c.mu.Lock()
		ok := enough(c.tally)
		c.mu.Unlock()
		if ok {
			return
		}
	}
	t.Fatalf("waited in vain: %v", c.take())
}

func (c *clients) stop() {
	c.cancel()
	c.wg.Wait()
	c.http.CloseIdleConnections()
}

func untilReady(t *testing.T, base string, status int) {
	t.Helper()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		resp, err := client.Get(base + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode == status {
			return
		}
	}
	t.Fatalf("/readyz does not turn %d", status)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
