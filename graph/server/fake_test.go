package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"

	"safir/graph/server"
)

// fake is an engine over a schema of a few fields, each with a behaviour.
type fake struct{ schema *ast.Schema }

func newFake() fake {
	return fake{gqlparser.MustLoadSchema(&ast.Source{Input: `
		type Query {
			hello(name: String = "world"): String!
			wait(milliseconds: Int!): Int   # until then, or the end of its time
			panic: Int
			away: Int                       # Neo4j is
			long: String                    # worth compressing
		}
		type Mutation { change: Int }
	`})}
}

func (f fake) Validate(document string) gqlerror.List {
	_, errs := gqlparser.LoadQueryWithRules(f.schema, document, nil)
	return errs
}

func (f fake) Prepare(document, name string, variables map[string]any) (server.Operation, gqlerror.List) {
	doc, errs := gqlparser.LoadQueryWithRules(f.schema, document, nil)
	if len(errs) > 0 {
		return nil, errs
	}
	op := doc.Operations.ForName(name)
	if op == nil {
		return nil, gqlerror.List{gqlerror.Errorf("no operation %q", name)}
	}
	values, err := validator.VariableValues(f.schema, op, variables)
	if err != nil {
		return nil, gqlerror.List{gqlerror.Wrap(err)}
	}
	return operation{op, values}, nil
}

type operation struct {
	op     *ast.OperationDefinition
	values map[string]any
}

func (o operation) Name() string   { return o.op.Name }
func (o operation) Hash() string   { return "" }
func (o operation) ReadOnly() bool { return o.op.Operation == ast.Query }
func (o operation) Cost() int      { return len(o.op.SelectionSet) }

func (o operation) Execute(ctx context.Context) server.Response {
	data := map[string]any{}
	r := server.Response{Statements: 1}
	fail := func(field, code string) {
		data[field] = nil
		r.Errors = append(r.Errors, &gqlerror.Error{Message: "failed", Path: ast.Path{ast.PathName(field)}, Extensions: map[string]any{"code": code}})
	}
	for _, s := range o.op.SelectionSet {
		field := s.(*ast.Field)
		args := field.ArgumentMap(o.values)
		switch field.Name {
		case "__typename":
			data[field.Alias] = "Query"
		case "hello":
			data[field.Alias] = fmt.Sprintf("hello %s", args["name"])
		case "wait":
			ms, _ := args["milliseconds"].(int64)
			select {
			case <-time.After(time.Duration(ms) * time.Millisecond):
				data[field.Alias] = ms
			case <-ctx.Done():
				fail(field.Alias, "TIMEOUT")
			}
		case "panic":
			panic("a fault with a secret inside")
		case "away":
			fail(field.Alias, "UNAVAILABLE")
		case "long":
			data[field.Alias] = fmt.Sprintf("%02000d", 0)
		default:
			data[field.Alias] = nil
		}
	}
	r.Data, _ = json.Marshal(data)
	return r
}
