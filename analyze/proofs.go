package analyze

import (
	"path"
	"slices"

	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/modules/goresolve"
	"seam/analyze/proof"
	"seam/analyze/repo"
)

// provenConflicts is how many leading version conflicts have the sources of their
// modules read.
const provenConflicts = 40

// readProofs asks the sources of Go modules what the leading version conflicts mean.
func (in *Input) readProofs(tree repo.Tree, q Request) {
	if !q.Types || in.Modules == nil {
		return
	}
	reader := proof.NewReader(tree, goresolve.Downloads(q.ModuleCache))
	defer reader.Close()
	in.Proofs = map[string]proof.Answer{}
	for _, d := range diamonds.Find(in.Modules, diamonds.Options{Imported: in.importsOutside()}).Diamonds {
		if d.Question == nil || d.Severity == finding.Noise {
			continue
		}
		if len(in.Proofs) == provenConflicts {
			return
		}
		in.Proofs[d.ID] = in.fromHere(reader.Answer(in.fromRoot(*d.Question)))
	}
}

// fromRoot makes the folders of a question those of the tree, and completes what only
// all units together tell.
func (in *Input) fromRoot(q proof.Question) proof.Question {
	if q.Unit == nil {
		return q
	}
	u := proof.Unit{Folder: path.Join(in.Folder, q.Unit.Folder), Listed: q.Unit.Listed}
	for _, other := range in.Modules.Units {
		folder := path.Join(in.Folder, other.Path)
		if other.Ecosystem == "go" && folder != u.Folder && repo.Below(u.Folder, folder) {
			u.Inner = append(u.Inner, folder)
		}
	}
	q.Unit = &u
	return q
}

// fromHere makes the places of an answer relative to the analysed folder.
func (in *Input) fromHere(a proof.Answer) proof.Answer {
	a.Exposed = slices.Clone(a.Exposed)
	for i, e := range a.Exposed {
		a.Exposed[i].Package = repo.Relative(in.Folder, e.Package)
		a.Exposed[i].Location.File = repo.Relative(in.Folder, e.Location.File)
	}
	return a
}
