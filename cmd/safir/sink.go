package main

import (
	"context"
	"errors"
	"fmt"

	"safir/graph/local"
	"safir/schema"
)

// sink is the graph as the pipeline writes to it. Its errors say so where a
// full disk is the reason: Neo4j itself tells only that it could not commit.
type sink struct{ db *database }

func (s sink) Write(ctx context.Context, batch []schema.Coded) ([]schema.Written, error) {
	written, err := s.db.Write(ctx, batch)
	return written, s.db.whyFull(err)
}

func (s sink) Keep(ctx context.Context, coder string, articles []schema.Article) ([]schema.Written, error) {
	written, err := s.db.Keep(ctx, coder, articles)
	return written, s.db.whyFull(err)
}

func (s sink) Fail(ctx context.Context, articleID, reason string) error {
	return s.db.whyFull(s.db.Store.Fail(ctx, articleID, reason))
}

// whyFull adds to the error of a private Neo4j that its disk is full, if so.
func (d *database) whyFull(err error) error {
	if err == nil || d.config.Neo4j.URI != "" || errors.Is(err, local.ErrSpace) {
		return err
	}
	if full := local.Room(d.config.Data); full != nil {
		return fmt.Errorf("%w: %w", full, err)
	}
	return err
}
