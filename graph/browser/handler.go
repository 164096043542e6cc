package browser

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"safir/schema"
)

// Config says what is served.
type Config struct {
	// Counts gives the numbers that the guide tells; without it, or while it
	// fails, the guide does without. See [CountsOf].
	Counts func(context.Context) (Counts, error)
	Log    *slog.Logger // nil is silence
}

// PostConnect returns what Neo4j Browser should run after sign-in
// (browser.post_connect_cmd), so that the style is applied and the guide
// opens. The base is the address of /browser: http://localhost:8080/browser.
func PostConnect(base string) string {
	return "style " + base + "/style.grass; play " + base + "/guide"
}

// SignIn returns the address of Neo4j Browser, served by Neo4j over HTTP, with
// the sign-in form filled in but for the password.
func SignIn(http, bolt, username string) string {
	return strings.TrimSuffix(http, "/") + "/browser/?dbms=" + strings.Replace(bolt, "://", "://"+username+"@", 1)
}

// countPatience bounds how long a guide waits for its numbers.
const countPatience = 5 * time.Second

// New returns the handler of /browser/: the guides guide and guide-ar (also
// with .html, and .adoc for the newer Browser), style.grass and
// style-ar.grass, safir.cypher and safir-ar.cypher, and safir.zip.
//
// Browser runs at another origin and asks for leave with a preflight; what is
// here is no secret, so everyone gets it. The handler may be mounted under a
// prefix, and stand behind a proxy that says so in X-Forwarded headers.
func New(cfg Config) http.Handler {
	h := handler{cfg}
	if h.cfg.Log == nil {
		h.cfg.Log = slog.New(slog.DiscardHandler)
	}
	return h
}

type handler struct{ cfg Config }

const (
	htmlType = "text/html; charset=utf-8"
	textType = "text/plain; charset=utf-8"
	adocType = "text/asciidoc; charset=utf-8"
)

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Access-Control-Allow-Origin", "*")
	head.Set("X-Content-Type-Options", "nosniff")
	switch r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodOptions:
		allow(w, r)
		return
	default:
		head.Set("Allow", "GET, HEAD, OPTIONS")
		http.Error(w, "only GET, HEAD and OPTIONS", http.StatusMethodNotAllowed)
		return
	}
	var body bytes.Buffer
	contentType, err := h.write(&body, r)
	switch {
	case err != nil:
		h.cfg.Log.Error("serve for Neo4j Browser", "path", r.URL.Path, "error", err)
		http.Error(w, "could not be made", http.StatusInternalServerError)
		return
	case contentType == "":
		http.NotFound(w, r)
		return
	}
	head.Set("Content-Type", contentType)
	head.Set("Content-Length", strconv.Itoa(body.Len()))
	head.Set("Cache-Control", "no-cache") // numbers and addresses change
	head.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	if r.Method == http.MethodGet {
		_, _ = w.Write(body.Bytes()) // the client has gone if it fails
	}
}

// write writes what the path names; no content type means that there is no
// such thing.
func (h handler) write(w io.Writer, r *http.Request) (contentType string, err error) {
	name := path.Base(r.URL.Path)
	if strings.HasSuffix(r.URL.Path, "/") {
		name = "index.html"
	}
	lang := schema.English
	stem, ext, _ := strings.Cut(name, ".")
	if s, ok := strings.CutSuffix(stem, suffix(schema.Arabic)); ok {
		stem, lang = s, schema.Arabic
	}
	switch stem + "." + ext {
	case "guide.", "guide.html":
		return htmlType, newPage(baseOf(r), lang, h.counts(r.Context())).writeHTML(w)
	case "guide.adoc":
		return adocType, newPage(baseOf(r), lang, h.counts(r.Context())).writeADoc(w)
	case "index.html":
		return htmlType, newPage(baseOf(r), lang, nil).writeIndex(w)
	case "style.grass":
		_, err = io.WriteString(w, Style(lang))
		return textType, err
	case "safir.cypher":
		_, err = io.WriteString(w, Cypher(lang))
		return textType, err
	case "safir.zip":
		b, err := Zip()
		if err == nil {
			_, err = w.Write(b)
		}
		return "application/zip", err
	}
	return "", nil
}

func (h handler) counts(ctx context.Context) *Counts {
	if h.cfg.Counts == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, countPatience)
	defer cancel()
	c, err := h.cfg.Counts(ctx)
	if err != nil {
		h.cfg.Log.Warn("no numbers for the guide", "error", err)
		return nil
	}
	return &c
}

// allow answers a preflight: the headers that the page wants to send are
// allowed if they are headers at all.
func allow(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
	head.Set("Access-Control-Max-Age", "86400")
	head.Add("Vary", "Access-Control-Request-Headers")
	if wanted := r.Header.Get("Access-Control-Request-Headers"); headerNames.MatchString(wanted) {
		head.Set("Access-Control-Allow-Headers", wanted)
	}
	if r.Header.Get("Access-Control-Request-Private-Network") == "true" {
		// A Browser from the network may ask one on this machine.
		head.Set("Access-Control-Allow-Private-Network", "true")
	}
	w.WriteHeader(http.StatusNoContent)
}

var (
	headerNames = regexp.MustCompile(`^[A-Za-z0-9-]+(\s*,\s*[A-Za-z0-9-]+)*$`)
	hostName    = regexp.MustCompile(`^[A-Za-z0-9._-]+(:\d+)?$|^\[[0-9A-Fa-f:.]+\](:\d+)?$`)
	urlPath     = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)*$`)
)

// baseOf returns the address of /browser by which the request came.
func baseOf(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	host := "localhost"
	for _, h := range []string{r.Header.Get("X-Forwarded-Host"), r.Host} {
		if hostName.MatchString(h) {
			host = h
			break
		}
	}
	// The path as it was asked for still has the prefix under which this
	// handler is mounted; a proxy that takes one away says so.
	asked := r.URL.Path
	if u, err := url.ParseRequestURI(r.RequestURI); err == nil {
		asked = u.Path
	}
	prefix, _, _ := strings.Cut(asked, "/browser/")
	prefix = strings.TrimSuffix(r.Header.Get("X-Forwarded-Prefix"), "/") + prefix
	if !urlPath.MatchString(prefix) {
		prefix = ""
	}
	return scheme + "://" + host + prefix + "/browser"
}
