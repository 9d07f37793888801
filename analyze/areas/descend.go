package areas

import (
	"slices"
	"strings"
)

// The thresholds of the descent, in percent of all first-party files.
const (
	splitAbove = 25
	joinBelow  = 2
)

// tree counts files by folder.
type tree struct {
	files    map[string]int      // folder -> first-party files in it and below
	children map[string][]string // folder -> its sub-folders, sorted
	total    int
}

func grow(files []string) tree {
	t := tree{files: map[string]int{}, children: map[string][]string{}, total: len(files)}
	for _, f := range files {
		for folder := parent(f); ; folder = parent(folder) {
			t.files[folder]++
			if t.files[folder] == 1 && folder != root {
				t.children[parent(folder)] = append(t.children[parent(folder)], folder)
			}
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

func (t tree) large(folder string) bool { return t.files[folder]*100 > splitAbove*t.total }
func (t tree) small(files int) bool     { return files*100 < joinBelow*t.total }

// piece is an area in the making.
type piece struct {
	folders  []string // the area is named after the first
	absorbed []string // sub-folders of those that are too small to be areas
	files    int
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
func (m *Map) descend(files []string) {
	pieces, rest := grow(files).split(root)
	if rest.files > 0 {
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
	rest = piece{folders: []string{folder}, files: t.files[folder]}
	for _, child := range t.children[folder] {
		n := t.files[child]
		if t.small(n) {
			rest.absorbed = append(rest.absorbed, child)
			continue
		}
		rest.rest = true
		rest.files -= n
		if !t.large(child) {
			pieces = append(pieces, piece{folders: []string{child}, files: n})
			continue
		}
		below, remains := t.split(child)
		pieces = append(pieces, below...)
		if t.small(remains.files) || remains.files == 0 {
			rest.files += remains.files
			rest.folders = append(rest.folders, remains.folders...)
			rest.absorbed = append(rest.absorbed, remains.absorbed...)
		} else {
			pieces = append(pieces, remains)
		}
	}
	return pieces, rest
}
