package sections

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/chains"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

func chainsSection(r *model.Report) []doc.Section {
	if r.Chains == nil {
		return nil
	}
	s := doc.Section{ID: "chains", Title: "Longest dependency chains", More: "--format json"}
	if len(r.Chains) == 0 {
		s.Lead = "No chains: " + phrase.Sentence(noChains(r))
		return one(s)
	}
	s.Lead = "The longest way down from each unit; every step is one more package to change through."
	t := doc.Table{Caption: "Steps of the longest chain of each unit, how many of them are between first-party packages, and the modules that these lie in",
		Columns: []doc.Column{{Title: "Unit", Kind: doc.Ident}, {Title: "Ecosystem", Kind: doc.Word}, {Title: "Steps", Kind: doc.Number}, {Title: "First-party", Kind: doc.Number}, {Title: "Modules", Kind: doc.Number}}}
	l := doc.List{Title: "Witnesses", Sign: "*"}
	most := 0
	for _, c := range r.Chains {
		modules := modulesOn(c, r.Dependencies)
		most = max(most, modules)
		t.Rows = append(t.Rows, doc.Cells(phrase.Place(c.Unit), c.Ecosystem, phrase.Count(c.Length), phrase.Count(c.FirstPartyLength), phrase.Count(modules)))
		l.Items = append(l.Items, witness(c, modules)...)
	}
	if most > 1 {
		s.Lead += " Where a chain enters another module, that is a release to wait for, too."
	}
	s.Tables, s.Lists = []doc.Table{t}, []doc.List{l}
	return one(s)
}

// witness shows a chain: the part in this repository and the third-party tail apart.
func witness(c chains.Chain, modules int) []doc.Item {
	own := c.Path[:len(c.Path)-c.Tail]
	head := doc.Item{Name: phrase.Place(c.Unit), Text: phrase.Plural(c.Length, "step", "steps"), Path: own}
	alone := len(own) == 1 && own[0] == c.Unit && c.Tail > 0 // a lock file tells no package that imports the first
	switch {
	case alone:
		head.Text += ", all of third parties"
		head.Path = c.Path[1:]
	case c.Tail == 0:
		head.Text += " in " + phrase.Plural(modules, "module", "modules")
	}
	if c.Cut != nil && c.Length-c.Cut.Length > 1 { // else it is no short cut
		head.Text += fmt.Sprintf("; %s without %s -> %s", phrase.Count(c.Cut.Length), phrase.Place(c.Cut.From), c.Cut.To)
	}
	if c.Tail == 0 || alone {
		return []doc.Item{head}
	}
	return []doc.Item{head, {Name: phrase.Place(c.Unit), Text: "then " + phrase.Plural(c.Tail, "third party", "third parties"), Path: c.Path[len(own):]}}
}

// modulesOn counts the modules that the first-party packages of a chain lie in. A
// package lies in the nearest unit above it.
func modulesOn(c chains.Chain, units []chains.Dependencies) int {
	folders := map[string]bool{}
	for _, u := range units {
		if u.Ecosystem == c.Ecosystem {
			folders[u.Unit] = true
		}
	}
	seen := map[string]bool{}
	for _, p := range c.Path[:max(len(c.Path)-c.Tail, 0)] {
		for p != "." && p != "/" && !folders[p] {
			p = path.Dir(p)
		}
		seen[p] = true
	}
	return len(seen)
}

func dependenciesSection(r *model.Report) []doc.Section {
	if r.Dependencies == nil {
		return nil
	}
	s := doc.Section{ID: "dependencies", Title: "Dependencies"}
	if len(r.Dependencies) == 0 {
		s.Lead = notJudged(noManifest(r))
		return one(s)
	}
	heavy := heaviest(r.Dependencies)
	s.Lead = "How many requirements each unit lists, and what it gets with them."
	t := doc.Table{Caption: "Direct and listed requirements; the total where a lock file or a resolved build tells it, and the direct requirements that alone bring most of it",
		Columns: []doc.Column{{Title: "Unit", Kind: doc.Ident}, {Title: "Ecosystem", Kind: doc.Word}, {Title: "Direct", Kind: doc.Number}, {Title: "Listed", Kind: doc.Number}, {Title: "Total", Kind: doc.Number}}}
	if len(heavy) > 0 {
		t.Columns = append(t.Columns, doc.Column{Title: "Alone brings most", Kind: doc.Prose, Fine: true})
	}
	for _, d := range r.Dependencies {
		words := []string{phrase.Place(d.Unit), d.Ecosystem, phrase.Count(d.Direct), phrase.Count(d.Listed), builtWith(d), brings(d)}
		t.Rows = append(t.Rows, doc.Cells(words[:len(t.Columns)]...))
	}
	s.Tables = []doc.Table{t}
	if len(heavy) > 0 {
		s.Lists = []doc.List{{Title: "What one requirement alone brings, most first", Sign: "*", Items: heavy}}
	}
	return one(s)
}

// builtWith says how many packages a unit is built with.
func builtWith(d chains.Dependencies) string {
	switch {
	case d.Total == 0:
		return "-"
	case d.Partial:
		return "at least " + phrase.Count(d.Total)
	}
	return phrase.Count(d.Total)
}

// heaviest lists the direct requirements that alone bring most, one a unit.
func heaviest(list []chains.Dependencies) []doc.Item {
	const most = 5
	var top []chains.Dependencies
	for _, d := range list {
		if len(d.Brings) > 0 && d.Brings[0].Count > 1 {
			top = append(top, d)
		}
	}
	slices.SortStableFunc(top, func(a, b chains.Dependencies) int { return cmp.Compare(b.Brings[0].Count, a.Brings[0].Count) })
	var out []doc.Item
	for _, d := range top[:min(most, len(top))] {
		b := d.Brings[0]
		it := doc.Item{Name: phrase.Place(d.Unit), Text: fmt.Sprintf("%s alone brings %s of %s", nameVersion(b.Dependency, b.Version), phrase.Count(b.Count), builtWith(d))}
		if d.Partial {
			it.Text += ", as far as requirements could be read"
		}
		if b.Location.File != "" {
			it.Proof = []string{b.Location.String()}
		}
		out = append(out, it)
	}
	return out
}

// brings names the requirements that alone bring most.
func brings(d chains.Dependencies) string {
	const most = 3
	var out []string
	for _, b := range d.Brings {
		if len(out) < most && b.Count > 1 {
			out = append(out, fmt.Sprintf("%s %s", b.Dependency, phrase.Count(b.Count)))
		}
	}
	if len(out) == 0 {
		return "-"
	}
	return strings.Join(out, ", ")
}
