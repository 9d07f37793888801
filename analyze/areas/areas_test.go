package areas

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/config"
	"seam/analyze/finding"
)

// repository builds paths from "folder count" lines.
func repository(text string) []string {
	var files []string
	for line := range strings.Lines(text) {
		var folder string
		var n int
		if c, _ := fmt.Sscan(line, &folder, &n); c != 2 {
			continue
		}
		for i := range n {
			name := fmt.Sprintf("f%d.go", i)
			if folder != "." {
				name = folder + "/" + name
			}
			files = append(files, name)
		}
	}
	return files
}

func TestFind(t *testing.T) {
	tests := []struct {
		name, files string
		want        []Area
	}{
		{"nothing", "", nil},
		{"flat", ". 10", []Area{{Name: ".", Folders: []string{"."}, Files: 10}}},
		{
			"nothing above a quarter",
			"a 25\nb 25\nc 25\nd 24\n. 1",
			[]Area{
				{". (rest)", []string{"."}, 1, true},
				{"a", []string{"a"}, 25, false},
				{"b", []string{"b"}, 25, false},
				{"c", []string{"c"}, 25, false},
				{"d", []string{"d"}, 24, false},
			},
		},
		{
			"a folder of just a quarter stays whole",
			"a/x 13\na/y 12\nb/x 26\nc 25\nd 24",
			[]Area{
				{"a", []string{"a"}, 25, false},
				{"b/x", []string{"b/x"}, 26, false},
				{"c", []string{"c"}, 25, false},
				{"d", []string{"d"}, 24, false},
			},
		},
		{
			"a large folder gives way; its own files are its remainder",
			"pkg 10\npkg/a 20\npkg/b 20\ncmd 24\ndocs 23\n. 3",
			[]Area{
				{". (rest)", []string{"."}, 3, true},
				{"cmd", []string{"cmd"}, 24, false},
				{"docs", []string{"docs"}, 23, false},
				{"pkg (rest)", []string{"pkg"}, 10, true},
				{"pkg/a", []string{"pkg/a"}, 20, false},
				{"pkg/b", []string{"pkg/b"}, 20, false},
			},
		},
		{
			"a piece under 2 % joins its parent's remainder, 2 % stays",
			"pkg/a 20\npkg/b 20\npkg/c 2\npkg/d 1\npkg/e 1\ncmd 25\ndocs 25\n. 6",
			[]Area{
				{". (rest)", []string{"."}, 6, true},
				{"cmd", []string{"cmd"}, 25, false},
				{"docs", []string{"docs"}, 25, false},
				{"pkg (rest)", []string{"pkg"}, 2, true},
				{"pkg/a", []string{"pkg/a"}, 20, false},
				{"pkg/b", []string{"pkg/b"}, 20, false},
				{"pkg/c", []string{"pkg/c"}, 2, false},
			},
		},
		{
			"a remainder under 2 % joins the next one above",
			"src/main 1\nsrc/main/a 50\nsrc/main/b/c 40\nsrc/main/b/d 5\nsrc 2\nx 2",
			[]Area{
				{"src (rest)", []string{"src", "src/main", "src/main/b"}, 3, true},
				{"src/main/a", []string{"src/main/a"}, 50, false},
				{"src/main/b/c", []string{"src/main/b/c"}, 40, false},
				{"src/main/b/d", []string{"src/main/b/d"}, 5, false},
				{"x", []string{"x"}, 2, false},
			},
		},
		{
			"a large folder that cannot be split stays whole",
			"src 95\n. 5",
			[]Area{{". (rest)", []string{"."}, 5, true}, {"src", []string{"src"}, 95, false}},
		},
		{
			"many tiny folders stay together",
			strings.Join(func() (l []string) {
				for i := range 100 {
					l = append(l, fmt.Sprintf("p/%02d 1", i))
				}
				return l
			}(), "\n"),
			[]Area{{"p", []string{"p"}, 100, false}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Find(".", repository(tt.files), nil, nil)
			if diff := cmp.Diff(tt.want, got.List); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Pages of documentation neither hide the parts of the code nor are told apart themselves.
func TestFindByCode(t *testing.T) {
	var files []string
	for _, f := range repository("core 40\ndao 30\njdbc 20\nkeys 3\ntiny 1\n. 6\ndocs/api/core 300\ndocs/api/dao 200\ndocs/web 90\nicons 50") {
		if strings.HasPrefix(f, "docs/") || strings.HasPrefix(f, "icons/") {
			f = strings.TrimSuffix(f, ".go") + ".html"
		}
		files = append(files, f)
	}
	isCode := func(f string) bool { return strings.HasSuffix(f, ".go") }
	want := []Area{
		{". (rest)", []string{"."}, 7, true},
		{"core", []string{"core"}, 40, false},
		{"dao", []string{"dao"}, 30, false},
		{"docs", []string{"docs"}, 590, false},
		{"icons", []string{"icons"}, 50, false},
		{"jdbc", []string{"jdbc"}, 20, false},
		{"keys", []string{"keys"}, 3, false},
	}
	if diff := cmp.Diff(want, Find(".", files, isCode, nil).List); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	ui := append(slices.Clone(files), repository("ui/pages 14\nui/shared 13")...)
	for i := range 500 {
		ui = append(ui, fmt.Sprintf("ui/pages/%d.html", i))
	}
	if got := Find(".", ui, isCode, nil); !slices.ContainsFunc(got.List, func(a Area) bool { return a.Name == "ui/shared" }) {
		t.Errorf("a third of the files and a sixth of the code give way: %v", got.List)
	}
	few := slices.DeleteFunc(files, func(f string) bool { return isCode(f) && !strings.HasPrefix(f, "core/") })
	if got := Find(".", few, isCode, nil); !slices.ContainsFunc(got.List, func(a Area) bool { return a.Name == "docs/api/core" }) {
		t.Errorf("with 40 source files each file counts, not only those: %v", got.List)
	}
}

func TestOf(t *testing.T) {
	m := Find(".", repository("pkg 10\npkg/a 20\npkg/b 20\npkg/tiny 1\ncmd 24\ndocs 23\n. 3"), nil, nil)
	for path, want := range map[string]string{
		"pkg/a/f1.go":        "pkg/a",
		"pkg/a/long/gone.go": "pkg/a",
		"pkg/tiny/f0.go":     "pkg (rest)",
		"pkg/tiny/x/gone.go": "pkg (rest)",
		"pkg/gone.go":        "pkg (rest)",
		"README":             ". (rest)",
		"cmd":                ". (rest)",
	} {
		if got, ok := m.Of(path); got != want || !ok {
			t.Errorf("Of(%q) = %q, %v, want %q", path, got, ok, want)
		}
	}
	nested := Find(".", repository("src/main/a 50\nsrc/main/b 46\nsrc/main/tiny 1\nx 3"), nil, nil)
	for _, path := range []string{"src/main/tiny/f0.go", "src/main/tiny/gone/x.go"} {
		if got, _ := nested.Of(path); got != ". (rest)" {
			t.Errorf("%q, of a remainder that joined the one above, is in %q", path, got)
		}
	}
	for _, path := range []string{"gone/x.go", "pkg/gone/x.go"} {
		if got, ok := m.Of(path); ok {
			t.Errorf("%q, in a folder that is gone, is in %q", path, got)
		}
	}
	if got, ok := Find(".", repository("sub/a 30\nsub/b 70"), nil, nil).Of("elsewhere/x.go"); ok {
		t.Errorf("a path outside every folder with files is in %q", got)
	}
}

// TestInOrder: what is looked up once a folder is what each file gives, in any order, also
// where patterns tell files of one folder apart.
func TestInOrder(t *testing.T) {
	files := repository("pkg 10\npkg/a 20\npkg/b 20\npkg/tiny 1\ncmd 24\ndocs 23\n. 3")
	declared := []config.Area{{Name: "first", Paths: []string{"/pkg/a/f1*.go"}}, {Name: "pkg", Paths: []string{"/pkg"}}}
	for _, m := range []*Map{Find(".", files, nil, nil), Find(".", files, nil, declared)} {
		asked := append(slices.Clone(files), "pkg/a/x", "gone/x", "top", "pkg/a/f12.go", "pkg/gone/x", "pkg/x")
		of, indexes := m.InOrder(), m.Indexes(asked)
		for i, f := range asked {
			want, ok := m.Of(f)
			if got, found := of(f); got != want || found != ok || int(indexes[i]) != m.Index(f) {
				t.Errorf("%s is in %q and at %d, want %q and %d", f, got, indexes[i], want, m.Index(f))
			}
		}
	}
}

func TestDeclaredAreas(t *testing.T) {
	files := repository("svc/pay 5\nsvc/pay/db 2\nsvc/mail 3\nother 4\n. 1")
	m := Find(".", files, nil, []config.Area{
		{Name: "zz database", Paths: []string{"/svc/pay/db"}},
		{Name: "services", Paths: []string{"/svc"}},
		{Name: "late", Paths: []string{"/svc/mail"}},
	})
	want := []Area{
		{Name: "late", Folders: []string{"/svc/mail"}},
		{Name: "services", Folders: []string{"/svc"}, Files: 8},
		{Name: "zz database", Folders: []string{"/svc/pay/db"}, Files: 2},
	}
	if diff := cmp.Diff(want, m.List); diff != "" || m.Outside != 5 {
		t.Errorf("%d outside, (-want +got):\n%s", m.Outside, diff)
	}
	if _, ok := m.Of("other/f0.go"); ok {
		t.Error("a path that no area of seam.yaml names is in one")
	}
	warning := []finding.Warning{{Code: "area-empty", Message: "area late of seam.yaml holds no tracked first-party file", Count: 1}}
	if diff := cmp.Diff(warning, m.Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

func TestFindInAFolder(t *testing.T) {
	files := repository("pay 5\nmail 3\n. 1") // below svc
	m := Find("svc", files, nil, []config.Area{
		{Name: "elsewhere", Paths: []string{"/cmd"}},
		{Name: "payments", Paths: []string{"/svc/pay"}},
		{Name: "above", Paths: []string{"/svc"}},
	})
	want := []Area{
		{Name: "above", Folders: []string{"/svc"}, Files: 4},
		{Name: "payments", Folders: []string{"/svc/pay"}, Files: 5},
	}
	if diff := cmp.Diff(want, m.List); diff != "" || len(m.Warnings) > 0 {
		t.Errorf("warnings %v, (-want +got):\n%s", m.Warnings, diff)
	}
	for path, want := range map[string]string{"pay/x.go": "payments", "x.go": "above"} {
		if got, _ := m.Of(path); got != want {
			t.Errorf("Of(%q) = %q, want %q", path, got, want)
		}
	}
	if diff := cmp.Diff(Find(".", files, nil, nil).List, Find("svc", files, nil, nil).List); diff != "" {
		t.Errorf("descent depends on where the folder stands:\n%s", diff)
	}
}

// Any tree: every file is in exactly one area, counts add up, the order of the
// files does not matter, and the declaration assigns every file alike.
func TestFindProperties(t *testing.T) {
	for seed := range int64(200) {
		rnd := rand.New(rand.NewSource(seed))
		files := randomFiles(rnd)
		m := Find(".", files, nil, nil)
		shuffled := slices.Clone(files)
		rnd.Shuffle(len(files), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(m.List, Find(".", shuffled, nil, nil).List); diff != "" {
			t.Fatalf("seed %d: another order of files gives other areas:\n%s", seed, diff)
		}
		count := map[string]int{}
		for _, f := range files {
			name, ok := m.Of(f)
			if !ok {
				t.Fatalf("seed %d: %s is in no area", seed, f)
			}
			count[name]++
		}
		for _, a := range m.List {
			if a.Files != count[a.Name] || a.Files == 0 {
				t.Errorf("seed %d: area %s has %d files, counted %d", seed, a.Name, a.Files, count[a.Name])
			}
			// 2 % is the least, except for what is left at the root.
			if a.Files*100 < 2*len(files) && !(a.Rest && slices.Contains(a.Folders, ".")) {
				t.Errorf("seed %d: area %s is too small: %d of %d", seed, a.Name, a.Files, len(files))
			}
		}
		again := Find(".", files, nil, m.Declaration())
		for _, f := range files {
			was, _ := m.Of(f)
			if is, _ := again.Of(f); is != was {
				t.Fatalf("seed %d: declared, %s is in %q, found, in %q", seed, f, is, was)
			}
		}
	}
}

func randomFiles(rnd *rand.Rand) []string {
	seen := map[string]bool{}
	for range 1 + rnd.Intn(400) {
		var e []string
		for range rnd.Intn(5) {
			e = append(e, string(rune('a'+min(rnd.Intn(8), rnd.Intn(8)))))
		}
		e = append(e, fmt.Sprintf("f[%d].go", rnd.Intn(50)))
		seen[strings.Join(e, "/")] = true
	}
	var files []string
	for f := range seen {
		files = append(files, f)
	}
	slices.Sort(files)
	return files
}

func BenchmarkFind(b *testing.B) {
	var files []string
	for i := range 50_000 {
		files = append(files, fmt.Sprintf("pkg/%d/%d/%d/file%d.go", i%7, i%31, i%211, i))
	}
	for b.Loop() {
		Find(".", files, nil, nil)
	}
}
