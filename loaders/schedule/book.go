package schedule

import (
	"context"
	"time"

	"safir/schema"
)

// Book is where sources, leases and runs are kept; the graph store is one.
// All times in it are of one clock, the database's, so that the clocks of the
// machines do not matter.
type Book interface {
	// RegisterSources makes configured sources known by their Name, Kind, URL
	// and Schedule. What else is known of them stays, but a source whose
	// Schedule changed is due at once. Sources that are no longer configured
	// stay as they are.
	RegisterSources(ctx context.Context, sources []schema.Source) error
	// Sources returns all that are known, by name, and the database's time.
	Sources(ctx context.Context) ([]schema.Source, time.Time, error)
	// ClaimSource starts a run of the source for holder, in one transaction,
	// if it is due, not paused, and nobody holds an unexpired lease on it. A
	// run of another holder whose lease has expired ends as LOST. With force,
	// it need not be due. ok tells whether the run was started.
	ClaimSource(ctx context.Context, name, holder string, lease time.Duration, force bool) (run schema.Run, ok bool, err error)
	// RenewLease makes the run's lease end so long from now. It is
	// [schema.ErrLeaseLost] when another run holds it.
	RenewLease(ctx context.Context, run schema.Run, lease time.Duration) error
	// FinishRun ends the run with its Status, counts and Error, keeps its
	// Memory, frees the lease, and sets when the source is due next and how
	// often in a row it has failed. It is [schema.ErrLeaseLost], and changes
	// no more than the run, when another run holds the lease.
	FinishRun(ctx context.Context, run schema.Run, next time.Time, failures int) error
	// PauseSource stops or resumes the runs of a source.
	PauseSource(ctx context.Context, name string, paused bool) error
	// ResetSource makes a source due at once with no failures and no memory,
	// and drops its lease.
	ResetSource(ctx context.Context, name string) error
}
