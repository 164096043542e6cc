package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

// Config says how to serve. The zero value of a field is its default.
type Config struct {
	// Listen is the address, 127.0.0.1:8080 by default. Port 0 is any.
	Listen string
	// Prefix goes before all paths, as /safir behind a proxy that shares a
	// name among several services.
	Prefix string
	// Tokens are who may ask. Without any, everybody who reaches the server.
	Tokens []Token
	// TLS serves HTTPS from files, read again when they change.
	TLS TLS
	// Plain allows a listener beyond loopback without TLS, for a server that
	// stands behind a proxy which has it.
	Plain bool
	// Hosts are the names that clients may call an open server by, beside
	// those of the loopback address. A page that has its own name resolve to
	// this machine does not get in.
	Hosts []string
	// Origins are the web sites whose pages may ask, such as
	// https://desk.example; "*" is all of them.
	Origins []string
	// GraphiQL serves the page at /.
	GraphiQL bool
	// Documents is a folder of .graphql files that clients may call by name;
	// with DocumentsOnly, nothing else may be asked.
	Documents     string
	DocumentsOnly bool
	Limits        Limits

	// Browser serves /browser/.
	Browser http.Handler
	// Checks are what /readyz asks, in this order.
	Checks []Check
	// Newest gives the day of the newest article of each source, and
	// Connections the number of connections to Neo4j, for /metrics.
	Newest      func(context.Context) (map[string]time.Time, error)
	Connections func(context.Context) (int, error)
	// Log takes the server's log; nothing is logged without it.
	Log *slog.Logger
}

// Limits bound what clients can cost. What a document may hold is bounded by
// the engine.
type Limits struct {
	Body       int64         // bytes of a request; 256 KiB
	Timeout    time.Duration // of an operation, ended in Neo4j as well; 10 s
	Concurrent int           // operations that run at once; 32
	Queue      int           // operations that wait for their turn; 128
	Patience   time.Duration // that they wait at most; 2 s
}

// Check is one condition of being ready.
type Check struct {
	Name string
	Do   func(context.Context) error
}

func (c Config) withDefaults() Config {
	if c.Listen == "" {
		c.Listen = "127.0.0.1:8080"
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	l := &c.Limits
	setDefault(&l.Body, 256<<10)
	setDefault(&l.Timeout, 10*time.Second)
	setDefault(&l.Concurrent, 32)
	setDefault(&l.Queue, 128)
	setDefault(&l.Patience, 2*time.Second)
	return c
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Check tells what in the configuration cannot be served, all of it at once.
func (c Config) Check() error {
	c = c.withDefaults()
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	host, _, err := net.SplitHostPort(c.Listen)
	alone := loopback(host)
	switch {
	case err != nil:
		bad("listen address %q: want host:port, as in 127.0.0.1:8080", c.Listen)
	case alone:
	case len(c.Tokens) == 0:
		bad("listen address %s can be reached from other machines, and no tokens are configured: configure tokens, or listen on 127.0.0.1", c.Listen)
	case !c.TLS.on() && !c.Plain:
		bad("listen address %s can be reached from other machines, and tokens would travel in the clear: configure tls, or plain where a proxy has it, or listen on 127.0.0.1", c.Listen)
	}
	if p := c.Prefix; p != "" && (!strings.HasPrefix(p, "/") || strings.HasSuffix(p, "/") || path.Clean(p) != p) {
		bad("prefix %q: want a path as in /safir", p)
	}
	names := map[string]bool{}
	for i, t := range c.Tokens {
		if err := t.check(); err != nil {
			bad("token %d: %w", i+1, err)
		} else if !alone && len(t.Secret) < shortestSecret {
			bad("token %d: %s: the secret is shorter than %d characters, and other machines could guess it", i+1, t.Name, shortestSecret)
		} else if names[t.Name] {
			bad("token %d: the name %s is used twice", i+1, t.Name)
		}
		names[t.Name] = true
	}
	if (c.TLS.Certificate == "") != (c.TLS.Key == "") {
		bad("tls: certificate and key go together")
	}
	for _, o := range c.Origins {
		if o != "*" && !strings.HasPrefix(o, "http://") && !strings.HasPrefix(o, "https://") {
			bad("origin %q: want scheme and host, as in https://desk.example", o)
		}
	}
	if c.DocumentsOnly && c.Documents == "" {
		bad("only persisted documents are allowed, but no folder of them is configured")
	}
	l := c.Limits
	if l.Body < 0 || l.Timeout < 0 || l.Concurrent < 0 || l.Queue < 0 || l.Patience < 0 {
		bad("limits: none may be negative")
	}
	return errors.Join(errs...)
}

// loopback reports whether only this machine reaches a host name or address.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// knownHost reports whether a request may call the server by this name.
func (c Config) knownHost(hostport string) bool {
	if len(c.Tokens) > 0 {
		return true
	}
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	return loopback(host) || slices.ContainsFunc(c.Hosts, func(h string) bool { return strings.EqualFold(h, host) })
}
