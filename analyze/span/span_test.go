package span

import (
	"fmt"
	"math/rand/v2"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"seam/analyze/history"
	"seam/analyze/repo"
)

// past reads "from..to: count of files" lines: that many changes, spread evenly over a
// stretch of time. Times are days before the newest change, which is at day 0.
func past(text string) *history.Changes {
	c := &history.Changes{}
	type line struct {
		oldest, newest, n int
		files             []string
	}
	var lines []line
	for row := range strings.Lines(text) {
		var l line
		head, files, ok := strings.Cut(strings.TrimSpace(row), " of ")
		if !ok {
			continue
		}
		if _, err := fmt.Sscanf(head, "%d..%d: %d", &l.oldest, &l.newest, &l.n); err != nil {
			panic(err)
		}
		l.files = strings.Fields(files)
		c.Paths = append(c.Paths, l.files...)
		lines = append(lines, l)
	}
	slices.Sort(c.Paths)
	c.Paths = slices.Compact(c.Paths)
	newest := time.Date(2026, 6, 30, 12, 0, 0, 0, time.UTC)
	var list []history.ChangeFields
	for _, l := range lines {
		for i := range l.n {
			days := l.newest + (l.oldest-l.newest)*i/l.n
			ch := history.ChangeFields{ID: repo.ID(fmt.Sprintf("%020d", len(list))), When: newest.AddDate(0, 0, -days).Unix()}
			for _, f := range l.files {
				at, _ := slices.BinarySearch(c.Paths, f)
				ch.Files = append(ch.Files, int32(at))
			}
			slices.Sort(ch.Files)
			list = append(list, ch)
		}
	}
	slices.SortStableFunc(list, func(a, b history.ChangeFields) int { return int(b.When - a.When) })
	c.List = history.ListOf(list...)
	return c
}

func folder(p string) (string, bool) { a, _, ok := strings.Cut(p, "/"); return a, ok }

func noTests(p string) bool { return !strings.HasSuffix(p, "_test.go") }

// An area within another one is touched once, wherever its files stand among those around it.
func TestCountNestedAreas(t *testing.T) {
	c := count(Input{Changes: past("0..0: 1 of a/1 a/b/2 a/c"), AreaOf: func(p string) (string, bool) { return path.Dir(p), true }})
	if want := [][]int32{{0, 1}}; !reflect.DeepEqual(c.touch, want) || c.size[0] != 3 {
		t.Errorf("areas %v, want %v; %d files", c.touch, want, c.size[0])
	}
}

// Of pairs of files that as many changes touch the first by name is told first.
func TestProofOfTies(t *testing.T) {
	c := count(Input{Changes: past("0..0: 1 of a/1 b/1 b/2"), AreaOf: folder})
	_, got := c.proof(sides{from: 0, to: 1})
	if want := []FilePair{{"a/1", "b/1", 1}, {"a/1", "b/2", 1}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing at all", "", "not enough data 0 of 0, before 0 of 0"},
		{"as before", `
			360..0:    30 of pay/a.go web/a.go
			360..0:    60 of pay/a.go pay/b.go
			1400..370: 90 of pay/a.go web/a.go
			1400..370: 180 of pay/a.go pay/b.go`, "steady 30 of 90, before 90 of 270"},
		{"wider, and the border that wears is named", `
			360..0:    70 of pay/a.go web/a.go
			360..0:    30 of pay/a.go pay/b.go
			1400..370: 60 of pay/a.go web/a.go
			1400..370: 240 of pay/a.go pay/b.go`, "wider 70 of 100, before 60 of 300; wearing pay web 70 of 100, before 60 of 300: pay/a.go web/a.go 70"},
		{"narrower", `
			360..0:    10 of pay/a.go web/a.go
			360..0:    90 of pay/a.go pay/b.go
			360..0:    20 of web/a.go web/b.go
			1400..370: 200 of pay/a.go web/a.go
			1400..370: 100 of pay/a.go pay/b.go`, "narrower 10 of 120, before 200 of 300; firming pay web 10 of 120, before 200 of 300"},
		{"larger changes cross more often: that alone is no decay", `
			360..0:    80 of a/1.go a/2.go b/1.go b/2.go c/1.go c/2.go
			360..0:    20 of a/1.go a/2.go
			1400..370: 20 of a/1.go a/2.go b/1.go b/2.go c/1.go c/2.go
			1400..370: 280 of a/1.go a/2.go`, "steady 80 of 100, before 20 of 300"},
		{"tests change with their code", `
			360..0:    90 of pay/a.go web/a_test.go
			360..0:    60 of pay/a.go pay/b.go
			1400..370: 99 of pay/a.go pay/b.go`, "steady 0 of 150, before 0 of 99"},
		{"too few changes of several files", `
			360..0:    900 of pay/a.go
			360..0:    49 of pay/a.go web/a.go
			1400..370: 99 of pay/a.go pay/b.go`, "not enough data 49 of 949, before 0 of 99"},
		{"what is older than four years does not count", `
			360..0:    60 of pay/a.go web/a.go
			5000..1470: 900 of pay/a.go pay/b.go`, "not enough data 60 of 60, before 0 of 0"},
	} {
		r := Measure(Input{Changes: past(c.text), AreaOf: folder, Counts: noTests})
		got := fmt.Sprintf("%s %d of %d, before %d of %d", r.Verdict, r.Now.Crossing, r.Now.Changes, r.Before.Crossing, r.Before.Changes)
		for _, b := range r.Borders {
			got += fmt.Sprintf("; %s %s %s %d of %d, before %d of %d", b.Verdict, b.From, b.To, b.Now.Both, b.Now.Changes, b.Before.Both, b.Before.Changes)
			if (b.Verdict == Wearing) != (len(b.Commits) == mostCommits) {
				t.Errorf("%s: a %s border has the commits %q", c.name, b.Verdict, b.Commits)
			}
			for _, f := range b.Files {
				got += fmt.Sprintf(": %s %s %d", f.From, f.To, f.Changes)
			}
		}
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestPeriods(t *testing.T) {
	r := Measure(Input{Changes: past(`
		100..0:    60 of pay/a.go web/a.go
		500..370:  60 of pay/a.go pay/b.go web/a.go`), AreaOf: folder})
	if got, want := r.Now, (Period{"2026-03-24", "2026-06-30", 60, 60, 1, 2}); got != want {
		t.Errorf("the last year is %v, want %v", got, want)
	}
	if got, want := r.Before, (Period{"2025-02-18", "2025-06-30", 60, 60, 1, 3}); got != want {
		t.Errorf("before it is %v, want %v", got, want)
	}
	sum := 0
	for i, m := range r.ByMonth {
		sum += m.Changes
		if i > 0 && r.ByMonth[i-1].Month >= m.Month {
			t.Errorf("%s stands behind %s", m.Month, r.ByMonth[i-1].Month)
		}
	}
	if sum != 120 {
		t.Errorf("months count %d changes, want 120", sum)
	}
}

// TestNoDifference draws both periods from one urn: few of many pasts may be called
// different.
func TestNoDifference(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	wrong := 0
	for range 200 {
		var text strings.Builder
		for _, when := range []string{"360..0", "1400..370"} {
			for range 150 {
				var files []string
				for range 1 + rnd.IntN(6) {
					files = append(files, fmt.Sprintf("area%d/%d.go", rnd.IntN(4)*rnd.IntN(2), rnd.IntN(30)))
				}
				slices.Sort(files)
				fmt.Fprintf(&text, "%s: 1 of %s\n", when, strings.Join(slices.Compact(files), " "))
			}
		}
		r := Measure(Input{Changes: past(text.String()), AreaOf: folder})
		if r.Verdict != Steady {
			wrong++
		}
		wrong += len(r.Borders)
	}
	if wrong > 8 {
		t.Errorf("%d of 200 pasts without a difference have one", wrong)
	}
}
