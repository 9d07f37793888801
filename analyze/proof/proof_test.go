package proof

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/finding"
	"seam/analyze/repo"
)

// cacheOf makes a module cache of archives: each text lists files, "-- NAME --" before
// the content of each.
func cacheOf(t *testing.T, modules map[string]string) fstest.MapFS {
	t.Helper()
	cache := fstest.MapFS{}
	for m, text := range modules {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for name, body := range filesOf(text) {
			f, err := w.Create(m + "/" + name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.Write([]byte(body)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		p, v, _ := strings.Cut(m, "@")
		cache[p+"/@v/"+v+".zip"] = &fstest.MapFile{Data: b.Bytes()}
	}
	return cache
}

func filesOf(text string) map[string]string {
	out, name := map[string]string{}, ""
	for line := range strings.Lines(text) {
		line = strings.TrimLeft(line, "\t")
		if rest, ok := strings.CutPrefix(line, "-- "); ok {
			name = strings.TrimSuffix(strings.TrimSpace(rest), " --")
		} else if name != "" {
			out[name] += line
		}
	}
	return out
}

const (
	before = `
		-- d.go --
		package d
		import "context"
		import "time"
		func Same(ctx context.Context) {}
		func Changed(ctx context.Context) {}
		func Gone() {}
		func Wait(d time.Duration) error { return nil }
		type T struct { Field int; Other string }
		func (t *T) Kept() {}
		func (t *T) Lost() {}
		type Log interface { Info(string) }
		-- d_windows.go --
		package d
		func Changed(int) {}
		-- sub/sub.go --
		package inner
		import "x.example/d"
		func New() *d.T { return nil }
		-- away/away.go --
		package away
		func Do() {}
		`
	after = `
		-- d.go --
		package d
		import "context"
		import "time"
		func Same(ctx context.Context) {}
		func Changed(ctx context.Context, n int) {}
		func Wait(d time.Time) error { return nil }
		type T struct { Field string }
		func (t *T) Kept() {}
		type Log interface { Info(string); Warn(string) }
		-- sub/sub.go --
		package inner
		import "x.example/d"
		func New() d.T { return d.T{} }
		`
)

func TestDifferences(t *testing.T) {
	d0, d1 := Module{"x.example/d", "v0.1.0"}, Module{"x.example/d", "v0.2.0"}
	for name, c := range map[string]struct {
		user string
		want string
	}{
		"what is the same": {`
			-- u.go --
			package u
			import "x.example/d"
			var _ = d.Same
			`, "1 used"},
		"a signature, a name that is gone, a type of the standard library": {`
			-- u.go --
			package u
			import "x.example/d"
			func f() { d.Changed(nil); d.Gone(); d.Wait(0); d.Same(nil) }
			`, "4 used; x.example/d.Changed: changed from func(context.Context) to func(context.Context, int); x.example/d.Gone: removed; x.example/d.Wait: changed from func(time.Duration) error to func(time.Time) error"},
		"fields and methods count where their names are selected": {`
			-- u.go --
			package u
			import other "x.example/d"
			func f(t *other.T) { t.Lost(); t.Kept() }
			`, "1 used; x.example/d.T.Lost: removed"},
		"a package under another name than its folder, and one that is gone": {`
			-- u.go --
			package u
			import "x.example/d/sub"
			import "x.example/d/away"
			var _ = inner.New
			var _ = away.Do
			`, "2 used; x.example/d/away: the package is gone; x.example/d/sub.New: changed from func() *x.example/d.T to func() x.example/d.T"},
		"a variable of that name is no package; what an interface gains is no loss to its callers": {`
			-- u.go --
			package u
			import "x.example/d"
			func f(d struct{ Gone func() }) { d.Gone() }
			var _ d.Log
			`, "1 used"},
		"tests and other platforms are left out": {`
			-- u_test.go --
			package u
			import "x.example/d"
			var _ = d.Gone
			-- u_windows.go --
			package u
			import "x.example/d"
			var _ = d.Gone
			`, "0 used"},
	} {
		t.Run(name, func(t *testing.T) {
			r := NewReader(repo.Memory(nil), cacheOf(t, map[string]string{d0.String(): before, d1.String(): after, "u.example/u@v1.0.0": c.user}))
			defer r.Close()
			byModule := r.Answer(Question{User: &Module{"u.example/u", "v1.0.0"}, Old: d0, New: d1})
			if d := cmp.Diff(c.want, show(byModule)); d != "" {
				t.Error(d)
			}
			files := map[string]string{}
			for n, body := range filesOf(c.user) {
				files["lib/"+n] = body
			}
			r = NewReader(repo.Memory(files), cacheOf(t, map[string]string{d0.String(): before, d1.String(): after}))
			defer r.Close()
			byUnit := r.Answer(Question{Unit: &Unit{Folder: "lib"}, Old: d0, New: d1})
			if d := cmp.Diff(c.want, show(byUnit)); d != "" {
				t.Error("as a unit:", d)
			}
		})
	}
}

func show(a Answer) string {
	if a.Unknown != "" {
		return a.Unknown
	}
	out := fmt.Sprintf("%d used", a.Used)
	for _, d := range a.Differ {
		out += "; " + d.Name + ": " + d.Change
	}
	return out
}

// What is not in the cache is said, and damage is absence.
func TestUnknown(t *testing.T) {
	d0, d1, user := Module{"x.example/d", "v0.1.0"}, Module{"x.example/d", "v0.2.0"}, Module{"u.example/u", "v1.0.0"}
	cache := cacheOf(t, map[string]string{d0.String(): before, user.String(): "-- u.go --\npackage u\n"})
	cache["x.example/d/@v/v0.2.0.zip"] = &fstest.MapFile{Data: []byte("PK\x05\x06 no archive")}
	r := NewReader(repo.Memory(nil), cache)
	defer r.Close()
	if got, want := r.Answer(Question{User: &user, Old: d0, New: d1}).Unknown, "the module cache lacks the source of x.example/d@v0.2.0 (go mod download x.example/d@v0.2.0)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	none := NewReader(repo.Memory(nil), nil)
	if got, want := none.Answer(Question{User: &user, Old: d0, New: d1}).Unknown, "the module cache lacks the source of u.example/u@v1.0.0 (go mod download u.example/u@v1.0.0)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Code that does not check, and packages that import each other, break nothing.
func TestBadSource(t *testing.T) {
	bad := `
		-- d.go --
		package d
		import "x.example/d/sub"
		type A = B
		type B = A
		type T[P any] struct { T[T[P]] }
		func F(x undefined.Type) sub.S
		-- sub/sub.go --
		package sub
		import "x.example/d"
		type S struct { d.S }
		-- broken/broken.go --
		package
		`
	user := "-- u.go --\npackage u\nimport \"x.example/d\"\nvar _ = d.F\nvar _ d.T[int]\n"
	d0, d1 := Module{"x.example/d", "v0.1.0"}, Module{"x.example/d", "v0.2.0"}
	r := NewReader(repo.Memory(filesOf(user)), cacheOf(t, map[string]string{d0.String(): bad, d1.String(): bad}))
	defer r.Close()
	if got := show(r.Answer(Question{Unit: &Unit{Folder: "."}, Old: d0, New: d1})); got != "2 used" {
		t.Errorf("got %q", got)
	}
}

func TestExposed(t *testing.T) {
	files := filesOf(`
		-- api/api.go --
		package api
		import (
			"x.example/d"
			two "x.example/d/v2"
			"x.example/d/other"
		)
		type Client struct {
			Conf   *d.Config
			hidden d.Secret
		}
		func (c *Client) Get(o two.Options) error { var x d.Local; _ = x; return nil }
		func (c *client) Skip(d.Config) {}
		var Default two.Options
		var Other other.Thing
		type client struct{}
		-- api/inner/go.go --
		package inner
		import "x.example/d"
		func F(d.Config) {}
		-- cmd/main.go --
		package main
		import "x.example/d"
		func F(d.Config) {}
		`)
	one, two := Module{"x.example/d", "v1.0.0"}, Module{"x.example/d/v2", "v2.0.0"}
	got := NewReader(repo.Memory(files), nil).Answer(Question{
		Unit:    &Unit{Folder: ".", Inner: []string{"api/inner"}, Listed: []string{"x.example/d", "x.example/d/v2", "x.example/d/other"}},
		Exposed: []Module{one, two},
	})
	at := func(line int) finding.Location { return finding.Location{File: "api/api.go", Line: line} }
	want := []Exposure{
		{one.String(), "x.example/d.Config", "api", "Client", at(8)},
		{two.String(), "x.example/d/v2.Options", "api", "Client.Get", at(11)},
		{two.String(), "x.example/d/v2.Options", "api", "Default", at(13)},
	}
	if d := cmp.Diff(want, got.Exposed); d != "" {
		t.Error(d)
	}
}
