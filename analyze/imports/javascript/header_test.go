package javascript

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"
)

// withoutNames is the facts of a whole file but for what a header leaves out.
func withoutNames(f facts) facts {
	f.Exports = nil
	for i := range f.Imports {
		f.Imports[i].Names, f.Imports[i].Unknown = nil, true
	}
	return f
}

// TestHeaderStopsEarly: without names a file is read up to its last import.
func TestHeaderStopsEarly(t *testing.T) {
	for src, want := range map[string]int{
		"import 'a'\nexport const b = 1\n":                        0,
		"const a = 1":                                             -1,
		"const imports = important(required, exported)":           -1,
		"export default 1; export async function f() {}":          -1,
		"export type A = B; export type {B}":                      19,
		"import.meta.url; require.resolve('x')":                   -1,
		"import 'a'; // as in import 'b'":                         21,
		"export/**/{ a } from 'a'":                                0,
		"export\n\t* from 'a'; export class C {}":                 0,
		"$import('a')":                                            1,
		"a = 1; x = require ('a')":                                11,
		"export interface A {}\nexport import x = require('./x')": 40,
	} {
		if got := lastImport([]byte(src)); got != want {
			t.Errorf("the last import of %q is at %d, want %d", src, got, want)
		}
	}
}

// TestHeaders: what is imported is the same without names, in the programs of this
// package and in those of the folder that SEAM_SOURCES names.
func TestHeaders(t *testing.T) {
	files := programs(t, "testdata")
	if more := os.Getenv("SEAM_SOURCES"); more != "" {
		files = append(files, programs(t, more)...)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		compareHeader(t, file, src)
	}
}

// TestHeaderOfLongFiles: statements at and over the edge of what is gathered at once.
func TestHeaderOfLongFiles(t *testing.T) {
	for n := window - behind - 12; n < window+12; n++ {
		before := strings.Repeat("a;", n/2) + strings.Repeat("b", n%2) + "\n"
		compareHeader(t, "a.ts", []byte(before+"import { c, type d } from 'e'; typeof import('f'); let x = import('g').H; require('i')"))
		compareHeader(t, "a.ts", []byte("import {"+strings.Repeat("a,", n/2)+"b } from 'c'; export * from 'd'; import('e')"+before))
	}
}

func compareHeader(t *testing.T, name string, src []byte) {
	t.Helper()
	before := bytes.Clone(src)
	got, want := files(false).Facts(name, src), withoutNames(files(true).Facts(name, src))
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: without names it says\n%+v\nwant\n%+v", name, got, want)
	}
	if !bytes.Equal(src, before) {
		t.Errorf("%s: its text was changed", name)
	}
}

func FuzzHeaders(f *testing.F) {
	for _, src := range []string{
		"import a, { type b } from 'c'; export * from \"d\"; import e = require('f')\nlet x = 1",
		"export { a, 'b c' as d, e } from 'f'\n/** @import { a } from 'b' */",
		"const a = `${import('b')}` // import 'c'\nexport type { D } from 'e'; export type F = 1",
		"<a b={import('c').then()}>import 'no'</a>; const { a, b } = require('c'); a()",
		"export import a = require('b'); export import c = d.e",
		strings.Repeat("a(b);", window/4) + "import('c').d; export { e } from 'f'",
		"import {" + strings.Repeat("a,", window/2-2) + "b } from 'c'; import('d')",
	} {
		f.Add("a.tsx", []byte(src))
		f.Add("a.js", []byte(src))
	}
	f.Add("a.vue", []byte("<script lang=\"ts\">import 'a'; x()</script>"))
	f.Fuzz(func(t *testing.T, name string, src []byte) { compareHeader(t, name, src) })
}
