package local

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Running is how to reach a Neo4j that another process, or this one, runs.
type Running struct {
	URI      string `json:"uri"`
	HTTP     string `json:"http,omitempty"`
	Username string `json:"username,omitempty"`
	Password string `json:"-"`
}

// Find gives the Neo4j that runs over a data folder. The error is
// fs.ErrNotExist where none does, and ErrLocked where one is just starting or
// stopping.
func Find(dir string) (Running, error) {
	h := home{dir: dir}
	none := fmt.Errorf("no Neo4j runs over %s: %w", dir, fs.ErrNotExist)
	if _, err := os.Stat(h.lockFile()); err != nil {
		return Running{}, none
	}
	f, free, err := tryLock(h.lockFile())
	if err != nil {
		return Running{}, err
	}
	defer f.Close()
	if free {
		return Running{}, none
	}
	var r Running
	text, err := os.ReadFile(h.address())
	if err == nil {
		err = json.Unmarshal(text, &r)
	}
	if err != nil {
		holder, _ := io.ReadAll(f)
		return Running{}, fmt.Errorf("%w: the Neo4j over %s, of %s, is not there yet or not there any more: try again", ErrLocked, dir, bytes.TrimSpace(holder))
	}
	if r.Username == "" {
		return r, nil
	}
	word, err := os.ReadFile(h.password())
	if err != nil {
		return Running{}, fmt.Errorf("%w: %w", ErrPassword, err)
	}
	r.Password = string(bytes.TrimSpace(word))
	return r, nil
}

// address is the file that says how to reach a Neo4j that is ready.
func (h home) address() string { return filepath.Join(h.dir, "running.json") }

func (h home) lockFile() string { return filepath.Join(h.dir, "lock") }

// tellAddress lets others find a Neo4j that is ready; hideAddress ends that.
func (h home) tellAddress(r Running) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	// Not seen before it is whole.
	part := h.address() + ".part"
	if err := os.WriteFile(part, text, 0o600); err != nil {
		return spaceOr(err, h.dir)
	}
	return os.Rename(part, h.address())
}

func (h home) hideAddress() error {
	if err := os.Remove(h.address()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
