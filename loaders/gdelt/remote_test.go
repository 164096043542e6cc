package gdelt

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"safir/loaders"
)

// server is a GDELT server in memory: contents by name.
type server map[string][]byte

func (s server) open(_ context.Context, address string, limit int64) (io.ReadCloser, error) {
	name, ok := strings.CutPrefix(address, "https://mirror.example/g/")
	b, has := s[name]
	if !ok || !has {
		return nil, errors.New("the server answered 404 Not Found")
	}
	return io.NopCloser(io.LimitReader(bytes.NewReader(b), limit)), nil
}

// put adds a slot's file and returns its line of the lists.
func (s server) put(slot, kind string, lines ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.Create(slot + "." + kind + ".CSV")
	_, _ = io.WriteString(w, strings.Join(lines, "\n")+"\n")
	_ = z.Close()
	name := slot + "." + kind + ".CSV.zip"
	s[name] = b.Bytes()
	return fmt.Sprintf("%d %x http://data.gdeltproject.org/gdeltv2/%s\n", b.Len(), md5.Sum(b.Bytes()), name)
}

func newServer() server {
	s := server{}
	var master, last string
	for i, slot := range []string{"20150218224500", "20150218230000", "20150218231500"} {
		id := fmt.Sprint(i + 1)
		last = s.put(slot, "export", event(id, "20150218", "042", []string{"ZAF", "SOUTH AFRICA", "ZAF"}, nil, "https://a.example/"+id)) +
			s.put(slot, "mentions", mentionLine(id, "b.example", "https://b.example/"+id, "80")) +
			fmt.Sprintf("1 d41d8cd98f00b204e9800998ecf8427e http://data.gdeltproject.org/gdeltv2/%s.gkg.csv.zip\n", slot)
		master += last
	}
	s["lastupdate.txt"], s["masterfilelist.txt"] = []byte(last), []byte("damaged line\n"+master)
	return s
}

func remote(t *testing.T, s server, change func(*RemoteOptions)) (ids, errs []string, last string) {
	t.Helper()
	o := RemoteOptions{Open: s.open, Base: "https://mirror.example/g"}
	if change != nil {
		change(&o)
	}
	r := NewRemote(o)
	for d, err := range r.Documents(t.Context()) {
		if err != nil {
			errs = append(errs, strings.TrimPrefix(d.Item, "https://mirror.example/g/")+": "+err.Error())
			continue
		}
		for _, e := range d.Coded.Events {
			ids = append(ids, d.Article.URL+" "+e.ID)
		}
	}
	return ids, errs, r.Last()
}

func slotOf(n string) []string {
	return []string{"https://a.example/" + n + " event:gdelt-" + n, "https://b.example/" + n + " event:gdelt-" + n}
}

func TestRemote(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*RemoteOptions)
		want   []string
	}{
		"the newest slot": {nil, slotOf("3")},
		"nothing new":     {func(o *RemoteOptions) { o.After = "20150218231500" }, nil},
		"the next slot":   {func(o *RemoteOptions) { o.After = "20150218230000" }, slotOf("3")},
		"a gap":           {func(o *RemoteOptions) { o.After = "20150218224500" }, append(slotOf("2"), slotOf("3")...)},
		"a back-fill":     {func(o *RemoteOptions) { o.From = time.Date(2015, 2, 18, 0, 0, 0, 0, time.UTC) }, append(append(slotOf("1"), slotOf("2")...), slotOf("3")...)},
		"a back-fill of a day": {func(o *RemoteOptions) {
			o.From = time.Date(2015, 2, 17, 0, 0, 0, 0, time.UTC)
			o.To = time.Date(2015, 2, 18, 9, 0, 0, 0, time.UTC)
		}, append(append(slotOf("1"), slotOf("2")...), slotOf("3")...)},
	} {
		ids, errs, last := remote(t, newServer(), tc.change)
		if d := cmp.Diff(tc.want, ids); d != "" || len(errs) > 0 {
			t.Errorf("%s: %s %q", name, d, errs)
		}
		if last != "20150218231500" {
			t.Errorf("%s: last slot %q", name, last)
		}
	}
}

func TestRemoteFaults(t *testing.T) {
	s := newServer()
	s["20150218231500.export.CSV.zip"] = s["20150218231500.export.CSV.zip"][:50]
	ids, errs, last := remote(t, s, func(o *RemoteOptions) { o.After = "20150218224500" })
	if d := cmp.Diff(slotOf("2"), ids); d != "" {
		t.Error(d)
	}
	if len(errs) != 1 || !strings.HasPrefix(errs[0], "20150218231500.export.CSV.zip: the file is damaged: it has the MD5 ") || last != "20150218230000" {
		t.Errorf("%q, last %s", errs, last)
	}

	delete(s, "20150218231500.mentions.CSV.zip")
	if _, errs, _ = remote(t, s, nil); len(errs) != 2 || !strings.Contains(errs[1], "404") {
		t.Errorf("%q", errs)
	}

	s["lastupdate.txt"] = []byte("<html>maintenance</html>")
	r := NewRemote(RemoteOptions{Open: s.open, Base: "https://mirror.example/g/"})
	for _, err := range r.Documents(t.Context()) {
		if !errors.Is(err, loaders.ErrSource) {
			t.Errorf("error %v", err)
		}
	}
}
