package coder

import (
	"strings"

	"safir/schema"
)

// addressed are the types that are said to somebody; said to a state's own
// people, or to nobody in an article about one state, they are no diplomacy.
var addressed = map[schema.EventType]bool{"APPEAL": true, "DEMAND": true, "PRAISE": true, "THREAT": true, "PLEDGE": true, "SUPPORT": true}

// public tells whether a noun phrase begins with a word of class public of the
// value given.
func (d *doc) public(a *arg, value string) bool {
	id, ok := d.lx.classes["public"]
	if !ok || a.first >= d.sentHi {
		return false
	}
	first := d.items[a.first].first
	for _, m := range d.matches[d.matchAt[first]:d.matchAt[first+1]] {
		for _, e := range d.lx.trie.ends[m.node] {
			if e.kind == wordEntry && e.class == id && d.lx.values[e.val] == value {
				return true
			}
		}
	}
	return false
}

// publicBody tells whether the phrase after the verb at item k is a body or
// person that is no actor and can only be its subject.
func (d *doc) publicBody(k int32, a *arg) bool {
	if !d.public(a, "body") {
		return false
	}
	v, t := d.verbGender(k), &d.tokens[d.items[a.first].first]
	return v == anyGender || (v == feminine) == strings.HasSuffix(d.offsets.slice(t.start, t.end), "ة")
}

// domestic tells whether a verb is said to a state's own people: «دعت الوزارة
// المواطنين إلى …».
func (d *doc) domestic(f *frame, parts []part, r *core) bool {
	return addressed[f.typ] && r.objArg != nil && !r.objArg.actor && r.objArg.lo == r.objArg.hi && !hasRole(parts, recipient) && d.public(r.objArg, "people")
}

// internal tells whether an event is said to nobody in an article that speaks
// of no more than one state. A sentence or two are no article.
func (d *doc) internal(e *event) bool {
	if len(d.sents) < 3 || !addressed[e.typ] || hasRole(e.parts, recipient) || hasRole(e.parts, party) {
		return false
	}
	home := ""
	for i := range d.ments {
		for _, lex := range [...]int32{d.ments[i].lex, d.ments[i].of, d.ments[i].post} {
			if lex == 0 {
				continue
			}
			a := &d.lx.actors[lex-1]
			if a.Kind != schema.State && a.Kind != schema.Person || home != "" && a.State != home {
				return false
			}
			home = a.State
		}
	}
	return true
}
