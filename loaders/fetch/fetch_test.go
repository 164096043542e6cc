package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// quick returns a client for tests: fast, and allowed to talk to this machine.
func quick(t *testing.T, change func(*Options)) *Client {
	t.Helper()
	o := Options{Rate: 10_000, RetryWait: time.Millisecond, MaxWait: 2 * time.Second, Timeout: 5 * time.Second, AllowPrivate: true, MaxBody: 1 << 20}
	if change != nil {
		change(&o)
	}
	c := New(o)
	t.Cleanup(c.Close)
	return c
}

// serve starts a server that has no robots.txt.
func serve(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == robotsPath {
			http.NotFound(w, r)
			return
		}
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func TestGet(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Content-Type", "text/html; charset=windows-1256")
		_, _ = io.WriteString(w, r.Header.Get("User-Agent"))
	})
	c := quick(t, func(o *Options) { o.UserAgent = "bot/2 (+https://example.org)" })
	p, err := c.Get(t.Context(), s.URL+"/a", Validators{})
	if err != nil || string(p.Body) != "bot/2 (+https://example.org)" || p.Charset != "windows-1256" || p.Type != "text/html" {
		t.Fatalf("%+v, %v", p, err)
	}
	if p, err = c.Get(t.Context(), s.URL+"/a", p.Validators); err != nil || !p.NotModified {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestPrivateAddressesAreRefused(t *testing.T) {
	s := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the server was asked") })
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.URL, "http://"))
	c := quick(t, func(o *Options) { o.AllowPrivate = false })
	for _, host := range []string{"127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port, "169.254.169.254", "10.0.0.1", "[::ffff:127.0.0.1]:" + port, "0.0.0.0:" + port, "2130706433:" + port} {
		_, err := c.Get(t.Context(), "http://"+host+"/latest/meta-data", Validators{})
		if err == nil || !errors.Is(err, ErrPrivate) && !strings.Contains(err.Error(), "no host") && !strings.Contains(err.Error(), "lookup") {
			t.Errorf("%s: %v", host, err)
		}
	}
	for address, want := range map[string]bool{
		"8.8.8.8": true, "2606:4700::1111": true, "172.16.0.1": false, "192.168.1.1": false, "100.64.0.1": false, "fd00::1": false, "fe80::1": false,
		"::ffff:10.0.0.1": false, "64:ff9b::a00:1": false, "2002:7f00:1::": false, "224.0.0.1": false, "255.255.255.255": false, "::": false,
	} {
		if public(netip.MustParseAddr(address)) != want {
			t.Errorf("%s: public is not %v", address, want)
		}
	}
}

func TestRedirectToPrivateAddressIsRefused(t *testing.T) {
	// The first server is allowed by name only in this test: its dial passes
	// a dialer that refuses all but that one address.
	inner := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the inner server was asked") })
	outer := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inner.URL, http.StatusFound) })
	c := quick(t, func(o *Options) { o.AllowPrivate = false })
	tr := c.client.HTTPClient.Transport.(*http.Transport)
	dial := tr.DialContext
	tr.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if "http://"+address == outer.URL {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		}
		return dial(ctx, network, address)
	}
	if _, err := c.Get(t.Context(), outer.URL+"/x", Validators{}); !errors.Is(err, ErrPrivate) {
		t.Errorf("error %v", err)
	}
}

func TestRobots(t *testing.T) {
	var asked atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == robotsPath {
			asked.Add(1)
			_, _ = io.WriteString(w, "User-agent: safir\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n")
		}
	}))
	defer s.Close()
	c := quick(t, nil)
	for path, want := range map[string]error{"/": nil, "/news": nil, "/private/x": ErrRobots} {
		if _, err := c.Get(t.Context(), s.URL+path, Validators{}); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	other := quick(t, func(o *Options) { o.UserAgent = "other/1" })
	if _, err := other.Get(t.Context(), s.URL+"/news", Validators{}); !errors.Is(err, ErrRobots) {
		t.Errorf("another agent: %v", err)
	}
	if n := asked.Load(); n != 2 {
		t.Errorf("robots.txt was asked for %d times by two clients", n)
	}
}

func TestRobotsOfAFailingServerForbids(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != robotsPath {
			t.Error("the page was asked for")
		}
		w.WriteHeader(http.StatusInternalServerError)
	}))
	defer s.Close()
	if _, err := quick(t, nil).Get(t.Context(), s.URL+"/x", Validators{}); err == nil || !strings.HasPrefix(err.Error(), "robots.txt: ") {
		t.Errorf("error %v", err)
	}
}

func TestStatus(t *testing.T) {
	var n atomic.Int32
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/later":
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusTooManyRequests)
		case "/soon":
			if n.Add(1) == 1 {
				w.Header().Set("Retry-After", "1")
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		default:
			http.NotFound(w, r)
		}
	})
	c := quick(t, nil)
	var status *StatusError
	if _, err := c.Get(t.Context(), s.URL+"/later", Validators{}); !errors.As(err, &status) || status.Code != 429 || status.RetryAfter != time.Hour {
		t.Errorf("error %v", err)
	}
	if _, err := c.Get(t.Context(), s.URL+"/none", Validators{}); err == nil || err.Error() != "the server answered 404 Not Found" {
		t.Errorf("error %v", err)
	}
	start := time.Now()
	if _, err := c.Get(t.Context(), s.URL+"/soon", Validators{}); err != nil || time.Since(start) < time.Second {
		t.Errorf("error %v after %s", err, time.Since(start))
	}
}

func TestRateIsPerHost(t *testing.T) {
	s := serve(t, func(http.ResponseWriter, *http.Request) {})
	c := quick(t, func(o *Options) { o.Rate = 20 })
	start := time.Now()
	for range 4 {
		if _, err := c.Get(t.Context(), s.URL, Validators{}); err != nil {
			t.Fatal(err)
		}
	}
	if d := time.Since(start); d < 190*time.Millisecond { // robots.txt and four pages
		t.Errorf("five requests in %s at 20 a second", d)
	}
}

// TestMisbehavingServers: whatever the server does, an error comes in bounded
// time and memory.
func TestMisbehavingServers(t *testing.T) {
	done := make(chan struct{})
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		flush := func() { w.(http.Flusher).Flush() }
		switch r.URL.Path {
		case "/endless":
			b := make([]byte, 32<<10)
			for {
				if _, err := w.Write(b); err != nil {
					return
				}
			}
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			b := make([]byte, 1<<20)
			for range 100 {
				_, _ = z.Write(b)
			}
			_ = z.Close()
		case "/broken-gzip":
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = io.WriteString(w, "not gzip at all")
		case "/loris":
			for {
				if _, err := w.Write([]byte{'x'}); err != nil {
					return
				}
				flush()
				select {
				case <-r.Context().Done():
					return
				case <-done:
					return
				case <-time.After(20 * time.Millisecond):
				}
			}
		case "/silent":
			select {
			case <-r.Context().Done():
			case <-done:
			}
		case "/loop":
			http.Redirect(w, r, "/loop?"+fmt.Sprint(len(r.URL.RawQuery)), http.StatusFound)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/half":
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, "half of it")
			flush()
			conn, _, _ := w.(http.Hijacker).Hijack()
			_ = conn.Close()
		case "/hangup":
			conn, _, _ := w.(http.Hijacker).Hijack()
			_ = conn.Close()
		case "/garbage":
			conn, _, _ := w.(http.Hijacker).Hijack()
			_, _ = io.WriteString(conn, "SSH-2.0-OpenSSH\r\n")
			_ = conn.Close()
		case "/headers":
			conn, _, _ := w.(http.Hijacker).Hijack()
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n")
			for i := range 100_000 {
				if _, err := fmt.Fprintf(conn, "X-%d: %s\r\n", i, strings.Repeat("x", 100)); err != nil {
					break
				}
			}
			_ = conn.Close()
		}
	})
	defer close(done)
	c := quick(t, func(o *Options) { o.Timeout = 500 * time.Millisecond })
	for path, want := range map[string]string{
		"/endless":     "read the answer: the answer is larger than the limit of 1 MiB",
		"/bomb":        "read the answer: the answer is larger than the limit of 1 MiB",
		"/broken-gzip": "gzip: invalid header",
		"/loris":       "the server took too long",
		"/silent":      "the server took too long",
		"/loop":        "too many redirects: more than 5",
		"/file":        `address "file:///etc/passwd": neither http nor https`,
		"/half":        "read the answer: unexpected EOF",
		"/hangup":      "EOF",
		"/garbage":     "malformed HTTP",
		"/headers":     "",
	} {
		t.Run(path[1:], func(t *testing.T) {
			start := time.Now()
			_, err := c.Get(t.Context(), s.URL+path, Validators{})
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("error %v, want %q", err, want)
			}
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("it took %s", d)
			}
		})
	}
}

func TestUnknownHost(t *testing.T) {
	c := quick(t, nil)
	_, err := c.Get(t.Context(), "http://no-such-host.invalid/x", Validators{})
	if err == nil || !strings.Contains(err.Error(), "no-such-host.invalid") {
		t.Errorf("error %v", err)
	}
}

func TestStreamIsBounded(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 1000)) })
	for limit, want := range map[int64]error{999: ErrTooLarge, 1000: nil} {
		r, err := quick(t, nil).Stream(t.Context(), s.URL, limit)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(r); !errors.Is(err, want) {
			t.Errorf("limit %d: %v", limit, err)
		}
		_ = r.Close()
	}
}
