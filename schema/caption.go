package schema

import (
	"fmt"
	"strings"
	"unicode"
)

// In writes the days in a language, as precisely as they are known and no
// more: "29 Jun 2025", "23–29 Jun 2025", "Jun 2025", "2023", "from 1 Mar
// 2025"; «29 يونيو 2025». It is "" for the zero Interval.
func (i Interval) In(l Language) string {
	s, e := i.Start, i.End
	switch {
	case i.IsZero():
		return ""
	case s == e:
		return dayIn(l, s)
	case e.IsZero():
		return fmt.Sprintf(word(l, "from %s", "منذ %s"), dayIn(l, s))
	case s.IsZero():
		return fmt.Sprintf(word(l, "until %s", "حتى %s"), dayIn(l, e))
	case i == Interval{InYear(s.Year).Start, InYear(s.Year).End, i.Precision}:
		return fmt.Sprint(s.Year)
	case i == Interval{InMonth(s.Year, s.Month).Start, InMonth(s.Year, s.Month).End, i.Precision}:
		return fmt.Sprintf("%s %d", monthIn(l, s), s.Year)
	case s.Year == e.Year && s.Month == e.Month:
		return fmt.Sprintf("%d–%s", s.Day, dayIn(l, e))
	case s.Year == e.Year:
		return fmt.Sprintf("%d %s – %s", s.Day, monthIn(l, s), dayIn(l, e))
	default:
		return dayIn(l, s) + " – " + dayIn(l, e)
	}
}

// Caption says in few words what an event is and when it was: "phone call,
// 29 Jun 2025". What did not happen, or not yet, says so: "meeting (planned)".
//
// It is made for pictures, which break it into lines that each run from left
// to right: in Arabic, numbers and signs stand between marks (U+200F) that
// keep them on their side.
func (t TypeInfo) Caption(l Language, m Modality, when Interval) string {
	s := word(l, t.English, t.Arabic)
	if w, ok := modalityWords[m]; ok {
		s += " (" + word(l, w[0], w[1]) + ")"
	}
	if d := when.In(l); d != "" {
		s += word(l, ", ", "، ") + d
	}
	if l == Arabic {
		words := strings.Fields(s)
		for i, w := range words {
			if strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }) {
				words[i] = rightToLeft + w + rightToLeft
			}
		}
		s = strings.Join(words, " ")
	}
	return s
}

const rightToLeft = "\u200f"

var modalityWords = map[Modality][2]string{
	Planned: {"planned", "مقرر"}, Denied: {"denied", "منفي"}, Hypothetical: {"possible", "محتمل"},
}

var arabicMonths = [...]string{
	"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
}

func dayIn(l Language, d Date) string {
	return fmt.Sprintf("%d %s %d", d.Day, monthIn(l, d), d.Year)
}

func monthIn(l Language, d Date) string {
	return word(l, d.Month.String()[:3], arabicMonths[d.Month-1])
}

func word(l Language, english, arabic string) string {
	if l == Arabic {
		return arabic
	}
	return english
}
