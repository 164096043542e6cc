package identity

import (
	"fmt"
	"strings"
)

// WhyClaims tells, in words, what speaks for two claims telling one event; ""
// where nothing does by itself and others tie them together.
func (d Decisions) WhyClaims(a, b *Claim) string {
	if d.joins(a.ID, b.ID) {
		return "people decided that they are one"
	}
	if d.claimConflict(a, b) || d.claimStrength(a, b) == 0 {
		return ""
	}
	var why []string
	if t, _ := sharper(a.Type, b.Type); a.Type == b.Type {
		why = append(why, "same type "+string(a.Type))
	} else {
		why = append(why, fmt.Sprintf("%s and %s may be told of one event, %s is the sharper", a.Type, b.Type, t))
	}
	exact, near, _ := fitParts(a, b)
	if exact > 0 {
		why = append(why, fmt.Sprintf("%d same participants", exact))
	}
	if near > 0 {
		why = append(why, fmt.Sprintf("%d participants told as a state or an office in one and more exactly in the other", near))
	}
	sa, boundedA := a.span()
	sb, boundedB := b.span()
	switch {
	case !boundedA || !boundedB:
		why = append(why, "one tells no time, and nothing else fits")
	case sa.dated && sb.dated && sa == sb:
		why = append(why, "same time "+a.Date.Start.String()+" to "+a.Date.End.String())
	case sa.dated && sb.dated:
		why = append(why, fmt.Sprintf("times %s to %s and %s to %s overlap", sa.first, sa.last, sb.first, sb.last))
	case sa.dated || sb.dated:
		dated, other := a, b
		if sb.dated {
			dated, other = b, a
		}
		why = append(why, fmt.Sprintf("one tells %s, the other no day and appeared on %s", dated.Date.Start, other.Published))
	default:
		why = append(why, fmt.Sprintf("both tell no day and appeared on %s and %s", a.Published, b.Published))
	}
	if a.Place != "" && a.Place == b.Place {
		why = append(why, "same place")
	}
	return strings.Join(why, "; ")
}

// WhyProfiles tells, in words, what speaks for two profiles being one actor;
// "" where nothing does by itself.
func (d Decisions) WhyProfiles(p, q *Profile) string {
	switch {
	case d.joins(p.ID, q.ID):
		return "people decided that they are one"
	case p.ID == q.ID:
		return "same id"
	case p.Unnamed() != q.Unnamed() && p.State == q.State && p.sharesOffice(q):
		return "unnamed holder of an office that the other holds at the time"
	case p.Unnamed() && p.sharesOffice(q):
		return "unnamed holders of one office"
	case d.conflict(p, q):
		return ""
	}
	s := d.strength(p, q)
	if s == 0 {
		return ""
	}
	if p.Code != "" && p.Code == q.Code {
		return "same code " + p.Code
	}
	for _, a := range p.personNames() {
		for _, b := range q.personNames() {
			if sameName(a, b) || s == weak && (len(a) == 1 && shortName(a[0], b) || len(b) == 1 && shortName(b[0], a)) {
				why := fmt.Sprintf("names «%s» and «%s» fit part by part", strings.Join(a, " "), strings.Join(b, " "))
				if p.State != "" && p.State == q.State {
					why += "; same state " + p.State
				}
				if p.sharesOffice(q) {
					why += "; same office"
				}
				return why
			}
		}
	}
	return "they share a name"
}
