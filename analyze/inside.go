package analyze

import (
	"path"
	"slices"

	"seam/analyze/pieces"
	"seam/analyze/repo"
)

// lookedInto is the number of leading parts that are looked into.
const lookedInto = 40

// lookInside reads into which pieces the named and the leading parts that are one
// package fall. Of parts with several packages, the imports among them say how they
// hang together.
func (in *Input) lookInside(tree repo.Tree, q Request) error {
	r, err := pieces.NewReader(tree, q.fileCache())
	if err != nil {
		return err
	}
	in.Pieces = map[string][]pieces.Piece{}
	for _, set := range in.closely(q, lookedInto) {
		p, ok := in.Imports.Find(set[0])
		if !ok || len(set) > 1 || p.Language != "go" {
			continue
		}
		written := slices.DeleteFunc(slices.Clone(p.Files), func(f string) bool {
			_, generated := slices.BinarySearch(p.Generated, f)
			return generated
		})
		in.Pieces[p.Path] = r.Read(path.Join(in.Folder, p.Path), written)
	}
	return nil
}
