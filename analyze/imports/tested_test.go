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
		{Path: "r/app/models", Language: "ruby"},
		{Path: "r/lib/tools", Language: "ruby"},
		{Path: "r/spec/features", Language: "ruby", TestOnly: true},
		{Path: "r/spec/lib/tools", Language: "ruby", TestOnly: true},
		{Path: "r/spec/models", Language: "ruby", TestOnly: true},
		{Path: "r/spec/tools", Language: "ruby", TestOnly: true},
		{Path: "s/app/controllers", Language: "ruby"},
		{Path: "s/app/controllers/api", Language: "ruby"},
		{Path: "s/app/jobs", Language: "ruby"},
		{Path: "s/app/models", Language: "ruby"},
		{Path: "s/lib/s/scm", Language: "ruby"},
		{Path: "s/spec/scm", Language: "ruby", TestOnly: true}, // of the gem s
		{Path: "s/test/functional", Language: "ruby", TestOnly: true},
		{Path: "s/test/requests/api", Language: "ruby", TestOnly: true},
		{Path: "s/test/requests/gone", Language: "ruby", TestOnly: true},
		{Path: "s/test/system", Language: "ruby", TestOnly: true}, // of all of it
		{Path: "s/test/unit", Language: "ruby", TestOnly: true},
		{Path: "s/test/unit/jobs", Language: "ruby", TestOnly: true},
		{Path: "s/test/unit/lib/s/scm", Language: "ruby", TestOnly: true},
		{Path: "w/app/Orders", Language: "php", ImportPath: `App\Orders`, Lines: 2},
		{Path: "w/old/Orders", Language: "php", ImportPath: `Old\Orders`, Lines: 1},
		{Path: "w/src/Mail/Tests", Language: "php", ImportPath: `Acme\Mail\Tests`, TestOnly: true},
		{Path: "w/src/Mail", Language: "php", ImportPath: `Acme\Mail`},
		{Path: "w/tests/Unit", Language: "php", ImportPath: `Tests\Unit`, TestOnly: true},
		{Path: "w/tests/Unit/Orders", Language: "php", ImportPath: `Tests\Unit\Orders`, TestOnly: true},
		{Path: "w/tests/gone", Language: "php", ImportPath: `Tests\Gone`, TestOnly: true},
	}}
	want := map[string]string{
		"m/src/test/java/a": "m/src/main/java/a", "r/spec/lib/tools": "r/lib/tools", "r/spec/models": "r/app/models", "r/spec/tools": "r/lib/tools",
		"s/spec/scm": "s/lib/s/scm", "s/test/functional": "s/app/controllers", "s/test/requests/api": "s/app/controllers/api",
		"s/test/unit": "s/app/models", "s/test/unit/jobs": "s/app/jobs", "s/test/unit/lib/s/scm": "s/lib/s/scm",
		"w/src/Mail/Tests": "w/src/Mail", "w/tests/Unit/Orders": "w/app/Orders",
	}
	if got := g.Tested(); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
