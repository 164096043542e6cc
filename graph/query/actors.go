package query

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"safir/schema"
)

// actorSet is a compiled ActorFilter. Where the filter names its actors
// (by id, name, state or office) they are gathered once, in list; else only
// a condition can be put to each actor.
type actorSet struct {
	list  string                // variable holding the actors; "" for none
	holds func(x string) string // condition on an actor
}

// actors compiles a filter.
func (b *builder) actors(f ActorFilter) actorSet {
	var conds []func(x string) string
	if f.Kinds != nil {
		p := b.param(strs(f.Kinds))
		conds = append(conds, func(x string) string { return x + ".kind IN " + p })
	}
	var lists []string
	if f.IDs != nil {
		lists = append(lists, b.gather("MATCH (x:Actor) WHERE x.id IN "+b.param(strs(f.IDs))))
	}
	if f.Name != nil {
		lists = append(lists, b.named(*f.Name))
	}
	if f.State != nil {
		lists = append(lists, b.ofState(*f.State))
	}
	if f.Role != nil {
		lists = append(lists, b.inOffice(*f.Role))
	}
	if f.Any != nil {
		list, cond := b.anyActor(f.Any)
		if list != "" {
			lists = append(lists, list)
		} else {
			conds = append(conds, cond)
		}
	}
	if len(lists) == 0 {
		return actorSet{holds: func(x string) string {
			var t []string
			for _, c := range conds {
				t = append(t, c(x))
			}
			return and(t)
		}}
	}
	list := lists[0]
	if len(lists) > 1 || len(conds) > 0 {
		var t []string
		for _, l := range lists[1:] {
			t = append(t, "x IN "+l)
		}
		for _, c := range conds {
			t = append(t, c("x"))
		}
		list = b.gather("UNWIND " + lists[0] + " AS x WITH x" + where(t))
	}
	return actorSet{list, func(x string) string { return x + " IN " + list }}
}

// gather collects the x that a subquery finds.
func (b *builder) gather(match string) string {
	v := b.fresh("s")
	b.set(match + " RETURN collect(DISTINCT x) AS " + v)
	return v
}

func (b *builder) anyActor(any []ActorFilter) (list string, cond func(string) string) {
	sets := make([]actorSet, len(any))
	listed := true
	for i, f := range any {
		sets[i] = b.actors(f)
		listed = listed && sets[i].list != ""
	}
	if listed {
		names := []string{"[]"}
		for _, s := range sets {
			names = append(names, s.list)
		}
		return b.gather("UNWIND " + strings.Join(names, " + ") + " AS x"), nil
	}
	return "", func(x string) string {
		var t []string
		for _, s := range sets {
			t = append(t, s.holds(x))
		}
		return "(" + strings.Join(t, " OR ") + ")"
	}
}

// fuzzyLimit bounds how many actors a misspelt name may mean.
const fuzzyLimit = 25

// named gathers the actors of whom it is a name; where it is nobody's, those
// with the nearest names.
func (b *builder) named(name string) string {
	words := b.words("name", name)
	exact, v := b.fresh("s"), b.fresh("s")
	b.set(fmt.Sprintf("CALL (*) { UNWIND %s AS words CALL db.index.fulltext.queryNodes('actorNames', words) YIELD node AS x RETURN x } RETURN collect(x) AS %s",
		b.param(lucenePhrase(words)), exact))
	b.set(fmt.Sprintf("CALL (*) { UNWIND CASE WHEN size(%[1]s) = 0 THEN %[2]s ELSE [] END AS words CALL db.index.fulltext.queryNodes('actorText', words, {limit: %[3]d}) YIELD node AS x, score "+
		"WITH collect({x: x, score: score}) AS hits UNWIND [h IN hits WHERE h.score >= hits[0].score * 0.6 | h.x] AS x RETURN collect(x) AS near }\nRETURN %[1]s + near AS %[4]s",
		exact, b.param(luceneFuzzy(words)), fuzzyLimit, v))
	return v
}

// ofState gathers a state and all who represent it. A state that only the
// graph knows, such as one that is no more, is found by its name there.
func (b *builder) ofState(name string) string {
	info, ok := schema.StateByCode(strings.ToUpper(strings.TrimSpace(name)))
	if !ok {
		info, ok = schema.StateByName(name)
	}
	state := "MATCH (s:Actor) WHERE s.id = " + b.param(schema.StateID(info.Code))
	if !ok {
		state = "UNWIND [n IN " + b.named(name) + " WHERE n:State] AS s"
	}
	return b.gather(state + " CALL (s) { RETURN s AS x UNION MATCH (x:Actor)-[:REPRESENTS]->(s) RETURN x }")
}

// inOffice gathers the actors who hold or held an office of all these words,
// or of words that begin with them.
func (b *builder) inOffice(role string) string {
	words := b.words("role", role)
	if len(words) == 0 {
		b.fail("role: %q has no words", clip(role))
	}
	for i, w := range words {
		if bare, ok := strings.CutPrefix(w, "ال"); ok && utf8.RuneCountInString(bare) > 2 {
			w = bare
		}
		words[i] = strings.ReplaceAll(w, "defense", "defence")
	}
	return b.gather("MATCH (x:Actor)-[r:REPRESENTS]->(:Actor) WITH x, ' ' + replace(toLower(coalesce(r.role, '')), 'defense', 'defence') + ' ' + " + foldArabic("coalesce(r.roleAr, '')") + " AS office " +
		"WHERE all(w IN " + b.param(strs(words)) + " WHERE any(before IN [' ', ' ال', ' وال', ' لل'] WHERE office CONTAINS before + w))")
}

// foldArabic folds letters in Cypher like schema.Fold does, so far as offices
// need it.
func foldArabic(expr string) string {
	for _, r := range []string{"أا", "إا", "آا", "ىي", "ةه"} {
		from, size := utf8.DecodeRuneInString(r)
		expr = fmt.Sprintf("replace(%s, '%c', '%s')", expr, from, r[size:])
	}
	return expr
}
