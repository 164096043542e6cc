package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"safir/graph/identity"
	"safir/schema"
)

// Told is one article's part in what the graph shows.
type Told struct {
	Article   string      `json:"article"`
	Title     string      `json:"title"`
	Language  string      `json:"language"`
	Published schema.Date `json:"publishedAt"`
	Coder     string      `json:"coder,omitempty"`
	Claim     string      `json:"claim"`           // id that the coder gave
	Names     []string    `json:"names,omitempty"` // of an actor: what the article calls it
	Office    string      `json:"office,omitempty"`
	Type      string      `json:"type,omitempty"` // of an event: what the article tells
	Date      string      `json:"date,omitempty"`
	Who       []string    `json:"who,omitempty"`
	Quote     string      `json:"quote,omitempty"`
}

// Reason says on what grounds two claims were joined.
type Reason struct {
	A   string `json:"a"`
	B   string `json:"b"`
	Why string `json:"why"`
}

// Explanation says why a node is what it is.
type Explanation struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind"` // event or actor
	Name      string     `json:"name"`
	Rejected  bool       `json:"rejected,omitempty"`
	Told      []Told     `json:"told"`
	Reasons   []Reason   `json:"reasons"`
	Decisions []Decision `json:"decisions"`
}

// Why tells on what grounds the claims of an event or actor were joined. id
// is the node's or that of one of its claims.
func (s *Store) Why(ctx context.Context, id string) (Explanation, error) {
	var x Explanation
	err := s.write(ctx, func(t transaction) (err error) { // reads only; a write transaction sees the writes before it
		x, err = t.why(id)
		return err
	})
	if err != nil {
		return Explanation{}, fmt.Errorf("why %s: %w", id, err)
	}
	all, err := s.Decisions(ctx)
	if err != nil {
		return Explanation{}, err
	}
	named := make(map[string]bool)
	for _, told := range x.Told {
		named[told.Claim] = true
	}
	x.Decisions = slices.DeleteFunc(all, func(d Decision) bool {
		return !slices.ContainsFunc(slices.Concat(d.A, d.B), func(c string) bool { return named[c] })
	})
	return x, nil
}

func (t transaction) why(id string) (Explanation, error) {
	kind, claims, err := t.claimsOf(id)
	if err != nil {
		return Explanation{}, err
	}
	r, err := t.newResolution()
	if err != nil {
		return Explanation{}, err
	}
	if kind == "actor" {
		return r.whyActor(id)
	}
	return r.whyEvent(claims)
}

func (r *resolution) whyEvent(claims []string) (Explanation, error) {
	x := Explanation{Kind: "event"}
	found, err := r.readReports(`UNWIND $ids AS id MATCH (d:Article)-[r:REPORTS {claim: id}]->(e) WHERE r.told IS NOT NULL WITH d, r, e`, map[string]any{"ids": claims})
	if err != nil {
		return x, err
	}
	rows, err := r.query(`UNWIND $ids AS id MATCH (d:Article)-[r:REPORTS {claim: id}]->(e) RETURN d.id, d.title, d.language, e.id, e.title, 'Rejected' IN labels(e),
		r.told, d.publishedAt, r.coder, r.claim, r.quote, e.type ORDER BY d.id`, map[string]any{"ids": claims})
	if err != nil {
		return x, err
	}
	articles := make(map[string][2]string)
	for _, row := range rows {
		v := row.Values
		articles[str(v[0])] = [2]string{str(v[1]), str(v[2])}
		x.ID, x.Name = str(v[3]), str(v[4])
		x.Rejected, _ = v[5].(bool)
		if str(v[6]) == "" { // a row of an event table under exact names, joined with its own id alone
			x.Told = append(x.Told, Told{Article: str(v[0]), Title: str(v[1]), Language: str(v[2]), Published: dayOf(v[7]), Coder: str(v[8]),
				Claim: str(v[9]), Type: str(v[11]), Quote: str(v[10])})
		}
	}
	var keys []string
	for _, rep := range found {
		r.reports[rep.key()] = rep
		keys = append(keys, rep.key())
	}
	slices.Sort(keys)
	if err := r.resolveReports(keys); err != nil {
		return x, err
	}
	for i, k := range keys {
		rep := r.reports[k]
		told := Told{Article: rep.Article, Title: articles[rep.Article][0], Language: articles[rep.Article][1], Published: rep.Published,
			Coder: rep.coder, Claim: rep.ID, Type: string(rep.Type), Quote: rep.evidence.Quote}
		if d := rep.Date; !d.IsZero() {
			told.Date = d.Start.String() + "/" + d.End.String()
		}
		for _, p := range rep.Parts {
			told.Who = append(told.Who, string(p.Role)+" "+p.Actor)
		}
		x.Told = append(x.Told, told)
		for _, other := range keys[:i] {
			if why := r.decisions.WhyClaims(&r.reports[other].Claim, &rep.Claim); why != "" {
				x.Reasons = append(x.Reasons, Reason{r.reports[other].ID, rep.ID, why})
			}
		}
	}
	return x, nil
}

func (r *resolution) whyActor(id string) (Explanation, error) {
	x := Explanation{Kind: "actor"}
	// An office holder whom articles leave unnamed comes to a named actor by
	// the day, so what points to the node is what was joined.
	rows, err := r.query(`MATCH (n:Actor {id: $id}) RETURN n.id, n.name UNION MATCH ()-[m:MENTIONS {claim: $id}]->(n:Actor) RETURN n.id, n.name LIMIT 1`, map[string]any{"id": id})
	if err != nil {
		return x, err
	}
	x.ID, x.Name = str(rows[0].Values[0]), str(rows[0].Values[1])
	if rows, err = r.query(`MATCH (d:Article)-[m:MENTIONS]->(a:Actor {id: $id}) RETURN d.id, d.publishedAt, d.language, m.claim, m.told, a.id, d.title, d.coder
		ORDER BY d.id, m.claim`, map[string]any{"id": x.ID}); err != nil {
		return x, err
	}
	profiles := make(map[string]*identity.Profile)
	for _, row := range rows {
		v := row.Values
		if str(v[4]) == "" { // an exact name of an event table
			x.Told = append(x.Told, Told{Article: str(v[0]), Title: str(v[6]), Published: dayOf(v[1]), Coder: str(v[7]), Claim: str(v[3])})
			continue
		}
		m, err := parseMention(str(v[0]), v[1], v[2], v[3], v[4], v[5])
		if err != nil {
			return x, err
		}
		x.Told = append(x.Told, Told{Article: m.Article, Title: str(v[6]), Language: string(m.Language), Published: m.Published, Coder: str(v[7]),
			Claim: m.Actor.ID, Names: m.Actor.Names, Office: m.Actor.Role})
		k := identity.ProfileKey(m.Actor)
		if profiles[k] == nil {
			profiles[k] = &identity.Profile{}
		}
		profiles[k].Add(m.Mention)
	}
	keys := slices.Sorted(maps.Keys(profiles))
	for i, k := range keys {
		for _, other := range keys[:i] {
			if why := r.decisions.WhyProfiles(profiles[other], profiles[k]); why != "" {
				x.Reasons = append(x.Reasons, Reason{profiles[other].ID, profiles[k].ID, why})
			}
		}
	}
	return x, nil
}
