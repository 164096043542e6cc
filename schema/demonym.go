package schema

import (
	"fmt"
	"strings"
)

// InflectArabicDemonym returns the forms of an adjective of relation given
// in its masculine singular without article: سعودي gives سعودي سعودية سعوديون
// سعوديين سعوديات, the dual, the form before a genitive, and each with ال
// that can take it. In a phrase (كوري جنوبي) every word in ي agrees and takes
// the article; of جنوب أفريقي the last word agrees, the article comes first.
func InflectArabicDemonym(stem string) ([]string, error) {
	words := strings.Fields(stem)
	agree := make([]bool, len(words))
	for i, w := range words {
		agree[i] = strings.HasSuffix(w, "ي")
	}
	if len(words) == 0 || !agree[len(words)-1] {
		return nil, fmt.Errorf("demonym %q does not end in ي: put = before a form that is to stay as it is", stem)
	}
	form := func(article bool, ending string) string {
		out := make([]string, len(words))
		for i, w := range words {
			if agree[i] {
				w += ending
			}
			if article && (i == 0 || agree[0] && agree[i]) {
				w = "ال" + w
			}
			out[i] = w
		}
		return strings.Join(out, " ")
	}
	var forms []string
	for _, ending := range []string{"", "ة", "ون", "ين", "ات", "ان", "تان", "تين"} {
		forms = append(forms, form(false, ending), form(true, ending))
	}
	return forms, nil
}

// InflectEnglishDemonym returns an English demonym and its plural, where it
// has one of its own: Saudi Saudis, Briton Britons, Frenchman Frenchmen, but
// Japanese and British alone.
func InflectEnglishDemonym(word string) []string {
	for _, end := range []string{"ese", "sh", "ch", "ss", "z"} {
		if strings.HasSuffix(word, end) {
			return []string{word}
		}
	}
	if stem, ok := strings.CutSuffix(word, "man"); ok && len(stem) > 2 && stem != "Ger" && stem != "O" && stem != "Ro" {
		return []string{word, stem + "men"}
	}
	return []string{word, word + "s"}
}
