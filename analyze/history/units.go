package history

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"seam/analyze/english"
	"seam/analyze/regex"
)

// Unit is what counts as one change.
type Unit string

const (
	Auto        Unit = "auto"         // whichever of the others the history looks like
	SingleUnit  Unit = "commit"       // every commit; also right for squashed pull requests
	PullRequest Unit = "pull-request" // all commits that one merge brought in
	Ticket      Unit = "ticket"       // the commits of one ticket id
	Window      Unit = "window"       // one author's commits with short pauses between them
)

// UnitInfo says which unit was used, and why.
type UnitInfo struct {
	Kind    Unit   `json:"kind"`
	Chosen  bool   `json:"chosen"`  // by seam; false where the user said so
	Reason  string `json:"reason"`  // what the history looks like
	Commits int    `json:"commits"` // commits that were grouped
	Units   int    `json:"units"`   // groups that they gave
}

// DefaultTicket finds ids such as SHOP-123.
var DefaultTicket = regex.New(`\b[A-Z][A-Z0-9]{1,9}-[1-9][0-9]*\b`)

// MayNameTicket reports whether a text holds a dash as the ids that DefaultTicket finds
// do, which is dear: behind a capital letter or a digit, before a digit.
func MayNameTicket(text string) bool {
	for i := strings.IndexByte(text, '-'); i >= 0; {
		rest := text[i+1:]
		if i > 0 && len(rest) > 0 && rest[0] >= '1' && rest[0] <= '9' && (text[i-1] >= 'A' && text[i-1] <= 'Z' || text[i-1] >= '0' && text[i-1] <= '9') {
			return true
		}
		next := strings.IndexByte(rest, '-')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return false
}

const (
	// DefaultWindow is the pause after which an author's next commit is another change.
	DefaultWindow = time.Hour
	maxWindow     = 8 * time.Hour       // the longest window
	maxTicket     = 60 * 24 * time.Hour // a ticket that comes back later is another change
	maxPullSize   = 30                  // commits; a larger branch with merges of its own is taken apart
)

// groups are the units of a log, ordered by their newest commit.
type groups struct {
	name    []int32      // by group: the commit that names it
	commits spans[int32] // newest first; none where each group is one commit
}

// of lists the commits of a group.
func (g *groups) of(k int) []int32 {
	if g.commits.all == nil {
		return g.name[k : k+1 : k+1]
	}
	return g.commits.of(int32(k))
}

// assigned is which group a commit is in.
type assigned struct {
	of   []int32 // by commit: its group, -1 for none
	name []int32 // by group: the commit that names it
}

// noGroups is as long as nothing is assigned.
func noGroups(commits int) *assigned {
	a := &assigned{of: make([]int32, commits), name: make([]int32, 0, commits)}
	for i := range a.of {
		a.of[i] = -1
	}
	return a
}

// open begins a group with a commit.
func (a *assigned) open(commit int32) {
	a.of[commit] = int32(len(a.name))
	a.name = append(a.name, commit)
}

// groups lists the groups that some commits, ascending, are in.
func (a *assigned) groups(commits []int32) groups {
	out := groups{name: make([]int32, 0, len(a.name))}
	number := make([]int32, len(a.name)) // 1 more than that in out; 0 as long as it has none
	size := make([]uint32, 0, len(a.name))
	for _, i := range commits {
		n := &number[a.of[i]]
		if *n == 0 {
			out.name, size = append(out.name, a.name[a.of[i]]), append(size, 0)
			*n = int32(len(out.name))
		}
		size[*n-1]++
	}
	out.commits.all, out.commits.ends = make([]int32, len(commits)), size
	from := uint32(0)
	for k, n := range size { // ends are begins as long as groups are empty
		size[k] = from
		from += n
	}
	for _, i := range commits {
		at := &size[number[a.of[i]]-1]
		out.commits.all[*at] = i
		*at++
	}
	return out
}

// units groups the commits that count. Every commit is in exactly one group.
func (s *selection) units() (groups, UnitInfo) {
	info := UnitInfo{Kind: s.filter.Unit}
	g := grouper{log: s.log, filter: s.filter, merged: s.broughtIn, counting: make([]int32, 0, s.log.Len())}
	for i, state := range s.states {
		if !state.is(dropped) {
			g.counting = append(g.counting, int32(i))
		}
	}
	if info.Kind == Auto {
		info.Chosen = true
		info.Kind, info.Reason = g.choose()
	}
	var out groups
	switch info.Kind {
	case PullRequest:
		out = g.merged().groups(g.counting)
	case Ticket:
		out = g.tickets().groups(g.counting)
	case Window:
		out = g.windows().groups(g.counting)
	default:
		out.name = g.counting
	}
	info.Commits, info.Units = len(g.counting), len(out.name)
	return out, info
}

// grouper finds the units of a log.
type grouper struct {
	log      *Log
	filter   Filter
	counting []int32          // the commits that count, ascending
	merged   func() *assigned // by the merge that brought a commit in
}

// isSquash reports whether a subject ends in the pull request number that hosts put behind
// that of a squash: (#12) or (!12).
func isSquash(subject string) bool {
	end := len(subject)
	for end > 0 && strings.IndexByte("\t\n\f\r ", subject[end-1]) >= 0 {
		end--
	}
	rest, closed := strings.CutSuffix(subject[:end], ")")
	if !closed {
		return false
	}
	mark := strings.TrimRight(rest, "0123456789")
	return len(mark) < len(rest) && (strings.HasSuffix(mark, "(#") || strings.HasSuffix(mark, "(!"))
}

// choose looks at how the commits came in.
func (g *grouper) choose() (Unit, string) {
	all := g.counting
	if len(all) == 0 {
		return SingleUnit, "no commit counts"
	}
	merged := 0
	by := g.merged()
	for _, i := range all {
		if g.log.Commit(int(by.name[by.of[i]])).IsMerge() {
			merged++
		}
	}
	squashed, ticketed := 0, 0
	tickets := map[string]bool{}
	for _, i := range all {
		if isSquash(g.log.Commit(int(i)).Subject()) {
			squashed++
		}
		if t := g.ticketOf(i); t != "" {
			ticketed++
			tickets[t] = true
		}
	}
	most := func(n int) bool { return 2*n > len(all) }
	switch {
	case most(merged):
		return PullRequest, fmt.Sprintf("%s of %s came in by merges", english.Number(merged), english.Count(len(all), "commit"))
	case most(squashed):
		return SingleUnit, fmt.Sprintf("%s of %s are squashed pull requests", english.Number(squashed), english.Count(len(all), "commit"))
	case most(ticketed) && 4*ticketed > 5*len(tickets):
		return Ticket, fmt.Sprintf("%s of %s name one of %s", english.Number(ticketed), english.Count(len(all), "commit"), english.Count(len(tickets), "ticket"))
	}
	if small, followed := g.smallSteps(); most(small) && most(followed) {
		return Window, fmt.Sprintf("%s of %s follow another of the same author within %s", english.Number(followed), english.Count(len(all), "commit"), g.filter.Window)
	}
	return SingleUnit, "most commits came in one by one"
}

// smallSteps counts commits of at most two files, and those that follow one of the
// same author after a short pause.
func (g *grouper) smallSteps() (small, followed int) {
	last := make([]int64, len(g.log.People))
	seen := make([]bool, len(g.log.People))
	for _, i := range slices.Backward(g.counting) {
		c := g.log.Commit(int(i))
		if len(c.Files()) <= 2 {
			small++
		}
		who, when := c.Author(), c.When()
		if pause := when - last[who]; seen[who] && pause >= 0 && pause <= int64(g.filter.Window.Seconds()) {
			followed++
		}
		last[who], seen[who] = when, true
	}
	return small, followed
}

func (g *grouper) ticketOf(i int32) string {
	subject := g.log.Commit(int(i)).Subject()
	if g.filter.Ticket == DefaultTicket() && !MayNameTicket(subject) {
		return ""
	}
	return g.filter.Ticket.FindString(subject)
}

// tickets groups by ticket id; commits without one stand alone.
func (g *grouper) tickets() *assigned {
	out := noGroups(g.log.Len())
	open := map[string]int32{}
	for _, i := range g.counting {
		id := g.ticketOf(i)
		if at, ok := open[id]; ok && id != "" && g.within(out.name[at], i, maxTicket) {
			out.of[i] = at
			continue
		}
		if id != "" {
			open[id] = int32(len(out.name))
		}
		out.open(i)
	}
	return out
}

// windows groups one author's commits as long as each follows the one before after a
// short pause. A commit is in one window only.
func (g *grouper) windows() *assigned {
	out := noGroups(g.log.Len())
	last := make([]int32, len(g.log.People)) // the commit before of the same author
	for k := range last {
		last[k] = -1
	}
	for _, i := range g.counting {
		before := &last[g.log.Commit(int(i)).Author()]
		if *before >= 0 && g.within(*before, i, g.filter.Window) && g.within(out.name[out.of[*before]], i, maxWindow) {
			out.of[i] = out.of[*before]
		} else {
			out.open(i)
		}
		*before = i
	}
	return out
}

func (g *grouper) within(newer, older int32, limit time.Duration) bool {
	d := g.log.Commit(int(newer)).When() - g.log.Commit(int(older)).When()
	return d <= int64(limit.Seconds()) && d >= -int64(limit.Seconds())
}

// broughtIn follows the first parents from the head: what a merge there brought in is one
// unit, every other commit stands alone.
func (s *Selector) broughtIn() *assigned {
	if s.pulls == nil {
		n := s.log.Len()
		p := pulls{log: s.log, assigned: noGroups(n), seen: make([]bool, n), reached: make([]int32, n), line: make([]int32, 0, n)}
		for i := range n {
			if !p.seen[i] { // the head first; other tips only where the log is bounded
				p.mainline(int32(i))
			}
		}
		s.pulls = p.assigned
	}
	return s.pulls
}

type pulls struct {
	log *Log
	*assigned
	seen    []bool
	reached []int32 // by commit: the last search that came to it, from 1
	search  int32
	commits []int32 // that the last search came to
	stack   []int32
	line    []int32 // of first parents that are to be taken apart, one line behind the other
}

// mainline takes one line of first parents apart, oldest first: at each merge all that
// it reaches and nothing older does came in by it.
func (p *pulls) mainline(tip int32) {
	from := len(p.line)
	for at := tip; at >= 0 && !p.seen[at]; {
		p.line = append(p.line, at)
		parents := p.log.Commit(int(at)).Parents()
		if len(parents) == 0 {
			break
		}
		at = parents[0]
	}
	for len(p.line) > from {
		at := p.line[len(p.line)-1]
		p.line = p.line[:len(p.line)-1]
		p.seen[at] = true
		parents := p.log.Commit(int(at)).Parents()
		if len(parents) < 2 {
			p.open(at)
			continue
		}
		for _, side := range parents[1:] {
			p.branch(at, side)
		}
	}
}

// branch is what a merge brought in over one parent.
func (p *pulls) branch(merge, side int32) {
	if side < 0 || p.seen[side] {
		return
	}
	nested := p.reach(side)
	if nested && len(p.commits) > maxPullSize {
		p.mainline(side) // a long-lived branch with pull requests of its own
		return
	}
	for _, c := range p.commits {
		p.seen[c] = true
		p.of[c] = int32(len(p.name))
	}
	p.name = append(p.name, merge)
}

// reach lists, in p.commits, the unseen commits that a commit reaches, itself included,
// and tells whether a merge of other work is among them.
func (p *pulls) reach(from int32) (nested bool) {
	p.search++
	p.commits, p.stack = p.commits[:0], append(p.stack[:0], from)
	p.reached[from] = p.search
	for len(p.stack) > 0 {
		at := p.stack[len(p.stack)-1]
		p.stack = p.stack[:len(p.stack)-1]
		p.commits = append(p.commits, at)
		for k, parent := range p.log.Commit(int(at)).Parents() {
			if parent < 0 || p.seen[parent] || p.reached[parent] == p.search {
				continue
			}
			nested = nested || k > 0
			p.reached[parent] = p.search
			p.stack = append(p.stack, parent)
		}
	}
	return nested
}
