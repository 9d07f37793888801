package analyze

import (
	"path"
	"slices"

	"seam/analyze/imports"
	"seam/analyze/imports/golang"
	"seam/analyze/plan"
	"seam/analyze/repo"
	"seam/analyze/services"
)

// Plan makes the plan for a candidate or a folder. It reads more than Load did, the
// declarations of the packages that the plan speaks of, from the same revision. r must
// hold candidates. The error is that of repo, or a *plan.UnknownError.
func Plan(q Request, r *Result, name string) (*plan.Plan, error) {
	in := r.Input
	part, err := plan.Find(name, r.Split.Candidates, in.Base)
	if err != nil {
		return nil, err
	}
	clone, err := q.open(repo.AnyReader)
	if err != nil {
		return nil, err
	}
	tags, err := clone.Tags()
	if err != nil {
		return nil, err
	}
	tree, done, err := treeOf(clone, in.Head, q.Worktree)
	if err != nil {
		return nil, err
	}
	defer done()
	declarations := map[string][]imports.Declaration{}
	out := plan.Make(plan.Input{
		Part: part, Base: in.Base, Imports: in.Imports, Modules: in.Modules, Folder: in.Folder, TeamOf: r.TeamOfPackage,
		Deployed: deployedFrom(in.Service, part), Tags: names(tags),
		Tracked: func(file string) bool { return repo.Has(tree, path.Join(in.Folder, file)) },
		Declarations: func(pkg string) []imports.Declaration {
			if list, ok := declarations[pkg]; ok {
				return list
			}
			if p, ok := in.Imports.Find(pkg); ok && p.Language == "go" {
				declarations[pkg] = golang.Declarations(tree, join(in.Folder, pkg), p)
			}
			return declarations[pkg]
		},
	})
	return &out, nil
}

func names(tags []repo.Tag) []string {
	out := make([]string, len(tags))
	for i, t := range tags {
		out[i] = t.Name
	}
	return out
}

// deployedFrom lists the services that a manifest deploys from the folders of a part, by
// name.
func deployedFrom(s *services.Graph, part plan.Part) []string {
	if s == nil {
		return nil
	}
	var out []string
	for _, x := range s.Services {
		if x.Path == "" || x.Class != services.Call || x.Kind == services.GoMain || x.Job != nil {
			continue
		}
		if slices.Contains(part.Packages, x.Path) || part.Title != "." && repo.Below(part.Title, x.Path) {
			out = append(out, x.Name)
		}
	}
	return out
}
