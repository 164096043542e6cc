package en_test

import (
	"slices"
	"testing"

	"safir/loaders/coder"
	"safir/loaders/coder/en"
)

func TestInflect(t *testing.T) {
	for _, tt := range []struct {
		lemma string
		part  coder.Part
		forms string
		want  []string
	}{
		{"condemn", coder.Verb, "", []string{"condemn", "condemns", "condemned", "condemning"}},
		{"accuse", coder.Verb, "noun=accusation|accusations", []string{"accuse", "accuses", "accused", "accusing", "accusation", "accusations"}},
		{"slam", coder.Verb, "", []string{"slam", "slams", "slammed", "slamming"}},
		{"deny", coder.Verb, "", []string{"deny", "denies", "denied", "denying"}},
		{"expel", coder.Verb, "past=expelled; ger=expelling", []string{"expel", "expels", "expelled", "expelling"}},
		{"speak", coder.Verb, "past=spoke; pp=spoken", []string{"speak", "speaks", "spoke", "spoken", "speaking"}},
		{"meet", coder.Verb, "past=met; noun=meeting|meetings", []string{"meet", "meets", "met", "meeting", "meetings"}},
		{"free", coder.Verb, "", []string{"free", "frees", "freed", "freeing"}},
		{"visit", coder.Noun, "", []string{"visit", "visits"}},
		{"embargo", coder.Noun, "embargoes", []string{"embargo", "embargoes"}},
		{"joint", coder.Adj, "", []string{"joint"}},
	} {
		forms, err := en.Inflect(tt.lemma, tt.part, tt.forms)
		if err != nil {
			t.Errorf("%s: %v", tt.lemma, err)
			continue
		}
		var got []string
		for _, f := range forms {
			got = append(got, f.Text)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.lemma, got, tt.want)
		}
	}
}

func TestInflectTags(t *testing.T) {
	forms, err := en.Inflect("meet", coder.Verb, "past=met; noun=meeting|meetings")
	if err != nil {
		t.Fatal(err)
	}
	tags := make(map[string]coder.Tag)
	for _, f := range forms {
		tags[f.Text] = f.Tag
	}
	for text, want := range map[string]coder.Tag{
		"meet":     coder.Finite | coder.Present | coder.Infinitive | coder.Plural,
		"met":      coder.Finite | coder.Past | coder.PastPart,
		"meeting":  coder.ActivePart | coder.Nominal,
		"meetings": coder.Nominal | coder.Plural,
	} {
		if tags[text] != want {
			t.Errorf("%s: tag %b, want %b", text, tags[text], want)
		}
	}
}

func TestInflectErrors(t *testing.T) {
	for _, tt := range []struct {
		part  coder.Part
		forms string
	}{
		{coder.Verb, "went"},
		{coder.Verb, "past="},
		{coder.Verb, "perfect=gone"},
		{coder.Adj, "bigger"},
		{"pronoun", ""},
	} {
		if _, err := en.Inflect("go", tt.part, tt.forms); err == nil {
			t.Errorf("%s %q: no error", tt.part, tt.forms)
		}
	}
}
