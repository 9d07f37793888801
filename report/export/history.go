package export

import (
	"fmt"
	"iter"
	"strings"
	"time"

	"seam/analyze/changetypes"
	"seam/analyze/history"
)

func repositories(s *Source) iter.Seq[Repository] {
	return func(yield func(Repository) bool) {
		in := s.Result.Input
		row := Repository{
			Repository: s.Repository, Head: s.Head, Day: in.Day, Folder: in.Folder,
			Files: int64(len(in.Files)), Seam: s.Version,
		}
		if c := in.Changes; c != nil {
			row.Commits, row.Changes = int64(c.Commits), int64(c.List.Len())
		}
		yield(row)
	}
}

func warnings(s *Source) iter.Seq[Warning] {
	return func(yield func(Warning) bool) {
		for _, w := range s.Result.Warnings {
			if !yield(Warning{s.Repository, s.Head, w.Code, w.Message, int64(w.Count)}) {
				return
			}
		}
	}
}

func changes(s *Source) iter.Seq[Change] {
	return func(yield func(Change) bool) {
		in := s.Result.Input
		if in.Changes == nil {
			return
		}
		authors, teams, typeOf := s.authors(), in.Owners.Roster(in.Changes.People), s.types()
		for i, c := range in.Changes.List.All() {
			row := Change{
				Repository: s.Repository, Head: s.Head, Change: c.ID().String(), When: time.Unix(c.When(), 0).UTC(),
				Author: authors[c.Author()], People: int64(1 + len(c.CoAuthors())), Teams: strings.Join(teams.Teams(c), ", "),
				Type: typeOf(int32(i)), Commits: int64(c.Commits()), Files: int64(len(c.Files())),
			}
			if !yield(row) {
				return
			}
		}
	}
}

// authors names everybody, by index into the people of the changes.
func (s *Source) authors() []string {
	in := s.Result.Input
	if !s.People {
		return in.Owners.Pseudonyms(in.Changes)
	}
	out := make([]string, len(in.Changes.People))
	for i, p := range in.Changes.People {
		p = in.Owners.Canonical(p)
		out[i] = fmt.Sprintf("%s <%s>", p.Name, p.Email)
	}
	return out
}

// types names the types of changes that their subjects tell. Those learned from the areas
// that a change touches say nothing that change_files does not.
func (s *Source) types() func(change int32) string {
	if t := s.Result.Types; t != nil && t.Kind != changetypes.Learned {
		return t.Of
	}
	return func(int32) string { return "" }
}

func changeFiles(s *Source) iter.Seq[ChangeFile] {
	return func(yield func(ChangeFile) bool) {
		c := s.Result.Input.Changes
		if c == nil {
			return
		}
		places := s.places(c)
		for _, ch := range c.List.All() {
			id, when := ch.ID().String(), time.Unix(ch.When(), 0).UTC()
			for _, f := range ch.Files() {
				row := ChangeFile{
					Repository: s.Repository, Head: s.Head, Change: id, When: when,
					Path: c.Paths[f], Alive: c.Alive[f], Package: places[f].pkg, Area: places[f].area,
				}
				if !yield(row) {
					return
				}
			}
		}
	}
}

type place struct{ pkg, area string }

// places tells the package and the area of every path.
func (s *Source) places(c *history.Changes) []place {
	in := s.Result.Input
	out := make([]place, len(c.Paths))
	packageOf := in.SourceOf()
	for i, p := range c.Paths {
		out[i].pkg, _ = packageOf(p)
		out[i].area, _ = s.Result.Areas.Of(p)
	}
	return out
}
