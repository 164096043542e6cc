package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
	"golang.org/x/time/rate"
)

// robots is a host's robots.txt.
type robots struct {
	mu    sync.Mutex // one request for it at a time
	until time.Time  // when it is to be read anew
	group *robotstxt.Group
	err   error
}

const (
	robotsTTL      = time.Hour
	robotsErrorTTL = 5 * time.Minute
	robotsPath     = "/robots.txt"
	maxCrawlDelay  = time.Minute // a longer one would stop us for good
)

// obey tells, with [ErrRobots], whether robots.txt forbids the address, and
// takes the rate that it asks for. What cannot be parsed or is not there
// allows all; a server that fails allows nothing.
func (c *Client) obey(ctx context.Context, h *host, u *url.URL) error {
	r := h.robots
	r.mu.Lock()
	defer r.mu.Unlock()
	if time.Now().After(r.until) {
		r.group, r.err = c.readRobots(ctx, u)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.until = time.Now().Add(robotsTTL)
		if r.err != nil {
			r.until = time.Now().Add(robotsErrorTTL)
		}
		if r.group != nil && r.group.CrawlDelay > 0 {
			delay := min(r.group.CrawlDelay, maxCrawlDelay)
			if slow := rate.Every(delay); slow < h.limit.Limit() {
				h.limit.SetLimit(slow)
			}
		}
	}
	if r.err != nil {
		return r.err
	}
	path := u.EscapedPath()
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	if path == "" {
		path = "/"
	}
	if r.group != nil && !r.group.Test(path) {
		return ErrRobots
	}
	return nil
}

// readRobots returns our group of the host's robots.txt; nil allows all.
func (c *Client) readRobots(ctx context.Context, u *url.URL) (*robotstxt.Group, error) {
	address := (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: robotsPath}).String()
	res, err := c.follow(ctx, c.client, address, Validators{}, false) //nolint:bodyclose // page closes it
	var status *StatusError
	switch {
	case errors.As(err, &status) && status.Code < 500 && status.Code != http.StatusTooManyRequests:
		return nil, nil
	case errors.As(err, &status):
		return nil, fmt.Errorf("robots.txt: %w", err)
	case errors.Is(err, ErrRedirects):
		return nil, nil
	case err != nil:
		return nil, err // the page would meet the same
	}
	p, err := c.page(res)
	if err != nil {
		if errors.Is(err, ErrTooLarge) {
			return nil, nil
		}
		return nil, fmt.Errorf("robots.txt: %w", plain(err))
	}
	data, err := robotstxt.FromBytes(p.Body)
	if err != nil || data == nil {
		return nil, nil //nolint:nilerr // malformed: as if there were none
	}
	return data.FindGroup(c.agent), nil
}
