package browser

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"safir/schema"
)

// The format has traps: no comments, no quotes within captions, one property
// a declaration. The reader here is as simple as Browser's own.
func TestStyleIsGraSS(t *testing.T) {
	for _, l := range languages {
		sheet := Style(l)
		rules := strings.Split(strings.TrimSuffix(sheet, "}\n"), "}\n")
		seen := make(map[string]bool)
		for _, r := range rules {
			selector, props, ok := strings.Cut(r, " {\n")
			if !ok || seen[selector] || strings.ContainsAny(selector, " {}/*#") {
				t.Fatalf("rule %q", r)
			}
			seen[selector] = true
			for _, p := range strings.Split(strings.TrimSpace(props), "\n") {
				p = strings.TrimSpace(p)
				if strings.Count(p, ":") != 1 || strings.Count(p, ";") != 1 || !strings.HasSuffix(p, ";") || strings.Count(p, "'")%2 != 0 {
					t.Errorf("%s: declaration %q", selector, p)
				}
			}
		}
		for _, info := range schema.EventTypes() {
			if !seen["node."+info.Label()] {
				t.Errorf("no rule for %s", info.Type)
			}
		}
		for _, want := range []string{"node", "node.Person", "node.State", "relationship.CONTACTED", "relationship.REPORTS"} {
			if !seen[want] {
				t.Errorf("no rule for %s", want)
			}
		}
	}
}

// People who do not see red, or green, can tell the legend's colours apart,
// and everybody can read what is written on them.
func TestColorsCanBeToldApart(t *testing.T) {
	const least = 11 // ΔE of CIE Lab; about 2.3 is what can just be seen side by side
	var legend []look
	for _, k := range palette() {
		if k.Key != (Text{}) {
			legend = append(legend, k)
		}
		if c := contrast(k.Fill, k.Ink); c < 4.5 && !relation.MatchString(k.What) {
			t.Errorf("%s: contrast of caption and fill is %.1f, want 4.5", k.What, c)
		}
	}
	for name, see := range sights {
		for i, a := range legend {
			for _, b := range legend[:i] {
				if d := distance(lab(see(linear(a.Fill))), lab(see(linear(b.Fill)))); d < least {
					t.Errorf("%s: %s %s and %s %s are %.1f apart", name, a.What, a.Fill, b.What, b.Fill, d)
				}
			}
		}
	}
}

type rgb [3]float64

// sights are how colours look to eyes of three kinds: matrices on linear RGB
// by Viénot, Brettel and Mollon (1999).
var sights = map[string]func(rgb) rgb{
	"full sight":   func(c rgb) rgb { return c },
	"protanopia":   func(c rgb) rgb { x := .11238*c[0] + .88762*c[1]; return rgb{x, x, .00401*c[0] - .00401*c[1] + c[2]} },
	"deuteranopia": func(c rgb) rgb { x := .29275*c[0] + .70725*c[1]; return rgb{x, x, -.02234*c[0] + .02234*c[1] + c[2]} },
}

func linear(hex string) rgb {
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		panic(err)
	}
	var c rgb
	for i := range c {
		v := float64(n>>(16-8*i)&0xFF) / 255
		if v <= .04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+.055)/1.055, 2.4)
		}
	}
	return c
}

func lab(c rgb) [3]float64 {
	f := func(v float64) float64 {
		if v > 216.0/24389 {
			return math.Cbrt(v)
		}
		return (24389.0/27*v + 16) / 116
	}
	x := f((.4124*c[0] + .3576*c[1] + .1805*c[2]) / .9505)
	y := f(.2126*c[0] + .7152*c[1] + .0722*c[2])
	z := f((.0193*c[0] + .1192*c[1] + .9505*c[2]) / 1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func distance(a, b [3]float64) float64 {
	return math.Hypot(math.Hypot(a[0]-b[0], a[1]-b[1]), a[2]-b[2])
}

func contrast(a, b string) float64 {
	light := func(hex string) float64 { c := linear(hex); return .2126*c[0] + .7152*c[1] + .0722*c[2] }
	hi, lo := max(light(a), light(b)), min(light(a), light(b))
	return (hi + .05) / (lo + .05)
}

func TestBadPaletteNamesItsLine(t *testing.T) {
	good := "Person\t#0072B2\t#FFFFFF\t92\t{name}\t{nameAr}"
	for fault, want := range map[string]string{
		"Person\t#0072B2":                            "palette.tsv:2: 2 columns",
		strings.Replace(good, "92", "x", 1):          `palette.tsv:2: size "x"`,
		strings.Replace(good, "#0072B2", "blue", 1):  "palette.tsv:2: colours",
		strings.Replace(good, "{name}", "a: {b}", 1): "palette.tsv:2: caption",
	} {
		if _, err := parsePalette("# head\n" + fault); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s…", fault, err, want)
		}
	}
}

func TestBadQueryNamesItsLine(t *testing.T) {
	good := "// title: a\n// titleAr: b\n// folder: c\n// folderAr: d\n// guide: yes\n// shows: Actor\n// text: e\n//   f\n// textAr: g\nMATCH (n)\nRETURN n\n"
	q, err := parseQuery(good)
	if err != nil || q.About.English != "e f" || q.Cypher != "MATCH (n)\nRETURN n" || !q.Guide {
		t.Errorf("%+v, %v", q, err)
	}
	for fault, want := range map[string]string{
		strings.Replace(good, "titleAr", "titel", 1):      "2: ",
		strings.Replace(good, "// textAr: g\n", "", 1):    "8: no textAr",
		strings.Replace(good, "yes", "maybe", 1):          `9: guide is "maybe"`,
		strings.Replace(good, "RETURN n", "RETURN n;", 1): "10: want one statement",
	} {
		if _, err := parseQuery(fault); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s…", err, want)
		}
	}
}
