package analyze_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"seam/analyze"
	"seam/analyze/cochange"
	"seam/analyze/repo"
)

// These tests hold that the answer does not depend on how a team commits: the same work
// is recorded in several ways, with noise around it, or on a tree that was reorganised,
// and the answers are compared.

// task is one piece of work: who did it, when, and what it touched.
type task struct {
	number int
	author string
	when   time.Time
	files  []string
}

// tasks plans the same work for every recording: 240 tasks of four people, most of
// them inside one of six packages, some across two.
func tasks() []task {
	rnd := rand.New(rand.NewPCG(11, 12))
	when := time.Date(2023, 1, 2, 9, 0, 0, 0, time.UTC)
	var out []task
	for i := range 240 {
		when = when.Add(time.Duration(10+rnd.IntN(20)) * time.Hour)
		home := rnd.IntN(6)
		n := 2 + rnd.IntN(3)
		set := map[string]bool{}
		for len(set) < n {
			pkg := home
			if rnd.IntN(5) == 0 {
				pkg = (home + 1) % 6
			}
			set[fmt.Sprintf("p%d/f%d.go", pkg, rnd.IntN(5))] = true
		}
		t := task{number: i + 1, author: fmt.Sprintf("dev%d", home%4), when: when}
		for f := range set {
			t.files = append(t.files, f)
		}
		slices.Sort(t.files)
		out = append(out, t)
	}
	return out
}

// recorder writes tasks as commits.
type recorder struct {
	t    *testing.T
	b    *repo.Builder
	n    int     // makes every content new
	head repo.ID // newest commit of the main line
}

func newRecorder(t *testing.T) (*recorder, string) {
	t.Helper()
	dir := t.TempDir()
	b, err := repo.NewBuilder(dir)
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{t: t, b: b}
	write := map[string]string{"go.mod": "module m\n\ngo 1.26\n"}
	for p := range 6 {
		for f := range 5 {
			name := fmt.Sprintf("p%d/f%d.go", p, f)
			write[name] = r.content(name)
		}
	}
	r.commit(repo.BuildCommit{Author: "dev0", Message: "everything", When: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC), Write: write})
	return r, dir
}

func (r *recorder) content(name string) string {
	r.n++
	return fmt.Sprintf("package %s\n\nconst c%s = %d\n", path.Dir(name), strings.TrimSuffix(path.Base(name), ".go"), r.n)
}

func (r *recorder) commit(c repo.BuildCommit) repo.ID {
	r.t.Helper()
	c.Email = c.Author + "@team.example"
	id, err := r.b.Commit(c)
	if err != nil {
		r.t.Fatal(err)
	}
	if c.Branch == "" {
		r.head = id
	}
	return id
}

func (r *recorder) write(files ...string) map[string]string {
	out := map[string]string{}
	for _, f := range files {
		out[f] = r.content(f)
	}
	return out
}

// recordings are five ways to commit the same tasks.
var recordings = []struct {
	name string
	task func(*recorder, task)
}{
	{"plain", func(r *recorder, t task) {
		r.commit(repo.BuildCommit{Author: t.author, When: t.when, Message: "do it", Write: r.write(t.files...)})
	}},
	{"squash", func(r *recorder, t task) {
		r.commit(repo.BuildCommit{Author: t.author, When: t.when, Message: fmt.Sprintf("do it (#%d)", t.number), Write: r.write(t.files...)})
	}},
	{"merge", func(r *recorder, t task) {
		branch := fmt.Sprintf("task-%d", t.number)
		all := map[string]string{}
		var tip repo.ID
		for i, f := range t.files {
			w := r.write(f)
			all[f] = w[f]
			tip = r.commit(repo.BuildCommit{Branch: branch, Author: t.author, When: t.when.Add(time.Duration(i-5) * time.Hour), Message: "step", Write: w})
		}
		r.commit(repo.BuildCommit{Author: "lead", When: t.when, Parents: []repo.ID{r.head, tip}, Message: "Merge pull request", Write: all})
	}},
	{"ticket", func(r *recorder, t task) {
		for i, f := range t.files {
			r.commit(repo.BuildCommit{Author: t.author, When: t.when.Add(time.Duration(i-5) * 2 * time.Hour), Message: fmt.Sprintf("SHOP-%d step", t.number), Write: r.write(f)})
		}
	}},
	{"small steps", func(r *recorder, t task) {
		for i, f := range t.files {
			r.commit(repo.BuildCommit{Author: t.author, When: t.when.Add(time.Duration(i-5) * 10 * time.Minute), Message: "wip", Write: r.write(f)})
		}
	}},
}

// coupling reads a repository with no options at all.
func coupling(t *testing.T, dir string) (*analyze.Result, map[string]cochange.Pair) {
	t.Helper()
	in, err := analyze.Load(context.Background(), analyze.Request{Dir: dir, Needs: analyze.Needs{History: true, Imports: true, Symbols: true, Split: true}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := analyze.Run(in, analyze.Options{})
	if err != nil {
		t.Fatal(err)
	}
	pairs := map[string]cochange.Pair{}
	for _, p := range r.Coupling.Pairs {
		if !p.Bots {
			pairs[string(p.Level)+" "+p.From+" "+p.To] = p
		}
	}
	return r, pairs
}

// TestRecordings: the five coupling tables are the same within 5 %.
func TestRecordings(t *testing.T) {
	var want map[string]cochange.Pair
	for _, rec := range recordings {
		r, dir := newRecorder(t)
		for _, task := range tasks() {
			rec.task(r, task)
		}
		if err := r.b.Finish(); err != nil {
			t.Fatal(err)
		}
		result, got := coupling(t, dir)
		unit := result.Input.Changes.Unit
		t.Logf("%-12s unit %-12s %d changes, %d pairs (%s)", rec.name, unit.Kind, result.Input.Changes.List.Len(), len(got), unit.Reason)
		if want == nil {
			want = got
			continue
		}
		compareCoupling(t, rec.name, want, got)
	}
}

func compareCoupling(t *testing.T, name string, want, got map[string]cochange.Pair) {
	t.Helper()
	if near(float64(len(want)), float64(len(got))) > 0.05 {
		t.Errorf("%s: %d pairs, want %d", name, len(got), len(want))
	}
	var off float64
	for key, w := range want {
		g := got[key]
		worst := max(near(float64(w.Support), float64(g.Support)), near(w.ConfidenceFrom, g.ConfidenceFrom), near(w.Weight, g.Weight))
		off = max(off, worst)
		if worst > 0.05 {
			t.Errorf("%s: %s: support %d, confidence %.2f, weight %.2f; want %d, %.2f, %.2f", name, key, g.Support, g.ConfidenceFrom, g.Weight, w.Support, w.ConfidenceFrom, w.Weight)
		}
	}
	t.Logf("%-12s furthest off: %.1f%%", name, 100*off)
}

func near(a, b float64) float64 {
	if a == b {
		return 0
	}
	return math.Abs(a-b) / max(math.Abs(a), math.Abs(b))
}

// TestNoise: a reformatting of everything, a lock file and a changelog in every commit,
// and a bot with a third of the commits move nothing, and each is named.
func TestNoise(t *testing.T) {
	record := func(noise bool) string {
		r, dir := newRecorder(t)
		if noise {
			files := map[string]string{}
			for i := range 400 {
				files[fmt.Sprintf("data/d%d/x%d.txt", i%40, i)] = "x\n"
			}
			r.commit(repo.BuildCommit{Author: "importer", When: time.Date(2023, 1, 1, 1, 0, 0, 0, time.UTC), Message: "import data", Write: files})
		}
		for i, task := range tasks() {
			c := repo.BuildCommit{Author: task.author, When: task.when, Message: "do it", Write: r.write(task.files...)}
			if noise {
				c.Write["CHANGELOG.md"] = fmt.Sprintf("- %d\n", i)
				c.Write["go.sum"] = fmt.Sprintf("sum %d\n", i)
			}
			r.commit(c)
			if !noise {
				continue
			}
			if i%2 == 0 {
				r.commit(repo.BuildCommit{Author: "renovate[bot]", When: task.when.Add(time.Hour), Message: "bump", Write: r.write("p0/f0.go", "p5/f4.go")})
			}
			if i == 120 {
				everything := map[string]string{}
				for k := range 400 {
					everything[fmt.Sprintf("data/d%d/x%d.txt", k%40, k)] = "y\n"
				}
				for p := range 6 {
					for f := range 5 {
						everything[fmt.Sprintf("p%d/f%d.go", p, f)] = r.content(fmt.Sprintf("p%d/f%d.go", p, f))
					}
				}
				r.commit(repo.BuildCommit{Author: "dev1", When: task.when.Add(2 * time.Hour), Message: "gofmt", Write: everything})
			}
		}
		if err := r.b.Finish(); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	_, want := coupling(t, record(false))
	result, got := coupling(t, record(true))
	for key, w := range want {
		if g := got[key]; !strings.HasPrefix(key, "area") && (g.Support != w.Support || g.ConfidenceFrom != w.ConfidenceFrom || g.Lift != w.Lift || g.QValue != w.QValue || g.Weight != w.Weight) {
			t.Errorf("%s moved: %+v, was %+v", key, g, w)
		}
	}
	for key := range got { // areas are found by the size of folders, which the noise has too
		if _, ok := want[key]; !ok && !strings.HasPrefix(key, "area") {
			t.Errorf("%s is new", key)
		}
	}
	named := map[string]int{}
	for _, e := range result.Input.Changes.Excluded {
		named[e.Code] = e.Count
	}
	for code, n := range map[string]int{"bot": 120, "changelog": 1, "lock-file": 1, "over-file-cap": 2} {
		if code == "over-file-cap" {
			if named["over-file-cap"]+named["mass-change"] < n {
				t.Errorf("the mass changes are not named: %v", named)
			}
		} else if named[code] != n {
			t.Errorf("%s: %d, want %d", code, named[code], n)
		}
	}
}

// TestReorganised: half-way through, every folder moves below src; the candidates and
// their scores are those of the tree that always lay there.
func TestReorganised(t *testing.T) {
	move := func(f string) string { return "src/" + f }
	record := func(reorganise bool) string {
		dir := t.TempDir()
		b, err := repo.NewBuilder(dir)
		if err != nil {
			t.Fatal(err)
		}
		r := &recorder{t: t, b: b}
		at := func(f string, moved bool) string {
			if moved || !reorganise {
				return move(f)
			}
			return f
		}
		source := func(f string, moved bool) string {
			text := r.content(f)
			if p := path.Dir(f); p != "p0" && path.Base(f) == "f0.go" {
				folder := ""
				if moved || !reorganise {
					folder = "src/"
				}
				text = strings.Replace(text, "\n\n", fmt.Sprintf("\n\nimport _ \"m/%sp0\"\n\n", folder), 1)
			}
			return text
		}
		var names []string
		for p := range 6 {
			for f := range 5 {
				names = append(names, fmt.Sprintf("p%d/f%d.go", p, f))
			}
		}
		content := map[string]string{}
		first := map[string]string{"go.mod": "module m\n\ngo 1.26\n"}
		for _, f := range names {
			content[f] = source(f, false)
			first[at(f, false)] = content[f]
		}
		r.commit(repo.BuildCommit{Author: "dev0", Message: "everything", When: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC), Write: first})
		moved := false
		for i, task := range tasks() {
			if i == 120 && reorganise {
				c := repo.BuildCommit{Author: "dev1", When: task.when.Add(-time.Hour), Message: "move all below src", Write: map[string]string{}}
				for _, f := range names {
					c.Delete = append(c.Delete, f)
					text := strings.Replace(content[f], `"m/p0"`, `"m/src/p0"`, 1) // imports follow
					content[f] = text
					c.Write[move(f)] = text
				}
				r.commit(c)
				moved = true
			}
			w := map[string]string{}
			for _, f := range task.files {
				content[f] = source(f, moved)
				w[at(f, moved)] = content[f]
			}
			r.commit(repo.BuildCommit{Author: task.author, When: task.when, Message: "do it", Write: w})
		}
		if err := b.Finish(); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	twin, want := coupling(t, record(false))
	result, got := coupling(t, record(true))
	compareCoupling(t, "reorganised", want, got)
	if l := result.Input.Changes.Lineage; l.Renames != 30 || l.Paths != 30 {
		t.Errorf("lineage %+v, want 30 renames", l)
	}
	describe := func(r *analyze.Result) string {
		var out []string
		for _, c := range r.Split.Candidates {
			out = append(out, fmt.Sprintf("%s %s %.1f %d/%d", c.Title, c.Verdict, c.Score, c.Cut.CrossingChanges, c.Cut.Changes))
		}
		return strings.Join(out, "\n")
	}
	if a, b := describe(twin), describe(result); a != b {
		t.Errorf("candidates of the twin:\n%s\nof the reorganised tree:\n%s", a, b)
	}
}
