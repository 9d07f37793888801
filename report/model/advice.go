package model

import (
	"seam/analyze/cochange"
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
	}
	return ""
}
