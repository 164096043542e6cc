package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"safir/graph/local"
	"safir/graph/local/localtest"
)

// TestNeo4jAway takes Neo4j away in the middle of `safir run` and brings it
// back: the log says both, the process goes on by itself, and every article
// is there once.
func TestNeo4jAway(t *testing.T) {
	const articles = 40
	site := newsroom(t, articles)
	neo := ownNeo4j(t, t.TempDir())
	p := newProgramOver(t, fmt.Sprintf("sources:\n  - {name: newsroom, kind: feed, url: %q, schedule: \"@every 1s\"}\n", site.URL+"/feed"),
		localtest.Server{URI: neo.URI()}, "SAFIR_NEO4J_PATIENCE=1s")

	log := &journal{}
	c := p.command(t.Context(), "run")
	c.Stderr = log
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Process.Kill() }()
	log.await(t, "msg=run source=newsroom")
	neo.Kill()
	log.await(t, "all sources wait")
	log.await(t, "neo4j cannot be reached")
	config := neo.Config()
	neo, err := local.Start(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer neo.Kill()
	log.await(t, "the graph is back")
	log.forget()
	log.await(t, "status=DONE")
	if err := c.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	if states, _ := p.articles(); !complete(states, articles) {
		t.Errorf("after the outage the articles are %v", states)
	}
	if list, _, _ := p.output("sources"); !strings.Contains(list, "newsroom") {
		t.Errorf("safir sources: %s", list)
	}
}

// ownNeo4j starts a Neo4j that a test may kill.
func ownNeo4j(t *testing.T, dir string) *local.Neo4j {
	t.Helper()
	config := localtest.Config(t)
	config.Dir = dir
	n, err := local.Start(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Kill)
	return n
}

// journal is what a process logs, as far as it has come.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{} // closed when there is more; nil while nobody waits
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.more != nil {
		close(j.more)
		j.more = nil
	}
	return j.text.Write(b)
}

// await returns when the log has the words.
func (j *journal) await(t *testing.T, words string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	for {
		j.mu.Lock()
		text := j.text.String()
		if strings.Contains(text, words) {
			j.mu.Unlock()
			return
		}
		if j.more == nil {
			j.more = make(chan struct{})
		}
		more := j.more
		j.mu.Unlock()
		select {
		case <-more:
		case <-ctx.Done():
			t.Fatalf("the log does not come to %q:\n%s", words, text)
		}
	}
}

func (j *journal) forget() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.text.Reset()
}

// TestFullDisk fills the disk under the private Neo4j while a table is
// loaded: the load says what is wrong, and when there is room again it goes on
// where it was.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no small disk to be had here: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("%v %s", err, out)
		}
	})
	const rows = 6_000
	var table bytes.Buffer
	for i := range rows {
		fmt.Fprintf(&table, "State %d\tConsult\tState %d\t2014-%02d-%02d\n", i%97, i%89+100, i%12+1, i%28+1)
	}
	p := &program{t, t.TempDir(), append(os.Environ(), "SAFIR_DATA="+filepath.Join(dir, "data"))}
	load := func(table []byte) (string, int) {
		file := filepath.Join(p.dir, "facts.tsv")
		if err := os.WriteFile(file, table, 0o600); err != nil {
			t.Fatal(err)
		}
		_, errs, status := p.output("load", "--format", "icews", "--exact-names", file)
		return errs, status
	}

	neo := ownNeo4j(t, filepath.Join(dir, "data"))
	first, _, _ := bytes.Cut(table.Bytes(), []byte("\t2014-02"))
	if errs, status := load(append(first, "\t2014-02-01\n"...)); status != exitDone {
		t.Fatalf("load before the disk is full: status %d: %s", status, errs)
	}
	ballast := filepath.Join(dir, "ballast")
	if err := exec.Command("sh", "-c", "cat /dev/zero > "+ballast).Run(); err == nil {
		t.Fatal("the disk has no end")
	}
	errs, status := load(table.Bytes())
	if status != exitPartial || !strings.Contains(errs, local.ErrSpace.Error()) || !strings.Contains(errs, "load again to go on") {
		t.Errorf("load on a full disk: status %d: %s", status, errs)
	}
	neo.Kill()
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	ownNeo4j(t, filepath.Join(dir, "data"))
	for range 2 {
		if errs, status = load(table.Bytes()); status != exitDone {
			t.Fatalf("load when there is room again: status %d: %s", status, errs)
		}
	}
	if !strings.Contains(errs, "loaded 0 ") || strings.Contains(errs, "unchanged 0") {
		t.Errorf("the second load finds %s", errs)
	}
	if out, _, _ := p.output("dump"); strings.Count(out, `"INITIATED"`)+strings.Count(out, `"JOINED"`) == 0 {
		t.Error("nothing is in the graph")
	}
}
