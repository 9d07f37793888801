package sections

import (
	"fmt"
	"slices"

	"seam/analyze/chains"
	"seam/analyze/finding"
	"seam/analyze/focus"
	"seam/report/model"
	"seam/report/phrase"
)

// What was not looked at is not absent: where nothing of a kind was read, a section
// says so instead of "none".

// noManifest says why nothing is known of dependencies: there is no go.mod, or none
// that could be read.
func noManifest(r *model.Report) string {
	if slices.ContainsFunc(r.Warnings, func(w finding.Warning) bool { return w.Code == "broken-manifest" }) {
		return "no manifest could be read; what is wrong with it stands under the caveats"
	}
	return "no manifest of a package manager was found that seam reads"
}

// packagesRead reports whether any package was: lines are known only of languages
// whose packages are read.
func packagesRead(r *model.Report) bool {
	return slices.ContainsFunc(r.Repository.Languages, isRead)
}

func isRead(l model.Language) bool { return l.Lines > 0 }

// noPackages says why no package was read, with the source files that there are.
func noPackages(r *model.Report) string {
	files := 0
	for _, l := range r.Repository.Languages {
		files += l.Files
	}
	if files == 0 {
		return "no source file of a known language was found"
	}
	return fmt.Sprintf("no package was found among %s (%s), whose imports seam does not read",
		phrase.Plural(files, "source file", "source files"), filesOf(r.Repository.Languages))
}

// noChains says why there is no chain: those of Go follow imports, others need a lock file
// or units that require one another.
func noChains(r *model.Report) string {
	if len(r.Dependencies) > 0 && !slices.ContainsFunc(r.Dependencies, func(d chains.Dependencies) bool { return d.Ecosystem == "go" }) {
		return "there is no lock file, and no unit requires another"
	}
	if packagesRead(r) {
		return noManifest(r)
	}
	return noPackages(r)
}

// filesOf names the languages with most files, each with its count.
func filesOf(list []model.Language) string {
	var out []string
	for _, l := range list {
		out = append(out, l.Name+" "+phrase.Count(l.Files))
	}
	return phrase.Few(out, 5)
}

// unreadImports names the languages whose imports are not read; "" if there is none.
func unreadImports(r *model.Report) string {
	var out []string
	for _, l := range r.Repository.Languages {
		if !isRead(l) {
			out = append(out, l.Name)
		}
	}
	if out == nil {
		return ""
	}
	return "imports of " + phrase.Few(out, 5) + " are not read"
}

// hiddenJudged reports whether anything can be called a hidden coupling: only what has
// known imports can, where changes touch more than one file.
func hiddenJudged(r *model.Report) bool {
	return hiddenPairs(r) > 0 || packagesRead(r) && nothingPaired(r) == ""
}

// nothingPaired says why nothing is known of what changes together; "" where something is.
func nothingPaired(r *model.Report) string {
	if r.CouplingInfo == nil || r.CouplingInfo.Changes > 0 {
		return ""
	}
	return "no change touches two files and more"
}

// splitJudged reports whether there was anything to split.
func splitJudged(r *model.Report) bool { return packagesRead(r) || len(r.Candidates) > 0 }

// diamondsJudged reports whether a manifest was read.
func diamondsJudged(r *model.Report) bool {
	return r.Dependencies == nil || len(r.Dependencies) > 0 || len(r.Diamonds) > 0
}

// teamsUnjudged says why no area could be called contested; "" where one could.
func teamsUnjudged(r *model.Report) string {
	judged := func(f focus.Row) bool {
		return slices.Contains([]string{focus.Focused, focus.Contested, focus.Shared}, f.Verdict)
	}
	switch info := r.FocusInfo; {
	case info.Inferred:
		return "nothing says who is in which team; list members under teams in seam.yaml"
	case len(info.Teams) == 0:
		return "nobody of a declared team changed anything"
	case len(info.Contested) == 0 && !slices.ContainsFunc(r.Focus, judged):
		return "no area has enough changes by people of known teams"
	}
	return ""
}

// notJudged makes a lead of a reason.
func notJudged(reason string) string { return "Not judged: " + phrase.Sentence(reason) }
