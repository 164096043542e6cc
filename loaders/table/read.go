package table

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"safir/loaders"
	"safir/loaders/files"
	"safir/schema"
)

// maxLine bounds one row.
const maxLine = 1 << 20

// Emit takes a document or the error of an item; false ends the walk.
type Emit func(loaders.Document, error) bool

// Lines calls row with each line of f that is not blank. An error of row is
// that line's error; the next line is read all the same. Lines that are not
// UTF-8 are read as Latin-1 where latin1 is set, else they are errors.
// It returns false when the walk is to end.
func Lines(ctx context.Context, f *files.File, latin1 bool, emit Emit, row func(item, line string) (bool, error)) bool {
	in := files.Unicode(f.Reader)
	empty := true
	for n := 1; ctx.Err() == nil; n++ {
		b, err := files.ReadLine(in, maxLine)
		if errors.Is(err, io.EOF) {
			if empty {
				return emit(loaders.Document{Item: f.Name}, errors.New("the file is empty"))
			}
			return true
		}
		item := fmt.Sprintf("%s:%d", f.Name, n)
		if err != nil {
			if !emit(loaders.Document{Item: item}, err) {
				return false
			}
			if !errors.Is(err, files.ErrTooLong) {
				return true // the file cannot be read on; others can
			}
			continue
		}
		if len(bytes.TrimSpace(b)) == 0 {
			continue
		}
		empty = false
		more, err := oneLine(item, b, latin1, row)
		if err != nil {
			more = emit(loaders.Document{Item: item}, err)
		}
		if !more {
			return false
		}
	}
	return false
}

func oneLine(item string, b []byte, latin1 bool, row func(item, line string) (bool, error)) (bool, error) {
	line := string(b)
	if !utf8.Valid(b) {
		if !latin1 {
			return true, errors.New("invalid UTF-8")
		}
		line, _ = charmap.ISO8859_1.NewDecoder().String(line) // every byte has a letter
	}
	return row(item, line)
}

// EmitAll hands documents on; false ends the walk.
func EmitAll(docs []loaders.Document, emit Emit) bool {
	for _, d := range docs {
		if !emit(d, nil) {
			return false
		}
	}
	return true
}

// ParseDay reads a row's day: 2014-01-31, 20140131, or with a time behind it.
func ParseDay(s string) (schema.Date, error) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.DateOnly, "20060102", time.DateTime, "2006-01-02T15:04:05", "20060102150405"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1900 && t.Year() <= 2200 {
			return schema.DateOf(t), nil
		}
	}
	return schema.Date{}, fmt.Errorf("%q is no day", s)
}

// Value returns a cell without the words that tables write for nothing.
func Value(s string) string {
	switch s = strings.TrimSpace(s); s {
	case "NA", "N/A", "None", "NULL", "null", "nan", "NaN", "---":
		return ""
	}
	return s
}
