package diamonds_test

import (
	"strings"
	"testing"

	"seam/analyze/diamonds"
	"seam/analyze/modules"
	"seam/analyze/modules/bundler"
	"seam/analyze/modules/cargo"
	"seam/analyze/modules/npm"
	"seam/analyze/modules/nuget"
	"seam/analyze/modules/python"
	"seam/analyze/repo"
)

// requires is a package.json, or a private one.
func requires(name, what string) string {
	return `{"name": "` + name + `", "dependencies": {` + what + `}}`
}

// What is on purpose is left as it is, and the advice says why; what only looks alike is not.
func TestOnPurpose(t *testing.T) {
	project := func(own, body string) string {
		return "<Project><PropertyGroup>" + own + "</PropertyGroup><ItemGroup>" + body + "</ItemGroup></Project>"
	}
	list := "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>\n<ItemGroup><PackageVersion Include=\"Serilog\" Version=\"3.0.0\" /></ItemGroup></Project>"
	serilog := `<PackageReference Include="Serilog" Version="2.0.0" />`
	const copied = `{"lockfileVersion": 3, "packages": {"": {"name": "shop", "version": "2.0.0", "workspaces": ["web"]},
"web": {"name": "web", "version": "1.0.0", "dependencies": {"shop": "^1"}},
"node_modules/web": {"link": true, "resolved": "web"}, "node_modules/shop": {"version": "1.9.0"}}}`
	for name, c := range map[string]struct {
		load  func(repo.Tree) *modules.Set
		files map[string]string
		want  string // severity, rule and edit of the first finding
	}{
		"folders that are there for a version each": {npm.Load, map[string]string{
			"it/react-next-14/package.json": requires("n14", `"next": "^14.2.0"`),
			"it/react-next-15/package.json": requires("n15", `"next": "^15.0.0"`),
			"web/package.json":              requires("web", `"next": "^15.0.0"`),
		}, "noise workspace-skew Leave it: it/react-next-14, it/react-next-15 hold another version on purpose, as the names say"},
		"what they bring along is left too": {npm.Load, map[string]string{
			"it/next-14/package.json": requires("n14", `"next": "^14.2.0", "react": "^18.0.0"`),
			"it/next-15/package.json": requires("n15", `"next": "^15.0.0", "react": "^19.0.0"`),
		}, "noise workspace-skew Leave it: it/next-14, it/next-15 hold another version on purpose, as the names say"},
		"the rest has to agree all the same": {npm.Load, map[string]string{
			"it/react-next-14/package.json": requires("n14", `"next": "^14.2.0"`),
			"it/react-next-15/package.json": requires("n15", `"next": "^15.0.0"`),
			"web/package.json":              requires("web", `"next": "^15.0.0"`),
			"admin/package.json":            requires("admin", `"next": "^16.0.0"`),
			"whole/package.json":            requires("whole", `"web": "file:../web", "admin": "file:../admin"`),
		}, "problem workspace-skew Raise next to ^16.0.0 in web/package.json:1"},
		"a number alone says nothing": {npm.Load, map[string]string{
			"team/app1/package.json": requires("a1", `"next": "^1.2.0"`),
			"team/app2/package.json": requires("a2", `"next": "^2.0.0"`),
			"whole/package.json":     requires("whole", `"a1": "file:../team/app1", "a2": "file:../team/app2"`),
		}, "problem workspace-skew Raise next to ^2.0.0 in team/app1/package.json:1"},
		"nor does one folder": {npm.Load, map[string]string{
			"it/next-14/package.json": requires("n14", `"next": "^14.2.0"`),
			"web/package.json":        requires("web", `"next": "^15.0.0", "n14": "file:../it/next-14"`),
		}, "problem workspace-skew Raise next to ^15.0.0 in it/next-14/package.json:1"},
		"a project that switches the list of versions off": {nuget.Load, map[string]string{
			"Directory.Packages.props": list,
			"a/A.csproj":               project("", `<PackageReference Include="Serilog" />`),
			"b/B.csproj":               project("<ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>", serilog),
		}, "noise replace-skew Leave it: b/B.csproj:1 switches the list off, and no project that follows it is built with these"},
		"one that is built with a project that follows the list": {nuget.Load, map[string]string{
			"Directory.Packages.props": list,
			"a/A.csproj":               project("", `<PackageReference Include="Serilog" />`),
			"b/B.csproj":               project("<ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>", serilog+`<ProjectReference Include="..\a\A.csproj" />`),
		}, "problem replace-skew Say serilog 3.0.0 in b/B.csproj:1 too: b/B.csproj:1 switches the list off, but its project is built with a, which follows it"},
		"one that departs from the list": {nuget.Load, map[string]string{
			"Directory.Packages.props": list,
			"a/A.csproj":               project("", `<PackageReference Include="Serilog" />`),
			"b/B.csproj":               project("", serilog),
		}, "problem replace-skew Drop the version of serilog in b/B.csproj:1, so that the list decides; or raise the list"},
		"a private unit that has the name of another package": {npm.Load, map[string]string{
			"package.json": `{"name": "shop", "version": "2.0.0", "private": true, "workspaces": ["web"]}`, "package-lock.json": copied,
			"web/package.json": requires("web", `"shop": "^1"`),
		}, "noise registry-copy Leave it: the unit in the root is private and no other unit takes it, so that what the registry has is another package of that name"},
		"a release of its own that it is built with": {npm.Load, map[string]string{
			"package.json": `{"name": "shop", "version": "2.0.0", "workspaces": ["web"]}`, "package-lock.json": strings.Replace(copied, "dependencies", "devDependencies", 1),
			"web/package.json": strings.Replace(requires("web", `"shop": "^1"`), "dependencies", "devDependencies", 1),
		}, "smell registry-copy Require the unit itself in web/package.json:1, at a range that accepts its version 2.0.0"},
		"a unit of Cargo that all take as it was released": {cargo.Load, map[string]string{
			"Cargo.toml": "[workspace]\nmembers = [\"a\", \"lib\"]\n", "a/Cargo.toml": "[package]\nname = \"a\"\nversion = \"1.0.0\"\n[dependencies]\nlib = \"0.3\"\n", "lib/Cargo.toml": "[package]\nname = \"lib\"\nversion = \"0.3.1\"\n",
			"Cargo.lock": "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\ndependencies = [\"lib 0.3.1 (registry+https://github.com/rust-lang/crates.io-index)\"]\n\n[[package]]\nname = \"lib\"\nversion = \"0.3.1\"\n\n[[package]]\nname = \"lib\"\nversion = \"0.3.1\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\n",
		}, "smell registry-copy Require the unit itself in a/Cargo.toml:5, by its path, the folder lib"},
		"one that is published": {npm.Load, map[string]string{
			"package.json": `{"name": "shop", "version": "2.0.0", "workspaces": ["web"]}`, "package-lock.json": copied,
			"web/package.json": requires("web", `"shop": "^1"`),
		}, "problem registry-copy Require the unit itself in web/package.json:1, at a range that accepts its version 2.0.0"},
	} {
		t.Run(name, func(t *testing.T) {
			found := diamonds.Find(c.load(repo.Memory(c.files)), diamonds.Options{All: true}).Diamonds
			if len(found) == 0 {
				t.Fatal("nothing found")
			}
			d := found[0]
			if got := string(d.Severity) + " " + d.Rule + " " + d.Fix.Edit; got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}

// A lock holds a version for each such folder, and they are left too.
func TestLocksOnPurpose(t *testing.T) {
	lock := `{"lockfileVersion": 3, "packages": {"": {"name": "root", "workspaces": ["it/*"]},
"it/next-14": {"name": "n14", "dependencies": {"next": "^14.0.0"}}, "it/next-15": {"name": "n15", "dependencies": {"next": "^15.0.0"}},
"node_modules/n14": {"link": true, "resolved": "it/next-14"}, "node_modules/n15": {"link": true, "resolved": "it/next-15"},
"it/next-14/node_modules/next": {"version": "14.1.0"}, "node_modules/next": {"version": "15.1.0"}}}`
	files := map[string]string{
		"package.json": `{"name": "root", "workspaces": ["it/*"]}`, "package-lock.json": lock,
		"it/next-14/package.json": requires("n14", `"next": "^14.0.0"`), "it/next-15/package.json": requires("n15", `"next": "^15.0.0"`),
	}
	for _, d := range diamonds.Find(npm.Load(repo.Memory(files)), diamonds.Options{All: true}).Diamonds {
		if d.Severity != "noise" || !strings.HasPrefix(d.Fix.Edit, "Leave it: it/next-14") {
			t.Errorf("%s %s: %s", d.Severity, d.Rule, d.Fix.Edit)
		}
	}
}

// A crate that asks for one dependency at several versions, each under a name of its own, does
// so on purpose: it can be built with those who ask for one of them.
func TestUnderSeveralNames(t *testing.T) {
	crate := func(name, dependencies string) string {
		return "[package]\nname = \"" + name + "\"\nversion = \"1.0.0\"\n[dependencies]\n" + dependencies
	}
	for name, c := range map[string]struct{ hal, driver, want string }{
		"both, under two names": {"x-02 = {package = \"x\", version = \"0.2\"}\nx-1 = {package = \"x\", version = \"1\"}", "x = \"1\"", "noise"},
		"one, under a name":     {"x-02 = {package = \"x\", version = \"0.2\"}", "x = \"1\"", "problem"},
		"one, under its own":    {"x = {package = \"x\", version = \"0.2\"}", "x = \"1\"", "problem"},
	} {
		files := map[string]string{
			"hal/Cargo.toml": crate("hal", c.hal), "driver/Cargo.toml": crate("driver", c.driver),
			"app/Cargo.toml": crate("app", "hal = {path = \"../hal\"}\ndriver = {path = \"../driver\"}"),
		}
		ds := diamonds.Find(cargo.Load(repo.Memory(files)), diamonds.Options{All: true}).Diamonds
		if len(ds) != 1 || string(ds[0].Severity) != c.want {
			t.Errorf("%s: want a %s, got %+v", name, c.want, ds)
		}
	}
}

// Locks of applications are compared with one another: manifests there may ask for no version.
func TestLocksOfApplications(t *testing.T) {
	gems := func(rails, rack string) string {
		return "GEM\n  remote: https://rubygems.org/\n  specs:\n    rack (" + rack + ")\n    rails (" + rails + ")\n      rack\n\nDEPENDENCIES\n  rails\n"
	}
	const gemfile = "source \"https://rubygems.org\"\ngem \"rails\"\n"
	for name, c := range map[string]struct {
		shop, admin, folder, want string
	}{
		"two majors; what rails brings is no application's choice": {gems("6.1.7", "2.2.0"), gems("7.0.8", "3.0.0"), "admin", "smell rails 6.1.7 in shop, 7.0.8 in admin"},
		"drift":                   {gems("7.0.1", "2.2.0"), gems("7.0.8", "2.2.1"), "admin", ""},
		"an application of tests": {gems("6.1.7", "2.2.0"), gems("7.0.8", "2.2.0"), "test/admin", ""},
	} {
		files := map[string]string{"shop/Gemfile": gemfile, "shop/Gemfile.lock": c.shop, c.folder + "/Gemfile": gemfile, c.folder + "/Gemfile.lock": c.admin}
		got := ""
		for _, d := range diamonds.Find(bundler.Load(repo.Memory(files)), diamonds.Options{All: true}).Diamonds {
			v := d.Versions
			got += string(d.Severity) + " " + d.Dependency + " " + v[0].Version + " in " + v[0].RequiredBy[0] + ", " + v[1].Version + " in " + v[1].RequiredBy[0]
			if !d.Apart || !strings.HasPrefix(d.Fix.Edit, "Leave it, or update rails to 7.0.8 in shop/Gemfile.lock:") || d.Fix.Command != "" {
				t.Errorf("%s: apart %v, %+v", name, d.Apart, d.Fix)
			}
		}
		if got != c.want {
			t.Errorf("%s: want %q, got %q", name, c.want, got)
		}
	}
}

// What manifests say when they are never published.
func TestPrivate(t *testing.T) {
	for name, c := range map[string]struct {
		load func(repo.Tree) *modules.Set
		file string
		text string
		want bool
	}{
		"npm":                 {npm.Load, "package.json", `{"name": "a", "private": true}`, true},
		"npm, published":      {npm.Load, "package.json", `{"name": "a"}`, false},
		"cargo":               {cargo.Load, "Cargo.toml", "[package]\nname = \"a\"\nversion = \"1.0.0\"\npublish = false\n", true},
		"cargo, no registry":  {cargo.Load, "Cargo.toml", "[package]\nname = \"a\"\nversion = \"1.0.0\"\npublish = []\n", true},
		"cargo, by workspace": {cargo.Load, "Cargo.toml", "[workspace.package]\npublish = false\n[workspace]\n[package]\nname = \"a\"\nversion = \"1.0.0\"\npublish.workspace = true\n", true},
		"cargo, one registry": {cargo.Load, "Cargo.toml", "[package]\nname = \"a\"\nversion = \"1.0.0\"\npublish = [\"house\"]\n", false},
		"python":              {python.Load, "pyproject.toml", "[project]\nname = \"a\"\nclassifiers = [\"Private :: Do Not Upload\"]\n", true},
		"python, poetry":      {python.Load, "pyproject.toml", "[tool.poetry]\nname = \"a\"\npackage-mode = false\n", true},
		"python, published":   {python.Load, "pyproject.toml", "[project]\nname = \"a\"\n", false},
		"nuget":               {nuget.Load, "A.csproj", "<Project><PropertyGroup><IsPackable>false</IsPackable></PropertyGroup></Project>", true},
		"nuget, says nothing": {nuget.Load, "A.csproj", "<Project></Project>", false},
	} {
		set := c.load(repo.Memory(map[string]string{c.file: c.text}))
		if len(set.Units) != 1 || set.Units[0].Private != c.want {
			t.Errorf("%s: %+v", name, set.Units)
		}
	}
}
