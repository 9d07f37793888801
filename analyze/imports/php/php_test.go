package php

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/imports"
	"seam/analyze/repo"
)

// load prints packages, edges, file edges and warnings. Files get the mark that begins PHP.
func load(t *testing.T, files map[string]string) string {
	t.Helper()
	tree := map[string]string{}
	for name, text := range files {
		if strings.HasSuffix(name, ".php") {
			text = "<?php\n" + text
		}
		tree[name] = text
	}
	g, err := Load(t.Context(), repo.Memory(tree), imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range g.Packages {
		fmt.Fprintf(&b, "%s [%s] %s files %v tests %v exports %v third %v %v\n", p.Path, p.Module, p.ImportPath, p.Files, p.TestFiles, p.Exported, p.ThirdParty, p.TestThird)
	}
	for _, e := range g.Edges {
		fmt.Fprintf(&b, "%s > %s %s %v\n", e.From, e.To, e.Kind, e.Symbols)
	}
	for _, e := range g.FileEdges {
		fmt.Fprintf(&b, "  %s > %s %s line %d\n", e.From, e.To, e.Kind, e.Line)
	}
	for _, w := range g.Warnings {
		example := strings.TrimPrefix(strings.TrimPrefix(w.Message, meaning[w.Code]), "; for example ")
		fmt.Fprintf(&b, "%s %d %s\n", w.Code, w.Count, strings.TrimPrefix(example, ": "))
	}
	return b.String()
}

func TestLoad(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"use statements, names in code, tests, what is another's": {map[string]string{
			"composer.json":           `{"name": "acme/shop", "autoload": {"psr-4": {"Shop\\": "src/"}}, "autoload-dev": {"psr-4": {"Shop\\Checks\\": "checks/"}}, "require": {"php": ">=8.1", "monolog/monolog": "^3.0", "guzzlehttp/guzzle": "^7"}}`,
			"composer.lock":           `{"packages": [{"name": "psr/log", "version": "3.0.0", "autoload": {"psr-4": {"Psr\\Log\\": "src"}}}], "packages-dev": []}`,
			"src/Orders/Order.php":    "namespace Shop\\Orders;\nuse Shop\\Billing\\Invoice;\nuse Psr\\Log\\LoggerInterface, Monolog\\Logger, Twig\\Environment;\nclass Order { function bill(Invoice $i): \\Shop\\Text\\Name { return new Line; } }\n",
			"src/Orders/Line.php":     "namespace Shop\\Orders;\nfinal class Line implements \\Countable { private \\Shop\\Gone $g; }\n",
			"src/Billing/Invoice.php": "namespace Shop\\Billing;\nuse function Shop\\Text\\shorten;\ninterface Invoice { const X = 1; }\necho shorten(strlen('a'));\n",
			"src/Text/names.php":      "namespace Shop\\Text;\nfunction shorten() {}\nclass Name {}\n",
			"checks/OrderCheck.php":   "namespace Shop\\Checks;\nuse Shop\\Orders\\Order;\nuse PHPUnit\\Framework\\TestCase;\nclass OrderCheck extends TestCase {}\n",
			"tests/Unit/LineTest.php": "use Shop\\Orders\\{Line, Order as O};\nnew Line; new O;\n",
			"vendor/a/b/src/X.php":    "namespace Shop\\Vendored; class X {}\n",
			"views/show.blade.php":    "new \\Shop\\Orders\\Order;\n",
		}, `checks [acme/shop] Shop\Checks files [] tests [OrderCheck.php] exports [] third [] [PHPUnit]
src/Billing [acme/shop] Shop\Billing files [Invoice.php] tests [] exports [Invoice] third [] []
src/Orders [acme/shop] Shop\Orders files [Line.php Order.php] tests [] exports [Line Order] third [Twig monolog/monolog psr/log] []
src/Text [acme/shop] Shop\Text files [names.php] tests [] exports [Name shorten] third [] []
tests/Unit [acme/shop]  files [] tests [LineTest.php] exports [] third [] []
checks > src/Orders test [Order]
src/Billing > src/Text import [shorten]
src/Orders > src/Billing import [Invoice]
src/Orders > src/Text import [Name]
tests/Unit > src/Orders test [Line Order]
  checks/OrderCheck.php > src/Orders/Order.php test line 3
  src/Billing/Invoice.php > src/Text/names.php import line 3
  src/Orders/Order.php > src/Billing/Invoice.php import line 3
  src/Orders/Order.php > src/Orders/Line.php import line 5
  src/Orders/Order.php > src/Text/names.php import line 5
  tests/Unit/LineTest.php > src/Orders/Line.php test line 2
  tests/Unit/LineTest.php > src/Orders/Order.php test line 2
php-unresolved 1 src/Orders/Line.php:3: Shop\Gone
`},
		"one name in several files: the own package, the nearest that it requires, where autoload looks, the nearest folder, none": {map[string]string{
			"composer.json":        `{"name": "a/root", "replace": {"a/near": "self.version", "a/far": "self.version"}}`,
			"own/composer.json":    `{"name": "a/own", "require": {"a/near": "*"}, "autoload": {"psr-4": {"S\\": ""}}}`,
			"near/composer.json":   `{"name": "a/near", "require": {"a/far": "*"}, "autoload": {"psr-4": {"S\\": ""}}}`,
			"far/composer.json":    `{"name": "a/far", "autoload": {"psr-4": {"S\\": ""}}}`,
			"other/composer.json":  `{"name": "a/other", "autoload": {"psr-4": {"S\\": ""}}}`,
			"third/composer.json":  `{"name": "a/third", "autoload": {"psr-4": {"S\\": ""}}}`,
			"own/Use.php":          "namespace S;\nclass Use_ { function f(T $t, N $n, F $f, O $o, L $l) {} }\n",
			"own/T.php":            "namespace S; class T {}\n",
			"near/T.php":           "namespace S; class T {}\n",
			"near/N.php":           "namespace S; class N {}\n",
			"far/N.php":            "namespace S; class N {}\n",
			"far/F.php":            "namespace S; class F {}\n",
			"other/F.php":          "namespace S; class F {}\n",
			"other/O.php":          "namespace S; class O {}\n",
			"third/O.php":          "namespace S; class O {}\n",
			"own/old/all.php":      "namespace S; class L {}\n",
			"own/L.php":            "namespace S; class L {}\n",
			"scripts/a/one.php":    "go();\nstop();\n",
			"scripts/a/x/go.php":   "function go() {}\n",
			"scripts/b/go.php":     "function go() {}\n",
			"scripts/b/stop.php":   "function stop() {}\n",
			"scripts/c/stop.php":   "function stop() {}\n",
			"scripts/c/tested.php": "mock();\n",
			"tests/mock.php":       "function mock() {}\n",
		}, `far [a/far] S files [F.php N.php] tests [] exports [F N] third [] []
near [a/near] S files [N.php T.php] tests [] exports [N T] third [] []
other [a/other] S files [F.php O.php] tests [] exports [F O] third [] []
own [a/own] S files [L.php T.php Use.php] tests [] exports [L T Use_] third [] []
own/old [a/own] S files [all.php] tests [] exports [L] third [] []
scripts/a [a/root]  files [one.php] tests [] exports [] third [] []
scripts/a/x [a/root]  files [go.php] tests [] exports [go] third [] []
scripts/b [a/root]  files [go.php stop.php] tests [] exports [go stop] third [] []
scripts/c [a/root]  files [stop.php tested.php] tests [] exports [stop] third [] []
tests [a/root]  files [] tests [mock.php] exports [] third [] []
third [a/third] S files [O.php] tests [] exports [O] third [] []
own > far import [F]
own > near import [N]
scripts/a > scripts/a/x import [go]
  own/Use.php > far/F.php import line 3
  own/Use.php > near/N.php import line 3
  own/Use.php > own/L.php import line 3
  own/Use.php > own/T.php import line 3
  scripts/a/one.php > scripts/a/x/go.php import line 2
php-ambiguous 3 own/Use.php:3: S\O
`},
		"paths: of the folder, of constants, of nothing, computed, gone": {map[string]string{
			"load.php":                   "define('ABS', __DIR__ . '/');\nconst INC = 'inc';\nrequire ABS . INC . '/version.php';\nrequire_once(ABS . 'admin/menu.php');\n",
			"inc/version.php":            "define('DEEP', dirname(dirname(__FILE__)));\n",
			"admin/menu.php":             "include '../inc/version.php';\ninclude 'parts/top.php';\ninclude dirname(__DIR__) . '/load.php';\nrequire $x;\nrequire __DIR__ . '/gone.php';\nrequire __DIR__ . '/../vendor/autoload.php';\n",
			"admin/parts/top.php":        "require_once 'inc/version.php';\nrequire DEEP . '/load.php';\nrequire UNKNOWN . '/admin/menu.php';\nrequire get() . 'menu.php';\n",
			"admin/parts/x/index.php":    "require dirname(__FILE__, 4) . \"/admin/menu.php\";\n",
			"admin/parts/x/outside.php":  "require dirname(__FILE__, 9) . '/admin/menu.php'; require '../../../../x.php';\n",
			"admin/parts/x/function.php": "function menu() {}\n",
		}, `. []  files [load.php] tests [] exports [INC] third [] []
admin []  files [menu.php] tests [] exports [] third [] []
admin/parts []  files [top.php] tests [] exports [] third [] []
admin/parts/x []  files [function.php index.php outside.php] tests [] exports [menu] third [] []
inc []  files [version.php] tests [] exports [] third [] []
. > admin import []
. > inc import []
admin > . import []
admin > admin/parts import []
admin > inc import []
admin/parts > . import []
admin/parts > admin import []
admin/parts > inc import []
admin/parts/x > admin import []
  admin/menu.php > admin/parts/top.php import line 3
  admin/menu.php > inc/version.php import line 2
  admin/menu.php > load.php import line 4
  admin/parts/top.php > admin/menu.php import line 4
  admin/parts/top.php > inc/version.php import line 2
  admin/parts/top.php > load.php import line 3
  admin/parts/x/index.php > admin/menu.php import line 2
  load.php > admin/menu.php import line 5
  load.php > inc/version.php import line 4
php-unresolved 1 admin/menu.php:6: admin/gone.php
`},
		"data: translations are no package, a table that code includes is, and so is one beside code": {map[string]string{
			"lang/en/a.php":    "return ['a' => 'A'];\n",
			"data/t.php":       "declare(strict_types=1);\nreturn [1, 2];\n",
			"config/app.php":   "return ['debug' => true];\n",
			"config/other.php": "return [App::class];\n",
			"src/App.php":      "class App { function f() { return require __DIR__ . '/../data/t.php'; } }\n",
		}, `config []  files [app.php other.php] tests [] exports [] third [] []
data []  files [t.php] tests [] exports [] third [] []
src []  files [App.php] tests [] exports [App] third [] []
config > src import [App]
src > data import []
  config/other.php > src/App.php import line 2
  src/App.php > data/t.php import line 2
`},
		"psr-0, a second name, what PHP has itself, functions without a namespace, cases": {map[string]string{
			"composer.json":      `{"autoload": {"psr-0": {"Old_": "lib/"}, "files": ["src/helpers.php"]}}`,
			"lib/Old/Mail/A.php": "class Old_Mail_A { function f() { return new old_mail_b(); } }\n",
			"lib/Old/Mail/B.php": "class Old_Mail_B {}\nclass_alias('Old_Mail_B', 'New\\\\B');\n",
			"src/helpers.php":    "if (!function_exists('str_contains')) { function str_contains() {} }\nfunction helper() {}\n",
			"src/Deep/C.php":     "namespace Deep;\nuse New\\B;\nclass C { function f() { return \\HELPER(str_contains('a', 'b')) . helper(...) . new B(); } }\n",
		}, `lib/Old/Mail []  files [A.php B.php] tests [] exports [B Old_Mail_A Old_Mail_B] third [] []
src []  files [helpers.php] tests [] exports [helper str_contains] third [] []
src/Deep [] Deep files [C.php] tests [] exports [C] third [] []
src/Deep > lib/Old/Mail import [B]
src/Deep > src import [helper]
  lib/Old/Mail/A.php > lib/Old/Mail/B.php import line 2
  src/Deep/C.php > lib/Old/Mail/B.php import line 3
  src/Deep/C.php > src/helpers.php import line 4
`},
	} {
		if d := cmp.Diff(c.want, load(t, c.files)); d != "" {
			t.Errorf("%s:\n%s", name, d)
		}
	}
}

// TestHostile holds that nothing is read twice or without end: brackets that are never
// closed, constants that are made of each other, folders that lead outside.
func TestHostile(t *testing.T) {
	deep := strings.Repeat("function f(A|(B&C) $x = new class(", 20_000)
	cycle := "define('A', B . B . B . B); define('B', A . A . A . A); require A . '/x.php';\n" + strings.Repeat("define('A', B . B); define('B', A . A);\n", 100)
	got := load(t, map[string]string{"a/deep.php": deep, "b/cycle.php": cycle, "c/name.php": "use " + strings.Repeat(`A\{`, 50_000), "d/up.php": "require dirname(" + strings.Repeat("dirname(", 1000) + "__DIR__"})
	if n := strings.Count(got, "[]  files"); n != 4 {
		t.Errorf("%d packages: %.2000s", n, got)
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte("<?php namespace A { use B\\{C, function d as e}; #[F] final class G extends H implements I { use J; const K L = 1; function m(?N $o = P::Q): static|R {} } }"))
	f.Add([]byte("<?php define('A', dirname(__DIR__, 2) . '/b'); require A . C . 'd.php'; class_alias(E::class, 'F'); new class(fn (): G => 1) extends H {};"))
	f.Add([]byte("<p><?= $a instanceof \\B ? c() : \"{$d->e(F::g)}\" ?>"))
	f.Fuzz(func(t *testing.T, src []byte) {
		got := reader.Facts("", src)
		for _, u := range got.Uses {
			if u.Name == "" || u.Line < 1 || u.Line > got.Lines+1 {
				t.Errorf("%+v", u)
			}
		}
	})
}
