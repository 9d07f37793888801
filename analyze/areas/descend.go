package areas

import (
	"slices"
	"strings"
)

// The thresholds of the descent, in percent of all files of source, or of all files.
const (
	splitAbove = 25
	mixedAbove = 10 // of the source files, where more than splitAbove of all files lie
	joinBelow  = 2
)

// size is how much a folder holds.
type size struct{ files, code int }

func (s size) plus(o size) size  { return size{s.files + o.files, s.code + o.code} }
func (s size) minus(o size) size { return size{s.files - o.files, s.code - o.code} }

// tree counts files by folder.
type tree struct {
	sizes    map[string]size     // folder -> first-party files in it and below
	children map[string][]string // folder -> its sub-folders, sorted
	total    size
}

// grow counts files; where few of them are source, all count as source.
func grow(files []string, isCode func(string) bool) tree {
	t := tree{sizes: map[string]size{}, children: map[string][]string{}}
	if few(files, isCode) {
		isCode = func(string) bool { return true }
	}
	for _, f := range files {
		one := size{files: 1}
		if isCode(f) {
			one.code = 1
		}
		t.total = t.total.plus(one)
		for folder := parent(f); ; folder = parent(folder) {
			if t.sizes[folder].files == 0 && folder != root {
				t.children[parent(folder)] = append(t.children[parent(folder)], folder)
			}
			t.sizes[folder] = t.sizes[folder].plus(one)
			if folder == root {
				break
			}
		}
	}
	for _, c := range t.children {
		slices.Sort(c)
	}
	return t
}

// few is whether one file of source is joinBelow of them already.
func few(files []string, isCode func(string) bool) bool {
	if isCode == nil {
		return true
	}
	n := 0
	for _, f := range files {
		if isCode(f) {
			n++
		}
	}
	return n*joinBelow < 100
}

// large is whether a folder gives way to its sub-folders. Pages and styles of a user
// interface lie beside its code, so that there all files count.
func (t tree) large(folder string) bool {
	s := t.sizes[folder]
	return s.code*100 > splitAbove*t.total.code || s.files*100 > splitAbove*t.total.files && s.code*100 > mixedAbove*t.total.code
}

func (t tree) small(s size) bool {
	return s.code*100 < joinBelow*t.total.code && s.files*100 < joinBelow*t.total.files || s.files == 0
}

// piece is an area in the making.
type piece struct {
	folders  []string // the area is named after the first
	absorbed []string // sub-folders of those that are too small to be areas
	size     size
	rest     bool // something was split off
}

func (p piece) area() Area {
	a := Area{Name: p.folders[0], Folders: slices.Sorted(slices.Values(p.folders)), Rest: p.rest}
	if p.rest {
		a.Name += " (rest)"
	}
	return a
}

// descend finds areas and fills List, without counts, and folders.
func (m *Map) descend(files []string, isCode func(string) bool) {
	pieces, rest := grow(files, isCode).split(root)
	if rest.size.files > 0 {
		pieces = append(pieces, rest)
	}
	slices.SortFunc(pieces, func(a, b piece) int { return strings.Compare(a.area().Name, b.area().Name) })
	m.folders = map[string]place{}
	for i, p := range pieces {
		m.List = append(m.List, p.area())
		for _, f := range p.folders {
			m.folders[f] = place{i, !p.rest}
		}
		for _, f := range p.absorbed {
			m.folders[f] = place{i, true}
		}
	}
}

// split gives the areas in a large folder and what remains of it, which the caller
// keeps as an area or joins with its own remainder. It recurses into large folders
// only, of which there are at most three side by side.
func (t tree) split(folder string) (pieces []piece, rest piece) {
	rest = piece{folders: []string{folder}, size: t.sizes[folder]}
	for _, child := range t.children[folder] {
		n := t.sizes[child]
		if t.small(n) {
			rest.absorbed = append(rest.absorbed, child)
			continue
		}
		rest.rest = true
		rest.size = rest.size.minus(n)
		if !t.large(child) {
			pieces = append(pieces, piece{folders: []string{child}, size: n})
			continue
		}
		below, remains := t.split(child)
		pieces = append(pieces, below...)
		if t.small(remains.size) {
			rest.size = rest.size.plus(remains.size)
			rest.folders = append(rest.folders, remains.folders...)
			rest.absorbed = append(rest.absorbed, remains.absorbed...)
		} else {
			pieces = append(pieces, remains)
		}
	}
	return pieces, rest
}
