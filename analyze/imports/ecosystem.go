package imports

import (
	"path"
	"strings"
)

// Ecosystem is what the users of a language call its units of versioning, and where
// these are written down.
type Ecosystem struct {
	Names    []string // of the package managers whose manifests hold its packages, as modules.Unit has them
	Unit     string   // in a sentence: module, package, project, crate
	Manifest string   // the manifest file
}

// EcosystemOf is the ecosystem of a language, that of Go for languages without one.
func EcosystemOf(language string) Ecosystem {
	switch language {
	case "javascript", "typescript", "vue", "svelte", "astro":
		return Ecosystem{[]string{"npm"}, "package", "package.json"}
	case "python":
		return Ecosystem{[]string{"python"}, "project", "pyproject.toml"}
	case "java", "kotlin", "scala":
		return Ecosystem{[]string{"maven", "gradle", "sbt"}, "module", "pom.xml"}
	case "csharp", "fsharp", "visualbasic":
		return Ecosystem{[]string{"nuget"}, "project", "project file"}
	case "php":
		return Ecosystem{[]string{"composer"}, "package", "composer.json"}
	case "ruby":
		return Ecosystem{[]string{"bundler"}, "gem", "gemspec"}
	case "rust":
		return Ecosystem{[]string{"cargo"}, "crate", "Cargo.toml"}
	case "c", "c++", "objective-c":
		return Ecosystem{[]string{"cmake"}, "project", "CMakeLists.txt"}
	case "dart":
		return Ecosystem{[]string{"pub"}, "package", "pubspec.yaml"}
	case "swift":
		return Ecosystem{[]string{"swiftpm"}, "package", "Package.swift"}
	case "protobuf":
		return Ecosystem{[]string{"buf"}, "module", "buf.yaml"}
	}
	return Ecosystem{[]string{"go"}, "module", "go.mod"}
}

// homeOf is the language whose tools read a manifest, by its base name: a script in a module
// of Maven is part of that module.
var homeOf = map[string]string{
	"package.json": "javascript", "pyproject.toml": "python", "setup.py": "python", "setup.cfg": "python",
	"pom.xml": "java", "build.gradle": "java", "build.gradle.kts": "java", "build.sbt": "java", "composer.json": "php",
	"Cargo.toml": "rust", "CMakeLists.txt": "c", "pubspec.yaml": "dart", "Package.swift": "swift", "go.mod": "go",
}

// In is the ecosystem as a module's manifest has it: that of the tools which read it, Gradle or
// sbt instead of Maven, a pack instead of a gem, what builds C instead of CMake, and the project
// file by its ending.
func (e Ecosystem) In(manifest string) Ecosystem {
	if language := homeOf[path.Base(manifest)]; language != "" {
		e = EcosystemOf(language)
	}
	switch base := path.Base(manifest); {
	case strings.HasPrefix(base, "build.gradle"), base == "build.sbt":
		e.Manifest = base
	case base == "meson.build", base == "MODULE.bazel", base == "Makefile":
		e.Manifest = base
	case base == "package.yml":
		e.Unit, e.Manifest = "pack", base
	case strings.HasSuffix(base, "proj"):
		e.Manifest = path.Ext(base)
	}
	return e
}
