package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os/exec"
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A newcomer starts `safir up`, opens the address that it prints, types the
// password, and has the guide, the style and with one click a picture.
func TestUpOpensTheGuide(t *testing.T) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no Chromium is installed")
	}
	if testing.Short() {
		t.Skip("starts a Neo4j of its own")
	}
	t.Setenv("SAFIR_NEO4J_BOLT_PORT", freePort(t))
	t.Setenv("SAFIR_NEO4J_HTTP_PORT", freePort(t))
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	up, stop := context.WithCancel(ctx)
	args := []string{"up", "--data", t.TempDir(), "--listen", "127.0.0.1:" + freePort(t)}
	out, stdout := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(up, args, nil, stdout, t.Output())
		_ = stdout.Close()
	}()
	defer func() {
		stop()
		if code := <-ended; code != 0 {
			t.Errorf("up ended with %d", code)
		}
	}()
	var printed []string
	line := regexp.MustCompile(`^Neo4j Browser +(\S+) +user \S+, password (\S+)$`)
	lines := bufio.NewScanner(out)
	for printed == nil && lines.Scan() {
		printed = line.FindStringSubmatch(lines.Text())
	}
	if printed == nil {
		t.Fatal("no address of Neo4j Browser is printed")
	}
	go func() { _, _ = io.Copy(io.Discard, out) }() // ends with up

	allocated, free := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()))...)
	defer free()
	tab, leave := chromedp.NewContext(allocated)
	defer leave()
	is := func(condition string) chromedp.Action[chromedp.Void] {
		return chromedp.Poll[chromedp.Void](condition, chromedp.WithPollingTimeout(time.Minute), chromedp.WithPollingInterval(50*time.Millisecond))
	}
	click := func(selector string) chromedp.Action[chromedp.Void] {
		element := fmt.Sprintf("document.querySelector(%q)", selector)
		return chromedp.Steps(is(element+" !== null"), chromedp.Evaluate[chromedp.Void](element+".click()"))
	}
	for _, step := range []struct {
		what string
		do   chromedp.Action[chromedp.Void]
	}{
		{"open Browser", chromedp.Navigate(printed[1])},
		{"wait for the form", chromedp.WaitVisible(chromedp.CSS(`[data-testid="password"]`))},
		{"sign in", chromedp.SendKeys(chromedp.CSS(`[data-testid="password"]`), printed[2]+"\n")},
		{"see the guide", is(`document.querySelector('[data-testid="carousel"]')?.innerText.includes("who did what to whom")`)},
		{"turn the page", click(`[data-testid="carousel"] [data-testid="nextSlide"]`)},
		{"run its query", click(`[data-testid="carousel"] pre.runnable .fa-play-circle-o`)},
		{"see a picture in safir's colours", is(`document.querySelector('svg g.node circle[fill="#0072B2"]') !== null`)},
	} {
		if err := chromedp.Do(tab, step.do); err != nil {
			text, _ := chromedp.Run(tab, chromedp.Evaluate[string]("document.body.innerText"))
			t.Fatalf("%s: %v; the page says:\n%s", step.what, err, text)
		}
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}
