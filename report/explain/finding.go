package explain

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/cochange"
	"seam/analyze/diamonds"
	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/report/model"
	"seam/report/phrase"
)

// diamond explains a version conflict: the rule, both paths, the edit.
func diamond(r *model.Report, name string) *model.Explanation {
	i := slices.IndexFunc(r.Diamonds, func(d diamonds.Diamond) bool { return d.ID == name })
	if i < 0 {
		return nil
	}
	d := r.Diamonds[i]
	e := &model.Explanation{ID: d.ID, Kind: "diamond", Title: d.Dependency, Text: phrase.Sentence(d.Message), Definitions: define(d.Rule), More: []string{"diamonds"}}
	e.Facts = []model.Fact{
		{Name: "rule", Value: d.Rule}, {Name: "severity", Value: string(d.Severity)},
		{Name: "incompatible", Value: yes(d.Incompatible), Text: "whether the versions are of different classes: x for x ≥ 1, 0.y below"},
		{Name: "direct versions", Value: fmt.Sprint(d.DirectVersions), Text: "versions that manifests of this repository require directly"},
	}
	if d.Selected != "" {
		e.Facts = append(e.Facts, model.Fact{Name: "selected", Value: d.Selected})
	}
	for _, v := range d.Versions {
		p := model.Proof{Text: "at " + v.Version, Path: v.Path}
		for _, l := range v.Locations {
			p.Places = append(p.Places, l.String())
		}
		e.Proof = append(e.Proof, p)
	}
	if strings.HasPrefix(d.Ecosystem, "go") {
		e.Commands = append(e.Commands, model.Command{Shows: "every manifest that names it", Run: "git grep -nF " + finding.ShellWord(d.Dependency) + " -- '*go.mod'"})
	}
	return withFix(e, d.Fix)
}

// withFix adds the edit that removes a finding.
func withFix(e *model.Explanation, f *finding.Fix) *model.Explanation {
	if f == nil {
		return e
	}
	e.Facts = append(e.Facts, model.Fact{Name: "edit", Value: f.Edit})
	if f.Command != "" {
		e.Commands = append(e.Commands, model.Command{Shows: "the edit", Run: f.Command})
	}
	return e
}

// chain explains a unit's longest chain.
func chain(r *model.Report, name string) *model.Explanation {
	for _, c := range r.Chains {
		if c.ID != name {
			continue
		}
		e := &model.Explanation{
			ID: c.ID, Kind: "chain", Title: "longest chain of " + english.Place(c.Unit), Definitions: define("chain"), More: []string{"chains"},
			Text:  fmt.Sprintf("The longest way of imports from a package of %s takes %s.", english.Place(c.Unit), english.Count(c.Length, "step")),
			Facts: []model.Fact{{Name: "steps", Value: fmt.Sprint(c.Length)}, {Name: "between packages of this repository", Value: fmt.Sprint(c.FirstPartyLength)}},
			Proof: []model.Proof{{Text: "the chain, each step imported by the one before", Path: c.Path}},
		}
		if c.Ecosystem == "go" {
			e.Commands = []model.Command{{Shows: "what each of them imports", Run: "go list -f '{{.ImportPath}}: {{join .Imports \" \"}}' ./..."}}
		}
		return e
	}
	return nil
}

// pair explains what changes together: support against chance.
func pair(r *model.Report, name string) *model.Explanation {
	// The ends are not cut apart, since a folder may have <> in its name.
	i := slices.IndexFunc(r.Coupling, func(p cochange.Pair) bool { return p.From+"<>"+p.To == name || p.To+"<>"+p.From == name })
	if i < 0 {
		return nil
	}
	p := r.Coupling[i]
	e := &model.Explanation{
		ID: p.From + "<>" + p.To, Kind: "pair", Title: p.From + " and " + p.To, More: []string{"cochange"},
		Text:        fmt.Sprintf("%s both (level %s).", english.Count(p.Support, "change")+english.Choose(p.Support, " touches", " touch"), p.Level),
		Formula:     "lift = support / (d1·d2·Σ s(s-1) / S²): d1 and d2 the changes of each end, s the sizes of the changes, S their sum. q = Fisher's exact test on support, d1, d2 and all changes, corrected over all pairs of the level.",
		Definitions: define("support", "confidence", "lift", "q-value", "hidden-coupling"),
	}
	e.Facts = []model.Fact{
		{Name: "support", Value: fmt.Sprint(p.Support), Text: "changes that touch both"},
		{Name: "changes of " + p.From, Value: fmt.Sprint(p.ChangesFrom()), Text: fmt.Sprintf("%.0f %% of them touch the other too", 100*p.ConfidenceFrom)},
		{Name: "changes of " + p.To, Value: fmt.Sprint(p.ChangesTo()), Text: fmt.Sprintf("%.0f %% of them touch the other too", 100*p.ConfidenceTo)},
		{Name: "lift", Value: number(p.Lift), Text: "times as often as chance"},
		{Name: "q value", Value: fmt.Sprintf("%.2g", p.QValue), Text: "share of false pairs among those with this value or less"},
		{Name: "weight", Value: number(p.Weight), Text: "months in which both changed together, each halved every year of age: what the order follows"},
		{Name: "imports", Value: yes(p.Imports), Text: "whether imports lead from one to the other, either way"},
		{Name: "hidden", Value: yes(p.Hidden)},
	}
	if p.Lift > 0 {
		e.Facts = slices.Insert(e.Facts, 3, model.Fact{Name: "expected by chance", Value: number(float64(p.Support) / p.Lift), Text: "support / lift"})
	}
	if p.Expected != "" {
		e.Facts = append(e.Facts, model.Fact{Name: "expected", Value: string(p.Expected), Text: "their names or places explain that they change together"})
	}
	if p.Hidden {
		e.Text += " Next: " + r.Advice(p) + "."
		e.Facts = append(e.Facts, sameHabit(r, p)...)
		e.Definitions = append(e.Definitions, define("habit")...)
	}
	if len(p.Commits) > 0 {
		e.Proof = []model.Proof{{Text: "newest changes that touch both", Places: p.Commits}}
		e.Commands = append(e.Commands, model.Command{Shows: "the newest of them", Run: "git show -m --first-parent --stat " + phrase.ShortID(p.Commits[0])})
	}
	if p.Level != cochange.Area {
		e.Commands = append(e.Commands, model.Command{Shows: "commits that touch both, before exclusions", Run: together(p.From, p.To)})
	}
	return e
}

// sameHabit lists the other pairs of the habit of a hidden one.
func sameHabit(r *model.Report, p cochange.Pair) []model.Fact {
	var out []model.Fact
	more := 0
	for _, o := range r.Coupling {
		if o.Habit != p.Habit || o.Habit == 0 || o.Level == p.Level && o.From == p.From && o.To == p.To {
			continue
		}
		if len(out) == mostPartners {
			more++
			continue
		}
		out = append(out, model.Fact{Name: "of the same habit", Value: phrase.Plural(o.Support, "change", "changes"), Text: fmt.Sprintf("%s and %s (level %s)", o.From, o.To, o.Level)})
	}
	if more > 0 {
		out = append(out, model.Fact{Name: "of the same habit", Value: phrase.Plural(more, "more pair", "more pairs"), Text: "seam coupling --format json lists them"})
	}
	return out
}

// together is a command that lists the commits in which two paths meet.
func together(a, b string) string {
	log := func(p string) string { return "git log --no-merges --format=%h -- " + finding.ShellWord(p) }
	return "{ " + log(a) + "; " + log(b) + "; } | sort | uniq -d"
}

// edge explains why seam believes that a service calls another.
func edge(r *model.Report, name string) *model.Explanation {
	from, to, ok := strings.Cut(name, "->")
	if !ok || r.Deploy == nil {
		return nil
	}
	for _, x := range r.Deploy.Edges {
		if x.From != strings.TrimSpace(from) || x.To != strings.TrimSpace(to) {
			continue
		}
		e := &model.Explanation{
			ID: x.From + "->" + x.To, Kind: "edge", Title: x.From + " -> " + x.To, More: []string{"services", "deploy"},
			Text:        fmt.Sprintf("%s needs %s (class %s).", x.From, x.To, x.Class),
			Formula:     "confidence = 1 - product of (1 - c) over its kinds of evidence; c is 0.9 for depends_on and links, 0.95 for a setting that the caller's code reads (env, env_file, envFrom), 0.7 where that code is not here, 0.8 for args; of code 0.95 for grpc, contract, proxy, component and image, 0.9 for literal, config, connects-to and message, 0.85 for NetworkPolicy, 0.8 for default and discovery, 0.5 for port (0.8 of a program that no manifest runs) and for what stands in shared code.",
			Definitions: define("confidence-of-an-edge", "wave"),
			Facts:       []model.Fact{{Name: "class", Value: string(x.Class)}, {Name: "confidence", Value: number(x.Confidence)}},
		}
		for _, v := range x.Evidence {
			at := finding.Location{File: v.File, Line: v.Line}.String()
			e.Proof = append(e.Proof, model.Proof{Text: v.Kind + " at " + at, Places: []string{v.Text}})
			e.Commands = append(e.Commands, show(v.File, v.Line))
		}
		return e
	}
	return nil
}

// cycle explains services that need each other, by any of their names joined by commas.
func cycle(r *model.Report, name string) *model.Explanation {
	if r.Deploy == nil {
		return nil
	}
	for i, c := range r.Deploy.Cycles {
		id := "deploy/cycle:" + strings.Join(c, ",")
		if name != id && name != strings.Join(c, ",") {
			continue
		}
		e := &model.Explanation{ID: id, Kind: "cycle", Title: strings.Join(c, ", "), Definitions: define("deploy/cycle", "wave"), More: []string{"deploy"}}
		if i < len(r.Deploy.Advice) {
			e.Text = phrase.Sentence(r.Deploy.Advice[i])
		}
		for _, x := range r.Deploy.Edges {
			if slices.Contains(c, x.From) && slices.Contains(c, x.To) {
				e.Proof = append(e.Proof, model.Proof{Text: fmt.Sprintf("class %s, confidence %s", x.Class, number(x.Confidence)), Path: []string{x.From, x.To}})
			}
		}
		return e
	}
	return nil
}

// found explains any other finding, by id or fingerprint.
func found(r *model.Report, name string) *model.Explanation {
	for _, f := range r.Findings {
		if f.ID != name && f.Fingerprint != name {
			continue
		}
		for _, find := range [...]func(*model.Report, string) *model.Explanation{diamond, cycle} {
			if e := find(r, f.ID); e != nil {
				return e
			}
		}
		e := &model.Explanation{ID: f.ID, Kind: "finding", Title: f.Rule, Text: phrase.Sentence(f.Message), Definitions: define(f.Rule)}
		e.Facts = []model.Fact{{Name: "rule", Value: f.Rule}, {Name: "severity", Value: string(f.Severity)}, {Name: "fingerprint", Value: f.Fingerprint}}
		e.Proof = []model.Proof{{Text: "here", Places: []string{f.Location.String()}}}
		for _, x := range f.Related {
			e.Proof = append(e.Proof, model.Proof{Text: x.Message, Places: []string{x.Location.String()}})
		}
		return withFix(e, f.Fix)
	}
	return nil
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
