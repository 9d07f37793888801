package analyze

import (
	"seam/analyze/modules"
	"seam/analyze/modules/cargo"
	"seam/analyze/modules/gomod"
	"seam/analyze/repo"
)

// manifests reads the manifests and locks of every package manager.
func manifests(tree repo.Tree) *modules.Set {
	return modules.Join(
		gomod.Load(tree),
		cargo.Load(tree),
	)
}
