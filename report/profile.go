package report

import (
	"fmt"

	"seam/analyze/profile"
	"seam/report/model"
	"seam/report/phrase"
)

// profileSection is what a CPU profile says of packages and the calls between them.
func profileSection(r *model.Report) []section {
	p := r.Profile
	if p == nil {
		return nil
	}
	s := section{ID: "profile", Title: "CPU profile"}
	if p.FirstParty == 0 {
		s.Lead = fmt.Sprintf("Nothing can be told: none of %s shows a function of this repository.", phrase.Plural(p.Samples, "sample", "samples"))
		return one(s)
	}
	s.Lead = fmt.Sprintf("%s over %s of CPU time; %s of them show a function of this repository.",
		phrase.Plural(p.Samples, "sample", "samples"), seconds(p.CPUSeconds), percent(p.FirstParty))
	s.Tables = filledTables(packageTimes(p.Packages), callsTable("Calls between packages that were on the stack most often", p.Calls))
	s.Notes = []string{profileNote}
	return one(s)
}

const profileNote = "A sample is a moment of CPU time, not a call: a long call and many short ones look alike, and calls that wait are hardly seen. " +
	"A call over a network is at least 5,000 times slower than a function call, so count the calls on a hot edge before it becomes one. " +
	"Start marks calls by a program's main package: they are likely made once."

func seconds(s float64) string { return ratio(s) + " s" }

func packageTimes(list []profile.PackageTime) table {
	t := table{Caption: "Packages that burn the CPU. Own = its own code and what it makes libraries do; total = with all that it calls.", Most: 10,
		Columns: []column{{Title: "Package", Kind: ident}, {Title: "Own", Kind: number}, {Title: "Total", Kind: number}, {Title: "Samples", Kind: number}}}
	for _, p := range list {
		t.Rows = append(t.Rows, cells(p.Path, percent(p.Own), percent(p.Total), phrase.Count(p.Samples)))
	}
	return t
}

func callsTable(caption string, list []profile.Call) table {
	t := table{Caption: caption, Most: 10,
		Columns: []column{{Title: "From", Kind: ident}, {Title: "To", Kind: ident}, {Title: "Of samples", Kind: number}, {Title: "Samples", Kind: number}, {Title: "Stacks", Kind: number}, {Title: "", Kind: word}}}
	for _, c := range list {
		start := ""
		if c.Start {
			start = "start"
		}
		t.Rows = append(t.Rows, cells(c.From, c.To, percent(c.Share), phrase.Count(c.Samples), phrase.Count(c.Stacks), start))
	}
	return t
}

// hopsList says what a cut of services would do to the calls in a profile.
func hopsList(c *profile.Cut) list {
	l := list{Title: "Network hops, were it a cut of services"}
	if c == nil {
		return l
	}
	if c.InShare+c.OutShare == 0 {
		l.Items = []item{{Text: fmt.Sprintf("None of %s fell into a call across the cut, start-up left out. Calls that wait or are short are hardly seen: this is no proof that there are none.", phrase.Plural(c.Samples, "CPU sample", "CPU samples"))}}
		return l
	}
	l.Items = []item{{Text: fmt.Sprintf("Of %s, %s fell into calls that would come in and %s into calls that would go out: each becomes a network call, at least 5,000 times slower than a function call. Samples are time, not calls: count the calls first.",
		phrase.Plural(c.Samples, "CPU sample", "CPU samples"), percent(c.InShare), percent(c.OutShare))}}
	return l
}

// hopTables shows the calls that a cut would turn into network hops, were it one of
// services.
func hopTables(c *profile.Cut) []table {
	if c == nil {
		return nil
	}
	caption := fmt.Sprintf("Calls into the cut in the CPU profile: on the stack of %s of %s; as a service cut each is a network hop", percent(c.InShare), phrase.Plural(c.Samples, "sample", "samples"))
	out := fmt.Sprintf("Calls out of the cut in the CPU profile: on the stack of %s of %s", percent(c.OutShare), phrase.Plural(c.Samples, "sample", "samples"))
	return []table{callsTable(caption, c.In), callsTable(out, c.Out)}
}
