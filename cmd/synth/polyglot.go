package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"strings"
)

// perFolder is how many source files a folder of the polyglot repository holds; a domain
// holds as many folders.
const perFolder = 10

// polyglot writes one commit of source files in five languages, for git fast-import.
// Each file has some functions and imports from other folders that are numbered lower,
// mostly of its own domain.
type polyglot struct {
	stream
	files int // of each language
}

func newPolyglot(w *bufio.Writer, files int) *polyglot {
	return &polyglot{stream{w: w, random: rand.New(rand.NewPCG(5, 6))}, files / len(tongues)}
}

// tongue is how files are written in one language. A file lies in folder f of domain d;
// it is the n-th file there.
type tongue struct {
	path   func(d, f, n int) string
	begin  func(d, f, n int) string
	use    func(d, f int) string // imports the first file of a folder
	middle string
	body   func(n, k, c int) string // the k-th function of the n-th file; c is a number of this file alone
	end    string
}

var tongues = []tongue{
	{
		path:  func(d, f, n int) string { return fmt.Sprintf("go/d%d/p%d/f%d.go", d, f, n) },
		begin: func(d, f, n int) string { return fmt.Sprintf("package p%d\n\n", f) },
		use:   func(d, f int) string { return fmt.Sprintf("import d%dp%d \"poly.example/go/d%d/p%d\"\n", d, f, d, f) },
		body: func(n, k, c int) string {
			return fmt.Sprintf("\n// F%dx%d sums up.\nfunc F%dx%d(n int) int {\n\tsum := 0\n\tfor i := range n {\n\t\tif i%%%d == 0 {\n\t\t\tsum += i * %d\n\t\t}\n\t}\n\treturn sum\n}\n", n, k, n, k, k+2, c)
		},
	},
	{
		path: func(d, f, n int) string { return fmt.Sprintf("web/d%d/p%d/f%d.ts", d, f, n) },
		begin: func(d, f, n int) string {
			return strings.Repeat(fmt.Sprintf("import { f0x1 } from './f%d'\n", max(0, n-1)), min(n, 1))
		},
		use: func(d, f int) string { return fmt.Sprintf("import * as d%dp%d from '../../d%d/p%d/f0'\n", d, f, d, f) },
		body: func(n, k, c int) string {
			return fmt.Sprintf("\n/** Sums up. */\nexport function f%dx%d(n: number): number {\n  let sum = 0\n  for (let i = 0; i < n; i++) {\n    if (i %% %d === 0) {\n      sum += i * %d\n    }\n  }\n  return sum\n}\n", n, k, k+2, c)
		},
	},
	{
		path:  func(d, f, n int) string { return fmt.Sprintf("py/poly/d%d/p%d/f%d.py", d, f, n) },
		begin: func(d, f, n int) string { return "\"\"\"Sums.\"\"\"\n" },
		use:   func(d, f int) string { return fmt.Sprintf("from poly.d%d.p%d import f0 as d%dp%d\n", d, f, d, f) },
		body: func(n, k, c int) string {
			return fmt.Sprintf("\n\ndef f%dx%d(n):\n    \"\"\"Sums up.\"\"\"\n    total = 0\n    for i in range(n):\n        if i %% %d == 0:\n            total += i * %d\n    return total\n", n, k, k+2, c)
		},
	},
	{
		path: func(d, f, n int) string {
			return fmt.Sprintf("java/src/main/java/poly/d%d/p%d/F%d.java", d, f, n)
		},
		begin:  func(d, f, n int) string { return fmt.Sprintf("package poly.d%d.p%d;\n\n", d, f) },
		use:    func(d, f int) string { return fmt.Sprintf("import poly.d%d.p%d.F0;\n", d, f) },
		middle: "\npublic class F {\n",
		body: func(n, k, c int) string {
			return fmt.Sprintf("\n  /** Sums up. */\n  public static int f%dx%d(int n) {\n    int sum = 0;\n    for (int i = 0; i < n; i++) {\n      if (i %% %d == 0) {\n        sum += i * %d;\n      }\n    }\n    return sum;\n  }\n", n, k, k+2, c)
		},
		end: "}\n",
	},
	{
		path:   func(d, f, n int) string { return fmt.Sprintf("net/D%d/P%d/F%d.cs", d, f, n) },
		begin:  func(d, f, n int) string { return "" },
		use:    func(d, f int) string { return fmt.Sprintf("using Poly.D%d.P%d;\n", d, f) },
		middle: "\nnamespace Poly.Mine;\n\npublic static class F\n{\n",
		body: func(n, k, c int) string {
			return fmt.Sprintf("\n    /// <summary>Sums up.</summary>\n    public static int F%dx%d(int n)\n    {\n        var sum = 0;\n        for (var i = 0; i < n; i++)\n        {\n            if (i %% %d == 0)\n            {\n                sum += i * %d;\n            }\n        }\n        return sum;\n    }\n", n, k, k+2, c)
		},
		end: "}\n",
	},
}

func (p *polyglot) run() {
	p.commit("main", 0, "begin", 0)
	p.file("go/go.mod", "module poly.example/go\n\ngo 1.24\n")
	p.file("web/package.json", "{\"name\": \"web\"}\n")
	p.file("py/pyproject.toml", "[project]\nname = \"poly\"\n")
	p.file("java/pom.xml", "<project><modelVersion>4.0.0</modelVersion><groupId>example</groupId><artifactId>poly</artifactId><version>1</version></project>\n")
	folders := (p.files + perFolder - 1) / perFolder
	for d := range (folders + perFolder - 1) / perFolder {
		reference := ""
		if d > 0 {
			to := p.random.IntN(d)
			reference = fmt.Sprintf("<ProjectReference Include=\"../D%d/D%d.csproj\" />", to, to)
		}
		p.file(fmt.Sprintf("net/D%d/D%d.csproj", d, d), "<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup>"+reference+"</ItemGroup></Project>\n")
	}
	for _, t := range tongues {
		for i := range p.files {
			folder := i / perFolder
			p.file(t.path(folder/perFolder, folder%perFolder, i%perFolder), p.source(t, folder, i%perFolder))
		}
	}
}

// source is the n-th file of a folder.
func (p *polyglot) source(t tongue, folder, n int) string {
	d, f := folder/perFolder, folder%perFolder
	var b strings.Builder
	b.WriteString(t.begin(d, f, n))
	seen := map[int]bool{}
	for range min(folder, p.random.IntN(5)) {
		to := p.random.IntN(folder)
		if first := folder - f; f > 0 && p.random.IntN(10) < 7 {
			to = first + p.random.IntN(f)
		}
		if !seen[to] {
			seen[to] = true
			b.WriteString(t.use(to/perFolder, to%perFolder))
		}
	}
	name := strings.NewReplacer("class F\n", fmt.Sprintf("class F%d\n", n), "class F {", fmt.Sprintf("class F%d {", n), "Poly.Mine", fmt.Sprintf("Poly.D%d.P%d", d, f))
	b.WriteString(name.Replace(t.middle))
	for k := range functions {
		b.WriteString(t.body(n, k, folder*perFolder+n))
	}
	b.WriteString(t.end)
	return b.String()
}
