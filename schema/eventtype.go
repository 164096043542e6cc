package schema

import (
	_ "embed" // for the vocabulary
	"fmt"
	"slices"
	"strings"
	"sync"
)

// EventType is a word of the event vocabulary, such as PHONE_CALL.
type EventType string

// EventFamily groups event types by PLOVER's quad classes, contacts apart.
type EventFamily string

// TypeInfo describes one type of the vocabulary.
type TypeInfo struct {
	Type    EventType
	Code    string      // CAMEO code, to be read as a string: "0871"
	PLOVER  string      // PLOVER type and mode
	Family  EventFamily //
	Contact bool        // the sides communicated with each other
	Mutual  bool        // has parties rather than initiator and recipient
	English string      // caption
	Arabic  string      // caption
	Note    string      // what the type is for
}

// Label returns the Neo4j label of the type's nodes: PhoneCall.
func (t TypeInfo) Label() string {
	var b strings.Builder
	for _, w := range strings.Split(string(t.Type), "_") {
		b.WriteString(w[:1] + strings.ToLower(w[1:]))
	}
	return b.String()
}

//go:embed event-types.tsv
var eventTypesTSV string

var vocabulary = sync.OnceValue(func() []TypeInfo {
	types, err := parseEventTypes(eventTypesTSV)
	if err != nil {
		panic("schema: event-types.tsv: " + err.Error()) // embedded: a test fails first
	}
	return types
})

var byType = sync.OnceValue(func() map[EventType]TypeInfo {
	m := make(map[EventType]TypeInfo)
	for _, t := range vocabulary() {
		m[t.Type] = t
	}
	return m
})

// EventTypes returns the vocabulary in its file's order.
func EventTypes() []TypeInfo { return slices.Clone(vocabulary()) }

// EventFamilies returns the families in the order of their first type.
func EventFamilies() []EventFamily {
	var fs []EventFamily
	for _, t := range vocabulary() {
		if !slices.Contains(fs, t.Family) {
			fs = append(fs, t.Family)
		}
	}
	return fs
}

// Info returns what the vocabulary says of the type; ok is false for a word
// that is not in it.
func (t EventType) Info() (info TypeInfo, ok bool) {
	info, ok = byType()[t]
	return info, ok
}

// TypeOfCAMEO returns the type for a CAMEO code by its longest prefix in the
// vocabulary: 0411 gives PHONE_CALL. Where several types share a code, the
// first of the file is taken. ok is false where no prefix is known.
func TypeOfCAMEO(code string) (t EventType, ok bool) {
	for n := len(code); n >= 2; n-- {
		for _, info := range vocabulary() {
			if info.Code == code[:n] || n == 2 && info.Code == code[:2]+"0" {
				return info.Type, true
			}
		}
	}
	return "", false
}

// parseEventTypes reads the vocabulary: tab-separated, with a header line;
// columns type, cameo, plover, family, contact, mutual, english, arabic, note.
func parseEventTypes(tsv string) ([]TypeInfo, error) {
	var types []TypeInfo
	for i, line := range strings.Split(strings.TrimRight(tsv, "\n"), "\n") {
		f := strings.Split(line, "\t")
		if len(f) != 9 {
			return nil, fmt.Errorf("line %d: %d columns, want 9", i+1, len(f))
		}
		if i == 0 {
			continue
		}
		contact, err1 := yesNo(f[4])
		mutual, err2 := yesNo(f[5])
		if err1 != nil || err2 != nil || f[0] == "" || f[1] == "" || f[3] == "" {
			return nil, fmt.Errorf("line %d: type, cameo and family must be given, contact and mutual be yes or no", i+1)
		}
		types = append(types, TypeInfo{EventType(f[0]), f[1], f[2], EventFamily(f[3]), contact, mutual, f[6], f[7], f[8]})
	}
	return types, nil
}

func yesNo(s string) (bool, error) {
	switch s {
	case "yes":
		return true, nil
	case "no":
		return false, nil
	}
	return false, fmt.Errorf("%q is neither yes nor no", s)
}
