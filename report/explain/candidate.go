package explain

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/glossary"
	"seam/analyze/split"
	"seam/report/model"
)

// candidate explains a split candidate: every term, and where the evidence is from.
func candidate(r *model.Report, name string) *model.Explanation {
	c := candidateOf(r, name)
	if c == nil {
		return nil
	}
	e := &model.Explanation{
		ID: c.ID, Kind: "candidate", Title: c.Title,
		Text:    fmt.Sprintf("Rank %d of %d by score, %s of at most %s points, verdict %s: %s.", c.Rank, len(r.Candidates), number(c.Score), number(split.MostPoints()), c.Verdict, strings.TrimSuffix(c.Reason, ".")),
		Formula: "score = the sum of the points of all terms. A term's points are the sum of its steps: each step gives its points once the value is beyond its threshold, growing from nothing at 80 % of the threshold to all at 120 %; whole numbers jump.",
		Terms:   c.Terms, For: c.For, Against: c.Against, Facts: standing(c), Commands: byHand(r, c), More: []string{"split", "whatif"},
	}
	e.Definitions = definitions(c)
	if asked := strings.TrimPrefix(folderName(name), "split:"); asked != c.Title && slices.Contains(c.Near, "split:"+asked) {
		e.Text = fmt.Sprintf("%s is nearly the same part as %s, which is ranked for both. ", asked, c.Title) + e.Text
	}
	return e
}

func candidateOf(r *model.Report, name string) *split.Candidate {
	title := strings.TrimSuffix(strings.TrimPrefix(name, "./"), "/")
	for i := range r.Candidates {
		if c := &r.Candidates[i]; c.ID == name || c.Title == title {
			return c
		}
	}
	for i := range r.Candidates {
		for _, near := range r.Candidates[i].Near {
			if near == name || near == "split:"+title {
				return &r.Candidates[i]
			}
		}
	}
	return nil
}

// definitions is those of the candidate's verdict, terms and evidence.
func definitions(c *split.Candidate) []glossary.Entry {
	out := defineAs(glossary.Verdict, string(c.Verdict))
	for _, t := range c.Terms {
		out = append(out, defineAs(glossary.Term, t.Code)...)
	}
	seen := map[string]bool{}
	for _, list := range [][]split.Evidence{c.For, c.Against} {
		for _, x := range list {
			if !seen[x.Code] {
				seen[x.Code] = true
				out = append(out, defineAs(glossary.Evidence, x.Code)...)
			}
		}
	}
	return out
}

// standing is how far the score can be trusted.
func standing(c *split.Candidate) []model.Fact {
	var out []model.Fact
	if n := c.Calibration; n.Parts > 0 {
		out = append(out, model.Fact{Name: "calibration", Value: fmt.Sprintf("%d of %d", n.Split, n.Parts), Text: n.Text})
	}
	if s := c.Stability; s.Draws > 0 {
		ranks := fmt.Sprintf("rank %d to %d", s.Best, s.Worst)
		if s.Best == s.Worst {
			ranks = fmt.Sprintf("rank %d", s.Best)
		}
		out = append(out, model.Fact{Name: "stability", Value: ranks,
			Text: fmt.Sprintf("when every weight moves by up to 20 %%, in %d draws; among the first ten in %.0f %% of them", s.Draws, 100*s.FirstTen)})
	}
	if c.Cut.Changes > 0 {
		out = append(out, model.Fact{Name: "crossing-share", Value: outOf(c.Cut.CrossingChanges, c.Cut.Changes),
			Text: "changes that touch source files on both sides of the cut"})
	}
	out = append(out, model.Fact{Name: "cut", Value: fmt.Sprintf("%s in, %s out", english.Count(c.Cut.ImportsIn, "import"), english.Number(c.Cut.ImportsOut)),
		Text: fmt.Sprintf("package imports in the default build, tests left out; %s used outside, it uses %s of the rest", english.Count(c.Cut.APISymbols, "name")+" of it "+english.Choose(c.Cut.APISymbols, "is", "are"), english.Number(c.Cut.UsedSymbols))})
	if c.Within != "" {
		out = append(out, model.Fact{Name: "within", Value: c.Within, Text: "the better candidate that it lies in, or that lies in it"})
	}
	for _, id := range c.After {
		out = append(out, model.Fact{Name: "after", Value: id, Text: "a better candidate to decide on first"})
	}
	for _, n := range c.Near {
		out = append(out, model.Fact{Name: "near duplicate", Value: n, Text: "folded under this one: at least half of the packages are the same"})
	}
	return out
}

// byHand lists commands that show where the numbers come from.
func byHand(r *model.Report, c *split.Candidate) []model.Command {
	spoken := languagesOf(r, c)
	var words, sources, trees []string
	for _, f := range folders(c) {
		words = append(words, finding.ShellWord(f))
		trees = append(trees, finding.ShellWord("./"+f+"/..."))
		for _, l := range spoken {
			for _, pattern := range sourcesOf[l] {
				sources = append(sources, finding.ShellWord(path.Join(f, pattern)))
			}
		}
	}
	out := []model.Command{
		{Shows: "changes: the commits that touch its source files, with all files of each", Run: "git log --no-merges --format='%n%h %as %s' --name-only --full-diff HEAD -- " + strings.Join(sources, " ")},
		{Shows: "team-focus: how many commits each author has here (the report never names them)", Run: "git shortlog -sn --no-merges HEAD -- " + strings.Join(words, " ")},
	}
	if slices.Equal(spoken, []string{"go"}) {
		out = append(out,
			model.Command{Shows: "enough-code: lines of non-test code", Run: "git ls-files -z -- " + strings.Join(sources, " ") + " | grep -zv '_test\\.go$' | xargs -0 cat | wc -l"},
			model.Command{Shows: "imports out: what it imports, package by package", Run: "go list -f '{{.ImportPath}}: {{join .Imports \" \"}}' " + strings.Join(trees, " ")})
		if root := folders(c)[0]; root != "." {
			out = append(out, model.Command{Shows: "imports in: lines outside that import it",
				Run: "git grep -nE " + finding.ShellWord(`"[^" ]*`+regexp.QuoteMeta(root)+`(/[^" ]*)?"`) + " -- '*.go' " + finding.ShellWord(":!"+root)})
		}
	} else {
		out = append(out,
			model.Command{Shows: "enough-code: lines of its source files; seam leaves out those of tests", Run: "git ls-files -z -- " + strings.Join(sources, " ") + " | xargs -0 cat | wc -l"},
			model.Command{Shows: "imports out: the lines that import anything", Run: `git grep -nwE '^[[:space:]]*(#[[:space:]]*(include|import)|import|export .* from|from|use|using|require)' -- ` + strings.Join(sources, " ")},
			model.Command{Shows: "imports in and out, package by package", Run: "seam graph --format csv --no-tests --focus " + words[0]})
	}
	return append(out,
		model.Command{Shows: "crossing: the same cut, month by month", Run: "seam whatif --extract " + strings.Join(words, ",")},
		model.Command{Shows: "what it would take", Run: "seam plan " + finding.ShellWord(c.Title)},
	)
}

// sourcesOf is what the source files of a language are called, as patterns of git.
var sourcesOf = map[string][]string{
	"go": {"*.go"}, "javascript": {"*.js", "*.jsx", "*.mjs", "*.cjs"}, "typescript": {"*.ts", "*.tsx", "*.mts", "*.vue", "*.svelte", "*.astro"},
	"python": {"*.py"}, "java": {"*.java"}, "kotlin": {"*.kt"}, "scala": {"*.scala"}, "csharp": {"*.cs"}, "rust": {"*.rs"}, "php": {"*.php"}, "ruby": {"*.rb", "*.rake"},
	"c": {"*.c", "*.h"}, "c++": {"*.cc", "*.cpp", "*.cxx", "*.h", "*.hh", "*.hpp", "*.hxx"}, "dart": {"*.dart"}, "swift": {"*.swift"}, "protobuf": {"*.proto"},
}

// languagesOf is the languages of a candidate's packages, sorted; Go where the report
// does not list packages.
func languagesOf(r *model.Report, c *split.Candidate) []string {
	set := map[string]bool{}
	for _, p := range r.Packages {
		if _, known := sourcesOf[p.Language]; known && slices.Contains(c.Packages, p.Path) {
			set[p.Language] = true
		}
	}
	if len(set) == 0 {
		return []string{"go"}
	}
	return sorted(set)
}

// folders is what a candidate's packages lie in: its own folder, else several.
func folders(c *split.Candidate) []string {
	outside := func(p string) bool { return p != c.Title && !strings.HasPrefix(p, c.Title+"/") }
	if len(c.Packages) == 0 || !slices.ContainsFunc(c.Packages, outside) {
		return []string{c.Title}
	}
	return roots(c.Packages)
}

// roots is the uppermost folders of a sorted list of packages.
func roots(packages []string) []string {
	var out []string
	for _, p := range packages {
		if n := len(out); n == 0 || p != out[n-1] && !strings.HasPrefix(p, out[n-1]+"/") {
			out = append(out, p)
		}
	}
	return out
}

// number writes at most two decimals.
func number(x float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", x), "0"), ".")
}
