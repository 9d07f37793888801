package model

import (
	"errors"
	"fmt"

	"seam/analyze"
	"seam/analyze/finding"
	"seam/analyze/split"
	"seam/analyze/whatif"
)

// Whatif is the answer for one cut. Its JSON is that of whatif.Result with the parts
// that the user named, judged as candidates are.
type Whatif struct {
	whatif.Result
	Parts []split.Candidate `json:"parts"` // empty where every folder becomes a unit
}

func whatifOf(r *analyze.Result) *Whatif {
	if r.Whatif == nil {
		return nil
	}
	return &Whatif{Result: *r.Whatif, Parts: list(r.Parts)}
}

// The errors of TakeWhatif.
var (
	ErrNoWhatif    = errors.New("it holds no what-if")
	ErrOtherFolder = errors.New("it is of another repository or folder")
)

// TakeWhatif puts the what-if of another report, which must be of the same repository
// and folder, into r, in place of its own. One of another commit is taken too, with a
// warning that names file. Errors wrap ErrNoWhatif or ErrOtherFolder.
func (r *Report) TakeWhatif(from *Report, file string) error {
	switch {
	case from.Whatif == nil:
		return ErrNoWhatif
	case from.Repository.Name != r.Repository.Name || from.Repository.Folder != r.Repository.Folder:
		return fmt.Errorf("%w: %s", ErrOtherFolder, placeOf(from.Repository))
	}
	r.Whatif = from.Whatif
	if from.Repository.Head != r.Repository.Head {
		r.Warnings = append(r.Warnings, finding.Warning{
			Code: "whatif-other-commit", Count: 1,
			Message: fmt.Sprintf("the what-if of %s was made at commit %.10s, the rest of this report at %.10s; make it again to compare the two", file, from.Repository.Head, r.Repository.Head),
		})
		finding.SortWarnings(r.Warnings)
	}
	return nil
}

func placeOf(r Repository) string {
	name := r.Name
	if name == "" {
		name = "a repository without a name"
	}
	if r.Folder != "." {
		name += ", folder " + r.Folder
	}
	return name
}
