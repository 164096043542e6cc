package query

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"safir/schema"
)

// Statement is a question in Cypher. It can be run any number of times.
type Statement struct {
	Text   string
	params map[string]any
}

// Params returns the values that Text names, as the driver takes them.
func (s Statement) Params() map[string]any { return maps.Clone(s.params) }

// Compile writes a question in Cypher. The statement returns one record:
// rows, a list of maps, and total, null where it was not asked for. An error
// is an [Error] with code [BadInput].
func Compile(q Question) (Statement, error) {
	b := &builder{params: map[string]any{}}
	q.ask(b)
	if b.err != nil {
		return Statement{}, b.err
	}
	return Statement{b.sets.String() + b.body, b.params}, nil
}

// builder gathers a statement. Its text is sets, then body: the sets are
// computed once and may be used anywhere below.
type builder struct {
	sets   strings.Builder
	body   string
	params map[string]any
	vars   int
	err    error
}

// fail keeps the first thing that is wrong with the question.
func (b *builder) fail(format string, args ...any) {
	if b.err == nil {
		b.err = &Error{Code: BadInput, Message: fmt.Sprintf(format, args...)}
	}
}

// param takes a value and returns the text that stands for it.
func (b *builder) param(v any) string {
	name := "p" + strconv.Itoa(len(b.params))
	b.params[name] = v
	return "$" + name
}

// fresh returns a variable that nothing else uses: Cypher's subqueries must
// not shadow.
func (b *builder) fresh(prefix string) string {
	b.vars++
	return prefix + strconv.Itoa(b.vars)
}

// set adds a subquery that is computed once. It must return one row.
func (b *builder) set(subquery string) {
	b.sets.WriteString("CALL (*) {\n" + subquery + "\n}\n")
}

// answer makes the body of a statement: rows is a subquery of one column,
// one row for each row of the answer; total an expression.
func (b *builder) answer(rows, total string) {
	if rows == "" {
		rows = "[]"
	} else {
		rows = "COLLECT {\n" + rows + "\n}"
	}
	if total == "" {
		total = "null"
	}
	b.body = "RETURN " + rows + " AS rows, " + total + " AS total"
}

// setVariable matches what fresh makes of the prefixes that are used for what
// sets compute: lists of actors, events and anchors, days, sizes.
var setVariable = regexp.MustCompile(`\b[sgmdbv][0-9]+\b`)

// call makes a subquery that sees the variables given and the sets. They are
// named one by one, because CALL (*) does not see beyond the subquery
// expression that it stands in.
func call(body string, variables ...string) string {
	seen := setVariable.FindAllString(body, -1)
	for _, v := range variables {
		if v != "" {
			seen = append(seen, v)
		}
	}
	slices.Sort(seen)
	return "CALL (" + strings.Join(slices.Compact(seen), ", ") + ") {\n" + body + "\n}"
}

// give ends a subquery by returning a map of the variables. It goes through
// WITH because Cypher takes a subquery that counts something for an
// aggregation of the RETURN around it.
func (b *builder) give(show string, variables ...string) string {
	z := b.fresh("z")
	return " WITH " + strings.Join(variables, ", ") + ", " + show + " AS " + z + " RETURN " + z
}

func and(conds []string) string {
	if len(conds) == 0 {
		return "true"
	}
	return strings.Join(conds, " AND ")
}

// where returns a WHERE clause, or nothing where there are no conditions.
func where(conds []string) string {
	if len(conds) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(conds, " AND ")
}

// strs makes a list of any string type a parameter's value.
func strs[S ~string](list []S) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

// limit makes a page size a parameter that can hold it.
func (b *builder) limit(n int) string { return b.param(int64(max(n, 0))) }

// day is a date as Cypher's own.
func (b *builder) day(d schema.Date) string { return b.param(cypherDate(d)) }
