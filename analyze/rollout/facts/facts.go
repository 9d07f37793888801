// Package facts reads of two revisions what package rollout plans from: which services a
// changed file belongs to, what the touched services offer and those around them use, which
// settings and messages they read, and what migrations take away.
//
// A file belongs to a service whose code, settings or own part of a manifest it is: a part
// is the YAML document, or the indented block, that begins where the service is declared,
// with what its aliases stand for. Of the changed files of a manifest only services whose
// own part differs are touched. A file that nothing names belongs to the services of the
// nearest folder above it. Documentation and tests are told by name and deploy nothing.
//
// Limits: those of contracts, migrations and services, whose readers it asks. Files that
// cannot be read are as if they were not there.
package facts

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/contracts"
	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/repo"
	"seam/analyze/rollout"
	"seam/analyze/services"
)

// Facts is what a plan is made from, and what of a change no plan is made for.
type Facts struct {
	Input    rollout.Input
	Unowned  []string // changed files of no service
	Passive  int      // changed files of documentation and tests, which deploy nothing
	Warnings []finding.Warning
}

// Read reads what the change from old to now touches, of the paths that differ between
// the two. base and head are the services of the two trees; services of base that head
// calls otherwise get head's names. Paths are relative to the root.
func Read(old, now repo.Tree, base, head *services.Graph, changed []string) Facts {
	align(base, head)
	o := owned{old: old, now: now, base: base, head: head}
	o.place(changed)
	in := rollout.Input{Base: rollout.Side{Services: base}, Head: rollout.Side{Services: head}, Changed: changed, Migrations: o.migrations()}
	protos := o.contracts(changed)
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
	return Facts{Input: in, Unowned: o.unowned, Passive: o.passive, Warnings: slices.Compact(warnings)}
}

// sideProtos are the definitions of one revision.
type sideProtos struct {
	protos   *contracts.Protos
	warnings []finding.Warning
}

// contracts reads the .proto files of both revisions, and notes the services whose
// definitions changed as touched: the definition may lie far from their code.
func (o *owned) contracts(changed []string) [2]sideProtos {
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
