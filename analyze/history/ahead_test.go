package history

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/repo"
)

// noted reads HEAD, and what is said of files that were passed over.
func noted(t testing.TB, dir string) (*Log, []string) {
	t.Helper()
	var notes []string
	log := read(t, dir, Options{Note: func(text string) { notes = append(notes, text) }})
	return log, notes
}

// TestAheadEqualsGit: with a commit-graph, however it was written and however old it is,
// a log is the one without it, and what git says.
func TestAheadEqualsGit(t *testing.T) {
	for name, write := range map[string]func(dir string, head *Log){
		"one file": func(dir string, _ *Log) { gitOutput(t, dir, "commit-graph", "write", "--reachable") },
		"with changed paths": func(dir string, _ *Log) {
			gitOutput(t, dir, "commit-graph", "write", "--reachable", "--changed-paths")
		},
		"layers": func(dir string, l *Log) {
			for _, back := range []int{90, 40, 5} {
				gitOutput(t, dir, "update-ref", "refs/heads/old", l.Commit(back).ID().String())
				gitOutput(t, dir, "update-ref", "--no-deref", "HEAD", l.Commit(back).ID().String())
				gitOutput(t, dir, "commit-graph", "write", "--reachable", "--split=no-merge")
			}
		},
	} {
		for seed := range uint64(3) {
			dir := randomHistory(t, 200+seed, 150)
			gitOutput(t, dir, "repack", "-adfq")
			want := read(t, dir, Options{})
			write(dir, want)
			gitOutput(t, dir, "update-ref", "--no-deref", "HEAD", want.Head.String())
			for _, cores := range []int{1, 2, 7} {
				before := runtime.GOMAXPROCS(cores)
				got, notes := noted(t, dir)
				runtime.GOMAXPROCS(before)
				if diff := cmp.Diff(want, got, asWritten); diff != "" || len(notes) > 0 {
					t.Errorf("%s, seed %d, %d cores: notes %q (-without +with)\n%s", name, seed, cores, notes, diff)
				}
			}
			if diff := cmp.Diff(gitRows(t, dir), rows(read(t, dir, Options{}))); diff != "" {
				t.Errorf("%s, seed %d (-git +seam):\n%s", name, seed, diff)
			}
		}
	}
}

// TestOldGraph: a graph of some commit in the middle serves what is behind it, and commits
// in it that are gone from the repository are nobody's business.
func TestOldGraph(t *testing.T) {
	dir := randomHistory(t, 210, 120)
	want := read(t, dir, Options{})
	gone := strings.TrimSpace(gitOutput(t, dir, "-c", "user.name=x", "-c", "user.email=x@one.example", "commit-tree", "-m", "gone", "-p", "HEAD", "HEAD^{tree}"))
	for _, at := range []int{0, 1, 17, 60, want.Len() - 1} {
		gitOutput(t, dir, "update-ref", "--no-deref", "HEAD", want.Commit(at).ID().String())
		for ref := range strings.FieldsSeq(gitOutput(t, dir, "for-each-ref", "--format=%(refname)")) {
			gitOutput(t, dir, "update-ref", "-d", ref)
		}
		if at == 0 {
			gitOutput(t, dir, "update-ref", "refs/heads/gone", gone)
		}
		gitOutput(t, dir, "commit-graph", "write", "--reachable")
		if at == 0 {
			if err := os.Remove(filepath.Join(dir, ".git/objects", gone[:2], gone[2:])); err != nil {
				t.Fatal(err)
			}
		}
		gitOutput(t, dir, "update-ref", "--no-deref", "HEAD", want.Head.String())
		if got, notes := noted(t, dir); len(notes) > 0 || !cmp.Equal(want, got, asWritten) {
			t.Errorf("graph of commit %d: notes %q\n%s", at, notes, cmp.Diff(want, got, asWritten))
		}
	}
}

// TestOctopus: all parents of a merge of many come from the table of edges.
func TestOctopus(t *testing.T) {
	dir := randomHistory(t, 220, 60)
	all := read(t, dir, Options{})
	args := []string{"-c", "user.name=x", "-c", "user.email=x@one.example", "commit-tree", "-m", "many", "HEAD^{tree}"}
	for _, i := range []int{0, 9, 30, 2, 40} {
		args = append(args, "-p", all.Commit(i).ID().String())
	}
	gitOutput(t, dir, "update-ref", "HEAD", strings.TrimSpace(gitOutput(t, dir, args...)))
	want := read(t, dir, Options{})
	gitOutput(t, dir, "commit-graph", "write", "--reachable")
	got, notes := noted(t, dir)
	if diff := cmp.Diff(want, got, asWritten); diff != "" || len(notes) > 0 || len(got.Commit(0).Parents()) != 5 {
		t.Errorf("notes %q (-without +with):\n%s", notes, diff)
	}
}

// TestGraphIsUsed: where there is a graph all commits are found through it.
func TestGraphIsUsed(t *testing.T) {
	dir := randomHistory(t, 230, 60)
	want := read(t, dir, Options{})
	gitOutput(t, dir, "commit-graph", "write", "--reachable")
	rd := &reader{repository: mustOpen(t, dir)}
	rd.open(2)
	defer rd.close()
	if _, found, why := rd.walkAhead(context.Background(), want.Head); len(found) != want.Len() || len(why) > 0 {
		t.Errorf("%d of %d commits, %q", len(found), want.Len(), why)
	}
	file := filepath.Join(dir, ".git/objects/info/commit-graph")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if _, found, why := rd.walkAhead(context.Background(), want.Head); found != nil || len(why) > 0 {
		t.Errorf("without a graph: %d commits, %q", len(found), why)
	}
}

// TestWrongGraph: what a commit says of its parents counts, not what a graph does, even
// one with the right checksum; and that is told.
func TestWrongGraph(t *testing.T) {
	dir := randomHistory(t, 240, 80)
	want := read(t, dir, Options{})
	gitOutput(t, dir, "commit-graph", "write", "--reachable")
	file := filepath.Join(dir, ".git/objects/info/commit-graph")
	sound, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	data := int(binary.BigEndian.Uint64(sound[bytes.Index(sound, []byte("CDAT"))+4:]))
	ids := int(binary.BigEndian.Uint64(sound[bytes.Index(sound, []byte("OIDL"))+4:]))
	told := 0
	forge := func(what string, change func(b []byte)) {
		b := bytes.Clone(sound)
		change(b)
		sum := sha1.Sum(b[:len(b)-sha1.Size])
		copy(b[len(b)-sha1.Size:], sum[:])
		os.Remove(file)
		if err := os.WriteFile(file, b, 0o666); err != nil {
			t.Fatal(err)
		}
		got, notes := noted(t, dir)
		if diff := cmp.Diff(want, got, asWritten); diff != "" {
			t.Errorf("%s (-without +with):\n%s", what, diff)
		}
		if len(notes) > 1 || len(notes) == 1 && !strings.Contains(notes[0], file) {
			t.Errorf("%s: notes %q", what, notes)
		}
		told += len(notes)
	}
	for i := range want.Len() {
		parents := data + i*36 + 20
		forge("another parent", func(b []byte) { b[parents+3] ^= 1 })
		forge("no parents", func(b []byte) { copy(b[parents:], "\x70\x00\x00\x00\x70\x00\x00\x00") })
		forge("a circle", func(b []byte) { binary.BigEndian.PutUint32(b[parents:], uint32(i)) })
		forge("a commit that nobody has", func(b []byte) { b[ids+i*20+19]++ })
	}
	if told < 3*want.Len() {
		t.Errorf("only %d notes", told)
	}
}

// TestFlippedGraph: whichever byte of a graph is another one, the log is the same and a
// note names the file.
func TestFlippedGraph(t *testing.T) {
	dir := randomHistory(t, 250, 8)
	want := read(t, dir, Options{})
	gitOutput(t, dir, "commit-graph", "write", "--reachable")
	file := filepath.Join(dir, ".git/objects/info/commit-graph")
	sound, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for at := range sound {
		b := bytes.Clone(sound)
		b[at] ^= 1 << (at % 8)
		os.Remove(file)
		if err := os.WriteFile(file, b, 0o666); err != nil {
			t.Fatal(err)
		}
		got, notes := noted(t, dir)
		if diff := cmp.Diff(want, got, asWritten); diff != "" || len(notes) != 1 || !strings.Contains(notes[0], file) {
			t.Fatalf("byte %d of %d: notes %q (-sound +damaged):\n%s", at, len(sound), notes, diff)
		}
	}
}

// TestMissingCommit: with a graph, too, a commit that this clone lacks is named, and the
// graph is not blamed.
func TestMissingCommit(t *testing.T) {
	dir := randomHistory(t, 260, 30)
	commit := []string{"-c", "user.name=x", "-c", "user.email=x@one.example", "commit-tree", "-m", "loose", "HEAD^{tree}", "-p"}
	lost := strings.TrimSpace(gitOutput(t, dir, append(commit, "HEAD")...))
	head := strings.TrimSpace(gitOutput(t, dir, append(commit, lost)...))
	gitOutput(t, dir, "update-ref", "HEAD", head)
	gitOutput(t, dir, "commit-graph", "write", "--reachable")
	if err := os.Remove(filepath.Join(dir, ".git/objects", lost[:2], lost[2:])); err != nil {
		t.Fatal(err)
	}
	r := mustOpen(t, dir)
	at, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	_, err = Read(context.Background(), r, at, Options{Note: func(string) { told++ }})
	if !errors.Is(err, repo.ErrMissing) || !strings.Contains(err.Error(), lost[:10]) || told > 0 {
		t.Errorf("error %v, %d notes", err, told)
	}
}
