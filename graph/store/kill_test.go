package store_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"safir/graph/local/localtest"
	"safir/graph/store"
	"safir/schema"
)

// killWorld is what killed loaders load.
func killWorld() []schema.Coded { return world(rand.New(rand.NewPCG(13, 13)), 30) }

// helperServer names the environment variable by which a test tells its child
// process which Neo4j to load into.
const helperServer = "SAFIR_TEST_LOAD_INTO"

// TestLoadInChild is no test of its own: it is the loader that
// TestKilledLoadersLeaveNothingHalfDone kills.
func TestLoadInChild(t *testing.T) {
	var server localtest.Server
	if err := json.Unmarshal([]byte(os.Getenv(helperServer)), &server); err != nil {
		t.Skip("not a child")
	}
	s, err := store.Open(t.Context(), store.Config{URI: server.URI, Username: server.Username, Password: server.Password})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(context.WithoutCancel(t.Context())) }()
	load(t, s, killWorld(), rand.New(rand.NewPCG(rand.Uint64(), 0)), 2)
}

func TestKilledLoadersLeaveNothingHalfDone(t *testing.T) {
	s := open(t)
	load(t, s, killWorld(), rand.New(rand.NewPCG(1, 1)), 1)
	want := strings.Split(dump(t, s), "\n")
	server, err := json.Marshal(localtest.Neo4j(t))
	if err != nil {
		t.Fatal(err)
	}
	for round := range rounds(2) {
		if err := store.Empty(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		killed := 0
		for try := range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(300+rand.IntN(1500))*time.Millisecond)
			child := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestLoadInChild$")
			child.Env = append(os.Environ(), helperServer+"="+string(server))
			if out, err := child.CombinedOutput(); ctx.Err() != nil {
				killed++
			} else if err != nil {
				t.Fatalf("round %d, try %d: %v\n%s", round, try, err, out)
			}
			cancel()
		}
		load(t, s, killWorld(), rand.New(rand.NewPCG(uint64(round), 9)), 2)
		if diff := cmp.Diff(want, strings.Split(dump(t, s), "\n")); diff != "" {
			t.Fatalf("round %d, killed %d times, gives another graph:\n%s", round, killed, diff)
		}
		tellRound(t, round)
	}
}
