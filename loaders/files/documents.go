package files

import (
	"context"
	"iter"
	"slices"

	"safir/loaders"
)

// Each walks the files and lets read yield the documents of each; read
// returns false when the walk is to end. A file that cannot be opened is
// yielded as the error of a document of its name. Each tells whether the walk
// came to its end.
func (w Walk) Each(ctx context.Context, yield func(loaders.Document, error) bool, read func(*File) bool) bool {
	for f, err := range w.Files(ctx) {
		if err != nil {
			if !yield(loaders.Document{Item: f.Name}, err) {
				return false
			}
			continue
		}
		if !read(f) {
			return false
		}
	}
	return true
}

// Documents is [Walk.Each] for loaders to which every file stands alone.
func (w Walk) Documents(ctx context.Context, read func(*File, func(loaders.Document, error) bool) bool) iter.Seq2[loaders.Document, error] {
	return func(yield func(loaders.Document, error) bool) {
		w.Each(ctx, yield, func(f *File) bool { return read(f, yield) })
	}
}

// Among accepts the extensions listed.
func Among(extensions []string) func(ext string) bool {
	return func(ext string) bool { return slices.Contains(extensions, ext) }
}
