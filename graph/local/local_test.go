package local_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/graph/local"
	"safir/graph/local/localtest"
)

// asParent makes the test binary the parent of a Neo4j, to be killed.
const asParent = "SAFIR_TEST_PARENT_OVER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(asParent); dir != "" {
		beParent(dir)
	}
	localtest.Main(m)
}

func beParent(dir string) {
	cfg := small(dir)
	n, err := local.Start(context.Background(), cfg)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("ready", n.URI())
	select {}
}

// small is a configuration as safir up has it, only smaller.
func small(dir string) local.Config {
	return local.Config{Dir: dir, BoltPort: local.AnyPort, HTTPPort: local.AnyPort, NoBrowser: true, PageCacheMiB: 64}
}

func TestStartServesAndKeepsItsData(t *testing.T) {
	cfg := small(t.TempDir())
	cfg.NoBrowser = false
	cfg.PostConnect = "play http://localhost:8080/guide"
	cfg.RemoteHosts = []string{"localhost"}
	n := mustStart(t, cfg)
	if got := count(t, n, "CREATE (:Kept) RETURN count(*)"); got != 1 {
		t.Fatalf("created %d nodes", got)
	}

	info, err := os.Stat(filepath.Join(cfg.Dir, "password"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("password file: %v, %v", info, err)
	}
	if len(n.Password()) < 20 {
		t.Errorf("password %q is short", n.Password())
	}
	driver := connect(t, n.URI(), neo4j.BasicAuth("neo4j", "neo4j", ""))
	if err := driver.VerifyConnectivity(t.Context()); err == nil {
		t.Error("neo4j/neo4j is let in")
	}
	for _, page := range []string{"/browser/", "/"} {
		resp, err := http.Get(n.HTTP() + page)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Errorf("GET %s: %s", page, resp.Status)
		}
	}

	_, err = local.Start(t.Context(), cfg)
	if !errors.Is(err, local.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprintf("process %d ", os.Getpid())) {
		t.Errorf("second start over the same folder: %v", err)
	}

	found, err := local.Find(cfg.Dir)
	if want := (local.Running{URI: n.URI(), HTTP: n.HTTP(), Username: "neo4j", Password: n.Password()}); err != nil || found != want {
		t.Errorf("found %v, %v, want %v", found, err, want)
	}

	if err := n.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := local.Find(cfg.Dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("found after Stop: %v", err)
	}
	if err := n.Wait(); err != nil {
		t.Errorf("Wait after Stop: %v", err)
	}
	again := mustStart(t, n.Config())
	if again.URI() != n.URI() || again.Password() != n.Password() {
		t.Errorf("restarted as %s, was %s", again.URI(), n.URI())
	}
	if got := count(t, again, "MATCH (n:Kept) RETURN count(n)"); got != 1 {
		t.Errorf("%d nodes kept, want 1", got)
	}
	again.Kill()
	if _, err := os.Stat(cfg.Dir); err != nil || !local.Abandoned(cfg.Dir) {
		t.Errorf("folder of a killed Neo4j is not free: %v", err)
	}

	if err := os.Remove(filepath.Join(cfg.Dir, "password")); err != nil {
		t.Fatal(err)
	}
	if _, err := local.Start(t.Context(), cfg); !errors.Is(err, local.ErrPassword) {
		t.Errorf("start without the password of the data: %v", err)
	}
}

func TestNeo4jEndsWithAKilledParent(t *testing.T) {
	dir := t.TempDir()
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), asParent+"="+dir)
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	uri, ok := strings.CutPrefix(strings.TrimSpace(line), "ready ")
	if !ok {
		t.Fatalf("parent said %q, %v", line, err)
	}
	if local.Abandoned(dir) {
		t.Error("folder in use looks abandoned")
	}
	if err := parent.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	parent.Wait() //nolint:errcheck // it was killed

	// A start waits for the Neo4j that is on its way out.
	n := mustStart(t, small(dir))
	if n.URI() == uri {
		t.Error("a free port was chosen twice")
	}
	if _, err := net.Dial("tcp", strings.TrimPrefix(uri, "bolt://")); err == nil {
		t.Error("the Neo4j of the killed parent still listens")
	}
}

func TestANeo4jThatEndsByItselfIsTold(t *testing.T) {
	n := mustStart(t, localtest.Config(t))
	count(t, n, "CALL dbms.listConfig('server.bolt.listen_address') YIELD value RETURN count(value)")
	pids, err := exec.Command("pgrep", "-f", "home-dir="+n.Config().Dir+" ").Output()
	if err != nil {
		t.Skipf("pgrep: %v", err)
	}
	for pid := range strings.FieldsSeq(string(pids)) {
		exec.Command("kill", "-9", pid).Run() //nolint:errcheck // the watchdog may have ended before
	}
	if err := n.Wait(); err == nil || !strings.Contains(err.Error(), "ended by itself") {
		t.Errorf("Wait: %v", err)
	}
}

func TestPortInUse(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	cfg := small(t.TempDir())
	cfg.BoltPort = l.Addr().(*net.TCPAddr).Port
	_, err = local.Start(t.Context(), cfg)
	if !errors.Is(err, local.ErrPort) || !strings.Contains(err.Error(), fmt.Sprint(cfg.BoltPort)) {
		t.Errorf("start on a port in use: %v", err)
	}
	if !local.Abandoned(cfg.Dir) {
		t.Error("the folder is not free after a failed start")
	}
}

func TestAdmin(t *testing.T) {
	cfg := small(t.TempDir())
	nodes := filepath.Join(t.TempDir(), "nodes.csv")
	if err := os.WriteFile(nodes, []byte("id:ID,:LABEL\na,Thing\nb,Thing\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := local.Admin(t.Context(), cfg, &out, "database", "import", "full", "neo4j", "--nodes="+nodes); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	n := mustStart(t, cfg)
	if got := count(t, n, "MATCH (n:Thing) RETURN count(n)"); got != 2 {
		t.Errorf("%d nodes imported, want 2", got)
	}
	if err := local.Admin(t.Context(), cfg, &out, "database", "info"); !errors.Is(err, local.ErrLocked) {
		t.Errorf("admin over a running Neo4j: %v", err)
	}
	if err := local.Discard(t.Context(), cfg, "neo4j"); !errors.Is(err, local.ErrLocked) {
		t.Errorf("discard the database of a running Neo4j: %v", err)
	}
	if err := n.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}

	// An import that fails leaves what Neo4j would not come up over.
	if err := local.Admin(t.Context(), cfg, &out, "database", "import", "full", "neo4j", "--overwrite-destination=true", "--nodes=/no/such/file"); err == nil {
		t.Error("an import of nothing succeeds")
	}
	if err := local.Discard(t.Context(), cfg, "neo4j"); err != nil {
		t.Fatal(err)
	}
	if got := count(t, mustStart(t, cfg), "MATCH (n) RETURN count(n)"); got != 0 {
		t.Errorf("%d nodes are left", got)
	}
}

func TestACancelledStartLeavesNothing(t *testing.T) {
	cfg := small(t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	cfg.Tell = func(line string) {
		if strings.HasPrefix(line, "starting") {
			cancel()
		}
	}
	if _, err := local.Start(ctx, cfg); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled start: %v", err)
	}
	if !local.Abandoned(cfg.Dir) {
		t.Error("the folder is not free after a cancelled start")
	}
}

func mustStart(t *testing.T, cfg local.Config) *local.Neo4j {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	begin := time.Now()
	n, err := local.Start(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("started in %v", time.Since(begin).Round(time.Millisecond))
	t.Cleanup(n.Kill)
	return n
}

func connect(t *testing.T, uri string, auth neo4j.AuthToken) neo4j.DriverWithContext {
	t.Helper()
	driver, err := neo4j.NewDriverWithContext(uri, auth)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { driver.Close(context.Background()) })
	return driver
}

func count(t *testing.T, n *local.Neo4j, cypher string) int64 {
	t.Helper()
	auth := neo4j.NoAuth()
	if n.Username() != "" {
		auth = neo4j.BasicAuth(n.Username(), n.Password(), "")
	}
	result, err := neo4j.ExecuteQuery(t.Context(), connect(t, n.URI(), auth), cypher, nil, neo4j.EagerResultTransformer)
	if err != nil {
		t.Fatal(err)
	}
	v, _ := result.Records[0].Values[0].(int64)
	return v
}

func TestAFullDiskIsToldAtOnce(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no small disk to be had here: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("%v %s", err, out)
		}
	})
	_, err := local.Start(t.Context(), small(filepath.Join(dir, "data")))
	if !errors.Is(err, local.ErrSpace) || !strings.Contains(err.Error(), "make room") {
		t.Errorf("start on a full disk: %v", err)
	}
}
