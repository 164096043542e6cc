package coder

import (
	"bufio"
	"fmt"
	"io/fs"
	"strings"
)

// row is one entry of a table, with where it stands for messages.
type row struct {
	file string
	line int
	cols []string
}

func (r row) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", r.file, r.line, fmt.Errorf(format, args...))
}

// col returns a column, empty where the line ends before it.
func (r row) col(i int) string {
	if i < len(r.cols) {
		return r.cols[i]
	}
	return ""
}

// readTable reads a table of at least min and at most max columns. A file
// that does not exist is an empty table.
func readTable(fsys fs.FS, name string, min, max int) ([]row, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, nil //nolint:nilerr // a language need not have every table
	}
	defer f.Close()
	var rows []row
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 0, 64<<10), 1<<20)
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimRight(sc.Text(), " \t\r")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		r := row{file: name, line: n, cols: strings.Split(line, "\t")}
		for i := range r.cols {
			r.cols[i] = strings.TrimSpace(r.cols[i])
		}
		if len(r.cols) < min || len(r.cols) > max {
			return nil, r.errorf("%d columns, want %d to %d", len(r.cols), min, max)
		}
		rows = append(rows, r)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows, nil
}

// phrases splits a cell of phrases.
func phrases(cell string) []string {
	if cell == "" {
		return nil
	}
	ps := strings.Split(cell, "|")
	out := ps[:0]
	for _, p := range ps {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}
