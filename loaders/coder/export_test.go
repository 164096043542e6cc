package coder

import (
	"fmt"
	"unicode/utf8"

	"safir/schema"
)

// CheckSegments segments an article as the engine does and tells what is wrong
// with its tokens, sentences and paragraphs.
func (e *Engine) CheckSegments(a schema.Article) error {
	d, err := e.segmented(a)
	if err != nil {
		return err
	}
	n := int32(utf8.RuneCountInString(a.Text))
	at := int32(0)
	for i, t := range d.tokens {
		if t.start < at || t.end <= t.start || t.end > n {
			return fmt.Errorf("token %d is [%d, %d) after %d of %d", i, t.start, t.end, at, n)
		}
		at = t.end
		if d.offsets.slice(t.start, t.end) == "" {
			return fmt.Errorf("token %d has no text", i)
		}
	}
	if err := runs(len(d.tokens), len(d.sents), func(i int) (int32, int32) { return d.sents[i].first, d.sents[i].last }); err != nil {
		return fmt.Errorf("sentences: %w", err)
	}
	if err := runs(len(d.tokens), len(d.paras), func(i int) (int32, int32) { return d.paras[i].first, d.paras[i].last }); err != nil {
		return fmt.Errorf("paragraphs: %w", err)
	}
	for i, s := range d.sents {
		if p := d.paras[s.para]; s.first < p.first || s.last > p.last || s.last-s.first > 2*maxSentence {
			return fmt.Errorf("sentence %d [%d, %d) in paragraph [%d, %d)", i, s.first, s.last, p.first, p.last)
		}
	}
	return nil
}

// runs checks that n runs of tokens follow each other and leave none out.
func runs(tokens, n int, run func(int) (first, last int32)) error {
	at := int32(0)
	for i := range n {
		first, last := run(i)
		if first != at || last <= first {
			return fmt.Errorf("run %d is [%d, %d) after %d", i, first, last, at)
		}
		at = last
	}
	if int(at) != tokens {
		return fmt.Errorf("they end at token %d of %d", at, tokens)
	}
	return nil
}

// CheckDates reads the dates of an article as the engine does and tells what
// is wrong with them.
func (e *Engine) CheckDates(a schema.Article) error {
	d, err := e.segmented(a)
	if err != nil {
		return err
	}
	d.matchPhrases()
	d.itemise()
	for s := range d.sents {
		lo, hi := d.itemAt[s], d.itemAt[s+1]
		d.sentLo, d.sentHi, d.para = lo, hi, d.sents[s].para
		d.findDates(lo, hi)
	}
	last := int32(0)
	for i, dt := range d.dates {
		if dt.first < last || dt.last <= dt.first || int(dt.last) > len(d.items) {
			return fmt.Errorf("date %d is [%d, %d) after %d of %d", i, dt.first, dt.last, last, len(d.items))
		}
		last = dt.last
		iv := dt.iv
		if iv.IsZero() {
			continue
		}
		if iv.End.Before(iv.Start) || iv.Precision == "" {
			return fmt.Errorf("date %d is %s to %s, precision %q", i, iv.Start, iv.End, iv.Precision)
		}
		for _, day := range []schema.Date{iv.Start, iv.End} {
			if again, err := schema.ParseDate(day.String()); err != nil || again != day {
				return fmt.Errorf("date %d: %s is no day", i, day)
			}
		}
	}
	for k := range d.items {
		if id := d.items[k].date; id < 0 || int(id) > len(d.dates) || id != 0 && (int32(k) < d.dates[id-1].first || int32(k) >= d.dates[id-1].last) {
			return fmt.Errorf("item %d points at date %d of %d", k, id, len(d.dates))
		}
	}
	return nil
}

func (e *Engine) segmented(a schema.Article) (*doc, error) {
	l := e.langs[a.Language]
	lx, err := l.lexicon()
	if err != nil {
		return nil, err
	}
	d := newDoc()
	d.reset(lx, &a)
	d.segment()
	return d, nil
}
