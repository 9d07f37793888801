package explain

import (
	"fmt"
	"maps"
	"slices"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/report/model"
	"seam/report/phrase"
)

// nouns lists the names of things that tables show, in the order of kinds.
func nouns(r *model.Report) []string {
	var out []string
	if r.Deploy != nil {
		for _, s := range r.Deploy.Services {
			out = append(out, s.Name)
		}
	}
	if r.FocusInfo != nil {
		for _, t := range r.FocusInfo.Teams {
			out = append(out, t.Name)
		}
	}
	modules, teams := map[string]bool{}, map[string]bool{}
	for _, p := range r.Packages {
		out = append(out, p.Path)
		modules[p.Module], teams[p.Team] = true, true
	}
	out = append(out, sorted(teams)...)
	out = append(out, sorted(modules)...)
	for _, a := range r.Areas {
		out = append(out, english.Place(a.Name))
	}
	for _, d := range r.Dependencies {
		out = append(out, d.Unit)
	}
	for _, d := range r.Diamonds {
		out = append(out, d.Dependency)
	}
	if r.Communities != nil {
		for _, c := range r.Communities.List {
			out = append(out, c.ID)
		}
	}
	return append(out, filesOf(r)...)
}

// candidateAt is what is said of a folder as a part to split out; nothing where it was
// not judged.
func candidateAt(r *model.Report, folder string) []model.Fact {
	c := candidateOf(r, folder)
	if c == nil || folder == "" {
		return nil
	}
	text := c.Reason + "; seam explain " + finding.ShellWord(c.ID)
	if c.Title != folder {
		text = "of " + c.Title + ", which is nearly the same: " + text
	}
	return []model.Fact{{Name: "as a part to split out", Value: string(c.Verdict), Text: text}}
}

// someOf is a fact that lists names; none for no names.
func someOf(name string, list []string, text string) []model.Fact {
	if len(list) == 0 {
		return nil
	}
	return []model.Fact{{Name: name, Value: phrase.Few(list, mostNamed), Text: text}}
}

// mostNamed is how many names of a list are written out.
const mostNamed = 10

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// outOf is a part of a number of changes: 1 of 1 change, 3 of 1,204 changes.
func outOf(n, all int) string { return english.Number(n) + " of " + english.Count(all, "change") }

func sorted(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }

func places(list []finding.Location) []string {
	var out []string
	for _, l := range list {
		out = append(out, l.String())
	}
	return out
}

// show is a command that prints a line of a file.
func show(file string, line int) model.Command {
	run := "git show HEAD:./" + finding.ShellWord(file)
	if line > 0 {
		run += fmt.Sprintf(" | sed -n %dp", line)
	}
	return model.Command{Shows: finding.Location{File: file, Line: line}.String(), Run: run}
}
