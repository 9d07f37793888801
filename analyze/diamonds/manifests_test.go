package diamonds

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"seam/analyze/finding"
	"seam/analyze/modules"
)

func skewsIn(set *modules.Set) []Diamond { return manifestSkews(set, newBuilds(set)) }

// told is the requirement of one unit, in the order of the fields that matter.
type told struct {
	path, name, version string
	change              func(*modules.Requirement)
}

// unitsOf makes units with one requirement each, and one that is built with all of them.
func unitsOf(ecosystem string, list []told) *modules.Set {
	set := apartOf(ecosystem, list)
	whole := modules.Unit{Path: "whole", Manifest: "whole/manifest", Ecosystem: ecosystem, Name: "whole"}
	for _, w := range list {
		whole.Requirements = append(whole.Requirements, modules.Requirement{Unit: w.path})
	}
	set.Units = append(set.Units, whole)
	return set
}

// apartOf makes units with one requirement each that nothing joins.
func apartOf(ecosystem string, list []told) *modules.Set {
	set := &modules.Set{}
	for i, w := range list {
		file := fmt.Sprintf("%s/manifest%d", w.path, i)
		r := modules.Requirement{Name: w.name, Version: w.version, Location: finding.Location{File: file, Line: 7}}
		if w.change != nil {
			w.change(&r)
		}
		set.Units = append(set.Units, modules.Unit{Path: w.path, Manifest: file, Ecosystem: ecosystem, Name: fmt.Sprint("unit", i), Requirements: []modules.Requirement{r}})
	}
	return set
}

func kind(k modules.Kind) func(*modules.Requirement) {
	return func(r *modules.Requirement) { r.Kind = k }
}

// Which rule and severity two or three requirements make.
func TestManifestSeverities(t *testing.T) {
	other := func(r *modules.Requirement) {
		r.Central, r.Decides = true, finding.Location{File: "other/Directory.Packages.props", Line: 3}
	}
	central := func(r *modules.Requirement) {
		r.Central, r.Decides = true, finding.Location{File: "Directory.Packages.props", Line: 3}
	}
	for name, c := range map[string]struct {
		ecosystem string
		list      []told
		want      string
	}{
		"one version":                    {"maven", []told{{"a", "x", "1.0", nil}, {"b", "x", "1.0", nil}}, ""},
		"drift":                          {"maven", []told{{"a", "x", "1.0", nil}, {"b", "x", "1.1", nil}}, "workspace-skew smell compatible"},
		"other classes":                  {"maven", []told{{"a", "x", "1.0", nil}, {"b", "x", "2.0", nil}}, "workspace-skew problem incompatible"},
		"an unknown version":             {"maven", []told{{"a", "x", "1.0", nil}, {"b", "x", "", nil}}, ""},
		"other classes in tests only":    {"maven", []told{{"a", "x", "1.0", nil}, {"test/b", "x", "2.0", nil}}, "workspace-skew noise incompatible"},
		"other classes of a test tool":   {"maven", []told{{"a", "x", "1.0", kind(modules.Development)}, {"b", "x", "2.0", nil}}, "workspace-skew smell incompatible"},
		"what the container brings":      {"maven", []told{{"a", "x", "1.0", kind(modules.Peer)}, {"b", "x", "2.0", nil}}, "workspace-skew smell incompatible"},
		"a range that accepts the other": {"maven", []told{{"a", "x", "[1.0,3.0)", nil}, {"b", "x", "2.0", nil}}, "workspace-skew smell compatible"},
		"a range that does not":          {"nuget", []told{{"a", "x", "[1.0,2.0)", nil}, {"b", "x", "2.0", nil}}, "workspace-skew problem incompatible"},
		"below 1 each minor is a class":  {"gradle", []told{{"a", "x", "0.1", nil}, {"b", "x", "0.2", nil}}, "workspace-skew problem incompatible"},
		"peers may ask for less":         {"npm", []told{{"a", "x", ">=1", kind(modules.Peer)}, {"b", "x", "^2.0.0", nil}}, "workspace-skew noise compatible"},
		"ranges without a common one":    {"npm", []told{{"a", "x", "^1.0.0", nil}, {"b", "x", "^2.0.0", nil}}, "workspace-skew problem incompatible"},
		"a tag and an address":           {"npm", []told{{"a", "x", "latest", nil}, {"b", "x", "github:o/r", nil}, {"c", "x", "^1.0.0", nil}}, ""},
		"anything at all":                {"npm", []told{{"a", "x", "*", nil}, {"b", "x", "^1.0.0", nil}}, ""},
		"ranges in Python":               {"python", []told{{"a", "x", ">=1", nil}, {"b", "x", "<3", nil}}, ""},
		"pins in Python":                 {"python", []told{{"a", "x", "==1.0", nil}, {"b", "x", "==2.0", nil}}, "workspace-skew problem incompatible"},
		"Bazel promises nothing":         {"bazel", []told{{"a", "x", "1.0", nil}, {"b", "x", "2.0", nil}}, "workspace-skew smell compatible"},
		"a unit of the repository":       {"maven", []told{{"a", "unit1", "1.0", nil}, {"b", "x", "1", nil}, {"c", "unit1", "1.1", nil}}, "first-party-skew problem compatible;workspace-skew noise compatible"},
		"beside the list of versions":    {"nuget", []told{{"a", "x", "2.0", nil}, {"b", "x", "1.0", central}}, "replace-skew problem incompatible"},
		"two lists that disagree":        {"nuget", []told{{"a", "x", "2.0", other}, {"b", "x", "1.0", central}}, "workspace-skew problem incompatible"},
		"a list that is for others":      {"nuget", []told{{"a", "x", "2.0", nil}, {"other/b", "x", "1.0", other}}, "workspace-skew problem incompatible"},
		"two lists that agree":           {"nuget", []told{{"a", "x", "1.0", other}, {"b", "x", "1.0", central}}, ""},
		"a list of several versions":     {"nuget", []told{{"a", "x", "2.0", central}, {"b", "x", "1.0", central}, {"c", "x", "1.0", other}}, ""},
		"as the list says":               {"nuget", []told{{"a", "x", "1.0", nil}, {"b", "x", "1.0", central}}, ""},
		"a range of the list":            {"nuget", []told{{"a", "x", "1.5", nil}, {"b", "x", "[1.0,)", central}}, ""},
		"not confirmed, tests only":      {"maven", []told{{"a", "x", "1.0", func(r *modules.Requirement) { r.Unconfirmed = true }}, {"test", "x", "1.1", nil}}, ""},
		"not confirmed, but it matters":  {"maven", []told{{"a", "x", "1.0", func(r *modules.Requirement) { r.Unconfirmed = true }}, {"b", "x", "1.1", nil}}, "workspace-skew smell compatible"},
	} {
		var got []string
		for _, d := range skewsIn(unitsOf(c.ecosystem, c.list)) {
			word := "compatible"
			if d.Incompatible {
				word = "incompatible"
			}
			got = append(got, fmt.Sprintf("%s %s %s", d.Rule, d.Severity, word))
		}
		slices.Sort(got)
		if s := strings.Join(got, ";"); s != c.want {
			t.Errorf("%s: %q, want %q", name, s, c.want)
		}
	}
}

// Several versions by condition within one unit are no conflict.
func TestConditionalVersions(t *testing.T) {
	conditional := func(version string) modules.Requirement {
		return modules.Requirement{Name: "x", Version: version, Conditional: true, Location: finding.Location{File: "a/A.csproj", Line: 1}}
	}
	set := &modules.Set{Units: []modules.Unit{{Path: "a", Ecosystem: "nuget", Requirements: []modules.Requirement{conditional("6.0"), conditional("8.0")}}}}
	got := skewsIn(set)
	if len(got) != 1 || got[0].Severity != finding.Noise || got[0].Fix == nil || !strings.HasPrefix(got[0].Fix.Edit, "No edit is needed") {
		t.Errorf("got %+v", got)
	}
}

// A .NET project that is built with the SDK for tests is no part of the product.
func TestTestProjects(t *testing.T) {
	set := unitsOf("nuget", []told{{"src/A", "x", "1.0", nil}, {"src/A.Checks", "x", "2.0", nil}})
	set.Units[1].Requirements = append(set.Units[1].Requirements, modules.Requirement{Name: "microsoft.net.test.sdk", Version: "17"})
	if d := skewsIn(set); len(d) != 1 || d[0].Severity != finding.Noise {
		t.Errorf("got %+v", d)
	}
}

// The command of each package manager for one lagging file, quoted.
func TestManifestFixes(t *testing.T) {
	elsewhere := func(r *modules.Requirement) { r.Decides = finding.Location{File: "pom.xml", Line: 3} }
	for name, c := range map[string]struct {
		ecosystem string
		low       told
		high      string
		want      string
	}{
		"maven":                      {"maven", told{"a b", "g:x", "1.0", nil}, "2.0", "mvn versions:use-dep-version -DforceVersion=true -Dincludes='g:x' -DdepVersion=2.0 -pl 'a b'"},
		"maven, set by a property":   {"maven", told{"a", "g:x", "1.0", elsewhere}, "2.0", ""},
		"nuget":                      {"nuget", told{"a", "x", "1.0", nil}, "2.0", "dotnet add a/manifest0 package x --version 2.0"},
		"cargo":                      {"cargo", told{"a", "x", "1.0", kind(modules.Development)}, "2.0", "cd a && cargo add --dev x@2.0"},
		"npm":                        {"npm", told{"a", "@o/x.js", "^1.0.0", nil}, "^2.0.0", "cd a && npm pkg set 'dependencies[@o/x.js]=^2.0.0'"},
		"gradle":                     {"gradle", told{"a", "g:x", "1.0", nil}, "2.0", ""},
		"a pin of requirements file": {"python", told{"a", "x", "==1.0", nil}, "==2.0", ""},
	} {
		set := unitsOf(c.ecosystem, []told{c.low, {"z", c.low.name, c.high, nil}})
		d := skewsIn(set)[0]
		at := set.Units[0].Requirements[0].Sets()
		if d.Fix.Command != c.want {
			t.Errorf("%s: command %q, want %q", name, d.Fix.Command, c.want)
		}
		if d.Fix.File != at.File || d.Fix.Line != at.Line || d.Location != at || !strings.Contains(d.Fix.Edit, at.String()) {
			t.Errorf("%s: fix %+v at %s, want %s", name, d.Fix, d.Location, at)
		}
	}
}

// Nobody is told to change from the build for one platform to that for another.
func TestFlavours(t *testing.T) {
	for name, c := range map[string]struct {
		low, high string
		apart     bool
	}{
		"one platform":      {"25.0-jre", "29.0-jre", false},
		"another platform":  {"25.0-jre", "29.0-android", true},
		"another Java":      {"8.4.1.jre8", "12.2.0.jre11", true},
		"one of them plain": {"20.0", "29.0-jre", false},
		"no platform":       {"1.0.Final", "2.0.RELEASE", false},
	} {
		set := unitsOf("maven", []told{{"a", "g:x", c.low, nil}, {"z", "g:x", c.high, nil}})
		fix := skewsIn(set)[0].Fix
		if got := strings.Contains(fix.Edit, "different platforms") && fix.Command == "" && len(fix.Edits) == 0; got != c.apart {
			t.Errorf("%s: %+v", name, fix)
		}
	}
}

// Locks of one tool are compared with one another: an application's direct requirement at
// two classes is a problem, what only others need is noise, and two tools need not agree.
func TestLocksOfSeveralFolders(t *testing.T) {
	lock := func(file, folder, version string, direct bool) modules.Lock {
		l := modules.Lock{File: file, Path: folder, Ecosystem: "python", Packages: []modules.Package{
			{Name: "app", Unit: folder}, {Name: "other", Version: "1"}, {Name: "x", Version: version, Line: 3},
		}}
		l.Packages[0].Requires = []modules.Link{{To: 1}}
		l.Packages[1].Requires = []modules.Link{{To: 2}}
		if direct {
			l.Packages[0].Requires = append(l.Packages[0].Requires, modules.Link{To: 2})
		}
		return l
	}
	for name, c := range map[string]struct {
		locks []modules.Lock
		want  string
	}{
		"both direct":     {[]modules.Lock{lock("a/uv.lock", "a", "1.0", true), lock("b/uv.lock", "b", "2.0", true)}, "problem 2: cd a && uv lock --upgrade-package 'x==2.0'"},
		"one direct":      {[]modules.Lock{lock("a/uv.lock", "a", "1.0", false), lock("b/uv.lock", "b", "2.0", true)}, "noise 1: cd a && uv lock --upgrade-package 'x==2.0'"},
		"none direct":     {[]modules.Lock{lock("a/uv.lock", "a", "1.0", false), lock("b/uv.lock", "b", "2.0", false)}, "noise 0: cd a && uv lock --upgrade-package 'x==2.0'"},
		"of two tools":    {[]modules.Lock{lock("a/uv.lock", "a", "1.0", false), lock("b/poetry.lock", "b", "2.0", true)}, ""},
		"of an example":   {[]modules.Lock{lock("examples/uv.lock", "examples", "1.0", true), lock("b/uv.lock", "b", "2.0", true)}, "noise 2: cd examples && uv lock --upgrade-package 'x==2.0'"},
		"the same pinned": {[]modules.Lock{lock("a/uv.lock", "a", "1.0", true), lock("b/uv.lock", "b", "1.0", true)}, ""},
	} {
		got := ""
		whole := modules.Unit{Path: "whole", Ecosystem: "python", Requirements: []modules.Requirement{{Unit: "a"}, {Unit: "b"}}}
		for _, d := range skewsIn(&modules.Set{Units: []modules.Unit{whole}, Locks: c.locks}) {
			got += fmt.Sprintf("%s %d: %s", d.Severity, d.DirectVersions, d.Fix.Command)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// One lock over two manifests that resolves both ranges to one version leaves nothing to
// do.
func TestOneLockSettlesRanges(t *testing.T) {
	set := unitsOf("npm", []told{{"a", "x", "^1.1.0", nil}, {"b", "x", "^1.2.0", nil}})
	set.Locks = []modules.Lock{{File: "package-lock.json", Path: ".", Ecosystem: "npm", Packages: []modules.Package{{Name: "x", Version: "1.3.0"}}}}
	d := skewsIn(set)
	if len(d) != 1 || d[0].Severity != finding.Noise || !strings.HasSuffix(d[0].Message, "the lock file gives all of them 1.3.0") {
		t.Errorf("got %+v", d)
	}
}

// Names, versions and classes of random requirements, counted by hand; and the answer does
// not depend on their order.
func TestManifestSkewsByHand(t *testing.T) {
	for seed := range 300 {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		var list []told
		versions, classes := map[string]map[string]bool{}, map[string]map[byte]bool{}
		for i := range 2 + r.IntN(8) {
			name, version := string(rune('p'+r.IntN(3))), fmt.Sprintf("%d.%d", 1+r.IntN(3), r.IntN(2))
			list = append(list, told{fmt.Sprint("u", i), name, version, nil})
			if versions[name] == nil {
				versions[name], classes[name] = map[string]bool{}, map[byte]bool{}
			}
			versions[name][version], classes[name][version[0]] = true, true
		}
		var want []string
		for name, v := range versions {
			if len(v) > 1 {
				want = append(want, fmt.Sprintf("%s %d incompatible=%t", name, len(v), len(classes[name]) > 1))
			}
		}
		slices.Sort(want)
		set := unitsOf("maven", list)
		got := named(set)
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v, want %v for %v", seed, got, want, list)
		}
		before := written(t, set)
		r.Shuffle(len(set.Units), func(i, j int) { set.Units[i], set.Units[j] = set.Units[j], set.Units[i] })
		if after := written(t, set); after != before {
			t.Fatalf("seed %d: the order of units changes the answer:\n%s\n%s", seed, before, after)
		}
	}
}

func written(t *testing.T, set *modules.Set) string {
	t.Helper()
	b, err := json.Marshal(Find(set, Options{All: true}).Diamonds)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func named(set *modules.Set) []string {
	var out []string
	for _, d := range skewsIn(set) {
		out = append(out, fmt.Sprintf("%s %d incompatible=%t", d.Dependency, len(d.Versions), d.Incompatible))
	}
	return out
}
