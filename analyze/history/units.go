package history

import (
	"fmt"
	"slices"
	"strings"
	"time"

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

// group is the commits of one unit, newest first, and the commit that names it.
type group struct {
	name    int32
	commits []int32
}

// units groups the commits that count. Every commit is in exactly one group; groups
// are ordered by their newest commit.
func (s *selection) units() ([]group, UnitInfo) {
	info := UnitInfo{Kind: s.filter.Unit}
	g := grouper{log: s.log, filter: s.filter, counts: func(i int32) bool { return !s.files[i].dropped }, merged: s.broughtIn}
	if info.Kind == Auto {
		info.Chosen = true
		info.Kind, info.Reason = g.choose()
	}
	var groups []group
	switch info.Kind {
	case PullRequest:
		groups = g.pullRequests()
	case Ticket:
		groups = g.tickets()
	case Window:
		groups = g.windows()
	default:
		groups = g.singles()
	}
	groups = byNewest(groups, len(s.log.Commits))
	for _, g := range groups {
		info.Commits += len(g.commits)
	}
	info.Units = len(groups)
	return groups, info
}

// byNewest orders the groups that have commits by their newest one, no two by the same, and
// these commits from the newest on.
func byNewest(groups []group, commits int) []group {
	begins := make([]int32, commits) // by commit: 1 more than the group whose newest it is
	n := 0
	for k, g := range groups {
		if len(g.commits) > 0 {
			slices.Sort(g.commits)
			begins[g.commits[0]] = int32(k + 1)
			n++
		}
	}
	out := make([]group, 0, n)
	for _, k := range begins {
		if k > 0 {
			out = append(out, groups[k-1])
		}
	}
	return out
}

// grouper finds the units of a log.
type grouper struct {
	log    *Log
	filter Filter
	counts func(commit int32) bool
	merged func() []group // the commits that each merge brought in, those too that do not count
}

func (g *grouper) counting() []int32 {
	out := make([]int32, 0, len(g.log.Commits))
	for i := range g.log.Commits {
		if g.counts(int32(i)) {
			out = append(out, int32(i))
		}
	}
	return out
}

func (g *grouper) singles() []group {
	all := g.counting()
	out := make([]group, len(all))
	for k, i := range all {
		out[k] = group{i, all[k : k+1 : k+1]}
	}
	return out
}

// isSquash reports whether a subject ends in the pull request number that hosts put behind
// that of a squash: (#12) or (!12).
func isSquash(subject string) bool {
	rest, closed := strings.CutSuffix(strings.TrimRight(subject, "\t\n\f\r "), ")")
	mark := strings.TrimRight(rest, "0123456789")
	return closed && len(mark) < len(rest) && (strings.HasSuffix(mark, "(#") || strings.HasSuffix(mark, "(!"))
}

// choose looks at how the commits came in.
func (g *grouper) choose() (Unit, string) {
	all := g.counting()
	if len(all) == 0 {
		return SingleUnit, "no commit counts"
	}
	merged := 0
	for _, u := range g.merged() {
		if len(g.log.Commits[u.name].Parents) > 1 {
			for _, i := range u.commits {
				if g.counts(i) {
					merged++
				}
			}
		}
	}
	squashed, ticketed := 0, 0
	tickets := map[string]bool{}
	for _, i := range all {
		if isSquash(g.log.Commits[i].Subject) {
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
		return PullRequest, fmt.Sprintf("%d of %d commits came in by merges", merged, len(all))
	case most(squashed):
		return SingleUnit, fmt.Sprintf("%d of %d commits are squashed pull requests", squashed, len(all))
	case most(ticketed) && 4*ticketed > 5*len(tickets):
		return Ticket, fmt.Sprintf("%d of %d commits name one of %d tickets", ticketed, len(all), len(tickets))
	}
	if small, followed := g.smallSteps(all); most(small) && most(followed) {
		return Window, fmt.Sprintf("%d of %d commits follow another of the same author within %s", followed, len(all), g.filter.Window)
	}
	return SingleUnit, "most commits came in one by one"
}

// smallSteps counts commits of at most two files, and those that follow one of the
// same author after a short pause.
func (g *grouper) smallSteps(all []int32) (small, followed int) {
	last := map[int32]int64{}
	for _, i := range slices.Backward(all) {
		c := &g.log.Commits[i]
		if len(c.Files) <= 2 {
			small++
		}
		if at, ok := last[c.Author]; ok && c.When-at >= 0 && c.When-at <= int64(g.filter.Window.Seconds()) {
			followed++
		}
		last[c.Author] = c.When
	}
	return small, followed
}

func (g *grouper) ticketOf(i int32) string {
	subject := g.log.Commits[i].Subject
	if g.filter.Ticket == DefaultTicket() && !MayNameTicket(subject) {
		return ""
	}
	return g.filter.Ticket.FindString(subject)
}

// tickets groups by ticket id; commits without one stand alone.
func (g *grouper) tickets() []group {
	var out []group
	open := map[string]int{}
	for _, i := range g.counting() {
		id := g.ticketOf(i)
		if at, ok := open[id]; ok && id != "" && g.within(out[at].commits[0], i, maxTicket) {
			out[at].commits = append(out[at].commits, i)
			continue
		}
		if id != "" {
			open[id] = len(out)
		}
		out = append(out, group{i, []int32{i}})
	}
	return out
}

// windows groups one author's commits as long as each follows the one before after a
// short pause. A commit is in one window only.
func (g *grouper) windows() []group {
	var out []group
	open := map[int32]int{}
	for _, i := range g.counting() {
		who := g.log.Commits[i].Author
		if at, ok := open[who]; ok {
			u := &out[at]
			if g.within(u.commits[len(u.commits)-1], i, g.filter.Window) && g.within(u.commits[0], i, maxWindow) {
				u.commits = append(u.commits, i)
				continue
			}
		}
		open[who] = len(out)
		out = append(out, group{i, []int32{i}})
	}
	return out
}

func (g *grouper) within(newer, older int32, limit time.Duration) bool {
	d := g.log.Commits[newer].When - g.log.Commits[older].When
	return d <= int64(limit.Seconds()) && d >= -int64(limit.Seconds())
}

// pullRequests groups what each merge brought in.
func (g *grouper) pullRequests() []group {
	all := g.merged()
	out := make([]group, len(all))
	room := make([]int32, 0, len(g.log.Commits))
	for k, u := range all {
		from := len(room)
		for _, i := range u.commits {
			if g.counts(i) {
				room = append(room, i)
			}
		}
		out[k] = group{u.name, room[from:len(room):len(room)]}
	}
	return out
}

// broughtIn follows the first parents from the head: what a merge there brought in is one
// unit, every other commit stands alone.
func (s *Selector) broughtIn() []group {
	if s.pulls == nil {
		n := len(s.log.Commits)
		p := pulls{log: s.log, seen: make([]bool, n), reached: make([]int32, n), room: make([]int32, 0, n), groups: make([]group, 0, n)}
		for i := range n {
			if !p.seen[i] { // the head first; other tips only where the log is bounded
				p.mainline(int32(i))
			}
		}
		s.pulls = p.groups
	}
	return s.pulls
}

type pulls struct {
	log     *Log
	groups  []group
	seen    []bool
	reached []int32 // by commit: the last search that came to it, from 1
	search  int32
	commits []int32 // that the last search came to
	stack   []int32
	room    []int32 // of the commits of all groups
}

// mainline takes one line of first parents apart, oldest first: at each merge all that
// it reaches and nothing older does came in by it.
func (p *pulls) mainline(tip int32) {
	var line []int32
	for at := tip; at >= 0 && !p.seen[at]; {
		line = append(line, at)
		parents := p.log.Commits[at].Parents
		if len(parents) == 0 {
			break
		}
		at = parents[0]
	}
	for _, at := range slices.Backward(line) {
		p.seen[at] = true
		parents := p.log.Commits[at].Parents
		if len(parents) < 2 {
			p.add(at, at)
			continue
		}
		for _, side := range parents[1:] {
			p.branch(at, side)
		}
	}
}

// add adds a group of some commits.
func (p *pulls) add(name int32, commits ...int32) {
	from := len(p.room)
	p.room = append(p.room, commits...)
	p.groups = append(p.groups, group{name, p.room[from:len(p.room):len(p.room)]})
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
	}
	p.add(merge, p.commits...)
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
		for k, parent := range p.log.Commits[at].Parents {
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
