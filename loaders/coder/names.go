package coder

import (
	"slices"

	"safir/loaders/coder/gazetteer"
	"safir/schema"
)

// addNames puts the names of states, bodies, persons and places into the
// trie. Only terms in the lexicon's language are matched; all are kept as the
// actor's names.
func (b *builder) addNames() {
	code := b.lang.Code
	for _, s := range schema.States() {
		a := schema.Actor{ID: schema.StateID(s.Code), Kind: schema.State, Name: s.Name, NameAr: s.NameAr, State: s.Code, Code: s.Code}
		id := b.actor(a, 0)
		b.stateActor[s.Code] = id
		for _, t := range s.Terms {
			if t.Language != code {
				continue
			}
			e := entry{kind: stateEntry, val: id, amb: t.Ambiguous, class: classID(t.Sense)}
			if t.Sense == schema.NameSense && slices.Contains(b.members["masc"], t.Text) { // not «الكرملين»
				b.masculine[id] = true
			}
			if t.Sense == schema.DemonymSense {
				e.kind, e.class = demonymEntry, 0
			}
			b.put(b.split(t.Text), e)
		}
	}
	g := gazetteer.Default()
	for _, body := range g.Bodies {
		a := schema.Actor{ID: body.ID, Kind: body.Kind, Name: body.Name, NameAr: body.NameAr, State: body.State, Code: body.Code}
		id := b.actor(a, 0)
		b.bodyActor[body.ID] = id
		if body.Code != "" {
			b.bodyActor[body.Code] = id
		}
		for _, t := range body.Names {
			if t.Language != code {
				continue
			}
			kind := bodyEntry
			if t.Adjective {
				kind = demonymEntry
			}
			b.put(b.split(t.Text), entry{kind: kind, val: id, amb: t.Ambiguous})
		}
	}
	for i, p := range g.Persons {
		id := b.actor(schema.Actor{ID: p.ID, Kind: schema.Person, Name: p.Name, NameAr: p.NameAr}, int32(i)+1)
		for _, t := range p.Names {
			if t.Language == code {
				b.put(b.split(t.Text), entry{kind: personEntry, val: id, amb: t.Ambiguous})
			}
		}
	}
	for _, p := range g.Places {
		id := int32(len(b.places))
		b.places = append(b.places, p.Place)
		for _, t := range p.Names {
			if t.Language == code {
				b.put(b.split(t.Text), entry{kind: placeEntry, val: id, amb: t.Ambiguous})
			}
		}
	}
	for _, t := range g.Topics {
		id := int32(len(b.topics))
		b.topics = append(b.topics, t.Topic)
		for _, c := range t.Cues {
			if c.Language == code {
				b.put(b.split(c.Text), entry{kind: topicEntry, val: id, amb: c.Ambiguous})
			}
		}
	}
}

func (b *builder) actor(a schema.Actor, person int32) int32 {
	b.actors = append(b.actors, lexActor{a, person})
	return int32(len(b.actors) - 1)
}
