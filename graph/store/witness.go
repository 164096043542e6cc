package store

import (
	"math"

	"safir/schema"
)

// testimony is what one article says for an event.
type testimony struct {
	article     string
	fingerprint []string
	confidence  float64
	published   schema.Date
}

// sum is what an event has from all articles that report it.
type sum struct {
	reports    int
	confidence float64
	published  schema.Date // of the first of them
}

// sumOf sums up the reports of one event.
func sumOf(told []testimony) (s sum) {
	s.reports, s.confidence = witnesses(told)
	for _, x := range told {
		s.published = earliest(s.published, x.published)
	}
	return s
}

// witnesses counts those who report an event: articles, of which copies of
// one text (that share a fingerprint, directly or over others) count as one.
// The event's confidence is that at least one witness is right, each as sure
// as its surest claim. The told ones are sorted by article.
func witnesses(told []testimony) (count int, confidence float64) {
	group := make([]int, len(told)) // claim → its witness
	byPrint := make(map[string]int)
	find := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	for i, c := range told {
		group[i] = i
		for _, p := range append([]string{"article " + c.article}, c.fingerprint...) {
			first, ok := byPrint[p]
			if !ok {
				byPrint[p] = i
				continue
			}
			a, b := find(first), find(i)
			group[max(a, b)] = min(a, b)
		}
	}
	surest := make([]float64, len(told))
	for i, c := range told {
		surest[find(i)] = max(surest[find(i)], c.confidence)
	}
	wrong := 1.0
	for i := range told {
		if find(i) == i {
			count++
			wrong *= 1 - surest[i]
		}
	}
	return count, roundConfidence(1 - wrong)
}

func roundConfidence(c float64) float64 { return math.Round(c*1e4) / 1e4 }
