package graphiql

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVendoredFilesAreThoseOfTheList(t *testing.T) {
	list, err := os.Open("vendor.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer list.Close()
	want := map[string]string{}
	lines := bufio.NewScanner(list)
	for n := 1; lines.Scan(); n++ {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) != 6 {
			t.Fatalf("vendor.tsv:%d: %d columns, want 6", n, len(fields))
		}
		want[fields[0]] = fields[5]
	}
	got := map[string]string{}
	paths, _ := filepath.Glob("page/vendor/*")
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got[filepath.Base(path)] = fmt.Sprintf("%x", sha256.Sum256(content))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("page/vendor is not what vendor.tsv lists (-listed +there):\n%s", diff)
	}
}

func TestQuestionsAreADozenInBothLanguages(t *testing.T) {
	arabic, latin := 0, 0
	names := map[string]bool{}
	for _, q := range Questions() {
		comment, rest, _ := strings.Cut(q, "\nquery ")
		name, _, _ := strings.Cut(rest, " ")
		if !strings.HasPrefix(comment, "# ") || name == "" || names[name] {
			t.Errorf("a question needs a comment that says what it asks, and a name of its own:\n%s", q)
		}
		names[name] = true
		if strings.ContainsFunc(comment, func(r rune) bool { return r >= 0x600 && r <= 0x6FF }) {
			arabic++
		} else {
			latin++
		}
	}
	if arabic < 4 || latin < 4 || arabic+latin < 12 {
		t.Errorf("%d questions in Arabic, %d in English", arabic, latin)
	}
}
