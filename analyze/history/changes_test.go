package history

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"seam/analyze/repo"
)

// logOf reads one commit a line, newest first: "author: path path …". A line that
// begins with "merge" is a merge.
func logOf(text string) *Log {
	l := &Log{}
	var lines [][2]string
	for line := range strings.Lines(text) {
		who, files, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		lines = append(lines, [2]string{who, files})
		l.Paths = append(l.Paths, strings.Fields(files)...)
		l.People = append(l.People, Person{Name: who, Email: who + "@example.com"})
	}
	slices.Sort(l.Paths)
	l.Paths = slices.Compact(l.Paths)
	for i, line := range lines {
		c := commitFields{ID: repo.ID(fmt.Sprintf("%020d", i)), Author: int32(i), When: int64(1000 - i), Subject: fmt.Sprint("change ", i)}
		if line[0] == "merge" {
			c.Parents = []int32{-1, -1}
		}
		for f := range strings.FieldsSeq(line[1]) {
			at, _ := slices.BinarySearch(l.Paths, f)
			c.Files = append(c.Files, changeOf(int32(at), Modified))
		}
		l.add(c)
	}
	return l
}

// selected turns a log into changes, once.
func selected(l *Log, tracked []repo.File, f Filter) *Changes {
	if f.Output {
		return NewSelector(l, tracked, f).SelectOutput(f.Unit)
	}
	return NewSelector(l, tracked, f).Select(f.Unit)
}

func TestSelect(t *testing.T) {
	l := logOf(`
		ann: a/x.go b/y.go
		dependabot[bot]: go.mod go.sum
		ann: go.sum
		bob: a/x.go go.sum vendor/z.go logo.png a/gen.go
		merge:
		ann: a/1 a/2 a/3 a/4
		ann: docs/readme old/gone.go
	`)
	c := selected(l, []repo.File{{Path: "a/x.go"}, {Path: "b/y.go"}}, Filter{
		MaxFiles:  3,
		Generated: func(p string) bool { return p == "a/gen.go" },
		Excluded:  func(p string) bool { return strings.HasPrefix(p, "docs/") },
	})
	var got []string
	for _, ch := range c.List.All() {
		var files []string
		for _, f := range ch.Files() {
			name := c.Paths[f]
			if !c.Alive[f] {
				name += "†"
			}
			files = append(files, name)
		}
		got = append(got, strings.Join(files, " "))
	}
	if want := "a/x.go b/y.go|a/x.go|old/gone.go†"; strings.Join(got, "|") != want {
		t.Errorf("changes %q, want %q", strings.Join(got, "|"), want)
	}
	var excluded []string
	for _, e := range c.Excluded {
		excluded = append(excluded, fmt.Sprintf("%d %s %s (%s)", e.Count, e.Code, e.Of, e.Example))
	}
	want := []string{
		"1 binary files (logo.png)",
		"1 excluded files (docs/readme)",
		"1 generated files (a/gen.go)",
		"1 lock-file files (go.sum)",
		"1 vendored files (vendor/z.go)",
		"1 bot commits (3030303030 change 1)",
		"1 no-files-left commits (3030303030 change 2)",
		"1 over-file-cap changes (3030303030 change 5)",
	}
	if !slices.Equal(excluded, want) {
		t.Errorf("excluded:\n%s\nwant:\n%s", strings.Join(excluded, "\n"), strings.Join(want, "\n"))
	}
	if c.Commits != 7 || c.Merges != 1 {
		t.Errorf("%d commits, %d merges", c.Commits, c.Merges)
	}
}

func TestSelectFolder(t *testing.T) {
	l := logOf("ann: a/x.go ab/y.go\nbob: ab/y.go")
	c := selected(l, nil, Filter{Folder: "a"})
	if c.List.Len() != 1 || len(c.Paths) != 1 || c.Paths[0] != "x.go" {
		t.Errorf("paths %v, %d changes: want x.go alone, in one change", c.Paths, c.List.Len())
	}
	if len(c.Excluded) != 0 {
		t.Errorf("what lies outside the folder was called excluded: %v", c.Excluded)
	}
}

func TestIsBot(t *testing.T) {
	for _, c := range []struct {
		name, email string
		bot         bool
	}{
		{"dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", true},
		{"Renovate Bot", "bot@renovateapp.com", true},
		{"k8s-ci-robot", "k8s-ci-robot@users.noreply.github.com", true},
		{"github-actions", "actions@github.com", true},
		{"argo-bot", "argoproj@gmail.com", true},
		{"Abbott Robotham", "abbott@example.com", false},
		{"Botond Szabo", "botond@example.com", false},
		{"Ann", "ann@robots.example", false},
		{"Jane Roberts", "jroberts@example.com", false},
	} {
		if got := IsBot(Person{c.name, c.email}); got != c.bot {
			t.Errorf("IsBot(%s <%s>) = %v", c.name, c.email, got)
		}
	}
}

// TestNowOfMany holds Now against the times in order, gap by gap.
func TestNowOfMany(t *testing.T) {
	const year = 365 * 24 * 3600
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		var list []ChangeFields
		var sorted []int64
		for range 1 + rnd.IntN(400) {
			when := int64(rnd.IntN(1 + rnd.IntN(3*year)))
			if rnd.IntN(150) == 0 {
				when = []int64{math.MinInt64, math.MaxInt64, 40 * year, 41*year + 1}[rnd.IntN(4)]
			}
			list = append(list, ChangeFields{When: when})
			sorted = append(sorted, when)
		}
		slices.Sort(sorted)
		last := len(sorted) - 1
		want := sorted[last]
		for k := last; k > 0 && last-k < max(1, len(sorted)/100); k-- {
			if sorted[k]-sorted[k-1] > year {
				want = sorted[k-1]
				break
			}
		}
		c := Changes{List: ListOf(list...)}
		if got := c.Now(); got != want {
			t.Fatalf("%d, want %d, of %d", got, want, sorted)
		}
	}
}

func TestNow(t *testing.T) {
	at := func(when ...int64) int64 {
		var list []ChangeFields
		for _, w := range when {
			list = append(list, ChangeFields{When: w})
		}
		c := Changes{List: ListOf(list...)}
		return c.Now()
	}
	const year = 365 * 24 * 3600
	for _, c := range []struct {
		name string
		when []int64
		want int64
	}{
		{"none", nil, 0},
		{"one", []int64{7}, 7},
		{"the newest", []int64{3, 9, 5}, 9},
		{"a clock that ran ahead", []int64{100, 200, 300, 300 + 70*year}, 300},
		{"1970 is old, not new", []int64{0, 50 * year, 50*year + 5}, 50*year + 5},
	} {
		if got := at(c.when...); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// TestNewestOf holds the newest of some times against all of them in order.
func TestNewestOf(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		all := make([]int64, 1+random.IntN(100))
		for i := range all {
			all[i] = random.Int64N(50)
			if random.IntN(20) == 0 {
				all[i] = math.MinInt64
			}
		}
		want := slices.Clone(all)
		slices.Sort(want)
		slices.Reverse(want)
		most := 1 + random.IntN(10)
		if got := newestOf(all, most); !slices.Equal(got, want[:min(most, len(want))]) {
			t.Fatalf("the newest %d of %v are %v", most, all, got)
		}
	}
}
