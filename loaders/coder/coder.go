package coder

import (
	"context"
	"fmt"

	"safir/schema"
)

// Coder reads an article like an analyst. What it returns passes
// [schema.Coded.Check].
type Coder interface {
	// Name returns the coder's name and version, such as "safir/1"; another
	// version may code the same article in another way.
	Name() string
	// Code codes one article. The same article always gives the same result.
	Code(ctx context.Context, a schema.Article) (schema.Coded, error)
}

// Guard calls f, and makes of a coder that panics in it an error: it has failed
// on that article only.
func Guard(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the coder broke down: %v", p)
		}
	}()
	return f()
}
