package javascript

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/history"
	"seam/analyze/repo"
	"seam/analyze/source"
)

// layout is the files and folders of the tree, for the resolver.
type layout struct {
	files   map[string]bool   // regular files outside foreign folders
	ended   map[string]string // the same by their paths without an ending
	folders map[string]bool   // of these
	sources []string          // in byte order
	configs []string          // package.json and the manifests of workspaces
}

// foreign are the folders, beside those of history.IsVendored, whose content was not
// written here.
var foreign = source.Words(".yarn .pnpm-store .venv venv site-packages jspm_packages .git")

func isForeign(folder string) bool {
	for element := range strings.SplitSeq(folder, "/") {
		if foreign[element] {
			return true
		}
	}
	return history.IsVendored(folder + "/")
}

func survey(t repo.Tree) *layout {
	l := &layout{files: map[string]bool{}, folders: map[string]bool{".": true}}
	folder, skipped := ".", false // of the last file; files of a folder stand together
	for _, file := range repo.Regulars(t) {
		if dir := repo.Folder(file); dir != folder {
			folder, skipped = dir, isForeign(dir)
		}
		if skipped {
			continue
		}
		l.files[file] = true
		for dir := folder; !l.folders[dir]; dir = repo.Folder(dir) {
			l.folders[dir] = true
		}
		if isSource(file) {
			l.sources = append(l.sources, file)
		}
		switch path.Base(file) {
		case "package.json", "pnpm-workspace.yaml", "lerna.json", "rush.json":
			l.configs = append(l.configs, file)
		}
	}
	if len(l.sources) > 0 {
		l.ended = endedOf(l.files)
	}
	return l
}

// isSource reports whether a file is one that imports and can be imported.
func isSource(file string) bool {
	return slices.Contains(languages[:], source.Language(source.LanguageOf(file)))
}

// languages are the languages that this package reads, sorted.
var languages = [...]source.Language{source.Astro, source.JavaScript, source.Svelte, source.TypeScript, source.Vue}

// isTest reports whether a file is a test, or is there for tests alone.
func isTest(file string) bool {
	dir, base := path.Split(file)
	for element := range strings.SplitSeq(strings.TrimSuffix(dir, "/"), "/") {
		switch element {
		case "test", "tests", "__tests__", "__test__", "__mocks__", "cypress", "e2e":
			return true
		}
	}
	for part := range strings.SplitSeq(base, ".") {
		if part == "test" || part == "spec" || part == "test-d" || part == "cy" || part == "e2e" {
			return strings.Contains(base, "."+part+".")
		}
	}
	return false
}

// above lists a folder and those around it, the innermost first.
func above(folder string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for yield(folder) && folder != "." {
			if end := strings.LastIndexByte(folder, '/'); end >= 0 {
				folder = folder[:end] // clean already, which path.Dir would see to
			} else {
				folder = "."
			}
		}
	}
}
