package services

import (
	"slices"
	"strings"
	"testing"

	"seam/analyze/repo"
)

// Whatever a manifest holds, loading ends without a panic, edges join services that
// exist, names are unique, and a planted secret does not come out.
func FuzzLoad(f *testing.F) {
	for _, s := range []string{
		"services:\n  a: {image: x, depends_on: [b], environment: [B_URL=http://u:hunter2@b:80]}\n  b: {image: redis}\n",
		"services:\n  a:\n    environment:\n      B_HOST: ${X:-b}\n    links: ['b:c']\n  b: {hostname: a}\n",
		"apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {x: y}}\nspec: {containers: [{image: i, env: [{name: B_PASSWORD, value: hunter2}]}]}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: b}\nspec: {selector: {x: y}}\n",
		"apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {K: 'a:80'}}]\n",
		"kind: Pod\nservices: [", "services: {a: {build: ../..}, ..: {env_file: x}}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g := Load(repo.Memory(map[string]string{"compose.yaml": s, "k8s/a.yaml": s, "k8s/b.yaml": s, ".env": s, "a/Dockerfile": s}), nil, ".", Given{})
		var names []string
		for _, x := range g.Services {
			names = append(names, x.Name)
		}
		if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
			t.Fatalf("names: %q", names)
		}
		for _, e := range g.Edges {
			if !slices.Contains(names, e.From) || !slices.Contains(names, e.To) || e.From == e.To || e.Confidence <= 0 || e.Confidence > 1 || len(e.Evidence) == 0 {
				t.Fatalf("edge: %+v", e)
			}
		}
	})
}

// A secret given in any of the usual places is in no text, whatever stands around it.
func FuzzRedact(f *testing.F) {
	f.Add("a", "b")
	f.Add("://", "@")
	f.Add("\n", "\"")
	f.Fuzz(func(t *testing.T, before, after string) {
		const secret = "hunter2hunter2"
		for key, value := range map[string]string{
			"DB_PASSWORD": before + secret + after,
			"DB_URL":      before + " postgres://app:" + secret + "@db:5432/x " + after,
			"DB_DSN":      before + " password=" + secret + " " + after,
		} {
			if got := redact(key, value, "db"); strings.Contains(got, secret) {
				t.Fatalf("%s=%s: %s", key, value, got)
			}
		}
	})
}
