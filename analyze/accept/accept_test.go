package accept

import (
	"strings"
	"testing"

	"seam/analyze/config"
	"seam/analyze/finding"
)

func subject(id, rule, dependency string, wants ...Want) Subject {
	return Subject{Finding: finding.Finding{ID: id, Rule: rule, Severity: finding.Problem}, Dependency: dependency, Wants: wants, Least: min(len(wants), 2)}
}

func want(requirers ...string) Want {
	w := Want{Requirers: requirers}
	for _, r := range requirers {
		if !strings.Contains(r, "@") {
			w.Files = append(w.Files, r+"/go.mod")
		}
	}
	return w
}

var subjects = []Subject{
	subject("skew", "workspace-skew", "x.example/x", want("examples/a"), want("b", "c")),
	subject("shared", "workspace-skew", "y.example/y", want("examples/a"), want("b"), want("c")),
	subject("lock", "lock-duplicate", "left-pad", want("web@1.2.3"), want("@s/tool@2.0.0")),
	subject("layer", "layer", "pay/x", want("web/y")),
}

func TestApply(t *testing.T) {
	for name, c := range map[string]struct {
		entries []config.Suppression
		day     string
		want    string // what is suppressed
		notes   string
	}{
		"nothing":            {nil, "", "", ""},
		"a rule":             {[]config.Suppression{{Rule: "workspace-skew"}}, "", "shared skew", ""},
		"a dependency":       {[]config.Suppression{{Dependency: "x.example/x"}}, "", "skew", ""},
		"both must match":    {[]config.Suppression{{Rule: "layer", Dependency: "x.example/x"}}, "", "", "seam.yaml:0: the suppression of layer x.example/x matches nothing any more: remove the entry"},
		"what examples do":   {[]config.Suppression{{Path: "examples/"}}, "", "skew", ""},
		"by a unit":          {[]config.Suppression{{RequiredBy: "examples/a"}}, "", "skew", ""},
		"by one of two":      {[]config.Suppression{{RequiredBy: "b"}}, "", "", "seam.yaml:0: the suppression of required by b matches nothing any more: remove the entry"},
		"by a package":       {[]config.Suppression{{RequiredBy: "@s/tool"}}, "", "lock", ""},
		"by its version":     {[]config.Suppression{{RequiredBy: "web@1.2.3"}}, "", "lock", ""},
		"by another version": {[]config.Suppression{{RequiredBy: "web@1.2.4", Line: 9}}, "", "", "seam.yaml:9: the suppression of required by web@1.2.4 matches nothing any more: remove the entry"},
		"an importer":        {[]config.Suppression{{Rule: "layer", Path: "/web/**"}}, "", "layer", ""},
		"on the last day":    {[]config.Suppression{{Dependency: "pay/x", Expires: "2024-02-29"}}, "2024-02-29", "layer", ""},
		"after it": {[]config.Suppression{{Dependency: "pay/x", Expires: "2024-02-29"}}, "2024-03-01", "",
			"seam.yaml:0: the suppression of pay/x ended on 2024-02-29 and its findings count again: remove the entry or set a later day"},
	} {
		t.Run(name, func(t *testing.T) {
			r := Apply(Input{Subjects: subjects, Config: config.Config{File: "seam.yaml", Suppress: c.entries}, Folder: ".", Day: c.day})
			var got []string
			for _, s := range r.Suppressed {
				got = append(got, s.ID)
			}
			if strings.Join(got, " ") != c.want || strings.Join(r.Notes, "\n") != c.notes || len(r.Findings)+len(r.Suppressed) != len(subjects) {
				t.Errorf("suppressed %q, notes %q, %d findings", got, r.Notes, len(r.Findings))
			}
		})
	}
}

// Paths of findings count from the analysed folder, those of seam.yaml from its own.
func TestBelowAFolder(t *testing.T) {
	c := config.Config{File: "go/seam.yaml", Suppress: []config.Suppression{{RequiredBy: "svc/examples/a", Path: "/go/svc/examples/"}}}
	if r := Apply(Input{Subjects: subjects[:1], Config: c, Folder: "go/svc"}); len(r.Suppressed) != 1 {
		t.Errorf("%+v", r)
	}
}

func TestSwitches(t *testing.T) {
	noise := subject("noise", "workspace-skew", "z")
	noise.Finding.Severity = finding.Noise
	c := config.Config{Rules: []config.Switch{{Rule: "layer", Off: true}, {Rule: "workspace-skew", Severity: finding.Smell}}}
	r := Apply(Input{Subjects: append([]Subject{noise}, subjects...), Config: c})
	var got []string
	for _, f := range r.Findings {
		got = append(got, f.ID+" "+string(f.Severity))
	}
	if s := strings.Join(got, ", "); s != "lock problem, shared smell, skew smell, noise noise" {
		t.Error(s)
	}
}

// What was not looked for cannot be called unused.
func TestOnlyWhatWasLookedFor(t *testing.T) {
	c := config.Config{Suppress: []config.Suppression{{Rule: "deploy/cycle"}, {Path: "old/"}, {Rule: "layer", Dependency: "gone"}}}
	r := Apply(Input{Config: c, Looked: func(rule string) bool { return rule == "layer" }})
	if len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "layer gone") {
		t.Errorf("%q", r.Notes)
	}
}
