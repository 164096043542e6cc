// Package loaders brings the outside in: each folder below reads one kind of
// source and yields documents of schema values. Loaders know nothing of the
// graph; whoever runs a loader decides where its documents go.
package loaders

import (
	"context"
	"errors"
	"iter"

	"safir/schema"
)

// Document is one item that a source holds.
type Document struct {
	// Item names the document in messages: a path or URL, with a line or
	// entry number where the file holds several.
	Item string
	// Article is what is to be coded.
	Article schema.Article
	// Coded is set by sources whose items others have coded (event tables,
	// coded articles); its Article is then the one above.
	Coded *schema.Coded
}

// Loader yields the documents of one source.
type Loader interface {
	// Documents yields every document once, in a stable order. A pair with
	// an error concerns the item that the Document names, and the walk goes
	// on after it; an item that fails is never silently left out. The walk
	// ends early when the consumer stops or ctx is done.
	Documents(ctx context.Context) iter.Seq2[Document, error]
}

// ErrSource marks an error that concerns the source as a whole (its feed
// cannot be fetched, its folder is gone) rather than one of its items.
var ErrSource = errors.New("the source cannot be read")

// SourceError wraps err so that it is [ErrSource] and still reads as before.
func SourceError(err error) error { return sourceError{err} }

type sourceError struct{ error }

func (e sourceError) Unwrap() []error { return []error{e.error, ErrSource} }
