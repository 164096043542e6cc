package pipeline

import (
	"context"
	"iter"

	"safir/loaders"
	"safir/schema"
)

// Backlog gives the articles that were stored but not coded: because the
// process died, or because coding failed.
type Backlog interface {
	// Pending returns at most limit such articles with ids after the given
	// one, in the order of ids, leaving out those that were tried maxAttempts
	// times or more (0: none).
	Pending(ctx context.Context, after string, limit, maxAttempts int) ([]schema.Article, error)
}

// Retry returns a loader of the articles of a backlog.
func Retry(b Backlog, maxAttempts int) loaders.Loader { return retry{b, maxAttempts} }

type retry struct {
	backlog     Backlog
	maxAttempts int
}

// retryPage is how many articles are asked for at once.
const retryPage = 200

func (r retry) Documents(ctx context.Context) iter.Seq2[loaders.Document, error] {
	return func(yield func(loaders.Document, error) bool) {
		for after := ""; ctx.Err() == nil; {
			articles, err := r.backlog.Pending(ctx, after, retryPage, r.maxAttempts)
			if err != nil {
				yield(loaders.Document{Item: "pending articles"}, err)
				return
			}
			for _, a := range articles {
				if !yield(loaders.Document{Item: a.ID, Article: a}, nil) {
					return
				}
				after = a.ID
			}
			if len(articles) < retryPage {
				return
			}
		}
	}
}
