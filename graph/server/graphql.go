package server

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// graphql serves /graphql.
type graphql struct {
	engine    Engine
	documents documents
	clients   clients
	gate      *gate
	limits    Limits
	metrics   *metrics
}

func (g *graphql) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begin := time.Now()
	n := noteOf(r)
	n.graphql = true
	n.outcome = "INTERNAL" // unless it is told otherwise, it panics
	defer func() { g.metrics.asked(n, time.Since(begin)) }()
	g.serve(w, r, n)
}

func (g *graphql) serve(w http.ResponseWriter, r *http.Request, n *note) {
	if !g.clients.admit(w, r) {
		return
	}
	if accepts(r).media == "" {
		refuse(w, r, http.StatusNotAcceptable, "NOT_ACCEPTABLE", "answers are "+mediaGraphQL+" or "+mediaJSON)
		return
	}
	q, err := readRequest(w, r, g.limits.Body)
	if err == nil {
		q.query, err = g.documents.text(q)
	}
	if err != nil {
		var f fault
		if !errors.As(err, &f) {
			panic(err)
		}
		refuse(w, r, f.status, f.code, f.message)
		return
	}

	ctx, cancel := context.WithTimeout(r.Context(), g.limits.Timeout)
	defer cancel()
	if err := g.gate.enter(ctx); err != nil {
		w.Header().Set("Retry-After", "1")
		refuse(w, r, http.StatusServiceUnavailable, "OVERLOADED", "too many operations at once: try again")
		return
	}
	defer g.gate.leave()

	op, errs := g.engine.Prepare(q.query, q.operation, q.variables)
	if len(errs) > 0 {
		n.outcome = "REJECTED"
		reject(w, r, errs)
		return
	}
	n.operation, n.document, n.cost = op.Name(), op.Hash(), op.Cost()
	if r.Method == http.MethodGet && !op.ReadOnly() {
		w.Header().Set("Allow", "POST")
		refuse(w, r, http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED", "a GET changes nothing: send it with POST")
		return
	}
	a := op.Execute(ctx)
	n.statements, n.executed, n.cause = a.Statements, true, a.Cause
	if n.outcome = code(a.Errors); n.outcome == "" && len(a.Errors) > 0 {
		n.outcome = "ERROR"
	}
	answer(w, r, a)
}
