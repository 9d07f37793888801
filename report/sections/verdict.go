package sections

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/cochange"
	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/split"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// How much of each answer fits on the first screen.
const (
	firstCandidates = 5
	firstNearest    = 3
	firstHiddens    = 3
	firstConflicts  = 3
	firstWaves      = 6
	firstWarnings   = 4
)

// verdictSection is the first screen: what can be split, what it costs and how sure that
// is, what changes together unseen, which dependencies conflict, in which order to deploy,
// and what was not looked at.
func verdictSection(r *model.Report) []doc.Section {
	if r.Split == nil {
		return nil
	}
	s := doc.Section{ID: "verdicts", Title: "Verdict", Lead: phrase.Upper(phrase.Sentence(r.Split.Verdict)), Stats: stats(r)}
	for _, l := range []doc.List{firstSplits(r), howSure(r), firstHidden(r), spanFirst(r), firstDiamonds(r), firstDeploy(r), notLookedAt(r)} {
		if len(l.Items) > 0 {
			s.Lists = append(s.Lists, l)
		}
	}
	if g := newGlance(r); g != nil {
		s.Figures, s.Tables = []doc.Figure{g.figure()}, []doc.Table{g.table()}
	}
	return one(s)
}

func stats(r *model.Report) []doc.Stat {
	var out []doc.Stat
	add := func(asked bool, n int, one, many, link, tone string) {
		if !asked {
			return
		}
		if n == 0 {
			tone = ""
		}
		label := many
		if n == 1 {
			label = one
		}
		out = append(out, doc.Stat{Value: phrase.Count(n), Label: label, Link: link, Tone: tone})
	}
	add(r.Candidates != nil && splitJudged(r), len(splittable(r.Candidates)), "part could be split out", "parts could be split out", "candidates", "good")
	add(r.Coupling != nil && hiddenJudged(r), hiddenHabits(r), "hidden coupling", "hidden couplings", "hidden-coupling", "smell")
	if r.FocusInfo != nil {
		add(teamsUnjudged(r) == "", len(r.FocusInfo.Contested), "contested area", "contested areas", "contested", "smell")
	}
	add(r.Diamonds != nil && diamondsJudged(r), problems(diamonds.Groups(r.Diamonds)), "version conflict to edit", "version conflicts to edit", "diamonds", "problem")
	if r.Deploy != nil {
		if n := ordered(r.Deploy); len(r.Deploy.Edges) == 0 && n > 1 {
			add(true, n, "", "units to deploy, no order seen", "deploy", "")
		} else {
			add(true, len(r.Deploy.Waves), "deployment wave", "deployment waves", "deploy", "")
		}
		add(len(r.Deploy.Waves) > 0, len(r.Deploy.Cycles), "deployment cycle", "deployment cycles", "cycles", "problem")
	}
	add(true, len(r.Warnings), "caveat", "caveats", "warnings", "smell")
	return out
}

// splittable are the candidates that seam would split, best first.
func splittable(all []split.Candidate) []split.Candidate {
	var out []split.Candidate
	for _, c := range all {
		if c.Verdict != split.Leave {
			out = append(out, c)
		}
	}
	return out
}

// leftAlone are the candidates that seam would leave as they are, highest score first.
func leftAlone(all []split.Candidate) []split.Candidate {
	var out []split.Candidate
	for _, c := range all {
		if c.Verdict == split.Leave {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b split.Candidate) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

// problems counts the causes that an edit here ends.
func problems(groups [][]diamonds.Diamond) int {
	n := 0
	for _, g := range groups {
		if g[0].Severity == finding.Problem {
			n++
		}
	}
	return n
}

func restOfDiamonds(rest [][]diamonds.Diamond) string {
	more, smells := problems(rest), len(rest)-problems(rest)
	var words []string
	if more > 0 {
		words = append(words, phrase.Count(more)+" more to edit")
	}
	if smells > 0 {
		words = append(words, phrase.Count(smells)+" worth knowing")
	}
	return strings.Join(words, " and ") + " under version conflicts."
}

func hiddenPairs(r *model.Report) int {
	n := 0
	for _, p := range r.Coupling {
		if p.Hidden {
			n++
		}
	}
	return n
}

// hiddenHabits is how many hidden couplings there are to look at: pairs of one habit are one.
func hiddenHabits(r *model.Report) int { return len(sortPairs(r).habits) }

func firstSplits(r *model.Report) doc.List {
	l := doc.List{Title: "What can be split, and what it costs"}
	found := splittable(r.Candidates)
	for i, c := range found {
		if i == firstCandidates {
			l.Items = append(l.Items, doc.Item{Text: fmt.Sprintf("%s more under candidates.", phrase.Count(len(found)-i)), Link: "candidates"})
			break
		}
		text := cost(c) + "."
		if i == 0 && c.Next != "" {
			text = phrase.Sentences(text, "Next: "+c.Next)
		}
		l.Items = append(l.Items, doc.Item{Mark: doc.MarkOf(c.Verdict), Name: c.Title, Text: text, Link: doc.Anchor(c.ID)})
	}
	if means := verdictsMean(found); means != "" {
		l.Items = append(l.Items, doc.Item{Text: means})
	}
	if d := r.Deploy; d != nil && len(d.Edges) > 0 && slices.ContainsFunc(found, func(c split.Candidate) bool { return c.Verdict == split.Service }) {
		l.Items = append(l.Items, doc.Item{Text: fmt.Sprintf("%s deployed apart already; services above may be among them.", phrase.Plural(ordered(d), "unit is", "units are")), Link: "deploy"})
	}
	switch {
	case r.Candidates == nil || len(found) > 0:
	case splitJudged(r):
		l.Items = nearest(r.Candidates)
	default:
		l.Items = []doc.Item{unjudged(noPackages(r))}
	}
	return l
}

// nearest are the parts with most points where none is to be split out, and why each is left:
// what would have to change first.
func nearest(all []split.Candidate) []doc.Item {
	left := leftAlone(all)
	if len(left) == 0 {
		return []doc.Item{{Mark: doc.Mark{Word: "none", Tone: doc.Tone(string(split.Leave))}, Text: "There is no part to judge."}}
	}
	out := []doc.Item{{Mark: doc.Mark{Word: "none", Tone: doc.Tone(string(split.Leave))}, Text: "Those with most points, and why each is left:"}}
	for _, c := range left[:min(len(left), firstNearest)] {
		out = append(out, doc.Item{Name: c.Title, Text: phrase.Sentence(c.Reason), Link: doc.Anchor(c.ID)})
	}
	return append(out, doc.Item{Text: "All of them, part by part, under candidates.", Link: "candidates"})
}

// howSure says of the first candidate that seam would split what became of parts like it,
// so that a verdict is taken for what it is.
func howSure(r *model.Report) doc.List {
	l := doc.List{Title: "How sure that is"}
	for _, c := range splittable(r.Candidates) {
		if c.Calibration.Text != "" {
			l.Items = []doc.Item{{Name: c.Title, Text: phrase.Sentences(c.Calibration.Text, "A verdict says where to look first; it is no forecast"), Link: doc.Anchor(c.ID)}}
			break
		}
	}
	return l
}

// firstHidden names pairs that change together unseen: of each level the strongest that is a
// habit of its own.
func firstHidden(r *model.Report) doc.List {
	l := doc.List{Title: "What changes together without an import"}
	if r.Coupling == nil || !hiddenJudged(r) {
		return l
	}
	told, habits := map[cochange.Level]bool{}, map[int]bool{}
	for _, p := range r.Coupling {
		again := habits[p.Habit]
		habits[p.Habit] = p.Habit > 0
		if !p.Hidden || told[p.Level] || again || len(l.Items) == firstHiddens {
			continue
		}
		text := hiddenText(p)
		if len(told) == 0 {
			text = phrase.Sentences(text, hiddenNext(r, p))
		}
		told[p.Level] = true
		l.Items = append(l.Items, doc.Item{Name: phrase.Place(p.From) + " and " + phrase.Place(p.To), Text: text, Link: "hidden-coupling"})
	}
	if more := hiddenHabits(r) - len(told); more > 0 {
		l.Items = append(l.Items, doc.Item{Text: fmt.Sprintf("%s more under hidden coupling.", phrase.Count(more)), Link: "hidden-coupling"})
	}
	return l
}

// hiddenText says how often a pair changed together, and of how many changes.
func hiddenText(p cochange.Pair) string {
	return fmt.Sprintf("%s touched both, %s of the %s of the first and %s of the %s of the second.",
		phrase.Plural(p.Support, "change", "changes"), phrase.Percent(p.ConfidenceFrom), phrase.Count(p.ChangesFrom()), phrase.Percent(p.ConfidenceTo), phrase.Count(p.ChangesTo()))
}

// hiddenNext says what to read and what to do about a pair. The change may be a merge, of
// which git shows what it brought in only if asked.
func hiddenNext(r *model.Report, p cochange.Pair) string {
	if len(p.Commits) == 0 {
		return "Next: " + r.Advice(p)
	}
	return "Next: read git show -m --first-parent " + phrase.ShortID(p.Commits[0]) + ", then " + r.Advice(p)
}

func firstDiamonds(r *model.Report) doc.List {
	l := doc.List{Title: "Dependencies in conflict"}
	groups := diamonds.Groups(worstFirst(r.Diamonds))
	for i, g := range groups {
		d := g[0]
		if i == firstConflicts || d.Severity != finding.Problem {
			l.Items = append(l.Items, doc.Item{Text: restOfDiamonds(groups[i:]), Link: "diamonds"})
			break
		}
		text := conflict(d)
		if where := apart(r.Diamonds, d); where != "" {
			text = "in " + where + " " + text
		}
		l.Items = append(l.Items, doc.Item{Mark: doc.MarkOf(d.Severity), Name: andMore(d.Dependency, len(g)-1), Text: text, Link: diamondAnchor(d)})
	}
	switch {
	case r.Diamonds == nil || len(r.Diamonds) > 0:
	case diamondsJudged(r):
		l.Items = []doc.Item{{Mark: doc.Mark{Word: "none", Tone: "good"}, Text: noDiamonds(r)}}
	default:
		l.Items = []doc.Item{unjudged(noManifest(r))}
	}
	return l
}

// unjudged is the item of an answer that was not looked for.
func unjudged(reason string) doc.Item {
	return doc.Item{Mark: doc.Mark{Word: "not judged", Tone: "plain"}, Text: phrase.Upper(phrase.Sentence(reason))}
}

// apart is where a dependency is in conflict that is so elsewhere, too: the folder of the
// unit, or the file of the first version where the unit has two, as where two package managers
// lock it. "" where it is in conflict once.
func apart(list []diamonds.Diamond, d diamonds.Diamond) string {
	where := ""
	for _, o := range list {
		switch {
		case o.Dependency != d.Dependency || o.ID == d.ID:
		case o.Unit == d.Unit && firstFile(o) != firstFile(d):
			return firstFile(d)
		default:
			where = phrase.Place(d.Unit)
		}
	}
	return where
}

func firstFile(d diamonds.Diamond) string {
	if len(d.Versions) == 0 || len(d.Versions[0].Locations) == 0 {
		return ""
	}
	return d.Versions[0].Locations[0].File
}

// conflict says in one line what a diamond is about, with its edit.
func conflict(d diamonds.Diamond) string {
	text := fmt.Sprintf("wanted at %s.", phrase.Few(versionsOf(d), 4))
	if d.Fix != nil {
		text += " Fix: " + phrase.Sentence(d.Fix.Edit)
	}
	return text
}

func firstDeploy(r *model.Report) doc.List {
	l := doc.List{Title: "Deployment order"}
	if r.Deploy == nil {
		return l
	}
	switch n := ordered(r.Deploy); {
	case len(r.Deploy.Waves) == 0:
		l.Items = []doc.Item{{Text: "Nothing to order: no deployable unit was found."}}
	case len(r.Deploy.Edges) == 0 && n > 1:
		l.Items = []doc.Item{{Text: fmt.Sprintf("No order: %s, and no call between them was seen.", phrase.Plural(n, "unit", "units")), Link: "deploy"}}
		return l
	}
	for i, wave := range r.Deploy.Waves {
		if i == firstWaves {
			l.Items = append(l.Items, doc.Item{Text: phrase.Plural(len(r.Deploy.Waves)-i, "more wave.", "more waves."), Link: "deploy"})
			break
		}
		l.Items = append(l.Items, doc.Item{Name: fmt.Sprintf("Wave %d", i+1), Text: phrase.Few(wave, 6), Link: "deploy"})
	}
	for _, c := range r.Deploy.Cycles {
		l.Items = append(l.Items, doc.Item{Mark: doc.Mark{Word: "cycle", Tone: "problem"}, Name: "No order", Text: phrase.Few(c, 6) + " wait for one another.", Link: "cycles"})
	}
	return l
}

func notLookedAt(r *model.Report) doc.List {
	l := doc.List{Title: "What was not looked at"}
	sorted := slices.SortedStableFunc(slices.Values(r.Warnings), func(a, b finding.Warning) int {
		return cmp.Compare(weightOf(a.Code), weightOf(b.Code))
	})
	for i, w := range sorted {
		if i == firstWarnings {
			l.Items = append(l.Items, doc.Item{Text: phrase.Plural(len(r.Warnings)-i, "more caveat.", "more caveats."), Link: "warnings"})
			break
		}
		l.Items = append(l.Items, doc.Item{Text: phrase.Caveat(w)})
	}
	return l
}

// weightOf orders caveats for the first screen: what takes most from the answer comes
// first, what touches the names of people or files outside the product last.
func weightOf(code string) int {
	switch code {
	case "no-packages", "imports-not-read", "parts-unjudged", "shallow-clone", "short-history", "history-bounded", "broken-manifest":
		return 0
	case "addresses-alike", "focus-outside", "manifests-left-out", "moved", "mailmap-line", "codeowners-line", "codeowners-people", "codeowners-unread", "owners-line":
		return 2
	}
	return 1
}
