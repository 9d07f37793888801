package npm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/modules"
	"seam/analyze/repo"
)

// units writes the manifests of a set, one line a fact.
func units(s *modules.Set) string {
	var b strings.Builder
	for _, u := range s.Units {
		fmt.Fprintf(&b, "%s is %q\n", u.Path, u.Name)
		for _, r := range u.Requirements {
			fmt.Fprintf(&b, "  %s %q", r.Name, r.Version)
			if r.Kind != "" {
				fmt.Fprintf(&b, " %s", r.Kind)
			}
			if r.Unit != "" {
				fmt.Fprintf(&b, " is %s", r.Unit)
			}
			fmt.Fprintf(&b, " at %s", r.Location)
			if r.Decides.File != "" {
				fmt.Fprintf(&b, " by %s", r.Decides)
			}
			b.WriteString("\n")
		}
		b.WriteString(replaced(u.Replacements))
	}
	for _, w := range s.Workspaces {
		fmt.Fprintf(&b, "workspace %s of %q\n%s", w.Manifest, w.Members, replaced(w.Replacements))
	}
	return b.String()
}

func replaced(list []modules.Replacement) string {
	var b strings.Builder
	for _, r := range list {
		fmt.Fprintf(&b, "  replace %s %s => %s %s %s at %s\n", r.Name, r.Version, r.NewName, r.NewVersion, r.Target, r.Location)
	}
	return b.String()
}

// locks writes the lock files of a set: each package, where it stands, and what it needs.
func locks(s *modules.Set) string {
	var b strings.Builder
	for i := range s.Locks {
		l := &s.Locks[i]
		fmt.Fprintf(&b, "%s\n", l.File)
		for k := range l.Packages {
			p := &l.Packages[k]
			fmt.Fprintf(&b, "  %s:", label(p))
			for _, n := range p.Requires {
				fmt.Fprintf(&b, " %s", label(&l.Packages[n.To]))
				if n.Range != "" || n.Kind != "" {
					fmt.Fprintf(&b, " (%s)", strings.TrimSpace(n.Range+" "+string(n.Kind)))
				}
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func label(p *modules.Package) string {
	s := p.Name
	if p.FirstParty() {
		s = "[" + p.Unit + "]" + s
	}
	if p.Version != "" {
		s += "@" + p.Version
	}
	if p.Places > 1 {
		s += fmt.Sprintf("×%d", p.Places)
	}
	return s
}

func troubles(s *modules.Set) string {
	var b strings.Builder
	for _, x := range s.Broken {
		fmt.Fprintf(&b, "broken %s: %s\n", x.Location, x.Message)
	}
	for _, w := range s.Warnings {
		if w.Code != "broken-manifest" {
			fmt.Fprintf(&b, "%s ×%d: %s\n", w.Code, w.Count, w.Message)
		}
	}
	return b.String()
}

func equal(t *testing.T, got, want string) {
	t.Helper()
	if d := cmp.Diff(strings.TrimLeft(want, "\n"), got); d != "" {
		t.Error("-want +got\n" + d)
	}
}

func TestManifests(t *testing.T) {
	s := Load(repo.Memory(map[string]string{
		"package.json": "\xef\xbb\xbf{\r\n\"name\": \"shop\",\r\n\"workspaces\": {\"packages\": [\"packages/*\", \"!packages/old\"]},\r\n" +
			"\"devDependencies\": {\"lib\": \"^1.0.0\"},\n\"overrides\": {\"a\": \"1.0.0\", \"b\": {\"c\": \"npm:d@2\"}},\n\"resolutions\": {\"x/**/@s/y\": \"3\"},\n\"pnpm\": {\"overrides\": {\"e\": \"4\"}}}",
		"packages/lib/package.json": `{"name": "lib", "version": "1.4.0", "peerDependencies": {"react": ">=17"}}`,
		"packages/web/package.json": "{\"name\": \"web\", \"dependencies\": {\n\"lib\": \"workspace:*\",\n\"other\": \"npm:real@^2\",\n\"up\": \"file:../lib\",\n\"git\": \"o/r#v1\",\n\"tag\": \"next\"},\n" +
			"\"optionalDependencies\": {\"lib\": \"^2.0.0\"}}",
		"packages/old/package.json":        `{"name": "old"}`,
		"packages/web/src/package.json":    `{"type": "module"}`,
		"node_modules/z/package.json":      `{"name": "z"}`,
		"test/fixtures/bad/package.json":   `{`,
		"template/package.json":            "{\n\"name\": {{name}}\n}",
		"docs/package.json":                `{"name": "docs", "dependencies": {"a": 1, "b": "1"}, "x": 1, "x": 2}`,
		"broken/package.json":              "{\n\"name\": \"b\",\n<<<<<<< HEAD\n",
		"array/package.json":               `[]`,
		"packages/web/vendor/package.json": `{"name": "v"}`,
	}))
	equal(t, units(s), `
. is "shop"
  lib "^1.0.0" development is packages/lib at package.json:4
  replace @s/y  => @s/y 3  at package.json:6
  replace a  => a 1.0.0  at package.json:5
  replace c  => d 2  at package.json:5
  replace e  => e 4  at package.json:7
docs is "docs"
  b "1" at docs/package.json:1
packages/lib is "lib"
  react ">=17" peer at packages/lib/package.json:1
packages/old is "old"
packages/web is "web"
  git "o/r#v1" at packages/web/package.json:5
  lib "^2.0.0" optional at packages/web/package.json:7
  lib "file:../lib" is packages/lib at packages/web/package.json:4
  lib "workspace:*" is packages/lib at packages/web/package.json:2
  real "^2" at packages/web/package.json:3
  tag "next" at packages/web/package.json:6
workspace package.json of ["." "packages/lib" "packages/web"]
`)
	equal(t, troubles(s), `
broken array/package.json:1: a package.json must be an object, found a list
broken broken/package.json:3: a merge conflict is not resolved (<<<<<<<)
broken docs/package.json:1: the version of a in dependencies must be a text, found a number
manifest-template ×1: template/package.json:2 holds placeholders of a template and is no manifest yet; it was left out
repeated-key ×1: docs/package.json:1: the key "x" stands twice, first in line 1; the last one counts, delete the other
`)
}

func TestCatalogs(t *testing.T) {
	s := Load(repo.Memory(map[string]string{
		"package.json":        `{"name": "root", "workspaces": ["ignored"]}`,
		"pnpm-workspace.yaml": "packages:\n  - '{a,b}/**'\n  - '!**/test/**'\ncatalog:\n  react: ^18\ncatalogs:\n  old:\n    react: ^17\noverrides:\n  x@1>y: '2'\n",
		"a/package.json":      `{"name": "a", "dependencies": {"react": "catalog:", "gone": "catalog:"}}`,
		"b/c/package.json":    `{"name": "c", "dependencies": {"react": "catalog:old", "a": "workspace:^"}}`,
		"b/test/package.json": `{"name": "t"}`,
	}))
	equal(t, units(s), `
. is "root"
a is "a"
  gone "" at a/package.json:1
  react "^18" at a/package.json:1 by pnpm-workspace.yaml:5
b/c is "c"
  a "workspace:^" is a at b/c/package.json:1
  react "^17" at b/c/package.json:1 by pnpm-workspace.yaml:8
b/test is "t"
workspace pnpm-workspace.yaml of ["." "a" "b/c"]
  replace y  => y 2  at pnpm-workspace.yaml:10
`)
}

func TestReadSpec(t *testing.T) {
	for in, want := range map[string]spec{
		"^1.0.0":             {versions, "", "^1.0.0"},
		"1.x || >=2.5.0":     {versions, "", "1.x || >=2.5.0"},
		"":                   {versions, "", ""},
		"*":                  {versions, "", "*"},
		"x":                  {versions, "", "x"},
		"v1.2":               {versions, "", "v1.2"},
		"npm:@a/b@^1":        {versions, "@a/b", "^1"},
		"npm:b":              {versions, "b", ""},
		"npm:^1.0.0":         {versions, "", "^1.0.0"},
		"workspace:~":        {workspace, "", "~"},
		"link:../a":          {folder, "", "../a"},
		"../a":               {folder, "", "../a"},
		"file:a.tgz":         {elsewhere, "", "file:a.tgz"},
		"catalog:":           {catalog, "", ""},
		"latest":             {elsewhere, "", "latest"},
		"vnext":              {elsewhere, "", "vnext"},
		"owner/name":         {elsewhere, "", "owner/name"},
		"1st/name":           {elsewhere, "", "1st/name"},
		"git+ssh://x/y#1.0":  {elsewhere, "", "git+ssh://x/y#1.0"},
		"https://x.example/": {elsewhere, "", "https://x.example/"},
	} {
		if got := readSpec(in); got != want {
			t.Errorf("%q: got %v, want %v", in, got, want)
		}
	}
}

func TestListed(t *testing.T) {
	for _, c := range []struct {
		patterns string
		folder   string
		want     bool
	}{
		{"packages/*", "packages/a", true}, {"packages/*", "packages/a/b", false}, {"packages/**", "packages/a/b", true}, {"packages/**", "packages", true},
		{"./packages/*/", "packages/a", true}, {"**", "x/y", true}, {"a/**/c", "a/c", true}, {"a/**/c", "a/b/b/c", true}, {"a/**/c", "a/b", false},
		{"{a,b}/{c,d}", "b/d", true}, {"{a,b}/c", "c/c", false}, {"[", "a", false}, {"a/* !a/x", "a/x", false}, {"!a/x a/*", "a/x", true}, {"{a", "{a", true},
	} {
		if got := listed(strings.Fields(c.patterns), c.folder); got != c.want {
			t.Errorf("%q lists %s: %v, want %v", c.patterns, c.folder, got, c.want)
		}
	}
}
