package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// Username is the one user of a private Neo4j.
const Username = "neo4j"

// What a [Config] without these fields means.
const (
	DefaultBoltPort     = 7687
	DefaultHTTPPort     = 7474
	DefaultHeapMiB      = 512
	DefaultPageCacheMiB = 256
)

// AnyPort asks for a port that is free.
const AnyPort = -1

const (
	host = "127.0.0.1"
	// stopGrace is how long Neo4j may take to end well before it is killed.
	stopGrace = 30 * time.Second
	// startTime is how long it may take to answer, on the slowest machine.
	startTime = 5 * time.Minute
	// refusedTime is how long it may refuse the right password as it starts.
	refusedTime = 30 * time.Second
	// leastFree is the room on the disk, in bytes, without which it is not started.
	leastFree = 64 << 20
)

// Config says which Neo4j to run. Only Dir must be set.
type Config struct {
	// Dir is the data folder, made where it is missing: data, configuration,
	// logs and the password.
	Dir string
	// Cache is where Neo4j's own files are kept for all data folders; the
	// folder safir of the user's caches if empty.
	Cache string

	// The ports on the loopback address: 0 is the default, AnyPort one that
	// is free.
	BoltPort, HTTPPort int
	// NoBrowser leaves out HTTP and with it Neo4j Browser.
	NoBrowser bool
	// PostConnect is what Neo4j Browser runs after sign-in:
	// "play http://localhost:8080/browser/guide.html".
	PostConnect string
	// RemoteHosts are the names of the hosts, without ports, from which
	// Browser may load guides. 127.0.0.1 is not localhost to it.
	RemoteHosts []string

	// HeapMiB and PageCacheMiB bound the memory.
	HeapMiB, PageCacheMiB int
	// Settings are further lines of neo4j.conf, JavaFlags further flags of
	// the Java machine.
	Settings  map[string]string
	JavaFlags []string
	// Brief is for a Neo4j that only takes in a load and is then stopped: it
	// is at full speed at once, at the price of less of it after an hour.
	Brief bool
	// NoAuth lets everybody on this machine in without password.
	NoAuth bool
	// Throwaway is for data that nobody needs afterwards: Neo4j is killed to
	// stop it.
	Throwaway bool

	// Tell is given the progress, a line at a time, for a user to read.
	Tell func(line string)

	// grace is how long Neo4j may take to end well before it is killed.
	grace time.Duration
}

func (c Config) withDefaults() (Config, error) {
	if c.Dir == "" {
		return c, errors.New("no data folder given")
	}
	if c.Cache == "" {
		var err error
		if c.Cache, err = defaultCache(); err != nil {
			return c, err
		}
	}
	if c.grace == 0 && !c.Throwaway {
		c.grace = stopGrace
	}
	for value, otherwise := range map[*int]int{
		&c.BoltPort: DefaultBoltPort, &c.HTTPPort: DefaultHTTPPort,
		&c.HeapMiB: DefaultHeapMiB, &c.PageCacheMiB: DefaultPageCacheMiB,
	} {
		if *value == 0 {
			*value = otherwise
		}
	}
	return c, nil
}

func (c Config) tell(format string, args ...any) {
	if c.Tell != nil {
		c.Tell(fmt.Sprintf(format, args...))
	}
}

// Neo4j is a private Neo4j that runs.
type Neo4j struct {
	cfg      Config
	home     home
	process  *process
	password string
	// stopped says that it was this process that ended Neo4j.
	stopped atomic.Bool
	// done is closed when Neo4j has ended and its folder is free.
	done chan struct{}
}

// Start runs a private Neo4j and returns when it answers. Done, ctx ends the
// start, but not a Neo4j that is started: that is [Neo4j.Stop]'s.
func Start(ctx context.Context, cfg Config) (*Neo4j, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	h, p, err := cfg.open(ctx)
	if err != nil {
		return nil, err
	}
	return start(ctx, cfg, h, p)
}

// start runs Neo4j over a home, which is closed when it ends or does not start.
func start(ctx context.Context, cfg Config, h home, p program) (*Neo4j, error) {
	n, err := startOnFreePorts(ctx, cfg, h, p)
	if err != nil {
		h.close()
		return nil, err
	}
	go func() {
		<-n.process.done
		h.hideAddress() //nolint:errcheck // the next start does it, too
		h.close()
		close(n.done)
	}()
	return n, nil
}

// Admin runs neo4j-admin over a data folder whose Neo4j is stopped, as in
// Admin(ctx, cfg, out, "database", "import", "full", "neo4j", …).
func Admin(ctx context.Context, cfg Config, out io.Writer, args ...string) error {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return err
	}
	h, p, err := cfg.open(ctx)
	if err != nil {
		return err
	}
	defer h.close()
	if err := h.configure(cfg); err != nil {
		return err
	}
	if err := h.admin(p)(ctx, out, args...); err != nil {
		return fmt.Errorf("neo4j-admin %s: %w", args[0], err)
	}
	return nil
}

// Discard deletes a database of a data folder whose Neo4j is stopped, with all
// that is in it. The next start makes it anew, empty. It is for what an import
// that failed leaves behind, over which Neo4j would not come up.
func Discard(ctx context.Context, cfg Config, database string) error {
	h, err := openHome(ctx, cfg.Dir)
	if err != nil {
		return err
	}
	defer h.close()
	return errors.Join(os.RemoveAll(filepath.Join(h.dir, "data", "databases", database)), os.RemoveAll(filepath.Join(h.dir, "data", "transactions", database)))
}

// open gives all that stands before a start: the locked folder and the program.
func (c Config) open(ctx context.Context) (h home, p program, err error) {
	if h, err = openHome(ctx, c.Dir); err != nil {
		return home{}, program{}, err
	}
	var release string
	if p.java, release, err = findJava(ctx); err == nil {
		p.jars, err = install(ctx, c.Cache, c.tell)
	}
	if err == nil {
		p, err = prepare(ctx, p, release, c.tell)
	}
	if err != nil {
		h.close()
		return home{}, program{}, err
	}
	return h, p, nil
}

func (h home) configure(cfg Config) error {
	err := os.WriteFile(filepath.Join(h.conf(), "neo4j.conf"), []byte(cfg.settings()), 0o600)
	return spaceOr(err, h.dir)
}

func startOnFreePorts(ctx context.Context, cfg Config, h home, p program) (*Neo4j, error) {
	// Ports of one's own choice fail at once; free ones may be taken by
	// another before Neo4j has them, and are then chosen anew.
	const tries = 4
	for try := 1; ; try++ {
		chosen, err := cfg.choosePorts(ctx)
		if err != nil {
			return nil, err
		}
		n, err := startOnce(ctx, chosen, h, p)
		if errors.Is(err, ErrPort) && try < tries && (cfg.BoltPort == AnyPort || cfg.HTTPPort == AnyPort) {
			continue
		}
		return n, err
	}
}

func startOnce(ctx context.Context, cfg Config, h home, p program) (*Neo4j, error) {
	if err := h.configure(cfg); err != nil {
		return nil, err
	}
	if err := Room(h.dir); err != nil {
		return nil, err
	}
	n := &Neo4j{cfg: cfg, home: h, done: make(chan struct{})}
	var err error
	if !cfg.NoAuth {
		if n.password, err = h.credentials(ctx, h.admin(p)); err != nil {
			return nil, err
		}
	}
	console, err := os.OpenFile(h.console(), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, spaceOr(err, h.dir)
	}
	defer console.Close() // the child has its own
	cfg.tell("starting Neo4j %s over %s", Version, h.dir)
	args := append([]string{p.java}, cfg.flags()...)
	if p.classes != "" {
		args = append(args, "-XX:SharedArchiveFile="+p.classes)
	}
	args = append(args, "-cp", filepath.Join(p.jars, "*"), "org.neo4j.server.CommunityEntryPoint",
		"--home-dir="+h.dir, "--config-dir="+h.conf())
	if n.process, err = startProcess(h, cfg.grace, console, args); err != nil {
		return nil, fmt.Errorf("start Neo4j: %w", err)
	}
	err = n.untilReady(ctx)
	if err == nil {
		err = h.tellAddress(Running{URI: n.URI(), HTTP: n.HTTP(), Username: n.Username()})
	}
	if err != nil {
		n.process.kill()
		return nil, err
	}
	return n, nil
}

// choosePorts replaces AnyPort and sees that the ports are free.
func (c Config) choosePorts(ctx context.Context) (Config, error) {
	ports := []struct {
		key  string
		port *int
	}{{"bolt_port", &c.BoltPort}, {"http_port", &c.HTTPPort}}
	if c.NoBrowser {
		ports = ports[:1]
	}
	for _, p := range ports {
		asked := max(*p.port, 0)
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(asked)))
		if err != nil {
			return c, fmt.Errorf("%w: another program listens on port %d of this machine, perhaps another Neo4j: stop it, choose another port (%s), or configure neo4j.uri to use it (%w)", ErrPort, asked, p.key, err)
		}
		defer l.Close() // after all are chosen, so that they differ
		*p.port = l.Addr().(*net.TCPAddr).Port
	}
	return c, nil
}

// untilReady waits until Neo4j answers a query and serves Browser.
func (n *Neo4j) untilReady(ctx context.Context) error {
	driver, err := neo4j.NewDriverWithContext(n.URI(), n.auth())
	if err != nil {
		return err
	}
	defer driver.Close(ctx)
	ctx, cancel := context.WithTimeoutCause(ctx, startTime, fmt.Errorf("it has not answered for %v", startTime))
	defer cancel()
	var refused time.Time // since when
	for {
		err := n.answers(ctx, driver)
		if err == nil {
			return nil
		}
		// A Neo4j that starts for the first time listens a moment before it
		// has its user. To ask it too often would lock the user out.
		again := 50 * time.Millisecond
		var e *neo4j.Neo4jError
		if errors.As(err, &e) && e.Code == "Neo.ClientError.Security.Unauthorized" {
			again = time.Second
			if refused.IsZero() {
				refused = time.Now()
			}
		}
		if !refused.IsZero() && time.Since(refused) > refusedTime {
			return fmt.Errorf("%w: Neo4j refuses the one in %s: put the right one into that file, or choose another data folder", ErrPassword, n.home.password())
		}
		select {
		case <-n.process.done:
			return n.home.explain(n.cfg, n.process.failure())
		case <-ctx.Done():
			return fmt.Errorf("wait for Neo4j to start (its words are in %s): %w", n.home.console(), context.Cause(ctx))
		case <-time.After(again):
		}
	}
}

func (n *Neo4j) answers(ctx context.Context, driver neo4j.DriverWithContext) error {
	// A try of its own: one that hangs must not hide that Neo4j has ended.
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	dialer := net.Dialer{}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(n.cfg.BoltPort)))
	if err != nil {
		return err
	}
	conn.Close()
	if _, err := neo4j.ExecuteQuery(ctx, driver, "RETURN 1", nil, neo4j.EagerResultTransformer,
		neo4j.ExecuteQueryWithDatabase("neo4j")); err != nil {
		return err
	}
	if n.cfg.NoBrowser {
		return nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, n.HTTP(), nil)
	if err != nil {
		return err
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // leaves nothing behind
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func (n *Neo4j) auth() neo4j.AuthToken {
	if n.cfg.NoAuth {
		return neo4j.NoAuth()
	}
	return neo4j.BasicAuth(Username, n.password, "")
}

// URI is where a driver connects.
func (n *Neo4j) URI() string { return fmt.Sprintf("bolt://%s:%d", host, n.cfg.BoltPort) }

// HTTP is the address of Neo4j Browser, empty without it. It says localhost,
// not 127.0.0.1: that is the name that guides are allowed for.
func (n *Neo4j) HTTP() string {
	if n.cfg.NoBrowser {
		return ""
	}
	return fmt.Sprintf("http://localhost:%d", n.cfg.HTTPPort)
}

// Username is who signs in, empty with NoAuth.
func (n *Neo4j) Username() string {
	if n.cfg.NoAuth {
		return ""
	}
	return Username
}

// Password is the user's, empty with NoAuth.
func (n *Neo4j) Password() string { return n.password }

// Config is the configuration in use: ports chosen, defaults filled in. To
// start it gives the same Neo4j again.
func (n *Neo4j) Config() Config { return n.cfg }

// Done is closed when Neo4j has ended, whatever the reason, and its data
// folder is free.
func (n *Neo4j) Done() <-chan struct{} { return n.done }

// Wait waits until Neo4j has ended. The error says how it did, if nobody here
// stopped it.
func (n *Neo4j) Wait() error {
	<-n.done
	if n.stopped.Load() {
		return nil
	}
	return fmt.Errorf("neo4j ended by itself: its words are in %s (%w)", n.home.console(), n.process.failure())
}

// Stop ends Neo4j and returns when it has ended and its data folder is free.
// If ctx is done before, Neo4j is killed. Stop may be called more than once.
func (n *Neo4j) Stop(ctx context.Context) error {
	n.stopped.Store(true)
	n.process.release()
	select {
	case <-n.done:
		return nil
	case <-ctx.Done():
		n.Kill()
		return fmt.Errorf("stop Neo4j: killed, as it had not ended in time: %w", ctx.Err())
	}
}

// Kill ends Neo4j as a power cut would, and waits for that.
func (n *Neo4j) Kill() {
	n.stopped.Store(true)
	n.process.kill()
	<-n.done
}
