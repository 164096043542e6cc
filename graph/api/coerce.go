package api

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"safir/schema"
)

// Input is coerced here and not by gqlparser, which takes "1" for an Int,
// any case of an enum value, and anything for a scalar of ours.
//
// A coerced value is an int, float64, string, bool, schema.Date, []any or
// map[string]any; nil is null. Defaults of input fields are not filled in:
// whoever reads a field that is missing knows its default.

// variables coerces the variables of an operation. Values are those of
// encoding/json, numbers as json.Number or float64.
func (s *Schema) variables(op *ast.OperationDefinition, given map[string]any) (map[string]any, *gqlerror.Error) {
	out := map[string]any{}
	for _, def := range op.VariableDefinitions {
		v, ok := given[def.Variable]
		path := ast.Path{ast.PathName(def.Variable)}
		switch {
		case ok:
			c, err := s.coerce(def.Type, v, path)
			if err != nil {
				return nil, at(err, def.Position)
			}
			out[def.Variable] = c
		case def.DefaultValue != nil:
			c, _, err := s.literal(def.Type, def.DefaultValue, nil)
			if err != nil {
				return nil, err
			}
			out[def.Variable] = c
		case def.Type.NonNull:
			return nil, at(inputError("Variable $%s of type %s must be given.", def.Variable, def.Type), def.Position)
		}
	}
	return out, nil
}

func inputError(format string, args ...any) *gqlerror.Error {
	return withCode(gqlerror.Errorf(format, args...), codeInput)
}

// wrong says what is wrong with the value of a variable, and where in it.
func wrong(path ast.Path, format string, args ...any) *gqlerror.Error {
	e := inputError(format, args...)
	e.Message = "Variable $" + path.String() + ": " + e.Message
	return e
}

// coerce coerces a value of JSON.
func (s *Schema) coerce(t *ast.Type, v any, path ast.Path) (any, *gqlerror.Error) {
	if v == nil {
		if t.NonNull {
			return nil, wrong(path, "null is no %s.", t)
		}
		return nil, nil
	}
	if t.Elem != nil {
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		out := make([]any, len(list))
		for i, item := range list {
			c, err := s.coerce(t.Elem, item, append(path, ast.PathIndex(i)))
			if err != nil {
				return nil, err
			}
			out[i] = c
		}
		return out, nil
	}
	def := s.ast.Types[t.NamedType]
	switch def.Kind {
	case ast.InputObject:
		m, ok := v.(map[string]any)
		if !ok {
			return nil, wrong(path, "expected an object of type %s.", def.Name)
		}
		out := map[string]any{}
		for _, name := range sortedKeys(m) {
			field := def.Fields.ForName(name)
			if field == nil {
				return nil, wrong(path, "%s has no field %s.", def.Name, strconv.Quote(clip(name)))
			}
			c, err := s.coerce(field.Type, m[name], append(path, ast.PathName(name)))
			if err != nil {
				return nil, err
			}
			out[name] = c
		}
		for _, field := range def.Fields {
			if _, ok := out[field.Name]; !ok && field.Type.NonNull && field.DefaultValue == nil {
				return nil, wrong(path, "%s.%s must be given.", def.Name, field.Name)
			}
		}
		return out, nil
	case ast.Enum:
		if name, ok := v.(string); ok && def.EnumValues.ForName(name) != nil {
			return name, nil
		}
		return nil, wrong(path, "%s is no value of %s.", show(v), def.Name)
	}
	if c, ok := scalar(def.Name, v); ok {
		return c, nil
	}
	return nil, wrong(path, "%s is no %s.", show(v), def.Name)
}

// scalar coerces a scalar of JSON.
func scalar(name string, v any) (any, bool) {
	var number float64
	var isNumber bool
	switch n := v.(type) {
	case json.Number:
		f, err := n.Float64()
		number, isNumber = f, err == nil
	case float64:
		number, isNumber = n, true
	case int:
		number, isNumber = float64(n), true
	}
	text, isText := v.(string)
	switch name {
	case "Int":
		if isNumber && number == math.Trunc(number) && math.Abs(number) <= math.MaxInt32 {
			return int(number), true
		}
	case "Float":
		if isNumber {
			return number, true
		}
	case "Boolean":
		b, ok := v.(bool)
		return b, ok
	case "String":
		return text, isText
	case "ID":
		if isNumber && number == math.Trunc(number) && math.Abs(number) < 1<<53 {
			return strconv.FormatInt(int64(number), 10), true
		}
		return text, isText
	case "Date":
		d, err := schema.ParseDate(text)
		return d, isText && err == nil
	}
	return nil, false
}

// literal coerces a value of a valid document; ok is false for a variable
// that has no value.
func (s *Schema) literal(t *ast.Type, v *ast.Value, vars map[string]any) (value any, ok bool, err *gqlerror.Error) {
	switch {
	case v.Kind == ast.Variable:
		value, ok = vars[v.Raw]
		if value == nil && ok && t.NonNull {
			return nil, false, at(inputError("Variable $%s is null, which is no %s.", v.Raw, t), v.Position)
		}
		return value, ok, nil
	case v.Kind == ast.NullValue:
		return nil, true, nil
	case t.Elem != nil:
		items := v.Children
		if v.Kind != ast.ListValue {
			items = ast.ChildValueList{{Value: v}}
		}
		out := make([]any, 0, len(items))
		for _, item := range items {
			c, _, err := s.literal(t.Elem, item.Value, vars)
			if err != nil {
				return nil, false, err
			}
			if c == nil && t.Elem.NonNull {
				return nil, false, at(inputError("null is no %s.", t.Elem), v.Position)
			}
			out = append(out, c)
		}
		return out, true, nil
	}
	def := s.ast.Types[t.NamedType]
	switch def.Kind {
	case ast.InputObject:
		out := map[string]any{}
		for _, child := range v.Children {
			field := def.Fields.ForName(child.Name)
			c, ok, err := s.literal(field.Type, child.Value, vars)
			if err != nil {
				return nil, false, err
			}
			if ok {
				out[child.Name] = c
			}
		}
		return out, true, nil
	case ast.Enum:
		return v.Raw, true, nil
	}
	var plain any = v.Raw
	switch v.Kind {
	case ast.IntValue, ast.FloatValue:
		plain = json.Number(v.Raw)
	case ast.BooleanValue:
		plain = v.Raw == "true"
	}
	value, ok = scalar(def.Name, plain)
	if !ok {
		return nil, false, at(inputError("%s is no %s.", show(plain), def.Name), v.Position)
	}
	return value, true, nil
}

// show writes a value into a message.
func show(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "the value"
	}
	return clip(string(b))
}

func clip(s string) string {
	r := []rune(s)
	if len(r) <= 60 {
		return s
	}
	return string(r[:60]) + "…"
}
