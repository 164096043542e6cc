package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/schema"
)

// Write puts coded articles into the graph, all of a batch in one transaction
// as far as Neo4j has memory for it, and says for each what came of it, in the
// batch's order. An article that fails the evidence check is left out and says
// why; the others are written. Writing again what the graph holds changes
// nothing; another coding of an article that the graph holds takes the place
// of the first.
//
// An error means that the batch was not written, or not all of it, and that
// its items would not fare better alone: Neo4j stayed away for longer than the
// patience ([ErrUnavailable]), or ctx is done.
//
// Identity is resolved in the same transaction: the components of package
// identity that the batch touches are read, clustered anew, and what differs
// is written. Writers that resolve identity take one lock first, so that each
// sees all of what the others did; rows of event tables under exact names
// need no resolution and are written side by side, see [transaction.loadFinal].
func (s *Store) Write(ctx context.Context, batch []schema.Coded) ([]schema.Written, error) {
	written := make([]schema.Written, len(batch))
	var joined, final []*item
	seen := make(map[string]bool)
	for i := len(batch) - 1; i >= 0; i-- { // of one article given twice, the last counts
		written[i].Article = batch[i].Article.ID
		it, err := newItem(batch[i])
		switch {
		case err != nil:
			written[i].Outcome, written[i].Err = schema.Failed, err
			continue
		case seen[it.id]:
			written[i].Outcome = schema.Unchanged
			continue
		case it.Table && it.ExactNames:
			final = append(final, it)
		default:
			joined = append(joined, it)
		}
		seen[it.id], it.index = true, i
	}
	for _, part := range []struct {
		items []*item
		load  func(context.Context, []*item) (map[string]bool, error)
	}{{joined, s.writeJoined}, {final, s.writeFinal}} {
		if len(part.items) == 0 {
			continue
		}
		slices.SortFunc(part.items, func(a, b *item) int { return cmp.Compare(a.id, b.id) })
		changed, err := part.load(ctx, part.items)
		if err != nil {
			return nil, fmt.Errorf("write %d articles: %w", len(part.items), err)
		}
		for _, it := range part.items {
			written[it.index].Outcome = schema.Unchanged
			if changed[it.id] {
				written[it.index].Outcome = schema.Loaded
			}
		}
	}
	return written, nil
}

// writeJoined writes items whose identity is to be resolved. Where what they
// touch is more than Neo4j has memory for in one transaction, it writes one
// half after the other: the graph that comes of it is the same.
// From then on it takes no more at once than fitted.
func (s *Store) writeJoined(ctx context.Context, items []*item) (changed map[string]bool, err error) {
	if most := int(s.most.Load()); most > 0 && len(items) > most {
		return s.writeParts(ctx, items, most)
	}
	err = s.write(ctx, func(t transaction) (err error) {
		changed, err = t.loadJoined(items)
		if len(items) > 1 && outOfMemory(err) {
			err = errTooLarge
		}
		return err
	})
	if len(items) == 1 || !errors.Is(err, errTooLarge) && !outOfMemory(err) {
		return changed, err
	}
	s.log.InfoContext(ctx, "a batch is more than Neo4j has memory for, and is written in halves", "articles", len(items))
	half := (len(items) + 1) / 2
	s.most.Store(int64(half))
	return s.writeParts(ctx, items, half)
}

func (s *Store) writeParts(ctx context.Context, items []*item, size int) (map[string]bool, error) {
	changed := make(map[string]bool)
	for part := range slices.Chunk(items, size) {
		more, err := s.writeJoined(ctx, part)
		if err != nil {
			return nil, err
		}
		maps.Copy(changed, more)
	}
	return changed, nil
}

// errTooLarge says that a transaction is to be cut. The driver would try one
// again that ran out of memory.
var errTooLarge = errors.New("more than neo4j has memory for in one transaction")

func outOfMemory(err error) bool {
	var limit *neo4j.TransactionExecutionLimit
	if errors.As(err, &limit) { // it ran out of memory as it was committed
		return len(limit.Errors) > 0 && outOfMemory(limit.Errors[len(limit.Errors)-1])
	}
	var failed *neo4j.Neo4jError
	return errors.As(err, &failed) && (failed.Code == "Neo.TransientError.General.MemoryPoolOutOfMemoryError" ||
		failed.Code == "Neo.TransientError.General.TransactionMemoryLimit" || failed.Code == "Neo.TransientError.General.TransactionOutOfMemoryError")
}

func (s *Store) writeFinal(ctx context.Context, items []*item) (changed map[string]bool, err error) {
	for try := 1; ; try++ {
		if err := s.writeExactActors(ctx, items); err != nil {
			return nil, err
		}
		err = s.write(ctx, func(t transaction) (err error) {
			changed, err = t.loadFinal(items)
			return err
		})
		if try == 5 || !errors.Is(err, errActorsGone) {
			return changed, err
		}
		s.exact.clear()
	}
}

// item is one coded article on its way into the graph.
type item struct {
	schema.Coded
	id         string
	claimsHash string
	index      int // in the caller's batch
}

func newItem(c schema.Coded) (*item, error) {
	if c.Article.ID == "" {
		return nil, errors.New("coded article without an id")
	}
	if err := c.Check(); err != nil {
		return nil, fmt.Errorf("coded article %s: %w", c.Article.ID, err)
	}
	it := &item{Coded: c, id: c.Article.ID, claimsHash: claimsHash(c)}
	it.globalIDs()
	return it, nil
}

// globalIDs replaces ids that mean something within the article only, such as
// "a1", by ones that no other article can have by chance.
func (it *item) globalIDs() {
	actors := make(map[string]string)
	it.Actors = slices.Clone(it.Actors)
	for i, a := range it.Actors {
		id := a.ID
		switch {
		case a.Kind == schema.State:
			id = schema.StateID(a.State)
		case !it.ExactNames && !hasPrefix(id, "person:", "org:", "group:", "name:", "state:"):
			name := cmp.Or(a.Name, a.NameAr)
			if name == "" {
				name = a.Names[0]
			}
			id = schema.ActorID(a.Kind, a.State, name)
		}
		actors[a.ID], it.Actors[i].ID = id, id
	}
	// Two of the article's ids may now be one.
	seen := make(map[string]bool)
	it.Actors = slices.DeleteFunc(it.Actors, func(a schema.Actor) bool {
		twice := seen[a.ID]
		seen[a.ID] = true
		return twice
	})
	events := make(map[string]string)
	it.Events = slices.Clone(it.Events)
	for i, e := range it.Events {
		id := e.ID
		if !it.Table && (!strings.HasPrefix(id, "event:") || len(id) <= len("event:")+16) {
			id = "event:" + hash(it.id, e.ID)
		}
		events[e.ID], it.Events[i].ID = id, id
		var parts []schema.Participant
		for _, p := range e.Participants {
			p.Actor = actors[p.Actor]
			if !slices.ContainsFunc(parts, func(q schema.Participant) bool { return q.Actor == p.Actor }) {
				parts = append(parts, p) // one part for each actor: the first
			}
		}
		it.Events[i].Participants = parts
	}
	it.Order = slices.Clone(it.Order)
	for i, o := range it.Order {
		it.Order[i].Earlier, it.Order[i].Later = events[o.Earlier], events[o.Later]
	}
}

func hasPrefix(s string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}

// claimsHash digests all that an article and its coding bring into the
// graph; an equal hash means that there is nothing to write. When it was
// fetched, and from which source, is no part of it.
func claimsHash(c schema.Coded) string {
	c.Article.RetrievedAt, c.Article.Source = time.Time{}, ""
	return hash(encode(struct {
		Article           schema.Article
		Coder             string
		Table, ExactNames bool
		Actors            []schema.Actor
		Events            []schema.Event
		Order             []schema.Order
	}{c.Article, c.Coder, c.Table, c.ExactNames, c.Actors, c.Events, c.Order}))
}
