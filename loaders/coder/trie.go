package coder

// trie holds phrases as sequences of word ids. It is built once and then
// only read.
type trie struct {
	next map[uint64]int32 // node<<32|word → node
	root []int32          // first word → node
	ends [][]entry        // node → what ends there
	on   []bool           // node → whether a word can follow
}

func newTrie() *trie {
	return &trie{next: make(map[uint64]int32, 1<<15), ends: make([][]entry, 1, 1<<15), on: make([]bool, 1, 1<<15)}
}

// add puts an entry at the end of a phrase, once.
func (t *trie) add(words []int32, e entry) {
	if len(words) == 0 {
		return
	}
	node := int32(0)
	for i, w := range words {
		var to int32
		if i == 0 {
			for int(w) >= len(t.root) {
				t.root = append(t.root, 0)
			}
			if to = t.root[w]; to == 0 {
				to = t.node()
				t.root[w] = to
			}
		} else {
			key := uint64(node)<<32 | uint64(uint32(w))
			if to = t.next[key]; to == 0 {
				to = t.node()
				t.next[key] = to
				t.on[node] = true
			}
		}
		node = to
	}
	for i, have := range t.ends[node] {
		if have.kind == e.kind && have.class == e.class && have.val == e.val {
			t.ends[node][i].tag |= e.tag
			return
		}
	}
	t.ends[node] = append(t.ends[node], e)
}

func (t *trie) node() int32 {
	t.ends = append(t.ends, nil)
	t.on = append(t.on, false)
	return int32(len(t.ends) - 1)
}

func (t *trie) first(word int32) int32 {
	if word <= 0 || int(word) >= len(t.root) {
		return 0
	}
	return t.root[word]
}

func (t *trie) step(node, word int32) int32 {
	if word <= 0 || !t.on[node] {
		return 0
	}
	return t.next[uint64(node)<<32|uint64(uint32(word))]
}
