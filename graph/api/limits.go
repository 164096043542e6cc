package api

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Limits bound what one document may ask. A zero field has its default.
type Limits struct {
	Tokens     int // lexical tokens; default 2000
	Depth      int // nesting of selections, fragments followed; default 15
	Aliases    int // fields renamed, and __typename; default 100
	Directives int // default 50
	Fields     int // fields selected, each fragment counted where it is spread; default 2000
	Cost       int // rows asked for, multiplied along nesting; default 50000
	Rows       int // rows of one list; default 1000
	Filters    int // filter objects of one operation; default 100
	Errors     int // errors reported; default 10
	// NoSuggestions leaves "Did you mean" out of messages.
	NoSuggestions bool
}

func (l Limits) withDefaults() Limits {
	for _, d := range []struct {
		field *int
		value int
	}{
		{&l.Tokens, 2000}, {&l.Depth, 15}, {&l.Aliases, 100}, {&l.Directives, 50}, {&l.Fields, 2000},
		{&l.Cost, 50_000}, {&l.Rows, 1000}, {&l.Filters, 100}, {&l.Errors, 10},
	} {
		if *d.field == 0 {
			*d.field = d.value
		}
	}
	return l
}

// bound holds a document that is not yet valid against the limits that can
// be told without a schema, in time linear in its length.
func (l Limits) bound(doc *ast.QueryDocument) *gqlerror.Error {
	c := counter{doc: doc, fragments: map[string]*extent{}}
	var total extent
	for _, op := range doc.Operations {
		c.directives += len(op.Directives)
		for _, v := range op.VariableDefinitions {
			c.directives += len(v.Directives)
		}
		total.add(c.selection(op.SelectionSet))
	}
	for _, f := range doc.Fragments {
		c.directives += len(f.Directives)
		c.fragment(f.Name) // also those that nothing spreads
	}
	switch {
	case total.depth > l.Depth:
		return limitError("The query is nested %d levels deep; at most %d are allowed.", total.depth, l.Depth)
	case c.aliases > l.Aliases:
		return limitError("The query has %d aliases and __typename fields; at most %d are allowed.", c.aliases, l.Aliases)
	case c.directives > l.Directives:
		return limitError("The query has %d directives; at most %d are allowed.", c.directives, l.Directives)
	case total.fields > l.Fields:
		return limitError("The query selects more than %d fields, each fragment counted where it is spread.", l.Fields)
	}
	return nil
}

func limitError(format string, args ...any) *gqlerror.Error {
	return withCode(gqlerror.Errorf(format, args...), codeLimit)
}

// extent is how far a selection reaches.
type extent struct{ depth, fields int }

// huge stands for every number too great to count.
const huge = 1 << 40

func (e *extent) add(o extent) {
	e.depth = max(e.depth, o.depth)
	e.fields = min(e.fields+o.fields, huge)
}

// counter walks each selection and each fragment once.
type counter struct {
	doc                 *ast.QueryDocument
	fragments           map[string]*extent // nil while it is walked: a cycle, which validation reports
	aliases, directives int
}

func (c *counter) selection(set ast.SelectionSet) extent {
	var e extent
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			c.directives += len(s.Directives)
			if s.Name == "__typename" || s.Alias != "" && s.Alias != s.Name {
				c.aliases++
			}
			sub := c.selection(s.SelectionSet)
			e.add(extent{sub.depth + 1, sub.fields + 1})
		case *ast.InlineFragment:
			c.directives += len(s.Directives)
			e.add(c.selection(s.SelectionSet))
		case *ast.FragmentSpread:
			c.directives += len(s.Directives)
			e.add(c.fragment(s.Name))
		}
	}
	return e
}

func (c *counter) fragment(name string) extent {
	if e, seen := c.fragments[name]; seen {
		if e == nil {
			return extent{}
		}
		return *e
	}
	f := c.doc.Fragments.ForName(name)
	if f == nil {
		return extent{}
	}
	c.fragments[name] = nil
	e := c.selection(f.SelectionSet)
	c.fragments[name] = &e
	return e
}
