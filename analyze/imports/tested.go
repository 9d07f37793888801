package imports

import (
	"path"
	"slices"
	"strings"
)

// Tested tells which package the tests of others are of, where a language keeps the two in
// folders of their own: a package of Java, Kotlin or Scala that holds nothing but tests belongs
// to the one of its module that declares the same package, as src/test/java/a/b does to
// src/main/java/a/b; of several to the one with most lines. One of Ruby belongs to the
// folder that it is named for: spec/models and test/unit to app/models, spec/requests and
// test/functional to app/controllers, spec/a to lib/a.
// One of PHP belongs to the namespace that its own is named for: A\Tests\B to A\B,
// Tests\Unit\B to App\B.
func (g *Graph) Tested() map[string]string {
	type key struct{ module, name string }
	code := map[key]*Package{}
	for i := range g.Packages {
		p := &g.Packages[i]
		if !p.OnJVM() || p.TestOnly {
			continue
		}
		k := key{p.Module, p.ImportPath}
		if had := code[k]; had == nil || p.Lines > had.Lines {
			code[k] = p
		}
	}
	out := map[string]string{}
	for _, p := range g.Packages {
		if of := code[key{p.Module, p.ImportPath}]; of != nil && p.TestOnly && p.OnJVM() {
			out[p.Path] = of.Path
		}
		if p.Language == "ruby" && p.TestOnly {
			if of := g.mirrored(p.Path); of != "" {
				out[p.Path] = of
			}
		}
	}
	g.testedNamespaces(out)
	return out
}

// testedNamespaces adds the packages of PHP's tests.
func (g *Graph) testedNamespaces(out map[string]string) {
	whole, below := map[string]*Package{}, map[string]*Package{}
	for i := range g.Packages {
		p := &g.Packages[i]
		if p.Language != "php" || p.TestOnly || p.ImportPath == "" {
			continue
		}
		_, rest, _ := strings.Cut(p.ImportPath, `\`)
		enterLarger(whole, p.ImportPath, p)
		enterLarger(below, rest, p)
	}
	for _, p := range g.Packages {
		if p.Language != "php" || !p.TestOnly {
			continue
		}
		name := namedFor(p.ImportPath)
		of := whole[name]
		if of == nil && name != p.ImportPath {
			of = below[name]
		}
		if of != nil && name != "" {
			out[p.Path] = of.Path
		}
	}
}

// enterLarger keeps of the packages of a name the one with most lines.
func enterLarger(of map[string]*Package, name string, p *Package) {
	if had := of[name]; had == nil || p.Lines > had.Lines {
		of[name] = p
	}
}

// namedFor is a namespace without the parts that say that it is one of tests.
func namedFor(space string) string {
	parts := slices.DeleteFunc(strings.Split(space, `\`), func(part string) bool {
		switch part {
		case "Test", "Tests", "Unit", "Feature", "Functional", "Integration":
			return true
		}
		return false
	})
	return strings.Join(parts, `\`)
}

// mirrored is the folder of Ruby's code that one of tests is named for; "" if there is none.
func (g *Graph) mirrored(tests string) string {
	for _, kind := range [...]string{"/spec/", "/test/"} {
		above, rest, ok := strings.Cut("/"+tests, kind)
		if !ok {
			continue
		}
		above = strings.TrimPrefix(above, "/")
		for _, code := range codeOfTests(above, rest) {
			if p, ok := g.Find(path.Join(above, code)); ok && !p.TestOnly {
				return p.Path
			}
		}
	}
	return ""
}

// codeOfTests are the folders that tests may be named for, the likeliest first: by the name
// that code has below app, lib or a gem's own folder of lib; and by what Rails and RSpec call
// their kinds, of which unit is for models and all else that is no controller, and functional
// and requests are for controllers.
func codeOfTests(gem, rest string) []string {
	out := []string{"app/" + rest, "lib/" + rest}
	if gem != "" {
		out = append(out, path.Join("lib", path.Base(gem), rest))
	}
	out = append(out, rest)
	kind, below, _ := strings.Cut(rest, "/")
	switch kind {
	case "unit":
		if below != "" {
			out = append(out, "app/"+below, "lib/"+below, below)
		}
		out = append(out, path.Join("app/models", below))
	case "functional", "requests":
		out = append(out, path.Join("app/controllers", below))
	}
	return out
}

// OnJVM reports whether a package is in Java, Kotlin or Scala.
func (p *Package) OnJVM() bool {
	return p.Language == "java" || p.Language == "kotlin" || p.Language == "scala"
}
