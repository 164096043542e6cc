package query

import (
	"fmt"

	"safir/schema"
)

const (
	maxSteps = 6 // the longest chain that may be asked for
	maxEnds  = 5 // of so many actors that match an end the chain may start
)

func (q Path) ask(b *builder) {
	if q.MaxSteps < 1 || q.MaxSteps > maxSteps {
		b.fail("maxSteps: give 1 to %d, not %d", maxSteps, q.MaxSteps)
		return
	}
	from, to := b.end(q.From), b.end(q.To)
	if from == "" || to == "" {
		b.fail("path: from and to must name actors by id, name, state or role")
		return
	}
	contact := true
	if q.Where.Contact == nil {
		q.Where.Contact = &contact
	}
	e := b.fresh("e")
	set := b.events(q.Where)
	conds := append([]string{e + ".contact"}, set.holds(e)...)
	ends := fmt.Sprintf("UNWIND %s AS f UNWIND %s AS t WITH f, t WHERE f <> t\n", from, to)
	chain := ends + fmt.Sprintf("MATCH p = SHORTEST 1 (f) ((l)-[i:INITIATED|RECEIVED|JOINED]->(%s:Event WHERE %s)<-[j:INITIATED|RECEIVED|JOINED]-(r) WHERE l <> r AND (type(i) <> type(j) OR type(i) = 'JOINED')){1,%d} (t)\n"+
		"WITH l, r, %[1]s AS es ORDER BY size(es), [x IN es | x.key] LIMIT 1\n"+
		"UNWIND range(0, size(es) - 1) AS step WITH l[step] AS a, r[step] AS z, es[step] AS ev, step\n", e, and(conds), q.MaxSteps)
	if q.derived() {
		chain = ends + b.derivedChain(set, q.MaxSteps)
	}
	b.answer(chain+
		"CALL (a, ev, z) { MATCH (who)-[i:INITIATED|JOINED]->(ev)<-[j:RECEIVED|JOINED]-(whom) WHERE (who = a AND whom = z OR who = z AND whom = a) AND (type(i) = 'INITIATED' OR type(j) = 'RECEIVED' OR who.id < whom.id) "+
		"RETURN who, whom, type(i) = 'JOINED' AND type(j) = 'JOINED' AS mutual LIMIT 1 }\n"+
		"WITH who, whom, mutual, ev, step ORDER BY step"+
		b.give("{who: "+b.actor("who", q.Who)+", whom: "+b.actor("whom", q.Whom)+", mutual: mutual, event: "+b.event("ev", q.Event)+"}", "who", "whom", "mutual", "ev"), "")
}

// end gathers the actors at one end of a chain: where many match, those with
// the most events. It is "" for a filter that names nobody.
func (b *builder) end(f ActorFilter) string {
	set := b.actors(f)
	if set.list == "" || len(f.IDs) == 1 {
		return set.list
	}
	v := b.fresh("s")
	b.set(fmt.Sprintf("UNWIND %s AS x WITH x ORDER BY COUNT { (x)-[:%s]->() } DESC, x.id LIMIT %d RETURN collect(x) AS %s", set.list, anyPart, maxEnds, v))
	return v
}

// derived tells whether CONTACTED knows which actors the filter's contacts
// join: those that happened, of any or of given types.
func (q Path) derived() bool {
	f := q.Where
	return len(f.Modality) == 1 && f.Modality[0] == schema.Actual && f.Contact != nil && *f.Contact &&
		f.IDs == nil && f.Initiator == nil && f.Recipient == nil && f.Participants == nil && f.Mediator == nil &&
		f.After == nil && f.Before == nil && f.On.IsZero() && f.From.IsZero() && f.To.IsZero() && f.Year == nil && f.Month == nil &&
		f.Text == nil && f.Article == nil && f.Source == nil && f.MinConfidence == nil && f.MinReports == nil && f.Not == nil && f.Any == nil
}

// derivedChain finds the chain over CONTACTED, and for each step the earliest
// contact of the two. That is on the day that CONTACTED has as the first, if
// any type will do; else it is looked for among the events of the one who has
// fewer.
func (b *builder) derivedChain(set eventSet, steps int) string {
	types, firstDay := "", "c.first"
	if set.types != nil {
		types = fmt.Sprintf(" WHERE all(c IN relationships(p) WHERE any(k IN c.types WHERE k IN %s))", b.param(strs(set.types)))
		firstDay = "null"
	}
	conds := and(set.holds("ev"))
	const joins = "(type(i) <> type(j) OR type(i) = 'JOINED')"
	return fmt.Sprintf("MATCH p = shortestPath((f)-[:CONTACTED*..%d]-(t))%s\n"+
		"WITH p ORDER BY length(p), [x IN nodes(p) | x.id] LIMIT 1\n"+
		"UNWIND range(0, length(p) - 1) AS step WITH nodes(p)[step] AS a, nodes(p)[step + 1] AS z, relationships(p)[step] AS c, step\n"+
		"CALL (a, z) { MATCH (a)-[c:CONTACTED]-(z) RETURN min(c.first) AS day }\n"+
		"WITH a, z, step, CASE WHEN %s IS NULL THEN null ELSE day END AS day\n"+
		"CALL (*) {\n"+
		"MATCH (ev:Event)"+seekHint("ev", "contact, key")+" WHERE ev.contact = true AND ev.key >= toString(day) AND ev.key < toString(day) + '%s' AND %s AND EXISTS { (a)-[i:INITIATED|RECEIVED|JOINED]->(ev)<-[j:INITIATED|RECEIVED|JOINED]-(z) WHERE %s } RETURN ev ORDER BY ev.key LIMIT 1\n"+
		"UNION\n"+
		"WITH a, z, day WHERE day IS NULL WITH CASE WHEN COUNT { (a)-[:%s]->() } <= COUNT { (z)-[:%[7]s]->() } THEN [a, z] ELSE [z, a] END AS two WITH two[0] AS few, two[1] AS many "+
		"MATCH (few)-[i:INITIATED|RECEIVED|JOINED]->(ev:Event)<-[j:INITIATED|RECEIVED|JOINED]-(many) WHERE %[5]s AND %[6]s RETURN ev ORDER BY ev.key LIMIT 1\n"+
		"}\n", steps, types, firstDay, dayEnd, conds, joins, anyPart)
}
