package history

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"seam/analyze/parallel"
	"seam/analyze/regex"
)

// exclusions are by code.
type exclusions map[string]*Exclusion

// add counts one, and asks for an example only of the first.
func (x exclusions) add(code, of string, example func() string) {
	e := x[code]
	if e == nil {
		e = &Exclusion{Code: code, Of: of, Example: example()}
		x[code] = e
	}
	e.Count++
}

func (x exclusions) clone() exclusions {
	out := make(exclusions, len(x))
	for code, e := range x {
		own := *e
		out[code] = &own
	}
	return out
}

// list orders the exclusions: files, then moves, commits, changes; each by code.
func (x exclusions) list() []Exclusion {
	order := []string{"files", "moves", "commits", "changes"}
	out := make([]Exclusion, 0, len(x))
	for _, e := range x {
		out = append(out, *e)
	}
	slices.SortFunc(out, func(a, b Exclusion) int {
		if c := slices.Index(order, a.Of) - slices.Index(order, b.Of); c != 0 {
			return c
		}
		return strings.Compare(a.Code, b.Code)
	})
	return out
}

// generated is the code of files that generators write.
const generated = "generated"

// excludedFile says why a path does not count: excluded (on request), vendored,
// lock-file, binary, changelog, generated, the last one whether Output is set or not; ""
// if it does.
func (f Filter) excludedFile(p string) string {
	switch {
	case f.Kept != nil && f.Kept(p):
		return ""
	case f.Excluded != nil && f.Excluded(p):
		return "excluded"
	case IsVendored(p):
		return "vendored"
	case IsLockFile(p):
		return "lock-file"
	case IsBinary(p):
		return "binary"
	case isChangelog(p):
		return "changelog"
	case IsGeneratedName(p) || f.Generated != nil && f.Generated(p):
		return generated
	}
	return ""
}

// judgeCommits drops whole commits: shallow-boundary, bot, no-files-left, release-bump,
// mass-change. Merges and commits out of sight are dropped without a count.
func (s *counted) judgeCommits() {
	parallel.Spans(s.log.Len(), func(from, to int) {
		for i := from; i < to; i++ { // what takes longest, side by side
			switch n := len(s.files.of(int32(i))); {
			case n >= massFiles:
				s.saysMass(i)
			case n > 0:
				s.saysRelease(i)
			}
		}
	})
	for i, c := range s.log.Commits() {
		files, state := s.files.of(int32(i)), &s.states[i]
		if len(files) == 0 && !state.is(lostFiles) {
			*state |= dropped
			continue
		}
		if why := s.against(i, c, files); why != "" {
			*state |= dropped
			if why == "bot" {
				*state |= byBot
			}
			s.counts.add(why, "commits", func() string { return c.ID().Short() + " " + c.Subject() })
		}
	}
}

// against is what keeps a commit that touches files in sight from counting, "" for nothing.
func (s *counted) against(i int, c Commit, files []int32) string {
	switch {
	case c.Boundary():
		return "shallow-boundary"
	case s.isBot(c.Author()):
		return "bot"
	case len(files) == 0:
		return "no-files-left"
	case len(files) <= maxReleaseFiles && s.saysRelease(i):
		return "release-bump"
	case s.isMass(i, files):
		return "mass-change"
	}
	return ""
}

// Why is what keeps a commit of the log from counting, by the code of its exclusion; "" for
// nothing, and where no file of it is in sight.
func (s *Selector) Why(i int) string {
	c := s.count(false)
	files := c.files.of(int32(i))
	if len(files) == 0 && !c.states[i].is(lostFiles) {
		return ""
	}
	return c.against(i, s.log.Commit(i), files)
}

// maxReleaseFiles is how many files a commit that only moves a version number touches.
const maxReleaseFiles = 10

var release = regex.New(`(?i)^((chore|build|ci)(\([^)]*\))?!?: *)?(\[[^\]]*\] *)?` +
	`(release(s|d)?( v?\d.*| candidate.*)?$|prepare( for)?( the)?( next)? (release|development|version)|cut( the)? (release|v?\d)|tag v?\d|version bump|bump( the)? version|bump to v?\d|set version|v?\d+\.\d+(\.\d+)?([-. ](rc|alpha|beta|snapshot)[-.]?\d*)?$)`)

// isRelease reports whether a subject says that a version number was moved.
func isRelease(subject string) bool { return mayRelease(subject) && release().MatchString(subject) }

// mayRelease reports whether a subject begins as one that release matches. That is dear,
// and most begin otherwise.
func mayRelease(subject string) bool {
	if subject == "" {
		return false
	}
	c := subject[0]
	return c >= '0' && c <= '9' || c == '[' ||
		beginsWith(subject, "build", "bump", "chore", "ci", "cut", "prepare", "release", "set", "tag", "v")
}

const (
	massFiles       = 10 // files from which a message about form is believed
	massFolders     = 3  // folders over which they must spread
	scatteredFiles  = 20 // files from which spread alone tells
	scatteredFolder = 15 // folders then
)

var mass = regex.New(`(?i)\b(gofmt|go ?fmt|goimports|gofumpt|prettier|reformat(ting)?|formatting|fmt|lint(er|ing|s)?|golangci(-lint)?|licen[cs]e headers?|copyright|spdx|typos?|spelling|misspell(ings?|ed)?|white ?space|trailing spaces?|tabs? to spaces|line endings|crlf|mechanical(ly)?|codemod|reorgani[sz]e|restructure|relocate|move [^ ]+ (in)?to|moved? (packages?|folders?|files?)|s/\S+/\S*/|rename (package|module|import)|import paths?|module path|deprecated (api|ioutil)|ioutil|interface\{\}|replace .* with any|modernize)\b`)

// inMass holds a part of all that mass matches, in lower case; matching is dear.
var inMass = []string{
	"fmt", "fumpt", "import", "prettier", "format", "lint", "golangci", "licen", "copyright", "spdx", "typo", "spelling", "misspell", "space",
	"endings", "crlf", "mechanical", "codemod", "reorgani", "restructure", "relocate", "move", "s/", "rename", "module path",
	"deprecated", "ioutil", "interface{}", "replace", "modernize",
}

// saysMass reports whether a subject speaks of one thing done to many files.
func saysMass(subject string) bool {
	lower := strings.ToLower(subject)
	for _, part := range inMass {
		if strings.Contains(lower, part) {
			return mass().MatchString(subject)
		}
	}
	// Letters beyond ASCII stand for some of these.
	return len(lower) != utf8.RuneCountInString(lower) && mass().MatchString(subject)
}

// isMass reports whether a commit did one thing to many unrelated files: it says so
// and touches many, or its files lie scattered over nearly as many folders as files.
func (s *counted) isMass(commit int, files []int32) bool {
	if len(files) < massFiles {
		return false
	}
	folders := s.foldersOf(int32(commit), files)
	if folders >= massFolders && s.saysMass(commit) {
		return true
	}
	return len(files) >= scatteredFiles && folders >= scatteredFolder && 5*folders >= 4*len(files)
}

// foldersOf is over how many folders the files of a commit spread. It is asked once a
// commit.
func (s *counted) foldersOf(commit int32, files []int32) int {
	if s.folder == nil {
		s.folder = make([]int32, len(s.paths))
		numbers := map[string]int32{}
		for i, p := range s.paths {
			n, ok := numbers[path.Dir(p)]
			if !ok {
				n = int32(len(numbers))
				numbers[path.Dir(p)] = n
			}
			s.folder[i] = n
		}
		s.lastIn = make([]int32, len(numbers))
	}
	n := 0
	for _, f := range files {
		if last := &s.lastIn[s.folder[f]]; *last != commit+1 {
			*last = commit + 1
			n++
		}
	}
	return n
}

// saysRelease is isRelease of a commit's subject.
func (s *Selector) saysRelease(commit int) bool {
	return s.releases.of(commit, func() bool { return isRelease(s.log.Commit(commit).Subject()) })
}

// saysMass reports whether a commit's subject speaks of one thing done to many files.
func (s *Selector) saysMass(commit int) bool {
	return s.masses.of(commit, func() bool { return saysMass(s.log.Commit(commit).Subject()) })
}

// IsVendored reports whether a path lies in a folder for foreign code: of a package manager,
// of a virtual environment of Python that was committed, or where ASP.NET and templates of
// web pages have copies of browsers' libraries.
func IsVendored(p string) bool {
	above := ""
	for {
		folder, rest, ok := strings.Cut(p, "/")
		if !ok {
			return false
		}
		switch folder {
		case "vendor", "node_modules", "third_party", "Godeps", "bower_components", "jspm_packages", "Pods", ".yarn", "site-packages":
			return true
		case "plugins":
			if above == "public" {
				return true
			}
		case "lib":
			if above == "wwwroot" {
				return true
			}
		}
		above, p = folder, rest
	}
}

var lockFiles = map[string]bool{
	"go.sum": true, "go.work.sum": true, "package-lock.json": true, "npm-shrinkwrap.json": true, "yarn.lock": true,
	"pnpm-lock.yaml": true, "bun.lock": true, "Cargo.lock": true, "poetry.lock": true, "uv.lock": true,
	"Pipfile.lock": true, "Gemfile.lock": true, "composer.lock": true, "Gopkg.lock": true, "glide.lock": true,
	"packages.lock.json": true, "gradle.lockfile": true, "pubspec.lock": true, "Package.resolved": true, "mix.lock": true, "MODULE.bazel.lock": true, "flake.lock": true,
}

// IsLockFile reports whether a path is a file that a package manager writes.
func IsLockFile(p string) bool { return lockFiles[path.Base(p)] }

// binaryEndings are in lower case.
var binaryEndings = map[string]bool{
	".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".ico": true, ".webp": true, ".svg": true, ".pdf": true,
	".woff": true, ".woff2": true, ".ttf": true, ".eot": true, ".otf": true,
	".zip": true, ".gz": true, ".tgz": true, ".bz2": true, ".xz": true, ".zst": true, ".7z": true, ".jar": true, ".war": true,
	".class": true, ".so": true, ".dylib": true, ".dll": true, ".exe": true, ".a": true, ".o": true, ".wasm": true, ".pyc": true,
	".bin": true, ".dat": true, ".db": true, ".sqlite": true, ".der": true, ".p12": true,
	".mp3": true, ".mp4": true, ".mov": true, ".avi": true, ".webm": true, ".psd": true, ".sketch": true,
	".snap": true, ".golden": true,
}

// IsBinary reports whether a path is, by its ending, a picture, an archive or
// another file that people do not write as text. No content is read.
func IsBinary(p string) bool { return binaryEndings[strings.ToLower(path.Ext(p))] }

var changelog = regex.New(`(?i)(^|/)(change(s|log)?|history|news|release[-_ ]?notes?)([-_.][^/]*)?$|(^|/)\.?(changelog|changes|changesets?|release[-_]?notes)/[^/]+\.(md|txt|ya?ml|rst|json)$`)

// source matches files that hold code: "history.go" is no changelog.
var source = regex.New(`\.(go|[mc]?[jt]sx?|py|java|kts?|cs|rs|rb|php|c|h|cc|cpp|hpp|scala|swift|dart|exs?|proto|sql|html|css|vue|svelte)$`)

// isChangelog reports whether a path is a list of changes, or a note for one.
func isChangelog(p string) bool {
	// Only the name and that of its folder can tell, by their first letters.
	folder, base := "", p
	if i := strings.LastIndexByte(p, '/'); i >= 0 {
		folder, base = p[:i], p[i+1:]
		folder = strings.TrimPrefix(folder[strings.LastIndexByte(folder, '/')+1:], ".")
	}
	if !beginsWith(base, "change", "history", "news", "release") && !beginsWith(folder, "change", "release") {
		return false
	}
	return changelog().MatchString(p) && !source().MatchString(p)
}

// beginsWith reports whether a text may begin with one of some words, in any case.
func beginsWith(text string, words ...string) bool {
	for _, w := range words {
		for i := range len(w) {
			if i == len(text) || text[i] < 0x80 && text[i]|0x20 != w[i] {
				break
			}
			if text[i] >= 0x80 || i == len(w)-1 {
				return true // a letter beyond ASCII may stand for one of the word
			}
		}
	}
	return false
}

var generatedName = regex.New(`(\.pb(\.gw|\.validate)?\.go|_pb2(_grpc)?\.pyi?|\.pb\.(cc|h)|_pb\.(js|d\.ts|ts)|\.g\.(cs|dart)|\.(freezed|mocks|gr|pb|pbenum|pbgrpc|pbjson|pbserver)\.dart|\.(pb|grpc)\.swift|\.designer\.cs|(^|/)zz_generated[^/]*\.go|[._-]gen(erated)?\.[a-z]+|(^|/)bindata[^/]*\.go|\.min\.(js|css)|\.map)$`)

// inGeneratedName holds a part of every name that generatedName matches.
var inGeneratedName = []string{"pb", "gen", ".g.", ".gr.", ".freezed.", ".mocks.", ".grpc.", ".min.", ".map", "bindata", ".designer."}

// IsGeneratedName reports whether a path is, by its name, the output of a generator.
func IsGeneratedName(p string) bool {
	base := p[strings.LastIndexByte(p, '/')+1:]
	for _, part := range inGeneratedName {
		if strings.Contains(base, part) {
			return generatedName().MatchString(base)
		}
	}
	return false
}

// marker matches what generators say of their output. A heading at the beginning of a line is
// one too, but not Django's: people go on writing the migrations that it begins.
var marker = regex.New(`(?im)code generated .*do not edit|@generated\b|generated (by|code) .*do not (edit|modify)|this (file|class) (is|was) (auto[- ]?)?generated|<auto-?generated|generated by unplugin-` +
	`|^(//|#|/\*+| ?\*+)[ \t]*(?-i:Auto[- ]?[Gg]enerated|AUTO[- ]?GENERATED|Generated) by ([^D]|D[^j])`)

// SaysGenerated reports whether the beginning of a file says that a program wrote it.
func SaysGenerated(content []byte) bool {
	head := content[:min(len(content), 2048)]
	return mayMark(head) && marker().Match(head)
}

// mayMark reports whether a text holds the word generated in whatever case. marker, which
// asks for more, is dear.
func mayMark(text []byte) bool {
	const rest = "enerated"
	for i := 0; i+len(rest) < len(text); i++ {
		if text[i]|0x20 == 'g' && bytes.EqualFold(text[i+1:i+1+len(rest)], []byte(rest)) {
			return true
		}
	}
	return false
}

var bot = regex.New(`(?i)\[bot\]|(^|[^a-z])(bot|robot)($|[^a-z])|bot@|dependabot|renovate|greenkeeper|snyk-bot|github-actions|mergify|jenkins|automation@|noreply@(weblate|crowdin)`)

// inBot holds a part of all that bot matches; matching is dear, and nearly nobody is one.
var inBot = []string{"bot", "renovate", "greenkeeper", "github-action", "mergify", "jenkin", "automation@", "noreply@"}

// IsBot reports whether an author is a program, by name or address.
func IsBot(p Person) bool { return isBotText(p.Name) || isBotText(p.Email) }

func isBotText(text string) bool {
	lower := strings.ToLower(text)
	for _, part := range inBot {
		if strings.Contains(lower, part) {
			return bot().MatchString(text)
		}
	}
	return false
}
