package owners

import (
	"strings"

	"seam/analyze/config"
	"seam/analyze/format/glob"
)

// membership finds the team of an address: plain addresses first, then globs in
// file order.
type membership struct {
	plain map[string]string // address in lower case -> team
	globs []memberGlob
}

type memberGlob struct {
	glob glob.Email
	team string
}

// newMembership also lists the pairs of teams that claim one address, the one that
// it counts for first.
func newMembership(teams []config.Team) (m membership, twice [][2]string) {
	m.plain = map[string]string{}
	for _, t := range teams {
		for _, text := range t.Members {
			e, err := glob.CompileEmail(text)
			if err != nil {
				continue // config has refused it already
			}
			if !e.Literal() {
				m.globs = append(m.globs, memberGlob{e, t.Name})
				continue
			}
			address := strings.ToLower(text)
			if first, taken := m.plain[address]; !taken {
				m.plain[address] = t.Name
			} else if first != t.Name {
				twice = append(twice, [2]string{first, t.Name})
			}
		}
	}
	return m, twice
}

func (m membership) any() bool { return len(m.plain)+len(m.globs) > 0 }

func (m membership) team(address string) (string, bool) {
	if team, ok := m.plain[strings.ToLower(address)]; ok {
		return team, true
	}
	for _, g := range m.globs {
		if g.glob.Match(address) {
			return g.team, true
		}
	}
	return "", false
}
