package api

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.yaml.in/yaml/v3"
)

// validationCase is a case of graphql-js, as gqlparser's module keeps it.
type validationCase struct {
	Name, Rule, Schema, Query string
	Errors                    []struct{ Message string }
}

// TestValidationCases runs the validation cases of graphql-js against the
// rules that documents are held to here: all of the specification, whatever
// becomes the default of the library. They lie in the library's module.
func TestValidationCases(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/vektah/gqlparser/v2").Output()
	dir := filepath.Join(strings.TrimSpace(string(out)), "validator", "imported")
	if _, missing := os.Stat(dir); err != nil || missing != nil {
		t.Skipf("no module source of gqlparser here: %v, %v", err, missing)
	}
	var sdls []string
	readYAML(t, filepath.Join(dir, "spec", "schemas.yml"), &sdls)
	// Where the library says why it departs from a case.
	var deviations []struct {
		Rule, Skip string
		Errors     []struct{ Message string }
	}
	readYAML(t, filepath.Join(dir, "deviations.yml"), &deviations)

	files, err := filepath.Glob(filepath.Join(dir, "spec", "*.spec.yml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	rules, ran := rulesOf(Limits{}), 0
	for _, file := range files {
		var cases []validationCase
		readYAML(t, file, &cases)
		rule := strings.TrimSuffix(filepath.Base(file), ".spec.yml")
	nextCase:
		for _, c := range cases {
			for _, d := range deviations {
				if regexp.MustCompile("^" + d.Rule + "$").MatchString(rule + "/" + c.Name) {
					if d.Skip != "" {
						continue nextCase
					}
					c.Errors = d.Errors
				}
			}
			schema := loadCaseSchema(t, c, sdls)
			_, errs := gqlparser.LoadQueryWithRules(schema, c.Query, rules)
			ran++
			if diff := cmp.Diff(wantedMessages(c), messagesOf(errs, c.Rule)); diff != "" {
				t.Errorf("%s: %s (-want +got)\n%s\n%s", rule, c.Name, c.Query, diff)
			}
		}
	}
	t.Logf("%d cases", ran)
	if ran < 300 {
		t.Errorf("only %d cases were found", ran)
	}
}

func loadCaseSchema(t *testing.T, c validationCase, sdls []string) *ast.Schema {
	t.Helper()
	sdl := c.Schema
	if i, err := strconv.Atoi(c.Schema); err == nil {
		sdl = sdls[i]
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: fmt.Sprintf("%s: %s", c.Rule, c.Name), Input: sdl})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func wantedMessages(c validationCase) []string {
	var all []string
	for _, e := range c.Errors {
		all = append(all, strings.ReplaceAll(e.Message, "; Did you mean", ". Did you mean"))
	}
	slices.Sort(all)
	return all
}

// messagesOf gives what one rule says, as a case is about one; all where the
// case names none.
func messagesOf(errs gqlerror.List, rule string) []string {
	var all []string
	for _, e := range errs {
		if rule == "" || e.Rule == rule {
			all = append(all, e.Message)
		}
	}
	slices.Sort(all)
	return all
}

func readYAML(t *testing.T, path string, to any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err == nil {
		err = yaml.Unmarshal(text, to)
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}
