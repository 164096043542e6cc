package schema

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"
)

// A term names one state, or is marked as ambiguous everywhere it stands.
func TestStateTermsAreUnique(t *testing.T) {
	type owner struct {
		code      string
		ambiguous bool
	}
	owners := make(map[string][]owner)
	for _, s := range States() {
		for _, term := range s.Terms {
			key := Fold(term.Text)
			owners[key] = append(owners[key], owner{s.Code, term.Ambiguous})
		}
	}
	for name, os := range owners {
		for _, a := range os {
			for _, b := range os {
				if a.code < b.code && (!a.ambiguous || !b.ambiguous) {
					t.Errorf("%q stands for %s and %s without being marked in both", name, a.code, b.code)
				}
			}
		}
	}
}

func TestStateByName(t *testing.T) {
	for name, want := range map[string]string{
		"Saudi Arabia": "SAU", "المملكة العربيه السعوديه": "SAU", "the kingdom": "", "KSA": "SAU", "عربستان سعودی": "SAU",
		"Arabie saoudite": "SAU", "איראן": "IRN", "ایران": "IRN", "u.s.": "USA", "TÜRKİYE": "TUR", "Jordan": "JOR",
		"سلطنة عُمان": "OMN", "كوريا": "", "Tehran": "", "Saudi": "", "nowhere": "", "": "",
	} {
		s, ok := StateByName(name)
		if s.Code != want || ok != (want != "") {
			t.Errorf("StateByName(%q) = %q, %v; want %q", name, s.Code, ok, want)
		}
	}
}

func TestStateByCode(t *testing.T) {
	for _, code := range []string{"SAU", "SA"} {
		s, ok := StateByCode(code)
		if !ok || s.Name != "Saudi Arabia" || s.NameAr != "السعودية" || s.Capital != "Riyadh" || s.CapitalAr != "الرياض" {
			t.Errorf("StateByCode(%s) = %+v, %v", code, s, ok)
		}
	}
	if _, ok := StateByCode("XXX"); ok {
		t.Error("XXX is a state")
	}
}

func TestBadStateNamesItsLine(t *testing.T) {
	good := "SAU\tSA\tSaudi Arabia\tالسعودية\t\t\tSaudi\tسعودي\tRiyadh\tالرياض\t\t\n"
	for fault, want := range map[string]string{
		"SAU\tSA":                              "states.tsv:3: 2 columns, want 12",
		strings.Replace(good, "SAU", "sau", 1): "states.tsv:3: codes",
		good:                                   "states.tsv:3: SAU stands twice",
		"OMN\tOM\tOman" + strings.Repeat("\t", 9):       "states.tsv:3: OMN needs a name",
		"OMN\tOM\tOman\tOman" + strings.Repeat("\t", 8): `states.tsv:3: OMN: term "Oman" is not in the script`,
		"OMN\tOM\tOman\tعمان\t\t\t\tعمانية\t\t\t\t":     `states.tsv:3: OMN: demonym "عمانية"`,
		"OMN\tOM\tOman\tعمان\ta||b\t\t\t\t\t\t\t":       `states.tsv:3: OMN: term "" is empty`,
	} {
		_, err := parseStates("# head\n" + good + fault)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v, want %s…", fault, err, want)
		}
	}
}

func TestInflectDemonyms(t *testing.T) {
	for stem, want := range map[string]string{
		"سعودي":       "سعودي|السعودي|سعودية|السعودية|سعوديون|السعوديون|سعوديين|السعوديين|سعوديات|السعوديات|سعوديان|السعوديان|سعوديتان|السعوديتان|سعوديتين|السعوديتين",
		"كوري جنوبي":  "كوري جنوبي|الكوري الجنوبي|كورية جنوبية|الكورية الجنوبية",
		"جنوب أفريقي": "جنوب أفريقي|الجنوب أفريقي|جنوب أفريقية|الجنوب أفريقية",
	} {
		got, err := InflectArabicDemonym(stem)
		if err != nil {
			t.Fatal(err)
		}
		n := strings.Count(want, "|") + 1
		if diff := cmp.Diff(want, strings.Join(got[:n], "|")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", stem, diff)
		}
	}
	for word, want := range map[string]string{
		"Saudi": "Saudi Saudis", "Japanese": "Japanese", "British": "British", "French": "French", "Frenchman": "Frenchman Frenchmen",
		"German": "German Germans", "Swiss": "Swiss", "Omani": "Omani Omanis", "Roman": "Roman Romans", "Turk": "Turk Turks",
	} {
		if got := strings.Join(InflectEnglishDemonym(word), " "); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}

// The members of the United Nations, with those that safir adds to them.
const (
	members = `AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA BRN BGR BFA BDI CPV KHM
CMR CAN CAF TCD CHL CHN COL COM COG CRI CIV HRV CUB CYP CZE PRK COD DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH FJI FIN FRA GAB
GMB GEO DEU GHA GRC GRD GTM GIN GNB GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ KEN KIR KWT KGZ LAO LVA LBN LSO
LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT MHL MRT MUS MEX FSM MCO MNG MNE MAR MOZ MMR NAM NRU NPL NLD NZL NIC NER NGA MKD NOR OMN
PAK PLW PAN PNG PRY PER PHL POL PRT QAT KOR MDA ROU RUS RWA KNA LCA VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD
ESP LKA SDN SUR SWE CHE SYR TJK THA TLS TGO TON TTO TUN TUR TKM TUV UGA UKR ARE GBR TZA USA URY UZB VUT VEN VNM YEM ZMB ZWE`
	others = "PSE VAT XKX TWN ESH"
)

func TestEveryMemberOfTheUnitedNations(t *testing.T) {
	if n := len(strings.Fields(members)); n != 193 {
		t.Fatalf("%d members", n)
	}
	for _, code := range strings.Fields(members + " " + others) {
		s, ok := StateByCode(code)
		if !ok {
			t.Errorf("%s is missing", code)
			continue
		}
		region, err := language.ParseRegion(s.Alpha2)
		if err != nil {
			t.Errorf("%s: %v", code, err)
		} else if got := region.ISO3(); got != code && code != "XKX" { // which the standard does not have
			t.Errorf("%s has alpha-2 %s, which the standard gives to %s", code, s.Alpha2, got)
		}
		for _, name := range []string{s.Name, s.NameAr} {
			if got, _ := StateByName(name); got.Code != code {
				t.Errorf("%s is not found by its name %q", code, name)
			}
		}
	}
}
