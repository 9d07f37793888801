package profile

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	pprof "github.com/google/pprof/profile"

	"seam/analyze/imports"
	"seam/analyze/imports/golang"
	"seam/analyze/repo"
)

// shop has a program that serves, a web and a store, and a pricing of its own.
func shop() *imports.Graph {
	return &imports.Graph{Packages: []imports.Package{
		{Path: "cmd/admin", ImportPath: "x.org/shop/cmd/admin", Main: true, Files: []string{"main.go"}},
		{Path: "cmd/shop", ImportPath: "x.org/shop/cmd/shop", Main: true, Files: []string{"main.go"}},
		{Path: "pricing.v2", ImportPath: "x.org/shop/pricing.v2", Files: []string{"p.go"}},
		{Path: "store", ImportPath: "x.org/shop/store", Files: []string{"s.go"}},
		{Path: "web", ImportPath: "x.org/shop/web", Files: []string{"w.go"}},
	}}
}

// built makes a profile of stacks, written outermost first and separated by spaces, with
// how often each was seen.
func built(stacks map[string]int64) []byte {
	p := &pprof.Profile{
		SampleType: []*pprof.ValueType{{Type: "samples", Unit: "count"}, {Type: "cpu", Unit: "nanoseconds"}},
		PeriodType: &pprof.ValueType{Type: "cpu", Unit: "nanoseconds"}, Period: 10_000_000,
	}
	at := map[string]*pprof.Location{}
	location := func(name string) *pprof.Location {
		if at[name] == nil {
			id := uint64(len(at) + 1)
			file := "/src/shop/cmd/shop/main.go"
			f := &pprof.Function{ID: id, Name: name, Filename: file}
			p.Function = append(p.Function, f)
			at[name] = &pprof.Location{ID: id, Line: []pprof.Line{{Function: f}}}
			p.Location = append(p.Location, at[name])
		}
		return at[name]
	}
	var keys []string
	for k := range stacks {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		s := &pprof.Sample{Value: []int64{stacks[k], stacks[k] * 10_000_000}}
		for _, name := range slices.Backward(strings.Fields(k)) {
			s.Location = append(s.Location, location(name))
		}
		p.Sample = append(p.Sample, s)
	}
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		panic(err)
	}
	return b.Bytes()
}

var served = map[string]int64{
	"runtime.main main.main x.org/shop/web.Serve net/http.Serve x.org/shop/web.(*H).List sort.Slice x.org/shop/store.Less":                    40,
	"runtime.main main.main x.org/shop/web.Serve net/http.Serve x.org/shop/web.(*H).List x.org/shop/store.Get runtime.mallocgc":               10,
	"runtime.main main.main x.org/shop/web.Serve x.org/shop/store.Get x.org/shop/pricing%2ev2.Sum[go.shape.struct{x.org/shop/store.A}].func1": 30,
	"runtime.gcBgMarkWorker runtime.scan": 20,
}

func read(t *testing.T, data []byte) *Profile {
	t.Helper()
	p, _, err := Read(data, shop())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestRead(t *testing.T) {
	p := read(t, built(served))
	if p.Samples != 100 || p.Nanos != 1_000_000_000 || p.FirstParty != 0.8 {
		t.Errorf("%d samples, %d ns, first party %.2f", p.Samples, p.Nanos, p.FirstParty)
	}
	want := []PackageTime{{"store", 0.5, 0.8, 80}, {"pricing.v2", 0.3, 0.3, 30}, {"cmd/shop", 0, 0.8, 80}, {"web", 0, 0.8, 80}}
	if !slices.Equal(p.Packages, want) {
		t.Errorf("packages %v, want %v", p.Packages, want)
	}
	calls := []Call{
		{From: "cmd/shop", To: "web", Share: 0.8, Samples: 80, Stacks: 3, Start: true},
		{From: "web", To: "store", Share: 0.8, Samples: 80, Stacks: 3},
		{From: "store", To: "pricing.v2", Share: 0.3, Samples: 30, Stacks: 1},
	}
	if !slices.Equal(p.Calls, calls) {
		t.Errorf("calls %v, want %v", p.Calls, calls)
	}
}

func TestCut(t *testing.T) {
	c := read(t, built(served)).CutOf(func(p string) bool { return p == "store" })
	if c.Samples != 100 || c.Own != 0.5 || c.InShare != 0.8 || c.OutShare != 0.3 || len(c.In) != 1 || len(c.Out) != 1 || c.Out[0].To != "pricing.v2" {
		t.Errorf("%+v", c)
	}
	web := read(t, built(served)).CutOf(func(p string) bool { return p == "web" })
	if web.InShare != 0 || len(web.In) != 1 || !web.In[0].Start {
		t.Errorf("the call by which the program starts counts as hot: %+v", web)
	}
	units := read(t, built(served)).Between(func(p string) string { return strings.Split(p, "/")[0] })
	if units.InShare != 0.8 || len(units.In) != 3 {
		t.Errorf("%+v", units)
	}
}

// The same sums by going through the samples one by one.
func TestCutAgainstNaive(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	names := []string{"x.org/shop/web", "x.org/shop/store", "x.org/shop/pricing%2ev2", "fmt"}
	paths := map[string]string{names[0]: "web", names[1]: "store", names[2]: "pricing.v2"}
	for range 50 {
		stacks := map[string]int64{}
		for range 30 {
			var s []string
			for range 1 + r.IntN(6) {
				s = append(s, names[r.IntN(len(names))]+".F")
			}
			stacks[strings.Join(s, " ")] += int64(1 + r.IntN(5))
		}
		var total, in, own int64
		for s, n := range stacks {
			var first []string
			for f := range strings.FieldsSeq(s) {
				if p := paths[strings.TrimSuffix(f, ".F")]; p != "" {
					first = append(first, p)
				}
			}
			total += n
			crossed := false
			for i := 1; i < len(first); i++ {
				crossed = crossed || first[i] == "store" && first[i-1] != "store"
			}
			if crossed {
				in += n
			}
			if len(first) > 0 && first[len(first)-1] == "store" {
				own += n
			}
		}
		c := read(t, built(stacks)).CutOf(func(p string) bool { return p == "store" })
		if c.InShare != float64(in)/float64(total) || c.Own != float64(own)/float64(total) {
			t.Fatalf("in %f, own %f; want %d and %d of %d", c.InShare, c.Own, in, own, total)
		}
	}
}

func TestRefusals(t *testing.T) {
	heap := &pprof.Profile{SampleType: []*pprof.ValueType{{Type: "inuse_space", Unit: "bytes"}}}
	var b bytes.Buffer
	if err := heap.Write(&b); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"empty":   {nil, "empty"},
		"text":    {[]byte("goroutine profile: total 1\n"), ""},
		"half":    {built(served)[:40], ""},
		"heap":    {b.Bytes(), "it counts inuse_space/bytes instead of samples/count"},
		"no pack": {[]byte{0x1f, 0x8b, 1}, ""},
	} {
		_, _, err := Read(c.data, shop())
		if !errors.Is(err, ErrNotCPU) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestWarnings(t *testing.T) {
	for code, stacks := range map[string]map[string]int64{
		"profile-empty":   {},
		"profile-foreign": {"runtime.main fmt.Println": 5},
		"profile-short":   {"x.org/shop/web.F": 5},
	} {
		_, w, err := Read(built(stacks), shop())
		if err != nil || len(w) != 1 || w[0].Code != code {
			t.Errorf("%s: %v, %v", code, w, err)
		}
	}
}

func TestPackageOf(t *testing.T) {
	for function, want := range map[string]string{
		"main.main": "main", "x.org/a/b.(*T).M": "x.org/a/b", "x.org/a/b%2ev2.F.func1": "x.org/a/b.v2", "x.org/a.F[go.shape.struct { x.org/b.T }]": "x.org/a",
		"runtime": "", "": "", "a/%zz.F": "a/%zz", "x.org/a.b/c.init.0": "x.org/a.b/c",
	} {
		if got := packageOf(function); got != want {
			t.Errorf("%s: %q, want %q", function, got, want)
		}
	}
}

// A program is built, profiles itself and is found again in its profile.
func TestRealProfile(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	dir := t.TempDir()
	files := map[string]string{
		"go.mod":      "module x.org/real\n\ngo 1.24\n",
		"cmd/a/a.go":  "package main\n\nimport (\n\t\"os\"\n\t\"runtime/pprof\"\n\n\t\"x.org/real/loop\"\n)\n\nfunc main() {\n\tf, _ := os.Create(os.Args[1])\n\tpprof.StartCPUProfile(f)\n\tdefer pprof.StopCPUProfile()\n\tfor range 600 {\n\t\tloop.Run()\n\t}\n}\n",
		"loop/l.go":   "package loop\n\nimport \"x.org/real/burn\"\n\n//go:noinline\nfunc Run() {\n\tfor i := range 1000 {\n\t\tburn.Burn(i)\n\t}\n}\n",
		"burn/b.go":   "package burn\n\nvar Sink int\n\n//go:noinline\nfunc Burn(n int) {\n\tfor i := range 1000 {\n\t\tSink += i * n\n\t}\n}\n",
		"unused/u.go": "package unused\n",
	}
	for name, content := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "run", "./cmd/a", "cpu.pb.gz")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "cpu.pb.gz"))
	if err != nil {
		t.Fatal(err)
	}
	g, err := golang.Load(context.Background(), repo.Memory(files), golang.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, _, err := Read(data, g)
	if err != nil {
		t.Fatal(err)
	}
	c := p.CutOf(func(pkg string) bool { return pkg == "burn" })
	if p.Samples == 0 || c.Own < 0.5 || c.InShare < 0.5 || len(c.In) != 1 || c.In[0].From != "loop" || len(c.Out) != 0 {
		t.Errorf("%d samples, cut %+v", p.Samples, c)
	}
	main := p.CutOf(func(pkg string) bool { return pkg == "loop" })
	if len(main.In) != 1 || main.In[0].From != "cmd/a" || !main.In[0].Start {
		t.Errorf("cut %+v", main)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(built(served))
	f.Add([]byte{})
	p, err := pprof.ParseData(built(served))
	if err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	if err := p.WriteUncompressed(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	g := shop()
	f.Fuzz(func(t *testing.T, data []byte) {
		p, _, err := Read(data, g)
		if err != nil {
			return
		}
		c := p.CutOf(func(pkg string) bool { return pkg == "store" })
		for _, share := range []float64{p.FirstParty, c.Own, c.InShare, c.OutShare} {
			if share < 0 || share > 1 {
				t.Fatalf("share %f", share)
			}
		}
	})
}
