package model

import (
	"slices"
	"strings"

	"seam/analyze/cochange"
	"seam/analyze/repo"
	"seam/analyze/source"
)

// Advice is what to do about a hidden pair: a sentence without its full stop. Only a report
// with its packages knows their languages.
func (r *Report) Advice(p cochange.Pair) string {
	return p.Advice(r.languageOf(p.From, p.Level), r.languageOf(p.To, p.Level))
}

// languageOf is the language of an end of a pair, "" where it is not known or may be several.
func (r *Report) languageOf(end string, level cochange.Level) string {
	switch level {
	case cochange.File:
		return source.LanguageOf(end)
	case cochange.Package:
		for _, p := range r.Packages {
			if p.Path == end {
				return p.Language
			}
		}
	case cochange.Area:
		return r.languageOfArea(end)
	}
	return ""
}

// languageOfArea is the language that all packages of an area are in, of those that import one
// another the first; "" where there are several or none.
func (r *Report) languageOfArea(name string) string {
	i := slices.IndexFunc(r.Areas, func(a Area) bool { return a.Name == name })
	if i < 0 || strings.HasSuffix(name, " (rest)") { // what other areas hold lies in the folders of a rest
		return ""
	}
	found := ""
	for _, p := range r.Packages {
		if !slices.ContainsFunc(r.Areas[i].Folders, func(f string) bool { return repo.Below(f, p.Path) }) {
			continue
		}
		l := source.Family(p.Language)
		if found != "" && found != l {
			return ""
		}
		found = l
	}
	return found
}
