package cochange

import (
	"strings"
	"testing"
)

// TestThroughInterfaces: who imports an interface changes with what implements it, by its name;
// two implementations of one name are copies, and stay hidden coupling.
func TestThroughInterfaces(t *testing.T) {
	c := changes(strings.Repeat("web/Orders.java impl/StoreImpl.java\n", 5) + strings.Repeat("web/Bills.java bank/DefaultBank.java\n", 5) +
		strings.Repeat("sql/StoreImpl.java mongo/StoreImpl.java\n", 5) + strings.Repeat("web/Users.java people/PeopleImpl.java\n", 5) + strings.Repeat("q/A.java q/B.java\n", 30))
	in := input(c)
	in.Mentions = func(file, name string) bool {
		return file == "web/Orders.java" && name == "Store" || file == "web/Bills.java" && name == "Bank" || file == "sql/StoreImpl.java" && name == "Store"
	}
	got := map[string]Reason{}
	for _, p := range only(Measure(in, Options{}), File) {
		if p.Hidden != (p.Expected == "" && p.From[0] != 'q') {
			t.Errorf("%s and %s: hidden %v, expected %q", p.From, p.To, p.Hidden, p.Expected)
		}
		got[p.From+" "+p.To] = p.Expected
	}
	for ends, want := range map[string]Reason{
		"impl/StoreImpl.java web/Orders.java": Interface, "bank/DefaultBank.java web/Bills.java": Interface,
		"mongo/StoreImpl.java sql/StoreImpl.java": "", "people/PeopleImpl.java web/Users.java": "",
	} {
		if why, ok := got[ends]; !ok || why != want {
			t.Errorf("%s: listed %v, expected %q, want %q", ends, ok, why, want)
		}
	}
}
