package code

import (
	"bytes"
	"path"
	"strings"

	"seam/analyze/regex"
)

// Spec is a definition of an interface (OpenAPI, protobuf) that a build makes a
// client of.
type Spec struct {
	File string // as seen from the folder of the build: begins with ../
	Line int
	Text string
}

// isBuild tells files that say how something is built.
func isBuild(file string) bool {
	switch base := path.Base(file); base {
	case "pom.xml", "build.gradle", "build.gradle.kts", "package.json", "openapitools.json", "Makefile", "nswag.json", "orval.config.js", "buf.gen.yaml",
		"go.mod", "requirements.txt", "pyproject.toml", "Pipfile", "Cargo.toml", "Gemfile", "composer.json", "pubspec.yaml":
		return true
	default:
		return strings.HasSuffix(base, ".csproj")
	}
}

var (
	specName = regex.New(`[\w@${}./\\-]*[\w-]+\.(?:ya?ml|json|proto)\b`)
	specWord = regex.New(`(?i)openapi|swagger|api-docs`)
)

// specs finds definitions of other folders that a build file names: for OpenAPI any,
// for protobuf those of which only a client is made.
func specs(f *Facts, src []byte) {
	line := 0
	for l := range bytes.Lines(src) {
		line++
		for _, m := range specName().FindAll(l, 8) {
			name := strings.ReplaceAll(string(m), `\`, "/")
			isProto := strings.HasSuffix(name, ".proto")
			if isProto && !bytes.Contains(l, []byte(`GrpcServices="Client"`)) || !isProto && !specWord().MatchString(name) {
				continue
			}
			if i := strings.LastIndexByte(name, '}'); i >= 0 { // ${project.basedir}/../x
				name = strings.TrimPrefix(name[i+1:], "/")
			}
			if strings.HasPrefix(name, "../") {
				f.Specs = append(f.Specs, Spec{File: name, Line: line, Text: strings.TrimSpace(string(l))})
			}
		}
	}
}
