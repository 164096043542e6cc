package main

import (
	"context"
	"io"

	"safir/loaders/pipeline"
	"safir/schema"
)

// printer is the sink of `safir extract`: JSON Lines.
type printer struct {
	w        io.Writer
	withText bool
}

var _ pipeline.Sink = printer{}

// Write prints a batch, a line for each article.
func (p printer) Write(_ context.Context, batch []schema.Coded) ([]schema.Written, error) {
	done := make([]schema.Written, len(batch))
	for i, c := range batch {
		marshal := c.MarshalJSON
		if p.withText {
			marshal = c.MarshalWithText
		}
		b, err := marshal()
		if err != nil {
			done[i] = schema.Written{Article: c.Article.ID, Outcome: schema.Failed, Err: err}
			continue
		}
		if _, err := p.w.Write(append(b, '\n')); err != nil {
			return nil, err
		}
		done[i] = schema.Written{Article: c.Article.ID, Outcome: schema.Loaded}
	}
	return done, nil
}
