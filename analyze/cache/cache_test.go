package cache

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// value is what every test keeps under a key: what comes back is right or wrong by
// itself.
func value(key string) []byte { return bytes.Repeat([]byte(key+";"), 1+len(key)*7%50) }

func fill(s *Store, from, to int) {
	for i := from; i < to; i++ {
		key := fmt.Sprintf("key %d", i)
		s.Put(key, value(key))
	}
}

// found counts the keys that a store has; a wrong value is an error.
func found(t *testing.T, s *Store, from, to int) int {
	t.Helper()
	n := 0
	for i := from; i < to; i++ {
		key := fmt.Sprintf("key %d", i)
		if got, ok := s.Get(key); ok {
			n++
			if !bytes.Equal(got, value(key)) {
				t.Errorf("%s reads %.40q", key, got)
			}
		}
	}
	return n
}

func written(t *testing.T, root string, from, to int) {
	t.Helper()
	s := Open(root, "/r", 0)
	fill(s, from, to)
	s.Close()
	if w := s.Warnings(); len(w) > 0 {
		t.Fatalf("warnings %q", w)
	}
}

func segments(t *testing.T, root string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(root, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestWhatOneRunPutsLaterOnesGet(t *testing.T) {
	root := t.TempDir()
	written(t, root, 0, 1000)
	written(t, root, 1000, 1010)
	s := Open(root, "/r", 0)
	defer s.Close()
	if n := found(t, s, 0, 2000); n != 1010 {
		t.Errorf("%d values of 1010", n)
	}
	other := Open(root, "/other/r", 0)
	defer other.Close()
	if n := found(t, other, 0, 2000); n != 0 {
		t.Errorf("another repository of that name has %d values", n)
	}
}

// TestRunsWithoutNewsWriteNothing: nor does Open make a folder.
func TestRunsWithoutNewsWriteNothing(t *testing.T) {
	root := filepath.Join(t.TempDir(), "not", "there")
	s := Open(root, "/r", 0)
	s.Close()
	if _, err := os.Stat(root); err == nil {
		t.Error("a run that kept nothing made a folder")
	}
	written(t, root, 0, 10)
	before := segments(t, root)
	s = Open(root, "/r", 0)
	found(t, s, 0, 10)
	s.Close()
	if after := segments(t, root); !slices.Equal(before, after) {
		t.Errorf("files were %q, are %q", before, after)
	}
	for _, file := range before {
		for name, want := range map[string]os.FileMode{file: 0o600, filepath.Dir(file): 0o700} {
			if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
				t.Errorf("%s: mode %v, error %v", name, info.Mode(), err)
			}
		}
	}
}

// TestDamage flips bits and cuts ends at random: a value is right or missing, and what
// is damaged is gone afterwards.
func TestDamage(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	root := t.TempDir()
	written(t, root, 0, 200)
	file := segments(t, root)[0]
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lost := 0
	for round := range 400 {
		b := bytes.Clone(whole)
		switch round % 4 {
		case 0:
			b = b[:random.IntN(len(b))]
		case 1:
			b = append(b, byte(random.IntN(256)))
		case 2:
			from := random.IntN(len(b))
			clear(b[from:min(len(b), from+4096)])
			b[from] = ^whole[from]
		default:
			b[random.IntN(len(b))] ^= 1 << random.IntN(8)
		}
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		s := Open(root, "/r", 0)
		n := found(t, s, 0, 200)
		s.Close()
		w := s.Warnings()
		if n < 200 {
			lost++
		}
		if n < 200 && (len(w) != 1 || !strings.Contains(w[0], file)) {
			t.Errorf("round %d: %d values, warnings %q", round, n, w)
		}
		if _, err := os.Stat(file); err == nil && n < 200 {
			t.Errorf("round %d: the damaged file is still there", round)
		}
	}
	if lost < 390 {
		t.Errorf("damage showed in %d rounds of 400", lost)
	}
}

// TestForeignFiles: what has another name is nobody's business; what has ours and is no
// segment goes.
func TestForeignFiles(t *testing.T) {
	root := t.TempDir()
	written(t, root, 0, 10)
	folder := filepath.Dir(segments(t, root)[0])
	for _, name := range []string{"notes.txt", "other.seam"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ours := filepath.Join(folder, prefix+"0"+Suffix)
	if err := os.WriteFile(ours, []byte("no segment, though it is long enough for one"), 0o600); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(outside, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(folder, prefix+"1"+Suffix)
	if err := os.Symlink(outside, link); err != nil {
		t.Skip(err)
	}
	s := Open(root, "/r", 1)
	if n := found(t, s, 0, 10); n != 10 {
		t.Errorf("%d values of 10", n)
	}
	s.Put("one more", nil)
	s.Close()
	if w := s.Warnings(); len(w) != 1 || !strings.Contains(w[0], ours) {
		t.Errorf("warnings %q", w)
	}
	for _, name := range []string{filepath.Join(folder, "notes.txt"), filepath.Join(folder, "other.seam"), link, outside} {
		if _, err := os.Lstat(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestRunsAtOnce: readers and writers of one folder neither wait nor see halves.
func TestRunsAtOnce(t *testing.T) {
	root := t.TempDir()
	var group sync.WaitGroup
	for run := range 8 {
		group.Go(func() {
			for round := range 10 {
				s := Open(root, "/r", 0)
				from := (run*10 + round) * 20
				found(t, s, 0, from+20)
				fill(s, from, from+20)
				s.Close()
				if w := s.Warnings(); len(w) > 0 {
					t.Errorf("warnings %q", w)
				}
			}
		})
	}
	group.Wait()
	s := Open(root, "/r", 0)
	defer s.Close()
	if n := found(t, s, 0, 1600); n != 1600 {
		t.Errorf("%d values of 1600", n)
	}
}

// TestManyRuns: many small segments become few, and nothing is lost.
func TestManyRuns(t *testing.T) {
	root := t.TempDir()
	written(t, root, 0, 2000)
	for i := range 50 {
		written(t, root, 2000+i, 2001+i)
	}
	if n := len(segments(t, root)); n > maxSegments {
		t.Errorf("%d segments", n)
	}
	s := Open(root, "/r", 0)
	defer s.Close()
	if n := found(t, s, 0, 3000); n != 2050 {
		t.Errorf("%d values of 2050", n)
	}
}

// TestKilledRuns: what a run did not finish is never read, and goes after a day.
func TestKilledRuns(t *testing.T) {
	root := t.TempDir()
	written(t, root, 0, 10)
	killed := Open(root, "/r", 0)
	fill(killed, 100, 200) // and no Close
	s := Open(root, "/r", 0)
	if n := found(t, s, 0, 200); n != 10 {
		t.Errorf("%d values of 10", n)
	}
	old := time.Now().Add(-25 * time.Hour)
	for _, name := range segments(t, root) {
		if strings.HasSuffix(name, Unfinished) {
			if err := os.Chtimes(name, old, old); err != nil {
				t.Fatal(err)
			}
		}
	}
	fill(s, 10, 11)
	s.Close()
	for _, name := range segments(t, root) {
		if strings.HasSuffix(name, Unfinished) {
			t.Errorf("%s is still there", name)
		}
	}
}

// TestLimit: what was used longest ago goes first, of whatever repository.
func TestLimit(t *testing.T) {
	root := t.TempDir()
	written(t, root, 0, 500)
	old := segments(t, root)[0]
	past := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(old, past, past); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(old)
	if err != nil {
		t.Fatal(err)
	}
	s := Open(root, "/other", info.Size()*3/2)
	fill(s, 0, 500)
	s.Close()
	if _, err := os.Stat(old); err == nil || len(segments(t, root)) != 1 {
		t.Errorf("left are %q", segments(t, root))
	}
}

// TestUseKeeps: a segment that is read counts as used now.
func TestUseKeeps(t *testing.T) {
	root := t.TempDir()
	written(t, root, 0, 10)
	file := segments(t, root)[0]
	past := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(file, past, past); err != nil {
		t.Fatal(err)
	}
	s := Open(root, "/r", 0)
	found(t, s, 0, 1)
	s.Close()
	if info, err := os.Stat(file); err != nil || time.Since(info.ModTime()) > time.Hour {
		t.Errorf("last used %v, error %v", info.ModTime(), err)
	}
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := Open(file, "/r", 0)
	fill(s, 0, 100)
	s.Close()
	if w := s.Warnings(); len(w) == 0 || len(w) > 2 {
		t.Errorf("warnings %q", w)
	}
}

// FuzzSegment: no file under a segment's name breaks a store or gives a value whose
// checksum is wrong.
func FuzzSegment(f *testing.F) {
	root := f.TempDir()
	s := Open(root, "/r", 0)
	fill(s, 0, 3)
	s.Close()
	list, _ := filepath.Glob(filepath.Join(root, "*", "*"))
	whole, err := os.ReadFile(list[0])
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)-1])
	f.Add([]byte(begin + strings.Repeat("\x00", footer-len(end)) + end))
	file := filepath.Join(f.TempDir(), "segment")
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		g, err := openSegment(file)
		if err != nil {
			return
		}
		defer g.close()
		for i := range g.count() {
			h, _, _, sum := g.entry(i)
			if v, ok := g.get(h); ok && checksum(h, v) != sum {
				t.Errorf("a value with a wrong checksum")
			}
		}
	})
}
