package owners

import (
	"strings"

	"seam/analyze/history"
)

// mailmap maps the names and addresses of commits to one name and address a person,
// exactly as git does (gitmailmap(5)). A nil mailmap changes nobody.
//
//	Proper Name <commit@email>
//	<proper@email> <commit@email>
//	Proper Name <proper@email> <commit@email>
//	Proper Name <proper@email> Commit Name <commit@email>
type mailmap struct {
	byEmail map[string]*mailEntry // by the commit's address, folded
}

type mailEntry struct {
	identity                     // for whoever is not in byName
	byName   map[string]identity // by the commit's name, folded
}

// identity is what to write instead; an empty part stays as it is.
type identity struct {
	name, email string
}

// parseMailmap reads a .mailmap. A line without a complete <address>, which git
// ignores in silence, is a problem unless it is empty or a comment.
func parseMailmap(data []byte) (*mailmap, []problem) {
	m := &mailmap{byEmail: map[string]*mailEntry{}}
	var problems []problem
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") || strings.Trim(line, spaces) == "" {
			continue
		}
		if !m.add(line) {
			problems = append(problems, problem{n, "has no <address>; the line is ignored"})
		}
	}
	return m, problems
}

// add reads one line. With two addresses the first is the proper one.
func (m *mailmap) add(line string) bool {
	first, rest, ok := cutIdentity(line)
	if !ok || first.email == "" {
		return false
	}
	commit, _, ok := cutIdentity(rest)
	if !ok {
		commit, first.email = identity{email: first.email}, ""
	}
	key := fold(commit.email)
	e := m.byEmail[key]
	if e == nil {
		e = &mailEntry{byName: map[string]identity{}}
		m.byEmail[key] = e
	}
	if commit.name != "" {
		e.byName[fold(commit.name)] = first
		return true
	}
	if first.name != "" {
		e.name = first.name
	}
	if first.email != "" {
		e.email = first.email
	}
	return true
}

// spaces is what git counts as white space.
const spaces = " \t\r\n"

// cutIdentity reads "Name <address>" off the front of s.
func cutIdentity(s string) (id identity, rest string, ok bool) {
	name, after, ok := strings.Cut(s, "<")
	if !ok {
		return identity{}, "", false
	}
	email, rest, ok := strings.Cut(after, ">")
	if !ok {
		return identity{}, "", false
	}
	return identity{strings.Trim(name, spaces), email}, rest, true
}

// fold is for comparing as git does: only ASCII letters lose their case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// Map is the proper name and address of p.
func (m *mailmap) Map(p history.Person) history.Person {
	if m == nil {
		return p
	}
	e := m.byEmail[fold(p.Email)]
	if e == nil {
		return p
	}
	id := e.identity
	if byName, ok := e.byName[fold(p.Name)]; ok {
		id = byName
	}
	if id.name != "" {
		p.Name = id.name
	}
	if id.email != "" {
		p.Email = id.email
	}
	return p
}
