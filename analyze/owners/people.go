package owners

import (
	"fmt"
	"strings"

	"seam/analyze/history"
)

// Canonical is the name and address that .mailmap gives a person, exactly as git does;
// p itself if it says nothing.
func (o *Owners) Canonical(p history.Person) history.Person { return o.mailmap.Map(p) }

// identity is the address that stands for a person: the one that .mailmap gives, in
// lower case. GitHub's two kinds of noreply address are one, and a .mailmap line for
// either counts for both.
func (o *Owners) identity(p history.Person) string {
	address := plainAddress(o.Canonical(p).Email)
	if login := githubLogin(address); login != "" && o.accounts[login] != "" {
		return o.accounts[login]
	}
	return address
}

// accountsOf lists which proper address a .mailmap gives to a GitHub login.
func accountsOf(m *mailmap) map[string]string {
	out := map[string]string{}
	if m == nil {
		return out
	}
	for commit, e := range m.byEmail {
		login := githubLogin(commit)
		if login == "" || e.email == "" || len(e.byName) > 0 {
			continue
		}
		// Should two lines disagree, the lesser address is as good as the other.
		if proper := plainAddress(e.email); out[login] == "" || proper < out[login] {
			out[login] = proper
		}
	}
	return out
}

// Identities tells which entries of people are one person: those with the same address
// after .mailmap, upper and lower case alike, and with the same GitHub login where
// GitHub has hidden the address. The result is indexed like people and holds the index
// of the first entry of the same person.
func (o *Owners) Identities(people []history.Person) []int {
	first := map[string]int{}
	out := make([]int, len(people))
	for i, p := range people {
		key := o.identity(p)
		if _, ok := first[key]; !ok {
			first[key] = i
		}
		out[i] = first[key]
	}
	return out
}

// Alike counts the people who may be somebody else in the list: the same name and the
// same part before the @, at another domain. They are not merged, since two people may
// share both; .mailmap can say that they do not.
func (o *Owners) Alike(people []history.Person) int {
	type likeness struct{ name, local string }
	seen := map[likeness]map[string]bool{}
	n := 0
	for _, p := range people {
		p = o.Canonical(p)
		l := likeness{foldName(p.Name), localPart(p.Email)}
		if l.name == "" || l.local == "" {
			continue
		}
		if seen[l] == nil {
			seen[l] = map[string]bool{}
		}
		if id := o.identity(p); !seen[l][id] {
			seen[l][id] = true
			n += min(1, len(seen[l])-1)
		}
	}
	return n
}

func foldName(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// localPart is what stands before the @, of GitHub's noreply addresses the login.
func localPart(address string) string {
	local, _, _ := strings.Cut(plainAddress(address), "@")
	return local
}

// Pseudonyms names everyone in c.People without naming them: "person 1" made the oldest
// change of c, "person 2" is the next who appears, as author or co-author, and so on; last
// come those who had no part in a change of c. Addresses of one person share a name (see
// Identities). The numbers are a sequence, not derived from names or addresses, so nothing
// can be computed back from them; they hold for this history only.
//
// The result is indexed like c.People.
func (o *Owners) Pseudonyms(c *history.Changes) []string {
	keys := o.Identities(c.People)
	out := make([]string, len(c.People))
	number := map[int]int{}
	give := func(person int) {
		n, ok := number[keys[person]]
		if !ok {
			n = len(number) + 1
			number[keys[person]] = n
		}
		out[person] = fmt.Sprintf("person %d", n)
	}
	for i := range c.List.Len() {
		ch := c.List.At(c.List.Len() - 1 - i)
		give(int(ch.Author()))
		for _, p := range ch.CoAuthors() {
			give(int(p))
		}
	}
	for person := range c.People {
		if out[person] == "" {
			give(person)
		}
	}
	return out
}
