package score

import (
	"cmp"
	"slices"
)

// Clusters says how well items were joined.
type Clusters struct {
	P     float64 `json:"p"`  // of what was joined, how much belongs together
	R     float64 `json:"r"`  // of what belongs together, how much was joined
	F1    float64 `json:"f1"` //
	Items int     `json:"items"`
}

// BCubed compares clusters by B³ (Bagga and Baldwin 1998): for each item,
// which share of its predicted cluster is of its gold cluster (precision)
// and the other way round (recall), averaged over the items. Both maps go
// from item to the name of its cluster; names need not agree between them.
// Items that are not in both maps do not count: whether an item was found at
// all is another question.
func BCubed(gold, pred map[string]string) Clusters {
	type cell struct{ gold, pred string }
	both := make(map[cell]int)
	inGold, inPred := make(map[string]int), make(map[string]int)
	n := 0
	for item, g := range gold {
		if p, ok := pred[item]; ok {
			both[cell{g, p}]++
			inGold[g]++
			inPred[p]++
			n++
		}
	}
	if n == 0 {
		return Clusters{}
	}
	cells := make([]cell, 0, len(both))
	for c := range both {
		cells = append(cells, c)
	}
	// Sums of fractions depend on their order in the last digits.
	slices.SortFunc(cells, func(a, b cell) int { return cmp.Or(cmp.Compare(a.gold, b.gold), cmp.Compare(a.pred, b.pred)) })
	var p, r float64
	for _, c := range cells {
		k := float64(both[c])
		p += k * k / float64(inPred[c.pred])
		r += k * k / float64(inGold[c.gold])
	}
	p, r = p/float64(n), r/float64(n)
	return Clusters{P: round(p), R: round(r), F1: round(2 * p * r / (p + r)), Items: n}
}
