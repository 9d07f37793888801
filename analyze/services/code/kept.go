package code

import (
	"sync"

	"seam/analyze/imports"
	"seam/analyze/services/manifest"
)

// Kept is the facts of a file as a cache keeps them.
type Kept struct {
	Read  bool // there are facts of it
	Facts Facts
}

// keptVersion is raised by whoever makes Read say something else of some content.
const keptVersion = 10

// Keeper reads single files for what is wanted of them. Manifests of Kubernetes are none
// that code reads.
func Keeper(w Wanted) imports.Reader[Kept] {
	idle := sync.Pool{New: func() any { return NewReader(w) }}
	return imports.Reader[Kept]{
		Name: "services-code", For: w.Digest(), Version: keptVersion, Large: true,
		Facts: func(base string, src []byte) (k Kept) {
			if manifest.IsYAML(base) && manifest.IsKubernetes(src) {
				return k
			}
			r := idle.Get().(*Reader)
			defer idle.Put(r)
			if f := r.Read(base, src); f != nil {
				k = Kept{Read: true, Facts: *f}
			}
			return k
		},
	}
}
