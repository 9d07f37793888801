package sections

import (
	"seam/report/model"
	"strings"
	"testing"
)

// The map says where the dependencies went that have no arrow.
func TestMapSaysWhereDependenciesAre(t *testing.T) {
	pack := func(path, area string, imports ...string) model.Package {
		return model.Package{Path: path, Area: area, Imports: imports}
	}
	tangle := []model.Package{pack("a", "a", "b"), pack("b", "b", "a")}
	for _, c := range []struct {
		packages []model.Package
		want     string
	}{
		{tangle, "Of 2 dependencies all are inside the red box."},
		{append(tangle[:2:2], pack("c", "c", "a")), "Of 3 dependencies 1 has an arrow, 2 are inside the red box."},
		{append(tangle[:2:2], pack("c", "c", "a", "b")), "Of 4 dependencies 1 has an arrow, 2 are inside the red box, the others follow from arrows."},
		{[]model.Package{pack("a", "a", "b", "c"), pack("b", "b", "c"), pack("c", "c")}, "Of 3 dependencies 2 have an arrow, the others follow from arrows."},
		{[]model.Package{pack("a", "a", "b"), pack("b", "b")}, "1 dependency between them."},
	} {
		if lead := newMap(&model.Report{Packages: c.packages}).section().Lead; !strings.HasSuffix(lead, c.want) {
			t.Errorf("%q, want %q", lead, c.want)
		}
	}
}
