package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"

	gast "github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/kinds"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"safir/graph/query"
)

// Operation is one operation of a document with its variables, planned and
// ready to be executed any number of times.
type Operation struct {
	Name string // empty for an operation without one
	Hash string // of the document's text: names it in logs
	Cost int    // rows asked for, multiplied along nesting

	root       *selection
	doc        *gast.Document
	fields     map[*gast.Field]*field
	statements []query.Statement
	answers    map[*field]int // which statement answers a root field
}

// Operation picks an operation by name (the only one where name is empty),
// coerces its variables and plans it. Its errors are request errors.
func (d *Document) Operation(operationName string, variables map[string]any) (*Operation, gqlerror.List) {
	s := d.schema
	op := d.ast.Operations.ForName(operationName)
	switch {
	case op != nil:
	case operationName != "":
		return nil, s.errors(inputError("The document has no operation named %q.", clip(operationName)))
	default:
		return nil, s.errors(inputError("The document has %d operations: say which by operationName.", len(d.ast.Operations)))
	}
	vars, err := s.variables(op, variables)
	if err != nil {
		return nil, s.errors(err)
	}
	key := ""
	if b, err := json.Marshal(vars); err == nil {
		key = op.Name + "\x00" + string(b) + "\x00" + d.text
		if o, ok := s.plans.get(key); ok {
			return o, nil
		}
	}
	o, err := d.plan(op, vars)
	if err != nil {
		return nil, s.errors(err)
	}
	s.plans.put(key, o)
	return o, nil
}

func (d *Document) plan(op *ast.OperationDefinition, vars map[string]any) (*Operation, *gqlerror.Error) {
	s := d.schema
	sum := sha256.Sum256([]byte(d.text))
	o := &Operation{Name: op.Name, Hash: hex.EncodeToString(sum[:8]), fields: map[*gast.Field]*field{}, answers: map[*field]int{}}
	c := &collector{schema: s, vars: vars, doc: d.ast}
	o.root = c.collect(s.ast.Query, op.SelectionSet)
	if c.err != nil {
		return nil, c.err
	}
	p := &planner{limits: s.limits}
	if o.Cost = p.cost(o.root); p.err == nil && o.Cost > s.limits.Cost {
		return nil, limitError("The query may ask for more than %d rows, counted along its nesting: ask for fewer by first, or nest less.", s.limits.Cost)
	}
	for _, f := range o.root.fields {
		if isIntrospection(f.name) || p.err != nil {
			continue
		}
		question := p.question(f)
		if p.err != nil {
			continue
		}
		statement, err := query.Compile(question)
		if err != nil {
			p.fail(f, message(err))
			continue
		}
		o.answers[f] = len(o.statements)
		o.statements = append(o.statements, statement)
	}
	if p.err != nil {
		return nil, p.err
	}
	o.doc = &gast.Document{Kind: kinds.Document, Definitions: []gast.Node{&gast.OperationDefinition{
		Kind: kinds.OperationDefinition, Operation: gast.OperationTypeQuery,
		SelectionSet: o.root.ast(o.fields, func(f *field) bool { return isIntrospection(f.name) && f.name != typeNameField }),
	}}}
	return o, nil
}

// message returns what an error of package query says to whoever asked.
func message(err error) string {
	var e *query.Error
	if !errors.As(err, &e) {
		return "The question could not be answered."
	}
	if first, _, _ := strings.Cut(e.Message, " "); strings.HasSuffix(first, ":") {
		return e.Message + "." // the name of an argument
	}
	return strings.ToUpper(e.Message[:1]) + e.Message[1:] + "."
}
