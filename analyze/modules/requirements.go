package modules

import (
	"slices"
	"strings"
)

// Of are the unit's requirements of one name, found in logarithmic time.
func (u *Unit) Of(name string) []Requirement {
	from, _ := slices.BinarySearchFunc(u.Requirements, name, func(r Requirement, s string) int { return strings.Compare(r.Name, s) })
	to := from
	for to < len(u.Requirements) && u.Requirements[to].Name == name {
		to++
	}
	return u.Requirements[from:to]
}
