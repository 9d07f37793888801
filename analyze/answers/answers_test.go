package answers

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/cache"
)

func key(name string) Key {
	q := Ask()
	q.Add("test", name)
	return q.Key()
}

// about is the answer of every test under a key: what comes back is right or wrong by
// itself.
func about(name string) Answer {
	return Answer{Before: []byte("note: " + name + "\n"), Body: bytes.Repeat([]byte(name+";"), 100), Code: len(name) % 3}
}

func put(t *testing.T, s Store, name string) {
	t.Helper()
	if err := s.Put(key(name), about(name)); err != nil {
		t.Fatal(err)
	}
}

// has reports whether a store has an answer; a wrong one is an error.
func has(t *testing.T, s Store, name string) bool {
	t.Helper()
	got, warning, ok := s.Get(key(name))
	if warning != "" {
		t.Errorf("%s: %s", name, warning)
	}
	if want := about(name); ok && (!bytes.Equal(got.Before, want.Before) || !bytes.Equal(got.Body, want.Body) || len(got.After) > 0 || got.Code != want.Code) {
		t.Errorf("%s has the answer %+v", name, got)
	}
	return ok
}

func files(t *testing.T, s Store) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(s.folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestWhatOneRunPutsLaterOnesGet(t *testing.T) {
	root := filepath.Join(t.TempDir(), "not", "there")
	s := Open(root, "/r")
	if has(t, s, "a") {
		t.Error("an empty store has an answer")
	}
	if _, err := os.Stat(root); err == nil {
		t.Error("asking makes a folder")
	}
	put(t, s, "a")
	put(t, s, "b")
	for name, want := range map[string]bool{"a": true, "b": true, "c": false} {
		if got := has(t, Open(root, "/r"), name); got != want {
			t.Errorf("%s is kept: %v", name, got)
		}
	}
	if has(t, Open(root, "/other/r"), "a") {
		t.Error("another repository of that name has the answer")
	}
	for _, file := range files(t, s) {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want mode 0600", file, info.Mode(), err)
		}
	}
}

// TestDamage flips every bit of an answer and cuts it off at every length: it is removed,
// and the warning names the file.
func TestDamage(t *testing.T) {
	s := Open(t.TempDir(), "/r")
	put(t, s, "a")
	file := files(t, s)[0]
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, b []byte) {
		t.Helper()
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		_, warning, ok := s.Get(key("a"))
		if _, err := os.Stat(file); ok || err == nil || !strings.Contains(warning, "a damaged file of the cache was removed: "+file) {
			t.Fatalf("%s: an answer: %v, removed: %v, warning %q", what, ok, err != nil, warning)
		}
	}
	for i := range len(whole) * 8 {
		b := bytes.Clone(whole)
		b[i/8] ^= 1 << (i % 8)
		try(fmt.Sprintf("bit %d", i), b)
	}
	for n := range whole {
		try(fmt.Sprintf("%d bytes", n), whole[:n])
	}
	try("a byte more", append(bytes.Clone(whole), 0))
	try("the answer to another question", encode(key("b"), about("b")))
	put(t, s, "a")
	if !has(t, s, "a") {
		t.Error("it cannot be written anew")
	}
}

// FuzzDecode: whatever a file holds, reading it neither fails nor takes more memory than
// the file, and what is taken for an answer is written as it was read.
func FuzzDecode(f *testing.F) {
	k := key("a")
	f.Add(encode(k, about("a")))
	f.Add(encode(k, Answer{}))
	f.Add([]byte(begin))
	f.Fuzz(func(t *testing.T, b []byte) {
		if a, err := decode(k, b); err == nil && !bytes.Equal(encode(k, a), b) {
			t.Errorf("%q is read as %+v", b, a)
		}
	})
}

// TestForeignFiles: what is no file of ours stays, and is no answer.
func TestForeignFiles(t *testing.T) {
	s := Open(t.TempDir(), "/r")
	put(t, s, "a")
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.WriteFile(elsewhere, encode(key("b"), about("b")), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, s.file(key("b"))); err != nil {
		t.Skip(err)
	}
	if _, warning, ok := s.Get(key("b")); ok || warning == "" {
		t.Errorf("a symbolic link is an answer: %v, warning %q", ok, warning)
	}
	notes := filepath.Join(s.folder, "notes")
	if err := os.WriteFile(notes, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range 2 * maxAnswers {
		put(t, s, fmt.Sprint(i))
	}
	for _, file := range []string{elsewhere, notes} {
		if _, err := os.Stat(file); err != nil {
			t.Error(err)
		}
	}
}

// TestRunsAtOnce: runs that write and read the same answers at once never see half of one.
func TestRunsAtOnce(t *testing.T) {
	root := t.TempDir()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			s := Open(root, "/r")
			for i := range 100 {
				name := fmt.Sprint(rand.N(5))
				if i%3 == 0 {
					put(t, s, name)
				} else {
					has(t, s, name)
				}
			}
		})
	}
	group.Wait()
	for _, file := range files(t, Open(root, "/r")) {
		if !strings.HasSuffix(file, cache.Suffix) {
			t.Errorf("%s is left", file)
		}
	}
}

// TestRoom: of many answers those asked for last stay, and what a killed run left goes
// after a day.
func TestRoom(t *testing.T) {
	s := Open(t.TempDir(), "/r")
	now := time.Now()
	age := func(file string, hours int) {
		when := now.Add(-time.Duration(hours) * time.Hour)
		if err := os.Chtimes(file, when, when); err != nil {
			t.Fatal(err)
		}
	}
	for i := range maxAnswers {
		put(t, s, fmt.Sprint(i))
		age(s.file(key(fmt.Sprint(i))), 100-i)
	}
	left := filepath.Join(s.folder, prefix+"X"+cache.Unfinished)
	fresh := filepath.Join(s.folder, prefix+"Y"+cache.Unfinished)
	for _, file := range []string{left, fresh} {
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	age(left, 25)
	if !has(t, s, "0") { // asked for again, it is the newest
		t.Fatal("an answer is lost early")
	}
	put(t, s, "new")
	var got []string
	for i := range maxAnswers {
		if has(t, s, fmt.Sprint(i)) {
			got = append(got, fmt.Sprint(i))
		}
	}
	want := []string{"0"}
	for i := 2; i < maxAnswers; i++ {
		want = append(want, fmt.Sprint(i))
	}
	if diff := cmp.Diff(want, got); diff != "" || !has(t, s, "new") {
		t.Errorf("what stays (-want +got):\n%s", diff)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what a killed run left stays")
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Error("what a run is writing is removed")
	}
}

// TestTooLarge: one answer does not drive out all others.
func TestTooLarge(t *testing.T) {
	s := Open(t.TempDir(), "/r")
	put(t, s, "a")
	if err := s.Put(key("b"), Answer{Body: make([]byte, maxOne)}); err != nil {
		t.Fatal(err)
	}
	if n := len(files(t, s)); n != 1 || !has(t, s, "a") {
		t.Errorf("%d files", n)
	}
	for _, name := range []string{"c", "d"} {
		if err := s.Put(key(name), Answer{Body: make([]byte, maxOne-1000)}); err != nil {
			t.Fatal(err)
		}
	}
	size := int64(0)
	for _, file := range files(t, s) {
		if info, err := os.Stat(file); err == nil {
			size += info.Size()
		}
	}
	if size > maxOwn {
		t.Errorf("%d bytes are kept, want at most %d", size, maxOwn)
	}
}

// TestFolderThatCannotBeWritten: Put says so, and Get finds nothing.
func TestFolderThatCannotBeWritten(t *testing.T) {
	root := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(root, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := Open(root, "/r")
	if err := s.Put(key("a"), about("a")); err == nil {
		t.Error("an answer is written into a file")
	}
	if has(t, s, "a") {
		t.Error("an answer is read out of nothing")
	}
}
