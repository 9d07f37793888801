package history

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"sync"
	"time"

	"seam/analyze/repo"
)

// DefaultMaxFiles is the largest change that says something about relations: larger
// ones are reformattings, moves and imports of foreign code (Zimmermann et al.,
// "Mining version histories", 2005, use the same bound).
const DefaultMaxFiles = 30

// Changes is a log reduced to what coupling and focus may count: units of change,
// without the files and commits that would mislead, each kind of which is counted.
type Changes struct {
	Paths    []string // the names that files have today, relative to the analysed folder, sorted
	Alive    []bool   // by path: it is a tracked file at the revision
	People   []Person // the log's people
	List     []Change // newest first
	Bots     []Change // what programs did, a commit each, newest first; not in List
	Commits  int      // commits in the log
	Merges   int      // those of them that are merges
	Unit     UnitInfo
	Lineage  Lineage
	Excluded []Exclusion
}

// Change is one unit of change.
type Change struct {
	ID        repo.ID // of its newest commit or of the merge that brought it in
	Author    int32   // who wrote most of its commits; index into People
	CoAuthors []int32 // everyone else with a part in it, ascending
	When      int64   // author time of its newest commit, seconds since 1970
	Subject   string
	Commits   int     // commits that it is made of
	Files     []int32 // indexes into Paths, ascending; never empty
}

// Lineage says what following renames did.
type Lineage struct {
	Off     bool `json:"off,omitempty"` // renames were not followed
	Renames int  `json:"renames"`       // renames followed
	Paths   int  `json:"paths"`         // former paths whose history counts for the path of today
}

// Exclusion is one kind of thing that was left out, and how often.
type Exclusion struct {
	Code    string `json:"code"`
	Of      string `json:"of"`      // files, commits, changes or moves
	Count   int    `json:"count"`   // distinct ones
	Example string `json:"example"` // a path, or a short commit id and its subject
}

// Filter says what Select leaves out and how it groups commits. The zero value is the
// default.
type Filter struct {
	Folder    string                 // only paths below it, made relative to it; "" and "." are all
	Only      func(path string) bool // paths to look at; nil is all. What it drops is not an exclusion
	Excluded  func(path string) bool // paths that somebody asked to leave out; nil is none
	Kept      func(path string) bool // paths that stay whatever they look like; nil is none
	Generated func(path string) bool // paths that say they are generated; nil is none
	Output    bool                   // count generated files as well
	MaxFiles  int                    // 0 is DefaultMaxFiles
	Bot       func(Person) bool      // nil is IsBot
	Bots      bool                   // count what bots do as well
	Unit      Unit                   // "" is Auto
	Ticket    *regexp.Regexp         // finds a ticket id in a subject; nil is DefaultTicket
	Window    time.Duration          // the pause that ends an author's window; 0 is DefaultWindow
	NoLineage bool                   // do not follow renames
}

func (f Filter) withDefaults() Filter {
	if f.Folder == "" {
		f.Folder = "."
	}
	if f.MaxFiles == 0 {
		f.MaxFiles = DefaultMaxFiles
	}
	if f.Bot == nil {
		f.Bot = IsBot
	}
	if f.Ticket == nil {
		f.Ticket = DefaultTicket()
	}
	if f.Window == 0 {
		f.Window = DefaultWindow
	}
	return f
}

// Selector turns a log into changes, units of 1 to MaxFiles files after exclusions, as often
// as it is asked: what there is to say of each path, commit and person it finds out once. It
// is for one goroutine. The files given are those of the revision.
type Selector struct {
	log     *Log
	filter  Filter
	tracked map[string]bool // the files of the revision
	why     []string        // by log path: why it does not count, were generated files to be left out
	bots    judgements      // by person

	// By commit, of its subject.
	releases judgements
	masses   judgements

	followed *followed   // nil until asked for
	counted  [2]*counted // without generated files and with them; nil until asked for
	pulls    []group     // nil until asked for
}

// judgement is what is known of a question.
type judgement uint8

const (
	unasked judgement = iota
	yes
	no
)

// judgements are the answers to one question about many.
type judgements []judgement

// of is the answer about one, which is asked for once.
func (j judgements) of(i int, ask func() bool) bool {
	if j[i] == unasked {
		j[i] = no
		if ask() {
			j[i] = yes
		}
	}
	return j[i] == yes
}

// NewSelector prepares to select. tracked lists the files of the revision; Output and
// Unit of the filter do not matter.
func NewSelector(l *Log, tracked []repo.File, f Filter) *Selector {
	s := &Selector{
		log: l, filter: f.withDefaults(), tracked: make(map[string]bool, len(tracked)), why: make([]string, len(l.Paths)),
		bots: make(judgements, len(l.People)), releases: make(judgements, len(l.Commits)), masses: make(judgements, len(l.Commits)),
	}
	for _, t := range tracked {
		s.tracked[t.Path] = true
	}
	for i, p := range l.Paths {
		switch {
		case !repo.Below(s.filter.Folder, p) || s.filter.Only != nil && !s.filter.Only(p):
			s.why[i] = outOfSight
		default:
			s.why[i] = s.filter.excludedFile(p)
		}
	}
	return s
}

// outOfSight is said of paths that nobody asked about. What it drops is no exclusion.
const outOfSight = "out of sight"

// Select is what the function Select gives with this Output and Unit.
func (s *Selector) Select(output bool, unit Unit) *Changes {
	f := s.filter
	f.Output, f.Unit = output, cmp.Or(unit, Auto)
	return s.with(f).changes()
}

// Views are one log in the ways that analyses count it.
type Views struct {
	Changes *Changes // by the filter's unit, without what generators write
	Output  *Changes // the same with it; nil where nobody asked
	Commits *Changes // Output with every commit a change; nil where nobody asked
}

// Views is what Select gives of each, side by side. Commits are not asked for without
// output.
func (s *Selector) Views(unit Unit, output, commits bool) Views {
	for i := range s.log.People {
		s.isBot(int32(i)) // of everybody now, since side by side nothing may be found out
	}
	s.count(false)
	var v Views
	var beside sync.WaitGroup
	if output {
		beside.Go(func() { s.count(true) })
	}
	v.Changes = s.Select(false, unit)
	beside.Wait()
	if !output {
		return v
	}
	kind := v.Changes.Unit.Kind
	if commits && kind != SingleUnit {
		beside.Go(func() { v.Commits = s.Select(true, SingleUnit) })
	}
	v.Output = s.Select(true, kind)
	beside.Wait()
	if kind == SingleUnit {
		v.Commits = v.Output
	}
	return v
}

func (s *Selector) with(f Filter) *selection {
	c := s.count(f.Output)
	return &selection{counted: c, filter: f, counts: c.counts.clone()}
}

func (s *selection) changes() *Changes {
	c := &Changes{
		Paths: s.paths, Alive: s.alive, People: s.log.People, Commits: len(s.log.Commits), Merges: s.followed.merges,
		Lineage: s.followed.lineage, Bots: s.programs,
	}
	var groups []group
	groups, c.Unit = s.units()
	c.List = make([]Change, 0, len(groups))
	for _, g := range groups {
		if ch, ok := s.change(g); ok {
			c.List = append(c.List, ch)
		}
	}
	c.Excluded = s.counts.list()
	return c
}

// selection is the state of one Select.
type selection struct {
	*counted
	filter Filter
	counts exclusions
}

// counted is what is left of every commit, whatever one change is.
type counted struct {
	*Selector
	number   []int32  // by log path: index into paths; -1 out of sight, -2 excluded
	paths    []string // Changes.Paths
	alive    []bool   // Changes.Alive
	files    []commitFiles
	programs []Change // Changes.Bots
	counts   exclusions
	room     []int32 // the files of all commits, indexes into paths
	folder   []int32 // by path of paths: the number of its folder; nil until asked for
	lastIn   []int32 // by folder: the last commit found to touch it, plus one
}

// count leaves out what does not count, generated files as well unless output is set.
func (s *Selector) count(output bool) *counted {
	at := 0
	if output {
		at = 1
	}
	if s.counted[at] == nil {
		if s.followed == nil {
			s.followed = follow(s.log, s.tracked, s.filter.NoLineage)
		}
		c := &counted{Selector: s, counts: exclusions{}}
		c.classify(output)
		c.filesOfCommits()
		c.judgeCommits()
		c.programs = c.ofBots()
		s.counted[at] = c
	}
	return s.counted[at]
}

// classify gives the log's paths their numbers.
func (s *counted) classify(output bool) {
	s.number = make([]int32, len(s.log.Paths))
	for i, p := range s.log.Paths {
		rel := repo.Relative(s.filter.Folder, p)
		switch why := s.why[i]; {
		case why == outOfSight:
			s.number[i] = -1
		case why != "" && !(why == generated && output):
			s.number[i] = -2
			s.counts.add(why, "files", rel)
		default:
			s.number[i] = int32(len(s.paths))
			s.paths = append(s.paths, rel)
			s.alive = append(s.alive, s.tracked[p])
		}
	}
}

// commitFiles is what is left of one commit.
type commitFiles struct {
	from, to int32 // its files in those of all commits, ascending
	excluded int32 // files left out
	dropped  bool  // the whole commit was judged not to count
	bot      bool  // because a program made it
}

func (f commitFiles) len() int { return int(f.to - f.from) }

// filesOf lists the files of a commit. It has no room behind it: what is appended is a copy.
func (s *counted) filesOf(f commitFiles) []int32 { return s.room[f.from:f.to:f.to] }

// filesOfCommits numbers every commit's files by the names that they have today, and
// leaves out files that only moved.
func (s *counted) filesOfCommits() {
	f := s.followed
	out := make([]commitFiles, len(s.log.Commits))
	room := make([]int32, 0, len(f.paths))
	for i := range out {
		from := len(room)
		for _, p := range f.of(i) { // sorted as numbers are, but for equal ones
			switch n := s.number[p]; {
			case n >= 0 && (len(room) == from || room[len(room)-1] != n):
				room = append(room, n)
			case n == -2:
				out[i].excluded++
			}
		}
		out[i].from, out[i].to = int32(from), int32(len(room))
	}
	s.files, s.room = out, room
	if f.moves > 0 {
		s.counts["moved"] = &Exclusion{Code: "moved", Of: "moves", Count: f.moves, Example: f.example}
	}
}

// change folds a group of commits into one change.
func (s *selection) change(g group) (Change, bool) {
	var ch Change
	var wrote map[int32]int
	if len(g.commits) > 1 || len(s.log.Commits[g.commits[0]].CoAuthors) > 0 {
		wrote = map[int32]int{}
	}
	for _, i := range g.commits {
		f := s.files[i]
		if f.dropped || f.len() == 0 {
			continue
		}
		commit := &s.log.Commits[i]
		if ch.Commits == 0 {
			ch.Files = s.filesOf(f)
		} else {
			ch.Files = append(ch.Files, s.filesOf(f)...)
		}
		ch.Commits++
		if wrote == nil {
			ch.Author = commit.Author
		} else {
			wrote[commit.Author] += 1 << 8 // authors before co-authors of as many commits
		}
		for _, p := range commit.CoAuthors {
			if !s.isBot(p) {
				wrote[p]++
			}
		}
		if ch.Commits == 1 {
			ch.When = commit.When
		}
		ch.When = max(ch.When, commit.When)
	}
	if ch.Commits == 0 {
		return ch, false
	}
	if ch.Commits > 1 {
		slices.Sort(ch.Files)
		ch.Files = slices.Compact(ch.Files)
	}
	name := &s.log.Commits[g.name]
	ch.ID, ch.Subject = name.ID, name.Subject
	if len(ch.Files) > s.filter.MaxFiles {
		s.counts.add("over-file-cap", "changes", name.ID.Short()+" "+name.Subject)
		return ch, false
	}
	if wrote != nil {
		ch.Author, ch.CoAuthors = people(wrote)
	}
	return ch, true
}

// ofBots lists the changes of programs, so that what only they change together can be
// told apart from what people do.
func (s *counted) ofBots() []Change {
	var out []Change
	for i := range s.files {
		f := &s.files[i]
		if !f.bot || f.len() == 0 || f.len() > s.filter.MaxFiles {
			continue
		}
		c := &s.log.Commits[i]
		out = append(out, Change{ID: c.ID, Author: c.Author, When: c.When, Subject: c.Subject, Commits: 1, Files: s.filesOf(*f)})
	}
	return out
}

func (s *Selector) isBot(person int32) bool {
	if s.filter.Bots {
		return false
	}
	return s.bots.of(int(person), func() bool { return s.filter.Bot(s.log.People[person]) })
}

// people is who wrote most, and everyone else.
func people(wrote map[int32]int) (first int32, others []int32) {
	first = -1
	for p, n := range wrote {
		if first < 0 || n > wrote[first] || n == wrote[first] && p < first {
			first = p
		}
	}
	for p := range wrote {
		if p != first {
			others = append(others, p)
		}
	}
	slices.Sort(others)
	return first, others
}

// Now is the time that ages count from: that of the newest change, unless a few dates
// are off: one in a hundred changes, at least one, may claim to be more than a year
// newer than all others and does not set the clock then.
func (c *Changes) Now() int64 {
	if len(c.List) == 0 {
		return 0
	}
	const year = 365 * 24 * 3600
	newest, near := c.List[0].When, 0
	for i := range c.List {
		newest = max(newest, c.List[i].When)
	}
	for i := range c.List {
		if newest >= math.MinInt64+year && c.List[i].When >= newest-year {
			near++
		}
	}
	if near > max(1, len(c.List)/100) {
		return newest // so many are near it that no gap tells it apart
	}
	when := make([]int64, len(c.List))
	for i := range c.List {
		when[i] = c.List[i].When
	}
	slices.Sort(when)
	last := len(when) - 1
	for k := last; k > 0 && last-k < max(1, len(when)/100); k-- {
		if when[k]-when[k-1] > year {
			return when[k-1]
		}
	}
	return when[last]
}
