package browser

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"safir/schema"
)

//go:embed queries/*.cypher
var queryFiles embed.FS

// Query is one saved query. Its file begins with a head of comments,
//
//	// title: …        what the query shows, English; titleAr: in Arabic
//	// folder: …       its folder among the Favorites; folderAr: in Arabic
//	// guide: yes|no   whether it is a slide of the guide
//	// shows: …        labels and relationship types that its picture has
//	// text: …         what the reader sees, and what to do; textAr: in Arabic
//	//   …             goes on with the line before
//
// and the rest is one Cypher statement that changes nothing.
type Query struct {
	File   string // "02-contacts", without extension
	Title  Text
	Folder Text
	About  Text
	Guide  bool
	Shows  []string
	Cypher string
}

// Text is the same thing in both languages.
type Text struct{ English, Arabic string }

// In returns the text in one language.
func (t Text) In(l schema.Language) string {
	if l == schema.Arabic {
		return t.Arabic
	}
	return t.English
}

// Queries returns the saved queries in the order of their files' names.
var Queries = sync.OnceValue(func() []Query {
	qs, err := readQueries(queryFiles)
	if err != nil {
		panic("browser: " + err.Error()) // embedded: a test fails first
	}
	return qs
})

func readQueries(files fs.FS) ([]Query, error) {
	names, err := fs.Glob(files, "queries/*.cypher") // sorted
	if err != nil {
		return nil, err
	}
	var qs []Query
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		q, err := parseQuery(string(b))
		if err != nil {
			return nil, fmt.Errorf("%s:%w", name, err)
		}
		q.File = strings.TrimSuffix(strings.TrimPrefix(name, "queries/"), ".cypher")
		qs = append(qs, q)
	}
	return qs, nil
}

// parseQuery reads a file; an error begins with the number of its line.
func parseQuery(file string) (Query, error) {
	var q Query
	var guide, shows string
	fields := map[string]*string{
		"title": &q.Title.English, "titleAr": &q.Title.Arabic, "folder": &q.Folder.English, "folderAr": &q.Folder.Arabic,
		"text": &q.About.English, "textAr": &q.About.Arabic, "guide": &guide, "shows": &shows,
	}
	var last *string
	n := 0
	for line := range strings.Lines(file) {
		comment, ok := strings.CutPrefix(line, "//")
		if !ok {
			break
		}
		n++
		key, value, ok := strings.Cut(comment, ":")
		switch field := fields[strings.TrimSpace(key)]; {
		case strings.HasPrefix(comment, "   ") && last != nil:
			*last += " " + strings.TrimSpace(comment)
		case !ok || field == nil:
			return q, fmt.Errorf("%d: %q is neither a field nor goes on with one", n, strings.TrimSpace(comment))
		default:
			*field, last = strings.TrimSpace(value), field
		}
	}
	q.Cypher = strings.TrimSpace(strings.Join(strings.SplitAfter(file, "\n")[n:], ""))
	for key, field := range fields {
		if *field == "" {
			return q, fmt.Errorf("%d: no %s", n, key)
		}
	}
	switch {
	case guide != "yes" && guide != "no":
		return q, fmt.Errorf("%d: guide is %q, neither yes nor no", n, guide)
	case q.Cypher == "" || strings.Contains(q.Cypher, ";"):
		return q, fmt.Errorf("%d: want one statement without semicolon", n+1)
	}
	q.Guide, q.Shows = guide == "yes", strings.Fields(shows)
	return q, nil
}

// languages are those that everything here is made in, the first by default.
var languages = []schema.Language{schema.English, schema.Arabic}

// slides returns the queries that the guide shows.
func slides() []Query {
	return slices.DeleteFunc(slices.Clone(Queries()), func(q Query) bool { return !q.Guide })
}
