package article

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"safir/loaders/files"
)

// splitter cuts a stream of JSON into its objects without holding more than
// one of them, and never more than max bytes of it: what encoding/json's
// decoder cannot promise. It looks at brackets and strings only; whether an
// object is good JSON, its reader finds out.
type splitter struct {
	in    *bufio.Reader
	max   int
	line  int  // of the next byte
	array bool // the objects are elements of an array
	ended bool // the array's closing bracket was read
	dead  bool // nothing can be read after the last error
	seen  bool // any byte but space
}

// next returns the next element and the line where it starts, or io.EOF.
func (s *splitter) next() (b []byte, line int, err error) {
	for {
		c, err := s.in.ReadByte()
		if err != nil {
			return nil, s.line, s.end(err)
		}
		switch c {
		case '\n':
			s.line++
			continue
		case ' ', '\t', '\r', ',':
			continue
		case '[':
			if !s.seen {
				s.seen, s.array = true, true
				continue
			}
		case ']':
			if s.array && !s.ended {
				s.ended = true
				continue
			}
		}
		s.seen = true
		line = s.line
		b, err = s.element(c)
		return b, line, err
	}
}

// end judges the end of input between two elements.
func (s *splitter) end(err error) error {
	s.dead = true
	switch {
	case !errors.Is(err, io.EOF):
		return fmt.Errorf("read: %w", err)
	case s.array && !s.ended:
		s.ended = true
		return errors.New("the file is cut short: its array is not closed")
	}
	return io.EOF
}

// element reads the element that starts with c to its end.
func (s *splitter) element(c byte) ([]byte, error) {
	var b []byte
	var open nesting
	long := false
	for {
		if len(b) >= s.max {
			b, long = nil, true
		}
		if !long {
			b = append(b, c)
		}
		open.step(c)
		if open.closed() && !s.more() {
			break
		}
		var err error
		if c, err = s.in.ReadByte(); err != nil {
			s.dead, s.ended = true, true
			if errors.Is(err, io.EOF) {
				if open.closed() {
					break
				}
				return nil, errors.New("the file is cut short in the middle of this object")
			}
			return nil, fmt.Errorf("read: %w", err)
		}
		if c == '\n' {
			s.line++
		}
	}
	if long {
		return nil, fmt.Errorf("the object is %w of %s", files.ErrTooLong, files.Size(s.max))
	}
	return b, nil
}

// more tells whether the next byte still belongs to an element that is not in
// brackets: a number, or a word that has no place here.
func (s *splitter) more() bool {
	next, err := s.in.Peek(1)
	if err != nil {
		return false
	}
	switch next[0] {
	case ',', '{', '[', ']', '}', ' ', '\n', '\r', '\t', '"':
		return false
	}
	return true
}

func (s *splitter) emptyError() error {
	if s.array {
		return errors.New("the array is empty")
	}
	return errors.New("the file is empty")
}

// balanced tells whether every bracket and string that b opens is closed.
func balanced(b []byte) bool {
	var open nesting
	for _, c := range b {
		open.step(c)
	}
	return open.depth == 0 && !open.quoted
}

// nesting follows the brackets and strings of JSON, byte by byte.
type nesting struct {
	depth           int // brackets that are open
	quoted, escaped bool
}

func (n *nesting) step(c byte) {
	switch {
	case n.escaped:
		n.escaped = false
	case n.quoted:
		n.escaped, n.quoted = c == '\\', c != '"'
	case c == '"':
		n.quoted = true
	case c == '{', c == '[':
		n.depth++
	case c == '}', c == ']':
		n.depth--
	}
}

// closed tells whether an element can end here.
func (n *nesting) closed() bool { return n.depth <= 0 && !n.quoted }
