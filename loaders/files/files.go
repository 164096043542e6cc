// Package files walks what a user names on the command line or a source names
// in its configuration: files, folders, archives and standard input. It
// promises a stable order (by name, folders depth first), opens .gz and .zip
// on the way, holds one file open at a time, and reports what it cannot open
// as an error of that item, after which the walk goes on.
package files

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"safir/loaders"
)

// File is one open file. It may be read until the consumer asks for the next.
type File struct {
	// Name is the file's name in messages: "news/may.zip!12.txt".
	Name string
	// Ext is the extension under any .gz, in lower case with its dot: ".txt".
	// It is empty for standard input.
	Ext string
	// Root is the path that the walk was given and under which the file was found.
	Root string
	*bufio.Reader
}

// Stem returns the file's base name without folders, archive and extensions.
func (f *File) Stem() string {
	base := path.Base(filepath.ToSlash(f.Name[strings.LastIndexByte(f.Name, '!')+1:]))
	if strings.EqualFold(path.Ext(base), ".gz") {
		base = base[:len(base)-len(".gz")]
	}
	return strings.TrimSuffix(base, path.Ext(base))
}

// Walk says which files to read.
type Walk struct {
	// Paths are files, folders, or "-" for standard input.
	Paths []string
	// Stdin is read for "-".
	Stdin io.Reader
	// Accept chooses, by extension, the files of folders and archives. A
	// file that is named itself is always taken.
	Accept func(ext string) bool
	// Seen leaves out the files of folders for which it is true; nil leaves
	// out none. It is asked once for each file, before it is opened.
	Seen func(name string, info fs.FileInfo) bool
	// Want says what a folder without an accepted file lacks: "articles".
	Want string
}

// bufferSize lets readers look ahead far enough to tell what a file holds.
const bufferSize = 64 << 10

var errStop = errors.New("the consumer stopped")

// Files yields the files, each open. A pair with an error has a File with a
// Name only.
func (w Walk) Files(ctx context.Context) iter.Seq2[*File, error] {
	return func(yield func(*File, error) bool) {
		for _, p := range w.Paths {
			if err := w.root(ctx, p, yield); err != nil {
				return
			}
		}
	}
}

type yieldFunc = func(*File, error) bool

// root walks one of the paths; its error says only that the walk is to end.
func (w Walk) root(ctx context.Context, p string, yield yieldFunc) error {
	if p == "-" {
		return w.stdin(yield)
	}
	info, err := os.Stat(p)
	if err != nil {
		return fail(p, loaders.SourceError(err), yield)
	}
	if !info.IsDir() {
		return w.open(ctx, p, p, true, yield)
	}
	n := 0
	count := func(f *File, err error) bool { n++; return yield(f, err) }
	if seen := w.Seen; seen != nil {
		w.Seen = func(name string, info fs.FileInfo) bool {
			old := seen(name, info)
			if old {
				n++
			}
			return old
		}
	}
	err = filepath.WalkDir(p, func(name string, e fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return errStop
		case err != nil:
			return fail(name, err, count)
		case name != p && strings.HasPrefix(e.Name(), "."):
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir(), e.Type()&(fs.ModeNamedPipe|fs.ModeSocket|fs.ModeDevice) != 0:
			return nil
		}
		return w.open(ctx, p, name, false, count)
	})
	if err != nil {
		return err
	}
	if n == 0 && ctx.Err() == nil {
		return fail(p, loaders.SourceError(fmt.Errorf("the folder holds no %s", w.Want)), yield)
	}
	return nil
}

func (w Walk) stdin(yield yieldFunc) error {
	if w.Stdin == nil {
		return fail("-", errors.New("there is no standard input"), yield)
	}
	in := bufio.NewReaderSize(w.Stdin, bufferSize)
	if magic, _ := in.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(in)
		if err != nil {
			return fail("-", fmt.Errorf("open gzip: %w", err), yield)
		}
		in = bufio.NewReaderSize(z, bufferSize)
	}
	return give(&File{Name: "-", Root: "-", Reader: in}, yield)
}

// open opens the file at name; named says that the user named it himself.
func (w Walk) open(ctx context.Context, root, name string, named bool, yield yieldFunc) error {
	ext := strings.ToLower(filepath.Ext(name))
	inner := strings.ToLower(filepath.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")))
	if !named && ext != ".zip" && !w.Accept(inner) {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return fail(name, err, yield)
	}
	defer func() { _ = f.Close() }() // only read
	if !named && w.Seen != nil {
		if info, err := f.Stat(); err == nil && w.Seen(name, info) {
			return nil
		}
	}
	if ext == ".zip" {
		return w.zip(ctx, root, name, f, named, yield)
	}
	if ext != ".gz" {
		return give(&File{name, ext, root, bufio.NewReaderSize(f, bufferSize)}, yield)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return fail(name, fmt.Errorf("open gzip: %w", err), yield)
	}
	return give(&File{name, inner, root, bufio.NewReaderSize(z, bufferSize)}, yield)
}

func (w Walk) zip(ctx context.Context, root, name string, f *os.File, named bool, yield yieldFunc) error {
	info, err := f.Stat()
	if err != nil {
		return fail(name, err, yield)
	}
	z, err := zip.NewReader(f, info.Size())
	if err != nil {
		return fail(name, fmt.Errorf("open zip: %w", err), yield)
	}
	entries := slices.DeleteFunc(z.File, func(e *zip.File) bool {
		base := path.Base(e.Name)
		return e.FileInfo().IsDir() || strings.HasPrefix(base, ".") || strings.HasPrefix(e.Name, "__MACOSX/")
	})
	slices.SortStableFunc(entries, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	n := 0
	for _, e := range entries {
		if ctx.Err() != nil {
			return errStop
		}
		ext := strings.ToLower(path.Ext(e.Name))
		if !w.Accept(ext) && len(entries) > 1 || !w.Accept(ext) && !named {
			continue
		}
		n++
		if err := entry(root, name+"!"+e.Name, ext, e, yield); err != nil {
			return err
		}
	}
	if n == 0 && named {
		return fail(name, fmt.Errorf("the archive holds no %s", w.Want), yield)
	}
	return nil
}

func entry(root, name, ext string, e *zip.File, yield yieldFunc) error {
	r, err := e.Open()
	if err != nil {
		return fail(name, fmt.Errorf("open zip entry: %w", err), yield)
	}
	defer func() { _ = r.Close() }()
	return give(&File{name, ext, root, bufio.NewReaderSize(r, bufferSize)}, yield)
}

func give(f *File, yield yieldFunc) error {
	if !yield(f, nil) {
		return errStop
	}
	return nil
}

func fail(name string, err error, yield yieldFunc) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = withoutPath{pe.Err, err} // the name is told beside it
	}
	if !yield(&File{Name: name}, err) {
		return errStop
	}
	return nil
}

// withoutPath reads as the bare reason and is all that the error was.
type withoutPath struct {
	reason error
	whole  error
}

func (e withoutPath) Error() string { return e.reason.Error() }
func (e withoutPath) Unwrap() error { return e.whole }
