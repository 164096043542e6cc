package en_test

import (
	"context"
	"testing"

	"safir/loaders/coder"
	"safir/loaders/coder/ar"
	"safir/loaders/coder/en"
	"safir/schema"
)

// TestOrders reads which event an article puts before which.
func TestOrders(t *testing.T) {
	c := coder.New(en.Language(), ar.Language())
	for _, tt := range []struct {
		lang          schema.Language
		text          string
		earlier, late schema.EventType
	}{
		{schema.English, "Israel and Lebanon signed a ceasefire agreement on Monday. Lebanon accused Israel of breaking the ceasefire.", "CEASEFIRE", "ACCUSATION"},
		{schema.English, "Omani Foreign Minister Tarek Benali met Kuwaiti Foreign Minister Salem Al-Rashed on Tuesday. Benali condemned the siege of Gaza. Benali then telephoned Qatari Foreign Minister Ali Mansour.", "MEETING", "PHONE_CALL"},
		{schema.Arabic, "اعترفت إسرائيل، الجمعة، رسميا بإقليم أرض الصومال.\n\nووقعت إسرائيل اتفاقا مع إثيوبيا.\n\nورفضت الصومال الخطوة رفضا قاطعا.", "RECOGNITION", "REJECTION"},
	} {
		coded, err := c.Code(context.Background(), schema.Article{ID: "case", Language: tt.lang, PublishedAt: schema.NewDate(2025, 6, 25), Text: tt.text})
		if err != nil {
			t.Fatal(err)
		}
		types := make(map[string]schema.EventType)
		for _, e := range coded.Events {
			types[e.ID] = e.Type
		}
		found := false
		for _, o := range coded.Order {
			found = found || types[o.Earlier] == tt.earlier && types[o.Later] == tt.late
		}
		if !found {
			t.Errorf("%s: no %s before %s in %v of %v", tt.text, tt.earlier, tt.late, coded.Order, types)
		}
	}
}
