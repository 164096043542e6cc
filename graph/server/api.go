package server

import (
	"context"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"safir/graph/api"
)

// API is the engine over the graph's own schema.
func API(schema *api.Schema) Engine { return apiEngine{schema} }

type apiEngine struct{ schema *api.Schema }

var _ Engine = apiEngine{}

func (e apiEngine) Validate(document string) gqlerror.List {
	_, errs := e.schema.Prepare(document)
	return errs
}

func (e apiEngine) Prepare(document, operation string, variables map[string]any) (Operation, gqlerror.List) {
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
func (o apiOperation) Hash() string   { return o.op.Hash }
func (o apiOperation) ReadOnly() bool { return true } // the schema has queries only
func (o apiOperation) Cost() int      { return o.op.Cost }

func (o apiOperation) Execute(ctx context.Context) Response {
	r := o.schema.Execute(ctx, o.op)
	return Response{Data: r.Data, Errors: r.Errors, Statements: r.Statements, Cause: r.Cause}
}
