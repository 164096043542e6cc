package api

import (
	gast "github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/kinds"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// selection is what an operation asks of one object type: fragments merged,
// @skip and @include decided, in the order of the query.
type selection struct {
	fields []*field
}

// field is one field of the answer.
type field struct {
	key  string // in the answer
	name string
	def  *ast.FieldDefinition
	at   *ast.Position
	args map[string]any        // coerced, defaults filled in
	of   map[string]*selection // by concrete type; nil for a leaf
	row  string                // key in the row that the graph returns, where the field leads to others
}

const typeNameField = "__typename"

func isIntrospection(name string) bool { return len(name) > 1 && name[:2] == "__" }

// collector merges selections.
type collector struct {
	schema *Schema
	vars   map[string]any
	doc    *ast.QueryDocument
	err    *gqlerror.Error
}

// collect merges selection sets for an object type.
func (c *collector) collect(typ *ast.Definition, sets ...ast.SelectionSet) *selection {
	out := &selection{}
	at := map[string]int{}
	var merged [][]ast.SelectionSet // of each field of out, what is below it
	seen := map[string]bool{}
	var walk func(ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				if !c.included(s.Directives) {
					continue
				}
				i, ok := at[s.Alias]
				if !ok {
					i = len(out.fields)
					at[s.Alias] = i
					out.fields = append(out.fields, c.field(s))
					merged = append(merged, nil)
				}
				merged[i] = append(merged[i], s.SelectionSet)
			case *ast.InlineFragment:
				if c.included(s.Directives) && c.applies(s.TypeCondition, typ) {
					walk(s.SelectionSet)
				}
			case *ast.FragmentSpread:
				if !c.included(s.Directives) || seen[s.Name] {
					continue
				}
				seen[s.Name] = true
				if f := c.doc.Fragments.ForName(s.Name); f != nil && c.applies(f.TypeCondition, typ) {
					walk(f.SelectionSet)
				}
			}
		}
	}
	for _, set := range sets {
		walk(set)
	}
	for i, f := range out.fields {
		if f.name == typeNameField {
			continue
		}
		below := c.schema.ast.Types[f.def.Type.Name()]
		if below.IsLeafType() {
			continue
		}
		f.of = map[string]*selection{}
		for _, t := range c.schema.ast.GetPossibleTypes(below) {
			f.of[t.Name] = c.collect(t, merged[i]...)
		}
		if below.Kind == ast.Object {
			f.of[below.Name] = c.collect(below, merged[i]...)
		}
	}
	return out
}

func (c *collector) field(s *ast.Field) *field {
	f := &field{key: s.Alias, name: s.Name, def: s.Definition, at: s.Position}
	if s.Name == typeNameField {
		return f
	}
	f.args = map[string]any{}
	for _, def := range s.Definition.Arguments {
		var value any
		var ok bool
		if arg := s.Arguments.ForName(def.Name); arg != nil {
			var err *gqlerror.Error
			if value, ok, err = c.schema.literal(def.Type, arg.Value, c.vars); err != nil {
				c.fail(err)
			}
		}
		if !ok && def.DefaultValue != nil {
			value, ok, _ = c.schema.literal(def.Type, def.DefaultValue, nil)
		}
		if ok {
			f.args[def.Name] = value
		} else if def.Type.NonNull {
			c.fail(at(inputError("Argument %s of %s has no value.", def.Name, s.Name), s.Position))
		}
	}
	return f
}

func (c *collector) fail(err *gqlerror.Error) {
	if c.err == nil {
		c.err = err
	}
}

func (c *collector) included(ds ast.DirectiveList) bool {
	holds := func(name string, absent bool) bool {
		d := ds.ForName(name)
		if d == nil {
			return absent
		}
		v, _, err := c.schema.literal(ast.NonNullNamedType("Boolean", nil), d.Arguments.ForName("if").Value, c.vars)
		if err != nil {
			c.fail(err)
		}
		b, _ := v.(bool)
		return b
	}
	return !holds("skip", false) && holds("include", true)
}

// applies tells whether a fragment on a type is for objects of typ.
func (c *collector) applies(condition string, typ *ast.Definition) bool {
	if condition == "" || condition == typ.Name {
		return true
	}
	for _, t := range c.schema.ast.PossibleTypes[condition] {
		if t.Name == typ.Name {
			return true
		}
	}
	return false
}

// concreteField is asked of what may be of several types, so that the answer
// can be written in the order of its own type. No name of a query starts
// with a space.
const concreteField = " type"

// ast turns a selection into graphql-go's AST, and notes which of its fields
// stands for which of ours.
func (s *selection) ast(fields map[*gast.Field]*field, leave func(*field) bool) *gast.SelectionSet {
	set := &gast.SelectionSet{Kind: kinds.SelectionSet, Selections: make([]gast.Selection, 0, len(s.fields))}
	for _, f := range s.fields {
		if leave != nil && leave(f) {
			continue
		}
		g := &gast.Field{Kind: kinds.Field, Alias: name(f.key), Name: name(f.name)}
		fields[g] = f
		switch {
		case len(f.of) == 1 && f.def != nil && f.of[f.def.Type.Name()] != nil:
			g.SelectionSet = f.of[f.def.Type.Name()].ast(fields, nil)
		case f.of != nil:
			g.SelectionSet = &gast.SelectionSet{Kind: kinds.SelectionSet, Selections: []gast.Selection{
				&gast.Field{Kind: kinds.Field, Alias: name(concreteField), Name: name(typeNameField)},
			}}
			for _, t := range sortedKeys(f.of) {
				g.SelectionSet.Selections = append(g.SelectionSet.Selections, &gast.InlineFragment{
					Kind: kinds.InlineFragment, TypeCondition: &gast.Named{Kind: kinds.Named, Name: name(t)}, SelectionSet: f.of[t].ast(fields, nil),
				})
			}
		}
		set.Selections = append(set.Selections, g)
	}
	return set
}

func name(s string) *gast.Name { return &gast.Name{Kind: kinds.Name, Value: s} }
