package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/repo"
)

// lift is how the part of a module of Maven, Gradle or sbt gets a folder of its own: these
// look for sources below the src of a module's folder, and would build them in the module
// around, too, if they stayed.
type lift struct {
	from  string   // the folder of the module around
	to    string   // the folder of the new module; "" where nothing has to move
	moves []string // folders of sources and of their tests, sorted
}

// folder is where the part's manifest goes.
func (p *planner) folder() string {
	if p.lifted.to != "" {
		return p.lifted.to
	}
	return p.root
}

func (p *planner) findLift(around string) {
	if !p.speaks("java") || p.b.WholeModules(p.own) || len(p.homes()) > 1 {
		return
	}
	l := lift{from: around, moves: slices.Clone(p.roots)}
	for _, r := range p.roots {
		rest, ok := belowSource(inFolder(around, r))
		if !ok {
			return
		}
		l.moves = union(l.moves, p.testsOf(around, rest))
	}
	l.to = p.freeFolder(around)
	p.lifted = l
}

// lifts reports whether a package that moves in goes with the sources and keeps its name.
func (p *planner) lifts(name string) bool {
	_, ok := belowSource(inFolder(p.lifted.from, name))
	return p.lifted.to != "" && ok && repo.Below(p.lifted.from, name)
}

// belowSource is what of a folder follows src/SET/LANGUAGE, as src/main/java.
func belowSource(folder string) (rest string, ok bool) {
	parts := strings.SplitN(folder, "/", 4)
	if len(parts) < 4 || parts[0] != "src" {
		return "", false
	}
	return parts[3], true
}

// testsOf lists the uppermost folders of tests for what lies in a folder of sources.
func (p *planner) testsOf(around, rest string) []string {
	var out []string
	for _, pkg := range p.in.Imports.Packages {
		name, ok := belowSource(inFolder(around, pkg.Path))
		if !ok || !pkg.TestOnly || !repo.Below(around, pkg.Path) || !repo.Below(rest, name) {
			continue
		}
		if folder := strings.TrimSuffix(strings.TrimSuffix(pkg.Path, strings.TrimPrefix(name, rest)), "/"); !slices.Contains(out, folder) {
			out = append(out, folder)
		}
	}
	return out
}

// freeFolder is a folder beside the module around the part that holds nothing yet.
func (p *planner) freeFolder(around string) string {
	base := path.Base(p.root)
	to := path.Join(path.Dir(around), base)
	if len(p.b.Below(to)) > 0 && around != "." {
		to = path.Join(path.Dir(around), path.Base(around)+"-"+base)
	}
	for k := 2; len(p.b.Below(to)) > 0; k++ {
		to = path.Join(path.Dir(around), fmt.Sprintf("%s%d", base, k))
	}
	return to
}

func (p *planner) liftTask() Task {
	t := Task{Text: fmt.Sprintf("Move the sources of the part, and their tests, to a folder of its own, %s: a %s is built from the src of its folder, and the one around it would go on building what stays. Packages keep their names.", p.lifted.to, p.eco.Unit)}
	moves := p.lifted.moves
	for i, name := range p.b.Packages {
		if rest, ok := belowSource(inFolder(p.lifted.from, name)); ok && p.inside[i] && !p.part[i] && p.lifts(name) {
			moves = union(moves, append(p.testsOf(p.lifted.from, rest), name))
		}
	}
	for i, m := range moves {
		if slices.ContainsFunc(moves[:i], func(above string) bool { return repo.Below(above, m) }) {
			continue // it moves along
		}
		t.Commands = append(t.Commands, gitMove(m, path.Join(p.lifted.to, inFolder(p.lifted.from, m))))
	}
	return t
}
