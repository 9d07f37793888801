package report

import (
	"fmt"
	"slices"
	"strings"

	"seam/report/model"
)

// newDocument lays out a report. The order is the reader's: what is the answer, what
// speaks for it, what else is true, what was not looked at.
func newDocument(r *model.Report) *document {
	d := &document{Title: title(r), Facts: facts(r)}
	for _, build := range [...]func(*model.Report) []section{
		verdictSection, checkSection, whatifSection, candidatesSection,
		couplingSections, changeTypesSection, focusSections,
		diamondsSection, chainsSection, dependenciesSection,
		deploySections, findingsSection,
		areasSection, packagesSection, graphSection,
		historySection, warningsSection,
	} {
		d.Sections = append(d.Sections, build(r)...)
	}
	d.clean()
	return d
}

func title(r *model.Report) string {
	name := r.Repository.Name
	if name == "" {
		name = "this repository"
	}
	if f := r.Repository.Folder; f != "" && f != "." {
		name += "/" + f
	}
	return name
}

func facts(r *model.Report) []fact {
	repo := r.Repository
	out := []fact{{"Commit", shortID(repo.Head)}}
	if repo.First != "" {
		out = append(out, fact{"History", fmt.Sprintf("%s, %s to %s", plural(repo.Commits, "commit", "commits"), repo.First, repo.Last)})
	}
	if repo.Files > 0 {
		out = append(out, fact{"Files", filesFact(repo)})
	}
	if len(r.Options) > 0 {
		out = append(out, fact{"Options", options(r.Options)})
	}
	return append(out, fact{"Made by", strings.TrimSpace(r.Tool.Name + " " + r.Tool.Version)})
}

func filesFact(repo model.Repository) string {
	var langs []string
	for i, l := range repo.Languages {
		if i == 5 {
			langs = append(langs, fmt.Sprintf("%d more languages", len(repo.Languages)-i))
			break
		}
		langs = append(langs, l.Name+" "+count(l.Files))
	}
	if len(langs) == 0 {
		return count(repo.Files)
	}
	return fmt.Sprintf("%s (%s)", count(repo.Files), strings.Join(langs, ", "))
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
func one(s section) []section { return []section{s} }

// listOf joins the names of a group for a table cell.
func listOf(names []string) string { return few(names, 4) }
