package query

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/schema"
)

// Code says what kind of failure an [Error] is.
type Code string

// The codes.
const (
	BadInput    Code = "BAD_USER_INPUT" // the question cannot be asked; Message says why
	Unavailable Code = "UNAVAILABLE"    // Neo4j cannot be reached
	Timeout     Code = "TIMEOUT"        // the time ran out
	Internal    Code = "INTERNAL"       // anything else
)

// Error is why a question has no answer. Message is fit for whoever asked;
// the cause, which is not, is behind Unwrap.
type Error struct {
	Code    Code
	Message string
	cause   error
}

func (e *Error) Error() string {
	if e.cause != nil {
		return e.Message + ": " + e.cause.Error()
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.cause }

// Row is a map that a statement returned: of strings, numbers, booleans,
// lists and rows.
type Row map[string]any

// Text returns a string property, "" where there is none.
func (r Row) Text(key string) string { s, _ := r[key].(string); return s }

// Number returns a numeric property, 0 where there is none.
func (r Row) Number(key string) float64 {
	switch n := r[key].(type) {
	case int64:
		return float64(n)
	case float64:
		return n
	}
	return 0
}

// Row returns a nested row, nil where there is none.
func (r Row) Row(key string) Row { m, _ := r[key].(map[string]any); return m }

// List returns a nested list, nil where there is none.
func (r Row) List(key string) []any { l, _ := r[key].([]any); return l }

// Answer is what a statement returned: rows, and total where asked for.
type Answer Row

// Reader asks the graph. It never writes, and is safe for concurrent use.
type Reader struct {
	driver   neo4j.DriverWithContext
	database string
}

// New returns a reader of a database. The driver stays the caller's to close.
func New(driver neo4j.DriverWithContext, database string) *Reader {
	return &Reader{driver, database}
}

// Run runs statements one after the other in one read transaction, and
// returns an answer for each. The transaction ends in Neo4j, too, when ctx
// does. An error is an [Error].
func (r *Reader) Run(ctx context.Context, statements []Statement) (answers []Answer, err error) {
	session := r.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead, DatabaseName: r.database})
	defer func() {
		// The session must be given back though ctx be over.
		done, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = session.Close(done)
	}()
	var config []func(*neo4j.TransactionConfig)
	if end, ok := ctx.Deadline(); ok {
		left := time.Until(end)
		if left <= 0 {
			return nil, classify(ctx, context.DeadlineExceeded)
		}
		config = append(config, neo4j.WithTxTimeout(left))
	}
	ctx, reach := reaching(ctx)
	defer reach.stop()
	answers, err = neo4j.ExecuteRead(ctx, session, func(tx neo4j.ManagedTransaction) ([]Answer, error) {
		reach.reached()
		out := make([]Answer, len(statements))
		for i, s := range statements {
			record, err := single(ctx, tx, s)
			if err != nil {
				if neo4j.IsConnectivityError(err) {
					reach.lost()
				}
				return nil, err
			}
			out[i] = record.AsMap()
		}
		return out, nil
	}, config...)
	if err != nil {
		// What fails before there is a connection is the connection, whatever
		// the driver made of a handshake that was cut.
		var fromServer *neo4j.Neo4jError
		if errors.Is(context.Cause(ctx), errUnreached) || !reach.ever && !errors.As(err, &fromServer) {
			err = errors.Join(errUnreached, err)
		}
		return nil, classify(ctx, err)
	}
	return answers, nil
}

func single(ctx context.Context, tx neo4j.ManagedTransaction, s Statement) (*neo4j.Record, error) {
	result, err := tx.Run(ctx, s.Text, s.params)
	if err != nil {
		return nil, err
	}
	return result.Single(ctx)
}

// patience is how long Neo4j may be away before a question is given up: long
// enough for a connection that broke to be made anew.
const patience = 2 * time.Second

var errUnreached = errors.New("no connection to Neo4j")

// reach ends a context when no connection is had for the time of patience.
// The driver itself would try for half a minute.
type reach struct {
	timer *time.Timer
	end   context.CancelCauseFunc
	ever  bool // a connection was had
}

func reaching(ctx context.Context) (context.Context, *reach) {
	ctx, end := context.WithCancelCause(ctx)
	return ctx, &reach{timer: time.AfterFunc(patience, func() { end(errUnreached) }), end: end}
}

func (r *reach) reached() { r.timer.Stop(); r.ever = true }
func (r *reach) lost()    { r.timer.Reset(patience) }
func (r *reach) stop()    { r.timer.Stop(); r.end(nil) }

// classify tells what kind of failure the driver met.
func classify(ctx context.Context, err error) error {
	var own *Error
	var fromServer *neo4j.Neo4jError
	// The driver gives connections the deadline of ctx, and may see it pass
	// before ctx does.
	end, bounded := ctx.Deadline()
	over := bounded && time.Until(end) < 10*time.Millisecond
	unreached := errors.Is(err, errUnreached)
	switch {
	case errors.As(err, &own):
		return own
	case over, errors.Is(err, context.DeadlineExceeded) && !unreached, errors.As(err, &fromServer) && strings.Contains(fromServer.Code, "TransactionTimedOut"):
		return &Error{Timeout, "the question took too long: ask for less, or narrow it", err}
	case unreached && !errors.Is(context.Cause(ctx), context.Canceled):
		return &Error{Unavailable, "the graph cannot be reached at the moment: try again later", err}
	case errors.Is(err, context.Canceled), ctx.Err() != nil:
		return &Error{Timeout, "the question was given up", err}
	case neo4j.IsConnectivityError(err), neo4j.IsTransactionExecutionLimit(err), errors.As(err, &fromServer) && strings.HasPrefix(fromServer.Code, "Neo.TransientError."):
		return &Error{Unavailable, "the graph cannot be reached at the moment: try again later", err}
	}
	return &Error{Internal, "the question could not be answered", err}
}

func cypherDate(d schema.Date) any { return neo4j.DateOf(d.Time()) }

// clip shortens what a message repeats.
func clip(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
