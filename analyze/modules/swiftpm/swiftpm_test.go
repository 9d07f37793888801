package swiftpm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/modules"
	"seam/analyze/repo"
)

// show writes a set as one line per fact, so that tests compare whole results.
func show(s *modules.Set) string {
	var b strings.Builder
	for _, u := range s.Units {
		fmt.Fprintf(&b, "%s is %q\n", u.Path, u.Name)
		for _, r := range u.Requirements {
			fmt.Fprintf(&b, "  %s %q %s unit %q at %s\n", r.Name, r.Version, r.Kind, r.Unit, r.Location)
		}
	}
	for _, l := range s.Locks {
		fmt.Fprintf(&b, "lock %s for %s\n", l.File, l.Path)
		for _, p := range l.Packages {
			fmt.Fprintf(&b, "  %s %s unit %q line %d\n", p.Name, p.Version, p.Unit, p.Line)
			for _, r := range p.Requires {
				fmt.Fprintf(&b, "    -> %s %q %s\n", l.Packages[r.To].Name, r.Range, r.Kind)
			}
		}
	}
	for _, w := range s.Warnings {
		fmt.Fprintf(&b, "%s %d %s\n", w.Code, w.Count, w.Message)
	}
	return b.String()
}

const shop = `// swift-tools-version:5.9
import PackageDescription
let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let package = Package(
  name: "Shop",
  products: [.library(name: "Cart", targets: ["Cart"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-log.git", from: "1.5.0"),
    .package(url: "git@github.com:a/Minor", .upToNextMinor(from: "0.3.1-beta")),
    .package(url: "https://github.com/a/range", "1.0.0"..<"3.0.0"), // two majors
    .package(url: "https://github.com/a/exact", exact: "2.1.0"),
    .package(url: "https://github.com/a/Branch/", branch: "main"),
    .package(url: "https://github.com/a/testing", .upToNextMajor(from: "4.0.0")),
    .package(name: "Models", path: "../Models"),
    .package(path: "../Gone"),
    .package(id: "mona.LinkedList", from: "1.0.0"),
    .package(url: variable, from: "1.0.0"),
    .package(url: "https://github.com/a/computed", .upToNextMajor(from: version)),
  ],
  targets: [
    .target(name: "Cart", dependencies: ["Models", .product(name: "Branches", package: "Branch"), log, .target(name: "Store")]),
    .target(name: "Store", path: "Code/Store", exclude: ["a.txt"]),
    .executableTarget(name: "Tool", dependencies: [.product(name: "Exact", package: "exact", condition: .when(platforms: [.linux]))]),
    .testTarget(name: "CartTests", dependencies: ["Cart", .product(name: "Testing2", package: "testing")]),
    .target(kind: .test, name: "Odd"),
    .binaryTarget(name: "Blob", url: "https://example.org/x.zip", checksum: "1"),
    .target(name: "Missing"),
  ]
)
`

func TestLoad(t *testing.T) {
	got := show(Load(repo.Memory(map[string]string{
		"shop/Package.swift":       shop,
		"Models/Package.swift":     "let package = Package(name: \"Models\")\n",
		"none/Package.swift":       "import PackageDescription\nlet name = \"x\"\n",
		"Carthage/x/Package.swift": "let package = Package(name: \"X\")\n",
		"open/Package.swift":       "let package = Package(name: \"Open\", dependencies: [.package(path: \"../Models\"",
		"shop/Package.resolved":    "{\"pins\": [\n{\"identity\": \"swift-log\", \"location\": \"x\", \"state\": {\"version\": \"1.6.1\"}},\n{\"identity\": \"swift-nio\", \"state\": {\"version\": \"2.1.0\"}},\n{\"identity\": \"swift-log\", \"state\": {\"version\": \"1.0.0\"}}], \"version\": 2}",
		"app/A.xcodeproj/project.xcworkspace/xcshareddata/swiftpm/Package.resolved": "{\"object\": {\"pins\": [{\"package\": \"Log\", \"repositoryURL\": \"https://github.com/apple/Swift-Log.git\", \"state\": {\"version\": \"1.4.0\"}}]}, \"version\": 1}",
		"broken/Package.resolved": "{\n<<<<<<< HEAD\n",
	})))
	want := `
Models is "models"
open is "open"
  models ""  unit "Models" at open/Package.swift:1
shop is "shop"
  branch ""  unit "" at shop/Package.swift:12
  computed ""  unit "" at shop/Package.swift:18
  exact "2.1.0"  unit "" at shop/Package.swift:11
  gone ""  unit "" at shop/Package.swift:15
  minor "0.3.1-beta..<0.4.0"  unit "" at shop/Package.swift:9
  models ""  unit "Models" at shop/Package.swift:14
  mona.linkedlist "1.0.0..<2.0.0"  unit "" at shop/Package.swift:16
  range "1.0.0..<3.0.0"  unit "" at shop/Package.swift:10
  swift-log "1.5.0..<2.0.0"  unit "" at shop/Package.swift:8
  testing "4.0.0..<5.0.0" development unit "" at shop/Package.swift:13
lock app/A.xcodeproj/project.xcworkspace/xcshareddata/swiftpm/Package.resolved for app
  swift-log 1.4.0 unit "" line 1
lock shop/Package.resolved for shop
  shop  unit "shop" line 0
    -> swift-log "1.5.0..<2.0.0" 
  swift-log 1.6.1 unit "" line 2
  swift-nio 2.1.0 unit "" line 3
`
	broken := ""
	for line := range strings.Lines(got) {
		if strings.HasPrefix(line, "broken-manifest") {
			broken, got = line, strings.Replace(got, line, "", 1)
		}
	}
	if d := cmp.Diff(strings.TrimPrefix(want, "\n"), got); d != "" || !strings.Contains(broken, "broken/Package.resolved:2") {
		t.Error(d, broken)
	}
}

func TestPackages(t *testing.T) {
	files := map[string]string{"shop/Package.swift": shop, "Models/Package.swift": "let package = Package(name: \"Models\", targets: [.target(name: \"Models\"), .testTarget(name: \"ModelsTests\")])\n"}
	for _, f := range []string{"shop/Sources/Cart/a.swift", "shop/Code/Store/b/c.swift", "shop/Sources/Tool/main.swift", "shop/Sources/Missing/include/m.h", "shop/Tests/CartTests/t.swift", "shop/Tests/Odd/o.swift", "Models/Sources/m.swift", "Models/Tests/ModelsTests/t.swift"} {
		files[f] = ""
	}
	want := []Package{
		{Name: "models", Folder: "Models", Manifest: "Models/Package.swift", Products: map[string]string{}, Targets: []Target{{"Models", "Models/Sources", false, false}, {"ModelsTests", "Models/Tests/ModelsTests", true, false}}},
		{
			Name: "shop", Folder: "shop", Manifest: "shop/Package.swift", Takes: []string{"Models"},
			Products: map[string]string{"Branches": "branch", "Exact": "exact", "Testing2": "testing"},
			Targets:  []Target{{"Cart", "shop/Sources/Cart", false, false}, {"Store", "shop/Code/Store", false, false}, {"Tool", "shop/Sources/Tool", false, false}, {"CartTests", "shop/Tests/CartTests", true, false}, {"Odd", "shop/Tests/Odd", true, false}, {"Missing", "shop/Sources/Missing", false, true}},
		},
	}
	if d := cmp.Diff(want, Packages(repo.Memory(files))); d != "" {
		t.Error(d)
	}
}

// What a careless reader would go through again and again.
func TestLoadIsLinear(t *testing.T) {
	for _, piece := range []string{".package(", ".target(name: \"a\", dependencies: [", ".target(", ".product(name: \"a\", package: \"b\"), ", "Package(", "(", ".package(url: \"a\", ", ", a: "} {
		Load(repo.Memory(map[string]string{"Package.swift": "Package(name: \"x\"), .target(name: \"t\", dependencies: [" + strings.Repeat(piece, 30_000)}))
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(shop, `{"pins": [{"identity": "swift-log", "state": {"version": "1.0.0"}}]}`)
	f.Add("Package(name: \"a\", dependencies: [.package(path: \"../b\")], targets: [.target(name: \"c\", path: \"..\")])", `{"object": {"pins": [{"repositoryURL": "/x.git"}]}}`)
	f.Fuzz(func(t *testing.T, manifest, lock string) {
		tree := repo.Memory(map[string]string{"a/Package.swift": manifest, "b/Package.swift": manifest, "a/Package.resolved": lock, "a/Sources/c/x.swift": ""})
		for _, l := range Load(tree).Locks {
			for _, p := range l.Packages {
				for _, r := range p.Requires {
					if r.To < 0 || r.To >= len(l.Packages) {
						t.Errorf("a link leads to %d of %d packages", r.To, len(l.Packages))
					}
				}
			}
		}
		Packages(tree)
	})
}
