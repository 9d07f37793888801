package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/impact"
	"seam/report/model"
	"seam/report/phrase"
)

// impactSections tell who must follow a change, by wave and by team, and which versions
// they have.
func impactSections(r *model.Report) []section {
	if r.Impact == nil {
		return nil
	}
	x := shortened(r.Impact, r.Repository.Name)
	var out []section
	if x.Change != nil {
		out = append(out, impactChange(x))
	}
	out = append(out, impactOrder(x), impactTeams(x))
	switch v := x.Versions; {
	case v == nil:
	case fromSource(v):
		out = append(out, section{ID: "impact-versions", Title: "Who asks for which version",
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

func impactOrder(x *impact.Result) section {
	s := section{ID: "impact", Title: "Who follows a change in " + x.Target.Name}
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
		s.Lists = append(s.Lists, list{Title: "The longest train", Sign: "*", Items: []item{{Text: trainText(x), Path: x.Train}}})
	}
	for i, c := range x.Cycles {
		if i == 0 {
			s.Lists = append(s.Lists, list{Title: "Together, since each needs the other", Sign: "!"})
		}
		l := &s.Lists[len(s.Lists)-1]
		l.Items = append(l.Items, item{Mark: mark{"cycle", "smell"}, Text: phrase.Few(c, 8) + "."})
	}
	for i, l := range x.Listeners {
		if i == 0 {
			s.Lists = append(s.Lists, list{Title: "Concerned by what its messages hold, and in no order", Sign: "*"})
		}
		last := &s.Lists[len(s.Lists)-1]
		last.Items = append(last.Items, item{Name: l.Name, Text: fmt.Sprintf("depends on its messages (%s).", l.At), Proof: []string{l.At.String()}})
	}
	if x.Change != nil {
		s.Steps = impactSteps(x)
	}
	s.Tables = filledTables(followersTable(x))
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
func impactSteps(x *impact.Result) []step {
	const most = 12
	out := steps("Wave", x.Waves)
	for i := range out {
		if n := len(out[i].Names); n > most+1 {
			out[i].Names = append(slices.Clone(out[i].Names[:most]), fmt.Sprintf("and %s more", phrase.Count(n-most)))
		}
	}
	return out
}

func followersTable(x *impact.Result) table {
	t := table{Caption: "Who follows, in the order of release",
		Columns: []column{{Title: "Wave", Kind: number}, {Title: upper(string(x.Level)), Kind: ident}, {Title: "Team", Kind: ident}}}
	if x.Change != nil {
		t.Columns = append(t.Columns, column{Title: "Must", Kind: word})
	}
	t.Columns = append(t.Columns, column{Title: "Through", Kind: ident}, column{Title: "Seen at", Kind: ident, Fine: true})
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
		t.Rows = append(t.Rows, cells(append(row, by, f.At.String())...))
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

func impactTeams(x *impact.Result) section {
	s := section{ID: "impact-teams", Title: "By team"}
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
	t := table{Caption: "Waves = the first and the last one that the team has a release in",
		Columns: []column{{Title: "Team", Kind: ident}, {Title: "Follow", Kind: number}, {Title: "Directly", Kind: number}, {Title: "Waves", Kind: word}, {Title: "In order", Kind: prose}}}
	for _, x := range x.Teams {
		name := x.Name
		if name == "" {
			name = "nobody declared"
		}
		waves := strconv.Itoa(x.FirstWave + 1)
		if x.LastWave > x.FirstWave {
			waves += "-" + strconv.Itoa(x.LastWave+1)
		}
		t.Rows = append(t.Rows, cells(name, phrase.Count(len(x.Followers)), phrase.Count(x.Direct), waves, phrase.Few(x.Followers, 5)))
	}
	s.Tables = []table{t}
	return s
}

func impactVersions(v *impact.Versions) section {
	s := section{ID: "impact-versions", Title: "Who asks for which version"}
	switch {
	case len(v.Lags) == 0:
		s.Lead = "No manifest that was read asks for a version of it."
		return s
	case v.Releases == 0:
		s.Lead = fmt.Sprintf("%s for it; not enough data on its releases: no tag and no manifest names one.", phrase.Plural(len(v.Lags), "manifest asks", "manifests ask"))
	default:
		s.Lead = fmt.Sprintf("%s for it: %s. %s known from %s, the newest is %s.", phrase.Plural(len(v.Lags), "manifest asks", "manifests ask"), behindOf(v),
			phrase.Plural(v.Releases, "release is", "releases are"), sourceOf(v), v.Newest)
	}
	t := table{Caption: "Behind = newer releases, and different major numbers among them; local = built with what lies in this repository",
		Most: 20, Columns: []column{{Title: "Consumer", Kind: ident}, {Title: "Asks for", Kind: word}, {Title: "Behind", Kind: number}, {Title: "Majors", Kind: number}, {Title: "Local", Kind: word}, {Title: "Stands at", Kind: ident, Fine: true}}}
	for _, l := range v.Lags {
		name, behind, majors, built := l.Consumer, "not known", "", ""
		if l.Repository != "" {
			name = l.Repository + ": " + name
		}
		if l.Known {
			behind, majors = phrase.Count(l.Releases), phrase.Count(l.Majors)
		}
		if l.Local {
			built = "yes"
		}
		t.Rows = append(t.Rows, cells(name, l.Requires, behind, majors, built, l.At.String()))
	}
	s.Tables = []table{t}
	return s
}

// fromSource reports whether every consumer is built with what lies in the repository and
// names no version.
func fromSource(v *impact.Versions) bool {
	return len(v.Lags) > 0 && v.Adoption.Samples == 0 && !slices.ContainsFunc(v.Lags, func(l impact.Lag) bool { return !l.Local || l.Known })
}

// behindOf counts consumers by how far they are.
func behindOf(v *impact.Versions) string {
	newest, behind, majors, unknown := 0, 0, 0, 0
	for _, l := range v.Lags {
		switch {
		case !l.Known:
			unknown++
		case l.Releases == 0:
			newest++
		case l.Majors > 0:
			majors++
		default:
			behind++
		}
	}
	var out []string
	for _, x := range []struct {
		n    int
		text string
	}{{newest, "at the newest release"}, {behind, "behind within its major version"}, {majors, "behind by a major version or more"}, {unknown, "not known"}} {
		if x.n > 0 {
			out = append(out, phrase.Count(x.n)+" "+x.text)
		}
	}
	return strings.Join(out, ", ")
}

func sourceOf(v *impact.Versions) string {
	if v.Source == impact.FromTags {
		return "tags " + v.Pattern
	}
	return "the versions that manifests here have named, which need not be all"
}

func impactAdoption(v *impact.Versions) section {
	s := section{ID: "impact-adoption", Title: "How long it took to follow before"}
	a := v.Adoption
	switch {
	case a == nil || a.Samples == 0:
		s.Lead = "Not enough data: no manifest moved from one known release to another."
		return s
	case a.Median == nil:
		s.Lead = fmt.Sprintf("Not enough data: %s of a manifest to a known release.", phrase.Plural(a.Samples, "move", "moves"))
	case *a.Median == 0:
		s.Lead = fmt.Sprintf("In the median the release itself asks for it, or a commit before it (%s).", phrase.Plural(a.Samples, "sample", "samples"))
	default:
		s.Lead = fmt.Sprintf("%s in the median, from a release to the commit that asks for it (%s).", days(*a.Median), phrase.Plural(a.Samples, "sample", "samples"))
	}
	t := table{Caption: "By consumer, slowest first",
		Most: 12, Columns: []column{{Title: "Consumer", Kind: ident}, {Title: "Median days", Kind: number}, {Title: "Samples", Kind: number}}}
	for _, c := range a.Consumers {
		m := "not enough data"
		if c.Median != nil {
			m = score(*c.Median)
		}
		t.Rows = append(t.Rows, cells(c.Consumer, m, phrase.Count(c.Samples)))
	}
	s.Tables = filledTables(t)
	if v.Source == impact.FromManifests {
		s.Notes = append(s.Notes, "Releases are dated by the first manifest that names them, so that the first to follow are no samples.")
	}
	return s
}

func days(n float64) string {
	if n == 1 {
		return "1 day"
	}
	return score(n) + " days"
}

func impactOutside(x *impact.Result) section {
	s := section{ID: "impact-outside", Title: "What other repositories import",
		Lead: fmt.Sprintf("%s packages of it.", phrase.Plural(len(x.Outside), "other repository imports", "other repositories import"))}
	t := table{Caption: "Go imports outside tests",
		Columns: []column{{Title: "Repository", Kind: ident}, {Title: "Packages", Kind: prose}, {Title: "Imported by", Kind: number}, {Title: "At versions", Kind: prose}, {Title: "Seen at", Kind: ident, Fine: true}}}
	for _, o := range x.Outside {
		where := ""
		if len(o.Sites) > 0 {
			where = o.Sites[0].String()
		}
		t.Rows = append(t.Rows, cells(o.Repository, phrase.Few(o.Packages, 4), phrase.Count(len(o.Importers)), phrase.Few(o.Versions, 3), where))
	}
	s.Tables = []table{t}
	return s
}

// impactChange tells what the change did to exported names, and whether that makes
// anybody follow.
func impactChange(x *impact.Result) section {
	c := x.Change
	s := section{ID: "impact-change", Title: "What changed for others", Lead: changeLead(x)}
	t := table{Caption: "Exported names of the packages whose sources differ",
		Columns: []column{{Title: "Package", Kind: ident}, {Title: "Removed", Kind: prose}, {Title: "Changed", Kind: prose}, {Title: "Added", Kind: prose}}}
	quiet, unknown := 0, []string{}
	for _, p := range c.Packages {
		name := p.Package
		switch {
		case p.New:
			name += " (new)"
		case p.Gone:
			name += " (gone)"
		}
		switch {
		case !p.Compared:
			unknown = append(unknown, name)
		case len(p.Added)+len(p.Removed)+len(p.Changed) == 0:
			quiet++
		default:
			t.Rows = append(t.Rows, cells(name, phrase.Few(p.Removed, 5), phrase.Few(p.Changed, 5), phrase.Few(p.Added, 5)))
		}
	}
	if len(unknown) > 0 {
		s.Notes = append(s.Notes, "Not compared: "+phrase.Few(unknown, 8)+".")
	}
	if quiet > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%s changed without a change of exported names.", phrase.Plural(quiet, "Go package", "Go packages")))
	}
	s.Tables = filledTables(t, brokenTable(c))
	if c.MoreUses > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%s of such names are not listed.", phrase.Plural(c.MoreUses, "more use", "more uses")))
	}
	return s
}

func changeLead(x *impact.Result) string {
	c := x.Change
	unknown, must, open, likely := 0, 0, 0, map[string]bool{}
	for _, u := range c.Uses {
		if u.Likely && !u.Adapted {
			likely[u.Node] = true
		}
	}
	for _, p := range c.Packages {
		if !p.Compared {
			unknown++
		}
	}
	for _, f := range x.Followers {
		if f.Need == impact.Must {
			must++
			if !f.Adapted {
				open++
			}
		}
	}
	var lead string
	switch {
	case len(c.Packages) == 0:
		return fmt.Sprintf("%s, none of them a source of a package outside tests: nobody must follow.", phrase.Plural(c.Files, "file differs", "files differ"))
	case c.Breaks() > 0 && must == 0 && len(likely) > 0:
		lead = fmt.Sprintf("%s. Nobody outside the change was seen to use one, but %s a method or field of such a name: see whether it is that one.",
			phrase.Plural(c.Breaks(), "exported name was removed or changed", "exported names were removed or changed"), selecting(len(likely), x.Level))
	case c.Breaks() > 0 && must == 0:
		lead = fmt.Sprintf("%s, but nobody outside the change was seen to use one: nobody must follow.", phrase.Plural(c.Breaks(), "exported name was removed or changed", "exported names were removed or changed"))
	case c.Breaks() > 0:
		lead = fmt.Sprintf("%s, and %s one: they must follow", phrase.Plural(c.Breaks(), "exported name was removed or changed", "exported names were removed or changed"), users(must, x.Level))
		switch {
		case open == 0:
			lead += "; all of them differ in this change at the places that use it."
		case open < must:
			lead += fmt.Sprintf("; %s not follow in this change.", phrase.Plural(open, "does", "do"))
		default:
			lead += "; none does in this change."
		}
	case unknown == len(c.Packages):
		return fmt.Sprintf("%s, of which exported names are not compared (only those of Go are): whether anybody must follow is not known.", phrase.Plural(unknown, "package changed", "packages changed"))
	case c.Adds() > 0:
		lead = fmt.Sprintf("%s, none removed or changed: nobody must follow, everybody may.", phrase.Plural(c.Adds(), "exported name was added", "exported names were added"))
	default:
		lead = fmt.Sprintf("No exported name differs in %s: nobody must follow.", phrase.Plural(len(c.Packages)-unknown, "changed Go package", "changed Go packages"))
	}
	if unknown > 0 {
		lead += fmt.Sprintf(" Of %s exported names are not compared.", phrase.Plural(unknown, "further package", "further packages"))
	}
	return lead
}

func users(n int, level impact.Kind) string {
	if n == 1 {
		return partsOf(n, level) + " uses"
	}
	return partsOf(n, level) + " use"
}

func selecting(n int, level impact.Kind) string {
	if n == 1 {
		return partsOf(n, level) + " selects"
	}
	return partsOf(n, level) + " select"
}

func brokenTable(c *impact.Changes) table {
	t := table{Most: 30, Caption: "Who used a name that was removed or changed; likely = a method or field of that name, of what is not known. A changed interface asks something of those who implement it alone.",
		Columns: []column{{Title: "Name", Kind: ident}, {Title: "Used at", Kind: ident}, {Title: "Follows here", Kind: word}, {Title: "Sure", Kind: word}, {Title: "Test", Kind: word}}}
	open := func(u impact.Use) bool { return !u.Adapted }
	for _, u := range slices.Concat(filtered(c.Uses, open), filtered(c.Uses, func(u impact.Use) bool { return !open(u) })) {
		adapted, sure, test := "no", "yes", ""
		if u.Adapted {
			adapted = "file differs"
		}
		if u.Likely {
			sure = "likely"
		}
		if u.Test {
			test = "test"
		}
		t.Rows = append(t.Rows, cells(u.Package+" "+u.Name, u.At.String(), adapted, sure, test))
	}
	return t
}

func filtered(list []impact.Use, keep func(impact.Use) bool) []impact.Use {
	var out []impact.Use
	for _, u := range list {
		if keep(u) {
			out = append(out, u)
		}
	}
	return out
}
