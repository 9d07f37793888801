package hcl

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/format/syntax"
)

const file = `
# dependency "old" { config_path = "../old" }
locals {
  env = "prod" // trailing
}
dependency "vpc" {
  config_path = "${get_terragrunt_dir()}/../vpc"
}
inputs = {
  name  = "web-${local.env}"
  ports = concat([80], [443])
  id    = dependency.vpc.outputs["id"]
  odd   = var.x ? "a" : "b"
}
`

func TestParse(t *testing.T) {
	b, err := Parse("terragrunt.hcl", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	scope := Scope{
		Variable: func(n []string) (string, bool) {
			return "prod", strings.Join(n, ".") == "local.env"
		},
		Call: func(name string, args []string) (string, bool) {
			return "/a/b", name == "get_terragrunt_dir" && len(args) == 0
		},
	}
	d := b.Of("dependency")
	if len(d) != 1 || d[0].Label(0) != "vpc" || d[0].Line != 6 || d[0].Label(1) != "" {
		t.Fatalf("what is commented out counts, or a label is lost: %+v", d)
	}
	path := d[0].Body.Get("config_path")
	if text, ok := path.Text(scope); !ok || text != "/a/b/../vpc" || path.Line() != 7 {
		t.Errorf("config_path: %q %v, line %d", text, ok, path.Line())
	}
	if text, ok := path.Text(Scope{}); ok {
		t.Errorf("a function that nobody knows gives %q", text)
	}
	if got := path.Loose(Scope{}); got != "?/../vpc" {
		t.Errorf("loose: %q", got)
	}
	inputs := b.Get("inputs")
	if text, ok := inputs.Get("name").Text(scope); !ok || text != "web-prod" {
		t.Errorf("name: %q %v", text, ok)
	}
	var ports []string
	for _, p := range inputs.Get("ports").List() {
		text, _ := p.Text(scope)
		ports = append(ports, text)
	}
	if d := cmp.Diff([]string{"80", "443"}, ports); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([][]string{{"dependency", "vpc", "outputs", "id"}}, inputs.Get("id").Uses()); d != "" {
		t.Error(d)
	}
	if got := inputs.Get("odd").Source(); got != `var.x ? "a" : "b"` {
		t.Errorf("source: %s", got)
	}
}

func TestParseErrors(t *testing.T) {
	for in, want := range map[string]string{
		"a = \n":                            "x.hcl:1:5: Invalid expression: a =",
		"job \"x\" {":                       "x.hcl:1:9: Unclosed configuration block: job \"x\" {",
		"a = " + strings.Repeat("[", 5000):  "x.hcl:1: nested more than 200 levels deep",
		"a = " + strings.Repeat("!", 30000): "x.hcl:1: more than 20000 operators",
		strings.Repeat("\n", MaxSize+1):     "x.hcl:1: larger than 1 MiB",
	} {
		_, err := Parse("x.hcl", []byte(in))
		var e *syntax.Error
		if !errors.As(err, &e) || e.Error() != want {
			t.Errorf("%.20q: want %q, got %v", in, want, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(file))
	f.Add([]byte("job \"x\" {\n group \"g\" { task \"t\" { env { A = \"b\" } } }\n}"))
	f.Add([]byte("a = <<EOT\n${b}\nEOT\n"))
	f.Add([]byte("a = {(x) = 1, y: [for k in z : k], \"q\" = f(g...)}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Parse("f", data)
		var e *syntax.Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("not an *syntax.Error: %v", err)
		}
		walk(b)
	})
}

// walk calls everything on everything.
func walk(b *Body) {
	if b == nil {
		return
	}
	for _, a := range b.Attributes {
		visit(a.Value)
	}
	for _, k := range b.Blocks {
		walk(k.Body)
	}
}

func visit(x Expr) {
	x.Text(Scope{})
	x.Loose(Scope{})
	x.Uses()
	x.Source()
	for _, i := range x.List() {
		visit(i)
	}
	for _, p := range x.Object() {
		visit(p.Value)
	}
}
