package coder_test

import (
	"encoding/json"
	"slices"
	"sync"
	"testing"

	"safir/loaders/coder"
	"safir/schema"
)

// One engine gives an article the same result whatever it coded before and
// whatever it codes beside: nothing of one article stays for the next.
func TestSameResultAfterAndBesideOthers(t *testing.T) {
	as := articles(t)
	alone := make(map[string]string) // by an engine that has coded nothing else
	for i, a := range as {
		if i%6 == 0 {
			alone[a.ID] = coded(t, engine(), a)
		}
	}
	e := engine()
	first := make(map[string]string)
	for _, a := range as {
		first[a.ID] = coded(t, e, a)
		if want, ok := alone[a.ID]; ok && first[a.ID] != want {
			t.Errorf("%s: another result after others", a.ID)
		}
	}
	for _, a := range slices.Backward(as) {
		if coded(t, e, a) != first[a.ID] {
			t.Errorf("%s: another result the second time, after others", a.ID)
		}
	}
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range as {
				a := as[(i*7+w*11)%len(as)]
				if got := coded(t, e, a); got != first[a.ID] {
					t.Errorf("%s: another result beside others", a.ID)
				}
			}
		})
	}
	wg.Wait()
}

func coded(t *testing.T, e *coder.Engine, a schema.Article) string {
	c, err := e.Code(t.Context(), a)
	if err != nil {
		t.Errorf("%s: %v", a.ID, err)
		return ""
	}
	b, err := json.Marshal(c)
	if err != nil {
		t.Errorf("%s: %v", a.ID, err)
	}
	return string(b)
}
