package gazetteer

import (
	"testing"

	"safir/schema"
)

func TestResolve(t *testing.T) {
	for _, c := range []struct {
		in             schema.Actor
		id, name, arab string
	}{
		{schema.Actor{Kind: schema.Person, Names: []string{"الأمير خالد بن سلمان", "خالد بن سلمان"}, State: "SAU"}, "person:khalid-bin-salman", "Khalid bin Salman", "خالد بن سلمان"},
		{schema.Actor{Kind: schema.Person, Name: "Sergei Lavrov"}, "person:sergey-lavrov", "Sergey Lavrov", "سيرغي لافروف"},
		{schema.Actor{Kind: schema.Person, Names: []string{"Sinwar"}}, "person:sinwar", "", ""}, // two of them
		{schema.Actor{Kind: schema.Person, Name: "Marco Rubio", State: "IRN"}, "person:marco-rubio", "Marco Rubio", ""},
		{schema.Actor{Kind: schema.Person, State: "SAU", Role: "minister of health", Unnamed: true, Names: []string{"وزير الصحة السعودي"}}, "person:sau-minister-of-health", "", ""},
		{schema.Actor{Kind: schema.State, Names: []string{"المملكة العربية السعودية"}}, "state:SAU", "Saudi Arabia", "السعودية"},
		{schema.Actor{Kind: schema.Organization, Names: []string{"UN"}}, "org:united-nations", "United Nations", "الأمم المتحدة"},
		{schema.Actor{Kind: schema.Organization, Names: []string{"حماس"}}, "group:hamas", "Hamas", "حماس"},
		{schema.Actor{Kind: schema.Group, Name: "Nobody's Army"}, "group:nobodys-army", "Nobody's Army", ""},
	} {
		got := Default().Resolve(c.in)
		if got.ID != c.id || got.Name != c.name || got.NameAr != c.arab {
			t.Errorf("%+v: %s, %q, %q", c.in, got.ID, got.Name, got.NameAr)
		}
	}
}
