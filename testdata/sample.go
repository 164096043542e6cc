// Package testdata holds articles, event tables and queries with what is
// expected of them; README.md tells the formats. The sample articles are
// part of the program: `safir up` loads them.
package testdata

import (
	"embed"
	"io/fs"
)

//go:embed articles/*.json
var articles embed.FS

// Sample returns the sample articles, a JSON object in a file each.
func Sample() fs.FS {
	sub, err := fs.Sub(articles, "articles")
	if err != nil { // the folder is embedded above
		panic(err)
	}
	return sub
}
