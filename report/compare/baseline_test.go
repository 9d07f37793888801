package compare_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/finding"
	"seam/report/compare"
)

const known = `
	a: x.example/x v0.1.0
	b: x.example/x v0.2.0`

func baseline(t *testing.T, lines string) compare.Baseline {
	t.Helper()
	return compare.NewBaseline(".", findings(t, lines), finding.Problem, "old", compare.Baseline{})
}

// news is the baseline's verdict over manifests, in one line.
func news(t *testing.T, b compare.Baseline, lines string) string {
	t.Helper()
	var out []string
	for _, f := range b.Against(findings(t, lines)).New {
		if f.Severity == finding.Problem {
			out = append(out, f.ID)
		}
	}
	return strings.Join(out, " ")
}

func TestBaselineText(t *testing.T) {
	b := baseline(t, known)
	want := `folder: .
entries:
  - rule: workspace-skew
    about: go x.example/x
    classes: ["0.1", "0.2"]
    folders: [a]
    reason: old
`
	_, got, _ := strings.Cut(b.Text(), "folder:")
	if diff := cmp.Diff(want, "folder:"+got); diff != "" {
		t.Error(diff)
	}
	again, err := compare.ReadBaseline("b.yaml", []byte(b.Text()))
	if err != nil {
		t.Fatalf("%v: %+v", err, again)
	}
	if diff := cmp.Diff(b, again); diff != "" {
		t.Error(diff)
	}
}

// What a change may do to a repository with old debt.
func TestBaselineGates(t *testing.T) {
	b := baseline(t, known)
	const skew = "diamond:workspace-skew:go:x.example/x"
	for name, c := range map[string]struct{ lines, want string }{
		"as it was":            {known, ""},
		"a patch release":      {"a: x.example/x v0.1.9\nb: x.example/x v0.2.4", ""},
		"fixed":                {"a: x.example/x v0.2.0\nb: x.example/x v0.2.0", ""},
		"the newest moves on":  {"a: x.example/x v0.1.0\nb: x.example/x v0.5.0", ""},
		"a third class":        {known + "\nc: x.example/x v0.3.0", skew},
		"another dependency":   {known + "\na: y.example/y v1.0.0\nb: y.example/y v2.0.0+incompatible", "diamond:workspace-skew:go:y.example/y"},
		"one more lags behind": {known + "\nc: x.example/x v0.1.0", skew},
	} {
		if got := news(t, b, c.lines); got != c.want {
			t.Errorf("%s: new %q, want %q", name, got, c.want)
		}
	}
}

// Writing the baseline anew keeps what people wrote into it.
func TestBaselineKeepsReasons(t *testing.T) {
	b := baseline(t, known)
	b.Entries[0].Reason = "until the migration ends"
	for name, lines := range map[string]string{
		"the same": known,
		"grown":    known + "\nc: x.example/x v0.3.0",
		"shrunk":   known + "\nc: x.example/x v0.2.0",
	} {
		again := compare.NewBaseline(".", findings(t, lines+"\na: y.example/y v0.1.0\nb: y.example/y v0.2.0"), finding.Problem, "new", b)
		var got []string
		for _, e := range again.Entries {
			got = append(got, e.About+": "+e.Reason)
		}
		if s := strings.Join(got, ", "); s != "go x.example/x: until the migration ends, go y.example/y: new" {
			t.Errorf("%s: %s", name, s)
		}
	}
}

func TestPrune(t *testing.T) {
	b := baseline(t, known+"\nc: x.example/x v0.3.0\na: y.example/y v0.1.0\nb: y.example/y v0.2.0")
	pruned, gone, narrowed := b.Prune(findings(t, known+"\na: z.example/z v0.1.0\nb: z.example/z v0.2.0"), finding.Problem)
	if gone != 1 || narrowed != 1 || len(pruned.Entries) != 1 {
		t.Fatalf("%d gone, %d narrowed: %+v", gone, narrowed, pruned)
	}
	if diff := cmp.Diff(compare.Entry{Rule: "workspace-skew", About: "go x.example/x", Severity: "problem", Classes: []string{"0.1", "0.2"}, Folders: []string{"a"}, Reason: "old"}, pruned.Entries[0]); diff != "" {
		t.Error(diff)
	}
}

// What only moved on is in the file already.
func TestPruneLeavesWhatMovedOn(t *testing.T) {
	b := baseline(t, known)
	pruned, gone, narrowed := b.Prune(findings(t, "a: x.example/x v0.1.0\nb: x.example/x v0.5.0"), finding.Problem)
	if diff := cmp.Diff(b, pruned); diff != "" || gone+narrowed != 0 {
		t.Errorf("%d gone, %d narrowed: %s", gone, narrowed, diff)
	}
}

func TestReadBaselineRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"entries: [{rule: a, about: b}]":                               "b.yaml:1:11: has no reason",
		"entries: [{rule: a, reason: b}]":                              "needs a rule and what it is about",
		"entries: [{rule: a, about: b, reason: c, severity: serious}]": `"serious" is none of`,
		"entries:\n  - {rule: a, about: b, reason: c, clases: [d]}":    `b.yaml:2:36: unknown field "clases"`,
		"<<<<<<< HEAD\nentries: []":                                    "b.yaml:",
		"entries: 5":                                                   "must be a list",
	} {
		if _, err := compare.ReadBaseline("b.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", text, err, want)
		}
	}
}

// manifests draws requirements of a few dependencies by a few modules.
func manifests(r *rand.Rand) map[[2]string]string {
	out := map[[2]string]string{}
	for _, unit := range []string{"a", "b", "c", "tools/d"} {
		for _, dep := range []string{"x.example/x", "y.example/y"} {
			if r.IntN(4) > 0 {
				out[[2]string{unit, dep}] = fmt.Sprintf("v%d.%d.%d", r.IntN(2), 1+r.IntN(3), r.IntN(3))
			}
		}
	}
	return out
}

func lines(m map[[2]string]string) string {
	var out []string
	for k, v := range m {
		out = append(out, k[0]+": "+k[1]+" "+v)
	}
	return strings.Join(out, "\n")
}

// Whatever stands in a baseline, a repair of it never fails: raising one module to the
// highest version of the product, or dropping a requirement. Nor does a patch
// release anywhere, and what is written passes at once.
func TestRepairsNeverFail(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		before := manifests(r)
		b, err := compare.ReadBaseline("b.yaml", []byte(baseline(t, lines(before)).Text()))
		if err != nil {
			t.Fatal(err)
		}
		if got := news(t, b, lines(before)); got != "" {
			t.Fatalf("seed %d: %s is new at once\n%s", seed, got, lines(before))
		}
		for k, v := range before {
			repairs := map[string]string{"patched": v[:len(v)-1] + "9", "dropped": ""}
			if strings.Contains(b.Text(), "go "+k[1]+"\n") { // else there is nothing to repair
				repairs["raised"] = highest(before, k[1])
			}
			for what, w := range repairs {
				if got := news(t, b, lines(with(before, k, w))); got != "" {
					t.Errorf("seed %d: %v %s: %s is new\nbefore\n%s", seed, k, what, got, lines(before))
				}
			}
		}
	}
}

// highest is the highest version that a production module requires.
func highest(m map[[2]string]string, dep string) string {
	high := ""
	for k, v := range m {
		if k[1] == dep && !strings.HasPrefix(k[0], "tools/") && v > high {
			high = v
		}
	}
	return high
}

// with is a copy with one requirement at another version; "" drops it.
func with(m map[[2]string]string, k [2]string, version string) map[[2]string]string {
	out := maps.Clone(m)
	out[k] = version
	if version == "" {
		delete(out, k)
	}
	return out
}

func FuzzReadBaseline(f *testing.F) {
	f.Add("folder: .\nentries:\n  - rule: a\n    about: go x\n    classes: [\"0.1\", v2]\n    folders: [., \"b c\"]\n    size: 4\n    severity: smell\n    reason: 'because: of'\n")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := compare.ReadBaseline("b.yaml", []byte(text))
		if err != nil {
			return
		}
		again, err := compare.ReadBaseline("b.yaml", []byte(b.Text()))
		if err != nil {
			t.Fatalf("%q is written as %q, which cannot be read: %v", text, b.Text(), err)
		}
		if len(again.Entries) != len(b.Entries) || again.Text() != b.Text() {
			t.Fatalf("%q is written as\n%s\nthen as\n%s", text, b.Text(), again.Text())
		}
	})
}
