package api

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"safir/schema"
)

// writer writes an answer in the order of its query.
type writer struct {
	schema *Schema
	buf    bytes.Buffer
}

func (w *writer) root(s *selection, data map[string]any) {
	w.buf.WriteByte('{')
	for i, f := range s.fields {
		w.key(i, f.key)
		if isIntrospection(f.name) && f.name != typeNameField {
			w.introspect(f)
			continue
		}
		w.field(f, data[f.key])
	}
	w.buf.WriteByte('}')
}

func (w *writer) key(i int, key string) {
	if i > 0 {
		w.buf.WriteByte(',')
	}
	w.buf.WriteByte('"')
	w.buf.WriteString(key) // a name: letters, digits and underscores
	w.buf.WriteString(`":`)
}

func (w *writer) object(s *selection, data map[string]any) {
	w.buf.WriteByte('{')
	for i, f := range s.fields {
		w.key(i, f.key)
		w.field(f, data[f.key])
	}
	w.buf.WriteByte('}')
}

func (w *writer) field(f *field, v any) {
	switch v := v.(type) {
	case []any:
		w.buf.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				w.buf.WriteByte(',')
			}
			w.field(f, item)
		}
		w.buf.WriteByte(']')
	case map[string]any:
		typ := f.def.Type.Name()
		if t, ok := v[concreteField].(string); ok {
			typ = t
		}
		w.object(f.of[typ], v)
	default:
		w.leaf(v)
	}
}

func (w *writer) leaf(v any) {
	b := w.buf.AvailableBuffer()
	switch v := v.(type) {
	case nil:
		b = append(b, "null"...)
	case string:
		b = appendString(b, v)
	case bool:
		b = strconv.AppendBool(b, v)
	case int:
		b = strconv.AppendInt(b, int64(v), 10)
	case int64:
		b = strconv.AppendInt(b, v, 10)
	case schema.Date:
		b = appendString(b, v.String())
	default:
		j, err := json.Marshal(v)
		if err != nil {
			j = []byte("null") // NaN and infinity, which the graph does not hold
		}
		b = append(b, j...)
	}
	w.buf.Write(b)
}

// appendString writes a JSON string. What is not UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			switch {
			case c == '"' || c == '\\':
				b = append(b, '\\', c)
			case c == '\n':
				b = append(b, '\\', 'n')
			case c < 0x20 || c == 0x7f:
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			default:
				b = append(b, c)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		b = utf8.AppendRune(b, r)
		i += n
	}
	return append(b, '"')
}
