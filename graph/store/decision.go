package store

import "safir/graph/identity"

// decisions reads the rulings in force.
func (t transaction) decisions() ([]identity.Decision, error) {
	rows, err := t.query(`MATCH (d:Decision) WHERE d.undone IS NULL RETURN d.id, d.action, d.a, d.b ORDER BY d.id`, nil)
	if err != nil {
		return nil, err
	}
	var all []identity.Decision
	for _, row := range rows {
		v := row.Values
		all = append(all, identity.Decision{ID: str(v[0]), Action: identity.Action(str(v[1])), A: strs(v[2]), B: strs(v[3])})
	}
	return all, nil
}
