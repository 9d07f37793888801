package ci

import (
	"encoding/json"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"seam/analyze/finding"
	"seam/analyze/glossary"
	"seam/report/model"
	"seam/report/reporttest"
)

// sarifSchema is the schema of OASIS, SARIF 2.1.0 errata 01, unchanged, as the Go module
// github.com/owenrumney/go-sarif/v3 carries it. It is kept here and not taken from that
// module, which keeps it to itself and validates its own types only.
func sarifSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	b, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	text, err := jsonschema.UnmarshalJSON(strings.NewReader(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", text); err != nil {
		t.Fatal(err)
	}
	return c.MustCompile("sarif.json")
}

func TestSARIFHoldsToItsSchema(t *testing.T) {
	schema := sarifSchema(t)
	partial := reporttest.Check(0)
	partial.Warnings = reporttest.Warnings()
	empty := reporttest.Empty()
	many := reporttest.Check(maxResults + 3)
	for name, r := range map[string]*model.Report{
		"full": reporttest.Full(), "empty": empty, "hostile": reporttest.Poisoned(), "paths": reporttest.Proven(), "nothing new": reporttest.Check(0), "caveats": partial, "many": many,
	} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(written(t, r, WriteSARIF)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The validator must be able to refuse.
func TestSARIFSchemaRefuses(t *testing.T) {
	schema := sarifSchema(t)
	good := written(t, reporttest.Proven(), WriteSARIF)
	for _, c := range []struct{ name, old, new string }{
		{"no such level", `"level": "error"`, `"level": "fatal"`},
		{"line 0", `"startLine": 6`, `"startLine": 0`},
		{"unknown field", `"ruleIndex"`, `"rule_index"`},
		{"no reference", `"uri": "backend/go.mod"`, `"uri": "go mod%"`},
	} {
		bad := strings.ReplaceAll(good, c.old, c.new)
		if bad == good {
			t.Errorf("%s: nothing to spoil", c.name)
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(value) == nil {
			t.Errorf("%s: accepted", c.name)
		}
	}
}

func read(t *testing.T, r *model.Report) sarifRun {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal([]byte(written(t, r, WriteSARIF)), &log); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0]
}

func TestSARIFResult(t *testing.T) {
	run := read(t, reporttest.Proven())
	got := run.Results[0]
	at := got.Locations[0].Physical
	if at.Artifact.URI != "backend/tools/go.mod" || at.Region.Line != 6 || got.Level != "error" || got.BaselineState != "new" {
		t.Errorf("%+v", got)
	}
	if len(got.CodeFlows) != 2 || len(got.CodeFlows[1].Threads[0].Locations) != 3 || len(got.Related) != 1 {
		t.Errorf("both paths are flows, the other line is related: %+v", got)
	}
	rule := run.Tool.Driver.Rules[got.RuleIndex]
	if rule.ID != got.RuleID || rule.ID != "SEAM101" || rule.Name != "workspace-skew" {
		t.Errorf("rule %+v of %+v", rule, got)
	}
	text := glossary.Find("workspace-skew")[0].Text
	if rule.Full.Text != text || !strings.HasSuffix(rule.Help.Text, "\n\nMore: seam explain workspace-skew.") {
		t.Errorf("the help of a rule is what seam explain says: %+v", rule)
	}
	if h := rule.Help.Text; !strings.Contains(h, "\n\nA dependency is required at several versions by manifests of one repository. Problem: ") || strings.Contains(h, "registry-copy") || len(h) > 1500 {
		t.Errorf("the help is about other rules, too: %s", h)
	}
}

// Of a package's documentation only what it says of the rule is a rule's help.
func TestPartAbout(t *testing.T) {
	manual := "Package x:\n\n    a/one     the first. Problem: it\n              goes on\n    a/one-more\n              the second\n\nThe end, a/one too.\n    a/third\n"
	for rule, want := range map[string]string{"a/one": "The first. Problem: it goes on", "a/one-more": "The second", "a/third": "", "none": ""} {
		if got := partAbout(manual, rule); got != want {
			t.Errorf("%s: %q, want %q", rule, got, want)
		}
	}
	for _, rule := range []string{"workspace-skew", "go/requirement-skew", "lock-duplicate", "dedupable", "registry-copy", "work-mask"} {
		if partAbout(glossary.Package("diamonds"), rule) == "" {
			t.Errorf("%s has no part in the documentation of its package", rule)
		}
	}
}

// GitHub demands a description and a help text of everything that it lists, and hands
// messages on as Markdown.
func TestSARIFDescribesEverything(t *testing.T) {
	r := reporttest.Poisoned()
	r.Warnings = append(r.Warnings, finding.Warning{Code: "submodules", Message: "not read", Count: 1})
	driver := read(t, r).Tool.Driver
	for _, d := range append(driver.Rules, driver.Notifications...) {
		if d.Short.Text == "" || d.Full.Text == "" || d.Help.Text == "" || d.Help.Markdown == "" {
			t.Errorf("%+v", d)
		}
		if strings.Contains(d.Help.Markdown, "<img") {
			t.Errorf("a name becomes a tag: %s", d.Help.Markdown)
		}
	}
}

// Fingerprints are what services tell findings apart by, so neither a moved line nor a
// later version in the message may change them.
func TestSARIFFingerprintsAreTheFindings(t *testing.T) {
	r := reporttest.Proven()
	before := read(t, r).Results[0].Fingerprints
	r.Check.New[0].Location.Line, r.Check.New[0].Message = 99, "v0.17.1 now"
	after := read(t, r).Results[0].Fingerprints
	for _, key := range []string{"primaryLocationLineHash", "findingFingerprint/v1"} {
		if before[key] != r.Check.New[0].Fingerprint || after[key] != before[key] {
			t.Errorf("%s: %q, then %q", key, before[key], after[key])
		}
	}
}

// What does not fit is counted, and what is listed is the worst.
func TestSARIFIsBounded(t *testing.T) {
	r := reporttest.Check(7)
	run := newSARIF(r, 5).Runs[0]
	if len(run.Results) != 5 || run.Results[0].Level != "error" {
		t.Errorf("%d results", len(run.Results))
	}
	notes := run.Invocations[0].Notifications
	if len(notes) != 1 || notes[0].Descriptor.ID != "findings-left-out" || !strings.Contains(notes[0].Message.Text, "first 5 findings") || !strings.Contains(notes[0].Message.Text, "2 cases") {
		t.Errorf("%+v", notes)
	}
	if n := len(newSARIF(r, 7).Runs[0].Invocations[0].Notifications); n != 0 {
		t.Errorf("%d notifications", n)
	}
}

func TestSARIFURI(t *testing.T) {
	for in, want := range map[string]string{
		"a/b.go": "a/b.go", "a b%": "a%20b%25", "c:x": "c%3Ax", "\xff": "%FF", "ü#?": "%C3%BC%23%3F", ".": ".",
	} {
		got := sarifURI(in)
		if got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
		if u, err := url.Parse(got); err != nil || u.IsAbs() || u.Path != in {
			t.Errorf("%q comes back as %v, %v", in, u, err)
		}
	}
}

func TestSARIFVersion(t *testing.T) {
	for in, want := range map[string]string{"v0.1.0": "0.1.0", "v9.0.0": "9.0.0", "devel": "devel", "v": "v", "vx": "vx"} {
		if got := sarifVersion(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestSARIFText(t *testing.T) {
	if got := sarifText("${v} {0} [here](http://x.example)").Text; got != `${{v}} {{0}} [here]\(http://x.example)` {
		t.Error(got)
	}
}

// Every rule has a number of its own, and no two share one.
func TestRuleIDs(t *testing.T) {
	used := map[string]string{}
	for rule, id := range ruleIDs {
		if used[id] != "" {
			t.Errorf("%s and %s share %s", rule, used[id], id)
		}
		used[id] = rule
	}
	for _, e := range glossary.All() {
		if e.Kind == glossary.Rule && ruleIDs[e.Code] == "" {
			t.Errorf("%s has no number: give it a new one in rule.go", e.Code)
		}
	}
	if a, b := ruleID("later"), ruleID("later still"); a == b || a != ruleID("later") {
		t.Errorf("rules of a newer seam: %s, %s", a, b)
	}
	if _, ok := define(glossary.Warning, "findings-left-out"); !ok {
		t.Error("the notice has no definition")
	}
}
