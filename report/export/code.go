package export

import (
	"iter"
	"path"

	"seam/analyze/finding"
)

func packages(s *Source) iter.Seq[Package] {
	return func(yield func(Package) bool) {
		g := s.Result.Input.Imports
		if g == nil {
			return
		}
		for _, p := range g.Packages {
			row := Package{
				Repository: s.Repository, Head: s.Head, Path: p.Path, Language: p.Language, Module: p.Module,
				ImportPath: p.ImportPath, Team: s.Result.TeamOfPackage(p.Path), Main: p.Main, TestOnly: p.TestOnly,
				Files: int64(len(p.Files)), Lines: int64(p.Lines), TestLines: int64(p.TestLines),
			}
			row.Area, _ = s.Result.Areas.Of(path.Join(p.Path, "x"))
			if !yield(row) {
				return
			}
		}
	}
}

func edges(s *Source) iter.Seq[Edge] {
	return func(yield func(Edge) bool) {
		g := s.Result.Input.Imports
		if g == nil {
			return
		}
		for _, e := range g.Edges {
			row := Edge{
				Repository: s.Repository, Head: s.Head, From: e.From, To: e.To, Kind: string(e.Kind),
				Constraint: e.Constraint, Files: int64(e.Files),
			}
			row.File, row.Line = first(e.Sites)
			if !yield(row) {
				return
			}
		}
	}
}

// first is the first of some places; nothing where there is none.
func first(places []finding.Location) (file string, line int64) {
	if len(places) == 0 {
		return "", 0
	}
	return places[0].File, int64(places[0].Line)
}

func uses(s *Source) iter.Seq[Use] {
	return func(yield func(Use) bool) {
		g := s.Result.Input.Imports
		if g == nil {
			return
		}
		for _, p := range g.Packages {
			for _, name := range p.ThirdParty {
				if !yield(Use{s.Repository, s.Head, p.Path, name, false}) {
					return
				}
			}
			for _, name := range p.TestThird {
				if !yield(Use{s.Repository, s.Head, p.Path, name, true}) {
					return
				}
			}
		}
	}
}

func findings(s *Source) iter.Seq[Finding] {
	return func(yield func(Finding) bool) {
		for _, f := range s.Result.Findings {
			row := Finding{
				Repository: s.Repository, Head: s.Head, ID: f.ID, Rule: f.Rule, Severity: string(f.Severity), Message: f.Message,
				File: f.Location.File, Line: int64(f.Location.Line), Dependency: f.Dependency, Fingerprint: f.Fingerprint,
			}
			if f.Fix != nil {
				row.Fix = f.Fix.Edit
			}
			if !yield(row) {
				return
			}
		}
	}
}
