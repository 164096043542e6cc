package main

import (
	"os"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"safir/graph/local/localtest"
)

func TestMain(m *testing.M) {
	testscript.Main(localtest.Tests{M: m}, map[string]func(){"safir": main})
}

// TestScripts runs the program itself, a script of testdata/script for each
// test. $NEO4J_URI is the tests' own Neo4j, empty at the start of a script.
func TestScripts(t *testing.T) {
	var oneGraph sync.Mutex
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			sample, err := os.Getwd()
			if err != nil {
				return err
			}
			env.Setenv("SAMPLE", sample+"/../../testdata/articles")
			env.Setenv("XDG_DATA_HOME", env.WorkDir+"/data")
			env.Setenv("XDG_CONFIG_HOME", env.WorkDir+"/config")
			env.Setenv("HOME", env.WorkDir)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			// neo4j points the script's commands at an empty graph.
			// Scripts run at once, those that have it one after the other.
			"neo4j": func(ts *testscript.TestScript, _ bool, _ []string) {
				oneGraph.Lock()
				ts.Defer(oneGraph.Unlock)
				localtest.Reset(t)
				s := localtest.Neo4j(t)
				ts.Setenv("SAFIR_NEO4J_URI", s.URI)
				ts.Setenv("SAFIR_NEO4J_USERNAME", s.Username)
				ts.Setenv("SAFIR_NEO4J_PASSWORD", s.Password)
				ts.Setenv("SAFIR_NEO4J_PATIENCE", "5s")
			},
		},
	})
}
