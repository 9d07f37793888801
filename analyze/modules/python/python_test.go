package python

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/modules"
	"seam/analyze/repo"
)

// show writes a set as one line per fact, so that tests compare whole results.
func show(s *modules.Set) string {
	var b strings.Builder
	for _, u := range s.Units {
		fmt.Fprintf(&b, "%s is %q by %s\n", u.Path, u.Name, u.Manifest)
		for _, r := range u.Requirements {
			conditional := ""
			if r.Conditional {
				conditional = " conditional"
			}
			fmt.Fprintf(&b, "  %s %q %s unit %q at %s%s\n", r.Name, r.Version, kind(r.Kind), r.Unit, r.Location, conditional)
		}
	}
	for _, w := range s.Workspaces {
		fmt.Fprintf(&b, "workspace %s of %q\n", w.Manifest, w.Members)
	}
	for _, l := range s.Locks {
		fmt.Fprintf(&b, "lock %s\n", l.File)
		for _, p := range l.Packages {
			fork := ""
			if p.Fork {
				fork = " fork"
			}
			fmt.Fprintf(&b, "  %s %s unit %q line %d%s\n", p.Name, p.Version, p.Unit, p.Line, fork)
			for _, r := range p.Requires {
				fmt.Fprintf(&b, "    -> %s %s %q %s\n", l.Packages[r.To].Name, l.Packages[r.To].Version, r.Range, kind(r.Kind))
			}
		}
	}
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

func kind(k modules.Kind) string {
	if k == modules.Production {
		return "production"
	}
	return string(k)
}

func check(t *testing.T, files map[string]string, want string) {
	t.Helper()
	if d := cmp.Diff(strings.TrimLeft(want, "\n"), show(Load(repo.Memory(files)))); d != "" {
		t.Error(d)
	}
}

// TestPrivate: a project that says it is never published.
func TestPrivate(t *testing.T) {
	for text, want := range map[string]bool{
		"[project]\nname = 'a'\n": false,
		"[project]\nname = 'a'\nclassifiers = ['Typing :: Typed', 'Private :: Do Not Upload']\n": true,
		"[project]\nname = 'a'\nclassifiers = ['Typing :: Typed']\n":                             false,
		"[tool.poetry]\nname = 'a'\nclassifiers = ['Private :: Do Not Upload']\n":                true,
		"[tool.poetry]\nname = 'a'\npackage-mode = false\n":                                      true,
		"[tool.poetry]\nname = 'a'\npackage-mode = true\n":                                       false,
	} {
		set := Load(repo.Memory(map[string]string{"pyproject.toml": text}))
		if len(set.Units) != 1 || set.Units[0].Private != want {
			t.Errorf("%s\n%+v, want private %v", text, set.Units, want)
		}
	}
}

func TestPyproject(t *testing.T) {
	check(t, map[string]string{
		"pyproject.toml": `[project]
name = "Shop_Root"
dependencies = [
  "Flask[async]>=2,<4 ; python_version > '3.8'",
  "shop.api",
  "helper @ file:libs/helper",
  "wheel @ https://w.example/w.whl ; extra == 'x'",
]
[project.optional-dependencies]
fast = ["orjson"]
test = ["pytest (>=8)"]
[dependency-groups]
lint = ["ruff==0.6.1", {include-group = "other"}]
[tool.uv.sources]
Shop-API = { workspace = true }
[tool.uv.workspace]
members = ["apps/*"]
exclude = ["apps/old"]
[build-system]
requires = ["setuptools>=61"]
`,
		"apps/api/pyproject.toml":    "[project]\nname = \"shop-api\"\ndependencies = [\"numpy<2; python_version<'3.9'\", \"numpy>=2.1; python_version>='3.9'\"]\n",
		"apps/old/pyproject.toml":    "[project]\nname = \"old\"\n",
		"libs/helper/pyproject.toml": "[project]\nname = \"helper\"\n",
		"tools/pyproject.toml":       "[tool.black]\nline-length = 100\n",
		"venv/lib/pyproject.toml":    "[project]\nname = \"installed\"\n",
		"poetic/pyproject.toml": `[tool.poetry]
name = "poetic"
[tool.poetry.dependencies]
python = "^3.9"
requests = "^2.31"
side = { path = "../libs/helper", develop = true }
boto3 = { version = "*", optional = true }
torch = [
  { version = "2.1", markers = "sys_platform == 'linux'" },
  { version = "2.2", markers = "sys_platform == 'darwin'" },
]
[tool.poetry.group.dev.dependencies]
black = "24.1"
`,
	}, `
. is "shop-root" by pyproject.toml
  flask ">=2,<4" production unit "" at pyproject.toml:4 conditional
  helper "" production unit "libs/helper" at pyproject.toml:6
  orjson "" optional unit "" at pyproject.toml:10
  pytest ">=8" development unit "" at pyproject.toml:11
  ruff "==0.6.1" development unit "" at pyproject.toml:13
  shop-api "" production unit "apps/api" at pyproject.toml:5
  wheel "" production unit "" at pyproject.toml:7 conditional
apps/api is "shop-api" by apps/api/pyproject.toml
  numpy "<2" production unit "" at apps/api/pyproject.toml:3 conditional
  numpy ">=2.1" production unit "" at apps/api/pyproject.toml:3 conditional
apps/old is "old" by apps/old/pyproject.toml
libs/helper is "helper" by libs/helper/pyproject.toml
poetic is "poetic" by poetic/pyproject.toml
  black "24.1" development unit "" at poetic/pyproject.toml:13
  boto3 "" optional unit "" at poetic/pyproject.toml:7
  requests "^2.31" production unit "" at poetic/pyproject.toml:5
  side "" production unit "libs/helper" at poetic/pyproject.toml:6
  torch "2.1" production unit "" at poetic/pyproject.toml:9 conditional
  torch "2.2" production unit "" at poetic/pyproject.toml:10 conditional
workspace pyproject.toml of ["." "apps/api"]
`)
}

func TestRequirements(t *testing.T) {
	check(t, map[string]string{
		"requirements.txt": "\uFEFF# for all\r\n-r more/base.in\r\n--index-url https://i.example/simple\r\nDjango==4.2.1 \\\r\n    --hash=sha256:00 \\\r\n    --hash=sha256:11\r\nuvicorn[standard] >=0.20, <1  # server\r\nredis ; sys_platform == 'linux'\r\n" +
			"-e ./libs/core[x]\r\n../outside\r\ngit+https://g.example/tool.git@v1#egg=Tool_Box&subdirectory=x\r\nenv==${ENV_VERSION}\r\n-c constraints.txt\r\nlibs/core ; python_version > '3'\r\n./wheels/x-1.0-py3-none-any.whl\r\n",
		"more/base.in":             "attrs\n",
		"constraints.txt":          "attrs==1.0\n",
		"libs/core/setup.cfg":      "[metadata]\nname = Core.Lib\n[options]\ninstall_requires =\n    attrs>=20\n    # why\n    idna==3.1 ; python_version > '3'\n[options.extras_require]\ntesting = pytest>=7\n[flake8]\nignore = E501\n",
		"libs/bare/setup.py":       "setup(name='bare', install_requires=['six'])\n",
		"requirements-dev.txt":     "pytest==8.0\n",
		"requirements/prod.txt":    "gunicorn==21.2\n",
		"docs/requirements.txt":    "The system must be quick.\nIt must not be slow.\n",
		"docs/requirements.in.txt": "sphinx\n",
		"pip/Pipfile":              "[packages]\nflask = \"*\"\nlocal = {path = \"../libs/core\"}\n[dev-packages]\npytest = {version = \">=7\"}\n[requires]\npython_version = \"3.9\"\n",
	}, `
. is "" by requirements-dev.txt
  core-lib "" production unit "libs/core" at requirements.txt:9
  core-lib "" production unit "libs/core" at requirements.txt:14
  django "==4.2.1" production unit "" at requirements.txt:4
  env "" production unit "" at requirements.txt:12
  pytest "==8.0" development unit "" at requirements-dev.txt:1
  redis "" production unit "" at requirements.txt:8 conditional
  tool-box "" production unit "" at requirements.txt:11
  uvicorn ">=0.20,<1" production unit "" at requirements.txt:7
docs is "" by docs/requirements.in.txt
  sphinx "" production unit "" at docs/requirements.in.txt:1
libs/core is "core-lib" by libs/core/setup.cfg
  attrs ">=20" production unit "" at libs/core/setup.cfg:5
  idna "==3.1" production unit "" at libs/core/setup.cfg:7 conditional
  pytest ">=7" development unit "" at libs/core/setup.cfg:9
more is "" by more/base.in
  attrs "" production unit "" at more/base.in:1
pip is "" by pip/Pipfile
  flask "" production unit "" at pip/Pipfile:2
  local "" production unit "libs/core" at pip/Pipfile:3
  pytest ">=7" development unit "" at pip/Pipfile:5
requirements is "" by requirements/prod.txt
  gunicorn "==21.2" production unit "" at requirements/prod.txt:1
setup-py-unread ×1: libs/bare/setup.py: its requirements stand in code, which is not run, and are not counted; move them to pyproject.toml
`)
}

func TestUvLock(t *testing.T) {
	check(t, map[string]string{
		"app/pyproject.toml": "[project]\nname = \"app\"\ndependencies = [\"numpy>=1\", \"lib\"]\n[dependency-groups]\ndev = [\"pytest>=8\"]\n[tool.uv.sources]\nlib = {path = \"../lib\", editable = true}\n",
		"lib/pyproject.toml": "[project]\nname = \"lib\"\n",
		"app/uv.lock": `version = 1
[manifest]
members = ["app"]

[[package]]
name = "app"
source = { virtual = "." }
dependencies = [
    { name = "lib" },
    { name = "numpy", version = "1.26.0", source = { registry = "r" }, marker = "python_version < '3.9'" },
    { name = "numpy", version = "2.1.0", source = { registry = "r" }, marker = "python_version >= '3.9'" },
]
[package.dev-dependencies]
dev = [{ name = "pytest" }]
[package.metadata]
requires-dist = [{ name = "numpy", specifier = ">=1" }]

[[package]]
name = "lib"
version = "0.1"
source = { editable = "../lib" }

[[package]]
name = "numpy"
version = "1.26.0"
source = { registry = "r" }
wheels = [{ url = "https://w.example", hash = "sha256:0" }]

[[package]]
name = "numpy"
version = "2.1.0"
source = { registry = "r" }

[[package]]
name = "pytest"
version = "8.1.0"
source = { registry = "r" }
dependencies = [{ name = "gone" }]
[package.optional-dependencies]
dev = [{ name = "numpy", version = "2.1.0" }]
`,
	}, `
app is "app" by app/pyproject.toml
  lib "" production unit "lib" at app/pyproject.toml:3
  numpy ">=1" production unit "" at app/pyproject.toml:3
  pytest ">=8" development unit "" at app/pyproject.toml:5
lib is "lib" by lib/pyproject.toml
lock app/uv.lock
  app  unit "app" line 5
    -> lib 0.1 "" production
    -> numpy 1.26.0 ">=1" production
    -> numpy 2.1.0 ">=1" production
    -> pytest 8.1.0 ">=8" development
  lib 0.1 unit "lib" line 18
  numpy 1.26.0 unit "" line 23 fork
  numpy 2.1.0 unit "" line 29 fork
  pytest 8.1.0 unit "" line 34
    -> numpy 2.1.0 "" development
broken app/uv.lock:38: "gone" names no package of this file; write the lock anew with the tool that wrote it
`)
}

func TestOtherLocks(t *testing.T) {
	check(t, map[string]string{
		"p/pyproject.toml": "[tool.poetry]\nname = \"p\"\n[tool.poetry.dependencies]\na = \"^1\"\n[tool.poetry.group.x.dependencies]\nb = \"*\"\n",
		"p/poetry.lock":    "[[package]]\nname = \"A\"\nversion = \"1.2\"\n[package.dependencies]\nb = [\n  {version = \">=1,<2\", markers = \"x\"},\n  {version = \">=2\", markers = \"y\"},\n]\nabsent = {version = \"*\", optional = true}\n[[package]]\nname = \"b\"\nversion = \"1.0\"\n[[package]]\nname = \"b\"\nversion = \"2.0\"\n[metadata]\ncontent-hash = \"0\"\n",
		"q/pyproject.toml": "[project]\nname = \"q\"\ndependencies = [\"a\"]\n",
		"q/pdm.lock":       "[[package]]\nname = \"a\"\nversion = \"1.0\"\ndependencies = [\"b[x]<3; python_version>'3'\"]\n[[package]]\nname = \"a\"\nversion = \"1.0\"\nextras = [\"x\"]\ndependencies = [\"a==1.0\", \"b\"]\n[[package]]\nname = \"b\"\nversion = \"2.0\"\n",
		"r/Pipfile":        "[packages]\na = \"*\"\n[dev-packages]\nb = \"*\"\n",
		"r/Pipfile.lock":   "{\n \"_meta\": {},\n \"default\": {\n  \"a\": {\"version\": \"==1.0\"}\n },\n \"develop\": {\n  \"a\": {\"version\": \"==1.0\"},\n  \"b\": {\"version\": \"==2.0\"}\n }\n}\n",
		"s/pylock.toml":    "lock-version = \"1.0\"\n[[packages]]\nname = \"a\"\nversion = \"1.0\"\ndependencies = [{name = \"b\"}]\n[[packages]]\nname = \"b\"\nversion = \"2.0\"\n",
	}, `
p is "p" by p/pyproject.toml
  a "^1" production unit "" at p/pyproject.toml:4
  b "" development unit "" at p/pyproject.toml:6
q is "q" by q/pyproject.toml
  a "" production unit "" at q/pyproject.toml:3
r is "" by r/Pipfile
  a "" production unit "" at r/Pipfile:2
  b "" development unit "" at r/Pipfile:4
lock p/poetry.lock
  a 1.2 unit "" line 1
    -> b 1.0 ">=1,<2" production
    -> b 2.0 ">=2" production
  b 1.0 unit "" line 10 fork
  b 2.0 unit "" line 13 fork
  p  unit "p" line 0
    -> a 1.2 "^1" production
    -> b 1.0 "" development
    -> b 2.0 "" development
lock q/pdm.lock
  a 1.0 unit "" line 1
    -> b 2.0 "" production
    -> b 2.0 "<3" production
  b 2.0 unit "" line 10
  q  unit "q" line 0
    -> a 1.0 "" production
lock r/Pipfile.lock
  a 1.0 unit "" line 4
  b 2.0 unit "" line 8
  r  unit "r" line 0
    -> a 1.0 "" production
    -> b 2.0 "" development
lock s/pylock.toml
  a 1.0 unit "" line 2
    -> b 2.0 "" production
  b 2.0 unit "" line 6
`)
}

// A requirements file that a tool wrote is a lock; its comments are the links.
func TestCompiled(t *testing.T) {
	check(t, map[string]string{
		"deps/requirements/main.in": "flask>=2\n",
		"deps/requirements/main.txt": `#
# This file is autogenerated by pip-compile with Python 3.12
#
--index-url https://i.example
flask==3.0 \
    --hash=sha256:00
    # via -r requirements/main.in
jinja2==3.1 ; python_version < "4" \
    --hash=sha256:00
    # via
    #   -r requirements/main.in
    #   flask
`,
		"svc/pyproject.toml":   "[project]\nname = \"svc\"\ndependencies = [\"click\"]\n",
		"svc/requirements.txt": "click==8.1  # via svc (pyproject.toml)\ncolorama==0.4  # via click\n",
		"out/requirements.txt": "a==1.0 ; python_version < '3' --hash=sha256:00\na==2.0 ; python_version > '3' --hash=sha256:00\n",
	}, `
deps/requirements is "" by deps/requirements/main.in
  flask ">=2" production unit "" at deps/requirements/main.in:1
out is "" by out/requirements.txt
svc is "svc" by svc/pyproject.toml
  click "" production unit "" at svc/pyproject.toml:3
lock deps/requirements/main.txt
  deps/requirements  unit "deps/requirements" line 0
    -> flask 3.0 ">=2" production
    -> jinja2 3.1 "" production
  flask 3.0 unit "" line 5
    -> jinja2 3.1 "" production
  jinja2 3.1 unit "" line 8
lock out/requirements.txt
  a 1.0 unit "" line 1 fork
  a 2.0 unit "" line 2 fork
  out  unit "out" line 0
lock svc/requirements.txt
  click 8.1 unit "" line 1
    -> colorama 0.4 "" production
  colorama 0.4 unit "" line 2
  svc  unit "svc" line 0
    -> click 8.1 "" production
`)
}

func TestBroken(t *testing.T) {
	check(t, map[string]string{
		"a/pyproject.toml":   "[project]\nname = \"a\"\ndependencies = [\n \"good\",\n \"no good >\",\n]\n",
		"b/requirements.txt": "good\n<<<<<<< HEAD\n",
		"c/requirements.txt": "good==1\nmore==1\nodd thing\n-r none.txt\n",
		"d/uv.lock":          "version = 1\n[[package]]\nversion = \"1\"\n",
		"e/Pipfile.lock":     "{\n \"default\": {,}\n}\n",
		"f/requirements.txt": "a==1\xff\n",
		"g/pyproject.toml":   "[project]\nname = \"g\"\nname = \"g\"\n",
	}, `
a is "a" by a/pyproject.toml
  good "" production unit "" at a/pyproject.toml:4
c is "" by c/requirements.txt
  good "==1" production unit "" at c/requirements.txt:1
  more "==1" production unit "" at c/requirements.txt:2
broken a/pyproject.toml:5: "no good >" is no requirement (name, then for instance >=1.2)
broken b/requirements.txt:2: unresolved merge conflict; resolve it and remove the markers
broken c/requirements.txt:3: "odd thing" is no requirement (name, then for instance >=1.2)
broken c/requirements.txt:4: it includes "none.txt", which is not tracked here; drop the line, or commit the file
broken d/uv.lock:2: a package without a name or a version; write the lock anew with the tool that wrote it
broken e/Pipfile.lock:2: found ',' where a key in quotes should follow
broken f/requirements.txt:1: the text is not UTF-8; save the file as UTF-8
broken g/pyproject.toml:3: "name" stands twice, first on line 2; keep one of them
`)
}

// Files that no tool would write are refused before they cost much.
func TestLarge(t *testing.T) {
	s := Load(repo.Memory(map[string]string{
		"a/requirements.txt": strings.Repeat("a==1\n", 300_000),
		"b/requirements.txt": strings.Repeat("#", 17<<20),
		"c/pyproject.toml":   strings.Repeat("#", 5<<20),
		"d/uv.lock":          strings.Repeat("#", 65<<20),
	}))
	if d := cmp.Diff(`broken a/requirements.txt: the file has more than 200000 lines and is not read
broken b/requirements.txt: the file has 17 MB; files of more than 16 MB are not read
broken c/pyproject.toml: the file has 5 MB; files of more than 4 MB are not read
broken d/uv.lock: the file has 65 MB; files of more than 64 MB are not read
`, show(s)); d != "" {
		t.Error(d)
	}
}

func TestCanonical(t *testing.T) {
	for in, want := range map[string]string{"Friendly-Bard": "friendly-bard", "FRIENDLY._.-bard": "friendly-bard", "a": "a", "x__": "x-"} {
		if got := Canonical(in); got != want {
			t.Errorf("%s is %s, want %s", in, got, want)
		}
	}
}

func TestRequirementsName(t *testing.T) {
	for file, want := range map[string]bool{
		"requirements.txt": true, "a/Requirements-Dev.txt": true, "test_requirements.in": true, "requirements/x.txt": true, "requirements/README.md": false,
		"requirements.lock": false, "myrequirements.txt": false, "constraints-requirements.txt": false, "requirements.py": false,
	} {
		if got := requirementsName(file); got != want {
			t.Errorf("%s: %v", file, got)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("[project]\nname = \"a\"\ndependencies = [\"b[c]>=1; x\"]\n[tool.uv.sources]\nb = {path = \"c\"}\n", "a==1 \\\n --hash=sha256:0 # via -r requirements.in\n-e ./c\n", "[[package]]\nname = \"a\"\nversion = \"1\"\ndependencies = [{name = \"a\"}]\n", "[options]\ninstall_requires = a\n")
	f.Add("[tool.poetry.dependencies]\na = [{version = \"1\"}]\n", "-r requirements.txt\n", "[[package]]\nname = \"a\"\nversion = \"1\"\n[package.dependencies]\na = \"^1\"\n", "")
	f.Fuzz(func(t *testing.T, project, requirements, lock, setup string) {
		s := Load(repo.Memory(map[string]string{
			"pyproject.toml": project, "requirements.txt": requirements, "c/requirements.in": requirements, "uv.lock": lock, "poetry.lock": lock, "pdm.lock": lock, "pylock.toml": lock,
			"Pipfile.lock": setup, "Pipfile": project, "setup.cfg": setup,
		}))
		for _, l := range s.Locks {
			for _, p := range l.Packages {
				for _, r := range p.Requires {
					if r.To < 0 || r.To >= len(l.Packages) {
						t.Fatalf("a link to package %d of %d", r.To, len(l.Packages))
					}
				}
			}
		}
	})
}
