package whatif

import (
	"cmp"
	"slices"
)

// TeamPair is two declared teams that changes across a cut bring together: each is at
// home in one of the units that a change touches.
type TeamPair struct {
	A       string `json:"a"` // before B by name
	B       string `json:"b"`
	Changes int    `json:"changes"`
}

// pairCounts counts changes by pair of teams.
type pairCounts map[[2]string]int

// list is the pairs, most changes first.
func (n pairCounts) list() []TeamPair {
	out := []TeamPair{}
	for p, k := range n {
		out = append(out, TeamPair{p[0], p[1], k})
	}
	slices.SortFunc(out, func(x, y TeamPair) int {
		return cmp.Or(cmp.Compare(y.Changes, x.Changes), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	return out
}

// homes names the declared teams at home in each package: those that the repository
// says own it, else the one whose people change it most; nil where nothing declares
// teams.
func (b *Base) homes() [][]string {
	if b.input.OwnersOf == nil && b.input.TeamsOf == nil {
		return nil
	}
	out := make([][]string, len(b.Packages))
	for i, p := range b.Packages {
		if b.input.OwnersOf != nil {
			out[i] = b.input.OwnersOf(p)
		}
		if len(out[i]) == 0 {
			teams := b.TeamsOf(b.Touching[i], func(Touch) bool { return true })
			out[i] = teams[:min(1, len(teams))]
		}
	}
	return out
}

// between lists the pairs of teams at home on the two sides of a cut that a touch
// crosses, each once.
func (c cut) between(t Touch, homes [][]string) [][2]string {
	if homes == nil {
		return nil
	}
	var out [][2]string
	for i, p := range t.Packages {
		for _, q := range t.Packages[i+1:] {
			if c.after.Of[p] == c.after.Of[q] || !c.part[p] && !c.part[q] {
				continue
			}
			for _, a := range homes[p] {
				for _, c := range homes[q] {
					if a != c {
						out = append(out, [2]string{min(a, c), max(a, c)})
					}
				}
			}
		}
	}
	slices.SortFunc(out, func(x, y [2]string) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	return slices.Compact(out)
}

// TeamsOf lists the declared teams whose changes cross, most changes first.
func (b *Base) TeamsOf(touches []int32, crosses func(Touch) bool) []string {
	teams := []string{}
	if b.input.TeamsOf == nil {
		return teams
	}
	n := map[string]int{}
	for _, k := range touches {
		if !crosses(b.Touches[k]) {
			continue
		}
		for _, team := range b.input.TeamsOf(b.changeOf(b.Touches[k])) {
			n[team]++
		}
	}
	for t := range n {
		teams = append(teams, t)
	}
	slices.SortFunc(teams, func(x, y string) int { return cmp.Or(cmp.Compare(n[y], n[x]), cmp.Compare(x, y)) })
	return teams
}
