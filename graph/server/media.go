package server

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// The two media types of an answer. They differ in the status of a question
// that cannot be answered: 200 with the older one, 400 with the newer.
const (
	mediaJSON    = "application/json"
	mediaGraphQL = "application/graphql-response+json"
)

// accepted is what a client takes.
type accepted struct {
	media string // the better of the two, empty if it takes neither
	named bool   // it was asked for by its name, not by a wild card
}

// accepts reads the Accept header. Without a preference the client gets
// application/json, as the specification asks.
func accepts(r *http.Request) accepted {
	header := strings.Join(r.Header.Values("Accept"), ",")
	if strings.TrimSpace(header) == "" {
		return accepted{media: mediaJSON}
	}
	// By its name or by a wild card; a name goes before a wild card.
	named := map[string]float64{}
	wild := 0.0
	for part := range strings.SplitSeq(header, ",") {
		media, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		q := 1.0
		if s, ok := params["q"]; ok {
			if q, err = strconv.ParseFloat(s, 64); err != nil {
				continue
			}
		}
		switch media {
		case mediaJSON, mediaGraphQL:
			named[media] = q
		case "*/*", "application/*":
			wild = max(wild, q)
		}
	}
	quality := func(media string) (q float64, byName bool) {
		if q, byName = named[media]; !byName {
			q = wild
		}
		return q, byName
	}
	older, olderNamed := quality(mediaJSON)
	newer, newerNamed := quality(mediaGraphQL)
	switch {
	case newer > older || newer == older && newer > 0 && newerNamed:
		return accepted{mediaGraphQL, newerNamed}
	case older > 0:
		return accepted{mediaJSON, olderNamed}
	}
	return accepted{}
}
