package plan

import (
	"fmt"
	"path"
	"slices"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/repo"
)

// homes lists the manifests of the modules that the part takes packages of. No single
// manifest can be written for a part of several. A module that lies in the part as a whole
// comes along as it is, where the part is more than such modules.
func (p *planner) homes() []string {
	var all, apart []string
	for _, i := range p.own {
		m := p.b.Manifest(i)
		if m == "" {
			continue
		}
		all = union(all, []string{m})
		if folder := p.module[i]; folder == p.root || !repo.Below(p.root, folder) || !p.b.WholeModules(p.within(folder)) {
			apart = union(apart, []string{m})
		}
	}
	if len(apart) == 0 {
		return all
	}
	return apart
}

// within lists the packages of the part that are of the module in a folder.
func (p *planner) within(folder string) []int32 {
	return slices.DeleteFunc(slices.Clone(p.own), func(i int32) bool { return p.module[i] != folder })
}

// severalStep is the module step of a part that lies in several modules.
func (p *planner) severalStep(homes []string) Step {
	s := Step{Code: "module", Title: "Leave each its manifest"}
	if p.b.WholeModules(p.own) {
		s.Why = fmt.Sprintf("It is %s already (%s): what they need stands there, and nothing is to be written.", english.Count(len(homes), p.eco.Unit), english.Few(homes, 4))
		return s
	}
	s.Title = "Decide which manifest it is to have"
	s.Why = fmt.Sprintf("It takes packages of %s (%s), so no one manifest can be told from theirs.", english.Count(len(homes), p.eco.Unit), english.Few(homes, 4))
	t := Task{Text: "Plan the folders one by one, or move the code of all of them into one first."}
	for _, r := range p.roots {
		if r != p.in.Part.Title { // this plan
			t.Commands = append(t.Commands, "seam plan "+finding.ShellWord(r))
		}
	}
	s.Tasks = append(s.Tasks, t)
	return s
}

// severalRelease is the release step of such a part.
func (p *planner) severalRelease(homes []string) Step {
	if !p.b.WholeModules(p.own) {
		return Step{Code: "release", Title: "Release it", Why: "How is told by the plans of the folders, once it is decided which manifest they are to have."}
	}
	folders := make([]string, len(homes))
	for i, h := range homes {
		folders[i] = path.Dir(h)
	}
	s := Step{Code: "release", Title: "Release it", Why: "Each of them has a version of its own: none has to be released because another was."}
	s.Tasks = append(s.Tasks,
		Task{Text: fmt.Sprintf("Release %s each under its own name, and let the rest of the repository require these versions.", english.Few(folders, 4))},
		Task{Text: "Let CI build and test each of them alone on every change below it, and let seam check refuse changes that bring version conflicts."})
	return s
}
