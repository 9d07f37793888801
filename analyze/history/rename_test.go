package history

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/repo"
)

// entries reads "path=content …".
func entries(text string) []entryAt {
	var out []entryAt
	for f := range strings.FieldsSeq(text) {
		p, id, _ := strings.Cut(f, "=")
		if id == "empty" {
			id = emptyBlob
		}
		out = append(out, entryAt{p, id})
	}
	return out
}

func TestFindMoves(t *testing.T) {
	for _, c := range []struct{ name, deleted, added, want string }{
		{"nothing added", "a/x=1", "", ""},
		{"one file, same content", "a/x=1", "b/y=1", "a/x>b/y"},
		{"other content, other name", "a/x=1", "b/y=2", ""},
		{"of two equal files the one of the same name", "a/x=1 a/y=1", "b/y=1 b/x=1", "a/x>b/x a/y>b/y"},
		{"each path once", "a/x=1 b/x=1", "c/x=1", "a/x>c/x"},
		{"an edited file in a folder that moved", "a/x=1 a/y=2", "b/x=1 b/y=3", "a/x>b/x a/y~b/y"},
		{"a folder that moved up", "src/a/x=1 src/a/y=2", "a/x=1 a/y=3", "src/a/x>a/x src/a/y~a/y"},
		{"a folder whose every file was edited", "lib/dht/a=1 lib/dht/b=2", "pkg/dht/a=3 pkg/dht/b=4 pkg/dht/new=5", "lib/dht/a~pkg/dht/a lib/dht/b~pkg/dht/b"},
		{"the same, but it could be two folders", "lib/dht/a=1", "p/dht/a=3 q/dht/a=4", ""},
		{"the same, but a file of it is nowhere", "lib/dht/a=1 lib/dht/b=2", "pkg/dht/a=3", ""},
		{"a folder of another name", "lib/dht/a=1", "lib/kad/a=2", ""},
		{"a folder of another name with the same three files", "lib/dht/a=1 lib/dht/b=2 lib/dht/c=3", "lib/kad/a=4 lib/kad/b=5 lib/kad/c=6", "lib/dht/a~lib/kad/a lib/dht/b~lib/kad/b lib/dht/c~lib/kad/c"},
		{"the same, and one more file", "dht/a=1 dht/b=2 dht/c=3", "kad/a=4 kad/b=5 kad/c=6 kad/d=7", ""},
		{"the same, but it could be two folders", "dht/a=1 dht/b=2 dht/c=3", "kad/a=4 kad/b=5 kad/c=6 new/a=7 new/b=8 new/c=9", ""},
		{"two folders that could be one", "dht/a=1 dht/b=2 dht/c=3 old/a=1 old/b=2 old/c=3", "kad/a=4 kad/b=5 kad/c=6", ""},
		{"empty files say nothing", "a/x=empty", "b/y=empty", ""},
		{"empty files of one name do", "a/__init__.py=empty", "b/__init__.py=empty", "a/__init__.py>b/__init__.py"},
		{"a name that changed moves no folder", "a/x=1 a/z=2", "b/y=1 b/z=3", "a/x>b/y"},
	} {
		var got []string
		moves, _, _ := findMoves(entries(c.deleted), entries(c.added))
		for _, m := range moves {
			sign := "~"
			if m.kind == SameContent {
				sign = ">"
			}
			got = append(got, m.from+sign+m.to)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: got %q, want %q", c.name, s, c.want)
		}
	}
}

// TestExactRenamesEqualGit moves files of distinct contents about and compares with
// git's own exact rename detection.
func TestExactRenamesEqualGit(t *testing.T) {
	dir := t.TempDir()
	b, err := repo.NewBuilder(dir)
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(5, 5))
	files := map[string]string{}
	for i := range 40 {
		files[fmt.Sprintf("d%d/f%d", i%5, i)] = fmt.Sprintf("content %d\n", i)
	}
	when := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	commit := func(c repo.BuildCommit) {
		t.Helper()
		when = when.Add(time.Hour)
		c.Author, c.Email, c.When, c.Message = "a", "a@example.com", when, "move"
		if _, err := b.Commit(c); err != nil {
			t.Fatal(err)
		}
	}
	commit(repo.BuildCommit{Write: files})
	for i := range 30 {
		c := repo.BuildCommit{Write: map[string]string{}}
		var names []string
		for f := range files {
			names = append(names, f)
		}
		slices.Sort(names)
		for _, f := range names {
			if rnd.IntN(5) > 0 {
				continue
			}
			to := fmt.Sprintf("d%d/%s", rnd.IntN(5), path.Base(f))
			if rnd.IntN(3) == 0 {
				to = fmt.Sprintf("new%d/g%d-%s", i, rnd.IntN(100), path.Base(f))
			}
			if files[to] == "" && c.Write[to] == "" {
				c.Delete = append(c.Delete, f)
				c.Write[to] = files[f]
			}
		}
		for _, f := range c.Delete {
			delete(files, f)
		}
		maps.Copy(files, c.Write)
		commit(c)
	}
	if err := b.Finish(); err != nil {
		t.Fatal(err)
	}
	var got, want []string
	log := read(t, dir, Options{})
	for _, c := range log.Commits() {
		for _, r := range c.Renames() {
			if r.Kind != SameContent {
				t.Errorf("%s > %s is called inexact", log.Paths[r.From], log.Paths[r.To])
			}
			got = append(got, c.ID().String()+" "+log.Paths[r.From]+" "+log.Paths[r.To])
		}
	}
	id := ""
	for line := range strings.Lines(gitOutput(t, dir, "log", "--format=%H", "--name-status", "-M100%", "-l0")) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		switch {
		case len(f) == 1 && f[0] != "":
			id = f[0]
		case len(f) == 3:
			want = append(want, id+" "+f[1]+" "+f[2])
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if len(want) < 100 {
		t.Fatalf("only %d renames to compare", len(want))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-git +seam):\n%s", d)
	}
}

func TestCoAuthors(t *testing.T) {
	author := &who{Person: Person{"Ann", "ann@x"}}
	got := newCommitParser().coAuthors([]byte("squash (#1)\n\n* one\n\nCo-authored-by: Bob <bob@x>\nco-Authored-By: Ann <ann@x>\nCo-authored-by: nobody\nCo-authored-by: Bob <bob@x>\nCo-authored-by: C D <c@x>"), author)
	want := []Person{{"Bob", "bob@x"}, {"C D", "c@x"}}
	if !slices.EqualFunc(got, want, func(a *who, b Person) bool { return a.Person == b }) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestFindSimilar(t *testing.T) {
	text := func(n, from int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "line %d\n", from+i)
		}
		return b.String()
	}
	blobs := map[string]string{"a": text(10, 0), "a2": text(8, 0) + "x\ny\n", "far": text(10, 100), "half": text(5, 0) + text(5, 50), "none": ""}
	read := func(id string) ([]byte, error) {
		if s, ok := blobs[id]; ok {
			return []byte(s), nil
		}
		return nil, repo.ErrMissing
	}
	for _, c := range []struct{ name, deleted, added, want string }{
		{"edited", "x.go=a", "y.go=a2", "x.go>y.go"},
		{"something else", "x.go=a", "y.go=far", ""},
		{"half is enough", "x.go=a", "y.go=half", "x.go>y.go"},
		{"the most alike", "x.go=a", "y.go=half z.go=a2", "x.go>z.go"},
		{"another language", "x.go=a", "y.py=a2", ""},
		{"a blob that is not there", "x.go=gone", "y.go=a", ""},
		{"empty files", "x.go=none", "y.go=none", ""},
	} {
		moves, skipped := findSimilar(entries(c.deleted), entries(c.added), read)
		var got []string
		for _, m := range moves {
			got = append(got, m.from+">"+m.to)
		}
		if s := strings.Join(got, " "); s != c.want || skipped {
			t.Errorf("%s: got %q, skipped %v", c.name, s, skipped)
		}
	}
	many := make([]entryAt, maxSimilar+1)
	if moves, skipped := findSimilar(many, many[:1], read); moves != nil || !skipped {
		t.Error("too many files were compared")
	}
}

// TestFewPaths: what is left out where a commit has few paths changes nothing: many
// unrelated additions beside them give the same moves.
func TestFewPaths(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	list := func() []entryAt {
		var out []entryAt
		for range 1 + random.IntN(6) {
			p := path.Join([]string{"", "a", "b", "a/c", "b/c", "b/d/c"}[random.IntN(6)], string(rune('x'+random.IntN(4))))
			if !slices.ContainsFunc(out, func(e entryAt) bool { return e.path == p }) {
				out = append(out, entryAt{p, fmt.Sprint(random.IntN(12))})
			}
		}
		return out
	}
	var many []entryAt
	for i := range fewPairs + 1 {
		many = append(many, entryAt{fmt.Sprintf("unrelated%d/name%d", i, i), fmt.Sprint("unrelated", i)})
	}
	moved := 0
	for range 5000 {
		deleted, added := list(), list()
		want, _, _ := findMoves(slices.Clone(deleted), append(slices.Clone(added), many...))
		got, _, _ := findMoves(slices.Clone(deleted), added)
		if !slices.Equal(got, want) {
			t.Fatalf("%v and %v: %v, want %v", deleted, added, got, want)
		}
		moved += min(len(got), 1)
	}
	if moved < 500 {
		t.Errorf("only %d had moves", moved)
	}
}

// TestCircle: parents that lead back to a commit leave nothing that could stand first;
// such commits are missing from the order, which Read takes for an error.
func TestCircle(t *testing.T) {
	all := &nodes{}
	a, b, c := all.add(&rawCommit{id: "a", up: []int32{1}}), all.add(&rawCommit{id: "b", up: []int32{2}}), all.add(&rawCommit{id: "c", up: []int32{1}})
	if got := all.newestFirst([]int32{a, b, c}); len(got) != 1 || got[0] != a {
		t.Errorf("%d commits in order", len(got))
	}
}
