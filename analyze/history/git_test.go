package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"seam/analyze/repo"
)

// gitOutput runs the git command, the oracle of these tests.
func gitOutput(t testing.TB, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "LC_ALL=C", "TZ=UTC")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("NOT CHECKED: there is no git")
	}
	if err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, stderr.Bytes())
	}
	return string(out)
}

func read(t testing.TB, dir string, opt Options) *Log {
	t.Helper()
	r, err := repo.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	log, err := Read(context.Background(), r, head, opt)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// rows writes one line "commit status path" for each change, sorted.
func rows(l *Log) []string {
	var out []string
	for _, c := range l.Commits() {
		for _, f := range c.Files() {
			out = append(out, fmt.Sprintf("%s %c %q", c.ID(), f.Status(), l.Paths[f.Path()]))
		}
	}
	slices.Sort(out)
	return out
}

// gitRows is what git says of the same.
func gitRows(t testing.TB, dir string, args ...string) []string {
	t.Helper()
	args = append([]string{"log", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-merges", "--root", "--format=%x01%H"}, args...)
	var out []string
	commit := ""
	fields := strings.Split(gitOutput(t, dir, args...), "\x00")
	for i := 0; i < len(fields); i++ {
		f := strings.TrimPrefix(fields[i], "\n")
		switch {
		case strings.HasPrefix(f, "\x01"):
			commit = f[1:]
		case strings.HasPrefix(f, ":"):
			out = append(out, fmt.Sprintf("%s %c %q", commit, f[len(f)-1], fields[i+1]))
			i++
		}
	}
	slices.Sort(out)
	return out
}

// history grows a random repository: commits on several branches that change,
// add, remove and swap files and folders, change modes, and merge.
type history struct {
	t       testing.TB
	r       *rand.Rand
	builder *repo.Builder
	dir     string
	tips    []tip
	made    int
}

// tip is a commit and the files in it.
type tip struct {
	id    repo.ID
	files map[string]string
}

// names are few, so that files and folders of one name meet; those with odd letters
// sort differently as file and as folder.
var names = []string{"a", "a/b", "a/b/c", "a.go", "a-b", "a/c", "b", "b/x y", "b/quo\"te", "b/new\nline", "z\xff", "é/f", "a0", "a/b.go"}

func randomHistory(t testing.TB, seed uint64, commits int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "r")
	b, err := repo.NewBuilder(dir)
	if err != nil {
		t.Fatal(err)
	}
	h := &history{t: t, r: rand.New(rand.NewPCG(seed, 7)), builder: b, dir: dir, tips: []tip{{}}}
	for range commits {
		if len(h.tips) > 1 && h.r.IntN(4) == 0 {
			h.merge()
		} else {
			h.change()
		}
	}
	for len(h.tips) > 1 {
		h.merge()
	}
	if err := b.Finish(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func (h *history) commit(c repo.BuildCommit) repo.ID {
	h.t.Helper()
	h.made++
	who := h.r.IntN(3)
	zone := time.FixedZone("", (h.r.IntN(27)-13)*1800)
	c.Author, c.Email = fmt.Sprint("Person ", who), fmt.Sprintf("p%d@example.org", who)
	c.When = time.Date(2024, 1, 1, 0, h.r.IntN(10), 0, 0, time.UTC).Add(time.Duration(h.made) * time.Hour).In(zone)
	c.Landed = c.When.Add(time.Duration(h.r.IntN(100)) * time.Minute).UTC()
	c.Message = fmt.Sprintf("change %d\n\nA body that\nsays more.\n", h.made)
	id, err := h.builder.Commit(c)
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

// change commits on one branch, and sometimes leaves it there and goes on beside it.
func (h *history) change() {
	k := h.r.IntN(len(h.tips))
	at := h.tips[k]
	c := repo.BuildCommit{Write: map[string]string{}, Modes: map[string]repo.Mode{}}
	if at.id != "" {
		c.Parents = []repo.ID{at.id}
	}
	if present := slices.Sorted(maps.Keys(at.files)); len(present) > 0 && h.r.IntN(3) == 0 {
		c.Delete = []string{present[h.r.IntN(len(present))]}
	}
	for range h.r.IntN(4) {
		h.write(&c, names[h.r.IntN(len(names))])
	}
	next := tip{files: applied(at.files, c)}
	next.id = h.commit(c)
	if at.id != "" && len(h.tips) < 4 && h.r.IntN(4) == 0 {
		h.tips = append(h.tips, next)
	} else {
		h.tips[k] = next
	}
}

func (h *history) write(c *repo.BuildCommit, name string) {
	for other := range c.Write {
		if strings.HasPrefix(other+"/", name+"/") || strings.HasPrefix(name+"/", other+"/") {
			return
		}
	}
	c.Modes[name] = []repo.Mode{repo.Regular, repo.Regular, repo.Executable, repo.Symlink, repo.Submodule}[h.r.IntN(5)]
	c.Write[name] = fmt.Sprintf("content %d\n", h.r.IntN(3))
	if c.Modes[name] == repo.Submodule {
		c.Write[name] = fmt.Sprintf("%040d", 1+h.r.IntN(3))
	}
}

func (h *history) merge() {
	a, b := h.tips[len(h.tips)-2], h.tips[len(h.tips)-1]
	h.tips = h.tips[:len(h.tips)-1]
	c := repo.BuildCommit{Parents: []repo.ID{a.id, b.id}, Write: map[string]string{"merged": fmt.Sprint(h.made)}, Modes: map[string]repo.Mode{}}
	h.tips[len(h.tips)-1] = tip{id: h.commit(c), files: applied(a.files, c)}
}

// applied is files after a commit, as far as this test needs to know: names only.
func applied(files map[string]string, c repo.BuildCommit) map[string]string {
	out := map[string]string{}
	for f := range files {
		keep := !slices.Contains(c.Delete, f)
		for w := range c.Write {
			keep = keep && !strings.HasPrefix(f, w+"/") && !strings.HasPrefix(w, f+"/")
		}
		if keep {
			out[f] = ""
		}
	}
	for w := range c.Write {
		out[w] = ""
	}
	return out
}
