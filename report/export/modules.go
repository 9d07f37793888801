package export

import (
	"cmp"
	"iter"
)

func modules(s *Source) iter.Seq[Module] {
	return func(yield func(Module) bool) {
		set := s.Result.Input.Modules
		if set == nil {
			return
		}
		for _, u := range set.Units {
			if !yield(Module{s.Repository, s.Head, u.Path, u.Manifest, u.Ecosystem, u.Name}) {
				return
			}
		}
	}
}

func requirements(s *Source) iter.Seq[Requirement] {
	return func(yield func(Requirement) bool) {
		set := s.Result.Input.Modules
		if set == nil {
			return
		}
		for _, u := range set.Units {
			for _, q := range u.Requirements {
				row := Requirement{
					Repository: s.Repository, Head: s.Head, Unit: u.Path, Module: u.Name, Ecosystem: u.Ecosystem,
					Name: q.Name, Version: q.Version, Kind: cmp.Or(string(q.Kind), "production"), Indirect: q.Indirect,
					Inside: q.Unit != "", File: q.Location.File, Line: int64(q.Location.Line),
				}
				if !yield(row) {
					return
				}
			}
		}
	}
}

func locked(s *Source) iter.Seq[Locked] {
	return func(yield func(Locked) bool) {
		set := s.Result.Input.Modules
		if set == nil {
			return
		}
		for _, l := range set.Locks {
			for _, p := range l.Packages {
				if !yield(Locked{s.Repository, s.Head, l.File, l.Ecosystem, p.Name, p.Version, p.FirstParty(), int64(p.Line)}) {
					return
				}
			}
		}
	}
}
