package api

import (
	"errors"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
)

// Codes of request errors, beside those of package query.
const (
	codeParse    = "GRAPHQL_PARSE_FAILED"
	codeValidate = "GRAPHQL_VALIDATION_FAILED"
	codeInput    = "BAD_USER_INPUT"
	codeLimit    = "LIMIT_EXCEEDED"
)

// Document is a parsed and valid document within the limits.
type Document struct {
	schema *Schema
	text   string
	ast    *ast.QueryDocument
}

// Prepare parses, bounds and validates a document, or takes it from the
// cache. Its errors are request errors: the document cannot be executed.
func (s *Schema) Prepare(text string) (*Document, gqlerror.List) {
	if d, ok := s.docs.get(text); ok {
		return d, nil
	}
	if loneSurrogate(text) {
		return nil, s.errors(withCode(gqlerror.Errorf("The document has half of a surrogate pair, which is no character."), codeParse))
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, s.limits.Tokens)
	if err != nil {
		return nil, s.errors(parseError(err))
	}
	if len(doc.Operations) == 0 {
		return nil, s.errors(withCode(gqlerror.Errorf("The document has no operation."), codeParse))
	}
	if err := s.limits.bound(doc); err != nil {
		return nil, s.errors(err)
	}
	if errs := validator.ValidateWithRules(s.ast, doc, s.rules); len(errs) > 0 {
		for _, e := range errs {
			_ = withCode(e, codeValidate)
		}
		return nil, s.errors(errs...)
	}
	d := &Document{s, text, doc}
	s.docs.put(text, d)
	return d, nil
}

func parseError(err error) *gqlerror.Error {
	var e *gqlerror.Error
	if !errors.As(err, &e) {
		e = gqlerror.Wrap(err)
	}
	if strings.Contains(e.Message, "token limit") || strings.Contains(e.Message, "nesting depth") {
		return withCode(e, codeLimit)
	}
	return withCode(e, codeParse)
}

// loneSurrogate tells whether a text has a \u escape of half a character,
// which gqlparser would take for U+FFFD.
func loneSurrogate(text string) bool {
	half := func(i int, low, high uint64) bool {
		if i+6 > len(text) || text[i:i+2] != `\u` {
			return false
		}
		r, err := strconv.ParseUint(text[i+2:i+6], 16, 16)
		return err == nil && r >= low && r <= high
	}
	for i := strings.IndexByte(text, '\\'); i >= 0 && i < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		switch {
		case half(i, 0xd800, 0xdbff) && half(i+6, 0xdc00, 0xdfff):
			i += 11
		case half(i, 0xd800, 0xdfff):
			return true
		default:
			i++ // what is escaped
		}
	}
	return false
}

func withCode(e *gqlerror.Error, code string) *gqlerror.Error {
	if e.Extensions == nil {
		e.Extensions = map[string]any{}
	}
	if _, ok := e.Extensions["code"]; !ok {
		e.Extensions["code"] = code
	}
	return e
}

// errors keeps what is worth reading: a fault of several places is told once,
// with its places, and of both there are no more than the limit.
func (s *Schema) errors(errs ...*gqlerror.Error) gqlerror.List {
	var list gqlerror.List
	told := map[string]*gqlerror.Error{}
	for _, e := range errs {
		same := told[e.Message]
		switch {
		case same == nil || len(e.Path) > 0:
			told[e.Message] = e
			if len(list) < s.limits.Errors {
				list = append(list, e)
			}
		case len(same.Locations) < s.limits.Errors:
			same.Locations = append(same.Locations, e.Locations...)
		}
	}
	return list
}

// at puts an error where the node stands.
func at(e *gqlerror.Error, p *ast.Position) *gqlerror.Error {
	if p != nil {
		e.Locations = []gqlerror.Location{{Line: p.Line, Column: p.Column}}
	}
	return e
}
