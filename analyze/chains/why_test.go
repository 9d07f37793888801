package chains

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/modules"
)

// npmLock reads a lock from lines "FROM -> TO": units are folders that end in "/".
func npmLock(text string) modules.Lock {
	l := modules.Lock{File: "package-lock.json", Path: ".", Ecosystem: "npm"}
	at := map[string]int{}
	add := func(label string) int {
		if i, ok := at[label]; ok {
			return i
		}
		p := modules.Package{}
		if unit, own := strings.CutSuffix(label, "/"); own {
			p.Name, p.Unit = "@own/"+unit, unit
		} else {
			p.Name, p.Version, _ = strings.Cut(label, "@")
		}
		at[label] = len(l.Packages)
		l.Packages = append(l.Packages, p)
		return at[label]
	}
	for row := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' }) {
		f := strings.Fields(row)
		if len(f) == 3 {
			from, to := add(f[0]), add(f[2])
			l.Packages[from].Requires = append(l.Packages[from].Requires, modules.Link{To: to})
		}
	}
	l.Sort()
	return l
}

func showReasons(rs []Reason) string {
	var b strings.Builder
	for _, r := range rs {
		fmt.Fprintf(&b, "%s %s %s %s\n", r.Source, r.File, r.Dependency, r.Version)
		for _, w := range r.Ways {
			fmt.Fprintf(&b, "  %s", strings.Join(w.Path, " > "))
			if w.Location.File != "" {
				fmt.Fprintf(&b, " (%s)", w.Location)
			}
			if w.Kind != "" {
				fmt.Fprintf(&b, " %s", w.Kind)
			}
			if w.Indirect {
				b.WriteString(" indirect")
			}
			b.WriteByte('\n')
		}
		if r.More {
			b.WriteString("  more\n")
		}
	}
	return b.String()
}

func TestWhy(t *testing.T) {
	lock := npmLock(`
		web/ -> core/
		web/ -> express@4.0.0
		core/ -> lodash@4.17.0
		express@4.0.0 -> debug@2.0.0
		express@4.0.0 -> send@1.0.0
		send@1.0.0 -> debug@2.0.0
		core/ -> debug@4.0.0
		`)
	set := &modules.Set{
		Locks: []modules.Lock{lock},
		Units: []modules.Unit{
			{Path: "core", Ecosystem: "npm", Requirements: []modules.Requirement{{Name: "lodash", Version: "^4", Kind: modules.Development, Location: finding.Location{File: "core/package.json", Line: 4}}}},
			{Path: "go", Ecosystem: "go", Requirements: []modules.Requirement{
				{Name: "example.com/x", Version: "v1.0.0", Indirect: true, Location: finding.Location{File: "go/go.mod", Line: 5}},
			}},
			{Path: "other", Ecosystem: "go", Requirements: []modules.Requirement{
				{Name: "example.com/x", Version: "v1.0.0", Location: finding.Location{File: "other/go.mod", Line: 3}},
				{Name: "example.com/y", Version: "v1.0.0"},
			}},
		},
	}
	g := parse(`
		module .
		cmd -> a
		cmd -> b
		a -> c
		b -> c
		tool -> c
		c -> d (test)
		`)
	for i := range g.Packages {
		g.Packages[i].Main = g.Packages[i].Path == "cmd"
	}
	for _, c := range []struct {
		name string
		k    int
		want string
	}{
		{"debug", 1, `
lock package-lock.json debug 2.0.0
  web > express@4.0.0 > debug@2.0.0
  more
lock package-lock.json debug 4.0.0
  core > debug@4.0.0
`},
		{"debug@2.0.0", 5, `
lock package-lock.json debug 2.0.0
  web > express@4.0.0 > debug@2.0.0
  web > express@4.0.0 > send@1.0.0 > debug@2.0.0
`},
		{"lodash", 0, `
lock package-lock.json lodash 4.17.0
  core > lodash@4.17.0 (core/package.json:4) development
`},
		{"core", 0, `
lock package-lock.json @own/core 
  web > core
`},
		{"example.com/x", 0, `
manifests  example.com/x v1.0.0
  other > example.com/x@v1.0.0 (other/go.mod:3)
  go > example.com/x@v1.0.0 (go/go.mod:5) indirect
`},
		{"c", 5, `
imports  c 
  cmd > a > c
  cmd > b > c
`},
		{"d", 5, `
imports  d 
`},
	} {
		got, err := Why(set, g, c.name, c.k)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if d := cmp.Diff(strings.TrimPrefix(c.want, "\n"), showReasons(got)); d != "" {
			t.Errorf("why %s\n%s", c.name, d)
		}
	}
	for i := range g.Packages {
		g.Packages[i].Main = false
	}
	libraries, err := Why(&modules.Set{}, g, "c", 5)
	if d := cmp.Diff("imports  c \n  tool > c\n  cmd > a > c\n  cmd > b > c\n", showReasons(libraries)); d != "" || err != nil {
		t.Errorf("without a program, from what nobody imports: %v\n%s", err, d)
	}
	_, err = Why(set, g, "lodahs", 1)
	if unknown, ok := errors.AsType[*UnknownError](err); !ok || fmt.Sprint(unknown.Near) != "[lodash]" {
		t.Errorf("unknown name: %v", err)
	}
}

func TestBrings(t *testing.T) {
	lock := npmLock(`
		web/ -> core/
		web/ -> express@4.0.0
		web/ -> debug@2.0.0
		core/ -> lodash@4.17.0
		express@4.0.0 -> debug@2.0.0
		express@4.0.0 -> send@1.0.0
		send@1.0.0 -> mime@1.0.0
		`)
	set := &modules.Set{Locks: []modules.Lock{lock}, Units: []modules.Unit{
		{Path: "core", Ecosystem: "npm"},
		{Path: "tool", Ecosystem: "npm"},
		{Path: "web", Ecosystem: "npm", Requirements: []modules.Requirement{{Name: "express", Location: finding.Location{File: "web/package.json", Line: 3}}}},
	}}
	got := ""
	for _, d := range Measure(set, &imports.Graph{}).Dependencies {
		got += fmt.Sprintf("%s total %d:", d.Unit, d.Total)
		for _, b := range d.Brings {
			got += fmt.Sprintf(" %s@%s %d %s;", b.Dependency, b.Version, b.Count, b.Location)
		}
		got += "\n"
	}
	want := `core total 1: lodash@4.17.0 1 ;
tool total 0:
web total 5: express@4.0.0 3 web/package.json:3; @own/core@ 1 ; debug@2.0.0 1 ;
`
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// What a go.mod lists as indirect is not what the unit asks for, unless nothing else
// leads there.
func TestResolvedBuilds(t *testing.T) {
	lock := npmLock(`
		./ -> a@1
		./ -> b@1
		./ -> c@1
		./ -> lost@1
		a@1 -> b@1
		b@1 -> c@1
		alone@1 -> c@1
		`)
	lock.Ecosystem, lock.Resolved, lock.File = "go", true, "go.mod"
	indirect := func(name string) modules.Requirement {
		return modules.Requirement{Name: name, Version: "1", Indirect: true}
	}
	set := &modules.Set{Locks: []modules.Lock{lock}, Units: []modules.Unit{
		{Path: ".", Ecosystem: "go", Requirements: []modules.Requirement{{Name: "a", Version: "1"}, indirect("b"), indirect("c"), indirect("lost")}},
	}}
	d := Measure(set, &imports.Graph{}).Dependencies[0]
	if want := []Brought{{Dependency: "a", Version: "1", Count: 3}}; d.Total != 5 || cmp.Diff(want, d.Brings) != "" {
		t.Errorf("total %d, brings %v", d.Total, d.Brings)
	}
	for name, want := range map[string]string{
		"c":    "lock go.mod c 1\n  . > a@1 > b@1 > c@1\n",
		"lost": "lock go.mod lost 1\n  . > lost@1 indirect\n",
	} {
		got, err := Why(set, nil, name, 3)
		if err != nil || showReasons(got) != want {
			t.Errorf("why %s: %v\n%s", name, err, showReasons(got))
		}
	}
}

func TestCutsAndManifestChains(t *testing.T) {
	lock := npmLock(`
		web/ -> a@1
		a@1 -> b@1
		b@1 -> c@1
		web/ -> x@1
		x@1 -> y@1
		`)
	poms := []modules.Unit{
		{Path: "app", Ecosystem: "maven", Requirements: []modules.Requirement{{Name: "lib", Unit: "lib"}, {Name: "g:other"}}},
		{Path: "base", Ecosystem: "maven"},
		{Path: "lib", Ecosystem: "maven", Requirements: []modules.Requirement{{Name: "base", Unit: "base"}}},
		{Path: "web", Ecosystem: "npm", Requirements: []modules.Requirement{{Name: "base", Unit: "base"}}},
	}
	set := &modules.Set{Locks: []modules.Lock{lock}, Units: poms}
	got := ""
	for _, c := range Measure(set, &imports.Graph{}).Chains {
		got += fmt.Sprintf("%s %d/%d %s", c.ID, c.FirstPartyLength, c.Length, strings.Join(c.Path, " > "))
		if c.Cut != nil {
			got += fmt.Sprintf("; without %s > %s %d", c.Cut.From, c.Cut.To, c.Cut.Length)
		}
		got += "\n"
	}
	want := `chain:maven:.:manifests 2/2 app > lib > base; without app > lib 1
chain:npm:. 0/3 web > a@1 > b@1 > c@1; without web > a@1 2
`
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
