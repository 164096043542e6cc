package store

import (
	"context"
	_ "embed" // for the migrations
	"fmt"
	"slices"
	"strings"
)

// migration is one versioned change of constraints and indexes. Applied ones
// are never edited: what changes is a new version.
type migration struct {
	version    string
	statements []string
}

//go:embed migrations.cypher
var migrationsCypher string

// migrations returns the versions of migrations.cypher in order.
func migrations() []migration {
	var all []migration
	for _, block := range strings.Split(migrationsCypher, "\n// version ")[1:] {
		version, body, _ := strings.Cut(block, "\n")
		m := migration{version: strings.TrimSpace(version)}
		for _, statement := range strings.Split(body, ";") {
			if statement = stripComments(statement); statement != "" {
				m.statements = append(m.statements, statement)
			}
		}
		all = append(all, m)
	}
	return all
}

func stripComments(cypher string) string {
	var lines []string
	for _, line := range strings.Split(cypher, "\n") {
		if !strings.HasPrefix(strings.TrimSpace(line), "//") {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// PrintSchema returns the constraints and indexes that the graph needs, as
// Cypher that can be run by hand.
func PrintSchema() string { return migrationsCypher }

// Migrate applies the constraints and indexes that the database lacks and
// returns the versions that it applied now. It may be run by several
// programs at once and waits until the indexes can be used.
func (s *Store) Migrate(ctx context.Context) ([]string, error) {
	// Schema statements cannot share a transaction with the record of them.
	// Each one says IF NOT EXISTS, so a run that was cut is simply repeated.
	done, err := s.applied(ctx)
	if err != nil {
		return nil, err
	}
	var now []string
	for _, m := range migrations() {
		if slices.Contains(done, m.version) {
			continue
		}
		if err := s.define(ctx, m.statements); err != nil {
			return now, fmt.Errorf("schema version %s: %w", m.version, err)
		}
		err := s.write(ctx, func(t transaction) error {
			_, err := t.query("MERGE (m:Migration {id: $id})", map[string]any{"id": m.version})
			return err
		})
		if err != nil {
			return now, fmt.Errorf("schema version %s: record it: %w", m.version, err)
		}
		s.log.InfoContext(ctx, "schema applied", "version", m.version)
		now = append(now, m.version)
	}
	if _, err := s.read(ctx, "CALL db.awaitIndexes(300)", nil); err != nil {
		return now, fmt.Errorf("wait for indexes: %w", err)
	}
	return now, nil
}

// define runs schema statements: first all indexes in one transaction, for
// which a full graph is read once, and in the background; then constraints,
// each of which waits for an index of its own.
func (s *Store) define(ctx context.Context, statements []string) error {
	var indexes, constraints []string
	for _, statement := range statements {
		if strings.HasPrefix(statement, "CREATE CONSTRAINT") {
			constraints = append(constraints, statement)
		} else {
			indexes = append(indexes, statement)
		}
	}
	for _, group := range append([][]string{indexes}, slices.Collect(slices.Chunk(constraints, 1))...) {
		err := s.write(ctx, func(t transaction) error {
			for _, statement := range group {
				if err := t.unwindNothing(statement); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// CheckSchema returns what the database lacks of the schema, one line each;
// none when all is there and usable.
func (s *Store) CheckSchema(ctx context.Context) ([]string, error) {
	done, err := s.applied(ctx)
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, m := range migrations() {
		if !slices.Contains(done, m.version) {
			problems = append(problems, fmt.Sprintf("version %s is not applied", m.version))
		}
	}
	rows, err := s.read(ctx, "SHOW INDEXES YIELD name, state RETURN name, state", nil)
	if err != nil {
		return nil, fmt.Errorf("list indexes: %w", err)
	}
	states := make(map[string]string)
	for _, row := range rows {
		states[row.Values[0].(string)] = row.Values[1].(string)
	}
	for _, name := range schemaNames() {
		switch state := states[name]; state {
		case "ONLINE":
		case "":
			problems = append(problems, fmt.Sprintf("%s is missing", name))
		default:
			problems = append(problems, fmt.Sprintf("%s is %s", name, strings.ToLower(state)))
		}
	}
	return problems, nil
}

// schemaNames returns the names of all constraints and indexes; a constraint
// is held by an index of its name.
func schemaNames() []string {
	var names []string
	for _, m := range migrations() {
		for _, statement := range m.statements {
			before, _, ok := strings.Cut(statement, " IF NOT EXISTS")
			if words := strings.Fields(before); ok {
				names = append(names, words[len(words)-1])
			}
		}
	}
	return names
}

func (s *Store) applied(ctx context.Context) ([]string, error) {
	rows, err := s.read(ctx, "MATCH (m:Migration) RETURN m.id", nil)
	if err != nil {
		return nil, fmt.Errorf("read schema versions: %w", err)
	}
	var done []string
	for _, row := range rows {
		done = append(done, row.Values[0].(string))
	}
	return done, nil
}

// unwindNothing runs a statement that has neither parameters nor rows.
func (t transaction) unwindNothing(cypher string) error {
	result, err := t.tx.Run(t.ctx, cypher, nil)
	if err != nil {
		return err
	}
	_, err = result.Consume(t.ctx)
	return err
}
