package history

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/repo"
)

// TestReadEqualsGit: on random histories the set of (commit, status, path) is that
// of git log --raw --no-renames --no-merges, stored plainly or in deltas.
func TestReadEqualsGit(t *testing.T) {
	seen := map[Status]int{}
	merges := 0
	for seed := range uint64(4) {
		dir := randomHistory(t, seed, 120)
		want := gitRows(t, dir)
		log := read(t, dir, Options{})
		if diff := cmp.Diff(want, rows(log)); diff != "" {
			t.Errorf("seed %d (-git +seam):\n%s", seed, diff)
		}
		gitOutput(t, dir, "repack", "-adfq")
		if diff := cmp.Diff(want, rows(read(t, dir, Options{}))); diff != "" {
			t.Errorf("seed %d, repacked (-git +seam):\n%s", seed, diff)
		}
		for _, c := range log.Commits() {
			if len(c.Parents()) > 1 {
				merges++
			}
			for _, f := range c.Files() {
				seen[f.Status()]++
			}
		}
	}
	// This keeps the comparison honest.
	if seen[Added] < 30 || seen[Modified] < 30 || seen[Deleted] < 30 || seen[TypeChanged] < 30 || merges < 30 {
		t.Errorf("A, M, D, T: %v; merges: %d", seen, merges)
	}
}

// TestCommitsEqualGit compares what is said of each commit.
func TestCommitsEqualGit(t *testing.T) {
	dir := randomHistory(t, 3, 80)
	log := read(t, dir, Options{})
	want := map[string]string{}
	for line := range strings.Lines(gitOutput(t, dir, "log", "--format=%H|%at|%ct|%an|%ae|%s|%P")) {
		id, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "|")
		want[id] = rest
	}
	got := map[string]string{}
	for i, c := range log.Commits() {
		var parents []string
		for _, p := range c.Parents() {
			parents = append(parents, log.Commit(int(p)).ID().String())
			if int(p) <= i {
				t.Errorf("commit %d stands behind its parent %d", i, p)
			}
		}
		who := log.People[c.Author()]
		got[c.ID().String()] = fmt.Sprintf("%d|%d|%s|%s|%s|%s", c.When(), c.Landed(), who.Name, who.Email, c.Subject(), strings.Join(parents, " "))
		if merge := len(c.Parents()) > 1; merge && len(c.Files()) > 0 {
			t.Errorf("%s: merge %v, files %v", c.ID().Short(), merge, c.Files())
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-git +seam):\n%s", diff)
	}
	if !slices.IsSorted(log.Paths) {
		t.Error("paths are not sorted")
	}
	if !slices.IsSortedFunc(log.People, func(a, b Person) int { return strings.Compare(a.Email, b.Email) }) {
		t.Error("people are not sorted")
	}
}

func TestBounds(t *testing.T) {
	dir := randomHistory(t, 5, 60)
	all := read(t, dir, Options{})
	middle := time.Unix(all.Commit(all.Len()/2).Landed(), 0)
	late := time.Unix(all.Commit(all.Len()/4).Landed(), 0)
	for name, c := range map[string]struct {
		opt Options
		git []string
	}{
		"since":       {Options{Since: middle}, []string{"--since", at(middle)}},
		"until":       {Options{Until: middle}, []string{"--until", at(middle)}},
		"both":        {Options{Since: middle, Until: late}, []string{"--since", at(middle), "--until", at(late)}},
		"in a zone":   {Options{Since: middle.In(time.FixedZone("", -7*3600))}, []string{"--since", at(middle)}},
		"nothing":     {Options{Since: time.Unix(all.Commit(0).Landed()+1, 0)}, []string{"--since", at(time.Unix(all.Commit(0).Landed()+1, 0))}},
		"all of them": {Options{MaxCommits: all.Len()}, nil},
	} {
		log := read(t, dir, c.opt)
		if diff := cmp.Diff(gitRows(t, dir, c.git...), rows(log)); diff != "" {
			t.Errorf("%s (-git +seam):\n%s", name, diff)
		}
		if n := log.Len() + log.Skipped.Since + log.Skipped.Until + log.Skipped.MaxCommits; n != all.Len() {
			t.Errorf("%s: %d read and %+v skipped are not %d", name, log.Len(), log.Skipped, all.Len())
		}
	}
	if log := read(t, dir, Options{MaxCommits: 7}); log.Len() != 7 || log.Skipped.MaxCommits != all.Len()-7 || log.Commit(6).ID() != all.Commit(6).ID() {
		t.Errorf("the newest 7: %d read, %+v skipped", log.Len(), log.Skipped)
	}
}

func at(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

func TestShallow(t *testing.T) {
	dir := randomHistory(t, 2, 40)
	shallow := filepath.Join(t.TempDir(), "s")
	gitOutput(t, dir, "clone", "-q", "--depth=5", "file://"+dir, shallow)
	r, err := repo.Open(shallow)
	if err != nil {
		t.Fatal(err)
	}
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read(context.Background(), r, head, Options{}); !errors.Is(err, ErrShallow) {
		t.Errorf("a shallow clone gives %v, want ErrShallow", err)
	}
	log, err := Read(context.Background(), r, head, Options{AllowShallow: true})
	if err != nil {
		t.Fatal(err)
	}
	if !log.Shallow {
		t.Error("the log does not say that it is cut off")
	}
	ends := 0
	for _, c := range log.Commits() {
		if !c.Boundary() {
			continue
		}
		ends++
		if len(c.Parents()) != 0 {
			t.Errorf("%s is the end, yet has parents %v", c.ID().Short(), c.Parents())
		}
	}
	if ends == 0 {
		t.Error("no commit is marked as the end")
	}
	// git too shows such a commit as if it brought its whole tree.
	if diff := cmp.Diff(gitRows(t, shallow), rows(log)); diff != "" {
		t.Errorf("(-git +seam):\n%s", diff)
	}
}

// TestPartialClone: no blob is needed.
func TestPartialClone(t *testing.T) {
	dir := randomHistory(t, 4, 40)
	gitOutput(t, dir, "config", "uploadpack.allowFilter", "true")
	partial := filepath.Join(t.TempDir(), "p")
	gitOutput(t, dir, "clone", "-q", "--bare", "--filter=blob:none", "file://"+dir, partial)
	if diff := cmp.Diff(gitRows(t, dir), rows(read(t, partial, Options{}))); diff != "" {
		t.Errorf("(-full clone +partial clone):\n%s", diff)
	}
	// Without trees there is nothing to compare, and the error says why.
	treeless := filepath.Join(t.TempDir(), "t")
	gitOutput(t, dir, "clone", "-q", "--bare", "--filter=tree:0", "file://"+dir, treeless)
	r, err := repo.Open(treeless)
	if err != nil {
		t.Fatal(err)
	}
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read(context.Background(), r, head, Options{}); !errors.Is(err, repo.ErrMissing) || !strings.Contains(err.Error(), "partial clone") {
		t.Errorf("a clone without trees gives %v, want ErrMissing that speaks of a partial clone", err)
	}
}

// TestSameEverywhere: neither the number of cores, nor the local time zone, nor how
// objects are stored changes the log.
func TestSameEverywhere(t *testing.T) {
	dir := randomHistory(t, 6, 150)
	want := read(t, dir, Options{})
	local := time.Local
	defer func() { time.Local = local }()
	for _, zone := range []int{-11, 0, 13} {
		for _, cores := range []int{1, 2, 7} {
			time.Local = time.FixedZone("", zone*3600)
			before := runtime.GOMAXPROCS(cores)
			got := read(t, dir, Options{})
			runtime.GOMAXPROCS(before)
			if diff := cmp.Diff(want, got, asWritten); diff != "" {
				t.Errorf("%d cores, zone %+d:\n%s", cores, zone, diff)
			}
		}
	}
	gitOutput(t, dir, "repack", "-adfq")
	if diff := cmp.Diff(want, read(t, dir, Options{}), asWritten); diff != "" {
		t.Errorf("repacked:\n%s", diff)
	}
}

func TestReadStops(t *testing.T) {
	dir := randomHistory(t, 1, 20)
	r, err := repo.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, r, head, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled reading gives %v", err)
	}
	if _, err := Read(context.Background(), r, repo.ID("12345678901234567890"), Options{}); !errors.Is(err, repo.ErrMissing) {
		t.Errorf("an unknown commit gives %v", err)
	}
}

// TestBrokenTree: an object that is no tree is an error that names commit and
// folder, not a panic and not an empty list.
func TestBrokenTree(t *testing.T) {
	dir := randomHistory(t, 1, 10)
	file := filepath.Join(t.TempDir(), "tree")
	if err := os.WriteFile(file, []byte("100644 no end"), 0o666); err != nil {
		t.Fatal(err)
	}
	tree := strings.TrimSpace(gitOutput(t, dir, "hash-object", "-w", "--literally", "-t", "tree", file))
	commit := filepath.Join(t.TempDir(), "commit")
	if err := os.WriteFile(commit, []byte("tree "+tree+"\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nbroken\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	id := strings.TrimSpace(gitOutput(t, dir, "hash-object", "-w", "--literally", "-t", "commit", commit))
	r, err := repo.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	head, err := r.Resolve(id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read(context.Background(), r, head, Options{}); err == nil || !strings.Contains(err.Error(), id[:10]) || !strings.Contains(err.Error(), "malformed tree") {
		t.Errorf("a broken tree gives %v", err)
	}
}
