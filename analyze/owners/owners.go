// Package owners says who belongs to which team, and which team answers for which
// path. It joins three files of the repository, each read tolerantly:
//
//   - seam.yaml teams: members (e-mail addresses or globs) and paths;
//   - CODEOWNERS as GitHub reads it (.github/, then the root, then docs/): paths;
//   - .mailmap as git reads it: which addresses are one person.
//
// seam.yaml wins over CODEOWNERS for a path that both name. A CODEOWNERS team
// (@org/team) and a seam.yaml team are the same if the latter is called "@org/team",
// "org/team" or "team"; the seam.yaml name is then used.
//
// People named in CODEOWNERS (@login, e-mail addresses) are people, not teams: they
// are counted and never shown.
//
// Limits: CODEOWNERS tells who reviews, not who belongs to a team, and git knows no
// logins; so membership comes from seam.yaml alone. Membership has no dates: who
// changed teams counts for the present one. GitLab sections and OWNERS files are not
// read.
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
	mailmap  *Mailmap
	members  membership
	declared []declaredPaths
	codeown  *matcher
	names    map[string]string // CODEOWNERS team -> the name to use for it
	teams    []Team
	warnings []finding.Warning
	folder   string
}

// Team is a declared team.
type Team struct {
	Name    string
	Members int  // addresses and globs that seam.yaml lists
	Paths   bool // seam.yaml or CODEOWNERS give it paths
}

// declaredPaths are the paths that seam.yaml gives to one team.
type declaredPaths struct {
	team  string
	paths *glob.Set
}

// Load reads .mailmap and CODEOWNERS of t and joins them with c. It does not fail:
// what cannot be read is left out, with a warning.
func Load(t repo.Tree, c config.Config) *Owners {
	o := &Owners{folder: "."}
	o.loadMailmap(t)
	o.loadTeams(c)
	o.loadCodeowners(t, c)
	finding.SortWarnings(o.warnings)
	return o
}

func (o *Owners) warn(code string, count int, format string, args ...any) {
	o.warnings = append(o.warnings, finding.Warning{Code: code, Message: fmt.Sprintf(format, args...), Count: count})
}

const mailmapFile = ".mailmap"

func (o *Owners) loadMailmap(t repo.Tree) {
	data, ok := o.read(t, mailmapFile)
	if !ok {
		return
	}
	var problems []Problem
	o.mailmap, problems = ParseMailmap(data)
	o.report("mailmap-line", mailmapFile, problems)
}

// read reads a file if it is tracked. What cannot be read is a warning.
func (o *Owners) read(t repo.Tree, file string) ([]byte, bool) {
	_, tracked := slices.BinarySearchFunc(t.Files(), file, func(f repo.File, s string) int {
		return strings.Compare(f.Path, s)
	})
	if !tracked {
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

// Problem is a line that was not understood.
type Problem struct {
	Line    int
	Message string
}

// maxReported is how many lines of one file get a warning of their own.
const maxReported = 10

// report turns problems into warnings; a file with hundreds of them gets ten and a sum.
func (o *Owners) report(code, file string, problems []Problem) {
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
		o.warn("member-of-two-teams", 1, "%s lists one address in the teams %s and %s; it counts for %s",
			c.File, pair[0], pair[1], pair[0])
	}
	for _, team := range c.Teams {
		o.teams = append(o.teams, Team{Name: team.Name, Members: len(team.Members), Paths: len(team.Paths) > 0})
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

// codeownersFiles are the places where GitHub looks; the first that exists is read.
func codeownersFiles() []string {
	return []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"}
}

func (o *Owners) loadCodeowners(t repo.Tree, c config.Config) {
	for _, file := range codeownersFiles() {
		data, ok := o.read(t, file)
		if !ok {
			continue
		}
		rules, problems := ParseCodeowners(data)
		o.report("codeowners-line", file, problems)
		o.codeown = newMatcher(rules)
		o.nameTeams(rules, c.Teams)
		if n := onlyPeople(rules); n > 0 {
			o.warn("codeowners-people", n, "%s: rules that name people and no team: %d; their paths count as owned by no team", file, n)
		}
		break
	}
	slices.SortFunc(o.teams, func(a, b Team) int { return strings.Compare(a.Name, b.Name) })
}

// nameTeams gives each CODEOWNERS team its name and lists those that are new.
func (o *Owners) nameTeams(rules []Rule, declared []config.Team) {
	o.names = map[string]string{}
	for _, r := range rules {
		for _, team := range r.Teams {
			if _, seen := o.names[team]; seen {
				continue
			}
			name := sameTeam(team, declared)
			o.names[team] = name
			i := slices.IndexFunc(o.teams, func(t Team) bool { return t.Name == name })
			if i < 0 {
				i = len(o.teams)
				o.teams = append(o.teams, Team{Name: name})
			}
			o.teams[i].Paths = true
		}
	}
}

// sameTeam is the seam.yaml name of a CODEOWNERS team, or the team itself.
func sameTeam(team string, declared []config.Team) string {
	full := strings.TrimPrefix(team, "@")
	_, slug, _ := strings.Cut(full, "/")
	for _, want := range []string{team, full, slug} {
		for _, d := range declared {
			if strings.EqualFold(d.Name, want) {
				return d.Name
			}
		}
	}
	return team
}

func onlyPeople(rules []Rule) int {
	n := 0
	for _, r := range rules {
		if r.People > 0 && len(r.Teams) == 0 {
			n++
		}
	}
	return n
}

// Within is o for paths that are relative to folder, itself relative to the
// repository root.
func (o *Owners) Within(folder string) *Owners {
	w := *o
	w.folder = path.Join(o.folder, folder)
	return &w
}

// TeamsOfPath lists the declared teams of a file, in the order of the declaration;
// nil if no team answers for it. The path is relative to the repository root, or to
// the folder given to Within.
func (o *Owners) TeamsOfPath(file string) []string {
	if o.folder != "." {
		file = o.folder + "/" + file
	}
	var out []string
	for _, d := range o.declared {
		if d.paths.Match(file) {
			out = append(out, d.team)
		}
	}
	if out != nil || o.codeown == nil {
		return out
	}
	rule, ok := o.codeown.last(file)
	if !ok {
		return nil
	}
	for _, team := range rule.Teams {
		if name := o.names[team]; !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// Canonical is the name and address that .mailmap gives a person; p itself if it
// says nothing.
func (o *Owners) Canonical(p history.Person) history.Person { return o.mailmap.Map(p) }

// TeamOf is the declared team of a person. The address that .mailmap gives is tried
// first, then the one in the commit.
func (o *Owners) TeamOf(p history.Person) (team string, ok bool) {
	if team, ok := o.members.team(o.Canonical(p).Email); ok {
		return team, true
	}
	return o.members.team(p.Email)
}

// Declares reports whether any team has members, so that changes can be told by team.
func (o *Owners) Declares() bool { return o.members.any() }

// Teams lists the declared teams by name.
func (o *Owners) Teams() []Team { return slices.Clone(o.teams) }

// Warnings lists what was not understood, sorted.
func (o *Owners) Warnings() []finding.Warning { return slices.Clone(o.warnings) }
