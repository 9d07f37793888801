package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/modules"
	"seam/analyze/repo"
	"seam/report"
	"seam/report/compare"
	"seam/report/model"
	"seam/report/phrase"
)

// checkFlags say what a check compares and how strict it is.
type checkFlags struct {
	base, head string
	baseline   string
	strict     bool
	anyOrder   bool
	out        outputFlags
}

func (a *app) checkCommand() *cobra.Command {
	var f checkFlags
	c := &cobra.Command{
		Use:   "check (--base REV | --baseline FILE) [DIR]",
		Short: "The CI gate: fails on new version conflicts, broken layers and exceeded budgets only",
		Long: `check compares two revisions, or one with a committed baseline, and fails on problems
that are new. It reads git objects: no checkout, no history, no network. In a shallow
clone the base must be fetched first:

  git fetch --depth=1 origin main
  seam check --base FETCH_HEAD

It looks for version conflicts and, where seam.yaml has them, for imports that layers
forbid and for units that exceed a budget; where a change holds a migration, also for
what it takes away from versions that run. seam.yaml also switches rules off and
suppresses single findings; the one of the judged revision counts for both sides.

Where nothing is new, standard output stays empty and standard error says what was
compared. What no changed file can have changed is skipped. A manifest or lock file that
cannot be read as a whole ends the check with exit code 3.`,
		Example: `  seam check --base origin/main
  seam baseline && git add seam-baseline.yaml
  seam check --baseline seam-baseline.yaml`,
		Args: oneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case f.base == "" && f.baseline == "":
				return usage{errors.New("check needs --base or --baseline"), "for example: seam check --base origin/main"}
			case f.anyOrder && f.base == "":
				return usage{errors.New("--any-order judges a change, so it needs --base"), "for example: seam check --any-order --base origin/main"}
			case f.base != "" && f.baseline != "":
				return usage{errors.New("--base and --baseline exclude each other"), "--base compares with a revision, --baseline with a file that seam baseline wrote"}
			}
			return a.check(c, folder(args), f)
		},
	}
	f.out.addGating(c, report.Text, report.JSON, report.Markdown)
	f.out.addFailOn(c, "problem")
	c.Flags().StringVar(&f.base, "base", "", "the revision to compare with")
	c.Flags().StringVar(&f.head, "head", "HEAD", "the revision to judge")
	c.Flags().StringVar(&f.baseline, "baseline", "", "the list of known findings to compare with, instead of a revision")
	c.Flags().BoolVar(&f.anyOrder, "any-order", false, "fail when services must be deployed in an order because of this change; needs --base")
	c.Flags().BoolVar(&f.strict, "strict", false, "exit 3 where something could not be looked at")
	return c
}

func (a *app) check(c *cobra.Command, dir string, f checkFlags) error {
	least, err := severity(f.out.failOn)
	if err != nil {
		return err
	}
	old, err := f.readBaseline(dir)
	if err != nil {
		return err
	}
	q := analyze.Request{Dir: dir, Revision: f.head, Unread: &a.unread}
	g, err := analyze.LoadGate(c.Context(), q, f.base)
	if err != nil {
		return err
	}
	if err := readable(g, f.head, least); err != nil {
		return err
	}
	v, err := judge(g, f, old)
	if err != nil {
		return err
	}
	if f.base != "" {
		deployment := g.MigrationFindings
		if f.anyOrder {
			deployment = g.RolloutFindings
		}
		asked, err := deployment(c.Context(), q, f.base)
		if err != nil {
			return err
		}
		v.result.New = append(v.result.New, asked...)
		finding.Sort(v.result.New)
	}
	a.note(g.Head)
	r := model.New(v.after, version(), named(options(c), v.after), model.Sections{}, model.GraphOptions{})
	r.Check = v.section(r.Repository.Head, least)
	r.Warnings, r.Check.Standing = v.caveats(f.base)
	if r.Check.Failed {
		a.code = exitFindings
	}
	if err := a.render(r, f.out); err != nil {
		return err
	}
	for _, n := range r.Check.Notes {
		fmt.Fprintf(a.stderr, "note: %s\n", phrase.Visible(masked(n)))
	}
	for _, text := range []string{standing(r), v.silence(r.Check, f)} {
		if text != "" {
			fmt.Fprintln(a.stderr, text)
		}
	}
	if n := len(r.Warnings); f.strict && n > 0 {
		return cannot{fmt.Errorf("--strict: the answer is partial, %s", english.Count(n, "caveat")), "repair what is named above, or leave --strict out"}
	}
	return nil
}

// verdict is what a check compared and what came out.
type verdict struct {
	gate          *analyze.Gate
	before, after *analyze.Result // before is nil against a baseline
	baseline      *compare.Baseline
	file          string // of the baseline
	result        compare.Result
}

func judge(g *analyze.Gate, f checkFlags, old *compare.Baseline) (v verdict, err error) {
	v = verdict{gate: g, baseline: old, file: f.baseline}
	if v.after, err = analyze.Run(g.Head, analyze.Options{}); err != nil {
		return v, err
	}
	if old != nil {
		v.result = old.Against(v.after.Findings)
		if old.Folder != g.Head.Folder {
			return v, usage{fmt.Errorf("%s was written for the folder %s, not for %s", f.baseline, old.Folder, g.Head.Folder), "name the folder that it was written for, or write one for this folder: seam baseline"}
		}
		return v, nil
	}
	if v.before, err = analyze.Run(g.Base, analyze.Options{}); err != nil {
		return v, err
	}
	v.result = compare.New(compare.Follow(v.before.Findings, g.Base.Modules, g.Head.Modules), v.after.Findings)
	if d := v.after.Diamonds; d != nil {
		v.result.New = compare.ExplainVersions(v.result.New, d.Diamonds, g.Base.Modules, g.Head.Modules)
	}
	v.result.New = compare.ExplainBudgets(v.result.New,
		compare.Facts{Modules: g.Base.Modules, Imports: g.Base.Imports},
		compare.Facts{Modules: g.Head.Modules, Imports: g.Head.Imports})
	return v, nil
}

// section is the check's part of the report.
func (v verdict) section(head string, least finding.Severity) *model.Check {
	base := ""
	if v.before != nil {
		base = v.before.Input.Head.String()
	}
	s := model.NewCheck(base, head, v.result, least)
	s.Suppressed, s.Notes = v.after.Suppressed, v.after.Notes
	s.Units = units(v.after.Input.Modules)
	if v.gate.SkippedManifests {
		s.Skipped = append(s.Skipped, "versions")
	}
	if v.gate.SkippedImports {
		s.Skipped = append(s.Skipped, "imports")
	}
	if b := v.baseline; b != nil {
		s.Baseline = &model.BaselineUse{File: baseName(v.file), Entries: len(b.Entries), Dead: len(v.result.Gone)}
		s.Gone = []finding.Finding{} // entries are no findings: they have no place
		if n := len(v.result.Gone); n > 0 {
			s.Notes = append(s.Notes, fmt.Sprintf("%s: %s nothing any more: seam baseline --prune takes out what is fixed", s.Baseline.File, matching(n)))
		}
	}
	return s
}

// matching says how many entries match: "1 of its entries matches".
func matching(n int) string {
	if n == 1 {
		return "1 of its entries matches"
	}
	return fmt.Sprintf("%d of its entries match", n)
}

// caveats are those about what a check looks at, as others say nothing about its answer:
// first what this change brings, then what held of the base already, and how many these
// are. Against a baseline all of them stand.
func (v verdict) caveats(base string) (list []finding.Warning, standing int) {
	now := v.aboutManifests(v.after)
	if v.before == nil {
		return now, len(now)
	}
	if g := v.gate; g.Base.Modules != nil {
		list = unreadBase(g, base)
	}
	before := v.aboutManifests(v.before)
	var old []finding.Warning
	for _, w := range now {
		if stands(w, before) {
			old = append(old, w)
		} else {
			list = append(list, w)
		}
	}
	return append(list, old...), len(old)
}

// stands reports whether the base has a caveat too: the same one, or of its code one
// about as many cases or more.
func stands(w finding.Warning, before []finding.Warning) bool {
	return slices.ContainsFunc(before, func(b finding.Warning) bool {
		return b.Code == w.Code && (b.Message == w.Message || w.Count > 1 && w.Count <= b.Count)
	})
}

func (v verdict) aboutManifests(r *analyze.Result) []finding.Warning {
	var out []finding.Warning
	if in := r.Input; in.Modules != nil {
		out = append(out, in.Modules.Warnings...)
	}
	if r.Diamonds != nil {
		out = append(out, r.Diamonds.Warnings...)
	}
	for _, w := range r.Warnings {
		switch w.Code {
		case "submodules": // they may hold manifests
			if !v.gate.SkippedManifests {
				out = append(out, w)
			}
		case "budget-unmeasured":
			out = append(out, w)
		case "go-parse-error", "broken-manifest", "area-empty": // imports are missing, or a layer holds nothing
			if r.Input.Imports != nil && !slices.Contains(out, w) {
				out = append(out, w)
			}
		default:
			if r.Input.Imports != nil && strings.HasSuffix(w.Code, "-unreadable") {
				out = append(out, w)
			}
		}
	}
	return out
}

// readable refuses a revision with a manifest that could not be read as a whole; a caveat names
// those without which it can be judged.
func readable(g *analyze.Gate, revision string, least finding.Severity) error {
	broken := g.Unreadable(least)
	if len(broken) == 0 {
		return nil
	}
	b, more := broken[0], ""
	if n := len(broken) - 1; n > 0 {
		more = fmt.Sprintf(" (%d more like it)", n)
	}
	if b.Lacking() {
		return cannot{fmt.Errorf("%s at %s: %s%s", b.Location, revision, b.Message, more), "the clone lacks content: git fetch --refetch brings it"}
	}
	return cannot{fmt.Errorf("%s at %s: %s%s", b.Location, revision, b.Message, more), "correct the file, or exclude it in seam.yaml; a gate that cannot read one must not say that all is well"}
}

// unreadBase names the manifests that cannot be read of the base, and what became of them.
func unreadBase(g *analyze.Gate, revision string) []finding.Warning {
	var out []finding.Warning
	name := func(b modules.Broken, then string) {
		out = append(out, finding.Warning{Code: "base-manifest", Count: 1,
			Message: fmt.Sprintf("%s at %s: %s; %s", b.Location, revision, b.Message, then)})
	}
	for _, b := range g.Repaired {
		name(b, "conflicts that the repaired file shows count as known")
	}
	for _, b := range g.Base.Modules.Broken {
		if !g.BrokenAsBefore(b) {
			name(b, "conflicts that it may have held count as new")
		}
	}
	return out
}

// units lists the folders of the units that were judged.
func units(set *modules.Set) []string {
	if set == nil {
		return nil
	}
	var out []string
	for _, u := range set.Units {
		if !repo.Outside(u.Path) {
			out = append(out, u.Path)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
