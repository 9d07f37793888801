package analyze

import (
	"sync"

	"seam/analyze/modules"
	"seam/analyze/modules/bazel"
	"seam/analyze/modules/bundler"
	"seam/analyze/modules/cargo"
	"seam/analyze/modules/composer"
	"seam/analyze/modules/gomod"
	"seam/analyze/modules/gradle"
	"seam/analyze/modules/maven"
	"seam/analyze/modules/npm"
	"seam/analyze/modules/nuget"
	"seam/analyze/modules/pub"
	"seam/analyze/modules/python"
	"seam/analyze/modules/sbt"
	"seam/analyze/modules/swiftpm"
	"seam/analyze/repo"
)

// manager reads the manifests of one package manager.
type manager struct {
	ecosystem string
	load      func(repo.Tree) *modules.Set
}

// managers are the package managers there are: a new one adds a line.
func managers() []manager {
	return []manager{
		{gomod.Ecosystem, gomod.Load},
		{npm.Ecosystem, npm.Load},
		{cargo.Ecosystem, cargo.Load},
		{composer.Ecosystem, composer.Load},
		{maven.Ecosystem, maven.Load},
		{python.Ecosystem, python.Load},
		{nuget.Ecosystem, nuget.Load},
		{gradle.Ecosystem, gradle.Load},
		{bazel.Ecosystem, bazel.Load},
		{bundler.Ecosystem, bundler.Load},
		{sbt.Ecosystem, sbt.Load},
		{pub.Ecosystem, pub.Load},
		{swiftpm.Ecosystem, swiftpm.Load},
	}
}

// sourceOf gives the manifests of a tree. Those of a package manager are read once, when
// somebody first asks for them: readers of imports want some of them too.
func sourceOf(tree repo.Tree) modules.Source {
	loads := map[string]func() *modules.Set{}
	for _, m := range managers() {
		loads[m.ecosystem] = sync.OnceValue(func() *modules.Set { return m.load(tree) })
	}
	return func(ecosystem string) *modules.Set {
		if load, ok := loads[ecosystem]; ok {
			return load()
		}
		return &modules.Set{}
	}
}

// manifests joins the manifests of every package manager, read side by side.
func manifests(from modules.Source) *modules.Set {
	all := managers()
	sets := make([]*modules.Set, len(all))
	var wg sync.WaitGroup
	for i, m := range all {
		wg.Go(func() { sets[i] = from(m.ecosystem) })
	}
	wg.Wait()
	return modules.Join(sets...)
}

// manifestsOf reads the manifests of one ecosystem, or of all for "".
func manifestsOf(ecosystem string, tree repo.Tree) *modules.Set {
	from := sourceOf(tree)
	if ecosystem == "" {
		return manifests(from)
	}
	return from(ecosystem)
}
