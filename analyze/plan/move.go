package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/repo"
	"seam/analyze/whatif"
)

// moveStep lists the code that changes sides.
func (p *planner) moveStep() Step {
	s := Step{Code: "move", Title: "Move code", Why: "What only one side uses belongs to that side."}
	s.Tasks = append(s.Tasks, p.gather()...)
	for _, m := range p.moving() {
		s.Tasks = append(s.Tasks, p.moveTask(m))
	}
	for _, t := range p.targets() {
		s.Tasks = append(s.Tasks, p.nameTasks(t)...)
	}
	if p.lifted.to != "" { // last: the tasks before it name the folders as they were
		s.Tasks = append(s.Tasks, p.liftTask())
	}
	if len(s.Tasks) == 0 {
		s.Why = "Nothing to move: no package and no name is used by the part alone."
	}
	return s
}

// gather brings the folders of a part together that lies in several.
func (p *planner) gather() []Task {
	if len(p.roots) < 2 || p.lifted.to != "" || p.holds(p.in.Part.Title) || len(p.homes()) > 1 {
		return nil
	}
	task := Task{Text: fmt.Sprintf("Bring the %s of the part together in one folder, %s, and adjust their import paths: a "+p.eco.Manifest+" stands for one folder.", english.Count(len(p.roots), "folder"), p.root)}
	for _, r := range p.roots {
		task.Commands = append(task.Commands, gitMove(r, path.Join(p.root, r)))
	}
	return []Task{task}
}

func gitMove(from, to string) string {
	move := "git mv " + finding.ShellWord(from) + " " + finding.ShellWord(to)
	if path.Dir(to) == "." {
		return move
	}
	return "mkdir -p " + finding.ShellWord(path.Dir(to)) + " && " + move
}

// moved is a package that moves in, and where to.
type moved struct{ from, to string }

// moving lists what moves in, below a folder internal of the part: nobody else uses it.
func (p *planner) moving() []moved {
	var out []moved
	taken := map[string]bool{}
	for i, yes := range p.inside {
		if !yes || p.part[i] || p.lifts(p.b.Packages[i]) {
			continue
		}
		from := p.b.Packages[i]
		if n := len(out); n > 0 && repo.Below(out[n-1].from, from) && p.folderMoves(out[n-1].from) {
			continue // it moves along
		}
		to := path.Join(p.root, "internal", path.Base(from))
		for k := 2; taken[to] || p.exists(to); k++ {
			to = path.Join(p.root, "internal", fmt.Sprintf("%s%d", path.Base(from), k))
		}
		taken[to] = true
		out = append(out, moved{from, to})
	}
	return out
}

func (p *planner) exists(folder string) bool {
	i, ok := p.b.Index(folder)
	return ok && i >= 0
}

// folderMoves reports whether everything below a folder moves in.
func (p *planner) folderMoves(folder string) bool {
	return !slices.ContainsFunc(p.b.Below(folder), func(i int32) bool { return !p.inside[i] || p.part[i] })
}

func (p *planner) moveTask(m moved) Task {
	i, _ := p.b.Index(m.from)
	var users []whatif.Import
	for _, e := range p.edges {
		if e.to == i {
			users = append(users, e.Import)
		}
	}
	t := Task{
		Text:    fmt.Sprintf("Move the package %s in, to %s: nothing else imports it. %s in %s.", m.from, m.to, p.adjust(m.to), english.Count(files(users), "file")),
		Imports: users,
	}
	if p.folderMoves(m.from) {
		t.Commands = []string{gitMove(m.from, m.to)}
		return t
	}
	t.Commands = []string{"mkdir -p " + finding.ShellWord(m.to)}
	if pkg, ok := p.in.Imports.Find(m.from); ok {
		words := []string{"git", "mv"}
		for _, f := range slices.Concat(pkg.Files, pkg.TestFiles) {
			words = append(words, finding.ShellWord(path.Join(m.from, f)))
		}
		t.Commands = append(t.Commands, strings.Join(append(words, finding.ShellWord(m.to)), " "))
	}
	return t
}

// adjust says what becomes of the imports of what moves to a folder of the part.
func (p *planner) adjust(folder string) string {
	if !p.golang() {
		return "Adjust its imports"
	}
	if p.owned {
		name, _ := p.modulePath()
		folder = path.Join(name, inFolder(p.root, folder))
	}
	return fmt.Sprintf("Its import path becomes %s: adjust it", folder)
}

func files(list []whatif.Import) int {
	n := 0
	for _, i := range list {
		n += i.Files
	}
	return n
}

// nameTasks says which names of a target move where.
func (p *planner) nameTasks(t target) []Task {
	var out []Task
	switch {
	case t.first != nil:
		return []Task{{
			Text: fmt.Sprintf("Make %s a "+p.eco.Unit+" of its own before the part: it needs %s and nothing of the part. Both sides then require it.",
				t.name, needsOf(t)),
			Imports: t.imports, Names: union(t.own, t.both), Commands: []string{"seam plan " + finding.ShellWord(t.name)},
		}}
	case len(t.own) > 0:
		out = append(out, Task{
			Text: fmt.Sprintf("Move %s from %s into %s: no other package uses %s. Look first whether %s itself does.",
				english.Few(t.own, fewNames), t.name, places(p.using(t.imports, t.own)), english.Choose(len(t.own), "it", "them"), t.name),
			Imports: p.using(t.imports, t.own), Names: t.own,
		})
	}
	if len(t.rest) > 0 {
		out = append(out, Task{
			Text: fmt.Sprintf("Move %s of %s to a package that needs neither side: both sides use %s. That package needs a "+p.eco.Manifest+" of its own, or a place in the part.",
				english.Few(t.rest, fewNames), t.name, english.Choose(len(t.rest), "it", "them")),
			Imports: p.using(t.imports, t.rest), Names: t.rest,
		})
	}
	return out
}

func needsOf(t target) string {
	others := slices.DeleteFunc(slices.Clone(t.first), func(s string) bool { return s == t.name })
	if len(others) == 0 {
		return "no other package of this repository"
	}
	return "only " + strings.Join(others, ", ")
}

// using keeps the imports that use some of the names, each with these alone.
func (p *planner) using(list []whatif.Import, names []string) []whatif.Import {
	var out []whatif.Import
	for _, i := range list {
		i.Symbols = slices.DeleteFunc(slices.Clone(i.Symbols), func(s string) bool { return !slices.Contains(names, p.movable(s)) })
		if len(i.Symbols) > 0 {
			out = append(out, i)
		}
	}
	return out
}

// places names the packages that hold the imports.
func places(list []whatif.Import) string {
	var out []string
	for _, i := range list {
		out = union(out, []string{i.From})
	}
	return english.Few(out, 3)
}
