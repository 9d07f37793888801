package analyze

import (
	"cmp"
	"context"
	"path"
	"slices"

	"seam/analyze/deploy"
	"seam/analyze/finding"
	"seam/analyze/repo"
	"seam/analyze/rollout"
	"seam/analyze/rollout/facts"
	"seam/analyze/services"
)

// Rollout is a change and the order in which it can be deployed.
type Rollout struct {
	Base, Head *Input
	Plan       *rollout.Plan
	Programs   []string // changed programs that nothing deploys, sorted; in no plan
	Unowned    []string // changed files of no service
	Passive    int      // changed files of documentation and tests, which deploy nothing
	Warnings   []finding.Warning
}

// rooted is the services of an input with the places of edges relative to the root again, as
// those of files that changed are.
func rooted(in *Input) *services.Graph {
	g := *in.Service
	g.Edges = slices.Clone(g.Edges)
	for i := range g.Edges {
		e := &g.Edges[i]
		e.Evidence = slices.Clone(e.Evidence)
		for k := range e.Evidence {
			e.Evidence[k].File = path.Join(in.Folder, e.Evidence[k].File)
		}
	}
	return &g
}

// deployedAlone leaves out what is touched of programs that nothing deploys, neither
// before the change nor after it, as the order of all services does; and names these.
func deployedAlone(touches []rollout.Touch, base, head *Input) (kept []rollout.Touch, programs []string) {
	before, now := deploy.Order(base.Service), deploy.Order(head.Service)
	for _, t := range touches {
		switch _, was := before.Rollback[t.Service]; {
		case was || !slices.Contains(now.Programs, t.Service):
			kept = append(kept, t)
		case !slices.Contains(programs, t.Service):
			programs = append(programs, t.Service)
		}
	}
	slices.Sort(programs)
	return kept, programs
}

// LoadRollout reads the services of two revisions and plans what lies between them.
// q.Revision is the later one. It reads no history. Errors are those of Load.
func LoadRollout(ctx context.Context, q Request, base string) (*Rollout, error) {
	r, err := q.open(repo.AnyReader)
	if err != nil {
		return nil, err
	}
	trees, done, err := r.Snapshots(cmp.Or(q.Revision, "HEAD"), base)
	if err != nil {
		return nil, err
	}
	defer done()
	q.Needs = Needs{Services: true}
	out := &Rollout{}
	if out.Head, err = newInput(r, trees[0].Commit, trees[0]); err != nil {
		return nil, err
	}
	if out.Base, err = out.Head.loadBoth(ctx, r, trees[0], trees[1], q); err != nil {
		return nil, err
	}
	changed := slices.DeleteFunc(trees[0].Changed(trees[1]), func(p string) bool { return !repo.Below(out.Head.Folder, p) })
	out.Base.Service, out.Head.Service = rooted(out.Base), rooted(out.Head)
	f := facts.Read(trees[1], trees[0], out.Base.Service, out.Head.Service, changed)
	relative := func(p string) string { return repo.Relative(out.Head.Folder, p) }
	f.Input.Touches, out.Programs = deployedAlone(f.Input.Touches, out.Base, out.Head)
	out.Plan = rollout.New(f.Input)
	out.Plan.Relative(relative)
	for _, p := range f.Unowned {
		out.Unowned = append(out.Unowned, relative(p))
	}
	out.Passive, out.Warnings = f.Passive, f.Warnings
	return out, nil
}
