package gdelt

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/md5" //nolint:gosec // what GDELT publishes; it guards against damage, not against people
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"safir/loaders"
	"safir/loaders/files"
	"safir/loaders/table"
)

// DefaultBase is where GDELT 2.0 publishes its files.
const DefaultBase = "http://data.gdeltproject.org/gdeltv2/"

// Opener fetches what may be large, like [fetch.Client.Stream].
type Opener func(ctx context.Context, address string, limit int64) (io.ReadCloser, error)

// RemoteOptions are the settings of a [Remote]. Open is required.
type RemoteOptions struct {
	table.Options
	Open Opener
	// Base is the address of a server that offers GDELT's files; empty is
	// [DefaultBase]. Files are fetched from it even where its lists name
	// another.
	Base string
	// From and To back-fill the slots of these days, both included, by
	// masterfilelist.txt. With a zero From, lastupdate.txt gives the newest slot.
	From, To time.Time
	// After is the last slot that was read, as [Remote.Last] gives it: older
	// ones and itself are left out. With an After that is not the newest
	// slot's predecessor, the slots between are back-filled.
	After string
}

// Remote yields the events of a GDELT server. It is made by [NewRemote].
type Remote struct {
	o    RemoteOptions
	last string
}

var _ loaders.Loader = (*Remote)(nil)

// NewRemote returns a loader of the server's files.
func NewRemote(o RemoteOptions) *Remote {
	o.Base = cmp.Or(o.Base, DefaultBase)
	if !strings.HasSuffix(o.Base, "/") {
		o.Base += "/"
	}
	return &Remote{o: o, last: o.After}
}

// Last returns the newest slot that was read to its end, such as
// "20150218230000"; the next run continues after it.
func (r *Remote) Last() string { return r.last }

// What is fetched is bounded.
const (
	maxList     = 1 << 30 // masterfilelist.txt, which is streamed
	maxZip      = 256 << 20
	maxUnzipped = 1 << 30
	slotLength  = 15 * time.Minute
	slotLayout  = "20060102150405"
	// A gap longer than that is filled only where From asks for it.
	longestGap = 7 * 24 * time.Hour
)

// remoteFile is a line of a list: size, MD5, address.
type remoteFile struct {
	slot, kind string // export or mentions
	size       int64
	md5        string
	name       string
}

// Documents implements [loaders.Loader].
func (r *Remote) Documents(ctx context.Context) iter.Seq2[loaders.Document, error] {
	return func(yield func(loaders.Document, error) bool) {
		emit := func(d loaders.Document, err error) bool { return ctx.Err() == nil && yield(d, err) }
		newest, err := r.list(ctx, "lastupdate.txt", func(remoteFile) bool { return true })
		if err != nil {
			emit(loaders.Document{Item: r.o.Base + "lastupdate.txt"}, loaders.SourceError(err))
			return
		}
		wanted := newest
		if want, ok := r.backfill(newest); ok {
			if wanted, err = r.list(ctx, "masterfilelist.txt", want); err != nil {
				emit(loaders.Document{Item: r.o.Base + "masterfilelist.txt"}, loaders.SourceError(err))
				return
			}
		}
		for _, slot := range slots(wanted) {
			if slot[0].slot <= r.o.After && r.o.From.IsZero() {
				continue
			}
			complete, more := r.slot(ctx, slot, emit)
			if !more || ctx.Err() != nil {
				return
			}
			if complete {
				r.last = max(r.last, slot[0].slot)
			}
		}
	}
}

// backfill tells which files of the master list are wanted; ok is false where
// the newest slot is enough.
func (r *Remote) backfill(newest []remoteFile) (want func(remoteFile) bool, ok bool) {
	if !r.o.From.IsZero() {
		from := r.o.From.UTC().Format("20060102")
		to := "99991231"
		if !r.o.To.IsZero() {
			to = r.o.To.UTC().Format("20060102")
		}
		return func(f remoteFile) bool { return f.slot[:8] >= from && f.slot[:8] <= to }, true
	}
	if r.o.After == "" || len(newest) == 0 {
		return nil, false
	}
	after, err1 := time.Parse(slotLayout, r.o.After)
	last, err2 := time.Parse(slotLayout, newest[0].slot)
	if gap := last.Sub(after); err1 != nil || err2 != nil || gap <= slotLength || gap > longestGap {
		return nil, false
	}
	return func(f remoteFile) bool { return f.slot > r.o.After }, true
}

var fileName = regexp.MustCompile(`^(\d{14})\.(export|mentions)\.CSV\.zip$`)

// list reads one of the server's lists, line by line.
func (r *Remote) list(ctx context.Context, name string, want func(remoteFile) bool) ([]remoteFile, error) {
	body, err := r.o.Open(ctx, r.o.Base+name, maxList)
	if err != nil {
		return nil, err
	}
	defer func() { _ = body.Close() }()
	in := bufio.NewReader(body)
	var out []remoteFile
	for n := 1; ; n++ {
		line, err := files.ReadLine(in, 4096)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		f, ok := parseListLine(string(line))
		if ok && want(f) {
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("the list names none of the files that are wanted")
	}
	return out, nil
}

// parseListLine reads "size md5 address". Lines of other files and damaged
// lines, of which the master list has some, are passed over: ok is false.
func parseListLine(line string) (remoteFile, bool) {
	f := strings.Fields(line)
	if len(f) != 3 {
		return remoteFile{}, false
	}
	u, err := url.Parse(f[2])
	if err != nil {
		return remoteFile{}, false
	}
	name := path.Base(u.Path)
	m := fileName.FindStringSubmatch(name)
	size, err := strconv.ParseInt(f[0], 10, 64)
	if m == nil || err != nil || len(f[1]) != md5.Size*2 {
		return remoteFile{}, false
	}
	return remoteFile{m[1], m[2], size, strings.ToLower(f[1]), name}, true
}

// slots groups files by slot, oldest first, events before mentions.
func slots(all []remoteFile) [][]remoteFile {
	slices.SortStableFunc(all, func(a, b remoteFile) int { return strings.Compare(a.name, b.name) })
	all = slices.CompactFunc(all, func(a, b remoteFile) bool { return a.name == b.name })
	var out [][]remoteFile
	for _, f := range all {
		if n := len(out); n > 0 && out[n-1][0].slot == f.slot {
			out[n-1] = append(out[n-1], f)
		} else {
			out = append(out, []remoteFile{f})
		}
	}
	return out
}

// slot reads the files of one slot. complete says that all of them could be
// had; more is false when the walk is to end.
func (r *Remote) slot(ctx context.Context, of []remoteFile, emit table.Emit) (complete, more bool) {
	reader := NewReader(r.o.Options, emit)
	complete = true
	for _, f := range of {
		b, err := r.fetch(ctx, f)
		if err != nil {
			complete = false
			if !emit(loaders.Document{Item: r.o.Base + f.name}, err) {
				return false, false
			}
			continue
		}
		if !reader.readZip(ctx, r.o.Base+f.name, b) {
			return false, false
		}
	}
	return complete, reader.Flush()
}

// fetch gets a file and holds it against the list's size and MD5.
func (r *Remote) fetch(ctx context.Context, f remoteFile) ([]byte, error) {
	body, err := r.o.Open(ctx, r.o.Base+f.name, maxZip)
	if err != nil {
		return nil, err
	}
	defer func() { _ = body.Close() }()
	b, err := io.ReadAll(body)
	if err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	sum := md5.Sum(b) //nolint:gosec // see above
	if got := hex.EncodeToString(sum[:]); got != f.md5 {
		return nil, fmt.Errorf("the file is damaged: it has the MD5 %s and %d bytes, the list says %s and %d", got, len(b), f.md5, f.size)
	}
	return b, nil
}

// readZip reads the one file of a zip archive.
func (r *Reader) readZip(ctx context.Context, name string, b []byte) bool {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil || len(z.File) != 1 {
		return r.emit(loaders.Document{Item: name}, fmt.Errorf("open zip: %w", cmp.Or(err, errors.New("want one file in it"))))
	}
	f, err := z.File[0].Open()
	if err != nil {
		return r.emit(loaders.Document{Item: name}, fmt.Errorf("open zip: %w", err))
	}
	defer func() { _ = f.Close() }()
	in := bufio.NewReaderSize(io.LimitReader(f, maxUnzipped), 64<<10)
	return r.Read(ctx, &files.File{Name: name + "!" + z.File[0].Name, Ext: ".csv", Root: name, Reader: in})
}
