package plan

import (
	"fmt"
	"strings"

	"seam/analyze/modules"
)

// gemspec writes a gemspec.
func gemspec(name string, found required) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Gem::Specification.new do |spec|\n  spec.name = %q\n  spec.version = \"0.0.0\"\n  spec.summary = \"\"\n  spec.authors = []\n  spec.files = Dir[\"{app,config,lib}/**/*\"]\n", name)
	for _, r := range found.code {
		b.WriteString(gemLine("add_dependency", r))
	}
	for _, r := range found.tests {
		b.WriteString(gemLine("add_development_dependency", r))
	}
	b.WriteString("end\n")
	return b.String()
}

func gemLine(method string, r modules.Requirement) string {
	line := fmt.Sprintf("  spec.%s %q", method, r.Name)
	for v := range strings.SplitSeq(r.Version, ", ") {
		if v != "" {
			line += fmt.Sprintf(", %q", v)
		}
	}
	return line + "\n"
}

// packageYML writes the package.yml of a pack, with the packs that it uses.
func packageYML(uses []string) string {
	var b strings.Builder
	b.WriteString("enforce_dependencies: true\n")
	if len(uses) > 0 {
		b.WriteString("dependencies:\n")
	}
	for _, u := range uses {
		fmt.Fprintf(&b, "  - %q\n", u)
	}
	return b.String()
}
