// Package graphiql serves GraphiQL, an editor for GraphQL in the browser, with
// a tab for each of the ready questions in the folder questions.
//
// Everything is embedded, and the page's security policy lets the browser ask
// no other host. page/vendor holds files of npm packages as they were
// published; vendor.tsv says which. The ready questions are GraphQL documents
// whose comments say, in the question's language, what they ask: a new one is
// a new file.
package graphiql

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed page questions/*.graphql
var files embed.FS

// policy: the styles are GraphiQL's own, which sets some on elements; its
// fonts and pictures are inside its style sheet.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Handler serves the page at / and what it needs under /graphiql/. The page
// asks endpoint, relative to its own address; with token it has a place to write one.
func Handler(endpoint string, token bool) http.Handler {
	pages := map[string]file{}
	add := func(at, name string, content []byte) {
		tag := fmt.Sprintf(`"%x"`, sha256.Sum256(content))
		pages[at] = file{name, content, tag}
	}
	err := fs.WalkDir(files, "page", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := files.ReadFile(name)
		at := "/graphiql" + strings.TrimPrefix(name, "page")
		if name == "page/index.html" {
			at = "/"
		}
		add(at, path.Base(name), content)
		return err
	})
	if err != nil {
		panic(err) // the files are embedded
	}
	settings, err := json.Marshal(map[string]any{"endpoint": endpoint, "token": token, "questions": Questions()})
	if err != nil {
		panic(err)
	}
	add("/graphiql/settings.json", "settings.json", settings)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache") // ask, and be told that nothing changed
		h.Set("ETag", f.tag)
		http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(f.content))
	})
}

type file struct {
	name    string
	content []byte
	tag     string
}

// Questions gives the ready questions, in the order of their files' names.
func Questions() []string {
	names, err := fs.Glob(files, "questions/*.graphql")
	if err != nil {
		panic(err)
	}
	questions := make([]string, len(names))
	for i, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		questions[i] = string(text)
	}
	return questions
}
