package score

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"safir/schema"
)

// fold joins the spellings of letters that writers of Arabic mix freely.
var fold = strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا", "ٱ", "ا", "ى", "ي", "ة", "ه", "ؤ", "و", "ئ", "ي", "ـ", "")

// titles are words before or within names that do not tell people apart.
var titles = wordSet("prince king president sheikh sheik minister mr mrs ms dr general lieutenant major his her highness excellency sir the al el of " +
	"الامير الملك الرييس الشيخ وزير اللواء الفريق العميد الدكتور السيد سمو معالي صاحب")

func wordSet(s string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// tokens splits a name into words without marks, case and article.
func tokens(name string) []string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(name) {
		if norm.NFKD.PropertiesString(string(r)).CCC() == 0 {
			b.WriteRune(r)
		}
	}
	words := strings.FieldsFunc(strings.ToLower(fold.Replace(b.String())), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_'
	})
	for i, w := range words {
		if r := []rune(w); len(r) > 4 && strings.HasPrefix(w, "ال") {
			words[i] = string(r[2:])
		}
	}
	return words
}

// nameKey is a name's words without titles; of nothing but titles, all.
func nameKey(name string) []string {
	all := tokens(name)
	named := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return titles[w] })
	if len(named) == 0 {
		return all
	}
	return named
}

func nameKeys(names ...string) [][]string {
	var keys [][]string
	for _, n := range names {
		if n != "" {
			keys = append(keys, nameKey(n))
		}
	}
	return keys
}

func predKeys(p schema.Actor) [][]string { return nameKeys(append(slices.Clone(p.Names), p.Name)...) }

func anyPair(as, bs [][]string, same func(a, b []string) bool) bool {
	for _, a := range as {
		for _, b := range bs {
			if same(a, b) {
				return true
			}
		}
	}
	return false
}

// The ways in which a predicted actor may be a gold actor, surest first.
var sameActor = []func(p schema.Actor, g GoldActor) bool{sameName, partOfName, sameOffice, organOf}

func foreign(p schema.Actor, g GoldActor) bool {
	return p.State != "" && g.State != "" && p.State != g.State
}

func sameName(p schema.Actor, g GoldActor) bool {
	if g.Kind == schema.State || p.Kind == schema.State {
		return g.Kind == p.Kind && g.State == p.State
	}
	return !foreign(p, g) && anyPair(predKeys(p), nameKeys(g.Names...), slices.Equal[[]string])
}

// partOfName: all words of one name are among the other's, as in "Lavrov,
// Sergei Viktorovich" and "Sergei Lavrov".
func partOfName(p schema.Actor, g GoldActor) bool {
	if g.Kind == schema.State || p.Kind == schema.State || foreign(p, g) {
		return false
	}
	return anyPair(predKeys(p), nameKeys(g.Names...), func(a, b []string) bool {
		return len(a) > 1 && len(b) > 1 && (within(a, b) || within(b, a))
	})
}

func within(a, b []string) bool {
	return !slices.ContainsFunc(a, func(w string) bool { return !slices.Contains(b, w) })
}

func sameOffice(p schema.Actor, g GoldActor) bool {
	return g.Kind == p.Kind && g.State != "" && g.State == p.State && p.Role != "" &&
		anyPair(nameKeys(p.Role), nameKeys(g.Names...), slices.Equal[[]string])
}

// organOf: a ministry, an army or a police force stands for its state, and
// the state for it.
func organOf(p schema.Actor, g GoldActor) bool {
	kinds := p.Kind == schema.State && g.Kind == schema.Organization || p.Kind == schema.Organization && g.Kind == schema.State
	return kinds && g.State != "" && p.State == g.State
}

// matchActors returns the gold key of each predicted actor that has one.
func matchActors(pred []schema.Actor, gold []GoldActor) map[string]string {
	keys := make(map[string]string)
	for _, same := range sameActor {
		for _, p := range pred {
			for _, g := range gold {
				if _, done := keys[p.ID]; !done && same(p, g) {
					keys[p.ID] = g.Key
				}
			}
		}
	}
	return keys
}

// kin joins the types that may be read for one another: talks with a third
// party in between are mediation or negotiation.
func kin(t schema.EventType) schema.EventType {
	if t == "MEDIATION" {
		return "NEGOTIATION"
	}
	return t
}

// partsF1 is the F1 of participants. Where the gold event has no direction,
// a predicted direction is no mistake.
func partsF1(pred, gold []part) float64 {
	if len(pred) == 0 && len(gold) == 0 {
		return 1
	}
	directed := slices.ContainsFunc(gold, func(g part) bool { return g.role == schema.Initiator || g.role == schema.Recipient })
	p, g := make(map[part]bool), make(map[part]bool)
	for _, x := range pred {
		if !directed && x.role != schema.Mediator {
			x.role = schema.Party
		}
		p[x] = true
	}
	hit := 0
	for _, x := range gold {
		if !g[x] && p[x] {
			hit++
		}
		g[x] = true
	}
	return 2 * float64(hit) / float64(len(p)+len(g))
}

// pair is who contacted whom.
type pair [2]string

func (p pair) turned() pair { return pair{p[1], p[0]} }

// pairs returns who did it to whom: initiator to recipient, party with party
// (in the order of their keys).
func pairs(parts []part) map[pair]bool {
	var who, whom, party []string
	for _, p := range parts {
		switch p.role {
		case schema.Initiator:
			who = append(who, p.actor)
		case schema.Recipient:
			whom = append(whom, p.actor)
		case schema.Party:
			party = append(party, p.actor)
		}
	}
	out := make(map[pair]bool)
	add := func(as, bs []string) {
		for _, a := range as {
			for _, b := range bs {
				if a != b {
					out[pair{a, b}] = true
				}
			}
		}
	}
	add(who, whom)
	add(who, party)
	add(party, whom)
	for _, a := range party {
		for _, b := range party {
			if a < b {
				out[pair{a, b}] = true
			}
		}
	}
	return out
}

// Matched tells which labels a coder's claims of one article stand for.
// Claims without a gold counterpart are in neither map.
type Matched struct {
	Actors map[string]string // actor id to gold key
	Events map[string]string // event id to gold key
}

// Match lays a coded article against its gold, as [Compare] does.
func Match(g Gold, c schema.Coded) Matched {
	a := align(g, c)
	m := Matched{Actors: matchActors(c.Actors, g.Actors), Events: make(map[string]string, len(a.goldOf))}
	for i, j := range a.goldOf {
		m.Events[a.pred[i].ID] = a.gold[j].Key
	}
	return m
}
