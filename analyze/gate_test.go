package analyze

import (
	"sync"
	"testing"

	"seam/analyze/repo"
)

// recorder remembers what was read of a tree.
type recorder struct {
	repo.Tree
	mu   *sync.Mutex
	read map[string]bool
}

func (r recorder) ReadFile(name string) ([]byte, error) {
	r.mu.Lock()
	r.read[name] = true
	r.mu.Unlock()
	return r.Tree.ReadFile(name)
}

// manifestTree holds a file of every name that a reader of manifests looks for, and what
// manifests include.
var manifestTree = map[string]string{
	"go.mod": "module m.example/m\n", "go.sum": "", "go.work": "go 1.24\nuse .\n", "vendor/modules.txt": "",
	"package.json": `{"name": "a", "workspaces": ["web"]}`, "package-lock.json": `{"lockfileVersion": 3, "packages": {}}`, "npm-shrinkwrap.json": "{}",
	"web/package.json": `{"name": "web"}`, "pnpm-lock.yaml": "lockfileVersion: '9.0'\n", "pnpm-workspace.yaml": "packages: [web]\n", "yarn.lock": "", ".yarnrc.yml": "", ".npmrc": "",
	"Cargo.toml": "[package]\nname = \"a\"\nversion = \"1.0.0\"\n", "Cargo.lock": "version = 4\n", ".cargo/config.toml": "",
	"pom.xml": "<project><groupId>a</groupId><artifactId>a</artifactId><version>1</version></project>", ".mvn/maven.config": "-Drevision=1\n", ".mvn/extensions.xml": "",
	"build.gradle": "", "build.gradle.kts": "", "settings.gradle": "", "settings.gradle.kts": "", "gradle.properties": "", "gradle.lockfile": "", "gradle/libs.versions.toml": "", "buildSrc/src/main/groovy/a.gradle": "", "gradle/dependency-locks/x.lockfile": "",
	"pyproject.toml": "[project]\nname = \"a\"\n", "uv.lock": "version = 1\n", "poetry.lock": "", "Pipfile": "", "Pipfile.lock": "{}", "pdm.lock": "", "setup.py": "", "setup.cfg": "",
	"requirements.txt": "-r other.in\n-c limits\n", "other.in": "x==1\n", "limits": "x==1\n", "requirements/dev.in": "", "requirements-dev.txt": "",
	"a.csproj": "<Project/>", "b.fsproj": "<Project/>", "c.vbproj": "<Project/>", "Directory.Packages.props": "<Project/>", "Directory.Build.props": "<Project/>", "Directory.Build.targets": "<Project/>", "packages.lock.json": "{}", "packages.config": "<packages/>", "NuGet.config": "<configuration/>", "a.sln": "", "global.json": "{}",
	"MODULE.bazel": "module(name = \"a\")\n", "MODULE.bazel.lock": "{}", "WORKSPACE": "", "x.MODULE.bazel": "",
	"README.md": "", "main.go": "package main\n", "src/index.ts": "", "Makefile": "", "image.png": "",
}

// Whatever a reader of manifests reads must count as something that may require: a change
// to any other file would be skipped in silence.
func TestReadersReadWhatMayRequire(t *testing.T) {
	r := recorder{repo.Memory(manifestTree), &sync.Mutex{}, map[string]bool{}}
	set := manifests(sourceOf(r))
	var odd []string
	for name := range r.read {
		if !mayRequire(name) {
			odd = append(odd, name)
		}
	}
	if len(odd) > 0 {
		t.Errorf("read, but a change to them is skipped: %v", odd)
	}
	if len(r.read) < 20 || len(set.Units) < 6 {
		t.Errorf("%d files read, %d units: the tree proves nothing", len(r.read), len(set.Units))
	}
}

// Files of any name are included by some manifest; only what certainly is none is skipped.
func TestMayRequire(t *testing.T) {
	for file, want := range map[string]bool{
		"go.mod": true, "a/b/package-lock.json": true, "web/pnpm-lock.yaml": true, "x/App.csproj": true, "requirements-dev.txt": true, "Pipfile": true,
		"vendor/modules.txt": true, "go.sum": true, "go.work.sum": true, "base.reqs": true, "requirements/base": true, "REQUIREMENTS.TXT": true,
		"poms/parent": true, "versions.include": true, "directory.build.targets": true, "third_party/submodule": true, "seam.yaml": true,
		"main.go": false, "web/app.ts": false, "image.png": false, "src/Main.java": false, "src/lib.rs": false, "README.md": false, "LICENSE": false,
		"docs/logo.svg": false, "Makefile": false, "build/Dockerfile": false, ".gitignore": false,
	} {
		if got := mayRequire(file); got != want {
			t.Errorf("mayRequire(%q) = %t, want %t", file, got, want)
		}
	}
}
