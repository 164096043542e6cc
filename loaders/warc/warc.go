// Package warc reads web archives: WARC files, plain or compressed record by
// record (.warc.gz), and yields the articles of the HTML pages in them.
//
// It reads the part of WARC 1.0 and 1.1 that articles need, `response` and
// `resource` records; the Go libraries for WARC are not to be had from the
// module proxy, and this is small. A record is bounded in memory. A record
// that cannot be read is an error that names the file and the record, and the
// next one is read; where the file itself is damaged, what stands before the
// damage is yielded.
package warc

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"safir/loaders"
	"safir/loaders/article"
	"safir/loaders/files"
	"safir/schema"
)

// Extensions are the file extensions of web archives, under any .gz.
var Extensions = []string{".warc"}

// Options are the settings of a [Loader].
type Options struct {
	// Source is the name of the configured source.
	Source string
	Stdin  io.Reader
	Rules  article.Rules
	// MaxBytes bounds one page; 0 is [article.DefaultMaxBytes].
	MaxBytes int
}

// Loader yields the articles of web archives. It is made by [New].
type Loader struct {
	walk files.Walk
	o    Options
}

var _ loaders.Loader = (*Loader)(nil)

// New returns a loader of the archives at paths.
func New(paths []string, o Options) *Loader {
	return &Loader{files.Walk{Paths: paths, Stdin: o.Stdin, Accept: files.Among(Extensions), Want: "web archives"}, o}
}

// Documents implements [loaders.Loader].
func (l *Loader) Documents(ctx context.Context) iter.Seq2[loaders.Document, error] {
	return l.walk.Documents(ctx, func(f *files.File, yield func(loaders.Document, error) bool) bool {
		return Read(ctx, f, l.o, yield)
	})
}

// Read yields the articles of one archive; false says that the walk is to
// end. Records that are no pages (images, requests, redirects, errors of the
// archived servers) are passed over: they are no items.
func Read(ctx context.Context, f *files.File, o Options, yield func(loaders.Document, error) bool) bool {
	o.MaxBytes = cmp.Or(o.MaxBytes, article.DefaultMaxBytes)
	in := f.Reader
	records := 0
	for n := 1; ctx.Err() == nil; n++ {
		rec, err := next(in)
		if errors.Is(err, io.EOF) {
			if records == 0 {
				return yield(loaders.Document{Item: f.Name}, errors.New("the file holds no WARC records"))
			}
			return true
		}
		item := fmt.Sprintf("%s[%d]", f.Name, n)
		if err != nil {
			return yield(loaders.Document{Item: item}, err)
		}
		records++
		if uri := rec.uri(); uri != "" {
			item += " " + uri
		}
		d := loaders.Document{Item: item}
		a, ok, err := rec.article(o)
		if ok || err != nil {
			if err == nil {
				a.Source = o.Source
				article.Complete(&a)
				d.Article = a
			}
			if !yield(d, err) {
				return false
			}
		}
		if err := rec.skip(); err != nil {
			return yield(loaders.Document{Item: item}, fmt.Errorf("the file is cut short in this record: %w", err))
		}
	}
	return false
}

// record is one record; its block is to be read or skipped before the next.
type record struct {
	header textproto.MIMEHeader
	block  *io.LimitedReader
	in     *bufio.Reader
}

// The head of a record is small.
const maxHead = 64 << 10

// next reads the head of the next record.
func next(in *bufio.Reader) (*record, error) {
	version, err := nonBlank(in)
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(version, "WARC/") {
		return nil, fmt.Errorf("want a WARC record, found %q", version[:min(len(version), 40)])
	}
	head := textproto.NewReader(bufio.NewReader(&headReader{in: in}))
	h, err := head.ReadMIMEHeader()
	if err != nil {
		return nil, fmt.Errorf("the record's head: %w", unexpected(err))
	}
	n, err := strconv.ParseInt(strings.TrimSpace(h.Get("Content-Length")), 10, 64)
	if err != nil || n < 0 {
		return nil, fmt.Errorf("the record's Content-Length is %q", h.Get("Content-Length"))
	}
	return &record{h, &io.LimitedReader{R: in, N: n}, in}, nil
}

// nonBlank returns the next line that is not blank, without its end.
func nonBlank(in *bufio.Reader) (string, error) {
	for {
		b, err := files.ReadLine(in, maxHead)
		if err != nil {
			return "", err
		}
		if s := strings.TrimSpace(string(b)); s != "" {
			return s, nil
		}
	}
}

// headReader reads lines up to and with the blank one that ends a head, and
// nothing beyond it.
type headReader struct {
	in   *bufio.Reader
	left []byte
	size int
	done bool
}

func (h *headReader) Read(p []byte) (int, error) {
	if len(h.left) == 0 {
		if h.done {
			return 0, io.EOF
		}
		line, err := files.ReadLine(h.in, maxHead)
		if err != nil {
			return 0, unexpected(err)
		}
		if h.size += len(line); h.size > maxHead {
			return 0, files.ErrTooLong
		}
		h.done = len(line) == 0
		h.left = []byte(string(line) + "\r\n")
	}
	n := copy(p, h.left)
	h.left = h.left[n:]
	return n, nil
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (r *record) uri() string { return strings.Trim(r.header.Get("WARC-Target-URI"), "<>") }

// skip reads the rest of the block.
func (r *record) skip() error {
	_, err := io.Copy(io.Discard, r.block)
	if err == nil && r.block.N > 0 {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// article reads the page of a record; ok is false where it holds none.
func (r *record) article(o Options) (a schema.Article, ok bool, err error) {
	var typ, charset string
	var body io.Reader = r.block
	switch strings.ToLower(r.header.Get("WARC-Type")) {
	case "response":
		if !strings.HasPrefix(strings.ToLower(r.header.Get("Content-Type")), "application/http") {
			return a, false, nil
		}
		res, err := http.ReadResponse(bufio.NewReader(r.block), nil)
		if err != nil {
			return a, false, fmt.Errorf("the archived answer: %w", unexpected(err))
		}
		defer func() { _ = res.Body.Close() }()
		if res.StatusCode != http.StatusOK {
			return a, false, nil
		}
		typ, charset = media(res.Header.Get("Content-Type"))
		if body, err = decoded(res); err != nil {
			return a, false, err
		}
	case "resource":
		typ, charset = media(r.header.Get("Content-Type"))
	default:
		return a, false, nil
	}
	if typ != "text/html" && typ != "application/xhtml+xml" {
		return a, false, nil
	}
	b, err := io.ReadAll(io.LimitReader(body, int64(o.MaxBytes)+1))
	if err != nil {
		return a, true, fmt.Errorf("read the archived page: %w", err)
	}
	if len(b) > o.MaxBytes {
		return a, true, fmt.Errorf("the archived page is %w of %s", files.ErrTooLong, files.Size(o.MaxBytes))
	}
	a, err = article.ParseHTML(b, article.Page{URL: r.uri(), Charset: charset, Rules: o.Rules})
	if t, terr := time.Parse(time.RFC3339, r.header.Get("WARC-Date")); terr == nil {
		a.RetrievedAt = t.UTC()
	}
	return a, true, err
}

// decoded returns the body without its content encoding.
func decoded(res *http.Response) (io.Reader, error) {
	switch strings.ToLower(res.Header.Get("Content-Encoding")) {
	case "", "identity":
		return res.Body, nil
	case "gzip", "x-gzip":
		// Some archives keep the header and store the body decoded.
		in := bufio.NewReader(res.Body)
		if magic, _ := in.Peek(2); !bytes.Equal(magic, []byte("\x1f\x8b")) {
			return in, nil
		}
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("the archived page: %w", err)
		}
		return z, nil
	}
	return nil, fmt.Errorf("the archived page is encoded as %q", res.Header.Get("Content-Encoding"))
}

func media(contentType string) (typ, charset string) {
	typ, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return "", ""
	}
	return typ, params["charset"]
}
