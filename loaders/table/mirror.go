package table

import (
	"strings"

	"safir/schema"
)

// CAMEO tells a visit twice: by the visitor (042) and by the host (043).
const (
	makesVisit = "042"
	hostsVisit = "043"
)

// joinMirrors makes one row of each pair of mirror rows of one day and story.
// The visitor's row stays, with the host's below it as second evidence; a
// host's row without its mirror becomes the visit that it tells.
func joinMirrors(rows []Row) []Row {
	type key struct {
		date          schema.Date
		story         string
		visitor, host string
	}
	keyOf := func(r Row, visitor, host []Actor) key {
		k := key{date: r.Date, visitor: names(visitor), host: names(host)}
		if len(r.Stories) > 0 {
			k.story = r.Stories[0].Key
		}
		return k
	}
	hosts := make(map[key][]int)
	for i, r := range rows {
		if r.Code == hostsVisit {
			k := keyOf(r, r.Whom, r.Who)
			hosts[k] = append(hosts[k], i)
		}
	}
	gone := make(map[int]bool)
	for i := range rows {
		r := &rows[i]
		if r.Code != makesVisit {
			continue
		}
		k := keyOf(*r, r.Who, r.Whom)
		if len(hosts[k]) > 0 {
			h := hosts[k][0]
			hosts[k] = hosts[k][1:]
			gone[h] = true
			r.Line += "\n" + rows[h].Line
		}
	}
	out := rows[:0:0]
	for i, r := range rows {
		if gone[i] {
			continue
		}
		if r.Code == hostsVisit {
			r.Who, r.Whom = r.Whom, r.Who
			r.Type, _ = schema.TypeOfCAMEO(makesVisit)
		}
		out = append(out, r)
	}
	return out
}

func names(side []Actor) string {
	var all []string
	for _, a := range side {
		all = append(all, a.Name)
	}
	return strings.Join(all, ";")
}
