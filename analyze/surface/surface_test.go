package surface

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"seam/analyze/history"
	"seam/analyze/repo"
)

// commit is one commit of a planted history: a day and the files it writes or, with an
// empty content, deletes.
type commit struct {
	day   string
	files map[string]string
}

// read plants a history and reads the surface of packages.
func read(t *testing.T, commits []commit, q Request) *History {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "r")
	b, err := repo.NewBuilder(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range commits {
		when, err := time.Parse(time.DateOnly, c.day)
		if err != nil {
			t.Fatal(err)
		}
		n := repo.BuildCommit{Author: "A", Email: "a@one.example", When: when, Message: "x", Write: map[string]string{}}
		for p, s := range c.files {
			if s == "" {
				n.Delete = append(n.Delete, p)
				continue
			}
			n.Write[p] = s
		}
		if _, err := b.Commit(n); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Finish(); err != nil {
		t.Fatal(err)
	}
	r, err := repo.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if q.Head, err = r.Resolve("HEAD"); err != nil {
		t.Fatal(err)
	}
	if q.Log, err = history.Read(context.Background(), r, q.Head, history.Options{}); err != nil {
		t.Fatal(err)
	}
	h, err := Read(context.Background(), r, q)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// text writes a history as lines.
func text(h *History) string {
	var out []string
	for _, p := range h.Packages {
		line := p.Path + " since " + p.Since
		for _, c := range p.Changes {
			line += fmt.Sprintf(", %s +%v -%v ~%v", c.Month, c.Added, c.Removed, c.Changed)
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

func TestRead(t *testing.T) {
	h := read(t, []commit{
		{"2023-12-01", map[string]string{"lib/a.go": "package lib\nfunc A() {}\nfunc Gone() {}", "lib/a_test.go": "package lib\nfunc T() {}"}},
		{"2024-02-03", map[string]string{"lib/a.go": "package lib\nfunc A() {}\nfunc B() {}"}},
		{"2024-02-20", map[string]string{"lib/a_test.go": "package lib\nfunc T(int) {}", "late/x.go": "package late\nfunc X() {}"}},
		{"2024-04-01", map[string]string{"lib/a.go": "package lib\nfunc A(n int) {}", "lib/b.go": "package lib\nfunc B() {}", "late/x.go": "package late\nfunc X() { x() }"}},
		{"2024-04-30", map[string]string{"late/y.go": "package late\ntype Y int"}},
	}, Request{Packages: []string{"lib", "late", "nowhere", "lib"}})
	if got := strings.Join(h.Months, " "); got != "2024-01 2024-02 2024-03 2024-04" {
		t.Errorf("months %s", got)
	}
	want := `late since 2024-03, 2024-04 +[Y] -[] ~[]
lib since 2024-01, 2024-02 +[B] -[Gone] ~[], 2024-04 +[] -[] ~[A]
nowhere since `
	if got := text(h); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if p, ok := h.Find("late"); !ok || p.Path != "late" || p.Unread {
		t.Errorf("Find gives %v, %v", p, ok)
	}
	if p, ok := h.Find("left"); ok {
		t.Errorf("Find gives %v for a package that is none of the history", p)
	}
}

// TestMovedFunction: a name that goes to another file of its package is the same.
func TestMovedFunction(t *testing.T) {
	h := read(t, []commit{
		{"2024-01-01", map[string]string{"go/lib/a.go": "package lib\nfunc A() {}\nfunc B() {}"}},
		{"2024-02-01", map[string]string{"go/lib/a.go": "package lib\nfunc A() {}", "go/lib/b.go": "package lib\nfunc B() {}"}},
		{"2024-03-01", map[string]string{"go/lib/b.go": "", "go/lib/a.go": "package lib\nfunc B() {}\nfunc A() {}"}},
	}, Request{Folder: "go", Packages: []string{"lib"}})
	if got := text(h); got != "lib since 2024-02" {
		t.Error(got)
	}
}

// TestTwelveMonths: no more than a year is compared, and quiet months count.
func TestTwelveMonths(t *testing.T) {
	h := read(t, []commit{
		{"2020-01-01", map[string]string{"a.go": "package a\nfunc A() {}"}},
		{"2024-05-01", map[string]string{"a.go": "package a\nfunc A() {}\nfunc B() {}"}},
	}, Request{Packages: []string{"."}})
	if len(h.Months) != span || h.Months[0] != "2023-06" {
		t.Errorf("months %v", h.Months)
	}
	if got := text(h); got != ". since 2023-06, 2024-05 +[B] -[] ~[]" {
		t.Error(got)
	}
}

// TestOneMonth: a repository of one month has nothing to compare.
func TestOneMonth(t *testing.T) {
	h := read(t, []commit{{"2024-05-01", map[string]string{"a.go": "package a\nfunc A() {}"}}}, Request{Packages: []string{"."}})
	if len(h.Months) != 0 || h.Packages[0].Since != "" {
		t.Errorf("%v, %v", h.Months, h.Packages)
	}
}

// TestTooLarge: what is not read is said and not taken for unchanged.
func TestTooLarge(t *testing.T) {
	large := "package a\n//" + strings.Repeat("x", maxFile)
	h := read(t, []commit{
		{"2024-01-01", map[string]string{"a.go": "package a\nfunc A() {}"}},
		{"2024-02-01", map[string]string{"a.go": large}},
	}, Request{Packages: []string{"."}})
	if p := h.Packages[0]; !p.Unread || p.Since != "" || p.Changes != nil {
		t.Errorf("%+v", p)
	}
}
