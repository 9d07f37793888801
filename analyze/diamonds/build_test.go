package diamonds_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/diamonds"
	"seam/analyze/format/gomod"
	"seam/analyze/modules"
	"seam/analyze/modules/goresolve"
	"seam/analyze/repo"

	loader "seam/analyze/modules/gomod"
)

// build reads a repository and a module cache from a text of sections: "-- FILE --" is
// a file of the repository, "-- PATH@VERSION --" the go.mod of a module in the cache,
// without its module line.
func build(t testing.TB, text string) *modules.Set {
	t.Helper()
	files, cache, head := map[string]string{}, fstest.MapFS{}, ""
	for line := range strings.Lines(strings.TrimLeft(text, "\n")) {
		line = strings.TrimLeft(line, "\t")
		rest, ok := strings.CutPrefix(line, "-- ")
		if !ok {
			files[head] += line
			continue
		}
		head = strings.TrimSuffix(strings.TrimSpace(rest), " --")
		files[head] = ""
	}
	for name, body := range files {
		p, version, cached := strings.Cut(name, "@")
		if !cached {
			continue
		}
		file, err := gomod.CacheFile(p, version)
		if err != nil {
			t.Fatal(err)
		}
		cache[file] = &fstest.MapFile{Data: []byte("module " + p + "\n" + body)}
		delete(files, name)
	}
	tree := repo.Memory(files)
	set := loader.Load(tree)
	if len(set.Broken) > 0 {
		t.Fatalf("the test's own manifest is broken: %v", set.Broken)
	}
	set = goresolve.Resolve(set, tree, cache)
	for _, l := range set.Locks {
		if len(l.Missing) > 0 {
			t.Fatalf("the test's own cache lacks %v", l.Missing)
		}
	}
	return set
}

func TestBuilds(t *testing.T) {
	for name, c := range map[string]struct{ world, want string }{
		"majors of what both the unit and the asker require directly": {`
			-- go.mod --
			module m.example/m
			go 1.24
			require (
				a.example/a v1.0.0
				d.example/d v3.0.0+incompatible
			)
			-- a.example/a@v1.0.0 --
			go 1.24
			require d.example/d v2.0.0+incompatible
			-- d.example/d@v2.0.0+incompatible --
			-- d.example/d@v3.0.0+incompatible --
			`, `
problem go/requirement-skew d.example/d [v2.0.0+incompatible | v3.0.0+incompatible] incompatible at go.mod:4
  Raise a.example/a in go.mod to a release that asks for d.example/d v3; which one, if there is one, cannot be told offline: go list -m -u a.example/a
`},
		"an asker that go.mod does not list builds nothing here": {`
			-- go.mod --
			module m.example/m
			go 1.24
			require (
				a.example/a v1.0.0
				d.example/d v3.0.0+incompatible
			)
			-- a.example/a@v1.0.0 --
			go 1.24
			require b.example/b v1.0.0
			-- b.example/b@v1.0.0 --
			go 1.24
			require d.example/d v2.0.0+incompatible
			-- d.example/d@v3.0.0+incompatible --
			`, ``},
		"golang.org/x and commits without a release are noise, and so is an indirect one": {`
			-- go.mod --
			module m.example/m
			go 1.24
			require (
				a.example/a v1.0.0
				golang.org/x/text v0.9.0
				p.example/p v0.2.0
			)
			require i.example/i v0.3.0 // indirect
			-- a.example/a@v1.0.0 --
			go 1.24
			require (
				golang.org/x/text v0.8.0
				p.example/p v0.0.0-20200101000000-afd174a4e478
				i.example/i v0.2.0
			)
			-- golang.org/x/text@v0.9.0 --
			-- p.example/p@v0.2.0 --
			-- i.example/i@v0.3.0 --
			`, `
noise go/requirement-skew golang.org/x/text [v0.8.0 | v0.9.0] incompatible at go.mod:4
  Raise a.example/a in go.mod to a release that asks for golang.org/x/text v0.9; which one, if there is one, cannot be told offline: go list -m -u a.example/a
noise go/requirement-skew i.example/i [v0.2.0 | v0.3.0] incompatible at go.mod:4
  Raise a.example/a in go.mod to a release that asks for i.example/i v0.3; which one, if there is one, cannot be told offline: go list -m -u a.example/a
noise go/requirement-skew p.example/p [v0.0.0-20200101000000-afd174a4e478 | v0.2.0] incompatible at go.mod:4
  Raise a.example/a in go.mod to a release that asks for p.example/p v0.2; which one, if there is one, cannot be told offline: go list -m -u a.example/a
`},
		"a replacement holds a direct requirement down": {`
			-- go.mod --
			module m.example/m
			go 1.24
			require (
				a.example/a v1.0.0
				d.example/d v0.3.0
			)
			replace d.example/d => d.example/d v0.2.0
			-- a.example/a@v1.0.0 --
			go 1.24
			require d.example/d v0.3.0
			-- d.example/d@v0.2.0 --
			`, `
problem go/requirement-skew d.example/d [v0.3.0] incompatible at go.mod:7
  Raise the replacement of d.example/d to v0.3.0 or later, or drop it: a.example/a@v1.0.0 needs that version
`},
		"the built version was taken back": {`
			-- go.mod --
			module m.example/m
			go 1.24
			require (
				a.example/a v1.0.0
				d.example/d v0.3.0
			)
			-- a.example/a@v1.0.0 --
			go 1.24
			require d.example/d v0.2.0
			-- d.example/d@v0.3.0 --
			-- d.example/d@v0.3.1 --
			retract v0.3.0
			`, `
problem go/requirement-skew d.example/d [v0.2.0 | v0.3.0] incompatible at go.mod:4
  Raise a.example/a in go.mod to a release that asks for d.example/d v0.3; which one, if there is one, cannot be told offline: go list -m -u a.example/a
`},
		"the asker is a unit of this repository: its own go.mod is the place": {`
			-- go.mod --
			module m.example/m
			go 1.24
			require (
				m.example/m/lib v0.0.0
				d.example/d v3.0.0+incompatible
			)
			replace m.example/m/lib => ./lib
			-- lib/go.mod --
			module m.example/m/lib
			go 1.24
			require d.example/d v2.0.0+incompatible
			-- d.example/d@v2.0.0+incompatible --
			-- d.example/d@v3.0.0+incompatible --
			`, `
problem go/requirement-skew d.example/d [v2.0.0+incompatible | v3.0.0+incompatible] incompatible at go.mod:4
  Raise d.example/d to v3.0.0+incompatible in the go.mod of lib, and adapt that module: cd lib && go get d.example/d@v3.0.0+incompatible
problem workspace-skew d.example/d [v2.0.0+incompatible | v3.0.0+incompatible] incompatible at lib/go.mod:3
  Raise d.example/d to v3.0.0+incompatible in lib/go.mod: cd lib && go get d.example/d@v3.0.0+incompatible
`},
		"a copy below vendor of another version": {`
			-- go.mod --
			module m.example/m
			go 1.24
			require d.example/d v1.2.0
			-- vendor/modules.txt --
			# d.example/d v1.1.0
			## explicit; go 1.20
			d.example/d
			-- d.example/d@v1.2.0 --
			`, `
problem go/vendor-skew d.example/d [v1.1.0 | v1.2.0] at vendor/modules.txt:1
  Copy anew what go.mod requires: go mod vendor
`},
	} {
		t.Run(name, func(t *testing.T) {
			got := show(diamonds.Find(build(t, c.world), diamonds.Options{All: true}).Diamonds)
			if d := cmp.Diff(strings.TrimLeft(c.want, "\n"), got); d != "" {
				t.Error(d)
			}
		})
	}
}

// maskWorld is a workspace whose go.work builds more than the library alone, and a module
// beside it.
const maskWorld = `
	-- go.work --
	go 1.24
	use (
		./app
		./lib
	)
	-- app/go.mod --
	module m.example/app
	go 1.24
	require (
		d.example/d v%s
		m.example/lib v0.1.0
	)
	-- aside/go.mod --
	module m.example/aside
	go 1.24
	require d.example/d v1.2.0
	-- lib/go.mod --
	module m.example/lib
	go 1.24
	require d.example/d v1.2.0
	-- m.example/lib@v0.1.0 --
	-- d.example/d@v1.2.0 --
	-- d.example/d@v1.2.1 --
	-- d.example/d@v1.4.0 --
	`

// A mask is told apart from the skew that causes it only where it is worse: what others
// take is tested with more than a patch release more than they get.
func TestWorkMask(t *testing.T) {
	for version, want := range map[string]string{
		"1.2.0": "",
		"1.2.1": "smell workspace-skew; noise work-mask derived; ",
		"1.4.0": "problem work-mask; smell workspace-skew; ",
	} {
		got := ""
		for _, d := range diamonds.Find(build(t, fmt.Sprintf(maskWorld, version)), diamonds.Options{All: true}).Diamonds {
			got += fmt.Sprintf("%s %s", d.Severity, d.Rule) + map[bool]string{true: " derived"}[d.Derived] + "; "
		}
		if got != want {
			t.Errorf("against %s: got %q, want %q", version, got, want)
		}
	}
}

// Two hundred versions that are asked for and not selected are no conflict, and nothing
// to hide either.
func TestUnselectedVersions(t *testing.T) {
	var b strings.Builder
	b.WriteString("-- go.mod --\nmodule m.example/m\ngo 1.24\nrequire (\n")
	for i := range 200 {
		fmt.Fprintf(&b, "\ta.example/a%d v1.0.0\n", i)
	}
	b.WriteString("\td.example/d v1.200.0\n)\n-- d.example/d@v1.200.0 --\n")
	for i := range 200 {
		fmt.Fprintf(&b, "-- a.example/a%d@v1.0.0 --\ngo 1.16\nrequire d.example/d v1.%d.0\n-- d.example/d@v1.%d.0 --\n", i, i, i)
	}
	r := diamonds.Find(build(t, b.String()), diamonds.Options{})
	if len(r.Diamonds)+len(r.Hidden) > 0 {
		t.Errorf("found %v, hidden %v", r.Diamonds, r.Hidden)
	}
}
