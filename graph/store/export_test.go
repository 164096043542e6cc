package store

import "context"

// Empty deletes everything but the schema, for tests.
func Empty(ctx context.Context, s *Store) error {
	return s.write(ctx, func(t transaction) error {
		return t.unwindNothing("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
	})
}

// EmptyButDecisions deletes everything but the schema and what people
// decided.
func EmptyButDecisions(ctx context.Context, s *Store) error {
	return s.write(ctx, func(t transaction) error {
		return t.unwindNothing("MATCH (n) WHERE NOT n:Migration AND NOT n:Decision DETACH DELETE n")
	})
}
