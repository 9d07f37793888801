package pieces

import (
	"fmt"
	"path"
	"strings"

	"seam/analyze/cache/codec"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// maxFile is the size in bytes above which a file is not parsed: such files hold data.
const maxFile = 1 << 20

// facts is what is kept of a package. Whoever makes Find say something else of some
// sources raises the version. Facts is for a package of one file.
var facts = imports.Reader[[]Piece]{
	Name: "pieces", Version: 1,
	Facts: func(_ string, src []byte) []Piece { return Find([][]byte{src}) },
}

// Reader finds the pieces of packages of a tree. It keeps them under the contents of
// their files.
type Reader struct {
	tree  repo.Tree
	cache imports.Cache // nil: nothing is kept
	codec *codec.Codec[[]Piece]
}

// NewReader prepares to read. A nil cache keeps nothing. The error is one of this program:
// Piece is no type that a cache can hold.
func NewReader(tree repo.Tree, c imports.Cache) (*Reader, error) {
	pieces, err := codec.New[[]Piece]()
	if err != nil {
		return nil, fmt.Errorf("pieces: %w", err)
	}
	return &Reader{tree, c, pieces}, nil
}

// Read finds the pieces of the package that files of a folder make, the one with most
// lines first. Files that cannot be read or parsed are left out.
func (r *Reader) Read(folder string, files []string) []Piece {
	key := r.key(folder, files)
	if key != "" {
		if b, ok := r.cache.Get(key); ok {
			if kept, err := r.codec.Decode(b); err == nil {
				return kept
			}
		}
	}
	var sources [][]byte
	for _, f := range files {
		content, err := r.tree.ReadFile(path.Join(folder, f))
		switch {
		case err != nil:
			key = "" // not kept: the file may be readable next time
		case len(content) <= maxFile:
			sources = append(sources, content)
		}
	}
	found := Find(sources)
	if key != "" {
		r.cache.Put(key, r.codec.Encode(&found))
	}
	return found
}

// key names the contents of files, in their order, and what is made of them; "" where
// one is not known or nothing is kept.
func (r *Reader) key(folder string, files []string) string {
	ids, ok := r.tree.(repo.Identified)
	if !ok || r.cache == nil {
		return ""
	}
	var key strings.Builder
	fmt.Fprintf(&key, "%s %d %s\n", facts.Name, facts.Version, r.codec.Shape())
	for _, f := range files {
		id := ids.ContentID(path.Join(folder, f))
		if id == "" {
			return ""
		}
		key.WriteString(string(id))
	}
	return key.String()
}
