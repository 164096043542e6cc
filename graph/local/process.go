package local

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// process is a command under the watchdog.
type process struct {
	cmd  *exec.Cmd
	hold *os.File
	once sync.Once
	// done is closed when the command has ended; err is then how.
	done chan struct{}
	err  error
}

// startProcess starts a command that ends with this process, with the home's
// lock in its hands. Its output goes to out.
func startProcess(h home, grace time.Duration, out io.Writer, args []string) (*process, error) {
	read, hold, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer read.Close() // the child has its own, here and below
	ended, end, err := os.Pipe()
	if err != nil {
		hold.Close()
		return nil, err
	}
	defer end.Close()
	cmd, err := underWatch(grace, args, h.lock, end)
	if err == nil {
		cmd.Dir = h.dir
		cmd.Env = append(os.Environ(), "NEO4J_HOME="+h.dir, "NEO4J_CONF="+h.conf())
		cmd.Stdin, cmd.Stdout, cmd.Stderr = read, out, out
		cmd.WaitDelay = 5 * time.Second
		err = cmd.Start()
	}
	if err != nil {
		hold.Close()
		ended.Close()
		return nil, err
	}
	p := &process{cmd: cmd, hold: hold, done: make(chan struct{})}
	go func() {
		defer close(p.done)
		p.err = cmd.Wait()
		// The watchdog has ended. Should it have been killed alone, the
		// command lives still: the end of the pipe is the end of both.
		p.release()
		io.Copy(io.Discard, ended) //nolint:errcheck // nothing is written, the end is what counts
		ended.Close()
	}()
	return p, nil
}

// failure says how the command ended, once done is closed.
func (p *process) failure() error {
	if p.err == nil {
		return errors.New("exit status 0")
	}
	return p.err
}

// release lets go of the command: the watchdog ends it. It does not wait.
func (p *process) release() { p.once.Do(func() { p.hold.Close() }) }

// kill ends the command at once, and waits for that.
func (p *process) kill() {
	select {
	case <-p.done:
	default:
		killGroup(p.cmd.Process) //nolint:errcheck // it may just have ended
		<-p.done
	}
}
