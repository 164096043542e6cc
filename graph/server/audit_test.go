package server_test

import (
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"safir/graph/server"
)

// TestGraphQLOverHTTPAudits runs the audits that the working group's reference
// implementation ships. It needs node and, on NODE_PATH, graphql-http:
// .ci/audit installs it.
func TestGraphQLOverHTTPAudits(t *testing.T) {
	h := newServer(t, server.Config{})
	audit(t, h)
}

func audit(t *testing.T, h http.Handler) {
	t.Helper()
	if out, err := exec.Command("node", "-e", "require.resolve('graphql-http')").CombinedOutput(); err != nil {
		t.Skipf("no node with graphql-http here (.ci/audit has both): %v %.100s", err, out)
	}
	ts := httptest.NewServer(h)
	defer ts.Close()
	out, err := exec.Command("node", "testdata/audit.cjs", ts.URL+"/graphql").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	passed, all := map[string]int{}, map[string]int{}
	for line := range strings.Lines(string(out)) {
		fields := strings.SplitN(strings.TrimSpace(line), "\t", 4)
		if len(fields) < 3 {
			t.Fatalf("audit says %q", line)
		}
		level, _, _ := strings.Cut(fields[2], " ")
		all[level]++
		if fields[0] == "ok" {
			passed[level]++
		} else {
			t.Log(line)
		}
	}
	t.Logf("passed %v of %v", passed, all)
	// A GET without any header of intent is refused, as a page of another site
	// could send it: that is the one audit (a MAY) that fails.
	if all["MUST"] == 0 || passed["MUST"] < all["MUST"] || passed["SHOULD"] < all["SHOULD"] || passed["MAY"] < all["MAY"]-1 {
		t.Errorf("passed %v of %v", passed, all)
	}
}
