package local

import (
	"bufio"
	"context"
	"crypto/sha256"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

//go:embed pom.xml
var pom []byte

// Version is the Neo4j that pom.xml names.
const Version = "5.26.12"

// marker is the file that a finished fetch leaves: one line for each jar, its
// size and name. It lets a later run see a copy that lost something since.
const marker = "complete"

// install gives the folder of Neo4j's jars in the cache, fetched first where
// it is not there whole.
func install(ctx context.Context, cache string, tell func(string, ...any)) (string, error) {
	sum := sha256.Sum256(pom)
	dir := filepath.Join(cache, fmt.Sprintf("neo4j-%s-%x", Version, sum[:6]))
	if whole(dir) {
		return dir, nil
	}
	if err := os.MkdirAll(cache, 0o750); err != nil {
		return "", spaceOr(fmt.Errorf("cache folder: %w", err), cache)
	}
	lock, err := waitLock(ctx, dir+".lock", func() {
		tell("waiting for another safir that fetches Neo4j")
	})
	if err != nil {
		return "", err
	}
	defer lock.Close()
	if whole(dir) {
		return dir, nil
	}

	// What an earlier fetch left that was cut: the lock says nobody uses it.
	stale, err := filepath.Glob(dir + ".part-*")
	if err != nil {
		return "", err
	}
	for _, old := range append(stale, dir) {
		if err := os.RemoveAll(old); err != nil {
			return "", fmt.Errorf("clear the cache: %w", err)
		}
	}
	part, err := os.MkdirTemp(cache, filepath.Base(dir)+".part-")
	if err != nil {
		return "", spaceOr(fmt.Errorf("cache folder: %w", err), cache)
	}
	defer os.RemoveAll(part)
	if err := fetch(ctx, home{dir: part, lock: lock}, tell); err != nil {
		return "", spaceOr(err, cache)
	}
	if err := os.Rename(part, dir); err != nil {
		return "", fmt.Errorf("keep what was fetched: %w", err)
	}
	return dir, nil
}

// fetch lets Maven copy every jar into a folder and writes the marker. Maven
// ends with this process, and holds the folder's lock until then.
func fetch(ctx context.Context, to home, tell func(string, ...any)) error {
	mvn, err := exec.LookPath("mvn")
	if err != nil {
		return fmt.Errorf("%w: Maven fetches Neo4j the first time: install it (Debian, Ubuntu: apt install maven; macOS: brew install maven), or configure neo4j.uri to use a Neo4j of your own (%w)", ErrMaven, err)
	}
	file := filepath.Join(to.dir, "pom.xml")
	if err := os.WriteFile(file, pom, 0o644); err != nil {
		return err
	}
	tell("fetching Neo4j %s with Maven, once: about 130 MB into %s", Version, filepath.Dir(to.dir))
	// Strict checksums: a jar that was damaged on its way fails the fetch.
	out, in := io.Pipe()
	p, err := startProcess(to, 5*time.Second, in, []string{mvn, "--batch-mode", "--strict-checksums", "--file", file,
		"dependency:copy-dependencies", "-DoutputDirectory=" + to.dir})
	if err != nil {
		return fmt.Errorf("%w: start Maven: %w", ErrDownload, err)
	}
	done := make(chan []string)
	go func() { done <- follow(out, tell) }()
	select {
	case <-p.done:
	case <-ctx.Done():
		p.kill()
	}
	in.Close()
	faults := <-done
	if ctx.Err() != nil {
		return ctx.Err()
	}
	err = p.err
	if err != nil {
		return fmt.Errorf("%w (%w): check the network and the disk and start again, nothing half is kept; behind a proxy, Maven reads ~/.m2/settings.xml. Maven said:\n  %s",
			ErrDownload, err, strings.Join(faults[:min(len(faults), 8)], "\n  "))
	}
	jars, err := writeMarker(to.dir)
	if err == nil {
		tell("Neo4j is there: %d jars", jars)
	}
	return err
}

var downloaded = regexp.MustCompile(`Downloaded from \S+: \S+/(\S+\.jar) \(`)

// follow reads what Maven says to its end, tells the progress about once in
// two seconds, and gives the lines that name a fault.
func follow(out io.Reader, tell func(string, ...any)) (faults []string) {
	const every = 2 * time.Second
	var fetched int
	last := time.Now()
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "[ERROR]"):
			faults = append(faults, strings.TrimSpace(strings.TrimPrefix(line, "[ERROR]")))
		case downloaded.MatchString(line):
			fetched++
			if time.Since(last) > every {
				last = time.Now()
				tell("fetched %d jars, the last %s", fetched, downloaded.FindStringSubmatch(line)[1])
			}
		}
	}
	io.Copy(io.Discard, out) //nolint:errcheck // a line too long is not for us, but Maven must get rid of it
	return slices.DeleteFunc(faults, func(s string) bool { return s == "" })
}

// writeMarker lists the jars of dir and gives their number.
func writeMarker(dir string) (int, error) {
	jars, err := filepath.Glob(filepath.Join(dir, "*.jar"))
	if err != nil {
		return 0, err
	}
	if len(jars) == 0 {
		return 0, fmt.Errorf("%w: Maven ended well but left no jar", ErrDownload)
	}
	var b strings.Builder
	for _, jar := range jars {
		info, err := os.Stat(jar)
		if err != nil {
			return 0, err
		}
		fmt.Fprintf(&b, "%d %s\n", info.Size(), filepath.Base(jar))
	}
	return len(jars), os.WriteFile(filepath.Join(dir, marker), []byte(b.String()), 0o644)
}

// whole reports whether dir holds every jar that its fetch had, in full.
func whole(dir string) bool {
	list, err := os.ReadFile(filepath.Join(dir, marker))
	if err != nil || len(list) == 0 {
		return false
	}
	for line := range strings.Lines(string(list)) {
		var size int64
		var name string
		if _, err := fmt.Sscanf(line, "%d %s", &size, &name); err != nil {
			return false
		}
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Size() != size {
			return false
		}
	}
	return true
}

// defaultCache is safir's folder among the user's caches.
func defaultCache() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", errors.New("no folder for caches: set HOME or XDG_CACHE_HOME")
	}
	return filepath.Join(dir, "safir"), nil
}
