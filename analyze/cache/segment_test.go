package cache

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// forged is a segment whose checksums are right, whatever its index says: as a file that
// somebody made on purpose has it.
func forged(values string, entries [][entry]byte, count uint64) []byte {
	var index []byte
	for _, e := range entries {
		index = append(index, e[:]...)
	}
	b := slices.Concat([]byte(begin), []byte(values), index)
	b = binary.BigEndian.AppendUint64(b, count)
	b = binary.BigEndian.AppendUint32(b, crc32.Checksum(index, castagnoli))
	return append(b, end...)
}

// at is the entry of a key whose value begins at a place and has n bytes.
func at(key byte, place uint64, n uint32, value string) (e [entry]byte) {
	h := hash{key}
	copy(e[:], h[:])
	binary.BigEndian.PutUint64(e[16:], place)
	binary.BigEndian.PutUint32(e[24:], n)
	binary.BigEndian.PutUint32(e[28:], checksum(h, []byte(value)))
	return e
}

// TestForgedIndexes: an index is believed only where its keys rise and all values lie
// between the head of the file and the index.
func TestForgedIndexes(t *testing.T) {
	const first, values = uint64(len(begin)), "onetwo"
	one := at(1, first, 3, "one")
	for _, c := range []struct {
		name    string
		entries [][entry]byte
		count   uint64
		want    error
	}{
		{"two values", [][entry]byte{one, at(2, first+3, 3, "two")}, 2, nil},
		{"an empty value at the end", [][entry]byte{one, at(2, first+6, 0, "")}, 2, nil},
		{"keys that fall", [][entry]byte{at(2, first+3, 3, "two"), one}, 2, errMalformed},
		{"a key twice", [][entry]byte{one, one}, 2, errMalformed},
		{"a value in the head", [][entry]byte{at(1, first-1, 3, "one")}, 1, errMalformed},
		{"a value that ends in the index", [][entry]byte{at(1, first, 7, "one")}, 1, errMalformed},
		{"a value behind the values", [][entry]byte{at(1, first+7, 0, "")}, 1, errMalformed},
		{"a value beyond the file", [][entry]byte{at(1, 1<<63, 3, "one")}, 1, errMalformed},
		{"more entries than the file has room for", [][entry]byte{one}, 2, errForeign},
		{"more entries than any memory", [][entry]byte{one}, 1 << 59, errForeign},
	} {
		file := filepath.Join(t.TempDir(), prefix+Suffix)
		if err := os.WriteFile(file, forged(values, c.entries, c.count), 0o600); err != nil {
			t.Fatal(err)
		}
		g, err := openSegment(file)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		if err != nil {
			continue
		}
		if b, ok := g.get(hash{1}); !ok || string(b) != "one" {
			t.Errorf("%s: the first value reads %q", c.name, b)
		}
		if b, ok := g.get(hash{1, 1}); ok {
			t.Errorf("%s: a key that is not there reads %q", c.name, b)
		}
		g.close()
	}
}

// TestForgedValue: a value that does not fit its checksum is none, and no segment takes it
// up.
func TestForgedValue(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, prefix+Suffix)
	if err := os.WriteFile(file, forged("onetwo", [][entry]byte{at(1, uint64(len(begin)), 3, "ONE")}, 1), 0o600); err != nil {
		t.Fatal(err)
	}
	g, err := openSegment(file)
	if err != nil {
		t.Fatal(err)
	}
	defer g.close()
	if b, ok := g.get(hash{1}); ok || !g.damaged.Load() {
		t.Errorf("reads %q, damaged %t", b, g.damaged.Load())
	}
	w, err := newWriter(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer w.abandon()
	if err := w.take([]*segment{g}); err != nil || len(w.entries) > 0 {
		t.Errorf("%d entries are taken up, %v", len(w.entries), err)
	}
}

// TestOneKeyTwice: of two values that one run puts under a key the first one counts, and
// of two runs the later one's.
func TestOneKeyTwice(t *testing.T) {
	root := t.TempDir()
	for _, values := range [][]string{{"first", "second"}, {"third", "fourth"}} {
		s := Open(root, "/r", 0)
		for _, v := range values {
			s.Put("key", []byte(v))
		}
		s.Close()
		s = Open(root, "/r", 0)
		if got, _ := s.Get("key"); string(got) != values[0] {
			t.Errorf("%q, want %q", got, values[0])
		}
		s.Close()
	}
}

// TestEvict: what was used longest ago goes first, no more than the limit asks for, and
// with it what a killed run left a day ago.
func TestEvict(t *testing.T) {
	root := t.TempDir()
	folder := filepath.Join(root, "r")
	now := time.Now()
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct {
		name string
		age  time.Duration
	}{
		{prefix + "a" + Suffix, 2 * time.Hour}, {prefix + "b" + Suffix, 3 * time.Hour}, {prefix + "c" + Suffix, time.Hour},
		{prefix + "d" + Unfinished, 23 * time.Hour}, {prefix + "e" + Unfinished, 25 * time.Hour}, {"other" + Suffix, 48 * time.Hour},
	} {
		name := filepath.Join(folder, f.name)
		if err := os.WriteFile(name, make([]byte, 10), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, now, now.Add(-f.age)); err != nil {
			t.Fatal(err)
		}
	}
	Evict(root, prefix, 20, now)
	left, err := List(folder, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"other" + Suffix, prefix + "a" + Suffix, prefix + "c" + Suffix, prefix + "d" + Unfinished}; !slices.Equal(left, want) {
		t.Errorf("left %q, want %q", left, want)
	}
}
