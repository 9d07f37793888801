package split

import (
	"path"
	"slices"
	"testing"

	"seam/analyze/whatif"
)

// TestTrialRanksAlike: parts kept as numbers are ranked as Rank ranks them.
func TestTrialRanksAlike(t *testing.T) {
	g, c := monorepo()
	b := whatif.Prepare(whatif.Input{Imports: g, Changes: c, SourceOf: func(p string) (string, bool) { return path.Dir(p), true }})
	r := Rank(Input{Base: b, Imports: g, Changes: c})
	samples := r.Samples()
	trial := NewTrial(samples, len(b.Packages))
	var got, want []string
	for _, i := range trial.List(weights()) {
		got = append(got, samples[i].Folder)
	}
	for _, k := range r.kept {
		want = append(want, k.key())
	}
	if !slices.Equal(got, want) {
		t.Errorf("from numbers: %v, from the repository: %v", got, want)
	}
	if p := partOf(Sample{Folder: "a,b/c"}); !slices.Equal(p.roots, []string{"a", "b/c"}) || partOf(Sample{Folder: "a"}).roots != nil {
		t.Errorf("a group comes back as %+v", p)
	}
	if len(Steps()) != len(weights()) || len(trial.Reached()[0]) != len(weights()) || len(samples[0].Numbers) != len(NumberNames()) {
		t.Error("steps, points and numbers do not go together")
	}
}
