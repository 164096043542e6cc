package server

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// errBusy says that the queue is full, or did not move in time.
var errBusy = errors.New("too many operations at once")

// gate lets a number of operations run at once and some more wait a short
// time for their turn: longer queues only make everybody late.
type gate struct {
	slots    chan struct{}
	waiting  atomic.Int64
	queue    int64
	patience time.Duration
}

func newGate(l Limits) *gate {
	return &gate{slots: make(chan struct{}, l.Concurrent), queue: int64(l.Queue), patience: l.Patience}
}

// enter gives a slot, to be left with leave, or an error: errBusy, or that of
// a ctx that is done.
func (g *gate) enter(ctx context.Context) error {
	select {
	case g.slots <- struct{}{}:
		return nil
	default:
	}
	defer g.waiting.Add(-1)
	if g.waiting.Add(1) > g.queue {
		return errBusy
	}
	t := time.NewTimer(g.patience)
	defer t.Stop()
	select {
	case g.slots <- struct{}{}:
		return nil
	case <-t.C:
		return errBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *gate) leave() { <-g.slots }

func (g *gate) running() int { return len(g.slots) }
