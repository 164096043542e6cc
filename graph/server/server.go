package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"github.com/rs/cors"

	"safir/graph/server/graphiql"
)

// Server serves one engine.
type Server struct {
	cfg     Config
	handler http.Handler
	ready   *readiness
	cert    *certificate
}

// New makes a server. It reads what the configuration names, and tells all
// that is wrong with it.
func New(cfg Config, engine Engine) (*Server, error) {
	cfg = cfg.withDefaults()
	if err := cfg.Check(); err != nil {
		return nil, err
	}
	docs, err := readDocuments(cfg.Documents, cfg.DocumentsOnly, engine)
	if err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, ready: &readiness{checks: cfg.Checks, log: cfg.Log}}
	if cfg.TLS.on() {
		if s.cert, err = newCertificate(cfg.TLS, cfg.Log); err != nil {
			return nil, err
		}
	}
	s.handler = s.routes(engine, docs)
	return s, nil
}

// Handler serves all paths.
func (s *Server) Handler() http.Handler { return s.handler }

func (s *Server) routes(engine Engine, docs documents) http.Handler {
	who := newClients(s.cfg.Tokens)
	turns := newGate(s.cfg.Limits)
	m := newMetrics(s.cfg, turns, s.ready)
	var questions http.Handler = &graphql{
		engine: engine, documents: docs, clients: who, gate: turns, limits: s.cfg.Limits, metrics: m,
	}
	if len(s.cfg.Origins) > 0 {
		questions = cors.New(cors.Options{
			AllowedOrigins: s.cfg.Origins,
			AllowedMethods: []string{http.MethodGet, http.MethodPost},
			AllowedHeaders: []string{"Accept", "Authorization", "Content-Type", "X-Requested-With", "X-Request-Id", "GraphQL-Require-Preflight", "Apollo-Require-Preflight"},
			ExposedHeaders: []string{"X-Request-Id", "Retry-After"},
			MaxAge:         600,
		}).Handler(questions)
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", questions)
	mux.HandleFunc("GET /healthz", healthz)
	mux.Handle("GET /readyz", s.ready)
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		if who.admit(w, r) {
			m.handler().ServeHTTP(w, r)
		}
	})
	if s.cfg.GraphiQL {
		page := graphiql.Handler("graphql", len(s.cfg.Tokens) > 0)
		mux.Handle("GET /{$}", page)
		mux.Handle("GET /graphiql/", page)
	}
	if s.cfg.Browser != nil {
		mux.Handle("/browser/", s.cfg.Browser)
	}
	if p := s.cfg.Prefix; p != "" {
		outer := http.NewServeMux()
		outer.Handle(p+"/", http.StripPrefix(p, mux))
		mux = outer
	}
	return logged(s.cfg.Log, m.panics.Inc, s.byKnownName(gzhttp.GzipHandler(mux)))
}

// byKnownName keeps the pages of other sites out of an open server: one whose
// own name was made to point here would be let in by its browser.
func (s *Server) byKnownName(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.cfg.knownHost(r.Host) {
			refuse(w, r, http.StatusMisdirectedRequest, "UNKNOWN_HOST", "this server goes by another name: call it localhost, or configure the name it is to have")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Listen opens the configured address, so that its port is known before it is
// served.
func (s *Server) Listen(ctx context.Context) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", s.cfg.Listen)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("another program listens on %s: stop it, or choose another address (server.listen): %w", s.cfg.Listen, err)
	case err != nil:
		return nil, fmt.Errorf("listen on %s (server.listen): %w", s.cfg.Listen, err)
	}
	if s.cert != nil {
		l = tls.NewListener(l, s.cert.config())
	}
	return l, nil
}

// stopTime is what the answers under way get when the server stops.
const stopTime = 15 * time.Second

// Serve serves until ctx is done, lets the answers under way be given, and
// returns. It closes l.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	requests, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	srv := &http.Server{
		Handler:     s.handler,
		BaseContext: func(net.Listener) context.Context { return requests },
		ErrorLog:    slog.NewLogLogger(s.cfg.Log.Handler(), slog.LevelDebug),
		// A client that is slow on purpose gets no further than these.
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       20 * time.Second,
		WriteTimeout:      s.cfg.Limits.Timeout + s.cfg.Limits.Patience + 20*time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve on %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	s.ready.end()
	s.cfg.Log.Info("stopping: answers under way are given first")
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	err := srv.Shutdown(end)
	if err != nil {
		cut() // their operations end, and with them the connections
		err = errors.Join(fmt.Errorf("stop: answers were cut off: %w", err), srv.Close())
	}
	<-served //nolint:errcheck // http.ErrServerClosed
	return err
}
