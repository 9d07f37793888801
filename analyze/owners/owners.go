// Package owners says who belongs to which team, and who answers for which path. It
// joins these files of the repository, each read tolerantly:
//
//   - seam.yaml teams: members (e-mail addresses or globs, with dates if need be) and
//     paths;
//   - CODEOWNERS, the first of .github/, the root, docs/ and .gitlab/, in the dialect of
//     GitHub or GitLab: paths;
//   - OWNERS files of any folder and OWNERS_ALIASES, as Kubernetes' Prow reads them: paths;
//   - .mailmap as git reads it: which addresses are one person.
//
// For a path the first of seam.yaml, CODEOWNERS and OWNERS that has anything to say
// about it counts alone. A team of CODEOWNERS (@org/team) or of OWNERS (an alias) and a
// seam.yaml team are the same if the latter is called "@org/team", "org/team" or
// "team"; the seam.yaml name is then used.
//
// People named there (logins, e-mail addresses) are people, not teams, and so are
// roles of GitLab's (@@maintainer); they are counted and never shown. In GitLab's
// dialect @name may be a user or a group: it is a person unless seam.yaml has a team of
// that name.
//
// Who owns a path by OWNERS files is who may approve: approvers of the nearest file and
// of those above it, up to one with no_parent_owners; a file without approvers counts
// with its reviewers. An alias that lists nobody owns nothing.
//
// Limits: the files tell who reviews, not who belongs to a team, and git knows no
// logins but those in GitHub's noreply addresses; so teams get their members from
// seam.yaml alone, and people of CODEOWNERS and OWNERS are recognised only by such
// addresses. Approval counts, labels, and OWNERS data in the heads of Markdown files
// are not read.
package owners

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"seam/analyze/config"
	"seam/analyze/finding"
	"seam/analyze/format/glob"
	"seam/analyze/history"
	"seam/analyze/repo"
)

// Owners is what a repository declares about people and teams. It does not change
// after Load and may be used by several goroutines.
type Owners struct {
	mailmap  *mailmap
	accounts map[string]string // GitHub login -> the proper address by .mailmap
	members  membership
	listed   map[string]bool // teams with members in seam.yaml
	declared []declaredPaths
	sections []matchers              // of CODEOWNERS
	folders  map[string]folderOwners // folder -> what its OWNERS file says
	aliases  groupAliases
	names    map[string]string   // alias, or team in OWNERS files -> the name to use for it
	logins   map[string][]string // team -> logins of its alias
	teams    []Team
	warnings []finding.Warning
	folder   string
}

// Team is a declared team.
type Team struct {
	Name  string
	Paths bool // seam.yaml, CODEOWNERS or OWNERS give it paths
}

// declaredPaths are the paths that seam.yaml gives to one team.
type declaredPaths struct {
	team  string
	paths *glob.Set
}

// matchers are the rules of one section of a CODEOWNERS file.
type matchers struct {
	rules, excluded *matcher
}

// Load reads the owners' files of t and joins them with c. It does not fail: what
// cannot be read is left out, with a warning.
func Load(t repo.Tree, c config.Config) *Owners {
	o := &Owners{folder: ".", listed: map[string]bool{}, names: map[string]string{}, logins: map[string][]string{}}
	o.loadMailmap(t)
	o.loadTeams(c)
	o.loadCodeowners(t, c.Teams)
	o.loadOwnersFiles(t)
	o.nameAliases(c.Teams)
	slices.SortFunc(o.teams, func(a, b Team) int { return strings.Compare(a.Name, b.Name) })
	finding.SortWarnings(o.warnings)
	return o
}

func (o *Owners) warn(code string, count int, format string, args ...any) {
	o.warnings = append(o.warnings, finding.Warning{Code: code, Message: fmt.Sprintf(format, args...), Count: count})
}

const mailmapFile = ".mailmap"

func (o *Owners) loadMailmap(t repo.Tree) {
	defer func() { o.accounts = accountsOf(o.mailmap) }()
	data, ok := o.read(t, mailmapFile)
	if !ok {
		return
	}
	var problems []problem
	o.mailmap, problems = parseMailmap(data)
	o.report("mailmap-line", mailmapFile, problems)
}

// read reads a file if it is tracked. What cannot be read is a warning.
func (o *Owners) read(t repo.Tree, file string) ([]byte, bool) {
	if !repo.Has(t, file) {
		return nil, false
	}
	data, err := t.ReadFile(file)
	if err != nil {
		o.warn("owners-unread", 1, "%s is not read: %s", file, reason(err))
		return nil, false
	}
	return data, true
}

func reason(err error) string {
	if pe, ok := err.(*fs.PathError); ok && pe.Err == fs.ErrInvalid {
		return "it is a symbolic link or a submodule; commit the file itself"
	}
	return err.Error()
}

// problem is a line that was not understood.
type problem struct {
	Line    int
	Message string
}

// maxReported is how many lines of one file get a warning of their own.
const maxReported = 10

// report turns problems into warnings; a file with hundreds of them gets ten and a sum.
func (o *Owners) report(code, file string, problems []problem) {
	for i, p := range problems {
		if i == maxReported {
			rest := len(problems) - i
			o.warn(code, rest, "%s: further lines that were not understood: %d", file, rest)
			return
		}
		o.warn(code, 1, "%s:%d: %s", file, p.Line, p.Message)
	}
}

func (o *Owners) loadTeams(c config.Config) {
	var twice [][2]string
	o.members, twice = newMembership(c.Teams)
	for _, pair := range twice {
		o.warn("member-of-two-teams", 1, "%s lists one address in the teams %s and %s at the same time; it counts for %s",
			c.File, pair[0], pair[1], pair[0])
	}
	for _, team := range c.Teams {
		o.teams = append(o.teams, Team{Name: team.Name, Paths: len(team.Paths) > 0})
		o.listed[team.Name] = len(team.Members) > 0
		if len(team.Paths) == 0 {
			continue
		}
		set, err := glob.Compile(team.Paths)
		if err != nil {
			o.warn("team-paths", 1, "%s: the paths of team %s are ignored: %v", c.File, team.Name, err)
			continue
		}
		o.declared = append(o.declared, declaredPaths{team.Name, set})
	}
}

// Within is o for paths that are relative to folder, itself relative to the
// repository root.
func (o *Owners) Within(folder string) *Owners {
	w := *o
	w.folder = path.Join(o.folder, folder)
	return &w
}

// Source is where the owners of a path are declared.
type Source string

// The sources, in the order in which they are asked.
const (
	FromConfig     Source = "seam.yaml"
	FromCodeowners Source = "CODEOWNERS"
	FromOwners     Source = "OWNERS"
)

// Ownership is who answers for a path.
type Ownership struct {
	Source Source   // "" if nothing is said about the path
	Teams  []string // declared teams, in the order of the declaration
	People []string // logins and addresses in lower case: to tell who they are, never to show
	Roles  bool     // GitLab roles answer for it, too
}

// Owners tells who answers for a file. The path is relative to the repository root, or
// to the folder given to Within.
func (o *Owners) Owners(file string) Ownership {
	if o.folder != "." {
		file = o.folder + "/" + file
	}
	var teams []string
	for _, d := range o.declared {
		if d.paths.Match(file) {
			teams = append(teams, d.team)
		}
	}
	if teams != nil {
		return Ownership{Source: FromConfig, Teams: teams}
	}
	if own, ok := o.byCodeowners(file); ok {
		return own
	}
	return o.byOwnersFiles(file)
}

// TeamsOfPath lists the declared teams of a file; nil if no team answers for it.
func (o *Owners) TeamsOfPath(file string) []string { return o.Owners(file).Teams }

// byCodeowners joins the owners that each section gives a file.
func (o *Owners) byCodeowners(file string) (own Ownership, said bool) {
	own.Source = FromCodeowners
	for _, s := range o.sections {
		rule, ok := s.rules.last(file)
		if _, excluded := s.excluded.last(file); !ok && !excluded {
			continue
		} else if said = true; excluded {
			continue
		}
		own.Teams = join(own.Teams, rule.Teams)
		own.People = join(own.People, rule.People)
		own.Roles = own.Roles || rule.Roles > 0
	}
	return own, said
}

// join is union without a copy where one list is empty; the result must not be changed.
func join(a, b []string) []string {
	if len(a) == 0 {
		return slices.Clip(b)
	}
	return union(slices.Clip(a), b)
}

func (o *Owners) byOwnersFiles(file string) (own Ownership) {
	for _, name := range o.ownersOf(file) {
		own.Source = FromOwners
		_, alias := o.aliases[name]
		if team, ok := o.names[name]; ok {
			own.Teams = union(own.Teams, []string{team})
		} else if !alias {
			own.People = append(own.People, name)
		}
	}
	return own
}

// termsOf lists what the teams say of a person. The address that .mailmap gives comes
// first, then the one in the commit.
func (o *Owners) termsOf(addresses []string) []term {
	var out []term
	for _, a := range addresses {
		out = append(out, o.members.terms(a)...)
	}
	return out
}

// addresses lists the addresses by which somebody may be listed, each once.
func (o *Owners) addresses(p history.Person) []string {
	out := []string{o.identity(p)}
	for _, a := range []string{o.Canonical(p).Email, p.Email} {
		if a = plainAddress(a); !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// Declares reports whether any team has members, so that changes can be told by team.
func (o *Owners) Declares() bool { return o.members.any() }

// Teams lists the declared teams by name.
func (o *Owners) Teams() []Team { return slices.Clone(o.teams) }

// Warnings lists what was not understood, sorted.
func (o *Owners) Warnings() []finding.Warning { return slices.Clone(o.warnings) }

// Lists reports whether seam.yaml lists members of a team.
func (o *Owners) Lists(team string) bool { return o.listed[team] }
