package server

import (
	"context"
	"encoding/json"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Engine answers GraphQL operations. It bounds what a document may hold
// before it does anything costly with it.
type Engine interface {
	// Validate says what is wrong with a document, whatever its variables.
	Validate(document string) gqlerror.List
	// Prepare reads a document and picks the operation that is asked for.
	Prepare(document, operation string, variables map[string]any) (Operation, gqlerror.List)
}

// Operation is a question that is understood and within its limits.
type Operation interface {
	// Name is the operation's name in its document, or empty.
	Name() string
	// Hash names the document in the log.
	Hash() string
	// ReadOnly reports whether it is a query.
	ReadOnly() bool
	// Cost is the number of rows that it asks for.
	Cost() int
	// Execute answers it, within the time that ctx has.
	Execute(ctx context.Context) Response
}

// Response is the answer to an operation.
type Response struct {
	// Data is the answer's data in the order of the question, nil where there
	// is none.
	Data   json.RawMessage
	Errors gqlerror.List
	// Statements is how many statements Neo4j was sent.
	Statements int
	// Cause is why the graph gave no answer, for the log alone.
	Cause error
}

// code gives the code of the first error, empty where there is none.
func code(errs gqlerror.List) string {
	if len(errs) == 0 {
		return ""
	}
	c, _ := errs[0].Extensions["code"].(string)
	return c
}
