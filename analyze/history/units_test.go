package history

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/repo"
)

// graphOf reads a history, newest first: "id author minutes parents subject: files".
// Parents are joined by commas, "-" for none; minutes count back from now.
func graphOf(text string) *Log {
	l := &Log{}
	type line struct{ id, author, minutes, parents, subject, files string }
	var lines []line
	index := map[string]int32{}
	for row := range strings.Lines(text) {
		head, files, ok := strings.Cut(strings.TrimSpace(row), ":")
		if !ok {
			continue
		}
		f := strings.Fields(head)
		f = append(f[:4:4], strings.Join(f[4:], " "))
		index[f[0]] = int32(len(lines))
		lines = append(lines, line{f[0], f[1], f[2], f[3], f[4], files})
		l.Paths = append(l.Paths, strings.Fields(files)...)
		l.People = append(l.People, Person{Name: f[1], Email: f[1] + "@x"})
	}
	slices.Sort(l.Paths)
	l.Paths = slices.Compact(l.Paths)
	slices.SortFunc(l.People, func(a, b Person) int { return strings.Compare(a.Name, b.Name) })
	l.People = slices.Compact(l.People)
	for i, n := range lines {
		var minutes int64
		fmt.Sscan(n.minutes, &minutes)
		c := commitFields{ID: repo.ID(fmt.Sprintf("%-20s", n.id)), When: 1_000_000_000 - 60*minutes, Landed: 1_000_000_000 - int64(i), Subject: n.subject}
		c.Author = int32(slices.IndexFunc(l.People, func(p Person) bool { return p.Name == n.author }))
		if n.parents != "-" {
			for p := range strings.SplitSeq(n.parents, ",") {
				at, ok := index[p]
				if !ok {
					at = -1
				}
				c.Parents = append(c.Parents, at)
			}
		}
		for f := range strings.FieldsSeq(n.files) {
			at, _ := slices.BinarySearch(l.Paths, f)
			c.Files = append(c.Files, changeOf(int32(at), Modified))
		}
		l.add(c)
	}
	return l
}

func show(c *Changes) string {
	var out []string
	for _, ch := range c.List.All() {
		var files []string
		for _, f := range ch.Files() {
			files = append(files, c.Paths[f])
		}
		out = append(out, strings.Join(files, "+"))
	}
	return strings.Join(out, " ")
}

const merged = `
	m3 ann 0   m2,f2 merge f:
	f2 bob 10  f1 two: c
	f1 bob 20  m1 one: b
	m2 ann 30  m1,e2 merge e:
	e2 cy  40  e1,m1 merge main into e:
	e1 cy  50  m0 e: a d
	m1 ann 60  m0 straight: a
	m0 ann 70  - first: a b c d
`

func TestUnits(t *testing.T) {
	for _, c := range []struct {
		name, history string
		filter        Filter
		want          string
	}{
		{"every commit", merged, Filter{Unit: SingleUnit}, "c b a+d a a+b+c+d"},
		{"by merge", merged, Filter{Unit: PullRequest}, "b+c a+d a a+b+c+d"},
		{"tickets", `
			a ann 0    b SH-1 one: x
			b bob 5    c no ticket: y
			c bob 10   d SH-1 two: z
			d ann 15   - SH-2: w`, Filter{Unit: Ticket}, "x+z y w"},
		{"a ticket that comes back after half a year", `
			a ann 0       b SH-1: x
			b ann 260000  - SH-1: y`, Filter{Unit: Ticket}, "x y"},
		{"a ticket whose first commit is of half a year later, by its clock", `
			a ann 260000  b SH-1: x
			b ann 0       - SH-1: y`, Filter{Unit: Ticket}, "x y"},
		{"windows of one author, others in between", `
			a ann 0   b s: x
			b bob 10  c s: y
			c ann 20  d s: z
			d ann 90  - s: w`, Filter{Unit: Window}, "x+z y w"},
		{"a window ends after eight hours", `
			a ann 0    b s: a
			b ann 200  c s: b
			c ann 400  d s: c
			d ann 600  - s: d`, Filter{Unit: Window, Window: 4 * time.Hour}, "a+b+c d"},
	} {
		got := selected(graphOf(c.history), nil, c.filter)
		if s := show(got); s != c.want {
			t.Errorf("%s: got %q, want %q", c.name, s, c.want)
		}
		n := 0
		for _, ch := range got.List.All() {
			n += ch.Commits()
		}
		if n != got.Unit.Commits {
			t.Errorf("%s: %d commits in changes, %d grouped: one counts twice or is lost", c.name, n, got.Unit.Commits)
		}
	}
}

// lineOf is a history of n commits, one behind the other; each is as format writes it, but
// for its id.
func lineOf(n int, format func(i int) string) string {
	var b strings.Builder
	for i := range n {
		parent := fmt.Sprint("c", i+1)
		if i == n-1 {
			parent = "-"
		}
		fmt.Fprintf(&b, "c%d %s\n", i, strings.Replace(format(i), "PARENT", parent, 1))
	}
	return b.String()
}

// TestChooseUnit: a unit is chosen where more than half of the commits are of it.
func TestChooseUnit(t *testing.T) {
	const alone = "most commits came in one by one"
	commit := func(format string) func(i int) string {
		return func(i int) string { return fmt.Sprintf(format, i) }
	}
	for _, c := range []struct {
		name, history string
		want          Unit
		reason        string
	}{
		{"merges", merged, PullRequest, "3 of 5 commits came in by merges"},
		{"half came by merges", strings.Replace(merged, "m0 ann 70  -", "m0 ann 70  mm first: q\n mm ann 80  -", 1), SingleUnit, alone},
		{"squashes", lineOf(10, commit("ann %[1]d000 PARENT do it (#%[1]d): a b")), SingleUnit, "10 of 10 commits are squashed pull requests"},
		{"half are squashes", lineOf(10, func(i int) string {
			return fmt.Sprintf("ann %d000 PARENT do it %s: a b", i, []string{"", "(#7)"}[i%2])
		}), SingleUnit, alone},
		{"tickets", lineOf(10, func(i int) string { return fmt.Sprintf("ann %d000 PARENT SHOP-%d do it: a b", i, i/3+1) }), Ticket, "10 of 10 commits name one of 4 tickets"},
		{"hardly a ticket has two commits", lineOf(10, func(i int) string { return fmt.Sprintf("ann %d000 PARENT SHOP-%d do it: a b", i, max(i, 2)) }), SingleUnit, alone},
		{"half name tickets", lineOf(10, func(i int) string {
			return fmt.Sprintf("ann %d000 PARENT %s do it: a b", i, []string{"we", "SHOP-1"}[i%2])
		}), SingleUnit, alone},
		{"small steps", lineOf(10, commit("ann %d0 PARENT wip: a b")), Window, "9 of 10 commits follow another of the same author within 1h0m0s"},
		{"steps of three files", lineOf(10, commit("ann %d0 PARENT wip: a b c")), SingleUnit, alone},
		{"steps of several authors in turn", lineOf(10, func(i int) string { return fmt.Sprintf("p%d %d0 PARENT wip: a", i, i) }), SingleUnit, alone},
		{"one by one", lineOf(10, commit("ann %d000 PARENT do it: a b c")), SingleUnit, alone},
		{"nothing", "", SingleUnit, "no commit counts"},
	} {
		got := selected(graphOf(c.history), nil, Filter{}).Unit
		if got.Kind != c.want || !got.Chosen || got.Reason != c.reason {
			t.Errorf("%s: %s because %q, want %s because %q", c.name, got.Kind, got.Reason, c.want, c.reason)
		}
	}
}

// TestLongBranch: a develop branch that is merged now and then is no pull request, the
// merges on it are. A short branch is one whatever is merged into it.
func TestLongBranch(t *testing.T) {
	for _, c := range []struct{ merges, want int }{{20, 21}, {11, 12}, {10, 2}} {
		var b strings.Builder
		b.WriteString("rel ann 0 base,d0 merge develop:\n")
		for i := range c.merges { // on develop: merges of pull requests of two commits each
			next := fmt.Sprintf("d%d", i+1)
			if i == c.merges-1 {
				next = "base"
			}
			fmt.Fprintf(&b, "d%d ann %d %s,p%da merge:\n", i, i*10+1, next, i)
			fmt.Fprintf(&b, "p%da bob %d p%db one: x%d\n", i, i*10+2, i, i)
			fmt.Fprintf(&b, "p%db bob %d %s two: y%d\n", i, i*10+3, next, i)
		}
		b.WriteString("base ann 900 - first: z\n")
		got := selected(graphOf(b.String()), nil, Filter{Unit: PullRequest})
		if got.List.Len() != c.want {
			t.Errorf("%d merges: %d changes, want %d: %s", c.merges, got.List.Len(), c.want, show(got))
		}
		if n := len(got.List.At(0).Files()); c.want > 2 && n != 2 {
			t.Errorf("%d merges: the first change has %d files", c.merges, n)
		}
	}
}

// TestLargePullRequest: a branch without merges is one pull request, however long it is.
func TestLargePullRequest(t *testing.T) {
	var b strings.Builder
	b.WriteString("m ann 0 base,c0 merge it:\n")
	b.WriteString(strings.Replace(lineOf(maxPullSize+10, func(i int) string { return fmt.Sprintf("bob %d PARENT step: x", i+1) }), " - ", " base ", 1))
	b.WriteString("base ann 900 - first: z\n")
	if got := selected(graphOf(b.String()), nil, Filter{Unit: PullRequest}); got.List.Len() != 2 {
		t.Errorf("%d changes: %s", got.List.Len(), show(got))
	}
}

func TestLineage(t *testing.T) {
	l := graphOf(`
		d ann 0  c edit: new/x new/y
		c ann 10 b move: new/x new/y old/x old/y
		b ann 20 a edit: old/x old/y other
		a ann 30 - start: old/x old/y`)
	at := func(p string) int32 { i, _ := slices.BinarySearch(l.Paths, p); return int32(i) }
	l.table.renames.put(1, Rename{From: at("old/x"), To: at("new/x"), Kind: SameContent}, Rename{From: at("old/y"), To: at("new/y"), Kind: MovedFolder})
	tracked := []repo.File{{Path: "new/x"}, {Path: "new/y"}, {Path: "other"}}
	c := selected(l, tracked, Filter{Unit: SingleUnit})
	if got := show(c); got != "new/x+new/y new/x+new/y+other new/x+new/y" {
		t.Errorf("with lineage: %s", got)
	}
	if c.Lineage != (Lineage{Renames: 2, Paths: 2}) {
		t.Errorf("lineage %+v", c.Lineage)
	}
	c = selected(l, tracked, Filter{Unit: SingleUnit, NoLineage: true})
	if got := show(c); got != "new/x+new/y new/x+new/y+old/x+old/y old/x+old/y+other old/x+old/y" {
		t.Errorf("without: %s", got)
	}
}

// TestLineageOfReusedPath: what stood at a path before another file was moved there is
// another file's history.
func TestLineageOfReusedPath(t *testing.T) {
	l := graphOf(`
		d ann 0  c edit: x
		c ann 10 b move y to x: x y
		b ann 20 a delete x, edit y: x y z
		a ann 30 - start: x w`)
	at := func(p string) int32 { i, _ := slices.BinarySearch(l.Paths, p); return int32(i) }
	l.table.renames.put(1, Rename{From: at("y"), To: at("x"), Kind: SameContent})
	c := selected(l, []repo.File{{Path: "x"}, {Path: "z"}, {Path: "w"}}, Filter{Unit: SingleUnit})
	if got := show(c); got != "x x+z w+x" {
		t.Errorf("got %s", got)
	}
}

func TestJudge(t *testing.T) {
	many := func(n, folders int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, " d%d/f%d", i%folders, i)
		}
		return b.String()
	}
	for _, c := range []struct{ name, subject, files, want string }{
		{"ordinary", "Add billing", "a b", ""},
		{"a release", "Release v1.2.3", "VERSION a", "release-bump"},
		{"prepare for next development", "Prepare for next development iteration", "a", "release-bump"},
		{"just a version", "v1.4.0-rc.1", "a b", "release-bump"},
		{"releases a lock", "Release the lock in store", "a", ""},
		{"a reformatting", "gofmt everything", many(12, 4), "mass-change"},
		{"a small lint fix", "fix lint", "a b c", ""},
		{"scattered", "do something", many(25, 25), "mass-change"},
		{"large but together", "do something", many(25, 5), ""},
	} {
		got := ""
		for _, e := range selected(graphOf("a ann 0 - "+c.subject+": "+c.files), nil, Filter{}).Excluded {
			if e.Of == "commits" {
				got = e.Code
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	for subject, want := range map[string]bool{
		"chore(release): 1.2.3": true, "Release v2": true, "release candidate 3": true, "chore: release v2": true, "[release] cut v1.4": true, "build: bump version to 2.0": true,
		"release the connection": false, "Tag v1.0.0": true, "Set version to 3.1": true, "1.7.2": true, "bump k8s.io/api": false,
	} {
		if got := isRelease(subject); got != want {
			t.Errorf("isRelease(%q) = %v", subject, got)
		}
	}
}

func TestFileClasses(t *testing.T) {
	for p, want := range map[string]string{
		"CHANGELOG.md": "changelog", "docs/changes/12.md": "changelog", "HISTORY.rst": "changelog", "history.go": "",
		"changelog/parser.go": "", "pkg/history/log.go": "", ".changeset/brave-cats.md": "changelog", "NEWS": "changelog",
		"api/types.pb.go": "generated", "zz_generated.deepcopy.go": "generated", "web/app.min.js": "generated", "gen.go": "",
		"pkg/api/api_pb2.py": "generated", "generator.go": "", "vendor/x/y.go": "vendored", "go.sum": "lock-file", "a.png": "binary",
	} {
		if got := (Filter{}).excludedFile(p); got != want {
			t.Errorf("%s: %q, want %q", p, got, want)
		}
	}
	for text, want := range map[string]bool{
		"// Code generated by protoc. DO NOT EDIT.\npackage x": true, "/* @generated */": true, "# Generated by make; do not edit": true,
		"package main": false, "// <auto-generated>": true, "this generates code": false,
		" * NOTE: This class is auto generated by OpenAPI Generator": true, "/* eslint-disable */\n// Generated by x": true,
		"// generated by unplugin-vue-components": true, "# Generated by Django 5.1": false, "  // Generated by hand": false,
		"// What is\n// generated by it": false, "AUTO_LINE = \"# Autogenerated by us\"": false,
	} {
		if SaysGenerated([]byte(text)) != want {
			t.Errorf("SaysGenerated(%q) is not %v", text, want)
		}
	}
}

// TestViews: side by side the views are what they are one after the other.
func TestViews(t *testing.T) {
	for seed := range uint64(4) {
		log := read(t, randomHistory(t, 80+seed, 200), Options{})
		f := Filter{Generated: func(p string) bool { return strings.Contains(p, "1") }, Bot: func(p Person) bool { return seed%2 == 0 && strings.HasSuffix(p.Email, "o@one.example") }}
		for _, unit := range []Unit{Auto, PullRequest, Ticket, Window, SingleUnit} {
			v := NewSelector(log, nil, f).Views(unit, WithCommits)
			changes := NewSelector(log, nil, f).Select(unit)
			want := Views{changes, NewSelector(log, nil, f).SelectOutput(changes.Unit.Kind), NewSelector(log, nil, f).SelectOutput(SingleUnit)}
			if diff := cmp.Diff(want, v, asWritten); diff != "" {
				t.Errorf("seed %d, unit %s (-one after the other +side by side):\n%.3000s", seed, unit, diff)
			}
			if v := NewSelector(log, nil, f).Views(unit, ChangesAlone); v.Output != nil || v.Commits != nil || cmp.Diff(changes, v.Changes, asWritten) != "" {
				t.Errorf("seed %d, unit %s: alone the changes are others", seed, unit)
			}
		}
	}
}
