package focus

import (
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/history"
)

// Two groups that work apart, somebody who works alone elsewhere, somebody who is
// hardly there, and one person under two addresses.
const planted = `
	30 zoe@x: a/1
	15 yan@x: a/1
	 5 yan@x: a/1 docs/1
	25 xia@x: b/1
	10 wim@x: b/1
	 5 wim@x: b/1 docs/1
	40 vic@x: c/1
	 9 una@x: a/1
	 5 tom@old: b/1
	 5 tom@x: b/1
`

func TestInferredTeams(t *testing.T) {
	c := work(t, planted)
	o := declare(t, map[string]string{".mailmap": "<tom@x> <tom@old>\n", "CODEOWNERS": "/a/ @acme/a\n"})
	r := Measure(c, o, folders(c), Options{})
	want := []Team{{"inferred 1", 2, 2, 50}, {"inferred 2", 3, 3, 50}}
	if diff := cmp.Diff(want, r.Teams); diff != "" || !r.Inferred {
		t.Errorf("inferred %v, teams (-want +got):\n%s", r.Inferred, diff)
	}
	if want := 49.0 / 149; math.Abs(r.Unmapped-want) > 1e-9 {
		t.Errorf("unmapped %v, want %v", r.Unmapped, want)
	}
	for _, row := range r.Rows {
		if !row.Inferred || row.Verdict != Inferred || row.TeamFocused {
			t.Errorf("a row that is not marked, or has a verdict: %+v", row)
		}
	}
	if len(r.Contested)+len(r.Drift) > 0 {
		t.Errorf("verdicts on inferred teams: %+v, %+v", r.Contested, r.Drift)
	}
	if len(r.Warnings) != 1 || r.Warnings[0].Code != "teams-inferred" {
		t.Errorf("warnings: %+v", r.Warnings)
	}
}

func TestNoPersonIsNamed(t *testing.T) {
	c := work(t, planted)
	text := fmt.Sprintf("%+v", Measure(c, declare(t, nil), folders(c), Options{}))
	for _, p := range c.People {
		if strings.Contains(text, p.Email) || strings.Contains(text, p.Name) {
			t.Errorf("the result holds %v", p)
		}
	}
}

// Agglomeration with remembered neighbours must merge as the definition says:
// again and again the pair with the largest mean cosine.
func TestAgglomerateAgreesWithTheDefinition(t *testing.T) {
	for seed := range int64(60) {
		rnd := rand.New(rand.NewSource(seed))
		authors := make([]author, 2+rnd.Intn(30))
		for i := range authors {
			authors[i].work = make([]float64, 6)
			for j := range authors[i].work {
				authors[i].work[j] = float64(rnd.Intn(3)*rnd.Intn(20)) + rnd.Float64()
			}
		}
		weigh(authors)
		if diff := cmp.Diff(byDefinition(authors), agglomerate(authors)); diff != "" {
			t.Fatalf("seed %d (-want +got):\n%s", seed, diff)
		}
	}
}

func byDefinition(authors []author) [][]int {
	var groups [][]int
	for i := range authors {
		groups = append(groups, []int{i})
	}
	mean := func(a, b []int) float64 {
		sum := 0.0
		for _, i := range a {
			for _, j := range b {
				sum += dot(authors[i].work, authors[j].work)
			}
		}
		return sum / float64(len(a)*len(b))
	}
	for {
		best, x, y := leastSimilarity, 0, 0
		for i := range groups {
			for j := i + 1; j < len(groups); j++ {
				if s := mean(groups[i], groups[j]); s > best {
					best, x, y = s, i, j
				}
			}
		}
		if x == y {
			return groups
		}
		groups[x] = append(groups[x], groups[y]...)
		slices.Sort(groups[x])
		groups = slices.Delete(groups, y, y+1)
	}
}

func TestInferManyAuthors(t *testing.T) {
	rnd := rand.New(rand.NewSource(1))
	c := &history.Changes{}
	var list []history.ChangeFields
	for i := range 40 {
		c.Paths, c.Alive = append(c.Paths, fmt.Sprintf("area%d/f", i)), append(c.Alive, true)
	}
	for i := range 3000 {
		c.People = append(c.People, history.Person{Email: fmt.Sprintf("p%d@x", i)})
		for range 12 {
			list = append(list, history.ChangeFields{Author: int32(i), Files: []int32{int32((i + rnd.Intn(6)) % 40)}})
		}
	}
	c.List = history.ListOf(list...)
	r := Measure(c, declare(t, nil), folders(c), Options{})
	if len(r.Teams) < 2 {
		t.Errorf("%d teams", len(r.Teams))
	}
}
