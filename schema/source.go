package schema

import (
	"errors"
	"time"
)

// ErrLeaseLost says that another process took a source over, because the
// lease had expired or the source was reset.
var ErrLeaseLost = errors.New("the lease on the source is lost")

// Source is a configured source as the graph keeps it, so that a restart
// forgets nothing and several processes share the work. Times are the
// database's clock.
type Source struct {
	Name     string // unique
	Kind     string // feed, sitemap, page, folder, icews, …
	URL      string // address or path
	Schedule string // cron expression as configured
	Paused   bool
	NextAt   time.Time // when it is due; zero is at once
	Failures int       // runs in a row that failed

	LastRunAt  time.Time // zero where it never ran
	LastStatus RunStatus
	LastError  string

	Holder     string    // who runs it now; empty for nobody
	LeaseUntil time.Time // when the holder's lease ends

	// Memory is what the source's loader wants to find again at its next
	// run: validators of conditional requests, what it has seen.
	Memory map[string]string
}

// RunStatus says how a run ended.
type RunStatus string

// The states of a run.
const (
	RunRunning  RunStatus = "RUNNING"
	RunDone     RunStatus = "DONE"     // the source was read to its end
	RunFailed   RunStatus = "FAILED"   // the source could not be read
	RunStopped  RunStatus = "STOPPED"  // given back before its end
	RunLost     RunStatus = "LOST"     // its process died or lost its lease
	RunDegraded RunStatus = "DEGRADED" // read to its end, but items of it failed
)

// Run is one run of a source.
type Run struct {
	ID     string
	Source string // name
	Holder string
	Status RunStatus
	// DueAt is when the run should have started, StartedAt when it did.
	DueAt, StartedAt, EndedAt       time.Time
	Seen, Loaded, Unchanged, Failed int
	Error                           string
	// Failures and Memory are the source's at the start of the run.
	Failures int
	Memory   map[string]string
}
