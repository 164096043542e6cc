package browser

import (
	_ "embed" // for the palette
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"safir/schema"
)

//go:embed palette.tsv
var paletteTSV string

// look says how one kind of node or relationship looks.
type look struct {
	What    string // a label, a type, "node", or "family X"
	Fill    string
	Ink     string
	Size    int
	Caption Text
	Key     Text // legend; empty where it is not in it
}

var palette = sync.OnceValue(func() []look {
	ls, err := parsePalette(paletteTSV)
	if err != nil {
		panic("browser: " + err.Error()) // embedded: a test fails first
	}
	return ls
})

var (
	hexColor = regexp.MustCompile(`^#[0-9A-F]{6}$`)
	relation = regexp.MustCompile(`^[A-Z_]+$`)
)

func parsePalette(tsv string) ([]look, error) {
	var looks []look
	for i, line := range strings.Split(tsv, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		bad := func(format string, args ...any) error {
			return fmt.Errorf("palette.tsv:%d: %w", i+1, fmt.Errorf(format, args...))
		}
		f := strings.Split(line, "\t")
		if len(f) != 6 && len(f) != 8 {
			return nil, bad("%d columns, want 6, or 8 with a legend", len(f))
		}
		f = append(f, "", "")
		l := look{What: f[0], Fill: f[1], Ink: f[2], Caption: Text{f[4], f[5]}, Key: Text{f[6], f[7]}}
		var err error
		if l.Size, err = strconv.Atoi(f[3]); err != nil {
			return nil, bad("size %q is not a number", f[3])
		}
		if !hexColor.MatchString(l.Fill) || !hexColor.MatchString(l.Ink) {
			return nil, bad("colours %q and %q are not of the form #0072B2", l.Fill, l.Ink)
		}
		for _, c := range []string{l.Caption.English, l.Caption.Arabic} {
			if c == "" || strings.ContainsAny(c, `:;'"`) {
				return nil, bad("caption %q is empty or has one of : ; ' \"", c)
			}
		}
		looks = append(looks, l)
	}
	return looks, nil
}

// Style returns the style sheet for Neo4j Browser, in its format GraSS, with
// captions in one language. The format knows no comments. A node takes all
// rules of its labels, later ones winning; a rule for each type of event
// gives it the colour of its family.
func Style(l schema.Language) string {
	var b strings.Builder
	family := make(map[string]look)
	for _, k := range palette() {
		name, isFamily := strings.CutPrefix(k.What, "family ")
		switch {
		case isFamily:
			family[name] = k
		case relation.MatchString(k.What):
			fmt.Fprintf(&b, "relationship.%s {\n  color: %s;\n  shaft-width: %dpx;\n  font-size: 11px;\n  padding: 3px;\n"+
				"  text-color-external: #1A1A1A;\n  text-color-internal: %s;\n  caption: '%s';\n}\n", k.What, k.Fill, k.Size, k.Ink, k.Caption.In(l))
		default:
			writeNode(&b, k, k.What, l)
		}
	}
	for _, t := range schema.EventTypes() {
		if k, ok := family[string(t.Family)]; ok {
			writeNode(&b, k, t.Label(), l)
		}
	}
	return b.String()
}

func writeNode(b *strings.Builder, k look, label string, l schema.Language) {
	selector := "node." + label
	if label == "node" {
		selector = label
	}
	fmt.Fprintf(b, "%s {\n  diameter: %dpx;\n  color: %s;\n  border-color: %s;\n  border-width: 2px;\n  text-color-internal: %s;\n"+
		"  font-size: 10px;\n  caption: '%s';\n}\n", selector, k.Size, k.Fill, darker(k.Fill), k.Ink, k.Caption.In(l))
}

// darker returns a shade for the rim of a circle.
func darker(hex string) string {
	n, _ := strconv.ParseUint(hex[1:], 16, 32) // checked when read
	shade := func(shift uint) uint64 { return n >> shift & 0xFF * 7 / 10 }
	return fmt.Sprintf("#%02X%02X%02X", shade(16), shade(8), shade(0))
}
