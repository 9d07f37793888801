package analyze

import (
	"context"
	"path"
	"slices"
	"strings"

	"seam/analyze/contracts"
	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/migrations"
	"seam/analyze/repo"
	"seam/analyze/rollout"
	"seam/analyze/services"
)

// Rollout is a change and the order in which it can be deployed.
type Rollout struct {
	Base, Head *Input
	Plan       *rollout.Plan
	Unowned    []string // changed files of no service
	Passive    int      // changed files of documentation and tests, which deploy nothing
	Warnings   []finding.Warning
}

// LoadRollout reads the services of two revisions and plans what lies between them.
// q.Revision is the later one. It reads no history. Errors are those of Load.
func LoadRollout(ctx context.Context, q Request, base string) (*Rollout, error) {
	r, err := q.open(repo.AnyReader)
	if err != nil {
		return nil, err
	}
	trees, done, err := r.Snapshots(orDefault(q.Revision, "HEAD"), base)
	if err != nil {
		return nil, err
	}
	defer done()
	q.Needs = Needs{Services: true}
	out := &Rollout{}
	if out.Head, err = newInput(r, trees[0].Commit, trees[0]); err != nil {
		return nil, err
	}
	out.Base = &Input{Folder: out.Head.Folder, Head: trees[1].Commit, Day: out.Head.Day, Config: out.Head.Config, Bare: out.Head.Bare}
	failed := make(chan error, 1)
	go func() { failed <- out.Base.load(ctx, r, trees[1], q) }()
	err = out.Head.load(ctx, r, trees[0], q)
	if err2 := <-failed; err == nil {
		err = err2
	}
	if err != nil {
		return nil, err
	}
	out.plan(trees[0], trees[1])
	return out, nil
}

// plan works out what the change asks for.
func (out *Rollout) plan(now, old *repo.Snapshot) {
	changed := slices.DeleteFunc(now.Changed(old), func(p string) bool { return !repo.Below(out.Head.Folder, p) })
	align(out.Base.Service, out.Head.Service)
	o := owned{old: old, now: now, base: out.Base.Service, head: out.Head.Service}
	o.place(changed)
	in := rollout.Input{Base: rollout.Side{Services: o.base}, Head: rollout.Side{Services: o.head}, Migrations: o.migrations()}
	protos := o.contracts(&in, changed)
	in.Touches = o.touches
	storing := o.storing(in.Migrations)
	touched := map[string]bool{}
	for _, t := range o.touches {
		touched[t.Service] = true
	}
	var warnings []finding.Warning
	for k, side := range []*rollout.Side{&in.Base, &in.Head} {
		tree := []repo.Tree{old, now}[k]
		warnings = append(warnings, fill(side, tree, protos[k], touched)...)
		side.Mentions = mentions(side.Services, tree, storing)
	}
	finding.SortWarnings(warnings)
	out.Warnings = slices.Compact(warnings)
	out.Plan = rollout.New(in)
	out.Plan.Relative(func(p string) string { return repo.Relative(out.Head.Folder, p) })
	out.Passive = o.passive
	for _, p := range o.unowned {
		out.Unowned = append(out.Unowned, repo.Relative(out.Head.Folder, p))
	}
}

// sideProtos are the definitions of one revision.
type sideProtos struct {
	protos   *contracts.Protos
	warnings []finding.Warning
}

// contracts reads the .proto files of both revisions, and notes the services whose
// definitions changed as touched: the definition may lie far from their code.
func (o *owned) contracts(in *rollout.Input, changed []string) [2]sideProtos {
	var out [2]sideProtos
	for k, tree := range []repo.Tree{o.old, o.now} {
		var files []string
		for _, f := range repo.Regulars(tree) {
			if path.Ext(f) == ".proto" && !history.IsVendored(f) {
				files = append(files, f)
			}
		}
		out[k].protos, out[k].warnings = contracts.ReadProtos(tree, files)
	}
	differs := map[string]bool{}
	for _, p := range changed {
		differs[p] = path.Ext(p) == ".proto"
	}
	for _, s := range o.head.Services {
		for _, e := range surfaceOf(out[1].protos, o.head.Details[s.Name]) {
			if differs[e.At.File] {
				o.touches = append(o.touches, rollout.Touch{Service: s.Name, File: e.At.File, Why: rollout.Contract})
				o.unowned = slices.DeleteFunc(o.unowned, func(p string) bool { return p == e.At.File })
			}
		}
	}
	return out
}

// surfaceOf is what a service serves over gRPC. Of several definitions of one simple name
// all count.
func surfaceOf(p *contracts.Protos, d services.Details) contracts.Surface {
	var names []string
	for _, s := range d.Serves {
		names = append(names, p.Services(s)...)
	}
	return p.Of(names...)
}

// fill reads the surfaces of touched services, their settings and messages, and what the
// services around them use.
func fill(side *rollout.Side, tree repo.Tree, p sideProtos, touched map[string]bool) []finding.Warning {
	side.Surfaces, side.Uses, side.Settings = map[string]contracts.Surface{}, map[string]*contracts.Uses{}, map[string][]rollout.Setting{}
	warnings := p.warnings
	side.Topics = map[string]rollout.Topics{}
	for name, d := range side.Services.Details {
		side.Topics[name] = rollout.Topics{Sends: placesOf(d.Sends), Reads: placesOf(d.Reads)}
	}
	side.Protos, side.Events = p.protos, map[string]contracts.Surface{}
	users, owners := map[string]bool{}, map[string]bool{}
	for _, e := range side.Services.Edges {
		if touched[e.To] {
			users[e.From] = true
			if e.Class == services.Message {
				users[e.To], owners[e.To] = true, true
			}
		}
	}
	for _, s := range side.Services.Services {
		d := side.Services.Details[s.Name]
		own, all := codeFiles(d, tree)
		if touched[s.Name] {
			http, w := contracts.ReadHTTP(tree, own)
			warnings = append(warnings, w...)
			if surface := contracts.Join(surfaceOf(p.protos, d), http); len(surface) > 0 {
				side.Surfaces[s.Name] = surface
			}
			for _, x := range contracts.ReadSettings(tree, own) {
				if !x.Default {
					_, given := slices.BinarySearch(d.Given, x.Key)
					side.Settings[s.Name] = append(side.Settings[s.Name], rollout.Setting{Key: x.Key, At: x.At, Given: given || d.Open || len(d.Declared) == 0 || s.Kind == services.GoMain})
				}
			}
		}
		if owners[s.Name] {
			events, w := contracts.ReadEvents(tree, own)
			warnings = append(warnings, w...)
			side.Events[s.Name] = events
		}
		if users[s.Name] {
			side.Uses[s.Name] = contracts.ReadUses(tree, all)
		}
	}
	return warnings
}

// storing are the services that may use what migrations take away: their own, and those
// that share a store with them.
func (o *owned) storing(list []rollout.Migration) map[string]bool {
	owners, stores, out := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, m := range list {
		if len(m.Removes) > 0 {
			owners[m.Service], out[m.Service] = true, true
		}
	}
	for _, e := range o.head.Edges {
		if e.Class == services.Data && owners[e.From] {
			stores[e.To] = true
		}
	}
	for _, e := range o.head.Edges {
		if e.Class == services.Data && stores[e.To] {
			out[e.From] = true
		}
	}
	return out
}

// mentions reads the tables and columns that the own code of services names.
func mentions(g *services.Graph, tree repo.Tree, of map[string]bool) map[string]*migrations.Mentions {
	out := map[string]*migrations.Mentions{}
	for _, s := range g.Services {
		if !of[s.Name] {
			continue
		}
		own, _ := codeFiles(g.Details[s.Name], tree)
		for _, f := range repo.Regulars(tree) {
			if path.Ext(f) == ".sql" && slices.ContainsFunc(g.Details[s.Name].Folders, func(dir string) bool { return dir != "." && repo.Below(dir, f) }) {
				own = append(own, f)
			}
		}
		out[s.Name] = migrations.ReadMentions(tree, own)
	}
	return out
}

func placesOf(list []services.Topic) map[string]finding.Location {
	out := map[string]finding.Location{}
	for _, t := range list {
		out[t.Name] = t.At
	}
	return out
}

// codeFiles are the files of a service that are its own, documents below its folders
// included, and all of them.
func codeFiles(d services.Details, tree repo.Tree) (own, all []string) {
	for _, f := range d.Files {
		if f.Handed {
			continue
		}
		all = append(all, f.Path)
		if !f.Shared {
			own = append(own, f.Path)
		}
	}
	for _, f := range repo.Regulars(tree) {
		if ext := path.Ext(f); ext != ".yaml" && ext != ".yml" && ext != ".json" && ext != ".properties" {
			continue
		}
		if slices.ContainsFunc(d.Folders, func(dir string) bool { return dir != "." && strings.HasPrefix(f, dir+"/") }) {
			own = append(own, f)
		}
	}
	slices.Sort(own)
	return slices.Compact(own), all
}
