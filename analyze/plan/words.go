package plan

import (
	"path"

	"seam/analyze/repo"
)

// join is path.Join that knows the root by ".".
func join(dir, name string) string { return path.Clean(dir + "/" + name) }

// relative is the path from one folder to another, as go.mod wants it: it begins with
// "./" or "../".
func relative(from, to string) string {
	way := repo.Relative(from, to)
	if repo.Outside(way) {
		return way
	}
	return "./" + way
}
