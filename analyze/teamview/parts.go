package teamview

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/split"
)

// candidates are those that the team has changed: all of the first twenty, and further
// down those that seam would split and that the team has a part in that matters.
func (f *finder) candidates() []Candidate {
	if f.in.Base == nil {
		return nil
	}
	var out []Candidate
	for _, c := range f.in.Candidates {
		if row := f.candidate(c); row.Ours > 0 && (c.Rank <= leading || c.Verdict != split.Leave && row.Share >= smallShare) {
			out = append(out, row)
		}
	}
	return out
}

func (f *finder) candidate(c split.Candidate) Candidate {
	var set []int32
	for _, p := range c.Packages {
		if i, ok := f.in.Base.Index(p); ok {
			set = append(set, i)
		}
	}
	row := Candidate{ID: c.ID, Title: c.Title, Rank: c.Rank, Verdict: c.Verdict, With: []string{}}
	others := map[string]int{}
	for _, k := range f.in.Base.Touched(set) {
		row.Changes++
		for _, t := range f.in.Focus.ByChange.Teams(int(f.in.Base.Touches[k].Change)) {
			if t == f.team {
				row.Ours++
			} else {
				others[t]++
			}
		}
	}
	if row.Changes == 0 {
		return row
	}
	row.Share = float64(row.Ours) / float64(row.Changes)
	for t, n := range others {
		if float64(n) >= coordinating*float64(row.Changes) {
			row.With = append(row.With, t)
		}
	}
	slices.SortFunc(row.With, func(a, b string) int {
		return cmp.Or(cmp.Compare(others[b], others[a]), strings.Compare(a, b))
	})
	return row
}

// diamonds are the conflicts whose edit goes to a file of the team.
func (f *finder) diamonds() []Conflict {
	out := []Conflict{}
	for _, d := range f.in.Diamonds {
		file := d.Location.File
		if d.Fix != nil && d.Fix.File != "" {
			file = d.Fix.File
		}
		if !f.ours(file) {
			continue
		}
		c := Conflict{ID: d.ID, Dependency: d.Dependency, Severity: string(d.Severity), Message: d.Message, File: file}
		if d.Fix != nil {
			c.Edit = d.Fix.Edit
		}
		out = append(out, c)
	}
	return out
}

// services are those whose code, or whose declaration where the repository holds no
// code of them, is the team's.
func (f *finder) services() []Service {
	out := []Service{}
	if f.in.Services == nil || f.in.Deploy == nil {
		return out
	}
	for _, s := range f.in.Services.Services {
		ours := s.Path != "" && f.ours(path.Join(s.Path, "x"))
		if s.Path == "" && len(s.Evidence) > 0 {
			ours = f.ours(s.Evidence[0].File)
		}
		if ours {
			out = append(out, f.service(s.Name, s.Path))
		}
	}
	return out
}

func (f *finder) service(name, folder string) Service {
	s := Service{Name: name, Path: folder, After: []string{}, Rollback: []string{}}
	wave := map[string]int{}
	for i, names := range f.in.Deploy.Waves {
		for _, n := range names {
			wave[n] = i + 1
		}
	}
	s.Wave = wave[name]
	for _, e := range f.in.Services.Edges {
		if e.From == name && wave[e.To] > 0 && wave[e.To] < s.Wave && !slices.Contains(s.After, e.To) {
			s.After = append(s.After, e.To)
		}
	}
	slices.Sort(s.After)
	s.Rollback = append(s.Rollback, f.in.Deploy.Rollback[name]...)
	return s
}
