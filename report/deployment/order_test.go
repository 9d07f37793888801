package deployment

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"seam/analyze/format/yaml"
	"seam/analyze/rollout"
	"seam/analyze/services"
	"seam/report/model"
)

// hostileDeploy is an order with a cycle, a data store, names that mean something to the
// formats, and two names that one identifier would stand for.
func hostileDeploy() *model.Report {
	call := func(from, to string) services.Edge {
		return services.Edge{From: from, To: to, Class: services.Call}
	}
	d := &model.Deploy{
		Waves:  [][]string{{"db", "a b"}, {"a-b", "x", "y"}, {"${{ secrets.KEY }}", "\"q\": *\nz"}},
		Edges:  []services.Edge{call("x", "y"), call("y", "x"), call("x", "db"), call("a-b", "a b"), call("${{ secrets.KEY }}", "x"), call("${{ secrets.KEY }}", "db"), call("\"q\": *\nz", "a-b"), {From: "db", To: "x", Class: services.Telemetry}},
		Owners: map[string][]string{"x": {"@shop/front"}},
	}
	for _, w := range d.Waves {
		for _, n := range w {
			s := services.Service{Name: n, Class: services.Call}
			if n == "db" {
				s.Class = services.Data
			}
			d.Services = append(d.Services, s)
		}
	}
	return &model.Report{Tool: model.Tool{Name: "seam", Version: "1"}, Deploy: d}
}

func written(t *testing.T, r *model.Report, write func(io.Writer, *model.Report) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestActionsOrder: each job waits, directly or through others, for exactly the jobs
// whose services its own need.
func TestActionsOrder(t *testing.T) {
	text := written(t, hostileDeploy(), WriteActions)
	docs, err := yaml.Parse([]byte(text))
	if err != nil || len(docs) != 1 {
		t.Fatalf("%v\n%s", err, text)
	}
	needs := map[string][]string{}
	services := map[string]string{}
	for _, j := range docs[0].At("jobs").Map() {
		id := j.Key
		services[id] = j.Value.At("env", "SERVICES").Text()
		for _, n := range j.Value.At("needs").List() {
			needs[id] = append(needs[id], n.Text())
		}
	}
	want := map[string]string{
		"deploy-db": "db", "deploy-a-b-2": "a b", "deploy-a-b": "a-b", "deploy-x-and-y": "x y", "deploy--q-----z": `"q": *\x0az`,
		"deploy-----secrets-KEY": "${{ '${{' }} secrets.KEY }}",
	}
	for id, s := range want {
		if services[id] != s {
			t.Errorf("job %s deploys %q, want %q", id, services[id], s)
		}
	}
	if len(services) != len(want) {
		t.Errorf("%d jobs, want %d\n%s", len(services), len(want), text)
	}
	for id, n := range map[string][]string{"deploy-x-and-y": {"deploy-db"}, "deploy-a-b": {"deploy-a-b-2"}, "deploy-----secrets-KEY": {"deploy-x-and-y"}, "deploy--q-----z": {"deploy-a-b"}, "deploy-db": nil} {
		if !slices.Equal(needs[id], n) {
			t.Errorf("job %s needs %v, want %v", id, needs[id], n)
		}
	}
}

// TestArgoOrder: whoever calls has a higher wave than what it calls, unless both need
// each other.
func TestArgoOrder(t *testing.T) {
	text := written(t, hostileDeploy(), WriteArgo)
	docs, err := yaml.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	wave := map[string]string{}
	for _, d := range docs {
		if d.At("kind").Text() != "Application" {
			continue
		}
		name := d.At("metadata", "annotations", "seam/service").Text()
		if name == "" {
			name = d.At("metadata", "name").Text()
		}
		wave[name] = d.At("metadata", "annotations", "argocd.argoproj.io/sync-wave").Text()
	}
	for name, w := range map[string]string{"db": "0", "a b": "0", "a-b": "1", "x": "1", "y": "1", "${{ secrets.KEY }}": "2", `"q": *\x0az`: "2"} {
		if wave[name] != w {
			t.Errorf("%q has wave %q, want %q\n%s", name, wave[name], w, text)
		}
	}
}

func TestBackstageCatalogue(t *testing.T) {
	text := written(t, hostileDeploy(), WriteBackstage)
	docs, err := yaml.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	names := map[string]bool{}
	for _, d := range docs {
		name := d.At("metadata", "name").Text()
		if names[name] {
			t.Errorf("two entities are called %q", name)
		}
		names[name] = true
		if name == "x" {
			var needs []string
			for _, n := range d.At("spec", "dependsOn").List() {
				needs = append(needs, n.Text())
			}
			if got := strings.Join(needs, " "); got != "component:default/y resource:default/db" || d.At("spec", "owner").Text() != "front" {
				t.Errorf("x depends on %s, owner %q", got, d.At("spec", "owner").Text())
			}
		}
	}
	if len(names) != 7 {
		t.Errorf("%d entities, want 7\n%s", len(names), text)
	}
}

// TestOrderOfAChange: the constraints of a change order it, and nothing else does.
func TestOrderOfAChange(t *testing.T) {
	r := &model.Report{Rollout: &model.Rollout{Plan: &rollout.Plan{
		Services: []string{"a", "b", "c"}, Constraints: []rollout.Constraint{{First: "c", Then: "a"}},
	}}}
	text := written(t, r, WriteActions)
	if !strings.Contains(text, "deploy-a:\n    name: \"deploy a\"\n    needs: [deploy-c]\n") || strings.Count(text, "needs:") != 1 {
		t.Error(text)
	}
	r.Rollout.Services, r.Rollout.Constraints = nil, nil
	if text := written(t, r, WriteActions); !strings.HasSuffix(text, "jobs: {} # nothing to deploy\n") {
		t.Error(text)
	}
}
