package repo

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

// keptValues keeps everything.
type keptValues map[string][]byte

func (k keptValues) Get(key string) ([]byte, bool) { v, ok := k[key]; return v, ok }
func (k keptValues) Put(key string, value []byte)  { k[key] = bytes.Clone(value) }

// TestKeptList: a tree of many files is listed once, after that from what was kept, with
// replaced commits told apart; one of few files is not kept; damaged lists are as if there
// were none.
func TestKeptList(t *testing.T) {
	write := map[string]string{}
	for i := range 300 {
		write[fmt.Sprintf("d%d/e%d/f%d", i%3, i%7, i)] = "1"
	}
	dir, commits := build(t, BuildCommit{Write: map[string]string{"a": "1"}}, BuildCommit{Write: write})
	kept := keptValues{}
	snapshot := func(commit ID) *Snapshot {
		r, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		r.Keep(kept)
		r.kept.least = 300
		s, err := r.Snapshot(commit)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	snapshot(commits[0])
	if len(kept) != 0 {
		t.Errorf("the list of one file is kept")
	}
	want := snapshot(commits[1])
	if len(kept) != 1 {
		t.Fatalf("%d lists are kept", len(kept))
	}
	for key, value := range kept {
		for _, damaged := range [][]byte{nil, value[:len(value)-1], append(bytes.Clone(value), 0), append([]byte{21}, value[1:]...)} {
			kept[key] = damaged
			if got := snapshot(commits[1]); !slices.Equal(got.files, want.files) || !slices.Equal(got.ids, want.ids) {
				t.Errorf("another list where %d of %d bytes are kept", len(damaged), len(value))
			}
		}
		kept[key] = value
		if got := snapshot(commits[1]); !slices.Equal(got.files, want.files) || !slices.Equal(got.ids, want.ids) {
			t.Error("the kept list is another one")
		}
		kept[key] = encodeList([]File{{"only", Regular}}, []ID{commits[0]}) // to see that it is used
		if got := snapshot(commits[1]); len(got.files) != 1 || got.files[0].Path != "only" {
			t.Errorf("%d files: what was kept is not used", len(got.files))
		}
	}
	gitOutput(t, dir, "update-ref", "refs/replace/"+commits[1].String(), commits[0].String())
	if got := snapshot(commits[1]); len(got.files) != 1 {
		t.Errorf("%d files of a commit that another one stands for", len(got.files))
	}
}

// FuzzKeptList: bytes that no list has are refused, and what is accepted is in order and is
// written the same again.
func FuzzKeptList(f *testing.F) {
	id := func(c string) ID { return ID(bytes.Repeat([]byte(c), 20)) }
	f.Add(encodeList([]File{{"a/b", Regular}, {"a/c", Symlink}, {"b", Submodule}}, []ID{id("1"), id("2"), id("3")}))
	f.Add([]byte{20, 1, 0, 1, 'a', 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		files, ids, ok := decodeList(b)
		if !ok {
			return
		}
		if len(files) != len(ids) || !slices.IsSortedFunc(files, func(a, b File) int { return bytes.Compare([]byte(a.Path), []byte(b.Path)) }) {
			t.Fatalf("%q gives %v", b, files)
		}
		again, _, ok := decodeList(encodeList(files, ids))
		if len(files) > 0 && (!ok || !slices.Equal(files, again)) {
			t.Fatalf("%q gives %v, written and read again %v", b, files, again)
		}
	})
}
