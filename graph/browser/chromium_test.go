package browser_test

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/graph/browser"
	"safir/graph/local"
	"safir/graph/local/localtest"
	"safir/schema"
)

var (
	pictures = flag.String("pictures", "", "write pictures of what Chromium shows into this `folder`")
	readme   = flag.String("readme", "", "write the README's picture, the graph of one article, to this `file`")
)

// In Neo4j's own Browser, in Chromium: after sign-in the style is applied and
// the guide open, and each slide's query draws nodes in their colours.
func TestGuideInBrowser(t *testing.T) {
	b := open(t, "testdata/sample.jsonl", nil)
	b.signIn()
	b.guideIsOpen("In the graph now")
	b.picture("guide")
	for _, q := range browser.Queries() {
		if q.Guide {
			b.turnTo(q.Title.English)
			b.click(carousel + ` pre.runnable .fa-play-circle-o`)
			b.drawn(q)
			b.picture(q.File)
		}
	}
}

// The same in Arabic: the guide runs from right to left, captions are
// Arabic. The way there is two clicks on the first slide.
func TestArabicGuideInBrowser(t *testing.T) {
	b := open(t, "testdata/sample.jsonl", nil)
	b.signIn()
	b.guideIsOpen("In the graph now")
	b.click(carousel + ` [data-exec*="guide-ar"]`)
	b.guideIsOpen("في هذه القاعدة الآن")
	b.picture("guide-ar")
	b.click(carousel + ` pre.runnable .fa-play-circle-o`)
	b.until("the Arabic style is applied", newest+`.innerText.includes("style-ar.grass") && `+newest+`.innerText.includes("{captionAr}")`)
	for _, q := range browser.Queries() {
		if !q.Guide {
			continue
		}
		b.turnTo(q.Title.Arabic)
		b.click(carousel + ` pre.runnable .fa-play-circle-o`)
		b.drawn(q)
		b.until(q.File+" has Arabic captions", `[...`+newest+`.querySelectorAll('svg g.node')].filter(n => /[\u0600-\u06FF]/.test(n.textContent)).length * 4 > `+
			newest+`.querySelectorAll('svg g.node').length * 3`)
		b.picture(q.File + "-ar")
	}
}

// With -readme, the picture of the README: what one article tells.
func TestReadmePicture(t *testing.T) {
	if *readme == "" {
		t.Skip("no -readme")
	}
	b := open(t, "testdata/sample.jsonl", func(c schema.Coded) bool { return c.Article.ID == "calls-after-ceasefire" })
	b.signIn()
	b.guideIsOpen("In the graph now")
	q := browser.Queries()[0]
	b.turnTo(q.Title.English)
	b.click(carousel + ` pre.runnable .fa-play-circle-o`)
	b.drawn(q)
	b.click(`[data-testid="frame"] button[title="Fullscreen"]`)
	b.click(`[data-testid="frame"] [aria-label="zoom-to-fit"]`)
	b.until("still", still)
	png, err := chromedp.Run(b.ctx, chromedp.Screenshot(chromedp.CSS(`[data-testid="frame"] svg.neod3viz`)))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(*readme, png, 0o644); err != nil {
		t.Fatal(err)
	}
}

const (
	newest   = `document.querySelector('[data-testid="frame"]')`
	carousel = `[data-testid="carousel"]`
)

type chromium struct {
	t     *testing.T
	ctx   context.Context
	neo4j *local.Neo4j
}

// open starts a Neo4j with its Browser over a loaded graph, what the guide is
// served by, and Chromium.
func open(t *testing.T, file string, keep func(schema.Coded) bool) *chromium {
	t.Helper()
	path := chromiumPath(t)
	served := httptest.NewUnstartedServer(nil)
	_, port, err := net.SplitHostPort(served.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	cfg := localtest.Config(t)
	cfg.NoBrowser, cfg.NoAuth = false, false
	cfg.PostConnect, cfg.RemoteHosts = browser.PostConnect("http://localhost:"+port+"/browser"), []string{"localhost"}
	ctx := t.Context()
	n, err := local.Start(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Kill)
	load(t, localtest.Server{URI: n.URI(), Username: n.Username(), Password: n.Password()}, file, keep)
	driver, err := neo4j.NewDriverWithContext(n.URI(), neo4j.BasicAuth(n.Username(), n.Password(), ""))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = driver.Close(context.WithoutCancel(ctx)) })
	counts := browser.CountsOf(driver, "neo4j")
	if _, err := counts(ctx); err != nil { // the first is slow, and a guide waits only so long
		t.Fatal(err)
	}
	served.Config.Handler = browser.New(browser.Config{Counts: counts})
	served.Start()
	t.Cleanup(served.Close)

	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.WindowSize(1400, 900), chromedp.UserDataDir(t.TempDir()))
	allocated, free := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(free)
	tab, leave := chromedp.NewContext(allocated)
	t.Cleanup(leave)
	bounded, stop := context.WithTimeout(tab, 4*time.Minute)
	t.Cleanup(stop)
	b := &chromium{t: t, ctx: bounded, neo4j: n}
	b.run(chromedp.Navigate(browser.SignIn(n.HTTP(), n.URI(), n.Username())))
	return b
}

func chromiumPath(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	t.Skip("no Chromium is installed")
	return ""
}

func (b *chromium) run(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.picture("failure")
		b.t.Fatal(err)
	}
}

func (b *chromium) signIn() {
	b.t.Helper()
	b.run(
		chromedp.WaitVisible(chromedp.CSS(`[data-testid="password"]`)),
		chromedp.SendKeys(chromedp.CSS(`[data-testid="password"]`), b.neo4j.Password()+"\n"),
	)
}

// guideIsOpen waits for the first slide of a guide, by words on it, in the
// newest frame.
func (b *chromium) guideIsOpen(words string) {
	b.t.Helper()
	b.until("the guide is open", newest+` !== null && `+newest+`.querySelector('[data-testid="carousel"]') !== null && `+newest+`.innerText.includes(`+quote(words)+`)`)
}

// turnTo turns the guide's page and waits for its title.
func (b *chromium) turnTo(title string) {
	b.t.Helper()
	b.click(carousel + ` [data-testid="nextSlide"]`)
	b.until("slide "+title, `document.querySelector('`+carousel+`').innerText.includes(`+quote(title)+`)`)
}

// until waits until a condition in JavaScript holds.
func (b *chromium) until(what, condition string) {
	b.t.Helper()
	poll := chromedp.Poll[chromedp.Void](condition, chromedp.WithPollingTimeout(40*time.Second), chromedp.WithPollingInterval(50*time.Millisecond))
	if err := chromedp.Do(b.ctx, poll); err != nil {
		b.picture("failure")
		text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText`))
		b.t.Fatalf("%s: %v; the page says:\n%s", what, err, text)
	}
}

func (b *chromium) click(selector string) {
	b.t.Helper()
	b.until(selector, `document.querySelector(`+quote(selector)+`) !== null`)
	b.run(chromedp.Evaluate[chromedp.Void](`document.querySelector(` + quote(selector) + `).click()`))
}

// drawn waits until the newest frame has the picture of a query and stands
// still, and judges it.
func (b *chromium) drawn(q browser.Query) {
	b.t.Helper()
	first := strings.TrimSpace(strings.Split(q.Cypher, "\n")[0])
	b.until("picture of "+q.File, newest+`.innerText.includes(`+quote(first)+`) && `+newest+`.querySelectorAll('svg g.node').length > 0`)
	b.until("still "+q.File, still)
	type judged struct {
		Nodes int `json:"nodes"`
		Grey  int `json:"grey"`
		Empty int `json:"empty"`
	}
	seen, err := chromedp.Run(b.ctx, chromedp.Evaluate[judged](`(() => {
		const nodes = [...`+newest+`.querySelectorAll('svg g.node')]
		return {
			nodes: nodes.length,
			grey: nodes.filter(n => ['#A5ABB6', '#B8B8B8'].includes(n.querySelector('circle.b-outline').getAttribute('fill'))).length,
			empty: nodes.filter(n => n.textContent.trim() === '').length,
		}
	})()`))
	if err != nil {
		b.t.Fatal(err)
	}
	if seen.Nodes < 2 || seen.Grey > 0 || seen.Empty > 0 {
		b.t.Errorf("%s: %d nodes, %d of them without a colour and %d without a caption", q.File, seen.Nodes, seen.Grey, seen.Empty)
	}
}

// still holds when nothing in the picture has moved for half a second of
// polling.
const still = `(() => {
	const now = [...document.querySelectorAll('[data-testid="frame"]')][0].querySelector('svg.neod3viz').outerHTML
	window.same = now === window.before ? (window.same || 0) + 1 : 0
	window.before = now
	return window.same >= 10
})()`

// picture writes what the window shows, where pictures are wanted.
func (b *chromium) picture(name string) {
	b.t.Helper()
	if *pictures == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Errorf("picture %s: %v", name, err)
		return
	}
	if err := os.WriteFile(filepath.Join(*pictures, name+".png"), png, 0o644); err != nil {
		b.t.Error(err)
	}
}

func quote(s string) string { return fmt.Sprintf("%q", s) }
