//go:build unix

package local

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

//go:embed watchdog.sh
var watchdog string

// underWatch wraps a command in the watchdog, which ends it when its standard
// input closes; the files go to the command as descriptors 3 and on. The whole
// is a process group of its own, so that a Ctrl-C in the terminal reaches the
// parent alone, which then decides.
func underWatch(grace time.Duration, args []string, files ...*os.File) (*exec.Cmd, error) {
	seconds := strconv.Itoa(int(grace.Seconds()))
	cmd := exec.Command("/bin/sh", append([]string{"-c", watchdog, "watchdog", seconds}, args...)...) //nolint:noctx // it outlives the start; release ends it
	cmd.ExtraFiles = files
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd, nil
}

// killGroup ends a command of underWatch, the watchdog included.
func killGroup(p *os.Process) error { return unix.Kill(-p.Pid, unix.SIGKILL) }

// freeSpace gives the bytes that this user may still write where dir is.
func freeSpace(dir string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil //nolint:unconvert // the types differ from system to system, and none is negative
}

func alive(pid int) bool {
	err := unix.Kill(pid, 0)
	return err == nil || errors.Is(err, unix.EPERM)
}

// tryLock opens path and locks it for this process and the children that get
// the file; the lock ends when all of them have closed it. ok is false where
// others hold it: the file is then open for reading what they wrote.
func tryLock(path string) (f *os.File, ok bool, err error) {
	f, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, false, err
	}
	switch err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); {
	case err == nil:
		return f, true, nil
	case errors.Is(err, unix.EWOULDBLOCK):
		return f, false, nil
	default:
		f.Close()
		return nil, false, fmt.Errorf("lock %s: %w", path, err)
	}
}

// waitLock waits for the lock on path as long as ctx lasts, and calls told
// once if it has to wait.
func waitLock(ctx context.Context, path string, told func()) (*os.File, error) {
	for tries := 0; ; tries++ {
		f, ok, err := tryLock(path)
		if err != nil || ok {
			return f, err
		}
		f.Close()
		if tries == 0 {
			told()
		}
		if err := pause(ctx, 200*time.Millisecond); err != nil {
			return nil, err
		}
	}
}
