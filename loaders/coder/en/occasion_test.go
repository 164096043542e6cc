package en_test

import (
	"context"
	"testing"

	"safir/loaders/coder"
	"safir/loaders/coder/ar"
	"safir/loaders/coder/en"
	"safir/schema"
)

// TestOccasions reads the day of the last event of an article published on
// Wednesday 2025-06-25, which has no word of time of its own.
func TestOccasions(t *testing.T) {
	c := coder.New(en.Language(), ar.Language())
	met := "Omani Foreign Minister Tarek Benali met Kuwaiti Foreign Minister Salem Al-Rashed on Tuesday."
	for _, tt := range []struct {
		name string
		lang schema.Language
		text string
		want string
	}{
		{"the same person goes on", schema.English, met + "\n\nBenali called on Israel to lift the siege.", "2025-06-24"},
		{"the day before", schema.English, "Turkey threatened Greece on Tuesday. The day before, Kyriakos Mitsotakis had telephoned Charles Michel.", "2025-06-23"},
		{"a day before the raid", schema.English, "Ecuador stormed the Mexican embassy on Tuesday. A day before the raid, Ecuador had expelled the Mexican ambassador.", "2025-06-23"},
		{"a day earlier", schema.English, "Britain imposed sanctions on Israel on Tuesday. David Lammy had telephoned Gideon Saar a day earlier.", "2025-06-23"},
		{"another's reaction", schema.English, met + "\n\nSaudi Arabia praised Oman for its efforts.", "-"},
		{"background", schema.English, "Omani Foreign Minister Tarek Benali met Kuwaiti Foreign Minister Salem Al-Rashed on 2 June.\n\nBenali called on Israel to lift the siege.", "-"},
		{"signed after the talks", schema.Arabic, "التقى وزير الخارجية العماني بدر البوسعيدي نظيره الإيراني عباس عراقجي في مسقط أمس الثلاثاء.\n\nووقّع الوزيران مذكرة تفاهم.", "2025-06-24"},
		{"ticker", schema.Arabic, "• 19:40 - حماس تدعو الوسطاء إلى إلزام إسرائيل باحترام الاتفاق.", "2025-06-25"},
	} {
		coded, err := c.Code(context.Background(), schema.Article{ID: "case", Language: tt.lang, PublishedAt: schema.NewDate(2025, 6, 25), Text: tt.text})
		if err != nil {
			t.Fatal(err)
		}
		if len(coded.Events) == 0 {
			t.Errorf("%s: no event", tt.name)
			continue
		}
		got := "-"
		if d := coded.Events[len(coded.Events)-1].Date; !d.IsZero() {
			got = d.Start.String()
		}
		if got != tt.want {
			t.Errorf("%s: got %s, want %s of %s", tt.name, got, tt.want, coded.Events[len(coded.Events)-1].Type)
		}
	}
}
