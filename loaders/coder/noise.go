package coder

import (
	"strings"

	"safir/schema"
)

// setAside marks the paragraphs that give no evidence: repeats of the title
// and of one another, captions, credits, links, tails.
func (d *doc) setAside() {
	title := schema.Fold(d.article.Title)
	tail := false
	for p := range d.paras {
		para := &d.paras[p]
		if tail {
			para.noise = true
			continue
		}
		where := d.noiseIn(para)
		switch {
		case where == noiseTail:
			tail = int32(p) > int32(len(d.paras))/3
			para.noise = true
		case where != 0:
			para.noise = true
		case title != "" && d.repeatsTitle(para, title):
			para.noise = true
		case d.repeated(p):
			para.noise = true
		case d.caption(para):
			para.noise = true
		}
	}
}

// noiseIn finds the phrases of noise.tsv where they count.
func (d *doc) noiseIn(p *paragraph) classID {
	for i := p.first; i < p.last; i++ {
		for _, m := range d.matches[d.matchAt[i]:d.matchAt[i+1]] {
			for _, e := range d.lx.trie.ends[m.node] {
				if e.kind != noiseEntry {
					continue
				}
				ends := i+int32(m.size) >= p.last-1
				starts := i <= p.first+2 && d.signsOnly(p.first, i)
				switch e.class {
				case noiseAny:
					return noiseAny
				case noiseStart:
					if starts {
						return noiseStart
					}
				case noiseTail:
					if starts {
						return noiseTail
					}
				case noiseWhole:
					if starts && ends {
						return noiseWhole
					}
				case noiseEnd:
					apart := i == p.first || d.tokens[i-1].kind == punctToken // «(الفرنسية)», not «الجمهورية الفرنسية»
					if apart && d.signsOnly(i+int32(m.size), p.last) && p.last-p.first < 40 {
						return noiseEnd
					}
				}
			}
		}
	}
	return 0
}

func (d *doc) signsOnly(from, to int32) bool {
	for i := from; i < to; i++ {
		if d.tokens[i].kind == wordToken {
			return false
		}
	}
	return true
}

// repeatsTitle tells whether a paragraph is the title, or a file name and
// the title.
func (d *doc) repeatsTitle(p *paragraph, title string) bool {
	if int(p.last-p.first) > 60 {
		return false
	}
	last := p.last - 1
	for last > p.first && d.tokens[last].kind == punctToken {
		last--
	}
	if t := &d.tokens[last]; !strings.HasSuffix(title, schema.Fold(d.offsets.slice(t.start, t.end))) {
		return false // as most do at their last word
	}
	text := schema.Fold(d.offsets.slice(d.tokens[p.first].start, d.tokens[p.last-1].end))
	return text == title || len(text) < 2*len(title)+40 && strings.HasSuffix(text, title)
}

// repeated tells whether the paragraph stood before, word by word.
func (d *doc) repeated(p int) bool {
	a := &d.paras[p]
	n := a.last - a.first
	if n < 4 || n > 400 {
		return false
	}
	h := d.paraHash(a)
	for _, g := range d.hashes {
		if g == h {
			return true
		}
	}
	if len(d.hashes) < 2000 {
		d.hashes = append(d.hashes, h)
	}
	return false
}

func (d *doc) paraHash(p *paragraph) uint64 {
	h := uint64(1469598103934665603)
	for i := p.first; i < p.last; i++ {
		t := &d.tokens[i]
		if t.kind == punctToken {
			continue
		}
		h = (h ^ uint64(uint32(t.word)) ^ uint64(t.num)<<32) * 1099511628211
	}
	return h
}

// caption tells whether a paragraph looks like the caption of a picture: a
// file name, or no sentence and an agency in brackets at its end.
func (d *doc) caption(p *paragraph) bool {
	n := p.last - p.first
	if n == 0 {
		return true
	}
	t := &d.tokens[p.first]
	w := d.offsets.slice(t.start, t.end)
	return strings.Contains(w, "_") && n < 60
}
