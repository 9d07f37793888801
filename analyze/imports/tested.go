package imports

// Tested tells which package the tests of others are of, where a language keeps the two in
// folders of their own: a package of Java or Kotlin that holds nothing but tests belongs
// to the one of its module that declares the same package, as src/test/java/a/b does to
// src/main/java/a/b; of several to the one with most lines.
func (g *Graph) Tested() map[string]string {
	type key struct{ module, name string }
	code := map[key]*Package{}
	for i := range g.Packages {
		p := &g.Packages[i]
		if !p.onJVM() || p.TestOnly {
			continue
		}
		k := key{p.Module, p.ImportPath}
		if had := code[k]; had == nil || p.Lines > had.Lines {
			code[k] = p
		}
	}
	out := map[string]string{}
	for _, p := range g.Packages {
		if of := code[key{p.Module, p.ImportPath}]; of != nil && p.TestOnly && p.onJVM() {
			out[p.Path] = of.Path
		}
	}
	return out
}

func (p *Package) onJVM() bool { return p.Language == "java" || p.Language == "kotlin" }
