package coder_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"safir/loaders/coder"
	"safir/loaders/coder/ar"
	"safir/loaders/coder/en"
	"safir/schema"
)

func engine() *coder.Engine { return coder.New(ar.Language(), en.Language()) }

// articles reads the gold articles that are not kept blind.
func articles(t testing.TB) []schema.Article {
	t.Helper()
	files, err := filepath.Glob("../../testdata/gold/*.json")
	if err != nil || len(files) == 0 {
		t.Skip("no gold articles")
	}
	var out []schema.Article
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var a struct {
			ID, Title, Text, Published string
			Language                   schema.Language
		}
		if err := json.Unmarshal(b, &a); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		day, _ := schema.ParseDate(a.Published)
		out = append(out, schema.Article{ID: a.ID, Title: a.Title, Text: a.Text, Language: a.Language, PublishedAt: day})
	}
	return out
}

func code(t testing.TB, e *coder.Engine, a schema.Article) schema.Coded {
	t.Helper()
	c, err := e.Code(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// What the engine claims stands in the text, and stays the same.
func TestGoldArticlesPassTheEvidenceCheck(t *testing.T) {
	e := engine()
	first := make(map[string]string)
	for round := range 2 {
		for _, a := range articles(t) {
			c := code(t, e, a)
			if err := c.Check(); err != nil {
				t.Errorf("%s: %v", a.ID, err)
			}
			b, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			if round == 0 {
				first[a.ID] = string(b)
			} else if diff := cmp.Diff(first[a.ID], string(b)); diff != "" {
				t.Errorf("%s: another result the second time:\n%s", a.ID, diff)
			}
		}
	}
}

func TestLanguageByScript(t *testing.T) {
	e := engine()
	for text, want := range map[string]schema.Language{
		"زار الرئيس التركي رجب طيب أردوغان العراق.":     schema.Arabic,
		"The Turkish president visited Iraq on Monday.": schema.English,
	} {
		if c := code(t, e, schema.Article{ID: "a", Text: text}); c.Article.Language != want {
			t.Errorf("%q: language %q, want %q", text, c.Article.Language, want)
		}
	}
	if _, err := e.Code(context.Background(), schema.Article{ID: "x", Language: "fr", Text: "Bonjour"}); err == nil {
		t.Error("no error for a language without tables")
	}
}

// Texts that nobody writes must not make the engine crash or hang.
func TestOddTexts(t *testing.T) {
	e := engine()
	word := "قال وزير الخارجية السعودي الأمير فيصل بن فرحان إن إيران قصفت إسرائيل و"
	texts := map[string]string{
		"empty":         "",
		"invalid UTF-8": "زار \xff\xfe الرئيس \xc3 العراق. The \xf0\x28\x8c president met.",
		"no full stop":  strings.Repeat(word+" ", 8000),
		"one letter":    strings.Repeat("ا", 200000),
		"marks only":    strings.Repeat("\u064b\u0640\u200f", 50000),
		"quotes":        strings.Repeat("\"«(", 40000),
		"commas":        strings.Repeat("إيران، ", 40000),
		"newlines":      strings.Repeat("\n\n", 100000),
		"mixed scripts": strings.Repeat("President ترامب met بوتين in جدة, ", 5000),
		"presentation":  "ﺯﺍﺭ ﺍﻟﺮﺋﻴﺲ ﺍﻟﺘﺮﻛﻲ ﺭﺟﺐ ﻃﻴﺐ ﺃﺭﺩﻭﻏﺎﻥ ﺍﻟﻌﺮﺍﻕ.",
		"tatweel":       "زار الرئيـــس التركـي رجـــب طيب أردوغـان العـراق.",
		"vowels":        "زَارَ الرَّئِيسُ التُّرْكِيُّ رَجَب طَيِّب أَرْدُوغَان العِرَاقَ.",
	}
	for name, text := range texts {
		for _, lang := range []schema.Language{schema.Arabic, schema.English} {
			start := time.Now()
			c := code(t, e, schema.Article{ID: name, Text: text, Language: lang})
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("%s (%s): %v", name, lang, took)
			}
			if err := c.Check(); err != nil && utf8.ValidString(text) {
				t.Errorf("%s (%s): %v", name, lang, err)
			}
		}
	}
	for _, name := range []string{"presentation", "tatweel", "vowels"} {
		c := code(t, e, schema.Article{ID: name, Text: texts[name], Language: schema.Arabic})
		if len(c.Events) != 1 || c.Events[0].Type != "VISIT" || c.Events[0].Quote == "" {
			t.Errorf("%s: events %v", name, c.Events)
		}
	}
}

// Clauses of real articles in any order, with words left out, meet each other
// in ways that no author had in mind; the engine reads on.
func TestShuffledClauses(t *testing.T) {
	rounds := 400
	if testing.Short() {
		rounds = 50
	}
	e := engine()
	clauses := make(map[schema.Language][]string)
	for _, a := range articles(t) {
		clauses[a.Language] = append(clauses[a.Language], strings.FieldsFunc(a.Text, func(r rune) bool { return strings.ContainsRune(".,;،؛\n", r) })...)
	}
	ends := []string{". ", ", ", "، ", ".\n\n", " "}
	for lang, all := range clauses {
		for round := range rounds {
			r := rand.New(rand.NewPCG(uint64(round), 1))
			var text strings.Builder
			for range 60 {
				words := strings.Fields(all[r.IntN(len(all))])
				if r.IntN(4) == 0 && len(words) > 2 {
					k := r.IntN(len(words))
					words = slices.Delete(words, k, k+1)
				}
				text.WriteString(strings.Join(words, " ") + ends[r.IntN(len(ends))])
			}
			a := schema.Article{ID: fmt.Sprintf("%s-%d", lang, round), Title: all[r.IntN(len(all))], Text: text.String(), Language: lang, PublishedAt: schema.NewDate(2025, 6, 15)}
			if err := code(t, e, a).Check(); err != nil {
				t.Fatalf("round %d: %v\n%s", round, err, a.Text)
			}
		}
	}
}

func FuzzCode(f *testing.F) {
	e := engine()
	f.Add("زار الرئيس التركي رجب طيب أردوغان العراق في 3 مايو/أيار الماضي.", "ar")
	f.Add("On Monday, Iran's foreign minister Abbas Araghchi called his Omani counterpart.", "en")
	f.Add("\u200f\"«وأعلن» (أ ف ب) - 17 ذو الحجة 1446 هـ\n\n\xff", "ar")
	f.Fuzz(func(t *testing.T, text, lang string) {
		if lang != "en" {
			lang = "ar"
		}
		day := schema.NewDate(2025, 6, 15)
		c, err := e.Code(context.Background(), schema.Article{ID: "f", Text: text, Language: schema.Language(lang), PublishedAt: day})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Check(); err != nil && utf8.ValidString(text) {
			t.Fatal(err)
		}
	})
}

func BenchmarkCode(b *testing.B) {
	e := engine()
	if err := e.Load(); err != nil {
		b.Fatal(err)
	}
	as := articles(b)
	chars := 0
	for _, a := range as {
		chars += utf8.RuneCountInString(a.Text)
	}
	b.ReportAllocs()
	b.ResetTimer()
	n := 0
	for b.Loop() {
		code(b, e, as[n%len(as)])
		n++
	}
	mean := float64(chars) / float64(len(as))
	b.ReportMetric(float64(n)*mean/2000/b.Elapsed().Seconds(), "articles-of-2000/s")
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if err := engine().Load(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLongText codes texts of which no paragraph stands twice: the engine
// reads repeats but once.
func BenchmarkLongText(b *testing.B) {
	e := engine()
	as := slices.DeleteFunc(articles(b), func(a schema.Article) bool { return a.Language != schema.Arabic })
	for _, size := range []int{500_000, 5_000_000} {
		var text strings.Builder
		for n := 0; text.Len() < size; n++ {
			for p := range strings.SplitSeq(as[n%len(as)].Text, "\n\n") {
				fmt.Fprintf(&text, "%s رقم %d.\n\n", strings.TrimSuffix(p, "."), n)
			}
		}
		b.Run(fmt.Sprintf("%dkB", size/1000), func(b *testing.B) {
			for b.Loop() {
				code(b, e, schema.Article{ID: "long", Text: text.String(), Language: schema.Arabic})
			}
		})
	}
}
