package identity

import "testing"

func TestSameName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"عباس عراقجي", "Abbas Araghchi", true},
		{"عباس عراقجي", "Abbas Araqchi", true},
		{"Abbas Araghchi", "Abbas Araqchi", true},
		{"محمد بن سلمان", "خالد بن سلمان", false},
		{"Mohammed bin Salman", "Khalid bin Salman", false},
		{"محمد بن سلمان", "Mohammed bin Salman", true},
		{"Mohammad bin Salman Al Saud", "الأمير محمد بن سلمان", true},
		{"مسعود بزشكيان", "Masoud Pezeshkian", true},
		{"سيرغي لافروف", "Sergei Lavrov", true},
		{"سيرغي لافروف", "Sergey Lavrov", true},
		{"Foreign Minister Sergey Lavrov", "وزير الخارجية الروسي سيرغي لافروف", true},
		{"أنطونيو غوتيريش", "Antonio Guterres", true},
		{"عبد الرحيم موسوي", "Abdolrahim Mousavi", true},
		{"عبدالرحيم موسوي", "Abdul Rahim Mousavi", true},
		{"عبد الفتاح السيسي", "Abdel Fattah el-Sisi", true},
		{"فيصل بن فرحان", "Faisal bin Farhan", true},
		{"بنيامين نتنياهو", "Benjamin Netanyahu", true},
		{"إسماعيل هنية", "Ismail Haniyeh", true},
		{"فلاديمير بوتين", "Vladimir Putin", true},
		{"رجب طيب أردوغان", "Recep Tayyip Erdogan", true},
		{"هاكان فيدان", "Hakan Fidan", true},
		{"ستيف ويتكوف", "Steve Witkoff", true},
		{"بدر البوسعيدي", "Badr Albusaidi", true},
		{"بدر عبد العاطي", "Badr Abdelatty", true},
		{"Ali Larijani", "Ali Khamenei", false},
		{"Mohammed bin Zayed", "Mohammed bin Salman", false},
		{"عبد الله بن زايد", "عبد الله الثاني", false},
	} {
		if got := sameName(nameParts(c.a), nameParts(c.b)); got != c.want {
			t.Errorf("%s %q = %s %q: %v", c.a, nameParts(c.a), c.b, nameParts(c.b), got)
		}
	}
}

func TestTitlesAloneNameNobody(t *testing.T) {
	for _, name := range []string{"وزير الدفاع السعودي", "the Saudi foreign minister", "ولي العهد", "President", "رئيس هيئة الأركان العامة للقوات المسلحة الإيرانية",
		"Minister of Foreign Affairs of Iran", "الرئيس الإيراني", "Crown Prince"} {
		if parts := nameParts(name); len(parts) != 0 {
			t.Errorf("%s: %q", name, parts)
		}
	}
}
