package owners

import (
	"fmt"
	"strings"

	"seam/analyze/history"
)

// Pseudonyms names everyone in c.People without naming them: "person 1" made the
// oldest change of c, "person 2" is the next who appears, and so on; last come those
// who made no change of c. Addresses that .mailmap joins share a name. The numbers
// are a sequence, not derived from names or addresses, so nothing can be computed
// back from them; they hold for this history only.
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
	for i := len(c.List) - 1; i >= 0; i-- {
		give(int(c.List[i].Author))
	}
	for person := range c.People {
		if out[person] == "" {
			give(person)
		}
	}
	return out
}

// Identities tells which entries of people are one person: those with the same
// address after .mailmap, upper and lower case alike. The result is indexed like
// people and holds the index of the first entry of the same person.
func (o *Owners) Identities(people []history.Person) []int {
	first := map[string]int{}
	out := make([]int, len(people))
	for i, p := range people {
		key := strings.ToLower(o.Canonical(p).Email)
		if _, ok := first[key]; !ok {
			first[key] = i
		}
		out[i] = first[key]
	}
	return out
}
