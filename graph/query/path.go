package query

import "fmt"

// The longest chain that may be asked for.
const maxSteps = 6

// ask finds the shortest chain. It walks from actor to actor over the events
// themselves, so that every step meets the filter.
func (q Path) ask(b *builder) {
	if q.MaxSteps < 1 || q.MaxSteps > maxSteps {
		b.fail("maxSteps: give 1 to %d, not %d", maxSteps, q.MaxSteps)
		return
	}
	from, to := b.actors(q.From), b.actors(q.To)
	if from.list == "" || to.list == "" {
		b.fail("path: from and to must name actors by id, name, state or role")
		return
	}
	contact := true
	if q.Where.Contact == nil {
		q.Where.Contact = &contact
	}
	set := b.events(q.Where)
	e := b.fresh("e")
	conds := append([]string{e + ".contact"}, set.holds(e)...)
	b.answer(fmt.Sprintf("UNWIND %s AS f UNWIND %s AS t WITH f, t WHERE f <> t\n"+
		"MATCH p = SHORTEST 1 (f) ((l)-[i:INITIATED|RECEIVED|JOINED]->(%s:Event WHERE %s)<-[j:INITIATED|RECEIVED|JOINED]-(r) WHERE l <> r AND (type(i) <> type(j) OR type(i) = 'JOINED')){1,%d} (t)\n"+
		"WITH p, l, %[3]s AS es, r ORDER BY size(es), [x IN es | x.key] LIMIT 1\n"+
		"UNWIND range(0, size(es) - 1) AS step WITH l[step] AS a, es[step] AS ev, r[step] AS z, step\n"+
		"CALL (a, ev, z) { MATCH (who)-[i:INITIATED|JOINED]->(ev)<-[j:RECEIVED|JOINED]-(whom) WHERE (who = a AND whom = z OR who = z AND whom = a) AND who <> whom AND (type(i) = 'INITIATED' OR type(j) = 'RECEIVED' OR who.id < whom.id) "+
		"RETURN who, whom, type(i) = 'JOINED' AND type(j) = 'JOINED' AS mutual LIMIT 1 }\n"+
		"WITH who, whom, mutual, ev, step ORDER BY step%[6]s",
		from.list, to.list, e, and(conds), q.MaxSteps,
		b.give("{who: "+b.actor("who", q.Who)+", whom: "+b.actor("whom", q.Whom)+", mutual: mutual, event: "+b.event("ev", q.Event)+"}", "who", "whom", "mutual", "ev")), "")
}
