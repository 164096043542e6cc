package browser

import (
	_ "embed" // for the templates
	htmltemplate "html/template"
	"io"
	"sync"
	texttemplate "text/template"

	"safir/schema"
)

//go:embed guide.html.tmpl
var guideHTML string

//go:embed guide.adoc.tmpl
var guideADoc string

//go:embed index.html.tmpl
var indexHTML string

var (
	guideHTMLTemplate = sync.OnceValue(func() *htmltemplate.Template { return htmltemplate.Must(htmltemplate.New("").Parse(guideHTML)) })
	guideADocTemplate = sync.OnceValue(func() *texttemplate.Template { return texttemplate.Must(texttemplate.New("").Parse(guideADoc)) })
	indexTemplate     = sync.OnceValue(func() *htmltemplate.Template { return htmltemplate.Must(htmltemplate.New("").Parse(indexHTML)) })
)

// page is what the templates are filled with.
type page struct {
	Base   string // address of /browser as the reader reaches it
	Lang   schema.Language
	Counts *Counts // nil where the graph could not be asked
	Slides []Query
	Legend []look
}

// Arabic tells whether the page is the Arabic one.
func (p page) Arabic() bool { return p.Lang == schema.Arabic }

// Dir is the direction of writing.
func (p page) Dir() string {
	if p.Arabic() {
		return "rtl"
	}
	return "ltr"
}

// Suffix ends the names of the files of the page's language.
func (p page) Suffix() string { return suffix(p.Lang) }

// OtherSuffix ends those of the other language.
func (p page) OtherSuffix() string {
	if p.Arabic() {
		return ""
	}
	return suffix(schema.Arabic)
}

func suffix(l schema.Language) string {
	if l == schema.Arabic {
		return "-ar"
	}
	return ""
}

func newPage(base string, l schema.Language, counts *Counts) page {
	p := page{Base: base, Lang: l, Counts: counts, Slides: slides()}
	for _, k := range palette() {
		if k.Key != (Text{}) {
			p.Legend = append(p.Legend, k)
		}
	}
	return p
}

// writeHTML writes the guide as Browser 5 plays it: a carousel.
func (p page) writeHTML(w io.Writer) error { return guideHTMLTemplate().Execute(w, p) }

// writeADoc writes the guide as the newer Browser plays it: AsciiDoc, a
// section for each slide.
func (p page) writeADoc(w io.Writer) error { return guideADocTemplate().Execute(w, p) }

// writeIndex writes a page for people who open /browser/ by itself.
func (p page) writeIndex(w io.Writer) error { return indexTemplate().Execute(w, p) }
