package plan

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/imports"
	"seam/analyze/split"
	"seam/analyze/whatif"
	"seam/graph"
)

// releaseStep is the first version, who takes it, and in which order.
func (p *planner) releaseStep() Step {
	s := Step{Code: "release", Title: "Release it", Why: "A version is a promise to those who use it; below v1 the promise is small."}
	if why, no := p.unpublished(); no {
		return p.buildStep(why)
	}
	if homes := p.homes(); len(homes) > 1 {
		return p.severalRelease(homes)
	}
	if !p.golang() {
		return p.publishStep()
	}
	if !p.owned {
		s.Why = "Without a go.mod there is nothing to tag."
		return s
	}
	name, _ := p.modulePath()
	folder := join(p.in.Folder, p.root)
	version, last := nextVersion(name, folder, p.in.Tags)
	if strings.HasPrefix(version, path.Base(folder)+".") {
		folder = path.Dir(folder) // the folder of a major version stands in no tag
	}
	tag := path.Join(folder, version)
	text := "Tag the first version"
	switch {
	case last != "":
		text = fmt.Sprintf("This clone knows %s: tag the next version", last)
	case p.whole:
		text = "Unless it has releases that this clone knows no tag of, tag the first version"
	}
	s.Tasks = append(s.Tasks, Task{
		Text:     fmt.Sprintf("%s as %s: the tag of a module in a folder begins with the folder.", text, tag),
		Commands: []string{"git tag " + finding.ShellWord(tag), "git push origin " + finding.ShellWord(tag)},
	})
	if who := p.consumers(); len(who) > 0 {
		t := Task{Text: fmt.Sprintf("Let %s require that version and drop the replacement.", english.Few(manifests(who), 4))}
		for _, folder := range who {
			t.Commands = append(t.Commands, inShell(folder, "go mod edit -dropreplace="+name+" && go get "+name+"@"+version))
		}
		s.Tasks = append(s.Tasks, t)
	}
	s.Tasks = append(s.Tasks, Task{
		Text: fmt.Sprintf("Let CI build and test %s alone on every change below it, with GOWORK=off, so that nobody leans on the workspace; and let seam check refuse changes that bring version conflicts.", p.root),
	})
	if strings.HasPrefix(version, "v0.") {
		s.Tasks = append(s.Tasks, Task{Text: "Make it v1.0.0 once the names that others use have not changed for some months."})
	}
	s.Notes = append(s.Notes, p.releases())
	return s
}

// unpublished is why nobody needs a published version of the part: no other code imports
// it, and it is deployed, or its manifest says that it is private.
func (p *planner) unpublished() (why string, no bool) {
	imported := slices.ContainsFunc(p.edges, func(e edge) bool { return p.inside[e.to] && !p.inside[e.from] })
	switch {
	case imported:
		return "", false
	case len(p.in.Deployed) > 0:
		return fmt.Sprintf("It is deployed as %s and no other code imports it, so that nobody waits for a version of it in a registry: what goes out is what is deployed.", english.Few(p.in.Deployed, 4)), true
	case p.runs:
		return "It is a program and no other code imports it, so that nobody waits for a version of it in a registry: what goes out is what is deployed.", true
	case p.whole && p.unit.Private:
		return fmt.Sprintf("%s says that it is private, and no other code imports it: there is nothing to publish.", p.unit.Manifest), true
	}
	return "", false
}

// buildStep is the release step of what nobody requires.
func (p *planner) buildStep(why string) Step {
	var folders []string
	if p.lifted.to != "" {
		folders = []string{finding.ShellWord(p.lifted.to)}
	} else {
		for _, r := range p.roots {
			folders = append(folders, finding.ShellWord(r))
		}
	}
	s := Step{Code: "release", Title: "Release it", Why: why}
	s.Tasks = append(s.Tasks, Task{
		Text: fmt.Sprintf("Let CI build and test %s alone on every change below it, name each build after its commit, and let seam check refuse changes that bring version conflicts.", english.Few(folders, 4)),
	})
	if order := p.releases(); strings.Contains(order, ", then ") {
		s.Notes = append(s.Notes, order)
	}
	return s
}

// nextVersion is the version to release of a Go module in a folder of the repository, and
// the tag of the last one among the tags of the clone, "" if it has none.
func nextVersion(module, folder string, tags []string) (next, last string) {
	of := map[string]string{} // tags by version
	for _, tag := range tags {
		dir, version := path.Split(tag)
		// The folder of a major version (pay/v2) stands in a tag or not.
		if dir = path.Clean(dir); dir == folder || dir == path.Dir(folder) && strings.HasPrefix(version, path.Base(folder)+".") {
			of[version] = tag
		}
	}
	next, highest := gomod.NextVersion(module, slices.Sorted(maps.Keys(of)))
	return next, of[highest]
}

// fewUnits is how many units of one wave are named.
const fewUnits = 4

// releases is the order of releases in words: samples and tests take what is newest and
// are not released.
func (p *planner) releases() string {
	var words []string
	for _, wave := range p.order() {
		units := slices.DeleteFunc(slices.Clone(wave), func(u string) bool { return u != p.root && u != "." && split.IsSupporting(u) })
		for i, u := range units {
			if units[i] = rootName(u); u == p.root {
				units[i] = p.folder()
			}
		}
		if len(units) > 0 {
			words = append(words, english.And(firstOf(units, fewUnits)))
		}
	}
	return "Order of releases: " + strings.Join(words, ", then ") + "."
}

// firstOf is the first n of a list and how many more there are.
func firstOf(list []string, n int) []string {
	if len(list) <= n+1 {
		return list
	}
	return append(list[:n:n], fmt.Sprintf("%d more", len(list)-n))
}

// order names what is released first, then what needs it; modules that the part has
// nothing to do with are left out.
func (p *planner) order() [][]string {
	unit := func(i int32) string {
		if p.inside[i] {
			return p.root
		}
		return p.module[i]
	}
	var names []string
	for i := range p.b.Packages {
		names = append(names, unit(int32(i)))
	}
	slices.Sort(names)
	names = slices.Compact(names)
	g := graph.New(names, func(yield func(graph.Edge) bool) {
		for _, e := range p.edges {
			from, to := unit(e.from), unit(e.to)
			if from != to && !(p.inside[e.from] && p.back[e.to]) && !yield(graph.Edge{From: from, To: to}) {
				return
			}
		}
	})
	at, _ := g.Index(p.root)
	above, under := graph.ReachedBy(g, at), graph.Reach(g, at)
	var out [][]string
	for _, w := range graph.Waves(g) {
		var wave []string
		for _, i := range w {
			if above[i] || under[i] {
				wave = append(wave, g.Name(i))
			}
		}
		if len(wave) > 0 {
			out = append(out, wave)
		}
	}
	return out
}

func rootName(folder string) string {
	if folder == "." {
		return "the module at the root"
	}
	return folder
}

// hopStep lists the calls that a service turns into calls over the network.
func (p *planner) hopStep() Step {
	s := Step{Code: "hops", Title: "Replace calls by an interface over the network",
		Why: "A call over the network is at least 5,000 times slower than a function call, and it can fail: each call below needs a time limit and an answer to its failure."}
	kinds := map[int32]map[string]imports.DeclarationKind{}
	for _, e := range p.edges {
		if p.inside[e.from] || !p.inside[e.to] {
			continue
		}
		if kinds[e.to] == nil {
			kinds[e.to] = p.kinds(e.To)
		}
		var calls []string
		for _, n := range e.Symbols {
			if k := kinds[e.to][n]; k == imports.Func || k == imports.Method || k == "" {
				calls = append(calls, n)
			}
		}
		t := Task{Imports: []whatif.Import{e.Import}, Names: calls}
		if len(calls) > 0 {
			t.Text = fmt.Sprintf("%s calls %s of %s: %s.", e.From, english.Count(len(calls), "function"), e.To, english.Few(calls, fewNames))
		} else if len(e.Symbols) > 0 {
			t.Text = fmt.Sprintf("%s uses types or values of %s, and calls nothing: they become part of the contract.", e.From, e.To)
		} else {
			t.Text = fmt.Sprintf("%s needs %s, and no name that it uses is known: look which calls there are.", e.From, e.To)
		}
		s.Tasks = append(s.Tasks, t)
	}
	if len(s.Tasks) == 0 {
		s.Why = "No call becomes a call over the network: no other package imports the part."
	}
	return s
}

// deployStep is what a new service adds to a deployment.
func (p *planner) deployStep() Step {
	s := Step{Code: "deploy", Title: "Deploy it apart", Why: "Two programs are never replaced at the same moment: each has to work with the version before and the version after of the other."}
	if c := p.in.Part.Candidate; c != nil && c.Deployed {
		s.Why += " A manifest deploys it already."
		s.Tasks = append(s.Tasks, Task{Text: "Look at its place in the order: seam deploy."})
	} else {
		s.Tasks = append(s.Tasks,
			Task{Text: "Give it a build, a health check and settings of its own."},
			Task{Text: "Deploy it first, with nobody calling it; then its callers, behind a switch that brings the old way back. If it is rolled back, its callers go back first."},
			Task{Text: "Add it to the manifests, and look at the new order: seam deploy."},
		)
	}
	if c := p.in.Part.Candidate; c != nil {
		for _, e := range c.Against {
			switch e.Code {
			case "shared-database", "shared-tables":
				s.Tasks = append(s.Tasks, Task{Text: "Shared data, to be given one owner first: " + e.Text + ".", Names: e.IDs})
			case "shared-settings":
				s.Tasks = append(s.Tasks, Task{Text: "Shared settings, to be given to each by itself: " + e.Text + ".", Names: e.IDs})
			case "shared-contracts":
				s.Tasks = append(s.Tasks, Task{Text: "Shared messages, to be changed so that both versions of either side understand them: " + e.Text + ".", Names: e.IDs})
			}
		}
	}
	return s
}

// watchStep is what to keep an eye on afterwards.
func (p *planner) watchStep() Step {
	s := Step{Code: "watch", Title: "Watch", Why: "What others use is hard to change from now on."}
	s.Notes = append(s.Notes, p.surface()...)
	s.Notes = append(s.Notes, p.teams()...)
	if c := p.in.Part.Candidate; c != nil && c.Cut.Changes > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%d of %s of the part also touched other packages: after the split, each like them is a release and an update instead of one commit. Compare in some months: seam whatif --extract %s.",
			c.Cut.CrossingChanges, english.Count(c.Cut.Changes, "change"), finding.ShellWord(p.folder())))
	}
	return s
}

// surface lists the names that become a promise, by package.
func (p *planner) surface() []string {
	used := map[string][]string{}
	users := map[string]map[string]bool{}
	for _, e := range p.edges {
		if p.inside[e.to] && !p.inside[e.from] {
			used[e.To] = union(used[e.To], e.Symbols)
			if users[e.To] == nil {
				users[e.To] = map[string]bool{}
			}
			users[e.To][e.From] = true
		}
	}
	var out []string
	for _, name := range p.b.Packages {
		if n := len(users[name]); n > 0 {
			text := fmt.Sprintf("%s is imported by %s", name, english.Count(n, "package"))
			if len(used[name]) > 0 {
				text += fmt.Sprintf(", which use%s %s: %s", english.Choose(n, "s", ""), english.Count(len(used[name]), "name"), english.Few(used[name], 12))
			}
			out = append(out, text+".")
		}
	}
	if out == nil {
		out = []string{"Nothing outside uses a name of the part today."}
	}
	return out
}

// teams names who else has to follow.
func (p *planner) teams() []string {
	if p.in.TeamOf == nil {
		return nil
	}
	var own, other []string
	for _, e := range p.edges {
		if p.inside[e.to] && !p.inside[e.from] {
			own, other = union(own, known(p.in.TeamOf(e.To))), union(other, known(p.in.TeamOf(e.From)))
		}
	}
	switch other = missing(other, own); {
	case len(own)+len(other) == 0:
		return []string{"Teams are not declared, so nobody can be named who has to agree."}
	case len(other) == 0:
		return []string{fmt.Sprintf("Only %s on the part and on what imports it.", english.And(firstOf(own, 4))+english.Choose(len(own), " works", " work"))}
	}
	return []string{fmt.Sprintf("Teams whose code imports it and who have to agree on changes: %s.", english.Few(other, 6))}
}

// known splits the names of joint owners.
func known(team string) []string {
	if team == "" {
		return nil
	}
	return strings.Split(team, ", ")
}
