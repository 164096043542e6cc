package article_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"safir/loaders/article"
	"safir/schema"
)

// load returns what a loader yields: "item: title | text" or "item: error".
func load(t *testing.T, opts article.Options, paths ...string) []string {
	t.Helper()
	var out []string
	for d, err := range article.New(paths, opts).Documents(t.Context()) {
		item := filepath.ToSlash(d.Item)
		if len(paths) > 0 {
			item = strings.TrimPrefix(item, filepath.ToSlash(filepath.Dir(paths[0]))+"/")
		}
		if err != nil {
			out = append(out, item+": "+err.Error())
			continue
		}
		if d.Article.ID == "" || d.Article.Language == "" {
			t.Errorf("%s: incomplete: %+v", item, d.Article)
		}
		out = append(out, item+": "+d.Article.Title+" | "+d.Article.Text)
	}
	return out
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func zipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, s)
	_ = z.Close()
	return b.String()
}

const arabicText = "التقى وزير الخارجية المصري نظيره الأردني في القاهرة، وبحثا تطورات الأوضاع في المنطقة وسبل دعم التهدئة."

func utf16LE(s string, mark bool) string {
	var b []byte
	if mark {
		s = "\ufeff" + s
	}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

func codePage(t *testing.T, c *charmap.Charmap, s string) string {
	t.Helper()
	out, err := c.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestOneFile(t *testing.T) {
	for _, tc := range []struct {
		name, file, content string
		want                []string
	}{
		{"text", "a.txt", "Title\n\nFirst.\nSecond.\n\nThird.\n", []string{"a.txt: Title | First.\nSecond.\n\nThird."}},
		{"title at the head again", "a.txt", "Big News\n\nBig news.\n\nIMG_12.jpg Big News\n\nBody of it.\n", []string{"a.txt: Big News | Body of it."}},
		{"a paragraph twice", "a.txt", "T\n\nOne here.\n\nTwo.\n\nOne here.", []string{"a.txt: T | One here.\n\nTwo."}},
		{"lines are paragraphs", "a.txt", "T\nOne here.\nTwo there.\nThree.", []string{"a.txt: T | One here.\n\nTwo there.\n\nThree."}},
		{"carriage returns", "a.txt", "T\r\n\r\nOne.\r\nTwo", []string{"a.txt: T | One.\nTwo"}},
		{"one line", "a.txt", "Iran called.", []string{"a.txt:  | Iran called."}},
		{"empty", "a.txt", "", []string{"a.txt: the file is empty"}},
		{"space", "a.txt", " \n\n ", []string{"a.txt: the file is empty"}},
		{"mark only", "a.txt", "\xef\xbb\xbf\n", []string{"a.txt: the article has no text"}},
		{"UTF-8 mark", "a.txt", "\xef\xbb\xbfT\n\nText.", []string{"a.txt: T | Text."}},
		{"invalid UTF-8", "a.txt", "T\n\nab\xff\xfe\xfdc", []string{"a.txt: invalid UTF-8: byte 0xff at line 3, byte 3; convert the file to UTF-8"}},
		{"Arabic cut in a letter", "a.txt", arabicText[:len(arabicText)-2] + "\n\n" + arabicText, []string{"a.txt: invalid UTF-8: byte 0xd8 at line 1, byte 186; convert the file to UTF-8"}},
		{"UTF-16", "a.txt", utf16LE("عنوان\n\n"+arabicText, true), []string{"a.txt: عنوان | " + arabicText}},
		{"UTF-16 without mark", "a.txt", utf16LE("عنوان\n\n"+arabicText, false), []string{"a.txt: عنوان | " + arabicText}},
		{"windows-1256", "a.txt", codePage(t, charmap.Windows1256, "عنوان\n\n"+arabicText), []string{"a.txt: عنوان | " + arabicText}},
		{"ISO-8859-6", "a.txt", codePage(t, charmap.ISO8859_6, "عنوان\n\n"+arabicText), []string{"a.txt: عنوان | " + arabicText}},
		{"too long", "a.txt", "T\n\n" + strings.Repeat("x", 5000), []string{"a.txt: line 3: the article is longer than the limit of 4 KiB"}},
		{"gzip", "a.txt.gz", zipped("T\n\nText."), []string{"a.txt.gz: T | Text."}},
		{"gzip cut", "a.txt.gz", zipped("T\n\n" + arabicText)[:60], []string{"a.txt.gz: read: unexpected EOF"}},
		{"not gzip", "a.txt.gz", "plain", []string{"a.txt.gz: open gzip: unexpected EOF"}},
		{"not zip", "a.zip", "plain", []string{"a.zip: open zip: zip: not a valid zip file"}},

		{"object", "a.json", `{"id": 7, "title": " T ", "text": " x y ", "more": {"a": [1]}}`, []string{"a.json: T |  x y "}},
		{"array", "a.json", "[{\"text\": \"x\"},\n{\"text\": \"y\"}]", []string{"a.json[1] (line 1):  | x", "a.json[2] (line 2):  | y"}},
		{"objects in a row", "a.json", "{\n\"text\": \"x\"}\n{\"text\": \"y\"}", []string{"a.json:  | x", "a.json[2] (line 3):  | y"}},
		{"cut in half", "a.json", `[{"text": "x"}, {"text": "y`, []string{"a.json[1] (line 1):  | x", "a.json[2] (line 1): the file is cut short in the middle of this object"}},
		{"object cut", "a.json", `{"text": "y`, []string{"a.json: the file is cut short in the middle of this object"}},
		{"array not closed", "a.json", `[{"text": "x"}, `, []string{"a.json[1] (line 1):  | x", "a.json[2] (line 1): the file is cut short: its array is not closed"}},
		{"no text", "a.json", `[{"title": "x"}, {"text": null}, {"text": " "}, {"text": "y"}]`, []string{
			`a.json[1] (line 1): the object has no "text"`, `a.json[2] (line 1): the object has no "text"`, "a.json[3] (line 1): the article has no text", "a.json[4] (line 1):  | y"}},
		{"no objects", "a.json", `[1, "a", {"text": "y"}]`, []string{
			"a.json[1] (line 1): want an article object, not a number", "a.json[2] (line 1): want an article object, not a string", "a.json[3] (line 1):  | y"}},
		{"text is a number", "a.json", `{"text": 5}`, []string{`a.json: "text" is a number, not a string`}},
		{"bad date", "a.json", `{"text": "x", "published": "soon"}`, []string{`a.json: "published": "soon" is no date that can be read: "soon" is not understood`}},
		{"empty array", "a.json", `[]`, []string{"a.json: the array is empty"}},
		{"empty JSON", "a.json", ``, []string{"a.json: the file is empty"}},
		{"long element", "a.json", `[{"text": "` + strings.Repeat("x", 5000) + `"}, {"text": "y"}]`, []string{
			"a.json[1] (line 1): the object is longer than the limit of 4 KiB", "a.json[2] (line 1):  | y"}},
		{"invalid UTF-8 in JSON", "a.json", "[{\"text\": \"x\xff\"}, {\"text\": \"y\"}]", []string{
			"a.json[1] (line 1): invalid UTF-8: byte 0xff at line 1, byte 12; convert the file to UTF-8", "a.json[2] (line 1):  | y"}},

		{"lines", "a.jsonl", "{\"text\": \"x\"}\n\n{\"text\": \n{\"text\": \"y\"}", []string{
			"a.jsonl:1:  | x", "a.jsonl:3: broken JSON after 9 bytes: unexpected end of JSON input", "a.jsonl:4:  | y"}},
		{"long line", "a.jsonl", "{\"text\": \"" + strings.Repeat("x", 100_000) + "\"}\n{\"text\": \"y\"}\n", []string{
			"a.jsonl:1: the line is longer than the limit of 4 KiB", "a.jsonl:2:  | y"}},
		{"lines in UTF-16", "a.jsonl", utf16LE("{\"text\": \"x\"}\n{\"text\": \"y\"}\n", true), []string{"a.jsonl:1:  | x", "a.jsonl:2:  | y"}},
		{"no lines", "a.jsonl", "\n\n", []string{"a.jsonl: the file is empty"}},

		{"another kind", "a.pdf", "%PDF", []string{"a.pdf: a .pdf file is not an article: want one of .txt .text .json .jsonl .ndjson .html .htm .xhtml, also under .gz or in a .zip"}},
		{"JSON under another name", "a.data", `[{"text": "x"}]`, []string{"a.data[1] (line 1):  | x"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := load(t, article.Options{MaxBytes: 4096}, write(t, tc.file, tc.content))
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "news")
	put := func(name, content string) {
		p := filepath.Join(dir, name)
		_ = os.MkdirAll(filepath.Dir(p), 0o755)
		if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("b.txt", "B\n\nbody")
	put("a/z.txt", "Z\n\nzoo")
	put("a/.hidden.txt", "H\n\nh")
	put("c.json.gz", zipped(`{"text": "c"}`))
	put("picture.png", "png")
	put("empty.txt", "")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"2.txt", "1.txt", "notes.pdf", "__MACOSX/1.txt"} {
		w, _ := z.Create(name)
		_, _ = io.WriteString(w, name+"\n\nx")
	}
	_ = z.Close()
	put("d.zip", b.String())

	want := []string{
		"news/a/z.txt: Z | zoo", "news/b.txt: B | body", "news/c.json.gz:  | c",
		"news/d.zip!1.txt: 1.txt | x", "news/d.zip!2.txt: 2.txt | x", "news/empty.txt: the file is empty",
	}
	if d := cmp.Diff(want, load(t, article.Options{}, dir)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestPathsThatHoldNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "empty")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	got := load(t, article.Options{Stdin: strings.NewReader("T\n\nfrom stdin")}, dir, dir+"/missing.txt", "-")
	want := []string{"empty: the folder holds no articles", "empty/missing.txt: no such file or directory", "-: T | from stdin"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestStandardInputTellsItsFormat(t *testing.T) {
	for in, want := range map[string]string{
		`[{"text": "x"}]`:                        "-[1] (line 1):  | x",
		"{\n  \"text\": \"x\"\n}\n":              "-:  | x",
		"{\"text\": \"x\"}\n{\"text\": \"y\"}\n": "-:1:  | x",
		zipped("T\n\nzipped"):                    "-: T | zipped",
		"":                                       "-: the file is empty",
	} {
		if got := load(t, article.Options{Stdin: strings.NewReader(in)}, "-"); got[0] != want {
			t.Errorf("%q: %q, want %q", in, got[0], want)
		}
	}
}

func TestLongLineTakesLittleMemory(t *testing.T) {
	line := io.MultiReader(strings.NewReader(`{"text": "`), io.LimitReader(endless{}, 50<<20), strings.NewReader("\"}\n{\"text\": \"y\"}\n"))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var got []string
	for d, err := range article.New([]string{"-"}, article.Options{Stdin: line, MaxBytes: 1 << 20}).Documents(t.Context()) {
		if err != nil {
			got = append(got, d.Item+": "+err.Error())
		} else {
			got = append(got, d.Article.Text)
		}
	}
	runtime.ReadMemStats(&after)
	if d := cmp.Diff([]string{"-:1: the line is longer than the limit of 1 MiB", "y"}, got); d != "" {
		t.Error(d)
	}
	if n := after.TotalAlloc - before.TotalAlloc; n > 16<<20 {
		t.Errorf("%d bytes allocated", n)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestWalkEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for _, err := range article.New([]string{"-"}, article.Options{Stdin: strings.NewReader(strings.Repeat("{\"text\": \"x\"}\n", 100))}).Documents(ctx) {
		if n++; n == 3 {
			cancel()
		}
		if err != nil {
			t.Error(err)
		}
	}
	if n != 3 {
		t.Errorf("%d documents after the context ended", n)
	}
}

func TestJSONKeys(t *testing.T) {
	a, err := article.ParseJSON([]byte(`{"id": "ar-1", "url": "HTTPS://Example.org:443/a?utm_source=x&b=2&a=1#top", "title": "ت", "text": "نص", "language": "AR", "published": "2025-06-29T23:30:00+03:00", "publisher": "P"}`))
	if err != nil {
		t.Fatal(err)
	}
	article.Complete(&a)
	want := schema.Article{ID: "ar-1", URL: "https://example.org/a?a=1&b=2", Title: "ت", Text: "نص", Language: "ar", Publisher: "P",
		PublishedAt: schema.Date{Year: 2025, Month: 6, Day: 29}, Fingerprint: a.Fingerprint}
	if d := cmp.Diff(want, a); d != "" {
		t.Error(d)
	}
}
