package explain_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"seam/analyze/chains"
	"seam/analyze/cochange"
	"seam/analyze/communities"
	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/focus"
	"seam/analyze/glossary"
	"seam/analyze/services"
	"seam/analyze/split"
	"seam/analyze/whatif"
	"seam/report/explain"
	"seam/report/model"
)

func sample() *model.Report {
	return &model.Report{
		Candidates: []split.Candidate{{
			Rank: 1, ID: "split:pkg/pay", Title: "pkg/pay", Verdict: split.Library, Reason: "it stands alone", Score: 12.5,
			Packages: []string{"pkg/pay", "pkg/pay/card"}, Near: []string{"split:pkg"},
			Terms:       []split.Term{{Code: "changes-alone", Value: 0.8, Points: 6, Steps: []split.Step{{Above: 0.1, Points: 6}}}},
			For:         []split.Evidence{{Code: "gives", Text: "others use 9 names of it"}},
			Against:     []split.Evidence{{Code: "gives", Text: "twice"}, {Code: "cycle", Text: "a cycle"}},
			Calibration: split.Calibration{Parts: 182, Split: 31, Text: "31 of 182"},
			Stability:   split.Stability{Draws: 60, Best: 1, Worst: 3, FirstTen: 1},
			Cut:         whatif.Cut{ImportsIn: 2, Changes: 10, CrossingChanges: 3},
		}},
		Diamonds: []diamonds.Diamond{{
			ID: "diamond:go/two-majors:go:x.example/x:.", Rule: "go/two-majors", Ecosystem: "go", Dependency: "x.example/x", Message: "two majors",
			Versions: []diamonds.Version{{Version: "v1", Path: []string{".", "x@v1"}}, {Version: "v2", Path: []string{".", "x@v2"}}},
			Fix:      &finding.Fix{Edit: "Raise it", Command: "go get x"},
		}},
		Chains: []chains.Chain{{ID: "chain:go:.", Unit: ".", Ecosystem: "go", Length: 3, Path: []string{"a", "b"}}},
		Coupling: []cochange.Pair{{From: "a", To: "b", Level: cochange.Package, Support: 6, ConfidenceFrom: 0.5, ConfidenceTo: 0.25, Lift: 3, QValue: 0.004},
			{From: "x<>y", To: "z", Level: cochange.Package, Support: 2}},
		Deploy: &model.Deploy{
			Edges: []services.Edge{
				{From: "web", To: "pay", Class: services.Call, Confidence: 0.95, Evidence: []services.Evidence{{File: "k.yaml", Line: 7, Kind: "env", Text: "PAY=pay:80"}}},
				{From: "pay", To: "web", Class: services.Declared, Confidence: 0.9},
			},
			Cycles: [][]string{{"pay", "web"}}, Advice: []string{"make a call optional"},
			Services: []services.Service{
				{Name: "db", Kind: "compose", Class: services.Data, Evidence: []finding.Location{{File: "compose.yaml", Line: 3}}},
				{Name: "pay", Path: "pkg/pay", Kind: "compose", Class: services.Call, Aliases: []string{"payment"}},
				{Name: "tool", Path: "cmd/tool", Kind: "go-main", Class: services.Call},
			},
			Waves: [][]string{{"db"}, {"pay", "web"}}, Programs: []string{"tool"},
			Owners: map[string][]string{"pay": {"@one/payers"}}, Rollback: map[string][]string{"db": {"web"}},
		},
		Packages: []model.Package{
			{Path: "pkg/pay", Language: "go", Module: "m.example/m", Area: "pkg", Team: "@one/payers"},
			{Path: "web", Language: "typescript", Module: "shop", Imports: []string{"pkg/pay"}},
		},
		Areas:        []model.Area{{Name: ". (rest)", Folders: []string{"."}, Files: 2, Changes: 9}, {Name: "pkg", Folders: []string{"pkg"}, Files: 3, Changes: 8}},
		Focus:        []focus.Row{{Area: "pkg", Team: "inferred 1", ShareOfArea: 0.75, ShareOfTeam: 0.5, Changes: 6, AreaChanges: 8, TeamChanges: 12, Verdict: "inferred"}},
		FocusInfo:    &model.FocusInfo{Inferred: true, Teams: []focus.Team{{Name: "inferred 1", People: 3, Active: 2, Changes: 12}}},
		Dependencies: []chains.Dependencies{{Unit: "web", Ecosystem: "npm", Direct: 4, Listed: 5, Total: 30}},
		Communities:  &communities.Result{List: []communities.Community{{ID: "community:pkg", Name: "pkg", Packages: []string{"pkg/pay", "web"}}}},
		Findings:     []finding.Finding{{ID: "deploy/cycle:pay,web", Rule: "deploy/cycle", Fingerprint: "f1"}, {ID: "other:1", Rule: "layer", Message: "no", Fingerprint: "f2"}},
	}
}

func TestOf(t *testing.T) {
	for _, c := range []struct {
		name, kind, id string
		fact           string // one of the facts
		command        string // a piece of one of the commands
		proof          string
	}{
		{"split:pkg/pay", "candidate", "split:pkg/pay", "stability: rank 1 to 3", "seam plan pkg/pay", ""},
		{"./pkg/pay/", "candidate", "split:pkg/pay", "calibration: 31 of 182", "git log --no-merges", ""},
		{"pkg", "candidate", "split:pkg/pay", "near duplicate: split:pkg", "'pkg/pay/*.go'", ""},
		{"diamond:go/two-majors:go:x.example/x:.", "diamond", "diamond:go/two-majors:go:x.example/x:.", "edit: Raise it", "go get x", ".>x@v2"},
		{"chain:go:.", "chain", "chain:go:.", "steps: 3", "go list", "a>b"},
		{"b<>a", "pair", "a<>b", "expected by chance: 2", "git log --no-merges --format=%h -- b", ""},
		{"a<>b", "pair", "a<>b", "changes of b: 24", "uniq -d", ""},
		{"x<>y<>z", "pair", "x<>y<>z", "support: 2", "", ""},
		{"z<>x<>y", "pair", "x<>y<>z", "support: 2", "", ""},
		{"web->pay", "edge", "web->pay", "confidence: 0.95", "sed -n 7p", ""},
		{"web -> pay", "edge", "web->pay", "class: call", "", ""},
		{"deploy/cycle:pay,web", "cycle", "deploy/cycle:pay,web", "", "", "web>pay"},
		{"f1", "cycle", "deploy/cycle:pay,web", "", "", "pay>web"},
		{"f2", "finding", "other:1", "rule: layer", "", ""},
		{"pay", "service", "service:pay", "as a part to split out: library", "seam impact 'service:pay'", "web>pay"},
		{"payment", "service", "service:pay", "declared owner of its code: @one/payers", "", "pay>web"},
		{"db", "service", "service:db", "rolls back with it: web", "sed -n 3p", ""},
		{"tool", "service", "service:tool", "code: cmd/tool", "", ""},
		{"wave 2", "wave", "wave:2", "pay: waits for nobody", "seam deploy", ""},
		{"inferred 1", "team", "team:inferred 1", "area pkg: 6 of 8 changes", "seam report --team 'inferred 1'", ""},
		{"@one/payers", "team", "team:@one/payers", "services: pay", "", ""},
		{"package:pkg/pay", "package", "package:pkg/pay", "imported by: web", "seam graph --focus pkg/pay", ""},
		{"m.example/m", "module", "module:m.example/m", "needed by the modules: shop", "seam impact 'module:m.example/m'", ""},
		{"the root (rest)", "area", "area:. (rest)", "changes: 9", "", ""},
		{"area:pkg", "area", "area:pkg", "team inferred 1: 75%", "git log --oneline --no-merges HEAD -- pkg", ""},
		{"unit:web", "unit", "unit:web", "npm requirements: 4", "", ""},
		{"x.example/x", "diamond", "diamond:go/two-majors:go:x.example/x:.", "edit: Raise it", "", ""},
		{"community 1", "community", "community:pkg", "packages: pkg/pay, web", "", ""},
		{"./compose.yaml", "file", "file:compose.yaml", "", "git log --oneline --no-merges --follow HEAD -- compose.yaml", ""},
	} {
		e, err := explain.Of(sample(), c.name)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if e.Kind != c.kind || e.ID != c.id {
			t.Errorf("%s: %s %s, want %s %s", c.name, e.Kind, e.ID, c.kind, c.id)
		}
		var facts, commands, proof strings.Builder
		for _, f := range e.Facts {
			fmt.Fprintf(&facts, "%s: %s\n", f.Name, f.Value)
		}
		for _, x := range e.Commands {
			fmt.Fprintln(&commands, x.Run)
		}
		for _, p := range e.Proof {
			fmt.Fprintln(&proof, strings.Join(p.Path, ">"))
		}
		for _, w := range []struct{ in, want string }{{facts.String(), c.fact}, {commands.String(), c.command}, {proof.String(), c.proof}} {
			if !strings.Contains(w.in, w.want) {
				t.Errorf("%s: %q lacks %q", c.name, w.in, w.want)
			}
		}
	}
}

// A name of several things explains the first of them and names the others.
func TestOneNameOfSeveral(t *testing.T) {
	e, err := explain.Of(sample(), "web")
	if err != nil {
		t.Fatal(err)
	}
	if e.ID != "package:web" || !slices.Contains(e.More, "unit:web") {
		t.Errorf("%s, more %v", e.ID, e.More)
	}
	if e, err = explain.Of(sample(), "pkg/pay"); err != nil || e.Kind != "candidate" || !slices.Contains(e.More, "package:pkg/pay") {
		t.Errorf("%+v %v", e, err)
	}
}

// The commands of a part are those of its language.
func TestCommandsSpeakTheLanguage(t *testing.T) {
	r := sample()
	r.Packages[0].Language = "kotlin"
	e, err := explain.Of(r, "split:pkg/pay")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, c := range e.Commands {
		all = append(all, c.Run)
	}
	if text := strings.Join(all, "\n"); strings.Contains(text, "go list") || strings.Contains(text, ".go") || !strings.Contains(text, "'pkg/pay/*.kt'") {
		t.Error(text)
	}
}

// A tracked file that no table names is explained all the same.
func TestAnyFile(t *testing.T) {
	if _, err := explain.Of(sample(), "pkg/pay/pay.go"); err == nil {
		t.Error("the report names no such file")
	}
	if e := explain.File(sample(), "pkg/pay/pay.go"); e.Facts[0].Value != "pkg/pay" {
		t.Errorf("%+v", e)
	}
}

// Each code is defined once, in the meaning in which it is used.
func TestDefinitionsOfACandidate(t *testing.T) {
	e, err := explain.Of(sample(), "pkg/pay")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range e.Definitions {
		got = append(got, string(d.Kind)+":"+d.Code)
	}
	want := "verdict:library term of the score:changes-alone evidence:gives evidence:cycle"
	if strings.Join(got, " ") != want {
		t.Errorf("%v, want %s", got, want)
	}
}

func TestCode(t *testing.T) {
	if e := explain.Code("lift"); e == nil || e.Kind != "code" || len(e.Definitions) != 1 || e.More[0] != "cochange" {
		t.Errorf("lift: %+v", e)
	}
	if e := explain.Code("cochange"); e == nil || e.Kind != "analysis" || e.Manual != glossary.Package("cochange") {
		t.Errorf("cochange: %+v", e)
	}
	for _, name := range []string{"", "no-such-code", "pkg/pay", "-- split --"} {
		if e := explain.Code(name); e != nil {
			t.Errorf("%q: %+v", name, e)
		}
	}
}

func TestUnknown(t *testing.T) {
	for name, near := range map[string]string{"pkg/pey": "pkg/pay", "web->pal": "web->pay", "liftt": "lift", "zzzzzz": ""} {
		_, err := explain.Of(sample(), name)
		var unknown *explain.UnknownError
		if !errors.As(err, &unknown) || near != "" && (len(unknown.Near) == 0 || unknown.Near[0] != near) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := explain.Of(&model.Report{}, "a->b"); err == nil {
		t.Error("an empty report explains nothing")
	}
}

// What stands in no wave, such as telemetry, rolls nothing back: no command asks for that.
func TestRollbackOnlyOfWhatIsOrdered(t *testing.T) {
	r := sample()
	ordered := map[string]bool{}
	for _, w := range r.Deploy.Waves {
		for _, name := range w {
			ordered[name] = true
		}
	}
	r.Deploy.Services = append(r.Deploy.Services, services.Service{Name: "grafana"})
	for _, s := range r.Deploy.Services {
		e, err := explain.Of(r, "service:"+s.Name)
		if err != nil {
			t.Fatal(err)
		}
		asks := slices.ContainsFunc(e.Commands, func(c model.Command) bool { return strings.Contains(c.Run, "--rollback") })
		if asks != ordered[s.Name] {
			t.Errorf("%s: in the order %t, a command asks what rolls back with it: %t", s.Name, ordered[s.Name], asks)
		}
	}
}
