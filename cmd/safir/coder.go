package main

import (
	"context"
	"errors"

	"safir/loaders/coder"
	"safir/schema"
)

type stub struct{}

func (stub) Name() string { return "stub" }
func (stub) Code(context.Context, schema.Article) (schema.Coded, error) {
	return schema.Coded{}, errors.New("no coder yet")
}
func newCoder(c Config) (coder.Coder, error) { return stub{}, nil }
