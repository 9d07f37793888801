package plan

import (
	"fmt"
	"path"
	"slices"

	"seam/analyze/english"
	"seam/analyze/finding"
)

// homes lists the manifests of the modules that the part takes packages of. No single
// manifest can be written for a part of several.
func (p *planner) homes() []string {
	var out []string
	for _, i := range p.numbers(p.part) {
		if m := p.b.Manifest(i); m != "" {
			out = append(out, m)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// severalStep is the module step of a part that lies in several modules.
func (p *planner) severalStep(homes []string) Step {
	s := Step{Code: "module", Title: "Leave each its manifest"}
	if p.b.WholeModules(p.numbers(p.part)) {
		s.Why = fmt.Sprintf("It is %s already (%s): what they need stands there, and nothing is to be written.", english.Count(len(homes), p.eco.Unit), english.Few(homes, 4))
		return s
	}
	s.Title = "Decide which manifest it is to have"
	s.Why = fmt.Sprintf("It takes packages of %s (%s), so no one manifest can be told from theirs.", english.Count(len(homes), p.eco.Unit), english.Few(homes, 4))
	t := Task{Text: "Plan the folders one by one, or move the code of all of them into one first."}
	for _, r := range p.roots {
		t.Commands = append(t.Commands, "seam plan "+finding.ShellWord(r))
	}
	s.Tasks = append(s.Tasks, t)
	return s
}

// severalRelease is the release step of such a part.
func (p *planner) severalRelease(homes []string) Step {
	if !p.b.WholeModules(p.numbers(p.part)) {
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
