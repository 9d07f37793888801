package impact

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// graphOf reads "a>b" as a needs b, "a>b?" as tests of a do, and "a>b!" as a depends on
// b's messages.
func graphOf(text string) Graph {
	g := Graph{Kind: Module}
	seen := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		word, test := strings.CutSuffix(word, "?")
		word, message := strings.CutSuffix(word, "!")
		from, to, isEdge := strings.Cut(word, ">")
		for _, n := range []string{from, to} {
			if n != "" && !seen[n] {
				seen[n] = true
				g.Nodes = append(g.Nodes, Node{Name: n, Teams: []string{"team " + n[:1]}})
			}
		}
		if isEdge {
			g.Edges = append(g.Edges, Edge{From: from, To: to, Test: test, Message: message})
		}
	}
	return g
}

// Messages join nothing: who depends on those of a target is listed apart.
func TestListeners(t *testing.T) {
	r := Follow(graphOf("web>orders web>orders! pay>orders! orders>pay! mail>pay!"), Target{Nodes: []string{"orders"}})
	var got []string
	for _, l := range r.Listeners {
		got = append(got, l.Name)
	}
	if d := cmp.Diff([]string{"pay", "web"}, got); d != "" || len(r.Cycles) != 0 {
		t.Errorf("cycles %v, listeners -want +got\n%s", r.Cycles, d)
	}
	if d := cmp.Diff([][]string{{"orders"}, {"web"}}, r.Waves); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestFollow(t *testing.T) {
	for name, c := range map[string]struct {
		graph, targets, waves, train, tests string
	}{
		"nobody":              {"a>b", "a", "a", "a", ""},
		"z, then y, then x":   {"x>y y>z", "z", "z | y | x", "z y x", ""},
		"the longest way":     {"x>y y>z x>z w>z", "z", "z | w y | x", "z y x", ""},
		"tests wait for none": {"x>z? y>z v>x", "z", "z | y", "z y", "x"},
		"both":                {"x>z x>z?", "z", "z | x", "z x", ""},
		"a cycle is one wave": {"x>y y>x y>z w>x", "z", "z | x y | w", "z x w", ""},
		"the target in one":   {"z>y y>z x>y", "z", "y z | x", "y x", ""},
		"several targets":     {"x>y y>z v>w", "z w y", "w z | v y | x", "z y x", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := Follow(graphOf(c.graph), Target{Nodes: strings.Fields(c.targets)})
			var waves []string
			for _, w := range r.Waves {
				waves = append(waves, strings.Join(w, " "))
			}
			got := []string{strings.Join(waves, " | "), strings.Join(r.Train, " "), strings.Join(r.Tests, " ")}
			if d := cmp.Diff([]string{c.waves, c.train, c.tests}, got); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

// Who has no team has an empty list of them in JSON, not null.
func TestFollowersOfNobody(t *testing.T) {
	b, err := json.Marshal(Follow(Graph{Nodes: []Node{{Name: "x"}, {Name: "z"}}, Edges: []Edge{{From: "x", To: "z"}}}, Target{Nodes: []string{"z"}}).Followers)
	if err != nil || !strings.Contains(string(b), `"teams":[]`) {
		t.Errorf("%s, %v", b, err)
	}
}

// TestFollowEqualsSearch holds followers, their ways and their waves against plain search,
// and the bytes against the order of the input.
func TestFollowEqualsSearch(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		n := 2 + random.IntN(9)
		var words []string
		edge := map[[2]int]bool{}
		for i := range n {
			words = append(words, fmt.Sprintf("n%d", i))
			for j := range n {
				if i != j && random.IntN(5) == 0 {
					edge[[2]int{i, j}] = true
					words = append(words, fmt.Sprintf("n%d>n%d", i, j))
				}
			}
		}
		g := graphOf(strings.Join(words, " "))
		r := Follow(g, Target{Nodes: []string{"n0"}})
		reaches := map[int]bool{0: true}
		for changed := true; changed; {
			changed = false
			for e := range edge {
				if reaches[e[1]] && !reaches[e[0]] {
					reaches[e[0]], changed = true, true
				}
			}
		}
		if len(r.Followers) != len(reaches)-1 {
			t.Fatalf("%v: %d followers, want %d", words, len(r.Followers), len(reaches)-1)
		}
		for _, f := range r.Followers {
			for k := range f.Through[1:] {
				var i, j int
				fmt.Sscanf(f.Through[k]+" "+f.Through[k+1], "n%d n%d", &i, &j)
				if !edge[[2]int{i, j}] {
					t.Fatalf("%v: %v is no way", words, f.Through)
				}
			}
			if last := f.Through[len(f.Through)-1]; last != "n0" || f.Direct != (len(f.Through) == 2) {
				t.Fatalf("%v: %+v", words, f)
			}
		}
		wave := map[string]int{}
		for w, names := range r.Waves {
			for _, x := range names {
				wave[x] = w
			}
		}
		for e := range edge {
			if from, to := fmt.Sprintf("n%d", e[0]), fmt.Sprintf("n%d", e[1]); reaches[e[0]] && reaches[e[1]] && wave[from] < wave[to] {
				t.Fatalf("%v: %s is before %s, which it needs", words, from, to)
			}
		}
		random.Shuffle(len(g.Nodes), func(i, j int) { g.Nodes[i], g.Nodes[j] = g.Nodes[j], g.Nodes[i] })
		random.Shuffle(len(g.Edges), func(i, j int) { g.Edges[i], g.Edges[j] = g.Edges[j], g.Edges[i] })
		if d := cmp.Diff(r, Follow(g, Target{Nodes: []string{"n0"}})); d != "" {
			t.Fatalf("the order of the input shows\n%s", d)
		}
	}
}

func TestTeams(t *testing.T) {
	g := graphOf("b1>z b2>b1 a>b2 c>z")
	for i := range g.Nodes {
		if g.Nodes[i].Name == "c" {
			g.Nodes[i].Teams = nil
		}
	}
	want := []Team{
		{Name: "team b", Followers: []string{"b1", "b2"}, Direct: 1, FirstWave: 1, LastWave: 2},
		{Name: "team a", Followers: []string{"a"}, FirstWave: 3, LastWave: 3},
		{Name: "", Followers: []string{"c"}, Direct: 1, FirstWave: 1, LastWave: 1},
	}
	if d := cmp.Diff(want, Follow(g, Target{Nodes: []string{"z"}}).Teams); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestOfTags(t *testing.T) {
	var tags []repo.Tag
	for _, n := range []string{"v1.0.0", "v1.2.0", "v1.10.0", "v2.0.0", "v2.1.0-rc.1", "nightly", "lib/v0.1.0", "lib/v0.2.0", "libs/v9.0.0", "@shop/core@3.1.0", "api-v1.1.0", "packages/v4.0.0"} {
		tags = append(tags, repo.Tag{Name: n})
	}
	for _, c := range []struct{ ecosystem, name, folder, want string }{
		{"go", "one.example/m", ".", "v1.0.0 v1.2.0 v1.10.0 v2.0.0"},
		{"go", "one.example/m/v2", "v2", "v1.0.0 v1.2.0 v1.10.0 v2.0.0"},
		{"go", "one.example/m/lib", "lib", "v0.1.0 v0.2.0"},
		{"go", "one.example/m/other", "other", ""},
		{"npm", "@shop/core", "packages/core", "3.1.0"},
		{"npm", "@shop/api", "api", "1.1.0"},
		{"npm", "@shop/x", "packages/x", "4.0.0"},
		{"npm", "@shop/y", "y", "1.0.0 1.2.0 1.10.0 2.0.0"},
	} {
		var got []string
		for _, r := range OfTags(tags, c.ecosystem, c.name, c.folder).List {
			got = append(got, r.Version)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s in %s: %v, want %s", c.name, c.folder, got, c.want)
		}
	}
}

func TestLag(t *testing.T) {
	releases := func(ecosystem, text string) *Releases {
		r := &Releases{Ecosystem: ecosystem}
		for v := range strings.FieldsSeq(text) {
			r.List = append(r.List, Release{Version: v})
		}
		return r
	}
	for _, c := range []struct {
		ecosystem, known, requires string
		want                       Lag
	}{
		{"go", "v1.0.0 v1.1.0 v2.0.0 v3.0.0", "v1.0.0", Lag{Takes: "v1.0.0", Known: true, Releases: 3, Majors: 2}},
		{"go", "v1.0.0 v1.1.0", "v1.1.0", Lag{Takes: "v1.1.0", Known: true}},
		{"go", "v1.0.0 v1.1.0", "v1.0.1-0.20240101000000-abcdefabcdef", Lag{Known: true, Releases: 1}},
		{"go", "v1.0.0 v1.1.0", "v1.2.0", Lag{Known: true}},
		{"go", "", "v1.2.0", Lag{}},
		{"npm", "1.0.0 1.2.0 2.0.0", "^1.0.0", Lag{Takes: "1.2.0", Known: true, Releases: 1, Majors: 1}},
		{"npm", "1.0.0 1.2.0 2.0.0", "1.0.0", Lag{Takes: "1.0.0", Known: true, Releases: 2, Majors: 1}},
		{"npm", "1.0.0 1.2.0", "workspace:*", Lag{}},
		{"cargo", "1.0.0 1.2.0 2.0.0", "1.0", Lag{Takes: "1.2.0", Known: true, Releases: 1, Majors: 1}},
		{"maven", "1.0.0 1.2.0", "1.0.0", Lag{Takes: "1.0.0", Known: true, Releases: 1}},
		{"python", "1.0.0 1.2.0 2.0.0", ">=1.0,<2", Lag{Takes: "1.2.0", Known: true, Releases: 1, Majors: 1}},
		{"python", "1.0.0", "", Lag{}},
	} {
		c.want.Requires = c.requires
		if d := cmp.Diff(c.want, releases(c.ecosystem, c.known).Lag(c.requires)); d != "" {
			t.Errorf("%s %q of %s: -want +got\n%s", c.ecosystem, c.requires, c.known, d)
		}
	}
}

func TestAdoption(t *testing.T) {
	const day = 24 * 3600
	r := &Releases{Ecosystem: "go", Source: FromTags, List: []Release{{"v1.0.0", 0}, {"v1.1.0", 10 * day}, {"v1.2.0", 20 * day}, {"v1.3.0", 30 * day}}}
	moves := []Move{
		{"a", "v1.0.0", 5 * day, true},   // where it began is no move
		{"a", "v1.1.0", 12 * day, false}, // 2
		{"a", "v1.0.0", 13 * day, false}, // back
		{"a", "v1.2.0", 24 * day, false}, // 4
		{"a", "v1.3.0", 29 * day, false}, // before its tag: 0
		{"b", "v1.1.0", 15 * day, true},
		{"b", "v1.3.0", 40 * day, false}, // 10; v1.2.0 was passed over
		{"c", "v9.9.9", 40 * day, false}, // no release
	}
	a := r.adoption(moves)
	if a.Samples != 4 || a.Median == nil || *a.Median != 3 {
		t.Errorf("%d samples, median %v; want 4 and 3", a.Samples, a.Median)
	}
	var got []string
	for _, c := range a.Consumers {
		m := "not enough data"
		if c.Median != nil {
			m = fmt.Sprint(*c.Median)
		}
		got = append(got, fmt.Sprintf("%s %d %s", c.Consumer, c.Samples, m))
	}
	if !slices.Equal(got, []string{"a 3 2", "b 1 not enough data"}) {
		t.Errorf("%q", got)
	}
	if a := r.adoption(moves[:3]); a.Samples != 1 || a.Median != nil {
		t.Errorf("one sample has no median: %+v", a)
	}
}

// A version is new where a manifest first asks for it; what it asks for again after a while
// without any is no beginning.
func TestPast(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	b, err := repo.NewBuilder(dir)
	if err != nil {
		t.Fatal(err)
	}
	var head repo.ID
	for day, asks := range []string{"nothing", "v1", "v1 v2", "nothing", "v3 v1"} {
		if head, err = b.Commit(repo.BuildCommit{Write: map[string]string{"m": asks}, Author: "A", Email: "a@one.example", Message: "x", When: time.Unix(int64(day)*86400, 0)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Finish(); err != nil {
		t.Fatal(err)
	}
	r, err := repo.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	log, err := history.Read(t.Context(), r, head, history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, whole, err := Past(t.Context(), r, log, []Manifest{{"c", "m"}, {"none", "gone"}}, func(_ string, content []byte) []string {
		return slices.DeleteFunc(strings.Fields(string(content)), func(v string) bool { return v == "nothing" })
	})
	want := []Move{{"c", "v1", 86400, true}, {"c", "v2", 2 * 86400, false}, {"c", "v3", 4 * 86400, false}}
	if d := cmp.Diff(want, got); d != "" || !whole || err != nil {
		t.Errorf("%t, %v\n%s", whole, err, d)
	}
}

func TestMentions(t *testing.T) {
	tree := repo.Memory(map[string]string{
		"m/u/u.go": `package u

import (
	l "one.example/lib"
	"strings"
)

var a = l.F
var b = l.T{Field: 1}

func c(x l.T) {
	x.Method()
	strings.F()
	l := x
	_ = l.F
}
`,
		"m/u/u_test.go": "package u\n\nimport . \"one.example/lib\"\n\nvar _ = F\n",
		"m/u/none.go":   "package u\n\nfunc d(x interface{ Method() }) { x.Method() }\n",
		"m/u/broken.go": "package u\n\nimport \"one.example/lib\"\n\nvar _ = lib.F(\n",
	})
	user := &imports.Package{Path: "u", Files: []string{"broken.go", "none.go", "u.go"}, TestFiles: []string{"u_test.go"}}
	of := &imports.Package{Path: "lib", ImportPath: "one.example/lib", Name: "lib"}
	var got []string
	for _, u := range Mentions(tree, "m/u", user, of, []string{"F", "T.Field", "T.Method", "Unused"}) {
		got = append(got, fmt.Sprintf("%s %s test=%t likely=%t", u.Name, u.At, u.Test, u.Likely))
	}
	want := []string{
		"F u/broken.go:5 test=false likely=false",
		"F u/u.go:8 test=false likely=false",
		"T.Field u/u.go:9 test=false likely=false",
		"T.Method u/u.go:12 test=false likely=true",
		"F u/u_test.go:5 test=true likely=true",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func FuzzMentions(f *testing.F) {
	f.Add("package u\n\nimport \"one.example/lib\"\n\nvar _ = lib.F(lib.T{A: 1})\n")
	f.Fuzz(func(t *testing.T, src string) {
		user := &imports.Package{Path: "u", Files: []string{"u.go"}}
		of := &imports.Package{Path: "lib", ImportPath: "one.example/lib", Name: "lib"}
		for _, u := range Mentions(repo.Memory(map[string]string{"u/u.go": src}), "u", user, of, []string{"F", "T.A"}) {
			if u.At.Line < 1 || u.At.Line > strings.Count(src, "\n")+1 {
				t.Errorf("line %d of %q", u.At.Line, src)
			}
		}
	})
}
