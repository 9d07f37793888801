package split

import (
	"slices"

	"seam/analyze/english"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// suite is a package that holds nothing but tests, in a folder of its own.
type suite struct {
	path  string
	lines int
	of    []int32 // the packages that it imports, ascending
}

// suitesOf lists the packages of tests alone whose tests are not counted with one package.
func (m *measurer) suitesOf(g *imports.Graph) []suite {
	tested := g.Tested()
	at := map[string]int{}
	var out []suite
	for _, p := range g.Packages {
		if _, counted := m.b.Index(tested[p.Path]); p.TestOnly && !counted {
			at[p.Path] = len(out)
			out = append(out, suite{path: p.Path, lines: p.TestLines})
		}
	}
	for _, e := range g.Edges { // sorted by From, then To
		k, is := at[e.From]
		if to, ok := m.b.Index(e.To); is && ok && !slices.Contains(out[k].of, to) {
			out[k].of = append(out[k].of, to)
		}
	}
	return out
}

// tests says what of a part is tested: by test files in its packages, and by packages of
// tests that lie in its folders or import little but it.
func (j *judge) tests(s scored) (pros, cons []Evidence) {
	of := map[int32]bool{}
	in := make([]bool, len(j.m.packages))
	lines, tests := 0, 0
	for _, i := range s.set {
		in[i] = true
		p := &j.m.packages[i]
		lines += p.Lines
		tests += p.TestLines
		if len(p.TestFiles) > 0 || p.TestLines > 0 { // Rust has tests within its source files
			of[i] = true
		}
	}
	for _, t := range j.m.suites {
		if !t.belongs(s, in) {
			continue
		}
		tests += t.lines
		for _, i := range t.of {
			if in[i] {
				of[i] = true
			}
		}
	}
	n := len(s.set)
	switch {
	case len(of) > 0:
		pros = append(pros, reason("own-tests", ratio(len(of), n), sample(n), nil, "%s tests: %s for %s of code", outOf(len(of), n, "package", "has", "have"), english.Count(tests, "line"), english.Count(lines, "line")))
	case tests > 0:
		pros = append(pros, reason("own-tests", 0, 0, nil, "it has tests in folders of their own: %s for %s of code", english.Count(tests, "line"), english.Count(lines, "line")))
	default:
		cons = append(cons, reason("no-tests", 0, sample(n), nil, "%s tests: whatever breaks shows only in the rest", outOf(0, n, "package", "has", "have")))
	}
	return pros, cons
}

// belongs reports whether tests are a part's own: they lie in its folders, or at least
// half of the packages that they import are the part's. in marks these.
func (t suite) belongs(s scored, in []bool) bool {
	if slices.ContainsFunc(s.folders(), func(f string) bool { return repo.Below(f, t.path) }) {
		return true
	}
	n := 0
	for _, i := range t.of {
		n += one(in[i])
	}
	return n > 0 && 2*n >= len(t.of)
}
