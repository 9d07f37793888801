package diamonds

import (
	"seam/analyze/finding"
	"seam/analyze/modules"
	"seam/analyze/proof"
)

// prove adds what the sources say to findings, by their ids. A requirement skew counts
// one step less where none of the names that the asker uses differs, and is noise where
// it uses none.
func prove(all []Diamond, answers map[string]proof.Answer) {
	for i := range all {
		d := &all[i]
		a, asked := answers[d.ID]
		if !asked {
			continue
		}
		d.Proof = &a
		switch {
		case d.Rule != GoRequirementSkew || !a.Compared || len(a.Differ) > 0:
		case a.Used == 0:
			d.Severity = finding.Noise
		default:
			d.Severity = lower(d.Severity)
		}
	}
}

func lower(s finding.Severity) finding.Severity {
	if s == finding.Problem {
		return finding.Smell
	}
	return finding.Noise
}

// question asks what the version that is built lacks of what an asker uses.
func (r *resolved) question(p *modules.Package, a asker) *proof.Question {
	q := proof.Question{Old: proof.Module{Path: p.Name, Version: a.version}, New: published(p)}
	from := &r.lock.Packages[a.from]
	switch {
	case from.FirstParty():
		q.Unit = &proof.Unit{Folder: from.Unit}
	case inFolder(from):
		return nil // its source lies outside the repository
	default:
		m := published(from)
		q.User = &m
	}
	return &q
}

// published is the module that is built as a package.
func published(p *modules.Package) proof.Module {
	if p.Replaced != nil {
		return proof.Module{Path: p.Replaced.NewName, Version: p.Replaced.NewVersion}
	}
	return proof.Module{Path: p.Name, Version: p.Version}
}

// raising asks what a unit would have to adapt if it built the higher version.
func raising(low want, name, high string) *proof.Question {
	if low.inFolder() || low.forked() || low.built() == high {
		return nil
	}
	return &proof.Question{Unit: unitOf(low.unit), Old: proof.Module{Path: name, Version: low.built()}, New: proof.Module{Path: name, Version: high}}
}

// exposing asks where types of several majors stand in what a unit exports.
func exposing(u *modules.Unit, direct []want) *proof.Question {
	if len(direct) < 2 {
		return nil
	}
	q := &proof.Question{Unit: unitOf(u)}
	for _, w := range direct {
		q.Exposed = append(q.Exposed, proof.Module{Path: w.name, Version: w.version})
	}
	return q
}

func unitOf(u *modules.Unit) *proof.Unit {
	out := &proof.Unit{Folder: u.Path}
	for _, q := range u.Requirements {
		out.Listed = append(out.Listed, q.Name)
	}
	return out
}
