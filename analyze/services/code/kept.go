package code

import (
	"seam/analyze/imports"
	"seam/analyze/services/manifest"
)

// Kept is the facts of a file as a cache keeps them.
type Kept struct {
	Read  bool // there are facts of it
	Facts Facts
}

// keptVersion is raised by whoever makes Read say something else of some content.
const keptVersion = 13

// Keeper reads single files for what is wanted of them. Manifests of Kubernetes are none
// that code reads.
func Keeper(w Wanted) imports.Reader[Kept] {
	k := imports.Reader[Kept]{Name: "services-code", For: w.Digest(), Version: keptVersion, Large: true}
	k.Worker = func() func(string, []byte) Kept {
		r := NewReader(w)
		return func(base string, src []byte) Kept {
			if manifest.IsYAML(base) && manifest.IsKubernetes(src) {
				return Kept{}
			}
			if f := r.Read(base, src); f != nil {
				return Kept{Read: true, Facts: *f}
			}
			return Kept{}
		}
	}
	k.Facts = func(base string, src []byte) Kept { return k.Worker()(base, src) }
	return k
}
