package schema

import (
	"os"
	"strings"
	"testing"
)

func TestVocabulary(t *testing.T) {
	types := EventTypes()
	if len(types) != 58 {
		t.Errorf("%d types, want 58", len(types))
	}
	seen := map[EventType]bool{}
	for _, x := range types {
		if seen[x.Type] {
			t.Errorf("%s twice", x.Type)
		}
		seen[x.Type] = true
		if x.English == "" || x.Arabic == "" {
			t.Errorf("%s has no caption in both languages", x.Type)
		}
	}
	info, ok := EventType("PHONE_CALL").Info()
	if !ok || info.Label() != "PhoneCall" || info.Code != "041" || !info.Contact || info.Mutual {
		t.Errorf("PHONE_CALL: %+v", info)
	}
	if n := len(EventFamilies()); n != 5 {
		t.Errorf("%d families, want 5", n)
	}
}

// The vocabulary is part of the contract: a copy that differs would split the
// graph. The contract is not part of the project, so it may be absent.
func TestVocabularyIsTheContract(t *testing.T) {
	b, err := os.ReadFile("../../shared/contract/event-types.tsv")
	if err != nil {
		t.Skip("the contract is not at hand")
	}
	if string(b) != eventTypesTSV {
		t.Error("event-types.tsv differs from the contract's")
	}
}

func TestParseEventTypesNamesTheLine(t *testing.T) {
	head, _, _ := strings.Cut(eventTypesTSV, "\n")
	for _, bad := range []string{"CALL\t041\t-\tCONTACT\tyes\tno\tcall\tاتصال", "CALL\t041\t-\tCONTACT\tmaybe\tno\tcall\tاتصال\t", "\t041\t-\tCONTACT\tyes\tno\tcall\tاتصال\t"} {
		if _, err := parseEventTypes(head + "\n" + bad); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestTypeOfCAMEO(t *testing.T) {
	for code, want := range map[string]EventType{
		"041": "PHONE_CALL", "0411": "PHONE_CALL", "040": "CONSULTATION", "04": "CONSULTATION", "0841": "RELEASE", "0871": "CEASEFIRE",
		"084": "CONCESSION", "1056": "DEMAND", "195": "AIRSTRIKE", "1951": "AIRSTRIKE", "20": "MASS_VIOLENCE", "043": "CONSULTATION",
	} {
		if got, ok := TypeOfCAMEO(code); !ok || got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
	for _, code := range []string{"", "4", "99", "---"} {
		if got, ok := TypeOfCAMEO(code); ok {
			t.Errorf("%q: %s, want none", code, got)
		}
	}
}
