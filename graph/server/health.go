package server

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

func healthz(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "alive"})
}

// readiness answers /readyz. Whoever asks often does not load Neo4j often: an
// answer serves for a moment, and those who ask at once share it.
type readiness struct {
	checks []Check
	log    *slog.Logger

	mu     sync.Mutex
	at     time.Time
	failed string // the check that failed last, empty when ready
	ending bool
}

const (
	readyFor     = 500 * time.Millisecond
	readyTimeout = 3 * time.Second
)

// end makes the server unready for good: it is about to stop.
func (r *readiness) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ending = true
}

// state gives the name of the check that fails, empty when all is well.
func (r *readiness) state(ctx context.Context) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ending {
		return "stopping"
	}
	if !r.at.IsZero() && time.Since(r.at) < readyFor {
		return r.failed
	}
	// One who asks and goes away must not make it fail for the others.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readyTimeout)
	defer cancel()
	failed, err := "", error(nil)
	for _, c := range r.checks {
		if err = c.Do(ctx); err != nil {
			failed = c.Name
			break
		}
	}
	switch {
	case failed != "" && failed != r.failed:
		r.log.Warn("not ready", "check", failed, "error", err)
	case failed == "" && r.failed != "":
		r.log.Info("ready again")
	}
	r.failed, r.at = failed, time.Now()
	return failed
}

func (r *readiness) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if failed := r.state(req.Context()); failed != "" {
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"status": "not ready", "failed": failed})
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ready"})
}
