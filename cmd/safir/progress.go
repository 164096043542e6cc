package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"safir/loaders"
	"safir/loaders/pipeline"
)

// progress tells on standard error how a run of the pipeline goes: each
// failed item by a line, and a bar where standard error is a terminal.
type progress struct {
	w   io.Writer
	bar *progressbar.ProgressBar
}

func newProgress(w io.Writer) *progress { return &progress{w: w} }

// showBar draws a bar if w is a terminal. How many documents are to come,
// nobody knows: it tells how many there were and how fast.
func (p *progress) showBar() {
	if f, ok := p.w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.bar = progressbar.NewOptions64(-1, progressbar.OptionSetWriter(p.w), progressbar.OptionSetDescription("loading"),
			progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("doc"),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	}
}

func (p *progress) failed(item string, err error) {
	p.clear()
	fmt.Fprintf(p.w, "failed: %s: %v\n", item, err)
}

func (p *progress) returned(item string) {
	p.clear()
	fmt.Fprintf(p.w, "not loaded: %s\n", item)
}

func (p *progress) counts(c pipeline.Counts) {
	if p.bar != nil {
		_ = p.bar.Set(c.Seen - c.InHand()) // a bar that cannot be drawn is no failure
	}
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

// run runs the pipeline with a bar and prints what it came to. Failed items,
// each told already, make it an [errPartial].
func (p *progress) run(ctx context.Context, l loaders.Loader, o pipeline.Options) (pipeline.Counts, error) {
	p.showBar()
	start := time.Now()
	counts, err := pipeline.Run(ctx, l, o)
	p.done(counts, time.Since(start))
	if err == nil && counts.Failed > 0 {
		err = errPartial
	}
	return counts, err
}

// done removes the bar and prints the sum.
func (p *progress) done(c pipeline.Counts, took time.Duration) {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
	rate := ""
	if s := took.Seconds(); s > 0 {
		rate = fmt.Sprintf(" in %s, %.0f documents/s", took.Round(time.Millisecond), float64(c.Seen)/s)
	}
	fmt.Fprintf(p.w, "seen %d, loaded %d (%d events), unchanged %d, failed %d%s\n", c.Seen, c.Loaded, c.Events, c.Unchanged, c.Failed, rate)
}
