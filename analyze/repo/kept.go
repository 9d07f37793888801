package repo

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unsafe"
)

// Kept keeps bytes from run to run. What it loses is worked out anew.
type Kept interface {
	Get(key string) (value []byte, ok bool)
	Put(key string, value []byte)
}

// Keep makes snapshots keep lists of many files: to read some ten thousand trees takes
// longer than all else that is asked of a history that is known. It is called before the
// first snapshot.
func (r *Repository) Keep(k Kept) { r.kept = keptLists{k, keptFiles} }

// Whose is what all that is read of a snapshot depends on: its commit and what the repository
// replaces.
func (s *Snapshot) Whose() string { return s.edited + "/" + s.Commit.String() }

// keptLists is where lists are kept, and how many files and folders make a list that is.
type keptLists struct {
	at    Kept // nil for nowhere
	least int
}

// keptFiles is how many files and folders a tree has whose list is kept. Others are listed in
// some milliseconds.
const keptFiles = 1 << 15

// A kept list is the size of an id and the number of files as varints, and for each file, in
// order: how many bytes its path shares with the one before, how many others it has, these,
// its mode as a byte, its id.
const keptVersion = 1

func (s *Snapshot) keptKey(root ID) string {
	return fmt.Sprintf("tree/%d/%s/%s", keptVersion, s.edited, root)
}

// keptList is the kept list of a tree; ok is false where there is none.
func (s *Snapshot) keptList(root ID) (files []File, ids []ID, ok bool) {
	if s.kept.at == nil {
		return nil, nil, false
	}
	value, ok := s.kept.at.Get(s.keptKey(root))
	if !ok {
		return nil, nil, false
	}
	return decodeList(value)
}

func encodeList(files []File, ids []ID) []byte {
	size := 0
	if len(ids) > 0 {
		size = len(ids[0])
	}
	b := binary.AppendUvarint(nil, uint64(size))
	b = binary.AppendUvarint(b, uint64(len(files)))
	last := ""
	for i, f := range files {
		n := commonPrefix(last, f.Path)
		b = binary.AppendUvarint(b, uint64(n))
		b = binary.AppendUvarint(b, uint64(len(f.Path)-n))
		b = append(b, f.Path[n:]...)
		b = append(b, byte(f.Mode))
		b = append(b, ids[i]...)
		last = f.Path
	}
	return b
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// maxKeptPath bounds a path of a kept list.
const maxKeptPath = 1 << 20

// decodeList reads what encodeList wrote; ok is false of all else. The bytes must not be
// changed afterwards.
func decodeList(b []byte) (files []File, ids []ID, ok bool) {
	rest := unsafe.String(unsafe.SliceData(b), len(b))
	number := func() (uint64, bool) {
		n, size := binary.Uvarint(unsafe.Slice(unsafe.StringData(rest), len(rest)))
		if size <= 0 {
			return 0, false
		}
		rest = rest[size:]
		return n, true
	}
	size, ok := number()
	count, ok2 := number()
	if !ok || !ok2 || size != 20 && size != 32 || count > uint64(len(rest))/size {
		return nil, nil, false
	}
	files, ids = make([]File, 0, count), make([]ID, 0, count)
	var paths strings.Builder // many to an allocation
	last := ""
	for range count {
		shared, ok := number()
		own, ok2 := number()
		if !ok || !ok2 || shared > uint64(len(last)) || own > uint64(len(rest)) || shared+own > maxKeptPath || uint64(len(rest))-own < 1+size {
			return nil, nil, false
		}
		n := int(shared + own)
		if paths.Cap()-paths.Len() < n {
			paths = strings.Builder{}
			paths.Grow(max(n, 1<<16))
		}
		from := paths.Len()
		paths.WriteString(last[:shared])
		paths.WriteString(rest[:own])
		path := paths.String()[from:]
		mode := Mode(rest[own])
		if path <= last || mode > Submodule {
			return nil, nil, false
		}
		files = append(files, File{Path: path, Mode: mode})
		ids = append(ids, ID(rest[own+1:own+1+size]))
		rest, last = rest[own+1+size:], path
	}
	return files, ids, rest == ""
}
