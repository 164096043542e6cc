package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"safir/graph/local/localtest"
)

// newsroom is a web site with a feed of articles. Some of its pages answer
// slowly, so that a kill finds work in hand.
func newsroom(t *testing.T, articles int) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, isArticle := strings.CutPrefix(r.URL.Path, "/a/")
		switch {
		case r.URL.Path == "/feed":
			_, _ = io.WriteString(w, `<rss version="2.0"><channel><title>Newsroom</title>`)
			for i := range articles {
				fmt.Fprintf(w, `<item><title>Call %d</title><link>/a/%d?utm_source=feed</link><pubDate>Sun, 29 Jun 2025 10:00:00 +0300</pubDate></item>`, i, i)
			}
			_, _ = io.WriteString(w, `</channel></rss>`)
		case isArticle:
			fmt.Fprintf(w, `<html><body><article><h1>Call %s</h1><p>Omani Foreign Minister Badr Albusaidi called his Iranian counterpart Abbas Araghchi on Sunday.</p><p>It was conversation number %s of the year, a spokesman said in Muscat.</p></article></body></html>`, n, n)
		case r.URL.Path == "/malformed":
			_, _ = io.WriteString(w, "<rss><channel><item>")
		case r.URL.Path == "/busy":
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusServiceUnavailable)
		case r.URL.Path == "/slow":
			<-r.Context().Done()
		case r.URL.Path == "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = z.Write(make([]byte, 100<<20))
			_ = z.Close()
		case r.URL.Path == "/endless":
			b := bytes.Repeat([]byte("x"), 1<<16)
			for {
				if _, err := w.Write(b); err != nil {
					return
				}
			}
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// program is safir as a process of its own, with a configuration and the
// tests' Neo4j, emptied.
type program struct {
	t   *testing.T
	dir string
	env []string
}

func newProgram(t *testing.T, config string) *program {
	t.Helper()
	localtest.Reset(t)
	return newProgramOver(t, config, localtest.Neo4j(t))
}

// newProgramOver is newProgram over another Neo4j.
func newProgramOver(t *testing.T, config string, n localtest.Server, env ...string) *program {
	t.Helper()
	dir := t.TempDir()
	config = "fetch: {allow_private: true, rate: 1000, timeout: 5s, body: 1MiB}\nschedule: {lease: 3s, poll: 200ms, backoff: 1m}\n" + config
	if err := os.WriteFile(filepath.Join(dir, "safir.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	own := append(os.Environ(), "SAFIR_NEO4J_URI="+n.URI, "SAFIR_NEO4J_USERNAME="+n.Username, "SAFIR_NEO4J_PASSWORD="+n.Password, "SAFIR_NEO4J_PATIENCE=20s")
	return &program{t, dir, append(own, env...)}
}

func (p *program) command(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, "safir", args...)
	c.Dir, c.Env = p.dir, p.env
	return c
}

// output runs safir to its end and returns what it prints, and its status.
func (p *program) output(args ...string) (stdout, stderr string, status int) {
	p.t.Helper()
	var out, errs bytes.Buffer
	c := p.command(p.t.Context(), args...)
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil && c.ProcessState == nil {
		p.t.Fatal(err)
	}
	return out.String(), errs.String(), c.ProcessState.ExitCode()
}

// articles returns the states of all articles by address, out of a dump.
func (p *program) articles() (states map[string][]string, dump string) {
	p.t.Helper()
	dump, errs, status := p.output("dump")
	if status != 0 {
		p.t.Fatalf("dump: status %d: %s", status, errs)
	}
	states = make(map[string][]string)
	in := bufio.NewScanner(strings.NewReader(dump))
	in.Buffer(nil, 1<<22)
	for in.Scan() {
		var node struct {
			Labels []string
			Props  struct{ URL, State string }
		}
		if err := json.Unmarshal(in.Bytes(), &node); err != nil {
			p.t.Fatal(err)
		}
		if len(node.Labels) == 1 && node.Labels[0] == "Article" {
			states[node.Props.URL] = append(states[node.Props.URL], node.Props.State)
		}
	}
	return states, dump
}

// complete tells whether every article is in the graph once, coded.
func complete(states map[string][]string, want int) bool {
	for _, s := range states {
		if len(s) != 1 || s[0] != "coded" {
			return false
		}
	}
	return len(states) == want
}

// TestKilledRunsLoseNothing kills `safir run` at random moments, then lets one
// finish: every article is there once, and the graph is that of a run that
// nobody killed. SAFIR_TEST_KILLS sets how often it is killed.
func TestKilledRunsLoseNothing(t *testing.T) {
	const articles = 40
	kills := 3
	if n, err := strconv.Atoi(os.Getenv("SAFIR_TEST_KILLS")); err == nil {
		kills = n
	}
	site := newsroom(t, articles)
	config := fmt.Sprintf("sources:\n  - {name: newsroom, kind: feed, url: %q, schedule: \"@every 1s\"}\n", site.URL+"/feed")

	calm := newProgram(t, config)
	if _, errs, status := calm.output("run", "--once"); status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	states, want := calm.articles()
	if !complete(states, articles) {
		t.Fatalf("a run that nobody kills leaves %v", states)
	}

	for _, processes := range []int{1, 2} {
		t.Run(fmt.Sprint(processes), func(t *testing.T) {
			p := newProgram(t, config)
			random := rand.New(rand.NewPCG(1, uint64(processes)))
			for range kills {
				var running []*exec.Cmd
				for range processes {
					c := p.command(t.Context(), "run")
					if err := c.Start(); err != nil {
						t.Fatal(err)
					}
					running = append(running, c)
				}
				for _, c := range running {
					ended := make(chan struct{})
					kill := time.AfterFunc(time.Duration(random.IntN(3000))*time.Millisecond, func() { _ = c.Process.Kill() })
					go func() { defer close(ended); _ = c.Wait() }()
					<-ended
					kill.Stop()
				}
			}
			p.finish(articles, processes)
			if _, got := p.articles(); got != want {
				t.Errorf("the graph is not that of a run that nobody killed: %d bytes, want %d", len(got), len(want))
			}
		})
	}
}

// finish runs safir until all articles are there, then stops it as a user
// does, and checks that it ends well.
func (p *program) finish(articles, processes int) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), 2*time.Minute)
	defer cancel()
	var running []*exec.Cmd
	var logs []*bytes.Buffer
	for range processes {
		c, log := p.command(ctx, "run"), new(bytes.Buffer)
		c.Stderr = log
		if err := c.Start(); err != nil {
			p.t.Fatal(err)
		}
		running, logs = append(running, c), append(logs, log)
	}
	for {
		if states, _ := p.articles(); complete(states, articles) {
			break
		} else if ctx.Err() != nil {
			p.t.Fatalf("not all articles came: %v", states)
		}
	}
	for i, c := range running {
		if err := c.Process.Signal(syscall.SIGINT); err != nil {
			p.t.Fatal(err)
		}
		if err := c.Wait(); err != nil {
			p.t.Logf("after Ctrl-C: %v\n%s", err, logs[i])
		}
	}
}

// TestFaultsOfOneSourceStopNoOther runs sources that misbehave beside a good
// one: each fault ends in a clear line of log and in `safir sources`.
func TestFaultsOfOneSourceStopNoOther(t *testing.T) {
	site := newsroom(t, 5)
	config := "sources:\n"
	for name, path := range map[string]string{"good": "/feed", "malformed": "/malformed", "busy": "/busy", "endless": "/endless", "slow": "/slow", "bomb": "/bomb", "gone": "/gone"} {
		config += fmt.Sprintf("  - {name: %s, kind: feed, url: %q, schedule: \"@daily\"}\n", name, site.URL+path)
	}
	config += "  - {name: nohost, kind: feed, url: \"http://no-such-host.invalid/feed\", schedule: \"@daily\"}\n"
	config += "  - {name: nofolder, kind: folder, path: /no/such/folder, schedule: \"@daily\"}\n"
	p := newProgram(t, config)
	_, errs, status := p.output("run", "--once")
	if status != 1 {
		t.Errorf("status %d", status)
	}
	list, _, _ := p.output("sources")
	for source, want := range map[string]string{
		"malformed": "malformed feed", "busy": "503 Service Unavailable, and asks to come back in 1h0m0s", "endless": "larger than the limit of 1 MiB",
		"slow": "the server took too long", "bomb": "larger than the limit of 1 MiB", "gone": "404 Not Found", "nohost": "no-such-host.invalid", "nofolder": "no such file or directory",
	} {
		if !strings.Contains(errs, want) {
			t.Errorf("%s: the log lacks %q:\n%s", source, want, errs)
		}
		if !strings.Contains(list, want) {
			t.Errorf("%s: safir sources lacks %q:\n%s", source, want, list)
		}
	}
	if states, _ := p.articles(); !complete(states, 5) {
		t.Errorf("the good source left %v", states)
	}
}
