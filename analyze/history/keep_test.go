package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/cache"
	"seam/analyze/repo"
)

// memory is a cache that keeps everything.
type memory struct{ values map[string][][]byte }

func newMemory() *memory { return &memory{map[string][][]byte{}} }

// clone is for runs that are to leave nothing behind.
func (m *memory) clone() *memory { return &memory{maps.Clone(m.values)} }

func (m *memory) All(key string) [][]byte { return m.values[key] }

func (m *memory) Get(key string) ([]byte, bool) {
	if v := m.values[key]; len(v) > 0 {
		return v[0], true
	}
	return nil, false
}

func (m *memory) Rest([]byte) {}

func (m *memory) Put(key string, value []byte) {
	m.values[key] = append([][]byte{bytes.Clone(value)}, m.values[key]...)
}

// readAt reads what a revision reaches.
func readAt(t testing.TB, dir, revision string, opt Options) *Log {
	t.Helper()
	r, err := repo.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	id, err := r.Resolve(revision)
	if err != nil {
		t.Fatal(err)
	}
	log, err := Read(context.Background(), r, id, opt)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// same reads a revision with and without a cache.
func same(t *testing.T, what, dir, revision string, opt Options) {
	t.Helper()
	with := readAt(t, dir, revision, opt)
	opt.Cache = nil
	if diff := cmp.Diff(readAt(t, dir, revision, opt), with, asWritten); diff != "" {
		t.Fatalf("%s (-without a cache +with):\n%s", what, diff)
	}
}

// TestKeptHistory: whatever a cache holds, the log is the one that is read without it:
// revisions in any order, bounds on what is read, branches, and rewritten history.
func TestKeptHistory(t *testing.T) {
	for seed := range uint64(3) {
		dir := randomHistory(t, 40+seed, 150)
		random := rand.New(rand.NewPCG(seed, 1))
		m := newMemory()
		all := readAt(t, dir, "HEAD", Options{})
		for round := range 25 {
			c := all.Commit(random.IntN(all.Len()))
			opt := Options{Cache: m}
			switch random.IntN(5) {
			case 0:
				opt.MaxCommits = 1 + random.IntN(30)
			case 1:
				opt.Since = time.Unix(c.Landed(), 0)
			}
			same(t, fmt.Sprintf("seed %d, round %d", seed, round), dir, c.ID().String(), opt)
		}
		same(t, "head", dir, "HEAD", Options{Cache: m})
		same(t, "head again", dir, "HEAD", Options{Cache: m})
		same(t, "head, similar", dir, "HEAD", Options{Cache: m, Similar: true})
		// History is written anew: the same changes under other ids.
		gitOutput(t, dir, "-c", "user.name=x", "-c", "user.email=x@one.example", "commit", "-q", "--amend", "--allow-empty", "-m", "anew")
		same(t, "amended", dir, "HEAD", Options{Cache: m})
		// A graft gives commits of known ids other parents.
		head := readAt(t, dir, "HEAD", Options{}).Head
		if err := os.MkdirAll(filepath.Join(dir, ".git", "info"), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, ".git", "info", "grafts"), []byte(head.String()+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		same(t, "grafted", dir, "HEAD", Options{Cache: m})
		same(t, "grafted again", dir, "HEAD", Options{Cache: m})
		if n := readAt(t, dir, "HEAD", Options{}).Len(); n != 1 {
			t.Errorf("%d commits behind the graft", n)
		}
	}
}

func mustOpen(t *testing.T, dir string) *repo.Repository {
	t.Helper()
	r, err := repo.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestStoppedRunsGoOn: what a run compared before it was stopped is kept, and the log of
// those after it is the one without a cache.
func TestStoppedRunsGoOn(t *testing.T) {
	dir := randomHistory(t, 60, 3*partSize)
	r := mustOpen(t, dir)
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	m := newMemory()
	left := 0 // commits to compare, as the last run told
	stopped := 0
	for round := range 10 {
		ctx, stop := context.WithCancel(context.Background())
		before := left
		_, err := Read(ctx, r, head, Options{Cache: m, Progress: func(done, total int) {
			left = total
			stop()
		}})
		stop()
		if err == nil {
			break // the last part was compared
		}
		stopped++
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if round > 0 && left >= before {
			t.Fatalf("run %d has %d commits to compare, the one before it had %d", round, left, before)
		}
		same(t, fmt.Sprintf("stopped %d times", round+1), dir, "HEAD~1", Options{Cache: m.clone()})
	}
	if stopped == 0 {
		t.Fatal("no run was stopped")
	}
	same(t, "in the end", dir, "HEAD", Options{Cache: m})
}

// TestKeptHistoryIsUsed: with every object gone a log is read from the cache alone.
func TestKeptHistoryIsUsed(t *testing.T) {
	dir := randomHistory(t, 50, 60)
	m := newMemory()
	want := readAt(t, dir, "HEAD", Options{Cache: m})
	r := mustOpen(t, dir)
	if err := os.RemoveAll(filepath.Join(dir, ".git", "objects")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, ".git", "objects"), 0o777); err != nil {
		t.Fatal(err)
	}
	got, err := Read(context.Background(), r, want.Head, Options{Cache: m})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, asWritten); diff != "" {
		t.Errorf("(-read +kept):\n%s", diff)
	}
}

// TestManyBatches: run after run a few commits are new, and the batches stay few.
func TestManyBatches(t *testing.T) {
	dir := randomHistory(t, 60, 200)
	m := newMemory()
	line := strings.Fields(gitOutput(t, dir, "rev-list", "--first-parent", "--reverse", "HEAD"))
	if len(line) < 40 {
		t.Fatalf("%d commits in a line", len(line))
	}
	for _, id := range line {
		readAt(t, dir, id, Options{Cache: m})
	}
	same(t, "head", dir, "HEAD", Options{Cache: m})
	k := newKeeper(mustOpen(t, dir), Options{Cache: m})
	k.load(repo.ID(make([]byte, 20)))
	if n := len(k.batches); n == 0 || n > 10 {
		t.Errorf("%d batches", n)
	}
}

// TestBatchesOverlap: runs at once keep some commits twice, and a log has each once.
func TestBatchesOverlap(t *testing.T) {
	dir := randomHistory(t, 100, 120)
	all := readAt(t, dir, "HEAD", Options{})
	both := newMemory()
	for _, i := range []int{40, 25, 0} {
		own := newMemory()
		readAt(t, dir, all.Commit(i).ID().String(), Options{Cache: own})
		for key, values := range own.values {
			both.values[key] = append(both.values[key], values...)
		}
	}
	k := newKeeper(mustOpen(t, dir), Options{Cache: both})
	known := k.load(all.Head)
	distinct := slices.DeleteFunc(slices.Clone(known.slots), func(s int32) bool { return s == 0 })
	if len(k.batches) != 3 || len(distinct) != all.Len() || int(known.all.kept) <= all.Len() {
		t.Fatalf("%d batches, %d of %d commits are others, of %d", len(k.batches), len(distinct), known.all.kept, all.Len())
	}
	for _, i := range []int{10, 30, 0, 50} {
		same(t, fmt.Sprintf("commit %d", i), dir, all.Commit(i).ID().String(), Options{Cache: both})
	}
}

// FuzzBatch: bytes that no batch has are refused, and what is accepted is sound.
func FuzzBatch(f *testing.F) {
	dir := randomHistory(f, 70, 20)
	log := readAt(f, dir, "HEAD", Options{})
	indexes := make([]int32, log.Len())
	for i := range indexes {
		indexes[i] = int32(i)
	}
	whole := encodeBatch(log, indexes)
	f.Add(whole)
	f.Add(encodeBatch(log, indexes[3:7]))
	f.Add(whole[:len(whole)/2])
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := decodeBatch(b)
		if err != nil {
			return
		}
		l := Log{table: got.table}
		for _, c := range l.Commits() {
			if len(c.ID()) != got.table.idSize || len(c.Subject()) > len(b) {
				t.Errorf("an id of %d bytes, a subject of %d", len(c.ID()), len(c.Subject()))
			}
			for _, p := range c.Parents() {
				if int(p) >= l.Len() || p < 0 && len(got.outside[-1-p]) != got.table.idSize {
					t.Errorf("the parent %d", p)
				}
			}
			for _, f := range c.Files() {
				if got.paths[f.Path()] == "" {
					t.Error("an empty path")
				}
			}
			for _, r := range c.Renames() {
				_, _ = got.paths[r.From], got.paths[r.To]
			}
			for _, p := range append(c.CoAuthors(), c.Author()) {
				_ = got.people[p]
			}
		}
	})
}

// TestFlippedBytes: whichever byte of what is kept is another one, the log is the same
// and a warning names the file.
func TestFlippedBytes(t *testing.T) {
	dir, root := randomHistory(t, 80, 60), t.TempDir()
	want := readAt(t, dir, "HEAD", Options{})
	kept := func() (*Log, []string) {
		s := cache.Open(root, dir, 0)
		log := readAt(t, dir, "HEAD", Options{Cache: s})
		s.Close()
		return log, s.Warnings()
	}
	kept()
	files, err := filepath.Glob(filepath.Join(root, "*", "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %q, error %v", files, err)
	}
	whole, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 1))
	for range 150 {
		others, err := filepath.Glob(filepath.Join(root, "*", "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range others {
			os.Remove(file)
		}
		b := bytes.Clone(whole)
		at := random.IntN(len(b))
		b[at] ^= 1 << random.IntN(8)
		if err := os.WriteFile(files[0], b, 0o600); err != nil {
			t.Fatal(err)
		}
		log, told := kept()
		if diff := cmp.Diff(want, log, asWritten); diff != "" {
			t.Fatalf("byte %d (-sound +damaged):\n%s", at, diff)
		}
		if len(told) != 1 || !strings.Contains(told[0], files[0]) {
			t.Fatalf("byte %d of %d: warnings %q", at, len(b), told)
		}
	}
}

// TestReadersAgree: whoever reads the objects, the log is the same.
func TestReadersAgree(t *testing.T) {
	dir := randomHistory(t, 90, 80)
	gitOutput(t, dir, "repack", "-adfq")
	want := readAt(t, dir, "HEAD", Options{})
	for _, by := range []repo.Reader{repo.PackReader, repo.GitReader, repo.GoGitReader} {
		r, err := repo.OpenWith(dir, by)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(context.Background(), r, want.Head, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, asWritten); diff != "" {
			t.Errorf("%s (-auto +%s):\n%s", by, by, diff)
		}
		if note := r.ReaderNote(); (note == "") != (by == repo.PackReader) {
			t.Errorf("%s: note %q", by, note)
		}
	}
}
