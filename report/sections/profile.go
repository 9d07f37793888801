package sections

import (
	"fmt"

	"seam/analyze/profile"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// profileSection is what a CPU profile says of packages and the calls between them.
func profileSection(r *model.Report) []doc.Section {
	p := r.Profile
	if p == nil {
		return nil
	}
	s := doc.Section{ID: "profile", Title: "CPU profile"}
	if p.FirstParty == 0 {
		s.Lead = fmt.Sprintf("Nothing can be told: none of %s shows a function of this repository.", phrase.Plural(p.Samples, "sample", "samples"))
		return one(s)
	}
	s.Lead = fmt.Sprintf("%s over %s of CPU time; %s of them show a function of this repository.",
		phrase.Plural(p.Samples, "sample", "samples"), seconds(p.CPUSeconds), phrase.Percent(p.FirstParty))
	s.Tables = doc.FilledTables(packageTimes(p.Packages), callsTable("Calls between packages that were on the stack most often", p.Calls))
	s.Notes = []string{profileNote}
	return one(s)
}

const profileNote = "A sample is a moment of CPU time, not a call: a long call and many short ones look alike, and calls that wait are hardly seen. " +
	"A call over a network is at least 5,000 times slower than a function call, so count the calls on a hot edge before it becomes one. " +
	"Start marks calls by a program's main package: they are likely made once."

func seconds(s float64) string { return phrase.Ratio(s) + " s" }

func packageTimes(list []profile.PackageTime) doc.Table {
	t := doc.Table{Caption: "Packages that burn the CPU. Own = its own code and what it makes libraries do; total = with all that it calls.", Most: 10,
		Columns: []doc.Column{{Title: "Package", Kind: doc.Ident}, {Title: "Own", Kind: doc.Number}, {Title: "Total", Kind: doc.Number}, {Title: "Samples", Kind: doc.Number}}}
	for _, p := range list {
		t.Rows = append(t.Rows, doc.Cells(p.Path, phrase.Percent(p.Own), phrase.Percent(p.Total), phrase.Count(p.Samples)))
	}
	return t
}

func callsTable(caption string, list []profile.Call) doc.Table {
	t := doc.Table{Caption: caption, Most: 10,
		Columns: []doc.Column{{Title: "From", Kind: doc.Ident}, {Title: "To", Kind: doc.Ident}, {Title: "Of samples", Kind: doc.Number}, {Title: "Samples", Kind: doc.Number}, {Title: "Stacks", Kind: doc.Number}, {Title: "", Kind: doc.Word}}}
	for _, c := range list {
		start := ""
		if c.Start {
			start = "start"
		}
		t.Rows = append(t.Rows, doc.Cells(c.From, c.To, phrase.Percent(c.Share), phrase.Count(c.Samples), phrase.Count(c.Stacks), start))
	}
	return t
}

// hopsList says what a cut of services would do to the calls in a profile.
func hopsList(c *profile.Cut) doc.List {
	l := doc.List{Title: "Network hops, were it a cut of services"}
	if c == nil {
		return l
	}
	if c.InShare+c.OutShare == 0 {
		l.Items = []doc.Item{{Text: fmt.Sprintf("None of %s fell into a call across the cut, start-up left out. Calls that wait or are short are hardly seen: this is no proof that there are none.", phrase.Plural(c.Samples, "CPU sample", "CPU samples"))}}
		return l
	}
	l.Items = []doc.Item{{Text: fmt.Sprintf("Of %s, %s fell into calls that would come in and %s into calls that would go out: each becomes a network call, at least 5,000 times slower than a function call. Samples are time, not calls: count the calls first.",
		phrase.Plural(c.Samples, "CPU sample", "CPU samples"), phrase.Percent(c.InShare), phrase.Percent(c.OutShare))}}
	return l
}

// hopTables shows the calls that a cut would turn into network hops, were it one of
// services.
func hopTables(c *profile.Cut) []doc.Table {
	if c == nil {
		return nil
	}
	caption := fmt.Sprintf("Calls into the cut in the CPU profile: on the stack of %s of %s; as a service cut each is a network hop", phrase.Percent(c.InShare), phrase.Plural(c.Samples, "sample", "samples"))
	out := fmt.Sprintf("Calls out of the cut in the CPU profile: on the stack of %s of %s", phrase.Percent(c.OutShare), phrase.Plural(c.Samples, "sample", "samples"))
	return []doc.Table{callsTable(caption, c.In), callsTable(out, c.Out)}
}
