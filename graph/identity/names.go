package identity

import (
	"slices"
	"strings"
	"sync"

	"github.com/hbollon/go-edlib"

	"safir/schema"
)

// nameParts returns the parts of a person's name without titles, particles
// and states: "Prince Khalid bin Salman" gives khalid, salman. It is empty
// for a title alone, such as «وزير الدفاع السعودي».
func nameParts(name string) []string {
	w := vocabulary()
	tokens := strings.Fields(schema.Fold(name))
	titled := slices.ContainsFunc(tokens, func(t string) bool { return w.is("title", t) })
	var parts []string
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		switch {
		case w.is("particle", t):
		case titled && w.is("title", t):
		case titled && stateWord(t):
		case (t == "عبد" || t == "abd" || t == "abdul" || t == "abdel" || t == "abdol" || t == "ابو" || t == "abu" || t == "abou") && i+1 < len(tokens):
			// "Abd al-Rahim" and "Abu Bakr" are one part each.
			next := i + 1
			for next < len(tokens)-1 && w.is("particle", tokens[next]) {
				next++
			}
			parts = append(parts, joined(t, tokens[next]))
			i = next
		default:
			parts = append(parts, strings.TrimPrefix(t, "ال"))
		}
	}
	return parts
}

// joined writes a servant's or a father's name as one word.
func joined(first, second string) string {
	second = strings.TrimPrefix(second, "ال")
	switch first {
	case "abd", "abdul", "abdel", "abdol":
		return "abdl" + second
	case "abu", "abou":
		return "ab" + second
	case "عبد":
		return "عبدل" + second
	}
	return first + second
}

// stateWords holds every word that names a state, folded, without «ال».
var stateWords = sync.OnceValue(buildStateWords)

func buildStateWords() map[string]bool {
	m := make(map[string]bool)
	for _, s := range schema.States() {
		for _, t := range s.Terms {
			for _, word := range strings.Fields(schema.Fold(t.Text)) {
				m[strings.TrimPrefix(word, "ال")] = true
			}
		}
	}
	return m
}

func stateWord(t string) bool { return stateWords()[strings.TrimPrefix(t, "ال")] }

// sounds maps letters of both scripts to the consonant that Arabic and Latin
// spellings of one name share. Vowels and the weak letters و ي ا are left
// out: they are written in one script and not in the other.
var sounds = strings.NewReplacer(
	"sch", "s", "tch", "k", "sh", "s", "ch", "k", "kh", "k", "gh", "k", "ph", "f", "th", "t", "dh", "d", "zh", "s", "ck", "k", "ts", "s",
	"b", "b", "p", "b", "f", "f", "v", "f", "m", "m", "n", "n", "l", "l", "r", "r", "h", "h", "t", "t", "d", "d",
	"s", "s", "z", "s", "c", "k", "k", "k", "q", "k", "g", "k", "j", "k", "x", "ks",
	"a", "", "e", "", "i", "", "o", "", "u", "", "y", "", "w", "",
	"ب", "b", "پ", "b", "ف", "f", "م", "m", "ن", "n", "ل", "l", "ر", "r", "ه", "h", "ح", "h", "ت", "t", "ط", "t", "ث", "t",
	"د", "d", "ض", "d", "ذ", "d", "س", "s", "ص", "s", "ش", "s", "ز", "s", "ظ", "s",
	"ك", "k", "ق", "k", "غ", "k", "خ", "k", "ج", "k",
	"ا", "", "و", "", "ي", "", "ع", "", "ء", "",
)

// skeleton returns the consonants of a name part, doubled ones once: Araghchi,
// Araqchi and عراقجي all give "rkk" → "rk".
func skeleton(part string) string {
	s := sounds.Replace(part)
	var b strings.Builder
	last := rune(0)
	for _, r := range s {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

func isArabic(s string) bool {
	for _, r := range s {
		if r >= 0x600 && r <= 0x6ff {
			return true
		}
	}
	return false
}

// samePart tells whether two name parts are spellings of one.
func samePart(a, b string) bool {
	if a == b {
		return true
	}
	if isArabic(a) == isArabic(b) {
		ska, skb := skeleton(a), skeleton(b)
		if ska == skb && initial(a) == initial(b) {
			return similar(a, b) >= 0.6
		}
		return loose(ska) == loose(skb) && similar(a, b) >= 0.75 || len([]rune(a)) >= 5 && len([]rune(b)) >= 5 && similar(a, b) >= 0.86
	}
	for _, x := range spellings(a) {
		for _, y := range spellings(b) {
			if initial(x) == initial(y) && sameSounds(loose(skeleton(x)), loose(skeleton(y))) {
				return true
			}
		}
	}
	return false
}

// sameSounds compares skeletons across scripts; long ones may differ in one
// consonant, as Benjamin and بنيامين do.
func sameSounds(a, b string) bool {
	return a == b || len(a) >= 4 && len(b) >= 4 && edlib.LevenshteinDistance(a, b) <= 1
}

// spellings returns a part, and without the article where Latin script may
// have run it together with the name: Albusaidi.
func spellings(part string) []string {
	if rest, ok := strings.CutPrefix(part, "al"); ok && len(rest) >= 5 {
		return []string{part, rest}
	}
	return []string{part}
}

var looseSounds = strings.NewReplacer("f", "", "h", "")

// loose leaves out of a skeleton what spellings disagree on most.
func loose(sk string) string {
	if len(sk) > 1 {
		sk = sk[:1] + looseSounds.Replace(sk[1:])
	}
	return sk
}

// initial returns the sound with which a part begins, "" for a vowel.
func initial(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return ""
	}
	n := min(2, len(r))
	if sk := sounds.Replace(string(r[:n])); sk != "" && sounds.Replace(string(r[:1])) != "" {
		return sk[:1]
	}
	return ""
}

func similar(a, b string) float32 {
	s, err := edlib.StringsSimilarity(a, b, edlib.JaroWinkler)
	if err != nil {
		return 0
	}
	return s
}

// sameName tells whether two part lists name one person: each part of the
// shorter is found, in order, among the parts of the longer, beginning with
// the first. One part alone is too little.
func sameName(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 2 || !samePart(a[0], b[0]) {
		return false
	}
	j := 1
	for _, p := range a[1:] {
		for j < len(b) && !samePart(p, b[j]) {
			j++
		}
		if j == len(b) {
			return false
		}
		j++
	}
	return true
}

// shortName tells whether a single part may stand for a full name: its last
// part, as news do, or its first, as of kings.
func shortName(single string, full []string) bool {
	return samePart(single, full[len(full)-1]) || samePart(single, full[0])
}

// officeKey writes an office so that different wordings meet: "minister of
// foreign affairs" and "Foreign Minister" give one key.
func officeKey(role string) string {
	w := vocabulary()
	var keep []string
	for _, t := range strings.Fields(schema.Fold(role)) {
		t = strings.TrimPrefix(strings.TrimPrefix(t, "ال"), "لل")
		if s, ok := w.same[t]; ok {
			t = s
		}
		switch t {
		case "of", "the", "for", "and", "affairs", "شوون", "his", "her":
		default:
			keep = append(keep, t)
		}
	}
	slices.Sort(keep)
	return strings.Join(slices.Compact(keep), " ")
}
