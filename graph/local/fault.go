package local

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// The faults that a caller may want to tell apart, for errors.Is. The text of
// the error that wraps one says what to do.
var (
	ErrLocked   = errors.New("the data folder is in use")
	ErrPort     = errors.New("the port is in use")
	ErrJava     = errors.New("no fitting Java")
	ErrMaven    = errors.New("no Maven")
	ErrDownload = errors.New("fetching Neo4j failed")
	ErrSpace    = errors.New("no space left on the disk")
	ErrPassword = errors.New("the password is not known")
)

// explain makes the error of a Neo4j that ended before it was ready, from
// what it wrote to its console.
func (h home) explain(cfg Config, exit error) error {
	console, _ := os.ReadFile(h.console())
	says := func(texts ...string) bool {
		for _, t := range texts {
			if bytes.Contains(console, []byte(t)) {
				return true
			}
		}
		return false
	}
	switch {
	case says("No space left on device", "There is not enough space"):
		return fmt.Errorf("%w: make room where %s is, or choose another data folder", ErrSpace, h.dir)
	case says("Address already in use", "BindException"):
		return fmt.Errorf("%w: one of %d and %d was taken while Neo4j started: stop what listens there, or choose other ports", ErrPort, cfg.BoltPort, cfg.HTTPPort)
	case says("FileLockException", "StoreLockException", "Lock file has been locked by another process"):
		return fmt.Errorf("%w: a Neo4j that safir did not start uses %s: stop it, or choose another data folder", ErrLocked, h.dir)
	case says("Could not reserve enough space", "insufficient memory", "Cannot allocate memory", "Invalid maximum heap size"):
		return fmt.Errorf("not enough memory for Neo4j with a heap of %d MiB and a page cache of %d MiB: make them smaller or free some memory", cfg.HeapMiB, cfg.PageCacheMiB)
	case says("UnsupportedClassVersionError"):
		return fmt.Errorf("%w: Neo4j %s needs Java %d or newer", ErrJava, Version, oldestJava)
	}
	return fmt.Errorf("neo4j ended while it started (%w); its last words, all of them in %s:\n%s", exit, h.console(), lastLines(console, 12))
}

func lastLines(text []byte, n int) string {
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return "  " + strings.Join(lines[max(0, len(lines)-n):], "\n  ")
}

// Room is [ErrSpace] where the disk of a data folder is so full that Neo4j
// neither starts nor writes nor ends well over it. What it had committed is
// there again when there is room.
func Room(dir string) error {
	free, err := freeSpace(dir)
	if err != nil || free >= leastFree {
		return nil
	}
	return fmt.Errorf("%w: %d MiB are free where %s is, and Neo4j needs %d: make room, or choose another data folder", ErrSpace, free>>20, dir, leastFree>>20)
}

// spaceOr names a full disk as what it is.
func spaceOr(err error, dir string) error {
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("%w: make room where %s is: %w", ErrSpace, filepath.Clean(dir), err)
	}
	return err
}
