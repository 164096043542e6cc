package article

import (
	"strings"
	"unicode"

	"github.com/RadhiFadlillah/whatlanggo"
	"golang.org/x/text/language"

	"safir/schema"
)

// Language tells what language a text is in: by its script, and where
// several languages share the script, by their letters and trigrams. It is
// empty for a text without letters. Latin text that is too short to tell
// counts as English.
func Language(text string) schema.Language {
	text = head(text, 4000)
	var arabic, latin, others int
	var farsi, urdu int
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Arabic, r):
			arabic++
			switch r {
			case 'پ', 'چ', 'ژ', 'گ', 'ک', 'ی':
				farsi++
			case 'ٹ', 'ڈ', 'ڑ', 'ے', 'ں', 'ھ':
				urdu++
			}
		case unicode.Is(unicode.Latin, r):
			latin++
		case unicode.IsLetter(r):
			others++
		}
	}
	switch {
	case arabic+latin+others == 0:
		return ""
	case arabic >= latin && arabic >= others && urdu*50 > arabic:
		return "ur"
	case arabic >= latin && arabic >= others && farsi*20 > arabic:
		return "fa"
	case arabic >= latin && arabic >= others:
		return schema.Arabic
	}
	info := whatlanggo.Detect(text)
	code := info.Lang.Iso6391()
	switch {
	case latin < others:
		return schema.Language(code)
	case info.Script == unicode.Latin && info.IsReliable() && latin >= 100 && code != "":
		return schema.Language(code)
	}
	return schema.English
}

// languageCode brings a stated language ("AR", "ar-SA", "ara", "Arabic") to
// its ISO 639-1 code; empty where it states none that exists.
func languageCode(s string) schema.Language {
	s = strings.ToLower(strings.TrimSpace(s))
	switch s {
	case "":
		return ""
	case "arabic", "العربية", "عربي":
		return schema.Arabic
	case "english", "الإنجليزية":
		return schema.English
	}
	tag, err := language.Parse(strings.ReplaceAll(s, "_", "-"))
	if err != nil {
		return ""
	}
	base, _ := tag.Base()
	if code := base.String(); len(code) == 2 && code != "un" {
		return schema.Language(code)
	}
	return ""
}

// head returns the first n bytes of s, to the end of a word.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	if i := strings.LastIndexAny(s[:n], " \n"); i > 0 {
		return s[:i]
	}
	return strings.ToValidUTF8(s[:n], "")
}
