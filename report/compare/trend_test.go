package compare_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/chains"
	"seam/analyze/cochange"
	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/split"
	"seam/report/compare"
)

// imported reads "a>b c>d" with "a=area" for the area of a package.
func imported(text string) compare.Side {
	s := compare.Side{Packages: []compare.Package{}, Imports: []compare.Import{}}
	known := map[string]bool{}
	pkg := func(p, area string) {
		if !known[p] {
			known[p] = true
			s.Packages = append(s.Packages, compare.Package{Path: p, Area: area})
		}
	}
	for w := range strings.FieldsSeq(text) {
		if p, area, ok := strings.Cut(w, "="); ok {
			pkg(p, area)
		}
	}
	for w := range strings.FieldsSeq(text) {
		if from, to, ok := strings.Cut(w, ">"); ok {
			pkg(from, from)
			pkg(to, to)
			s.Imports = append(s.Imports, compare.Import{From: from, To: to})
		}
	}
	return s
}

func section(t *testing.T, list []compare.TrendSection, name string) compare.TrendSection {
	t.Helper()
	for _, s := range list {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("no section %s", name)
	return compare.TrendSection{}
}

func told(s compare.TrendSection) string {
	var out []string
	for _, c := range s.Changes {
		out = append(out, strings.TrimSuffix(fmt.Sprintf("%s %s: %s", c.Change, c.Title, c.Text), ": "))
	}
	return strings.Join(out, " | ")
}

func TestImports(t *testing.T) {
	for _, c := range []struct{ name, base, head, want string }{
		{"the same", "a>b b>c", "b>c a>b", ""},
		{"between what stayed, first", "a>b a>c", "a>b a>c b>c a>new", "added b > c | added a > new: new package new"},
		{"removed", "a>b a>c", "a>b c=x", "removed a > c"},
		{"with its package", "a>b b>gone", "a>b", "removed b > gone: removed package gone"},
	} {
		if got := told(section(t, compare.NewTrend(imported(c.base), imported(c.head)), "imports")); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCycles(t *testing.T) {
	for _, c := range []struct{ name, base, head, want string }{
		{"none", "a>b", "a>b", ""},
		{"closed", "a>b", "a>b b>a", "added areas a, b: need one another; new imports across: b > a"},
		{"opened", "a>b b>a", "a>b", "removed areas a, b: no longer need one another"},
		{"gained", "a>b b>a b>c", "a>b b>a b>c c>a", "rose areas a, b, c: the cycle gained c; new imports across: c > a"},
		{"lost", "a>b b>a b>c c>a", "a>b b>a b>c", "fell areas a, b: the cycle lost c"},
		{"unchanged", "a>b b>a", "a>b b>a a>c", ""},
		{"areas, not packages", "a/x=a a/y=a b=b a/x>b", "a/x=a a/y=a b=b a/x>b b>a/y", "added areas a, b: need one another; new imports across: b > a/y"},
		{"the areas of head for both", "a=one b=one a>b b>a", "a=one b=two a>b b>a", ""},
	} {
		if got := told(section(t, compare.NewTrend(imported(c.base), imported(c.head)), "cycles")); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	deployed := compare.Side{Services: [][]string{{"b", "a"}}}
	s := section(t, compare.NewTrend(compare.Side{Services: [][]string{}}, deployed), "cycles")
	if got := told(s); got != "added services a, b: need one another" || !strings.Contains(s.Restricted, "deployment alone") {
		t.Errorf("services: %q, %q", got, s.Restricted)
	}
}

func candidate(rank int, name string, score float64, terms ...split.Term) split.Candidate {
	return split.Candidate{Rank: rank, ID: "split:" + name, Title: name, Verdict: split.Library, Score: score, Packages: []string{name}, Terms: terms}
}

// A candidate that moved says which of its terms moved; one that only others overtook
// says so.
func TestCandidates(t *testing.T) {
	term := func(code string, value, points float64) split.Term {
		return split.Term{Code: code, Value: value, Points: points, Text: code}
	}
	packages := func(names ...string) (out []compare.Package) {
		for _, n := range names {
			out = append(out, compare.Package{Path: n})
		}
		return out
	}
	module := candidate(1, "a", 9)
	module.Verdict = split.Module
	folder := candidate(1, "top", 8)
	folder.Near = []string{"split:a"}
	for _, c := range []struct {
		name       string
		base, head []split.Candidate
		want       string
	}{
		{"the same", []split.Candidate{candidate(1, "a", 9)}, []split.Candidate{candidate(1, "a", 9.3)}, ""},
		{"rose", []split.Candidate{candidate(9, "a", 3, term("changes-alone", 0.1, 0), term("size", 10, 1))},
			[]split.Candidate{candidate(2, "a", 6, term("changes-alone", 0.41, 2.5), term("size", 12, 1.5))},
			"rose a: rank 9 -> 2, score 3 -> 6: changes alone 0.1 -> 0.41 (+2.5), size 10 -> 12 (+0.5)"},
		{"overtaken", []split.Candidate{candidate(1, "a", 5)}, []split.Candidate{candidate(8, "a", 5)}, "fell a: rank 1 -> 8, score 5: none of its own terms moved, other parts did"},
		{"gained less", []split.Candidate{candidate(1, "a", 5, term("size", 1, 1))}, []split.Candidate{candidate(2, "a", 6, term("size", 2, 2))}, "fell a: rank 1 -> 2, score 5 -> 6: size 1 -> 2 (+1.0); others gained more"},
		{"far down", []split.Candidate{candidate(30, "a", 1)}, []split.Candidate{candidate(50, "a", -4)}, ""},
		{"another verdict", []split.Candidate{candidate(1, "a", 9)}, []split.Candidate{module}, "changed a: library before, now module; rank 1 as before, score 9: none of its own terms moved, other parts did"},
		{"new package", nil, []split.Candidate{candidate(1, "new", 9)}, "added new: library at rank 1, score 9: its packages are new"},
		{"new candidate", nil, []split.Candidate{candidate(1, "a", 9)}, "added a: library at rank 1, score 9: the other report has its packages, but no such candidate"},
		{"folded", []split.Candidate{candidate(1, "a", 9)}, []split.Candidate{folder}, "added top: library at rank 1, score 8: its packages are new | removed a: was rank 1 (library): is folded under top, which is nearly the same"},
		{"gone", []split.Candidate{candidate(3, "gone", 9)}, nil, "removed gone: was rank 3 (library): its packages are gone"},
	} {
		base := compare.Side{Candidates: append([]split.Candidate{}, c.base...), Packages: packages("a", "gone")}
		head := compare.Side{Candidates: append([]split.Candidate{}, c.head...), Packages: packages("a", "new", "top")}
		if got := told(section(t, compare.NewTrend(base, head), "candidates")); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

// What nobody has to act on is marked, and stands behind the rest.
func TestMinor(t *testing.T) {
	left := func(rank int, id string, score float64) split.Candidate {
		c := candidate(rank, id, score)
		c.Verdict = split.Leave
		return c
	}
	near := left(1, "around", 8)
	near.Near = []string{"split:inner"}
	pair := func(to string, lift float64) cochange.Pair {
		return cochange.Pair{Level: cochange.Package, From: ".", To: to, Support: 9, Lift: lift, Hidden: true}
	}
	base := compare.Side{
		Candidates: []split.Candidate{left(1, "moved", 9), candidate(2, "advised", 9), left(3, "inner", 9), left(4, "small", 5.9), left(5, "large", 6)},
		Coupling:   []cochange.Pair{pair("listed", 3), pair("lost", 3)},
	}
	head := compare.Side{
		Candidates: []split.Candidate{near, candidate(2, "moved", 12), candidate(3, "advised", 7)},
		Coupling:   []cochange.Pair{pair("chance", 1.4), pair("more", 1.5), {Level: cochange.Package, From: ".", To: "listed", Support: 9, Lift: 3, Imports: true}},
	}
	trend := compare.NewTrend(base, head)
	for name, want := range map[string]string{
		"candidates": "changed moved, added around, fell advised, removed large | removed inner, removed small",
		"coupling":   "added the root and more, removed the root and listed | added the root and chance, removed the root and lost",
	} {
		s := section(t, trend, name)
		var words [2][]string
		for i, c := range s.Changes {
			k := 0
			if c.Minor {
				k = 1
			}
			if (i >= s.Major()) != c.Minor {
				t.Errorf("%s: %s is out of its place", name, c.Title)
			}
			words[k] = append(words[k], c.Change+" "+c.Title)
		}
		if got := strings.Join(words[0], ", ") + " | " + strings.Join(words[1], ", "); got != want {
			t.Errorf("%s: got  %s\nwant %s", name, got, want)
		}
	}
}

func TestHiddenCoupling(t *testing.T) {
	pair := func(level cochange.Level, to string, hidden, imports bool) cochange.Pair {
		return cochange.Pair{Level: level, From: "a", To: to, Support: 6, Lift: 3, QValue: 0.2, Hidden: hidden, Imports: imports}
	}
	base := compare.Side{Coupling: []cochange.Pair{pair(cochange.File, "same", true, false), pair(cochange.File, "cut", false, true), pair(cochange.File, "joined", true, false), pair(cochange.File, "faded", true, false), pair(cochange.File, "lost", true, false)}}
	head := compare.Side{Coupling: []cochange.Pair{pair(cochange.File, "same", true, false), pair(cochange.File, "cut", true, false), pair(cochange.File, "joined", false, true), pair(cochange.File, "faded", false, false), pair(cochange.Area, "new", true, false)}}
	got := told(section(t, compare.NewTrend(base, head), "coupling"))
	want := "added a and new: areas changed together in 6 changes, where chance explains 2.0, without an import path | " +
		"added a and cut: files changed together in 6 changes, where chance explains 2.0, without an import path; an import path explained it before | " +
		"removed a and joined: an import path explains it now | " +
		"removed a and faded: no longer more than chance explains (6 changes together, q 0.200) | " +
		"removed a and lost: no longer among the pairs that the report lists"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestDiamondsAndChains(t *testing.T) {
	d := func(id string, s finding.Severity) diamonds.Diamond {
		return diamonds.Diamond{ID: id, Dependency: id, Severity: s, Message: "wanted twice"}
	}
	c := func(id string, n int) chains.Chain {
		return chains.Chain{ID: id, Unit: id, Ecosystem: "go", Length: n}
	}
	base := compare.Side{Diamonds: []diamonds.Diamond{d("same", finding.Smell), d("worse", finding.Smell), d("gone", finding.Problem)}, Chains: []chains.Chain{c("same", 3), c("up", 3), c("down", 3), c("gone", 2)}}
	head := compare.Side{Diamonds: []diamonds.Diamond{d("same", finding.Smell), d("worse", finding.Problem), d("new", finding.Smell)}, Chains: []chains.Chain{c("same", 3), c("new", 1), c("up", 5), c("down", 2)}}
	list := compare.NewTrend(base, head)
	if got, want := told(section(t, list, "diamonds")), "changed worse: smell before, now problem: wanted twice | added new: smell: wanted twice | removed gone: was: wanted twice"; got != want {
		t.Errorf("diamonds: %s", got)
	}
	want := "rose up (go): the longest chain is longer: 3 steps before, 5 now | fell down (go): the longest chain is shorter: 3 steps before, 2 now | " +
		"added new (go): a new unit, whose longest chain has 1 step | removed gone (go): the unit is gone; its longest chain had 2 steps"
	if got := told(section(t, list, "chains")); got != want {
		t.Errorf("chains: %s", got)
	}
}

// What a report does not have is not compared, and nothing is said to be new or gone.
func TestNotCompared(t *testing.T) {
	full := imported("a>b b>a")
	full.Candidates, full.Diamonds, full.Coupling, full.Chains = []split.Candidate{candidate(1, "a", 9)}, []diamonds.Diamond{{ID: "d"}}, []cochange.Pair{{Hidden: true}}, []chains.Chain{{ID: "c"}}
	for _, s := range compare.NewTrend(compare.Side{}, full) {
		if !s.NotInBase || s.NotInHead || len(s.Changes) > 0 {
			t.Errorf("%+v", s)
		}
	}
	for _, s := range compare.NewTrend(full, full) {
		if s.NotInBase || s.NotInHead || len(s.Changes) > 0 || s.Unchanged != s.HeadCount {
			t.Errorf("%+v", s)
		}
	}
}

// Adding and removing mirror each other, whatever the graphs.
func TestMirrored(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	random := func() compare.Side {
		var words []string
		for range rnd.IntN(12) {
			words = append(words, fmt.Sprintf("%c>%c", 'a'+rnd.IntN(5), 'a'+rnd.IntN(5)))
		}
		return imported(strings.Join(words, " "))
	}
	count := func(list []compare.TrendSection, kind string) (n int) {
		for _, c := range section(t, list, "imports").Changes {
			if c.Change == kind {
				n++
			}
		}
		return n
	}
	for range 200 {
		a, b := random(), random()
		there, back := compare.NewTrend(a, b), compare.NewTrend(b, a)
		if count(there, compare.Added) != count(back, compare.Removed) || count(there, compare.Removed) != count(back, compare.Added) {
			t.Fatalf("%v against %v", a, b)
		}
		if d := cmp.Diff(there, compare.NewTrend(a, b)); d != "" {
			t.Fatal(d)
		}
	}
}
