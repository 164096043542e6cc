package browser

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"

	"safir/schema"
)

// Cypher returns all saved queries as one file, a comment with its title
// before each, to read or to paste from.
func Cypher(l schema.Language) string {
	var b strings.Builder
	for i, q := range Queries() {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "// %s\n%s;\n", q.Title.In(l), q.Cypher)
	}
	return b.String()
}

// Zip returns the saved queries as an archive to drop onto Neo4j Browser: a
// folder of Favorites for each folder and language, a file for each query.
// Browser takes the first line, a comment, as a favourite's name. The same
// queries always give the same bytes.
func Zip() ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, l := range languages {
		top := map[schema.Language]string{schema.English: "safir", schema.Arabic: "سفير"}[l]
		for _, q := range Queries() {
			f, err := w.Create(fmt.Sprintf("%s - %s/%s.cypher", top, q.Folder.In(l), q.File))
			if err != nil {
				return nil, err
			}
			if _, err := fmt.Fprintf(f, "// %s\n%s\n", q.Title.In(l), q.Cypher); err != nil {
				return nil, err
			}
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
