package article

import (
	_ "embed" // for the common boilerplate
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/andybalholm/cascadia"
)

// Rules say how to read the HTML pages of one source, beyond what holds for
// all (boilerplate.txt).
type Rules struct {
	// Content is the CSS selector of the article's body, where pages have a
	// sure one. The text is then all that stands in it.
	Content string
	// Prune are CSS selectors of elements to leave out.
	Prune []string
	// Lines are beginnings of blocks to leave out: "Follow our channel".
	// Unlike the common ones, they match blocks of any length.
	Lines []string
	// Publisher overrides the name that pages give their site.
	Publisher string
}

// Check tells which selector of the rules is malformed.
func (r Rules) Check() error {
	var errs []error
	for _, s := range append([]string{r.Content}, r.Prune...) {
		if s == "" {
			continue
		}
		if _, err := cascadia.ParseGroup(s); err != nil {
			errs = append(errs, fmt.Errorf("selector %q: %w", s, err))
		}
	}
	return errors.Join(errs...)
}

//go:embed boilerplate.txt
var boilerplateTXT string

// boilerplate is the file boilerplate.txt.
type boilerplate struct {
	selectors []string
	lines     []string // folded
}

var common = sync.OnceValue(func() boilerplate {
	b, err := parseBoilerplate(boilerplateTXT)
	if err != nil {
		panic("article: boilerplate.txt: " + err.Error()) // embedded: a test fails first
	}
	return b
})

func parseBoilerplate(txt string) (boilerplate, error) {
	var b boilerplate
	n := 0
	for line := range strings.Lines(txt) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		kind, rest, _ := strings.Cut(line, " ")
		switch rest = strings.TrimSpace(rest); {
		case kind == "css":
			if _, err := cascadia.ParseGroup(rest); err != nil {
				return b, fmt.Errorf("line %d: selector %q: %w", n, rest, err)
			}
			b.selectors = append(b.selectors, rest)
		case kind == "line" && foldBlock(rest) != "":
			b.lines = append(b.lines, foldBlock(rest))
		default:
			return b, fmt.Errorf("line %d: want css SELECTOR or line WORDS", n)
		}
	}
	return b, nil
}

// longestLine bounds the blocks that common lines drop: a paragraph may begin
// with any words.
const longestLine = 160

// drops tells whether a block is boilerplate by its words.
func (r Rules) drops(block string) bool {
	f := foldBlock(block)
	for _, l := range r.Lines {
		if l = foldBlock(l); l != "" && strings.HasPrefix(f, l) {
			return true
		}
	}
	if utf8.RuneCountInString(f) > longestLine {
		return false
	}
	for _, l := range common().lines {
		if rest, ok := strings.CutPrefix(f, l); ok && (rest == "" || !startsInWord(rest)) {
			return true
		}
	}
	return false
}

func startsInWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isWord(r)
}
