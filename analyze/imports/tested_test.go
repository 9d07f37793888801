package imports

import (
	"maps"
	"testing"
)

func TestTested(t *testing.T) {
	g := &Graph{Packages: []Package{
		{Path: "m/src/jvmMain/kotlin/a", Language: "kotlin", Module: "m", ImportPath: "a", Lines: 1},
		{Path: "m/src/main/java/a", Language: "java", Module: "m", ImportPath: "a", Lines: 2},
		{Path: "m/src/test/java/a", Language: "java", Module: "m", ImportPath: "a", TestOnly: true},
		{Path: "m/src/test/java/b", Language: "java", Module: "m", ImportPath: "b", TestOnly: true},
		{Path: "n/src/test/java/a", Language: "java", Module: "n", ImportPath: "a", TestOnly: true},
		{Path: "p", Language: "python", Module: "m", ImportPath: "a", TestOnly: true},
	}}
	want := map[string]string{"m/src/test/java/a": "m/src/main/java/a"}
	if got := g.Tested(); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
