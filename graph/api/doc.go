// Package api is the GraphQL schema over the graph's questions.
//
// [New] builds it once; then each request goes [Schema.Prepare] (parse, bound,
// validate), [Document.Operation] (pick an operation, coerce its variables,
// count its cost), [Schema.Execute]. A document seen before is neither parsed
// nor validated again, and an operation with the same variables is not planned
// again.
//
// schema.graphql is the one source of truth: gqlparser reads it to validate
// and to coerce, and graphql-go's types are built from what gqlparser read.
// gqlparser parses, since graphql-go's own parser and validator crash on
// cyclic fragments, are super-linear on deep input and know no null; the
// validated selection is handed to graphql-go as its AST, with fragments
// merged, conditions decided and arguments spent; and the answer is written in
// the order of the query, which graphql-go does not keep. Introspection is
// answered from gqlparser's schema, because graphql-go's lacks parts of the
// specification.
//
// An operation is one read transaction with one Cypher statement per root
// field: see package query.
package api
