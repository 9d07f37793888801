package split

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/profile"
	"seam/analyze/whatif"
)

// cost is what a split would cost, in a sentence: the imports to cut first, the
// releases, the network, the teams. A part that is left says what it would have cost.
func (j *judge) cost(s scored, c Candidate, b back, teams []string) string {
	var words []string
	if n := len(b.imports); n > 0 && len(c.Cycles) > 0 {
		text := fmt.Sprintf("%s back in %s must be cut first", english.Count(n, "import"), english.Count(b.files, "file"))
		if n > manyBack {
			text = "costly: " + text
		}
		words = append(words, text)
	}
	words = append(words, j.border(s, c))
	if f := s.features; f.needs > 0 && len(c.Cycles) == 0 {
		text := fmt.Sprintf("%s that it needs %s a versioned API for it", english.Count(f.needs, "package"), english.Choose(f.needs, "becomes", "become"))
		if f.taken > 0 {
			text += fmt.Sprintf(" (%s)", english.Count(f.taken, "name"))
		}
		words = append(words, text)
	}
	if h := c.Cut; h.Changes > 0 {
		words = append(words, releases(c.Verdict, h, len(j.services) > 0))
	} else {
		words = append(words, "no changes to judge by")
	}
	if len(teams) > 1 {
		words = append(words, fmt.Sprintf("the teams %s coordinate", english.Some(teams, 4)))
	}
	return strings.Join(words, "; ")
}

// border is what becomes of the calls into a part.
func (j *judge) border(s scored, c Candidate) string {
	f := s.features
	switch {
	case c.Verdict == Service && c.Cut.ImportsIn == 0:
		return "no call of the rest becomes a network call"
	case c.Verdict == Service && f.given == 0:
		return fmt.Sprintf("%s %s it, and no name that %s is known, so neither are the calls that become network calls", english.Count(f.importers, "package"), english.Choose(f.importers, "imports", "import"), english.Choose(f.importers, "it uses", "they use"))
	case c.Verdict == Service:
		return fmt.Sprintf("calls of %s by %s become network calls, each at least %s times slower", english.Count(f.given, "name"), english.Count(f.importers, "package"), english.Number(profile.Hop))
	case f.importers == 0 && f.outside > 0:
		return "other repositories follow to its new path"
	case f.importers == 0:
		return "nobody here imports it, so it has no API to keep"
	case f.given == 0:
		return fmt.Sprintf("%s %s it, and no name that %s is known", english.Count(f.importers, "package"), english.Choose(f.importers, "imports", "import"), english.Choose(f.importers, "it uses", "they use"))
	case slices.ContainsFunc(c.For, func(e Evidence) bool { return e.Code == "own-module" }):
		return fmt.Sprintf("%s that %s %s %s its API already", english.Count(f.given, "name"), english.Count(f.importers, "package"), english.Choose(f.importers, "uses", "use"), english.Choose(f.given, "is", "are"))
	default:
		return fmt.Sprintf("%s that %s %s become%s a versioned API", english.Count(f.given, "name"), english.Count(f.importers, "package"), english.Choose(f.importers, "uses", "use"), english.Choose(f.given, "s", ""))
	}
}

// releases is what the changes that crossed would have been.
func releases(v Verdict, h whatif.Cut, deployed bool) string {
	text := fmt.Sprintf("%d of %s would have crossed", h.CrossingChanges, english.Count(h.Changes, "change"))
	switch {
	case h.CrossingChanges == 0:
		return text
	case v == Module:
		return text + ": one pull request still, but two versions to tag"
	case v == Service && deployed:
		return text + ": two deployments, old and new side by side for a while"
	default:
		return text + ": two pull requests and a release between them"
	}
}

// coordinating lists the declared teams whose changes cross the border, most first.
func (j *judge) coordinating(set []int32) []string {
	b := j.m.b
	return b.TeamsOf(b.Touched(set), func(t whatif.Touch) bool {
		return slices.ContainsFunc(t.Packages, func(p int32) bool {
			_, in := slices.BinarySearch(set, p)
			return !in
		})
	})
}

// teamsAgainst is evidence that several teams would have to agree.
func teamsAgainst(teams []string, h whatif.Cut) []Evidence {
	if len(teams) < 2 {
		return nil
	}
	return []Evidence{reason("teams", float64(len(teams)), h.CrossingChanges, teams, "the %s that crossed were made by %s (%s): they would have to agree on releases",
		english.Count(h.CrossingChanges, "change"), english.Count(len(teams), "declared team"), english.Some(teams, 3))}
}
