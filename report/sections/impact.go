package sections

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/impact"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// impactSections tell who must follow a change, by wave and by team, and which versions
// they have.
func impactSections(r *model.Report) []doc.Section {
	if r.Impact == nil {
		return nil
	}
	x := shortened(r.Impact, r.Repository.Name)
	var out []doc.Section
	if x.Change != nil {
		out = append(out, impactChange(x))
	}
	out = append(out, impactOrder(x), impactTeams(x))
	switch v := x.Versions; {
	case v == nil:
	case fromSource(v):
		out = append(out, doc.Section{ID: "impact-versions", Title: "Who asks for which version",
			Lead: fmt.Sprintf("Nobody: %s it as it lies in this repository, without a version between.", phrase.Plural(len(v.Lags), "manifest takes", "manifests take"))})
	default:
		out = append(out, impactVersions(v), impactAdoption(v))
	}
	if len(x.Outside) > 0 {
		out = append(out, impactOutside(x))
	}
	return out
}

// shortened is x with the names of modules as they are called within the repository,
// whose name most of them begin with.
func shortened(x *impact.Result, repository string) *impact.Result {
	if repository == "" || x.Level != impact.Module {
		return x
	}
	name := func(s string) string { return strings.TrimPrefix(s, repository+"/") }
	names := func(list []string) []string {
		out := make([]string, len(list))
		for i, s := range list {
			out[i] = name(s)
		}
		return out
	}
	groups := func(list [][]string) [][]string {
		out := make([][]string, len(list))
		for i, l := range list {
			out[i] = names(l)
		}
		return out
	}
	y := *x
	y.Target.Name, y.Target.Nodes = name(x.Target.Name), names(x.Target.Nodes)
	y.Waves, y.Cycles, y.Train, y.Tests = groups(x.Waves), groups(x.Cycles), names(x.Train), names(x.Tests)
	y.Followers, y.Teams = slices.Clone(x.Followers), slices.Clone(x.Teams)
	for i := range y.Followers {
		f := &y.Followers[i]
		f.Name, f.Through = name(f.Name), names(f.Through)
	}
	for i := range y.Teams {
		y.Teams[i].Followers = names(y.Teams[i].Followers)
	}
	if v := x.Versions; v != nil {
		w := *v
		w.Lags = slices.Clone(v.Lags)
		for i := range w.Lags {
			w.Lags[i].Consumer = name(w.Lags[i].Consumer)
		}
		if v.Adoption != nil {
			a := *v.Adoption
			a.Consumers = slices.Clone(a.Consumers)
			for i := range a.Consumers {
				a.Consumers[i].Consumer = name(a.Consumers[i].Consumer)
			}
			w.Adoption = &a
		}
		y.Versions = &w
	}
	return &y
}

// partsOf counts nodes of a level.
func partsOf(n int, level impact.Kind) string {
	return phrase.Plural(n, string(level), string(level)+"s")
}

func impactOrder(x *impact.Result) doc.Section {
	s := doc.Section{ID: "impact", Title: "Who follows a change in " + x.Target.Name}
	if x.Change != nil {
		s.Title = "The order of release"
	}
	direct := 0
	for _, f := range x.Followers {
		if f.Direct {
			direct++
		}
	}
	switch {
	case len(x.Followers) == 0:
		s.Lead = fmt.Sprintf("Nobody: no %s that was looked at depends on it.", x.Level)
	case direct == len(x.Followers):
		s.Lead = fmt.Sprintf("%s, all directly.", partsOf(direct, x.Level))
	default:
		s.Lead = fmt.Sprintf("%s: %s directly, %s through others.", partsOf(len(x.Followers), x.Level), phrase.Count(direct), phrase.Count(len(x.Followers)-direct))
	}
	s.Lead += wavesLead(x)
	switch n := len(x.Target.Nodes); {
	case x.Change == nil:
	case n == 0:
		s.Lead = fmt.Sprintf("Nothing to release: no %s changed outside tests and documents.", x.Level)
	case len(x.Followers) == 0:
		s.Lead = fmt.Sprintf("%s changed, and no other that was looked at depends on them.", partsOf(n, x.Level))
	default:
		s.Lead = fmt.Sprintf("%s changed. After them: %s", partsOf(n, x.Level), s.Lead)
	}
	if len(x.Train) > 1 {
		s.Lists = append(s.Lists, doc.List{Title: "The longest train", Sign: "*", Items: []doc.Item{{Text: trainText(x), Path: x.Train}}})
	}
	for i, c := range x.Cycles {
		if i == 0 {
			s.Lists = append(s.Lists, doc.List{Title: "Together, since each needs the other", Sign: "!"})
		}
		l := &s.Lists[len(s.Lists)-1]
		l.Items = append(l.Items, doc.Item{Mark: doc.Mark{Word: "cycle", Tone: "smell"}, Text: phrase.Few(c, 8) + "."})
	}
	for i, l := range x.Listeners {
		if i == 0 {
			s.Lists = append(s.Lists, doc.List{Title: "Concerned by what its messages hold, and in no order", Sign: "*"})
		}
		last := &s.Lists[len(s.Lists)-1]
		last.Items = append(last.Items, doc.Item{Name: l.Name, Text: fmt.Sprintf("depends on its messages (%s).", l.At), Proof: []string{l.At.String()}})
	}
	if x.Change != nil {
		s.Steps = impactSteps(x)
	}
	s.Tables = doc.FilledTables(followersTable(x))
	if x.Target.Also != "" {
		s.Notes = append(s.Notes, "The name also stands for something else: seam impact "+x.Target.Also)
	}
	if len(x.Services) > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%s what changes: %s.", phrase.Plural(len(x.Services), "service is built from code that holds or follows", "services are built from code that holds or follows"), phrase.Few(x.Services, 12)))
	}
	if len(x.Tests) > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("Tests alone of %s use it: no release waits for them. %s.", partsOf(len(x.Tests), x.Level), phrase.Few(x.Tests, 5)))
	}
	return s
}

// wavesLead says what the waves are. Packages of one module are given out together: their
// order is that of the work.
func wavesLead(x *impact.Result) string {
	n := len(x.Waves)
	if len(x.Followers) == 0 || n == 0 {
		return ""
	}
	var out string
	switch {
	case x.Change != nil && n > 1:
		out = fmt.Sprintf(" With the change itself that is %s.", phrase.Plural(n, "wave", "waves"))
	case n > 1:
		out = fmt.Sprintf(" Wave 1 is the change itself, wave %s the last.", phrase.Count(n))
	default:
		out = " All of it at once: each needs the other."
	}
	switch {
	case x.Level != impact.Package || len(x.Modules) == 0:
	case len(x.Modules) == 1:
		out += fmt.Sprintf(" All lie in %s: one release carries them, and waves are the order of the work.", x.Modules[0])
	default:
		out += fmt.Sprintf(" They lie in %s: %s.", phrase.Plural(len(x.Modules), "module", "modules"), phrase.Few(x.Modules, 6))
	}
	return out
}

func trainText(x *impact.Result) string {
	if x.Level == impact.Package {
		return fmt.Sprintf("%s, each of which imports the one before", phrase.Plural(len(x.Train), "package", "packages"))
	}
	return fmt.Sprintf("%s, one after the other, until a change has arrived everywhere", phrase.Plural(len(x.Train), "release", "releases"))
}

// impactSteps are the waves. Long ones are cut: the table holds everyone.
func impactSteps(x *impact.Result) []doc.Step {
	const most = 12
	out := steps("Wave", x.Waves)
	for i := range out {
		if n := len(out[i].Names); n > most+1 {
			out[i].Names = append(slices.Clone(out[i].Names[:most]), fmt.Sprintf("and %s more", phrase.Count(n-most)))
		}
	}
	return out
}

func followersTable(x *impact.Result) doc.Table {
	t := doc.Table{Caption: "Who follows, in the order of release",
		Columns: []doc.Column{{Title: "Wave", Kind: doc.Number}, {Title: phrase.Upper(string(x.Level)), Kind: doc.Ident}, {Title: "Team", Kind: doc.Ident}}}
	if x.Change != nil {
		t.Columns = append(t.Columns, doc.Column{Title: "Must", Kind: doc.Word})
	}
	t.Columns = append(t.Columns, doc.Column{Title: "Through", Kind: doc.Ident}, doc.Column{Title: "Seen at", Kind: doc.Ident, Fine: true})
	for _, f := range x.Followers {
		by := "directly"
		if !f.Direct {
			by = strings.Join(f.Through[1:], " > ")
			if n := len(f.Through); n > 5 {
				by = fmt.Sprintf("%s > … > %s", f.Through[1], f.Through[n-2])
			} else if len(x.Target.Nodes) == 1 {
				by = strings.Join(f.Through[1:n-1], " > ") // the end is the target
			}
		}
		row := []string{strconv.Itoa(f.Wave + 1), f.Name, phrase.Few(f.Teams, 1)}
		if x.Change != nil {
			row = append(row, needOf(f))
		}
		t.Rows = append(t.Rows, doc.Cells(append(row, by, f.At.String())...))
	}
	return t
}

func needOf(f impact.Follower) string {
	switch f.Need {
	case impact.Must:
		if f.Adapted {
			return "yes, does here"
		}
		return "yes"
	case impact.May:
		return "may"
	}
	return "not known"
}

func impactTeams(x *impact.Result) doc.Section {
	s := doc.Section{ID: "impact-teams", Title: "By team"}
	known := slices.ContainsFunc(x.Teams, func(t impact.Team) bool { return t.Name != "" })
	switch {
	case len(x.Teams) == 0:
		s.Lead = "Nobody has to follow."
		return s
	case !known:
		s.Lead = "No team is declared for those who follow: CODEOWNERS or owners in seam.yaml would tell whom to ask."
		return s
	}
	n := len(x.Teams)
	if slices.ContainsFunc(x.Teams, func(t impact.Team) bool { return t.Name == "" }) {
		n--
	}
	s.Lead = fmt.Sprintf("%s to talk to.", phrase.Plural(n, "team", "teams"))
	t := doc.Table{Caption: "Waves = the first and the last one that the team has a release in",
		Columns: []doc.Column{{Title: "Team", Kind: doc.Ident}, {Title: "Follow", Kind: doc.Number}, {Title: "Directly", Kind: doc.Number}, {Title: "Waves", Kind: doc.Word}, {Title: "In order", Kind: doc.Prose}}}
	for _, x := range x.Teams {
		name := x.Name
		if name == "" {
			name = "nobody declared"
		}
		waves := strconv.Itoa(x.FirstWave + 1)
		if x.LastWave > x.FirstWave {
			waves += "-" + strconv.Itoa(x.LastWave+1)
		}
		t.Rows = append(t.Rows, doc.Cells(name, phrase.Count(len(x.Followers)), phrase.Count(x.Direct), waves, phrase.Few(x.Followers, 5)))
	}
	s.Tables = []doc.Table{t}
	return s
}

func impactOutside(x *impact.Result) doc.Section {
	s := doc.Section{ID: "impact-outside", Title: "What other repositories import",
		Lead: fmt.Sprintf("%s packages of it.", phrase.Plural(len(x.Outside), "other repository imports", "other repositories import"))}
	t := doc.Table{Caption: "Go imports outside tests",
		Columns: []doc.Column{{Title: "Repository", Kind: doc.Ident}, {Title: "Packages", Kind: doc.Prose}, {Title: "Imported by", Kind: doc.Number}, {Title: "At versions", Kind: doc.Prose}, {Title: "Seen at", Kind: doc.Ident, Fine: true}}}
	for _, o := range x.Outside {
		where := ""
		if len(o.Sites) > 0 {
			where = o.Sites[0].String()
		}
		t.Rows = append(t.Rows, doc.Cells(o.Repository, phrase.Few(o.Packages, 4), phrase.Count(len(o.Importers)), phrase.Few(o.Versions, 3), where))
	}
	s.Tables = []doc.Table{t}
	return s
}
