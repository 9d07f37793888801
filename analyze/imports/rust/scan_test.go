package rust

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// show prints what a file says, a line a fact.
func show(f facts) string {
	var b strings.Builder
	mark := func(test bool) string {
		if test {
			return " test"
		}
		return ""
	}
	for i, s := range f.Scopes[1:] {
		fmt.Fprintf(&b, "mod %d %s in %d inline=%t %v%s\n", i+1, s.Name, s.Parent, s.Inline, s.Files, mark(s.Test))
	}
	for _, u := range f.Uses {
		fmt.Fprintf(&b, "use %s as %s glob=%t extern=%t in %d line %d%s\n", strings.Join(u.Path, "::"), u.Name, u.Glob, u.Extern, u.Scope, u.Line, mark(u.Test))
	}
	for _, r := range f.Paths {
		fmt.Fprintf(&b, "path %s in %d line %d%s\n", strings.Join(r.Path, "::"), r.Scope, r.Line, mark(r.Test))
	}
	for _, it := range f.Items {
		fmt.Fprintf(&b, "item %s in %d pub=%t macro=%t%s\n", it.Name, it.Scope, it.Pub, it.Macro, mark(it.Test))
	}
	for _, in := range f.Includes {
		fmt.Fprintf(&b, "include %s crate=%t line %d%s\n", in.File, in.Crate, in.Line, mark(in.Test))
	}
	return b.String()
}

func TestScan(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"uses": {"use a::b;\npub use crate::{self, c::{d as e, *}, super_::f};\nuse ::g::h as _;\nextern crate i as j;\nfn k() -> impl T + use<'a> {}\nuse {l, m::n,};\n",
			`use a::b as b glob=false extern=false in 0 line 1
use crate as crate glob=false extern=false in 0 line 2
use crate::c::d as e glob=false extern=false in 0 line 2
use crate::c as _ glob=true extern=false in 0 line 2
use crate::super_::f as f glob=false extern=false in 0 line 2
use ::g::h as _ glob=false extern=false in 0 line 3
use i as j glob=false extern=true in 0 line 4
use l as l glob=false extern=false in 0 line 6
use m::n as n glob=false extern=false in 0 line 6
item k in 0 pub=false macro=false
`},
		"modules, their files and their conditions": {"mod a;\npub(crate) mod b { mod c; #[path = \"x.rs\"] mod d; }\n#[cfg(all(unix, test))] mod e { use f::g; }\n#[cfg(not(test))] mod h;\n#[cfg_attr(unix, path = \"u.rs\")] #[cfg_attr(windows, path = \"w.rs\")] mod i;\n// mod no;\nconst S: &str = \"mod no;\";",
			`mod 1 a in 0 inline=false []
mod 2 b in 0 inline=true []
mod 3 c in 2 inline=false []
mod 4 d in 2 inline=false [x.rs]
mod 5 e in 0 inline=true [] test
mod 6 h in 0 inline=false []
mod 7 i in 0 inline=false [u.rs w.rs]
use f::g as g glob=false extern=false in 5 line 3 test
item S in 0 pub=false macro=false
`},
		"paths": {"fn a<'x, T: b::C>(x: &'static d::e::F) -> <G as crate::H>::I {\n  j::<k::L>::m(); n.o::<p::Q>(); return ::r::s(); Vec::<u8>::new(); t::u!(v::w); x: y\n}\n#[z::a(with = \"no::no\")] struct B { c: r#type::D }",
			`path b::C in 0 line 1
path d::e::F in 0 line 1
path crate::H in 0 line 1
path k::L in 0 line 2
path p::Q in 0 line 2
path ::r::s in 0 line 2
path t::u in 0 line 2
path v::w in 0 line 2
path z::a in 0 line 4
path type::D in 0 line 4
item a in 0 pub=false macro=false
item B in 0 pub=false macro=false
`},
		"items": {"pub struct A<T>(T);\npub(super) enum B { C { d: u8 } }\nimpl A<u8> { pub fn no() {} }\npub const fn e() {}\npub unsafe extern \"C\" fn f() {}\npub static mut G: u8 = 1;\npub union H { a: u8 }\nlet union = 1;\n#[macro_export]\nmacro_rules! i { () => { mod no; pub fn no() { $crate::j::k() } use $l::m; } }\npub trait N { fn no(); }\npub type O = fn(u8);\n",
			`path $crate::j::k in 0 line 10
item A in 0 pub=true macro=false
item B in 0 pub=false macro=false
item e in 0 pub=true macro=false
item f in 0 pub=true macro=false
item G in 0 pub=true macro=false
item H in 0 pub=true macro=false
item i in 0 pub=true macro=true
item N in 0 pub=true macro=false
item O in 0 pub=true macro=false
`},
		"macros around items": {"cfg_if::cfg_if! { if #[cfg(unix)] { mod a; pub use a::B; } else { mod c; } }\nlazy_static! { pub static ref D: E = f::g(); }\n",
			`mod 1 a in 0 inline=false []
mod 2 c in 0 inline=false []
use a::B as B glob=false extern=false in 0 line 1
path cfg_if::cfg_if in 0 line 1
path f::g in 0 line 2
item D in 0 pub=true macro=false
`},
		"tests among code": {"#[test]\nfn a() { b::c(); }\n#[tokio::test] async fn d() { e::f() }\nstruct S { #[cfg(test)] x: g::H, y: i::J }\n#[cfg(test)] use k::l;\n#[cfg(test)] impl<A, B> M<A, B> { fn n() { o::p() } }\nfn q() { r::s() }",
			`use k::l as l glob=false extern=false in 0 line 5 test
path b::c in 0 line 2 test
path tokio::test in 0 line 3 test
path e::f in 0 line 3 test
path g::H in 0 line 4 test
path i::J in 0 line 4
path o::p in 0 line 6 test
path r::s in 0 line 7
item a in 0 pub=false macro=false test
item d in 0 pub=false macro=false test
item S in 0 pub=false macro=false
item q in 0 pub=false macro=false
`},
		"includes": {"static A: &str = include_str!(\"../a.txt\");\ninclude!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/b.rs\"));\ninclude!(concat!(env!(\"OUT_DIR\"), \"/c.rs\"));\n#[doc = include_str!(r\"d.md\")] fn e() {}",
			`item A in 0 pub=false macro=false
item e in 0 pub=false macro=false
include ../a.txt crate=false line 1
include /b.rs crate=true line 2
include d.md crate=false line 4
`},
	} {
		if d := cmp.Diff(c.want, show(scan([]byte(c.src)))); d != "" {
			t.Errorf("%s:\n%s", name, d)
		}
	}
}

func TestScanOfTheWhole(t *testing.T) {
	f := scan([]byte("//! What it is.\n#![cfg(test)]\n// @generated\nuse a::*;\nfn main() { B; c(); d!(); e.f(); g::h; i }"))
	if !f.Documented || !f.Main || !f.Scopes[0].Test || !f.Uses[0].Test || f.Lines != 4 {
		t.Errorf("%+v", f)
	}
	if d := cmp.Diff([]string{"B", "a", "c", "cfg", "d", "g", "main"}, f.Words); d != "" {
		t.Error(d)
	}
}

func TestLinesOfTests(t *testing.T) {
	for src, want := range map[string]int{
		"fn a() {\n}\n#[test]\nfn b() {\n if c {\n }\n}\n":                     4,
		"#[cfg(test)]\nmod tests {\n #[test]\n fn b() {\n }\n}\nfn a() {\n}\n": 5,
		"#[cfg(not(test))]\nmod a {\n}\n":                                      0,
		"#[cfg(test)] use a::b;\n#[test] fn c() {":                             0,
	} {
		if got := scan([]byte(src)).TestLines; got != want {
			t.Errorf("%q: %d lines, want %d", src, got, want)
		}
	}
}

// Nesting, and lists without an end, cost no more than their length.
func TestScanIsBounded(t *testing.T) {
	for _, piece := range []string{"{", "mod a {", "use a::{", "{a::", "a::", "#[path=", "#[cfg(all(", "pub(", "::", "}", "mod a;", "use a::*;", "use a::{b::", "r#", "fn a(", "include!("} {
		f := scan([]byte(strings.Repeat(piece, 20_000)))
		if len(f.Scopes) > maxFacts || len(f.Uses) > maxFacts || len(f.Paths) > maxFacts {
			t.Errorf("%q: %d modules, %d uses, %d paths", piece, len(f.Scopes), len(f.Uses), len(f.Paths))
		}
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte("#[cfg(test)] mod a { use super::*; } pub use crate::{b as c, *}; fn d() { e::f() }"))
	f.Add([]byte("#[path = \"x\"] mod a; include!(\"b\"); macro_rules! c { () => {} } extern crate d;"))
	f.Fuzz(func(t *testing.T, src []byte) {
		facts := scan(src)
		for _, s := range facts.Scopes {
			if s.Parent >= len(facts.Scopes) {
				t.Fatalf("module %q in %d of %d", s.Name, s.Parent, len(facts.Scopes))
			}
		}
		for _, u := range facts.Uses {
			if len(u.Path) == 0 {
				t.Fatal("a use of nothing")
			}
		}
	})
}
