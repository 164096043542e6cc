package coder

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"unicode"

	"safir/schema"
)

// Engine is the coder that works by rules and lexicons. It is safe for
// concurrent use.
type Engine struct {
	langs map[schema.Language]*language
	order []*language
	docs  sync.Pool
}

var _ Coder = (*Engine)(nil)

// language is a Language with its lexicon, which is read at the first
// article.
type language struct {
	*Language
	once sync.Once
	lx   *lexicon
	err  error
}

func (l *language) lexicon() (*lexicon, error) {
	l.once.Do(func() { l.lx, l.err = newLexicon(l.Language) })
	return l.lx, l.err
}

// New returns a coder for the languages. Their lexicons are read when the
// first article of each comes; [Engine.Load] reads them at once.
func New(langs ...*Language) *Engine {
	e := &Engine{langs: make(map[schema.Language]*language)}
	e.docs.New = func() any { return newDoc() }
	for _, l := range langs {
		lang := &language{Language: l}
		e.langs[l.Code] = lang
		e.order = append(e.order, lang)
	}
	return e
}

// Load reads the tables of all languages. The error names file and line of a
// bad entry.
func (e *Engine) Load() error {
	var errs []error
	for _, l := range e.order {
		_, err := l.lexicon()
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// Name returns the coder's name and version.
func (e *Engine) Name() string { return "safir/1" }

// Code codes one article. An article in a language that the engine does not
// have is an error; a text without events is none.
func (e *Engine) Code(ctx context.Context, a schema.Article) (schema.Coded, error) {
	if err := ctx.Err(); err != nil {
		return schema.Coded{}, err
	}
	if a.Language == "" {
		a.Language = e.detect(a.Text)
	}
	l := e.langs[a.Language]
	if l == nil {
		return schema.Coded{}, fmt.Errorf("article %s: no coder for language %q", a.ID, a.Language)
	}
	lx, err := l.lexicon()
	if err != nil {
		return schema.Coded{}, err
	}
	if a.ID == "" {
		a.ID = schema.ArticleID(a)
	}
	d := e.docs.Get().(*doc) //nolint:forcetypeassert // the pool holds nothing else
	defer e.docs.Put(d)
	d.reset(lx, &a)
	d.read()
	c := d.coded()
	c.Coder = e.Name()
	return c, nil
}

// detect tells the language by script: that of the languages given whose
// letters the beginning of the text has most of.
func (e *Engine) detect(text string) schema.Language {
	arabic, latin, n := 0, 0, 0
	for _, r := range text {
		if n++; n > 4000 {
			break
		}
		switch {
		case unicode.Is(unicode.Arabic, r):
			arabic++
		case unicode.Is(unicode.Latin, r):
			latin++
		}
	}
	best := schema.Language("")
	for _, l := range e.order {
		if l.Capitals == (latin > arabic) {
			best = l.Code
			break
		}
	}
	if best == "" && len(e.order) > 0 {
		best = e.order[0].Code
	}
	return best
}

func newDoc() *doc {
	return &doc{local: make(map[string]int32), surname: make(map[int32][]int32)}
}

// read does all the work on the article up to events and their order.
func (d *doc) read() {
	d.segment()
	d.matchPhrases()
	if d.aboutSport() {
		d.itemAt = append(d.itemAt, make([]int32, len(d.sents)+1)...)
		return
	}
	d.setAside()
	d.itemise()
	d.readDateline()
	d.collectSupport()
	for s := range d.sents {
		lo, hi := d.itemAt[s], d.itemAt[s+1]
		d.sentLo, d.sentHi, d.para = lo, hi, d.sents[s].para
		d.findDates(lo, hi)
		d.markVerbs(lo, hi)
	}
	// Names told in full anywhere let the second reading find them by their
	// last word.
	d.readMentions()
	d.nameActors()
	if d.registerNames(); len(d.surname) > 0 {
		d.actors = d.actors[:0]
		for i := range d.items {
			d.items[i].ment = 0
		}
		if d.lx.lang.VerbFirst {
			for s := range d.sents {
				d.sentLo, d.sentHi = d.itemAt[s], d.itemAt[s+1]
				d.markVerbs(d.sentLo, d.sentHi)
			}
		}
		d.ments = d.ments[:0]
		d.readMentions()
		d.nameActors()
	}
	for s := range d.sents {
		d.frontAnaphor = false
		lo, hi := d.itemAt[s], d.itemAt[s+1]
		if lo == hi {
			continue
		}
		d.muted, d.denied = d.muted[:0], d.denied[:0]
		d.frontAnaphor = d.anaphorAtFront(lo, hi)
		d.readSentence(int32(s))
		d.readOrder(int32(s))
		d.actorPool = d.actorPool[:0:0]
	}
	d.findMakers()
	d.fillLate()
	d.joinEvents()
	d.dateOccasions()
	if d.lx.lang.Capitals {
		d.leadOrder()
	}
}

func (d *doc) readMentions() {
	for s := range d.sents {
		lo, hi := d.itemAt[s], d.itemAt[s+1]
		d.sentLo, d.sentHi = lo, hi
		d.findMentions(int32(s), lo, hi)
	}
}

// anaphorAtFront tells whether the sentence begins with words that place it
// in a talk told before: «وخلال الاتصال», "during the call".
func (d *doc) anaphorAtFront(lo, hi int32) bool {
	for j := lo; j < hi && j < lo+8; j++ {
		it := &d.items[j]
		if it.verb {
			return false
		}
		if e := it.word(cSame); e != nil && d.lx.values[e.val] == "contact" {
			return true
		}
		if e := it.word(cPrep); e != nil && d.lx.placePrep[e.val] && j+1 < hi && d.items[j+1].is(cPron) && j < lo+3 {
			return true // «وفيها قال …»
		}
	}
	return false
}

// aboutSport tells whether the article is about sport, whose attacks and
// sieges are none: at least four words of class sport, one in a hundred.
func (d *doc) aboutSport() bool {
	sport, ok := d.lx.classes["sport"]
	if !ok {
		return false
	}
	n := 0
	for i := range d.tokens {
		for _, m := range d.matches[d.matchAt[i]:d.matchAt[i+1]] {
			for _, e := range d.lx.trie.ends[m.node] {
				if e.kind == wordEntry && e.class == sport {
					n++
				}
			}
		}
	}
	return n >= 4 && n*100 >= len(d.tokens)
}
