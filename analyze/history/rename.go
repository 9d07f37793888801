package history

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// Rename is a path that a commit moved. Both paths are in the commit's Files too, as a
// deletion and an addition.
type Rename struct {
	From, To int32 // indexes into Log.Paths
	Kind     RenameKind
}

// RenameKind is how a rename was recognised.
type RenameKind uint8

const (
	SameContent    RenameKind = iota // the file is the same, byte for byte
	MovedFolder                      // its folder moved or was renamed, and its own name stayed
	SimilarContent                   // at least half of its lines stayed; only with Options.Similar
)

// entryAt is a deletion or an addition of one commit, with its blob.
type entryAt struct {
	path string
	id   string // raw blob id
}

// move is a rename by path, before paths are numbered.
type move struct {
	from, to string
	kind     RenameKind
}

// findMoves pairs a commit's deletions with its additions without reading a blob:
// first by equal content, then by folders that moved or were renamed as a whole, whose
// files may have been edited on the way (a Go package that moves changes the import
// paths of its users). Each path is used once. Linear in the number of paths, so a commit of
// thousands of files cannot hang.
//
// deletedLeft and addedLeft are what found no partner.
func findMoves(deleted, added []entryAt) (moves []move, deletedLeft, addedLeft []entryAt) {
	if len(deleted) == 0 || len(added) == 0 {
		return nil, deleted, added
	}
	m := mover{from: map[string]bool{}, to: map[string]bool{}}
	m.byContent(deleted, added)
	deletedLeft, addedLeft = m.left(deleted, added)
	if len(deletedLeft) > 0 && len(addedLeft) > 0 {
		m.byMovedFolder(deletedLeft, addedLeft)
		if sharesFolderName(deletedLeft, addedLeft) {
			m.byFolderNames(deletedLeft, addedLeft)
		}
		if min(len(deletedLeft), len(addedLeft)) >= telling {
			m.byFileNames(deletedLeft, addedLeft)
		}
	}
	slices.SortFunc(m.moves, func(a, b move) int { return strings.Compare(a.from, b.from) })
	deletedLeft, addedLeft = m.left(deletedLeft, addedLeft)
	return m.moves, deletedLeft, addedLeft
}

// left keeps what is not paired yet.
func (m *mover) left(deleted, added []entryAt) (d, a []entryAt) {
	if len(m.moves) == 0 {
		return deleted, added
	}
	d = slices.DeleteFunc(slices.Clone(deleted), func(e entryAt) bool { return m.from[e.path] })
	a = slices.DeleteFunc(slices.Clone(added), func(e entryAt) bool { return m.to[e.path] })
	return d, a
}

type mover struct {
	moves    []move
	from, to map[string]bool
}

func (m *mover) add(from, to string, kind RenameKind) {
	if m.from[from] || m.to[to] {
		return
	}
	m.from[from], m.to[to] = true, true
	m.moves = append(m.moves, move{from, to, kind})
}

// emptyBlob is the id of no content, which says nothing about where a file came from.
const emptyBlob = "\xe6\x9d\xe2\x9b\xb2\xd1\xd6\x43\x4b\x8b\x29\xae\x77\x5a\xd8\xc2\xe4\x8c\x53\x91"

// byContent pairs equal blobs. Of several equal ones those of one base name go
// together, then the others in order of path.
func (m *mover) byContent(deleted, added []entryAt) {
	slices.SortFunc(deleted, func(a, b entryAt) int { return strings.Compare(a.path, b.path) })
	if len(deleted)*len(added) <= fewPairs && !anyPair(deleted, added, func(d, a entryAt) bool { return d.id == a.id }) {
		return
	}
	by := make(map[string][]string, len(deleted))
	for _, d := range deleted {
		by[d.id] = nil
	}
	for _, a := range added {
		if list, ok := by[a.id]; ok {
			by[a.id] = append(list, a.path)
		}
	}
	for _, sameName := range []bool{true, false} {
		for _, d := range deleted {
			candidates := by[d.id]
			if len(candidates) == 0 || m.from[d.path] || d.id == emptyBlob && !sameName {
				continue
			}
			slices.Sort(candidates)
			for _, to := range candidates {
				if !m.to[to] && (!sameName || path.Base(to) == path.Base(d.path)) {
					m.add(d.path, to, SameContent)
					break
				}
			}
		}
	}
}

// folderMove is a prefix that became another one.
type folderMove struct{ from, to string }

// byMovedFolder follows the folders that exact renames name: if a/x.go became b/x.go,
// then a/y.go, gone in the same commit, became b/y.go if that is new.
func (m *mover) byMovedFolder(deleted, added []entryAt) {
	if len(m.moves) == 0 {
		return
	}
	votes := map[folderMove]int{}
	for _, mv := range m.moves {
		if f, ok := folderOf(mv.from, mv.to); ok {
			votes[f]++
		}
	}
	folders := make([]folderMove, 0, len(votes))
	for f := range votes {
		folders = append(folders, f)
	}
	slices.SortFunc(folders, func(a, b folderMove) int {
		return cmp.Or(cmp.Compare(votes[b], votes[a]), strings.Compare(a.from, b.from), strings.Compare(a.to, b.to))
	})
	const most = 64 // folders followed a commit; more is no reorganisation but noise
	folders = folders[:min(len(folders), most)]
	isNew := make(map[string]bool, len(added))
	for _, a := range added {
		isNew[a.path] = true
	}
	for _, d := range deleted {
		for _, f := range folders {
			rest, ok := strings.CutPrefix(d.path, f.from)
			if to := f.to + rest; ok && isNew[to] && !m.to[to] {
				m.add(d.path, to, MovedFolder)
				break
			}
		}
	}
}

// folderOf strips what two paths share at their end, by whole elements: the folders
// that differ, each with a slash behind it or empty for the root.
func folderOf(from, to string) (folderMove, bool) {
	a, b := strings.Split(from, "/"), strings.Split(to, "/")
	i, j := len(a), len(b)
	for i > 0 && j > 0 && a[i-1] == b[j-1] {
		i--
		j--
	}
	if i == len(a) {
		return folderMove{}, false // the base name changed: no folder moved
	}
	prefix := func(parts []string) string {
		if len(parts) == 0 {
			return ""
		}
		return strings.Join(parts, "/") + "/"
	}
	return folderMove{prefix(a[:i]), prefix(b[:j])}, true
}

// fewPairs is up to how many pairs it costs less to look at each than to make tables.
const fewPairs = 100

// anyPair reports whether one of a commit's deletions and one of its additions are alike.
func anyPair(deleted, added []entryAt, alike func(d, a entryAt) bool) bool {
	for _, d := range deleted {
		for _, a := range added {
			if alike(d, a) {
				return true
			}
		}
	}
	return false
}

// sharesFolderName is false where byFolderNames has nothing to pair.
func sharesFolderName(deleted, added []entryAt) bool {
	return len(deleted)*len(added) > fewPairs || anyPair(deleted, added, func(d, a entryAt) bool {
		return folderName(d.path) == folderName(a.path)
	})
}

// folderName is the base name of a path's folder, "" at the root.
func folderName(p string) string {
	dir := p[:max(strings.LastIndexByte(p, '/'), 0)]
	return dir[strings.LastIndexByte(dir, '/')+1:]
}

// byFolderNames pairs folders of one base name whose files have the same names: every
// file may have been edited. It asks for all files of the folder to be found again,
// at one place only.
func (m *mover) byFolderNames(deleted, added []entryAt) {
	lost, found := m.listFolders(deleted, m.from), m.listFolders(added, m.to)
	byName := map[string][]string{}
	for dir := range found {
		byName[path.Base(dir)] = append(byName[path.Base(dir)], dir)
	}
	dirs := make([]string, 0, len(lost))
	for dir := range lost {
		dirs = append(dirs, dir)
	}
	slices.Sort(dirs)
	for _, dir := range dirs {
		target := ""
		n := 0
		for _, to := range byName[path.Base(dir)] {
			if subset(lost[dir], found[to]) {
				target = to
				n++
			}
		}
		if n != 1 || dir == "" {
			continue
		}
		for _, name := range lost[dir] {
			m.add(joined(dir, name), joined(target, name), MovedFolder)
		}
	}
}

// telling is the number of file names that make two folders known as one.
const telling = 3

// byFileNames pairs folders of different names that hold files of the same names: a
// package that was renamed, so that every file of it was edited. It asks for the same
// names exactly, for several of them, and for no other folder that has them.
func (m *mover) byFileNames(deleted, added []entryAt) {
	lost, found := bySignature(m.listFolders(deleted, m.from)), bySignature(m.listFolders(added, m.to))
	for names, from := range lost {
		to := found[names]
		if len(from) != 1 || len(to) != 1 {
			continue
		}
		for _, name := range strings.Split(names, "/") {
			m.add(joined(from[0], name), joined(to[0], name), MovedFolder)
		}
	}
}

// bySignature turns folders of file names into lists of folders by all of their names.
func bySignature(folders map[string][]string) map[string][]string {
	out := make(map[string][]string, len(folders))
	for dir, names := range folders {
		if len(names) >= telling {
			all := strings.Join(names, "/")
			out[all] = append(out[all], dir)
		}
	}
	return out
}

// joined is the path of a file in a folder, which is "" for the root.
func joined(folder, name string) string {
	if folder == "" {
		return name
	}
	return folder + "/" + name
}

// listFolders lists the names of files by their folders, sorted, without those that are
// used.
func (m *mover) listFolders(list []entryAt, used map[string]bool) map[string][]string {
	out := map[string][]string{}
	dir, names := "", []string(nil)
	for _, e := range list {
		if used[e.path] {
			continue
		}
		to, name := "", e.path
		if at := strings.LastIndexByte(e.path, '/'); at >= 0 {
			to, name = e.path[:at], e.path[at+1:]
		}
		if to != dir { // files of one folder mostly stand together
			out[dir] = names
			dir, names = to, out[to]
		}
		names = append(names, name)
	}
	out[dir] = names
	for dir, names := range out {
		if len(names) == 0 {
			delete(out, dir)
			continue
		}
		slices.Sort(names)
		out[dir] = slices.Compact(names)
	}
	return out
}

// subset reports whether all of a sorted list are in another one.
func subset(a, b []string) bool {
	for _, x := range a {
		if _, ok := slices.BinarySearch(b, x); !ok {
			return false
		}
	}
	return true
}
