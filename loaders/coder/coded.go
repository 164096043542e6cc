package coder

import (
	"slices"
	"sort"
	"strings"

	"safir/schema"
)

// coded makes the result: actors, events and order, with ids.
func (d *doc) coded() schema.Coded {
	c := schema.Coded{Article: *d.article}
	kept := make([]int32, 0, len(d.raw))
	for i := range d.raw {
		e := &d.raw[i]
		if e.joined == 0 && d.holdsUp(e) {
			kept = append(kept, int32(i))
		}
	}
	// In the order of the text.
	sort.SliceStable(kept, func(a, b int) bool { return d.raw[kept[a]].first < d.raw[kept[b]].first })
	ids := make(map[int32]int)
	for _, i := range kept {
		e := &d.raw[i]
		for _, p := range e.parts {
			if _, ok := ids[p.actor]; !ok {
				ids[p.actor] = len(c.Actors)
				c.Actors = append(c.Actors, d.actorOf(p.actor))
			}
		}
	}
	c.Actors, ids = mergeActors(c.Actors, ids)
	index := make(map[int32]string)
	seen := make(map[string]bool)
	for _, i := range kept {
		ev := d.eventOf(&d.raw[i], ids, c.Actors)
		if len(ev.Participants) == 0 {
			continue
		}
		ev.ID = schema.EventID(c.Article.ID, ev)
		if seen[ev.ID] {
			continue
		}
		seen[ev.ID] = true
		index[i] = ev.ID
		c.Events = append(c.Events, ev)
	}
	done := make(map[[2]string]bool)
	for _, o := range d.order {
		a, b := index[d.root(o.earlier)], index[d.root(o.later)]
		if a == "" || b == "" || a == b || done[[2]string{a, b}] || done[[2]string{b, a}] {
			continue
		}
		done[[2]string{a, b}] = true
		c.Order = append(c.Order, schema.Order{Earlier: a, Later: b, Evidence: d.orderEvidence(o)})
	}
	return c
}

// orderEvidence is the passage from the order word to the event it orders.
func (d *doc) orderEvidence(o orderPair) schema.Evidence {
	first, last := o.item, o.item+1
	for _, e := range [...]*event{&d.raw[o.earlier], &d.raw[o.later]} {
		if d.sents[e.sent] != d.sents[d.sentenceOf(o.item)] {
			continue
		}
		first, last = min(first, e.first), max(last, e.last)
	}
	return d.evidence(d.items[first].first, d.items[last-1].last)
}

func (d *doc) sentenceOf(k int32) int {
	return max(sort.Search(len(d.itemAt), func(i int) bool { return d.itemAt[i] > k })-1, 0)
}

// holdsUp tells whether an event has what it needs now that all is read:
// sides may have come from its repeats.
func (d *doc) holdsUp(e *event) bool {
	if len(e.parts) == 0 || d.internal(e) {
		return false
	}
	n := 0
	for _, p := range e.parts {
		if p.role != mediator {
			n++
		}
	}
	if e.frame.mutual && !directed(e) {
		return n >= 2 || e.frame.min == 1
	}
	return n >= 1
}

var roleNames = map[role]schema.Role{initiator: schema.Initiator, recipient: schema.Recipient, party: schema.Party, mediator: schema.Mediator}

func (d *doc) eventOf(e *event, ids map[int32]int, actors []schema.Actor) schema.Event {
	ev := schema.Event{Type: e.typ, Modality: e.modality, Date: e.date, Confidence: d.confidence(e)}
	for _, p := range e.parts {
		sp := schema.Participant{Role: roleNames[p.role], Actor: actors[ids[p.actor]].ID}
		if sp.Role == "" || slices.ContainsFunc(ev.Participants, func(q schema.Participant) bool { return q.Actor == sp.Actor }) {
			continue
		}
		ev.Participants = append(ev.Participants, sp)
	}
	order := []schema.Role{schema.Initiator, schema.Recipient, schema.Party, schema.Mediator}
	sort.SliceStable(ev.Participants, func(a, b int) bool {
		return slices.Index(order, ev.Participants[a].Role) < slices.Index(order, ev.Participants[b].Role)
	})
	ev.Evidence = d.evidence(d.items[e.first].first, d.items[e.last-1].last)
	for _, i := range e.also {
		r := &d.raw[i]
		if v := d.evidence(d.items[r.first].first, d.items[r.last-1].last); v.Span != ev.Span {
			ev.Also = append(ev.Also, v)
		}
	}
	if e.place != 0 {
		p := d.lx.places[e.place-1]
		ev.Place = &p
	}
	ev.Topics = d.topicsOf(e)
	return ev
}

// topicsOf gives what the event's sentence is about.
func (d *doc) topicsOf(e *event) []schema.Topic {
	var out []schema.Topic
	s := d.sents[e.sent]
	for i := s.first; i < s.last; i++ {
		for _, m := range d.matches[d.matchAt[i]:d.matchAt[i+1]] {
			for _, en := range d.lx.trie.ends[m.node] {
				if en.kind != topicEntry || en.amb {
					continue
				}
				t := d.lx.topics[en.val]
				if !slices.ContainsFunc(out, func(u schema.Topic) bool { return u.ID == t.ID }) {
					out = append(out, t)
				}
			}
		}
	}
	return out
}

// confidence follows a stated rule: 0.9 for an event told by a verb with its
// subject or by a noun with its sides; less for each thing inferred.
func (d *doc) confidence(e *event) float64 {
	c := 0.9
	if e.withs > 0 {
		c += 0.04
	}
	c -= 0.08 * float64(e.inferred)
	if !d.items[e.head].verb && !e.subject {
		c -= 0.06
	}
	if e.frame.context {
		c -= 0.05
	}
	for _, p := range e.parts {
		if d.actors[p.actor].Unnamed {
			c -= 0.03
		}
	}
	if len(e.also) > 0 {
		c += 0.03
	}
	return float64(int(min(max(c, 0.3), 0.98)*100+0.5)) / 100
}

// actorOf makes the schema's actor of one of the article.
func (d *doc) actorOf(id int32) schema.Actor {
	a := &d.actors[id]
	out := a.Actor
	var names []string
	for _, s := range a.spans[:a.nspans] {
		names = addName(names, d.offsets.slice(d.tokens[s[0]].start, d.tokens[s[1]-1].end))
	}
	if a.lex != 0 {
		la := &d.lx.actors[a.lex-1]
		out.ID, out.Kind, out.Name, out.NameAr, out.State, out.Code = la.ID, la.Kind, la.Name, la.NameAr, la.State, la.Code
	}
	if (out.Kind == schema.Group || out.Kind == schema.Organization) && a.lex == 0 {
		longest := ""
		for _, n := range names {
			if len(n) > len(longest) {
				longest = n
			}
		}
		out.Name = longest
		if !d.lx.lang.Capitals {
			out.NameAr, out.Name = longest, Transliterate(longest)
		}
		out.ID = schema.ActorID(out.Kind, out.Name)
	}
	if out.Kind == schema.Person {
		d.personFields(a, &out, names)
	}
	names = addName(names, out.NameAr)
	names = addName(names, out.Name)
	if out.Unnamed && out.RoleAr != "" {
		names = addName(names, officeOf(out.RoleAr, out.State))
		if s, ok := schema.StateByCode(out.State); ok {
			for _, t := range s.Terms {
				if t.Sense == schema.DemonymSense && t.Language == schema.Arabic {
					names = addName(names, out.RoleAr+" ال"+strings.TrimPrefix(t.Text, "ال"))
					break
				}
			}
			for _, t := range s.Terms {
				if t.Sense == schema.DemonymSense && t.Language == schema.English {
					names = addName(names, t.Text+" "+shortOffice(out.Role))
					break
				}
			}
		}
	}
	out.Names = names
	out.Count = max(1, a.nspans)
	return out
}

func addName(names []string, n string) []string {
	n = strings.TrimSpace(n)
	if n == "" || slices.Contains(names, n) {
		return names
	}
	return append(names, n)
}

func (d *doc) personFields(a *actor, out *schema.Actor, names []string) {
	of := d.stateOfPerson(a)
	body := ""
	if of != 0 {
		la := &d.lx.actors[of-1]
		out.State = la.State
		if la.Kind != schema.State {
			body = la.Name
		}
	}
	if p := d.gazetteerPerson(a); p != nil {
		if o, ok := p.At(d.day); ok {
			out.Role, out.RoleAr, out.From, out.To = o.Role, o.RoleAr, o.From, o.To
			if out.State == "" {
				out.State = o.State
			}
		}
	}
	if len(a.offices) > 0 && out.Role == "" {
		o := &d.lx.offices[a.offices[0]-1]
		out.Role, out.RoleAr = o.english, o.arabic
	}
	if len(a.formers) > 0 && out.Role == "" {
		o := &d.lx.offices[a.formers[0]-1]
		out.Role, out.RoleAr = "former "+o.english, o.arabic+" السابق"
	}
	if out.ID != "" {
		return
	}
	switch {
	case a.Unnamed:
		who := out.State
		if body != "" {
			who = body
		} else if s, ok := schema.StateByCode(out.State); ok {
			who = s.Name
		}
		out.ID = schema.ActorID(schema.Person, who, out.Role)
		out.Name = strings.TrimSpace(out.Role + " of " + who)
		if d.article.Language == schema.Arabic {
			out.NameAr = officeOf(out.RoleAr, out.State)
			if len(names) > 0 {
				out.NameAr = names[0]
			}
		}
		out.Unnamed = true
	default:
		longest := ""
		for _, n := range names {
			if len(n) > len(longest) {
				longest = n
			}
		}
		if d.lx.lang.Capitals {
			out.Name = longest
		} else {
			out.NameAr = longest
			out.Name = Transliterate(longest)
		}
		out.ID = schema.ActorID(schema.Person, out.Name)
	}
}

// officeOf gives the Arabic title of the holder of a state's office: «وزير
// خارجية مصر».
func officeOf(role, state string) string {
	s, ok := schema.StateByCode(state)
	if !ok {
		return role
	}
	words := strings.Fields(role)
	for i, w := range words {
		words[i] = strings.TrimPrefix(w, "ال")
	}
	return strings.Join(append(words, s.NameAr), " ")
}

// shortOffice is how the press calls an office: "foreign minister" for a
// "minister of foreign affairs".
func shortOffice(role string) string {
	of, ok := strings.CutPrefix(role, "minister of ")
	if !ok {
		return role
	}
	return strings.TrimSuffix(of, " affairs") + " minister"
}

// mergeActors joins actors that came out with one id.
func mergeActors(actors []schema.Actor, ids map[int32]int) ([]schema.Actor, map[int32]int) {
	var out []schema.Actor
	to := make([]int, len(actors))
	for i, a := range actors {
		j := slices.IndexFunc(out, func(b schema.Actor) bool { return b.ID == a.ID })
		if j < 0 {
			j = len(out)
			out = append(out, a)
		} else {
			for _, n := range a.Names {
				out[j].Names = addName(out[j].Names, n)
			}
			out[j].Count += a.Count
		}
		to[i] = j
	}
	merged := make(map[int32]int, len(ids))
	for k, v := range ids {
		merged[k] = to[v]
	}
	return out, merged
}
