package coder

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"safir/schema"
)

// slot is a place in a clause from which a frame reads an actor.
type slot int16

const (
	noSlot slot = iota
	subj
	obj
	iobj
	gen
	adj
	firstPrep // and one for each preposition's name
)

// role is what a frame makes of what fills a slot.
type role uint8

const (
	noRole role = iota
	initiator
	recipient
	party
	mediator
	location
	content  // events inside are not claimed
	makers   // the actor inside, or the makers of the event inside, are recipients
	ignored  // nobody
	subject2 // shares the subject's role
	implied  // who did it, where a passive clause names nobody
)

var roleLetters = map[string]role{"I": initiator, "R": recipient, "P": party, "M": mediator, "L": location, "C": content, "X": makers, "-": ignored, "S": subject2, "A": implied}

// formMask says which forms of a head open a frame.
type formMask uint8

const (
	verbForm formMask = 1 << iota
	partForm
	nounForm
	adjForm
)

var formNames = map[string]formMask{"verb": verbForm, "part": partForm, "noun": nounForm, "adj": adjForm}

type slotRole struct {
	slot slot
	role role
	must bool // the frame holds only if an actor has the role
	self bool // the frame holds only if an actor fills this slot
}

// frame says what makes an event of a type.
type frame struct {
	typ      schema.EventType
	mutual   bool
	forms    formMask
	slots    []slotRole
	with     [][]classID // one of each list must stand in the clause
	without  []classID
	modality schema.Modality
	prio     int
	min      int // participants that must be found
	solo     bool
	context  bool
	react    bool
	person   bool             // an actor of its object is a person
	states   schema.EventType // the type it is of where no participant is a person
	groups   schema.EventType // the type it is of where an armed group does it
	town     bool             // the object is a town or region
	deny     bool
	said     bool             // its companions may stand in the content clause
	own      schema.EventType // the type where the recipient is one's own envoy
	line     int
}

func (f *frame) role(s slot) (slotRole, bool) {
	for _, r := range f.slots {
		if r.slot == s {
			return r, true
		}
	}
	return slotRole{}, false
}

func (b *builder) readFrames() error {
	rows, err := readTable(b.lang.Tables, "frames.tsv", 4, 7)
	if err != nil {
		return err
	}
	for _, r := range rows {
		f := frame{line: r.line}
		info, ok := schema.EventType(r.cols[0]).Info()
		if !ok {
			return r.errorf("type %q is not in the vocabulary", r.cols[0])
		}
		f.typ, f.mutual = info.Type, info.Mutual
		if r.cols[1] == "" {
			return r.errorf("no head")
		}
		for _, name := range strings.FieldsFunc(r.cols[2], func(c rune) bool { return c == ',' || c == ' ' }) {
			m, ok := formNames[name]
			if !ok {
				return r.errorf("form %q is none of verb, part, noun, adj", name)
			}
			f.forms |= m
		}
		if f.forms == 0 {
			f.forms = verbForm | partForm | nounForm
		}
		if f.slots, err = b.parseRoles(r.cols[3]); err != nil {
			return r.errorf("%w", err)
		}
		if cell := r.col(4); cell != "" {
			for _, list := range strings.Split(cell, "&") {
				ids := b.companions(list)
				if len(ids) == 0 {
					return r.errorf("a list of companions is empty")
				}
				f.with = append(f.with, ids)
			}
		}
		f.without = b.companions(r.col(5))
		if err := f.options(r.col(6)); err != nil {
			return r.errorf("%w", err)
		}
		id := int32(len(b.frames))
		b.frames = append(b.frames, f)
		for _, head := range phrases(r.cols[1]) {
			h := b.head(head)
			b.byHead[h] = append(b.byHead[h], id)
		}
	}
	return nil
}

// head registers a head of frames.
func (b *builder) head(text string) int32 {
	if id, ok := b.heads[text]; ok {
		return id
	}
	id := int32(len(b.byHead))
	b.byHead = append(b.byHead, nil)
	b.heads[text] = id
	e := entry{kind: headEntry, val: id}
	if name, ok := strings.CutPrefix(text, "@"); ok {
		for _, p := range b.members[name] {
			b.add(p, e)
		}
		return id
	}
	b.add(text, e)
	return id
}

// companions gives the classes of a list of phrases and @classes.
func (b *builder) companions(list string) []classID {
	var ids []classID
	for _, p := range phrases(list) {
		name, isClass := strings.CutPrefix(p, "@")
		if isClass {
			ids = append(ids, b.class(name))
			continue
		}
		id := b.class("=" + p)
		b.add(p, entry{kind: wordEntry, class: id})
		ids = append(ids, id)
	}
	return ids
}

func (b *builder) parseRoles(cell string) ([]slotRole, error) {
	var out []slotRole
	for _, item := range strings.Fields(cell) {
		left, right, ok := strings.Cut(item, ">")
		if !ok {
			return nil, fmt.Errorf("role %q is not slot>role", item)
		}
		var sr slotRole
		for strings.HasSuffix(right, "!") || strings.HasSuffix(right, "*") {
			sr.self = sr.self || right[len(right)-1] == '*'
			sr.must = sr.must || right[len(right)-1] == '!'
			right = right[:len(right)-1]
		}
		if sr.role, ok = roleLetters[right]; !ok {
			return nil, fmt.Errorf("role %q is none of A I R P M L C X S -", right)
		}
		for _, name := range strings.Split(left, ",") {
			s := sr
			switch name {
			case "subj":
				s.slot = subj
			case "obj":
				s.slot = obj
			case "iobj":
				s.slot = iobj
			case "gen":
				s.slot = gen
			case "adj":
				s.slot = adj
			default:
				v, known := b.valueID[name]
				if known {
					s.slot, known = b.prepOf[v]
				}
				if !known {
					return nil, fmt.Errorf("slot %q is neither subj, obj, iobj, gen, adj nor the name of a preposition", name)
				}
			}
			if slices.ContainsFunc(out, func(o slotRole) bool { return o.slot == s.slot }) {
				return nil, fmt.Errorf("slot %q is given twice", name)
			}
			out = append(out, s)
		}
	}
	return out, nil
}

func (f *frame) options(cell string) error {
	for _, opt := range strings.Fields(cell) {
		key, value, _ := strings.Cut(opt, "=")
		var err error
		switch key {
		case "modality":
			f.modality = schema.Modality(value)
			switch f.modality {
			case schema.Actual, schema.Planned, schema.Denied, schema.Hypothetical:
			default:
				err = fmt.Errorf("modality %q is not known", value)
			}
		case "own":
			f.own = schema.EventType(value)
			if _, ok := f.own.Info(); !ok {
				err = fmt.Errorf("type %q is not in the vocabulary", value)
			}
		case "prio":
			f.prio, err = strconv.Atoi(value)
		case "min":
			f.min, err = strconv.Atoi(value)
		case "solo":
			f.solo = true
		case "context":
			f.context = true
		case "town":
			f.town = true
		case "person":
			f.person = true
		case "states":
			f.states = schema.EventType(value)
			if _, ok := f.states.Info(); !ok {
				err = fmt.Errorf("type %q is not in the vocabulary", value)
			}
		case "groups":
			f.groups = schema.EventType(value)
			if _, ok := f.groups.Info(); !ok {
				err = fmt.Errorf("type %q is not in the vocabulary", value)
			}
		case "said":
			f.said = true
		case "react":
			f.react = true
		case "deny":
			f.deny = true
		default:
			err = fmt.Errorf("option %q is not known", opt)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
