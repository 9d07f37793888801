package history

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"sync"
	"time"

	"seam/analyze/parallel"
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
	List     List     // newest first
	Bots     List     // what programs did, a commit each, newest first; not in List
	Commits  int      // commits in the log
	Merges   int      // those of them that are merges
	Unit     UnitInfo
	Lineage  Lineage
	Excluded []Exclusion
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
	pulls    *assigned   // nil until asked for
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
		bots: make(judgements, len(l.People)), releases: make(judgements, l.Len()), masses: make(judgements, l.Len()),
	}
	for _, t := range tracked {
		s.tracked[t.Path] = true
	}
	parallel.Spans(len(l.Paths), func(from, to int) {
		for i, p := range l.Paths[from:to] {
			switch {
			case !repo.Below(s.filter.Folder, p) || s.filter.Only != nil && !s.filter.Only(p):
				s.why[from+i] = outOfSight
			default:
				s.why[from+i] = s.filter.excludedFile(p)
			}
		}
	})
	return s
}

// outOfSight is said of paths that nobody asked about. What it drops is no exclusion.
const outOfSight = "out of sight"

// Select is what the function Select gives with this Unit and without Output.
func (s *Selector) Select(unit Unit) *Changes { return s.selected(false, unit) }

// SelectOutput is what the function Select gives with this Unit and with Output: what
// generators write counts too.
func (s *Selector) SelectOutput(unit Unit) *Changes { return s.selected(true, unit) }

func (s *Selector) selected(output bool, unit Unit) *Changes {
	f := s.filter
	f.Output, f.Unit = output, cmp.Or(unit, Auto)
	return s.with(f).changes()
}

// Views are one log in the ways that analyses count it.
type Views struct {
	Changes *Changes // by the filter's unit, without what generators write
	Output  *Changes // the same with it; nil below WithOutput
	Commits *Changes // Output with every commit a change; nil below WithCommits, unless it is Output
}

// Extent says which Views are asked for. Each takes in those before it.
type Extent uint8

// The extents.
const (
	ChangesAlone Extent = iota
	WithOutput
	WithCommits
)

// Views is what Select and SelectOutput give of each, side by side.
func (s *Selector) Views(unit Unit, extent Extent) Views {
	for i := range s.log.People {
		s.isBot(int32(i)) // of everybody now, since side by side nothing may be found out
	}
	s.count(false)
	var v Views
	var beside sync.WaitGroup
	if extent >= WithOutput {
		beside.Go(func() { s.count(true) })
	}
	v.Changes = s.Select(unit)
	beside.Wait()
	if extent < WithOutput {
		return v
	}
	kind := v.Changes.Unit.Kind
	if extent >= WithCommits && kind != SingleUnit {
		beside.Go(func() { v.Commits = s.SelectOutput(SingleUnit) })
	}
	if s.count(true) == s.count(false) { // nothing here is written by generators
		same := *v.Changes
		same.Unit.Chosen, same.Unit.Reason = false, ""
		v.Output = &same
	} else {
		v.Output = s.SelectOutput(kind)
	}
	beside.Wait()
	if kind == SingleUnit {
		v.Commits = v.Output
	}
	return v
}

func (s *Selector) with(f Filter) *selection {
	c := s.count(f.Output)
	return &selection{counted: c, filter: f, counts: c.counts.clone(), wrote: map[int32]int{}}
}

func (s *selection) changes() *Changes {
	c := &Changes{
		Paths: s.paths, Alive: s.alive, People: s.log.People, Commits: s.log.Len(), Merges: s.followed.merges,
		Lineage: s.followed.lineage, Bots: s.programs,
	}
	var g groups
	g, c.Unit = s.units()
	c.List = newList(&s.log.table, len(g.name), len(s.files.all))
	for k, name := range g.name {
		s.change(&c.List, name, g.of(k))
	}
	c.Excluded = s.counts.list()
	return c
}

// selection is the state of one Select.
type selection struct {
	*counted
	filter Filter
	counts exclusions
	wrote  map[int32]int // who wrote how much of it
}

// counted is what is left of every commit, whatever one change is.
type counted struct {
	*Selector
	number   []int32      // by log path: index into paths; -1 out of sight, -2 excluded
	paths    []string     // Changes.Paths
	alive    []bool       // Changes.Alive
	files    spans[int32] // by commit: its files that count, indexes into paths, ascending
	states   []commitState
	programs List // Changes.Bots
	counts   exclusions
	folder   []int32 // by path of paths: the number of its folder; nil until asked for
	lastIn   []int32 // by folder: the last commit found to touch it, plus one
}

// count leaves out what does not count, generated files as well unless output is set.
func (s *Selector) count(output bool) *counted {
	at := 0
	if output && slices.Contains(s.why, generated) { // else both are the same
		at = 1
	}
	if s.counted[at] == nil {
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
			s.counts.add(why, "files", func() string { return rel })
		default:
			s.number[i] = int32(len(s.paths))
			s.paths = append(s.paths, rel)
			s.alive = append(s.alive, s.tracked[p])
		}
	}
}

// commitState is what was found out of a commit.
type commitState uint8

const (
	lostFiles commitState = 1 << iota // some were left out
	dropped                           // it was judged not to count
	byBot                             // because a program made it
)

func (s commitState) is(what commitState) bool { return s&what != 0 }

// filesOfCommits numbers every commit's files by the names that they have today, and
// leaves out files that only moved.
func (s *counted) filesOfCommits() {
	s.states = make([]commitState, s.log.Len())
	s.files.grow(s.log.Len(), len(s.log.table.files.all))
	if s.followed != nil && s.followed.kept {
		for i := range s.states {
			s.take(i, s.followed.paths.of(int32(i)))
		}
	} else { // with generated files it is asked again
		s.followed = follow(s.log, s.tracked, s.filter.NoLineage, slices.Contains(s.why, generated), s.take)
	}
	if f := s.followed; f.moves > 0 {
		s.counts["moved"] = &Exclusion{Code: "moved", Of: "moves", Count: f.moves, Example: f.example}
	}
}

// take numbers the files of a commit.
func (s *counted) take(commit int, paths []int32) {
	from := len(s.files.all)
	for _, p := range paths { // sorted as numbers are, but for equal ones
		switch n := s.number[p]; {
		case n >= 0 && (len(s.files.all) == from || s.files.all[len(s.files.all)-1] != n):
			s.files.all = append(s.files.all, n)
		case n == -2:
			s.states[commit] |= lostFiles
		}
	}
	s.files.end(commit)
}

// change folds a group of commits into one change, which it adds to a list.
func (s *selection) change(to *List, name int32, commits []int32) {
	ch := listed{name: name}
	clear(s.wrote)
	shared := len(commits) > 1 || len(s.log.Commit(int(commits[0])).CoAuthors()) > 0
	for _, i := range commits {
		files := s.files.of(i)
		if s.states[i].is(dropped) || len(files) == 0 {
			continue
		}
		commit := s.log.Commit(int(i))
		if ch.commits == 0 {
			ch.files, ch.when, ch.author = files, commit.When(), commit.Author()
		} else {
			ch.files = append(ch.files, files...)
		}
		ch.commits++
		ch.when = max(ch.when, commit.When())
		if !shared {
			continue
		}
		s.wrote[commit.Author()] += 1 << 8 // authors before co-authors of as many commits
		for _, p := range commit.CoAuthors() {
			if !s.isBot(p) {
				s.wrote[p]++
			}
		}
	}
	if ch.commits == 0 {
		return
	}
	if ch.commits > 1 {
		slices.Sort(ch.files)
		ch.files = slices.Compact(ch.files)
	}
	if len(ch.files) > s.filter.MaxFiles {
		named := s.log.Commit(int(name))
		s.counts.add("over-file-cap", "changes", func() string { return named.ID().Short() + " " + named.Subject() })
		return
	}
	if shared {
		ch.author, ch.coAuthors = people(s.wrote)
	}
	to.add(ch)
}

// ofBots lists the changes of programs, so that what only they change together can be
// told apart from what people do.
func (s *counted) ofBots() List {
	out := newList(&s.log.table, 0, 0)
	for i, c := range s.log.Commits() {
		files := s.files.of(int32(i))
		if s.states[i].is(byBot) && len(files) > 0 && len(files) <= s.filter.MaxFiles {
			out.add(listed{name: int32(i), author: c.Author(), when: c.When(), commits: 1, files: files})
		}
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
	all := c.List.when
	if len(all) == 0 {
		return 0
	}
	const year = 365 * 24 * 3600
	newest, near := slices.Max(all), 0
	for _, when := range all {
		if newest >= math.MinInt64+year && when >= newest-year {
			near++
		}
	}
	if near > max(1, len(all)/100) {
		return newest // so many are near it that no gap tells it apart
	}
	last := newestOf(all, max(1, len(all)/100)+1)
	for k := range len(last) - 1 {
		if last[k]-last[k+1] > year {
			return last[k+1]
		}
	}
	return newest
}

// newestOf lists the newest of some times, the first one first.
func newestOf(all []int64, most int) []int64 {
	list := make([]int64, 0, 2*most)
	first := func() {
		slices.SortFunc(list, func(a, b int64) int { return cmp.Compare(b, a) })
		list = list[:min(len(list), most)]
	}
	enough := int64(math.MinInt64) // what is older is none of them
	for _, when := range all {
		if when < enough {
			continue
		}
		if list = append(list, when); len(list) == cap(list) {
			first()
			enough = list[most-1]
		}
	}
	first()
	return list
}
