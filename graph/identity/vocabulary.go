package identity

import (
	_ "embed" // for the tables
	"fmt"
	"strconv"
	"strings"
	"sync"

	"safir/schema"
)

//go:embed words.tsv
var wordsTSV string

//go:embed types.tsv
var typesTSV string

// words is what words.tsv says: word → class, and word → the word that
// stands for it in offices.
type words struct {
	class map[string]map[string]bool
	same  map[string]string
}

// typeRule is what types.tsv says of a type.
type typeRule struct {
	days      int  // how far back an undated report may reach
	swappable bool // direction: any
	near      map[schema.EventType]bool
	group     string // types that are near, directly or not, share a group
	rare      bool   // some type of the group reaches back for years
}

var (
	vocabulary = sync.OnceValue(func() words { return must(parseWords(wordsTSV)) })
	typeRules  = sync.OnceValue(func() map[schema.EventType]typeRule { return must(parseTypes(typesTSV)) })
)

// must unwraps what embedded tables gave: a test fails before a user sees it.
func must[T any](v T, err error) T {
	if err != nil {
		panic("identity: " + err.Error())
	}
	return v
}

func parseWords(tsv string) (words, error) {
	w := words{class: make(map[string]map[string]bool), same: make(map[string]string)}
	for i, line := range strings.Split(tsv, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		class, list, ok := strings.Cut(line, "\t")
		if !ok {
			return w, fmt.Errorf("words.tsv:%d: no tab", i+1)
		}
		switch class {
		case "title", "particle", "generic", "same":
		default:
			return w, fmt.Errorf("words.tsv:%d: class %q", i+1, class)
		}
		first := ""
		for _, word := range strings.Split(list, "|") {
			folded := schema.Fold(word)
			if folded == "" {
				return w, fmt.Errorf("words.tsv:%d: empty word", i+1)
			}
			if first == "" {
				first = folded
			}
			if class == "same" {
				w.same[folded] = first
				continue
			}
			if w.class[class] == nil {
				w.class[class] = make(map[string]bool)
			}
			w.class[class][folded] = true
		}
	}
	return w, nil
}

// is tells whether a folded word is of a class, with or without «ال».
func (w words) is(class, word string) bool {
	return w.class[class][word] || w.class[class][strings.TrimPrefix(word, "ال")]
}

func parseTypes(tsv string) (map[schema.EventType]typeRule, error) {
	rules := make(map[schema.EventType]typeRule)
	var def *typeRule
	for i, line := range strings.Split(tsv, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			return nil, fmt.Errorf("types.tsv:%d: %d columns, want 4", i+1, len(f))
		}
		days, err := strconv.Atoi(f[1])
		if err != nil || days < 0 || f[2] != "any" && f[2] != "keep" {
			return nil, fmt.Errorf("types.tsv:%d: days %q or direction %q", i+1, f[1], f[2])
		}
		r := typeRule{days: days, swappable: f[2] == "any", near: make(map[schema.EventType]bool)}
		if f[3] != "-" {
			for _, n := range strings.Split(f[3], ",") {
				if _, ok := schema.EventType(n).Info(); !ok {
					return nil, fmt.Errorf("types.tsv:%d: near type %q", i+1, n)
				}
				r.near[schema.EventType(n)] = true
			}
		}
		if f[0] == "*" {
			def = &r
			continue
		}
		if _, ok := schema.EventType(f[0]).Info(); !ok {
			return nil, fmt.Errorf("types.tsv:%d: type %q", i+1, f[0])
		}
		rules[schema.EventType(f[0])] = r
	}
	if def == nil {
		return nil, fmt.Errorf("types.tsv: no line for *")
	}
	group := newUnion()
	for _, info := range schema.EventTypes() {
		if _, ok := rules[info.Type]; !ok {
			rules[info.Type] = *def
		}
		for n := range rules[info.Type].near {
			group.join(string(info.Type), string(n))
		}
		if info.Contact || info.Type == intentToMeet {
			group.join(string(info.Type), string(intentToMeet)) // a contact may fulfil an intent
		}
	}
	rare := make(map[string]bool)
	for t, r := range rules {
		rare[group.find(string(t))] = rare[group.find(string(t))] || r.days > 366
	}
	for t, r := range rules {
		r.group = group.find(string(t))
		r.rare = rare[r.group]
		rules[t] = r
	}
	return rules, nil
}

const intentToMeet schema.EventType = "INTENT_TO_MEET"

// sharper returns the sharper of two types that are near each other or
// equal; ok is false when they are neither.
func sharper(a, b schema.EventType) (t schema.EventType, ok bool) {
	switch {
	case a == b, typeRules()[a].near[b]:
		return a, true
	case typeRules()[b].near[a]:
		return b, true
	}
	return "", false
}

// union is a union-find over strings; the smallest member stands for its set,
// so the result does not depend on the order of joining.
type union struct{ parent map[string]string }

func newUnion() *union { return &union{make(map[string]string)} }

func (u *union) find(x string) string {
	p, ok := u.parent[x]
	if !ok || p == x {
		return x
	}
	root := u.find(p)
	u.parent[x] = root
	return root
}

func (u *union) join(a, b string) {
	a, b = u.find(a), u.find(b)
	if a > b {
		a, b = b, a
	}
	if a != b {
		u.parent[b] = a
	}
}
