package server

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// answer writes the answer to an operation that was executed.
func answer(w http.ResponseWriter, r *http.Request, a Response) {
	status := http.StatusOK
	if a.Data == nil && accepts(r).media == mediaGraphQL {
		status = statusOf(code(a.Errors))
	}
	write(w, r, status, a)
}

// reject writes the errors of a question that was not executed.
func reject(w http.ResponseWriter, r *http.Request, errs gqlerror.List) {
	answer(w, r, Response{Errors: errs})
}

// refuse writes one error with a status of its own, whatever the media type:
// what is refused is the request, before it is a question.
func refuse(w http.ResponseWriter, r *http.Request, status int, code, message string) {
	noteOf(r).outcome = code
	write(w, r, status, Response{Errors: gqlerror.List{{
		Message: message, Extensions: map[string]any{"code": code},
	}}})
}

// statusOf is the status of an answer without data.
func statusOf(code string) int {
	switch code {
	case "INTERNAL":
		return http.StatusInternalServerError
	case "UNAVAILABLE":
		return http.StatusServiceUnavailable
	case "TIMEOUT":
		return http.StatusGatewayTimeout
	}
	return http.StatusBadRequest
}

func write(w http.ResponseWriter, r *http.Request, status int, a Response) {
	media := accepts(r).media
	if media == "" {
		media = mediaJSON
	}
	// Errors first, so that a reader of a long answer sees them.
	body, err := json.Marshal(struct {
		Errors gqlerror.List   `json:"errors,omitempty"`
		Data   json.RawMessage `json:"data,omitempty"`
	}{a.Errors, a.Data})
	if err != nil {
		panic(err) // the engine's data is no JSON: an error of ours
	}
	h := w.Header()
	h.Set("Content-Type", media+"; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept")
	w.WriteHeader(status)
	w.Write(body) //nolint:errcheck // a client that has gone needs no answer
}
