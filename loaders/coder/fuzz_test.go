package coder_test

import (
	"testing"

	"safir/schema"
)

// Tokens follow each other within the text, sentences and paragraphs leave
// none out, whatever the text.
func FuzzSegments(f *testing.F) {
	e := engine()
	for _, s := range []string{
		"الرياض 17 ذو الحجة 1446 هـ الموافق 13 يونيو 2025 م واس\n\nأجرى سموه، اليوم، اتصالاً.",
		"Gen. J. Smith of the U.S. said at 3 p.m. “No.” Then—he left…",
		"\u202b«ولبنظيره» \ufeff\u200f (أ ف ب) -\r\n\r\n• ١٤:٠٥ - ﻗﺼﻒ",
		"a\xffb \xc3\x28 \xf0\x9f\x87\xb8\xf0\x9f\x87\xa6 ١٢٫٥% e\u0301\u0301",
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, text string, arabic bool) {
		if err := e.CheckSegments(schema.Article{ID: "fuzz", Text: text, Language: language(arabic)}); err != nil {
			t.Error(err)
		}
	})
}

// Dates are days of the calendar, in their order, whatever the text.
func FuzzDates(f *testing.F) {
	e := engine()
	for _, s := range []string{
		"ليلة 31 مارس إلى الأول من أبريل، في 30 فبراير 2024، وفي العشرين منه، قبل 99999 سنة",
		"بين 30 شعبان و2 رمضان 1446هـ، الموافق 31/12/9999، 0/0/0000، قبل ذلك بخمسة أيام",
		"from May 30 to June 2, on 31 November 2024, two days after the talks, 2147483647 years ago",
		"between Sunday and Saturday, in the past 999999 weeks, 29 February 2023, Dec. 0, 24-06-2025",
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, text string, arabic bool) {
		a := schema.Article{ID: "fuzz", Text: text, Language: language(arabic), PublishedAt: schema.NewDate(2025, 6, 25)}
		if err := e.CheckDates(a); err != nil {
			t.Error(err)
		}
		a.PublishedAt = schema.Date{}
		if err := e.CheckDates(a); err != nil {
			t.Errorf("without a day of publication: %v", err)
		}
	})
}

func language(arabic bool) schema.Language {
	if arabic {
		return schema.Arabic
	}
	return schema.English
}
