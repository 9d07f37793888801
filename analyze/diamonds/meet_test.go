package diamonds

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"seam/analyze/finding"
	"seam/analyze/modules"
)

// Whether two manifests that want other versions of x are a problem depends on whether
// something is built with both.
func TestOnlyWhatMeetsIsAProblem(t *testing.T) {
	list := []told{{"a", "x", "1.0", nil}, {"b", "x", "2.0", nil}}
	takes := func(path string, units ...string) func(*modules.Set) {
		return func(s *modules.Set) {
			u := modules.Unit{Path: path, Manifest: path + "/manifest", Ecosystem: "maven", Name: path}
			for _, folder := range units {
				u.Requirements = append(u.Requirements, modules.Requirement{Unit: folder})
			}
			s.Units = append(s.Units, u)
		}
	}
	lock := func(file, folder string, units ...string) func(*modules.Set) {
		return func(s *modules.Set) {
			l := modules.Lock{File: file, Path: folder, Ecosystem: "maven"}
			for _, u := range units {
				l.Packages = append(l.Packages, modules.Package{Name: u, Unit: u})
			}
			s.Locks = append(s.Locks, l)
		}
	}
	for name, c := range map[string]struct {
		joins []func(*modules.Set)
		want  finding.Severity
	}{
		"nothing joins them":           {nil, finding.Smell},
		"one takes in the other":       {[]func(*modules.Set){takes("a", "b")}, finding.Problem},
		"a third unit takes in both":   {[]func(*modules.Set){takes("war", "a", "b")}, finding.Problem},
		"a unit takes in one of them":  {[]func(*modules.Set){takes("war", "a"), takes("ear", "b")}, finding.Smell},
		"through others":               {[]func(*modules.Set){takes("war", "a"), takes("ear", "war", "b")}, finding.Problem},
		"both take in a third":         {[]func(*modules.Set){takes("a", "core"), takes("b", "core"), takes("core")}, finding.Smell},
		"in a circle":                  {[]func(*modules.Set){takes("war", "a", "ear"), takes("ear", "war", "b")}, finding.Problem},
		"one lock names both":          {[]func(*modules.Set){lock("lock", ".", "a", "b")}, finding.Problem},
		"one lock names one":           {[]func(*modules.Set){lock("lock", ".", "a")}, finding.Smell},
		"a lock above that names none": {[]func(*modules.Set){lock("lock", ".")}, finding.Problem},
		"a lock each":                  {[]func(*modules.Set){lock("a/lock", "a", "a"), lock("b/lock", "b", "b")}, finding.Smell},
		"what was resolved is no lock": {[]func(*modules.Set){lock("lock", "."), func(s *modules.Set) {
			s.Locks[len(s.Locks)-1].Resolved = true
		}}, finding.Smell},
		"both leave versions to a file": {[]func(*modules.Set){leaves("a", "pom.xml"), leaves("b", "pom.xml")}, finding.Problem},
		"each has a file of its own":    {[]func(*modules.Set){leaves("a", "a/pom.xml"), leaves("b", "b/pom.xml")}, finding.Smell},
		"one workspace": {[]func(*modules.Set){func(s *modules.Set) {
			s.Workspaces = append(s.Workspaces, modules.Workspace{Manifest: "work", Ecosystem: "maven", Members: []string{"a", "b"}})
		}}, finding.Problem},
		"another ecosystem joins them": {[]func(*modules.Set){func(s *modules.Set) {
			s.Units = append(s.Units, modules.Unit{Path: "war", Ecosystem: "npm", Requirements: []modules.Requirement{{Unit: "a"}, {Unit: "b"}}})
		}}, finding.Smell},
	} {
		set := apartOf("maven", list)
		for _, join := range c.joins {
			join(set)
		}
		got := skewsIn(set)
		if len(got) != 1 || got[0].Severity != c.want {
			t.Errorf("%s: %+v, want %s", name, got, c.want)
			continue
		}
		apart := c.want == finding.Smell
		if d := got[0]; d.Apart != apart || strings.HasSuffix(d.Message, nowhere) != apart || strings.HasPrefix(d.Fix.Edit, "Leave it, or raise x to 2.0 in") != apart || !d.Incompatible {
			t.Errorf("%s: %+v with the edit %q", name, d, d.Fix.Edit)
		}
	}
}

func leaves(unit, file string) func(*modules.Set) {
	return func(s *modules.Set) {
		for i := range s.Units {
			if s.Units[i].Path == unit {
				s.Units[i].Requirements = append(s.Units[i].Requirements, modules.Requirement{Name: "z", Version: "1", Decides: finding.Location{File: file, Line: 1}})
			}
		}
	}
}

// Only those that meet are named: a sample beside them is no reason to fail, and its
// version is no part of the message.
func TestWhoMeetsIsNamed(t *testing.T) {
	set := apartOf("npm", []told{{"a", "x", "^1.0.0", nil}, {"b", "x", "^2.0.0", nil}, {"sample-of-old", "x", "^0.1.0", nil}})
	set.Units[1].Requirements = append(set.Units[1].Requirements, modules.Requirement{Name: "unit 0", Unit: "a"})
	got := skewsIn(set)
	if len(got) != 1 || got[0].Severity != finding.Problem || len(got[0].Versions) != 3 {
		t.Fatalf("%+v", got)
	}
	if d := got[0]; !strings.HasPrefix(d.Message, "x is required at ^1.0.0 in a/manifest0 and at ^2.0.0 in b/manifest1 (") || d.Unit != "a" {
		t.Errorf("%s: %s", d.Unit, d.Message)
	}
}

// Against every pair asked one by one, on random graphs: two units meet if some unit is
// reached from both.
func TestMeetingByHand(t *testing.T) {
	for seed := range 300 {
		r := rand.New(rand.NewPCG(uint64(seed), 11))
		n := 2 + r.IntN(9)
		var list []told
		takenBy := make([][]bool, n)
		for i := range n {
			list = append(list, told{fmt.Sprint("u", i), "x", fmt.Sprint(1+r.IntN(3), ".0"), nil})
			takenBy[i] = make([]bool, n)
			takenBy[i][i] = true
		}
		set := apartOf("maven", list)
		for range r.IntN(2 * n) {
			inner, outer := r.IntN(n), r.IntN(n)
			takenBy[inner][outer] = true
			set.Units[outer].Requirements = append(set.Units[outer].Requirements, modules.Requirement{Unit: fmt.Sprint("u", inner)})
		}
		for k := range n {
			for i := range n {
				for j := range n {
					takenBy[i][j] = takenBy[i][j] || takenBy[i][k] && takenBy[k][j]
				}
			}
		}
		want := false
		for i := range n {
			for j := range n {
				for k := range n {
					want = want || list[i].version != list[j].version && takenBy[i][k] && takenBy[j][k]
				}
			}
		}
		different := false
		for _, w := range list {
			different = different || w.version != list[0].version
		}
		got := skewsIn(set)
		if !different {
			continue
		}
		if len(got) != 1 || got[0].Severity == finding.Problem != want {
			t.Fatalf("seed %d: %+v, want a problem: %t", seed, got, want)
		}
	}
}
