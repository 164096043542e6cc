package main

import (
	"context"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"safir/graph/api"
	"safir/graph/server"
)

// apiEngine lets the server ask package api.
type apiEngine struct{ schema *api.Schema }

var _ server.Engine = apiEngine{}

func (e apiEngine) Validate(document string) gqlerror.List {
	_, errs := e.schema.Prepare(document)
	return errs
}

func (e apiEngine) Prepare(document, operation string, variables map[string]any) (server.Operation, gqlerror.List) {
	doc, errs := e.schema.Prepare(document)
	if len(errs) > 0 {
		return nil, errs
	}
	op, errs := doc.Operation(operation, variables)
	if len(errs) > 0 {
		return nil, errs
	}
	return apiOperation{e.schema, op}, nil
}

type apiOperation struct {
	schema *api.Schema
	op     *api.Operation
}

func (o apiOperation) Name() string   { return o.op.Name }
func (o apiOperation) ReadOnly() bool { return true } // the schema has no other root
func (o apiOperation) Cost() int      { return o.op.Cost }

func (o apiOperation) Execute(ctx context.Context) server.Response {
	r := o.schema.Execute(ctx, o.op)
	return server.Response{Data: r.Data, Errors: r.Errors, Statements: r.Statements}
}
