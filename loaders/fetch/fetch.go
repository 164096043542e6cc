// Package fetch gets pages over HTTP as a guest who wants to come again: it
// obeys robots.txt, asks each host no more often than allowed, waits as long
// as Retry-After says, asks for what has changed only, and says who it is.
//
// It promises that nothing a server does hurts us: bodies are bounded after
// decompression, requests in time, redirects in number, and private addresses
// are refused when they are dialled. An error says in plain words what
// happened.
package fetch

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"golang.org/x/time/rate"

	"safir/loaders/files"
)

// Errors to be told apart by [errors.Is].
var (
	ErrPrivate   = errors.New("the address is private, and private addresses are not allowed")
	ErrRobots    = errors.New("the site's robots.txt forbids it")
	ErrTooLarge  = errors.New("the answer is larger than the limit")
	ErrRedirects = errors.New("too many redirects")
)

// StatusError is an answer that is no success.
type StatusError struct {
	Code int
	// RetryAfter is how long the server asks us to stay away; zero where it
	// does not say.
	RetryAfter time.Duration
}

func (e *StatusError) Error() string {
	s := fmt.Sprintf("the server answered %d %s", e.Code, http.StatusText(e.Code))
	if e.RetryAfter > 0 {
		s += fmt.Sprintf(", and asks to come back in %s", e.RetryAfter.Round(time.Second))
	}
	return s
}

// Options are the settings of a [Client]. The zero value is usable.
type Options struct {
	UserAgent    string        // sent with each request; its first word is the name in robots.txt
	Timeout      time.Duration // of one request with its body; 0 is 30 s
	MaxBody      int64         // bytes after decompression; 0 is 10 MiB
	MaxRedirects int           // 0 is 5
	Rate         float64       // requests a second to one host; 0 is 1
	Retries      int           // of errors that may pass; 0 is 2, negative none
	RetryWait    time.Duration // before the first retry, doubled for each; 0 is 1 s
	MaxWait      time.Duration // the longest that Retry-After is waited for; 0 is 30 s
	AllowPrivate bool          // loopback, private and link-local addresses too
}

// Client fetches pages. It is made by [New] and safe for concurrent use.
type Client struct {
	o      Options
	agent  string // in robots.txt
	client *retryablehttp.Client
	stream *retryablehttp.Client // without a time limit for the body

	mu    sync.Mutex
	hosts map[string]*host
}

// host is what is known of a host.
type host struct {
	limit  *rate.Limiter
	robots *robots
	used   time.Time
}

// maxHosts bounds what is remembered; the hosts not used for longest go first.
const maxHosts = 4096

// New returns a client.
func New(o Options) *Client {
	o.UserAgent = cmp.Or(o.UserAgent, "safir/1")
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	o.MaxBody = cmp.Or(o.MaxBody, 10<<20)
	o.MaxRedirects = cmp.Or(o.MaxRedirects, 5)
	o.Rate = cmp.Or(o.Rate, 1)
	o.Retries = max(cmp.Or(o.Retries, 2), 0)
	o.RetryWait = cmp.Or(o.RetryWait, time.Second)
	o.MaxWait = cmp.Or(o.MaxWait, 30*time.Second)

	dialer := &net.Dialer{Timeout: min(o.Timeout, 10*time.Second)}
	if !o.AllowPrivate {
		dialer.Control = refusePrivate
	}
	c := &Client{o: o, hosts: make(map[string]*host)}
	c.agent, _, _ = strings.Cut(strings.Fields(o.UserAgent)[0], "/")
	transport := &http.Transport{
		// No proxy: it would dial in our stead, and its address is ours.
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    min(o.Timeout, 10*time.Second),
		ResponseHeaderTimeout:  o.Timeout,
		MaxResponseHeaderBytes: 256 << 10,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        30 * time.Second,
		ForceAttemptHTTP2:      true,
	}
	retrying := func(timeout time.Duration) *retryablehttp.Client {
		return &retryablehttp.Client{
			HTTPClient: &http.Client{
				Timeout:       timeout,
				Transport:     transport,
				CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			},
			RetryWaitMin: o.RetryWait,
			RetryWaitMax: o.MaxWait,
			RetryMax:     o.Retries,
			CheckRetry:   c.mayPass,
			Backoff:      backoff,
			ErrorHandler: retryablehttp.PassthroughErrorHandler,
		}
	}
	c.client, c.stream = retrying(o.Timeout), retrying(0)
	return c
}

// Close frees idle connections.
func (c *Client) Close() { c.client.HTTPClient.CloseIdleConnections() }

// Validators say which version of a page is at hand.
type Validators struct{ ETag, LastModified string }

// Page is what a server answered.
type Page struct {
	URL        string // after redirects
	Type       string // media type, without parameters
	Charset    string // as declared; empty for none
	Body       []byte
	Validators Validators
	// NotModified says that the page is as the validators have it; then there
	// is no body.
	NotModified bool
}

// Get fetches a page.
func (c *Client) Get(ctx context.Context, address string, have Validators) (*Page, error) {
	var page *Page
	for attempt := 0; ; attempt++ {
		res, err := c.follow(ctx, c.client, address, have, true) //nolint:bodyclose // page closes it
		if err != nil {
			return nil, err
		}
		page, err = c.page(res)
		if err == nil {
			return page, nil
		}
		// A connection that breaks within the body may pass too.
		broken := errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET)
		if !broken || attempt >= c.o.Retries || ctx.Err() != nil {
			return nil, fmt.Errorf("read the answer: %w", plain(err))
		}
	}
}

// Stream fetches what may be large, from a server that offers it to programs:
// robots.txt is not asked. The caller reads and closes it. Reading more than
// limit bytes gives [ErrTooLarge]. The time limit is for the answer's head
// only: ctx bounds the rest.
func (c *Client) Stream(ctx context.Context, address string, limit int64) (io.ReadCloser, error) {
	res, err := c.follow(ctx, c.stream, address, Validators{}, false) //nolint:bodyclose // the caller closes it
	if err != nil {
		return nil, err
	}
	return &bounded{res.Body, limit}, nil
}

// bounded reads at most so many bytes.
type bounded struct {
	io.ReadCloser
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		var one [1]byte
		if n, err := b.ReadCloser.Read(one[:]); n == 0 {
			return 0, err
		}
		return 0, ErrTooLarge
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.ReadCloser.Read(p)
	b.left -= int64(n)
	return n, err
}

// page reads an answer.
func (c *Client) page(res *http.Response) (*Page, error) {
	defer func() { _ = res.Body.Close() }()
	p := &Page{URL: res.Request.URL.String(), Validators: Validators{res.Header.Get("ETag"), res.Header.Get("Last-Modified")}}
	if res.StatusCode == http.StatusNotModified {
		p.NotModified = true
		return p, nil
	}
	if typ, params, err := mime.ParseMediaType(res.Header.Get("Content-Type")); err == nil {
		p.Type, p.Charset = typ, params["charset"]
	}
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(res.Body, c.o.MaxBody+1))
	if err != nil {
		return nil, err
	}
	if n > c.o.MaxBody {
		return nil, fmt.Errorf("%w of %s", ErrTooLarge, files.Size(int(c.o.MaxBody)))
	}
	p.Body = b.Bytes()
	return p, nil
}

// follow requests address and where it redirects to. Each step is checked
// and waited for as if it were asked for itself.
func (c *Client) follow(ctx context.Context, client *retryablehttp.Client, address string, have Validators, obey bool) (*http.Response, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("address %q: %w", address, err)
	}
	for range c.o.MaxRedirects + 1 {
		if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return nil, fmt.Errorf("address %q: neither http nor https", u)
		}
		h := c.host(u)
		if obey {
			if err := c.obey(ctx, h, u); err != nil {
				return nil, err
			}
		}
		if err := h.limit.Wait(ctx); err != nil {
			return nil, err
		}
		res, err := c.request(ctx, client, u, have)
		if err != nil {
			return nil, err
		}
		switch {
		case res.StatusCode == http.StatusOK, res.StatusCode == http.StatusNotModified && have != Validators{}:
			return res, nil
		case res.StatusCode >= 300 && res.StatusCode < 400 && res.Header.Get("Location") != "":
			discard(res)
			if u, err = u.Parse(res.Header.Get("Location")); err != nil {
				return nil, fmt.Errorf("redirect: %w", err)
			}
		default:
			discard(res)
			return nil, &StatusError{res.StatusCode, retryAfter(res)}
		}
	}
	return nil, fmt.Errorf("%w: more than %d", ErrRedirects, c.o.MaxRedirects)
}

func (c *Client) request(ctx context.Context, client *retryablehttp.Client, u *url.URL, have Validators) (*http.Response, error) {
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("address %q: %w", u, err)
	}
	req.Header.Set("User-Agent", c.o.UserAgent)
	req.Header.Set("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,application/feed+json;q=0.9,application/json;q=0.8,*/*;q=0.5")
	req.Header.Set("Accept-Language", "ar,en;q=0.8,*;q=0.5")
	if have.ETag != "" {
		req.Header.Set("If-None-Match", have.ETag)
	}
	if have.LastModified != "" {
		req.Header.Set("If-Modified-Since", have.LastModified)
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, plain(err)
	}
	return res, nil
}

// plain takes off what net/http puts around an error: the method and the
// address, which stand in the item's name.
func plain(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Errorf("there is no host %s: %w", dns.Name, err)
	case errors.As(err, &timeout) && timeout.Timeout() && !errors.Is(err, context.Canceled):
		return fmt.Errorf("the server took too long: %w", err)
	}
	return err
}

func discard(res *http.Response) {
	_, _ = io.CopyN(io.Discard, res.Body, 4096) // so that the connection can be used again
	_ = res.Body.Close()
}

// mayPass tells whether a failed request is worth another try.
func (c *Client) mayPass(ctx context.Context, res *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if err != nil {
		return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF), nil
	}
	switch res.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout, http.StatusInternalServerError:
		return retryAfter(res) <= c.o.MaxWait, nil
	}
	return false, nil
}

// backoff waits as long as the server asks, else twice as long each time.
func backoff(least, most time.Duration, attempt int, res *http.Response) time.Duration {
	if res != nil {
		if d := retryAfter(res); d > 0 {
			return d
		}
	}
	return min(least<<min(attempt, 16), most)
}

// retryAfter reads the header, in seconds or as a date.
func retryAfter(res *http.Response) time.Duration {
	v := strings.TrimSpace(res.Header.Get("Retry-After"))
	if n, err := strconv.Atoi(v); err == nil && n >= 0 {
		return time.Duration(min(n, 7*24*3600)) * time.Second
	}
	if t, err := http.ParseTime(v); err == nil {
		return min(max(time.Until(t), 0), 7*24*time.Hour)
	}
	return 0
}

// host returns what is known of u's host.
func (c *Client) host(u *url.URL) *host {
	key := u.Scheme + "://" + strings.ToLower(u.Host)
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[key]
	if h == nil {
		if len(c.hosts) >= maxHosts {
			c.forget()
		}
		h = &host{limit: rate.NewLimiter(rate.Limit(c.o.Rate), 1), robots: &robots{}}
		c.hosts[key] = h
	}
	h.used = time.Now()
	return h
}

// forget drops the host that was not used for longest.
func (c *Client) forget() {
	oldest := ""
	for k, h := range c.hosts {
		if oldest == "" || h.used.Before(c.hosts[oldest].used) {
			oldest = k
		}
	}
	delete(c.hosts, oldest)
}
