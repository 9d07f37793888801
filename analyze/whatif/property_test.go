package whatif

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/surface"
)

// drawn is a random project: folders of three modules, imports, changes and owners.
type drawn struct {
	packages []string
	edges    [][2]string
	changes  [][]string // packages touched
	owner    map[string]string
}

func draw(r *rand.Rand) drawn {
	d := drawn{owner: map[string]string{}}
	seen := map[string]bool{}
	for range 4 + r.IntN(14) {
		p := fmt.Sprintf("m%d", r.IntN(3))
		for range r.IntN(3) {
			p += "/" + string(rune('a'+r.IntN(3)))
		}
		seen[p] = true
	}
	d.packages = slices.Sorted(maps.Keys(seen))
	pick := func() string { return d.packages[r.IntN(len(d.packages))] }
	for range r.IntN(40) {
		if from, to := pick(), pick(); from != to {
			d.edges = append(d.edges, [2]string{from, to})
		}
	}
	slices.SortFunc(d.edges, func(x, y [2]string) int { return strings.Compare(x[0]+">"+x[1], y[0]+">"+y[1]) })
	d.edges = slices.Compact(d.edges)
	for range r.IntN(30) {
		var touched []string
		for range 1 + r.IntN(4) {
			touched = append(touched, pick())
		}
		d.changes = append(d.changes, distinct(touched))
	}
	for _, p := range d.packages {
		d.owner[p] = fmt.Sprintf("team%d", r.IntN(3))
	}
	return d
}

func (d drawn) input() Input {
	var edges, changes []string
	for _, e := range d.edges {
		edges = append(edges, e[0]+">"+e[1]+":N")
	}
	for _, c := range d.changes {
		changes = append(changes, strings.Join(c, "/x.go ")+"/x.go")
	}
	in := project(strings.Join(d.packages, " "), strings.Join(edges, " "), strings.Join(changes, "\n"), "m0", "m1", "m2")
	in.OwnersOf = func(pkg string) []string { return []string{d.owner[pkg]} }
	return in
}

func module(pkg string) string { first, _, _ := strings.Cut(pkg, "/"); return first }

// naive computes a cut's numbers the long way, from the drawing alone.
type naive struct {
	in, out, unitEdges, changes, crossing int
	pairs                                 map[string]int
}

func (d drawn) naive(unit func(string) string, part func(string) bool) naive {
	n := naive{pairs: map[string]int{}}
	units := map[string]bool{}
	for _, e := range d.edges {
		if unit(e[0]) != unit(e[1]) {
			units[unit(e[0])+">"+unit(e[1])] = true
			switch {
			case part(e[1]):
				n.in++
			case part(e[0]):
				n.out++
			}
		}
	}
	n.unitEdges = len(units)
	for _, c := range d.changes {
		if !slices.ContainsFunc(c, part) {
			continue
		}
		n.changes++
		met, crossed := map[string]bool{}, false
		for _, p := range c {
			for _, q := range c {
				crossed = crossed || unit(p) != unit(q)
				if a, b := d.owner[p], d.owner[q]; unit(p) != unit(q) && (part(p) || part(q)) && a < b {
					met[a+" "+b] = true
				}
			}
		}
		if crossed {
			n.crossing++
		}
		for pair := range met {
			n.pairs[pair]++
		}
	}
	return n
}

func (n naive) check(t *testing.T, what string, r Result) {
	t.Helper()
	got := map[string]int{}
	for _, p := range r.TeamPairs {
		got[p.A+" "+p.B] = p.Changes
	}
	monthly, crossed := 0, 0
	for _, m := range r.History.ByMonth {
		monthly += m.Crossing
		crossed += len(m.Crossed)
	}
	if r.Cut.ImportsIn != n.in || r.Cut.ImportsOut != n.out || r.UnitEdges != n.unitEdges ||
		r.History.Changes != n.changes || r.History.Crossing != n.crossing || !maps.Equal(got, n.pairs) || monthly != n.crossing || crossed != n.crossing {
		t.Fatalf("%s: %d in, %d out, %d unit edges, %d of %d changes cross, pairs %v; naively %+v",
			what, r.Cut.ImportsIn, r.Cut.ImportsOut, r.UnitEdges, r.History.Crossing, r.History.Changes, got, n)
	}
}

// TestRandomCuts: every number of a random cut is what counting by hand gives.
func TestRandomCuts(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 7))
		d := draw(r)
		b := Prepare(d.input())
		folder := d.packages[r.IntN(len(d.packages))]
		for range r.IntN(2) {
			folder = path.Dir(folder)
		}
		inside := func(p string) bool { return folder == "." || p == folder || strings.HasPrefix(p, folder+"/") }
		unit := func(p string) string {
			if inside(p) {
				return "part"
			}
			return module(p)
		}
		if result, err := b.Extract([]Part{{folder}}, nil); err == nil {
			d.naive(unit, inside).check(t, fmt.Sprintf("seed %d, extract %s", seed, folder), result)
		}
		for n := 1; n <= 3; n++ {
			byPath := func(p string) string { return prefixOf(p, module(p), n) }
			d.naive(byPath, func(string) bool { return true }).check(t, fmt.Sprintf("seed %d, by path %d", seed, n), b.ByPath(n, nil))
		}
	}
}

// TestModulesOfToday: to cut out what is a module already creates nothing and changes
// no order.
func TestModulesOfToday(t *testing.T) {
	for seed := range uint64(200) {
		d := draw(rand.New(rand.NewPCG(seed, 8)))
		b := Prepare(d.input())
		for _, m := range []string{"m0", "m1", "m2"} {
			r, err := b.Extract([]Part{{m}}, nil)
			if err != nil {
				continue // no such module, or it is all there is
			}
			if len(r.DiamondsCreated) > 0 || fmt.Sprint(r.Before) != fmt.Sprint(r.After) {
				t.Fatalf("seed %d, %s: created %v\nbefore %v\nafter  %v", seed, m, r.DiamondsCreated, r.Before, r.After)
			}
			if len(CreatedCycles(b.Extracted([][]int32{b.Below(m)}, []string{m}), b.Today())) > 0 {
				t.Fatalf("seed %d, %s: a cycle is created", seed, m)
			}
		}
	}
}

// TestReleases: only packages that others import across the cut are an API, and each
// of their months with a change is one release.
func TestReleases(t *testing.T) {
	b := Prepare(project("a a/in b c gen", "b>a:Run,T c>a/in:X a>c:Y b>gen:G", ""))
	b.members[4].generated = true
	s := &surface.History{
		Months: []string{"2024-01", "2024-02", "2024-03", "2024-04"},
		Packages: []surface.Package{
			{Path: "a", Since: "2024-02", Changes: []surface.Change{
				{Month: "2024-02", Added: []string{"T.Field", "Unused"}},
				{Month: "2024-03", Removed: []string{"Gone"}, Changed: []string{"Run"}},
			}},
			{Path: "a/in", Since: "2024-03", Changes: []surface.Change{{Month: "2024-04", Changed: []string{"Z"}}}},
			{Path: "c", Unread: true},
		},
	}
	r, err := b.Extract([]Part{{"a"}}, s)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range r.Releases {
		got = append(got, fmt.Sprintf("%s: of %v, not %v, in %d months %d+%d, used %d, %v", x.Unit, x.Packages, x.Unread, x.Months, x.Breaking, x.Additive, x.Used, x.ByMonth))
	}
	want := `.: of [], not [c], in 0 months 0+0, used 0, []
a: of [a a/in], not [], in 3 months 2+1, used 2, [{2024-02 additive 2 0 0 1 [a.T.Field a.Unused]} {2024-03 breaking 0 1 1 1 [a.Run a.Gone]} {2024-04 breaking 0 0 1 0 [a/in.Z]}]`
	if text := strings.Join(got, "\n"); text != want {
		t.Errorf("%s\nwant\n%s", text, want)
	}
	if d := cmp.Diff(r.Releases[1], b.ReleasesOf("a", b.Below("a"), s)); d != "" {
		t.Errorf("of the part alone (-of the cut +of the part):\n%s", d)
	}
	if shared := fmt.Sprint(b.Shared([]Part{{"a"}}, 0), b.Shared(nil, 1), b.SharedOf([]string{"gen"})); shared != "[a a/in c] [a a/in c] []" {
		t.Errorf("shared: %s", shared)
	}
}

// TestTold: what names people leaves a subject, what names packages stays.
func TestTold(t *testing.T) {
	for subject, want := range map[string]string{
		"Merge pull request #7 from somebody/fix-it": "Merge pull request #7",
		"Merge branch 'main' into x":                 "Merge branch 'main' into x",
		"fix: thanks @somebody!":                     "fix: thanks @…!",
		"by a.b@c.example, reviewed":                 "by @…, reviewed",
		"push to https://user:pw@host.example/x":     "push to https://@…/x",
		"bump @types/node and x@v1.2.3":              "bump @types/node and x@v1.2.3",
		"":                                           "",
	} {
		if got := told(subject); got != want {
			t.Errorf("%q is told as %q, want %q", subject, got, want)
		}
	}
}
