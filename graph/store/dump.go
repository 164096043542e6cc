package store

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// A dump is JSON Lines: first the nodes, then the relationships, each line
// an object with sorted keys, the lines sorted. Two graphs are the same
// exactly when their dumps are.
//
//	{"labels":["Actor","State"],"props":{"id":"state:IRN",…}}
//	{"from":"Actor state:IRN","props":{},"to":"Event event:…","type":"JOINED"}
//
// Left out is what says when and by whom something was done rather than what
// is known: nodes labelled Lock, Migration and Run with their relationships,
// an article's retrievedAt, and what a source's last run saw. Dates are
// written as {"date":"2025-06-24"}, times as {"time":"…"} in RFC 3339.
var (
	undumped = []string{"Lock", "Migration", "Run"}
	volatile = map[string][]string{
		"Article": {"retrievedAt", "attempts", "error"},
		"Source":  {"lastRunAt", "lastStatus", "lastError", "nextAt", "holder", "run", "leaseUntil", "failures", "memory"},
	}
)

type dumpNode struct {
	Labels []string       `json:"labels"`
	Props  map[string]any `json:"props"`
}

type dumpEdge struct {
	From  string         `json:"from"`
	Props map[string]any `json:"props"`
	To    string         `json:"to"`
	Type  string         `json:"type"`
}

// Dump writes the whole graph as canonical JSON Lines.
func (s *Store) Dump(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriter(w)
	err := s.stream(ctx, `MATCH (n) WHERE none(l IN labels(n) WHERE l IN $undumped) RETURN labels(n), properties(n)`,
		func(row *neo4j.Record) (string, error) {
			labels := strs(row.Values[0])
			slices.Sort(labels)
			props := row.Values[1].(map[string]any)
			for _, l := range labels {
				for _, p := range volatile[l] {
					delete(props, p)
				}
			}
			return line(dumpNode{labels, plain(props).(map[string]any)})
		}, out)
	if err != nil {
		return fmt.Errorf("dump nodes: %w", err)
	}
	err = s.stream(ctx, `MATCH (a)-[r]->(b) WHERE none(l IN labels(a)+labels(b) WHERE l IN $undumped)
		RETURN labels(a), a.id, labels(b), b.id, type(r), properties(r)`,
		func(row *neo4j.Record) (string, error) {
			return line(dumpEdge{
				From: ref(row.Values[0], row.Values[1]), To: ref(row.Values[2], row.Values[3]),
				Type: str(row.Values[4]), Props: plain(row.Values[5]).(map[string]any),
			})
		}, out)
	if err != nil {
		return fmt.Errorf("dump relationships: %w", err)
	}
	return out.Flush()
}

func (s *Store) stream(ctx context.Context, cypher string, form func(*neo4j.Record) (string, error), out *bufio.Writer) error {
	rows, err := s.read(ctx, cypher, map[string]any{"undumped": undumped})
	if err != nil {
		return err
	}
	lines := make([]string, len(rows))
	for i, row := range rows {
		if lines[i], err = form(row); err != nil {
			return err
		}
	}
	slices.Sort(lines)
	for _, l := range lines {
		if _, err := out.WriteString(l + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// keyLabels are the labels whose ids are unique; every node has exactly one.
var keyLabels = []string{"Actor", "Article", "Block", "Decision", "Event", "Place", "Profile", "Rejected", "Source", "Topic"}

// ref names a node: its key label and id.
func ref(labels, id any) string {
	for _, l := range strs(labels) {
		if slices.Contains(keyLabels, l) {
			return l + " " + str(id)
		}
	}
	return strings.Join(strs(labels), ":") + " " + str(id)
}

func line(v any) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// plain turns Neo4j's values into JSON's.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for k, x := range v {
			m[k] = plain(x)
		}
		return m
	case []any:
		l := make([]any, len(v))
		for i, x := range v {
			l[i] = plain(x)
		}
		return l
	case neo4j.Date:
		return map[string]any{"date": dayOf(v).String()}
	case time.Time:
		return map[string]any{"time": v.UTC().Format(time.RFC3339Nano)}
	}
	return v
}

// real turns what plain made into Neo4j's values again.
func real(v any) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		if s, ok := v["date"].(string); ok {
			t, err := time.Parse(time.DateOnly, s)
			return neo4j.DateOf(t), err
		}
		s, _ := v["time"].(string)
		t, err := time.Parse(time.RFC3339Nano, s)
		return t, err
	case []any:
		l := make([]any, len(v))
		for i, x := range v {
			var err error
			if l[i], err = real(x); err != nil {
				return nil, err
			}
		}
		return l, nil
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n, nil
		}
		return v.Float64()
	}
	return v, nil
}

// Restore loads a dump into an empty graph.
func (s *Store) Restore(ctx context.Context, r io.Reader) error {
	rows, err := s.read(ctx, `MATCH (n) WHERE none(l IN labels(n) WHERE l IN $undumped) RETURN n LIMIT 1`, map[string]any{"undumped": undumped})
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if len(rows) > 0 {
		return fmt.Errorf("restore: the graph is not empty")
	}
	in := bufio.NewReaderSize(r, 1<<20)
	for n, end := 1, false; !end; {
		var nodes, edges []map[string]any
		for len(nodes)+len(edges) < 5000 {
			raw, err := in.ReadBytes('\n')
			if err != nil && err != io.EOF {
				return fmt.Errorf("restore: line %d: %w", n, err)
			}
			end = err == io.EOF
			if len(raw) == 0 {
				break
			}
			if err := restoreLine(raw, &nodes, &edges); err != nil {
				return fmt.Errorf("restore: line %d: %w", n, err)
			}
			n++
			if end {
				break
			}
		}
		err := s.write(ctx, func(t transaction) error {
			if err := t.unwind(`UNWIND $rows AS row CREATE (n:$(row.labels)) SET n = row.props`, nodes); err != nil {
				return err
			}
			return t.restoreEdges(edges)
		})
		if err != nil {
			return fmt.Errorf("restore: before line %d: %w", n, err)
		}
	}
	return nil
}

func restoreLine(raw []byte, nodes, edges *[]map[string]any) error {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	var row map[string]any
	if err := d.Decode(&row); err != nil {
		return err
	}
	props, ok := row["props"].(map[string]any)
	if !ok {
		return fmt.Errorf("no props")
	}
	for k, v := range props {
		x, err := real(v)
		if err != nil {
			return fmt.Errorf("property %s: %w", k, err)
		}
		props[k] = x
	}
	if row["type"] == nil {
		*nodes = append(*nodes, row)
		return nil
	}
	*edges = append(*edges, row)
	return nil
}

// restoreEdges creates relationships, a statement for each pair of end
// labels, so that each end is found by its index.
func (t transaction) restoreEdges(edges []map[string]any) error {
	groups := make(map[[2]string][]map[string]any)
	for _, e := range edges {
		from, fromID, _ := strings.Cut(str(e["from"]), " ")
		to, toID, _ := strings.Cut(str(e["to"]), " ")
		if !slices.Contains(keyLabels, from) || !slices.Contains(keyLabels, to) {
			return fmt.Errorf("relationship from %q to %q: label not known", e["from"], e["to"])
		}
		g := [2]string{from, to}
		groups[g] = append(groups[g], map[string]any{"from": fromID, "to": toID, "type": e["type"], "props": e["props"]})
	}
	var keys [][2]string
	for g := range groups {
		keys = append(keys, g)
	}
	slices.SortFunc(keys, func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, g := range keys {
		cypher := fmt.Sprintf(`UNWIND $rows AS row MATCH (a:%s {id: row.from}) MATCH (b:%s {id: row.to})
			CREATE (a)-[r:$(row.type)]->(b) SET r = row.props`, g[0], g[1])
		if err := t.unwind(cypher, groups[g]); err != nil {
			return err
		}
	}
	return nil
}
