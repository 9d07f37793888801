package sections

import (
	"slices"

	"seam/report/doc"
	"seam/report/picture"
)

// usedKeys are the entries of a legend that a picture has boxes or arrows of.
func usedKeys(g picture.Graph, keys ...doc.Key) []doc.Key {
	return slices.DeleteFunc(keys, func(k doc.Key) bool {
		return !slices.ContainsFunc(g.Boxes, func(b picture.Box) bool { return string(b.Class) == k.Class }) &&
			!slices.ContainsFunc(g.Arrows, func(a picture.Arrow) bool { return "line "+string(a.Class) == k.Class })
	})
}
