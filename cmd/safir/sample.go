package main

import (
	"context"
	"io/fs"
	"iter"

	"safir/loaders"
	"safir/loaders/article"
	"safir/testdata"
)

// sampleLoader yields the sample articles that the program carries.
type sampleLoader struct{}

var _ loaders.Loader = sampleLoader{}

// Documents yields them in the order of their names.
func (sampleLoader) Documents(context.Context) iter.Seq2[loaders.Document, error] {
	return func(yield func(loaders.Document, error) bool) {
		sample := testdata.Sample()
		names, err := fs.Glob(sample, "*.json")
		if err != nil {
			yield(loaders.Document{Item: "sample"}, err)
			return
		}
		for _, name := range names {
			d := loaders.Document{Item: name}
			b, err := fs.ReadFile(sample, name)
			if err == nil {
				d.Article, err = article.ParseJSON(b)
			}
			if !yield(d, err) {
				return
			}
		}
	}
}
