package diamonds_test

import (
	"testing"

	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/proof"
)

// What the sources say makes a requirement skew count less, never more.
func TestProof(t *testing.T) {
	set := build(t, `
		-- go.mod --
		module m.example/m
		go 1.24
		require (
			a.example/a v1.0.0
			d.example/d v3.0.0+incompatible
		)
		-- a.example/a@v1.0.0 --
		go 1.24
		require d.example/d v2.0.0+incompatible
		-- d.example/d@v2.0.0+incompatible --
		-- d.example/d@v3.0.0+incompatible --
		`)
	found := diamonds.Find(set, diamonds.Options{}).Diamonds[0]
	if q := found.Question; q == nil || q.User.String() != "a.example/a@v1.0.0" || q.Old.String() != "d.example/d@v2.0.0+incompatible" || q.New.String() != "d.example/d@v3.0.0+incompatible" {
		t.Fatalf("question %+v", q)
	}
	for _, c := range []struct {
		answer proof.Answer
		want   finding.Severity
	}{
		{proof.Answer{Unknown: "not in the cache"}, finding.Problem},
		{proof.Answer{Compared: true, Used: 2, Differ: []proof.Difference{{Name: "d.example/d.F", Change: "removed"}}}, finding.Problem},
		{proof.Answer{Compared: true, Used: 2}, finding.Smell},
		{proof.Answer{Compared: true}, finding.Noise},
	} {
		answers := map[string]proof.Answer{found.ID: c.answer}
		d := diamonds.Find(set, diamonds.Options{All: true, Answers: answers}).Diamonds[0]
		if d.Severity != c.want || d.Proof == nil {
			t.Errorf("%+v: %s, want %s", c.answer, d.Severity, c.want)
		}
	}
}
