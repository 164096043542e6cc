package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"safir/schema"
)

// parseText reads a plain text file: the first line is the title, what
// follows the text. A file of one line is text without a title.
func parseText(b []byte) (schema.Article, error) {
	s, err := Decode(b, "")
	if err != nil {
		return schema.Article{}, err
	}
	blocks := splitBlocks(s)
	if len(blocks) == 0 {
		return schema.Article{}, errNoText
	}
	title, rest, _ := strings.Cut(blocks[0], "\n")
	if rest != "" {
		blocks[0] = rest
	} else {
		blocks = blocks[1:]
	}
	if len(blocks) == 0 {
		return schema.Article{Text: title}, nil
	}
	blocks = evidence(title, blocks)
	if len(blocks) == 0 {
		return schema.Article{}, errNoText
	}
	return schema.Article{Title: title, Text: strings.Join(blocks, "\n\n")}, nil
}

// splitBlocks splits a text at its blank lines; where it has none, at its
// lines if they end like paragraphs. Lines and blocks come without space
// around them.
func splitBlocks(s string) []string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\ufeff", "").Replace(s)
	var blocks, lines []string
	flush := func() {
		if len(lines) > 0 {
			blocks = append(blocks, strings.Join(lines, "\n"))
		}
		lines = nil
	}
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		} else {
			flush()
		}
	}
	flush()
	// "Title\n\n" and lines, or lines alone.
	if last := len(blocks) - 1; last >= 0 && last <= 1 {
		if ls := strings.Split(blocks[last], "\n"); likeParagraphs(ls[1-last:]) {
			blocks = append(blocks[:last], ls...)
		}
	}
	return blocks
}

// likeParagraphs tells whether most lines end where a sentence does.
func likeParagraphs(lines []string) bool {
	ends := 0
	for _, l := range lines {
		r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(l, `"'”’»)]`))
		if strings.ContainsRune(".!?؟…:۔", r) {
			ends++
		}
	}
	return len(lines) > 1 && ends*5 >= len(lines)*4
}

// evidence leaves out the blocks that only say again what stands before: the
// title, captions made of the title, and blocks that repeat a block.
func evidence(title string, blocks []string) []string {
	fold := foldBlock(title)
	seen := map[string]bool{fold: true}
	var kept []string
	for _, b := range blocks {
		f := foldBlock(b)
		if f != "" && seen[f] || titleCaption(f, fold) {
			continue
		}
		seen[f] = true
		kept = append(kept, b)
	}
	return kept
}

// titleCaption tells whether a block is the title with nothing beside it but
// the name of a picture: "Photo_Editor-4-2 TITLE".
func titleCaption(block, title string) bool {
	if title == "" || !strings.Contains(block, title) {
		return false
	}
	for w := range strings.FieldsSeq(strings.Replace(block, title, " ", 1)) {
		if !strings.ContainsAny(w, "0123456789_") && strings.ContainsFunc(w, unicode.IsLetter) {
			return false
		}
	}
	return true
}

// foldBlock returns a block as it compares with others: without case,
// vowel signs, and differences of space and punctuation at its ends.
func foldBlock(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), r == 'ـ':
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return unicode.ToLower(r)
	}, s)
	s = strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(strings.Fields(s), " ")
}
