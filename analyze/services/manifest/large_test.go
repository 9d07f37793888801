package manifest

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/repo"
)

// A manifest with thousands of objects, each with settings, is read whole.
func TestThousandsOfObjects(t *testing.T) { readObjects(t, 10_000) }

// BenchmarkObjects: ten times as many objects are to take about ten times as long.
func BenchmarkObjects(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				readObjects(b, n)
			}
		})
	}
}

// readObjects reads a manifest with so many objects.
func readObjects(t testing.TB, n int) {
	t.Helper()
	var b strings.Builder
	for i := range n {
		kind := "Deployment"
		if i%2 == 1 {
			kind = "Service"
		}
		fmt.Fprintf(&b, "---\napiVersion: v1\nkind: %s\nmetadata: {name: s%d}\nspec: {selector: {app: s%d}, template: {metadata: {labels: {app: s%d}}, spec: {containers: [{image: i%d}]}}}\n", kind, i/2, i/2, i/2, i)
	}
	if b.Len() > MaxFile {
		t.Fatal("the manifest is larger than what is read")
	}
	src := NewSource(repo.Memory(map[string]string{"all.yaml": b.String()}), ".")
	units := Read(src)
	if len(units) != n/2 || units[7].Name != "s7" || len(units[7].Aliases) != 1 {
		t.Fatalf("%d units, the eighth is %+v", len(units), units[7])
	}
}

// A ConfigMap that every workload gets whole is multiplied no further than its bound.
func TestConfigMapsOfManyWorkloads(t *testing.T) {
	const workloads, entries = 1_000, 500
	var b strings.Builder
	b.WriteString("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: all}\ndata:\n")
	for i := range entries {
		fmt.Fprintf(&b, "  k%d: v\n", i)
	}
	for i := range workloads {
		fmt.Fprintf(&b, "---\napiVersion: v1\nkind: Pod\nmetadata: {name: p%d}\nspec: {containers: [{image: i, envFrom: [{configMapRef: {name: all}}]}]}\n", i)
	}
	src := NewSource(repo.Memory(map[string]string{"all.yaml": b.String()}), ".")
	got := 0
	for _, u := range Read(src) {
		for _, r := range u.Refs {
			if r.Kind == EnvFrom {
				got++
			}
		}
	}
	if got != maxHanded {
		t.Errorf("workloads got %d entries, want %d", got, maxHanded)
	}
	if w := src.Warnings(); len(w) != 1 || !strings.Contains(w[0].Message, "too many entries of ConfigMaps") {
		t.Errorf("warnings %v", w)
	}
}

// What a template makes is bounded, whatever it says: without that the test would not end.
func TestTemplatesAreBounded(t *testing.T) {
	head := "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nx: "
	for name, text := range map[string]string{
		"a template that includes itself": `{{ define "a" }}{{ include "a" . }}{{ include "a" . }}{{ end }}{{ include "a" . }}`,
		"a text that doubles":             `{{ $a := "xxxxxxxxxx" }}` + strings.Repeat(`{{ $a = printf "%s%s" $a $a }}`, 60) + `{{ $a }}`,
		"a tree that doubles":             `{{ $d := dict "a" 1 }}` + strings.Repeat(`{{ $d = dict "a" $d "b" $d }}`, 60) + `{{ toYaml $d }}{{ toYaml (merge $d $d) }}`,
		"loops in loops":                  strings.Repeat(`{{ range list 1 2 3 4 5 6 7 8 9 }}`, 12) + "x" + strings.Repeat("{{ end }}", 12),
		"replacements":                    `{{ $a := "aaaaaaaaaa" }}` + strings.Repeat(`{{ $a = replace "a" $a $a }}`, 20) + `{{ $a }}`,
		"parentheses":                     "{{ " + strings.Repeat("(", 20_000) + "1" + strings.Repeat(")", 20_000) + " }}",
	} {
		src := NewSource(repo.Memory(map[string]string{"c/Chart.yaml": "name: c\n", "c/templates/p.yaml": head + text}), ".")
		if units := Read(src); len(units) > 1 {
			t.Errorf("%s: %d units", name, len(units))
		}
	}
}
