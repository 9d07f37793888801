package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// module is the path of the only module.
const module = "big.example/mono"

const (
	perGroup  = 10
	perDomain = 100
	functions = 8 // of a file
)

// pkg is one package, by its number: its folder and what it may import follow from that.
type pkg struct {
	number  int
	imports []int
	files   int
	version []int // by file: how often it was edited
}

func newPackages(n int, r *rand.Rand) []*pkg {
	out := make([]*pkg, n)
	for i := range out {
		p := &pkg{number: i, files: 2 + r.IntN(4)}
		p.version = make([]int, p.files)
		seen := map[int]bool{}
		for range min(i, 2+r.IntN(6)) {
			to := near(i, r)
			if !seen[to] && !isMain(to) {
				seen[to] = true
				p.imports = append(p.imports, to)
			}
		}
		out[i] = p
	}
	return out
}

// near picks a lower number: seven in ten of the group, two of the domain, one of all.
func near(i int, r *rand.Rand) int {
	from := 0
	switch k := r.IntN(10); {
	case k < 7:
		from = i - i%perGroup
	case k < 9:
		from = i - i%perDomain
	}
	if from == i {
		from = 0
	}
	return from + r.IntN(i-from)
}

func isMain(n int) bool { return n%perDomain == perDomain-1 }

func (p *pkg) folder() string {
	if isMain(p.number) {
		return fmt.Sprintf("cmd/d%02d", p.number/perDomain)
	}
	return fmt.Sprintf("d%02d/g%d/p%d", p.number/perDomain, p.number/perGroup%10, p.number%perGroup)
}

// name is the package's name in code: unique, so that no import needs another one.
func (p *pkg) name() string {
	if isMain(p.number) {
		return "main"
	}
	return fmt.Sprintf("p%d", p.number%perGroup)
}

func (p *pkg) path(file int) string { return fmt.Sprintf("%s/f%d.go", p.folder(), file) }

// source is a file as it is after its edits. The first file uses every import.
func (p *pkg) source(file int, all []*pkg) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n\n", p.name())
	if file == 0 {
		for _, i := range p.imports {
			fmt.Fprintf(&b, "import q%d \"%s/%s\"\n", i, module, all[i].folder())
		}
		for _, i := range p.imports {
			fmt.Fprintf(&b, "\nfunc use%d(n int) int { return q%d.F0x%d(n) + q%d.F0x%d(n) }\n", i, i, i%functions, i, p.number%functions)
		}
		if isMain(p.number) {
			b.WriteString("\nfunc main() {}\n")
		}
	}
	for f := range functions {
		fmt.Fprintf(&b, "\n// F%dx%d computes number %d of file %d.\nfunc F%dx%d(n int) int {\n\tsum := %d\n\tfor i := range n {\n\t\tif i%%%d == 0 {\n\t\t\tsum += i * %d\n\t\t}\n\t}\n\treturn sum\n}\n",
			file, f, f, file, file, f, p.number*functions+f+p.edits(file, f), f+2, file+1)
	}
	return b.String()
}

// outline is what a file imports, and the number of its edits.
func (p *pkg) outline(file int, all []*pkg) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n", p.name())
	if file == 0 {
		for _, i := range p.imports {
			fmt.Fprintf(&b, "\nimport _ \"%s/%s\"\n", module, all[i].folder())
		}
		if isMain(p.number) {
			b.WriteString("\nfunc main() {}\n")
		}
	}
	fmt.Fprintf(&b, "\n// F%d is a number.\nconst F%d = %d\n", file, file, p.version[file])
	return b.String()
}

// edits is how often one function of a file was edited: edits go round.
func (p *pkg) edits(file, f int) int {
	return (p.version[file] + functions - 1 - f) / functions
}
