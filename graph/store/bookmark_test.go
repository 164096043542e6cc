package store

import (
	"bytes"
	"io"
	"net"
	"regexp"
	"strings"
	"sync"
	"testing"

	"safir/graph/local/localtest"
)

// wire listens in on the connections to a server.
type wire struct {
	mu               sync.Mutex
	toServer, toUser bytes.Buffer
}

// tap returns an address that leads to a server, and what is said there.
func tap(t *testing.T, server string) (address string, w *wire) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w = &wire{}
	var wg sync.WaitGroup
	t.Cleanup(func() { _ = l.Close(); wg.Wait() })
	wg.Go(func() {
		for {
			user, err := l.Accept()
			if err != nil {
				return
			}
			there, err := net.Dial("tcp", server)
			if err != nil {
				_ = user.Close()
				return
			}
			pass := func(to, from net.Conn, heard *bytes.Buffer) {
				_, _ = io.Copy(to, io.TeeReader(from, writer(func(b []byte) { w.mu.Lock(); heard.Write(b); w.mu.Unlock() })))
				_ = to.Close()
			}
			wg.Go(func() { pass(there, user, &w.toServer) })
			wg.Go(func() { pass(user, there, &w.toUser) })
		}
	})
	return l.Addr().String(), w
}

type writer func(b []byte)

func (w writer) Write(b []byte) (int, error) { w(b); return len(b), nil }

// hear returns what was said since the last call.
func (w *wire) hear() (toServer, toUser string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	toServer, toUser = w.toServer.String(), w.toUser.String()
	w.toServer.Reset()
	w.toUser.Reset()
	return toServer, toUser
}

// TestWritesAreReadBackByBookmarks holds that a transaction names the bookmark
// of the one before, so that a server of a cluster which is behind waits
// before it answers.
func TestWritesAreReadBackByBookmarks(t *testing.T) {
	server := localtest.Neo4j(t)
	address, w := tap(t, strings.TrimPrefix(server.URI, "bolt://"))
	s, err := Open(t.Context(), Config{URI: "bolt://" + address, Username: server.Username, Password: server.Password})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(t.Context()) }()
	w.hear()
	if err := s.write(t.Context(), func(t transaction) error { return t.run("MERGE (:Lock {id: 'bookmark'})", nil) }); err != nil {
		t.Fatal(err)
	}
	_, answer := w.hear()
	bookmark := regexp.MustCompile(`FB:[A-Za-z0-9+/=:]+`).FindString(answer)
	if bookmark == "" {
		t.Fatalf("the commit gives no bookmark: %q", answer)
	}
	if _, err := s.read(t.Context(), "MATCH (n:Lock) RETURN count(n)", nil); err != nil {
		t.Fatal(err)
	}
	if asked, _ := w.hear(); !strings.Contains(asked, bookmark) {
		t.Errorf("the read does not wait for %s: %q", bookmark, asked)
	}
}
