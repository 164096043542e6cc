package api

import (
	"cmp"
	"container/list"
	"maps"
	"slices"
	"sync"
)

// cache keeps the values used last, by key.
type cache[V any] struct {
	mu   sync.Mutex
	size int
	byID map[string]*list.Element
	used list.List // the latest in front
}

type cached[V any] struct {
	key   string
	value V
}

func newCache[V any](size int) *cache[V] {
	return &cache[V]{size: size, byID: map[string]*list.Element{}}
}

func (c *cache[V]) get(key string) (value V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byID[key]
	if !ok {
		return value, false
	}
	c.used.MoveToFront(e)
	return e.Value.(cached[V]).value, true
}

func (c *cache[V]) put(key string, value V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byID[key]; ok {
		c.used.MoveToFront(e)
		e.Value = cached[V]{key, value}
		return
	}
	c.byID[key] = c.used.PushFront(cached[V]{key, value})
	for c.used.Len() > c.size {
		last := c.used.Back()
		delete(c.byID, last.Value.(cached[V]).key)
		c.used.Remove(last)
	}
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
