// Package areas names the parts of a repository that people talk about, so that
// coupling and focus can be told for parts instead of files.
//
// An area is a named set of folders: those of seam.yaml, else found by descent from
// the root: a folder with more than 25 % of the first-party files gives way to its
// sub-folders and a remainder of its own files; pieces under 2 % join their parent's
// remainder.
//
// Limits: descent looks at file counts only. Where a repository's parts cross its
// folders, name them in seam.yaml.
package areas

// Area is a named set of files.
type Area struct {
	Name    string   `json:"name"`    // from seam.yaml, else its folder; a remainder is "folder (rest)"
	Folders []string `json:"folders"` // its folders (or patterns), sorted
	Files   int      `json:"files"`   // tracked first-party files in it
}

// Map assigns every path to at most one area.
type Map struct {
	List []Area // sorted by name
}
