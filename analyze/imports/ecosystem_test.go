package imports

import "testing"

func TestEcosystemOfAManifest(t *testing.T) {
	for _, c := range []struct{ language, manifest, unit, file string }{
		{"java", "core/pom.xml", "module", "pom.xml"},
		{"javascript", "core/pom.xml", "module", "pom.xml"}, // scripts in a module of Maven
		{"typescript", "web/package.json", "package", "package.json"},
		{"kotlin", "app/build.gradle.kts", "module", "build.gradle.kts"},
		{"javascript", "app/build.gradle", "module", "build.gradle"},
		{"python", "tool/Cargo.toml", "crate", "Cargo.toml"},
		{"ruby", "packs/a/package.yml", "pack", "package.yml"},
		{"c++", "lib/meson.build", "project", "meson.build"},
		{"csharp", "src/A/A.csproj", "project", ".csproj"},
		{"go", "", "module", "go.mod"},
	} {
		if got := EcosystemOf(c.language).In(c.manifest); got.Unit != c.unit || got.Manifest != c.file {
			t.Errorf("%s in %s: %s by %s, want %s by %s", c.language, c.manifest, got.Unit, got.Manifest, c.unit, c.file)
		}
	}
}
