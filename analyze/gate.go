package analyze

import (
	"cmp"
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"

	"seam/analyze/accept"
	"seam/analyze/config"
	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/format/glob"
	"seam/analyze/migrations"
	"seam/analyze/modules"
	"seam/analyze/repo"
	"seam/analyze/rollout"
	"seam/analyze/source"
)

// Gate is what a check compares. What no file that differs between the two revisions can
// have changed is not read of either: nil there, and Skipped says so.
type Gate struct {
	Base *Input // nil where only one revision was asked for
	Head *Input

	SkippedManifests bool // no manifest and no lock differs: nothing to be said about versions
	SkippedImports   bool // layers or a budget of chains are set, but no source file differs
	Migrations       bool // a migration of a database differs

	// Repaired are the manifests and locks that are broken in the base and not in the judged
	// revision. Base holds them as they are repaired: what they show is not new.
	Repaired []modules.Broken

	changed []string // paths that differ, from the root of the repository
}

// LoadGate reads what the rules of a check need of two revisions: manifests, locks and,
// where seam.yaml has layers or a budget of chains, imports. It reads no history. q.Revision
// is the one that is judged; base "" compares with nothing. Both are read with the
// seam.yaml and on the day of the judged one, so that a rule that is new there finds old
// debt on both sides. Errors are those of Load.
func LoadGate(ctx context.Context, q Request, base string) (*Gate, error) {
	r, err := q.open(repo.AnyReader)
	if err != nil {
		return nil, err
	}
	names := []string{cmp.Or(q.Revision, "HEAD")}
	if base != "" {
		names = append(names, base)
	}
	trees, done, err := r.Snapshots(names...)
	if err != nil {
		return nil, err
	}
	defer done()
	g := &Gate{}
	if g.Head, err = newInput(r, trees[0].Commit, trees[0]); err != nil {
		return nil, err
	}
	if names[0] == "HEAD" && !g.Head.Bare {
		g.Head.noteUncommitted(r.Root(), trees[0])
	}
	q.Needs = gateNeeds(g.Head.Config)
	if base == "" {
		return g, g.Head.load(ctx, r, trees[0], q, nil)
	}
	g.changed = trees[0].Changed(trees[1])
	g.skip(&q.Needs)
	g.Migrations = slices.ContainsFunc(g.changed, func(file string) bool {
		return migrations.Is(file, trees[0].ReadFile) || migrations.Is(file, trees[1].ReadFile)
	})
	if g.Base, err = g.Head.loadBoth(ctx, r, trees[0], trees[1], q); err == nil && q.Needs.Modules {
		g.repair(trees[0], trees[1])
	}
	return g, err
}

// repair reads the manifests of the base anew, with those that the change repairs as they are
// repaired: nobody can tell what of them is new, and to fail the repair would keep them broken.
func (g *Gate) repair(now, old repo.Tree) {
	var paths []string
	for _, b := range g.Base.Modules.Broken {
		file := path.Join(g.Head.Folder, b.Location.File)
		_, err := fs.Stat(now, file)
		if err != nil || g.BrokenAsBefore(b) || b.Lacking() {
			continue
		}
		g.Repaired, paths = append(g.Repaired, b), append(paths, file)
	}
	if len(paths) == 0 {
		return
	}
	g.Base.Modules = manifests(sourceOf(repo.With(old, now, paths)))
	if g.Head.Folder != "." {
		g.Base.Modules = g.Base.Modules.Within(g.Head.Folder)
	}
}

// MigrationFindings are what the migrations of the change take away from versions that
// still run, by the rules and suppressions of the judged revision. Services are read only
// where a migration differs. Errors are those of Load.
func (g *Gate) MigrationFindings(ctx context.Context, q Request, base string) ([]finding.Finding, error) {
	if !g.Migrations {
		return nil, nil
	}
	change, err := LoadRollout(ctx, q, base)
	if err != nil {
		return nil, err
	}
	found := rollout.Findings(change.Plan)
	return g.accepted(slices.DeleteFunc(found, func(f finding.Finding) bool { return !ofMigration(f) })), nil
}

// RolloutFindings are everything that the change asks of a deployment: what
// MigrationFindings finds, what other versions break, and each order that it imposes.
func (g *Gate) RolloutFindings(ctx context.Context, q Request, base string) ([]finding.Finding, error) {
	change, err := LoadRollout(ctx, q, base)
	if err != nil {
		return nil, err
	}
	return g.accepted(append(rollout.Findings(change.Plan), rollout.Orders(change.Plan)...)), nil
}

// accepted applies the rules and suppressions of the judged revision.
func (g *Gate) accepted(found []finding.Finding) []finding.Finding {
	in := accept.Input{Config: g.Head.Config, Folder: g.Head.Folder, Day: g.Head.Day}
	for _, f := range found {
		in.Subjects = append(in.Subjects, place(f))
	}
	return accept.Apply(in).Findings
}

// ofMigration reports whether a migration makes a finding.
func ofMigration(f finding.Finding) bool {
	return migrations.Named(f.Location.File) || slices.ContainsFunc(f.Related, func(r finding.Related) bool { return migrations.Named(r.Location.File) })
}

func gateNeeds(c config.Config) Needs {
	return Needs{Modules: true, Imports: len(c.Layers) > 0 || c.Budgets.FirstPartyChain > 0}
}

// BrokenAsBefore reports whether a manifest of the judged revision is broken in the base in
// the same way and was not touched since: the change neither broke it nor hides in it.
func (g *Gate) BrokenAsBefore(b modules.Broken) bool {
	return g.Base != nil && slices.Contains(g.Base.Modules.Broken, b) &&
		!slices.Contains(g.changed, path.Join(g.Head.Folder, b.Location.File))
}

// Unreadable are the manifests and locks of the judged revision without which nothing can be
// said of findings of a severity: not those that are as broken in the base and untouched, those
// that seam.yaml excludes, and those of tools, examples, tests and templates, which make no
// problem.
func (g *Gate) Unreadable(least finding.Severity) []modules.Broken {
	excluded, err := glob.Compile(g.Head.Config.Exclude)
	if g.SkippedManifests || err != nil { // which config has checked
		return nil
	}
	return slices.DeleteFunc(slices.Clone(g.Head.Modules.Broken), func(b modules.Broken) bool {
		file := b.Location.File
		aside := least == finding.Problem && !diamonds.IsProduction(path.Dir(file))
		return !b.Lacking() && (g.BrokenAsBefore(b) || aside || excluded.Match(path.Join(g.Head.Folder, file)))
	})
}

// skip takes out of the needs what the changed paths cannot have changed.
func (g *Gate) skip(n *Needs) {
	g.SkippedManifests = !slices.ContainsFunc(g.changed, mayRequire)
	if n.Imports {
		sources := slices.ContainsFunc(g.changed, func(p string) bool { return source.LanguageOf(p) != "" })
		g.SkippedImports = g.SkippedManifests && !sources
		n.Imports = !g.SkippedImports
	}
	// A chain is measured from the units that manifests name.
	n.Modules = !g.SkippedManifests || n.Imports && g.Head.Config.Budgets.FirstPartyChain > 0
}

// requiring are the ends of names, in lower case, that manifests, locks and what belongs to
// them have in any ecosystem.
var requiring = []string{
	".mod", ".sum", ".work", ".json", ".yaml", ".yml", ".lock", ".toml", ".txt", ".in", ".cfg", ".ini", ".xml", ".pom",
	".gradle", ".kts", ".groovy", ".lockfile", ".properties", ".csproj", ".fsproj", ".vbproj", ".vcxproj", ".proj", ".props",
	".targets", ".config", ".sln", ".slnx", ".bazel", ".bzl", ".py", ".npmrc", "pipfile", "workspace", "build",
	".gemspec", "gemfile", "gems.rb", "gems.locked",
}

// saying are the ends of names, in lower case, of files that are read by people or browsers,
// or by programs that know nothing of versions.
var saying = []string{
	".md", ".rst", ".adoc", ".html", ".css", ".scss", ".sass", ".less", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".ico", ".webp", ".pdf",
	"license", "notice", "copying", "authors", "codeowners", "owners", "changelog", "makefile", "dockerfile",
	".gitignore", ".gitattributes", ".dockerignore", ".editorconfig", ".bats", ".snap",
}

// mayRequire reports whether a file can be one that says what is required. Manifests take in
// files of any name ("-r base.reqs", an Import of MSBuild, relativePath of Maven), so that
// only what certainly is none is left out: a name too many costs time, one too few would
// hide a change.
func mayRequire(file string) bool {
	name := strings.ToLower(path.Base(file))
	ends := func(end string) bool { return strings.HasSuffix(name, end) }
	switch {
	case slices.ContainsFunc(requiring, ends):
		return true
	case source.LanguageOf(file) != "":
		return false
	}
	return !slices.ContainsFunc(saying, ends)
}
