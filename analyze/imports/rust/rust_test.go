package rust

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/imports"
	"seam/analyze/imports/factstest"
	"seam/analyze/repo"
)

// load prints packages, edges, file edges and warnings.
func load(t *testing.T, files map[string]string) string {
	t.Helper()
	g, err := Load(t.Context(), repo.Memory(files), imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range g.Packages {
		fmt.Fprintf(&b, "%s %s %s main=%t files %v tests %v exports %v third %v %v\n", p.Path, p.Module, p.ImportPath, p.Main, p.Files, p.TestFiles, p.Exported, p.ThirdParty, p.TestThird)
	}
	for _, e := range g.Edges {
		fmt.Fprintf(&b, "%s > %s %s at %v symbols %q\n", e.From, e.To, e.Kind, e.Sites, e.Symbols)
	}
	for _, e := range g.FileEdges {
		fmt.Fprintf(&b, "%s > %s %s line %d\n", e.From, e.To, e.Kind, e.Line)
	}
	for _, w := range g.Warnings {
		fmt.Fprintf(&b, "%s %d: %s\n", w.Code, w.Count, factstest.Case(w))
	}
	return b.String()
}

// crateNamed is a manifest of edition 2021.
func crateNamed(name string, lines ...string) string {
	return "[package]\nname = \"" + name + "\"\nedition = \"2021\"\n" + strings.Join(lines, "\n") + "\n"
}

func TestLoad(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"crates: by a use, by a path, by a glob, by the manifest alone": {map[string]string{
			"a/Cargo.toml":   crateNamed("a", "[dependencies]", "b-lib = { path = '../b' }", "cee = { package = 'c', path = '../c' }", "d = { path = '../d' }", "e = { path = '../e' }", "serde = '1'", "[dev-dependencies]", "f = { path = '../f' }", "g = { path = '../g' }", "insta = '1'"),
			"a/src/main.rs":  "use b_lib::{model::Order, Price as P, model};\nuse serde::Ser;\nfn main() { cee::run(); P::new(); model::Line::new(); Ser::x() }\n#[cfg(test)] mod tests { use d::Thing; use f::*; fn x() { Help } }\n",
			"b/Cargo.toml":   crateNamed("b-lib"),
			"b/src/lib.rs":   "pub mod model;\nmod price;\npub use price::Price;\nfn hidden() {}",
			"b/src/model.rs": "pub struct Order; pub struct Line;",
			"b/src/price.rs": "pub struct Price;",
			"c/Cargo.toml":   crateNamed("c"),
			"c/src/lib.rs":   "pub fn run() {}",
			"d/Cargo.toml":   crateNamed("d"),
			"d/src/lib.rs":   "pub struct Thing;",
			"e/Cargo.toml":   crateNamed("e"),
			"f/Cargo.toml":   crateNamed("f"),
			"f/src/lib.rs":   "pub struct Help; pub struct Other;",
			"g/Cargo.toml":   crateNamed("g"),
			"stray.rs":       "",
		}, `a a a main=true files [src/main.rs] tests [] exports [] third [serde] [insta]
b b-lib b_lib main=false files [src/lib.rs src/model.rs src/price.rs] tests [] exports [Line Order Price] third [] []
c c c main=false files [src/lib.rs] tests [] exports [run] third [] []
d d d main=false files [src/lib.rs] tests [] exports [Thing] third [] []
e e e main=false files [] tests [] exports [] third [] []
f f f main=false files [src/lib.rs] tests [] exports [Help Other] third [] []
g g g main=false files [] tests [] exports [] third [] []
a > b import at [a/src/main.rs:1 a/src/main.rs:3] symbols ["Line" "Order" "Price" "model"]
a > c import at [a/src/main.rs:3] symbols ["run"]
a > d import at [a/Cargo.toml:7] symbols []
a > e import at [a/Cargo.toml:8] symbols []
a > f test at [a/src/main.rs:4] symbols ["Help" "f"]
a > g test at [a/Cargo.toml:12] symbols []
a/src/main.rs > b/src/model.rs import line 1
a/src/main.rs > b/src/price.rs import line 1
a/src/main.rs > c/src/lib.rs import line 3
a/src/main.rs > d/src/lib.rs test line 4
a/src/main.rs > f/src/lib.rs test line 4
b/src/lib.rs > b/src/model.rs import line 1
b/src/lib.rs > b/src/price.rs import line 2
rust-no-crate 1: stray.rs
`},
		"modules: files, folders, paths, conditions, one that is missing": {map[string]string{
			"Cargo.toml":        crateNamed("x"),
			"src/lib.rs":        "mod a;\nmod b { pub mod c; #[path = \"odd.rs\"] pub mod d; }\n#[path = \"sys/unix.rs\"] mod sys;\nmod gone;\n#[cfg(test)] mod tests;\n",
			"src/a.rs":          "pub mod in_a; use crate::b::c::C; use self::in_a::I; fn f() { super::b::d::D; }",
			"src/a/in_a.rs":     "pub struct I; use super::super::sys::S;",
			"src/b/c/mod.rs":    "pub struct C; mod deep;",
			"src/b/c/deep.rs":   "",
			"src/b/odd.rs":      "pub struct D;",
			"src/sys/unix.rs":   "mod beside; pub struct S;",
			"src/sys/beside.rs": "",
			"src/sys/sys.rs":    "mod beside;",
			"src/tests.rs":      "use super::*; use crate::a::nothing::N;",
			"src/orphan.rs":     "use crate::b::c::C; use crate::no::N;",
			"tests/one.rs":      "mod common; use x::a;",
			"tests/common.rs":   "",
			"benches/two/b.rs":  "",
			"src/bin/p/main.rs": "mod own; fn main() { x::b::d::D }",
			"src/bin/p/own.rs":  "use crate::own;",
		}, `. x x main=true files [src/a.rs src/a/in_a.rs src/b/c/deep.rs src/b/c/mod.rs src/b/odd.rs src/bin/p/main.rs src/bin/p/own.rs src/lib.rs src/orphan.rs src/sys/beside.rs src/sys/sys.rs src/sys/unix.rs] tests [benches/two/b.rs src/tests.rs tests/common.rs tests/one.rs] exports [C D I S] third [] []
src/a.rs > src/a/in_a.rs import line 1
src/a.rs > src/b/c/mod.rs import line 1
src/a.rs > src/b/odd.rs import line 1
src/a/in_a.rs > src/sys/unix.rs import line 1
src/b/c/mod.rs > src/b/c/deep.rs import line 1
src/bin/p/main.rs > src/b/odd.rs import line 1
src/bin/p/main.rs > src/bin/p/own.rs import line 1
src/lib.rs > src/a.rs import line 1
src/lib.rs > src/b/c/mod.rs import line 2
src/lib.rs > src/b/odd.rs import line 2
src/lib.rs > src/sys/unix.rs import line 3
src/lib.rs > src/tests.rs test line 5
src/orphan.rs > src/b/c/mod.rs import line 1
src/orphan.rs > src/lib.rs import line 1
src/sys/sys.rs > src/sys/beside.rs import line 1
src/sys/unix.rs > src/sys/beside.rs import line 1
src/tests.rs > src/a.rs test line 1
src/tests.rs > src/lib.rs test line 1
tests/one.rs > src/a.rs test line 1
tests/one.rs > tests/common.rs test line 1
rust-unresolved 2: src/lib.rs:4: mod gone
`},
		"re-exports: chains, globs, circles, of another crate, macros": {map[string]string{
			"Cargo.toml":    crateNamed("x", "[dependencies]", "y = { path = 'y' }"),
			"src/lib.rs":    "pub mod a; pub mod b; pub mod p; mod u; mod m; pub use p::Far;",
			"src/a.rs":      "pub use crate::b::*; pub use self::Ring as Ring2; pub use self::Ring2 as Ring;",
			"src/b.rs":      "pub struct Near; pub use super::a::*;",
			"src/p.rs":      "pub use y::deep::Far; pub use std::fmt as f;",
			"src/m.rs":      "#[macro_export] macro_rules! make { () => { $crate::b::Near } }",
			"src/u.rs":      "use crate::a::Near; use crate::Far; use crate::a::Ring; use crate::p::f::Debug; use y::Third::x; fn f() { crate::make!(); Far::new(); Near::new() }",
			"y/Cargo.toml":  crateNamed("y", "[dependencies]", "z = { path = '../z' }"),
			"y/src/lib.rs":  "pub mod deep; pub use z::Third;",
			"y/src/deep.rs": "pub struct Far;",
			"z/Cargo.toml":  crateNamed("z"),
			"z/src/lib.rs":  "pub struct Third;",
		}, `. x x main=false files [src/a.rs src/b.rs src/lib.rs src/m.rs src/p.rs src/u.rs] tests [] exports [Near make] third [] []
y y y main=false files [src/deep.rs src/lib.rs] tests [] exports [Far] third [] []
z z z main=false files [src/lib.rs] tests [] exports [Third] third [] []
. > y import at [src/p.rs:1 src/u.rs:1] symbols ["Far" "Third"]
y > z import at [y/src/lib.rs:1] symbols ["Third"]
src/a.rs > src/b.rs import line 1
src/b.rs > src/a.rs import line 1
src/lib.rs > src/a.rs import line 1
src/lib.rs > src/b.rs import line 1
src/lib.rs > src/m.rs import line 1
src/lib.rs > src/p.rs import line 1
src/lib.rs > src/u.rs import line 1
src/m.rs > src/b.rs import line 1
src/p.rs > y/src/deep.rs import line 1
src/u.rs > src/a.rs import line 1
src/u.rs > src/b.rs import line 1
src/u.rs > src/m.rs import line 1
src/u.rs > src/p.rs import line 1
src/u.rs > y/src/lib.rs import line 1
y/src/lib.rs > y/src/deep.rs import line 1
y/src/lib.rs > z/src/lib.rs import line 1
`},
		"edition 2015": {map[string]string{
			"Cargo.toml":   "[package]\nname = \"x\"\n[dependencies]\ny = { path = 'y' }\n",
			"src/lib.rs":   "extern crate y as why; mod a; mod b;",
			"src/a.rs":     "use b::B; use why::Y; fn f() { ::b::C; }",
			"src/b.rs":     "pub struct B; pub struct C;",
			"y/Cargo.toml": "[package]\nname = \"y\"\n",
			"y/src/lib.rs": "pub struct Y;",
		}, `. x x main=false files [src/a.rs src/b.rs src/lib.rs] tests [] exports [B C] third [] []
y y y main=false files [src/lib.rs] tests [] exports [Y] third [] []
. > y import at [src/a.rs:1 src/lib.rs:1] symbols ["Y" "y"]
src/a.rs > src/b.rs import line 1
src/a.rs > y/src/lib.rs import line 1
src/lib.rs > src/a.rs import line 1
src/lib.rs > src/b.rs import line 1
src/lib.rs > y/src/lib.rs import line 1
`},
		"included files, targets that the manifest names, a build script, manifests that are none": {map[string]string{
			"Cargo.toml":                    crateNamed("x", "autotests = false", "build = 'make.rs'", "[lib]", "path = 'lib.rs'", "[[test]]", "name = 't'", "path = 'tests/all.rs'", "[build-dependencies]", "y = { path = 'y' }"),
			"lib.rs":                        "#![doc = include_str!(\"README.md\")]\ninclude!(\"part.rs\");\nconst A: &[u8] = include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/y/data.bin\"));\nconst B: &str = include_str!(\"gone.txt\");",
			"part.rs":                       "",
			"README.md":                     "",
			"y/data.bin":                    "",
			"make.rs":                       "use y::Y; fn main() {}",
			"tests/all.rs":                  "mod each; mod util;",
			"tests/each.rs":                 "use crate::util::U;",
			"tests/util.rs":                 "pub struct U;",
			"tests/fixtures/old/Cargo.toml": crateNamed("old"),
			"tests/fixtures/old/lib.rs":     "",
			"y/Cargo.toml":                  crateNamed("y"),
			"y/src/lib.rs":                  "pub struct Y;",
		}, `. x x main=false files [lib.rs make.rs part.rs] tests [tests/all.rs tests/each.rs tests/util.rs] exports [] third [] []
y y y main=false files [src/lib.rs] tests [] exports [Y] third [] []
. > y import at [make.rs:1] symbols ["Y"]
lib.rs > README.md import line 1
lib.rs > part.rs import line 2
lib.rs > y/data.bin import line 3
make.rs > y/src/lib.rs import line 1
tests/all.rs > tests/each.rs test line 1
tests/all.rs > tests/util.rs test line 1
tests/each.rs > tests/util.rs test line 1
`},
		"a crate of cargo fuzz": {map[string]string{
			"Cargo.toml":        crateNamed("x"),
			"src/lib.rs":        "pub fn parse() {}",
			"fuzz/Cargo.toml":   crateNamed("x-fuzz", "[package.metadata]", "cargo-fuzz = true", "[dependencies]", "libfuzzer-sys = '1'", "x = { path = '..' }", "[[bin]]", "name = 'p'", "path = 'targets/p.rs'"),
			"fuzz/targets/p.rs": "use x::parse; fuzz_target!(|d| { parse() });",
		}, `. x x main=false files [src/lib.rs] tests [] exports [parse] third [] []
fuzz x-fuzz x_fuzz main=false files [] tests [targets/p.rs] exports [] third [] [libfuzzer-sys]
fuzz > . test at [fuzz/targets/p.rs:1] symbols ["parse"]
fuzz/targets/p.rs > src/lib.rs test line 1
`},
		"a tree that holds itself, and one that grows without end": {map[string]string{
			"Cargo.toml": crateNamed("x"),
			"src/lib.rs": "#[path = \"lib.rs\"] mod again; #[path = \"a.rs\"] mod a; #[path = \"a.rs\"] mod b;",
			"src/a.rs":   "#[path = \"b.rs\"] mod a; #[path = \"b.rs\"] mod b; #[path = \"../../../etc/passwd\"] mod c;",
			"src/b.rs":   "#[path = \"c.rs\"] mod a; #[path = \"c.rs\"] mod b;",
			"src/c.rs":   "#[path = \"d.rs\"] mod a; #[path = \"d.rs\"] mod b;",
			"src/d.rs":   "#[path = \"a.rs\"] mod a; #[path = \"c.rs\"] mod b; use super::super::super::super::super::super::X;",
		}, `. x x main=false files [src/a.rs src/b.rs src/c.rs src/d.rs src/lib.rs] tests [] exports [] third [] []
src/a.rs > src/b.rs import line 1
src/b.rs > src/c.rs import line 1
src/c.rs > src/d.rs import line 1
src/lib.rs > src/a.rs import line 1
rust-unresolved 2: src/a.rs:1: mod c
`},
	} {
		if d := cmp.Diff(strings.Split(c.want, "\n"), strings.Split(load(t, c.files), "\n")); d != "" {
			t.Errorf("%s:\n%s", name, d)
		}
	}
}

// However a repository is written, equal files give equal graphs and no panic.
func FuzzLoad(f *testing.F) {
	f.Add("mod a; use crate::a::*; pub use y::Z;", "pub use super::*; mod b { pub use crate::*; }", "pub use x::a; extern crate self as y;")
	f.Add("#[path = \"a.rs\"] mod b; use super::super::x;", "use self::self::super::c; ::y::z();", "pub mod prelude { pub use crate::*; }")
	f.Fuzz(func(t *testing.T, lib, a, y string) {
		files := map[string]string{
			"Cargo.toml": crateNamed("x", "[dependencies]", "y = { path = 'y' }"), "src/lib.rs": lib, "src/a.rs": a,
			"y/Cargo.toml": crateNamed("y", "[dev-dependencies]", "x = { path = '..' }"), "y/src/lib.rs": y,
		}
		if d := cmp.Diff(load(t, files), load(t, files)); d != "" {
			t.Error(d)
		}
	})
}
