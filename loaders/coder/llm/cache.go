package llm

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"safir/schema"
)

// cache keeps answers in a folder, a file for each. An empty dir keeps none.
type cache struct{ dir string }

// key identifies a question: who is asked, in which form, about which text.
func (c cache) key(name, format string, a schema.Article) string {
	h := sha256.New()
	for _, part := range []string{name, format, instructions(), question(a)} {
		fmt.Fprintf(h, "%d\x00%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (c cache) get(key string) (string, bool) {
	if c.dir == "" {
		return "", false
	}
	b, err := os.ReadFile(filepath.Join(c.dir, key+".json"))
	return string(b), err == nil
}

// put writes an answer whole or not at all.
func (c cache) put(key, text string) error {
	if c.dir == "" {
		return nil
	}
	f, err := os.CreateTemp(c.dir, "answer-*")
	if err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(c.dir, key+".json"))
	}
	if err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	return nil
}

// counters are what Stats tells.
type counters struct {
	requests, cached, accepted atomic.Int64
	mu                         sync.Mutex
	refused                    map[string]int64
}

func (c *counters) add(accepted int, refused map[string]int64) {
	c.accepted.Add(int64(accepted))
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.refused == nil {
		c.refused = map[string]int64{}
	}
	for reason, n := range refused {
		c.refused[reason] += n
	}
}

func (c *counters) stats(tokens int64) Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Stats{
		Requests: c.requests.Load(), Cached: c.cached.Load(), Tokens: tokens,
		Accepted: c.accepted.Load(), Refused: maps.Clone(c.refused),
	}
}
