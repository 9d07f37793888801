// Package layers holds imports against the layers of seam.yaml: which area may import
// which, so that a seam once cut stays cut.
//
// A finding is one package that imports another across a border that a layer forbids,
// at the line of the first import. Three things can be said of an area: the only areas
// that it may import (may_import), areas that it must not import (must_not_import), and
// the only areas that may import it (imported_by). The first two speak of the importing
// area, the third of the imported one; of several layers that forbid one import the
// first of the file is told. An area may always import itself. A package in no area is
// nobody's: may_import and imported_by, which name the only ones, forbid it too.
//
// Imports of every platform and build tag count, since each of them is compiled
// somewhere; those that no build takes do not. Imports of tests count where the layer
// says with_tests.
//
// Limits: what is not an import is not seen (a call over the network, a name looked up
// at run time, a shared table). Languages whose imports are not read have no findings.
// A second file with an import that its package had before is no new finding.
//
// Source: the layer rules of import linters (depguard, import-linter, ArchUnit), which
// name packages; here areas are named, the parts that people talk about.
package layers

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/config"
	"seam/analyze/finding"
	"seam/analyze/imports"
)

// Rule is the rule of every finding of this package.
const Rule = "layer"

// maxRelated bounds the further places of one finding.
const maxRelated = 10

// crossing is all imports of one package in another.
type crossing struct {
	from, to string
	tests    bool // only tests import it
	sites    []finding.Location
}

// Check lists the imports that a layer forbids, as finding.Sort orders them. AreaOf
// names the area of a package's folder.
func Check(g *imports.Graph, areaOf func(pkg string) (string, bool), layers []config.Layer) []finding.Finding {
	var out []finding.Finding
	for _, c := range crossings(g) {
		from, _ := areaOf(c.from)
		to, _ := areaOf(c.to)
		if from == to {
			continue
		}
		for _, l := range layers {
			if c.tests && !l.WithTests {
				continue
			}
			if why := forbids(l, from, to); why != "" {
				out = append(out, c.finding(l, why, to))
				break
			}
		}
	}
	finding.Sort(out)
	return out
}

// crossings folds the edges of different kinds and platforms. Edges are sorted by both
// ends.
func crossings(g *imports.Graph) []crossing {
	var out []crossing
	for _, e := range g.Edges {
		if e.Constraint == imports.Never {
			continue
		}
		test := e.Kind == imports.Test
		if n := len(out); n == 0 || out[n-1].from != e.From || out[n-1].to != e.To {
			out = append(out, crossing{from: e.From, to: e.To, tests: test})
		}
		c := &out[len(out)-1]
		if c.tests && !test {
			c.tests, c.sites = false, nil // the lines of tests prove nothing any more
		}
		if c.tests == test {
			c.sites = append(c.sites, e.Sites...)
		}
	}
	for i := range out {
		slices.SortFunc(out[i].sites, finding.Location.Compare)
		out[i].sites = slices.Compact(out[i].sites)
	}
	return out
}

// forbids says which words of a layer forbid an import between two areas, "" for none.
// An area "" is none.
func forbids(l config.Layer, from, to string) string {
	switch {
	case from == l.Area && slices.Contains(l.MustNot, to):
		return fmt.Sprintf("%s must not import %s", from, to)
	case from == l.Area && l.May != nil && !slices.Contains(l.May, to):
		return fmt.Sprintf("%s may import %s only, not %s", from, noneOr(l.May), orNone(to))
	case to == l.Area && l.By != nil && !slices.Contains(l.By, from):
		return fmt.Sprintf("%s may be imported by %s only, not by %s", to, noneOr(l.By), orNone(from))
	}
	return ""
}

func noneOr(areas []string) string {
	if len(areas) == 0 {
		return "itself"
	}
	return strings.Join(areas, ", ")
}

func orNone(area string) string { return cmp.Or(area, "what is in no area") }

func (c crossing) finding(l config.Layer, why, to string) finding.Finding {
	key := finding.Key{Group: Rule + " " + c.from + " > " + c.to}
	by := ""
	if c.tests {
		by = " in tests"
	}
	message := fmt.Sprintf("%s imports %s%s: %s", c.from, c.to, by, why)
	if l.Reason != "" {
		message += " (" + l.Reason + ")"
	}
	f := finding.Finding{
		ID:          Rule + ":" + c.from + ">" + c.to,
		Rule:        Rule,
		Severity:    finding.Problem,
		Message:     message,
		Fingerprint: key.Fingerprint(),
		Key:         &key,
		Fix:         &finding.Fix{Edit: c.advice(l, to)},
	}
	if len(c.sites) > 0 {
		f.Location = c.sites[0]
		f.Fix.File, f.Fix.Line = f.Location.File, f.Location.Line
		for _, s := range c.sites[1:min(len(c.sites), maxRelated+1)] {
			f.Related = append(f.Related, finding.Related{Location: s, Message: "imports it too"})
		}
	}
	return f
}

// Ends are the importing and the imported package of a finding of this package.
func Ends(f finding.Finding) (from, to string) {
	from, to, _ = strings.Cut(strings.TrimPrefix(f.ID, Rule+":"), ">")
	return from, to
}

// advice says how an import that is in the way usually goes.
func (c crossing) advice(l config.Layer, to string) string {
	if len(l.May) > 0 && l.Area != to {
		return fmt.Sprintf("Remove the import, or move what %s needs of %s to %s, which it may import", c.from, c.to, strings.Join(l.May, ", "))
	}
	return fmt.Sprintf("Remove the import: let %s take what it needs of %s as a parameter or over an interface of its own", c.from, c.to)
}
