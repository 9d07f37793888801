package report

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"seam/report/model"
	"seam/report/reporttest"
	"seam/report/sections"
)

func TestParseFormat(t *testing.T) {
	for _, f := range all {
		if got, err := ParseFormat(string(f)); got != f || err != nil {
			t.Errorf("ParseFormat(%q) = %q, %v", f, got, err)
		}
	}
	_, err := ParseFormat("pdf")
	if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "text, json, markdown, html, dot, mermaid, csv, graphml, github, gitlab, sarif, junit, comment") {
		t.Errorf("an unknown format must be named with the known ones: %v", err)
	}
}

// A format that a report holds nothing for is an error that names those that fit.
func TestUnfitFormat(t *testing.T) {
	bare := &model.Report{}
	for _, c := range []struct {
		report *model.Report
		fit    []Format
	}{
		{bare, []Format{Text, JSON, Markdown, HTML}},
		{reporttest.Graph(), []Format{Text, JSON, Markdown, HTML, DOT, Mermaid, CSV, GraphML}},
		{&model.Report{Deploy: reporttest.Deploy()}, []Format{Text, JSON, Markdown, HTML, DOT, Mermaid, GitHubActions, ArgoCD, Backstage}},
		{reporttest.Check(1), []Format{Text, JSON, Markdown, HTML, GitHub, GitLab, SARIF, JUnit, Comment}},
	} {
		if got := Formats(c.report); !slices.Equal(got, c.fit) {
			t.Errorf("Formats = %v, want %v", got, c.fit)
		}
		for _, f := range all {
			err := Write(&bytes.Buffer{}, c.report, f, Options{})
			if fit := slices.Contains(c.fit, f); fit != (err == nil) || !fit && (!errors.Is(err, ErrUnfit) || !strings.Contains(err.Error(), string(f)+" cannot show this report; use one of "+names(c.fit))) {
				t.Errorf("%s: error %v, fits %v", f, err, fit)
			}
		}
	}
}

func TestTitle(t *testing.T) {
	python := []model.Language{{Name: "python", Files: 1330}, {Name: "shell", Files: 3}}
	for want, repo := range map[string]model.Repository{
		"example.com/shop":         {Name: "example.com/shop", Folder: "."},
		"example.com/shop/backend": {Name: "example.com/shop/backend", Folder: "backend"},
		"backend":                  {Folder: "backend", Languages: python},
		"okhttp":                   {Name: "okhttp-parent", Title: "okhttp", Folder: "."},
		"okhttp/samples":           {Name: "samples", Title: "okhttp", Folder: "samples"},
		"shop-parent":              {Name: "shop-parent", Folder: "."},
		"repository of 1,400 files in python, shell": {Folder: ".", Files: 1400, Languages: python},
		"this repository": {Folder: "."},
	} {
		if got := sections.Title(&model.Report{Repository: repo}); got != want {
			t.Errorf("title %q, want %q", got, want)
		}
	}
}

// failing is a writer that takes nothing.
type failing struct{}

var errFull = errors.New("disk full")

func (failing) Write([]byte) (int, error) { return 0, errFull }

func TestWriteErrorIsReported(t *testing.T) {
	full := reporttest.Full()
	full.Graph = reporttest.Graph().Graph
	for _, f := range all {
		if err := Write(failing{}, full, f, Options{}); !errors.Is(err, errFull) {
			t.Errorf("%s: error %v, want the writer's", f, err)
		}
	}
	if err := Write(failing{}, reporttest.Check(1), Text, Options{}); !errors.Is(err, errFull) {
		t.Errorf("check: error %v, want the writer's", err)
	}
}

// Equal reports give equal bytes, and rendering changes nothing in the report.
func TestDeterminism(t *testing.T) {
	full := reporttest.Full()
	full.Graph = reporttest.Graph().Graph
	before := rendered(t, full, JSON, Options{})
	for _, f := range all {
		first := rendered(t, full, f, Options{})
		for range 20 {
			if rendered(t, full, f, Options{}) != first {
				t.Fatalf("%s: two renderings differ", f)
			}
		}
	}
	if rendered(t, full, JSON, Options{}) != before {
		t.Error("rendering changed the report")
	}
}

// A section that found nothing says why in words.
func TestEmptySectionsSayWhy(t *testing.T) {
	for _, s := range sections.Of(reporttest.Empty()).Sections {
		if s.Lead == "" {
			t.Errorf("section %s is silent", s.ID)
		}
	}
	text := rendered(t, reporttest.Empty(), Text, Options{})
	for _, want := range []string{
		"No diamonds: 3 go.mod files agree.", "Not judged: no source file of a known language was found", "No coupled pairs beyond chance: no change touches two files.",
		"No team to show:", "Not judged: nothing says who is in which team", "Not judged: no owners are declared", "No chains:", "Nothing to order:", "No cycles:", "No areas:", "No packages:", "The graph is empty",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("text does not say %q", want)
		}
	}
}

// A report of one verb is a page about that verb.
func TestSectionsFollowTheReport(t *testing.T) {
	full := reporttest.Full()
	r := &model.Report{Diamonds: full.Diamonds, Chains: full.Chains, Dependencies: full.Dependencies}
	var got []string
	for _, s := range sections.Of(r).Sections {
		got = append(got, s.ID)
	}
	if want := []string{"diamonds", "chains", "dependencies"}; !slices.Equal(got, want) {
		t.Errorf("sections %v, want %v", got, want)
	}
}

// The order is the reader's: the answer first, what was not looked at last.
func TestSectionOrder(t *testing.T) {
	full := reporttest.Full()
	full.Graph, full.Whatif = reporttest.Graph().Graph, reporttest.Whatif().Whatif
	var got []string
	for _, s := range sections.Of(full).Sections {
		got = append(got, s.ID)
	}
	want := []string{"verdicts", "whatif", "whatif-parts", "candidates", "hidden-coupling", "coupling", "span", "focus", "contested", "drift",
		"diamonds", "chains", "dependencies", "deploy", "cycles", "unknown-calls", "communities", "areas", "packages", "graph", "history", "warnings"}
	if !slices.Equal(got, want) {
		t.Errorf("sections %v, want %v", got, want)
	}
}

// FuzzRender renders whatever Read accepts: no report may make a format panic.
func FuzzRender(f *testing.F) {
	for _, r := range []*model.Report{reporttest.Full(), reporttest.Empty(), reporttest.Check(3), reporttest.Whatif(), reporttest.Graph(), reporttest.Diff(12), reporttest.Team(), reporttest.Poisoned()} {
		var b bytes.Buffer
		if err := model.Write(&b, r); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := model.Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		for _, format := range Formats(r) {
			if err := Write(&bytes.Buffer{}, r, format, Options{Width: 40}); err != nil {
				t.Errorf("%s: %v", format, err)
			}
		}
	})
}
