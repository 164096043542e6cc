//go:build !unix

package local

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"time"
)

var errSystem = errors.New("a private Neo4j runs on Linux and macOS only: configure neo4j.uri to use a Neo4j of your own")

func underWatch(time.Duration, []string, ...*os.File) (*exec.Cmd, error) {
	return nil, errSystem
}

func killGroup(p *os.Process) error { return p.Kill() }

func freeSpace(string) (uint64, error) { return 0, errSystem }

func alive(int) bool { return false }

func tryLock(string) (*os.File, bool, error) { return nil, false, errSystem }

func waitLock(context.Context, string, func()) (*os.File, error) { return nil, errSystem }
