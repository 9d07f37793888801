package compare_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/modules/gomod"
	"seam/analyze/repo"
	"seam/report/compare"
)

// plain is a finding that only its fingerprint tells.
func plain(id, print string, s finding.Severity) finding.Finding {
	return finding.Finding{ID: id, Rule: "r", Severity: s, Fingerprint: print}
}

func ids(fs []finding.Finding) string {
	var out []string
	for _, f := range fs {
		out = append(out, f.ID)
	}
	return strings.Join(out, " ")
}

func show(r compare.Result) string {
	return fmt.Sprintf("new [%s] gone [%s] unchanged [%s]", ids(r.New), ids(r.Gone), ids(r.Unchanged))
}

func TestFingerprints(t *testing.T) {
	p, s := finding.Problem, finding.Smell
	for name, c := range map[string]struct {
		base, head []finding.Finding
		want       string
	}{
		"nothing":          {nil, nil, "new [] gone [] unchanged []"},
		"one of each":      {[]finding.Finding{plain("a", "1", p), plain("b", "2", p)}, []finding.Finding{plain("b", "2", p), plain("c", "3", p)}, "new [c] gone [a] unchanged [b]"},
		"moved":            {[]finding.Finding{plain("old", "1", p)}, []finding.Finding{plain("moved", "1", p)}, "new [] gone [] unchanged [moved]"},
		"twice where once": {[]finding.Finding{plain("a", "1", p)}, []finding.Finding{plain("a1", "1", p), plain("a2", "1", p)}, "new [a2] gone [] unchanged [a1]"},
		"once where twice": {[]finding.Finding{plain("a1", "1", p), plain("a2", "1", p)}, []finding.Finding{plain("a", "1", p)}, "new [] gone [a2] unchanged [a]"},
		"grew worse":       {[]finding.Finding{plain("a", "1", s)}, []finding.Finding{plain("a", "1", p)}, "new [a] gone [a] unchanged []"},
		"grew better":      {[]finding.Finding{plain("a", "1", p)}, []finding.Finding{plain("a", "1", s)}, "new [] gone [] unchanged [a]"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := show(compare.New(c.base, c.head)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// findings are the diamonds of a repository written as "FOLDER: NAME VERSION[ //
// indirect]", one requirement a line. Module whole is built with all others.
func findings(t *testing.T, lines string) []finding.Finding {
	t.Helper()
	files := map[string]string{}
	for l := range strings.Lines(strings.TrimSpace(lines)) {
		folder, require, ok := strings.Cut(strings.TrimSpace(l), ": ")
		if !ok {
			continue
		}
		m := folder + "/go.mod"
		if files[m] == "" {
			files[m] = "module m.example/" + folder + "\ngo 1.24\n"
		}
		files[m] += "require " + require + "\n"
	}
	whole := "module m.example/whole\ngo 1.24\n"
	for _, m := range slices.Sorted(maps.Keys(files)) {
		whole += "require m.example/" + path.Dir(m) + " v1.0.0\n"
	}
	files["whole/go.mod"] = whole
	set := gomod.Load(repo.Memory(files))
	if len(set.Broken) > 0 {
		t.Fatal(set.Broken)
	}
	return diamonds.Findings(diamonds.Find(set, diamonds.Options{}).Diamonds)
}

// What a change to manifests must and must not make new.
func TestDiamonds(t *testing.T) {
	const known = `
		a: x.example/x v0.1.0
		b: x.example/x v0.2.0`
	for name, c := range map[string]struct {
		base, head string
		want       string // rule and severity of what is new
	}{
		"old debt": {known, known, ""},
		"a first conflict": {`
			a: x.example/x v0.1.0
			b: x.example/x v0.1.0`, known, "workspace-skew problem"},
		"a patch release does not reopen": {known, `
			a: x.example/x v0.1.7
			b: x.example/x v0.2.9`, ""},
		"lines move": {known, `
			a: w.example/w v1.0.0
			a: x.example/x v0.1.0
			b: x.example/x v0.2.0`, ""},
		"fixed": {known, `
			a: x.example/x v0.2.0
			b: x.example/x v0.2.0`, ""},
		"fixed but for a patch release": {known, `
			a: x.example/x v0.2.0
			b: x.example/x v0.2.1`, ""},
		"a third class on a known dependency": {known, known + `
			c: x.example/x v0.3.0`, "workspace-skew problem"},
		"the newest moves on by a class": {known, `
			a: x.example/x v0.1.0
			b: x.example/x v0.3.0`, ""},
		"both move on": {known, `
			a: x.example/x v0.3.0
			b: x.example/x v0.4.0`, ""},
		"the newest moves on, and one that kept up stays behind": {known + `
			c: x.example/x v0.2.0`, `
			a: x.example/x v0.2.0
			b: x.example/x v0.3.0
			c: x.example/x v0.2.0`, "workspace-skew problem"},
		"of three classes one goes, the lowest": {known + `
			c: x.example/x v0.3.0`, `
			a: x.example/x v0.2.0
			b: x.example/x v0.2.0
			c: x.example/x v0.3.0`, ""},
		"a module joins at the newest": {known, known + `
			c: x.example/x v0.2.3`, ""},
		"a module joins behind": {known, known + `
			c: x.example/x v0.1.0`, "workspace-skew problem"},
		"a tool joins behind": {known, known + `
			tools: x.example/x v0.1.0`, ""},
		"what only tools did now happens in production": {`
			a: x.example/x v0.1.0
			tools: x.example/x v0.2.0`, `
			a: x.example/x v0.1.0
			b: x.example/x v0.2.0`, "workspace-skew problem"},
		"a problem becomes a smell": {known, `
			a: x.example/x v0.1.0 // indirect
			b: x.example/x v0.2.0`, ""},
		"a smell becomes a problem": {`
			a: x.example/x v0.1.0 // indirect
			b: x.example/x v0.2.0`, known, "workspace-skew problem"},
		"drift changes sides": {`
			a: x.example/x v1.1.0
			b: x.example/x v1.2.0`, `
			a: x.example/x v1.3.0
			b: x.example/x v1.2.0`, ""},
		"a second major": {`
			a: x.example/x v1.0.0`, `
			a: x.example/x v1.0.0
			a: x.example/x/v2 v2.0.0`, "go/two-majors problem"},
		"a third major": {`
			a: x.example/x v1.0.0
			a: x.example/x/v2 v2.0.0`, `
			a: x.example/x v1.0.0
			a: x.example/x/v2 v2.0.0
			a: x.example/x/v3 v3.0.0`, "go/two-majors problem"},
		"one of three majors goes": {`
			a: x.example/x v1.0.0
			a: x.example/x/v2 v2.0.0
			a: x.example/x/v3 v3.0.0`, `
			a: x.example/x/v2 v2.0.0
			a: x.example/x/v3 v3.0.0`, ""},
		"two majors in one more manifest": {`
			a: x.example/x v1.0.0
			a: x.example/x/v2 v2.0.0`, `
			a: x.example/x v1.0.0
			a: x.example/x/v2 v2.0.0
			b: x.example/x v1.0.0
			b: x.example/x/v2 v2.0.0`, "go/two-majors problem"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range compare.New(findings(t, c.base), findings(t, c.head)).New {
				got = append(got, f.Rule+" "+string(f.Severity))
			}
			if g := strings.Join(got, ", "); g != c.want {
				t.Errorf("new: %q, want %q", g, c.want)
			}
		})
	}
}

// Nothing is lost or counted twice, and order does not matter.
func TestPartition(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	random := func(side string) []finding.Finding {
		var out []finding.Finding
		for i := range r.IntN(12) {
			f := plain(fmt.Sprintf("%s%d", side, i), fmt.Sprint(r.IntN(4)), []finding.Severity{finding.Problem, finding.Smell}[r.IntN(2)])
			if r.IntN(2) == 0 {
				f.Key = &finding.Key{Group: fmt.Sprint(r.IntN(3)), Classes: []string{"1", "2"}[:r.IntN(3)]}
			}
			out = append(out, f)
		}
		return out
	}
	for range 200 {
		base, head := random("b"), random("h")
		got := compare.New(base, head)
		if len(got.New)+len(got.Unchanged) != len(head) || len(got.Gone)+len(got.Unchanged) != len(base) {
			t.Fatalf("base %d, head %d: %s", len(base), len(head), show(got))
		}
		r.Shuffle(len(base), func(i, j int) { base[i], base[j] = base[j], base[i] })
		r.Shuffle(len(head), func(i, j int) { head[i], head[j] = head[j], head[i] })
		if d := cmp.Diff(got, compare.New(slices.Clone(base), head)); d != "" {
			t.Fatal(d)
		}
	}
}
