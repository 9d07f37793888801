// Package areas names the parts of a repository that people talk about, so that
// coupling and focus can be told for parts instead of files.
//
// An area is a named set of folders: those of seam.yaml, else found by descent from
// the root: a folder with more than 25 % of the source files, or of all first-party files
// and 10 % of the source files, gives way to its sub-folders and a remainder of its own files; pieces with under 2 % of the source files
// and of all first-party files join their parent's remainder. A remainder that is itself so
// small joins the next one above; that of the root stays, whatever its size. With fewer than
// 50 source files every first-party file counts as one.
//
// Limits: descent looks at file counts only. Where a repository's parts cross its
// folders, name them in seam.yaml.
package areas

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/config"
	"seam/analyze/finding"
	"seam/analyze/format/glob"
)

// Area is a named set of files.
type Area struct {
	Name    string   `json:"name"`           // from seam.yaml, else its folder; a remainder is "folder (rest)"
	Folders []string `json:"folders"`        // its folders (or patterns), sorted; of a remainder: the folders whose other sub-folders are areas of their own
	Files   int      `json:"files"`          // tracked first-party files in it
	Rest    bool     `json:"rest,omitempty"` // it is a remainder
}

// Map assigns every path to at most one area.
type Map struct {
	List     []Area            // sorted by name
	Outside  int               // tracked first-party files in no area; only seam.yaml's areas can leave some out
	Warnings []finding.Warning // areas of seam.yaml that hold nothing
	declared []declaredArea    // in file order
	prefix   string            // what to put before a path for declared: "" or "folder/"
	folders  map[string]place  // found by descent: the longest folder that holds a path decides
}

// place is what a folder says about the paths below it.
type place struct {
	area  int  // index into List
	whole bool // of everything below; else of the files right in it, since its sub-folders have places of their own
}

type declaredArea struct {
	set  *glob.Set
	area int // index into List
}

// Find gives the areas of a folder, "." for the whole repository. Files are its tracked
// first-party files, in any order, and isCode says which are source (nil: all are); they, the paths asked of the Map and the names of areas
// found by descent are relative to folder. declared are the areas of seam.yaml, empty if
// it has none: their patterns count from the root, and of a folder below it only those with
// a file there are listed. Cost: a few map accesses for each path element.
func Find(folder string, files []string, isCode func(file string) bool, declared []config.Area) *Map {
	m := &Map{}
	if folder = path.Clean(folder); folder != root {
		m.prefix = folder + "/"
	}
	if len(declared) > 0 {
		m.declare(declared)
	} else {
		m.descend(files, isCode)
	}
	for _, f := range files {
		if i := m.Index(f); i >= 0 {
			m.List[i].Files++
		} else {
			m.Outside++
		}
	}
	if m.prefix != "" {
		m.dropEmpty()
	}
	m.warnEmpty()
	return m
}

// Of is the area of a path, be it tracked or deleted since: a path belongs to the
// area whose folder holds it. A remainder is the files and folders that there are,
// so what lay in a folder that is gone as a whole is in none.
func (m *Map) Of(file string) (name string, ok bool) {
	i := m.Index(file)
	if i < 0 {
		return "", false
	}
	return m.List[i].Name, true
}

// InOrder is Of for files that are asked about in order: those of one folder are looked up
// once. It is for one goroutine.
func (m *Map) InOrder() func(file string) (name string, ok bool) {
	index := m.inOrder()
	return func(file string) (string, bool) {
		if i := index(file); i >= 0 {
			return m.List[i].Name, true
		}
		return "", false
	}
}

// Indexes is Index of each of some files, sooner if they are in order.
func (m *Map) Indexes(files []string) []int32 {
	out, index := make([]int32, len(files)), m.inOrder()
	for i, f := range files {
		out[i] = int32(index(f))
	}
	return out
}

func (m *Map) inOrder() func(file string) int {
	if m.folders == nil { // patterns may tell files of one folder apart
		return m.Index
	}
	folder, at := "", -1
	return func(file string) int {
		if p := parent(file); p != folder {
			folder, at = p, m.Index(file)
		}
		return at
	}
}

// Index is the position in List of the area of a file, or -1.
func (m *Map) Index(file string) int {
	if m.folders == nil {
		return m.declaredIndex(m.prefix + file)
	}
	for folder := parent(file); ; folder = parent(folder) {
		if p, ok := m.folders[folder]; ok && (p.whole || folder == parent(file)) {
			return p.area
		} else if ok || folder == root {
			return -1
		}
	}
}

func (m *Map) declaredIndex(file string) int {
	for _, d := range m.declared {
		if d.set.Match(file) {
			return d.area
		}
	}
	return -1
}

const root = "."

// parent is path.Dir for clean relative paths, without allocation.
func parent(file string) string {
	if i := strings.LastIndexByte(file, '/'); i > 0 {
		return file[:i]
	}
	return root
}

// declare takes the areas as they are named; the order of the file decides between
// them, the order of names is that of List.
func (m *Map) declare(declared []config.Area) {
	for _, a := range declared {
		m.List = append(m.List, Area{Name: a.Name, Folders: slices.Sorted(slices.Values(a.Paths))})
	}
	m.sort()
	for _, a := range declared {
		set, err := glob.Compile(a.Paths)
		if err != nil {
			m.Warnings = append(m.Warnings, finding.Warning{
				Code: "area-paths", Count: 1, Message: fmt.Sprintf("the paths of area %s are ignored: %v", a.Name, err),
			})
			continue
		}
		m.declared = append(m.declared, declaredArea{set, slices.IndexFunc(m.List, func(b Area) bool { return b.Name == a.Name })})
	}
}

func (m *Map) sort() {
	slices.SortFunc(m.List, func(a, b Area) int { return strings.Compare(a.Name, b.Name) })
}

// dropEmpty leaves out areas without files, which lie elsewhere in the repository.
func (m *Map) dropEmpty() {
	at := make([]int, len(m.List))
	var kept []Area
	for i, a := range m.List {
		at[i] = len(kept)
		if a.Files > 0 {
			kept = append(kept, a)
		}
	}
	m.declared = slices.DeleteFunc(m.declared, func(d declaredArea) bool { return m.List[d.area].Files == 0 })
	for i, d := range m.declared {
		m.declared[i].area = at[d.area]
	}
	m.List = kept
}

func (m *Map) warnEmpty() {
	for _, a := range m.List {
		if a.Files == 0 {
			m.Warnings = append(m.Warnings, finding.Warning{
				Code: "area-empty", Count: 1, Message: fmt.Sprintf("area %s of seam.yaml holds no tracked first-party file", a.Name),
			})
		}
	}
	finding.SortWarnings(m.Warnings)
}

// Declaration is the seam.yaml form of m: areas in an order and with patterns that
// assign every tracked file as m does.
func (m *Map) Declaration() []config.Area {
	var out []config.Area
	for _, d := range m.declared {
		a := m.List[d.area]
		out = append(out, config.Area{Name: a.Name, Paths: slices.Clone(a.Folders)})
	}
	if m.declared != nil {
		return out
	}
	for _, a := range m.List {
		area := config.Area{Name: a.Name}
		for _, f := range a.Folders {
			area.Paths = append(area.Paths, folderPattern(f))
		}
		out = append(out, area)
	}
	// A remainder's pattern takes in the areas that were split off below it, which
	// must therefore come first.
	slices.SortStableFunc(out, func(a, b config.Area) int { return depth(b) - depth(a) })
	return out
}

func folderPattern(folder string) string {
	if folder == root {
		return root
	}
	return "/" + glob.Escape(folder) + "/"
}

// depth is that of an area's highest folder; 0 is the root.
func depth(a config.Area) int {
	d := strings.Count(a.Paths[0], "/")
	for _, p := range a.Paths[1:] {
		d = min(d, strings.Count(p, "/"))
	}
	return d
}
