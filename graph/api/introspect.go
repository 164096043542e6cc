package api

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Introspection walks gqlparser's schema. A source is one of *ast.Schema,
// *ast.Definition, *ast.Type (a list or non-null), *ast.FieldDefinition,
// *ast.ArgumentDefinition, *ast.EnumValueDefinition, *ast.DirectiveDefinition.

// introspect writes the answer to __schema or __type.
func (w *writer) introspect(f *field) {
	if f.name == "__schema" {
		w.meta(f, w.schema.ast)
		return
	}
	if d := w.schema.ast.Types[text(f.args["name"])]; d != nil {
		w.meta(f, d)
		return
	}
	w.leaf(nil)
}

// meta writes a value of introspection.
func (w *writer) meta(f *field, v any) {
	switch v := v.(type) {
	case []any:
		w.buf.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				w.buf.WriteByte(',')
			}
			w.meta(f, item)
		}
		w.buf.WriteByte(']')
	case nil, string, bool:
		w.leaf(v)
	default:
		s := f.of[f.def.Type.Name()]
		w.buf.WriteByte('{')
		for i, sub := range s.fields {
			w.key(i, sub.key)
			if sub.name == typeNameField {
				w.leaf(f.def.Type.Name())
				continue
			}
			w.meta(sub, w.schema.metaField(sub, v))
		}
		w.buf.WriteByte('}')
	}
}

func (s *Schema) metaField(f *field, source any) any {
	old, _ := f.args["includeDeprecated"].(bool)
	switch v := source.(type) {
	case *ast.Schema:
		switch f.name {
		case "description":
			return orNull(v.Description)
		case "types":
			var out []any
			for _, name := range sortedKeys(v.Types) {
				out = append(out, v.Types[name])
			}
			return out
		case "queryType":
			return v.Query
		case "directives":
			var out []any
			for _, name := range sortedKeys(v.Directives) {
				out = append(out, v.Directives[name])
			}
			return out
		}
		return nil // no mutation, no subscription
	case *ast.Definition:
		return s.metaType(f, v, old)
	case *ast.Type:
		switch f.name {
		case "kind":
			if v.NonNull {
				return "NON_NULL"
			}
			return "LIST"
		case "ofType":
			if v.NonNull {
				inner := *v
				inner.NonNull = false
				return s.typeRef(&inner)
			}
			return s.typeRef(v.Elem)
		}
		return nil
	case *ast.FieldDefinition:
		switch f.name {
		case "name":
			return v.Name
		case "description":
			return orNull(v.Description)
		case "args":
			return listOf(v.Arguments, func(a *ast.ArgumentDefinition) bool { return old || !deprecated(a.Directives) })
		case "type":
			return s.typeRef(v.Type)
		case "defaultValue":
			return value(v.DefaultValue)
		}
		return deprecation(f, v.Directives)
	case *ast.ArgumentDefinition:
		switch f.name {
		case "name":
			return v.Name
		case "description":
			return orNull(v.Description)
		case "type":
			return s.typeRef(v.Type)
		case "defaultValue":
			return value(v.DefaultValue)
		}
		return deprecation(f, v.Directives)
	case *ast.EnumValueDefinition:
		switch f.name {
		case "name":
			return v.Name
		case "description":
			return orNull(v.Description)
		}
		return deprecation(f, v.Directives)
	case *ast.DirectiveDefinition:
		switch f.name {
		case "name":
			return v.Name
		case "description":
			return orNull(v.Description)
		case "isRepeatable":
			return v.IsRepeatable
		case "locations":
			return listOf(v.Locations, nil)
		case "args":
			return listOf(v.Arguments, func(a *ast.ArgumentDefinition) bool { return old || !deprecated(a.Directives) })
		}
	}
	return nil
}

func (s *Schema) metaType(f *field, d *ast.Definition, old bool) any {
	switch f.name {
	case "kind":
		return string(d.Kind)
	case "name":
		return d.Name
	case "description":
		return orNull(d.Description)
	case "specifiedByURL":
		if by := d.Directives.ForName("specifiedBy"); by != nil {
			return by.Arguments.ForName("url").Value.Raw
		}
	case "isOneOf":
		if d.Kind == ast.InputObject {
			return d.Directives.ForName("oneOf") != nil
		}
	case "fields":
		if d.Kind == ast.Object || d.Kind == ast.Interface {
			return listOf(d.Fields, func(f *ast.FieldDefinition) bool {
				return !isIntrospection(f.Name) && (old || !deprecated(f.Directives))
			})
		}
	case "inputFields":
		if d.Kind == ast.InputObject {
			return listOf(d.Fields, func(f *ast.FieldDefinition) bool { return old || !deprecated(f.Directives) })
		}
	case "interfaces":
		if d.Kind == ast.Object || d.Kind == ast.Interface {
			out := []any{}
			for _, name := range d.Interfaces {
				out = append(out, s.ast.Types[name])
			}
			return out
		}
	case "possibleTypes":
		if d.IsAbstractType() {
			types := slices.Clone(s.ast.GetPossibleTypes(d))
			slices.SortFunc(types, func(a, b *ast.Definition) int { return strings.Compare(a.Name, b.Name) })
			return listOf(types, func(t *ast.Definition) bool { return t.Kind == ast.Object })
		}
	case "enumValues":
		if d.Kind == ast.Enum {
			return listOf(d.EnumValues, func(e *ast.EnumValueDefinition) bool { return old || !deprecated(e.Directives) })
		}
	}
	return nil
}

// typeRef is a type as a source: a named one is its definition.
func (s *Schema) typeRef(t *ast.Type) any {
	if t.NonNull || t.Elem != nil {
		return t
	}
	return s.ast.Types[t.NamedType]
}

func listOf[T any, L ~[]T](items L, keep func(T) bool) []any {
	out := make([]any, 0, len(items))
	for _, item := range items {
		if keep != nil && !keep(item) {
			continue
		}
		if w, ok := any(item).(ast.DirectiveLocation); ok {
			out = append(out, string(w))
			continue
		}
		out = append(out, item)
	}
	return out
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func deprecated(ds ast.DirectiveList) bool { return ds.ForName("deprecated") != nil }

func deprecation(f *field, ds ast.DirectiveList) any {
	switch f.name {
	case "isDeprecated":
		return deprecated(ds)
	case "deprecationReason":
		d := ds.ForName("deprecated")
		if d == nil {
			return nil
		}
		if a := d.Arguments.ForName("reason"); a != nil {
			return a.Value.Raw
		}
		return "No longer supported"
	}
	return nil
}

// value writes a default value in GraphQL's language; nil for none.
func value(v *ast.Value) any {
	if v == nil {
		return nil
	}
	return literalText(v)
}

func literalText(v *ast.Value) string {
	switch v.Kind {
	case ast.StringValue, ast.BlockValue:
		return strconv.Quote(v.Raw)
	case ast.ListValue:
		var items []string
		for _, c := range v.Children {
			items = append(items, literalText(c.Value))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case ast.ObjectValue:
		var items []string
		for _, c := range v.Children {
			items = append(items, fmt.Sprintf("%s: %s", c.Name, literalText(c.Value)))
		}
		return "{" + strings.Join(items, ", ") + "}"
	}
	return v.Raw
}
