package cochange

import (
	"strings"

	"seam/analyze/source"
)

// areVariants reports whether the build chooses between two files or folders, or puts them
// together, by platform, release or version of the language: neither can import the other,
// or needs to.
func areVariants(a, b string) bool {
	x, ok1 := sourceSet(a)
	y, ok2 := sourceSet(b)
	return ok1 && ok2 && x.module == y.module && x.set != y.set || differInPlatform(a, b)
}

// set is where a source set of a build of Gradle, Maven or sbt lies.
type set struct{ module, set string }

// sourceSet is that of a path: the folder below src, where one of a language lies in it
// (src/jvmMain/kotlin, src/release/java, src/main/scala-3), with what sbt calls the platform
// above (core/js/src/main/scala). Tests are none.
func sourceSet(p string) (set, bool) {
	elements := strings.Split(p, "/")
	for i := len(elements) - 3; i >= 0; i-- {
		language, _, _ := strings.Cut(elements[i+2], "-")
		if elements[i] != "src" || !languageFolders[language] {
			continue
		}
		of := set{module: strings.Join(elements[:i], "/"), set: elements[i+1]}
		if elements[i+2] != language { // scala-2.13
			of.set += "/" + elements[i+2]
		}
		if i > 0 && platforms[strings.ToLower(elements[i-1])] {
			of.module, of.set = strings.Join(elements[:i-1], "/"), elements[i-1]+"/"+of.set
		}
		return of, true
	}
	return set{}, false
}

var (
	languageFolders = source.Words("java kotlin scala groovy")
	platforms       = source.Words("jvm js native shared wasm jvm-native js-native js-jvm")
	systems         = source.Words(`unix posix linux bsd freebsd openbsd netbsd darwin macos osx mac apple ios tvos watchos android windows win win32 win64
		wasm wasi wasm32 web amd64 x86 x86_64 x64 arm arm64 aarch64 riscv riscv64 ppc64 s390x`)
)

// differInPlatform reports whether two paths are alike but for one element, which names a
// system or a processor.
func differInPlatform(a, b string) bool {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	if len(x) != len(y) {
		return false
	}
	differ := false
	for i := range x {
		if x[i] == y[i] {
			continue
		}
		if differ || !isSystem(x[i]) || !isSystem(y[i]) {
			return false
		}
		differ = true
	}
	return differ
}

// isSystem reports whether a folder or a file, its ending aside, is called like a system or a processor.
func isSystem(element string) bool { return systems[strings.ToLower(stem(element))] }
