package model

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"seam/analyze"
	"seam/analyze/cochange"
	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/focus"
	"seam/analyze/history"
	"seam/analyze/services"
)

// Sections says which sections of a result a report shows. Facts that were not read
// give no section, whatever is asked.
type Sections struct {
	Split, Communities, Coupling, Focus, Diamonds, Chains, Deploy, Packages, History, Whatif, Findings bool
	Graph                                                                                              Level          // "" is none
	CouplingLevel                                                                                      cochange.Level // "" is all
}

// Everything is the sections of the full report.
var Everything = Sections{
	Split: true, Communities: true, Coupling: true, Focus: true, Diamonds: true, Chains: true, Deploy: true,
	Packages: true, History: true, Whatif: true, Findings: true,
}

// New turns a result into a report. version is the program's; options are those that
// the reader must know to repeat or to judge the report.
func New(r *analyze.Result, version string, options map[string]string, s Sections, g GraphOptions) *Report {
	b := builder{r: r, in: r.Input}
	out := &Report{
		SchemaVersion: SchemaVersion, Tool: Tool{Name: "seam", Version: version},
		Repository: b.repository(), Options: options, Warnings: list(r.Warnings),
	}
	if out.Options == nil {
		out.Options = map[string]string{}
	}
	if s.History && b.in.Changes != nil {
		out.History = b.history()
		out.Areas = b.areas()
		out.ChangeTypes, out.Span = r.Types, r.Span
	}
	if s.Packages && b.in.Imports != nil {
		out.Packages = b.packages()
	}
	if s.Split && r.Split != nil {
		out.Split = &SplitSummary{Verdict: r.Split.Verdict, Listed: len(r.Split.Candidates), Total: r.Split.Total}
		out.Candidates = list(r.Split.Candidates)
	}
	if s.Split && s.Packages && b.in.Base != nil {
		out.Facts = b.in.Base.Facts()
	}
	if s.Communities {
		out.Communities = r.Map
	}
	if s.Diamonds && r.Diamonds != nil {
		out.Diamonds = list(r.Diamonds.Diamonds)
		out.DiamondsHidden = hidden(r.Diamonds.Hidden)
	}
	if s.Chains && r.Chains != nil {
		if out.Why = r.Why; out.Why == nil {
			out.Chains, out.Dependencies = list(r.Chains.Chains), list(r.Chains.Dependencies)
		}
	}
	if s.Coupling && r.Coupling != nil {
		out.Coupling, out.CouplingInfo = pairs(r.Coupling.Pairs, s.CouplingLevel), couplingInfo(r.Coupling)
	}
	if s.Focus && r.Focus != nil {
		out.Focus, out.FocusInfo = list(r.Focus.Rows), b.focus()
	}
	if s.Deploy && r.Deploy != nil {
		out.Deploy = b.deploy()
	}
	if s.Split || s.Whatif {
		out.Reuse = b.in.Reuse
	}
	if (s.Split || s.Whatif) && b.in.Profile != nil {
		out.Profile = b.in.Profile.Summary()
	}
	if s.Whatif {
		out.Whatif = whatifOf(r)
	}
	if s.Findings {
		out.Findings = list(r.Findings)
	}
	if s.Graph != "" {
		out.Graph = b.graph(s.Graph, g)
	}
	return out
}

// list makes an empty list of nil, so that JSON says "nothing found" and not "not
// looked at".
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

type builder struct {
	r  *analyze.Result
	in *analyze.Input
}

func (b builder) repository() Repository {
	in := b.in
	out := Repository{Web: in.Web, Folder: in.Folder, Head: in.Head.String(), Files: len(in.Files), Languages: b.languages()}
	if in.Worktree {
		out.Head = "worktree"
	}
	if in.Imports != nil {
		out.Name = name(in.Imports, in.Folder)
	}
	if !isAddress(out.Name) {
		out.Title = in.Title
	}
	if in.Log != nil && in.Log.Len() > 0 {
		oldest := in.Log.Commit(in.Log.Len() - 1)
		out.Commits = in.Log.Len()
		if s := in.Log.Skipped; !in.Log.Shallow && s.Since+s.Until+s.MaxCommits == 0 {
			out.Root = oldest.ID().String()
		}
		out.First, out.Last = date(oldest.Landed()), date(in.Log.Commit(0).Landed())
	}
	return out
}

func date(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.DateOnly) }

// languages counts source files; lines only of languages whose packages were read.
func (b builder) languages() []Language {
	n := map[string]*Language{}
	for _, f := range b.in.Files {
		if l := analyze.LanguageIn(b.in.Imports, f); l != "" && !history.IsVendored(f) {
			if n[l] == nil {
				n[l] = &Language{Name: l}
			}
			n[l].Files++
		}
	}
	if b.in.Imports != nil {
		for _, p := range b.in.Imports.Packages {
			if l := n[p.Language]; l != nil {
				l.Lines += p.Lines + p.TestLines
			}
		}
	}
	out := []Language{}
	for _, l := range n {
		out = append(out, *l)
	}
	slices.SortFunc(out, func(x, y Language) int { return cmp.Or(cmp.Compare(y.Files, x.Files), strings.Compare(x.Name, y.Name)) })
	return out
}

func (b builder) history() *History {
	c := b.in.Changes
	return &History{Commits: c.Commits, Merges: c.Merges, Changes: c.List.Len(), Unit: c.Unit, Lineage: c.Lineage, Excluded: list(c.Excluded)}
}

func (b builder) areas() []Area {
	c := b.in.Changes
	of := b.r.Areas.Indexes(c.Paths)
	n := make([]int, len(b.r.Areas.List))
	last := make([]int, len(n)) // by area: the last change that touched it, from 1
	for k, ch := range c.List.All() {
		for _, f := range ch.Files() {
			if a := of[f]; a >= 0 && last[a] != k+1 {
				last[a] = k + 1
				n[a]++
			}
		}
	}
	out := []Area{}
	for i, a := range b.r.Areas.List {
		out = append(out, Area{Name: a.Name, Folders: list(a.Folders), Files: a.Files, Changes: n[i]})
	}
	return out
}

func (b builder) packages() []Package {
	out := []Package{}
	links := b.in.Imports.Links()
	for _, p := range b.in.Imports.Packages {
		row := Package{
			Path: p.Path, Language: p.Language, Module: p.Module,
			Files: len(p.Files) + len(p.TestFiles), Lines: p.Lines, Team: b.r.TeamOfPackage(p.Path),
		}
		row.Area, _ = b.r.Areas.Of(path.Join(p.Path, "x"))
		if i, ok := links.Index(p.Path); ok {
			row.Imports = links.Names(links.Out(i))
		}
		if b.in.Base != nil {
			if i, ok := b.in.Base.Index(p.Path); ok {
				row.Changes = len(b.in.Base.Touching[i])
			}
		}
		out = append(out, row)
	}
	return out
}

func hidden(h []diamonds.Hidden) int {
	n := 0
	for _, x := range h {
		n += x.Count
	}
	return n
}

func pairs(all []cochange.Pair, level cochange.Level) []cochange.Pair {
	out := []cochange.Pair{}
	for _, p := range all {
		if level == "" || p.Level == level {
			out = append(out, p)
		}
	}
	return out
}

func couplingInfo(c *cochange.Result) *CouplingInfo {
	info := &CouplingInfo{Changes: c.Changes, MinSupport: c.MinSupport, Pairs: c.FilePairs, Families: c.Families}
	switch {
	case c.Changes == 0:
		info.Note = "no change touches two files and more: nothing can be said to change together"
	case len(c.Pairs) == 0:
		info.Note = "no pair shares enough changes: every one of them stays below the least support"
	}
	return info
}

func (b builder) focus() *FocusInfo {
	f := b.r.Focus
	info := &FocusInfo{
		Changes: f.Changes, Unmapped: f.Unmapped, Inferred: f.Inferred, LeftOut: f.LeftOut,
		Teams: list(f.Teams), Contested: []Contested{}, Drift: []OwnerDrift{},
		Declared: f.Coverage, SilentOwners: list(f.Silent), SilentPeople: list(f.SilentPeople),
	}
	info.Declared.Sources = list(info.Declared.Sources)
	for _, c := range f.Contested {
		info.Contested = append(info.Contested, Contested{Area: c.Area, Changes: c.Changes, Teams: shares(c.Teams)})
	}
	for _, d := range f.Drift {
		info.Drift = append(info.Drift, OwnerDrift{
			Area: d.Area, Declared: d.Declared, People: d.People, Files: d.Files, Share: d.Share, Changes: d.Changes, Actual: shares(d.Actual),
		})
	}
	return info
}

func shares(s []focus.Share) []TeamShare {
	out := []TeamShare{}
	for _, x := range s {
		out = append(out, TeamShare{Team: x.Team, Share: x.Share})
	}
	return out
}

func (b builder) deploy() *Deploy {
	d, s := b.r.Deploy, b.in.Service
	return &Deploy{
		Services: list(s.Services), Edges: list(s.Edges), Unknown: list(s.Unknown),
		Waves: list(d.Waves), Programs: list(d.Programs), Cycles: d.CycleNames(), Advice: d.Advice(), Rollback: d.Rollback, Owners: b.owners(s.Services),
	}
}

// owners tells the declared teams of the code of services; those without are left out.
func (b builder) owners(list []services.Service) map[string][]string {
	out := map[string][]string{}
	for _, s := range list {
		if teams := b.in.Owners.TeamsOfPath(path.Join(s.Path, "x")); s.Path != "" && len(teams) > 0 {
			out[s.Name] = teams
		}
	}
	return out
}

// findingsOf is the findings of a result at or above a severity.
func findingsOf(fs []finding.Finding, least finding.Severity) []finding.Finding {
	var out []finding.Finding
	for _, f := range fs {
		if f.Severity.Rank() >= least.Rank() {
			out = append(out, f)
		}
	}
	return out
}

// AtLeast lists the report's findings at or above a severity.
func (r *Report) AtLeast(least finding.Severity) []finding.Finding {
	return findingsOf(r.Findings, least)
}
