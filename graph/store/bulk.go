package store

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"safir/schema"
)

// ErrNotBulk says that a coded article cannot be imported in bulk: its actors
// or events must be held against those of others.
var ErrNotBulk = errors.New("only rows of event tables under exact names can be imported in bulk")

// Bulk writes coded articles into files that neo4j-admin imports into an
// empty database, many times as fast as transactions do. What comes of the
// import is what [Store.Write] makes of the same articles. It is made by
// [NewBulk].
type Bulk struct {
	dir string

	mu       sync.Mutex
	files    map[string]*importFile
	err      error // the first that a file had
	seen     map[[16]byte]bool
	contacts map[[2]string]*contactSum
	again    map[string][]testimony // events that several articles tell, with who tells them
}

// contactSum is a CONTACTED relationship on its way.
type contactSum struct {
	count       int
	mutual      int // of count, those without direction
	first, last schema.Date
	kinds       []string
}

// importFile is a file of nodes or relationships with its header.
type importFile struct {
	name    string
	option  string // of neo4j-admin, without the path
	columns []string
	f       *os.File
	w       *bufio.Writer
}

// The files, with the columns as neo4j-admin wants them: a property's name
// and type.
var bulkFiles = []importFile{
	{name: "articles", option: "nodes=Article", columns: []string{"id:ID(Article)", "url", "title", "text", "language", "publisher", "publishedAt:date", "retrievedAt:datetime",
		"fingerprint:string[]", "contentHash", "state", "coder", "claimsHash", "table:boolean"}},
	{name: "actors", option: "nodes=Actor", columns: []string{"id:ID(Actor)", ":LABEL", "name", "nameAr", "captionAr", "kind", "aliases:string[]", "folded:string[]",
		"code", "state", "ids:string[]", "unnamed:boolean"}},
	{name: "events", option: "nodes=Event", columns: []string{"id:ID(Event)", ":LABEL", "type", "code", "family", "contact:boolean", "title", "titleAr",
		"caption", "captionAr", "modality", "start:date", "end:date", "precision", "confidence:double", "reports:long", "key", "notAfter:date", "ids:string[]"}},
	{name: "places", option: "nodes=Place", columns: []string{"id:ID(Place)", "name", "nameAr", "captionAr", "country"}},
	{name: "sources", option: "nodes=Source", columns: []string{"id:ID(Source)", "name"}},
	{name: "published", option: "relationships=PUBLISHED", columns: []string{":START_ID(Source)", ":END_ID(Article)"}},
	{name: "mentions", option: "relationships=MENTIONS", columns: []string{":START_ID(Article)", ":END_ID(Actor)", "claim", "count:long"}},
	{name: "reports", option: "relationships=REPORTS", columns: []string{":START_ID(Article)", ":END_ID(Event)", "claim", "quote", "start:long", "end:long", "confidence:double", "coder"}},
	{name: "initiated", option: "relationships=INITIATED", columns: []string{":START_ID(Actor)", ":END_ID(Event)"}},
	{name: "received", option: "relationships=RECEIVED", columns: []string{":START_ID(Actor)", ":END_ID(Event)"}},
	{name: "joined", option: "relationships=JOINED", columns: []string{":START_ID(Actor)", ":END_ID(Event)"}},
	{name: "mediated", option: "relationships=MEDIATED", columns: []string{":START_ID(Actor)", ":END_ID(Event)"}},
	{name: "in", option: "relationships=IN", columns: []string{":START_ID(Event)", ":END_ID(Place)"}},
	{name: "contacted", option: "relationships=CONTACTED", columns: []string{":START_ID(Actor)", ":END_ID(Actor)", "count:long", "mutual:long", "first:date", "last:date", "types:string[]", "caption"}},
}

// NewBulk makes the files in the folder, which it makes if need be.
func NewBulk(dir string) (*Bulk, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the import folder: %w", err)
	}
	b := &Bulk{dir: dir, files: make(map[string]*importFile), seen: make(map[[16]byte]bool), contacts: make(map[[2]string]*contactSum), again: make(map[string][]testimony)}
	for _, f := range bulkFiles {
		var err error
		if f.f, err = os.OpenFile(b.path(f.name), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600); err != nil {
			return nil, errors.Join(fmt.Errorf("make an import file: %w", err), b.close())
		}
		f.w = bufio.NewWriterSize(f.f, 1<<18)
		b.files[f.name] = &f
		_, b.err = f.w.WriteString(strings.Join(f.columns, ",") + "\n")
	}
	return b, b.err
}

func (b *Bulk) path(name string) string { return filepath.Join(b.dir, name+".csv") }

// Write adds a batch, like [Store.Write].
func (b *Bulk) Write(_ context.Context, batch []schema.Coded) ([]schema.Written, error) {
	written := make([]schema.Written, len(batch))
	for i := range batch {
		written[i] = schema.Written{Article: batch[i].Article.ID, Outcome: schema.Loaded}
		it, err := newItem(batch[i])
		if err == nil && (!it.Table || !it.ExactNames) {
			err = ErrNotBulk
		}
		if err != nil {
			written[i].Outcome, written[i].Err = schema.Failed, err
			continue
		}
		if !b.add(it) {
			written[i].Outcome = schema.Unchanged
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil {
		return nil, fmt.Errorf("write an import file: %w", b.err)
	}
	return written, nil
}

// first tells whether a node of this kind and id is new.
func (b *Bulk) first(kind, id string) bool {
	sum := sha256.Sum256([]byte(kind + "\x00" + id))
	key := [16]byte(sum[:16])
	if b.seen[key] {
		return false
	}
	b.seen[key] = true
	return true
}

// add writes an item's nodes and relationships; false says that the article
// was there.
func (b *Bulk) add(it *item) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.first("article", it.id) {
		return false
	}
	props := articleProps(it.Article)
	props["id"], props["state"], props["coder"], props["claimsHash"], props["table"] = it.id, "coded", text(it.Coder), it.claimsHash, true
	b.put("articles", props)
	if name := it.Article.Source; name != "" {
		if b.first("source", name) {
			b.put("sources", map[string]any{"id": SourceID(name), "name": name})
		}
		b.put("published", map[string]any{":START_ID": SourceID(name), ":END_ID": it.id})
	}
	byID := make(map[string]schema.Actor, len(it.Actors))
	for _, a := range it.Actors {
		byID[a.ID] = a
		if b.first("actor", a.ID) {
			b.putNode("actors", exactActor(a))
		}
		b.put("mentions", map[string]any{":START_ID": it.id, ":END_ID": a.ID, "claim": a.ID, "count": max(a.Count, 1)})
	}
	for _, e := range it.Events {
		if b.first("event", e.ID) {
			b.event(e, exactEvent(e, it.Article, byID))
		} else {
			b.again[e.ID] = nil
		}
		report := exactReport(it, e)
		report[":START_ID"], report[":END_ID"] = it.id, e.ID
		b.put("reports", report)
	}
	return true
}

func (b *Bulk) event(e schema.Event, row map[string]any) {
	b.putNode("events", row)
	for _, part := range row["parts"].([][]string) {
		b.put(strings.ToLower(part[1]), map[string]any{":START_ID": part[0], ":END_ID": e.ID})
	}
	if p := e.Place; p != nil {
		if b.first("place", p.ID) {
			b.put("places", map[string]any{"id": p.ID, "name": text(p.Name), "nameAr": text(p.NameAr),
				"captionAr": text(cmp.Or(p.NameAr, p.Name)), "country": text(p.Country)})
		}
		b.put("in", map[string]any{":START_ID": e.ID, ":END_ID": p.ID})
	}
	for _, c := range exactContacts(e) {
		pair := [2]string{c.who, c.whom}
		s := b.contacts[pair]
		if s == nil {
			s = &contactSum{}
			b.contacts[pair] = s
		}
		s.count++
		if c.mutual {
			s.mutual++
		}
		if s.first.IsZero() || !c.first.IsZero() && c.first.Before(s.first) {
			s.first = c.first
		}
		if c.last.After(s.last) {
			s.last = c.last
		}
		if i, has := slices.BinarySearch(s.kinds, c.kind); !has {
			s.kinds = slices.Insert(s.kinds, i, c.kind)
		}
	}
}

// putNode writes a node as the statements of [Store.Write] take it: id, label
// and props.
func (b *Bulk) putNode(file string, row map[string]any) {
	props := row["props"].(map[string]any)
	props["id"], props[":LABEL"] = row["id"], row["label"]
	b.put(file, props)
}

// listMark parts the elements of a list in an import file.
const listMark = "\x1f"

// put writes a line: the values of the file's columns.
func (b *Bulk) put(file string, values map[string]any) {
	f := b.files[file]
	var line []byte
	used := 0
	for i, column := range f.columns {
		if i > 0 {
			line = append(line, ',')
		}
		name, typ, _ := strings.Cut(column, ":")
		if name == "" {
			name, _, _ = strings.Cut(":"+typ, "(")
		}
		v, has := values[name]
		if has {
			used++
		}
		line = appendValue(line, v)
	}
	if used != len(values) && b.err == nil {
		b.err = fmt.Errorf("%s: a property has no column: %v", file, slices.Sorted(maps.Keys(values)))
	}
	if _, err := f.w.Write(append(line, '\n')); err != nil && b.err == nil {
		b.err = err
	}
}

func appendValue(line []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return line
	case bool:
		return strconv.AppendBool(line, v)
	case int:
		return strconv.AppendInt(line, int64(v), 10)
	case float64:
		return strconv.AppendFloat(line, v, 'g', -1, 64)
	case time.Time:
		return append(line, v.Format(time.RFC3339Nano)...)
	case neo4j.Date:
		return append(line, v.String()...)
	case []string:
		if len(v) == 0 {
			return line
		}
		return appendQuoted(line, strings.Join(v, listMark))
	case string:
		if v == "" {
			return line
		}
		return appendQuoted(line, v)
	}
	panic(fmt.Sprintf("store: no import form for %T", v))
}

func appendQuoted(line []byte, s string) []byte {
	line = append(line, '"')
	line = append(line, strings.ReplaceAll(s, `"`, `""`)...)
	return append(line, '"')
}

// Close ends the files and returns the arguments with which neo4j-admin
// imports them into a database.
func (b *Bulk) Close(database string) ([]string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	pairs := make([][2]string, 0, len(b.contacts))
	for p := range b.contacts {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(x, y [2]string) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	for _, p := range pairs {
		s := b.contacts[p]
		b.put("contacted", map[string]any{":START_ID": p[0], ":END_ID": p[1], "count": s.count, "mutual": s.mutual, "first": day(s.first), "last": day(s.last), "types": s.kinds,
			"caption": contactCaption(s.count, s.last)})
	}
	if err := errors.Join(b.err, b.close()); err != nil {
		return nil, fmt.Errorf("write the import files: %w", err)
	}
	if err := b.sumUp(); err != nil {
		return nil, fmt.Errorf("sum up the reports of events: %w", err)
	}
	args := []string{"database", "import", "full", cmp.Or(database, "neo4j"), "--overwrite-destination=true", "--multiline-fields=true",
		"--array-delimiter=U+001F", "--id-type=string"}
	for _, f := range bulkFiles {
		args = append(args, "--"+f.option+"="+b.path(f.name))
	}
	return args, nil
}

func (b *Bulk) close() error {
	var errs []error
	for _, f := range b.files {
		errs = append(errs, f.w.Flush(), f.f.Close())
	}
	return errors.Join(errs...)
}

// sumUp works out for events that several articles report what they have from
// all of them, see [sumOf]. It reads the files again, as only now all articles
// are known, and keeps in memory these events alone.
func (b *Bulk) sumUp() error {
	if len(b.again) == 0 {
		return nil
	}
	articles := make(map[string]testimony)
	err := b.lines("reports", func(line []string, at map[string]int) error {
		if told, again := b.again[line[at["END_ID"]]]; again {
			confidence, err := strconv.ParseFloat(line[at["confidence"]], 64)
			if err != nil {
				return err
			}
			article := line[at["START_ID"]]
			articles[article] = testimony{}
			b.again[line[at["END_ID"]]] = append(told, testimony{article: article, confidence: confidence})
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = b.lines("articles", func(line []string, at map[string]int) error {
		id := line[at["id"]]
		if _, tells := articles[id]; !tells {
			return nil
		}
		var x testimony
		if prints := line[at["fingerprint"]]; prints != "" {
			x.fingerprint = strings.Split(prints, listMark)
		}
		if day := line[at["publishedAt"]]; day != "" {
			d, err := schema.ParseDate(day)
			if err != nil {
				return err
			}
			x.published = d
		}
		articles[id] = x
		return nil
	})
	if err != nil {
		return err
	}
	f, err := os.OpenFile(b.path("events")+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	if err := w.Write(b.files["events"].columns); err != nil {
		return errors.Join(err, f.Close())
	}
	err = b.lines("events", func(line []string, at map[string]int) error {
		told := b.again[line[at["id"]]]
		if told == nil {
			return w.Write(line)
		}
		for i, x := range told {
			told[i].fingerprint, told[i].published = articles[x.article].fingerprint, articles[x.article].published
		}
		slices.SortFunc(told, func(x, y testimony) int { return cmp.Compare(x.article, y.article) })
		s := sumOf(told)
		line[at["reports"]] = strconv.Itoa(s.reports)
		line[at["confidence"]] = string(appendValue(nil, s.confidence))
		if line[at["end"]] == "" && line[at["modality"]] == string(schema.Actual) {
			line[at["notAfter"]] = s.published.String()
		}
		return w.Write(line)
	})
	w.Flush()
	if err := errors.Join(err, w.Error(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), b.path("events"))
}

// lines reads a file that was written, calling f with each line and the places
// of the columns by name.
func (b *Bulk) lines(name string, f func(line []string, at map[string]int) error) error {
	file, err := os.Open(b.path(name))
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	in := csv.NewReader(bufio.NewReaderSize(file, 1<<18))
	in.ReuseRecord = true
	at := make(map[string]int)
	for {
		line, err := in.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case len(at) == 0:
			for i, column := range line {
				name, typ, _ := strings.Cut(column, ":")
				if name == "" {
					name, _, _ = strings.Cut(typ, "(")
				}
				at[name] = i
			}
			continue
		}
		if err := f(line, at); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
}

// IsEmpty tells whether the graph holds nothing.
func (s *Store) IsEmpty(ctx context.Context) (bool, error) {
	rows, err := s.read(ctx, `MATCH (n) WHERE NOT n:Migration AND NOT n:Lock RETURN n LIMIT 1`, nil)
	if err != nil {
		return false, fmt.Errorf("look whether the graph is empty: %w", err)
	}
	return len(rows) == 0, nil
}

// AwaitIndexes waits until the indexes hold all that is in the graph.
func (s *Store) AwaitIndexes(ctx context.Context) error {
	if _, err := s.read(ctx, `CALL db.awaitIndexes(600)`, nil); err != nil {
		return fmt.Errorf("wait for the indexes: %w", err)
	}
	return nil
}
