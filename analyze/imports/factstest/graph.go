package factstest

import (
	"fmt"
	"strings"

	"seam/analyze/imports"
)

// Graph prints packages, edges with the names they take, file edges, and warnings without
// what a code means, which meaning holds.
func Graph(g *imports.Graph, meaning map[string]string) string {
	var b strings.Builder
	for _, p := range g.Packages {
		fmt.Fprintf(&b, "%s [%s] %q files %v tests %v exports %v third %v %v", p.Path, p.Module, p.ImportPath, p.Files, p.TestFiles, p.Exported, p.ThirdParty, p.TestThird)
		if p.Main {
			b.WriteString(" main")
		}
		b.WriteString("\n")
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
