package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// request is what a client asks for, by whichever method.
type request struct {
	query     string // the document's text
	document  string // or the name of a persisted one
	operation string
	variables map[string]any
}

// fault is a request that is answered with a status and nothing else.
type fault struct {
	status  int
	code    string
	message string
}

func (f fault) Error() string { return f.message }

func badRequest(format string, args ...any) fault {
	return fault{http.StatusBadRequest, "BAD_REQUEST", fmt.Sprintf(format, args...)}
}

func readRequest(w http.ResponseWriter, r *http.Request, limit int64) (request, error) {
	switch r.Method {
	case http.MethodGet:
		return readURL(w, r)
	case http.MethodPost:
		return readBody(w, r, limit)
	}
	w.Header().Set("Allow", "GET, POST")
	return request{}, fault{http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED", "questions are asked with POST, or with GET"}
}

func readURL(w http.ResponseWriter, r *http.Request) (request, error) {
	// The CORS handler has run before: its answer says whether the site may ask.
	site := r.Header.Get("Sec-Fetch-Site")
	foreign := (site == "cross-site" || site == "same-site") && w.Header().Get("Access-Control-Allow-Origin") == ""
	if foreign || !asked(r) {
		return request{}, badRequest("a GET must say that it is meant: send Accept: application/graphql-response+json, or X-Requested-With")
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return request{}, badRequest("the URL's query cannot be read: %v", err)
	}
	params := map[string]json.RawMessage{}
	for _, name := range []string{"query", "documentId", "operationName", "variables", "extensions"} {
		all := values[name]
		switch {
		case len(all) == 0 || all[0] == "":
			continue
		case len(all) > 1:
			return request{}, badRequest("%s is given %d times", name, len(all))
		}
		text := []byte(all[0])
		if !utf8.Valid(text) {
			return request{}, badRequest("%s is not UTF-8", name)
		}
		if name == "variables" || name == "extensions" {
			if err := validJSON(text); err != nil {
				return request{}, badRequest("%s: %v", name, err)
			}
		} else if text, err = json.Marshal(all[0]); err != nil {
			return request{}, badRequest("%s: %v", name, err)
		}
		params[name] = text
	}
	return fromParams(params)
}

// asked reports whether a GET was sent with intent: it carries a header that
// no browser adds for a page of another site, be it an image, a script, a
// form or a link.
func asked(r *http.Request) bool {
	for _, h := range []string{"Authorization", "X-Requested-With", "GraphQL-Require-Preflight", "Apollo-Require-Preflight"} {
		if r.Header.Get(h) != "" {
			return true
		}
	}
	return accepts(r).named
}

func readBody(w http.ResponseWriter, r *http.Request, limit int64) (request, error) {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if charset := params["charset"]; err != nil || media != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return request{}, fault{http.StatusUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "send Content-Type: application/json"}
	}
	if e := r.Header.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return request{}, fault{http.StatusUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "send the body without Content-Encoding"}
	}
	tooLarge := fault{http.StatusRequestEntityTooLarge, "PAYLOAD_TOO_LARGE", fmt.Sprintf("the body is larger than %d bytes", limit)}
	if r.ContentLength > limit {
		return request{}, tooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return request{}, tooLarge
	case err != nil:
		return request{}, badRequest("the body could not be read to its end")
	}
	body = bytes.TrimSpace(body)
	switch {
	case len(body) == 0:
		return request{}, badRequest("the body is empty: send {\"query\": …}")
	case body[0] == '[':
		return request{}, badRequest("several operations in one request are not supported: send them one by one")
	}
	if err := validJSON(body); err != nil {
		return request{}, badRequest("the body: %v", err)
	}
	all := map[string]json.RawMessage{}
	if err := json.Unmarshal(body, &all); err != nil {
		return request{}, badRequest("the body is not a JSON object")
	}
	return fromParams(all)
}

// validJSON says what is wrong with a JSON text, of which encoding/json would
// repair some silently.
func validJSON(text []byte) error {
	switch {
	case !utf8.Valid(text):
		return errors.New("not UTF-8")
	case !json.Valid(text):
		return errors.New("not valid JSON")
	case loneSurrogate(text):
		return errors.New(`half a surrogate pair in a \u escape`)
	}
	return nil
}

// loneSurrogate finds a \u escape in valid JSON that stands for no character.
func loneSurrogate(text []byte) bool {
	var high bool
	for i := 0; i < len(text); i++ {
		isEscape := text[i] == '\\'
		var unit rune
		if isEscape {
			i++
			if text[i] == 'u' {
				fmt.Sscanf(string(text[i+1:i+5]), "%04x", &unit) //nolint:errcheck // four hex digits, as the JSON is valid
				i += 4
			}
		}
		low := unit >= 0xDC00 && unit <= 0xDFFF
		if high != low {
			return true
		}
		high = utf16.IsSurrogate(unit) && !low
	}
	return false
}

// fromParams reads the parameters of a request, in the form of JSON.
func fromParams(params map[string]json.RawMessage) (request, error) {
	var q request
	for _, p := range []struct {
		name string
		to   *string
	}{{"query", &q.query}, {"documentId", &q.document}, {"operationName", &q.operation}} {
		if raw, ok := params[p.name]; ok {
			var text *string
			if err := json.Unmarshal(raw, &text); err != nil {
				return request{}, badRequest("%s must be a string", p.name)
			}
			if text != nil {
				*p.to = *text
			}
		}
	}
	var extensions map[string]any // checked, as the specification asks, and not used
	for _, p := range []struct {
		name string
		to   *map[string]any
	}{{"variables", &q.variables}, {"extensions", &extensions}} {
		if raw, ok := params[p.name]; ok {
			// Numbers stay as they were written: 1.0 is no Int, and a large
			// one loses no digit on its way to the coercion of variables.
			d := json.NewDecoder(bytes.NewReader(raw))
			d.UseNumber()
			if err := d.Decode(p.to); err != nil {
				return request{}, badRequest("%s must be an object", p.name)
			}
		}
	}
	switch {
	case q.query == "" && q.document == "":
		return request{}, badRequest("no question: send query, the text of a document, or documentId, the name of a persisted one")
	case q.query != "" && q.document != "":
		return request{}, badRequest("send query or documentId, not both")
	}
	return q, nil
}
