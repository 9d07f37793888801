package explain

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/cochange"
	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/report/model"
	"seam/report/phrase"
)

// pack explains a package: its imports, its importers and the teams that work there.
func pack(r *model.Report, name string) *model.Explanation {
	p := packageOf(r, folderName(name))
	if p == nil {
		return nil
	}
	var users []string
	for _, x := range r.Packages {
		if slices.Contains(x.Imports, p.Path) {
			users = append(users, x.Path)
		}
	}
	e := &model.Explanation{
		ID: "package:" + p.Path, Kind: "package", Title: english.Place(p.Path), More: []string{"imports", "split"},
		Text: fmt.Sprintf("A package of the module %s in %s: it imports %s of this repository and %s it.", p.Module, p.Language,
			phrase.Plural(len(p.Imports), "package", "packages"), imported(len(users))),
		Facts: []model.Fact{
			{Name: "files", Value: fmt.Sprint(p.Files), Text: "tests included"}, {Name: "lines", Value: fmt.Sprint(p.Lines), Text: "of code without tests"},
			{Name: "changes", Value: fmt.Sprint(p.Changes), Text: "those to its source files"},
		},
	}
	if p.Area != "" {
		e.Facts = append(e.Facts, model.Fact{Name: "area", Value: english.Place(p.Area)})
	}
	if p.Team != "" {
		e.Facts = append(e.Facts, model.Fact{Name: "team", Value: p.Team, Text: "its declared owner, else the declared team with most changes"})
	}
	e.Facts = append(e.Facts, someOf("imports", p.Imports, "default build, tests left out")...)
	e.Facts = append(e.Facts, someOf("imported by", users, "")...)
	e.Facts = append(e.Facts, candidateAt(r, p.Path)...)
	e.Facts = append(e.Facts, togetherWith(r, p.Path, cochange.Package)...)
	e.Commands = []model.Command{
		{Shows: "its commits, before exclusions", Run: "git log --oneline --no-merges HEAD -- " + finding.ShellWord(p.Path)},
		{Shows: "who must follow a change of it", Run: "seam impact " + finding.ShellWord("package:"+p.Path)},
		{Shows: "what it needs and what needs it, drawn", Run: "seam graph --focus " + finding.ShellWord(p.Path) + " --format mermaid"},
	}
	return e
}

func packageOf(r *model.Report, folder string) *model.Package {
	i := slices.IndexFunc(r.Packages, func(p model.Package) bool { return p.Path == folder })
	if i < 0 {
		return nil
	}
	return &r.Packages[i]
}

// folderName is a path as a user writes it, as reports write it.
func folderName(name string) string {
	if name == "" || name == "the root" {
		return "."
	}
	return path.Clean(strings.TrimPrefix(name, "./"))
}

func imported(n int) string {
	if n == 1 {
		return "one imports"
	}
	return fmt.Sprintf("%d import", n)
}

// module explains a first-party module by its name, as the table of packages has it.
func module(r *model.Report, name string) *model.Explanation {
	var own []model.Package
	needs, needed := map[string]bool{}, map[string]bool{}
	of := map[string]string{}
	for _, p := range r.Packages {
		of[p.Path] = p.Module
		if p.Module == name && name != "" {
			own = append(own, p)
		}
	}
	if own == nil {
		return nil
	}
	var paths []string
	lines, files := 0, 0
	for _, p := range own {
		paths, lines, files = append(paths, p.Path), lines+p.Lines, files+p.Files
	}
	for _, p := range r.Packages {
		for _, to := range p.Imports {
			switch {
			case of[to] == "" || p.Module == "":
			case p.Module == name && of[to] != name:
				needs[of[to]] = true
			case p.Module != name && of[to] == name:
				needed[p.Module] = true
			}
		}
	}
	e := &model.Explanation{
		ID: "module:" + name, Kind: "module", Title: name, Definitions: define("unit"), More: []string{"modules", "imports"},
		Text:  fmt.Sprintf("A module of this repository, in %s: %s.", own[0].Language, phrase.Plural(len(own), "package", "packages")),
		Facts: []model.Fact{{Name: "files", Value: fmt.Sprint(files), Text: "tests included"}, {Name: "lines", Value: fmt.Sprint(lines), Text: "of code without tests"}},
		Commands: []model.Command{
			{Shows: "who must follow a release of it", Run: "seam impact " + finding.ShellWord("module:"+name)},
			{Shows: "all modules and what leads between them", Run: "seam graph --level modules --format mermaid"},
		},
	}
	e.Facts = append(e.Facts, someOf("packages", paths, "")...)
	e.Facts = append(e.Facts, someOf("needs the modules", sorted(needs), "by imports outside of tests")...)
	e.Facts = append(e.Facts, someOf("needed by the modules", sorted(needed), "")...)
	for _, root := range roots(paths) {
		e.Facts = append(e.Facts, candidateAt(r, root)...)
	}
	return e
}

// file explains a file that the report names: in a coupled pair, a finding, or as proof
// that a service is there or calls.
func file(r *model.Report, name string) *model.Explanation {
	name = folderName(name)
	if !slices.Contains(filesOf(r), name) {
		return nil
	}
	return File(r, name)
}

// File explains a file that the caller knows to be there, named by the report or not.
func File(r *model.Report, name string) *model.Explanation {
	name = folderName(name)
	e := &model.Explanation{
		ID: "file:" + name, Kind: "file", Title: name, More: []string{"cochange"},
		Text:     "What the report knows of the file.",
		Commands: []model.Command{{Shows: "its commits, before exclusions", Run: "git log --oneline --no-merges --follow HEAD -- " + finding.ShellWord(name)}},
	}
	if p := packageOf(r, path.Dir(name)); p != nil {
		e.Facts = append(e.Facts, model.Fact{Name: "package", Value: english.Place(p.Path), Text: p.Module})
	}
	e.Facts = append(e.Facts, togetherWith(r, name, cochange.File)...)
	for _, f := range r.Findings {
		if f.Location.File == name {
			e.Proof = append(e.Proof, model.Proof{Text: fmt.Sprintf("%s of rule %s: %s", f.Severity, f.Rule, f.Message), Places: []string{f.Location.String()}})
		}
	}
	if r.Deploy != nil {
		for _, s := range r.Deploy.Services {
			for _, at := range s.Evidence {
				if at.File == name {
					e.Proof = append(e.Proof, model.Proof{Text: "declares the service " + s.Name, Places: []string{at.String()}})
				}
			}
		}
		for _, x := range r.Deploy.Edges {
			for _, v := range x.Evidence {
				if v.File == name {
					e.Proof = append(e.Proof, model.Proof{Text: "shows that one service needs another", Path: []string{x.From, x.To}, Places: []string{finding.Location{File: v.File, Line: v.Line}.String()}})
				}
			}
		}
	}
	if len(e.Proof) == 0 && len(e.Facts) == 0 {
		e.Text = "The file is there; it changes together with no other beyond chance, declares no service and holds no finding."
	}
	return e
}

// filesOf lists the files that a report names.
func filesOf(r *model.Report) []string {
	var out []string
	for _, p := range r.Coupling {
		if p.Level == cochange.File {
			out = append(out, p.From, p.To)
		}
	}
	for _, f := range r.Findings {
		out = append(out, f.Location.File)
	}
	if r.Deploy != nil {
		for _, s := range r.Deploy.Services {
			for _, at := range s.Evidence {
				out = append(out, at.File)
			}
		}
		for _, x := range r.Deploy.Edges {
			for _, v := range x.Evidence {
				out = append(out, v.File)
			}
		}
	}
	return out
}

// community explains a group of the map, by its id, its name or its number there.
func community(r *model.Report, name string) *model.Explanation {
	if r.Communities == nil {
		return nil
	}
	nth := strings.TrimSpace(strings.TrimPrefix(name, "community "))
	for i, c := range r.Communities.List {
		if c.ID != name && c.Name != name && fmt.Sprint(i+1) != nth {
			continue
		}
		e := &model.Explanation{
			ID: c.ID, Kind: "community", Title: c.Name, Definitions: define("community"), More: []string{"communities"},
			Text: fmt.Sprintf("Number %d of the map: %s that import one another and change together, whatever folders they lie in. The map is no advice to split.", i+1, phrase.Plural(len(c.Packages), "package", "packages")),
			Facts: []model.Fact{
				{Name: "mostly in", Value: english.Place(c.Folder), Text: english.Percent(c.FolderMatch) + " alike: F1 of its packages and those of the folder"},
				{Name: "center", Value: english.Place(c.Center), Text: "the package with most weight inside"},
				{Name: "imports inside", Value: english.Percent(c.ImportsInside), Text: fmt.Sprintf("of %s with an end here", english.Count(c.Imports, "import"))},
				{Name: "changes inside", Value: english.Percent(c.ChangesInside), Text: fmt.Sprintf("of %s that %s it", english.Count(c.Changes, "change"), english.Choose(c.Changes, "touches", "touch"))},
				{Name: "stability", Value: number(c.Stability), Text: "how alike the group is when it is looked for again"},
			},
		}
		e.Facts = append(e.Facts, someOf("packages", c.Packages, "")...)
		return e
	}
	return nil
}
