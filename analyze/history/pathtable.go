package history

import (
	"hash/maphash"
	"slices"
	"strings"
)

// pathTable numbers paths in the order in which they are first seen, by the number of
// their folder and their name: nothing is put together for a path that is known.
type pathTable struct {
	seed  maphash.Seed
	list  []tablePath
	slots []pathSlot // a power of two of them, at least half of them free
}

// tablePath is a path of the table.
type tablePath struct {
	folder int32  // its number in a table of folders
	name   int32  // where the name begins in text
	text   string // it ends with the name; what stands before that is the user's
}

type pathSlot struct {
	hash   uint32
	number int32 // from 1 on; 0 is free
}

func newPathTable() *pathTable {
	return &pathTable{seed: maphash.MakeSeed(), slots: make([]pathSlot, 1024)}
}

// find is the number of a path and true, or that which add will give it and false.
func (t *pathTable) find(folder int32, name []byte) (int32, bool) {
	hash := t.hash(folder, name)
	mask := uint32(len(t.slots) - 1)
	i := hash
	for ; t.slots[i&mask].number != 0; i++ {
		s := t.slots[i&mask]
		if p := &t.list[s.number-1]; s.hash == hash && p.folder == folder && p.text[p.name:] == string(name) {
			return s.number - 1, true
		}
	}
	return int32(len(t.list)), false
}

func (t *pathTable) hash(folder int32, name []byte) uint32 {
	return uint32(maphash.Bytes(t.seed, name)) ^ uint32(folder)*0x9e3779b1
}

// add takes a path up that find did not find. Its name stands behind n bytes of text.
func (t *pathTable) add(folder int32, n int, text string) {
	if len(t.list)*2 >= len(t.slots) {
		before := t.slots
		t.slots = make([]pathSlot, 2*len(before))
		clear(t.slots) // a page that is read before it is written is mapped twice, and all cores wait
		for _, s := range before {
			if s.number != 0 {
				t.put(s)
			}
		}
	}
	t.list = append(t.list, tablePath{folder, int32(n), text})
	t.put(pathSlot{t.hash(folder, []byte(text[n:])), int32(len(t.list))})
}

func (t *pathTable) put(s pathSlot) {
	mask := uint32(len(t.slots) - 1)
	i := s.hash
	for t.slots[i&mask].number != 0 {
		i++
	}
	t.slots[i&mask] = s
}

// appendFolder is b and a folder's path with a slash behind it; of the root nothing.
func (t *pathTable) appendFolder(b []byte, folder int32) []byte {
	from := len(b)
	for ; folder >= 0; folder = t.list[folder].folder { // backwards, and turned round below
		b = append(b, '/')
		name := len(b)
		b = append(b, t.list[folder].text...)
		slices.Reverse(b[name:])
	}
	slices.Reverse(b[from:])
	return b
}

// sorted lists the paths in their order, and the number of each.
func (t *pathTable) sorted() (numbers []int32, texts []string) {
	numbers, texts = make([]int32, len(t.list)), make([]string, len(t.list))
	for i := range numbers {
		numbers[i] = int32(i)
	}
	slices.SortFunc(numbers, func(a, b int32) int { return strings.Compare(t.list[a].text, t.list[b].text) })
	for i, n := range numbers {
		texts[i] = t.list[n].text
	}
	return numbers, texts
}
