package coder_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"safir/loaders/coder"
	"safir/schema"
)

// Who adds to a table is told the file and the line of what is wrong in it.
func TestBadEntryNamesFileAndLine(t *testing.T) {
	for _, tt := range []struct{ name, table, want string }{
		{"frames.tsv", "# type\thead\n\nNO_SUCH_TYPE\tmet\n", "frames.tsv:3"},
		{"frames.tsv", "MEETING\tmet\tverb\tsubj>Z\n", "frames.tsv:1"},
		{"frames.tsv", "MEETING\n", "frames.tsv:1"},
		{"words.tsv", "prep\tto\tto\nprep\tfrom\n", "words.tsv:2"},
		{"offices.tsv", "king\tملك\tstate=XXX\tking\n", "offices.tsv:1"},
		{"clitics.tsv", "before\t3\tو\n", "clitics.tsv:1"},
		{"dates.tsv", "month\tthirteen\tx\n", "dates.tsv:1"},
		{"lemmas.tsv", "meet\tadverb\tmet\n", "lemmas.tsv:1"},
		{"noise.tsv", "middle\tread also\n", "noise.tsv:1"},
	} {
		lang := &coder.Language{Code: schema.English, Tables: fstest.MapFS{tt.name: {Data: []byte(tt.table)}},
			Inflect: func(lemma string, _ coder.Part, _ string) ([]coder.Form, error) { return nil, nil }}
		_, err := coder.New(lang).Code(context.Background(), schema.Article{ID: "a", Text: "They met.", Language: schema.English})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s %q: error %v, want one that names %s", tt.name, tt.table, err, tt.want)
		}
	}
}
