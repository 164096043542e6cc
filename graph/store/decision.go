package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/graph/identity"
)

// Decision is a person's ruling, kept in the node :Decision and respected by
// every later load until it is undone.
type Decision struct {
	ID     string          `json:"id"`
	Action identity.Action `json:"action"`
	Author string          `json:"author"`
	Reason string          `json:"reason"`
	At     time.Time       `json:"at"`
	A      []string        `json:"a"` // the claims, or ids that coders gave to actors, that the ruling names
	B      []string        `json:"b,omitempty"`
	Undone *Undone         `json:"undone,omitempty"` // nil while it is in force
}

// Undone says who took a ruling back, and why.
type Undone struct {
	Author string    `json:"author"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// ErrNotFound is wrapped where an id names nothing that can be ruled on or
// explained.
var ErrNotFound = errors.New("not in the graph")

// ErrExact is wrapped where people want to rule on what came from event tables
// under exact names.
var ErrExact = errors.New("rows of event tables under exact names stay as the table has them: correct the table and load it again")

// Merge rules that two actors, or two events, are one, and joins them. a and
// b are ids of nodes or of claims that came to them.
func (s *Store) Merge(ctx context.Context, author, reason, a, b string) (Decision, error) {
	return s.decide(ctx, author, reason, identity.Merge, func(t transaction) (sideA, sideB []string, err error) {
		kindA, all, err := t.claimsOf(a)
		if err != nil {
			return nil, nil, err
		}
		kindB, other, err := t.claimsOf(b)
		switch {
		case err != nil:
			return nil, nil, err
		case kindA != kindB:
			return nil, nil, fmt.Errorf("%s is an %s, %s an %s: they cannot be one", a, kindA, b, kindB)
		case slices.Equal(all, other):
			return nil, nil, fmt.Errorf("%s and %s are one already", a, b)
		}
		return all, other, nil
	})
}

// Split rules that some of the claims of an event, or of the ids that coders
// gave to an actor, are another event or actor than the rest, and parts them.
func (s *Store) Split(ctx context.Context, author, reason, id string, claims []string) (Decision, error) {
	return s.decide(ctx, author, reason, identity.Split, func(t transaction) (sideA, sideB []string, err error) {
		_, all, err := t.claimsOf(id)
		if err != nil {
			return nil, nil, err
		}
		for _, c := range claims {
			if !slices.Contains(all, c) {
				return nil, nil, fmt.Errorf("%s is not a claim of %s; those are %s", c, id, strings.Join(all, ", "))
			}
		}
		rest := slices.DeleteFunc(slices.Clone(all), func(c string) bool { return slices.Contains(claims, c) })
		if len(claims) == 0 || len(rest) == 0 {
			return nil, nil, fmt.Errorf("name some of the claims of %s, not all and not none: %s", id, strings.Join(all, ", "))
		}
		return claims, rest, nil
	})
}

// Reject rules that an event did not happen or is none, and takes it and what
// is later joined with it out of answers. Its reports are kept.
func (s *Store) Reject(ctx context.Context, author, reason, event string) (Decision, error) {
	return s.decide(ctx, author, reason, identity.Reject, func(t transaction) (sideA, sideB []string, err error) {
		kind, all, err := t.claimsOf(event)
		if err == nil && kind != "event" {
			err = fmt.Errorf("%s is an %s: only events can be rejected", event, kind)
		}
		return all, nil, err
	})
}

// RestoreEvent takes back every rejection that concerns an event, by the id of the
// event or of one of its claims.
func (s *Store) RestoreEvent(ctx context.Context, author, reason, event string) ([]Decision, error) {
	all, err := s.Decisions(ctx)
	if err != nil {
		return nil, err
	}
	var undone []Decision
	for _, d := range all {
		if d.Action != identity.Reject || d.Undone != nil || !slices.Contains(d.A, event) {
			continue
		}
		u, err := s.Undo(ctx, author, reason, d.ID)
		if err != nil {
			return undone, err
		}
		undone = append(undone, u)
	}
	if len(undone) == 0 {
		return nil, fmt.Errorf("restore %s: no rejection of it is in force: %w", event, ErrNotFound)
	}
	return undone, nil
}

// Undo takes a ruling back; the graph becomes what it would be without it.
// The ruling stays, with who took it back and why.
func (s *Store) Undo(ctx context.Context, author, reason, decision string) (Decision, error) {
	err := s.rule(ctx, author, reason, func(t transaction) ([]string, error) {
		rows, err := t.query(`MATCH (d:Decision {id: $id}) WHERE d.undoneAt IS NULL
			SET d.undoneAt = datetime.transaction('UTC'), d.undoneBy = $author, d.undoneReason = $reason RETURN d.a + d.b`,
			map[string]any{"id": decision, "author": author, "reason": reason})
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			return nil, fmt.Errorf("no such decision is in force: %w", ErrNotFound)
		}
		return strs(rows[0].Values[0]), nil
	})
	if err != nil {
		return Decision{}, fmt.Errorf("undo %s: %w", decision, err)
	}
	return s.decision(ctx, decision)
}

// Decisions returns all rulings, also those taken back, in the order of time.
func (s *Store) Decisions(ctx context.Context) ([]Decision, error) {
	rows, err := s.read(ctx, `MATCH (d:Decision) RETURN d.id, d.action, d.author, d.reason, d.at, d.a, d.b, d.undoneBy, d.undoneReason, d.undoneAt
		ORDER BY d.at, d.id`, nil)
	if err != nil {
		return nil, fmt.Errorf("list decisions: %w", err)
	}
	all := make([]Decision, len(rows))
	for i, row := range rows {
		v := row.Values
		all[i] = Decision{ID: str(v[0]), Action: identity.Action(str(v[1])), Author: str(v[2]), Reason: str(v[3]), At: moment(v[4]), A: strs(v[5]), B: strs(v[6])}
		if v[9] != nil {
			all[i].Undone = &Undone{str(v[7]), str(v[8]), moment(v[9])}
		}
	}
	return all, nil
}

func (s *Store) decision(ctx context.Context, id string) (Decision, error) {
	all, err := s.Decisions(ctx)
	if err != nil {
		return Decision{}, err
	}
	i := slices.IndexFunc(all, func(d Decision) bool { return d.ID == id })
	if i < 0 {
		return Decision{}, fmt.Errorf("decision %s: %w", id, ErrNotFound)
	}
	return all[i], nil
}

// decide keeps a ruling and makes the graph follow it.
func (s *Store) decide(ctx context.Context, author, reason string, action identity.Action, sides func(transaction) (a, b []string, err error)) (Decision, error) {
	id := ""
	err := s.rule(ctx, author, reason, func(t transaction) ([]string, error) {
		a, b, err := sides(t)
		if err != nil {
			return nil, err
		}
		if err := t.mayRule(slices.Concat(a, b)); err != nil {
			return nil, err
		}
		slices.Sort(a)
		slices.Sort(b)
		id = "decision:" + hash(string(action), strings.Join(a, " "), strings.Join(b, " "))
		if b == nil {
			b = []string{}
		}
		// Ruling the same again brings back one that was taken back.
		return slices.Concat(a, b), t.run(`MERGE (d:Decision {id: $id})
			SET d.action = $action, d.author = $author, d.reason = $reason, d.at = datetime.transaction('UTC'), d.a = $a, d.b = $b,
				d.undoneAt = null, d.undoneBy = null, d.undoneReason = null`,
			map[string]any{"id": id, "action": string(action), "author": author, "reason": reason, "a": a, "b": b})
	})
	if err != nil {
		return Decision{}, fmt.Errorf("%s: %w", strings.ToLower(string(action)), err)
	}
	return s.decision(ctx, id)
}

// mayRule refuses rulings on what came from event tables under exact names
// alone: nothing of it is resolved, so that nothing would come of them.
func (t transaction) mayRule(claims []string) error {
	rows, err := t.query(`UNWIND $ids AS id
		RETURN EXISTS { ()-[r:REPORTS {claim: id}]->() WHERE r.told IS NOT NULL } OR EXISTS { ()-[m:MENTIONS {claim: id}]->() WHERE m.told IS NOT NULL }`,
		map[string]any{"ids": claims})
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(rows, func(row *neo4j.Record) bool { return row.Values[0] == true }) {
		return fmt.Errorf("%s: %w", strings.Join(claims, ", "), ErrExact)
	}
	return nil
}

// rule changes a ruling and resolves what it names anew, in one transaction.
func (s *Store) rule(ctx context.Context, author, reason string, change func(transaction) ([]string, error)) error {
	if strings.TrimSpace(author) == "" || strings.TrimSpace(reason) == "" {
		return errors.New("a decision needs an author and a reason")
	}
	return s.write(ctx, func(t transaction) error {
		if err := t.lockIdentity(); err != nil {
			return err
		}
		named, err := change(t)
		if err != nil {
			return err
		}
		r, err := t.newResolution()
		if err != nil {
			return err
		}
		if err := r.resolveAnew(named); err != nil {
			return err
		}
		return t.pointDecisions()
	})
}

// pointDecisions makes (:Decision)-[:ABOUT]->() lead from each ruling in force
// to the nodes that its claims are in now, so that who looks at a node sees
// what people decided about it. Claims move and come later; rulings are few,
// and all are looked at.
func (t transaction) pointDecisions() error {
	return t.run(`MATCH (d:Decision)
		WITH d, CASE WHEN d.undoneAt IS NULL THEN d.a + d.b ELSE [] END AS claims
		CALL (claims) {
			UNWIND claims AS claim
			CALL (claim) {
				MATCH ()-[r:REPORTS]->(n) USING INDEX SEEK r:REPORTS(claim) WHERE r.claim = claim RETURN n
				UNION
				MATCH ()-[r:MENTIONS]->(n) USING INDEX SEEK r:MENTIONS(claim) WHERE r.claim = claim RETURN n
			}
			RETURN collect(DISTINCT n) AS about
		}
		CALL (d, about) { MATCH (d)-[x:ABOUT]->(n) WHERE NOT n IN about DELETE x }
		CALL (d, about) { UNWIND about AS n MERGE (d)-[:ABOUT]->(n) }`, nil)
}

// resolveAnew resolves claims and actors anew though nothing new is told of
// them: what people decided has changed.
func (r *resolution) resolveAnew(named []string) error {
	if err := r.loadProfiles(`UNWIND $ids AS id MATCH (b:Block {id: 'actor id ' + id}) UNWIND b.members AS m MATCH (p:Profile {id: m})`, named); err != nil {
		return err
	}
	r.anew = make(map[string]bool)
	for k := range r.profiles {
		r.anew[k] = true
	}
	found, err := r.readReports(`UNWIND $ids AS id MATCH (d:Article)-[r:REPORTS {claim: id}]->(e) WHERE r.told IS NOT NULL WITH d, r, e`,
		map[string]any{"ids": named})
	if err != nil {
		return err
	}
	for _, rep := range found {
		r.reports[rep.key()] = rep
		r.dirty[rep.key()] = true
	}
	if err := r.resolveActors(nil, nil); err != nil {
		return err
	}
	return r.resolveEvents()
}

// claimsOf returns what kind of node an id names, its own or that of a claim
// that came to it, and the claims that are joined in it, sorted. Of an actor
// these are the ids that coders gave it.
func (t transaction) claimsOf(id string) (kind string, claims []string, err error) {
	for _, look := range []struct{ kind, cypher string }{
		{"event", `MATCH (e:Event {id: $id}) RETURN e.ids`},
		{"event", `MATCH (e:Rejected {id: $id}) RETURN e.ids`},
		{"event", `MATCH ()-[r:REPORTS {claim: $id}]->(e) RETURN e.ids LIMIT 1`},
		{"actor", `MATCH (a:Actor {id: $id}) RETURN a.ids`},
		{"actor", `MATCH ()-[m:MENTIONS {claim: $id}]->(a) RETURN a.ids LIMIT 1`},
	} {
		rows, err := t.query(look.cypher, map[string]any{"id": id})
		if err != nil {
			return "", nil, err
		}
		if len(rows) > 0 {
			claims := strs(rows[0].Values[0])
			slices.Sort(claims)
			return look.kind, claims, nil
		}
	}
	return "", nil, fmt.Errorf("%s: %w", id, ErrNotFound)
}

// decisions reads the rulings in force, and tells whether there are any, and
// whether there ever was a rejection, so that there may be :Rejected nodes.
func (t transaction) decisions() (d identity.Decisions, ruled, rejected bool, err error) {
	rows, err := t.query(`MATCH (d:Decision) RETURN d.id, d.action, d.a, d.b, d.undoneAt IS NULL ORDER BY d.id`, nil)
	if err != nil {
		return d, false, false, err
	}
	var all []identity.Decision
	for _, row := range rows {
		v := row.Values
		x := identity.Decision{ID: str(v[0]), Action: identity.Action(str(v[1])), A: strs(v[2]), B: strs(v[3])}
		rejected = rejected || x.Action == identity.Reject
		if v[4] == true {
			all = append(all, x)
		}
	}
	return identity.NewDecisions(all), len(all) > 0, rejected, nil
}
