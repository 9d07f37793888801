package owners

import (
	"maps"
	"slices"
	"strings"

	"seam/analyze/config"
	"seam/analyze/repo"
)

// codeownersFiles are the places where GitHub (the first three) and GitLab (all but the
// first) look; the first that exists is read.
func codeownersFiles() []string {
	return []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"}
}

func (o *Owners) loadCodeowners(t repo.Tree, declared []config.Team) {
	chosen := ""
	for _, file := range codeownersFiles() {
		if !repo.Has(t, file) {
			continue
		}
		if chosen != "" {
			o.warn("codeowners-unread", 1, "%s is not read, since %s is", file, chosen)
			continue
		}
		chosen = file
		if data, ok := o.read(t, file); ok {
			o.useCodeowners(file, data, declared)
		}
	}
}

func (o *Owners) useCodeowners(file string, data []byte, declared []config.Team) {
	dialect := dialectOf(file, data)
	sections, problems := parseCodeowners(data, dialect)
	o.report("codeowners-line", file, problems)
	onlyPeople := 0
	for _, s := range sections {
		for i := range s.Rules {
			r := &s.Rules[i]
			if dialect == gitLab {
				r.recogniseGroups(declared)
			}
			if len(r.Teams) == 0 && len(r.People)+r.Roles > 0 {
				onlyPeople++
			}
			o.nameTeams(r, declared)
		}
		o.sections = append(o.sections, matchers{newMatcher(s.Rules, dialect), newMatcher(s.Excluded, dialect)})
	}
	switch {
	case onlyPeople == 0:
	case dialect == gitLab:
		o.warn("codeowners-people", onlyPeople, "%s: rules that name people or roles and no team: %d; their paths count as owned by no team; "+
			"@name is a group if seam.yaml has a team called name", file, onlyPeople)
	default:
		o.warn("codeowners-people", onlyPeople, "%s: rules that name people and no team: %d; their paths count as owned by no team", file, onlyPeople)
	}
}

// recogniseGroups makes teams of the people who have the name of a declared one.
func (r *pathRule) recogniseGroups(declared []config.Team) {
	var people []string
	for _, p := range r.People {
		if team := "@" + p; isDeclared(team, declared) {
			r.Teams = append(slices.Clip(r.Teams), team)
		} else {
			people = append(people, p)
		}
	}
	r.People = people
}

// nameTeams replaces the teams of a rule by the names to use for them.
func (o *Owners) nameTeams(r *pathRule, declared []config.Team) {
	var names []string
	for _, team := range r.Teams {
		names = union(names, []string{o.nameTeam(team, declared).Name})
	}
	r.Teams = names
}

// nameTeam finds the team that CODEOWNERS or OWNERS files call so, and lists it if it is
// new.
func (o *Owners) nameTeam(team string, declared []config.Team) *Team {
	name := sameTeam(team, declared)
	i := slices.IndexFunc(o.teams, func(t Team) bool { return t.Name == name })
	if i < 0 {
		i = len(o.teams)
		o.teams = append(o.teams, Team{Name: name})
	}
	o.teams[i].Paths = true
	return &o.teams[i]
}

// nameAliases makes teams of the aliases that OWNERS files name, and of the teams of an
// organisation.
func (o *Owners) nameAliases(declared []config.Team) {
	empty := 0
	for _, name := range o.namesInOwners() {
		alias, ok := o.aliases[name]
		switch {
		case !ok && strings.Contains(name, "/") && !strings.Contains(name, "@"):
			o.names[name] = o.nameTeam("@"+name, declared).Name
		case !ok: // somebody's login
		case len(alias.Logins) == 0 && !isDeclared(alias.Name, declared):
			empty++
		default:
			team := o.nameTeam(alias.Name, declared)
			o.names[name] = team.Name
			o.logins[team.Name] = union(o.logins[team.Name], alias.Logins)
		}
	}
	if empty > 0 {
		o.warn("owners-empty-alias", empty, "%s: aliases that OWNERS files name and that list nobody: %d; they own nothing", aliasesFile, empty)
	}
}

// namesInOwners lists every name in the OWNERS files once, by folder.
func (o *Owners) namesInOwners() (out []string) {
	seen := map[string]bool{}
	folders := slices.Sorted(maps.Keys(o.folders))
	for _, f := range folders {
		for _, e := range o.folders[f].Entries {
			for _, n := range e.Names {
				if !seen[n] {
					seen[n] = true
					out = append(out, n)
				}
			}
		}
	}
	return out
}

// isDeclared reports whether seam.yaml has the team, under whichever name.
func isDeclared(team string, declared []config.Team) bool {
	name := sameTeam(team, declared)
	return slices.ContainsFunc(declared, func(d config.Team) bool { return d.Name == name })
}

// sameTeam is the seam.yaml name of a team, or the team itself.
func sameTeam(team string, declared []config.Team) string {
	full := strings.TrimPrefix(team, "@")
	_, below, _ := strings.Cut(full, "/")
	for _, want := range []string{team, full, below, full[strings.LastIndex(full, "/")+1:]} {
		for _, d := range declared {
			if strings.EqualFold(d.Name, want) {
				return d.Name
			}
		}
	}
	return team
}
