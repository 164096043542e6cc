package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"safir/schema"
)

// newsArticle is an article as a JSON Lines file has it.
type newsArticle struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Text      string `json:"text"`
	Language  string `json:"language"`
	Published string `json:"published"`
}

// collected returns the articles of the collection and of the samples.
func collected(t testing.TB) (all []newsArticle) {
	t.Helper()
	for _, pattern := range []string{"../../testdata/collection/*.json", "../../testdata/articles/*.json"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(paths), err)
		}
		for _, path := range paths {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var a newsArticle
			if err := json.Unmarshal(b, &a); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if a.Language == "" {
				a.Language = "en"
				if strings.ContainsAny(a.Text[:50], "ابتثجحخدذرزسشصضطظعغفقكلمنهوي") {
					a.Language = "ar"
				}
			}
			all = append(all, a)
		}
	}
	return all
}

// news makes n articles as some years of a news agency and its readers have
// them: stories of one to six articles on two days, each in its own words and
// order, most of which end on paragraphs of background that a hundred others
// have too. The same number gives the same articles.
func news(t testing.TB, n int) []newsArticle {
	t.Helper()
	random := rand.New(rand.NewPCG(11, 12))
	background := map[string][]string{}
	for _, a := range collected(t) {
		background[a.Language] = append(background[a.Language], strings.Split(a.Text, "\n\n")...)
	}
	states := schema.States()
	sentences := map[string][]string{
		"en": {
			"The foreign minister of %s telephoned the foreign minister of %s on %s.", "The president of %[1]s met the president of %[2]s in the capital on %[3]s.",
			"%s condemned an attack on %s on %s.", "%s and %s signed an agreement on %s.", "%s threatened %s with sanctions on %s.",
			"The prime minister of %s arrived in %s on %s for a visit.", "%s recalled its ambassador to %s on %s.", "%s pledged aid to %s on %s.",
		},
		"ar": {
			"أجرى وزير خارجية %s اتصالا هاتفيا مع وزير خارجية %s يوم %s.", "التقى رئيس %s رئيس %s يوم %s.", "أدانت %s الهجوم على %s يوم %s.",
			"وقعت %s و%s اتفاقية يوم %s.", "هددت %s %s بعقوبات يوم %s.", "وصل رئيس وزراء %s إلى %s يوم %s في زيارة رسمية.", "استدعت %s سفيرها لدى %s يوم %s.",
		},
	}
	months := strings.Fields("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر")
	tell := func(language string, kind int, a, b schema.StateInfo, day schema.Date) string {
		form := sentences[language][kind%len(sentences[language])]
		if language == "ar" {
			return fmt.Sprintf(form, a.NameAr, b.NameAr, fmt.Sprintf("%d %s %d", day.Day, months[day.Month-1], day.Year))
		}
		return fmt.Sprintf(form, a.Name, b.Name, fmt.Sprintf("%d %s %d", day.Day, day.Month, day.Year))
	}
	pick := func() schema.StateInfo { return states[int(float64(len(states))*random.Float64()*random.Float64())] }
	var all []newsArticle
	for len(all) < n {
		day := schema.NewDate(2023, 1, 1+random.IntN(900))
		type fact struct {
			kind int
			a, b schema.StateInfo
		}
		facts := make([]fact, 2+random.IntN(4))
		for i := range facts {
			facts[i] = fact{random.IntN(8), pick(), pick()}
		}
		for range min(1+random.IntN(6), n-len(all)) {
			language := []string{"ar", "en"}[random.IntN(2)]
			random.Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
			var text []string
			for _, f := range facts[:1+random.IntN(len(facts))] {
				text = append(text, tell(language, f.kind, f.a, f.b, day))
			}
			for range random.IntN(3) {
				text = append(text, background[language][random.IntN(len(background[language]))])
			}
			id := fmt.Sprintf("news-%05d", len(all))
			all = append(all, newsArticle{id, "https://news.example/" + id, strings.TrimSuffix(text[0], "."), strings.Join(text, "\n\n"), language, day.Add(random.IntN(2)).String()})
		}
	}
	return all
}

// reprints makes n articles of which hundreds are word for word the same.
func reprints(t testing.TB, n int) []newsArticle {
	t.Helper()
	originals := collected(t)
	all := make([]newsArticle, n)
	for i := range all {
		all[i] = originals[i%len(originals)]
		all[i].ID = fmt.Sprintf("%s-%05d", all[i].ID, i)
		all[i].URL = "https://news.example/" + all[i].ID
	}
	return all
}

func writeNews(t testing.TB, path string, articles []newsArticle) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	e := json.NewEncoder(w)
	for _, a := range articles {
		if err := e.Encode(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
