package server

import (
	"bufio"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// Token lets one client in.
type Token struct {
	// Name is what the log and the metrics call the client.
	Name string
	// Secret is what the client sends as "Authorization: Bearer …".
	Secret string
	// Rate is how many requests a second the client may make; 0 is any number.
	Rate float64
}

// shortestSecret keeps out what could be guessed, where others can try.
const shortestSecret = 16

func (t Token) check() error {
	switch {
	case t.Name == "" || strings.ContainsFunc(t.Name, func(r rune) bool { return r <= ' ' || r == '"' }):
		return fmt.Errorf("name %q: want one word", t.Name)
	case t.Secret == "":
		return fmt.Errorf("%s: no secret", t.Name)
	case strings.ContainsFunc(t.Secret, func(r rune) bool { return r <= ' ' || r > '~' }):
		return fmt.Errorf("%s: the secret holds a character that a header cannot carry", t.Name)
	case !(t.Rate >= 0):
		return fmt.Errorf("%s: a rate of %v requests a second", t.Name, t.Rate)
	}
	return nil
}

// ReadTokens reads a file of tokens: on each line a name, a secret and, if
// wanted, the requests a second, with white space between; # begins a
// comment. Errors name file and line, never a secret.
func ReadTokens(path string) ([]Token, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read tokens: %w", err)
	}
	defer f.Close()
	return parseTokens(path, f)
}

func parseTokens(path string, r io.Reader) ([]Token, error) {
	var tokens []Token
	var errs []error
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		t := Token{Name: fields[0]}
		var err error
		switch len(fields) {
		case 3:
			if t.Rate, err = strconv.ParseFloat(fields[2], 64); err != nil {
				err = fmt.Errorf("%s: requests a second: want a number", t.Name)
			}
			fallthrough
		case 2:
			t.Secret = fields[1]
		default:
			err = errors.New("want name, secret and perhaps requests a second")
		}
		if err == nil {
			err = t.check()
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", path, n, err))
			continue
		}
		tokens = append(tokens, t)
	}
	if err := lines.Err(); err != nil {
		errs = append(errs, fmt.Errorf("read tokens from %s: %w", path, err))
	}
	return tokens, errors.Join(errs...)
}

// client is a token as the server keeps it: the secret only as its hash.
type client struct {
	name  string
	hash  [sha256.Size]byte
	limit *rate.Limiter
}

type clients []client

func newClients(tokens []Token) clients {
	var cs clients
	for _, t := range tokens {
		limit := rate.NewLimiter(rate.Inf, 0)
		if t.Rate > 0 {
			// Ten seconds' worth at once, so that a page of charts may load.
			limit = rate.NewLimiter(rate.Limit(t.Rate), int(max(1, math.Ceil(10*t.Rate))))
		}
		cs = append(cs, client{t.Name, sha256.Sum256([]byte(t.Secret)), limit})
	}
	return cs
}

// find gives the client that a request comes from. All are compared, each in
// constant time, so that the time taken says nothing.
func (cs clients) find(r *http.Request) (client, bool) {
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return client{}, false
	}
	hash := sha256.Sum256([]byte(strings.TrimSpace(secret)))
	found := -1
	for i, c := range cs {
		if subtle.ConstantTimeCompare(hash[:], c.hash[:]) == 1 {
			found = i
		}
	}
	if found < 0 {
		return client{}, false
	}
	return cs[found], true
}

// admit answers a request that may not pass and reports whether it may.
func (cs clients) admit(w http.ResponseWriter, r *http.Request) bool {
	if len(cs) == 0 {
		return true
	}
	c, ok := cs.find(r)
	if !ok {
		w.Header().Set("WWW-Authenticate", `Bearer realm="safir"`)
		refuse(w, r, http.StatusUnauthorized, "UNAUTHENTICATED", "a token is needed: Authorization: Bearer …")
		return false
	}
	noteOf(r).client = c.name
	reserved := c.limit.Reserve()
	if wait := reserved.Delay(); wait > 0 {
		reserved.Cancel()
		seconds := int((wait + time.Second - 1) / time.Second)
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
		refuse(w, r, http.StatusTooManyRequests, "RATE_LIMITED", fmt.Sprintf("too many requests with this token: try again in %d s", seconds))
		return false
	}
	return true
}
