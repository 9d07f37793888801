package analyze

import (
	"sync"

	"seam/analyze/modules"
	"seam/analyze/modules/bazel"
	"seam/analyze/modules/cargo"
	"seam/analyze/modules/gomod"
	"seam/analyze/modules/gradle"
	"seam/analyze/modules/maven"
	"seam/analyze/modules/npm"
	"seam/analyze/modules/nuget"
	"seam/analyze/modules/python"
	"seam/analyze/repo"
)

// managers are the package managers whose manifests are read, one reader each.
var managers = []func(repo.Tree) *modules.Set{gomod.Load, npm.Load, cargo.Load, maven.Load, python.Load, nuget.Load, gradle.Load, bazel.Load}

// manifests reads the manifests of every package manager side by side.
func manifests(tree repo.Tree) *modules.Set {
	sets := make([]*modules.Set, len(managers))
	var wg sync.WaitGroup
	for i, load := range managers {
		wg.Go(func() { sets[i] = load(tree) })
	}
	wg.Wait()
	return modules.Join(sets...)
}
