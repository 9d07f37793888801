package diamonds_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/modules"
	"seam/analyze/modules/gomod"
	"seam/analyze/proof"
	"seam/analyze/repo"
)

// load reads a repository from a text of sections: "-- folder --", then the lines of
// its go.mod after the module line, which is m.example/FOLDER (m.example for ".", and
// without what module paths may not hold).
func load(t testing.TB, text string) *modules.Set {
	t.Helper()
	files := map[string]string{}
	var file string
	for line := range strings.Lines(strings.TrimLeft(text, "\n")) {
		line = strings.TrimLeft(line, "\t")
		if folder, ok := strings.CutPrefix(line, "-- "); ok {
			folder = strings.TrimSuffix(strings.TrimSpace(folder), " --")
			file = strings.TrimPrefix(folder+"/go.mod", "./")
			files[file] = "module " + strings.NewReplacer("'", "", ";", "", " ", "").Replace(strings.TrimSuffix("m.example/"+folder, "/.")) + "\ngo 1.24\n"
			continue
		}
		files[file] += line
	}
	set := gomod.Load(repo.Memory(files))
	if len(set.Broken) > 0 {
		t.Fatalf("the test's own manifest is broken: %v", set.Broken)
	}
	return set
}

// show writes each diamond as two lines: what is wrong and where, and the edit.
func show(ds []diamonds.Diamond) string {
	var b strings.Builder
	for _, d := range ds {
		var versions []string
		for _, v := range d.Versions {
			versions = append(versions, v.Version)
		}
		marks := ""
		if d.Incompatible {
			marks += " incompatible"
		}
		if d.Derived {
			marks += " derived"
		}
		fmt.Fprintf(&b, "%s %s %s [%s]%s at %s\n", d.Severity, d.Rule, d.Dependency, strings.Join(versions, " | "), marks, d.Location)
		fmt.Fprintf(&b, "  %s", d.Fix.Edit)
		if d.Fix.Command != "" {
			fmt.Fprintf(&b, ": %s", d.Fix.Command)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// compareShown holds everything that is found in a repository against a text.
func compareShown(t *testing.T, repository, want string) {
	t.Helper()
	got := show(diamonds.Find(load(t, repository), diamonds.Options{All: true}).Diamonds)
	if d := cmp.Diff(strings.TrimLeft(want, "\n"), got); d != "" {
		t.Error(d)
	}
}

func TestFind(t *testing.T) {
	for name, c := range map[string]struct{ repository, want string }{
		"one version everywhere": {`
			-- a --
			require x.example/x v1.2.0
			-- b --
			require x.example/x v1.2.0
			`, ``},

		"drift in one class is a smell": {`
			-- a --
			require x.example/x v1.2.0
			-- b --
			require x.example/x v1.10.0
			`, `
smell workspace-skew x.example/x [v1.2.0 | v1.10.0] at a/go.mod:3
  Raise x.example/x to v1.10.0 in a/go.mod: cd a && go get x.example/x@v1.10.0
`},

		"another 0.y is a problem, on the lowest line, and lists every file": {`
			-- . --
			require x.example/x v0.14.0
			-- b --
			require x.example/x v0.13.1
			-- c --
			require x.example/x v0.15.0
			-- whole --
			require m.example v1.0.0
			require m.example/b v1.0.0
			require m.example/c v1.0.0
			`, `
problem workspace-skew x.example/x [v0.13.1 | v0.14.0 | v0.15.0] incompatible at b/go.mod:3
  Raise x.example/x to v0.15.0 in b/go.mod, go.mod: for d in . b; do (cd "$d" && go get x.example/x@v0.15.0); done
`},

		"another 0.y of what keeps compatible all the same is a smell": {`
			-- a --
			require golang.org/x/sync v0.7.0
			require google.golang.org/genproto v0.0.0-20230410155749-daa745c078e1
			-- b --
			require golang.org/x/sync v0.20.0
			require google.golang.org/genproto v0.1.0
			`, `
smell workspace-skew golang.org/x/sync [v0.7.0 | v0.20.0] incompatible at a/go.mod:3
  Raise golang.org/x/sync to v0.20.0 in a/go.mod: cd a && go get golang.org/x/sync@v0.20.0
smell workspace-skew google.golang.org/genproto [v0.0.0-20230410155749-daa745c078e1 | v0.1.0] incompatible at a/go.mod:4
  Raise google.golang.org/genproto to v0.1.0 in a/go.mod: cd a && go get google.golang.org/genproto@v0.1.0
`},

		"+incompatible counts by its major": {`
			-- a --
			require x.example/x v1.9.0
			-- b --
			require x.example/x v2.0.0+incompatible
			require m.example/a v1.0.0
			`, `
problem workspace-skew x.example/x [v1.9.0 | v2.0.0+incompatible] incompatible at a/go.mod:3
  Raise x.example/x to v2.0.0+incompatible in a/go.mod: cd a && go get x.example/x@v2.0.0+incompatible
`},

		"an indirect line is not what an edit begins with": {`
			-- a --
			require x.example/x v0.1.0 // indirect
			-- b --
			require x.example/x v0.2.0
			`, `
smell workspace-skew x.example/x [v0.1.0 | v0.2.0] incompatible at a/go.mod:3
  Raise x.example/x to v0.2.0 in a/go.mod: cd a && go get x.example/x@v0.2.0
`},

		"tools, examples and tests lag behind unnoticed": {`
			-- a --
			require x.example/x v0.2.0
			-- internal/tools --
			require x.example/x v0.1.0
			-- examples/hello --
			require x.example/x v0.3.0
			-- test-plans --
			require x.example/x v0.4.0
			`, `
noise workspace-skew x.example/x [v0.1.0 | v0.2.0 | v0.3.0 | v0.4.0] incompatible at internal/tools/go.mod:3
  Raise x.example/x to v0.4.0 in a/go.mod, examples/hello/go.mod, internal/tools/go.mod: for d in a examples/hello internal/tools; do (cd "$d" && go get x.example/x@v0.4.0); done
`},

		"a tool at the newest version asks production only to follow": {`
			-- a --
			require x.example/x v0.1.0
			-- b --
			require x.example/x v0.2.0
			-- tools --
			require x.example/x v0.3.0
			-- tools/old --
			require x.example/x v0.0.9
			-- whole --
			require m.example/a v1.0.0
			require m.example/b v1.0.0
			`, `
problem workspace-skew x.example/x [v0.0.9 | v0.1.0 | v0.2.0 | v0.3.0] incompatible at a/go.mod:3
  Raise x.example/x to v0.3.0 in a/go.mod, b/go.mod: for d in a b; do (cd "$d" && go get x.example/x@v0.3.0); done
`},

		"what a folder replaces, placeholders and excluded versions are no versions": {`
			-- a --
			require x.example/x v0.1.0
			replace x.example/x => ../third_party/x
			require y.example/y v0.0.0
			require z.example/z v0.1.0
			exclude z.example/z v0.1.0
			-- b --
			require y.example/y v0.0.0-00010101000000-000000000000
			require z.example/z v0.2.0
			-- c --
			require y.example/y v1.0.0
			`, ``},

		"another version that is excluded changes nothing": {`
			-- a --
			require x.example/x v1.2.0
			exclude x.example/x v1.3.0
			-- b --
			require x.example/x v1.4.0
			`, `
smell workspace-skew x.example/x [v1.2.0 | v1.4.0] at a/go.mod:3
  Raise x.example/x to v1.4.0 in a/go.mod: cd a && go get x.example/x@v1.4.0
`},

		"of two lines at one version production's is the place": {`
			-- api --
			-- examples/a --
			require m.example/api v1.1.0
			-- examples/b --
			require m.example/api v1.2.0
			-- z --
			require m.example/api v1.1.0
			`, `
smell first-party-skew m.example/api [v1.1.0 | v1.2.0] at z/go.mod:3
  Raise m.example/api to v1.2.0 in examples/a/go.mod, z/go.mod: for d in examples/a z; do (cd "$d" && go get m.example/api@v1.2.0); done
noise workspace-skew m.example/api [v1.1.0 | v1.2.0] derived at z/go.mod:3
  Raise m.example/api to v1.2.0 in examples/a/go.mod, z/go.mod: for d in examples/a z; do (cd "$d" && go get m.example/api@v1.2.0); done
`},

		"of two lines for one module the higher counts": {`
			-- a --
			require x.example/x v0.1.0
			require x.example/x v0.2.0
			-- b --
			require x.example/x v0.2.0
			`, ``},

		"a first-party module at two published versions, whatever is replaced": {`
			-- api --
			-- b --
			require m.example/api v1.1.0
			replace m.example/api => ../api
			-- c --
			require m.example/api v1.2.0
			`, `
problem first-party-skew m.example/api [v1.1.0 | v1.2.0] at b/go.mod:3
  Raise m.example/api to v1.2.0 in b/go.mod: cd b && go get m.example/api@v1.2.0
`},

		"first-party placeholders are how a repository works": {`
			-- api --
			-- b --
			require m.example/api v0.0.0
			replace m.example/api => ../api
			-- c --
			require m.example/api v1.2.0
			`, ``},

		"every manifest behind the highest published version is named": {`
			-- api --
			-- b --
			require m.example/api v1.1.0
			-- c --
			require m.example/api v1.2.0
			-- d --
			require m.example/api v1.3.0
			-- examples/e --
			require m.example/api v1.0.0
			`, `
problem first-party-skew m.example/api [v1.0.0 | v1.1.0 | v1.2.0 | v1.3.0] at b/go.mod:3
  Raise m.example/api to v1.3.0 in b/go.mod, c/go.mod, examples/e/go.mod: for d in b c examples/e; do (cd "$d" && go get m.example/api@v1.3.0); done
noise workspace-skew m.example/api [v1.0.0 | v1.1.0 | v1.2.0 | v1.3.0] derived at examples/e/go.mod:3
  Raise m.example/api to v1.3.0 in b/go.mod, c/go.mod, examples/e/go.mod: for d in b c examples/e; do (cd "$d" && go get m.example/api@v1.3.0); done
`},

		"examples that lag behind their own module": {`
			-- . --
			-- examples/a --
			require m.example v0.33.0
			-- examples/b --
			require m.example v0.48.0
			`, `
smell first-party-skew m.example [v0.33.0 | v0.48.0] incompatible at examples/a/go.mod:3
  Raise m.example to v0.48.0 in examples/a/go.mod: cd examples/a && go get m.example@v0.48.0
noise workspace-skew m.example [v0.33.0 | v0.48.0] incompatible derived at examples/a/go.mod:3
  Raise m.example to v0.48.0 in examples/a/go.mod: cd examples/a && go get m.example@v0.48.0
`},

		"a fork in one manifest, upstream in the other": {`
			-- a --
			require x.example/x v1.2.0
			replace x.example/x => fork.example/x v1.2.1
			-- b --
			require x.example/x v1.2.0
			`, `
problem replace-skew x.example/x [fork.example/x v1.2.1 | x.example/x v1.2.0] at b/go.mod:3
  Replace x.example/x by fork.example/x v1.2.1 in b/go.mod as a/go.mod does, or drop that replacement: cd b && go mod edit -replace=x.example/x=fork.example/x@v1.2.1
`},

		"one fork against many without": {`
			-- a --
			require x.example/x v1.2.0
			replace x.example/x v1.2.0 => fork.example/x v1.2.1
			-- b --
			require x.example/x v1.2.0
			-- c --
			require x.example/x v1.2.0
			`, `
problem replace-skew x.example/x [fork.example/x v1.2.1 | x.example/x v1.2.0] at a/go.mod:4
  Drop the replacement of x.example/x in a/go.mod, as b/go.mod builds without one; or, if the replacement is needed, give the others the same: cd a && go mod edit -dropreplace=x.example/x@v1.2.0
`},

		"a patched copy in a folder against upstream": {`
			-- a --
			require x.example/x v1.2.0
			replace x.example/x => ../patched/x
			-- b --
			require x.example/x v1.2.0
			`, `
problem replace-skew x.example/x [patched/x | x.example/x v1.2.0] at b/go.mod:3
  Replace x.example/x by patched/x in b/go.mod as a/go.mod does, or drop that replacement
`},

		"one folder, spelled as each manifest must": {`
			-- a --
			require x.example/x v1.2.0
			replace x.example/x => ../third_party/x
			-- b/c --
			require x.example/x v1.2.0
			replace x.example/x => ../../third_party/x
			`, `
noise replace-skew x.example/x [third_party/x] at b/c/go.mod:4
  No edit is needed: b/c/go.mod and a/go.mod both build third_party/x
`},

		"a version held down by replace": {`
			-- a --
			require x.example/x v0.3.0
			replace x.example/x => x.example/x v0.2.0
			-- b --
			require x.example/x v0.3.0
			`, `
problem replace-skew x.example/x [x.example/x v0.2.0 | x.example/x v0.3.0] incompatible at b/go.mod:3
  Replace x.example/x by x.example/x v0.2.0 in b/go.mod as a/go.mod does, or drop that replacement: cd b && go mod edit -replace=x.example/x=x.example/x@v0.2.0
`},

		"of two replacements that of the very version counts": {`
			-- a --
			require x.example/x v1.2.0
			replace x.example/x v1.2.0 => fork.example/x v1.2.1
			replace x.example/x => other.example/x v1.2.2
			-- b --
			require x.example/x v1.2.0
			replace x.example/x => fork.example/x v1.2.1
			`, ``},

		"forks at versions of their own are no skew of what they replace": {`
			-- a --
			require x.example/x v0.1.0
			replace x.example/x => fork.example/x v0.1.1
			-- b --
			require x.example/x v0.2.0
			replace x.example/x => fork.example/x v0.1.1
			-- whole --
			require m.example/a v1.0.0
			require m.example/b v1.0.0
			`, `
noise workspace-skew x.example/x [v0.1.0 | v0.2.0] incompatible at a/go.mod:3
  Raise x.example/x to v0.2.0 in a/go.mod: cd a && go get x.example/x@v0.2.0
`},

		"a replacement of another version does not apply": {`
			-- a --
			require x.example/x v1.2.0
			replace x.example/x v1.1.0 => fork.example/x v1.1.1
			-- b --
			require x.example/x v1.2.0
			`, ``},

		"modules of the repository find each other by folder": {`
			-- api --
			-- a --
			require m.example/api v1.0.0
			replace m.example/api => ../api
			-- b --
			require m.example/api v1.0.0
			`, ``},
	} {
		t.Run(name, func(t *testing.T) { compareShown(t, c.repository, c.want) })
	}
}

// The whole value, as it reaches JSON, of one diamond.
func TestDiamond(t *testing.T) {
	set := load(t, `
		-- b --
		require x.example/x v0.2.0
		-- a --
		require x.example/x v0.1.0
		-- c --
		require x.example/x v0.2.0 // indirect
		-- whole --
		require m.example/a v1.0.0
		require m.example/b v1.0.0
	`)
	got := diamonds.Find(set, diamonds.Options{}).Diamonds
	at := func(f string) finding.Location { return finding.Location{File: f, Line: 3} }
	want := []diamonds.Diamond{{
		ID: "diamond:workspace-skew:go:x.example/x", Rule: "workspace-skew", Ecosystem: "go", Unit: "a", Dependency: "x.example/x",
		Severity: "problem", Incompatible: true, DirectVersions: 2,
		Message: "x.example/x is required at v0.1.0 in a and at v0.2.0 in b (0.1 to 0.2: no compatibility promise)",
		Versions: []diamonds.Version{
			{Version: "v0.1.0", RequiredBy: []string{"a"}, Path: []string{"a", "x.example/x@v0.1.0"}, Locations: []finding.Location{at("a/go.mod")}},
			{Version: "v0.2.0", RequiredBy: []string{"b", "c"}, Path: []string{"b", "x.example/x@v0.2.0"}, Locations: []finding.Location{at("b/go.mod"), at("c/go.mod")}},
		},
		Location: at("a/go.mod"),
		Fix:      &finding.Fix{Edit: "Raise x.example/x to v0.2.0 in a/go.mod", File: "a/go.mod", Line: 3, Version: "v0.2.0", Command: "cd a && go get x.example/x@v0.2.0", Edits: []finding.Edit{{File: "a/go.mod", Line: 3, Name: "x.example/x", Old: "v0.1.0", New: "v0.2.0"}}},
		Decides:  "each module is built with the highest version that it or what it requires asks for; who imports several gets the highest of all",
		Key:      finding.Key{Group: "workspace-skew go x.example/x", Classes: []string{"0.1", "0.2"}, Folders: []string{"a"}},
		Question: &proof.Question{
			Unit: &proof.Unit{Folder: "a", Listed: []string{"x.example/x"}},
			Old:  proof.Module{Path: "x.example/x", Version: "v0.1.0"}, New: proof.Module{Path: "x.example/x", Version: "v0.2.0"},
		},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestFindHidesNoise(t *testing.T) {
	set := load(t, `
		-- a --
		require x.example/x v0.2.0
		require y.example/y v0.2.0
		require z.example/z v2.0.0+incompatible // indirect
		require z.example/z/v3 v3.0.0 // indirect
		-- tools --
		require x.example/x v0.1.0
		require y.example/y v0.1.0
	`)
	r := diamonds.Find(set, diamonds.Options{})
	if len(r.Diamonds) != 0 {
		t.Errorf("noise is shown: %s", show(r.Diamonds))
	}
	want := []diamonds.Hidden{{Rule: "go/two-majors", Count: 1}, {Rule: "workspace-skew", Count: 2}}
	if d := cmp.Diff(want, r.Hidden); d != "" {
		t.Error(d)
	}
	if all := diamonds.Find(set, diamonds.Options{All: true}); len(all.Diamonds) != 3 || len(all.Hidden) != 0 {
		t.Errorf("--all shows %d and hides %v", len(all.Diamonds), all.Hidden)
	}
}

// Below a folder only conflicts that one of its own manifests takes part in count,
// though the manifest above is what they are compared with.
func TestFindWithin(t *testing.T) {
	set := load(t, `
		-- . --
		require x.example/x v0.1.0
		require y.example/y v1.0.0
		require y.example/y/v2 v2.0.0
		-- services/a --
		require x.example/x v0.2.0
		-- services/b --
		require x.example/x v0.2.0
		require m.example v1.0.0
		-- libs --
		require x.example/x v0.3.0
	`)
	for folder, want := range map[string]string{
		"docs":       "",
		"docs/guide": "",
		"services/a": "",
		"services": `
problem workspace-skew x.example/x [v0.1.0 | v0.2.0] incompatible at ../go.mod:3
  Raise x.example/x to v0.2.0 in ../go.mod: cd .. && go get x.example/x@v0.2.0
`,
	} {
		got := show(diamonds.Find(set.Within(folder), diamonds.Options{All: true}).Diamonds)
		if d := cmp.Diff(strings.TrimLeft(want, "\n"), got); d != "" {
			t.Errorf("%s: %s", folder, d)
		}
	}
}

func TestWarnsOfOldManifests(t *testing.T) {
	set := gomod.Load(repo.Memory(map[string]string{
		"go.mod":       "module m.example\ngo 1.16\nrequire x.example/x v1.0.0\n",
		"new/go.mod":   "module m.example/new\ngo 1.17\nrequire x.example/x v1.0.0\n",
		"empty/go.mod": "module m.example/empty\n",
	}))
	got := diamonds.Find(set, diamonds.Options{}).Warnings
	if len(got) != 1 || got[0].Code != "partial-requirements" || got[0].Count != 1 || !strings.HasPrefix(got[0].Message, "go.mod:") {
		t.Errorf("warnings %v", got)
	}
}

// Folder names of a repository are hostile; names and versions cannot be.
func TestCommandIsQuoted(t *testing.T) {
	set := load(t, `
		-- -rf --
		require x.example/x v0.1.0
		-- it's; rm x --
		require x.example/x v0.1.0
		-- new --
		require x.example/x v0.2.0
	`)
	got := diamonds.Find(set, diamonds.Options{}).Diamonds[0].Fix.Command
	want := `for d in ./-rf 'it'\''s; rm x'; do (cd "$d" && go get x.example/x@v0.2.0); done`
	if got != want {
		t.Errorf("command\n%s\nwant\n%s", got, want)
	}
}

func TestFindings(t *testing.T) {
	set := load(t, `
		-- a --
		require x.example/x v0.1.0
		-- b --
		require x.example/x v0.2.0
		-- c --
		require x.example/x v0.3.0
	`)
	got := diamonds.Findings(diamonds.Find(set, diamonds.Options{}).Diamonds)
	if len(got) != 1 {
		t.Fatalf("%d findings", len(got))
	}
	f := got[0]
	if f.Location.String() != "a/go.mod:3" || f.Fix.Version != "v0.3.0" || f.Fingerprint != f.Key.Fingerprint() || f.ID != "diamond:workspace-skew:go:x.example/x" {
		t.Errorf("finding %+v", f)
	}
	var related []string
	for _, r := range f.Related {
		related = append(related, r.Location.String()+" "+r.Message)
	}
	if want := []string{"b/go.mod:3 b wants v0.2.0", "c/go.mod:3 c wants v0.3.0"}; !slices.Equal(related, want) {
		t.Errorf("related %q", related)
	}
}
