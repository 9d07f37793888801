package report

import (
	"bufio"
	"fmt"
	"io"
	"seam/report/doc"
	"strings"
)

// writeMermaid writes a drawing as a Mermaid flowchart, which GitHub and GitLab draw.
func writeMermaid(w io.Writer, d *doc.Drawing) error {
	b := bufio.NewWriter(w)
	b.WriteString("flowchart TB\n")
	if d.Note != "" {
		fmt.Fprintf(b, "  %%%% %s\n", d.Note)
	}
	for g, title := range d.Groups {
		fmt.Fprintf(b, "  subgraph g%d[%s]\n", g, mermaidQuote(title))
		mermaidNodes(b, d, g, "    ")
		b.WriteString("  end\n")
	}
	mermaidNodes(b, d, -1, "  ")
	for _, e := range d.Edges {
		fmt.Fprintf(b, "  n%d %s n%d\n", e.From, mermaidArrow(e), e.To)
	}
	mermaidCycles(b, d)
	return b.Flush()
}

func mermaidNodes(b *bufio.Writer, d *doc.Drawing, group int, indent string) {
	for i, n := range d.Nodes {
		if n.Group == group {
			fmt.Fprintf(b, "%sn%d[%s]\n", indent, i, mermaidQuote(n.Name))
		}
	}
}

func mermaidArrow(e doc.Link) string {
	arrow := "-->"
	if e.Style != doc.Solid {
		arrow = "-.->"
	}
	if e.Label == "" {
		return arrow
	}
	return arrow + "|" + mermaidQuote(e.Label) + "|"
}

func mermaidCycles(b *bufio.Writer, d *doc.Drawing) {
	var bad []string
	for i, n := range d.Nodes {
		if n.Bad {
			bad = append(bad, fmt.Sprintf("n%d", i))
		}
	}
	if bad != nil {
		fmt.Fprintf(b, "  classDef cycle stroke:#c00,stroke-width:2px\n  class %s cycle\n", strings.Join(bad, ","))
	}
}

// mermaidQuote makes a label. Mermaid has no backslash escapes: whatever could end the
// label, or be read as HTML or Markdown, is written by number.
func mermaidQuote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if strings.ContainsRune("\"#&<>`\\*[]|;%", r) {
			fmt.Fprintf(&b, "#%d;", r)
			continue
		}
		b.WriteRune(r)
	}
	b.WriteByte('"')
	return b.String()
}
