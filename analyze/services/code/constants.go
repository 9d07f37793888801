package code

import (
	"maps"
	"slices"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/services/manifest"
	"seam/analyze/source"
)

// constantsVersion is raised by whoever makes notes say something else of some content.
const constantsVersion = 1

// Constants reads which of some constants a file names, sorted. Of a file above
// manifest.MaxFile it says none.
func Constants(wanted map[string]bool) imports.Reader[[]string] {
	return imports.Reader[[]string]{
		Name: "constants-named", For: strings.Join(slices.Sorted(maps.Keys(wanted)), " "), Version: constantsVersion,
		Facts: func(base string, src []byte) []string {
			if len(src) > manifest.MaxFile {
				return nil
			}
			return notes(wanted, source.Language(source.LanguageOf(base)), src)
		},
	}
}

// notes lists, sorted, which constants a file names but where one is given a value.
func notes(constants map[string]bool, l source.Language, data []byte) []string {
	last := ""
	named := map[string]bool{}
	for t := range source.Tokens(l, data) {
		switch {
		case t.Kind == source.Comment || t.Kind == source.Newline:
			continue
		case last != "" && string(t.Text) != "=" && string(t.Text) != ":":
			named[last] = true
		}
		last = ""
		if t.Kind == source.Word && constants[string(t.Text)] {
			last = string(t.Text)
		}
	}
	return slices.Sorted(maps.Keys(named))
}
