package repo

import (
	"slices"
	"strings"
)

// Folder is path.Dir of a clean relative path: the path without its last element, "." at the
// end.
func Folder(p string) string {
	if i := strings.LastIndexByte(p, '/'); i >= 0 {
		return p[:i]
	}
	return "."
}

// Below reports whether a slash-separated path is a folder or lies below it.
func Below(folder, p string) bool {
	return folder == "." || p == folder || strings.HasPrefix(p, folder+"/")
}

// Nearest finds what stands at a folder, else at the nearest one above it, such as the module
// whose manifest counts there. It keeps its answers: it is for one goroutine, and made when all
// is known.
type Nearest[T any] struct {
	at, found map[string]T
	none      T
}

// NewNearest is that of what stands at folders; none is the answer where nothing does.
func NewNearest[T any](at map[string]T, none T) *Nearest[T] {
	return &Nearest[T]{at: at, found: map[string]T{}, none: none}
}

// Of is the answer for a clean folder below the root, or the root itself, ".".
func (n *Nearest[T]) Of(folder string) T {
	if known, ok := n.found[folder]; ok {
		return known
	}
	out, ok := n.at[folder]
	switch {
	case ok:
	case folder == ".":
		out = n.none
	default:
		out = n.Of(Folder(folder))
	}
	n.found[folder] = out
	return out
}

// Outside reports whether a clean path leads out of the folder that it is relative to.
func Outside(p string) bool { return p == ".." || strings.HasPrefix(p, "../") }

// Relative is the way from a folder to a path, both relative to one root and clean:
// "." for the folder itself, with ".." for what does not lie below it.
func Relative(folder, p string) string {
	switch {
	case folder == "." && p != "":
		return p
	case folder != "" && strings.HasPrefix(p, folder) && strings.HasPrefix(p[len(folder):], "/") && len(p) > len(folder)+1:
		return p[len(folder)+1:]
	}
	from, to := elements(folder), elements(p)
	same := 0
	for same < len(from) && same < len(to) && from[same] == to[same] {
		same++
	}
	way := append(slices.Repeat([]string{".."}, len(from)-same), to[same:]...)
	if len(way) == 0 {
		return "."
	}
	return strings.Join(way, "/")
}

func elements(p string) []string {
	if p == "." || p == "" {
		return nil
	}
	return strings.Split(p, "/")
}
