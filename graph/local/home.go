package local

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// home is the data folder: Neo4j's own folders, and beside them the password
// and the lock.
type home struct {
	dir  string
	lock *os.File
}

func (h home) conf() string     { return filepath.Join(h.dir, "conf") }
func (h home) console() string  { return filepath.Join(h.dir, "logs", "console.log") }
func (h home) password() string { return filepath.Join(h.dir, "password") }

// openHome makes the folder where it is missing and locks it.
func openHome(ctx context.Context, dir string) (home, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return home{}, err
	}
	h := home{dir: dir}
	for _, d := range []string{h.dir, h.conf(), filepath.Dir(h.console())} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return home{}, spaceOr(fmt.Errorf("data folder: %w", err), dir)
		}
	}
	for {
		f, ok, err := tryLock(h.lockFile())
		if err != nil {
			return home{}, err
		}
		if ok {
			h.lock = f
			if err := errors.Join(h.sign(), h.hideAddress()); err != nil {
				f.Close()
				return home{}, spaceOr(fmt.Errorf("data folder: %w", err), dir)
			}
			return h, nil
		}
		holder, _ := io.ReadAll(f)
		f.Close()
		// One who was killed leaves a Neo4j that is on its way out.
		var pid int
		if _, err := fmt.Fscanf(bytes.NewReader(holder), "process %d", &pid); err == nil && !alive(pid) {
			if err := pause(ctx, 100*time.Millisecond); err != nil {
				return home{}, fmt.Errorf("wait for the Neo4j that %s left in %s: %w", bytes.TrimSpace(holder), dir, err)
			}
			continue
		}
		return home{}, fmt.Errorf("%w: %s is held by %s: stop that one, or choose another data folder", ErrLocked, dir, bytes.TrimSpace(holder))
	}
}

// sign writes into the lock who holds it.
func (h home) sign() error {
	if err := h.lock.Truncate(0); err != nil {
		return err
	}
	_, err := fmt.Fprintf(h.lock, "process %d (%s) since %s\n", os.Getpid(), filepath.Base(os.Args[0]), time.Now().Format(time.DateTime))
	return err
}

func (h home) close() { h.lock.Close() }

// credentials gives the password, made and set on the first start.
func (h home) credentials(ctx context.Context, run runner) (string, error) {
	_, err := os.Stat(filepath.Join(h.dir, "data", "databases", "system"))
	fresh := errors.Is(err, fs.ErrNotExist)
	kept, err := os.ReadFile(h.password())
	switch {
	case err == nil && !fresh && len(bytes.TrimSpace(kept)) > 0:
		return string(bytes.TrimSpace(kept)), nil
	case !fresh:
		return "", fmt.Errorf("%w: %s holds data, but not its password: put it back as %s, or choose another data folder", ErrPassword, h.dir, h.password())
	}
	word := rand.Text()
	if err := os.WriteFile(h.password(), []byte(word+"\n"), 0o600); err != nil {
		return "", spaceOr(fmt.Errorf("keep the password: %w", err), h.dir)
	}
	// By a file, because arguments of a process are seen by all users.
	args := filepath.Join(h.conf(), "set-password")
	defer os.Remove(args)
	if err := os.WriteFile(args, []byte("dbms\nset-initial-password\n"+word+"\n"), 0o600); err != nil {
		return "", spaceOr(fmt.Errorf("set the password: %w", err), h.dir)
	}
	var out bytes.Buffer
	if err := run(ctx, &out, "@"+args); err != nil {
		return "", spaceOr(fmt.Errorf("set the password: %w\n%s", err, lastLines(out.Bytes(), 8)), h.dir)
	}
	return word, nil
}

// runner runs neo4j-admin with arguments.
type runner func(ctx context.Context, out io.Writer, args ...string) error

// admin gives the neo4j-admin of the jars over this folder.
func (h home) admin(prog program) runner {
	return func(ctx context.Context, out io.Writer, args ...string) error {
		cmd := append([]string{prog.java}, briefFlags...)
		if prog.classes != "" {
			cmd = append(cmd, "-XX:SharedArchiveFile="+prog.classes)
		}
		cmd = append(cmd, "-cp", filepath.Join(prog.jars, "*"), "org.neo4j.cli.AdminTool")
		cmd = append(cmd, args...)
		p, err := startProcess(h, stopGrace, out, cmd)
		if err != nil {
			return err
		}
		select {
		case <-p.done:
		case <-ctx.Done():
			p.release()
			<-p.done
			return ctx.Err()
		}
		return p.err
	}
}

// pause waits for d, less if ctx is done before.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Abandoned reports whether dir is a data folder that no Neo4j and no process
// of safir uses.
func Abandoned(dir string) bool {
	h := home{dir: dir}
	if _, err := os.Stat(h.lockFile()); err != nil {
		return false
	}
	f, ok, err := tryLock(h.lockFile())
	if err != nil {
		return false
	}
	f.Close()
	return ok
}
