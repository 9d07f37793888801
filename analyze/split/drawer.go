package split

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/pieces"
)

// A drawer ("util", "common", "helpers") is a part whose contents have nothing to do
// with each other: whoever needs something puts it there. It looks like a library,
// since many import it and it needs nothing, and it is none: each change of any of its
// pieces would be a new version for all of its users.
//
// Four things make a drawer, and its name is none of them:
//
//   - it falls into pieces that do not use each other: packages if it has several,
//     declarations (package pieces) if it is one. The effective number of pieces,
//     1 / sum of squared shares of the lines, is at least drawerPieces. What is
//     generated does not count.
//   - at least drawerUsers packages use it, from all over the repository: no place (first
//     two folders of the path) holds more than half of them. So the clients of a dozen
//     services, each for its controller, are a family and no drawer. Programs are no
//     users: it is their task to put unrelated things together.
//   - they take different things from it: most pairs of users have no piece in common. Or
//     it is everybody's: more than half of the other packages use it.
//   - nobody has made it his own: it is owned if three of five changes touch nothing
//     else and its authors do twice as much of their work here as everybody does.
const (
	drawerPieces = 4
	drawerUsers  = 5
)

// drawer is how a part hangs together, inside and by its use.
type drawer struct {
	pieces    []piece // most lines first
	effective float64 // pieces of equal size that would be as scattered
	users     int     // packages outside that use it
	others    int     // packages outside, used or not
	apart     float64 // share of the pairs of users that have no piece in common
	place     float64 // share of the users that the fullest place holds
	owned     bool    // somebody works on it by itself
}

// piece is a package, or an exported name of one, and all that hangs together with it.
type piece struct {
	name  string // the first of its packages, or of its names
	lines int
}

// is reports whether the part is a drawer.
func (d drawer) is() bool {
	return d.effective >= drawerPieces && d.users >= drawerUsers && d.place <= 0.5 && !d.owned && (d.apart > 0.5 || 2*d.users > d.others)
}

// drawerOf measures a part. One of a single package whose declarations were not read
// has no pieces.
func (j *judge) drawerOf(s scored) drawer {
	set, f := s.set, s.features
	d := drawer{others: len(j.m.b.Packages) - len(set)}
	d.owned = f.changes >= tooFew && ratio(f.alone, f.changes) >= 0.6 && f.focus > 2*j.m.shareOfWork(f)
	of := map[string]int{} // package, or exported name, to its piece
	if len(set) > 1 {
		d.pieces = j.packagePieces(set, of)
	} else {
		d.pieces = namePieces(j.pieces[j.m.b.Packages[set[0]]], of)
	}
	d.effective = effective(d.pieces)
	if d.effective < drawerPieces || d.owned {
		return d // the pairs of users are many in a large repository
	}
	used := j.usedPieces(set, of)
	d.users, d.apart = len(used), apart(used)
	d.place = fullest(j.importers(set))
	return d
}

// shareOfWork is the share of all work that a part's changes are: what its authors would
// do here if nobody cared where he works.
func (m *measurer) shareOfWork(f features) float64 {
	if m.work == 0 {
		return 0
	}
	return f.weight / m.work
}

// fullest is the share of packages that one place holds.
func fullest(packages []string) float64 {
	n, most := map[string]int{}, 0
	for _, p := range packages {
		parts := strings.SplitN(p, "/", 3)
		place := strings.Join(parts[:min(2, len(parts))], "/")
		n[place]++
		most = max(most, n[place])
	}
	return ratio(most, len(packages))
}

// packagePieces joins the packages of a part that import each other, and fills of.
func (j *judge) packagePieces(set []int32, of map[string]int) []piece {
	b := j.m.b
	lines := []int{}
	var visit func(p int32, k int)
	visit = func(p int32, k int) {
		if _, seen := of[b.Packages[p]]; seen {
			return
		}
		if _, inside := slices.BinarySearch(set, p); !inside || j.m.generated(p) {
			return
		}
		of[b.Packages[p]] = k
		lines[k] += j.m.packages[p].Lines
		for _, e := range b.Out[p] {
			visit(b.To[e], k)
		}
		for _, e := range b.In[p] {
			visit(b.From[e], k)
		}
	}
	var out []piece
	for _, p := range set {
		if _, seen := of[b.Packages[p]]; !seen && !j.m.generated(p) {
			lines = append(lines, 0)
			visit(p, len(out))
			out = append(out, piece{b.Packages[p], lines[len(out)]})
		}
	}
	return sortPieces(out)
}

// generated reports whether a package holds nothing that people write.
func (m *measurer) generated(p int32) bool {
	pkg := &m.packages[p]
	return len(pkg.Files) > 0 && len(pkg.Generated) == len(pkg.Files)
}

// namePieces takes over what was found in a package's files, and fills of.
func namePieces(found []pieces.Piece, of map[string]int) []piece {
	var out []piece
	for k, p := range found {
		out = append(out, piece{p.Names[0], p.Lines})
		for _, n := range p.Names {
			of[n] = k
		}
	}
	return sortPieces(out)
}

func sortPieces(list []piece) []piece {
	slices.SortFunc(list, func(a, b piece) int {
		return cmp.Or(cmp.Compare(b.lines, a.lines), cmp.Compare(a.name, b.name))
	})
	return list
}

// effective is 1 / sum of squared shares (the inverse of Simpson's index): n for n
// equal pieces, near 1 where one holds nearly everything.
func effective(list []piece) float64 {
	total, squares := 0.0, 0.0
	for _, p := range list {
		total += float64(p.lines)
		squares += float64(float64(p.lines) * float64(p.lines))
	}
	if squares == 0 {
		return 0
	}
	return total * total / squares
}

// usedPieces lists, for each package outside that uses a part, the pieces it uses,
// ascending.
func (j *judge) usedPieces(set []int32, of map[string]int) [][]int {
	b := j.m.b
	used := map[int32][]int{}
	for _, p := range set {
		for _, e := range b.In[p] {
			from := b.From[e]
			if _, inside := slices.BinarySearch(set, from); inside || j.m.packages[from].Main {
				continue
			}
			list := used[from]
			if k, ok := of[b.Packages[p]]; ok {
				list = append(list, k)
			}
			for _, name := range b.Edges[e].Symbols {
				if k, ok := of[name]; ok && len(set) == 1 {
					list = append(list, k)
				}
			}
			used[from] = list
		}
	}
	out := make([][]int, 0, len(used))
	for _, list := range used { // the order does not matter: they are only compared
		slices.Sort(list)
		out = append(out, slices.Compact(list))
	}
	return out
}

// apart is the share of pairs of ascending lists that have nothing in common.
func apart(lists [][]int) float64 {
	n, pairs := 0, 0
	for i, a := range lists {
		for _, b := range lists[:i] {
			pairs++
			if !common(a, b) {
				n++
			}
		}
	}
	return ratio(n, pairs)
}

func common(a, b []int) bool {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			return true
		case a[0] < b[0]:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return false
}

// shelfPieces is the effective number of pieces from which a folder without code of its own
// is a shelf.
const shelfPieces = 2

// shelf is why a folder is left that only holds what lies in it: it has no code itself, and
// its packages fall into pieces that do not use each other.
func (j *judge) shelf(s scored) (why string, no bool) {
	if p, is := j.m.b.Index(s.folder); is && (j.m.packages[p].Language != "go" || len(j.m.packages[p].Exported) > 0) {
		return "", false
	}
	d := j.drawerOf(s)
	if d.effective < shelfPieces {
		return "", false
	}
	return fmt.Sprintf("it only holds what lies in it: its %s fall into %d pieces that do not use each other, the largest of them %s",
		english.Count(len(s.set), "package"), len(d.pieces), english.Place(d.pieces[0].name)), true
}

// evidence is the drawer in words; nil if the part is none.
func (d drawer) evidence() []Evidence {
	if !d.is() {
		return nil
	}
	ids := []string{}
	for _, p := range d.pieces {
		ids = append(ids, p.name)
	}
	text := fmt.Sprintf("a drawer, not a part: it falls into %d pieces that do not use each other, and %d packages use it", len(d.pieces), d.users)
	if d.apart > 0.5 {
		text += fmt.Sprintf(", %s of whose pairs use no common piece", percent(d.apart))
	}
	return []Evidence{{Code: "drawer", Text: text, Value: d.effective, N: d.users, IDs: orEmpty(ids)}}
}
