package analyze_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"seam/analyze"
	"seam/analyze/config"
	"seam/analyze/repo"
	"seam/analyze/whatif"
)

var all = analyze.Needs{History: true, Imports: true, Symbols: true, Modules: true, Services: true, Split: true}

// monorepo builds a repository with a root module, a nested one below tools, two
// teams and forty commits.
func monorepo(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	b, err := repo.NewBuilder(dir)
	if err != nil {
		t.Fatal(err)
	}
	when := time.Date(2025, 1, 1, 12, 0, 0, 0, time.UTC)
	commit := func(author string, write map[string]string) {
		t.Helper()
		when = when.Add(24 * time.Hour)
		if _, err := b.Commit(repo.BuildCommit{Author: author, Email: author + "@shop.example", When: when, Message: "change", Write: write}); err != nil {
			t.Fatal(err)
		}
	}
	commit("ann", map[string]string{
		"go.mod":          "module shop.example\n\ngo 1.26\n\nrequire example.org/kit v0.3.0\n",
		"batch/go.mod":    "module shop.example/batch\n\ngo 1.26\n\nrequire example.org/kit v0.4.0\n",
		"pay/pay.go":      "package pay\n\nfunc Charge() {}\n",
		"web/web.go":      "package web\n\nimport \"shop.example/pay\"\n\nfunc Serve() { pay.Charge() }\n",
		"batch/gen/g.go":  "package main\n\nfunc main() {}\n",
		"seam.yaml":       "teams:\n  payments:\n    members: [ann@shop.example]\n    paths: [/pay/]\nexclude: [web/notes/]\n",
		"docs/readme.txt": "shop\n",
	})
	for i := range 20 {
		commit("ann", map[string]string{"pay/pay.go": fmt.Sprintf("package pay\n\nfunc Charge() {}\n\nconst n = %d\n", i)})
		commit("bob", map[string]string{"web/web.go": fmt.Sprintf("package web\n\nimport \"shop.example/pay\"\n\nfunc Serve() { pay.Charge() }\n\nconst n = %d\n", i), "web/notes/n.txt": fmt.Sprint(i)})
	}
	if err := b.Finish(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func load(t *testing.T, q analyze.Request) *analyze.Input {
	t.Helper()
	in, err := analyze.Load(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func packages(in *analyze.Input) string {
	var out []string
	for _, p := range in.Imports.Packages {
		out = append(out, p.Path)
	}
	return strings.Join(out, " ")
}

// TestAhead: what Load begins ahead is what Run works out, also where Run is asked for
// something else in the end.
func TestAhead(t *testing.T) {
	dir := monorepo(t)
	for _, ahead := range []*analyze.Options{nil, {}, {Communities: true}, {Communities: true, CouplingTop: 1}} {
		in := load(t, analyze.Request{Dir: dir, Needs: all, Ahead: ahead})
		for _, opt := range []analyze.Options{{}, {Communities: true}, {CouplingTop: 1}, {NoCoupling: true}, {NoFocus: true}} {
			got, err := analyze.Run(in, opt)
			if err != nil {
				t.Fatal(err)
			}
			want, err := analyze.Run(load(t, analyze.Request{Dir: dir, Needs: all}), opt)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range []string{
				cmp.Diff(want.Coupling, got.Coupling), cmp.Diff(want.Map, got.Map), cmp.Diff(want.Focus, got.Focus),
				cmp.Diff(want.Areas.List, got.Areas.List), cmp.Diff(want.Types.Kind, got.Types.Kind), cmp.Diff(want.Warnings, got.Warnings),
			} {
				if d != "" {
					t.Errorf("ahead %+v, asked %+v:\n%s", ahead, opt, d)
				}
			}
		}
	}
}

func TestLoadWhole(t *testing.T) {
	in := load(t, analyze.Request{Dir: monorepo(t), Needs: all})
	if got := packages(in); got != "batch/gen pay web" {
		t.Errorf("packages %q", got)
	}
	if in.Log.Len() != 41 || in.Changes.List.Len() != 41 {
		t.Errorf("%d commits, %d changes", in.Log.Len(), in.Changes.List.Len())
	}
	for _, p := range in.Changes.Paths {
		if strings.HasPrefix(p, "web/notes") {
			t.Errorf("seam.yaml excludes %s", p)
		}
	}
	r, err := analyze.Run(in, analyze.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.TeamOfPackage("pay"); got != "payments" {
		t.Errorf("team of pay is %q", got)
	}
	if len(r.Diamonds.Diamonds) != 1 || r.Diamonds.Diamonds[0].Dependency != "example.org/kit" {
		t.Errorf("diamonds %+v", r.Diamonds.Diamonds)
	}
	if r.Split == nil || r.Coupling == nil || r.Focus == nil || r.Chains == nil || r.Deploy == nil {
		t.Error("an analysis did not run although its facts were read")
	}
}

// TestLoadFolder: results cover what lies below the folder; configuration above it
// still counts.
func TestLoadFolder(t *testing.T) {
	dir := monorepo(t)
	in := load(t, analyze.Request{Dir: filepath.Join(dir, "web"), Needs: all})
	if got := packages(in); got != "." {
		t.Errorf("packages %q", got)
	}
	if in.Imports.Modules[0].Name != "shop.example" || in.Imports.Modules[0].Path != ".." {
		t.Errorf("module %+v", in.Imports.Modules[0])
	}
	if in.Changes.List.Len() != 21 || in.Changes.Paths[0] != "web.go" {
		t.Errorf("%d changes of %v", in.Changes.List.Len(), in.Changes.Paths)
	}
	if len(in.Config.Teams) != 1 {
		t.Error("seam.yaml above the folder was not read")
	}
}

func TestLoadOnlyWhatIsNeeded(t *testing.T) {
	in := load(t, analyze.Request{Dir: monorepo(t), Needs: analyze.Needs{Modules: true}})
	if in.Log != nil || in.Imports != nil || in.Service != nil || in.Modules == nil {
		t.Error("more or less than the modules was read")
	}
	r, err := analyze.Run(in, analyze.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Split != nil || r.Diamonds == nil {
		t.Error("the analyses do not follow the facts")
	}
}

func TestLoadFilters(t *testing.T) {
	dir := monorepo(t)
	for _, c := range []struct {
		name string
		q    analyze.Request
		want int
	}{
		{"paths", analyze.Request{Paths: []string{"pay/"}}, 21},
		{"exclude", analyze.Request{Exclude: []string{"pay/"}}, 21},
		{"max commits", analyze.Request{MaxCommits: 7}, 7},
		{"since", analyze.Request{Since: time.Date(2025, 2, 1, 0, 0, 0, 0, time.UTC)}, 11},
		{"until", analyze.Request{Until: time.Date(2025, 1, 10, 23, 0, 0, 0, time.UTC)}, 9},
	} {
		c.q.Dir, c.q.Needs = dir, analyze.Needs{History: true}
		if in := load(t, c.q); in.Changes.List.Len() != c.want {
			t.Errorf("%s: %d changes, want %d", c.name, in.Changes.List.Len(), c.want)
		}
	}
	if _, err := analyze.Load(context.Background(), analyze.Request{Dir: dir, Needs: analyze.Needs{History: true}, Exclude: []string{"a[b"}}); err == nil {
		t.Error("a broken pattern was taken")
	}
}

func TestLoadWorktree(t *testing.T) {
	dir := monorepo(t)
	if err := os.WriteFile(filepath.Join(dir, "pay", "pay.go"), []byte("package pay\n\nimport _ \"shop.example/web\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	edges := func(worktree bool) int {
		return len(load(t, analyze.Request{Dir: dir, Worktree: worktree, Needs: analyze.Needs{Imports: true}}).Imports.Edges)
	}
	if edges(false) != 1 || edges(true) != 2 {
		t.Errorf("committed %d edges, worktree %d", edges(false), edges(true))
	}
}

func TestLoadErrors(t *testing.T) {
	if _, err := analyze.Load(context.Background(), analyze.Request{Dir: t.TempDir()}); !errors.Is(err, repo.ErrNoRepository) {
		t.Errorf("no repository: %v", err)
	}
	dir := monorepo(t)
	if _, err := analyze.Load(context.Background(), analyze.Request{Dir: dir, Revision: "nowhere"}); !errors.Is(err, repo.ErrNoRevision) {
		t.Errorf("no revision: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "seam.yaml"), []byte("teems: {}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var malformed *config.Error
	if _, err := analyze.Load(context.Background(), analyze.Request{Dir: dir, Worktree: true}); !errors.As(err, &malformed) {
		t.Errorf("malformed seam.yaml: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := analyze.Load(ctx, analyze.Request{Dir: monorepo(t), Needs: all}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestRunRefusesCut(t *testing.T) {
	in := load(t, analyze.Request{Dir: monorepo(t), Needs: all})
	if _, err := analyze.Run(in, analyze.Options{Extract: []whatif.Part{{"nowhere"}}}); err == nil {
		t.Error("a cut of nothing was made")
	}
	r, err := analyze.Run(in, analyze.Options{Extract: []whatif.Part{{"pay"}}})
	if err != nil || r.Whatif.Cut.ImportsIn != 1 {
		t.Errorf("%v, %+v", err, r.Whatif)
	}
}

// TestSameBytes: two loads of one repository, in two time zones, give equal results.
func TestSameBytes(t *testing.T) {
	dir := monorepo(t)
	encode := func(zone string) []byte {
		t.Setenv("TZ", zone)
		in := load(t, analyze.Request{Dir: dir, Needs: all})
		r, err := analyze.Run(in, analyze.Options{})
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal([]any{in.Log, in.Changes, in.Imports, r.Split, r.Coupling, r.Focus, r.Diamonds, r.Chains, r.Deploy, r.Warnings})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if !slices.Equal(encode("Asia/Tokyo"), encode("America/New_York")) {
		t.Error("two runs differ")
	}
}
