package facts

import (
	"bytes"
	"slices"
	"strings"

	"seam/analyze/regex"
	"seam/analyze/services"
)

// parts are the texts of the services that a manifest declares: the document or the
// indented block that begins with each.
func parts(g *services.Graph, file string, src []byte) map[string]string {
	out := map[string]string{}
	var lines []string
	for l := range bytes.Lines(src) {
		lines = append(lines, string(l))
	}
	anchors := anchorsOf(lines)
	for name, d := range g.Details {
		for _, at := range d.Declared {
			if at.File == file && at.Line > 0 && at.Line <= len(lines) {
				text := block(lines, at.Line-1)
				out[name] += text + aliased(lines, anchors, text)
			}
		}
	}
	return out
}

var (
	anchorMark = regex.New(`(?:^|[:\-]\s*)&([A-Za-z0-9_.-]+)\s*$`)
	aliasMark  = regex.New(`(?:^|[\s\[,])\*([A-Za-z0-9_.-]+)`)
)

// anchorsOf finds the lines that begin what an alias stands for.
func anchorsOf(lines []string) map[string]int {
	out := map[string]int{}
	for i, l := range lines {
		if m := anchorMark().FindStringSubmatch(strings.TrimRight(l, "\r\n")); m != nil {
			out[m[1]] = i
		}
	}
	return out
}

// aliased is what the aliases in a text stand for, each once.
func aliased(lines []string, anchors map[string]int, text string) string {
	var b strings.Builder
	seen := map[string]bool{}
	for todo := []string{text}; len(todo) > 0; todo = todo[1:] {
		for _, m := range aliasMark().FindAllStringSubmatch(todo[0], -1) {
			if at, ok := anchors[m[1]]; ok && !seen[m[1]] {
				seen[m[1]] = true
				text := indented(lines, at)
				b.WriteString(text)
				todo = append(todo, text)
			}
		}
	}
	return b.String()
}

// block is the YAML document around a line where the file has several or the line stands
// at its left, else the line and what is indented below it.
func block(lines []string, at int) string {
	indent := indentOf(lines[at])
	if indent == 0 || isDocument(lines) {
		from, to := at, at+1
		for from > 0 && !strings.HasPrefix(lines[from-1], "---") {
			from--
		}
		for to < len(lines) && !strings.HasPrefix(lines[to], "---") {
			to++
		}
		return strings.Join(lines[from:to], "")
	}
	return indented(lines, at)
}

// indented is a line with the block indented below it.
func indented(lines []string, at int) string {
	to := at + 1
	for to < len(lines) && (strings.TrimSpace(lines[to]) == "" || indentOf(lines[to]) > indentOf(lines[at])) {
		to++
	}
	return strings.TrimRight(strings.Join(lines[at:to], ""), " \n\r\t")
}

// isDocument tells files of Kubernetes objects.
func isDocument(lines []string) bool {
	return slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "apiVersion:") })
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }
