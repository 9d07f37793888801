package plan

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// golang reports whether the part is Go, for which a go.mod is worked out whole. For
// other languages the manifest is a sketch: what the sources say is in it, what only the
// build knows (bundlers, generated code, tools) is not.
func (p *planner) golang() bool { return p.eco.Manifest == "go.mod" }

// findEcosystem takes the ecosystem that most imports over the border of the part are of, of
// equals the one of most lines: scripts beside the code, or pages that it embeds, do not decide.
func (p *planner) findEcosystem() {
	type weight struct{ imports, lines int }
	p.eco = imports.EcosystemOf("go")
	crossing := p.crossing()
	weights, of := map[string]weight{}, map[string][]int32{}
	most := weight{}
	for _, i := range p.numbers(p.part) {
		pkg, _ := p.in.Imports.Find(p.b.Packages[i])
		e := imports.EcosystemOf(pkg.Language).In(p.b.Manifest(i))
		w := weights[e.Manifest]
		w = weight{w.imports + crossing[i], w.lines + pkg.Lines + 1}
		weights[e.Manifest], of[e.Manifest] = w, append(of[e.Manifest], i)
		if cmp.Or(cmp.Compare(w.imports, most.imports), cmp.Compare(w.lines, most.lines)) > 0 {
			most, p.eco = w, e
		}
	}
	p.own = of[p.eco.Manifest]
}

// crossing counts the imports over the border by the package of the part.
func (p *planner) crossing() map[int32]int {
	out := map[int32]int{}
	for _, e := range p.in.Imports.Edges {
		from, _ := p.b.Index(e.From)
		to, _ := p.b.Index(e.To)
		switch leaves := p.holdsPackage(e.From); {
		case leaves == p.holdsPackage(e.To) || e.Kind == imports.Test:
		case leaves:
			out[from]++
		default:
			out[to]++
		}
	}
	return out
}

func (p *planner) holdsPackage(name string) bool {
	i, ok := p.b.Index(name)
	return ok && p.part[i]
}

// speaks reports whether the manifest of the part lists what a language imports.
func (p *planner) speaks(language string) bool {
	return slices.Equal(imports.EcosystemOf(language).Names, p.eco.Names)
}

// besideNotes names the packages of the part that its manifest does not speak for.
func (p *planner) besideNotes() []string {
	var folders, manifests []string
	for _, i := range p.numbers(p.part) {
		if slices.Contains(p.own, i) {
			continue
		}
		folders = append(folders, p.b.Packages[i])
		if m := p.b.Manifest(i); m != "" {
			manifests = union(manifests, []string{m})
		}
	}
	if len(folders) == 0 {
		return nil
	}
	text := fmt.Sprintf("Of other languages, and not in this manifest: %s.", english.Few(folders, 4))
	if len(manifests) > 0 {
		text += fmt.Sprintf(" What they need stands in %s.", english.Few(manifests, 3))
	}
	return []string{text}
}

// sketchStep gives a part in another language than Go a manifest of its own.
func (p *planner) sketchStep() Step {
	s := Step{Code: "module", Title: "Give it a manifest of its own: " + p.eco.Manifest,
		Why: "From here on the border is written down: what the manifest does not list is not the part's to use."}
	if p.b.WholeModules(p.own) {
		s.Notes = p.besideNotes()
		s.Title = "Keep its manifest: " + p.eco.Manifest
		s.Why = fmt.Sprintf("It is a %s of its own already.", p.eco.Unit)
		if p.owned {
			s.Why = fmt.Sprintf("It is a %s of its own already: %s.", p.eco.Unit, p.unit.Manifest)
		}
		return s
	}
	name := p.ownName()
	found := p.requirements()
	task := Task{Text: fmt.Sprintf("Add %s to the %s, named %s, with %s that its sources import. It is a sketch: build settings, generated code and tools are not in it.",
		path.Join(p.folder(), p.eco.Manifest), p.eco.Unit, name, english.Count(len(found.code)+len(found.tests), "requirement"))}
	var packaging []Task
	switch p.eco.Manifest {
	case "gemspec":
		task.File, task.Content = path.Join(p.root, name+".gemspec"), gemspec(name, found)
		s.Notes = append(s.Notes, "Ruby finds files by their path below lib, and below app in an engine of Rails: lay the part's files out there, so that their constants keep their paths.")
	case "package.yml":
		task.File, task.Content = path.Join(p.root, p.eco.Manifest), packageYML(p.firstParty())
	case "package.json":
		task.File, task.Content = path.Join(p.root, p.eco.Manifest), p.packageJSON(name, found)
	case "pyproject.toml":
		d := p.distribution()
		task.File, task.Content = path.Join(p.root, p.eco.Manifest), p.pyproject(name, d, found)
		packaging = p.packagingTasks(d)
		s.Notes = append(s.Notes, p.packagingNotes(d)...)
	case "Package.swift":
		task.Names = append(found.names(found.code), found.names(found.tests)...)
		s.Notes = append(s.Notes, `Swift looks for sources in Sources/NAME of a package: give the target path: ".", or move them there.`)
	case "composer.json":
		task.File, task.Content = path.Join(p.root, p.eco.Manifest), p.composerJSON(name, found)
	default:
		task.Names = append(found.names(found.code), found.names(found.tests)...)
	}
	if task.File != "" {
		task.Text = fmt.Sprintf("Write %s: a sketch of what its sources import, %s. Build settings, generated code and tools are not in it.", task.File, english.Count(len(found.code)+len(found.tests), "requirement"))
	}
	s.Tasks = append(append(s.Tasks, task), packaging...)
	s.Tasks = append(s.Tasks, p.memberTask(), p.sketchConsumers(name),
		Task{Text: "Build and test both sides alone, with nothing installed but what each manifest lists."})
	if len(found.unknown) > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("No requirement of a manifest around it is called %s: add what provides it.", english.Few(found.unknown, 6)))
	}
	s.Notes = append(s.Notes, p.besideNotes()...)
	return s
}

// ownName is a name for the part among those of its ecosystem: with the scope that the
// unit around it has.
func (p *planner) ownName() string {
	base := strings.ToLower(path.Base(p.folder()))
	if d := p.distribution(); p.eco.Manifest == "pyproject.toml" && d.path != "" {
		return d.name()
	}
	if scope, _, ok := strings.Cut(p.unit.Name, "/"); ok && (strings.HasPrefix(scope, "@") || p.eco.Manifest == "composer.json") {
		return scope + "/" + base
	}
	if group, _, ok := strings.Cut(p.unit.Name, ":"); ok {
		return group + ":" + base
	}
	return base
}

// required is what a part needs, each with the version that a manifest around it asks
// for.
type required struct {
	code, tests []modules.Requirement
	unknown     []string
}

func (required) names(list []modules.Requirement) []string {
	var out []string
	for _, r := range list {
		out = append(out, strings.TrimSpace(r.Name+" "+r.Version))
	}
	return out
}

// requirements looks up what the part's code and tests import: in the manifest around
// it, then in those of the folders above.
func (p *planner) requirements() required {
	var out required
	code, tests := map[string]bool{}, map[string]bool{}
	for i, inside := range p.inside {
		if pkg, ok := p.in.Imports.Find(p.b.Packages[i]); ok && inside && p.speaks(pkg.Language) {
			for _, n := range pkg.ThirdParty {
				code[n] = true
			}
			for _, n := range pkg.TestThird {
				tests[n] = true
			}
		}
	}
	for _, n := range p.thirdParty() {
		found := p.asked(n)
		switch {
		case len(found) == 0:
			out.unknown = append(out.unknown, n)
		case code[n]:
			out.code = append(out.code, found...)
		case tests[n]:
			out.tests = append(out.tests, found...)
		}
	}
	for _, n := range p.firstParty() {
		if n != p.unit.Name {
			out.code = append(out.code, modules.Requirement{Name: n, Version: p.withinWorkspace()})
		}
	}
	out.code, out.tests = once(out.code, nil), once(out.tests, out.code)
	return out
}

// asked is the requirements that provide an imported name in the nearest manifest at or
// above the part that has any.
func (p *planner) asked(name string) []modules.Requirement {
	var best []modules.Requirement
	depth := -1
	for _, u := range p.in.Modules.Units {
		if !slices.Contains(p.eco.Names, u.Ecosystem) || !repo.Below(u.Path, p.root) || len(u.Path) <= depth {
			continue
		}
		if found := providing(u.Ecosystem, u.Requirements, name); len(found) > 0 {
			best, depth = found, len(u.Path)
		}
	}
	return best
}

// once sorts requirements by name and keeps the first of each name that others lack.
func once(list, others []modules.Requirement) []modules.Requirement {
	slices.SortStableFunc(list, func(a, b modules.Requirement) int { return strings.Compare(a.Name, b.Name) })
	list = slices.CompactFunc(list, func(a, b modules.Requirement) bool { return a.Name == b.Name })
	return slices.DeleteFunc(list, func(r modules.Requirement) bool {
		return slices.ContainsFunc(others, func(o modules.Requirement) bool { return o.Name == r.Name })
	})
}

// withinWorkspace is the version by which units of one repository take each other.
func (p *planner) withinWorkspace() string {
	if p.eco.Manifest == "package.json" && p.in.Tracked != nil && (p.in.Tracked("pnpm-workspace.yaml") || p.in.Tracked("pnpm-lock.yaml")) {
		return "workspace:*"
	}
	if p.eco.Manifest == "package.json" {
		return "*"
	}
	return ""
}

// mostEntries bounds the entries that a package.json lists one by one.
const mostEntries = 20

// packageJSON writes a package.json whose entries are the files that others import.
func (p *planner) packageJSON(name string, found required) string {
	type manifest struct {
		Name            string            `json:"name"`
		Version         string            `json:"version"`
		Private         bool              `json:"private"`
		Exports         map[string]string `json:"exports"`
		Dependencies    map[string]string `json:"dependencies,omitempty"`
		DevDependencies map[string]string `json:"devDependencies,omitempty"`
	}
	m := manifest{name, "0.0.0", true, p.entries(), versions(found.code), versions(found.tests)}
	return inJSON(m)
}

// inJSON writes a manifest of texts, which always encode.
func inJSON(manifest any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if e.Encode(manifest) != nil {
		return ""
	}
	return b.String()
}

// composerJSON writes a composer.json that loads the part's classes from its folder, by the
// namespace that its files have there.
func (p *planner) composerJSON(name string, found required) string {
	type autoload struct {
		PSR4 map[string]string `json:"psr-4"`
	}
	type manifest struct {
		Name       string            `json:"name"`
		Autoload   *autoload         `json:"autoload,omitempty"`
		Require    map[string]string `json:"require,omitempty"`
		RequireDev map[string]string `json:"require-dev,omitempty"`
	}
	m := manifest{Name: name, Require: versions(found.code), RequireDev: versions(found.tests)}
	for i, inside := range p.inside {
		pkg, ok := p.in.Imports.Find(p.b.Packages[i])
		if !ok || !inside || pkg.ImportPath == "" {
			continue
		}
		below := strings.ReplaceAll(inFolder(p.root, pkg.Path), "/", `\`)
		if space := strings.TrimSuffix(pkg.ImportPath, `\`+below); below == "" || space != pkg.ImportPath {
			m.Autoload = &autoload{map[string]string{space + `\`: ""}}
			break
		}
	}
	return inJSON(m)
}

func versions(list []modules.Requirement) map[string]string {
	out := map[string]string{}
	for _, r := range list {
		out[r.Name] = r.Version
		if r.Version == "" {
			out[r.Name] = "*"
		}
	}
	return out
}

// entries are the files of the part that others import, by the name that an import of
// the package would end in.
func (p *planner) entries() map[string]string {
	out := map[string]string{}
	for _, e := range p.in.Imports.FileEdges {
		if repo.Below(p.root, e.From) || !repo.Below(p.root, e.To) || e.Kind == imports.Test {
			continue
		}
		file := "./" + inFolder(p.root, e.To)
		entry := strings.TrimSuffix(file, path.Ext(file))
		if entry = strings.TrimSuffix(entry, "/index"); entry == "./index" {
			entry = "."
		}
		out[entry] = file
	}
	switch {
	case len(out) == 0:
		return map[string]string{".": "./index.js"}
	case len(out) > mostEntries:
		return map[string]string{"./*": "./*"}
	}
	return out
}

// memberTask makes the part a member of the workspace around it.
func (p *planner) memberTask() Task {
	list := map[string]string{
		"package.json": "the workspaces of " + p.npmRoot() + " (pnpm-workspace.yaml with pnpm), unless a pattern there covers it",
		"pom.xml":      "the modules of the pom.xml above it", "Cargo.toml": "the members of the workspace in the Cargo.toml above it",
		"gemspec": "the Gemfile above it, by its path", "package.yml": "package_paths of packwerk.yml, unless a pattern there covers it",
		"CMakeLists.txt": "the CMakeLists.txt above it, by add_subdirectory", "meson.build": "the meson.build above it, by subdir", "Makefile": "the makefile above it",
		"pubspec.yaml":   "the workspace of the pubspec.yaml above it (the packages of melos.yaml), unless a pattern there covers it",
		"Package.swift":  "the dependencies of the Package.swift of those that use it, by its path",
		"build.sbt":      "the build.sbt at the root, as a project in its folder (in file) that the root aggregates",
		"composer.json":  "the repositories of the composer.json above it, as one of type path",
		"pyproject.toml": "the workspace of the tool that installs the repository's projects (for uv: tool.uv.workspace), or install it by its path",
	}[p.eco.Manifest]
	switch {
	case list != "":
	case strings.HasPrefix(p.eco.Manifest, "build.gradle"):
		list = "settings.gradle, by include"
	default:
		list = "the solution"
	}
	return Task{Text: fmt.Sprintf("Add %s to %s.", p.folder(), list)}
}

// npmRoot is the manifest that lists workspaces: the one at the root, else the one around.
func (p *planner) npmRoot() string {
	if p.owned && p.in.Tracked != nil && !p.in.Tracked("package.json") {
		return p.unit.Manifest
	}
	return "the package.json at the root"
}

// sketchConsumers lets those that import the part require it.
func (p *planner) sketchConsumers(name string) Task {
	who := p.consumers()
	if len(who) == 0 {
		return Task{Text: "Nothing else imports the part: no other manifest has to change."}
	}
	for i, folder := range who {
		who[i] = rootName(folder)
	}
	text := fmt.Sprintf("Let %s require %s", english.Few(who, 4), name)
	switch p.eco.Manifest {
	case "package.json":
		text += ", and change the imports from paths into the folder to that name"
	case "Cargo.toml":
		text += ", and change the paths that begin with crate to that name"
	}
	return Task{Text: text + "."}
}

// publish is how a unit of an ecosystem is published.
var publish = map[string]string{
	"package.json": "npm publish", "Cargo.toml": "cargo publish", "pyproject.toml": "python -m build && python -m twine upload dist/*",
	"pom.xml": "mvn deploy", "gemspec": "gem build *.gemspec && gem push *.gem", ".csproj": "dotnet pack -c Release",
}

// publishStep is the release of a part in another language than Go.
func (p *planner) publishStep() Step {
	s := Step{Code: "release", Title: "Release it", Why: "A version is a promise to those who use it. Inside one repository the workspace can stand in for it: then nothing is published, and everybody uses the newest."}
	version := "set its version to 0.1.0"
	if p.whole {
		version = "give it a version"
	}
	if p.whole && p.unit.Private || !p.whole && p.eco.Manifest == "package.json" {
		version = "take out of its manifest that it is private, " + version
	}
	t := Task{Text: fmt.Sprintf("For use outside this repository, %s and publish it where your others are; then let those who use it require that version.", version)}
	if command := publish[p.eco.Manifest]; command != "" && len(p.in.Deployed) == 0 && !(p.whole && p.unit.Private) {
		t.Commands = []string{inShell(p.folder(), command)}
	}
	s.Tasks = append(s.Tasks, t, Task{
		Text: fmt.Sprintf("Let CI build and test %s alone on every change below it, and let seam check refuse changes that bring version conflicts.", finding.ShellWord(p.folder())),
	})
	s.Notes = append(s.Notes, p.releases())
	return s
}
