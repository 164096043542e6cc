package store

import (
	"math"

	"safir/graph/identity"
)

// witnesses counts those who report an event: articles, of which copies of
// one text (that share a fingerprint, directly or over others) count as one.
// The event's confidence is that at least one witness is right, each as sure
// as its surest claim.
func witnesses(claims []*identity.Claim, byClaim map[*identity.Claim]*report) (count int, confidence float64) {
	group := make([]int, len(claims)) // claim → its witness
	byPrint := make(map[string]int)
	find := func(i int) int {
		for group[i] != i {
			i = group[i]
		}
		return i
	}
	for i, c := range claims {
		group[i] = i
		for _, p := range append([]string{"article " + c.Article}, byClaim[c].fingerprint...) {
			first, ok := byPrint[p]
			if !ok {
				byPrint[p] = i
				continue
			}
			a, b := find(first), find(i)
			group[max(a, b)] = min(a, b)
		}
	}
	surest := make([]float64, len(claims))
	for i, c := range claims {
		surest[find(i)] = max(surest[find(i)], c.Confidence)
	}
	wrong := 1.0
	for i := range claims {
		if find(i) == i {
			count++
			wrong *= 1 - surest[i]
		}
	}
	return count, math.Round((1-wrong)*1e4) / 1e4
}
