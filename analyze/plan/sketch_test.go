package plan_test

import (
	"slices"
	"strings"
	"testing"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/plan"
	"seam/analyze/split"
	"seam/analyze/whatif"
)

// web is a small workspace in a language: app and money in one unit, both using left-pad.
func web(language, manifest, ecosystem, name string) plan.Input {
	g := &imports.Graph{
		Packages: []imports.Package{
			{Path: "web/src/app", Language: language, Module: name, Files: []string{"a.ts"}, Lines: 9, ThirdParty: []string{"left-pad"}},
			{Path: "web/src/money", Language: language, Module: name, Files: []string{"index.ts", "round.ts"}, Lines: 9, ThirdParty: []string{"left-pad", "unlisted"}, TestThird: []string{"vitest"}},
		},
		Modules: []imports.Module{{Name: name, Path: "web", Language: language, Manifest: "web/" + manifest}},
		Edges:   []imports.Edge{{From: "web/src/app", To: "web/src/money", Kind: imports.Import, Files: 1, Symbols: []string{"add"}}},
		FileEdges: []imports.FileEdge{
			{From: "web/src/app/a.ts", To: "web/src/money/index.ts", Kind: imports.Import},
			{From: "web/src/app/a.ts", To: "web/src/money/round.ts", Kind: imports.Import},
		},
	}
	base := whatif.Prepare(whatif.Input{Imports: g, Changes: &history.Changes{}, SourceOf: func(string) (string, bool) { return "", false }})
	part, err := plan.Find("web/src/money", nil, base)
	if err != nil {
		panic(err)
	}
	return plan.Input{
		Part: part, Base: base, Imports: g, Folder: ".",
		Modules: &modules.Set{Units: []modules.Unit{{
			Path: "web", Manifest: "web/" + manifest, Ecosystem: ecosystem, Name: name,
			Requirements: []modules.Requirement{{Name: "left-pad", Version: ">=1.3"}, {Name: "vitest", Version: ">=2"}},
		}}},
	}
}

// A part in another language than Go gets a sketch of the manifest of its ecosystem, and
// nothing of Go's.
func TestSketches(t *testing.T) {
	for _, c := range []struct {
		language, manifest, ecosystem, name string
		wants                               []string
	}{
		{"typescript", "package.json", "npm", "@shop/web", []string{
			"Write web/src/money/package.json: a sketch", `"name": "@shop/money"`, `".": "./index.ts"`, `"./round": "./round.ts"`,
			`"left-pad": ">=1.3"`, `"vitest": ">=2"`, "called unlisted", "take out of its manifest that it is private, set its version to 0.1.0", "npm publish", "Let web require @shop/money",
		}},
		{"php", "composer.json", "composer", "web", []string{
			"Write web/src/money/composer.json", `"name": "money"`, `"left-pad": ">=1.3"`, "the repositories of the composer.json above it",
		}},
		{"ruby", "Gemfile", "bundler", "web", []string{
			"Write web/src/money/money.gemspec", `spec.name = "money"`, `spec.add_dependency "left-pad", ">=1.3"`,
			`spec.add_development_dependency "vitest", ">=2"`, "Add web/src/money to the Gemfile above it", "gem push",
		}},
		{"ruby", "package.yml", "bundler", "web", []string{"Write web/src/money/package.yml", "enforce_dependencies: true", "package_paths of packwerk.yml"}},
		{"python", "pyproject.toml", "python", "web", []string{
			"Write web/src/money/pyproject.toml", `name = "money"`, `    "left-pad>=1.3",`, `    "vitest>=2",`, "twine upload",
		}},
		{"java", "pom.xml", "maven", "shop:web", []string{"Add web/src/money/pom.xml to the module, named shop:money", "mvn deploy", "the modules of the pom.xml above it"}},
		{"swift", "Package.swift", "swiftpm", "web", []string{`give the target path: "."`}},
		{"kotlin", "build.gradle.kts", "gradle", "web", []string{"Add web/src/money/build.gradle.kts", "settings.gradle, by include"}},
	} {
		t.Run(c.manifest, func(t *testing.T) {
			p := plan.Make(web(c.language, c.manifest, c.ecosystem, c.name))
			var text strings.Builder
			for _, code := range []string{"cut", "module", "release"} {
				text.WriteString(told(step(t, p, code)))
			}
			for _, want := range c.wants {
				if !strings.Contains(text.String(), want) {
					t.Errorf("the plan does not say %q:\n%s", want, text.String())
				}
			}
			for _, never := range []string{"go.mod", "GOWORK", "go get", "git tag"} {
				if strings.Contains(text.String(), never) {
					t.Errorf("the plan of %s says %q", c.language, never)
				}
			}
		})
	}
}

// What is a unit already needs no manifest.
func TestWholeUnitNeedsNoSketch(t *testing.T) {
	in := web("rust", "Cargo.toml", "cargo", "web")
	in.Imports.Modules = append(in.Imports.Modules, imports.Module{Name: "money", Path: "web/src/money", Language: "rust", Manifest: "web/src/money/Cargo.toml"})
	in.Imports.Packages[1].Module = "money"
	in.Base = whatif.Prepare(whatif.Input{Imports: in.Imports, Changes: &history.Changes{}, SourceOf: func(string) (string, bool) { return "", false }})
	s := step(t, plan.Make(in), "module")
	if len(s.Tasks) > 0 || !strings.Contains(s.Why, "It is a crate of its own already") {
		t.Errorf("%+v", s)
	}
}

// What is deployed, or private, and imported by nobody is not published.
func TestNothingToPublish(t *testing.T) {
	whole := func(in plan.Input, private bool) plan.Input {
		in.Imports.Modules = append(in.Imports.Modules, imports.Module{Name: "money", Path: "web/src/money", Language: "typescript", Manifest: "web/src/money/package.json"})
		in.Imports.Packages[1].Module = "money"
		in.Modules.Units = append(in.Modules.Units, modules.Unit{Path: "web/src/money", Manifest: "web/src/money/package.json", Ecosystem: "npm", Name: "money", Private: private})
		return in
	}
	alone := func(in plan.Input) plan.Input {
		in.Imports.Edges, in.Imports.FileEdges = nil, nil
		return in
	}
	for name, c := range map[string]struct {
		in        plan.Input
		deployed  []string
		verdict   split.Verdict
		says      string
		published bool
	}{
		"a library":                           {whole(web("typescript", "package.json", "npm", "shop"), false), nil, "", "give it a version and publish it", true},
		"a private library of the house":      {whole(web("typescript", "package.json", "npm", "shop"), true), nil, "", "take out of its manifest that it is private", false},
		"private, and used by nobody":         {alone(whole(web("typescript", "package.json", "npm", "shop"), true)), nil, "", "says that it is private, and no other code imports it", false},
		"deployed, and imported by nobody":    {alone(web("typescript", "package.json", "npm", "shop")), []string{"money-api"}, "", "It is deployed as money-api", false},
		"deployed, and imported all the same": {whole(web("typescript", "package.json", "npm", "shop"), false), []string{"money-api"}, "", "give it a version", false},
		"to be a service":                     {alone(web("python", "pyproject.toml", "python", "shop")), nil, split.Service, "It is a program", false},
		"a tag is published, too":             {alone(web("go", "go.mod", "go", "shop")), []string{"money"}, "", "It is deployed as money", false},
	} {
		in := c.in
		in.Base = whatif.Prepare(whatif.Input{Imports: in.Imports, Changes: &history.Changes{}, SourceOf: func(string) (string, bool) { return "", false }})
		if in.Deployed = c.deployed; c.verdict != "" {
			in.Part.Candidate = &split.Candidate{Verdict: c.verdict}
		}
		text := told(step(t, plan.Make(in), "release"))
		if !strings.Contains(text, c.says) {
			t.Errorf("%s: no %q in\n%s", name, c.says, text)
		}
		if got := strings.Contains(text, "npm publish") || strings.Contains(text, "git tag"); got != c.published {
			t.Errorf("%s: published %v, want %v:\n%s", name, got, c.published, text)
		}
	}
}

// Samples and tests take what is newest: they have no place in the order of releases, and
// of many units of one place a few are named.
func TestOrderOfReleases(t *testing.T) {
	in := web("typescript", "package.json", "npm", "shop")
	for _, folder := range []string{"examples/one", "libs/a", "libs/b", "libs/c", "libs/d", "libs/e", "libs/f"} {
		in.Imports.Packages = append(in.Imports.Packages, imports.Package{Path: folder, Language: "typescript", Module: folder, Files: []string{"x.ts"}, Lines: 9})
		in.Imports.Modules = append(in.Imports.Modules, imports.Module{Name: folder, Path: folder, Language: "typescript", Manifest: folder + "/package.json"})
		in.Imports.Edges = append(in.Imports.Edges, imports.Edge{From: folder, To: "web/src/money", Kind: imports.Import, Files: 1})
	}
	slices.SortFunc(in.Imports.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(in.Imports.Modules, imports.CompareModules)
	slices.SortFunc(in.Imports.Edges, imports.CompareEdges)
	in.Base = whatif.Prepare(whatif.Input{Imports: in.Imports, Changes: &history.Changes{}, SourceOf: func(string) (string, bool) { return "", false }})
	notes := strings.Join(step(t, plan.Make(in), "release").Notes, "\n")
	if want := "Order of releases: web/src/money, then libs/a, libs/b, libs/c, libs/d and 3 more."; notes != want {
		t.Errorf("%s, want %s", notes, want)
	}
}

// What both sides use is told apart: data and messages need a plan, versions of third
// parties do not.
func TestDeployStep(t *testing.T) {
	in := web("java", "pom.xml", "maven", "shop:web")
	in.Part.Candidate = &split.Candidate{Verdict: split.Service, Deployed: true, Against: []split.Evidence{
		{Code: "shared-third-parties", Text: "third parties"}, {Code: "shared-database", Text: "both write orders"},
		{Code: "shared-settings", Text: "both read DSN"}, {Code: "shared-contracts", Text: "both speak pb"},
	}}
	text := told(step(t, plan.Make(in), "deploy"))
	for _, want := range []string{"A manifest deploys it already.", "Shared data, to be given one owner first: both write orders.", "Shared settings, to be given to each by itself: both read DSN.", "Shared messages"} {
		if !strings.Contains(text, want) {
			t.Errorf("the step does not say %q:\n%s", want, text)
		}
	}
	for _, never := range []string{"third parties", "Give it a build"} {
		if strings.Contains(text, never) {
			t.Errorf("the step says %q:\n%s", never, text)
		}
	}
}

// jvm is a module of Gradle whose part is a package of Java with tests, a script and a
// module of JavaScript below it.
func jvm(packages ...imports.Package) plan.Input {
	g := &imports.Graph{
		Packages: append([]imports.Package{
			{Path: "shop/src/main/java/a/app", Language: "java", Module: ":shop", Files: []string{"A.java"}, Lines: 9},
			{Path: "shop/src/main/java/a/other", Language: "java", Module: ":shop", Files: []string{"O.java"}, Lines: 9},
			{Path: "shop/src/main/java/a/tax", Language: "java", Module: ":shop", Files: []string{"T.java"}, Lines: 9},
			{Path: "shop/src/main/java/a/pay", Language: "java", Module: ":shop", Files: []string{"P.java"}, Lines: 9, ThirdParty: []string{"org.json"}},
			{Path: "shop/src/test/java/a/pay/card", Language: "java", Module: ":shop", TestOnly: true, TestFiles: []string{"T.java"}, TestLines: 9},
		}, packages...),
		Modules: []imports.Module{
			{Name: ":shop", Path: "shop", Language: "java", Manifest: "shop/build.gradle"},
			{Name: "mails", Path: "shop/src/main/java/a/pay/mails", Language: "javascript", Manifest: "shop/src/main/java/a/pay/mails/package.json"},
		},
		Edges: []imports.Edge{
			{From: "shop/src/main/java/a/app", To: "shop/src/main/java/a/pay", Kind: imports.Import, Files: 1, Symbols: []string{"Card"}},
			{From: "shop/src/main/java/a/other", To: "shop/src/main/java/a/app", Kind: imports.Import, Files: 1, Symbols: []string{"Start"}},
			{From: "shop/src/main/java/a/pay", To: "shop/src/main/java/a/app", Kind: imports.Import, Files: 1, Symbols: []string{"Codec.Json", "Codec.Xml"}},
			{From: "shop/src/main/java/a/pay", To: "shop/src/main/java/a/tax", Kind: imports.Import, Files: 5, Symbols: []string{"Rate"}},
			{From: "shop/src/main/java/a/tax", To: "shop/src/main/java/a/app", Kind: imports.Import, Files: 1, Symbols: []string{"Codec"}},
		},
	}
	slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
	base := whatif.Prepare(whatif.Input{Imports: g, Changes: &history.Changes{}, SourceOf: func(string) (string, bool) { return "", false }})
	part, err := plan.Find("shop/src/main/java/a/pay", nil, base)
	if err != nil {
		panic(err)
	}
	return plan.Input{Part: part, Base: base, Imports: g, Folder: ".", Modules: &modules.Set{Units: []modules.Unit{
		{Path: "shop", Manifest: "shop/build.gradle", Ecosystem: "gradle", Name: ":shop", Requirements: []modules.Requirement{{Name: "org.json:json", Version: "1"}}},
	}}}
}

// A module of the JVM is built from the src of its own folder, so that its sources move.
// Types go where the type goes that holds them.
func TestLift(t *testing.T) {
	p := plan.Make(jvm())
	var text strings.Builder
	for _, code := range []string{"move", "module", "release"} {
		text.WriteString(told(step(t, p, code)))
	}
	for _, want := range []string{
		"Move Codec from shop/src/main/java/a/app into",
		"to a folder of its own, pay",
		"$ mkdir -p pay/src/main/java/a && git mv shop/src/main/java/a/pay pay/src/main/java/a/pay",
		"git mv shop/src/main/java/a/tax pay/src/main/java/a/tax",
		"$ mkdir -p pay/src/test/java/a && git mv shop/src/test/java/a/pay pay/src/test/java/a/pay",
		"Add pay/build.gradle to the module, named :pay", "Add pay to settings.gradle", "build and test pay alone",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the plan does not say %q:\n%s", want, text.String())
		}
	}
}

// Scripts and whole modules in a part do not decide what its manifest is.
func TestPartOfSeveralLanguages(t *testing.T) {
	mails := imports.Package{Path: "shop/src/main/java/a/pay/mails", Language: "javascript", Module: "mails", Files: []string{"m.js"}, Lines: 3, ThirdParty: []string{"left-pad"}}
	text := told(step(t, plan.Make(jvm(mails)), "module"))
	if !strings.Contains(text, "Add pay/build.gradle") || strings.Contains(text, "left-pad") ||
		!strings.Contains(text, "Of other languages, and not in this manifest: shop/src/main/java/a/pay/mails. What they need stands in shop/src/main/java/a/pay/mails/package.json.") {
		t.Error(text)
	}
	mails.Lines = 30
	if text = told(step(t, plan.Make(jvm(mails)), "module")); !strings.Contains(text, "Add pay/build.gradle") {
		t.Errorf("most lines are JavaScript, and all imports over the border Java:\n%s", text)
	}
	in := jvm(mails)
	in.Imports.Edges = nil
	if text = told(step(t, plan.Make(in), "module")); !strings.Contains(text, "It is a package of its own already") {
		t.Errorf("no import crosses, and most lines are JavaScript:\n%s", text)
	}
}
