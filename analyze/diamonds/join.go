package diamonds

import (
	"path"

	"seam/analyze/finding"
	"seam/analyze/format/version"
)

// joinLocks tells what manifests ask for and what their lock holds of it as one: where the
// edit that removes a duplicate leaves no manifest of another class behind, both have one
// cause, and an incompatible skew of the manifests gets that edit. Drift keeps its own, which
// promises to break nothing.
func joinLocks(all []Diamond) {
	skews := map[[2]string]*Diamond{}
	for i := range all {
		if d := &all[i]; (d.Rule == WorkspaceSkew || d.Rule == FirstPartySkew) && d.Severity != finding.Noise && d.Fix != nil {
			skews[[2]string{d.Ecosystem, d.Dependency}] = d
		}
	}
	for i := range all {
		d := &all[i]
		skew := skews[[2]string{d.Ecosystem, d.Dependency}]
		if d.Rule != LockDuplicate || d.Severity == finding.Noise || skew == nil || !d.settles(skew) {
			continue
		}
		d.Cause = skew.Cause
		if !skew.Incompatible {
			continue
		}
		fix := *d.Fix
		if sameEdits(fix.Edits, skew.Fix.Edits) {
			fix.Command = skew.Fix.Command
		}
		d.Fix, skew.Fix = &fix, &fix
	}
}

// settles reports whether the edit of a duplicate removes a skew: it raises whoever asks for
// the lowest version, and then all ask for versions of one class.
func (d *Diamond) settles(skew *Diamond) bool {
	raised := map[string]bool{}
	for _, e := range d.Fix.Edits {
		raised[path.Dir(e.File)] = true
	}
	scheme, classes := version.Of(d.Ecosystem), map[string]bool{}
	for i, v := range skew.Versions {
		for _, unit := range v.RequiredBy {
			switch {
			case raised[unit]:
				classes[scheme.Class(floor(d.Fix.Version))] = true
			case i == 0:
				return false
			default:
				classes[scheme.Class(floor(v.Version))] = true
			}
		}
	}
	return len(classes) == 1
}

// sameEdits reports whether two edits write the same lines.
func sameEdits(a, b []finding.Edit) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].File != b[i].File || a[i].Line != b[i].Line || a[i].New != b[i].New {
			return false
		}
	}
	return true
}
