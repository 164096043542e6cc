package store

import (
	"context"
	"errors"
	"fmt"

	"safir/schema"
)

// Write puts coded articles into the graph, all of a batch in one
// transaction, and says for each what came of it, in the batch's order. An
// article that fails the evidence check is left out and says why; the others
// are written. Writing again what the graph holds changes nothing.
//
// An error means that nothing of the batch was written and that its items
// would not fare better alone: Neo4j stayed away for longer than the
// patience ([ErrUnavailable]), or ctx is done.
func (s *Store) Write(ctx context.Context, batch []schema.Coded) ([]schema.Written, error) {
	written := make([]schema.Written, len(batch))
	var items []*item
	at := make(map[string]int)
	for i := range batch {
		c := &batch[i]
		written[i].Article = c.Article.ID
		it, err := newItem(c)
		if err != nil {
			written[i].Outcome, written[i].Err = schema.Failed, err
			continue
		}
		if first, twice := at[it.id]; twice {
			// The last of the batch wins, as it would in a later batch.
			items[first], written[items[first].index].Outcome = it, schema.Unchanged
		} else {
			at[it.id] = len(items)
			items = append(items, it)
		}
		it.index = i
	}
	if len(items) == 0 {
		return written, nil
	}
	var changed map[string]bool
	err := s.write(ctx, func(t transaction) (err error) {
		changed, err = t.load(items)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("write %d articles: %w", len(items), err)
	}
	for _, it := range items {
		written[it.index].Outcome = schema.Unchanged
		if changed[it.id] {
			written[it.index].Outcome = schema.Loaded
		}
	}
	return written, nil
}

// item is one coded article on its way into the graph.
type item struct {
	*schema.Coded
	id         string
	claimsHash string
	index      int // in the caller's batch
}

func newItem(c *schema.Coded) (*item, error) {
	if c.Article.ID == "" {
		return nil, errors.New("coded article without an id")
	}
	if err := c.Check(); err != nil {
		return nil, fmt.Errorf("coded article %s: %w", c.Article.ID, err)
	}
	return &item{Coded: c, id: c.Article.ID, claimsHash: claimsHash(c)}, nil
}
