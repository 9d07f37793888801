package owners

import (
	"math"
	"strings"
	"time"

	"seam/analyze/config"
	"seam/analyze/format/glob"
)

// term is a membership: from the first moment of its first day, up to the end of its
// last one, in seconds since 1970.
type term struct {
	team        string
	from, until int64 // until is the first moment after it
}

func (t term) holds(when int64) bool { return t.from <= when && when < t.until }

func (t term) overlaps(u term) bool { return t.from < u.until && u.from < t.until }

// termOf reads dates that config has checked.
func termOf(team string, m config.Member) term {
	t := term{team, math.MinInt64, math.MaxInt64}
	if day, err := time.Parse(time.DateOnly, m.From); err == nil {
		t.from = day.Unix()
	}
	if day, err := time.Parse(time.DateOnly, m.Until); err == nil {
		t.until = day.AddDate(0, 0, 1).Unix()
	}
	return t
}

// membership finds the terms of an address: those of plain addresses first, then those
// of globs, each in file order. The first that holds counts.
type membership struct {
	plain map[string][]term // by plainAddress
	globs []memberGlob
}

type memberGlob struct {
	glob glob.Email
	term
}

// newMembership also lists the pairs of teams that claim one address at one time, the
// one that it counts for first.
func newMembership(teams []config.Team) (m membership, twice [][2]string) {
	m.plain = map[string][]term{}
	for _, t := range teams {
		for _, member := range t.Members {
			e, err := glob.CompileEmail(member.Email)
			if err != nil {
				continue // config has refused it already
			}
			now := termOf(t.Name, member)
			if !e.Literal() {
				m.globs = append(m.globs, memberGlob{e, now})
				continue
			}
			address := plainAddress(member.Email)
			for _, before := range m.plain[address] {
				if before.team != t.Name && before.overlaps(now) {
					twice = append(twice, [2]string{before.team, t.Name})
					break
				}
			}
			m.plain[address] = append(m.plain[address], now)
		}
	}
	return m, twice
}

func (m membership) any() bool { return len(m.plain)+len(m.globs) > 0 }

// terms lists the terms of one address.
func (m membership) terms(address string) []term {
	out := m.plain[plainAddress(address)]
	out = out[:len(out):len(out)]
	for _, g := range m.globs {
		if g.glob.Match(address) {
			out = append(out, g.term)
		}
	}
	return out
}

func firstThatHolds(terms []term, when int64) (team string, ok bool) {
	for _, t := range terms {
		if t.holds(when) {
			return t.team, true
		}
	}
	return "", false
}

// githubNoreply ends the addresses that hide a GitHub user's own: login@…, or
// number+login@… for newer accounts.
const githubNoreply = "@users.noreply.github.com"

// githubLogin is the login that such an address names, in lower case; "" for all others.
func githubLogin(address string) string {
	local, ok := strings.CutSuffix(strings.ToLower(address), githubNoreply)
	if !ok {
		return ""
	}
	if number, login, ok := strings.Cut(local, "+"); ok && number != "" && isDigits(number) {
		return login
	}
	return local
}

// plainAddress is an address in lower case, the same for both forms of GitHub's.
func plainAddress(address string) string {
	if login := githubLogin(address); login != "" {
		return login + githubNoreply
	}
	return strings.ToLower(address)
}
