package javascript

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"seam/analyze/imports"
	"seam/analyze/repo"
)

func load(t *testing.T, archive string) *imports.Graph {
	t.Helper()
	files := map[string]string{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files[f.Name] = string(f.Data)
	}
	g, err := Load(t.Context(), repo.Memory(files), imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// shownEdges writes every edge as "from > to kind symbols", and warnings.
func shownEdges(g *imports.Graph) string {
	var out []string
	for _, e := range g.Edges {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s > %s %s %s", e.From, e.To, e.Kind, strings.Join(e.Symbols, ","))))
	}
	for _, w := range g.Warnings {
		out = append(out, fmt.Sprintf("%s %d", w.Code, w.Count))
	}
	return strings.Join(out, "\n")
}

func TestLoad(t *testing.T) {
	for name, c := range map[string]struct{ tree, want string }{
		"the source of what is imported by the name of its output, without an ending, as an index": {`
-- a/a.ts --
import { x } from "../b/x.js"; import y from '../c/y'; import "../d";
-- b/x.ts --
-- c/y.tsx --
-- d/index.mts --
`, "a > b import x\na > c import default\na > d import"},
		"kinds": {`
-- a/a.ts --
import type { T } from "../b/b"; const c = import("../c/c"); import { type U, w, v, u } from "../d/d";
-- a/more.ts --
import { run } from "../d/d";
-- a/a.test.ts --
import { run } from "../e/e"; import "../d/d";
-- b/b.ts --
-- c/c.ts --
-- d/d.ts --
-- e/e.ts --
`, "a > b type T\na > c dynamic\na > d import U,run,u,v,w\na > e test run"},
		"paths and baseUrl of a tsconfig, through what it extends": {`
-- base.json --
{ "compilerOptions": { "baseUrl": ".", "paths": { "@lib/*": ["libs/*/src"] } } } // with a comment,
-- app/tsconfig.json --
{ "extends": "../base.json", }
-- app/main.ts --
import { x } from "@lib/one"; import { y } from "libs/two/src/y";
-- libs/one/src/index.ts --
-- libs/two/src/y.ts --
`, "app > libs/one/src import x\napp > libs/two/src import y"},
		"what a tsconfig extends from packages of the tree: its tsconfig.json, the file that it names, a file, an export": {`
-- package.json --
{ "workspaces": ["one", "two", "three"] }
-- one/package.json --
{ "name": "@s/one" }
-- one/tsconfig.json --
{ "compilerOptions": { "paths": { "@one/*": ["./libs/*"] } } }
-- one/libs/l.ts --
-- two/package.json --
{ "name": "two", "tsconfig": "base.json" }
-- two/base.json --
{ "compilerOptions": { "paths": { "@two/*": ["./libs/*"] } } }
-- two/libs/l.ts --
-- three/package.json --
{ "name": "three", "exports": { "./strict": "./configs/strict.json" } }
-- three/configs/strict.json --
{ "compilerOptions": { "paths": { "@three/*": ["../libs/*"] } } }
-- three/libs/l.ts --
-- a/tsconfig.json --
{ "extends": ["@s/one", "gone"] }
-- a/a.ts --
import { x } from "@one/l";
-- b/tsconfig.json --
{ "extends": "two" }
-- b/b.ts --
import { x } from "@two/l";
-- c/tsconfig.json --
{ "extends": "three/strict" }
-- c/c.ts --
import { x } from "@three/l";
-- d/tsconfig.json --
{ "extends": "two/base" }
-- d/d.ts --
import { x } from "@two/l";
`, "a > one/libs import x\nb > two/libs import x\nc > three/libs import x\nd > two/libs import x"},
		"paths of a tsconfig further out count beside the nearest one, its baseUrl does not": {`
-- tsconfig.json --
{ "compilerOptions": { "baseUrl": "outer", "paths": { "@lib/*": ["../libs/*"] } } }
-- app/tsconfig.json --
{ "compilerOptions": { "strict": true } }
-- app/main.ts --
import { x } from "@lib/one"; import { y } from "two/two";
-- libs/one.ts --
-- outer/two/two.ts --
`, "app > libs import x"},
		"packages of a workspace, by their exports and their output": {`
-- package.json --
{ "workspaces": ["packages/*"] }
-- packages/a/package.json --
{ "name": "@s/a", "dependencies": { "@s/b": "*", "left-pad": "1" } }
-- packages/a/src/a.ts --
import { b } from "@s/b"; import { c } from "@s/b/deep"; import pad from "left-pad";
-- packages/b/package.json --
{ "name": "@s/b", "exports": { ".": "./dist/index.js", "./deep": { "types": "./deep/types.d.ts", "import": "./deep/c.ts" } } }
-- packages/b/src/index.ts --
-- packages/b/deep/c.ts --
-- packages/b/deep/types.d.ts --
`, "packages/a/src > packages/b/deep import c\npackages/a/src > packages/b/src import b"},
		"names with #": {`
-- package.json --
{ "name": "x", "imports": { "#db": { "node": "./db/node.js", "default": "./db/web.js" }, "#lib/*": "./lib/*.js" } }
-- app/a.js --
import "#db"; require("#lib/b"); import "#gone";
-- db/node.js --
-- lib/b.js --
`, "app > db import\napp > lib import\njs-import-unresolved 1"},
		"conventions of bundlers": {`
-- package.json --
{ "name": "x" }
-- src/views/a.ts --
import "@/lib/b"; import "~/c/c"; import "src/d/d"; import "./a.css"; import "./gone";
-- src/lib/b.ts --
-- src/c/c.ts --
-- src/d/d.ts --
`, "src/views > src/c import\nsrc/views > src/d import\nsrc/views > src/lib import\njs-import-unresolved 1"},
		"conventions of Nuxt": {`
-- package.json --
{ "name": "x" }
-- app/pages/index.vue --
<script setup lang="ts">
import { a } from '~~/config/a'
import { b } from '#shared/b'
import { c } from '~/composables/c'
import { NuxtLink } from '#components'
</script>
-- config/a.ts --
-- shared/b.ts --
-- app/composables/c.ts --
`, "app/pages > app/composables import c\napp/pages > config import a\napp/pages > shared import b\njs-import-unresolved 1"},
		"foreign code": {`
-- a/a.js --
require("../node_modules/b/b"); require("b");
-- node_modules/b/b.js --
require("../../a/a");
`, "js-import-unresolved 1"},
		"components": {`
-- ui/App.vue --
<!-- <script>import "../no/no"</script> -->
<script setup lang="ts">import { x } from "../lib/x"; import Other from "../more/Other.svelte"</script>
<template>it's import "../no/no"</template>
-- more/Other.svelte --
<script context="module">export { y } from '../lib/x'</script>
-- lib/x.ts --
import App from "../ui/App.vue";
-- no/no.js --
`, "lib > ui import default\nmore > lib import y\nui > lib import x\nui > more import default"},
		"components of Astro": {`
-- pages/index.astro --
---
import Card from "../ui/Card.astro"
import type { Props } from '../lib/x'
---
<p>import "../no/no"</p>
<Card />
<script>import { x } from "../lib/x"</script>
-- ui/Card.astro --
<p>it's</p>
-- ui/index.ts --
export { default as Card } from './Card.astro'
-- lib/x.ts --
-- no/no.js --
`, "pages > lib import Props,x\npages > ui import default"},
	} {
		if got := shownEdges(load(t, c.tree)); got != c.want {
			t.Errorf("%s:\n got\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func TestPackages(t *testing.T) {
	g := load(t, `
-- web/package.json --
{ "name": "web" }
-- web/ui/App.vue --
<template>
</template>
<script>
export default {}
</script>
-- web/ui/x.ts --
import fs from "node:fs"; import lodash from "lodash/fp"; import "@a/b/c";
-- web/ui/x.spec.ts --
import "vitest"; import "lodash";
-- web/index.js --
#!/usr/bin/env node
/** The shop. */
export const a = 1; export function b() {} export { c as d };
`)
	var out []string
	for _, p := range g.Packages {
		out = append(out, fmt.Sprint(p.Path, " ", p.Language, " ", p.Others, p.Module, " ", p.Name, " ", p.Main, p.Files, p.TestFiles, p.Exported, p.ThirdParty, p.TestThird))
	}
	for _, m := range g.Modules {
		out = append(out, fmt.Sprintf("%+v", m))
	}
	want := `web javascript []web web true [index.js] [] [a b d] [] []
web/ui vue [typescript]web  false [App.vue x.ts] [x.spec.ts] [default] [@a/b lodash] [vitest]
{Name:web Path:web Language:javascript Manifest:web/package.json}`
	if got := strings.Join(out, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func FuzzScan(f *testing.F) {
	f.Add("a.ts", []byte("import a, { type b } from 'c'; export * from \"d\"; import e = require('f')"))
	f.Add("a.js", []byte("/** @import { a } from 'b' */ require('c'); import('d')\nmodule.exports = { e, f }"))
	f.Add("a.vue", []byte("<script lang=\"ts\">import 'a'</script>"))
	f.Fuzz(func(t *testing.T, name string, src []byte) {
		for _, s := range files(true).Facts(name, src).Imports {
			if s.Line < 1 {
				t.Errorf("%q in line %d", s.Specifier, s.Line)
			}
		}
	})
}
