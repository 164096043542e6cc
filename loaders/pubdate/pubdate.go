// Package pubdate reads the dates that feeds and pages give as the time of
// publication: ISO 8601, RFC 822 and its many misspellings, and what Arabic
// sites write, with Arabic or Hijri month names and Arabic digits. It reads a
// date or gives an error; it never guesses a part that is missing. It is not
// for running text.
package pubdate

import (
	_ "embed" // for the words
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/hablullah/go-hijri"
)

//go:embed words.txt
var wordsTXT string

var words = sync.OnceValue(func() *vocabulary {
	v, err := parseWords(wordsTXT)
	if err != nil {
		panic("pubdate: words.txt: " + err.Error()) // embedded: a test fails first
	}
	return v
})

// meaning is what a word says: its kind and value as in words.txt.
type meaning struct {
	kind  string
	value int // month; +12 for pm, 0 for am; minutes east of Greenwich
}

type vocabulary struct {
	words   map[string]meaning
	longest int // of a phrase, in words
}

func parseWords(txt string) (*vocabulary, error) {
	v := &vocabulary{words: make(map[string]meaning)}
	n := 0
	for line := range strings.Lines(txt) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		head, list, ok := strings.Cut(line, ":")
		m, err := parseHead(strings.Fields(head))
		if !ok || err != nil {
			return nil, fmt.Errorf("line %d: want KIND VALUE: WORD, WORD: %w", n, err)
		}
		for w := range strings.SplitSeq(list, ",") {
			w = fold(w)
			if old, ok := v.words[w]; ok && old != m || w == "" {
				return nil, fmt.Errorf("line %d: the word %q is empty or means two things", n, w)
			}
			v.words[w] = m
			v.longest = max(v.longest, len(strings.Fields(w)))
		}
	}
	return v, nil
}

func parseHead(f []string) (meaning, error) {
	switch {
	case len(f) == 1 && f[0] == "skip":
		return meaning{kind: "skip"}, nil
	case len(f) != 2:
	case f[0] == "month" || f[0] == "hijri":
		if n, err := strconv.Atoi(f[1]); err == nil && n >= 1 && n <= 12 {
			return meaning{f[0], n}, nil
		}
	case f[0] == "half" && (f[1] == "am" || f[1] == "pm"):
		return meaning{"half", map[string]int{"am": 0, "pm": 12}[f[1]]}, nil
	case f[0] == "zone":
		if n, ok := parseOffset(f[1]); ok {
			return meaning{"zone", n}, nil
		}
	}
	return meaning{}, fmt.Errorf("%q is not a kind with its value", strings.Join(f, " "))
}

// fold returns words as they compare.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), r == 'ـ', unicode.Is(unicode.Cf, r):
			return -1
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		}
		return unicode.ToLower(r)
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// exact are the layouts that need no reading.
var exact = []string{
	time.RFC3339Nano, time.DateOnly, time.DateTime, time.RFC1123Z, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05-0700",
	"2006-01-02T15:04Z07:00", "20060102T150405Z", "20060102150405", "20060102",
}

// Parse returns the time that s gives, in the zone that it gives, or UTC.
func Parse(s string) (time.Time, error) {
	s = fold(s)
	if len(s) > 200 {
		return time.Time{}, errors.New("too long for a date")
	}
	for _, layout := range exact {
		if t, err := time.Parse(layout, strings.ToUpper(s)); err == nil && plausible(t.Year()) {
			return t, nil
		}
	}
	r := reading{half: -1}
	if err := r.read(s); err != nil {
		return time.Time{}, fmt.Errorf("%q is no date that can be read: %w", s, err)
	}
	t, err := r.time()
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no date that can be read: %w", s, err)
	}
	return t, nil
}

func plausible(year int) bool { return year >= 1900 && year <= 2200 }

// reading is what has been understood so far.
type reading struct {
	numbers      []string // that stand alone, in order
	month, hijri int
	clock        []int
	half         int
	zone         *time.Location
	hijriOf      []string // numbers of the Hijri part
}

func (r *reading) read(s string) error {
	fields := strings.FieldsFunc(s, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(",،;|()[]", c) })
	for i := 0; i < len(fields); {
		n, err := r.token(fields[i:])
		if err != nil {
			return err
		}
		i += n
	}
	return nil
}

// token reads the first of the fields, and those that belong to it.
func (r *reading) token(f []string) (int, error) {
	for n := min(words().longest, len(f)); n > 0; n-- {
		if m, ok := words().words[strings.Join(f[:n], " ")]; ok {
			return n, r.word(m)
		}
	}
	w := strings.Trim(f[0], "-–—.:/")
	switch {
	case w == "":
		return 1, nil
	case strings.Contains(f[0], ":") && r.clock == nil && unicode.IsDigit(rune(w[0])):
		return 1, r.time24(w)
	case f[0][0] == '+' || f[0][0] == '-' && r.clock != nil:
		return 1, r.offset(f[0])
	case allDigits(w):
		r.numbers = append(r.numbers, w)
		return 1, nil
	}
	if parts := split(w); len(parts) > 1 {
		for len(parts) > 0 {
			n, err := r.token(parts)
			if err != nil {
				return 0, err
			}
			parts = parts[n:]
		}
		return 1, nil
	}
	return 0, fmt.Errorf("%q is not understood", f[0])
}

// split takes 29-Jun-2025, 29/06/2025, 29حزيران and 1st apart.
func split(w string) []string {
	var parts []string
	kind := func(c rune) int {
		switch {
		case strings.ContainsRune("-/.–—_", c):
			return 0
		case unicode.IsDigit(c), c == ':', c == '+':
			return 1
		}
		return 2
	}
	last := 0
	for _, c := range w {
		k := kind(c)
		switch k {
		case 0:
		case last:
			parts[len(parts)-1] += string(c)
		default:
			parts = append(parts, string(c))
		}
		last = k
	}
	return parts
}

func (r *reading) word(m meaning) error {
	switch m.kind {
	case "month":
		if r.month != 0 && r.month != m.value { // حزيران/يونيو is one
			return errors.New("it has two months")
		}
		r.month = m.value
	case "hijri":
		r.hijri = m.value
	case "half":
		if r.clock != nil { // else the letter after the year: «م» is "AD" too
			r.half = m.value
		}
	case "zone":
		r.zone = time.FixedZone("", m.value*60)
	}
	// A Hijri date that comes first keeps its numbers for itself.
	if r.hijri != 0 && r.hijriOf == nil && r.month == 0 && len(r.numbers) >= 2 {
		r.hijriOf, r.numbers = r.numbers, nil
	}
	return nil
}

func (r *reading) time24(w string) error {
	// 20:15+03:00, 20:15:00z
	if i := strings.IndexAny(w, "+-"); i > 0 {
		if err := r.offset(w[i:]); err != nil {
			return err
		}
		w = w[:i]
	}
	if rest := strings.TrimRightFunc(w, unicode.IsLetter); rest != w {
		m, ok := words().words[w[len(rest):]]
		if !ok {
			return fmt.Errorf("%q is not understood", w)
		}
		if err := r.word(m); err != nil {
			return err
		}
		w = rest
	}
	w, _, _ = strings.Cut(w, ".")
	limits := []int{24, 60, 61}
	for i, p := range strings.Split(w, ":") {
		n, err := strconv.Atoi(p)
		if err != nil || i > 2 || n < 0 || n >= limits[i] {
			return fmt.Errorf("%q is no time of day", w)
		}
		r.clock = append(r.clock, n)
	}
	return nil
}

func (r *reading) offset(w string) error {
	n, ok := parseOffset(w)
	if !ok {
		return fmt.Errorf("%q is no time zone", w)
	}
	r.zone = time.FixedZone("", n*60)
	return nil
}

// parseOffset reads +0300, +03:00 and +3 as minutes.
func parseOffset(w string) (int, bool) {
	if len(w) < 2 || w[0] != '+' && w[0] != '-' {
		return 0, false
	}
	d := strings.ReplaceAll(w[1:], ":", "")
	if !allDigits(d) || len(d) > 4 {
		return 0, false
	}
	n, _ := strconv.Atoi(d)
	minutes := n * 60
	if len(d) > 2 {
		minutes = n/100*60 + n%100
	}
	if minutes > 14*60 {
		return 0, false
	}
	if w[0] == '-' {
		minutes = -minutes
	}
	return minutes, true
}

func allDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(c rune) bool { return c < '0' || c > '9' }) < 0
}

// time puts the parts together.
func (r *reading) time() (time.Time, error) {
	year, month, day, err := r.day()
	if err != nil {
		return time.Time{}, err
	}
	clock := append(slices.Clone(r.clock), 0, 0, 0)[:3]
	if r.half >= 0 && clock[0] <= 12 {
		clock[0] = clock[0]%12 + r.half
	}
	zone := r.zone
	if zone == nil {
		zone = time.UTC
	}
	t := time.Date(year, time.Month(month), day, clock[0], clock[1], clock[2], 0, zone)
	if t.Day() != day || int(t.Month()) != month {
		return time.Time{}, errors.New("the calendar has no such day")
	}
	return t, nil
}

func (r *reading) day() (year, month, day int, err error) {
	if r.month == 0 && r.hijri != 0 && len(r.numbers) < 3 {
		return r.hijriDay()
	}
	ns := r.numbers
	switch {
	case r.month != 0 && len(ns) >= 2:
		// 29 June 2025, June 29 2025, 2025 June 29
		year, day, err = yearAndDay(ns[0], ns[1])
		return year, r.month, day, err
	case r.month == 0 && len(ns) == 3:
		return numeric(ns)
	}
	return 0, 0, 0, errors.New("day, month and year must all be given")
}

func yearAndDay(a, b string) (year, day int, err error) {
	if len(a) == 4 {
		a, b = b, a
	}
	day, _ = strconv.Atoi(a)
	year, err = fullYear(b)
	if err == nil && (day < 1 || day > 31) {
		err = fmt.Errorf("%s is no day", a)
	}
	return year, day, err
}

func fullYear(s string) (int, error) {
	n, _ := strconv.Atoi(s)
	switch {
	case len(s) == 4 && plausible(n):
		return n, nil
	case len(s) == 2 && n >= 70:
		return 1900 + n, nil
	case len(s) == 2:
		return 2000 + n, nil
	}
	return 0, fmt.Errorf("%s is no year", s)
}

// numeric reads 2025/06/29 and 29/06/2025: the day comes before the month,
// as all but American sites write it, unless the numbers forbid it.
func numeric(ns []string) (year, month, day int, err error) {
	y, m, d := ns[2], ns[1], ns[0]
	if len(ns[0]) == 4 {
		y, d = ns[0], ns[2]
	}
	if year, err = fullYear(y); err != nil {
		return 0, 0, 0, err
	}
	month, _ = strconv.Atoi(m)
	day, _ = strconv.Atoi(d)
	if month > 12 && day <= 12 && len(ns[0]) != 4 {
		month, day = day, month
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, 0, 0, errors.New("the calendar has no such day")
	}
	return year, month, day, nil
}

func (r *reading) hijriDay() (int, int, int, error) {
	ns := r.hijriOf
	if len(ns) < 2 {
		ns = r.numbers
	}
	if len(ns) < 2 {
		return 0, 0, 0, errors.New("day, month and year must all be given")
	}
	a, b := ns[0], ns[1]
	if len(a) == 4 {
		a, b = b, a
	}
	day, _ := strconv.Atoi(a)
	year, _ := strconv.Atoi(b)
	if day < 1 || day > 30 || year < 1356 || year > 1500 {
		return 0, 0, 0, errors.New("the Hijri calendar has no such day")
	}
	t := hijri.UmmAlQuraDate{Day: int64(day), Month: int64(r.hijri), Year: int64(year)}.ToGregorian()
	return t.Year(), int(t.Month()), t.Day(), nil
}
