package browser

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// answer is what a what-if says, in the words of the page.
type answer struct {
	Units    []string   `json:"units"`
	Edges    int        `json:"edges"`
	Waves    [][]string `json:"waves"`
	Cycles   [][]string `json:"cycles"`
	Diamonds []string   `json:"diamonds"`
	Changes  int        `json:"changes"`
	Crossing int        `json:"crossing"`
	Imports  int        `json:"imports"`
}

// The page answers as the program does: ten random cuts, of one part or two of one folder
// or two.
func testWhatif(t *testing.T, s *stage) {
	p := s.open(t, s.page, Look{Hash: "view=whatif"})
	folders := eval[[]string](t, p, `[...document.querySelectorAll("#cut-folders option")].map(o => o.value)`)
	if len(folders) < 20 {
		t.Fatalf("folders: %v", folders)
	}
	dice := rand.New(rand.NewPCG(7, 7))
	crossed := 0
	for range 10 {
		cut := randomCut(dice, folders)
		got, want := pageAnswer(t, p, cut), s.programAnswer(t, cut)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%v:\npage    %+v\nprogram %+v", cut, got, want)
		}
		crossed += got.Crossing
	}
	if crossed == 0 {
		t.Error("no cut crossed anything: nothing was compared")
	}
}

// randomCut draws parts whose folders do not overlap, each as --extract takes it.
func randomCut(dice *rand.Rand, folders []string) []string {
	var taken, cut []string
	for parts := 1 + dice.IntN(2); len(cut) < parts; {
		var part []string
		for n := 1 + dice.IntN(2); len(part) < n; {
			f := folders[dice.IntN(len(folders))]
			if !slices.ContainsFunc(taken, func(g string) bool { return f == g || strings.HasPrefix(f, g+"/") || strings.HasPrefix(g, f+"/") }) {
				taken, part = append(taken, f), append(part, f)
			}
		}
		cut = append(cut, strings.Join(part, ","))
	}
	return cut
}

// pageAnswer takes folders out by the form, as a reader does.
func pageAnswer(t *testing.T, p *Page, cut []string) answer {
	t.Helper()
	for eval[bool](t, p, `!!document.querySelector(".chosen button")`) {
		must(t, p.Click(".chosen button"))
	}
	for _, f := range cut {
		eval[any](t, p, `(() => { const f = document.getElementById("cut-form"); f.querySelector("input").value = `+quoted(f)+`; f.requestSubmit(); })()`)
		if says := eval[string](t, p, `document.getElementById("cut-says").textContent`); says != "" {
			t.Fatalf("%s: %s", f, says)
		}
	}
	var a answer
	must(t, json.Unmarshal([]byte(eval[string](t, p, `document.getElementById("cut-answer").dataset.answer`)), &a))
	return a.sorted()
}

func (s *stage) programAnswer(t *testing.T, cut []string) answer {
	t.Helper()
	var r struct {
		Whatif struct {
			Units    []struct{ Name string }
			Edges    int `json:"unit_edges"`
			Waves    [][]string
			Cycles   [][]string
			Diamonds []struct{ Dependency string } `json:"diamonds_created"`
			Cut      struct {
				In  int `json:"imports_in"`
				Out int `json:"imports_out"`
			}
			History struct{ Changes, Crossing int }
		}
	}
	args := []string{"whatif", s.repo, "--format", "json"}
	for _, part := range cut {
		args = append(args, "--extract", part)
	}
	must(t, json.Unmarshal(s.run(t, args...), &r))
	w := r.Whatif
	a := answer{Edges: w.Edges, Waves: w.Waves, Cycles: w.Cycles, Changes: w.History.Changes, Crossing: w.History.Crossing, Imports: w.Cut.In + w.Cut.Out}
	for _, u := range w.Units {
		a.Units = append(a.Units, u.Name)
	}
	for _, d := range w.Diamonds {
		a.Diamonds = append(a.Diamonds, d.Dependency)
	}
	return a.sorted()
}

// sorted takes the difference of order and of nil out of an answer.
func (a answer) sorted() answer {
	slices.Sort(a.Units)
	slices.Sort(a.Diamonds)
	slices.SortFunc(a.Cycles, func(x, y []string) int { return slices.Compare(x, y) })
	for _, w := range a.Waves {
		slices.Sort(w)
	}
	a.Units, a.Diamonds = orEmpty(a.Units), orEmpty(a.Diamonds)
	a.Waves, a.Cycles = orEmpty(a.Waves), orEmpty(a.Cycles)
	return a
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Imports can be cut one by one, and what was chosen can be taken away as a task list.
func testTasks(t *testing.T, s *stage) {
	p := s.open(t, s.page, Look{Hash: "view=candidates"})
	eval[any](t, p, `window.copied = []; Object.defineProperty(navigator, "clipboard", { value: { writeText: t => { copied.push(t); return Promise.resolve(); } } }); null`)
	must(t, p.Click("button[data-cut]"))
	must(t, p.Until(`document.querySelector('nav a[aria-current]')?.dataset.to === "whatif"`))
	first := eval[int](t, p, `JSON.parse(document.getElementById("cut-answer").dataset.answer).imports`)
	eval[any](t, p, `document.querySelector("#cut-answer .ticks input").click()`)
	if now := eval[int](t, p, `JSON.parse(document.getElementById("cut-answer").dataset.answer).imports`); now != first-1 {
		t.Errorf("%d imports over the border, %d with one cut", first, now)
	}
	must(t, p.Click("#cut-copy"))
	must(t, p.Until(`copied.length === 1`))
	text := eval[string](t, p, `copied[0]`)
	if !strings.HasPrefix(text, "# Cut out ") || strings.Count(text, "- [ ] cut the import of ") != 1 || !strings.Contains(text, "- [ ] give ") {
		t.Errorf("tasks:\n%s", text)
	}
	eval[any](t, p, `(() => { const f = document.getElementById("cut-form"); f.querySelector("input").value = "no/such/folder"; f.requestSubmit(); })()`)
	if says := eval[string](t, p, `document.getElementById("cut-says").textContent`); !strings.Contains(says, "no/such/folder") {
		t.Errorf("an unknown folder: %q", says)
	}
}
