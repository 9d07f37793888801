package history

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"seam/analyze/repo"
)

// DefaultMaxFiles is the largest change that says something about relations: larger
// ones are reformattings, renames and imports of foreign code (Zimmermann et al.,
// "Mining version histories", 2005, use the same bound).
const DefaultMaxFiles = 30

// Changes is a log reduced to what coupling and focus may count: units of change,
// without the files and commits that would mislead, each kind of which is counted.
type Changes struct {
	Paths    []string // paths relative to the analysed folder, sorted
	Alive    []bool   // by path: it is a tracked file at the revision
	People   []Person // the log's people
	List     []Change // newest first
	Commits  int      // commits in the log
	Merges   int      // those of them that are merges
	Excluded []Exclusion
}

// Change is one unit of change.
type Change struct {
	ID      string // the commit's id, in full
	Author  int32  // index into People
	When    int64  // author time, seconds since 1970
	Subject string
	Files   []int32 // indexes into Paths, ascending; never empty
}

// Exclusion is one kind of thing that was left out, and how often.
type Exclusion struct {
	Code    string `json:"code"`    // vendored, generated, lock-file, binary, excluded; bot, over-file-cap, no-files-left, shallow-boundary
	Of      string `json:"of"`      // files or commits
	Count   int    `json:"count"`   // distinct files, or commits
	Example string `json:"example"` // a path, or a short commit id and its subject
}

// Filter says what Select leaves out. The zero value is the default.
type Filter struct {
	Folder    string                 // only paths below it, made relative to it; "" and "." are all
	Only      func(path string) bool // of the log's paths, those to look at; nil is all. What it drops is not an exclusion
	Excluded  func(path string) bool // paths that somebody asked to leave out; nil is none
	Generated func(path string) bool // paths that say they are generated; nil is none
	MaxFiles  int                    // 0 is DefaultMaxFiles
	Bot       func(Person) bool      // nil is IsBot
}

// Select turns a log into changes: every non-merge commit with 1 to MaxFiles files
// left after exclusions, by somebody who is no bot. tracked lists the files of the
// revision.
func Select(l *Log, tracked []repo.File, f Filter) *Changes {
	s := selection{filter: f, counts: map[string]*Exclusion{}}
	if f.Folder == "" {
		s.filter.Folder = "."
	}
	if f.MaxFiles == 0 {
		s.filter.MaxFiles = DefaultMaxFiles
	}
	if f.Bot == nil {
		s.filter.Bot = IsBot
	}
	c := &Changes{People: l.People, Commits: len(l.Commits)}
	number := s.paths(l, c, tracked)
	for i := range l.Commits {
		commit := &l.Commits[i]
		if len(commit.Parents) > 1 {
			c.Merges++
		} else if files, ok := s.files(commit, number, l.People); ok {
			c.List = append(c.List, Change{
				ID: commit.ID.String(), Author: commit.Author, When: commit.When, Subject: commit.Subject, Files: files,
			})
		}
	}
	c.Excluded = s.list()
	return c
}

type selection struct {
	filter Filter
	counts map[string]*Exclusion
}

// paths fills in c.Paths and c.Alive and maps the log's path numbers to c's: -1 for
// a path out of sight, -2 for an excluded one.
func (s *selection) paths(l *Log, c *Changes, tracked []repo.File) []int32 {
	alive := make(map[string]bool, len(tracked))
	for _, f := range tracked {
		alive[f.Path] = true
	}
	number := make([]int32, len(l.Paths))
	for i, p := range l.Paths {
		rel := repo.Relative(s.filter.Folder, p)
		if !repo.Below(s.filter.Folder, p) || s.filter.Only != nil && !s.filter.Only(p) {
			number[i] = -1
		} else if why := s.excludedFile(p); why != "" {
			number[i] = -2
			s.count(why, "files", rel)
		} else {
			number[i] = int32(len(c.Paths))
			c.Paths = append(c.Paths, rel)
			c.Alive = append(c.Alive, alive[p])
		}
	}
	return number
}

// files returns the numbers of a commit's files, or why it does not count.
func (s *selection) files(commit *Commit, number []int32, people []Person) ([]int32, bool) {
	var files []int32
	excluded := 0
	for _, f := range commit.Files {
		switch n := number[f.Path]; {
		case n >= 0:
			files = append(files, n)
		case n == -2:
			excluded++
		}
	}
	slices.Sort(files)
	files = slices.Compact(files)
	why := ""
	switch {
	case len(files) == 0 && excluded == 0:
		return nil, false
	case commit.Boundary:
		why = "shallow-boundary"
	case s.filter.Bot(people[commit.Author]):
		why = "bot"
	case len(files) == 0:
		why = "no-files-left"
	case len(files) > s.filter.MaxFiles:
		why = "over-file-cap"
	default:
		return files, true
	}
	s.count(why, "commits", commit.ID.Short()+" "+commit.Subject)
	return nil, false
}

func (s *selection) count(code, of, example string) {
	e := s.counts[code]
	if e == nil {
		e = &Exclusion{Code: code, Of: of, Example: example}
		s.counts[code] = e
	}
	e.Count++
}

func (s *selection) list() []Exclusion {
	out := make([]Exclusion, 0, len(s.counts))
	for _, e := range s.counts {
		out = append(out, *e)
	}
	slices.SortFunc(out, func(a, b Exclusion) int {
		if c := strings.Compare(b.Of, a.Of); c != 0 {
			return c
		}
		return strings.Compare(a.Code, b.Code)
	})
	return out
}

func (s *selection) excludedFile(p string) string {
	switch {
	case s.filter.Excluded != nil && s.filter.Excluded(p):
		return "excluded"
	case IsVendored(p):
		return "vendored"
	case IsLockFile(p):
		return "lock-file"
	case IsBinary(p):
		return "binary"
	case s.filter.Generated != nil && s.filter.Generated(p):
		return "generated"
	}
	return ""
}

var vendored = regexp.MustCompile(`(^|/)(vendor|node_modules|third_party|Godeps|bower_components)/`)

// IsVendored reports whether a path lies in a folder for foreign code.
func IsVendored(p string) bool { return vendored.MatchString(p) }

var lockFiles = map[string]bool{
	"go.sum": true, "go.work.sum": true, "package-lock.json": true, "npm-shrinkwrap.json": true, "yarn.lock": true,
	"pnpm-lock.yaml": true, "bun.lock": true, "Cargo.lock": true, "poetry.lock": true, "uv.lock": true,
	"Pipfile.lock": true, "Gemfile.lock": true, "composer.lock": true, "Gopkg.lock": true, "glide.lock": true,
	"packages.lock.json": true, "gradle.lockfile": true, "MODULE.bazel.lock": true, "flake.lock": true,
}

// IsLockFile reports whether a path is a file that a package manager writes.
func IsLockFile(p string) bool { return lockFiles[path.Base(p)] }

var binary = regexp.MustCompile(`(?i)\.(png|jpe?g|gif|ico|webp|svg|pdf|woff2?|ttf|eot|otf|zip|gz|tgz|bz2|xz|zst|7z|jar|war|class|so|dylib|dll|exe|a|o|bin|dat|db|sqlite|mp[34]|mov|avi|webm|wasm|pyc|der|p12|psd|sketch|snap|golden)$`)

// IsBinary reports whether a path is, by its ending, a picture, an archive or
// another file that people do not write as text. No content is read.
func IsBinary(p string) bool { return binary.MatchString(p) }

var bot = regexp.MustCompile(`(?i)\[bot\]|(^|[^a-z])(bot|robot)($|[^a-z])|bot@|dependabot|renovate|greenkeeper|snyk-bot|github-actions|mergify|jenkins|automation@|noreply@(weblate|crowdin)`)

// IsBot reports whether an author is a program, by name or address.
func IsBot(p Person) bool { return bot.MatchString(p.Name) || bot.MatchString(p.Email) }
