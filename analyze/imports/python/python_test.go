package python

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"seam/analyze/imports"
	"seam/analyze/imports/factstest"
	"seam/analyze/repo"
)

func load(t *testing.T, archive string) *imports.Graph {
	t.Helper()
	files := map[string]string{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files[f.Name] = string(f.Data)
	}
	g, err := Load(context.Background(), repo.Memory(files), imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// edges writes every edge as "from > to kind symbols".
func edges(g *imports.Graph) string {
	var out []string
	for _, e := range g.Edges {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s > %s %s %s", e.From, e.To, e.Kind, strings.Join(e.Symbols, ","))))
	}
	return strings.Join(out, "\n")
}

func TestLoad(t *testing.T) {
	for _, c := range []struct{ name, tree, want string }{
		{"packages, modules, names", `
-- shop/__init__.py --
-- shop/cart/__init__.py --
from shop.money import Money, round_up
from shop import money
import shop.pay.card as card
-- shop/money/__init__.py --
-- shop/pay/card.py --
from ..money import *
`, "shop/cart > shop/money import\nshop/cart > shop/pay import\nshop/pay > shop/money import"},
		{"a package that several projects share, and a folder of tests that is called like it", `
-- all/pyproject.toml --
[project]
name = "all"
-- all/flow/__init__.py --
__path__ = __import__("pkgutil").extend_path(__path__, __name__)
-- all/tests/test_a.py --
from flow.run import Runner
from flow._built import x
import flow
-- all/tests/flow/run/test_run.py --
from flow.run import Runner
-- core/pyproject.toml --
[project]
name = "core"
-- core/flow/__init__.py --
-- core/flow/run/__init__.py --
from flow._built import y
`, "all/tests > all/flow test\nall/tests > core/flow/run test Runner\nall/tests/flow/run > core/flow/run test Runner\ncore/flow/run > core/flow import y"},
		{"a package called venv is no environment", `
-- app/__init__.py --
-- app/env.py --
from app.venv.core import V
-- app/venv/__init__.py --
-- app/venv/core.py --
-- venv/lib/x.py --
import app.env
`, "app > app/venv import V"},
		{"a folder's name alone is somebody else's package, and code imports none of examples", `
-- app/__init__.py --
import pydantic
import django
-- examples/pydantic/__init__.py --
-- examples/pydantic/tasks.py --
-- examples/gateway/settings.py --
import django
from eventlet import requests
from eventlet import tasks
-- examples/django/manage.py --
-- examples/eventlet/tasks.py --
`, "examples/gateway > examples/eventlet import"},
		{"a package called test that holds no tests; tests.py", `
-- app/__init__.py --
from app.test.client import Client
-- app/test/__init__.py --
-- app/test/client.py --
from app.web import Web
-- app/web/__init__.py --
-- app/web/tests.py --
from django.test import TestCase
from app.test import client
-- app/checks/__init__.py --
-- app/checks/tests.py --
from app.web import Web
-- app/cli/__init__.py --
from .test import deep
-- app/cli/test/__init__.py --
from app.web import Web
-- app/cli/test/deep/test_cli.py --
from app.web import Web
-- app/site/__init__.py --
-- app/site/test/__init__.py --
from app.web import Web
`, "app > app/test import Client\napp/checks > app/web import Web\napp/cli > app/cli/test test deep\napp/cli/test > app/web test Web\napp/cli/test/deep > app/web test Web\napp/site/test > app/web test Web\napp/test > app/web import Web\napp/web > app/test test"},
		{"a name is the module where there is one", `
-- a/__init__.py --
-- a/b/__init__.py --
-- a/b/c.py --
-- a/b/d/__init__.py --
-- a/x.py --
from a.b import c, d, E
`, "a > a/b import\na > a/b/d import"},
		{"kinds", `
-- p/__init__.py --
-- p/a.py --
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from q.t import T
import q.always
def f():
    import q.lazy.x
    if TYPE_CHECKING:
        import q.types
class C:
    from q.body import B
m = importlib.import_module("q.named")
-- q/__init__.py --
-- q/t/__init__.py --
-- q/always/__init__.py --
-- q/lazy/__init__.py --
-- q/lazy/x.py --
-- q/types/__init__.py --
-- q/body/__init__.py --
-- q/named/__init__.py --
-- p/tests/test_a.py --
import q.always
`, "p > q/always import\np > q/body import B\np > q/lazy dynamic\np > q/named dynamic\np > q/t type T\np > q/types type\np/tests > q/always test"},
		{"src layout, and projects side by side", `
-- one/pyproject.toml --
[project]
name = "one"
-- one/src/first/__init__.py --
import second.sub
import requests
-- two/pyproject.toml --
[tool.setuptools.packages.find]
where = ["lib"]
-- two/lib/second/__init__.py --
-- two/lib/second/sub/__init__.py --
`, "one/src/first > two/lib/second/sub import"},
		{"a name that two other projects have", `
-- a/main.py --
import util
-- b/util/__init__.py --
-- c/util/__init__.py --
`, ""},
		{"scripts of a folder import each other, above first", `
-- svc/server.py --
import demo_pb2
import logging
-- svc/demo_pb2.py --
-- svc/client/run.py --
import demo_pb2
-- other/demo_pb2.py --
-- logging/__init__.py --
`, "svc > logging import\nsvc/client > svc import"},
		{"namespace packages", `
-- company/a/__init__.py --
from company.b import x
import company.none
-- company/b/x.py --
`, "company/a > company/b import"},
		{"a namespace package is no root: neither its modules nor the standard library are named without it", `
-- pyproject.toml --
-- src/shop/shop.py --
from shop.cart import Cart
from shop.money import Money
-- src/shop/cart/__init__.py --
import json
import money
from shop.money import Money
-- src/shop/money/__init__.py --
-- src/shop/json/__init__.py --
`, "src/shop > src/shop/cart import Cart\nsrc/shop > src/shop/money import Money\nsrc/shop/cart > src/shop/money import Money"},
		{"a program run from its folder names its neighbours, whoever names the folder too", `
-- api/app.py --
import store
from models import User
-- api/store/__init__.py --
from models import User
-- api/models/__init__.py --
class User: pass
-- jobs/run.py --
import api.store
`, "api > api/models import User\napi > api/store import\napi/store > api/models import User\njobs > api/store import"},
		{"of the roots above the one that has most of the name", `
-- app/util.py --
-- app/main.py --
import util.text
-- util/text.py --
`, "app > util import"},
		{"what the project asks for by the same name is not another project's folder", `
-- lib/pyproject.toml --
[project]
name = "lib"
dependencies = ["Grpc.IO[fast]>=1 ; python_version > '3'", "common"]
[dependency-groups]
dev = ["tracing"]
-- lib/src/lib/__init__.py --
import grpc_io
import tracing
import common
import plain
-- other/grpc_io/__init__.py --
-- other/tracing/__init__.py --
-- other/plain/__init__.py --
-- common/pyproject.toml --
[project]
name = "common"
-- common/src/common/__init__.py --
`, "lib/src/lib > common/src/common import\nlib/src/lib > other/plain import"},
		{"whoever imports a test is one", `
-- pkg/__init__.py --
-- pkg/fixtures.py --
from tests.helpers import make
-- tests/__init__.py --
-- tests/helpers.py --
def make(): pass
`, "pkg > tests test make"},
		{"in comments and strings nothing is imported", `
-- a/__init__.py --
"""
import b
"""
# import b
x = "import b"
if x: import c; from d import e
-- b/__init__.py --
-- c/__init__.py --
-- d/__init__.py --
`, "a > c import\na > d import e"},
		{"scripts beside a project's packages", `
-- setup.py --
import app
-- app/__init__.py --
import lib
-- lib/__init__.py --
-- tools/release.py --
import app
`, ". > app test\napp > lib import\ntools > app test"},
		{"others' code", `
-- a/__init__.py --
import b
-- venv/b/__init__.py --
import a
`, ""},
	} {
		if got := edges(load(t, c.tree)); got != c.want {
			t.Errorf("%s:\n got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

func TestPackage(t *testing.T) {
	g := load(t, `
-- pyproject.toml --
[project]
name = "shop"
-- shop/__init__.py --
"""The shop."""
import yaml, os
from . import gone
from .missing import x
def sell(): pass
class Till: pass
def _hidden(): pass
-- shop/__main__.py --
-- shop/api_pb2.py --
# Generated by the protocol buffer compiler.  DO NOT EDIT!
-- shop/test_shop.py --
import pytest, yaml
`)
	p := g.Packages[0]
	got := fmt.Sprint(p.Path, " ", p.Module, " ", p.ImportPath, " ", p.Main, p.TestOnly, p.Documented, p.Files, p.TestFiles, p.Generated, p.Exported, p.ThirdParty, p.TestThird)
	want := "shop shop shop true false true [__init__.py __main__.py api_pb2.py] [test_shop.py] [api_pb2.py] [Till sell] [yaml] [pytest]"
	if got != want {
		t.Errorf("got\n%s, want\n%s", got, want)
	}
	if len(g.Warnings) != 1 || g.Warnings[0].Code != "python-unresolved" || !strings.Contains(g.Warnings[0].Message, "shop/__init__.py:4: .missing") {
		t.Errorf("warnings %+v", g.Warnings)
	}
}

// oracle prints the imports of each file as Python's own parser sees them.
const oracle = `
import ast, json, sys

def type_checking(test):
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING" or isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"

def walk(node, kind, found):
    if isinstance(node, ast.Import):
        found.extend([node.lineno, kind, 0, a.name, ""] for a in node.names)
    elif isinstance(node, ast.ImportFrom):
        found.extend([node.lineno, kind, node.level, node.module or "", a.name] for a in node.names)
    elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in ("import_module", "__import__") and node.args[0].value and node.args[0].value[0] != ".":
            found.append([node.func.end_lineno, "dynamic", 0, node.args[0].value, ""])
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and kind != "type":
        kind = "dynamic"
    elif isinstance(node, ast.If) and type_checking(node.test):
        for n in node.body:
            walk(n, "type", found)
        for n in node.orelse:
            walk(n, kind, found)
        return
    for n in ast.iter_child_nodes(node):
        walk(n, kind, found)

sys.setrecursionlimit(100000)
out = {}
for name in sys.stdin.read().split("\n"):
    try:
        tree = ast.parse(open(name, "rb").read())
    except (SyntaxError, ValueError):
        continue
    found = []
    walk(tree, "import", found)
    out[name] = [":".join(map(str, f)) for f in found]
print(json.dumps(out))
`

// TestStatementsEqualAST compares every import of a file, its line, its names and its kind, with what
// Python's parser says: of the files below SEAM_SOURCES, else of a part of the Python
// installation's own library. It needs python3.
func TestStatementsEqualAST(t *testing.T) {
	root, most := os.Getenv("SEAM_SOURCES"), 20_000
	if root == "" {
		lib, err := exec.Command("python3", "-c", "import os; print(os.path.dirname(os.__file__))").Output()
		if err != nil {
			t.Skip("NOT COMPARED with Python's parser: python3 is not installed")
		}
		root, most = strings.TrimSpace(string(lib)), 600
	}
	names := programs(root, most)
	cmd := exec.Command("python3", "-W", "ignore", "-c", oracle)
	cmd.Stdin = strings.NewReader(strings.Join(names, "\n"))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var want map[string][]string
	if err := json.Unmarshal(out, &want); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		w, ok := want[name]
		if !ok {
			continue // its parser refuses it too
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got := statements(src)
		slices.Sort(w)
		if !slices.Equal(slices.Compact(got), slices.Compact(w)) {
			t.Errorf("%s:\n got %v\nwant %v", name, factstest.Minus(got, w), factstest.Minus(w, got))
		}
	}
	if t.Logf("%d files compared", len(want)); len(want) == 0 {
		t.Error("no file was compared")
	}
}

// programs lists the Python files below a folder, the first ones.
func programs(root string, most int) []string {
	var names []string
	_ = filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.HasSuffix(p, ".py") && !strings.Contains(p, "site-packages") && len(names) < most {
			names = append(names, p)
		}
		return nil
	})
	return names
}

// statements is the imports of a file as the oracle writes them, sorted.
func statements(src []byte) []string {
	var got []string
	for _, st := range scan(src).Statements {
		if st.Names == nil {
			got = append(got, fmt.Sprintf("%d:%s:0:%s:", st.Line, st.Kind, st.Module))
		}
		for _, n := range st.Names {
			got = append(got, fmt.Sprintf("%d:%s:%d:%s:%s", st.Line, st.Kind, st.Level, st.Module, n))
		}
	}
	slices.Sort(got)
	return got
}

func FuzzScan(f *testing.F) {
	f.Add([]byte("from . import (a as b, c)\nif TYPE_CHECKING:\n\timport x.y; import z\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, st := range scan(src).Statements {
			if st.Line < 1 || st.Level == 0 && st.Module == "" {
				t.Errorf("statement %+v", st)
			}
		}
	})
}

// TestModules: of the files of one module the package goes before the file and code before
// its declarations; the root may be a package, too.
func TestModules(t *testing.T) {
	y := newLayout([]string{"__init__.py", "a.py", "a.pyi", "a/__init__.py", "b.pyi", "b/__init__.pyi", "c/d.py", "c/d.pyi", "e/.py"}, nil, nil)
	for at, want := range map[string]string{
		".": "__init__.py", "a": "a/__init__.py", "a/__init__": "a/__init__.py", "b": "b/__init__.pyi", "c": "", "c/d": "c/d.py", "e": "", "e/": "", "": "",
	} {
		if got := y.module(at); got != want {
			t.Errorf("%q: %q, want %q", at, got, want)
		}
	}
}
