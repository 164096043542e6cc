package pubdate

import (
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"2025-06-29":                             "2025-06-29T00:00:00Z",
		"2025-06-29T22:30:00+03:00":              "2025-06-29T22:30:00+03:00",
		"2025-06-29T22:30:00Z":                   "2025-06-29T22:30:00Z",
		"2025-06-29 22:30:00":                    "2025-06-29T22:30:00Z",
		"20250629":                               "2025-06-29T00:00:00Z",
		"Sun, 29 Jun 2025 22:30:00 +0300":        "2025-06-29T22:30:00+03:00",
		"Sun, 29 Jun 2025 22:30:00 GMT":          "2025-06-29T22:30:00Z",
		"Sunday, June 29th, 2025 at 10:30 PM":    "2025-06-29T22:30:00Z",
		"June 29, 2025 12:05 am":                 "2025-06-29T00:05:00Z",
		"29-Jun-2025":                            "2025-06-29T00:00:00Z",
		"29/06/2025":                             "2025-06-29T00:00:00Z",
		"06/29/2025":                             "2025-06-29T00:00:00Z",
		"2025/6/29":                              "2025-06-29T00:00:00Z",
		"الأحد، 29 يونيو 2025":                   "2025-06-29T00:00:00Z",
		"الأحد 29 يونيو 2025 - 22:30":            "2025-06-29T22:30:00Z",
		"الأحد ٢٩ حزيران/يونيو ٢٠٢٥":             "2025-06-29T00:00:00Z",
		"٢٩ حزيران ٢٠٢٥":                         "2025-06-29T00:00:00Z",
		"٢٠٢٥/٠٦/٢٩":                             "2025-06-29T00:00:00Z",
		"29 كانون الأول 2024":                    "2024-12-29T00:00:00Z",
		"2 تشرين الثاني 2024 10:15 صباحاً":       "2024-11-02T10:15:00Z",
		"10:30 م - 29 يونيو 2025":                "2025-06-29T22:30:00Z",
		"29 يونيو 2025 م":                        "2025-06-29T00:00:00Z",
		"الأحد 4 محرم 1447 هـ":                   "2025-06-29T00:00:00Z",
		"4 محرم 1447 هـ - 29 يونيو 2025 م":       "2025-06-29T00:00:00Z",
		"4 محرم 1447 هـ الموافق 29 يونيو 2025 م": "2025-06-29T00:00:00Z",
		"29 جوان 2025":                           "2025-06-29T00:00:00Z",
		"الأحد, 29 يونيو 2025 22:30:00 +0300":    "2025-06-29T22:30:00+03:00",
		"31 يونيو 2025":                          "",
		"يونيو 2025":                             "",
		"29 يونيو":                               "",
		"2025-13-01":                             "",
		"yesterday":                              "",
		"":                                       "",
		"1719700000":                             "",
	} {
		got, err := Parse(in)
		switch {
		case want == "" && err == nil:
			t.Errorf("%q: %v, want an error", in, got)
		case want != "" && err != nil:
			t.Errorf("%q: %v", in, err)
		case want != "" && got.Format(time.RFC3339) != want:
			t.Errorf("%q: %s, want %s", in, got.Format(time.RFC3339), want)
		}
	}
}

func TestWordsNamesTheBadLine(t *testing.T) {
	if _, err := parseWords(wordsTXT); err != nil {
		t.Fatal(err)
	}
	for bad, want := range map[string]string{
		"# c\nmonth 13: x":       "line 2: ",
		"month 1 x":              "line 1: ",
		"month 1: a\nmonth 2: a": "line 2: ",
		"zone +9900: z":          "line 1: ",
		"skip: a,,b":             "line 1: ",
	} {
		if _, err := parseWords(bad); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v, want %s…", bad, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2025-06-29", "الأحد 29 يونيو 2025 - 22:30", "Sun, 29 Jun 2025 22:30:00 GMT", "4 محرم 1447 هـ", "1st-2/3:4+5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, err := Parse(s); err == nil && !plausible(got.Year()) {
			t.Errorf("%q: year %d", s, got.Year())
		}
	})
}
