package owners

import (
	"slices"

	"seam/analyze/history"
)

// Roster is what the owners' files say about the people of one history. People are
// indexes into the list it was made for. It does not change after Roster.
type Roster struct {
	owners   *Owners
	people   []history.Person
	identity []int
	terms    [][]term
	same     map[int][]int32    // identity -> people
	accounts map[string][]int32 // login or address -> people who prove to have it
	named    map[string][]int32 // name, folded -> people
	locals   map[string][]int32 // part before the @ -> people
}

// Roster looks everybody up once.
func (o *Owners) Roster(people []history.Person) *Roster {
	r := &Roster{
		owners: o, people: people, identity: o.Identities(people), terms: make([][]term, len(people)),
		same:     make(map[int][]int32, len(people)),
		accounts: make(map[string][]int32, len(people)), named: make(map[string][]int32, len(people)), locals: make(map[string][]int32, len(people)),
	}
	for i, p := range people {
		at := int32(i)
		addresses := o.addresses(p)
		r.terms[i] = o.termsOf(addresses)
		r.same[r.identity[i]] = append(r.same[r.identity[i]], at)
		for _, address := range addresses {
			addTo(r.accounts, address, at)
			addTo(r.accounts, githubLogin(address), at)
			addTo(r.locals, localPart(address), at)
		}
		addTo(r.named, foldName(p.Name), at)
		if canonical := o.Canonical(p); canonical.Name != p.Name {
			addTo(r.named, foldName(canonical.Name), at)
		}
	}
	return r
}

// addTo leaves out empty keys and a person who is there already.
func addTo(m map[string][]int32, key string, person int32) {
	if list := m[key]; key != "" && (len(list) == 0 || list[len(list)-1] != person) {
		m[key] = append(list, person)
	}
}

// Identity is the first entry of the same person.
func (r *Roster) Identity(person int32) int { return r.identity[person] }

// Team is the declared team of a person at a time, in seconds since 1970. Of terms that
// overlap the first in seam.yaml counts, plain addresses before globs.
func (r *Roster) Team(person int32, when int64) (team string, ok bool) {
	return firstThatHolds(r.terms[person], when)
}

// Teams lists the declared teams of everybody with a part in a change, the author's
// first, each once.
func (r *Roster) Teams(ch history.Change) []string {
	var out []string
	if team, ok := r.Team(ch.Author(), ch.When()); ok {
		out = append(out, team)
	}
	for _, p := range ch.CoAuthors() {
		if team, ok := r.Team(p, ch.When()); ok && !slices.Contains(out, team) {
			out = append(out, team)
		}
	}
	return out
}

// Known lists the people behind a login or an address that an owners' file names, in
// order; nil if nobody proves to have it: by that address, or by the login in one that
// GitHub has hidden. Whoever looks like somebody who proves it, by name or by the part
// before the @, is taken for the same: where it is asked whether an owner does the work,
// doubt speaks for the owner.
func (r *Roster) Known(owner string) []int32 {
	proof := r.accounts[plainAddress(owner)]
	if len(proof) == 0 {
		return nil
	}
	out := slices.Concat(proof, r.locals[localPart(owner)])
	for _, p := range proof {
		out = append(out, r.same[r.identity[p]]...)
		out = append(out, r.named[foldName(r.people[p].Name)]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Members lists the people who are in a declared team at a time: by seam.yaml, else, as
// far as Known tells, by OWNERS_ALIASES, which has no dates. all is false if the team
// has members of whom git knows nothing: then what it does cannot be seen.
func (r *Roster) Members(team string, when int64) (people []int32, all bool) {
	for i := range r.people {
		if t, ok := r.Team(int32(i), when); ok && t == team {
			people = append(people, int32(i))
		}
	}
	if r.owners.listed[team] {
		return people, true
	}
	logins := r.owners.logins[team]
	all = len(logins) > 0
	for _, login := range logins {
		known := r.Known(login)
		all = all && known != nil
		people = append(people, known...)
	}
	slices.Sort(people)
	return slices.Compact(people), all
}
