package polecat

import (
	"strings"
	"sync"

	"safir/schema"
)

// fallback gives the types of those PLOVER types for which the vocabulary
// names finer types only.
var fallback = map[string]schema.EventType{
	"AGREE": "PLEDGE", "CONSULT": "CONSULTATION", "SUPPORT": "SUPPORT", "CONCEDE": "CONCESSION", "RETREAT": "DE_ESCALATION",
	"ACCUSE": "ACCUSATION", "SANCTION": "SANCTIONS", "COERCE": "COERCION", "ASSAULT": "ATTACK",
}

// modes gives the types of modes that the vocabulary does not list beside
// their PLOVER type.
var modes = map[string]schema.EventType{
	"CONSULT/multilateral": "MEETING", "RETREAT/disarm": "DE_ESCALATION", "RETREAT/resign": "CONCESSION",
	"ASSAULT/drone": "AIRSTRIKE", "ASSAULT/suicide-attack": "BOMBING",
	"COERCE/deport": "COERCION", "ASSAULT/beat": "ATTACK", "ASSAULT/destroy": "ATTACK",
}

var plover = sync.OnceValue(func() map[string]schema.EventType {
	m := make(map[string]schema.EventType)
	for _, info := range schema.EventTypes() {
		if _, has := m[info.PLOVER]; !has && info.PLOVER != "-" {
			m[info.PLOVER] = info.Type
		}
	}
	for k, t := range fallback {
		m[k] = t
	}
	for k, t := range modes {
		m[k] = t
	}
	return m
})

// typeOf returns the type of a PLOVER type and mode, by both where the
// vocabulary has both, else by the type alone.
func typeOf(typ, mode string) (schema.EventType, bool) {
	typ = strings.ToUpper(strings.TrimSpace(typ))
	mode = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(mode), "_", "-"))
	if t, ok := plover()[typ+"/"+mode]; ok && mode != "" {
		return t, true
	}
	t, ok := plover()[typ]
	return t, ok
}
