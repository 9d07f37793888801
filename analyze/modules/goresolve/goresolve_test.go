package goresolve

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/format/gomod"
	"seam/analyze/modules"
	loader "seam/analyze/modules/gomod"
	"seam/analyze/repo"
)

// world reads a repository and a module cache from one text of sections: "-- FOLDER --"
// is a go.mod of the repository (or go.work, for a path that ends so), "-- PATH@VERSION
// --" one of the cache. The module line is written for both.
func world(t *testing.T, text string) (repo.Tree, *modules.Set, fstest.MapFS) {
	t.Helper()
	files, cache, body, head := map[string]string{}, fstest.MapFS{}, "", ""
	flush := func() {
		switch name, version, cached := strings.Cut(head, "@"); {
		case head == "":
		case cached:
			file, err := gomod.CacheFile(name, version)
			if err != nil {
				t.Fatal(err)
			}
			cache[file] = &fstest.MapFile{Data: []byte("module " + name + "\n" + body)}
		case strings.HasSuffix(head, "go.work"):
			files[head] = body
		default:
			files[strings.TrimPrefix(head+"/go.mod", "./")] = "module " + strings.TrimSuffix("m.example/"+head, "/.") + "\n" + body
		}
		body = ""
	}
	for line := range strings.Lines(text) {
		line = strings.TrimLeft(line, "\t")
		if rest, ok := strings.CutPrefix(line, "-- "); ok {
			flush()
			head = strings.TrimSuffix(strings.TrimSpace(rest), " --")
			continue
		}
		body += line
	}
	flush()
	tree := repo.Memory(files)
	set := loader.Load(tree)
	if len(set.Broken) > 0 {
		t.Fatalf("the test's own manifest is broken: %v", set.Broken)
	}
	return tree, set, cache
}

// show writes a lock: each package, then who it asks for.
func show(l *modules.Lock) string {
	if l == nil {
		return "none\n"
	}
	var b strings.Builder
	for _, p := range l.Packages {
		b.WriteString(p.Name + " " + p.Version)
		if p.Unit != "" {
			b.WriteString(" (" + p.Unit + ")")
		}
		for _, link := range p.Requires {
			fmt.Fprintf(&b, " %s@%s", l.Packages[link.To].Name, link.Range)
		}
		for _, v := range p.Retracted {
			b.WriteString(" retracted:" + v)
		}
		for _, o := range p.Overlaps {
			b.WriteString(" overlaps:" + o.With + "=" + strings.Join(o.Folders, ","))
		}
		b.WriteString("\n")
	}
	if len(l.Missing) > 0 {
		b.WriteString("missing " + strings.Join(l.Missing, " ") + "\n")
	}
	return b.String()
}

func TestResolve(t *testing.T) {
	for name, c := range map[string]struct{ world, want string }{
		"the higher of two requirements": {`
			-- . --
			go 1.24
			require (
				a.example/a v1.0.0
				b.example/b v1.0.0
				d.example/d v1.1.0 // indirect
			)
			-- a.example/a@v1.0.0 --
			go 1.24
			require d.example/d v1.1.0
			-- b.example/b@v1.0.0 --
			go 1.24
			require d.example/d v1.0.0
			-- d.example/d@v1.0.0 --
			-- d.example/d@v1.1.0 --
			`, `
a.example/a v1.0.0 d.example/d@v1.1.0
b.example/b v1.0.0 d.example/d@v1.0.0
d.example/d v1.1.0
m.example  (.) a.example/a@v1.0.0 b.example/b@v1.0.0 d.example/d@v1.1.0
`},
		"pruning: what a pruned module's requirements need does not count": {`
			-- . --
			go 1.17
			require a.example/a v1.0.0
			-- a.example/a@v1.0.0 --
			go 1.17
			require b.example/b v1.0.0
			-- b.example/b@v1.0.0 --
			go 1.17
			require c.example/c v1.0.0
			`, `
a.example/a v1.0.0 b.example/b@v1.0.0
b.example/b v1.0.0
m.example  (.) a.example/a@v1.0.0
`},
		"no pruning below a module of go 1.16": {`
			-- . --
			go 1.17
			require a.example/a v1.0.0
			-- a.example/a@v1.0.0 --
			go 1.16
			require b.example/b v1.0.0
			-- b.example/b@v1.0.0 --
			go 1.17
			require c.example/c v1.0.0
			-- c.example/c@v1.0.0 --
			go 1.17
			require d.example/d v1.0.0
			-- d.example/d@v1.0.0 --
			go 1.17
			`, `
a.example/a v1.0.0 b.example/b@v1.0.0
b.example/b v1.0.0 c.example/c@v1.0.0
c.example/c v1.0.0 d.example/d@v1.0.0
d.example/d v1.0.0
m.example  (.) a.example/a@v1.0.0
`},
		"a requirement of an unselected version counts for the selection, its links do not": {`
			-- . --
			go 1.17
			require (
				a.example/a v1.0.0
				b.example/b v1.1.0
			)
			-- a.example/a@v1.0.0 --
			require b.example/b v1.0.0
			-- b.example/b@v1.0.0 --
			require x.example/x v1.0.0
			-- b.example/b@v1.1.0 --
			-- x.example/x@v1.0.0 --
			`, `
a.example/a v1.0.0 b.example/b@v1.0.0
b.example/b v1.1.0
m.example  (.) a.example/a@v1.0.0 b.example/b@v1.1.0
x.example/x v1.0.0
`},
		"replacements: a unit, a fork, a version; excluded versions are dropped": {`
			-- . --
			go 1.24
			require (
				m.example/lib v0.0.0
				f.example/f v1.0.0
				h.example/h v1.5.0
				e.example/e v1.0.0
			)
			replace (
				m.example/lib => ./lib
				f.example/f => fork.example/f v1.0.1
				h.example/h => h.example/h v1.2.0
			)
			exclude e.example/e v1.9.0
			-- lib --
			go 1.24
			require e.example/e v1.9.0
			-- fork.example/f@v1.0.1 --
			go 1.24
			require g.example/g v1.0.0
			-- h.example/h@v1.2.0 --
			-- e.example/e@v1.0.0 --
			`, `
e.example/e v1.0.0
f.example/f v1.0.0 g.example/g@v1.0.0
g.example/g v1.0.0
h.example/h v1.5.0
m.example  (.) e.example/e@v1.0.0 f.example/f@v1.0.0 h.example/h@v1.5.0 m.example/lib@v0.0.0
m.example/lib v0.0.0 (lib)
`},
		"a requirement on the unit itself is a way back": {`
			-- . --
			go 1.24
			require a.example/a v1.0.0
			-- a.example/a@v1.0.0 --
			go 1.24
			require m.example v0.9.0
			`, `
a.example/a v1.0.0 m.example@v0.9.0
m.example  (.) a.example/a@v1.0.0
`},
		"what is missing is named": {`
			-- . --
			go 1.24
			require (
				a.example/a v1.0.0
				b.example/b v1.0.0
			)
			-- a.example/a@v1.0.0 --
			`, `
a.example/a v1.0.0
b.example/b v1.0.0
m.example  (.) a.example/a@v1.0.0 b.example/b@v1.0.0
missing b.example/b@v1.0.0
`},
		"versions taken back, by the newest release known": {`
			-- . --
			go 1.24
			require a.example/a v1.0.0
			-- a.example/a@v1.0.0 --
			-- a.example/a@v1.1.0 --
			retract [v1.0.0, v1.0.9] // breaks the index
			-- a.example/a@v1.2.0-rc.1 --
			`, `
a.example/a v1.0.0 retracted:v1.0.0
m.example  (.) a.example/a@v1.0.0
`},
	} {
		t.Run(name, func(t *testing.T) {
			tree, set, cache := world(t, c.world)
			got := Resolve(set, tree, cache)
			if d := cmp.Diff(strings.TrimLeft(c.want, "\n"), show(lockOf(got, "."))); d != "" {
				t.Error(d)
			}
		})
	}
}

func lockOf(set *modules.Set, folder string) *modules.Lock {
	for i := range set.Locks {
		if set.Locks[i].Path == folder && set.Locks[i].Resolved {
			return &set.Locks[i]
		}
	}
	return nil
}

// Without a module cache nothing is resolved, and that is said once.
func TestNoCache(t *testing.T) {
	tree, set, _ := world(t, `
		-- . --
		require a.example/a v1.0.0
		-- b --
		require a.example/a v1.0.0
		-- c --
		`)
	got := Resolve(set, tree, nil)
	if lockOf(got, ".") != nil || lockOf(got, "c") == nil {
		t.Error("a unit that requires nothing needs no cache, the others do")
	}
	if len(got.Warnings) != 1 || got.Warnings[0].Count != 2 || !strings.HasPrefix(got.Warnings[0].Message, "go.mod: the module cache of this machine lacks the go.mod of a.example/a@v1.0.0, and what 1 more go.mod files need;") {
		t.Errorf("warnings %v", got.Warnings)
	}
}

// The members of a workspace are built with one version, and with what is on disk of
// one another.
func TestWorkspace(t *testing.T) {
	tree, set, cache := world(t, `
		-- go.work --
		go 1.24
		use (
			./a
			./b
		)
		-- a --
		go 1.24
		require d.example/d v1.0.0
		-- b --
		go 1.24
		require (
			d.example/d v1.2.0
			m.example/a v0.3.0
		)
		-- d.example/d@v1.0.0 --
		-- d.example/d@v1.2.0 --
		`)
	got := Resolve(set, tree, cache)
	want := `d.example/d v1.2.0
m.example/a  (a) d.example/d@v1.0.0
m.example/b  (b) d.example/d@v1.2.0 m.example/a@v0.3.0
`
	if d := cmp.Diff(want, show(got.Workspaces[0].Together)); d != "" {
		t.Error(d)
	}
}

// A hostile cache is missing, not fatal.
func TestDamagedCache(t *testing.T) {
	tree, set, cache := world(t, `
		-- . --
		require (
			a.example/a v1.0.0
			b.example/b v1.0.0
			c.example/c v1.0.0
		)
		-- a.example/a@v1.0.0 --
		`)
	cache["b.example/b/@v/v1.0.0.mod"] = &fstest.MapFile{Data: []byte("module (\n")}
	cache["c.example/c/@v/v1.0.0.mod"] = &fstest.MapFile{Data: make([]byte, gomod.MaxSize+1)}
	cache["a.example/a/@v/v1.0.0.zip"] = &fstest.MapFile{Data: []byte("PK")}
	l := lockOf(Resolve(set, tree, cache), ".")
	if d := cmp.Diff([]string{"b.example/b@v1.0.0", "c.example/c@v1.0.0"}, l.Missing); d != "" {
		t.Error(d)
	}
}
