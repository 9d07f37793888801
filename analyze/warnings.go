package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/source"
)

// collectWarnings gathers what every loader could not see.
func (in *Input) collectWarnings() {
	w := in.Owners.Warnings()
	if in.Imports != nil {
		w = append(w, in.Imports.Warnings...)
		if len(in.Imports.Packages) == 0 && !in.versionsOnly() {
			w = append(w, finding.Warning{Code: "no-packages", Count: 1,
				Message: "no source file was found whose imports are read: there is nothing to split and no import to follow"})
		}
	}
	if in.Modules != nil {
		w = append(w, in.Modules.Warnings...)
	}
	if in.Service != nil {
		w = append(w, in.Service.Warnings...)
	}
	if len(in.Submodules) > 0 {
		w = append(w, finding.Warning{Code: "submodules", Count: len(in.Submodules),
			Message: fmt.Sprintf("submodules are named, not entered: %s", english.Some(in.Submodules, 3))})
	}
	w = append(w, in.profileWarnings...)
	if in.Reuse != nil {
		w = append(w, in.Reuse.Warnings...)
	}
	w = append(w, in.historyWarnings()...)
	w = append(w, in.languageWarnings()...)
	finding.SortWarnings(w)
	in.Warnings = fewBroken(slices.Compact(w)) // readers of imports and of dependencies say the same of one manifest
}

// maxBroken is how many broken manifests are named one by one.
const maxBroken = 20

// fewBroken makes one warning of the broken manifests beyond maxBroken.
func fewBroken(sorted []finding.Warning) []finding.Warning {
	is := func(w finding.Warning) bool { return w.Code == "broken-manifest" }
	first := slices.IndexFunc(sorted, is)
	if first < 0 {
		return sorted
	}
	end := first
	for end < len(sorted) && is(sorted[end]) {
		end++
	}
	more := end - first - maxBroken
	if more < 1 {
		return sorted
	}
	rest := finding.Warning{Code: "broken-manifest", Count: more,
		Message: fmt.Sprintf("%d more manifests and locks could not be read; repair those that are named, and the next will be", more)}
	return slices.Replace(sorted, first+maxBroken, end, rest)
}

// versionsOnly reports that the answer is about manifests, of which there are some: imports
// would add the chains of Go modules, and nothing is missing where there are none.
func (in *Input) versionsOnly() bool {
	return in.Log == nil && in.Service == nil && in.Modules != nil && len(in.Modules.Units) > 0 &&
		!slices.ContainsFunc(in.Modules.Units, func(u modules.Unit) bool { return u.Ecosystem == "go" })
}

func (in *Input) historyWarnings() []finding.Warning {
	if in.Log == nil {
		return nil
	}
	var w []finding.Warning
	if in.Log.Shallow {
		w = append(w, finding.Warning{Code: "shallow-clone", Count: 1,
			Message: fmt.Sprintf("the clone is shallow: only its newest %s seen", english.Count(in.Log.Len(), "commit")+english.Choose(in.Log.Len(), " was", " were"))})
	}
	if n := in.Changes.List.Len(); n < 100 {
		left := fmt.Sprintf("only %d changes are", n)
		switch n {
		case 0:
			left = "no change is"
		case 1:
			left = "only one change is"
		}
		w = append(w, finding.Warning{Code: "short-history", Count: max(1, n),
			Message: left + " left after exclusions: shares and rankings say little"})
	}
	if n := in.Log.Skipped.Renames; n > 0 {
		w = append(w, finding.Warning{Code: "renames-not-compared", Count: n,
			Message: "commits took away and added too many files to compare each with each: similar renames in them were not looked for"})
	}
	if in.unjudged > 0 {
		w = append(w, finding.Warning{Code: "generated-unjudged", Count: in.unjudged,
			Message: "source files that this clone lacks, or too many to read: whether they are generated was not judged, and they count"})
	}
	if s := in.Log.Skipped; s.Since+s.Until+s.MaxCommits > 0 {
		w = append(w, finding.Warning{Code: "history-bounded", Count: s.Since + s.Until + s.MaxCommits,
			Message: "commits outside --since, --until or --max-commits were left out"})
	}
	return w
}

// languageWarnings says which source files have no import graph, and how much of the
// graph holds only elsewhere.
func (in *Input) languageWarnings() []finding.Warning {
	if in.Imports == nil {
		return nil
	}
	read := map[string]bool{}
	for _, p := range in.Imports.Packages {
		read[source.Family(p.Language)] = true
		for _, l := range p.Others {
			read[source.Family(l)] = true
		}
	}
	n := map[string]int{}
	total := 0
	for _, f := range in.Files {
		if l := source.LanguageOf(f); l != "" && !read[source.Family(l)] && l != "go" && !history.IsVendored(f) {
			n[l]++
			total++
		}
	}
	var w []finding.Warning
	if total > 0 {
		var words []string
		for l, k := range n {
			words = append(words, fmt.Sprintf("%s %d", l, k))
		}
		slices.SortFunc(words, func(a, b string) int {
			la, _, _ := strings.Cut(a, " ")
			lb, _, _ := strings.Cut(b, " ")
			return cmp.Or(cmp.Compare(n[lb], n[la]), strings.Compare(a, b))
		})
		w = append(w, finding.Warning{Code: "imports-not-read", Count: total,
			Message: "source files whose imports are not read, so that their folders are no candidates and no import explains their coupling: " + english.Some(words, 6)})
	}
	elsewhere := 0
	for _, e := range in.Imports.Edges {
		if e.Constraint != "" && e.Constraint != imports.Never && e.Kind != imports.Test {
			elsewhere++
		}
	}
	if elsewhere > 0 {
		w = append(w, finding.Warning{Code: "other-builds", Count: elsewhere,
			Message: "imports between packages hold only on other platforms or with other tags than linux/amd64 without tags; they are counted apart (seam graph --all-constraints lists them)"})
	}
	return w
}
