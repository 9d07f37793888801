package explain

import (
	"fmt"
	"strings"

	"seam/analyze/diamonds"
	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/report/model"
	"seam/report/phrase"
)

// dependency explains what manifests require, by its name: the conflict that it is in, or
// all of them where it is in several.
func dependency(r *model.Report, name string) *model.Explanation {
	var list []diamonds.Diamond
	for _, d := range r.Diamonds {
		if strings.EqualFold(d.Dependency, name) {
			list = append(list, d)
		}
	}
	switch len(list) {
	case 0:
		return nil
	case 1:
		return diamond(r, list[0].ID)
	}
	e := &model.Explanation{
		ID: "dependency:" + list[0].Dependency, Kind: "dependency", Title: list[0].Dependency,
		Text:     fmt.Sprintf("It is in %d version conflicts.", len(list)),
		Commands: []model.Command{{Shows: "why it is here", Run: "seam chains --why " + finding.ShellWord(list[0].Dependency)}},
	}
	var rules []string
	for _, d := range list {
		rules = append(rules, d.Rule)
		e.Facts = append(e.Facts, model.Fact{Name: string(d.Severity) + " " + d.Rule, Value: "in " + english.Place(d.Unit), Text: d.Message})
		e.More = append(e.More, d.ID)
	}
	e.Definitions = define(rules...)
	e.More = append(e.More, "diamonds")
	return e
}

// unit explains a folder with a manifest: what it requires, what that brings, which
// conflicts the edit of it would end.
func unit(r *model.Report, name string) *model.Explanation {
	folder := folderName(name)
	e := &model.Explanation{
		ID: "unit:" + folder, Kind: "unit", Title: english.Place(folder), Definitions: define("unit"), More: []string{"modules", "chains"},
		Text: "A folder with a manifest of its own: what stands in it is versioned as one.",
	}
	for _, d := range r.Dependencies {
		if d.Unit != folder {
			continue
		}
		text := fmt.Sprintf("%d with the indirect ones that the manifest lists", d.Listed)
		if d.Total > 0 {
			text += fmt.Sprintf(", %s with all that they bring", english.Count(d.Total, "package"))
		}
		e.Facts = append(e.Facts, model.Fact{Name: d.Ecosystem + " requirements", Value: fmt.Sprint(d.Direct), Text: text})
		for _, b := range d.Brings[:min(len(d.Brings), 3)] {
			e.Facts = append(e.Facts, model.Fact{Name: strings.TrimSuffix(b.Dependency+"@"+b.Version, "@"), Value: fmt.Sprint(b.Count), Text: "packages that it alone brings, itself among them"})
		}
	}
	for _, c := range r.Chains {
		if c.Unit == folder {
			e.Facts = append(e.Facts, model.Fact{Name: "longest chain, " + c.Ecosystem, Value: phrase.Plural(c.Length, "step", "steps")})
			e.More = append(e.More, c.ID)
		}
	}
	if len(e.Facts) == 0 {
		return nil
	}
	for _, d := range r.Diamonds {
		if d.Unit == folder {
			e.Proof = append(e.Proof, model.Proof{Text: fmt.Sprintf("%s of rule %s: %s", d.Severity, d.Rule, d.Message)})
		}
	}
	e.Facts = append(e.Facts, candidateAt(r, folder)...)
	return e
}
