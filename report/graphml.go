package report

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"seam/report/model"
	"seam/report/phrase"
)

// graphmlKeys declares the data of nodes and edges: id, what it belongs to, its type.
var graphmlKeys = [...][3]string{
	{"label", "node", "string"}, {"language", "node", "string"}, {"module", "node", "string"}, {"cycle", "node", "int"},
	{"kind", "edge", "string"}, {"constraint", "edge", "string"}, {"files", "edge", "int"}, {"line", "edge", "int"},
}

// writeGraphML writes a graph, whole, in GraphML 1.0, which yEd, Gephi and networkx
// read. A node in a cycle has the cycle's number, from 1. XML cannot hold every
// character of a file name: those that do not print stand as escapes.
func writeGraphML(w io.Writer, g *model.Graph) error {
	b := bufio.NewWriter(w)
	b.WriteString(xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">` + "\n")
	for _, k := range graphmlKeys {
		fmt.Fprintf(b, "  <key id=%q for=%q attr.name=%q attr.type=%q/>\n", k[0], k[1], k[0], k[2])
	}
	fmt.Fprintf(b, "  <graph id=%q edgedefault=\"directed\">\n", g.Level)
	cycle := map[string]int{}
	for i, names := range g.Cycles {
		for _, n := range names {
			cycle[n] = i + 1
		}
	}
	index := map[string]int{}
	for i, n := range g.Nodes {
		index[n.Path] = i
		fmt.Fprintf(b, "    <node id=\"n%d\">", i)
		graphmlData(b, "label", n.Path)
		graphmlData(b, "language", n.Language)
		graphmlData(b, "module", n.Module)
		graphmlNumber(b, "cycle", cycle[n.Path])
		b.WriteString("</node>\n")
	}
	for i, e := range g.Edges {
		fmt.Fprintf(b, "    <edge id=\"e%d\" source=\"n%d\" target=\"n%d\">", i, index[e.From], index[e.To])
		graphmlData(b, "kind", e.Kind)
		graphmlData(b, "constraint", e.Constraint)
		graphmlNumber(b, "files", e.Files)
		graphmlNumber(b, "line", e.Line)
		b.WriteString("</edge>\n")
	}
	b.WriteString("  </graph>\n</graphml>\n")
	return b.Flush()
}

func graphmlData(b *bufio.Writer, key, value string) {
	if value == "" {
		return
	}
	fmt.Fprintf(b, "<data key=%q>", key)
	xml.EscapeText(b, []byte(phrase.Visible(value))) // the writer keeps its first error until Flush
	b.WriteString("</data>")
}

func graphmlNumber(b *bufio.Writer, key string, n int) {
	if n != 0 {
		graphmlData(b, key, strconv.Itoa(n))
	}
}
