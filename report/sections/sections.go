// Package sections lays a report out as a document, in the order in which a reader thinks:
// verdicts, candidates, what changes together, who works where, dependencies, deployment,
// the inventory, what was not looked at. Which sections there are follows from which parts
// of the report are not nil, so a verb that measured one thing gets a page about that
// thing. One file a section, its picture beside it.
package sections

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/parallel"
	"seam/report/compare"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// Of lays out a report. The order is the reader's: what is the answer, what
// speaks for it, what else is true, what was not looked at.
func Of(r *model.Report) *doc.Document {
	if r.Explanation != nil {
		return explanationDocument(r)
	}
	d := documentOf(r, builders(len(r.Candidates)))
	d.CleanHead()
	return d
}

// builder makes the sections about one thing, none where a report does not hold it.
type builder func(*model.Report) []doc.Section

// builders are all of them but for a page's own, in order. told is how many candidates are
// told at length.
func builders(told int) []builder {
	return []builder{
		verdictSection, checkSection, diffSections, teamSections, whatifSection,
		func(r *model.Report) []doc.Section { return candidatesSection(r, told) }, reuseSection, profileSection,
		couplingSections, spanSection, changeTypesSection, focusSections,
		diamondsSection, whySection, chainsSection, dependenciesSection,
		impactSections, rolloutSections, deploySections, findingsSection,
		communitiesSection, areasSection, packagesSection, graphSection,
		historySection, warningsSection,
	}
}

// documentOf builds sections side by side and cleans them.
func documentOf(r *model.Report, list []builder) *doc.Document {
	built := make([][]doc.Section, len(list))
	parallel.Each(len(list), func(i int) {
		built[i] = list[i](r)
		for k := range built[i] {
			built[i][k].Clean()
		}
	})
	return &doc.Document{Title: Title(r), Facts: facts(r), Sections: slices.Concat(built...)}
}

// ForPage is the document with what only a page can show: pictures, the matrix and the
// what-if; told is how many candidates it has room for, of the others only the anchor is
// there.
func ForPage(r *model.Report, told int) *doc.Document {
	if r.Explanation != nil {
		return explanationDocument(r)
	}
	list := builders(told)
	if r.Candidates != nil {
		list = append([]builder{cutSection, hotspotsSection, matrixSection, mapSection}, list...)
	}
	d := documentOf(r, list)
	d.CleanHead()
	define(d)
	return d
}

// Title is what people call what was analysed: the path of its Go module, else the repository,
// with the folder that was looked at, else what a manifest calls itself.
func Title(r *model.Report) string {
	if t := r.Diff; t != nil {
		return fmt.Sprintf("%s: %s to %s", called(r.Repository), side(t.Base), side(t.Head))
	}
	return called(r.Repository)
}

// side is one side of a comparison: its commit and the day of it.
func side(v compare.Revision) string {
	if v.Last == "" {
		return phrase.ShortID(v.Head)
	}
	return fmt.Sprintf("%s (%s)", phrase.ShortID(v.Head), v.Last)
}

func called(repo model.Repository) string {
	switch {
	case inFolder(repo) && repo.Title != "":
		return repo.Title + "/" + repo.Folder
	case repo.Title != "":
		return repo.Title
	case repo.Name != "":
		return repo.Name
	case inFolder(repo):
		return repo.Folder
	case len(repo.Languages) > 0:
		return fmt.Sprintf("repository of %s in %s", phrase.Plural(repo.Files, "file", "files"), phrase.Few(languageNames(repo.Languages), 3))
	}
	return "this repository"
}

// inFolder reports whether only a folder of the repository was analysed.
func inFolder(repo model.Repository) bool { return repo.Folder != "" && repo.Folder != "." }

func languageNames(list []model.Language) []string {
	out := make([]string, len(list))
	for i, l := range list {
		out[i] = l.Name
	}
	return out
}

// ToolFact is the fact that stands at the end of a page.
const ToolFact = "Made by"

func facts(r *model.Report) []doc.Fact {
	repo := r.Repository
	var out []doc.Fact
	if r.Diff == nil { // whose title names both
		out = append(out, doc.Fact{Name: "Commit", Value: phrase.ShortID(repo.Head)})
	}
	if inFolder(repo) {
		out = append(out, doc.Fact{Name: "Folder", Value: repo.Folder})
	}
	if repo.First != "" {
		out = append(out, doc.Fact{Name: "History", Value: fmt.Sprintf("%s, %s to %s", phrase.Plural(repo.Commits, "commit", "commits"), repo.First, repo.Last)})
	}
	if repo.Files > 0 {
		out = append(out, doc.Fact{Name: "Files", Value: filesFact(repo)})
	}
	if len(r.Options) > 0 {
		out = append(out, doc.Fact{Name: "Options", Value: options(r.Options)})
	}
	return append(out, doc.Fact{Name: ToolFact, Value: strings.TrimSpace(r.Tool.Name + " " + r.Tool.Version)})
}

func filesFact(repo model.Repository) string {
	if len(repo.Languages) == 0 {
		return phrase.Count(repo.Files)
	}
	return fmt.Sprintf("%s (%s)", phrase.Count(repo.Files), filesOf(repo.Languages))
}

func options(m map[string]string) string {
	var out []string
	for name, value := range m {
		out = append(out, name+"="+value)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// one wraps a section for the builders that have exactly one.
func one(s doc.Section) []doc.Section { return []doc.Section{s} }

// listOf joins the names of a group for a table cell.
func listOf(names []string) string { return phrase.Few(names, 4) }
