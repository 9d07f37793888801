package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/modules"
)

// moduleStep gives the part its go.mod and tells the rest of it.
func (p *planner) moduleStep() Step {
	s := Step{Code: "module", Title: "Give it a go.mod", Why: "From here on the Go command holds the border: what go.mod does not require cannot be imported."}
	if homes := p.homes(); len(homes) > 1 {
		return p.severalStep(homes)
	}
	if !p.golang() {
		return p.sketchStep()
	}
	if !p.owned {
		s.Why = "No go.mod was read that this part belongs to, so none can be proposed."
		return s
	}
	if p.whole {
		s.Why = fmt.Sprintf("It is a module already: %s says %s.", p.unit.Manifest, p.unit.Name)
		s.Notes = p.replacedBy()
		return s
	}
	name, renamed := p.modulePath()
	m := p.build()
	s.Tasks = append(s.Tasks, p.writeTask(m))
	if renamed {
		s.Tasks = append(s.Tasks, p.renameTask(name))
	}
	s.Tasks = append(s.Tasks, p.consumerTask(name))
	if w, ok := p.workspace(); ok {
		s.Tasks = append(s.Tasks, p.workTask(w))
	}
	if p.in.Tracked != nil && p.in.Tracked(join(p.unit.Path, "vendor/modules.txt")) {
		s.Tasks = append(s.Tasks, Task{
			Text:     "Bring the vendor folder up to date: the part is a dependency from now on.",
			Commands: []string{inShell(p.unit.Path, "go mod vendor")},
		})
	}
	s.Tasks = append(s.Tasks, p.proofTask())
	s.Notes = append(p.moduleNotes(name, m), p.besideNotes()...)
	return s
}

func (p *planner) writeTask(m manifest) Task {
	t := Task{File: path.Join(p.root, "go.mod"), Content: m.String()}
	t.Text = fmt.Sprintf("Write %s: %s at the versions of %s", t.File, english.Count(len(m.direct), "requirement"), p.unit.Manifest)
	if len(m.indirect) > 0 {
		t.Text += ", and the rest of them as indirect, so that the same versions are built as today; go mod tidy takes out what is too much"
	}
	t.Text += "."
	sum := join(p.unit.Path, "go.sum")
	if len(m.direct)+len(m.indirect) > 0 && p.in.Tracked != nil && p.in.Tracked(sum) {
		t.Commands = append(t.Commands, "cp "+finding.ShellWord(sum)+" "+finding.ShellWord(path.Join(p.root, "go.sum")))
	}
	return t
}

func (p *planner) renameTask(name string) Task {
	old := path.Join(p.unit.Name, p.belowModule())
	return Task{Text: fmt.Sprintf("Change the import path %s to %s everywhere: a module in a folder has its own major version, so the suffix of %s is not in its path.", old, name, p.unit.Name)}
}

// consumers lists the folders of the modules whose code or tests import the part, first
// the one around it.
func (p *planner) consumers() []string {
	out := []string{p.unit.Path}
	for _, e := range slices.Concat(p.edges, p.tests) {
		if p.inside[e.to] && !p.inside[e.from] && !slices.Contains(out, p.module[e.from]) {
			out = append(out, p.module[e.from])
		}
	}
	slices.Sort(out[1:])
	if !p.imported(p.unit.Path) && len(out) > 0 {
		out = out[1:]
	}
	return out
}

// imported reports whether a module's code or tests import the part.
func (p *planner) imported(module string) bool {
	return slices.ContainsFunc(slices.Concat(p.edges, p.tests), func(e edge) bool {
		return p.inside[e.to] && !p.inside[e.from] && p.module[e.from] == module
	})
}

func (p *planner) consumerTask(name string) Task {
	who := p.consumers()
	if len(who) == 0 {
		return Task{Text: "Nothing else imports the part: no other go.mod has to change."}
	}
	t := Task{Text: fmt.Sprintf("Until the first version is tagged, let %s build with the folder: require it and replace it.", english.Few(manifests(who), 4))}
	for _, folder := range who {
		edit := "go mod edit -require=" + name + "@v0.0.0 -replace=" + name + "=" + finding.ShellWord(relative(folder, p.root))
		t.Commands = append(t.Commands, inShell(folder, edit))
	}
	return t
}

func manifests(folders []string) []string {
	out := make([]string, len(folders))
	for i, f := range folders {
		out[i] = join(f, "go.mod")
	}
	return out
}

// workspace is the go.work that the module around the part is used by.
func (p *planner) workspace() (modules.Workspace, bool) {
	i := slices.IndexFunc(p.in.Modules.Workspaces, func(w modules.Workspace) bool { return slices.Contains(w.Members, p.unit.Path) })
	if i < 0 {
		return modules.Workspace{}, false
	}
	return p.in.Modules.Workspaces[i], true
}

func (p *planner) workTask(w modules.Workspace) Task {
	return Task{
		Text:     fmt.Sprintf("Use it in %s, or the go command will not find it beside the others.", w.Manifest),
		Commands: []string{inShell(w.Path, "go work use "+finding.ShellWord(relative(w.Path, p.root)))},
	}
}

// proofTask shows that both sides build without each other's help.
func (p *planner) proofTask() Task {
	t := Task{Text: "Build and check each side alone. GOWORK=off matters: in a workspace an import that no go.mod requires still builds."}
	for _, folder := range append([]string{p.root}, p.proofFolders()...) {
		t.Commands = append(t.Commands, inShell(folder, "GOWORK=off go build ./... && GOWORK=off go vet ./..."))
	}
	return t
}

func (p *planner) proofFolders() []string {
	who := p.consumers()
	if !slices.Contains(who, p.unit.Path) {
		who = append([]string{p.unit.Path}, who...)
	}
	return who
}

// oldReleases says what releases from before the split mean to others.
func (p *planner) oldReleases(name string) string {
	if _, renamed := p.modulePath(); renamed {
		return fmt.Sprintf("Who imports these packages from elsewhere must change the import path with the first release of %s made after this change; older releases still hold them under the old path, as other types.", p.unit.Name)
	}
	return fmt.Sprintf("Ambiguous imports: the releases of %s so far hold the packages of %s too. A program that requires the new module and such a release fails with \"ambiguous import\". It ends with the first release of %s made after this change: tag that too, and tell others to update both in one step.",
		p.unit.Name, name, p.unit.Name)
}

func (p *planner) moduleNotes(name string, m manifest) []string {
	out := []string{p.oldReleases(name)}
	if _, ok := p.workspace(); !ok {
		out = append(out, "There is no go.work for this module. For work on both sides at once, make one that is not committed: go work init, then go work use for each folder.")
	}
	if len(m.unknown) > 0 {
		out = append(out, fmt.Sprintf("No requirement of %s covers %s: run go mod tidy in the part with network.", p.unit.Manifest, english.Few(m.unknown, 4)))
	}
	if len(m.replaces) > 0 {
		out = append(out, "Replacements count only where the go command is run: who requires the part from elsewhere does not get them.")
	}
	if i := slices.Index(strings.Split(p.root, "/"), "internal"); i >= 0 {
		out = append(out, fmt.Sprintf("%s lies below a folder named internal: Go lets only code of the folder above that import it. For use by other repositories it has to move.", p.root))
	}
	if left := p.leftInFolder(); len(left) > 0 {
		out = append(out, fmt.Sprintf("A go.mod in %s takes along all packages below it: %s too, which the part does not hold. Move them out, or take them in.", p.root, english.Few(left, 4)))
	}
	return append(out, "Not looked at: go:embed patterns and relative paths that lead over the new border. The build and the tests show them.")
}

// leftInFolder lists packages below the part's folder that are not of the part.
func (p *planner) leftInFolder() []string {
	var out []string
	for _, i := range p.b.Below(p.root) {
		if !p.inside[i] && p.module[i] == p.unit.Path {
			out = append(out, p.b.Packages[i])
		}
	}
	return out
}

// replacedBy names the manifests that replace a module by its folder.
func (p *planner) replacedBy() []string {
	var out []string
	for _, u := range p.in.Modules.Units {
		for _, r := range u.Replacements {
			if r.Name == p.unit.Name && r.Folder {
				out = append(out, fmt.Sprintf("%s replaces it by its folder: while that line stands, no release of it is ever tried out.", r.Location))
			}
		}
	}
	return out
}
