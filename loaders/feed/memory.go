package feed

import (
	"encoding/hex"
	"hash/fnv"
	"maps"
	"strings"
	"sync"

	"safir/loaders/fetch"
)

// Memory is what a source remembers from one run to the next: the validators
// of its addresses and the items that it has handed on. It is safe for
// concurrent use. The nil Memory remembers nothing.
type Memory struct {
	mu    sync.Mutex
	kept  map[string]string // validators by address
	seen  map[string]bool
	order []string // of seen, oldest first
}

// What is remembered is bounded: the oldest goes first.
const (
	maxSeen       = 5000
	maxValidators = 500
)

const seenKey = "seen"

// NewMemory restores what [Memory.Map] returned; nil starts anew.
func NewMemory(kept map[string]string) *Memory {
	m := &Memory{kept: make(map[string]string), seen: make(map[string]bool)}
	for k, v := range kept {
		if k == seenKey {
			for h := range strings.FieldsSeq(v) {
				m.add(h)
			}
		} else {
			m.kept[k] = v
		}
	}
	return m
}

// Map returns what is to be kept in the graph.
func (m *Memory) Map() map[string]string {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	out := maps.Clone(m.kept)
	if len(m.order) > 0 {
		out[seenKey] = strings.Join(m.order, " ")
	}
	return out
}

// Seen tells whether an item was marked, by any words that tell it from
// others.
func (m *Memory) Seen(words ...string) bool {
	if m == nil {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.seen[hash(words)]
}

// Mark remembers an item.
func (m *Memory) Mark(words ...string) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.add(hash(words))
}

func (m *Memory) add(h string) {
	if m.seen[h] {
		return
	}
	m.seen[h] = true
	if m.order = append(m.order, h); len(m.order) > maxSeen {
		delete(m.seen, m.order[0])
		m.order = m.order[1:]
	}
}

// hash is short: a clash would cost one item of thousands of millions.
func hash(words []string) string {
	h := fnv.New64a()
	for _, w := range words {
		_, _ = h.Write([]byte(w))
		_, _ = h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:7])
}

// validators returns which version of an address was read last.
func (m *Memory) validators(address string) fetch.Validators {
	if m == nil {
		return fetch.Validators{}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	etag, modified, _ := strings.Cut(m.kept[address], "\n")
	return fetch.Validators{ETag: etag, LastModified: modified}
}

func (m *Memory) setValidators(address string, v fetch.Validators) {
	if m == nil || v == (fetch.Validators{}) {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.kept[address]; ok || len(m.kept) < maxValidators {
		m.kept[address] = v.ETag + "\n" + v.LastModified
	}
}
