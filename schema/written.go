package schema

// Outcome says what writing one coded article came to.
type Outcome string

// The outcomes of a write.
const (
	Loaded    Outcome = "LOADED"    // new to the graph, or other than what it held
	Unchanged Outcome = "UNCHANGED" // the graph held exactly this before
	Failed    Outcome = "FAILED"    // not written; the reason is beside it
)

// Written is the outcome of writing one coded article.
type Written struct {
	Article string // id
	Outcome Outcome
	Err     error // why it failed; nil otherwise
}
