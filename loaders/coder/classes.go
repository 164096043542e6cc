package coder

import (
	"fmt"
	"strconv"
	"strings"

	"safir/schema"
)

// The classes of words.tsv that the engine knows.
const (
	cNone classID = iota
	cAnd
	cOr
	cPrep
	cRel
	cThat
	cBreak
	cSub
	cNot
	cWill
	cBe
	cHave
	cDo
	cAux
	cDet
	cNum
	cModal
	cSay
	cAttrib
	cLight
	cAgents
	cOrgan
	cGroup
	cHonorific
	cRank
	cNamePart
	cPair
	cEach
	cCounter
	cHost
	cPron
	cPoss
	cMass
	cAfter
	cBefore
	cSince
	cThen
	cEarlier
	cPrecede
	cFollow
	cSame
	cTown
	cStop
	cTrailing
	cGiven
	cAbbrev
	cGenMark
	cContent
	cAdverb
	cPerfect
	cBy
	cInfinitive
	cNameStop
	cPairNoun
	cMasc
	cPrepUse
	cOfficeAdj
	cComprise
	cGroupHead
	cCountry
	cAttend
	cBroker
	cCome
	cYield
	lastKnownClass
)

// A class is a bit of item.classes: there is room for 63.
var _ [64 - lastKnownClass]struct{}

var knownClasses = map[string]classID{
	"and": cAnd, "or": cOr, "prep": cPrep, "rel": cRel, "that": cThat, "break": cBreak, "sub": cSub, "not": cNot, "will": cWill,
	"be": cBe, "have": cHave, "do": cDo, "aux": cAux, "det": cDet, "num": cNum, "modal": cModal, "say": cSay, "attrib": cAttrib,
	"light": cLight, "agents": cAgents, "organ": cOrgan, "group": cGroup, "honorific": cHonorific, "rank": cRank,
	"namepart": cNamePart, "pair": cPair, "each": cEach, "counter": cCounter, "host": cHost, "pron": cPron, "poss": cPoss,
	"mass": cMass, "after": cAfter, "before": cBefore, "since": cSince, "then": cThen, "earlier": cEarlier,
	"precede": cPrecede, "follow": cFollow, "same": cSame, "town": cTown, "stop": cStop, "trailing": cTrailing,
	"given": cGiven, "abbrev": cAbbrev, "gen": cGenMark, "content": cContent, "adverb": cAdverb, "perfect": cPerfect,
	"by": cBy, "to": cInfinitive, "namestop": cNameStop, "pairnoun": cPairNoun, "masc": cMasc, "prepuse": cPrepUse, "officeadj": cOfficeAdj, "comprise": cComprise, "grouphead": cGroupHead, "country": cCountry, "attend": cAttend, "broker": cBroker, "come": cCome, "yield": cYield,
}

// closedClasses hold words that do not inflect, whatever lemma is spelled
// like them.
var closedClasses = map[string]bool{
	"and": true, "or": true, "prep": true, "rel": true, "that": true, "break": true, "sub": true, "not": true, "will": true, "det": true,
	"adverb": true, "after": true, "before": true, "since": true, "then": true, "earlier": true, "each": true, "pron": true, "poss": true, "by": true,
	"perfect": true, "aux": true, "honorific": true, "rank": true, "given": true, "namepart": true, "abbrev": true, "namestop": true, "attrib": true,
}

// lightValues are the values of class light.
var lightValues = map[string]lightKind{
	"act": lightAct, "receive": lightReceive, "happen": lightHappen, "express": lightExpress, "cancel": lightCancel,
	"postpone": lightPostpone, "end": lightEnd, "begin": lightBegin, "offer": lightOffer, "plan": lightPlan, "deny": lightDeny, "gather": lightGather,
}

type lightKind uint8

const (
	noLight lightKind = iota
	lightAct
	lightReceive
	lightHappen
	lightExpress
	lightCancel
	lightPostpone
	lightEnd
	lightBegin
	lightOffer
	lightPlan
	lightDeny
	lightGather
)

// checkValue tells what is wrong with the value of a class.
func checkValue(class, value string) error {
	switch class {
	case "prep":
		if value == "" {
			return fmt.Errorf("a preposition needs the name that frames call it by")
		}
	case "light":
		if lightValues[value] == noLight {
			return fmt.Errorf("light value %q is not known", value)
		}
	case "modal":
		switch schema.Modality(value) {
		case schema.Planned, schema.Hypothetical, schema.Denied, schema.Actual:
		default:
			return fmt.Errorf("modality %q is not known", value)
		}
	case "pair":
		n, _, ok := strings.Cut(value, ":")
		if _, err := strconv.Atoi(n); err != nil || !ok {
			return fmt.Errorf("pair value %q is not n:kind", value)
		}
	case "group":
		kind, codes, _ := strings.Cut(value, ":")
		switch schema.Kind(kind) {
		case schema.Group, schema.Organization, schema.State, schema.Person:
		default:
			return fmt.Errorf("kind %q is not known", kind)
		}
		for _, c := range strings.FieldsFunc(codes, func(r rune) bool { return r == ',' }) {
			if _, ok := schema.StateByCode(c); !ok {
				return fmt.Errorf("state %q is not known", c)
			}
		}
	case "told":
		for _, t := range strings.Split(value, ",") {
			if _, ok := schema.EventType(t).Info(); !ok {
				return fmt.Errorf("event type %q is not known", t)
			}
		}
	case "town", "organ":
		if _, ok := schema.StateByCode(value); value != "" && !ok {
			return fmt.Errorf("state %q is not known", value)
		}
	}
	return nil
}

// Where a phrase of noise.tsv stands in its paragraph.
const (
	noiseStart classID = iota + 1
	noiseWhole
	noiseAny
	noiseEnd
	noiseTail
)

var noisePlaces = map[string]classID{"start": noiseStart, "whole": noiseWhole, "any": noiseAny, "end": noiseEnd, "tail": noiseTail}

// The classes of dates.tsv.
const (
	dMonth classID = iota + 1
	dHijri
	dWeekday
	dDay
	dUnit
	dDual
	dNum
	dOrdinal
	dLast
	dNext
	dThis
	dSame
	dAgo
	dAfter
	dBefore
	dStart
	dMid
	dEnd
	dPart
	dDuring
	dFrom
	dTo
	dUntil
	dOn
	dEra
	dHijriEra
	dFollowing
	dPrevious
	dEve
	dSince
	dJoin
	dFuzzy
	dPartDay
	dUnits
)

var dateClasses = map[string]classID{
	"month": dMonth, "hijri": dHijri, "weekday": dWeekday, "day": dDay, "unit": dUnit, "units": dUnits, "dual": dDual, "num": dNum, "ordinal": dOrdinal,
	"last": dLast, "next": dNext, "this": dThis, "same": dSame, "ago": dAgo, "later": dAfter, "prior": dBefore,
	"start": dStart, "mid": dMid, "end": dEnd, "part": dPart, "during": dDuring, "from": dFrom, "to": dTo, "until": dUntil,
	"on": dOn, "era": dEra, "hijriera": dHijriEra, "following": dFollowing, "previous": dPrevious, "eve": dEve, "since": dSince,
	"and": dJoin, "fuzzy": dFuzzy, "partday": dPartDay, "early": dStart, "late": dEnd,
}

// The units of time, with their length in days.
const (
	unitDay = iota
	unitWeek
	unitMonth
	unitYear
	unitHour
)

var dateUnits = map[string]int32{"day": unitDay, "week": unitWeek, "month": unitMonth, "year": unitYear, "hour": unitHour}

func dateValue(class classID, s string) (int32, error) {
	switch class {
	case dUnit, dUnits, dDual:
		u, ok := dateUnits[s]
		if !ok {
			return 0, fmt.Errorf("unit %q is none of hour, day, week, month, year", s)
		}
		return u, nil
	case dMonth, dHijri, dWeekday, dDay, dNum, dOrdinal:
		n, err := strconv.Atoi(s)
		if err != nil {
			return 0, fmt.Errorf("value %q is not a number", s)
		}
		if (class == dMonth || class == dHijri) && (n < 1 || n > 12) || class == dWeekday && (n < 0 || n > 6) {
			return 0, fmt.Errorf("value %d is out of range", n)
		}
		return int32(n), nil
	}
	if s == "" || s == "-" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, fmt.Errorf("value %q is not a number", s)
	}
	return int32(n), nil
}
