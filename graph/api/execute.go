package api

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/graphql-go/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"safir/graph/query"
)

// Response is the answer to an operation. Data is nil where there is none,
// and "null" where an error left none.
type Response struct {
	Data       json.RawMessage `json:"data,omitempty"`
	Errors     gqlerror.List   `json:"errors,omitempty"`
	Statements int             `json:"-"` // Cypher statements run
	Rows       int             `json:"-"` // rows that they returned
	// Cause is why the graph gave no answer, for the log alone.
	Cause error `json:"-"`
}

// Execute runs an operation. Errors carry a code in their extensions and
// tell no internals.
func (s *Schema) Execute(ctx context.Context, op *Operation) *Response {
	r := &run{op: op}
	resp := &Response{}
	if len(op.statements) > 0 {
		var err error
		if r.answers, err = s.reader.Run(ctx, op.statements); err != nil {
			return s.failed(op, err)
		}
		resp.Statements = len(op.statements)
		for _, a := range r.answers {
			resp.Rows += len(query.Row(a).List("rows"))
		}
	}
	// All that waits is done: graphql-go only picks, and is waited for.
	result := graphql.Execute(graphql.ExecuteParams{Schema: s.exec, Root: r, AST: op.doc, Context: context.WithoutCancel(ctx)})
	for _, e := range result.Errors {
		resp.Errors = append(resp.Errors, &gqlerror.Error{
			Message: "The answer breaks the schema.", Path: path(e.Path), Extensions: map[string]any{"code": string(query.Internal)},
		})
		resp.Cause = errors.Join(resp.Cause, e)
	}
	data, _ := result.Data.(map[string]any)
	w := writer{schema: s}
	if result.Data == nil {
		w.buf.WriteString("null")
	} else {
		w.root(op.root, data)
	}
	resp.Data = w.buf.Bytes()
	resp.Errors = s.errors(resp.Errors...)
	return resp
}

// failed is the response to an operation whose transaction failed.
func (s *Schema) failed(op *Operation, err error) *Response {
	code, msg := query.Internal, "The question could not be answered."
	var e *query.Error
	if errors.As(err, &e) {
		code, msg = e.Code, message(e)
	}
	resp := &Response{Data: json.RawMessage("null"), Cause: err}
	for _, f := range op.root.fields {
		if _, asked := op.answers[f]; asked {
			resp.Errors = append(resp.Errors, at(&gqlerror.Error{
				Message: msg, Path: ast.Path{ast.PathName(f.key)}, Extensions: map[string]any{"code": string(code)},
			}, f.at))
		}
	}
	resp.Errors = s.errors(resp.Errors...)
	return resp
}

func path(p []any) ast.Path {
	var out ast.Path
	for _, e := range p {
		switch e := e.(type) {
		case string:
			out = append(out, ast.PathName(e))
		case int:
			out = append(out, ast.PathIndex(e))
		}
	}
	return out
}
