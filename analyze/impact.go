package analyze

import (
	"context"

	"seam/analyze/finding"
	"seam/analyze/impact"
	"seam/analyze/impact/reach"
	"seam/analyze/repo"
)

// ImpactNeeds are the facts that Impact looks at.
var ImpactNeeds = Needs{History: true, Imports: true, Modules: true, Services: true}

// LoadImpact reads what Impact looks at, or the needs given, and analyses nothing.
func LoadImpact(ctx context.Context, q Request) (*Result, error) {
	in, err := Load(ctx, q)
	if err != nil {
		return nil, err
	}
	r := &Result{Input: in}
	for _, w := range in.Warnings {
		if w.Code != "short-history" && w.Code != "addresses-alike" { // of the history, dates alone count
			r.Warnings = append(r.Warnings, w)
		}
	}
	finding.SortWarnings(r.Warnings)
	return r, nil
}

// ImpactOptions say which dependants follow a target besides those that call or import it.
type ImpactOptions struct {
	Messages bool // those that depend on the messages of a service follow it too
}

// Impact answers who must follow a change of a target, see reach.Search.Target. r must hold
// what ImpactNeeds says; what was not seen is added to its warnings. The error is that of
// reach.Search.Target, repo or reuse.
func Impact(ctx context.Context, q Request, r *Result, target string, o ImpactOptions) (*impact.Result, error) {
	return reached(ctx, q, r, func(x *reach.Search) (*impact.Result, error) {
		x.Messages = o.Messages
		return x.Target(ctx, target)
	})
}

// ImpactOfChange answers who must follow what changed from base to the revision of r, at
// the level of modules or packages; "" is modules where there are several. base must
// hold imports and modules, r what ImpactNeeds says. Errors are those of Impact.
func ImpactOfChange(ctx context.Context, q Request, base *Input, r *Result, level impact.Kind) (*impact.Result, error) {
	return reached(ctx, q, r, func(x *reach.Search) (*impact.Result, error) {
		x.SourceOf = r.Input.SourceOf()
		then := base.facts()
		then.SourceOf = base.SourceOf()
		return x.Change(ctx, then, level)
	})
}

// reached asks one question about the facts of r, which is told what was not seen.
func reached(ctx context.Context, q Request, r *Result, ask func(*reach.Search) (*impact.Result, error)) (*impact.Result, error) {
	repository, err := q.open(repo.AnyReader)
	if err != nil {
		return nil, err
	}
	tree, done, err := treeOf(repository, r.Input.Head, q.Worktree)
	if err != nil {
		return nil, err
	}
	defer done()
	if err := r.Input.readReuse(ctx, repository, tree, q); err != nil {
		return nil, err
	}
	x, err := reach.New(reach.Source{
		Facts: r.Input.facts(), Repository: repository, Tree: tree, With: q.With, Unread: q.Unread, Manifests: manifestsOf,
		History: r.Input.othersHistory(q),
	})
	if err != nil {
		return nil, err
	}
	defer x.Close()
	out, err := ask(x)
	r.Warnings = append(r.Warnings, x.Warnings...)
	finding.SortWarnings(r.Warnings)
	return out, err
}

// facts are those that a search for followers looks at.
func (in *Input) facts() reach.Facts {
	return reach.Facts{
		Folder: in.Folder, Head: in.Head, Files: in.Files, Log: in.Log, Imports: in.Imports, Modules: in.Modules,
		Services: in.Service, Owners: in.Owners, Reuse: in.Reuse,
	}
}
