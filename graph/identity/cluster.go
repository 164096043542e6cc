package identity

import (
	"cmp"
	"iter"
	"slices"
)

// link says that two members may be one.
type link struct {
	a, b     string
	strength int
}

// clusters is a partition that grows by links and never joins what
// contradicts itself.
type clusters struct {
	of       map[string]int // member → its cluster
	members  [][]string     // sorted; nil for one that was joined to another
	conflict func(a, b string) bool
}

// newClusters starts with every key alone; keys are sorted and distinct.
func newClusters(keys []string, conflict func(a, b string) bool) *clusters {
	c := &clusters{of: make(map[string]int, len(keys)), conflict: conflict}
	for i, k := range keys {
		c.of[k] = i
		c.members = append(c.members, []string{k})
	}
	return c
}

// join takes links from the strongest on, those of one strength in the order
// of their members, and joins what does not contradict.
func (c *clusters) join(links []link) {
	for i, l := range links {
		if l.b < l.a {
			links[i].a, links[i].b = l.b, l.a
		}
	}
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(y.strength, x.strength), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	for _, l := range links {
		a, b := c.of[l.a], c.of[l.b]
		if a == b || c.contradicts(c.members[a], c.members[b]) {
			continue
		}
		if len(c.members[a]) < len(c.members[b]) {
			a, b = b, a
		}
		for _, k := range c.members[b] {
			c.of[k] = a
		}
		c.members[a] = append(c.members[a], c.members[b]...)
		slices.Sort(c.members[a])
		c.members[b] = nil
	}
}

func (c *clusters) contradicts(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if c.conflict(x, y) {
				return true
			}
		}
	}
	return false
}

// all returns the clusters, each sorted, in the order of their first members.
func (c *clusters) all() [][]string {
	var all [][]string
	for _, m := range c.members {
		if m != nil {
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b []string) int { return cmp.Compare(a[0], b[0]) })
	return all
}

// meetings yields each pair i < j of n things of which one searches a key
// that the other stores, ordered by i, then j.
func meetings(n int, keys func(i int) (store, search []string)) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		stored := make(map[string][]int)
		for i := range n {
			store, _ := keys(i)
			for _, k := range store {
				stored[k] = append(stored[k], i)
			}
		}
		met := make([][]int, n) // i → those after it that it meets
		for i := range n {
			_, search := keys(i)
			for _, k := range search {
				for _, j := range stored[k] {
					if j != i {
						met[min(i, j)] = append(met[min(i, j)], max(i, j))
					}
				}
			}
		}
		for i, others := range met {
			slices.Sort(others)
			for _, j := range slices.Compact(others) {
				if !yield(i, j) {
					return
				}
			}
		}
	}
}
