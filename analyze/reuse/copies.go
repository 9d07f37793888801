package reuse

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/repo"
)

const (
	idiom     = 4       // files from here with one hash, above which it is dropped
	pattern   = 3       // times that one file may have a hash before it is dropped: tables of data repeat
	leastLine = 30      // common lines from which a pair counts
	muchLine  = 80      // common lines from which it counts whatever the share
	leastPart = 1.0 / 3 // share of the smaller file from which it counts
	leastWord = 150     // tokens below which an identical file is boilerplate
)

// ownFile is a file from here.
type ownFile struct {
	pkg, shown, path string
	id               repo.ID
	words            int
	first, last      int32 // lines of its first and last word
	marks            []mark
}

// index finds files from here by their hashes and ids.
type index struct {
	files  []ownFile
	places map[uint64][]place
	ids    map[repo.ID]int32
}

// place is where a hash stands.
type place struct{ file, mark int32 }

func newIndex(files []ownFile) *index {
	x := &index{files: files, places: map[uint64][]place{}, ids: map[repo.ID]int32{}}
	for i := len(files) - 1; i >= 0; i-- { // of equal files the first one stays
		f := files[i]
		if f.id != "" && f.words >= leastWord {
			x.ids[f.id] = int32(i)
		}
		for k, m := range f.marks {
			x.places[m.hash] = append(x.places[m.hash], place{int32(i), int32(k)})
		}
	}
	for h, list := range x.places {
		if files, most := spread(list); files > idiom || most > pattern {
			delete(x.places, h)
		}
	}
	return x
}

// spread counts the files in a list of places, which is sorted by file, and how often the
// list names one file at most.
func spread(list []place) (files, most int) {
	times := 0
	for i, p := range list {
		if i == 0 || list[i-1].file != p.file {
			files++
			times = 0
		}
		times++
		most = max(most, times)
	}
	return files, most
}

// match is a file from here that another one is like.
type match struct {
	file       int32
	identical  bool
	similarity float64
	lines      int
	here       int32 // first common line here
	there      int32
}

// match finds the files from here that share enough with a file elsewhere, best first.
func (x *index) match(words []word, id repo.ID) []match {
	if i, ok := x.ids[id]; ok && id != "" {
		f := x.files[i]
		return []match{{file: i, identical: true, similarity: 1, lines: int(f.last - f.first + 1), here: f.first, there: words[0].line}}
	}
	marks := winnow(words)
	distinct := map[uint64]bool{}
	shared := map[int32]*overlap{}
	for _, m := range marks {
		if distinct[m.hash] {
			continue
		}
		distinct[m.hash] = true
		for _, p := range x.places[m.hash] {
			if shared[p.file] == nil {
				shared[p.file] = &overlap{there: m.from, hashes: map[uint64]bool{}}
			}
			shared[p.file].add(m.hash, x.files[p.file].marks[p.mark])
		}
	}
	var out []match
	for file, o := range shared {
		if c, ok := o.match(len(distinct), x.files[file].marks); ok {
			c.file = file
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b match) int { return cmp.Or(cmp.Compare(b.lines, a.lines), cmp.Compare(a.file, b.file)) })
	return out
}

// overlap is what two files have in common.
type overlap struct {
	hashes map[uint64]bool
	spans  []mark // of the file here
	there  int32
}

func (o *overlap) add(hash uint64, here mark) {
	o.hashes[hash] = true
	o.spans = append(o.spans, here)
}

// match tells whether the overlap is enough.
func (o *overlap) match(distinct int, here []mark) (match, bool) {
	own := map[uint64]bool{}
	for _, m := range here {
		own[m.hash] = true
	}
	m := match{
		similarity: float64(len(o.hashes)) / float64(min(distinct, len(own))),
		lines:      covered(o.spans), here: o.spans[0].from, there: o.there,
	}
	return m, m.lines >= leastLine && (m.similarity >= leastPart || m.lines >= muchLine)
}

// covered counts the lines in a union of spans and sorts them.
func covered(spans []mark) int {
	slices.SortFunc(spans, func(a, b mark) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	n, last := 0, int32(0)
	for _, s := range spans {
		if from := max(s.from, last+1); from <= s.to {
			n += int(s.to - from + 1)
			last = s.to
		}
	}
	return n
}

// copies pairs each file from here with the most similar one of a repository, and with
// the most similar vendored one where there is no other.
func (h *here) copies(o *other, files []file) []Copy {
	best := map[int32]Copy{}
	for _, f := range files {
		for _, m := range f.matches {
			own := h.index.files[m.file]
			c := Copy{
				Package: own.pkg, Repository: o.name, Kind: kindOf(f, m),
				Here:  finding.Location{File: own.shown, Line: int(m.here)},
				There: finding.Location{File: f.shown, Line: int(m.there)},
				Lines: m.lines, Similarity: m.similarity,
			}
			if f.vendored {
				c.Foreign = foreign(f.shown)
			}
			if b, ok := best[m.file]; !ok || better(c, b) {
				best[m.file] = c
			}
		}
	}
	out := make([]Copy, 0, len(best))
	for _, c := range best {
		out = append(out, c)
	}
	slices.SortFunc(out, compareCopies)
	return out
}

func kindOf(f file, m match) Kind {
	switch {
	case f.vendored:
		return Vendored
	case m.identical:
		return Identical
	}
	return Near
}

// foreign names what a vendored file belongs to: the first elements of the path below
// the folder for foreign code, up to three where the first one is a host.
func foreign(file string) string {
	elements := strings.Split(path.Dir(file), "/")
	for i := len(elements) - 1; i >= 0; i-- {
		if history.IsVendored(elements[i] + "/") {
			elements = elements[i+1:]
			break
		}
	}
	if len(elements) == 0 {
		return ""
	}
	n := 1
	if strings.Contains(elements[0], ".") {
		n = 3
	}
	return strings.Join(elements[:min(n, len(elements))], "/")
}

// better orders what one file from here may be paired with.
func better(a, b Copy) bool {
	if (a.Kind == Vendored) != (b.Kind == Vendored) {
		return b.Kind == Vendored
	}
	return cmp.Or(cmp.Compare(a.Similarity, b.Similarity), cmp.Compare(a.Lines, b.Lines), b.There.Compare(a.There)) > 0
}

func compareCopies(a, b Copy) int {
	return cmp.Or(strings.Compare(a.Package, b.Package), strings.Compare(a.Repository, b.Repository), a.Here.Compare(b.Here))
}
