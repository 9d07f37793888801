package report

import (
	"bufio"
	"fmt"
	"io"
	"seam/report/doc"
	"strings"
)

// writeDOT writes a drawing for Graphviz.
func writeDOT(w io.Writer, d *doc.Drawing) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "digraph %s {\n", dotQuote(d.Name))
	if d.Note != "" {
		fmt.Fprintf(b, "  // %s\n", d.Note)
	}
	b.WriteString("  rankdir=TB;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n")
	for g, title := range d.Groups {
		fmt.Fprintf(b, "  subgraph cluster_%d {\n    label=%s;\n", g, dotQuote(title))
		dotNodes(b, d, g, "    ")
		b.WriteString("  }\n")
	}
	dotNodes(b, d, -1, "  ")
	for _, e := range d.Edges {
		fmt.Fprintf(b, "  %s -> %s%s;\n", dotQuote(d.Nodes[e.From].Name), dotQuote(d.Nodes[e.To].Name), dotEdge(e))
	}
	b.WriteString("}\n")
	return b.Flush()
}

func dotNodes(b *bufio.Writer, d *doc.Drawing, group int, indent string) {
	for _, n := range d.Nodes {
		if n.Group != group {
			continue
		}
		b.WriteString(indent + dotQuote(n.Name))
		if n.Bad {
			b.WriteString(" [color=red]")
		}
		b.WriteString(";\n")
	}
}

func dotEdge(e doc.Link) string {
	var attrs []string
	if e.Label != "" {
		attrs = append(attrs, "label="+dotQuote(e.Label))
	}
	if e.Style != doc.Solid {
		attrs = append(attrs, "style="+string(e.Style))
	}
	if e.Bad {
		attrs = append(attrs, "color=red")
	}
	if attrs == nil {
		return ""
	}
	return " [" + strings.Join(attrs, ", ") + "]"
}

// dotQuote makes a DOT string. Backslashes are doubled, since DOT reads escapes such
// as \N in labels, and & is written as an entity, since DOT reads those too.
func dotQuote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;").Replace(s) + `"`
}
