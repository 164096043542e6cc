package article

import (
	"strings"
	"testing"
)

func TestBoilerplateNamesTheBadLine(t *testing.T) {
	if _, err := parseBoilerplate(boilerplateTXT); err != nil {
		t.Fatal(err)
	}
	for bad, want := range map[string]string{"# c\ncss p[": "line 2: ", "line ...": "line 1: ", "\n\nword x": "line 3: "} {
		if _, err := parseBoilerplate(bad); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v, want %s…", bad, err, want)
		}
	}
}

func TestCanonicalURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://Example.org":                         "https://example.org/",
		"http://example.org:80/a?b=1&a=2#x":           "http://example.org/a?a=2&b=1",
		"https://example.org/a?utm_source=x&fbclid=y": "https://example.org/a",
		"https://example.org/?p=12&at_custom9=z":      "https://example.org/?p=12",
		"https://u:p@example.org/ا":                   "https://example.org/%D8%A7",
		"https://example.org/a?b&a":                   "https://example.org/a?a&b",
		"https://[::1]:443/a":                         "https://[::1]/a",
		"mailto:x@y":                                  "mailto:x@y",
		"":                                            "",
	} {
		if got := CanonicalURL(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
		if again := CanonicalURL(want); again != want {
			t.Errorf("%q is not its own canonical form: %q", want, again)
		}
	}
}

func TestLanguage(t *testing.T) {
	for in, want := range map[string]string{
		"اتصل الوزير بنظيره": "ar", "Iran called.": "en", "وزیر امور خارجه ایران با همتای خود دیدار کرد": "fa", "وزیر خارجہ نے اپنے ہم منصب سے ٹیلی فون پر بات کی ہے": "ur",
		"Le chef de la diplomatie a rencontré son homologue à Paris lundi pour discuter de la situation dans la région et des moyens de la calmer.": "fr",
		"123": "", "": "", "Министр иностранных дел встретился со своим коллегой": "ru",
	} {
		if got := Language(in); string(got) != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"AR": "ar", "ar-SA": "ar", "ara": "ar", "Arabic": "ar", "eng": "en", "en_US": "en", "xx-invalid-": "", "": ""} {
		if got := languageCode(in); string(got) != want {
			t.Errorf("code %q: %q, want %q", in, got, want)
		}
	}
}

func TestFingerprintTellsCopies(t *testing.T) {
	words := func(from, to int) string {
		var b strings.Builder
		for i := from; i < to; i++ {
			b.WriteString(strings.Repeat(string(rune('a'+i%26)), 1+i%7) + string(rune('a'+i/26%26)) + string(rune('a'+i*7%26)) + " ")
		}
		return b.String()
	}
	text := words(0, 300)
	for name, tc := range map[string]struct {
		a, b string
		want bool
	}{
		"the same":               {text, text, true},
		"other case and layout":  {text, strings.ToUpper(strings.ReplaceAll(text, " ", "\n")), true},
		"a dateline more":        {text, "CAIRO, 3 March (Agency) - " + text, true},
		"a paragraph less":       {text, words(0, 270), true},
		"half of it":             {text, words(0, 150), false},
		"another text":           {text, words(400, 700), false},
		"short and the same":     {"الوزير يزور القاهرة", "الوَزير يزور القاهره.", true},
		"short and not the same": {"one two three", "one two four", false},
	} {
		shared := false
		in := map[string]bool{}
		for _, f := range Fingerprint(tc.a) {
			in[f] = true
		}
		for _, f := range Fingerprint(tc.b) {
			shared = shared || in[f]
		}
		if shared != tc.want {
			t.Errorf("%s: copies %v, want %v", name, shared, tc.want)
		}
	}
	if f := Fingerprint(" … "); f != nil {
		t.Errorf("a text without words has the fingerprint %v", f)
	}
}
