package shop

import (
	"fmt"
	"strings"
)

// growth is a file that becomes what it is step by step. Each step adds lines, and
// whatever steps are there, the file still parses: a declaration comes whole, and a
// comment line in it may come later. Only the last revision is meant to compile.
type growth struct {
	text  string
	lines []string
	step  []int // by line: the step that adds it; 0 for what every revision has
	steps int
}

// grow plans the growth of a finished file.
func grow(file, text string) growth {
	g := growth{text: text, lines: strings.SplitAfter(text, "\n")}
	g.step = make([]int, len(g.lines))
	if strings.HasSuffix(file, ".go") {
		g.planGo()
	} else {
		g.planLines()
	}
	return g
}

// planLines makes every line after the first a step.
func (g *growth) planLines() {
	for i, line := range g.lines {
		if i > 0 && strings.TrimSpace(line) != "" {
			g.steps++
		}
		g.step[i] = g.steps
	}
}

// planGo makes every declaration a step, and every comment line that another line of
// its declaration stands above.
func (g *growth) planGo() {
	block, comments := 0, []int(nil)
	flush := func() {
		for _, i := range comments {
			g.steps++
			g.step[i] = g.steps
		}
		comments = nil
	}
	for i, line := range g.lines {
		starts := i > 0 && g.lines[i-1] == "\n" && line != "" && !strings.ContainsAny(line[:1], "\t\n})")
		if starts && g.declares(i) {
			flush()
			g.steps++
			block = g.steps
		} else if i > 0 && g.lines[i-1] != "\n" && strings.HasPrefix(strings.TrimSpace(line), "// ") {
			comments = append(comments, i)
		}
		g.step[i] = block
	}
	flush()
}

// declares reports whether the block at line i is a declaration, not the package
// clause or the imports.
func (g *growth) declares(i int) bool {
	for ; i < len(g.lines) && strings.HasPrefix(g.lines[i], "//"); i++ {
	}
	return !strings.HasPrefix(g.lines[i], "package ") && !strings.HasPrefix(g.lines[i], "import ")
}

// at is revision r of n, from 1; revision n is the finished file. No two revisions
// are equal. A file with many steps begins half finished.
func (g growth) at(r, n int) (string, error) {
	if r == n {
		return g.text, nil
	}
	stride := max(1, g.steps/(2*n))
	limit := g.steps - (n-r)*stride
	if limit < 0 {
		return "", fmt.Errorf("%d revisions are too many for %d steps", n, g.steps)
	}
	var b strings.Builder
	for i, line := range g.lines {
		if g.step[i] <= limit {
			b.WriteString(line)
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n", nil
}
