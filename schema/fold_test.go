package schema_test

import (
	"testing"

	"golang.org/x/text/unicode/norm"

	"safir/schema"
)

func TestFoldJoinsSpellings(t *testing.T) {
	for _, same := range [][]string{
		{"إيران", "ايران", "إِيرَان", "ایران", "إيـــران", " إيران، ", "ﺇﻳﺮﺍﻥ"},
		{"مصطفى", "مصطفي"},
		{"القاهرة", "القاهره"},
		{"شؤون", "شئون", "شُئُون", "شءون"},
		{"رؤوف", "رءوف"},
		{"فائز", "فايز"},
		{"آل خليفة", "ال خليفه"},
		{"كامالا", "کامالا"},
		{"Al-Sisi", "al sisi", "AL–SISI"},
		{"Sana'a", "Sana’a", "Sanaa", "Sanaʿa"},
		{"U.S.", "US", "u.s"},
		{"Erdoğan", "Erdogan", "ERDOĞAN"},
		{"Türkiye", "Turkiye"},
		{"Løkke", "Lokke"},
		{"Fidan İ", "fidan i"},
		{"ｉｒａｎ", "iran"},
		{"2025", "٢٠٢٥", "۲۰۲۵"},
		{"«حماس»", "حماس", "(حماس)"},
		{"مجلس\u00a0الأمن", "مجلس  الأمن", "مجلس\nالأمن"},
	} {
		for _, s := range same[1:] {
			if a, b := schema.Fold(same[0]), schema.Fold(s); a != b {
				t.Errorf("Fold(%q) = %q, Fold(%q) = %q", same[0], a, s, b)
			}
		}
	}
}

func TestFoldKeepsApart(t *testing.T) {
	for _, p := range [][2]string{{"علاء", "علا"}, {"عمان", "اليمن"}, {"الأردن", "أردن"}, {"Niger", "Nigeria"}, {"OPEC", "OPEC+"}, {"أوبك", "أوبك+"}, {"مجلس الأمن", "مجلسالأمن"}} {
		if schema.Fold(p[0]) == schema.Fold(p[1]) {
			t.Errorf("%q and %q fold to one name", p[0], p[1])
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"شئون", "Erdoğan's", "ﷲ", "آل ثاني", "ئو", "İ", "…", "ﷺ", "½", "ǅ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := schema.Fold(s)
		if twice := schema.Fold(once); twice != once {
			t.Errorf("Fold(%q) = %q, folded again %q", s, once, twice)
		}
		if !norm.NFC.IsNormalString(s) {
			return
		}
		if d := schema.Fold(norm.NFD.String(s)); d != once {
			t.Errorf("Fold(%q) = %q, of its decomposed form %q", s, once, d)
		}
	})
}
