package schema

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Ids are functions of what they name, so that every machine gives the same
// ones. They read "kind:rest"; the rest is a slug where there is a good name
// and a UUID (version 5) where there is none.

// namespace is the UUID namespace of all safir ids; changing it changes
// every id.
var namespace = uuid.NewSHA1(uuid.NameSpaceURL, []byte("https://safir.invalid/ns/1"))

func hashID(kind string, parts ...string) string {
	return kind + ":" + uuid.NewSHA1(namespace, []byte(kind+"\x00"+strings.Join(parts, "\x00"))).String()
}

// ArticleID returns the id of an article that brings none: by its canonical
// URL, or where it has none by title, text and day of publication.
func ArticleID(a Article) string {
	if a.URL != "" {
		return hashID("article", a.URL)
	}
	return hashID("article", a.Title, a.Text, a.PublishedAt.String())
}

// EventID returns the id of a claim: by its article, type, modality,
// participants and place in the text. The graph's event takes the id of one
// of its claims.
func EventID(article string, e Event) string {
	ps := make([]string, len(e.Participants))
	for i, p := range e.Participants {
		ps[i] = string(p.Role) + " " + p.Actor
	}
	slices.Sort(ps)
	return hashID("event", article, string(e.Type), string(e.Modality), strings.Join(ps, ","),
		strconv.Itoa(e.Span.Start), strconv.Itoa(e.Span.End))
}

// StateID returns the actor id of a state by its ISO 3166-1 alpha-3 code.
func StateID(code string) string { return "state:" + code }

// ActorID returns an actor's id by kind and distinguishing words, such as a
// name, or a state's code and an office.
func ActorID(k Kind, words ...string) string {
	prefix := map[Kind]string{Person: "person", State: "state", Organization: "org", Group: "group"}[k]
	return prefix + ":" + Slug(strings.Join(words, " "))
}

// PlaceID returns a place's id by its English name where known, else by the
// name as written.
func PlaceID(name string) string { return "place:" + Slug(name) }

// Slug folds words to lower-case letters and digits joined by hyphens.
// Letters of every script stay, without diacritics.
func Slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r), r == 'ـ', r == '\'', r == '’':
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return b.String()
}
