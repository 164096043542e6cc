package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/schema"
)

// The schedule's book: sources, leases and runs in the graph. All times are
// Neo4j's clock, so that the clocks of the machines do not matter.

// keptRuns is how many runs of a source stay.
const keptRuns = 100

// RegisterSources makes configured sources known by name, kind, URL and
// schedule. What else is known of them stays, but one whose schedule changed
// is due at once. Sources that are no longer configured stay as they are.
func (s *Store) RegisterSources(ctx context.Context, sources []schema.Source) error {
	var rows []map[string]any
	for _, x := range sources {
		rows = append(rows, map[string]any{"id": SourceID(x.Name), "name": x.Name, "kind": text(x.Kind), "url": text(x.URL), "schedule": text(x.Schedule)})
	}
	err := s.write(ctx, func(t transaction) error {
		return t.unwind(`UNWIND $rows AS row MERGE (s:Source {id: row.id})
			SET s.nextAt = CASE WHEN coalesce(s.schedule, '') <> coalesce(row.schedule, '') THEN null ELSE s.nextAt END
			SET s.name = row.name, s.kind = row.kind, s.url = row.url, s.schedule = row.schedule`, rows)
	})
	if err != nil {
		return fmt.Errorf("register sources: %w", err)
	}
	return nil
}

// Sources returns all that are known, by name, and Neo4j's time.
func (s *Store) Sources(ctx context.Context) ([]schema.Source, time.Time, error) {
	rows, err := s.read(ctx, `OPTIONAL MATCH (s:Source) RETURN datetime.realtime('UTC'), s.name, s.kind, s.url, s.schedule, s.paused, s.nextAt, s.failures,
		s.lastRunAt, s.lastStatus, s.lastError, s.holder, s.leaseUntil, s.memory ORDER BY s.name`, nil)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("list sources: %w", err)
	}
	var all []schema.Source
	var now time.Time
	for _, row := range rows {
		v := row.Values
		now = moment(v[0])
		if v[1] == nil {
			continue // no source at all
		}
		x := schema.Source{Name: str(v[1]), Kind: str(v[2]), URL: str(v[3]), Schedule: str(v[4]), NextAt: moment(v[6]), Failures: number(v[7]),
			LastRunAt: moment(v[8]), LastStatus: schema.RunStatus(str(v[9])), LastError: str(v[10]), Holder: str(v[11]), LeaseUntil: moment(v[12])}
		x.Paused, _ = v[5].(bool)
		if x.Memory, err = memoryOf(v[13]); err != nil {
			return nil, now, fmt.Errorf("source %s: %w", x.Name, err)
		}
		all = append(all, x)
	}
	return all, now, nil
}

// ClaimSource starts a run of the source for holder, in one transaction, if
// it is due, not paused, and nobody holds an unexpired lease on it. A run of
// another holder whose lease has expired ends as LOST. With force, it need
// not be due. ok tells whether the run was started.
func (s *Store) ClaimSource(ctx context.Context, name, holder string, lease time.Duration, force bool) (run schema.Run, ok bool, err error) {
	// A random id: a run is an occurrence, not a fact that loads again.
	id := "run:" + uuid.NewString()
	err = s.write(ctx, func(t transaction) error {
		run, ok = schema.Run{}, false
		rows, err := t.query(`MATCH (s:Source {id: $source}) SET s.locked = true
			WITH s REMOVE s.locked
			WITH s, datetime.realtime('UTC') AS now
			OPTIONAL MATCH (mine:Run {id: $id}) // a try before this one was committed, and its answer was lost
			WITH s, now, mine WHERE mine IS NULL AND NOT coalesce(s.paused, false)
				AND ($force OR s.nextAt IS NULL OR s.nextAt <= now) AND (s.leaseUntil IS NULL OR s.leaseUntil <= now)
			OPTIONAL MATCH (s)-[:RAN]->(lost:Run {status: 'RUNNING'})
			SET lost.status = 'LOST', lost.endedAt = now
			WITH DISTINCT s, now, coalesce(s.nextAt, now) AS due
			CREATE (s)-[:RAN]->(r:Run {id: $id, source: s.name, holder: $holder, status: 'RUNNING', dueAt: due, startedAt: now,
				seen: 0, loaded: 0, skipped: 0, failed: 0})
			SET s.holder = $holder, s.run = $id, s.leaseUntil = now + $lease, s.lastRunAt = now, s.lastStatus = 'RUNNING'
			RETURN s.name, due, now, s.failures, s.memory`,
			map[string]any{"source": SourceID(name), "id": id, "holder": holder, "force": force, "lease": duration(lease)})
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			if rows, err = t.query(`MATCH (s:Source {id: $source, run: $id})-[:RAN]->(r:Run {id: $id})
				RETURN s.name, r.dueAt, r.startedAt, s.failures, s.memory`, map[string]any{"source": SourceID(name), "id": id}); err != nil || len(rows) == 0 {
				return err
			}
		}
		v := rows[0].Values
		run = schema.Run{ID: id, Source: str(v[0]), Holder: holder, Status: schema.RunRunning, DueAt: moment(v[1]), StartedAt: moment(v[2]), Failures: number(v[3])}
		run.Memory, err = memoryOf(v[4])
		ok = err == nil
		return err
	})
	if err != nil {
		return schema.Run{}, false, fmt.Errorf("claim source %s: %w", name, err)
	}
	return run, ok, nil
}

// RenewLease makes the run's lease end so long from now. It is
// [schema.ErrLeaseLost] when another run holds it.
func (s *Store) RenewLease(ctx context.Context, run schema.Run, lease time.Duration) error {
	err := s.write(ctx, func(t transaction) error {
		rows, err := t.query(`MATCH (s:Source {id: $source}) SET s.locked = true
			WITH s REMOVE s.locked
			WITH s WHERE s.run = $run SET s.leaseUntil = datetime.realtime('UTC') + $lease RETURN s.id`,
			map[string]any{"source": SourceID(run.Source), "run": run.ID, "lease": duration(lease)})
		if err == nil && len(rows) == 0 {
			return schema.ErrLeaseLost
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("renew the lease on source %s: %w", run.Source, err)
	}
	return nil
}

// FinishRun ends the run with its status, counts and error, keeps its memory,
// frees the lease, and sets when the source is due next and how often in a
// row it has failed. It is [schema.ErrLeaseLost], and changes no more than
// the run, when another run holds the lease.
func (s *Store) FinishRun(ctx context.Context, run schema.Run, next time.Time, failures int) error {
	var memory any
	if len(run.Memory) > 0 {
		memory = encode(run.Memory)
	}
	var nextAt any
	if !next.IsZero() {
		nextAt = next.UTC()
	}
	held := false
	err := s.write(ctx, func(t transaction) error {
		params := map[string]any{"source": SourceID(run.Source), "run": run.ID, "status": string(run.Status), "seen": run.Seen, "loaded": run.Loaded,
			"unchanged": run.Unchanged, "failed": run.Failed, "error": text(run.Error), "memory": memory, "next": nextAt, "failures": failures, "keep": keptRuns}
		rows, err := t.query(`MATCH (s:Source {id: $source})-[:RAN]->(r:Run {id: $run}) SET s.locked = true
			WITH s, r REMOVE s.locked
			WITH s, r, coalesce(s.run = $run, false) OR r.finished = true AS held
			SET r.status = CASE WHEN held THEN $status ELSE 'LOST' END, r.endedAt = datetime.realtime('UTC'), r.seen = $seen, r.loaded = $loaded,
				r.skipped = $unchanged, r.failed = $failed, r.error = $error
			RETURN held`, params)
		if err != nil {
			return err
		}
		held = len(rows) > 0 && rows[0].Values[0] == true
		if !held {
			return nil
		}
		if err := t.run(`MATCH (s:Source {id: $source, run: $run})-[:RAN]->(r:Run {id: $run})
			SET s.memory = $memory, s.nextAt = $next, s.failures = $failures, s.lastStatus = $status, s.lastError = $error,
				s.holder = null, s.run = null, s.leaseUntil = null, r.finished = true`, params); err != nil {
			return err
		}
		return t.run(`MATCH (s:Source {id: $source})-[:RAN]->(r:Run) WITH r ORDER BY r.startedAt DESC, r.id SKIP $keep DETACH DELETE r`, params)
	})
	if err == nil && !held {
		err = schema.ErrLeaseLost
	}
	if err != nil {
		return fmt.Errorf("finish the run of source %s: %w", run.Source, err)
	}
	return nil
}

// PauseSource stops or resumes the runs of a source.
func (s *Store) PauseSource(ctx context.Context, name string, paused bool) error {
	return s.changeSource(ctx, "pause", name, `SET s.paused = CASE WHEN $paused THEN true END`, map[string]any{"paused": paused})
}

// ResetSource makes a source due at once with no failures and no memory, and
// drops its lease.
func (s *Store) ResetSource(ctx context.Context, name string) error {
	return s.changeSource(ctx, "reset", name, `SET s.nextAt = null, s.failures = 0, s.memory = null, s.holder = null, s.run = null, s.leaseUntil = null`,
		map[string]any{})
}

func (s *Store) changeSource(ctx context.Context, what, name, set string, params map[string]any) error {
	params["source"] = SourceID(name)
	err := s.write(ctx, func(t transaction) error {
		rows, err := t.query(`MATCH (s:Source {id: $source}) `+set+` RETURN s.id`, params)
		if err == nil && len(rows) == 0 {
			return fmt.Errorf("there is no such source")
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("%s source %s: %w", what, name, err)
	}
	return nil
}

// Connections returns how many connections the database has open, this
// store's among them.
func (s *Store) Connections(ctx context.Context) (int, error) {
	rows, err := s.read(ctx, `CALL dbms.listConnections() YIELD connectionId RETURN count(*)`, nil)
	if err != nil {
		return 0, fmt.Errorf("count connections: %w", err)
	}
	return number(rows[0].Values[0]), nil
}

func duration(d time.Duration) neo4j.Duration {
	return neo4j.DurationOf(0, 0, int64(d/time.Second), int(d%time.Second))
}

func moment(v any) time.Time {
	t, ok := v.(time.Time)
	if !ok {
		return time.Time{}
	}
	return t.UTC()
}

func memoryOf(v any) (map[string]string, error) {
	if str(v) == "" {
		return nil, nil
	}
	m := make(map[string]string)
	if err := json.Unmarshal([]byte(str(v)), &m); err != nil {
		return nil, fmt.Errorf("its memory: %w", err)
	}
	return m, nil
}
