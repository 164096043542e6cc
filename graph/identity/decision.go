package identity

import "slices"

// Action is what a person decided.
type Action string

// The actions.
const (
	Merge  Action = "MERGE"  // all that the two sides name is one
	Split  Action = "SPLIT"  // nothing of one side is one with anything of the other
	Reject Action = "REJECT" // what the first side names did not happen, or is no event
)

// Decision is one person's ruling over claims of events, or over ids that
// coders gave to actors. Rulings name claims, not nodes: nodes come and go.
type Decision struct {
	ID     string
	Action Action
	A, B   []string
}

// Decisions are the rulings in force.
type Decisions struct {
	all      []Decision
	of       map[string][]int // claim → the decisions that name it
	rejected map[string]bool
}

// NewDecisions prepares rulings for use; their order makes no difference. A
// split outweighs a merge.
func NewDecisions(all []Decision) Decisions {
	d := Decisions{all: all, of: make(map[string][]int), rejected: make(map[string]bool)}
	for i, x := range all {
		for _, id := range slices.Concat(x.A, x.B) {
			d.of[id] = append(d.of[id], i)
			if x.Action == Reject {
				d.rejected[id] = true
			}
		}
	}
	return d
}

// Rejected tells whether people said that a claim is no event.
func (d Decisions) Rejected(claim string) bool { return d.rejected[claim] }

// Keys returns the keys under which a claim meets those that are merged with
// it by decision.
func (d Decisions) Keys(claim string) []string {
	var keys []string
	for _, i := range d.of[claim] {
		if d.all[i].Action == Merge {
			keys = append(keys, "decision "+d.all[i].ID)
		}
	}
	return keys
}

// Named returns every id that some decision names.
func (d Decisions) joins(a, b string) bool { return d.pair(Merge, a, b) && !d.pair(Split, a, b) }

func (d Decisions) parts(a, b string) bool { return d.pair(Split, a, b) }

func (d Decisions) pair(action Action, a, b string) bool {
	for _, i := range d.of[a] {
		x := d.all[i]
		if x.Action != action {
			continue
		}
		inA, inB := slices.Contains(x.A, a), slices.Contains(x.B, a)
		if action == Merge && (slices.Contains(x.A, b) || slices.Contains(x.B, b)) ||
			inA && slices.Contains(x.B, b) || inB && slices.Contains(x.A, b) {
			return true
		}
	}
	return false
}
