package services

import (
	"slices"

	"seam/analyze/finding"
	"seam/analyze/repo"
	"seam/analyze/services/manifest"
)

// Within is the part of g that is declared below folder, with paths relative to it;
// what lies elsewhere is reached by "..".
func (g *Graph) Within(folder string) *Graph {
	if folder == "." || folder == "" {
		return g
	}
	out := &Graph{Details: g.Details, Warnings: g.Warnings}
	kept := map[string]bool{}
	for _, s := range g.Services {
		s.Evidence = slices.DeleteFunc(slices.Clone(s.Evidence), func(l finding.Location) bool { return !repo.Below(folder, l.File) })
		if len(s.Evidence) == 0 {
			continue
		}
		kept[s.Name] = true
		for i, l := range s.Evidence {
			s.Evidence[i].File = repo.Relative(folder, l.File)
		}
		s.Entries = slices.Clone(s.Entries)
		for i, e := range s.Entries {
			s.Entries[i].At.File = repo.Relative(folder, e.At.File)
		}
		if s.Path != "" {
			s.Path = repo.Relative(folder, s.Path)
		}
		if s.Wave != nil {
			s.Wave = &manifest.Wave{Number: s.Wave.Number, At: finding.Location{File: repo.Relative(folder, s.Wave.At.File), Line: s.Wave.At.Line}}
		}
		if s.Job != nil {
			s.Job = &manifest.Job{By: s.Job.By, At: finding.Location{File: repo.Relative(folder, s.Job.At.File), Line: s.Job.At.Line}}
		}
		out.Services = append(out.Services, s)
	}
	out.Edges = edgesWithin(g.Edges, folder, kept)
	Contradict(out.Services, out.Edges)
	out.Weak = edgesWithin(g.Weak, folder, kept)
	for _, u := range g.Unknown {
		if kept[u.Service] {
			u.File = repo.Relative(folder, u.File)
			out.Unknown = append(out.Unknown, u)
		}
	}
	return out
}

// edgesWithin lists the edges between services that are kept, with relative paths.
func edgesWithin(edges []Edge, folder string, kept map[string]bool) []Edge {
	var out []Edge
	for _, e := range edges {
		if !kept[e.From] || !kept[e.To] {
			continue
		}
		e.Evidence = slices.Clone(e.Evidence)
		for i, v := range e.Evidence {
			e.Evidence[i].File = repo.Relative(folder, v.File)
		}
		slices.SortFunc(e.Evidence, compareEvidence)
		out = append(out, e)
	}
	return out
}
