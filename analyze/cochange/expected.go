package cochange

import (
	"path"
	"strings"

	"seam/analyze/history"
	"seam/analyze/source"
)

// Reason is why the names of a pair alone let expect that both change together.
type Reason string

const (
	Translations Reason = "translations" // one text in several languages
	Builds       Reason = "builds"       // files of a build with one another, or one that lists versions or sources with anything
	Output       Reason = "output"       // a name that says that a program writes the file
	Documents    Reason = "documents"    // a document with another, or with what it tells of
	Tests        Reason = "tests"        // tests, samples and tools, with what they are for
	Header       Reason = "header"       // a header with its implementation
	Interface    Reason = "interface"    // an interface with its implementation or its mock
	Component    Reason = "component"    // files of one folder and one name, such as a template and its style
	Variants     Reason = "variants"     // one of which the build takes, by platform or release, or which it puts together
	Migrations   Reason = "migrations"   // steps that change a schema, with the code that asks for them
	Framework    Reason = "framework"    // what a framework reads by its place, with what it names there
)

// expect says of the pairs of a level which of them their names explain. Such a pair is no
// hidden coupling.
func (in *Input) expect(level Level, pairs []Pair, t translations, f frameworks) {
	for i := range pairs {
		p := &pairs[i]
		if level == File {
			p.Expected = in.fileReason(p.From, p.To, t)
		} else {
			p.Expected = in.folderReason(level, p.From, p.To)
		}
		if p.Expected == "" {
			p.Expected = placeReason(p.From, p.To, f)
		}
		if p.Expected != "" {
			p.Hidden = false
		}
	}
}

func (in *Input) fileReason(a, b string, t translations) Reason {
	x, ok1 := t.of(a)
	y, ok2 := t.of(b)
	switch {
	case ok1 && ok2 && x == y:
		return Translations
	case isBuild(a) && isBuild(b) || listsWhatIs(a) || listsWhatIs(b):
		return Builds
	case isOutput(a) || isOutput(b):
		return Output
	case isDocument(a) || isDocument(b):
		return Documents
	case in.supports(a) || in.supports(b) || isTestName(a) || isTestName(b):
		return Tests
	case isHeaderOf(a, b) || isHeaderOf(b, a):
		return Header
	case isInterfaceOf(a, b) || isInterfaceOf(b, a):
		return Interface
	case path.Dir(a) == path.Dir(b) && stem(a) == stem(b):
		return Component
	}
	return ""
}

func (in *Input) folderReason(level Level, a, b string) Reason {
	switch {
	case in.supports(a) || in.supports(b):
		return Tests
	case level == Package && (holdsHeadersOf(a, b) || holdsHeadersOf(b, a)):
		return Header
	}
	return ""
}

// placeReason is why the places of two files or folders explain that they change together.
func placeReason(a, b string, f frameworks) Reason {
	switch {
	case areVariants(a, b):
		return Variants
	case isMigration(a) || isMigration(b):
		return Migrations
	case f.joins(a, b) && !inTwoLanguages(a, b):
		return Framework
	}
	return ""
}

// inTwoLanguages reports whether two files are in languages that nothing joins but what both
// agree on.
func inTwoLanguages(a, b string) bool {
	x, y := source.LanguageOf(a), source.LanguageOf(b)
	return x != y && x != "" && y != ""
}

func (in *Input) supports(p string) bool { return in.Supporting != nil && in.Supporting(p) }

// stem is the name of a file up to its first dot, one at its beginning aside.
func stem(p string) string {
	base := path.Base(p)
	if i := strings.IndexByte(base[1:], '.'); i >= 0 {
		return base[:i+1]
	}
	return base
}

// isManifest reports whether a file says, by its name, what a unit is called, at which
// version, and what it needs: a release writes all of them at once.
func isManifest(p string) bool {
	base := path.Base(p)
	return manifests[base] || manifestEndings[path.Ext(base)] || strings.HasPrefix(base, "requirements") && path.Ext(base) == ".txt"
}

var (
	manifests = source.Words(`package.json lerna.json go.mod go.work Cargo.toml pom.xml build.gradle build.gradle.kts settings.gradle
		settings.gradle.kts gradle.properties libs.versions.toml build.sbt pyproject.toml setup.py setup.cfg Pipfile Gemfile
		composer.json Directory.Packages.props Directory.Build.props Chart.yaml pubspec.yaml Package.swift mix.exs VERSION version.txt`)
	manifestEndings = source.Words(".csproj .fsproj .vbproj .gemspec .podspec .cabal .nuspec")
)

// listsWhatIs reports whether a file lists versions or the files beside it: it changes
// whenever one comes or goes.
func listsWhatIs(p string) bool { return isManifest(p) || listings[strings.ToLower(path.Base(p))] }

var listings = source.Words("cmakelists.txt makefile.am meson.build build.bazel sources.cmake .gitignore")

// isBuild reports whether a file says, by its name, how a repository is built, checked or
// packed.
func isBuild(p string) bool {
	base := path.Base(p)
	lower := strings.ToLower(base)
	return isManifest(p) || history.IsLockFile(p) || builds[lower] || buildEndings[path.Ext(lower)] ||
		strings.HasPrefix(base, ".") || strings.HasPrefix(p, ".") && strings.Contains(p, "/") || // settings of tools, .github/…
		strings.HasPrefix(lower, "dockerfile") || strings.HasSuffix(lower, ".dockerfile") ||
		strings.HasPrefix(lower, "docker-compose") || strings.HasPrefix(lower, "tsconfig") ||
		strings.Contains(lower, ".config.") && source.LanguageOf(p) != ""
}

var (
	builds = source.Words(`makefile gnumakefile rakefile justfile taskfile.yml taskfile.yaml jenkinsfile cmakelists.txt configure.ac configure
		configure.in makefile.am makefile.in meson.build meson_options.txt build.bazel workspace module.bazel build compose.yaml
		compose.yml tox.ini noxfile.py turbo.json nx.json project.json angular.json codecov.yml renovate.json azure-pipelines.yml appveyor.yml
		phpstan.neon phpunit.xml phpcs.xml psalm.xml sonar-project.properties containerfile vagrantfile procfile`)
	buildEndings = source.Words(".mk .cmake .bzl .gradle .sln .slnx .props .targets")
)

// isOutput reports whether a file's name, or that of its folder, says that a program wrote
// it; history leaves out those whose names say so to everybody.
func isOutput(p string) bool {
	lower := strings.ToLower(p)
	if (strings.HasPrefix(lower, "dist/") || strings.Contains(lower, "/dist/")) && source.Family(source.LanguageOf(p)) == string(source.TypeScript) {
		return true // a bundle
	}
	at := strings.Index(lower, "generated")
	for at >= 0 {
		before, end := at == 0 || !isLetter(lower[at-1]), at+len("generated")
		if before && (end == len(lower) || !isLetter(lower[end])) {
			return true
		}
		next := strings.Index(lower[end:], "generated")
		if next < 0 {
			return false
		}
		at = end + next
	}
	return false
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' }

// isDocument reports whether a file is, by its name, one for people to read.
func isDocument(p string) bool {
	base := path.Base(p)
	ext := strings.ToLower(path.Ext(base))
	switch {
	case documentEndings[ext]:
		return true
	case len(ext) == 2 && ext[1] >= '1' && ext[1] <= '8': // a page of a manual
		return true
	case ext == "" || ext == ".txt":
		switch strings.ToUpper(strings.TrimSuffix(base, path.Ext(base))) {
		case "README", "LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS", "CONTRIBUTORS", "MAINTAINERS", "CODEOWNERS", "TODO", "INSTALL":
			return true
		}
	}
	return false
}

var documentEndings = source.Words(".md .mdx .markdown .rst .adoc .asciidoc .textile .texi .po .pot .rdoc")

// isTestName reports whether a source file is a test by its name, where no reader of its
// language says so.
func isTestName(p string) bool {
	if source.LanguageOf(p) == "" {
		return false
	}
	base := path.Base(p)
	lower := strings.ToLower(strings.TrimSuffix(base, path.Ext(base)))
	for _, mark := range [...]string{"test", "tests", "spec", "specs", "stories"} {
		for _, sep := range [...]string{"_", ".", "-"} {
			if strings.HasSuffix(lower, sep+mark) {
				return true
			}
		}
	}
	return strings.HasPrefix(lower, "test_") || inTestSet(p)
}

// inTestSet reports whether a path lies in a source set of tests: src/jvmTest/kotlin.
func inTestSet(p string) bool {
	of, ok := sourceSet(p)
	return ok && strings.HasSuffix(strings.ToLower(of.set), "test")
}

// isHeaderOf reports whether a file of C's family is the header of another: of one name, in
// whatever folders.
func isHeaderOf(header, other string) bool {
	return headerEndings[strings.ToLower(path.Ext(header))] && implementationEndings[strings.ToLower(path.Ext(other))] && stem(header) == stem(other)
}

var (
	headerEndings         = source.Words(".h .hh .hpp .hxx .h++ .cuh .inl .ipp .tpp .txx .tcc .mli .pyi")
	implementationEndings = source.Words(".c .cc .cpp .cxx .c++ .m .mm .cu .ml .py .asm .s")
)

// headerFolders are folders that hold headers for others, by name.
var headerFolders = source.Words("include includes inc public_headers")

// holdsHeadersOf reports whether a folder holds the headers of another: it lies in one that is
// called include, beside or in which the other lies.
func holdsHeadersOf(headers, other string) bool {
	rest, above := headers, ""
	for {
		element, below, more := strings.Cut(rest, "/")
		if headerFolders[strings.ToLower(element)] {
			break
		}
		if !more {
			return false
		}
		above += element + "/"
		rest = below
	}
	return other+"/" == above || strings.HasPrefix(other, above) && other != "."
}

// isInterfaceOf reports whether a file is, by its name, an interface and another, of the same
// language, what implements or mocks it.
func isInterfaceOf(a, b string) bool {
	if path.Ext(a) != path.Ext(b) || source.LanguageOf(a) == "" {
		return false
	}
	x, y := stem(a), stem(b)
	if len(x) > 2 && x[0] == 'I' && x[1] >= 'A' && x[1] <= 'Z' && x[1:] == y {
		return true
	}
	for _, mark := range [...]string{"Impl", "Mock", "Fake", "Stub", "_mock", "_fake", "_impl"} {
		if y == x+mark {
			return true
		}
	}
	for _, mark := range [...]string{"Mock", "Fake", "Default", "mock_", "fake_"} {
		if y == mark+x {
			return true
		}
	}
	return false
}

// Advice is what to do about a hidden pair whose ends are in these languages, "" for not
// known: a sentence without its full stop.
func (p *Pair) Advice(from, to string) string {
	switch {
	case from != "" && to != "" && source.Family(from) != source.Family(to):
		return "keep what both must agree on in one contract, or hold it with a test"
	case p.Level == File && p.likeCopies():
		return "compare them, since files of names alike may be copies, and move what both repeat to one place"
	}
	return "put what both repeat or must agree on where both can import it, or let one import the other"
}

// likeCopies reports whether two files have one name, or the last word of their names and at
// least every other of their changes.
func (p *Pair) likeCopies() bool {
	return path.Base(p.From) == path.Base(p.To) ||
		path.Ext(p.From) == path.Ext(p.To) && lastWord(stem(p.From)) == lastWord(stem(p.To)) && min(p.ConfidenceFrom, p.ConfidenceTo) >= siblingTie
}

// lastWord is that of a name such as PostEditor, post_editor or post-editor, in lower case.
func lastWord(name string) string {
	at := strings.LastIndexAny(name, "_-. ") + 1
	for i := len(name) - 1; i > at; i-- {
		if name[i] >= 'A' && name[i] <= 'Z' && !(name[i-1] >= 'A' && name[i-1] <= 'Z') {
			at = i
			break
		}
	}
	return strings.ToLower(name[at:])
}
