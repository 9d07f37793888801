package sections

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/split"
	"seam/analyze/whatif"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// candidatesSection is the ranking and, part by part, the evidence for and against. Of
// candidates beyond the first most it holds the anchor and the verdict alone.
func candidatesSection(r *model.Report, most int) []doc.Section {
	if r.Candidates == nil {
		return nil
	}
	s := doc.Section{ID: "candidates", Title: "Split candidates", Lead: candidatesLead(r), Ranked: true,
		More: "--top N, or --format json"}
	if len(r.Candidates) == 0 {
		return one(s)
	}
	found, left := splittable(r.Candidates), leftAlone(r.Candidates)
	s.Worth = max(len(found), leastTold)
	s.Tables = doc.FilledTables(candidatesTable(found), leftTable(left))
	s.Drawing = candidatesDrawing(r.Candidates)
	for i, c := range slices.Concat(found, left) {
		p := candidateHead(c)
		if i < most {
			p = candidatePart(c, commandsOf(c))
		}
		s.Parts = append(s.Parts, p)
	}
	s.Notes = append(followedNotes(r.Candidates), "Changes of a candidate are those to its source files; areas and teams count changes to any file, so that their numbers are higher.")
	if r.Split == nil { // nobody has said so yet
		s.Notes = append(filled(verdictsMean(found)), s.Notes...)
	}
	return one(s)
}

// followedNotes says of how many candidates the exported names were followed.
func followedNotes(list []split.Candidate) []string {
	n := 0
	for _, c := range list {
		if c.Releases != nil {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []string{fmt.Sprintf("How the names that others use changed in a year was followed for %s; of the others, which rank lower, hold generated code alone or are imported by nobody, it is not known.",
		phrase.Plural(n, "candidate", "candidates"))}
}

func candidatesLead(r *model.Report) string {
	total := len(r.Candidates)
	if r.Split != nil {
		total = max(total, r.Split.Total)
	}
	if !splitJudged(r) {
		return notJudged(noPackages(r))
	}
	if total == 0 {
		return "No candidates: no folder holds enough code to stand alone."
	}
	if len(r.Candidates) == 0 {
		return fmt.Sprintf("No candidates: of %s looked at, none is a part that could stand alone.", phrase.Plural(total, "folder", "folders"))
	}
	found := splittable(r.Candidates)
	lead := fmt.Sprintf("%s judged, of %s looked at; seam would split %s", phrase.Plural(len(r.Candidates), "part was", "parts were"), phrase.Plural(total, "folder", "folders"), phrase.Count(len(found)))
	if len(found) < len(r.Candidates) {
		lead += " and leave the rest as it is, each for the reason given"
	}
	return phrase.Sentences(lead, scoreMeans)
}

// scoreMeans says what a score is worth, and why a part with a high one may be left.
var scoreMeans = fmt.Sprintf("The score, at most %s points, says how much a part looks like those that owners split out elsewhere; the verdict also weighs what forbids a split, so a part with many points may be left", phrase.Score(split.MostPoints()))

// verdictsMean explains the verdicts that occur among the candidates.
func verdictsMean(list []split.Candidate) string {
	var out []string
	for _, v := range []split.Verdict{split.Library, split.Module, split.Service} {
		if slices.ContainsFunc(list, func(c split.Candidate) bool { return c.Verdict == v }) {
			out = append(out, fmt.Sprintf("%s = %s", v, verdictMeans[v]))
		}
	}
	if out == nil {
		return ""
	}
	return phrase.Upper(phrase.Sentence(strings.Join(out, "; ")))
}

var verdictMeans = map[split.Verdict]string{
	split.Library: "released apart with versions, others import it",
	split.Module:  "builds and is tested apart, in the same repository",
	split.Service: "a program deployed apart, others call it over the network",
}

// fifthPlace says of a list that is long enough why a service may stand above its score.
func fifthPlace(list []split.Candidate) string {
	if len(list) < 5 {
		return ""
	}
	return "; every fifth place is for a likely service, of which the score says less"
}

func candidatesTable(list []split.Candidate) doc.Table {
	t := doc.Table{
		Caption: "What seam would split, best first" + fifthPlace(list) + ". In and out = imports from the rest and back into it; API = names that others use; crossing = the share of the part's changes that touched the rest too.",
		Columns: []doc.Column{{Title: "Candidate", Kind: doc.Ident}, {Title: "Verdict", Kind: doc.Chip}, {Title: "Score", Kind: doc.Number}, {Title: "Pkgs", Kind: doc.Number, Fine: true},
			{Title: "Lines", Kind: doc.Number, Fine: true}, {Title: "In", Kind: doc.Number}, {Title: "Out", Kind: doc.Number}, {Title: "API", Kind: doc.Number}, {Title: "Crossing", Kind: doc.Number}},
	}
	for _, c := range list {
		m := doc.MarkOf(c.Verdict)
		r := doc.Cells(c.Title, m.Word, phrase.Score(c.Score), phrase.Count(len(c.Packages)), phrase.Count(c.Lines),
			phrase.Count(c.Cut.ImportsIn), phrase.Count(c.Cut.ImportsOut), phrase.Count(c.Cut.APISymbols), crossing(c.Cut))
		r.Cells[0].Link = doc.Anchor(c.ID)
		r.Cells[1].Tone = m.Tone
		t.Rows = append(t.Rows, r)
	}
	return t
}

// leastTold is how many candidates a report tells at length where it would split fewer.
const leastTold = 3

// mostLeft is how many parts that are left as they are a page shows unfolded: what comes
// below is what people act on.
const mostLeft = 12

// leftTable is short: nobody acts on it.
func leftTable(list []split.Candidate) doc.Table {
	t := doc.Table{
		Caption: "What is left as it is, highest score first, and why", Most: 6, Folded: len(list) > mostLeft,
		Columns: []doc.Column{{Title: "Left as it is", Kind: doc.Ident}, {Title: "Score", Kind: doc.Number}, {Title: "Because", Kind: doc.Prose}},
	}
	for _, c := range list {
		r := doc.Cells(c.Title, phrase.Score(c.Score), c.Reason)
		r.Cells[0].Link = doc.Anchor(c.ID)
		t.Rows = append(t.Rows, r)
	}
	return t
}

// candidatePart tells a candidate at length, with the commands that say more of it.
func candidatePart(c split.Candidate, commands []doc.Item) doc.Section {
	p := candidateHead(c)
	p.Lead = phrase.Sentences(phrase.Upper(c.Reason), scored(c), "Cost: "+orCost(c))
	p.Lists = []doc.List{
		{Title: "For", Sign: "+", Items: evidence(c.For)},
		{Title: "Against", Sign: "-", Items: evidence(c.Against)},
		{Title: "Left behind", Sign: "!", Items: leftBehind(c)},
		{Title: "Next step", Sign: ">", Items: append(nextStep(c), commands...)},
	}
	p.Months = monthsOf("Changes to the part, and those that crossed the cut", c.ByMonth)
	p.Notes = candidateNotes(c)
	if p.Months != nil {
		p.Months.Fine = true
	}
	p.Lists = doc.FilledLists(p.Lists)
	p.Figures = egoFigure(c)
	p.Cuttable = cuttable(c)
	p.Tables = doc.FilledTables(termsTable(c.Terms), cutTable("Imports into the part", c.Cut.In), cutTable("Imports out of the part", c.Cut.Out))
	return p
}

func candidateHead(c split.Candidate) doc.Section {
	return doc.Section{ID: doc.Anchor(c.ID), Title: c.Title, Mark: doc.MarkOf(c.Verdict)}
}

// scored is a score with its scale, and what became of parts with such a score.
func scored(c split.Candidate) string {
	text := fmt.Sprintf("Score %s of at most %s", phrase.Score(c.Score), phrase.Score(split.MostPoints()))
	if c.Calibration.Text == "" || strings.Contains(c.Reason, c.Calibration.Text) {
		return text
	}
	return text + ": " + c.Calibration.Text
}

// cuttable are the folders of a candidate; reports from before they were told list its
// packages.
func cuttable(c split.Candidate) []string {
	if len(c.Folders) > 0 {
		return c.Folders
	}
	return c.Packages
}

// filled leaves out empty texts.
func filled(texts ...string) []string {
	return slices.DeleteFunc(texts, func(t string) bool { return t == "" })
}

// orCost is what a candidate says of its cost; of reports from before they said so, what
// its cut says.
func orCost(c split.Candidate) string {
	if c.Cost != "" {
		return c.Cost
	}
	return cost(c)
}

// cost says in one line what a cut costs.
func cost(c split.Candidate) string {
	words := []string{importsAcross(c.Cut)}
	if n := c.Cut.APISymbols; n > 0 {
		if slices.ContainsFunc(c.For, func(e split.Evidence) bool { return e.Code == "own-module" }) {
			words = append(words, phrase.Plural(n, "name is its API already", "names are its API already"))
		} else {
			words = append(words, phrase.Plural(n, "name becomes its API", "names become its API"))
		}
	}
	if c.Cut.Changes > 0 {
		words = append(words, fmt.Sprintf("%s of its %s touched the rest too", phrase.Percent(c.Cut.CrossingShare), phrase.Plural(c.Cut.Changes, "change", "changes")))
	} else {
		words = append(words, "no changes to judge by")
	}
	return strings.Join(words, "; ")
}

// importsAcross says what leads over the border of a part, either way.
func importsAcross(c whatif.Cut) string {
	in, back := "no import in", "none back"
	if c.ImportsIn > 0 {
		in = phrase.Plural(c.ImportsIn, "import", "imports") + " in"
	}
	if c.ImportsOut > 0 {
		back = phrase.Count(c.ImportsOut) + " back into the rest"
	}
	return in + ", " + back
}

func crossing(c whatif.Cut) string {
	if c.Changes == 0 {
		return "-"
	}
	return fmt.Sprintf("%s of %s", phrase.Percent(c.CrossingShare), phrase.Count(c.Changes))
}

// evidence lists reasons with their numbers and what proves them, each proof once.
func evidence(list []split.Evidence) []doc.Item {
	var out []doc.Item
	told := map[string]bool{}
	for _, e := range list {
		text := e.Text
		if e.N > 0 && !strings.Contains(text, strconv.Itoa(e.N)) && !strings.Contains(text, phrase.Count(e.N)) {
			text += fmt.Sprintf(" (n = %s)", phrase.Count(e.N))
		}
		proof := phrase.ShortIDs(e.IDs)
		key := strings.Join(slices.Sorted(slices.Values(proof)), "\n")
		if told[key] {
			proof = nil
		}
		told[key] = true
		out = append(out, doc.Item{Text: text, Proof: proof})
	}
	return out
}

// leftBehind are the cycles and diamonds that the split would make.
func leftBehind(c split.Candidate) []doc.Item {
	var out []doc.Item
	for _, cycle := range c.Cycles {
		if slices.ContainsFunc(c.Against, func(e split.Evidence) bool { return e.Code == "cycle" }) {
			break // said already
		}
		out = append(out, doc.Item{Mark: doc.Mark{Word: "cycle", Tone: "problem"}, Text: "The split leaves a cycle of " + phrase.Few(phrase.Places(cycle), 6) + "."})
	}
	for i, d := range c.DiamondsCreated {
		if i == 5 {
			out = append(out, doc.Item{Text: phrase.Plural(len(c.DiamondsCreated)-i, "more new diamond.", "more new diamonds.")})
			break
		}
		out = append(out, doc.Item{Mark: doc.Mark{Word: "diamond", Tone: "smell"}, Text: latent(d)})
	}
	return out
}

func latent(d whatif.Diamond) string {
	return fmt.Sprintf("%s would be needed at versions of its own by %s, which meet in %s.", phrase.Place(d.Dependency), phrase.Few(phrase.Places(d.RequiredBy), 4), phrase.Few(phrase.Places(d.LowestApexes), 4))
}

func nextStep(c split.Candidate) []doc.Item {
	if c.Next == "" {
		return nil
	}
	return []doc.Item{{Text: c.Next}}
}

// commandsOf are the commands that say more of a candidate.
func commandsOf(c split.Candidate) []doc.Item {
	explain := doc.Item{Text: "Run", Command: "seam explain " + finding.ShellWord(c.ID)}
	if c.Verdict == split.Leave {
		return []doc.Item{explain}
	}
	return []doc.Item{{Text: "Run", Command: "seam plan " + finding.ShellWord(c.Title)}, explain}
}

func candidateNotes(c split.Candidate) []string {
	out := slices.Clone(c.Notes)
	if len(c.Folders) > 1 {
		out = append(out, "It is what the code calls "+strings.TrimSuffix(c.Title, split.Everywhere)+", in "+phrase.Count(len(c.Folders))+" places: "+phrase.Few(c.Folders, 8)+".")
	}
	if len(c.Packages) > 1 {
		out = append(out, "Folders: "+phrase.Few(c.Packages, 8)+".")
	}
	if types := changeTypesOf(c); types != "" {
		out = append(out, types)
	}
	if len(c.Near) > 0 {
		out = append(out, "Near duplicates folded in: "+phrase.Few(c.Near, 4)+".")
	}
	return out
}

func termsTable(terms []split.Term) doc.Table {
	t := doc.Table{Caption: "How the score adds up", Fine: true,
		Columns: []doc.Column{{Title: "Term", Kind: doc.Word}, {Title: "Measured", Kind: doc.Prose}, {Title: "Points", Kind: doc.Number}}}
	for _, term := range terms {
		t.Rows = append(t.Rows, doc.Cells(term.Code, term.Text, phrase.Signed(term.Points)))
	}
	return t
}

func cutTable(caption string, imports []whatif.Import) doc.Table {
	t := doc.Table{Caption: caption, Fine: true,
		Columns: []doc.Column{{Title: "From", Kind: doc.Ident}, {Title: "To", Kind: doc.Ident}, {Title: "Files", Kind: doc.Number}, {Title: "Names used", Kind: doc.Prose}, {Title: "Seen at", Kind: doc.Ident}}}
	for _, i := range imports {
		site := ""
		if len(i.Sites) > 0 {
			site = i.Sites[0].String()
		}
		t.Rows = append(t.Rows, doc.Cells(i.From, i.To, phrase.Count(i.Files), phrase.Few(i.Symbols, 6), site))
	}
	return t
}

func monthsOf(caption string, list []whatif.Month) *doc.Months {
	if len(list) == 0 {
		return nil
	}
	m := &doc.Months{Caption: caption, Stayed: "stayed on one side"}
	for _, x := range list {
		m.List = append(m.List, doc.Month{Name: x.Month, Changes: x.Changes, Marked: x.Crossing})
	}
	return m
}

// changeTypesOf says what a part's changes were made for.
func changeTypesOf(c split.Candidate) string {
	if len(c.ChangeTypes) == 0 {
		return ""
	}
	var words []string
	for _, t := range c.ChangeTypes {
		words = append(words, fmt.Sprintf("%s %s (%s of that type)", t.Type, phrase.Percent(t.ShareOfPart), phrase.Percent(t.ShareOfType)))
	}
	return "Its changes by type: " + strings.Join(words, ", ") + "."
}
