package explain

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/cochange"
	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/focus"
	"seam/report/model"
	"seam/report/phrase"
)

// team explains a team, declared or inferred: where it works and what is its own.
func team(r *model.Report, name string) *model.Explanation {
	var packages, units []string
	for _, p := range r.Packages {
		if p.Team == name {
			packages = append(packages, p.Path)
		}
	}
	if r.Deploy != nil {
		for _, s := range r.Deploy.Services {
			if slices.Contains(r.Deploy.Owners[s.Name], name) {
				units = append(units, s.Name)
			}
		}
	}
	var known *focus.Team
	if r.FocusInfo != nil {
		if i := slices.IndexFunc(r.FocusInfo.Teams, func(t focus.Team) bool { return t.Name == name }); i >= 0 {
			known = &r.FocusInfo.Teams[i]
		}
	}
	if known == nil && packages == nil && units == nil {
		return nil
	}
	e := &model.Explanation{
		ID: "team:" + name, Kind: "team", Title: name, Definitions: define("area", "share-of-area", "share-of-team"), More: []string{"focus"},
		Text:     "It is declared as an owner; who is in it, and so what it changes, is not known.",
		Commands: []model.Command{{Shows: "what touches it, whom it waits for, what it owns", Run: "seam report --team " + finding.ShellWord(name)}},
	}
	if known != nil {
		e.Text = fmt.Sprintf("%s made %s that touch an area.", phrase.Plural(known.People, "person", "people"), phrase.Plural(known.Changes, "change", "changes"))
		if r.FocusInfo.Inferred {
			e.Text += " It is a group of authors found by what they work on: a hint, never scored. Reports name nobody; git shortlog tells who works in a folder."
			e.Definitions = append(e.Definitions, define("inferred-team")...)
		}
		e.Facts = append(e.Facts, model.Fact{Name: "people", Value: fmt.Sprint(known.People), Text: fmt.Sprintf("%d of them changed something in the last 180 days of the history", known.Active)})
	}
	for _, row := range r.Focus {
		if row.Team == name {
			e.Facts = append(e.Facts, model.Fact{Name: "area " + english.Place(row.Area), Value: outOf(row.Changes, row.AreaChanges) + " of the area",
				Text: fmt.Sprintf("%s of the area, %s of the team; %s", english.Percent(row.ShareOfArea), english.Percent(row.ShareOfTeam), row.Verdict)})
		}
	}
	e.Facts = append(e.Facts, someOf("packages", packages, "their declared owner, else the declared team with most changes")...)
	e.Facts = append(e.Facts, someOf("services", units, "declared owner of their code")...)
	return e
}

// area explains a named part of the repository, as "docs" or "the root (rest)".
func area(r *model.Report, name string) *model.Explanation {
	i := slices.IndexFunc(r.Areas, func(a model.Area) bool {
		return a.Name == name || english.Place(a.Name) == name || "area "+english.Place(a.Name) == name
	})
	if i < 0 {
		return nil
	}
	a := r.Areas[i]
	e := &model.Explanation{
		ID: "area:" + a.Name, Kind: "area", Title: english.Place(a.Name), Definitions: define("area"), More: []string{"areas", "focus"},
		Text: fmt.Sprintf("%s and %s that touch any of them.", phrase.Plural(a.Files, "file", "files"), phrase.Plural(a.Changes, "change", "changes")),
		Facts: []model.Fact{{Name: "folders", Value: phrase.Few(a.Folders, mostNamed), Text: "areas in seam.yaml change them"},
			{Name: "files", Value: fmt.Sprint(a.Files)}, {Name: "changes", Value: fmt.Sprint(a.Changes), Text: "those to any file, documentation and manifests included"}},
	}
	for _, row := range r.Focus {
		if row.Area == a.Name {
			e.Facts = append(e.Facts, model.Fact{Name: "team " + row.Team, Value: english.Percent(row.ShareOfArea), Text: outOf(row.Changes, row.AreaChanges) + "; " + string(row.Verdict)})
		}
	}
	var packages []string
	for _, p := range r.Packages {
		if p.Area == a.Name {
			packages = append(packages, p.Path)
		}
	}
	e.Facts = append(e.Facts, someOf("packages", packages, "")...)
	e.Facts = append(e.Facts, candidateAt(r, a.Name)...)
	e.Facts = append(e.Facts, togetherWith(r, a.Name, cochange.Area)...)
	if !strings.HasSuffix(a.Name, "(rest)") && len(a.Folders) > 0 {
		var words []string
		for _, f := range a.Folders {
			words = append(words, finding.ShellWord(f))
		}
		e.Commands = []model.Command{{Shows: "its commits, before exclusions", Run: "git log --oneline --no-merges HEAD -- " + strings.Join(words, " ")}}
	}
	return e
}

// mostPartners is how many things that change together with one are named.
const mostPartners = 10

// togetherWith is what changes together with a file, package or area beyond chance, the
// likeliest to go on first.
func togetherWith(r *model.Report, name string, level cochange.Level) []model.Fact {
	var out []model.Fact
	more := 0
	for _, p := range r.Coupling {
		other, share := p.To, p.ConfidenceFrom
		switch {
		case p.Level != level || p.From != name && p.To != name, p.Bots || p.Generated, !p.BeyondChance():
			continue
		case p.To == name:
			other, share = p.From, p.ConfidenceTo
		}
		if len(out) == mostPartners {
			more++
			continue
		}
		text := fmt.Sprintf("%s of its changes, %s times as often as chance", english.Percent(share), number(p.Lift))
		if p.Hidden {
			text += "; no import path leads from one to the other"
		}
		out = append(out, model.Fact{Name: "changes with " + other, Value: phrase.Plural(p.Support, "change", "changes"), Text: text})
	}
	if more > 0 {
		out = append(out, model.Fact{Name: "changes with", Value: phrase.Plural(more, "other", "others"), Text: "seam coupling --format json lists them"})
	}
	return out
}
