package swift

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/imports"
	"seam/analyze/imports/factstest"
	"seam/analyze/repo"
)

// load prints packages, edges with the names they take, file edges, and warnings.
func load(t *testing.T, files map[string]string) string {
	t.Helper()
	g, err := Load(t.Context(), repo.Memory(files), imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return factstest.Graph(g, meaning)
}

func TestLoad(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"targets of one package and of one beside it, tests, an app of Xcode": {map[string]string{
			"Shop/Package.swift":              "let p = Package(name: \"Shop\", dependencies: [.package(path: \"../Models\"), .package(url: \"https://github.com/apple/swift-log\", from: \"1.0.0\")], targets: [.target(name: \"Cart\", dependencies: [\"Models\", .product(name: \"Logging\", package: \"swift-log\")]), .executableTarget(name: \"shop-tool\"), .testTarget(name: \"CartTests\"), .target(name: \"CZip\")])\n",
			"Shop/Sources/CZip/include/zip.h": "", "Shop/Sources/CZip/zip.c": "",
			"Shop/Sources/Cart/Cart.swift":      "import Foundation\nimport Logging\nimport Models\npublic struct Cart { let order: Order; let line: Line }\n",
			"Shop/Sources/Cart/Deep/Line.swift": "struct Line {}\nstruct Twice {}\n",
			"Shop/Sources/Cart/Other.swift":     "struct Twice {}\nlet t = Twice()\n",
			"Shop/Sources/shop-tool/main.swift": "import Cart\nCart()\n",
			"Shop/Tests/CartTests/T.swift":      "import XCTest\n@testable import Cart\nimport Nimble\nfinal class T { let c = Cart() }\n",
			"Models/Package.swift":              "let p = Package(name: \"Models\", targets: [.target(name: \"Models\")])\n",
			"Models/Sources/Models/Order.swift": "public struct Order {}\nstruct Inside {}\n",
			"App/Main.swift":                    "import SwiftUI\nimport CZip\nimport Cart\nimport shop_tool\nimport Alamofire\n@main struct Main { let c: Cart }\n",
			"App/Pods/X/X.swift":                "struct X {}\n",
			"AppUITests/U.swift":                "import XCTest\n",
		}, `App [] "" files [Main.swift] tests [] exports [] third [Alamofire] [] main
AppUITests [] "" files [] tests [U.swift] exports [] third [] []
Models/Sources/Models [models] "Models" files [Order.swift] tests [] exports [Order] third [] []
Shop/Sources/Cart [shop] "Cart" files [Cart.swift Deep/Line.swift Other.swift] tests [] exports [Cart] third [swift-log] []
Shop/Sources/shop-tool [shop] "shop_tool" files [main.swift] tests [] exports [] third [] [] main
Shop/Tests/CartTests [shop] "CartTests" files [] tests [T.swift] exports [] third [] [Nimble]
App > Shop/Sources/CZip/include import []
App > Shop/Sources/Cart import [Cart]
App > Shop/Sources/shop-tool import []
Shop/Sources/Cart > Models/Sources/Models import [Order]
Shop/Sources/shop-tool > Shop/Sources/Cart import [Cart]
Shop/Tests/CartTests > Shop/Sources/Cart test [Cart]
  App/Main.swift > Shop/Sources/CZip/include import line 2
  App/Main.swift > Shop/Sources/Cart/Cart.swift import line 3
  App/Main.swift > Shop/Sources/shop-tool import line 4
  Shop/Sources/Cart/Cart.swift > Models/Sources/Models/Order.swift import line 3
  Shop/Sources/Cart/Cart.swift > Shop/Sources/Cart/Deep/Line.swift import line 4
  Shop/Sources/shop-tool/main.swift > Shop/Sources/Cart/Cart.swift import line 1
  Shop/Tests/CartTests/T.swift > Shop/Sources/Cart/Cart.swift test line 2
`},
		"one name in several packages: the own, one that is required, the nearest, none": {map[string]string{
			"a/Package.swift":     "let p = Package(name: \"a\", dependencies: [.package(path: \"../far/off/c\")], targets: [.target(name: \"A\"), .target(name: \"Own\")])\n",
			"a/Sources/A/a.swift": "import Own\nimport Core\nimport Twin\n", "a/Sources/Own/o.swift": "",
			"b/Package.swift":       "let p = Package(name: \"b\", targets: [.target(name: \"Own\"), .target(name: \"Core\"), .target(name: \"Twin\")])\n",
			"b/Sources/Own/o.swift": "", "b/Sources/Core/c.swift": "", "b/Sources/Twin/t.swift": "",
			"d/Package.swift":        "let p = Package(name: \"d\", targets: [.target(name: \"Twin\"), .testTarget(name: \"Own\")])\n",
			"d/Sources/Twin/t.swift": "", "d/Tests/Own/o.swift": "",
			"far/off/c/Package.swift":        "let p = Package(name: \"c\", targets: [.target(name: \"Core\")])\n",
			"far/off/c/Sources/Core/c.swift": "",
		}, `a/Sources/A [a] "A" files [a.swift] tests [] exports [] third [] []
a/Sources/Own [a] "Own" files [o.swift] tests [] exports [] third [] []
b/Sources/Core [b] "Core" files [c.swift] tests [] exports [] third [] []
b/Sources/Own [b] "Own" files [o.swift] tests [] exports [] third [] []
b/Sources/Twin [b] "Twin" files [t.swift] tests [] exports [] third [] []
d/Sources/Twin [d] "Twin" files [t.swift] tests [] exports [] third [] []
d/Tests/Own [d] "Own" files [] tests [o.swift] exports [] third [] []
far/off/c/Sources/Core [c] "Core" files [c.swift] tests [] exports [] third [] []
a/Sources/A > a/Sources/Own import []
a/Sources/A > far/off/c/Sources/Core import []
  a/Sources/A/a.swift > a/Sources/Own import line 1
  a/Sources/A/a.swift > far/off/c/Sources/Core import line 2
swift-ambiguous 1 a/Sources/A/a.swift:3: Twin
`},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(c.want, load(t, c.files)); d != "" {
				t.Error(d)
			}
		})
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte("@testable import struct A.B\npublic final class C<D>: E { func f(g: H) {} }\nprivate let i = J.k(l: 1)\n"))
	f.Add([]byte("#if canImport(A)\nimport A\n#endif\nextension B { }\n@main struct C {}\nclass func\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		scan(src)
		files := map[string]string{"Package.swift": "let p = Package(name: \"a\", targets: [.target(name: \"A\"), .target(name: \"B\")])", "Sources/A/a.swift": string(src), "Sources/B/b.swift": string(src)}
		if _, err := Load(t.Context(), repo.Memory(files), imports.Options{}); err != nil {
			t.Error(err)
		}
	})
}
