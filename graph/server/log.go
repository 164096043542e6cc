package server

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
	"unicode/utf8"
)

// note is what is learnt of a request on its way, for the log and the metrics.
type note struct {
	id         string
	graphql    bool // a request to /graphql
	client     string
	operation  string
	document   string // its hash
	cost       int
	statements int
	executed   bool
	outcome    string // a code, empty where all is well
	cause      error  // why the graph gave no answer
}

type noteKey struct{}

func noteOf(r *http.Request) *note {
	if n, ok := r.Context().Value(noteKey{}).(*note); ok {
		return n
	}
	return &note{}
}

// logged gives each request an id, logs it when it is done, and answers for
// one that panics.
func logged(log *slog.Logger, panics func(), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		n := &note{id: requestID(r)}
		r = r.WithContext(context.WithValue(r.Context(), noteKey{}, n))
		out := &recorder{ResponseWriter: w}
		out.Header().Set("X-Request-Id", n.id)
		out.Header().Set("X-Content-Type-Options", "nosniff")
		defer func() {
			p := recover()
			if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so, too
				panic(p)
			}
			if p != nil {
				panics()
				log.Error("panic", "id", n.id, "panic", p, "stack", string(debug.Stack()))
				if out.status != 0 {
					panic(http.ErrAbortHandler) // too late for an answer: cut it off, so that it is not taken for whole
				}
				refuse(out, r, http.StatusInternalServerError, "INTERNAL", "something went wrong here; the log knows it as "+n.id)
			}
			level := slog.LevelInfo
			if !n.graphql && out.status < 400 {
				level = slog.LevelDebug // probes and pages
			}
			if !log.Enabled(r.Context(), level) {
				return
			}
			attrs := []slog.Attr{
				slog.String("id", n.id), slog.String("method", r.Method), slog.String("path", shorten(r.URL.Path)),
				slog.Int("status", out.status), slog.Int("bytes", out.bytes),
				slog.Duration("duration", time.Since(begin).Round(time.Microsecond)),
			}
			for _, a := range []slog.Attr{slog.String("client", n.client), slog.String("operation", shorten(n.operation)), slog.String("document", shorten(n.document)), slog.String("outcome", n.outcome)} {
				if a.Value.String() != "" {
					attrs = append(attrs, a)
				}
			}
			if n.executed {
				attrs = append(attrs, slog.Int("cost", n.cost), slog.Int("statements", n.statements))
			}
			if n.cause != nil {
				level = slog.LevelError
				attrs = append(attrs, slog.Any("error", n.cause))
			}
			log.LogAttrs(r.Context(), level, "request", attrs...)
		}()
		next.ServeHTTP(out, r)
	})
}

// requestID takes over the id that a proxy has given, if it is one.
func requestID(r *http.Request) string {
	id := r.Header.Get("X-Request-Id")
	if len(id) == 0 || len(id) > 64 {
		return rand.Text()
	}
	for _, c := range []byte(id) {
		if c != '-' && c != '_' && (c < '0' || c > '9') && (c|' ' < 'a' || c|' ' > 'z') {
			return rand.Text()
		}
	}
	return id
}

// shorten keeps what a client names at a length fit for a log.
func shorten(s string) string {
	const longest = 100
	if len(s) <= longest {
		return s
	}
	s = s[:longest]
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return s + "…"
}

// recorder sees the status and size of an answer.
type recorder struct {
	http.ResponseWriter
	status, bytes int
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// writeJSON writes a small answer that is not GraphQL's.
func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", mediaJSON)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(append(body, '\n')) //nolint:errcheck // a client that has gone needs no answer
}
