package server_test

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"safir/graph/server"
	"safir/graph/server/graphiql"
)

// browse gives a tab of a real browser, and skips the test where there is
// none. The test fails if a page asks another host, or if its script does.
func browse(t *testing.T, host string) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("no Chromium here")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.WindowSize(1400, 900), chromedp.UserDataDir(t.TempDir()))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx, chromedp.WithListener(func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if url := e.Request.URL; !strings.HasPrefix(url, host) && !strings.HasPrefix(url, "data:") {
				t.Errorf("the page asks %s", url)
			}
		case *runtime.EventExceptionThrown:
			t.Errorf("a script fails: %+v", e.ExceptionDetails)
		}
	}))
	t.Cleanup(cancel)
	return ctx
}

// openGraphiQL opens the page, as a user has it at the first visit.
func openGraphiQL(t *testing.T, host string) context.Context {
	t.Helper()
	ctx := browse(t, host)
	if err := chromedp.Do(ctx, chromedp.Navigate(host+"/"), chromedp.WaitVisible(chromedp.CSS(".graphiql-execute-button"))); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// inPage gives the value of a script's expression.
func inPage[T any](ctx context.Context, t *testing.T, script string) T {
	t.Helper()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestGraphiQLOpensWithTheReadyQuestions(t *testing.T) {
	ts := httptest.NewServer(newServer(t, server.Config{GraphiQL: true}))
	defer ts.Close()
	ctx := openGraphiQL(t, ts.URL)
	saveShot(ctx, t)
	if tabs, want := inPage[int](ctx, t, `document.querySelectorAll('.graphiql-tab').length`), len(graphiql.Questions()); tabs != want {
		t.Errorf("%d tabs, want %d", tabs, want)
	}
	// Arabic keeps its place among Latin signs: see style.css.
	if bidi := inPage[string](ctx, t, `getComputedStyle(document.querySelector('.CodeMirror .cm-comment')).unicodeBidi`); bidi != "plaintext" {
		t.Errorf("comments do not find their own direction: %s", bidi)
	}
}

func TestGraphiQLAsksForAToken(t *testing.T) {
	ts := httptest.NewServer(newServer(t, server.Config{GraphiQL: true, Tokens: []server.Token{{Name: "desk", Secret: "0123456789abcdef"}}}))
	defer ts.Close()
	ctx := openGraphiQL(t, ts.URL)
	saveShot(ctx, t)
	editors := inPage[[]string](ctx, t, `[...document.querySelectorAll('.CodeMirror')].map((e) => e.CodeMirror.getValue())`)
	if !slices.ContainsFunc(editors, func(text string) bool { return strings.Contains(text, `"Authorization": "Bearer TOKEN"`) }) {
		t.Errorf("no place for a token in %q", editors)
	}
}

// saveShot keeps a picture of the page where SAFIR_TEST_PICTURES names a folder.
func saveShot(ctx context.Context, t *testing.T) {
	t.Helper()
	dir := os.Getenv("SAFIR_TEST_PICTURES")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, t.Name()+".png"), picture, 0o600); err != nil {
		t.Fatal(err)
	}
}
