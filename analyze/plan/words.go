package plan

import (
	"fmt"
	"path"
	"strings"

	"seam/analyze/repo"
)

// count writes a number with its noun: 1 file, 2,000 files.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits + " " + noun + "s"
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// few joins the first n of a list and says how many more there are.
func few(l []string, n int) string {
	if len(l) <= n+1 {
		return strings.Join(l, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(l[:n], ", "), len(l)-n)
}

// join is path.Join that knows the root by ".".
func join(dir, name string) string { return path.Clean(dir + "/" + name) }

// relative is the path from one folder to another, as go.mod wants it: it begins with
// "./" or "../".
func relative(from, to string) string {
	way := repo.Relative(from, to)
	if way == ".." || strings.HasPrefix(way, "../") {
		return way
	}
	return "./" + way
}
