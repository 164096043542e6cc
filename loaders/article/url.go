package article

import (
	_ "embed" // for the list of tracking parameters
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
)

//go:embed tracking.txt
var trackingTXT string

var tracking = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool)
	for line := range strings.Lines(trackingTXT) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			m[line] = true
		}
	}
	return m
})

// CanonicalURL returns the form of a web address under which a page is one
// article: scheme and host in lower case, no default port, no fragment, no
// tracking parameters (tracking.txt), the others in order. What is not an
// http address comes back as it is.
func CanonicalURL(raw string) string {
	raw = strings.TrimSpace(raw)
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || !strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https") {
		return raw
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if host, port, err := net.SplitHostPort(u.Host); err == nil && (port == "" || port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https") {
		if strings.Contains(host, ":") {
			host = "[" + host + "]"
		}
		u.Host = host
	}
	u.User, u.Fragment, u.RawFragment, u.ForceQuery = nil, "", "", false
	if u.Path == "" {
		u.Path = "/"
	}
	u.RawQuery = canonicalQuery(u.RawQuery)
	return u.String()
}

// canonicalQuery drops tracking parameters and orders the rest; parameters of
// one name keep their order.
func canonicalQuery(raw string) string {
	var kept []string
	for p := range strings.SplitSeq(raw, "&") {
		if name := parameter(p); name != "" && !isTracking(name) {
			kept = append(kept, p)
		}
	}
	slices.SortStableFunc(kept, func(a, b string) int { return strings.Compare(parameter(a), parameter(b)) })
	return strings.Join(kept, "&")
}

// parameter returns the name of a name=value pair in lower case.
func parameter(pair string) string {
	name, _, _ := strings.Cut(pair, "=")
	if n, err := url.QueryUnescape(name); err == nil {
		name = n
	}
	return strings.ToLower(name)
}

func isTracking(name string) bool {
	if tracking()[name] {
		return true
	}
	for i := range name {
		if tracking()[name[:i]+"*"] {
			return true
		}
	}
	return false
}
